#include "sim.h"

/* Customers: who they are, when they write, and what. Days have a shape: most write between nine and nine. What they write is
 * drawn from the seed, or stands in a play. */

struct saying {
    struct simulation *sim;
    size_t who;
    struct slice text;
    uint64_t number;
    bool again;     /* it followed from another one */
    bool elsewhere; /* to another tenant, from the same number */
};

/* A message that follows from message n has a number of its own that does not depend on how many others were written. */
#define FOLLOWS UINT64_C(1000000000)
enum { FOLLOWS_REPEAT = 1, FOLLOWS_BURST, FOLLOWS_STOP = FOLLOWS_BURST + 10, FOLLOWS_RETURN, FOLLOWS_MOVED, FOLLOWS_POISON };

static const struct slice stops[] = {SLICE_INIT("STOP"), SLICE_INIT("please stop messaging me"),
                                     SLICE_INIT("unsubscribe me from this")};
static const struct slice returns[] = {SLICE_INIT("START"), SLICE_INIT("hi again, please write to me again")};

static void said(void *context, uint64_t what);

static void say(struct simulation *s, uint64_t at_ns, const struct saying *what)
{
    struct saying *y = ARENA_NEW(&s->arena, struct saying);
    *y = *what;
    timeline_plan(&s->timeline, at_ns, said, y, 0);
}

static void follow(const struct saying *y, uint64_t nth, struct slice text, uint64_t after_ns)
{
    uint64_t at_ms = (y->sim->timeline.now_ns + after_ns) / SIM_MS(1);
    say(y->sim, SIM_MS(at_ms),
        &(struct saying){y->sim, y->who, text, y->number + nth * FOLLOWS, .again = true, .elsewhere = nth == FOLLOWS_MOVED});
}

static void follow_ups(const struct saying *y)
{
    struct simulation *s = y->sim;
    uint64_t entity = y->who + 1;
    if (fault_strikes(&s->faults, FAULT_NUMBER_MOVES, entity))
        follow(y, FOLLOWS_MOVED, y->text, SIM_S(fault_size(&s->faults, FAULT_NUMBER_MOVES, entity, 60)));
    if (fault_strikes(&s->faults, FAULT_POISON, entity))
        follow(y, FOLLOWS_POISON, sim_poison, SIM_S(fault_size(&s->faults, FAULT_POISON, entity, 60)));
    if (fault_strikes(&s->faults, FAULT_STAFF_RACES, entity))
        staff_hurry(s, SIM_MS(fault_size(&s->faults, FAULT_STAFF_RACES, entity, 12000)));
    if (fault_strikes(&s->faults, FAULT_CUSTOMER_REPEATS, entity))
        follow(y, FOLLOWS_REPEAT, y->text, SIM_S(1 + fault_size(&s->faults, FAULT_CUSTOMER_REPEATS, entity, 120)));
    if (fault_strikes(&s->faults, FAULT_CUSTOMER_BURST, entity))
        for (uint64_t i = 0; i < 10; i++)
            follow(y, FOLLOWS_BURST + i,
                   s->stage->traffic.texts[sim_draw(s, "burst", y->number, i, s->stage->traffic.text_count)],
                   SIM_MS(200 * i + 100));
    if (fault_strikes(&s->faults, FAULT_OPT_OUT, entity)) {
        uint64_t n = fault_size(&s->faults, FAULT_OPT_OUT, entity, 3 * 8000);
        follow(y, FOLLOWS_STOP, stops[n % 3], SIM_MS(n / 3));
        if (n % 2)
            follow(y, FOLLOWS_RETURN, returns[n % 4 / 2], SIM_S(3600) + SIM_S(n));
    }
}

