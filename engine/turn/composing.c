#include "turn_state.h"

#include <parley/json_write.h>
#include <parley/size.h>
#include <string.h>

enum { HAPPENINGS_MAX = 96, REPAIRS_MAX = 8, BREACHES_MAX = 16, GROUNDS_MAX = 64 };

/* -- the message ------------------------------------------------------------------------------------------------------- */

struct message_out {
    struct slice text; /* as it will leave */
    struct slice said; /* ids it rests on, space-separated */
    struct grounds *grounds;
    size_t grounds_count;
    struct slice sources[GROUNDS_MAX];
    size_t source_count;
    bool has_link;
    struct facts_result facts; /* of the text */
    struct screen_context context;
    struct screen screen;
};

static void staff_hours(struct buffer *b, const struct tenant *t)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    bool any = false;
    for (size_t d = 0; d < 7; d++) {
        size_t last = d;
        if (t->hours[d].count == 0)
            continue;
        while (last + 1 < 7 && memcmp(&t->hours[last + 1], &t->hours[d], sizeof t->hours[d]) == 0)
            last++;
        buffer_printf(b, "%s%s", any ? ", " : "", days[d]);
        if (last > d)
            buffer_printf(b, "-%s", days[last]);
        for (size_t s = 0; s < t->hours[d].count; s++)
            buffer_printf(b, "%s%02u:%02u-%02u:%02u", s ? " and " : " ", t->hours[d].spans[s].open / 60,
                          t->hours[d].spans[s].open % 60, t->hours[d].spans[s].close / 60 % 24, t->hours[d].spans[s].close % 60);
        any = true;
        d = last;
    }
    if (!any)
        buffer_add(b, SLICE("working hours"));
}

static void add_what_fits(struct buffer *b, struct slice s)
{
    buffer_add(b, slice_sub(s, 0, b->ceiling - b->len));
}

/* {ref}, {staff_hours} and {name}; nothing else is a variable. */
struct slice turn_fill_in(struct arena *arena, const struct tenant *tenant, const struct brain *brain, uint64_t reference,
                          struct slice text)
{
    struct buffer b;
    buffer_init(&b, arena, MESSAGE_MAX);
    for (size_t brace; slice_find(&brace, text, SLICE("{"));) {
        add_what_fits(&b, slice_sub(text, 0, brace));
        text = slice_after(text, brace);
        if (slice_starts(text, SLICE("{ref}"))) {
            buffer_printf(&b, "p%llu", (unsigned long long)reference);
            text = slice_after(text, 5);
        } else if (slice_starts(text, SLICE("{staff_hours}"))) {
            staff_hours(&b, tenant);
            text = slice_after(text, 13);
        } else if (slice_starts(text, SLICE("{name}"))) {
            buffer_add(&b, brain->voice_name);
            text = slice_after(text, 6);
        } else {
            buffer_byte(&b, '{');
            text = slice_after(text, 1);
        }
    }
    add_what_fits(&b, text);
    return buffer_slice(&b);
}

static void add_source(struct message_out *m, struct slice source)
{
    for (size_t i = 0; i < m->source_count; i++)
        if (slice_eq(m->sources[i], source))
            return;
    if (m->source_count < GROUNDS_MAX)
        m->sources[m->source_count++] = source;
}

static struct slice source_of(struct arena *arena, const struct fact_sentence *s)
{
    switch (s->verdict) {
    case VERDICT_CLAIM: return arena_join(arena, SLICE("claim:"), s->source);
    case VERDICT_SCRIPT: return arena_join(arena, SLICE("script:"), s->source);
    case VERDICT_CUSTOMER: return SLICE("customer");
    case VERDICT_HARMLESS:
    case VERDICT_CONTEXT:
    case VERDICT_UNREGISTERED:
    case VERDICT_COUNT: break;
    }
    return SLICE("harmless");
}

/* Code points before bytes of a text that are asked for in ascending order. */
struct points {
    struct slice text;
    size_t byte, point;
};

