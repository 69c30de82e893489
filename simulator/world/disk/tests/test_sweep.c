/* Every durable operation of a scripted run, met by every fault that fits: afterwards what was answered OK is there, nothing is
 * half there, the files are sound, the audit verifies, and the run can go on to its end as if nothing had happened. */
#include "state.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <parley/size.h>
#include <stdlib.h>
#include <time.h>

enum after {
    CLOSED,
    KILLED,
    CARRIED_ON, /* the same store tries again as it is */
    CUT_AGAIN,  /* killed, and the power goes while the next one opens */
    CUT_CLOSED, /* closed, and the power goes meanwhile or while the next one opens */
    SURVIVED    /* another process goes on, which had everything open */
};

static const struct plan {
    const char *name;
    enum disk_fault fault;
    enum after after;
    bool damages_neighbours;
} plans[] = {
    {"error before", DISK_ERROR, CLOSED, false},
    {"error before, then killed", DISK_ERROR, KILLED, false},
    {"error before, tried again", DISK_ERROR, CARRIED_ON, false},
    {"torn", DISK_TORN, CLOSED, false},
    {"torn, then killed", DISK_TORN, KILLED, false},
    {"disk full", DISK_FULL, CLOSED, false},
    {"disk full, then killed", DISK_FULL, KILLED, false},
    {"disk full, tried again", DISK_FULL, CARRIED_ON, false},
    {"sync fails", DISK_SYNC_FAILS, CLOSED, false},
    {"sync fails, then killed", DISK_SYNC_FAILS, KILLED, false},
    {"sync fails, tried again", DISK_SYNC_FAILS, CARRIED_ON, false},
    {"sync fails, another lives", DISK_SYNC_FAILS, SURVIVED, false},
    {"sync fails, cut while opening", DISK_SYNC_FAILS, CUT_AGAIN, false},
    {"sync fails, cut while closing", DISK_SYNC_FAILS, CUT_CLOSED, false},
    {"power cut before", DISK_CUT_BEFORE, CLOSED, false},
    {"power cut after", DISK_CUT_AFTER, CLOSED, false},
    {"power cut, neighbours damaged", DISK_CUT_AFTER, CLOSED, true},
    {"power cut, and again", DISK_CUT_AFTER, CUT_AGAIN, false},
    {"process dies before", DISK_DIES_BEFORE, CLOSED, false},
    {"process dies during", DISK_DIES_DURING, CLOSED, false},
    {"process dies after", DISK_DIES_AFTER, CLOSED, false},
    {"process dies, another lives", DISK_DIES_AFTER, SURVIVED, false},
    {"process dies, cut while opening", DISK_DIES_AFTER, CUT_AGAIN, false},
};

struct point {
    uint64_t durable;
    enum disk_fault fault;
    uint64_t struck;
    bool at_barrier;  /* not at an operation: after so many syncs and truncations, where what is durable changes */
    uint64_t barrier; /* how many more */
    uint8_t *ops;     /* of the reference run, to be filled in; or NULL */
    uint64_t count;
};

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SWEEP_EVERY 13 /* slower by far: every so many points one */
#endif
#endif
#ifndef SWEEP_EVERY
#define SWEEP_EVERY 7
#endif

/* In a test run one point in so many; with PARLEY_SWEEP_ALL in the environment every one of them, in some minutes. */
static uint64_t sweep_every(void)
{
    return getenv("PARLEY_SWEEP_ALL") != NULL ? 1 : SWEEP_EVERY;
}

enum { STEPS_MAX = 64, OPS_MAX = 8192, SHOWN_MAX = 5, OTHERS = DISK_OP_COUNT /* the other process is not struck */ };

struct reference {
    struct state states[STEPS_MAX + 1]; /* after so many steps */
    char keys[SCRIPT_SENDS][48];
    struct slice key_slices[SCRIPT_SENDS];
    uint8_t ops[OPS_MAX];
    uint64_t count; /* of durable operations */
    struct digest bytes;
};

