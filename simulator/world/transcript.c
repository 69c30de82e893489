#include <parley/transcript.h>

#include <parley/size.h>

#include <parley/text.h>

void transcript_begin(struct transcript *t, struct arena *arena, struct wall begin, enum channel_kind channel)
{
    *t = (struct transcript){.arena = arena, .begin = begin, .channel = channel};
}

static struct entry *add(struct transcript *t, enum entry_kind kind, struct wall at)
{
    struct entry *e = ARRAY_ADD(t->arena, &t->entries);
    e->kind = kind;
    e->at_ms = at.ms - t->begin.ms;
    e->turn = t->turns;
    return e;
}

void transcript_customer(struct transcript *t, struct wall at, struct slice text)
{
    add(t, ENTRY_CUSTOMER, at)->text = arena_copy(t->arena, text);
}

/* The grounds of a text come with the turn that wrote it, just before it is shown. */
void transcript_shown(struct transcript *t, const struct shown *s)
{
    struct entry *e = add(t, ENTRY_SHOWN, s->at);
    e->text = arena_copy(t->arena, s->text);
    e->purpose = s->purpose;
    for (size_t i = t->entries.count - 1; i > 0; i--) {
        const struct entry *turn = &t->entries.at[i - 1];
        if (turn->kind == ENTRY_TURN && slice_eq(turn->text, s->text)) {
            e->said = turn->said;
            e->grounds = turn->grounds;
            e->ground_count = turn->ground_count;
            e->turn = turn->turn;
            return;
        }
    }
}

void transcript_turn(struct transcript *t, const struct turn *turn, const struct commit *c, struct wall at)
{
    t->turns++;
    struct entry *e = add(t, ENTRY_TURN, at);
    const struct screen *screen = turn_screen_in(turn);
    size_t count;
    const struct reason *reasons = turn_reasons(turn, &count);
    e->reasons = ARENA_NEW_ARRAY(t->arena, struct slice, count + 1);
    for (size_t i = 0; i < count; i++) {
        e->blocked += slice_eq(reasons[i].verdict, SLICE("block"));
        e->reasons[e->reason_count++] =
            arena_printf(t->arena, SLICE_FMT " " SLICE_FMT "%s" SLICE_FMT "%s: " SLICE_FMT, SLICE_ARG(reasons[i].stage),
                         SLICE_ARG(reasons[i].verdict), reasons[i].rule.len ? " [" : "", SLICE_ARG(reasons[i].rule),
                         reasons[i].rule.len ? "]" : "", SLICE_ARG(reasons[i].text));
    }
    e->signals = ARENA_NEW_ARRAY(t->arena, struct slice, SIGNAL_KIND_COUNT);
    for (size_t i = 0; screen != NULL && i < screen->signal_count && i < SIGNAL_KIND_COUNT; i++)
        e->signals[e->signal_count++] = slice_from(signal_kind_name(screen->signals[i].kind));
    e->outcome = c->outcome_count ? c->outcomes[c->outcome_count - 1].outcome : OUTCOME_REPLIED;
    for (size_t i = 0; i < c->audit_count; i++)
        if (c->audits[i].kind == AUDIT_TICKET)
            e->ticket = c->conversation.ticket.reason;
    for (size_t i = 0; i < c->consent_count; i++) {
        e->opted_out |= c->consents[i].state == CONSENT_WITHDRAWN;
        e->opted_in |= c->consents[i].state == CONSENT_GIVEN;
    }
    e->holder = c->conversation.holder;
    if (c->send_count > 0) {
        const struct send_intent *s = &c->sends[0];
        e->text = arena_copy(t->arena, s->text);
        e->said = arena_copy(t->arena, s->said);
        e->grounds = ARENA_NEW_ARRAY(t->arena, struct ground, s->grounds_count + 1);
        for (size_t i = 0; i < s->grounds_count; i++)
            e->grounds[e->ground_count++] =
                (struct ground){s->grounds[i].at.start, s->grounds[i].at.end, arena_copy(t->arena, s->grounds[i].source)};
    }
}

/* -- JSON ----------------------------------------------------------------------------------------------------------------- */

static const char *const kind_names[] = {"customer", "bot", "turn"};