static uint32_t point_of(struct points *p, size_t byte)
{
    if (byte < p->byte)
        p->byte = p->point = 0;
    p->point += text_point_of_byte(slice_after(p->text, p->byte), byte - p->byte);
    p->byte = byte;
    return (uint32_t)p->point;
}

/* What each piece and each sentence rests on, in the order of the text. */
static void collect_sources(struct message_out *m, const struct turn *t, const size_t *piece_at)
{
    const struct facts_result *facts = &m->facts;
    struct points points = {.text = m->text};
    size_t piece = 0;
    m->grounds = ARENA_NEW_ARRAY(t->arena, struct grounds, facts->sentence_count + 1);
    for (size_t i = 0; i <= facts->sentence_count; i++) {
        const struct fact_sentence *s = i < facts->sentence_count ? &facts->sentences[i] : NULL;
        for (; piece < t->plan.piece_count && (s == NULL || piece_at[piece] <= s->span.start); piece++)
            if (t->plan.pieces[piece].source.len > 0)
                add_source(m, t->plan.pieces[piece].source);
        if (s == NULL)
            break;
        struct slice source = source_of(t->arena, s);
        uint32_t start = point_of(&points, s->span.start), end = point_of(&points, s->span.end);
        m->grounds[m->grounds_count++] = (struct grounds){{start, end}, source};
        if (s->verdict != VERDICT_HARMLESS)
            add_source(m, source);
    }
}

/* Does the message read, byte for byte, like the draft that has just passed? */
static bool is_judged(const struct message_out *m, const struct turn *t)
{
    return t->plan.is_judged && slice_eq(m->text, t->draft);
}

/* What the text says. A text that cannot be read says nothing here, and screening bars it. */
static void check_message(struct message_out *m, struct turn *t)
{
    struct text *text = ARENA_NEW(t->arena, struct text);
    m->context = (struct screen_context){.inbound = t->screen.signals,
                                         .inbound_count = t->screen.signal_count,
                                         .contact_flags = t->snapshot.contact.flags,
                                         .opted_out = t->snapshot.contact.opted_out ||
                                                      (t->plan.opt_out && t->plan.purpose != PURPOSE_CARE),
                                         .facts = t->rules->facts,
                                         .points_max = 4000};
    m->context.history = turn_history(t, &m->context.history_count, true);
    if (is_judged(m, t)) {
        m->facts = t->draft_facts;
        m->context.checked = &m->facts;
    } else if (text_read(text, t->arena, m->text, NULL) == OK) {
        guardrail_facts(&m->facts, t->arena, text, &m->context);
        m->context.read = text;
        m->context.checked = &m->facts;
    }
}

/* May it leave? Asked once, when the message is as it will leave. A draft was asked about more strictly: of its language too,
 * and of a shorter length. */
static bool is_allowed(struct message_out *m, const struct turn *t)
{
    guardrail_screen_out(&m->screen, NULL, t->arena, t->rules->guardrail, m->text, &m->context);
    return !m->screen.label;
}

static void write_message(struct message_out *m, struct turn *t)
{
    struct buffer text, said;
    size_t piece_at[PIECES_MAX];
    *m = (struct message_out){0};
    buffer_init(&text, t->arena, MESSAGE_MAX);
    for (size_t i = 0; i < t->plan.piece_count; i++) {
        if (i > 0)
            buffer_add(&text, SLICE("\n\n"));
        piece_at[i] = text.len;
        buffer_add(&text, turn_fill_in(t->arena, t->rules->tenant, t->rules->brain, t->snapshot.conversation.id.n,
                                       t->plan.pieces[i].text));
    }
    m->text = buffer_slice(&text);
    check_message(m, t);
    collect_sources(m, t, piece_at);
    for (size_t i = 0; i < m->facts.unit_count; i++)
        m->has_link |= m->facts.units[i].kind == FACT_LINK;
    buffer_init(&said, t->arena, MESSAGE_MAX);
    for (size_t i = 0; i < m->source_count; i++) {
        if (i > 0)
            buffer_byte(&said, ' ');
        buffer_add(&said, m->sources[i]);
    }
    m->said = buffer_slice(&said);
}

