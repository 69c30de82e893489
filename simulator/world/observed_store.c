#include <parley/observed_store.h>

#include <stdlib.h>

struct observed {
    struct store base;
    struct store *inner;
    struct store_eyes eyes;
    bool dead;
};

static const struct {
    const char *name;
    bool writes;
} calls[STORE_CALL_COUNT] = {
    [CALL_TENANT_PUT] = {"tenant_put", true},
    [CALL_ACCEPT] = {"accept", true},
    [CALL_OPEN] = {"open", true},
    [CALL_CLAIM] = {"claim", true},
    [CALL_RELOAD] = {"reload", false},
    [CALL_MARK] = {"mark", true},
    [CALL_RELEASE] = {"release", true},
    [CALL_COMMIT] = {"commit", true},
    [CALL_SEND_BEGAN] = {"send_began", true},
    [CALL_SEND_ENDED] = {"send_ended", true},
    [CALL_SENDS_RECOVER] = {"sends_recover", true},
    [CALL_SEND_FIND] = {"send_find", false},
    [CALL_TICKETS_DUE] = {"tickets_due", false},
    [CALL_TICKET_MOVE] = {"ticket_move", true},
    [CALL_KILL] = {"kill", true},
    [CALL_CONSENT] = {"consent", true},
    [CALL_CONTACT_FIND] = {"contact_find", false},
    [CALL_ERASE] = {"erase", true},
    [CALL_READ] = {"read", false},
};

const char *store_call_name(enum store_call call)
{
    must(call < STORE_CALL_COUNT);
    return calls[call].name;
}

bool store_call_writes(enum store_call call)
{
    must(call < STORE_CALL_COUNT);
    return calls[call].writes;
}

static struct observed *self(struct store *s)
{
    return (struct observed *)(void *)s;
}

static enum code die(struct observed *o, struct error *e)
{
    if (!o->dead && o->eyes.died != NULL)
        o->eyes.died(o->eyes.context);
    o->dead = true;
    return fail(e, IO_FAILED, "the node is dead");
}

/* OK: go on; *then_dies tells what happens behind the call. */
static enum code begin(struct observed *o, enum store_call call, bool *then_dies, struct error *e)
{
    *then_dies = false;
    if (o->dead)
        return fail(e, IO_FAILED, "the node is dead");
    switch (o->eyes.fate(o->eyes.context, call)) {
    case FATE_DONE: return OK;
    case FATE_NOT_DONE: return fail(e, UNAVAILABLE, "the store is away");
    case FATE_DIES_BEFORE: return die(o, e);
    case FATE_DIES_AFTER: *then_dies = true; return OK;
    }
    return OK;
}

static enum code end(struct observed *o, enum code code, bool dies, struct error *e)
{
    return dies ? die(o, e) : code;
}

static bool is_doubtful(enum code code)
{
    return code == IO_FAILED || code == CORRUPT;
}

/* A call that nobody needs to hear about. */
#define PASS(call, expression)                                                                                                   \
    struct observed *o = self(s);                                                                                                \
    bool dies;                                                                                                                   \
    enum code code = begin(o, call, &dies, e);                                                                                   \
    return code == OK ? end(o, o->inner->ops->expression, dies, e) : code

static enum code tenant_put(struct store *s, struct tenant_id *out, struct slice name, const struct audit_key *key,
                            struct error *e)
{
    PASS(CALL_TENANT_PUT, tenant_put(o->inner, out, name, key, e));
}

static enum code tenants(struct store *s, struct tenant_record *out, size_t most, size_t *count, struct arena *a, struct error *e)
{
    PASS(CALL_READ, tenants(o->inner, out, most, count, a, e));
}

static enum code accept(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results, struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_ACCEPT, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->accept(o->inner, batch, count, results, e);
    if (code == OK && o->eyes.accepted != NULL)
        o->eyes.accepted(o->eyes.context, batch, count, results);
    if (is_doubtful(code) && o->eyes.accept_doubtful != NULL)
        o->eyes.accept_doubtful(o->eyes.context, batch, count);
    return end(o, code, dies, e);
}

