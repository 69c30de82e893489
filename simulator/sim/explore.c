#include "explore.h"

#include <parley/size.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *const axis_names[AXIS_COUNT] = {"store", "model A", "model B", "checker", "number 1", "number 2"};
const char *const level_names[LEVEL_COUNT] = {"up", "slow", "too slow", "down"};
const char *const rung_names[RUNG_COUNT] = {"A", "B", "script", "fallback", "signed", "nobody"};

/* Tenant 2 sends drafts as they are, tenant 1 has them checked. The last two breaths find the ladder where the first left it. */
static const struct script_step steps[] = {
    {0, ACT_SAYS, 0, "Where is the hotel?"},
    {300, ACT_SAYS, 1, "Are you regulated by the FCA?"},
    {1000, ACT_SAYS, 2, "Hi"},
    {1400, ACT_SAYS, 2, "where is the hotel?"},
    {2000, ACT_SAYS, 3, "I want to speak to a human please"},
    {100000, ACT_SAYS, 0, "When is reception open?"},
    {100500, ACT_SAYS, 1, "What company is this?"},
};
static const struct script everybody = {
    "explore", "what customers write in every state", {2, 1, 2, 1}, steps, COUNT_OF(steps), false, false};

enum {
    BREATH_MS = 5000, /* who writes again within it, is in one breath */
    HELD_S = 200,     /* a state is held for so long; less than a provider's patience with eight attempts */
    WAYS_MS = 500,    /* webhook, news among the nodes, the way to the phone: of the simulated world */
    STORE_MS = 4000,  /* what some dozen slow calls add to a turn */
    DRAIN_SLACK_MS = 30000
};

struct explorer {
    const struct world_state *state;
    const struct stage *stage;
    struct arena *arena;
    struct explored *out;
    struct paces paces;
    bool drafted[SCRIPT_CUSTOMERS_MAX]; /* by a model that answered in the turn that is open */
    enum rung drafter[SCRIPT_CUSTOMERS_MAX];
    size_t decided[SCRIPT_CUSTOMERS_MAX]; /* messages */
    struct id_of_customer {
        uint64_t conversation;
        unsigned customer;
    } known[SCRIPT_CUSTOMERS_MAX];
    size_t known_count;
    ARRAY_OF(struct promised {
        struct slice key;
        unsigned customer;
        bool shown;
    })
    sends;
};

const char *explore_bounds(void)
{
    return "I14, while the store is up: decided within deadlines.turn of the tenant since the first message of a breath was "
           "read; "
           "shown within that and the provider's 10 s while the number is up. I21: decided and shown within the time the state "
           "was held "
           "(a wait before a further attempt at most doubles what has passed), deadlines.turn and 30 s after the healing.";
}

static void failed(struct explorer *x, const char *format, ...) PRINTF_LIKE(2, 3);
static void failed(struct explorer *x, const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (x->out->failure_count < FAILURES_MAX)
        x->out->failures[x->out->failure_count++] = arena_copy(x->arena, slice_from(text));
}

static int64_t now_ms(const struct simulation *s)
{
    return (int64_t)(s->timeline.now_ns / 1000000);
}

/* -- the state -----------------------------------------------------------------------------------------------------------------
 */

static void hold(void *context, struct simulation *s)
{
    struct explorer *x = context;
    const enum level *of = x->state->of;
    for (size_t i = 0; i < s->plan.nodes; i++)
        s->nodes[i].store_back_ns = of[AXIS_STORE] == LEVEL_DOWN ? UINT64_MAX : 0;
    s->store_takes_ns = SIM_MS(x->paces.store_ms[of[AXIS_STORE]]);
    for (unsigned i = 0; i < MODELS_SIM; i++) {
        enum level level = of[AXIS_A + i];
        s->model_back_ns[i] = level == LEVEL_DOWN ? UINT64_MAX : 0;
        s->model_takes_ns[i] = SIM_MS(x->paces.model_ms[level]);
    }
    for (unsigned i = 0; i < 2; i++) {
        enum level level = of[AXIS_NUMBER + i];
        s->number_back_ns[i] = level == LEVEL_DOWN ? UINT64_MAX : 0;
        s->number_takes_ns[i] = SIM_MS(x->paces.number_ms[level]);
    }
    script_play(&everybody, s);
}

static void heals(void *context, struct simulation *s)
{
    struct explorer *x = context;
    x->out->accepted_before_heal = ledger_sum(s->ledger).accepted;
}

/* -- what is seen --------------------------------------------------------------------------------------------------------------
 */

static unsigned customer_at(const struct simulation *s, struct tenant_id tenant, struct slice address)
{
    unsigned i = 0;
    while (i < SCRIPT_CUSTOMERS_MAX && (s->customers[i].tenant.n != tenant.n || !slice_eq(s->customers[i].address, address)))
        i++;
    return i;
}

static void answered(void *context, struct simulation *s, const struct directed_answer *a)
{
    struct explorer *x = context;
    (void)s;
    if (a->role == ROLE_CHECKER || a->status != MODEL_OK)
        return;
    for (size_t i = 0; i < x->known_count; i++)
        if (x->known[i].conversation == a->conversation.n) {
            x->drafted[x->known[i].customer] = true;
            x->drafter[x->known[i].customer] = a->model == 0 ? RUNG_A : RUNG_B;
        }
}