struct totals {
    uint64_t points, swept, failed;
    uint64_t again; /* how often the power went a second time, while opening */
    struct disk_counts counts;
    struct digest bytes; /* of the last point's disk */
};

static enum disk_fault strike(void *context, const struct disk_request *r)
{
    struct point *p = context;
    if (r->op < DISK_WRITE)
        return DISK_FINE;
    if (p->ops != NULL) {
        cr_assert_lt(p->count, OPS_MAX);
        p->ops[p->count++] = r->node == 0 ? (uint8_t)r->op : OTHERS;
    }
    if (p->at_barrier && (r->op == DISK_SYNC || r->op == DISK_TRUNCATE || r->op == DISK_DELETE) && p->barrier-- == 0)
        p->durable = r->durable;
    if (p->fault == DISK_FINE || r->durable != p->durable)
        return DISK_FINE;
    p->struck++;
    return p->fault;
}

static size_t go(struct run *r, size_t from, size_t to, enum code *code, struct error *e)
{
    *code = OK;
    while (from < to && (*code = script[from].take(r, e)) == OK)
        from++;
    return from;
}

/* -- what the run is measured by ------------------------------------------------------------------------------------------------
 */

static bool reopen(struct run *r, bool killed, struct error *e)
{
    if (killed)
        disk_process_dies(r->place->disk, r->node);
    if (r->store != NULL)
        r->store->ops->close(r->store);
    if (r->other != NULL)
        r->other->ops->close(r->other);
    r->other = NULL;
    r->store = disk_place_open(r->place, r->node, e);
    return r->store != NULL;
}

static void make_reference(struct reference *ref, const struct plan *plan)
{
    memset(ref, 0, sizeof *ref);
    for (size_t n = script_count + 1; n-- > 0;) { /* the whole of it first: it knows the keys */
        struct point p = {.ops = n == script_count ? ref->ops : NULL};
        struct disk_place place;
        struct run r;
        struct error e = {0};
        enum code code;
        char why[300] = "";
        disk_place_make(&place, &(struct disk_setup){
                                    .seed = 1, .context = &p, .fault = strike, .damages_neighbours = plan->damages_neighbours});
        run_init(&r, &place, 0);
        r.watched = plan->after == SURVIVED;
        size_t done = go(&r, 0, n, &code, &e);
        cr_assert_eq(done, n, "%s: %s", script[done].name, e.text);
        if (n == script_count) {
            ref->count = p.count;
            ref->bytes = disk_digest(place.disk);
            cr_assert_eq(r.key_count, SCRIPT_SENDS);
            for (size_t i = 0; i < SCRIPT_SENDS; i++) {
                snprintf(ref->keys[i], sizeof ref->keys[i], SLICE_FMT, SLICE_ARG(r.keys[i]));
                ref->key_slices[i] = slice_from(ref->keys[i]);
            }
        }
        p.ops = NULL;
        cr_assert(reopen(&r, true, &e), "%s", e.text);
        cr_assert(state_read(&ref->states[n], &r, ref->key_slices, SCRIPT_SENDS, why, sizeof why), "after %zu steps: %s", n, why);
        run_finish(&r);
        disk_destroy(place.disk);
    }
}

/* -- one point ------------------------------------------------------------------------------------------------------------------
 */

struct told {
    const struct reference *ref;
    const struct plan *plan;
    uint64_t durable;
    size_t step;
    enum code code;
    bool failed;
    char text[ERROR_TEXT_MAX + 600];
};

/* The first thing that is wrong at a point is the one to read. */
#define SAY(t, format, ...)                                                                                                      \
    ((t)->failed                                                                                                                 \
         ? 0                                                                                                                     \
         : ((t)->failed = true,                                                                                                  \
            snprintf((t)->text, sizeof(t)->text, "%s at durable operation %llu (%s), step \"%s\" answered %s: " format,          \
                     (t)->plan->name, (unsigned long long)(t)->durable, disk_op_name((enum disk_op)(t)->ref->ops[(t)->durable]), \
                     (t)->step < script_count ? script[(t)->step].name : "none", code_name((t)->code), __VA_ARGS__)))

