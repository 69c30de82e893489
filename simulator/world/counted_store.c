#include <parley/counted_store.h>

#include <stdlib.h>

struct counted_store {
    struct store base;
    struct store *inner;
    const struct counted_hooks *hooks;
    uint64_t number, of_call[COUNTED_CALL_COUNT];
    bool crashed;
};

const char *counted_call_name(enum counted_call call)
{
    static const char *const names[COUNTED_CALL_COUNT] = {[COUNTED_TENANT_PUT] = "tenant_put",
                                                          [COUNTED_ACCEPT] = "accept",
                                                          [COUNTED_OPEN] = "open",
                                                          [COUNTED_CLAIM] = "claim",
                                                          [COUNTED_RELEASE] = "release",
                                                          [COUNTED_COMMIT] = "commit",
                                                          [COUNTED_SEND_BEGAN] = "send_began",
                                                          [COUNTED_SEND_ENDED] = "send_ended",
                                                          [COUNTED_SENDS_RECOVER] = "sends_recover",
                                                          [COUNTED_TICKET_MOVE] = "ticket_move",
                                                          [COUNTED_KILL] = "kill",
                                                          [COUNTED_CONSENT] = "consent",
                                                          [COUNTED_ERASE] = "erase"};
    return names[call];
}

static struct counted_store *self(struct store *s)
{
    return (struct counted_store *)(void *)s;
}

/* -- asking the hooks ------------------------------------------------------------------------------------------------------ */

static enum code dead(struct error *e)
{
    return fail(e, IO_FAILED, "the process that held this store has crashed");
}

/* A durable call: before, the call itself, after. */
static enum code begin(struct counted_store *c, struct counted_point *at, enum counted_call call, struct error *e)
{
    if (c->crashed)
        return dead(e);
    *at = (struct counted_point){call, c->number++, c->of_call[call]++};
    enum counted_answer answer = c->hooks->before != NULL ? c->hooks->before(c->hooks->context, at) : COUNTED_GO_ON;
    if (answer == COUNTED_UNAVAILABLE)
        return fail(e, UNAVAILABLE, "%s %llu: the store is away", counted_call_name(call), (unsigned long long)at->number);
    c->crashed = answer == COUNTED_CRASH;
    return c->crashed ? dead(e) : OK;
}

static enum code end(struct counted_store *c, const struct counted_point *at, enum code code, bool wrote, struct error *e)
{
    enum counted_answer answer =
        c->hooks->after != NULL ? c->hooks->after(c->hooks->context, at, code, code == OK && wrote) : COUNTED_GO_ON;
    must(answer != COUNTED_UNAVAILABLE);
    c->crashed = answer == COUNTED_CRASH;
    return c->crashed ? dead(e) : code;
}

static bool is_stale(const struct counted_store *c, enum counted_read read)
{
    return c->hooks->stale != NULL && c->hooks->stale(c->hooks->context, read);
}

/* -- durable calls --------------------------------------------------------------------------------------------------------- */

static enum code tenant_put(struct store *s, struct tenant_id *out, struct slice name, const struct audit_key *key,
                            struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_TENANT_PUT, e);
    if (code != OK)
        return code;
    code = c->inner->ops->tenant_put(c->inner, out, name, key, e);
    return end(c, &at, code, true, e);
}

static enum code accept(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results, struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    bool wrote = false;
    enum code code = begin(c, &at, COUNTED_ACCEPT, e);
    if (code != OK)
        return code;
    code = c->inner->ops->accept(c->inner, batch, count, results, e);
    for (size_t i = 0; code == OK && i < count; i++)
        wrote |= results[i] == ACCEPT_NEW;
    return end(c, &at, code, wrote, e);
}

static enum code open(struct store *s, const struct opening *opening, bool *is_new, struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_OPEN, e);
    if (code != OK)
        return code;
    code = c->inner->ops->open(c->inner, opening, is_new, e);
    return end(c, &at, code, code == OK && *is_new, e);
}

