#include "shrinking.h"

#include <parley/shrink.h>
#include <stdlib.h>

/* -- one run of a part ---------------------------------------------------------------------------------------------------------
 */

/* Decides strikes. Exact: where the anchors say. Loose: at the first occasion at or after their time, because who calls the store
 * how often is another number when others are silent. */
struct deciding {
    struct shrinking *k;
    const struct run_part *part;
    bool loose, records; /* records: what is drawn happens, and becomes an anchor */
    struct struck {
        bool struck;
        struct anchor actual;
    } * struck; /* per anchor of the part */
    struct moment_of {
        uint64_t entity, at_ns, nth;
    } last[FAULT_COUNT];
    ARRAY_OF(struct anchor) recorded;
    struct arena *arena;
};

static bool is_strike(const struct strike *a, const struct strike *b)
{
    return a->fault == b->fault && a->entity == b->entity && a->occurrence == b->occurrence;
}

static uint64_t nth_now(struct deciding *d, const struct strike *s, uint64_t at_ns)
{
    struct moment_of *m = &d->last[s->fault];
    bool same = m->entity == s->entity && m->at_ns == at_ns && m->nth > 0;
    *m = (struct moment_of){s->entity, at_ns, same ? m->nth + 1 : 1};
    return m->nth;
}

/* A node that is not there any more: another one takes its part. */
static bool is_entity(const struct run_part *p, uint64_t wanted, uint64_t entity)
{
    return wanted == entity || (wanted < SIM_NODES_MAX && wanted >= p->nodes && wanted % p->nodes == entity);
}

static bool fits(const struct deciding *d, const struct anchor *a, const struct strike *s, uint64_t at_ns, uint64_t nth)
{
    if (!d->loose)
        return is_strike(&a->now, s);
    return a->now.fault == s->fault && is_entity(d->part, a->now.entity, s->entity) &&
           (at_ns > a->at_ns || (at_ns == a->at_ns && nth >= a->nth));
}

static bool strikes(void *context, const struct strike *s, uint64_t at_ns, bool drawn)
{
    struct deciding *d = context;
    uint64_t nth = nth_now(d, s, at_ns);
    if (d->records) {
        if (drawn)
            *ARRAY_ADD(d->arena, &d->recorded) = (struct anchor){*s, *s, at_ns, nth, 0};
        return drawn;
    }
    for (size_t i = 0; i < d->part->anchor_count; i++) {
        const struct anchor *a = &d->k->anchors[d->part->anchors[i]];
        if (d->struck[i].struck || !fits(d, a, s, at_ns, nth))
            continue;
        d->struck[i] = (struct struck){true, {a->first, *s, at_ns, nth, 0}};
        return true;
    }
    return false;
}

static uint64_t common_period(uint64_t a, uint64_t b)
{
    uint64_t x = a, y = b;
    while (y != 0) {
        uint64_t rest = x % y;
        x = y;
        y = rest;
    }
    return a == 0 ? b : a / x * b;
}

static bool size_of(void *context, const struct strike *s, uint64_t limit, uint64_t *size)
{
    struct deciding *d = context;
    for (size_t i = 0; i < d->part->anchor_count; i++) {
        struct anchor *a = &d->struck[i].actual;
        if (!d->struck[i].struck || !is_strike(&a->now, s))
            continue;
        a->size_period = common_period(a->size_period, limit);
        *size = fault_size_drawn(d->k->plan.seed, &a->first);
        return true;
    }
    return false;
}

static bool breaks(const struct shrinking *k, const struct simulation_result *r)
{
    if (k->breaks != NULL)
        return k->breaks(r);
    for (size_t i = 0; i < r->violation_count; i++)
        if (r->violations[i].invariant == k->invariant)
            return true;
    return false;
}

static struct play play_of(const struct shrinking *k, const struct run_part *p, struct arena *arena)
{
    struct play_message *list = ARENA_NEW_ARRAY(arena, struct play_message, p->message_count + 1);
    for (size_t i = 0; i < p->message_count; i++)
        list[i] = k->messages[p->messages[i]];
    struct play_act *acts = ARENA_NEW_ARRAY(arena, struct play_act, p->act_count + 1);
    for (size_t i = 0; i < p->act_count; i++)
        acts[i] = k->acts[p->acts[i]];
    return (struct play){.messages = list,
                         .message_count = p->message_count,
                         .acts = acts,
                         .act_count = p->act_count,
                         .staff_idle = p->staff_idle};
}