static enum code open_conversation(struct store *s, const struct opening *opening, bool *is_new, struct error *e)
{
    PASS(CALL_OPEN, open(o->inner, opening, is_new, e));
}

static enum code claim(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                       const struct claim_terms *terms, struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_CLAIM, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->claim(o->inner, out, next_due, a, now, terms, e);
    if ((code == OK || code == NOT_FOUND) && o->eyes.looked != NULL)
        o->eyes.looked(o->eyes.context);
    if (code == OK && o->eyes.claimed != NULL)
        o->eyes.claimed(o->eyes.context, out);
    if (is_doubtful(code) && o->eyes.lease_doubtful != NULL)
        o->eyes.lease_doubtful(o->eyes.context);
    if (is_doubtful(code) && o->eyes.claim_doubtful != NULL)
        o->eyes.claim_doubtful(o->eyes.context);
    return end(o, code, dies, e);
}

static enum code reload(struct store *s, struct work *io, struct arena *a, struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_RELOAD, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->reload(o->inner, io, a, e);
    if (code == OK && o->eyes.reloaded != NULL)
        o->eyes.reloaded(o->eyes.context, io);
    return end(o, code, dies, e);
}

static enum code mark(struct store *s, const struct work *w, bool begins, struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_MARK, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->mark(o->inner, w, begins, e);
    if (code == OK && o->eyes.marked != NULL)
        o->eyes.marked(o->eyes.context, w, begins);
    return end(o, code, dies, e);
}

static enum code release(struct store *s, const struct work *w, struct wall not_before, struct money spent, struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_RELEASE, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->release(o->inner, w, not_before, spent, e);
    if (code == OK && o->eyes.released != NULL)
        o->eyes.released(o->eyes.context, w, not_before, spent);
    if (is_doubtful(code) && o->eyes.lease_doubtful != NULL)
        o->eyes.lease_doubtful(o->eyes.context);
    return end(o, code, dies, e);
}

static enum code commit(struct store *s, const struct commit *c, struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_COMMIT, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->commit(o->inner, c, e);
    if (code == OK && o->eyes.committed != NULL)
        o->eyes.committed(o->eyes.context, c);
    if (is_doubtful(code) && o->eyes.doubtful != NULL)
        o->eyes.doubtful(o->eyes.context, c);
    return end(o, code, dies, e);
}

static enum code send_began(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                            struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_SEND_BEGAN, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->send_began(o->inner, out, next_due, a, now, e);
    if (code == OK && o->eyes.began != NULL)
        o->eyes.began(o->eyes.context, out);
    return end(o, code, dies, e);
}

static enum code send_ended(struct store *s, struct slice key, const struct send_result *r, struct wall now, struct error *e)
{
    struct observed *o = self(s);
    bool dies;
    enum code code = begin(o, CALL_SEND_ENDED, &dies, e);
    if (code != OK)
        return code;
    code = o->inner->ops->send_ended(o->inner, key, r, now, e);
    if (code == OK && o->eyes.ended != NULL)
        o->eyes.ended(o->eyes.context, key, r);
    if (is_doubtful(code) && o->eyes.end_doubtful != NULL)
        o->eyes.end_doubtful(o->eyes.context, key, r);
    return end(o, code, dies, e);
}

static enum code sends_recover(struct store *s, struct wall now, struct duration patience, bool at_start, uint64_t *changed,
                               struct error *e)
{
    PASS(CALL_SENDS_RECOVER, sends_recover(o->inner, now, patience, at_start, changed, e));
}

static enum code send_find(struct store *s, struct send *out, struct arena *a, struct slice key, struct error *e)
{
    PASS(CALL_SEND_FIND, send_find(o->inner, out, a, key, e));
}

static enum code tickets_due(struct store *s, struct tenant_id tenant, struct ticket_row *out, size_t most, size_t *count,
                             struct wall now, struct duration pause, uint64_t alerts_below, struct error *e)
{
    PASS(CALL_TICKETS_DUE, tickets_due(o->inner, tenant, out, most, count, now, pause, alerts_below, e));
}