static void claimed(void *context, struct simulation *s, const struct work *w)
{
    struct explorer *x = context;
    unsigned customer = customer_at(s, w->snapshot.contact.tenant, private_reveal(w->snapshot.contact.address, REVEAL_STORE));
    must(customer < SCRIPT_CUSTOMERS_MAX);
    x->drafted[customer] = false;
    for (size_t i = 0; i < x->known_count; i++)
        if (x->known[i].customer == customer)
            return;
    x->known[x->known_count++] = (struct id_of_customer){w->snapshot.conversation.id.n, customer};
}

static enum rung rung_of(const struct explorer *x, const struct commit *c, unsigned customer)
{
    const struct inbound_outcome *last = &c->outcomes[c->outcome_count - 1];
    if (last->outcome == OUTCOME_REPLIED && slice_eq(last->reason, SLICE("fallback")))
        return RUNG_FALLBACK;
    if (last->outcome != OUTCOME_REPLIED || last->reason.len > 0)
        return c->send_count > 0 ? RUNG_SIGNED : RUNG_NONE;
    return x->drafted[customer] ? x->drafter[customer] : RUNG_SCRIPT;
}

static void committed(void *context, struct simulation *s, const struct commit *c)
{
    struct explorer *x = context;
    unsigned customer = customer_at(s, c->tenant, private_reveal(c->contact.address, REVEAL_STORE));
    must(customer < SCRIPT_CUSTOMERS_MAX);
    size_t before = 0;
    x->decided[customer] += c->outcome_count;
    for (size_t i = 0; i < x->out->sitting_count && c->outcome_count > 0; i++) {
        struct sitting *t = &x->out->sittings[i];
        if (t->customer != customer)
            continue;
        if (t->decided_ms < 0 && x->decided[customer] > before) {
            t->decided_ms = now_ms(s);
            t->rung = rung_of(x, c, customer);
        }
        before += t->messages;
    }
    for (size_t i = 0; i < c->send_count; i++)
        *ARRAY_ADD(x->arena, &x->sends) = (struct promised){arena_copy(x->arena, c->sends[i].key), customer, false};
}

static void shown(void *context, struct simulation *s, struct slice key, struct slice address)
{
    struct explorer *x = context;
    (void)address;
    for (size_t i = 0; i < x->sends.count; i++) {
        struct promised *p = &x->sends.at[i];
        if (!slice_eq(p->key, key))
            continue;
        p->shown = true;
        for (size_t k = 0; k < x->out->sitting_count; k++) {
            struct sitting *t = &x->out->sittings[k];
            if (t->customer == p->customer && t->shown_ms < 0 && t->decided_ms >= 0)
                t->shown_ms = now_ms(s);
        }
    }
}

/* -- what must be --------------------------------------------------------------------------------------------------------------
 */

static const struct rules *rules_of(const struct explorer *x, unsigned customer)
{
    return x->stage->tenants[everybody.tenants[customer] - 1].rules;
}

/* A store that takes its time makes whatever was just within a deadline late. */
static enum rung lowest_rung(const struct explorer *x, const struct rules *rules, uint64_t gap_ms)
{
    struct world_state late = *x->state;
    for (unsigned i = AXIS_A; i <= AXIS_CHECKER; i++)
        late.of[i] = late.of[i] == LEVEL_SLOW ? LEVEL_TOO_SLOW : late.of[i];
    return explore_expects(&late, &x->paces, rules, gap_ms, STORE_MS).rung;
}

static void check_rung(struct explorer *x, const struct sitting *t)
{
    static const struct world_state well = {{LEVEL_UP}};
    bool waits = x->state->of[AXIS_STORE] == LEVEL_DOWN; /* until everything is well */
    const struct rules *rules = rules_of(x, t->customer);
    uint64_t gap_ms = rules->tenant->coalesce_gap.ns / 1000000 + t->last_said_ms - t->said_ms;
    const struct world_state *state = waits ? &well : x->state;
    enum rung rung = explore_expects(state, &x->paces, rules, gap_ms, 0).rung, lowest = rung;
    if (x->state->of[AXIS_STORE] == LEVEL_SLOW)
        lowest = lowest_rung(x, rules, gap_ms);
    if (x->state->of[AXIS_STORE] == LEVEL_TOO_SLOW) { /* it takes a turn's time by itself; some are answered when all is well */
        lowest = RUNG_FALLBACK;
        rung = t->decided_ms > HELD_S * 1000 ? RUNG_A : rung;
    }
    if (t->rung < rung || t->rung > lowest)
        failed(x, "the ladder: customer %u was answered by %s, the specification says %s", t->customer, rung_names[t->rung],
               rung_names[rung]);
}