static bool run_part(struct shrinking *k, const struct run_part *p, struct deciding *d, struct arena *arena)
{
    struct simulation_result result;
    struct play play = play_of(k, p, arena);
    struct fault_judge judge = {d, strikes, size_of};
    struct simulation_plan plan = k->plan;
    d->struck = ARENA_NEW_ARRAY(arena, struct struck, p->anchor_count + 1);
    plan.play = &play;
    plan.judge = &judge;
    plan.nodes = p->nodes;
    plan.horizon = p->horizon;
    plan.tells = false;
    simulation_run(&result, arena, k->stage, &plan);
    k->runs++;
    return breaks(k, &result);
}

static void show_progress(struct shrinking *k, const struct run_part *p)
{
    k->progress.total = k->anchor_count + k->message_count;
    progress_step(&k->progress, k->progress.total - p->anchor_count - p->message_count, 0);
}

/* Does this part still fail? When it does, the anchors move to where the faults struck. */
static bool still_fails(struct shrinking *k, const struct run_part *p)
{
    struct arena arena;
    bool fails = false, all_struck = false;
    arena_init(&arena, (size_t)1 << 30);
    for (unsigned loose = 0; loose < 2 && !fails && !all_struck; loose++) {
        arena_reset(&arena);
        struct deciding d = {.k = k, .part = p, .loose = loose, .arena = &arena};
        fails = run_part(k, p, &d, &arena);
        all_struck = true;
        for (size_t i = 0; i < p->anchor_count; i++)
            all_struck &= d.struck[i].struck;
        for (size_t i = 0; fails && i < p->anchor_count; i++)
            if (d.struck[i].struck)
                k->anchors[p->anchors[i]] = d.struck[i].actual;
    }
    arena_finish(&arena);
    if (fails)
        show_progress(k, p);
    return fails;
}

/* -- less and less -------------------------------------------------------------------------------------------------------------
 */

static bool fails_with_anchors(void *context, const size_t *part, size_t count)
{
    struct shrinking *k = context;
    struct run_part p = k->left;
    p.anchors = part;
    p.anchor_count = count;
    return still_fails(k, &p);
}

static bool fails_with_messages(void *context, const size_t *part, size_t count)
{
    struct shrinking *k = context;
    struct run_part p = k->left;
    p.messages = part;
    p.message_count = count;
    return still_fails(k, &p);
}

static bool fails_with_acts(void *context, const size_t *part, size_t count)
{
    struct shrinking *k = context;
    struct run_part p = k->left;
    p.acts = part;
    p.act_count = count;
    return still_fails(k, &p);
}

static bool is_among(size_t item, const size_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == item)
            return true;
    return false;
}

/* What these customers write and are asked. */
static struct run_part part_of(struct shrinking *k, const size_t *customers, size_t count)
{
    struct run_part p = k->left;
    size_t *messages = ARENA_NEW_ARRAY(&k->arena, size_t, p.message_count + 1),
           *acts = ARENA_NEW_ARRAY(&k->arena, size_t, p.act_count + 1);
    p.message_count = p.act_count = 0;
    for (size_t i = 0; i < k->left.message_count; i++)
        if (is_among(k->messages[k->left.messages[i]].customer, customers, count))
            messages[p.message_count++] = k->left.messages[i];
    for (size_t i = 0; i < k->left.act_count; i++)
        if (is_among(k->acts[k->left.acts[i]].who, customers, count))
            acts[p.act_count++] = k->left.acts[i];
    p.messages = messages;
    p.acts = acts;
    return p;
}

static bool fails_with_customers(void *context, const size_t *part, size_t count)
{
    struct run_part p = part_of(context, part, count);
    return still_fails(context, &p);
}

static size_t *copy_of(struct shrinking *k, const size_t *list, size_t count)
{
    size_t *copy = ARENA_NEW_ARRAY(&k->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++)
        copy[i] = list[i];
    return copy;
}

static bool fewer_anchors(struct shrinking *k)
{
    struct shrink s = {.context = k, .fails = fails_with_anchors};
    size_t *part = copy_of(k, k->left.anchors, k->left.anchor_count), before = k->left.anchor_count;
    k->left.anchor_count = shrink_least(&s, &k->arena, part, before);
    k->left.anchors = part;
    return k->left.anchor_count < before;
}

static bool fewer_messages(struct shrinking *k)
{
    struct shrink s = {.context = k, .fails = fails_with_messages};
    size_t *part = copy_of(k, k->left.messages, k->left.message_count), before = k->left.message_count;
    k->left.message_count = shrink_least(&s, &k->arena, part, before);
    k->left.messages = part;
    return k->left.message_count < before;
}

static bool fewer_acts(struct shrinking *k)
{
    struct shrink s = {.context = k, .fails = fails_with_acts};
    size_t *part = copy_of(k, k->left.acts, k->left.act_count), before = k->left.act_count;
    k->left.act_count = shrink_least(&s, &k->arena, part, before);
    k->left.acts = part;
    return k->left.act_count < before;
}