static void put_list(struct json_write *w, const char *key, const struct slice *list, size_t count)
{
    json_key(w, key);
    json_array_begin(w);
    for (size_t i = 0; i < count; i++)
        json_add_string(w, list[i]);
    json_array_end(w);
}

static void write_turn(struct json_write *w, const struct entry *e)
{
    put_list(w, "signals", e->signals, e->signal_count);
    put_list(w, "reasons", e->reasons, e->reason_count);
    json_put_u64(w, "blocked", e->blocked);
    json_put_cstr(w, "outcome", outcome_name(e->outcome));
    json_put_cstr(w, "ticket", ticket_reason_name(e->ticket));
    json_put_cstr(w, "holder", holder_name(e->holder));
    if (e->opted_out)
        json_put_bool(w, "opted_out", true);
    if (e->opted_in)
        json_put_bool(w, "opted_in", true);
}

static void write_shown(struct json_write *w, const struct entry *e)
{
    json_put_string(w, "text", e->text);
    json_put_string(w, "said", e->said);
    json_put_cstr(w, "purpose", purpose_name(e->purpose));
    json_key(w, "grounds");
    json_array_begin(w);
    for (size_t i = 0; i < e->ground_count; i++) {
        json_array_begin(w);
        json_add_u64(w, e->grounds[i].start);
        json_add_u64(w, e->grounds[i].end);
        json_add_string(w, e->grounds[i].source);
        json_array_end(w);
    }
    json_array_end(w);
}

void transcript_write(struct json_write *w, const struct transcript *t)
{
    json_put_cstr(w, "channel", channel_kind_name(t->channel));
    json_key(w, "entries");
    json_array_begin(w);
    for (size_t i = 0; i < t->entries.count; i++) {
        const struct entry *e = &t->entries.at[i];
        json_object_begin(w);
        json_put_cstr(w, "kind", kind_names[e->kind]);
        json_put_i64(w, "at_ms", e->at_ms);
        json_put_u64(w, "turn", e->turn);
        if (e->kind == ENTRY_CUSTOMER)
            json_put_string(w, "text", e->text);
        else if (e->kind == ENTRY_SHOWN)
            write_shown(w, e);
        else
            write_turn(w, e);
        json_object_end(w);
    }
    json_array_end(w);
}

/* `count` when it is no name of these; absent is the first. */
static unsigned named(struct slice s, const char *(*name)(unsigned), unsigned count)
{
    unsigned i = 0;
    while (s.len > 0 && i < count && !slice_eq(s, slice_from(name(i))))
        i++;
    return i;
}

static const char *purpose_of(unsigned i)
{
    return purpose_name((enum purpose)i);
}
static const char *outcome_of(unsigned i)
{
    return outcome_name((enum outcome)i);
}
static const char *ticket_of(unsigned i)
{
    return ticket_reason_name((enum ticket_reason)i);
}
static const char *holder_of(unsigned i)
{
    return holder_name((enum holder)i);
}

static size_t read_list(struct slice **out, struct arena *arena, const struct json *list)
{
    size_t n = 0;
    *out = ARENA_NEW_ARRAY(arena, struct slice, (list ? list->count : 0) + 1);
    for (const struct json *j = list ? list->child : NULL; j != NULL; j = j->next)
        (*out)[n++] = json_text(j);
    return n;
}

static void read_grounds(struct entry *e, struct arena *arena, const struct json *list)
{
    e->grounds = ARENA_NEW_ARRAY(arena, struct ground, (list ? list->count : 0) + 1);
    for (const struct json *g = list ? list->child : NULL; g != NULL; g = g->next)
        if (g->count == 3)
            e->grounds[e->ground_count++] = (struct ground){(uint32_t)json_u64(g->child), (uint32_t)json_u64(g->child->next),
                                                            json_text(g->child->next->next)};
}