/* Another process is told of a failed sync at its own next one, and opens again then. */
static struct state read_state(struct run *r, struct told *t)
{
    struct error e;
    struct state s = {0};
    char why[300] = "";
    bool good = state_read(&s, r, t->ref->key_slices, SCRIPT_SENDS, why, sizeof why);
    if (!good && t->plan->after == SURVIVED && reopen(r, false, &e))
        good = state_read(&s, r, t->ref->key_slices, SCRIPT_SENDS, why, sizeof why);
    if (!good)
        SAY(t, "%s", why);
    return s;
}

static void explain(struct told *t, const struct state *s, const struct state *a, const struct state *b)
{
    static const char *const parts[] = {"shared", "first tenant", "second tenant", "texts"};
    char text[200] = "";
    for (size_t i = 0; i < STATE_PARTS; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof text - len, " %s %s;", parts[i],
                 digest_eq(s->parts[i], a->parts[i])   ? "as before the step"
                 : digest_eq(s->parts[i], b->parts[i]) ? "as after it"
                                                       : "as at neither");
    }
    SAY(t, "what is there is neither all nor nothing of it:%s", text);
}

/* How many steps are done, by what is there. */
static size_t place_of(struct run *r, struct told *t)
{
    const struct state *before = &t->ref->states[t->step], *after = t->step < script_count ? before + 1 : before;
    struct state s = read_state(r, t);
    if (t->failed || state_eq(&s, before))
        return t->step;
    if (!state_eq(&s, after))
        explain(t, &s, before, after);
    else if (t->code == UNAVAILABLE && !(script[t->step].kind & STEP_TIDIES))
        SAY(t, "%s", "it says not done and is done");
    return t->step + 1;
}

/* The rest of the run; answers how many steps are done. Another process may yet be told of the failed sync, and opens again then.
 */
static size_t go_on(struct run *r, struct told *t, size_t at)
{
    struct error e = {0};
    for (size_t tries = 0;; tries++) {
        if (at > t->step && (script[t->step].kind & STEP_GIVES))
            return at; /* what the next steps need died with the one that asked for it */
        t->step = go(r, at, script_count, &t->code, &e);
        if (t->step == script_count)
            return script_count;
        if (t->plan->after != SURVIVED || t->code != IO_FAILED || tries > 3 || !reopen(r, false, &e)) {
            SAY(t, "the run cannot go on: %s", e.text);
            return t->step;
        }
        at = place_of(r, t);
        if (t->failed)
            return at;
    }
}

/* What is there, whether the rest of the run goes as ever, and whether anything that was answered rests on what was not synced.
 */
static void look_and_go_on(struct run *r, struct told *t)
{
    struct error e = {0};
    size_t at = place_of(r, t);
    if (t->failed)
        return;
    at = go_on(r, t, at);
    if (t->failed)
        return;
    t->step = at;
    disk_power_cut(r->place->disk);
    if (!reopen(r, false, &e)) {
        SAY(t, "the store does not open after a last power cut: %s", e.text);
        return;
    }
    struct state s = read_state(r, t);
    if (!state_eq(&s, &t->ref->states[at]))
        explain(t, &s, &t->ref->states[at], &t->ref->states[at]);
}

/* After a failed sync at the `again`th barrier, else at one of the first operations, by dice. */
static void cut_while_opening(struct run *r, struct point *p, struct told *t, uint64_t again)
{
    struct error e = {0};
    struct state s;
    char why[300];
    struct random_key key = {1, 4, t->durable};
    p->fault = DISK_CUT_AFTER;
    p->at_barrier = t->plan->fault == DISK_SYNC_FAILS;
    p->barrier = again;
    p->durable =
        p->at_barrier ? UINT64_MAX : disk_count(r->place->disk).durable + random_below(key, (uint64_t)t->plan->fault, 100);
    if (reopen(r, t->plan->after == CUT_AGAIN, &e))
        (void)state_read(&s, r, t->ref->key_slices, SCRIPT_SENDS, why, sizeof why);
    p->fault = DISK_FINE;
    p->at_barrier = false;
}