/* Those who still write or are written to, in the order of their numbers. */
static size_t list_customers(const struct shrinking *k, size_t *out)
{
    size_t n = 0;
    for (size_t c = 0; c < k->plan.customers; c++) {
        bool there = false;
        for (size_t i = 0; i < k->left.message_count && !there; i++)
            there = k->messages[k->left.messages[i]].customer == c;
        for (size_t i = 0; i < k->left.act_count && !there; i++)
            there = k->acts[k->left.acts[i]].who == c;
        if (there)
            out[n++] = c;
    }
    return n;
}

static bool fewer_customers(struct shrinking *k)
{
    struct shrink s = {.context = k, .fails = fails_with_customers};
    size_t *part = ARENA_NEW_ARRAY(&k->arena, size_t, k->plan.customers + 1), before = list_customers(k, part);
    size_t after = shrink_least(&s, &k->arena, part, before);
    if (after < before)
        k->left = part_of(k, part, after);
    return after < before;
}

static bool take_if_fails(struct shrinking *k, const struct run_part *p)
{
    if (!still_fails(k, p))
        return false;
    k->left = *p;
    return true;
}

static bool fewer_nodes(struct shrinking *k)
{
    struct run_part p = k->left;
    for (p.nodes = 1; p.nodes < k->left.nodes; p.nodes++)
        if (take_if_fails(k, &p))
            return true;
    return false;
}

/* Only the time in which faults strike gets shorter: with less time to heal, anything fails. */
static bool shorter(struct shrinking *k)
{
    static const uint64_t after_s[] = {60, 600, 3600, 6 * 3600, 24 * 3600};
    uint64_t last_s = 0, minute = UINT64_C(60);
    for (size_t i = 0; i < k->left.message_count; i++)
        if (k->messages[k->left.messages[i]].at_ms / 1000 > last_s)
            last_s = k->messages[k->left.messages[i]].at_ms / 1000;
    for (size_t i = 0; i < k->left.act_count; i++)
        if (k->acts[k->left.acts[i]].at_ms / 1000 > last_s)
            last_s = k->acts[k->left.acts[i]].at_ms / 1000;
    for (size_t i = 0; i < k->left.anchor_count; i++)
        if (k->anchors[k->left.anchors[i]].at_ns / 1000000000 > last_s)
            last_s = k->anchors[k->left.anchors[i]].at_ns / 1000000000;
    for (size_t i = 0; i < sizeof after_s / sizeof after_s[0]; i++) {
        struct run_part p = k->left;
        p.horizon = DURATION_S((last_s + after_s[i] + minute) / minute * minute);
        if (p.horizon.ns >= k->left.horizon.ns)
            return false;
        if (take_if_fails(k, &p))
            return true;
    }
    return false;
}

static bool without_staff(struct shrinking *k)
{
    struct run_part p = k->left;
    p.staff_idle = true;
    return !k->left.staff_idle && take_if_fails(k, &p);
}

/* -- the beginning -------------------------------------------------------------------------------------------------------------
 */

/* What customers wrote because of a fault stands in the play like everything else that they wrote; those faults go. */
static bool is_written_down(const struct anchor *a)
{
    return a->now.fault == FAULT_CUSTOMER_REPEATS || a->now.fault == FAULT_CUSTOMER_BURST || a->now.fault == FAULT_OPT_OUT ||
           a->now.fault == FAULT_NUMBER_MOVES || a->now.fault == FAULT_POISON;
}

static size_t *all_of(struct shrinking *k, size_t count)
{
    size_t *list = ARENA_NEW_ARRAY(&k->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++)
        list[i] = i;
    return list;
}

static void keep_messages(struct shrinking *k, const struct play_message *list, size_t count)
{
    k->messages = ARENA_NEW_ARRAY(&k->arena, struct play_message, count + 1);
    k->message_count = count;
    for (size_t i = 0; i < count; i++)
        k->messages[i] = list[i];
    k->left.messages = all_of(k, count);
    k->left.message_count = count;
}

static void keep_acts(struct shrinking *k, const struct play *drawn)
{
    k->act_count = k->left.act_count = drawn->act_count;
    k->acts = ARENA_NEW_ARRAY(&k->arena, struct play_act, drawn->act_count + 1);
    for (size_t i = 0; i < drawn->act_count; i++)
        k->acts[i] = drawn->acts[i];
    k->left.acts = all_of(k, drawn->act_count);
}

