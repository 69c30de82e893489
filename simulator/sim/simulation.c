#include "sim.h"

#include <parley/hostile_model.h>
#include <parley/script_model.h>
#include <stdarg.h>
#include <stdio.h>

/* A quarter of an hour of the years 2024 to 2027, which have every kind of day in them: ends and beginnings of summer time, a
 * leap day, nights and weekends. One seed in eight begins in the ten days after the Saturday before a summer ends. Six hours are
 * enough for most of what can happen between people; one seed in eight has three days, for caps, strikes and windows. */
struct simulation_plan simulation_plan_default(uint64_t seed)
{
    struct random_key key = {seed, random_hash(SLICE("plan")), 0};
    enum { QUARTERS = 4 * 365 * 96 };
    static const uint64_t summer_ends[] = {28704, 63648, 98592, 134208}; /* quarters since the beginning of 2024 */
    bool is_long = random_below(key, 0, 16) == 0, in_autumn = random_below(key, 2, 8) == 0;
    uint64_t quarter =
        in_autumn ? summer_ends[random_below(key, 3, 4)] + random_below(key, 4, 960) : random_below(key, 1, QUARTERS);
    return (struct simulation_plan){.seed = seed,
                                    .nodes = 2,
                                    .customers = 12,
                                    .messages = 6,
                                    .begin = {INT64_C(1704067200000) + (int64_t)quarter * 900000},
                                    .horizon = DURATION_S(is_long ? 5 * 86400 : 6 * 3600),
                                    .settling = DURATION_S(3 * 3600)};
}

struct wall sim_now(const struct simulation *s)
{
    return (struct wall){s->plan.begin.ms + (int64_t)(s->timeline.now_ns / 1000000)};
}

uint64_t sim_draw(const struct simulation *s, const char *purpose, uint64_t entity, uint64_t occurrence, uint64_t limit)
{
    return random_below((struct random_key){s->plan.seed, random_hash(slice_from(purpose)), entity}, occurrence, limit);
}

void sim_tell(struct simulation *s, const char *format, ...)
{
    char text[600];
    va_list args;
    if (!s->plan.tells)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    *ARRAY_ADD(s->out, &s->told) = (struct told){(int64_t)(s->timeline.now_ns / 1000000), arena_copy(s->out, slice_from(text))};
}

void sim_tell_text(struct simulation *s, struct slice text, size_t most, const char *format, ...)
{
    char head[200];
    va_list args;
    va_start(args, format);
    vsnprintf(head, sizeof head, format, args);
    va_end(args);
    size_t len = text.len < most ? text.len : most;
    while (len > 0 && len < text.len && ((unsigned char)text.at[len] & 0xc0) == 0x80) /* whole characters */
        len--;
    sim_tell(s, "%s: " SLICE_FMT "%s", head, SLICE_ARG(slice_sub(text, 0, len)), len < text.len ? "..." : "");
}

uint64_t sim_person(struct slice address)
{
    uint64_t n = 0;
    for (size_t i = 0; i < address.len; i++)
        if (address.at[i] >= '0' && address.at[i] <= '9')
            n = 10 * n + (uint64_t)(address.at[i] - '0');
    return n;
}

static void fill(struct entropy *r, void *at, size_t size)
{
    struct sim_entropy *e = (struct sim_entropy *)(void *)r;
    unsigned char *to = at;
    for (size_t i = 0; i < size; i += 8) {
        uint64_t drawn = random_at(e->dice.key, e->dice.thrown++);
        for (size_t k = 0; k < 8 && i + k < size; k++)
            to[i + k] = (unsigned char)(drawn >> 8 * k);
    }
}

/* -- what is told ---------------------------------------------------------------------------------------------------------------
 */

static bool tell_strike(void *context, const struct strike *k, uint64_t at_ns, bool drawn)
{
    struct simulation *s = context;
    if (s->plan.occasions != NULL && *s->plan.occasions == k->fault)
        sim_tell(s, "(%s could strike %llu/%llu)", fault_rows[k->fault].name, (unsigned long long)k->entity,
                 (unsigned long long)k->occurrence);
    bool strikes = s->plan.judge != NULL ? s->plan.judge->strikes(s->plan.judge->context, k, at_ns, drawn) : drawn;
    if (strikes)
        sim_tell(s, "%s strikes %llu/%llu", fault_rows[k->fault].name, (unsigned long long)k->entity,
                 (unsigned long long)k->occurrence);
    return strikes;
}

