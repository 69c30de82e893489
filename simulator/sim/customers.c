#include "sim.h"

/* Customers: who they are, when they write, and what. Days have a shape: most write between nine and nine. */

struct saying {
    struct simulation *sim;
    const struct customer *who;
    struct slice text;
    bool again;
};

static const struct slice stops[] = {SLICE_INIT("STOP"), SLICE_INIT("please stop messaging me"),
                                     SLICE_INIT("unsubscribe me from this")};
static const struct slice returns[] = {SLICE_INIT("START"), SLICE_INIT("hi again, please write to me again")};

static void say(struct simulation *s, const struct customer *c, struct slice text, uint64_t after_ns, bool again);

static void said(void *context, uint64_t what)
{
    struct saying *y = context;
    struct simulation *s = y->sim;
    (void)what;
    uint64_t number = ledger_said(s->ledger, y->who->tenant, y->who->address, y->text, sim_now(s));
    sim_tell(s, "customer " SLICE_FMT " of tenant %llu writes m%llu: " SLICE_FMT, SLICE_ARG(y->who->address),
             (unsigned long long)y->who->tenant.n, (unsigned long long)number, SLICE_ARG(y->text));
    if (slice_eq(y->text, sim_poison))
        ledger_poison(s->ledger, y->who->tenant, y->who->address);
    provider_receives(s, number, y->who, y->text);
    if (y->again)
        return;
    uint64_t entity = (uint64_t)(y->who - s->customers) % s->plan.customers + 1;
    if (fault_strikes(&s->faults, FAULT_NUMBER_MOVES, entity))
        say(s, y->who + s->plan.customers, y->text, SIM_S(fault_size(&s->faults, FAULT_NUMBER_MOVES, entity, 60)), true);
    if (fault_strikes(&s->faults, FAULT_POISON, entity))
        say(s, y->who, sim_poison, SIM_S(fault_size(&s->faults, FAULT_POISON, entity, 60)), true);
    if (fault_strikes(&s->faults, FAULT_STAFF_RACES, entity))
        staff_hurry(s, SIM_MS(fault_size(&s->faults, FAULT_STAFF_RACES, entity, 12000)));
    if (fault_strikes(&s->faults, FAULT_CUSTOMER_REPEATS, entity))
        say(s, y->who, y->text, SIM_S(1 + fault_size(&s->faults, FAULT_CUSTOMER_REPEATS, entity, 120)), true);
    if (fault_strikes(&s->faults, FAULT_CUSTOMER_BURST, entity))
        for (uint64_t i = 0; i < 10; i++)
            say(s, y->who, s->stage->texts[sim_draw(s, "burst", number, i, s->stage->text_count)], SIM_MS(200 * i + 100), true);
    if (fault_strikes(&s->faults, FAULT_OPT_OUT, entity)) {
        uint64_t n = fault_size(&s->faults, FAULT_OPT_OUT, entity, 3 * 8000);
        say(s, y->who, stops[n % 3], SIM_MS(n / 3), true);
        if (n % 2)
            say(s, y->who, returns[n % 4 / 2], SIM_S(3600) + SIM_S(n), true);
    }
}

static void say(struct simulation *s, const struct customer *c, struct slice text, uint64_t after_ns, bool again)
{
    struct saying *y = ARENA_NEW(&s->arena, struct saying);
    *y = (struct saying){s, c, text, again};
    timeline_plan(&s->timeline, s->timeline.now_ns + after_ns, said, y, 0);
}

/* A moment of the horizon. Of several days, three of four are by day. */
static uint64_t some_time(struct simulation *s, uint64_t customer, uint64_t n)
{
    uint64_t at = sim_draw(s, "when", customer, n, s->plan.horizon.ns), hour_ns = SIM_S(3600);
    uint64_t hour = (uint64_t)(s->plan.begin.ms / 3600000) % 24 + at / hour_ns;
    bool night = hour % 24 < 8 || hour % 24 >= 20;
    if (s->plan.horizon.ns > SIM_S(86400) && night && sim_draw(s, "day", customer, n, 4) > 0)
        at += 12 * hour_ns;
    return at % s->plan.horizon.ns;
}

/* People write several times in one sitting: after the first message of a sitting come others, minutes apart. */
void customers_plan(struct simulation *s)
{
    s->customers = ARENA_NEW_ARRAY(&s->arena, struct customer, 2 * s->plan.customers);
    for (size_t i = 0; i < s->plan.customers; i++) {
        struct customer *c = &s->customers[i];
        *c = (struct customer){arena_printf(&s->arena, "+4477009%05zu", i), s->tenant_ids[i % s->stage->tenant_count]};
        c[s->plan.customers] = (struct customer){c->address, s->tenant_ids[(i + 1) % s->stage->tenant_count]}; /* elsewhere */
        uint64_t count = 1 + sim_draw(s, "count", i, 0, 2 * s->plan.messages - 1), at = some_time(s, i, 0);
        for (uint64_t n = 0; n < count; n++) {
            bool sitting = n > 0 && sim_draw(s, "sitting", i, n, 3) > 0;
            at = sitting ? at + SIM_MS(300 + sim_draw(s, "pause", i, n, 60000)) : some_time(s, i, n);
            if (at < s->plan.horizon.ns)
                say(s, c, s->stage->texts[sim_draw(s, "text", i, n, s->stage->text_count)], at, false);
        }
    }
}
