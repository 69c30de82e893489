#include "ledger_state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* -- what every part uses ------------------------------------------------------------------------------------------------------
 */

void ledger_note(struct ledger *l, const char *what, uint64_t a, uint64_t b)
{
    struct random_key key = {l->digest, random_hash(slice_from(what)), a};
    l->digest = random_at(key, b ^ (uint64_t)l->now.ms);
}

void ledger_violated(struct ledger *l, enum invariant i, const char *format, ...)
{
    char text[700];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (l->violation_count < VIOLATIONS_MAX)
        l->violations[l->violation_count++] = (struct violation){i, l->now.ms, arena_copy(&l->arena, slice_from(text))};
}

struct known_send *ledger_send(struct ledger *l, struct slice key)
{
    const size_t *at = id_map_find(&l->send_of, random_hash(key) | 1);
    return at != NULL ? &l->sends.at[*at] : NULL;
}

struct known_contact *ledger_contact(struct ledger *l, struct contact_id id)
{
    bool is_new;
    size_t *at = id_map_put(&l->contact_of, id.n, &is_new);
    if (is_new) {
        *at = l->contacts.count;
        (void)ARRAY_ADD(&l->arena, &l->contacts);
    }
    return &l->contacts.at[*at];
}

struct known_conversation *ledger_conversation(struct ledger *l, struct conversation_id id)
{
    bool is_new;
    size_t *at = id_map_put(&l->conversation_of, id.n, &is_new);
    if (is_new) {
        *at = l->conversations.count;
        (void)ARRAY_ADD(&l->arena, &l->conversations);
    }
    return &l->conversations.at[*at];
}

struct known_person *ledger_person(struct ledger *l, struct tenant_id tenant, struct slice address)
{
    bool is_new;
    size_t *at = id_map_put(&l->person_of, (random_hash(address) ^ tenant.n * UINT64_C(0x9e3779b97f4a7c15)) | 1, &is_new);
    if (is_new) {
        *at = l->people.count;
        (void)ARRAY_ADD(&l->arena, &l->people);
    }
    return &l->people.at[*at];
}

/* Could these words be meant as a return? Loosely: what holds none of them is none. */
static bool may_return(struct slice text)
{
    static const char *const words[] = {"tart",   "START", "again", "resum", "subscri", "opt",
                                        "essage", "text",  "writ",  "back",  "ontact",  "yes"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_has(text, slice_from(words[i])))
            return true;
    return false;
}

static uint64_t writing_of(struct tenant_id tenant, struct slice address, struct slice text)
{
    return ((random_hash(address) ^ tenant.n * UINT64_C(0x9e3779b97f4a7c15)) * 31 ^ random_hash(text)) | 1;
}

/* -- inbound -------------------------------------------------------------------------------------------------------------------
 */

void ledger_said_as(struct ledger *l, uint64_t number, struct tenant_id tenant, struct slice address, struct slice text,
                    struct wall at)
{
    bool is_new;
    size_t *index = id_map_put(&l->said_of, number + 1, &is_new);
    must(is_new);
    *index = l->said.count;
    *ARRAY_ADD(&l->arena, &l->said) = (struct said){.number = number,
                                                    .tenant = tenant,
                                                    .address = arena_copy(&l->arena, address),
                                                    .text = arena_copy(&l->arena, text),
                                                    .at = at};
    *id_map_put(&l->written, writing_of(tenant, address, text), &is_new) = 1;
    ledger_know_said(l, *id_map_find(&l->said_of, number + 1));
    l->sum.said++;
    ledger_note(l, "said", number, text.len);
}

bool ledger_has_said(const struct ledger *l, uint64_t number)
{
    return id_map_find(&l->said_of, number + 1) != NULL;
}

uint64_t ledger_said(struct ledger *l, struct tenant_id tenant, struct slice address, struct slice text, struct wall at)
{
    uint64_t number = l->said.count;
    ledger_said_as(l, number, tenant, address, text, at);
    return number;
}