static bool judged_size(void *context, const struct strike *k, uint64_t limit, uint64_t *size)
{
    const struct simulation *s = context;
    return s->plan.judge != NULL && s->plan.judge->size(s->plan.judge->context, k, limit, size);
}

static void tell_strikes(struct simulation *s)
{
    s->teller = (struct fault_judge){s, tell_strike, judged_size};
    s->faults.judge = s->plan.tells ? &s->teller : s->plan.judge;
    s->faults.now_ns = &s->timeline.now_ns;
}

/* -- beginning and end ---------------------------------------------------------------------------------------------------------
 */

static void open_stores(struct simulation *s)
{
    static const struct entropy_ops entropy_ops = {fill};
    struct error e;
    s->entropy = (struct sim_entropy){{&entropy_ops}, {{s->plan.seed, random_hash(SLICE("entropy")), 0}, 0}};
    stores_begin(s);
    for (size_t i = 0; i < s->stage->tenant_count; i++)
        must(s->desk->ops->tenant_put(s->desk, &s->tenant_ids[i], s->stage->tenants[i].rules->tenant->id, NULL, &e) == OK);
}

static struct ledger *open_ledger(struct simulation *s)
{
    const struct tenant **rules = ARENA_NEW_ARRAY(&s->arena, const struct tenant *, s->stage->tenant_count);
    for (size_t i = 0; i < s->stage->tenant_count; i++)
        rules[i] = s->rules[i]->tenant;
    return ledger_create(&(struct ledger_setup){s->stage->tenant_count, rules, DURATION_S(600)});
}

static const struct slice_list no_lines = {NULL, 0};

static void begin(struct simulation *s, struct arena *out, const struct stage *stage, const struct simulation_plan *plan)
{
    *s = (struct simulation){.plan = *plan, .stage = stage, .out = out};
    arena_init(&s->arena, (size_t)1 << 30);
    arena_init(&s->scratch, ARENA_TURN_MAX);
    faults_begin(&s->faults, plan->seed);
    for (unsigned i = 0; i < VOLUNTEER_COUNT; i++)
        s->armed[i] = sim_draw(s, "arm", i, 0, 4) == 0;
    s->faults.only = plan->only;
    s->faults.only_count = plan->only_count;
    s->faults.never = plan->never;
    s->faults.never_count = plan->never_count;
    tell_strikes(s);
    if (plan->rates != NULL)
        plan->rates(plan->context, &s->faults);
    for (size_t i = 0; i < stage->tenant_count; i++)
        s->rules[i] = fault_strikes(&s->faults, FAULT_SPEND_LIMIT, i + 1) ? stage->tenants[i].poor : stage->tenants[i].rules;
    open_stores(s);
    s->ledger = open_ledger(s);
    s->script = script_model_create();
    s->hostile = hostile_model_create(plan->seed, &no_lines);
    for (unsigned i = 0; i < plan->nodes; i++)
        node_init(s, i);
    for (unsigned i = 0; i < plan->nodes; i++)
        node_start(&s->nodes[i]);
    if (plan->direction != NULL) {
        plan->direction->plan(plan->direction->context, s);
        return;
    }
    customers_plan(s);
    weather_plan(s);
    people_plan(s);
    acts_plan(s);
}

static void finish(struct simulation *s)
{
    for (size_t i = 0; i < s->plan.nodes; i++)
        node_stop(&s->nodes[i]);
    s->script->ops->close(s->script);
    s->hostile->ops->close(s->hostile);
    stores_end(s);
    ledger_destroy(s->ledger);
    timeline_finish(&s->timeline);
    faults_finish(&s->faults);
    arena_finish(&s->scratch);
    arena_finish(&s->arena);
}

/* -- the two phases ------------------------------------------------------------------------------------------------------------
 */

