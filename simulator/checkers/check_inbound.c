#include "ledger_state.h"

/* What was accepted, message by message: read by its conversation as it was written, ended by one turn, in time and in turn. A
 * message in the store is told apart by what its customer wrote and when; the store's number of it is only a name. */

enum { RECOVERY_MS = 130000, ANSWER_SLACK_MS = 5000 };

static uint64_t sending_of(struct tenant_id tenant, struct slice address, struct wall at)
{
    struct random_key key = {random_hash(address), tenant.n, random_hash(SLICE("sent"))};
    return random_at(key, (uint64_t)at.ms) | 1;
}

void ledger_know_said(struct ledger *l, size_t index)
{
    bool is_new;
    struct said *s = &l->said.at[index];
    size_t *newest = id_map_put(&l->sent_as, sending_of(s->tenant, s->address, s->at), &is_new);
    s->same_moment = is_new ? 0 : *newest; /* an index and one; 0: none */
    *newest = index + 1;
}

void ledger_waits(struct ledger *l, struct said *s)
{
    struct known_person *p = ledger_person(l, s->tenant, s->address);
    s->accepted_at = l->now;
    s->waits = true;
    *ARRAY_ADD(&l->arena, &p->waiting) = (size_t)(s - l->said.at);
}

/* The oldest message of a person that nobody has ended. */
static struct said *oldest_of(const struct ledger *l, struct known_person *p)
{
    while (p->first < p->waiting.count && !l->said.at[p->waiting.at[p->first]].waits)
        p->first++;
    return p->first < p->waiting.count ? &l->said.at[p->waiting.at[p->first]] : NULL;
}

static struct said *said_as(const struct ledger *l, struct message_id id)
{
    const size_t *index = id_map_find(&l->read_as, id.n);
    return index != NULL ? &l->said.at[*index] : NULL;
}

struct wall ledger_newest_of(const struct ledger *l, const struct commit *c, struct wall unknown)
{
    struct wall newest = {INT64_MIN};
    for (size_t i = 0; i < c->outcome_count; i++) {
        const struct said *s = said_as(l, c->outcomes[i].message);
        if (s != NULL && s->at.ms > newest.ms)
            newest = s->at;
    }
    return newest.ms != INT64_MIN ? newest : unknown;
}

/* A message that is read for the first time. */
void ledger_know_message(struct ledger *l, const struct work *w, const struct message *m)
{
    struct slice address = ledger_contact(l, w->snapshot.contact.id)->address, text = private_reveal(m->text, REVEAL_STORE);
    struct tenant_id tenant = w->snapshot.contact.tenant;
    const size_t *newest = address.len > 0 ? id_map_find(&l->sent_as, sending_of(tenant, address, m->sent_at)) : NULL;
    bool read_before = false, others = false, is_new;
    if (text.len == 0 || address.len == 0) /* erased */
        return;
    for (size_t at = newest != NULL ? *newest : 0; at != 0; at = l->said.at[at - 1].same_moment) {
        struct said *s = &l->said.at[at - 1];
        if (s->tenant.n != tenant.n || !slice_eq(s->address, address))
            continue;
        bool same = slice_eq(s->text, text);
        others |= !same;
        read_before |= same && s->read;
        if (!same || s->read)
            continue;
        s->read = true;
        *id_map_put(&l->read_as, m->id.n, &is_new) = at - 1;
        return;
    }
    if (read_before)
        ledger_violated(l, I2_ONE_ATTEMPT, "conversation %llu reads a message twice: message %llu: " SLICE_FMT,
                        (unsigned long long)w->snapshot.conversation.id.n, (unsigned long long)m->id.n, SLICE_ARG(text));
    else if (others)
        ledger_violated(l, I12_AUTHENTICATED, "conversation %llu reads what was changed on its way: " SLICE_FMT,
                        (unsigned long long)w->snapshot.conversation.id.n, SLICE_ARG(text));
    else
        ledger_violated(l, I15_TENANTS_APART,
                        "conversation %llu of tenant %llu reads what its customer did not write then: " SLICE_FMT,
                        (unsigned long long)w->snapshot.conversation.id.n, (unsigned long long)tenant.n, SLICE_ARG(text));
}

/* I21: of all that is free and due, the one that waits longest is served first. What stopped a node before has its own order, and
 * whether a lease that ran out was given back, and until when, nobody may have heard. */
