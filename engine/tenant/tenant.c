#include <parley/tenant.h>

#include <parley/digest.h>
#include <parley/size.h>
#include <string.h>

#define AT(member) offsetof(struct tenant, member)
#define DAYS(n) (UINT64_C(86400000000000) * (n))

static const struct field fields[] = {
    {"id", FIELD_TEXT, AT(id), true, 0, 0, NULL, NULL, "short name of the tenant, as in its pack"},
    {"name", FIELD_TEXT, AT(name), true, 0, 0, NULL, NULL, "trading name that messages carry"},
    {"legal_entity", FIELD_TEXT, AT(legal_entity), true, 0, 0, NULL, NULL, "the firm that answers for what is said"},
    {"regulator", FIELD_TEXT, AT(regulator), false, 0, 0, NULL, NULL, "who watches it and under which number"},
    {"time_zone", FIELD_TEXT, AT(time_zone), true, 0, 0, NULL, NULL, "IANA name; for contacts whose own zone is not known"},
    {"country", FIELD_TEXT, AT(country), true, 0, 0, NULL, NULL, "ISO 3166 code"},
    {"languages", FIELD_TEXTS, AT(languages), true, 0, 0, NULL, NULL, "ISO 639-1 codes, the first is the default"},
    {"may_start", FIELD_BOOL, AT(may_start), false, 0, 0, "false", NULL, "may the bot write first? needs consent records"},
    {"quiet_hours.start", FIELD_MINUTES, AT(quiet_start), false, 0, 0, "20:00", NULL,
     "no message is started from this time of the contact's day"},
    {"quiet_hours.end", FIELD_MINUTES, AT(quiet_end), false, 0, 0, "09:00", NULL, "until this time"},
    {"quiet_hours.bind_replies", FIELD_BOOL, AT(quiet_binds_replies), false, 0, 0, "false", NULL, "hold replies too"},
    {"caps.per_day", FIELD_U64, AT(cap_per_day), false, 0, 100, "1", NULL, "messages the bot starts, per contact and local day"},
    {"caps.per_week", FIELD_U64, AT(cap_per_week), false, 0, 500, "3", NULL, "and in seven days"},
    {"strikes", FIELD_U64, AT(strikes), false, 1, 100, "3", NULL, "unanswered started messages, then silence for ever"},
    {"window", FIELD_DURATION, AT(window), false, 0, DAYS(7), "24h", NULL,
     "WhatsApp: free text this long after the contact wrote"},
    {"coalesce.gap", FIELD_DURATION, AT(coalesce_gap), false, 0, UINT64_C(60000000000), "1500ms", NULL,
     "silence that ends a burst"},
    {"coalesce.longest", FIELD_DURATION, AT(coalesce_longest), false, 0, UINT64_C(120000000000), "8s", NULL,
     "a burst is answered after this at the latest"},
    {"deadlines.model", FIELD_DURATION, AT(deadline_model), false, UINT64_C(100000000), UINT64_C(120000000000), "8s", NULL,
     "for one model, then the next rung"},
    {"deadlines.turn", FIELD_DURATION, AT(deadline_turn), false, UINT64_C(100000000), UINT64_C(600000000000), "20s", NULL,
     "for the whole turn"},
    {"tickets.realert", FIELD_DURATION, AT(ticket_realert), false, UINT64_C(1000000000), DAYS(2), "15m", NULL,
     "staff is called again when nobody took a ticket"},
    {"tickets.alerts_max", FIELD_U64, AT(ticket_alerts_max), false, 1, 1000, "8", NULL, "calls for one ticket"},
    {"spend.per_day", FIELD_MONEY, AT(spend_per_day), false, 0, 0, NULL, NULL,
     "cap for models and messages; without it there is none"},
    {"spend.reserve_per_turn", FIELD_MONEY, AT(spend_reserve_per_turn), false, 0, 0, NULL, NULL,
     "held back before a model is asked"},
    {"retention.conversation_days", FIELD_U64, AT(retention_conversation_days), false, 1, 36500, "400", NULL,
     "then messages are purged"},
    {"retention.audit_days", FIELD_U64, AT(retention_audit_days), false, 365, 36500, "2190", NULL,
     "then audit partitions go, whole"},
    {"links.hosts", FIELD_TEXTS, AT(link_hosts), false, 0, 0, NULL, NULL, "hosts that links may point to"},
    {"destination", FIELD_TEXT, AT(destination), false, 0, 0, NULL, NULL, "form URL; {ref} becomes the tracking reference"},
    {"review.approvers", FIELD_U64, AT(approvers), false, 1, 10, "1", NULL, "people needed for a brain to go live"},
};