static bool next_one_opens(struct run *r, struct point *p, struct told *t, uint64_t again, struct error *e)
{
    enum after after = t->plan->after;
    size_t step = t->step < script_count ? t->step : script_count - 1;
    bool tidies = (script[step].kind & STEP_TIDIES) != 0;
    if (after == CARRIED_ON && t->step < script_count && r->store != NULL && !tidies)
        t->step = go(r, t->step, script_count, &t->code, e);
    if (after == CUT_AGAIN || after == CUT_CLOSED)
        cut_while_opening(r, p, t, again);
    if (after != SURVIVED || r->other == NULL)
        return reopen(r, after == KILLED, e);
    if (r->store != NULL)
        r->store->ops->close(r->store);
    r->store = r->other;
    r->other = NULL;
    r->node++;
    return !tidies || reopen(r, false, e);
}

static bool is_point(const struct plan *plan, const struct reference *ref, uint64_t durable)
{
    return ref->ops[durable] != OTHERS && disk_fault_fits(plan->fault, (enum disk_op)ref->ops[durable]);
}

/* Answers how often something struck. */
static uint64_t sweep_once(struct totals *totals, const struct reference *ref, const struct plan *plan, uint64_t durable,
                           uint64_t again)
{
    struct point p = {.durable = durable, .fault = plan->fault};
    struct told t = {.ref = ref, .plan = plan, .durable = durable};
    struct disk_place place;
    struct run r;
    struct error e = {0};
    disk_place_make(&place,
                    &(struct disk_setup){
                        .seed = 1 + durable, .context = &p, .fault = strike, .damages_neighbours = plan->damages_neighbours});
    run_init(&r, &place, 0);
    r.watched = plan->after == SURVIVED;
    t.step = go(&r, 0, script_count, &t.code, &e);
    if (p.struck != 1) /* the run up to here is the reference run, operation by operation */
        SAY(&t, "%s", "the fault did not strike");
    p.fault = DISK_FINE;
    if (!next_one_opens(&r, &p, &t, again, &e))
        SAY(&t, "the store does not open again: %s", e.text);
    else
        look_and_go_on(&r, &t);
    if (r.leaked)
        SAY(&t, "%s", "the key of who was erased is still on the disk");
    struct disk_counts counts = disk_count(place.disk);
    totals->counts.kept += counts.kept;
    totals->counts.dropped += counts.dropped;
    totals->counts.torn += counts.torn;
    totals->counts.length_only += counts.length_only;
    totals->bytes = disk_digest(place.disk);
    totals->again += p.struck > 1;
    totals->failed += t.failed;
    if (t.failed && totals->failed <= SHOWN_MAX)
        cr_log_error("%s", t.text);
    run_finish(&r);
    disk_destroy(place.disk);
    return p.struck;
}

static void sweep_point(struct totals *totals, const struct reference *ref, const struct plan *plan, uint64_t durable)
{
    bool every_barrier = plan->fault == DISK_SYNC_FAILS && (plan->after == CUT_AGAIN || plan->after == CUT_CLOSED);
    for (uint64_t again = 0; sweep_once(totals, ref, plan, durable, again) > 1 && every_barrier;)
        again++;
    totals->swept++;
}

ParameterizedTestParameters(disk_sweep, loses_nothing_and_leaves_nothing_half)
{
    static size_t rows[COUNT_OF(plans)];
    for (size_t i = 0; i < COUNT_OF(plans); i++)
        rows[i] = i;
    return cr_make_param_array(size_t, rows, COUNT_OF(plans));
}