void ledger_check_order(struct ledger *l, const struct work *w)
{
    const struct said *first = w->burst_count > 0 ? said_as(l, w->burst[0].id) : NULL;
    int64_t since_ms = first != NULL ? first->accepted_at.ms : l->now.ms;
    if (l->clock_wrong || (l->lost_at.ms != 0 && l->now.ms <= l->lost_at.ms + RECOVERY_MS) ||
        (w->burst_count > 0 && (first == NULL || first->doubtful)))
        return;
    for (size_t i = 0; i < l->people.count; i++) {
        struct known_person *p = &l->people.at[i];
        struct said *s = oldest_of(l, p);
        if (s == NULL || s->doubtful || s->passed_over || p->poisoned || s->accepted_at.ms >= since_ms)
            continue;
        const struct known_conversation *c = p->conversation.n != 0 ? ledger_conversation(l, p->conversation) : NULL;
        if (p->conversation.n == w->snapshot.conversation.id.n ||
            (c != NULL && (c->retried || c->lease_until.ms != 0 || c->not_before.ms > l->now.ms)))
            continue;
        s->passed_over = true; /* told once */
        ledger_violated(l, I21_DRAINS, "conversation %llu is served before message m%llu, which waits for %lld s more",
                        (unsigned long long)w->snapshot.conversation.id.n, (unsigned long long)s->number,
                        (long long)(since_ms - s->accepted_at.ms) / 1000);
    }
}

/* I14: from the acceptance, whoever was busy with what. A message that comes while a turn is on may have to wait for the next
 * one; after trouble leases have to run out first. */
static void check_answered_in_time(struct ledger *l, const struct commit *c, const struct said *s)
{
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    int64_t turn_ms = (int64_t)((rules->coalesce_longest.ns + rules->deadline_turn.ns) / 1000000);
    int64_t took_ms = l->now.ms - s->accepted_at.ms;
    bool stopped = l->killed || l->tenants[c->tenant.n - 1].killed; /* what needs a reply waits for the switch */
    if (stopped || l->clock_wrong || l->narrow || s->doubtful || s->accepted_at.ms <= l->troubled_at.ms + RECOVERY_MS)
        return;
    if (took_ms > 2 * turn_ms + ANSWER_SLACK_MS)
        ledger_violated(l, I14_FIRST_ANSWER, "message m%llu was accepted %lld ms before turn %llu ended it, two turns take %lld",
                        (unsigned long long)s->number, (long long)took_ms, (unsigned long long)c->turn.n,
                        (long long)(2 * turn_ms));
}

void ledger_check_ended(struct ledger *l, const struct commit *c)
{
    for (size_t i = 0; i < c->outcome_count; i++) {
        struct said *s = said_as(l, c->outcomes[i].message);
        if (s == NULL)
            continue;
        if (s->waits)
            check_answered_in_time(l, c, s);
        s->waits = false;
        s->ended = true;
    }
}

bool ledger_ends_poison(const struct ledger *l, const struct commit *c)
{
    bool any = false;
    for (size_t i = 0; i < c->outcome_count; i++) {
        const struct said *s = said_as(l, c->outcomes[i].message);
        any |= s == NULL || (l->poison.len > 0 && slice_eq(s->text, l->poison));
    }
    return any;
}

void ledger_narrow(struct ledger *l)
{
    l->narrow = true;
}

/* Whatever this customer wrote so far is gone: nobody can tell any more what became of it. */
void ledger_forgotten(struct ledger *l, struct tenant_id tenant, struct slice address)
{
    struct known_person *p = ledger_person(l, tenant, address);
    p->erased = true;
    for (size_t i = 0; i < p->waiting.count; i++) {
        struct said *s = &l->said.at[p->waiting.at[i]];
        s->waits = false;
        s->ended = true;
    }
}

void ledger_perhaps_erased(struct ledger *l, struct contact_id contact)
{
    const struct known_contact *k = ledger_contact(l, contact);
    if (k->address.len > 0)
        ledger_forgotten(l, k->tenant, k->address);
}

/* I1: at rest every message that was accepted was ended by a turn. */
void ledger_check_all_ended(struct ledger *l)
{
    for (size_t i = 0; i < l->said.count; i++) {
        const struct said *s = &l->said.at[i];
        if (s->accepted > 0 && !s->ended)
            ledger_violated(l, I1_ONE_OUTCOME, "message m%llu was accepted, and no turn ended it", (unsigned long long)s->number);
    }
}