static struct said *said_numbered(const struct ledger *l, uint64_t number)
{
    const size_t *index = id_map_find(&l->said_of, number + 1);
    return index != NULL ? &l->said.at[*index] : NULL;
}

static struct said *said_of(struct ledger *l, struct slice provider_id)
{
    uint64_t number;
    bool ours = slice_starts(provider_id, SLICE("m")) && slice_to_u64(&number, slice_after(provider_id, 1));
    return ours ? said_numbered(l, number) : NULL;
}

static void know_writing(struct ledger *l, const struct said *s)
{
    struct known_person *p = ledger_person(l, s->tenant, s->address);
    if (s->at.ms > p->wrote_at.ms)
        p->wrote_at = s->at;
}

void ledger_accepted(struct ledger *l, const struct inbound *batch, size_t count, const enum accept_result *results)
{
    for (size_t i = 0; i < count; i++) {
        struct said *s = said_of(l, batch[i].provider_id);
        ledger_note(l, "accepted", (uint64_t)results[i], random_hash(batch[i].provider_id));
        bool proven = results[i] == ACCEPT_DUPLICATE && s != NULL && s->doubtful && s->accepted == 0;
        if (results[i] != ACCEPT_NEW && !proven)
            continue;
        l->sum.accepted++;
        if (s == NULL) {
            ledger_violated(l, I12_AUTHENTICATED, "a message that no customer wrote was accepted: " SLICE_FMT,
                            SLICE_ARG(batch[i].provider_id));
            continue;
        }
        if (s->accepted++ > 0)
            ledger_violated(l, I2_ONE_ATTEMPT, "message " SLICE_FMT " was taken as new %u times", SLICE_ARG(batch[i].provider_id),
                            s->accepted);
        if (s->tenant.n != batch[i].tenant.n)
            ledger_violated(l, I15_TENANTS_APART, "message " SLICE_FMT " to tenant %llu was given to tenant %llu",
                            SLICE_ARG(batch[i].provider_id), (unsigned long long)s->tenant.n,
                            (unsigned long long)batch[i].tenant.n);
        know_writing(l, s);
        if (s->accepted == 1)
            ledger_waits(l, s);
        if (!slice_eq(s->text, private_reveal(batch[i].text, REVEAL_STORE)))
            ledger_violated(l, I12_AUTHENTICATED, "message " SLICE_FMT " was changed on its way",
                            SLICE_ARG(batch[i].provider_id));
    }
}

void ledger_accept_doubtful(struct ledger *l, const struct inbound *batch, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct said *s = said_of(l, batch[i].provider_id);
        if (s == NULL)
            continue;
        s->doubtful = true;
        know_writing(l, s);
    }
}

void ledger_poison(struct ledger *l, struct tenant_id tenant, struct slice address, struct slice text)
{
    l->poison = text;
    ledger_person(l, tenant, address)->poisoned = true;
}

void ledger_died_of(struct ledger *l, struct conversation_id conversation)
{
    ledger_conversation(l, conversation)->deaths++;
}

void ledger_acked(struct ledger *l, uint64_t number)
{
    struct said *s = said_numbered(l, number);
    must(s != NULL);
    ledger_note(l, "acked", number, 0);
    l->sum.acked += !s->acked;
    s->acked = true;
    if (s->accepted == 0)
        ledger_violated(l, I3_DURABLE_BEFORE_ACK, "message m%llu was answered 200 and is not in the store",
                        (unsigned long long)number);
}

/* -- people and switches -------------------------------------------------------------------------------------------------------
 */

static bool is_one_of(struct slice text, const struct slice *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq(text, list[i]))
            return true;
    return false;
}

