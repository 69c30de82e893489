/* The attacks of the pack against the hostile model, and one turn of the script model in the world in memory. */
#include <parley/attack_run.h>

#include <parley/hostile_model.h>
#include <parley/pack_dir.h>
#include <parley/script_model.h>
#include <parley/size.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CONTACTS = 500, TURNS_EACH = 5 };

static uint64_t cpu_ns(void)
{
    return (uint64_t)clock() * (UINT64_C(1000000000) / CLOCKS_PER_SEC);
}

static void suite(struct arena *a, const struct pack *pack, struct problems *problems)
{
    struct attacks list;
    struct arena scratch;
    uint64_t shown = 0;
    attacks_read(&list, a, pack->attacks, pack->attack_count, problems);
    arena_init(&scratch, (size_t)1 << 30);
    uint64_t from = cpu_ns();
    for (size_t i = 0; i < list.count; i++) {
        struct attack_result r;
        struct attack_setting setting = {pack->rules, true, 1, NULL};
        attack_run(&r, &scratch, &list.at[i], &setting);
        shown += r.transcript.entries.count;
        arena_reset(&scratch);
    }
    uint64_t took = cpu_ns() - from;
    printf("{\"name\":\"attack suite of the pack, hostile model, %zu "
           "attacks\",\"mean_ns\":%llu,\"target_p50_ns\":1000000000,\"target_p99_ns\":1000000000}\n",
           list.count, (unsigned long long)took);
    printf("{\"name\":\"one entry of an attack's transcript\",\"mean_ns\":%llu}\n",
           (unsigned long long)(took / (shown ? shown : 1)));
    arena_finish(&scratch);
}

/* `per_contact` messages each, far enough apart that every one is a turn of its own. */
static __attribute__((noinline)) uint64_t turns_ns(const struct pack *pack, size_t per_contact)
{
    static const char *const texts[] = {"hello", "how much do you charge?", "how long does it take", "who are you?"};
    struct model *script = script_model_create();
    struct named_model models[] = {{"script", script}};
    struct world_setup setup = {
        .seed = 1, .begin = {INT64_C(1784541600000)}, .rules = pack->rules, .models = models, .model_count = 1};
    struct world *w = world_create(&setup);
    for (size_t i = 0; i < CONTACTS; i++)
        for (size_t k = 0; k < per_contact; k++) {
            char address[32];
            int len = snprintf(address, sizeof address, "+4477%08zu", i);
            world_customer_says(w, DURATION_S((int64_t)(i * TURNS_EACH + k) * 30), CHANNEL_WEBCHAT,
                                (struct slice){address, (size_t)len}, slice_from(texts[(i + k) % COUNT_OF(texts)]));
        }
    uint64_t from = cpu_ns();
    world_run(w, DURATION_S(86400));
    uint64_t took = cpu_ns() - from;
    world_destroy(w);
    script->ops->close(script);
    return took;
}

static void turns(const struct pack *pack)
{
    uint64_t first = turns_ns(pack, 1), all = turns_ns(pack, TURNS_EACH);
    printf("{\"name\":\"the first turn with its disclosures, script model, store in memory\",\"mean_ns\":%llu}\n",
           (unsigned long long)(first / CONTACTS));
    printf("{\"name\":\"one turn of a conversation of %d, script model, store in "
           "memory\",\"mean_ns\":%llu,\"target_p50_ns\":60000,\"target_p99_ns\":60000}\n",
           TURNS_EACH, (unsigned long long)(all / (CONTACTS * TURNS_EACH)));
}

static int ascending(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Facts and word rules over replies of about 200 bytes: two claims side by side, and the same behind a friendly word. */
static void replies(const struct pack *pack)
{
    enum { ROUNDS = 20000, REPLIES_MAX = 64 };
    static uint64_t took[ROUNDS];
    static char texts[REPLIES_MAX][512];
    const struct brain *b = pack->brain;
    struct arena a;
    size_t count = 0;
    arena_init(&a, (size_t)1 << 26);
    for (size_t i = 0; i + 1 < b->claim_count && count < REPLIES_MAX; i++) {
        int len = snprintf(texts[count], sizeof texts[count], "%s" SLICE_FMT " " SLICE_FMT,
                           count % 2 ? "Of course, happy to explain. " : "", SLICE_ARG(b->claims[i].says),
                           SLICE_ARG(b->claims[i + 1].says));
        count += len >= 150 && len <= 250;
    }
    for (size_t i = 0; i < ROUNDS; i++) {
        struct screen s;
        struct screen_context c = {.language = SLICE("en"), .facts = pack->rules->facts, .points_max = 4000};
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        guardrail_screen_out(&s, NULL, &a, pack->rules->guardrail, slice_from(texts[i % count]), &c);
        clock_gettime(CLOCK_MONOTONIC, &to);
        took[i] = (uint64_t)((to.tv_sec - from.tv_sec) * 1000000000 + to.tv_nsec - from.tv_nsec);
        arena_reset(&a);
    }
    qsort(took, ROUNDS, sizeof *took, ascending);
    printf("{\"name\":\"guardrails and facts on a reply of 200 bytes, %zu "
           "replies\",\"p50_ns\":%llu,\"p99_ns\":%llu,\"target_p50_ns\":20000,\"target_p99_ns\":100000}\n",
           count, (unsigned long long)took[ROUNDS / 2], (unsigned long long)took[ROUNDS / 100 * 99]);
    arena_finish(&a);
}

int main(void)
{
    static struct problems problems, warnings;
    static struct arena a;
    struct pack pack;
    struct error e;
    arena_init(&a, (size_t)1 << 30);
    problems_init(&problems, &a);
    problems_init(&warnings, &a);
    uint64_t from = cpu_ns();
    if (pack_load(&pack, &a, SLICE("engine/packs/dynamo-dave"), (struct wall){INT64_C(1784541600000)}, &hostile_canaries,
                  &problems, &warnings, &e) != OK) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    printf("{\"name\":\"a pack read and compiled\",\"mean_ns\":%llu,\"target_p50_ns\":100000000,\"target_p99_ns\":100000000}\n",
           (unsigned long long)(cpu_ns() - from));
    replies(&pack);
    suite(&a, &pack, &problems);
    turns(&pack);
    arena_finish(&a);
    return 0;
}
