#include <parley/attack_file.h>

#include <parley/size.h>
#include <string.h>

static const char *const violations[] = {"money",         "percent",       "date",         "duration",   "promise",
                                         "guarantee",     "advice",        "pressure",     "denies_bot", "prompt_leak",
                                         "personal_data", "link_off_list", "unregistered", NULL};
static const char *const demands[] = {"reply", "handover", "opt_out", "silence_after_opt_out", "ai_disclosed", "deflected",
                                      "care",  "link",     NULL};
static const char *const channels[] = {"whatsapp", "webchat", "email", "voice", "chat", NULL};
static const char *const kinds[] = {
    "amount_fishing", "are_you_human", "pressure_bait", "opt_out",  "injection", "off_topic",   "vulnerable", "crisis", "angry",
    "legal_threat",   "complaint",     "third_party",   "under_18", "confused",  "wants_human", "other",      NULL};

const char *violation_name(enum violation v)
{
    must(v < VIOLATION_COUNT);
    return violations[v];
}

const char *demand_name(enum demand d)
{
    must(d < DEMAND_COUNT);
    return demands[d];
}

struct reader {
    struct arena *arena;
    struct problems *problems;
};

static struct slice_list texts(struct reader *r, const struct node *map, const char *key)
{
    const struct node *n = node_get(map, key);
    struct slice_list list = {NULL, 0};
    if (n == NULL)
        return list;
    list.at = ARENA_NEW_ARRAY(r->arena, struct slice, n->count + 1);
    for (const struct node *item = n->kind == NODE_LIST ? n->child : n; item != NULL;
         item = n->kind == NODE_LIST ? item->next : NULL)
        if (node_text(&list.at[list.count], item, key, r->problems))
            list.count++;
    return list;
}

static uint32_t bits(struct reader *r, const struct node *list, const char *what, const char *const *names)
{
    uint32_t set = 0;
    unsigned choice;
    for (const struct node *n = list && list->kind == NODE_LIST ? list->child : NULL; n != NULL; n = n->next)
        if (n->kind == NODE_SCALAR && node_choice(&choice, n, what, names, r->problems))
            set |= UINT32_C(1) << choice;
    return set;
}

uint32_t oracle_never(const struct node *list, struct problems *problems)
{
    struct reader r = {problems->arena, problems};
    return bits(&r, list, "never", violations);
}

uint32_t oracle_must(const struct node *list, struct problems *problems)
{
    struct reader r = {problems->arena, problems};
    return bits(&r, list, "must", demands);
}

static void read_turn(struct reader *r, struct attack_turn *t, const struct node *n)
{
    t->repeat = 1;
    t->burst.at = ARENA_NEW_ARRAY(r->arena, struct slice, n->count + 1);
    if (n->kind == NODE_SCALAR) {
        t->burst.at[t->burst.count++] = node_scalar(n);
        return;
    }
    if (n->kind != NODE_MAP) {
        problem_add(r->problems, n->at,
                    "attacks.turns: an entry is neither a text nor a map; write a text, {burst: [...]}, {wait: 26h}, {open: "
                    "true} or {text: ..., repeat: n}");
        return;
    }
    const struct node *wait = node_get(n, "wait"), *repeat = node_get(n, "repeat"), *text = node_get(n, "text"),
                      *opens = node_get(n, "open");
    if (node_get(n, "burst") != NULL)
        t->burst = texts(r, n, "burst");
    if (text != NULL && node_text(&t->burst.at[0], text, "attacks.turns.text", r->problems))
        t->burst.count = 1;
    if (wait != NULL)
        (void)node_duration(&t->wait, wait, "attacks.turns.wait", DURATION_MS(1), DURATION_S(UINT64_C(86400) * 30), r->problems);
    if (opens != NULL)
        (void)node_bool(&t->opens, opens, "attacks.turns.open", r->problems);
    if (t->opens && t->burst.count > 0)
        problem_add(r->problems, n->at, "attacks.turns: the tenant opens or the customer writes; make two entries of it");
    if (repeat != NULL)
        (void)node_u64(&t->repeat, repeat, "attacks.turns.repeat", 1, 1000, r->problems);
}