static enum code ticket_move(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                             struct error *e)
{
    PASS(CALL_TICKET_MOVE, ticket_move(o->inner, ticket, to, alerted, now, e));
}

static enum code hold(struct store *s, struct conversation_id conversation, bool taken, struct slice by, struct wall now,
                      struct error *e)
{
    PASS(CALL_TICKET_MOVE, hold(o->inner, conversation, taken, by, now, e));
}

static enum code kill_switch(struct store *s, struct tenant_id tenant, bool on, struct slice by, struct wall now, struct error *e)
{
    PASS(CALL_KILL, kill(o->inner, tenant, on, by, now, e));
}

static enum code consent(struct store *s, struct contact_id contact, const struct consent_change *change, struct wall now,
                         struct error *e)
{
    PASS(CALL_CONSENT, consent(o->inner, contact, change, now, e));
}

static enum code contact_find(struct store *s, struct contact *out, struct arena *a, struct tenant_id t,
                              enum channel_kind channel, struct slice address, struct error *e)
{
    PASS(CALL_CONTACT_FIND, contact_find(o->inner, out, a, t, channel, address, e));
}

static enum code erase(struct store *s, struct contact_id contact, struct slice by, struct wall now, struct digest *receipt,
                       struct error *e)
{
    PASS(CALL_ERASE, erase(o->inner, contact, by, now, receipt, e));
}

static enum code audit_each(struct store *s, struct tenant_id t, uint64_t from, audit_visit *visit, void *context,
                            struct error *e)
{
    PASS(CALL_READ, audit_each(o->inner, t, from, visit, context, e));
}

static enum code audit_head(struct store *s, struct tenant_id t, struct audit_head *out, struct error *e)
{
    PASS(CALL_READ, audit_head(o->inner, t, out, e));
}

static enum code contact_key(struct store *s, struct contact_id contact, struct audit_key *out, struct error *e)
{
    PASS(CALL_READ, contact_key(o->inner, contact, out, e));
}

static enum code messages_each(struct store *s, struct conversation_id id, message_visit *visit, void *context, struct arena *a,
                               struct error *e)
{
    PASS(CALL_READ, messages_each(o->inner, id, visit, context, a, e));
}

static enum code contact_view(struct store *s, struct contact_view *out, struct tenant_id t, enum channel_kind channel,
                              struct slice address, uint64_t after, view_visit *visit, void *context, struct arena *a,
                              struct error *e)
{
    PASS(CALL_READ, contact_view(o->inner, out, t, channel, address, after, visit, context, a, e));
}

static enum code count(struct store *s, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT], struct error *e)
{
    PASS(CALL_READ, count(o->inner, outcomes, sends, e));
}

static void close_store(struct store *s)
{
    free(self(s));
}

struct store *observed_store_create(struct store *inner, const struct store_eyes *eyes)
{
    static const struct store_ops ops = {.name = "observed",
                                         .tenant_put = tenant_put,
                                         .tenants = tenants,
                                         .accept = accept,
                                         .open = open_conversation,
                                         .claim = claim,
                                         .reload = reload,
                                         .mark = mark,
                                         .release = release,
                                         .commit = commit,
                                         .send_began = send_began,
                                         .send_ended = send_ended,
                                         .sends_recover = sends_recover,
                                         .send_find = send_find,
                                         .tickets_due = tickets_due,
                                         .ticket_move = ticket_move,
                                         .hold = hold,
                                         .kill = kill_switch,
                                         .consent = consent,
                                         .contact_find = contact_find,
                                         .erase = erase,
                                         .audit_each = audit_each,
                                         .audit_head = audit_head,
                                         .contact_key = contact_key,
                                         .messages_each = messages_each,
                                         .contact_view = contact_view,
                                         .count = count,
                                         .close = close_store};
    struct observed *o = calloc(1, sizeof *o);
    must(o != NULL);
    o->base.ops = &ops;
    o->inner = inner;
    o->eyes = *eyes;
    return &o->base;
}
