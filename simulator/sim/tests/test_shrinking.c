#include "shrinking.h"
#include "stage_load.h"
#include "story_play.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* The engine breaks nothing, so other things are looked for here: whatever can be seen in a result can be shrunk to. */

static struct arena arena;
static struct stage stage;

static void begin(void)
{
    static struct slice packs[] = {SLICE_INIT("../../engine/packs/dynamo-dave"), SLICE_INIT("../../engine/packs/nocturn-hotel")};
    static const struct command command = {.name = "sim"};
    const struct slice_list list = {packs, 2};
    arena_init(&arena, (size_t)1 << 30);
    struct invocation in = {.command = &command, .arena = &arena, .out = stdout, .err = stderr};
    cr_assert_eq(stage_load(&stage, &in, &(struct stage_sources){.packs = list, .cast = SLICE("../../personas/cast")}),
                 EXIT_STATUS_PASS);
}

static void end(void)
{
    arena_finish(&arena);
}

TestSuite(shrinking, .init = begin, .fini = end, .timeout = 240);

static bool a_send_came_in_doubt(const struct simulation_result *r)
{
    return r->sum.edges[SEND_SENDING][SEND_UNKNOWN] > 0;
}

static bool a_doubt_and_a_refusal(const struct simulation_result *r)
{
    return a_send_came_in_doubt(r) && r->sum.edges[SEND_SENDING][SEND_REFUSED] > 0;
}

static bool somebody_opted_out_and_somebody_was_handed_over(const struct simulation_result *r)
{
    return r->sum.outcomes[OUTCOME_SUPPRESSED] > 0 && r->sum.outcomes[OUTCOME_HUMAN] > 0;
}

static bool never(const struct simulation_result *r)
{
    (void)r;
    return false;
}

static struct shrinking looked_for(uint64_t seed, bool (*what)(const struct simulation_result *))
{
    return (struct shrinking){.stage = &stage, .plan = simulation_plan_default(seed), .breaks = what};
}

/* The story is told again, from nothing but itself. */
static bool repeats(struct shrinking *k, bool (*what)(const struct simulation_result *))
{
    struct story s = shrinking_story(k);
    struct story_played played;
    story_play(&played, &arena, &stage, &s, NULL);
    for (size_t i = 0; i < s.fault_count; i++)
        cr_assert(played.struck[i], "%s never struck", fault_rows[s.faults[i].fault].name);
    return what(&played.result);
}

Test(shrinking, ends_at_one_message_and_few_faults)
{
    static const struct {
        bool (*what)(const struct simulation_result *);
        size_t faults_max, messages_max;
    } rows[] = {
        {a_send_came_in_doubt, 1, 1}, {a_doubt_and_a_refusal, 2, 2}, {somebody_opted_out_and_somebody_was_handed_over, 0, 3}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct shrinking k = looked_for(1, rows[i].what);
        while (!shrinking_run(&k)) {
            cr_assert_lt(k.plan.seed, 50, "row %zu: no seed has it", i);
            shrinking_finish(&k);
            k = looked_for(k.plan.seed + 1, rows[i].what);
        }
        cr_assert_leq(k.left.anchor_count, rows[i].faults_max, "row %zu: %zu faults of %zu", i, k.left.anchor_count,
                      k.faults_before);
        cr_assert_leq(k.left.message_count + k.left.act_count, rows[i].messages_max, "row %zu: %zu messages of %zu", i,
                      k.left.message_count, k.messages_before);
        cr_assert(k.left.horizon.ns <= k.plan.horizon.ns);
        cr_assert(repeats(&k, rows[i].what), "row %zu", i);
        shrinking_finish(&k);
    }
}

Test(shrinking, has_nothing_to_say_about_a_seed_that_does_not_fail)
{
    struct shrinking k = looked_for(1, never);
    cr_assert(!shrinking_run(&k));
    shrinking_finish(&k);
    k = looked_for(1, NULL);
    cr_assert(!shrinking_run(&k), "the engine broke %s", invariant_name(k.invariant));
    shrinking_finish(&k);
}

/* What the whole rests on: the drawn play, given back as a play, changes nothing. */
Test(shrinking, a_play_gives_the_same_run_as_its_seed)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct simulation_result drawn, scripted;
        struct simulation_plan plan = simulation_plan_default(seed);
        struct play play;
        simulation_run(&drawn, &arena, &stage, &plan);
        simulation_play(&play, &arena, &stage, &plan);
        plan.play = &play;
        simulation_run(&scripted, &arena, &stage, &plan);
        cr_assert_eq(drawn.digest, scripted.digest);
        plan.play = NULL;
        plan.only = drawn.strikes;
        plan.only_count = drawn.strike_count;
        simulation_run(&scripted, &arena, &stage, &plan);
        cr_assert_eq(drawn.digest, scripted.digest, "seed %llu: its own strikes give another run", (unsigned long long)seed);
    }
}

/* Keyed, not streamed: a customer who keeps silent changes nothing for the others. */
Test(shrinking, a_silent_customer_changes_nothing_for_the_others)
{
    struct simulation_result all, some;
    struct simulation_plan plan = simulation_plan_default(5);
    struct play play;
    static struct strike nothing[1];
    plan.only = nothing;
    plan.tells = true;
    simulation_play(&play, &arena, &stage, &plan);
    play.staff_idle = true;
    plan.play = &play;
    simulation_run(&all, &arena, &stage, &plan);
    struct play_message *fewer = ARENA_NEW_ARRAY(&arena, struct play_message, play.message_count + 1);
    struct play_act *acts = ARENA_NEW_ARRAY(&arena, struct play_act, play.act_count + 1);
    struct play only = {.messages = fewer, .acts = acts, .staff_idle = true};
    for (size_t i = 0; i < play.message_count; i++)
        if (play.messages[i].customer == 3)
            fewer[only.message_count++] = play.messages[i];
    for (size_t i = 0; i < play.act_count; i++)
        if (play.acts[i].who == 3)
            acts[only.act_count++] = play.acts[i];
    plan.play = &only;
    simulation_run(&some, &arena, &stage, &plan);
    const struct slice address = SLICE("+447700900003");
    size_t k = 0, shown = 0;
    for (size_t i = 0; i < all.told_count; i++) {
        const struct told *t = &all.timeline[i];
        if (!slice_has(t->text, address) || !slice_starts(t->text, SLICE("the phone")))
            continue;
        while (k < some.told_count && !slice_starts(some.timeline[k].text, SLICE("the phone")))
            k++;
        cr_assert_lt(k, some.told_count);
        size_t colon;
        cr_assert(slice_find(&colon, t->text, SLICE(": ")));
        cr_assert(slice_ends(some.timeline[k].text, slice_after(t->text, colon)), SLICE_FMT, SLICE_ARG(t->text));
        shown++;
        k++;
    }
    cr_assert_gt(shown, 0);
}