/* -- obligations --------------------------------------------------------------------------------------------------------- */

struct trace {
    struct happening at[HAPPENINGS_MAX];
    size_t count;
};

static void happen(struct trace *h, struct slice name, bool turn_ends)
{
    if (h->count < HAPPENINGS_MAX)
        h->at[h->count++] = (struct happening){name, turn_ends};
}

static void happen_source(struct trace *h, const struct turn *t, struct slice source)
{
    if (slice_starts(source, SLICE("claim:"))) {
        happen(h, source, false);
        const struct claim *c = brain_claim(t->rules->brain, slice_after(source, 6));
        if (c != NULL && !slice_starts(c->id, c->topic))
            happen(h, arena_printf(t->arena, "claim:" SLICE_FMT "." SLICE_FMT, SLICE_ARG(c->topic), SLICE_ARG(c->id)), false);
        return;
    }
    if (!slice_starts(source, SLICE("script:")))
        return;
    const struct script_line *l = brain_line(t->rules->brain, slice_after(source, 7));
    happen(h, arena_join(t->arena, SLICE("said:"), slice_after(source, 7)), false);
    if (l != NULL)
        happen(h, arena_join(t->arena, SLICE("said:"), slice_from(line_purpose_name(l->purpose))), false);
}

static bool is_of_path(const struct turn *t, struct slice source)
{
    const struct script_line *l =
        slice_starts(source, SLICE("script:")) ? brain_line(t->rules->brain, slice_after(source, 7)) : NULL;
    return l != NULL && l->purpose == LINE_PATH;
}

/* What is done takes effect after the line of the path that led to it, and before all other words. */
static size_t effect_comes_at(const struct turn *t, const struct message_out *m)
{
    size_t at = 0;
    for (size_t i = 0; i < m->source_count; i++)
        if (is_of_path(t, m->sources[i]))
            at = i + 1;
    return at;
}

static void trace_of(struct trace *h, const struct turn *t, const struct message_out *m)
{
    h->count = 0;
    for (size_t i = 0; t->screened && i < t->screen.signal_count; i++)
        happen(h, arena_join(t->arena, SLICE("signal:"), slice_from(signal_kind_name(t->screen.signals[i].kind))), false);
    size_t effect_at = effect_comes_at(t, m);
    for (size_t i = 0; i <= m->source_count; i++) {
        if (i == effect_at && t->plan.effect.len > 0)
            happen(h, t->plan.effect, false);
        if (i == effect_at && t->plan.also_hands_over)
            happen(h, SLICE("effect:handover"), false);
        if (i < m->source_count)
            happen_source(h, t, m->sources[i]);
    }
    if (t->plan.next_step.len > 0 && m->text.len > 0)
        happen(h, arena_printf(t->arena, "path:" SLICE_FMT, SLICE_ARG(t->plan.next_step)), false);
    if (m->has_link)
        happen(h, SLICE("link"), false);
    if (m->text.len > 0)
        happen(h, SLICE("sent"), false);
    happen(h, SLICE_NONE, true);
}

static bool put_in_front(struct turn *t, struct slice line_id)
{
    const struct script_line *l = brain_line(t->rules->brain, line_id);
    struct slice source = arena_join(t->arena, SLICE("script:"), line_id);
    if (l == NULL || t->plan.piece_count == PIECES_MAX)
        return false;
    for (size_t i = 0; i < t->plan.piece_count; i++)
        if (slice_eq(t->plan.pieces[i].source, source))
            return false; /* it stands already and does not help */
    memmove(&t->plan.pieces[1], &t->plan.pieces[0], t->plan.piece_count * sizeof t->plan.pieces[0]);
    t->plan.pieces[0] = (struct piece){l->text, source};
    t->plan.piece_count++;
    return true;
}