static void check_time(struct explorer *x, const struct sitting *t)
{
    const enum level *of = x->state->of;
    const struct tenant *tenant = rules_of(x, t->customer)->tenant;
    int64_t turn_ms = (int64_t)(tenant->deadline_turn.ns / 1000000),
            slack_ms = WAYS_MS + (of[AXIS_STORE] == LEVEL_SLOW ? STORE_MS : 0);
    if (of[AXIS_STORE] == LEVEL_TOO_SLOW || of[AXIS_STORE] == LEVEL_DOWN)
        return;
    if (t->decided_ms < 0 || t->decided_ms - t->said_ms > turn_ms + slack_ms)
        failed(x, "I14: customer %u wrote at %u ms, decided at %lld ms", t->customer, t->said_ms, (long long)t->decided_ms);
    enum level number = explore_number(x->state);
    int64_t number_ms = (int64_t)x->paces.number_ms[number];
    if (number != LEVEL_DOWN && (t->shown_ms < 0 || t->shown_ms - t->said_ms > turn_ms + number_ms + slack_ms))
        failed(x, "I14: customer %u wrote at %u ms, the first answer was shown at %lld ms", t->customer, t->said_ms,
               (long long)t->shown_ms);
}

static void check_drained(struct explorer *x)
{
    int64_t healed_ms = HELD_S * 1000, last_ms = 0;
    for (size_t i = 0; i < x->out->sitting_count; i++) {
        const struct sitting *t = &x->out->sittings[i];
        if (t->decided_ms < 0 || t->shown_ms < 0)
            failed(x, "I1: customer %u, who wrote at %u ms, never saw an answer", t->customer, t->said_ms);
        last_ms = t->decided_ms > last_ms ? t->decided_ms : last_ms;
        last_ms = t->shown_ms > last_ms ? t->shown_ms : last_ms;
    }
    for (size_t i = 0; i < x->sends.count; i++)
        if (!x->sends.at[i].shown)
            failed(x, "I1: send " SLICE_FMT " was promised and never shown", SLICE_ARG(x->sends.at[i].key));
    x->out->drained_ms = last_ms > healed_ms ? last_ms - healed_ms : 0;
    int64_t turn_ms = (int64_t)(rules_of(x, 0)->tenant->deadline_turn.ns / 1000000);
    if (x->out->drained_ms > healed_ms + turn_ms + DRAIN_SLACK_MS)
        failed(x, "I21: the last answer came %lld ms after the healing", (long long)x->out->drained_ms);
}

static void check(struct explorer *x)
{
    bool down = x->state->of[AXIS_STORE] == LEVEL_DOWN;
    for (size_t i = 0; i < x->out->sitting_count; i++) {
        if (x->out->sittings[i].needs_draft)
            check_rung(x, &x->out->sittings[i]);
        else if (x->out->sittings[i].rung != RUNG_SIGNED)
            failed(x, "customer %u did not get the signed line", x->out->sittings[i].customer);
        check_time(x, &x->out->sittings[i]);
    }
    check_drained(x);
    if (down && x->out->accepted_before_heal > 0)
        failed(x, "I3: %llu messages were taken while the store was down", (unsigned long long)x->out->accepted_before_heal);
    if (x->out->run.sum.acked != COUNT_OF(steps))
        failed(x, "I1: %llu of %zu messages were answered 200 in the end", (unsigned long long)x->out->run.sum.acked,
               COUNT_OF(steps));
}

/* -- outside -------------------------------------------------------------------------------------------------------------------
 */

static void find_sittings(struct explored *out)
{
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        struct sitting *same = NULL;
        for (size_t k = 0; k < out->sitting_count; k++)
            if (out->sittings[k].customer == steps[i].customer && steps[i].at_ms - out->sittings[k].said_ms <= BREATH_MS)
                same = &out->sittings[k];
        if (same == NULL) {
            must(out->sitting_count < SITTINGS_MAX);
            same = &out->sittings[out->sitting_count++];
            *same = (struct sitting){.customer = steps[i].customer,
                                     .said_ms = steps[i].at_ms,
                                     .decided_ms = -1,
                                     .shown_ms = -1,
                                     .rung = RUNG_NONE,
                                     .needs_draft = steps[i].customer != 3};
        }
        same->last_said_ms = steps[i].at_ms;
        same->messages++;
    }
}

void explore_run(struct explored *out, struct arena *arena, const struct stage *stage, const struct world_state *w, bool tells)
{
    struct explorer x = {.state = w, .stage = stage, .arena = arena, .out = out, .paces = paces_of(stage)};
    const struct direction direction = {.context = &x,
                                        .plan = hold,
                                        .heals = heals,
                                        .answered = answered,
                                        .claimed = claimed,
                                        .committed = committed,
                                        .shown = shown};
    struct simulation_plan plan = script_plan(&everybody);
    *out = (struct explored){0};
    find_sittings(out);
    plan.horizon = DURATION_S(HELD_S);
    plan.direction = &direction;
    plan.tells = tells;
    simulation_run(&out->run, arena, stage, &plan);
    check(&x);
    for (size_t i = 0; i < out->run.violation_count; i++)
        failed(&x, "%s: " SLICE_FMT, invariant_name(out->run.violations[i].invariant), SLICE_ARG(out->run.violations[i].text));
}