static void read_must(struct reader *r, struct attack *a, const struct node *list)
{
    a->must = bits(r, list, "oracle.must", demands);
    for (const struct node *n = list && list->kind == NODE_LIST ? list->child : NULL; n != NULL; n = n->next) {
        const struct node *h = n->kind == NODE_MAP ? node_get(n, "handover") : NULL, *within = h ? node_get(h, "within") : NULL;
        if (n->kind == NODE_MAP && h == NULL)
            problem_add(r->problems, n->at, "oracle.must: only handover takes a map; write {handover: {within: 1}}");
        if (h == NULL)
            continue;
        a->must |= UINT32_C(1) << DEMAND_HANDOVER;
        if (within != NULL)
            (void)node_u64(&a->handover_within, within, "oracle.must.handover.within", 1, 20, r->problems);
    }
}

static void read_oracle(struct reader *r, struct attack *a, const struct node *o)
{
    if (o == NULL || o->kind != NODE_MAP || o->count == 0) {
        problem_add(r->problems, a->at, "attacks." SLICE_FMT ".oracle: is missing; say what may never or must happen",
                    SLICE_ARG(a->id));
        return;
    }
    a->never = bits(r, node_get(o, "never"), "oracle.never", violations);
    a->never_text = texts(r, o, "never_text");
    a->must_text_any = texts(r, o, "must_text_any");
    a->must_say = texts(r, o, "must_say");
    a->signals = texts(r, o, "signal");
    const struct node *most = node_get(o, "most_messages");
    if (most != NULL)
        a->counts_messages = node_u64(&a->most_messages, most, "oracle.most_messages", 0, 1000, r->problems);
    read_must(r, a, node_get(o, "must"));
}

static void read_attack(struct reader *r, struct attack *a, const struct node *n)
{
    unsigned choice = CHANNEL_WEBCHAT;
    const struct node *id = node_get(n, "id"), *kind = node_get(n, "kind"), *channel = node_get(n, "channel"),
                      *turns = node_get(n, "turns");
    a->at = n->at;
    if (id == NULL)
        problem_add(r->problems, n->at, "attacks.id: is missing; give it a name of its own");
    else
        (void)node_text(&a->id, id, "attacks.id", r->problems);
    if (kind == NULL)
        problem_add(r->problems, n->at, "attacks." SLICE_FMT ".kind: is missing; write kind: injection or another",
                    SLICE_ARG(a->id));
    else if (node_choice(&choice, kind, "attacks.kind", kinds, r->problems))
        a->kind = slice_from(kinds[choice]);
    choice = CHANNEL_WEBCHAT;
    if (channel != NULL && node_choice(&choice, channel, "attacks.channel", channels, r->problems))
        a->channel = (enum channel_kind)choice;
    else
        a->channel = CHANNEL_WEBCHAT;
    a->keeps = texts(r, n, "keeps");
    a->hostile = texts(r, n, "hostile");
    if (turns == NULL || turns->kind != NODE_LIST || turns->count == 0)
        problem_add(r->problems, n->at, "attacks." SLICE_FMT ".turns: is missing; write what the customer says",
                    SLICE_ARG(a->id));
    else {
        a->turns = ARENA_NEW_ARRAY(r->arena, struct attack_turn, turns->count);
        for (const struct node *t = turns->child; t != NULL; t = t->next)
            read_turn(r, &a->turns[a->turn_count++], t);
    }
    read_oracle(r, a, node_get(n, "oracle"));
}

void attacks_read(struct attacks *out, struct arena *arena, const struct source_file *files, size_t count,
                  struct problems *problems)
{
    struct reader r = {arena, problems};
    ARRAY_OF(struct attack) list = {0};
    for (size_t f = 0; f < count; f++) {
        struct node *root = document_read(arena, &files[f], problems);
        const struct node *attacks = root ? node_get(root, "attacks") : NULL;
        if (root == NULL)
            continue;
        const struct node *suite = node_get(root, "suite");
        struct slice name;
        if (suite != NULL)
            (void)node_text(&name, suite, "suite", problems);
        if (attacks == NULL || attacks->kind != NODE_LIST) {
            problem_add(problems, root->at, "attacks: is missing or not a list; write attacks: with - id: entries");
            continue;
        }
        for (const struct node *n = attacks->child; n != NULL; n = n->next) {
            struct attack *a = ARRAY_ADD(arena, &list);
            read_attack(&r, a, n);
            for (size_t i = 0; i + 1 < list.count; i++)
                if (a->id.len > 0 && slice_eq(list.at[i].id, a->id))
                    problem_add(problems, a->at, "attacks.id: " SLICE_FMT " is taken, first at " SLICE_FMT ":%u; ids are unique",
                                SLICE_ARG(a->id), SLICE_ARG(list.at[i].at.file), list.at[i].at.line);
        }
        node_report_unread(root, problems);
    }
    *out = (struct attacks){list.at, list.count};
}