/* What a turn reads was written by this very customer to this very tenant, word for word. */
static void know_burst(struct ledger *l, const struct work *w)
{
    const struct known_contact *k = ledger_contact(l, w->snapshot.contact.id);
    for (size_t i = 0; i < w->burst_count; i++) {
        struct slice text = private_reveal(w->burst[i].text, REVEAL_STORE);
        bool is_new;
        size_t *wish = id_map_put(&l->wish_of, w->burst[i].id.n, &is_new);
        if (!is_new)
            continue;
        *wish = is_one_of(text, l->stops, l->stop_count)       ? WISH_STOP
                : is_one_of(text, l->returns, l->return_count) ? WISH_RETURN
                : may_return(text)                             ? WISH_PERHAPS
                                                               : WISH_NONE;
        ledger_know_message(l, w, &w->burst[i]);
        if (k->address.len > 0 && text.len > 0 &&
            id_map_find(&l->written, writing_of(w->snapshot.contact.tenant, k->address, text)) == NULL)
            ledger_violated(l, I15_TENANTS_APART, "conversation %llu reads what its customer did not write: " SLICE_FMT,
                            (unsigned long long)w->snapshot.conversation.id.n, SLICE_ARG(text));
    }
}

void ledger_claimed(struct ledger *l, const struct work *w, unsigned node, struct wall at)
{
    struct known_conversation *c = ledger_conversation(l, w->snapshot.conversation.id);
    struct known_contact *k = ledger_contact(l, w->snapshot.contact.id);
    struct slice address = private_reveal(w->snapshot.contact.address, REVEAL_STORE);
    ledger_note(l, "claimed", w->snapshot.conversation.id.n, w->fence ^ node);
    c->contact = w->snapshot.contact.id;
    if (k->address.len == 0)
        k->address = arena_copy(&l->arena, address);
    if (k->tenant.n == 0 && k->address.len > 0) /* known from before an erasure, perhaps */
        k->opted_out |= ledger_person(l, w->snapshot.contact.tenant, k->address)->opted_out;
    k->tenant = w->snapshot.contact.tenant;
    c->claimed_at = l->now;
    if (address.len > 0 && !slice_eq(address, k->address))
        ledger_violated(l, I15_TENANTS_APART, "contact %llu was " SLICE_FMT " and is now another",
                        (unsigned long long)w->snapshot.contact.id.n, SLICE_ARG(k->address));
    if (w->fence <= c->fence)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "conversation %llu was claimed with fence %llu after %llu",
                        (unsigned long long)w->snapshot.conversation.id.n, (unsigned long long)w->fence,
                        (unsigned long long)c->fence);
    if (!l->clock_wrong && c->lease_until.ms > at.ms)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "conversation %llu was claimed while a lease on it runs for %lld ms more",
                        (unsigned long long)w->snapshot.conversation.id.n, (long long)(c->lease_until.ms - at.ms));
    if (w->snapshot.conversation.tenant.n != w->snapshot.contact.tenant.n)
        ledger_violated(l, I15_TENANTS_APART, "conversation %llu of tenant %llu has a contact of tenant %llu",
                        (unsigned long long)w->snapshot.conversation.id.n, (unsigned long long)w->snapshot.conversation.tenant.n,
                        (unsigned long long)w->snapshot.contact.tenant.n);
    c->fence = w->fence;
    c->lease_until = w->lease_until;
    c->drafting[node % NODES_TOLD] = (struct drafting){0};
    c->late = SLICE_NONE;
    c->ask = 0;
    c->asks = l->asks;
    c->node = node;
    c->retried = w->unended > 0;
    c->not_before.ms = 0;
    c->burst = w->burst_count;
    know_burst(l, w);
    if (w->burst_count > 0 && k->address.len > 0)
        ledger_person(l, k->tenant, k->address)->conversation = w->snapshot.conversation.id;
    ledger_check_order(l, w);
}

enum wish ledger_wish(const struct ledger *l, struct message_id id)
{
    const size_t *wish = id_map_find(&l->wish_of, id.n);
    return wish != NULL ? (enum wish) * wish : WISH_NONE;
}