static const char *const day_names[7][2] = {{"mon", "monday"}, {"tue", "tuesday"},  {"wed", "wednesday"}, {"thu", "thursday"},
                                            {"fri", "friday"}, {"sat", "saturday"}, {"sun", "sunday"}};

static bool minutes_of(uint32_t *out, struct slice s)
{
    uint64_t h, m;
    if (s.len != 5 || s.at[2] != ':' || !slice_to_u64(&h, slice_sub(s, 0, 2)) || !slice_to_u64(&m, slice_sub(s, 3, 5)) ||
        m > 59 || h * 60 + m > 24 * 60)
        return false;
    *out = (uint32_t)(h * 60 + m);
    return true;
}

static void read_span(struct open_hours *hours, const struct node *n, const char *what, struct problems *p)
{
    struct slice text, rest, from;
    uint32_t open = 0, close = 0;
    if (!node_text(&text, n, what, p))
        return;
    rest = text;
    bool good = slice_next(&from, &rest, '-') && minutes_of(&open, from) && rest.at != NULL && minutes_of(&close, rest);
    if (!good || hours->count == COUNT_OF(hours->spans)) {
        problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is not a span of the day; write HH:MM-HH:MM, four at most", what,
                    SLICE_ARG(text));
        return;
    }
    if (close <= open)
        close += 24 * 60; /* across midnight */
    hours->spans[hours->count].open = open;
    hours->spans[hours->count++].close = close;
}

static void read_hours(struct tenant *t, const struct node *map, struct problems *p)
{
    for (size_t d = 0; map != NULL && d < 7; d++) {
        const struct node *n = node_get(map, day_names[d][0]);
        if (n == NULL)
            n = node_get(map, day_names[d][1]);
        if (n == NULL) {
            problem_add(p, map->at, "hours.%s: is missing; write [\"09:00-17:30\"], or [] for closed", day_names[d][0]);
            continue;
        }
        if (n->kind != NODE_LIST) {
            problem_add(p, n->at, "hours.%s: is not a list; write [\"09:00-17:30\"], or [] for closed", day_names[d][0]);
            continue;
        }
        for (const struct node *span = n->child; span != NULL; span = span->next)
            read_span(&t->hours[d], span, day_names[d][0], p);
    }
}

static void read_channels(struct tenant *t, struct arena *arena, const struct node *list, struct problems *p)
{
    static const char *const kinds[] = {"whatsapp", "webchat", "email", "voice", "chat", NULL};
    if (list == NULL)
        return;
    if (list->kind != NODE_LIST) {
        problem_add(p, list->at, "channels: is not a list; write - kind: webchat lines");
        return;
    }
    t->channels = ARENA_NEW_ARRAY(arena, struct tenant_channel, list->count);
    for (const struct node *n = list->child; n != NULL; n = n->next) {
        struct tenant_channel *c = &t->channels[t->channel_count++];
        unsigned kind = 0;
        const struct node *k = node_get(n, "kind"), *address = node_get(n, "address"), *second = node_get(n, "second_address");
        if (k == NULL)
            problem_add(p, n->at, "channels.kind: is missing; write kind: webchat");
        else if (node_choice(&kind, k, "channels.kind", kinds, p))
            c->kind = (enum channel_kind)kind;
        if (address == NULL)
            problem_add(p, n->at, "channels.address: is missing; write the number, mailbox or site key");
        else
            (void)node_text(&c->address, address, "channels.address", p);
        if (second != NULL)
            (void)node_text(&c->second_address, second, "channels.second_address", p);
    }
}

