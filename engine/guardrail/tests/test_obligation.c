#include <criterion/criterion.h>

#include <parley/obligation.h>
#include <parley/random.h>
#include <parley/size.h>
#include <string.h>

static struct arena a;
static struct problems problems;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 28);
    problems_init(&problems, &a);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(obligation, .init = set_up, .fini = tear_down, .timeout = 60);

static struct script_line lines[] = {{.id = SLICE_INIT("ai"), .purpose = LINE_DISCLOSURE}};
static struct claim claims[] = {{.id = SLICE_INIT("fees.pct")}};

static struct obligations *compiled(struct obligation_rule *rules, size_t n)
{
    static struct brain b;
    b = (struct brain){
        .lines = lines, .line_count = 1, .claims = claims, .claim_count = 1, .obligations = rules, .obligation_count = n};
    return obligations_compile(&a, &b, &problems);
}

static struct happening named(const char *name)
{
    return (struct happening){slice_from(name), false};
}

Test(obligation, disclosure_comes_before_the_first_claim)
{
    struct obligation_rule r = {
        .id = SLICE("o"), .shape = OBLIGATION_BEFORE, .need = SLICE("said:ai"), .trigger = SLICE("claim")};
    struct obligations *o = compiled(&r, 1);
    struct obligation_breach breach;
    uint8_t state = 0;
    struct happening early[] = {named("claim:fees.pct")},
                     right[] = {named("said:ai"), named("claim:fees.pct"), named("claim:fees.pct")};
    cr_assert_eq(obligations_step(o, &state, early, 1, &breach, 1), 1);
    cr_assert(slice_eq(breach.missing, SLICE("said:ai")));
    state = 0;
    cr_assert_eq(obligations_step(o, &state, right, 3, &breach, 1), 0);
}

Test(obligation, names_events_that_do_not_exist)
{
    struct obligation_rule r = {.id = SLICE("o"),
                                .shape = OBLIGATION_BEFORE,
                                .need = SLICE("said:nothing"),
                                .trigger = SLICE("claim:fee.*"),
                                .release = SLICE("effect:hand")};
    cr_assert_null(compiled(&r, 1));
    cr_assert_eq(problems.count, 3);
}

/* A naive reading of the whole trace, rule by rule. */
static size_t reference(const struct obligation_rule *r, const struct happening *h, size_t n)
{
    size_t breaches = 0;
    bool need = false, banned = false, waiting = false;
    uint64_t times = 0, turns = 0;
    for (size_t i = 0; i < n; i++) {
        bool named_ = h[i].name.len > 0, is_need = named_ && slice_eq(h[i].name, r->need),
             is_trigger = named_ && slice_eq(h[i].name, r->trigger), is_release = named_ && slice_eq(h[i].name, r->release);
        switch (r->shape) {
        case OBLIGATION_BEFORE:
            need |= is_need;
            breaches += is_trigger && !need;
            break;
        case OBLIGATION_WITHIN:
            if (is_need)
                waiting = false;
            else if (is_trigger && !waiting) {
                waiting = true;
                turns = r->count;
            }
            if (h[i].turn_ends && waiting) {
                if (turns == 0) {
                    breaches++;
                    waiting = false;
                } else
                    turns--;
            }
            break;
        case OBLIGATION_NEVER_AFTER:
            if (is_release)
                banned = false;
            breaches += banned && is_need;
            banned |= is_trigger;
            break;
        case OBLIGATION_AT_MOST: breaches += is_trigger && ++times > r->count; break;
        case OBLIGATION_NEVER: breaches += is_trigger; break;
        }
    }
    return breaches;
}

Test(obligation, agrees_with_a_naive_reader_on_many_random_traces)
{
    static const char *const events[] = {"sent", "link", "said:ai", "claim:fees.pct", ""};
    struct dice d = {{7, 1, 1}, 0};
    for (int round = 0; round < 100000; round++) {
        struct obligation_rule r = {.id = SLICE("o"),
                                    .shape = (enum obligation_shape)dice_below(&d, 5),
                                    .trigger = slice_from(events[dice_below(&d, 4)]),
                                    .need = slice_from(events[dice_below(&d, 4)]),
                                    .release = slice_from(events[dice_below(&d, 4)]),
                                    .count = dice_below(&d, 3)};
        struct obligations *o = compiled(&r, 1);
        struct happening h[12];
        uint8_t state = 0;
        size_t n = 1 + dice_below(&d, 12), cut = dice_below(&d, n + 1);
        for (size_t i = 0; i < n; i++)
            h[i] = (struct happening){slice_from(events[dice_below(&d, 5)]), dice_below(&d, 3) == 0};
        size_t got = obligations_step(o, &state, h, cut, NULL, 0) + obligations_step(o, &state, h + cut, n - cut, NULL, 0);
        cr_assert_eq(got, reference(&r, h, n), "round %d, shape %d", round, (int)r.shape);
        if (round % 1000 == 0)
            arena_reset(&a);
    }
}

Test(obligation, a_name_is_more_than_its_beginning)
{
    struct obligation_rule r = {.id = SLICE("o"), .shape = OBLIGATION_NEVER, .trigger = SLICE("said")};
    struct obligations *o = compiled(&r, 1);
    struct obligation_breach breach;
    uint8_t state = 0;
    struct happening longer[] = {named("saidst"), named("said-not:ai")}, right[] = {named("said:ai")};
    cr_assert_not_null(o);
    cr_assert_eq(obligations_step(o, &state, longer, 2, &breach, 1), 0);
    cr_assert_eq(obligations_step(o, &state, right, 1, &breach, 1), 1);
}