void ledger_wishes(struct ledger *l, const struct slice *stops, size_t stop_count, const struct slice *returns,
                   size_t return_count)
{
    l->stops = stops;
    l->stop_count = stop_count;
    l->returns = returns;
    l->return_count = return_count;
}

void ledger_reloaded(struct ledger *l, const struct work *w)
{
    struct known_conversation *c = ledger_conversation(l, w->snapshot.conversation.id);
    for (size_t i = 0; i < NODES_TOLD; i++) { /* it begins again; more messages may ask for something that needs no model */
        c->drafting[i].asks = 0;
        c->drafting[i].draftless &= w->burst_count <= c->burst;
        if (w->burst_count > c->burst) /* the ask about a draft of fewer messages is off, and no verdict on it will come */
            c->drafting[i].shown = 0;
    }
    c->burst = w->burst_count;
    know_burst(l, w);
}

void ledger_released(struct ledger *l, struct conversation_id conversation, struct wall not_before)
{
    struct known_conversation *c = ledger_conversation(l, conversation);
    c->lease_until.ms = 0;
    c->not_before = not_before;
}

void ledger_clock_wrong(struct ledger *l)
{
    l->clock_wrong = true;
}

uint64_t ledger_asked(struct ledger *l, struct conversation_id conversation, unsigned node)
{
    struct known_conversation *c = ledger_conversation(l, conversation);
    if (node != c->node)
        return 0;
    c->ask = ++l->asks;
    c->asked_at = l->now;
    return c->ask;
}

void ledger_drafted(struct ledger *l, struct conversation_id conversation, uint64_t ask, struct slice text)
{
    struct known_conversation *c = ledger_conversation(l, conversation);
    if (ask == c->ask)
        c->ask = 0;
    else if (c->ask != 0 && ask > c->asks && text.len > 0)
        c->late = arena_copy(&l->arena, text);
}

static struct drafting *drafting_of(struct ledger *l, struct conversation_id conversation, unsigned node)
{
    return &ledger_conversation(l, conversation)->drafting[node % NODES_TOLD];
}

void ledger_checker_asked(struct ledger *l, struct conversation_id conversation, unsigned node, struct slice draft)
{
    struct drafting *d = drafting_of(l, conversation, node);
    d->drafts[d->shown++ % DRAFTS_SHOWN] = (struct shown_draft){arena_copy(&l->arena, draft), false};
}

void ledger_checker_agreed(struct ledger *l, struct conversation_id conversation, unsigned node)
{
    struct drafting *d = drafting_of(l, conversation, node);
    if (d->shown > 0)
        d->drafts[(d->shown - 1) % DRAFTS_SHOWN].agreed = true;
}

void ledger_model_asked(struct ledger *l, struct conversation_id conversation, unsigned node, uint64_t most)
{
    struct drafting *d = drafting_of(l, conversation, node);
    unsigned turns = ledger_conversation(l, conversation)->purses[node % NODES_TOLD].turns;
    d->draftless = false;
    if (turns > 1) /* an older one that lost its lease asks too */
        most *= turns;
    if (++d->asks == most + 1)
        ledger_violated(l, I10_BOUNDED, "conversation %llu: a turn asks for more drafts than %llu",
                        (unsigned long long)conversation.n, (unsigned long long)most);
}

void ledger_model_failed(struct ledger *l, struct conversation_id conversation, unsigned node)
{
    drafting_of(l, conversation, node)->draftless = true;
}

void ledger_ruled(struct ledger *l, struct conversation_id conversation, struct ledger_rules common, struct ledger_rules canary)
{
    struct known_conversation *c = ledger_conversation(l, conversation);
    c->rules[0] = common;
    c->rules[1] = canary;
}

void ledger_trouble(struct ledger *l)
{
    l->troubled_at = l->now;
}

void ledger_zone(struct ledger *l, struct tenant_id tenant, struct slice address, struct slice zone)
{
    ledger_person(l, tenant, address)->zone = zone;
}

