#include "sim.h"

#include <parley/audit.h>

/* A node that dies inside a commit does not hear whether it became durable, and neither does the ledger. The desk looks
 * afterwards: the ledger must hold what is true, not what somebody heard. */

struct doubt {
    struct doubt *next;
    struct commit commit; /* a copy */
    unsigned node;
};

static struct slice keep(struct simulation *s, struct slice text)
{
    return text.len > 0 ? arena_copy(&s->arena, text) : SLICE_NONE;
}

static void copy_sends(struct simulation *s, struct commit *to, const struct commit *from)
{
    struct send_intent *sends = ARENA_NEW_ARRAY(&s->arena, struct send_intent, from->send_count + 1);
    for (size_t i = 0; i < from->send_count; i++) {
        sends[i] = from->sends[i];
        sends[i].key = keep(s, from->sends[i].key);
        sends[i].text = keep(s, from->sends[i].text);
        sends[i].said = SLICE_NONE;
        sends[i].grounds_count = 0;
    }
    to->sends = sends;
}

static void copy_audits(struct simulation *s, struct commit *to, const struct commit *from)
{
    struct audit_draft *audits = ARENA_NEW_ARRAY(&s->arena, struct audit_draft, from->audit_count + 1);
    for (size_t i = 0; i < from->audit_count; i++) {
        audits[i] = from->audits[i];
        audits[i].facts = keep(s, from->audits[i].facts);
        audits[i].rule = audits[i].sealed = SLICE_NONE;
    }
    to->audits = audits;
}

void doubt_commit(struct simulation *s, const struct commit *c, unsigned node)
{
    struct doubt *d = ARENA_NEW(&s->arena, struct doubt);
    struct inbound_outcome *outcomes = ARENA_NEW_ARRAY(&s->arena, struct inbound_outcome, c->outcome_count + 1);
    struct consent_change *consents = ARENA_NEW_ARRAY(&s->arena, struct consent_change, c->consent_count + 1);
    *d = (struct doubt){.next = s->doubts, .commit = *c, .node = node};
    for (size_t i = 0; i < c->outcome_count; i++)
        outcomes[i] = c->outcomes[i];
    for (size_t i = 0; i < c->consent_count; i++)
        consents[i] = c->consents[i];
    d->commit.outcomes = outcomes;
    d->commit.consents = consents;
    d->commit.conversation.brain_version = keep(s, c->conversation.brain_version);
    d->commit.contact.address = private_hide(SLICE_NONE);
    copy_sends(s, &d->commit, c);
    copy_audits(s, &d->commit, c);
    s->doubts = d;
}

struct search {
    const struct commit *commit;
    bool found;
};

static bool is_answered(void *context, struct conversation_id conversation, const struct message *m)
{
    struct search *x = context;
    (void)conversation;
    for (size_t i = 0; i < x->commit->outcome_count; i++)
        x->found |= m->id.n == x->commit->outcomes[i].message.n && m->turn.n == x->commit->turn.n;
    return !x->found;
}

static bool is_its_end(void *context, const struct audit_record *r)
{
    struct search *x = context;
    x->found |= r->kind == AUDIT_OUTCOME && r->turn.n == x->commit->turn.n;
    return !x->found;
}

/* By its send; by its messages; who had neither, an opening that was let be, by its end in the audit. */
static bool became_durable(struct simulation *s, const struct commit *c)
{
    struct search x = {c, false};
    struct error e;
    struct arena a;
    struct send send;
    arena_init(&a, ARENA_TURN_MAX);
    if (c->send_count > 0)
        x.found = s->desk->ops->send_find(s->desk, &send, &a, c->sends[0].key, &e) == OK;
    else if (c->outcome_count > 0)
        (void)s->desk->ops->messages_each(s->desk, c->conversation_id, is_answered, &x, &a, &e);
    else
        (void)s->desk->ops->audit_each(s->desk, c->tenant, 1, is_its_end, &x, &e);
    arena_finish(&a);
    return x.found;
}

void doubts_settle(struct simulation *s)
{
    for (; s->doubts != NULL; s->doubts = s->doubts->next) {
        bool done = became_durable(s, &s->doubts->commit);
        sim_tell(s, "turn %llu, inside whose commit node %u died, is %s", (unsigned long long)s->doubts->commit.turn.n,
                 s->doubts->node, done ? "durable" : "gone");
        if (done)
            ledger_committed(s->ledger, &s->doubts->commit, s->doubts->node);
    }
}