/* Most have just pressed send; some did so yesterday, and the provider could not deliver it since. */
static struct wall written_at(const struct saying *y)
{
    struct wall now = sim_now(y->sim);
    if (!fault_strikes(&y->sim->faults, FAULT_WRITTEN_YESTERDAY, y->number))
        return now;
    uint64_t s = 22 * 3600 + fault_size(&y->sim->faults, FAULT_WRITTEN_YESTERDAY, y->number, 10 * 3600);
    sim_tell(y->sim, "message m%llu was written %llu s ago", (unsigned long long)y->number, (unsigned long long)s);
    return (struct wall){now.ms - (int64_t)s * 1000};
}

static void said(void *context, uint64_t what)
{
    const struct saying *y = context;
    struct simulation *s = y->sim;
    const struct customer *c = &s->customers[y->who + (y->elsewhere ? s->plan.customers : 0)];
    (void)what;
    if (ledger_has_said(s->ledger, y->number)) { /* a story that holds what follows from a message, and its cause too */
        sim_tell(s, "m%llu was written already", (unsigned long long)y->number);
        return;
    }
    struct wall at = written_at(y);
    ledger_said_as(s->ledger, y->number, c->tenant, c->address, y->text, at);
    sim_tell(s, "customer " SLICE_FMT " of tenant %llu writes m%llu: " SLICE_FMT, SLICE_ARG(c->address),
             (unsigned long long)c->tenant.n, (unsigned long long)y->number, SLICE_ARG(y->text));
    if (s->plan.tells)
        *ARRAY_ADD(s->out, &s->said) =
            (struct play_message){y->number, y->who, s->timeline.now_ns / SIM_MS(1), arena_copy(s->out, y->text), y->elsewhere};
    if (slice_eq(y->text, sim_poison))
        ledger_poison(s->ledger, c->tenant, c->address, sim_poison);
    provider_receives(s, y->number, c, y->text, at);
    if (!y->again)
        follow_ups(y);
}

/* -- what the seed draws -------------------------------------------------------------------------------------------------------
 */

struct drawing {
    const struct simulation_plan *plan;
    const struct stage *stage;
};

static uint64_t draw(const struct drawing *d, const char *purpose, uint64_t entity, uint64_t occurrence, uint64_t limit)
{
    return random_below((struct random_key){d->plan->seed, random_hash(slice_from(purpose)), entity}, occurrence, limit);
}

/* Who never writes, and is written to. */
static bool is_silent(const struct drawing *d, uint64_t customer)
{
    return d->plan->customers > 4 && draw(d, "silent", customer, 0, 8) == 0;
}

/* A moment of the horizon. Of several days, three of four are by day. */
static uint64_t some_time_ms(const struct drawing *d, uint64_t customer, uint64_t n)
{
    uint64_t end_ms = d->plan->horizon.ns / SIM_MS(1), day_ms = 86400000, hour_ms = 3600000;
    uint64_t at = draw(d, "when", customer, n, end_ms), hour = ((uint64_t)d->plan->begin.ms / hour_ms % 24 + at / hour_ms) % 24;
    if (end_ms > day_ms && (hour < 8 || hour >= 20) && draw(d, "day", customer, n, 4) > 0)
        at += 12 * hour_ms;
    return at % end_ms;
}

/* Whose whole conversation a customer says: one that was recorded, an attacker's, or none: a persona's single texts. */
static const struct said_conversation *whole_conversation(const struct drawing *d, size_t customer)
{
    enum { ATTACKERS_ONE_IN = 6 };
    const struct traffic *s = &d->stage->traffic;
    if (s->recorded_count > 0)
        return &s->recorded[draw(d, "recorded", customer, 0, s->recorded_count)];
    if (s->attack_count > 0 && draw(d, "attacker", customer, 0, ATTACKERS_ONE_IN) == 0)
        return &s->attacks[draw(d, "attack", customer, 0, s->attack_count)];
    return NULL;
}

typedef ARRAY_OF(struct play_message) play_messages;

static void add_message(const struct drawing *d, struct arena *arena, play_messages *list, const struct play_message *m)
{
    if (SIM_MS(m->at_ms) < d->plan->horizon.ns)
        *ARRAY_ADD(arena, list) = *m;
}