static enum code claim(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                       struct duration lease, struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_CLAIM, e);
    *next_due = (struct wall){INT64_MAX};
    if (code != OK)
        return code;
    code = c->inner->ops->claim(c->inner, out, next_due, a, now, lease, e);
    return end(c, &at, code, true, e);
}

static enum code release(struct store *s, const struct work *w, struct wall not_before, struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_RELEASE, e);
    if (code != OK)
        return code;
    code = c->inner->ops->release(c->inner, w, not_before, e);
    return end(c, &at, code, true, e);
}

static enum code commit(struct store *s, const struct commit *k, struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_COMMIT, e);
    if (code != OK)
        return code;
    code = c->inner->ops->commit(c->inner, k, e);
    return end(c, &at, code, true, e);
}

static enum code send_began(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                            struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_SEND_BEGAN, e);
    *next_due = (struct wall){INT64_MAX};
    if (code != OK)
        return code;
    code = c->inner->ops->send_began(c->inner, out, next_due, a, now, e);
    return end(c, &at, code, true, e);
}

static enum code send_ended(struct store *s, struct slice key, const struct send_result *r, struct wall now, struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_SEND_ENDED, e);
    if (code != OK)
        return code;
    code = c->inner->ops->send_ended(c->inner, key, r, now, e);
    return end(c, &at, code, true, e);
}

static enum code sends_recover(struct store *s, struct wall now, struct duration patience, bool at_start, uint64_t *changed,
                               struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_SENDS_RECOVER, e);
    *changed = 0;
    if (code != OK)
        return code;
    code = c->inner->ops->sends_recover(c->inner, now, patience, at_start, changed, e);
    return end(c, &at, code, *changed > 0, e);
}

static enum code ticket_move(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                             struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_TICKET_MOVE, e);
    if (code != OK)
        return code;
    code = c->inner->ops->ticket_move(c->inner, ticket, to, alerted, now, e);
    return end(c, &at, code, true, e);
}

static enum code kill_switch(struct store *s, struct tenant_id tenant, bool on, struct slice by, struct wall now, struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_KILL, e);
    if (code != OK)
        return code;
    code = c->inner->ops->kill(c->inner, tenant, on, by, now, e);
    return end(c, &at, code, true, e);
}

static enum code consent(struct store *s, struct contact_id contact, const struct consent_change *change, struct wall now,
                         struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_CONSENT, e);
    if (code != OK)
        return code;
    code = c->inner->ops->consent(c->inner, contact, change, now, e);
    return end(c, &at, code, true, e);
}

static enum code erase(struct store *s, struct contact_id contact, struct slice by, struct wall now, struct digest *receipt,
                       struct error *e)
{
    struct counted_store *c = self(s);
    struct counted_point at;
    enum code code = begin(c, &at, COUNTED_ERASE, e);
    if (code != OK)
        return code;
    code = c->inner->ops->erase(c->inner, contact, by, now, receipt, e);
    return end(c, &at, code, true, e);
}

/* -- reading --------------------------------------------------------------------------------------------------------------- */

static enum code tenants(struct store *s, struct tenant_record *out, size_t most, size_t *count, struct arena *a, struct error *e)
{
    struct counted_store *c = self(s);
    *count = 0;
    return c->crashed ? dead(e) : c->inner->ops->tenants(c->inner, out, most, count, a, e);
}

static enum code reload(struct store *s, struct work *io, struct arena *a, struct error *e)
{
    struct counted_store *c = self(s);
    if (c->crashed)
        return dead(e);
    return is_stale(c, COUNTED_RELOAD) ? OK : c->inner->ops->reload(c->inner, io, a, e);
}

static enum code send_find(struct store *s, struct send *out, struct arena *a, struct slice key, struct error *e)
{
    struct counted_store *c = self(s);
    if (c->crashed)
        return dead(e);
    if (is_stale(c, COUNTED_SEND_FIND))
        return fail(e, NOT_FOUND, "there is no send " SLICE_FMT " yet", SLICE_ARG(key));
    return c->inner->ops->send_find(c->inner, out, a, key, e);
}