static enum code check_entry(const struct json *j, struct place at, struct error *e)
{
    static const struct json_member customer[] = {{"at_ms", JSON_KIND_INTEGER, true}, {"text", JSON_KIND_STRING, true}};
    static const struct json_member turn[] = {{"at_ms", JSON_KIND_INTEGER, true},   {"turn", JSON_KIND_INTEGER, true},
                                              {"signals", JSON_KIND_ARRAY, true},   {"reasons", JSON_KIND_ARRAY, true},
                                              {"blocked", JSON_KIND_INTEGER, true}, {"outcome", JSON_KIND_STRING, true},
                                              {"ticket", JSON_KIND_STRING, true},   {"holder", JSON_KIND_STRING, true}};
    static const struct json_member bot[] = {{"at_ms", JSON_KIND_INTEGER, true},  {"turn", JSON_KIND_INTEGER, true},
                                             {"text", JSON_KIND_STRING, true},    {"said", JSON_KIND_STRING, true},
                                             {"purpose", JSON_KIND_STRING, true}, {"grounds", JSON_KIND_ARRAY, true}};
    struct slice kind = json_text(json_get(j, "kind"));
    return slice_eq(kind, SLICE("customer")) ? json_expect(j, "entries (customer)", customer, COUNT_OF(customer), at, e)
           : slice_eq(kind, SLICE("turn"))   ? json_expect(j, "entries (turn)", turn, COUNT_OF(turn), at, e)
           : slice_eq(kind, SLICE("bot"))    ? json_expect(j, "entries (bot)", bot, COUNT_OF(bot), at, e)
                                             : fail_at(e, BAD_INPUT, at, "entries.kind: is none of customer, turn and bot");
}

static bool read_entry(struct entry *x, struct arena *arena, const struct json *j)
{
    struct slice kind = json_text(json_get(j, "kind"));
    unsigned purpose = named(json_text(json_get(j, "purpose")), purpose_of, PURPOSE_COUNT),
             outcome = named(json_text(json_get(j, "outcome")), outcome_of, OUTCOME_COUNT),
             ticket = named(json_text(json_get(j, "ticket")), ticket_of, TICKET_REASON_COUNT),
             holder = named(json_text(json_get(j, "holder")), holder_of, HOLDER_COUNT);
    if (purpose == PURPOSE_COUNT || outcome == OUTCOME_COUNT || ticket == TICKET_REASON_COUNT || holder == HOLDER_COUNT)
        return false;
    x->kind = slice_eq(kind, SLICE("customer")) ? ENTRY_CUSTOMER : slice_eq(kind, SLICE("bot")) ? ENTRY_SHOWN : ENTRY_TURN;
    x->at_ms = (int64_t)json_u64(json_get(j, "at_ms"));
    x->turn = json_u64(json_get(j, "turn"));
    x->text = json_text(json_get(j, "text"));
    x->said = json_text(json_get(j, "said"));
    x->purpose = (enum purpose)purpose;
    x->outcome = (enum outcome)outcome;
    x->ticket = (enum ticket_reason)ticket;
    x->holder = (enum holder)holder;
    x->blocked = (uint32_t)json_u64(json_get(j, "blocked"));
    x->signal_count = read_list(&x->signals, arena, json_get(j, "signals"));
    x->reason_count = read_list(&x->reasons, arena, json_get(j, "reasons"));
    x->opted_out = json_get(j, "opted_out") != NULL;
    x->opted_in = json_get(j, "opted_in") != NULL;
    read_grounds(x, arena, json_get(j, "grounds"));
    return true;
}

enum code transcript_read(struct transcript *out, struct arena *arena, const struct json *run, struct place at, struct error *e)
{
    const struct json *entries = json_get(run, "entries");
    *out = (struct transcript){.arena = arena};
    if (entries == NULL || entries->kind != JSON_KIND_ARRAY)
        return fail_at(e, BAD_INPUT, at, "entries: is missing; write the lines of a run's journal");
    if (!channel_kind_parse(&out->channel, json_text(json_get(run, "channel"))))
        return fail_at(e, BAD_INPUT, at, "channel: is none of whatsapp, webchat, email, voice and chat");
    for (const struct json *j = entries->child; j != NULL; j = j->next) {
        enum code code = check_entry(j, at, e);
        if (code != OK)
            return code;
        struct entry *x = ARRAY_ADD(arena, &out->entries);
        if (!read_entry(x, arena, j))
            return fail_at(e, BAD_INPUT, at, "entries: holds a purpose, outcome, ticket or holder that does not exist");
        if (x->turn > out->turns)
            out->turns = x->turn;
    }
    return OK;
}