static void read_currency(struct tenant *t, const struct node *root, struct problems *p)
{
    static const char *const names[] = {"GBP", "EUR", "USD", "MYR", NULL};
    static const uint16_t numbers[] = {CURRENCY_GBP, CURRENCY_EUR, CURRENCY_USD, CURRENCY_MYR};
    const struct node *n = node_get(root, "currency");
    unsigned choice = 0;
    if (n == NULL)
        problem_add(p, root->at, "currency: is missing; write currency: GBP");
    else if (node_choice(&choice, n, "currency", names, p))
        t->currency = numbers[choice];
}

/* What a half-written file would leave out without a word: where it matters nothing stands for what nobody wrote. */
static void demand(const struct tenant *t, const struct node *root, struct problems *p)
{
    static const struct {
        const char *key, *example;
        bool to_start; /* only where the bot may write first */
    } demanded[] = {
        {"channels", "- {kind: webchat, address: \"my-site\"}", false},
        {"hours", "mon: [\"09:00-17:30\"] and so on to sun, [] for closed", false},
        {"quiet_hours", "{start: \"20:00\", end: \"09:00\"}", true},
        {"caps", "{per_day: 1, per_week: 3}", true},
        {"strikes", "3", true},
    };
    for (size_t i = 0; i < COUNT_OF(demanded); i++)
        if ((!demanded[i].to_start || t->may_start) && node_get(root, demanded[i].key) == NULL)
            problem_add(p, root->at, "%s: is missing%s; write %s", demanded[i].key,
                        demanded[i].to_start ? ", and the bot may write first (may_start)" : "", demanded[i].example);
}

static void check(const struct tenant *t, const struct node *root, struct problems *p)
{
    if (t->coalesce_longest.ns < t->coalesce_gap.ns)
        problem_add(p, root->at, "coalesce.longest: is shorter than coalesce.gap; make it longer");
    if (t->deadline_turn.ns < t->deadline_model.ns)
        problem_add(p, root->at, "deadlines.turn: is shorter than deadlines.model; make it longer");
    if (t->spend_per_day.micros > 0 && t->spend_reserve_per_turn.micros > t->spend_per_day.micros)
        problem_add(p, root->at, "spend.reserve_per_turn: is more than spend.per_day; make it smaller");
    if (t->spend_per_day.micros > 0 && t->spend_reserve_per_turn.micros == 0)
        problem_add(p, root->at, "spend.reserve_per_turn: is missing; write what the models of one turn may cost at most");
    if (t->destination.len > 0 && !slice_starts(t->destination, SLICE("https://")))
        problem_add(p, root->at, "destination: does not begin with https://; write the whole URL");
}

const struct tenant *tenant_read(struct arena *arena, const struct source_file *file, struct problems *problems)
{
    size_t before = problems->count;
    struct node *root = document_read(arena, file, problems);
    struct tenant *t = ARENA_NEW(arena, struct tenant);
    if (root == NULL)
        return NULL;
    schema_read(t, arena, fields, COUNT_OF(fields), root, "", problems);
    if (root->kind == NODE_MAP) {
        read_currency(t, root, problems);
        read_channels(t, arena, node_get(root, "channels"), problems);
        read_hours(t, node_get(root, "hours"), problems);
        demand(t, root, problems);
        node_report_unread(root, problems);
        check(t, root, problems);
    }
    if (problems->count > before)
        return NULL;
    t->languages_first = t->languages.count ? t->languages.at[0] : SLICE("en");
    struct slice hex = digest_hex(arena, digest_of(file->bytes));
    memcpy(t->version.hex, hex.at, hex.len);
    return t;
}

void tenant_help(struct buffer *out)
{
    schema_help(fields, COUNT_OF(fields), out);
}