ParameterizedTest(size_t *index, disk_sweep, loses_nothing_and_leaves_nothing_half)
{
    static struct reference ref;
    const struct plan *plan = &plans[*index];
    struct totals totals = {0};
    struct timespec from, to;
    uint64_t every = sweep_every();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    make_reference(&ref, plan);
    for (uint64_t k = 0; k < ref.count; k += every)
        totals.points += is_point(plan, &ref, k);
    for (uint64_t k = 0; k < ref.count; k += every)
        if (is_point(plan, &ref, k))
            sweep_point(&totals, &ref, plan, k);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    fprintf(
        stderr,
        "%-32s %llu points, %llu swept, %llu struck again, %lld ms; unsynced: %llu kept, %llu dropped, %llu torn, %llu longer\n",
        plan->name, (unsigned long long)totals.points, (unsigned long long)totals.swept, (unsigned long long)totals.again,
        ((long long)to.tv_sec - (long long)from.tv_sec) * 1000 + ((long long)to.tv_nsec - (long long)from.tv_nsec) / 1000000,
        (unsigned long long)totals.counts.kept, (unsigned long long)totals.counts.dropped, (unsigned long long)totals.counts.torn,
        (unsigned long long)totals.counts.length_only);
    cr_assert_eq(totals.failed, 0, "%llu points failed", (unsigned long long)totals.failed);
    cr_assert_gt(totals.points, 0);
    cr_assert_eq(totals.points, totals.swept);
    cr_assert((plan->after != CUT_AGAIN && plan->after != CUT_CLOSED) || totals.again > 0);
    cr_assert(plan->fault != DISK_CUT_BEFORE ||
              (totals.counts.kept && totals.counts.dropped && totals.counts.torn && totals.counts.length_only));
}

Test(disk_sweep, leaves_the_same_bytes_twice)
{
    static struct reference one, two;
    make_reference(&one, &plans[0]);
    make_reference(&two, &plans[0]);
    cr_assert(digest_eq(one.bytes, two.bytes));
    cr_assert_eq(one.count, two.count);
    for (size_t i = 0; i < COUNT_OF(plans); i++)
        for (uint64_t k = 37; k < one.count; k += 211) {
            struct totals first = {0}, second = {0};
            if (plans[i].after == SURVIVED || plans[i].damages_neighbours || !is_point(&plans[i], &one, k))
                continue;
            sweep_point(&first, &one, &plans[i], k);
            sweep_point(&second, &one, &plans[i], k);
            cr_assert(digest_eq(first.bytes, second.bytes), "%s at durable operation %llu", plans[i].name, (unsigned long long)k);
        }
}

/* -- the checkpoint that SQLite runs by itself ----------------------------------------------------------------------------------
 */

enum { BULK = 100, BULK_BYTES = 38000 }; /* a little less than the log that SQLite empties by itself */

static enum code accept_bulk(struct run *r, size_t bytes, struct error *e)
{
    static enum accept_result results[BULK];
    struct inbound batch[BULK];
    char *text = arena_alloc(&r->arena, bytes);
    memset(text, 'y', bytes);
    for (size_t i = 0; i < BULK; i++)
        batch[i] = (struct inbound){.tenant = r->acme,
                                    .channel = CHANNEL_WHATSAPP,
                                    .provider_id = arena_printf(&r->arena, "bulk %zu", i),
                                    .address = private_hide(SLICE("anna")),
                                    .text = private_hide((struct slice){text, bytes})};
    return r->store->ops->accept(r->store, batch, BULK, results, e);
}

static enum code accept_late(struct run *r, enum accept_result *result, struct error *e)
{
    struct inbound in = {.tenant = r->acme,
                         .channel = CHANNEL_WHATSAPP,
                         .provider_id = SLICE("late"),
                         .address = private_hide(SLICE("anna")),
                         .text = private_hide(SLICE("one more"))};
    return r->store->ops->accept(r->store, &in, 1, result, e);
}

/* Accepts much, claims (the inbox is marked lazily, and the log is then long enough to be emptied), accepts one more; a sync
 * fails on the way. What was accepted with OK is known after a power cut that takes all that was not synced. */
static uint64_t drops_all(void *context, enum disk_dice what, uint64_t which, uint64_t occurrence)
{
    (void)context;
    return what == DISK_DICE_SALT ? random_at((struct random_key){1, 5, which}, occurrence) : 1;
}