/* The lines that were put in front since the message was last written. */
struct repairs {
    struct slice lines[BREACHES_MAX];
    size_t count;
};

static bool repair(struct repairs *done, struct turn *t, const struct obligation_rule *rule, bool speaks)
{
    for (size_t i = 0; i < done->count; i++)
        if (slice_eq(done->lines[i], rule->repair))
            return true; /* one line keeps several */
    bool mended = speaks && rule->repair.len > 0 && put_in_front(t, rule->repair);
    turn_reason(t, "obligation", mended ? "repair" : "breach", rule->id,
                mended ? "a signed line is put in front to keep it" : "it cannot be kept by this message");
    if (mended)
        done->lines[done->count++] = rule->repair;
    return mended;
}

static bool was_said(const struct turn *t, const struct message_out *m, struct slice line_id)
{
    struct slice source = arena_join(t->arena, SLICE("script:"), line_id), one;
    const struct conversation *c = &t->snapshot.conversation;
    for (size_t i = 0; i < m->source_count; i++)
        if (slice_eq(m->sources[i], source))
            return true;
    for (size_t i = 0; i < c->history_count; i++)
        for (struct slice rest = c->history[i].said; slice_next(&one, &rest, ' ');)
            if (slice_eq(one, source))
                return true;
    return false;
}

/* A claim that must never appear without a line, and that line was not said in this conversation: it is put in front, whoever
 * drafted the claim. False when there is no room for it. */
static bool keep_company(struct turn *t, const struct message_out *m, bool *changed)
{
    *changed = false;
    for (size_t i = 0; i < m->source_count; i++) {
        const struct claim *c =
            slice_starts(m->sources[i], SLICE("claim:")) ? brain_claim(t->rules->brain, slice_after(m->sources[i], 6)) : NULL;
        for (size_t k = 0; c != NULL && k < c->never_without.count; k++) {
            if (was_said(t, m, c->never_without.at[k]))
                continue;
            *changed = put_in_front(t, c->never_without.at[k]);
            turn_reason(t, "claim", *changed ? "repair" : "breach", c->id, "it must never appear without another line");
            return *changed;
        }
    }
    return true;
}

/* Writes the message so that every obligation holds, putting signed lines in front where that mends a breach. False when it
 * cannot. */
static bool write_within_obligations(struct message_out *m, struct turn *t, uint8_t *states)
{
    for (unsigned round = 0; round <= REPAIRS_MAX; round++) {
        struct trace h;
        struct obligation_breach breaches[BREACHES_MAX];
        struct repairs done = {.count = 0};
        bool joined;
        write_message(m, t);
        if (!keep_company(t, m, &joined))
            return false;
        if (joined)
            continue;
        trace_of(&h, t, m);
        memcpy(states, t->snapshot.conversation.obligations, OBLIGATION_STATE_MAX);
        size_t count = obligations_step(t->rules->obligations, states, h.at, h.count, breaches, BREACHES_MAX);
        if (count == 0)
            return true;
        for (size_t i = 0; i < count && i < BREACHES_MAX; i++)
            if (!repair(&done, t, obligations_rule(t->rules->obligations, breaches[i].obligation), m->text.len > 0))
                return m->text.len == 0; /* silence breaches nothing that could be mended now */
    }
    return false;
}

/* -- policy ---------------------------------------------------------------------------------------------------------------- */

/* When the contact wrote last, by the provider's clock: a message that was delivered a day late opens no window. */
static struct wall last_inbound_at(const struct turn *t)
{
    struct wall last = t->snapshot.contact.last_inbound_at;
    for (size_t i = 0; i < t->burst.count; i++) {
        const struct message *m = &t->burst.at[i];
        struct wall wrote = m->sent_at.ms > 0 && m->sent_at.ms < m->at.ms ? m->sent_at : m->at;
        last = wrote.ms > last.ms ? wrote : last;
    }
    return last;
}