void ledger_node_lost(struct ledger *l)
{
    ledger_trouble(l);
    l->lost_at = l->now;
}

void ledger_healed(struct ledger *l)
{
    ledger_trouble(l);
    l->accepted_at_heal = l->sum.accepted;
}

void ledger_drained(struct ledger *l, struct store *store)
{
    uint64_t outcomes[OUTCOME_COUNT] = {0}, sends[SEND_STATE_COUNT] = {0}, done = 0;
    struct error e;
    if (store->ops->count(store, outcomes, sends, &e) != OK)
        return;
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        done += i == OUTCOME_PENDING ? 0 : outcomes[i];
    if (done < l->accepted_at_heal)
        ledger_violated(l, I21_DRAINS, "%llu messages that were accepted before everything healed have no outcome yet",
                        (unsigned long long)(l->accepted_at_heal - done));
}

void ledger_consent(struct ledger *l, struct contact_id contact, const struct consent_change *change)
{
    struct known_contact *k = ledger_contact(l, contact);
    ledger_note(l, "consent", contact.n, (uint64_t)change->state);
    if (change->state == CONSENT_WITHDRAWN && change->channel == CHANNEL_KIND_COUNT)
        k->opted_out = true, k->recalled = l->sends.count;
    else if (change->state != CONSENT_WITHDRAWN)
        k->opted_out = false;
    if (k->tenant.n != 0 && k->address.len > 0)
        ledger_person(l, k->tenant, k->address)->opted_out = k->opted_out;
}

void ledger_killed(struct ledger *l, struct tenant_id tenant, bool on)
{
    ledger_note(l, "killed", tenant.n, on);
    ledger_trouble(l);
    if (tenant.n == 0)
        l->killed = on;
    else
        l->tenants[tenant.n - 1].killed = on;
}

void ledger_ticket_moved(struct ledger *l, struct conversation_id conversation, enum ticket_state to)
{
    ledger_note(l, "ticket", conversation.n, (uint64_t)to);
    struct known_conversation *k = ledger_conversation(l, conversation);
    k->staff = to == TICKET_TAKEN;
    k->recalled = k->staff ? l->sends.count : k->recalled;
    k->moved_at = l->now;
}

void ledger_erased(struct ledger *l, struct contact_id contact)
{
    ledger_note(l, "erased", contact.n, 0);
    struct known_contact *k = ledger_contact(l, contact);
    k->erased = true;
    if (k->address.len > 0)
        ledger_forgotten(l, k->tenant, k->address);
}

/* -- outside -------------------------------------------------------------------------------------------------------------------
 */

struct ledger *ledger_create(const struct ledger_setup *setup)
{
    struct ledger *l = calloc(1, sizeof *l);
    must(l != NULL);
    l->setup = *setup;
    arena_init(&l->arena, (size_t)1 << 30);
    l->tenants = ARENA_NEW_ARRAY(&l->arena, struct known_tenant, setup->tenants);
    for (size_t i = 0; i < setup->tenants; i++)
        l->tenants[i].rules = setup->rules[i];
    return l;
}

void ledger_destroy(struct ledger *l)
{
    if (l == NULL)
        return;
    struct id_map *maps[] = {&l->written,         &l->wish_of,    &l->said_of, &l->person_of, &l->send_of, &l->contact_of,
                             &l->conversation_of, &l->outcome_of, &l->turn_of, &l->sent_as,   &l->read_as};
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        id_map_finish(maps[i]);
    arena_finish(&l->arena);
    free(l);
}

void ledger_time(struct ledger *l, struct wall now)
{
    l->now = now;
}

const struct violation *ledger_violations(const struct ledger *l, size_t *count)
{
    *count = l->violation_count;
    return l->violations;
}

uint64_t ledger_digest(const struct ledger *l)
{
    return l->digest;
}

struct ledger_sum ledger_sum(const struct ledger *l)
{
    return l->sum;
}
