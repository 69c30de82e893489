/* One stored conversation judged again, every check on. */
#include <parley/judge.h>

#include <parley/pack_dir.h>
#include <parley/size.h>
#include <stdio.h>
#include <time.h>

enum { ROUNDS = 3000 };

int main(void)
{
    static struct problems problems, warnings;
    static struct arena a, scratch;
    struct pack pack;
    struct error e;
    arena_init(&a, (size_t)1 << 30);
    arena_init(&scratch, (size_t)1 << 28);
    problems_init(&problems, &a);
    problems_init(&warnings, &a);
    if (pack_load(&pack, &a, SLICE("engine/packs/dynamo-dave"), (struct wall){INT64_C(1784541600000)}, NULL, &problems, &warnings,
                  &e) != OK) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    struct judge_turn turns[] = {{false, SLICE("hello, how much do you charge?")},
                                 {true, pack.brain->lines[0].text},
                                 {false, SLICE("and how long does it take")},
                                 {true, pack.brain->claims[0].says}};
    clock_t from = clock();
    for (size_t i = 0; i < ROUNDS; i++) {
        struct judge_result r;
        judge(&r, &scratch, pack.rules, turns, COUNT_OF(turns));
        arena_reset(&scratch);
    }
    printf("{\"name\":\"a conversation of four turns judged, every "
           "check\",\"mean_ns\":%llu}\n",
           (unsigned long long)((uint64_t)(clock() - from) * (UINT64_C(1000000000) / CLOCKS_PER_SEC) / ROUNDS));
    static const struct slice asks[] = {SLICE_INIT("wants_human")};
    struct judge_record records[] = {
        {.kind = RECORD_CUSTOMER, .text = turns[0].text},
        {.kind = RECORD_TURN},
        {.kind = RECORD_MESSAGE,
         .said = SLICE(
             "script:disclosure.ai script:disclosure.firm script:disclosure.free_route script:disclosure.stop claim:fees.ours"),
         .text = turns[1].text},
        {.kind = RECORD_CUSTOMER, .text = turns[2].text},
        {.kind = RECORD_TURN, .signals = asks, .signal_count = 1, .with_people = true},
        {.kind = RECORD_MESSAGE, .said = SLICE("script:handover.wants_human"), .text = turns[3].text}};
    from = clock();
    for (size_t i = 0; i < ROUNDS; i++) {
        struct judge_result r;
        judge_recorded(&r, &scratch, pack.rules, records, COUNT_OF(records));
        arena_reset(&scratch);
    }
    printf("{\"name\":\"a recorded conversation of four turns judged, rules "
           "only\",\"mean_ns\":%llu,\"target_p50_ns\":20000,\"target_p99_ns\":20000}\n",
           (unsigned long long)((uint64_t)(clock() - from) * (UINT64_C(1000000000) / CLOCKS_PER_SEC) / ROUNDS));
    arena_finish(&scratch);
    arena_finish(&a);
    return 0;
}