static struct policy_answer ask_policy(const struct turn *t, struct wall now)
{
    struct slice zone = t->snapshot.contact.time_zone.len > 0 ? t->snapshot.contact.time_zone : t->rules->tenant->time_zone;
    struct contact contact = t->snapshot.contact;
    contact.last_inbound_at = last_inbound_at(t);
    if (t->plan.opt_in)
        contact.opted_out = false;
    struct policy_facts f = {.tenant = t->rules->tenant,
                             .contact = &contact,
                             .switches = &t->snapshot.switches,
                             .zone = zones_find(t->rules->zones, zone),
                             .channel = t->snapshot.conversation.channel,
                             .purpose = t->plan.purpose,
                             .is_reply = !t->is_opening};
    return policy_ask(&f, now);
}

static void audit_policy(struct turn *t, struct wall at, const struct policy_answer *p)
{
    audit_note(t, at, AUDIT_POLICY, p->rule,
               arena_printf(t->arena, "{\"decision\":\"%s\",\"check\":\"%s\",\"failed\":%u}", policy_decision_name(p->decision),
                            policy_check_name(p->check), p->failed),
               SLICE_NONE);
    turn_reason(t, "policy", policy_decision_name(p->decision), p->rule, p->reason.at);
}

/* -- the commit -------------------------------------------------------------------------------------------------------------- */

static void add_outcomes(struct turn *t, struct commit *c)
{
    struct inbound_outcome *list = ARENA_NEW_ARRAY(t->arena, struct inbound_outcome, t->burst.count + 1);
    for (size_t i = 0; i < t->burst.count; i++) {
        bool last = i + 1 == t->burst.count;
        bool coalesced = !last && t->plan.outcome == OUTCOME_REPLIED;
        list[i] = (struct inbound_outcome){t->burst.at[i].id, coalesced ? OUTCOME_COALESCED : t->plan.outcome, t->id,
                                           coalesced ? SLICE("coalesced") : t->plan.reason};
    }
    c->outcomes = list;
    c->outcome_count = t->burst.count;
}

static void change_contact(const struct turn *t, struct contact *c, bool sends)
{
    c->flags |= t->plan.add_flags;
    if (t->plan.opt_out)
        c->opted_out = true;
    if (t->plan.opt_in)
        c->opted_out = false;
    if (t->burst.count > 0) {
        c->unanswered = 0;
        c->last_inbound_at = last_inbound_at(t);
    }
    if (t->is_opening && sends) {
        c->unanswered++;
        c->started_today++;
        c->started_this_week++;
    }
}

static void change_conversation(const struct turn *t, struct conversation *c, bool sends, struct wall now, const uint8_t *states)
{
    c->holder = t->plan.holder;
    c->brain_version = t->rules->brain->version;
    c->turns++;
    c->confusions = t->plan.is_confusion  ? c->confusions + 1
                    : t->plan.is_fallback ? c->confusions
                                          : 0; /* a shrug ends no confusion */
    c->fallbacks = t->plan.is_fallback ? c->fallbacks + 1 : 0;
    c->greeted |= sends;
    if (t->plan.next_step.len > 0 && sends)
        c->path_step = t->plan.next_step;
    if (t->plan.ticket != TICKET_NONE && (c->ticket.id == 0 || c->ticket.state == TICKET_CLOSED))
        c->ticket =
            (struct ticket){.reason = t->plan.ticket, .state = TICKET_OPEN, .opened_at = now, .alerted_at = now, .alerts = 1};
    c->obligation_count = (uint32_t)obligations_count(t->rules->obligations);
    memcpy(c->obligations, states, OBLIGATION_STATE_MAX);
}