static enum code tickets_due(struct store *s, struct ticket_row *out, size_t most, size_t *count, struct wall alerted_before,
                             struct error *e)
{
    struct counted_store *c = self(s);
    *count = 0;
    if (c->crashed)
        return dead(e);
    return is_stale(c, COUNTED_TICKETS_DUE) ? OK : c->inner->ops->tickets_due(c->inner, out, most, count, alerted_before, e);
}

static enum code contact_find(struct store *s, struct contact *out, struct arena *a, struct tenant_id t,
                              enum channel_kind channel, struct slice address, struct error *e)
{
    struct counted_store *c = self(s);
    if (c->crashed)
        return dead(e);
    if (is_stale(c, COUNTED_CONTACT_FIND))
        return fail(e, NOT_FOUND, "nobody is known under this address yet");
    return c->inner->ops->contact_find(c->inner, out, a, t, channel, address, e);
}

static enum code audit_each(struct store *s, struct tenant_id t, uint64_t from, audit_visit *visit, void *context,
                            struct error *e)
{
    struct counted_store *c = self(s);
    return c->crashed ? dead(e) : c->inner->ops->audit_each(c->inner, t, from, visit, context, e);
}

static enum code audit_head(struct store *s, struct tenant_id t, struct audit_head *out, struct error *e)
{
    struct counted_store *c = self(s);
    return c->crashed ? dead(e) : c->inner->ops->audit_head(c->inner, t, out, e);
}

static enum code contact_key(struct store *s, struct contact_id contact, struct audit_key *out, struct error *e)
{
    struct counted_store *c = self(s);
    return c->crashed ? dead(e) : c->inner->ops->contact_key(c->inner, contact, out, e);
}

static enum code messages_each(struct store *s, struct conversation_id conversation, message_visit *visit, void *context,
                               struct arena *a, struct error *e)
{
    struct counted_store *c = self(s);
    return c->crashed ? dead(e) : c->inner->ops->messages_each(c->inner, conversation, visit, context, a, e);
}

static enum code count(struct store *s, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT], struct error *e)
{
    struct counted_store *c = self(s);
    return c->crashed ? dead(e) : c->inner->ops->count(c->inner, outcomes, sends, e);
}

/* -- outside --------------------------------------------------------------------------------------------------------------- */

static void close_store(struct store *s)
{
    struct counted_store *c = self(s);
    c->inner->ops->close(c->inner);
    free(c);
}

uint64_t counted_store_calls(const struct store *s)
{
    return ((const struct counted_store *)(const void *)s)->number;
}

bool counted_store_crashed(const struct store *s)
{
    return ((const struct counted_store *)(const void *)s)->crashed;
}

struct store *counted_store_create(struct store *inner, const struct counted_hooks *hooks)
{
    static const struct store_ops ops = {.name = "counted",
                                         .tenant_put = tenant_put,
                                         .tenants = tenants,
                                         .accept = accept,
                                         .open = open,
                                         .claim = claim,
                                         .reload = reload,
                                         .release = release,
                                         .commit = commit,
                                         .send_began = send_began,
                                         .send_ended = send_ended,
                                         .sends_recover = sends_recover,
                                         .send_find = send_find,
                                         .tickets_due = tickets_due,
                                         .ticket_move = ticket_move,
                                         .kill = kill_switch,
                                         .consent = consent,
                                         .contact_find = contact_find,
                                         .erase = erase,
                                         .audit_each = audit_each,
                                         .audit_head = audit_head,
                                         .contact_key = contact_key,
                                         .messages_each = messages_each,
                                         .count = count,
                                         .close = close_store};
    struct counted_store *c = calloc(1, sizeof *c);
    must(c != NULL);
    *c = (struct counted_store){.base = {&ops}, .inner = inner, .hooks = hooks};
    return &c->base;
}