/* Single texts. People write several times, minutes apart. */
static uint64_t draw_texts(const struct drawing *d, struct arena *arena, play_messages *list, size_t who, uint64_t number)
{
    const struct traffic *t = &d->stage->traffic;
    uint64_t count = is_silent(d, who) ? 0 : 1 + draw(d, "count", who, 0, 2 * d->plan->messages - 1), at_ms = 0;
    for (uint64_t n = 0; n < count; n++) {
        bool sitting = n > 0 && draw(d, "sitting", who, n, 3) > 0;
        at_ms = sitting ? at_ms + 300 + draw(d, "pause", who, n, 60000) : some_time_ms(d, who, n);
        add_message(d, arena, list,
                    &(struct play_message){number + n, who, at_ms, t->texts[draw(d, "text", who, n, t->text_count)], false});
    }
    return number + count;
}

static void draw_messages(const struct drawing *d, struct arena *arena, struct play *out)
{
    play_messages list = {0};
    uint64_t number = 0;
    for (size_t i = 0; i < d->plan->customers; i++) {
        const struct said_conversation *c = whole_conversation(d, i);
        uint64_t begins_ms = some_time_ms(d, i, 0);
        if (c == NULL)
            number = draw_texts(d, arena, &list, i, number);
        for (size_t n = 0; c != NULL && n < c->count; n++, number++)
            add_message(d, arena, &list,
                        &(struct play_message){number, i, begins_ms + c->lines[n].at_ms, c->lines[n].text, false});
    }
    out->messages = list.at;
    out->message_count = list.count;
}

/* Tenants that may write first do so now and then. */
static void draw_campaigns(const struct drawing *d, struct arena *arena, struct play *out)
{
    ARRAY_OF(struct play_act) list = {0};
    uint64_t days = d->plan->horizon.ns / SIM_S(86400);
    for (size_t i = 0; i < d->plan->customers; i++) {
        const struct tenant *tenant = d->stage->tenants[i % d->stage->tenant_count].rules->tenant;
        uint64_t count = tenant->may_start ? draw(d, "campaigns", i, 0, days > 0 ? 10 : 5) + (is_silent(d, i) ? 3 : 0) : 0;
        for (uint64_t n = 0; n < count; n++)
            *ARRAY_ADD(arena, &list) = (struct play_act){
                .act = DEED_OPENS, .at_ms = draw(d, "campaign", i, n, d->plan->horizon.ns / SIM_MS(1)), .who = i};
    }
    out->acts = list.at;
    out->act_count = list.count;
}

void simulation_play(struct play *out, struct arena *arena, const struct stage *stage, const struct simulation_plan *plan)
{
    struct drawing d = {plan, stage};
    *out = (struct play){0};
    draw_messages(&d, arena, out);
    draw_campaigns(&d, arena, out);
}

void customers_plan(struct simulation *s)
{
    ledger_wishes(s->ledger, stops, sizeof stops / sizeof stops[0], returns, sizeof returns / sizeof returns[0]);
    if (s->plan.play != NULL)
        s->written = *s->plan.play;
    else
        simulation_play(&s->written, &s->arena, s->stage, &s->plan);
    s->customers = ARENA_NEW_ARRAY(&s->arena, struct customer, 2 * s->plan.customers);
    for (size_t i = 0; i < s->plan.customers; i++) {
        size_t tenant = s->written.tenant_of != NULL ? s->written.tenant_of[i] : i % s->stage->tenant_count;
        struct customer *c = &s->customers[i];
        *c = (struct customer){arena_printf(&s->arena, "+4477009%05zu", i), s->tenant_ids[tenant]};
        c[s->plan.customers] =
            (struct customer){c->address, s->tenant_ids[(tenant + 1) % s->stage->tenant_count]}; /* elsewhere */
    }
    for (size_t i = 0; i < s->written.message_count; i++) {
        const struct play_message *m = &s->written.messages[i];
        say(s, SIM_MS(m->at_ms), &(struct saying){s, m->customer, m->text, m->number, m->number >= FOLLOWS, m->elsewhere});
    }
}