static bool run_seed(struct shrinking *k)
{
    struct simulation_result result;
    struct run_part nothing = {0};
    struct deciding d = {.k = k, .part = &nothing, .records = true, .arena = &k->arena};
    struct fault_judge judge = {&d, strikes, size_of};
    struct simulation_plan plan = k->plan;
    struct play planned;
    plan.judge = &judge;
    plan.tells = true;
    simulation_run(&result, &k->arena, k->stage, &plan);
    k->runs = 1;
    if (k->invariant == I0_NONE && result.violation_count > 0)
        k->invariant = result.violations[0].invariant;
    if ((k->invariant == I0_NONE && k->breaks == NULL) || !breaks(k, &result))
        return false;
    k->anchors = d.recorded.at;
    k->anchor_count = d.recorded.count;
    k->left = (struct run_part){.nodes = k->plan.nodes, .horizon = k->plan.horizon};
    size_t *kept = all_of(k, k->anchor_count);
    for (size_t i = 0; i < k->anchor_count; i++)
        if (!is_written_down(&k->anchors[i]))
            kept[k->left.anchor_count++] = i;
    k->left.anchors = kept;
    simulation_play(&planned, &k->arena, k->stage, &k->plan);
    keep_messages(k, result.said, result.said_count);
    keep_acts(k, &planned);
    k->faults_before = k->anchor_count;
    k->messages_before = result.said_count;
    k->customers_before = shrinking_customers(k);
    if (still_fails(k, &k->left))
        return true;
    /* Two things at one moment may have changed places: as it was drawn, then. */
    keep_messages(k, planned.messages, planned.message_count);
    k->left.anchors = all_of(k, k->anchor_count);
    k->left.anchor_count = k->anchor_count;
    return still_fails(k, &k->left);
}

bool shrinking_run(struct shrinking *k)
{
    bool went = true;
    arena_init(&k->arena, (size_t)4 << 30);
    if (!run_seed(k))
        return false;
    (void)shorter(k);
    while (went) {
        went = fewer_anchors(k);
        went |= fewer_customers(k);
        went |= fewer_messages(k);
        went |= fewer_acts(k);
        went |= without_staff(k);
        went |= fewer_nodes(k);
        went |= shorter(k);
    }
    return true;
}

void shrinking_finish(struct shrinking *k)
{
    arena_finish(&k->arena);
}

size_t shrinking_customers(const struct shrinking *k)
{
    struct arena scratch;
    arena_init(&scratch, (size_t)1 << 24);
    size_t n = list_customers(k, ARENA_NEW_ARRAY(&scratch, size_t, k->plan.customers + 1));
    arena_finish(&scratch);
    return n;
}

/* -- the end -------------------------------------------------------------------------------------------------------------------
 */

static int by_time(const void *a, const void *b)
{
    const struct anchor *x = a, *y = b;
    if (x->at_ns != y->at_ns)
        return x->at_ns < y->at_ns ? -1 : 1;
    return x->now.fault < y->now.fault ? -1 : x->now.fault > y->now.fault;
}

struct story shrinking_story(struct shrinking *k)
{
    size_t n = k->left.anchor_count;
    struct anchor *anchors = ARENA_NEW_ARRAY(&k->arena, struct anchor, n + 1);
    struct story_fault *faults = ARENA_NEW_ARRAY(&k->arena, struct story_fault, n + 1);
    for (size_t i = 0; i < n; i++)
        anchors[i] = k->anchors[k->left.anchors[i]];
    if (n > 1)
        qsort(anchors, n, sizeof *anchors, by_time);
    for (size_t i = 0; i < n; i++) {
        const struct anchor *a = &anchors[i];
        faults[i] = (struct story_fault){.fault = a->now.fault,
                                         .exact = true,
                                         .entity = a->now.entity,
                                         .occurrence = a->now.occurrence,
                                         .sized = a->size_period > 0};
        if (a->size_period > 0)
            faults[i].size = fault_size_drawn(k->plan.seed, &a->first) % a->size_period;
    }
    struct play play = play_of(k, &k->left, &k->arena);
    size_t customers = 0;
    for (size_t i = 0; i < play.message_count; i++)
        if (play.messages[i].customer >= customers)
            customers = play.messages[i].customer + 1;
    for (size_t i = 0; i < play.act_count; i++)
        if (play.acts[i].who >= customers)
            customers = play.acts[i].who + 1;
    return (struct story){.seed = k->plan.seed,
                          .nodes = k->left.nodes,
                          .store = k->plan.disk,
                          .begin = k->plan.begin,
                          .horizon = k->left.horizon,
                          .settling = k->plan.settling,
                          .customers = customers,
                          .play = play,
                          .faults = faults,
                          .fault_count = n,
                          .violates = k->invariant};
}