static void run_until(struct simulation *s, uint64_t ns)
{
    for (uint64_t next; !s->stands_still && (next = timeline_next_ns(&s->timeline)) <= ns;) {
        ledger_time(s->ledger, (struct wall){s->plan.begin.ms + (int64_t)(next / 1000000)});
        (void)timeline_step(&s->timeline, ns);
    }
    s->timeline.now_ns = ns;
    ledger_time(s->ledger, sim_now(s));
}

/* Who is left has to do it all. */
static void lose_nodes(struct simulation *s)
{
    for (size_t i = 0, left = s->plan.nodes; i < s->plan.nodes && left > 1; i++)
        if (fault_strikes(&s->faults, FAULT_NODE_LOST, i + 1)) {
            sim_tell(s, "node %zu does not come back", i);
            node_stop(&s->nodes[i]);
            left--;
        }
}

static void heal(struct simulation *s)
{
    lose_nodes(s);
    s->faults.healed = true;
    stores_fill(s, false);
    for (unsigned i = 0; i < LIMITS_SIM; i++)
        s->limited_ns[i] = 0;
    s->number_free_ns = 0;
    s->number_back_ns[0] = s->number_back_ns[1] = s->number_takes_ns[0] = s->number_takes_ns[1] = s->store_takes_ns = 0;
    for (unsigned i = 0; i < MODELS_SIM; i++)
        s->model_back_ns[i] = s->model_takes_ns[i] = 0;
    for (size_t i = 0; i < s->plan.nodes; i++) {
        s->nodes[i].clock.skew_ms = 0;
        s->nodes[i].store_back_ns = 0;
        node_heal(&s->nodes[i]);
    }
    people_heal(s);
    ledger_healed(s->ledger);
    sim_tell(s, "everything heals");
    if (s->plan.direction != NULL && s->plan.direction->heals != NULL)
        s->plan.direction->heals(s->plan.direction->context, s);
}

static void copy_out(struct simulation_result *out, struct simulation *s)
{
    size_t count;
    const struct violation *v = ledger_violations(s->ledger, &count);
    struct violation *copies = ARENA_NEW_ARRAY(s->out, struct violation, count + 1);
    struct strike *strikes = ARENA_NEW_ARRAY(s->out, struct strike, s->faults.strikes.count + 1);
    for (size_t i = 0; i < count; i++) {
        copies[i] = v[i];
        copies[i].text = arena_copy(s->out, v[i].text);
    }
    for (size_t i = 0; i < s->faults.strikes.count; i++)
        strikes[i] = s->faults.strikes.at[i];
    *out = (struct simulation_result){.seed = s->plan.seed,
                                      .digest = ledger_digest(s->ledger),
                                      .violations = copies,
                                      .violation_count = count,
                                      .sum = ledger_sum(s->ledger),
                                      .strikes = strikes,
                                      .strike_count = s->faults.strikes.count,
                                      .virtual_ms = s->timeline.now_ns / 1000000,
                                      .writes = s->writes,
                                      .timeline = s->told.at,
                                      .told_count = s->told.count,
                                      .said = s->said.at,
                                      .said_count = s->said.count};
    for (unsigned i = 0; i < VOLUNTEER_COUNT; i++)
        out->volunteered[i] = s->volunteered[i];
    for (unsigned i = 0; i < FAULT_COUNT; i++) {
        out->asked[i] = s->faults.asked[i];
        out->struck[i] = s->faults.struck[i];
    }
}

enum { HELD_AT_REST_MOST = 1 << 20 };

void simulation_run(struct simulation_result *out, struct arena *arena, const struct stage *stage,
                    const struct simulation_plan *plan)
{
    struct simulation s;
    begin(&s, arena, stage, plan);
    run_until(&s, plan->horizon.ns);
    heal(&s);
    run_until(&s, plan->horizon.ns + SIM_S(15 * 60));
    stores_reopen_desk(&s);
    ledger_drained(s.ledger, s.desk);
    run_until(&s, plan->horizon.ns + plan->settling.ns);
    stores_reopen_desk(&s);
    for (size_t i = 0; i < plan->nodes; i++)
        node_is_within(&s.nodes[i], HELD_AT_REST_MOST);
    ledger_settle(s.ledger, s.desk, DURATION_S(900));
    copy_out(out, &s);
    finish(&s);
}
