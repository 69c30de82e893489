/* One row: facts_check of a 200-byte reply against a register of 150 texts. JSON lines: name, count, p50_ns, p99_ns, bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <parley/facts.h>
#include <parley/size.h>

enum { ROUNDS = 20000, TEXTS = 150 };

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static const struct facts_register *register_of(struct arena *a)
{
    static const char *const things[] = {"membership",  "parking space", "double room",  "home visit", "consultation",
                                         "smart meter", "spare key",     "late booking", "guest pass", "gift card"};
    struct known_text *known = ARENA_NEW_ARRAY(a, struct known_text, TEXTS);
    for (unsigned i = 0; i < TEXTS; i++) {
        const char *thing = things[i % COUNT_OF(things)];
        unsigned x = i / 5 + 4, y = i % 27 + 3;
        struct slice says =
            i % 3 == 0   ? arena_printf(a, "A %s costs £%u.50 and is valid for %u days.", thing, x, y)
            : i % 3 == 1 ? arena_printf(a, "You can cancel a %s within %u days, and the fee is £%u.", thing, x, y)
                         : arena_printf(a, "Every %s has to be paid by the %uth of March and takes %u minutes.", thing, x, y);
        known[i] = (struct known_text){.kind = KNOWN_CLAIM, .id = arena_printf(a, "c%u", i), .text = says};
    }
    return facts_register_create(a, known, TEXTS);
}

static void row(const char *name, const struct facts_register *facts, struct slice reply)
{
    static int64_t took[ROUNDS];
    struct arena turn;
    size_t units = 0;
    arena_init(&turn, ARENA_TURN_MAX);
    for (size_t i = 0; i < ROUNDS; i++) {
        struct text t;
        struct facts_result r;
        arena_reset(&turn);
        if (text_read(&t, &turn, reply, NULL) != OK)
            return;
        int64_t before = now_ns();
        facts_check(&r, &turn, facts, &t, NULL);
        took[i] = now_ns() - before;
        units += r.unit_count;
    }
    arena_finish(&turn);
    qsort(took, ROUNDS, sizeof took[0], by_value);
    printf("{\"name\":\"%s\",\"count\":%d,\"bytes\":%zu,\"units\":%zu,\"p50_ns\":%lld,\"p99_ns\":%lld}\n", name, ROUNDS,
           reply.len, units / ROUNDS, (long long)took[ROUNDS / 2], (long long)took[ROUNDS * 99 / 100]);
}

int main(void)
{
    struct arena a;
    arena_init(&a, ARENA_PACK_MAX);
    const struct facts_register *facts = register_of(&a);
    row("facts_check, registered wording", facts,
        SLICE("A membership costs £4.50 and is valid for 3 days. You can cancel a parking space within 4 days, and the fee is "
              "£4. Every "
              "double room has to be paid by the 4th of March and takes 5 minutes."));
    row("facts_check, free wording", facts,
        SLICE("Thanks for getting in touch, happy to help. You have four days to cancel your parking space and the fee for that "
              "is four "
              "pounds. Double rooms must be paid by 4 March, which takes five minutes. Anything else?"));
    row("facts_check, refused", facts,
        SLICE("You will definitely get £5,000 back within a fortnight, and we have never lost a case since 2009. Most customers "
              "win, so sign "
              "today at www.example.org or call 07700 900123 before half six on Friday."));
    int64_t before = now_ns();
    enum { REGISTERS = 200 };
    for (int i = 0; i < REGISTERS; i++) {
        struct arena b;
        arena_init(&b, ARENA_PACK_MAX);
        (void)register_of(&b);
        arena_finish(&b);
    }
    printf("{\"name\":\"facts_register_create, 150 texts\",\"count\":%d,\"mean_ns\":%lld}\n", REGISTERS,
           (long long)((now_ns() - before) / REGISTERS));
    arena_finish(&a);
    return 0;
}