static void add_consents(struct turn *t, struct commit *c)
{
    if (!t->plan.opt_out && !t->plan.opt_in)
        return;
    struct consent_change *change = ARENA_NEW(t->arena, struct consent_change);
    *change =
        (struct consent_change){CHANNEL_KIND_COUNT, t->plan.opt_out ? CONSENT_WITHDRAWN : CONSENT_GIVEN,
                                arena_printf(t->arena, "message %llu of conversation %llu",
                                             (unsigned long long)(t->burst.count ? t->burst.at[t->burst.count - 1].id.n : 0),
                                             (unsigned long long)t->snapshot.conversation.id.n)};
    if (t->plan.opt_in)
        change->channel = t->snapshot.conversation.channel;
    c->consents = change;
    c->consent_count = 1;
    audit_note(t, c->at, AUDIT_CONSENT, SLICE("RULE-OPTOUT-1"),
               t->plan.opt_out ? SLICE("{\"consent\":\"withdrawn\",\"channels\":\"all\"}") : SLICE("{\"consent\":\"given\"}"),
               SLICE_NONE);
}

static void add_send(struct turn *t, struct commit *c, const struct message_out *m)
{
    struct send_intent *s = ARENA_NEW(t->arena, struct send_intent);
    *s = (struct send_intent){.key = arena_printf(t->arena, "%llu.%llu.1", (unsigned long long)t->snapshot.conversation.id.n,
                                                  (unsigned long long)t->id.n),
                              .channel = t->snapshot.conversation.channel,
                              .purpose = t->plan.purpose,
                              .text = m->text,
                              .text_digest = digest_of(m->text),
                              .said = m->said,
                              .grounds = m->grounds,
                              .grounds_count = m->grounds_count};
    c->sends = s;
    c->send_count = 1;
    struct buffer facts;
    struct json_write w;
    buffer_init(&facts, t->arena, 64 * 1024);
    json_begin(&w, &facts);
    json_object_begin(&w);
    json_put_string(&w, "key", s->key);
    json_put_string(&w, "text_sha256", digest_hex(t->arena, s->text_digest));
    json_put_cstr(&w, "purpose", purpose_name(s->purpose));
    json_put_string(&w, "said", s->said);
    json_put_string(&w, "brain", t->rules->brain->version);
    json_put_string(&w, "tenant", (struct slice){t->rules->tenant->version.hex, 64});
    json_put_u64(&w, "contact_version", t->snapshot.contact.version);
    json_object_end(&w);
    struct buffer sealed;
    buffer_init(&sealed, t->arena, 64 * 1024);
    json_begin(&w, &sealed);
    json_object_begin(&w);
    json_put_string(&w, "text", m->text);
    json_object_end(&w);
    audit_note(t, c->at, AUDIT_SEND_INTENT, SLICE("RULE-CONSENT-2"), buffer_slice(&facts), buffer_slice(&sealed));
    turn_reason(t, "send", purpose_name(s->purpose), SLICE_NONE, "the intent is written down before anything leaves");
}

static void commit(struct turn *t, const struct event *ev, struct effects *out, const struct message_out *m, bool sends,
                   const uint8_t *states)
{
    struct commit *c = &t->commit;
    *c = (struct commit){.fence = t->fence,
                         .tenant = t->snapshot.contact.tenant,
                         .conversation_id = t->snapshot.conversation.id,
                         .contact_version = t->snapshot.contact.version,
                         .conversation_version = t->snapshot.conversation.version,
                         .switches_version = t->snapshot.switches.version,
                         .at = ev->wall,
                         .turn = t->id,
                         .contact = t->snapshot.contact,
                         .conversation = t->snapshot.conversation,
                         .settle = t->cost,
                         .ends_turn = true};
    if (sends)
        add_send(t, c, m);
    add_consents(t, c);
    add_outcomes(t, c);
    change_contact(t, &c->contact, sends);
    change_conversation(t, &c->conversation, sends, ev->wall, states);
    if (t->plan.ticket != TICKET_NONE)
        audit_note(t, ev->wall, AUDIT_TICKET, SLICE("RULE-HANDOVER-1"),
                   arena_printf(t->arena, "{\"ticket\":\"opened\",\"reason\":\"%s\"}", ticket_reason_name(t->plan.ticket)),
                   SLICE_NONE);
    audit_note(t, ev->wall, AUDIT_OUTCOME, t->plan.reason,
               arena_printf(t->arena, "{\"outcome\":\"%s\",\"messages\":%zu}", outcome_name(t->plan.outcome), t->burst.count),
               SLICE_NONE);
    c->audits = t->audits.at;
    c->audit_count = t->audits.count;
    out->commit = c;
    turn_enter(t, TURN_COMMITTING);
}