static bool accepts_beside_a_failing_sync(struct point *p, uint64_t *from)
{
    struct disk_place place;
    struct run r;
    struct error e = {0};
    struct wall next;
    struct work w;
    enum accept_result result;
    disk_place_make(&place, &(struct disk_setup){.seed = 1, .context = p, .fault = strike, .dice = drops_all});
    run_init(&r, &place, 0);
    cr_assert_eq(script[0].take(&r, &e), OK);
    cr_assert_eq(script[1].take(&r, &e), OK);
    *from = disk_count(place.disk).durable;
    bool bulk = accept_bulk(&r, BULK_BYTES, &e) == OK;
    (void)!r.store->ops->claim(r.store, &w, &next, &r.arena, (struct wall){1}, &(struct claim_terms){.lease = DURATION_S(10)},
                               &e);
    bool late = accept_late(&r, &result, &e) == OK;
    p->fault = DISK_FINE;
    p->ops = NULL;
    disk_power_cut(place.disk);
    cr_assert(reopen(&r, false, &e), "%s", e.text);
    cr_assert_eq(accept_late(&r, &result, &e), OK, "%s", e.text);
    bool kept = !late || (bulk && result == ACCEPT_DUPLICATE);
    run_finish(&r);
    disk_destroy(place.disk);
    return kept;
}

Test(disk_sweep, keeps_what_was_accepted_when_a_sync_fails_beside_a_checkpoint)
{
    struct point whole = {.fault = DISK_FINE};
    static uint8_t ops[OPS_MAX];
    uint64_t from, ignored, swept = 0;
    whole.ops = ops;
    cr_assert(accepts_beside_a_failing_sync(&whole, &from));
    for (uint64_t k = from; k < whole.count; k++) {
        struct point p = {.durable = k, .fault = DISK_SYNC_FAILS};
        if (ops[k] != DISK_SYNC)
            continue;
        cr_assert(accepts_beside_a_failing_sync(&p, &ignored),
                  "a sync fails at durable operation %llu: what was accepted is lost", (unsigned long long)k);
        cr_assert_eq(p.struck, 1);
        swept++;
    }
    fprintf(stderr, "a sync fails around a checkpoint: %llu swept\n", (unsigned long long)swept);
    cr_assert_gt(swept, 4);
}

/* Many rows are marked lazily, in pages of which the log has some older ones already; then a sync fails, and with it the marks
 * are lost on the disk and not in memory. Closing must not move them into the file: the shorter log would undo some of the pages.
 */
Test(disk_sweep, moves_nothing_out_of_a_log_that_may_not_be_there)
{
    struct point p = {.fault = DISK_FINE};
    struct disk_place place;
    struct run r;
    struct error e = {0};
    struct wall next;
    struct work w;
    struct state s;
    enum accept_result result;
    char why[300] = "";
    disk_place_make(&place, &(struct disk_setup){.seed = 1, .context = &p, .fault = strike, .dice = drops_all});
    run_init(&r, &place, 0);
    cr_assert_eq(script[0].take(&r, &e), OK);
    cr_assert_eq(script[1].take(&r, &e), OK);
    cr_assert_eq(accept_bulk(&r, 300, &e), OK);
    cr_assert(reopen(&r, false, &e));
    cr_assert_eq(accept_late(&r, &result, &e), OK);
    cr_assert_eq(
        r.store->ops->claim(r.store, &w, &next, &r.arena, (struct wall){1}, &(struct claim_terms){.lease = DURATION_S(10)}, &e),
        OK, "%s", e.text);
    p = (struct point){.fault = DISK_SYNC_FAILS, .durable = UINT64_MAX, .at_barrier = true};
    cr_assert_eq(accept_bulk(&r, 301, &e), IO_FAILED);
    cr_assert_eq(p.struck, 1);
    r.store->ops->close(r.store);
    r.store = NULL;
    disk_power_cut(place.disk);
    cr_assert(reopen(&r, false, &e), "%s", e.text);
    cr_assert(state_read(&s, &r, NULL, 0, why, sizeof why), "%s", why);
    cr_assert_eq(accept_late(&r, &result, &e), OK);
    cr_assert_eq(result, ACCEPT_DUPLICATE);
    run_finish(&r);
    disk_destroy(place.disk);
}