/* -- together ---------------------------------------------------------------------------------------------------------------- */

/* The message is not proven allowed: it does not leave, and a person answers. Where nobody asked, nobody is answered. */
static void nothing_safe(struct turn *t, struct effects *out, struct message_out *m, uint8_t *states)
{
    if (t->is_opening) {
        t->plan.piece_count = 0;
        t->plan.next_step = SLICE_NONE;
        t->plan.outcome = OUTCOME_SUPPRESSED;
        t->plan.reason = SLICE("opening not allowed");
        turn_reason(t, "silence", "suppressed", SLICE_NONE, "the tenant does not start what is not proven allowed");
        write_message(m, t);
        memcpy(states, t->snapshot.conversation.obligations, OBLIGATION_STATE_MAX);
        return;
    }
    bool opt_out = t->plan.opt_out; /* what the customer decided stands, whatever may be said about it */
    uint32_t flags = t->plan.add_flags;
    plan_handover(t, TICKET_NO_SAFE_ANSWER, SLICE_NONE, out);
    t->plan.opt_out = opt_out;
    t->plan.add_flags = flags;
    if (write_within_obligations(m, t, states) && is_allowed(m, t))
        return;
    t->plan.piece_count = 0;
    turn_reason(t, "silence", "human", SLICE("RULE-TRUTH-1"), "not even the hand-over line was proven allowed; a person answers");
    write_message(m, t);
    memcpy(states, t->snapshot.conversation.obligations, OBLIGATION_STATE_MAX);
}

void compose(struct turn *t, const struct event *ev, struct effects *out)
{
    struct message_out m;
    uint8_t states[OBLIGATION_STATE_MAX];
    bool kept = write_within_obligations(&m, t, states), allowed = (kept && is_judged(&m, t)) || is_allowed(&m, t);
    if (!kept || (m.text.len > 0 && !allowed)) {
        turn_reason(t, "screen_out", "block", m.screen.signal_count ? m.screen.signals[0].rule : SLICE("obligation"),
                    "the composed message is not allowed out");
        audit_screen(t, ev->wall, AUDIT_SCREEN_OUT, &m.screen, m.text);
        if (t->plan.is_draft) {
            t->plan.is_draft = false;
            plan_fallback(t, ev, out);
            return;
        }
        nothing_safe(t, out, &m, states);
    }
    bool sends = m.text.len > 0;
    if (sends) {
        struct policy_answer p = ask_policy(t, ev->wall);
        audit_policy(t, ev->wall, &p);
        if (p.decision == POLICY_HOLD && t->plan.ticket == TICKET_NONE && !t->plan.opt_out) {
            out->park = true;
            out->not_before = p.until.ms > ev->wall.ms ? p.until : (struct wall){ev->wall.ms + 60000};
            turn_enter(t, TURN_DONE);
            return;
        }
        if (p.decision != POLICY_ALLOW) {
            sends = false;
            if (t->plan.outcome == OUTCOME_REPLIED) {
                t->plan.outcome = OUTCOME_SUPPRESSED;
                t->plan.reason = p.rule;
            }
            memcpy(states, t->snapshot.conversation.obligations, OBLIGATION_STATE_MAX);
        }
    }
    commit(t, ev, out, &m, sends, states);
}
