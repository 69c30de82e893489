/* Inbound signals: {"id", "text", "signals": [...]} on sets whose author never saw a rule. */
#include "quality.h"

#include <parley/guardrail.h>
#include <parley/size.h>
#include <stdio.h>

enum { TEXTS_MAX = 8192 };

struct seen_text {
    uint32_t marked, seen; /* bits of kinds */
};

static uint32_t bit(enum signal_kind kind)
{
    return UINT32_C(1) << kind;
}

static uint32_t marks_of(const struct json *list)
{
    uint32_t marks = 0;
    for (const struct json *j = list ? list->child : NULL; j != NULL; j = j->next) {
        enum signal_kind kind;
        if (signal_kind_parse(&kind, json_text(j)) && kind <= SIGNAL_UNDER_18)
            marks |= bit(kind);
        else
            fprintf(stderr, "quality: " SLICE_FMT " is no inbound kind\n", SLICE_ARG(json_text(j)));
    }
    return marks;
}

static size_t see_all(struct seen_text *out, const struct guardrail *g, const char *directory, const char *name)
{
    struct arena a, scratch;
    struct set_file set;
    size_t count = 0;
    arena_init(&a, (size_t)1 << 28);
    arena_init(&scratch, (size_t)1 << 26);
    bool open = set_open(&set, &a, directory, name);
    for (const struct json *j; open && count < TEXTS_MAX && (j = set_next(&set)) != NULL; count++) {
        struct screen s;
        out[count] = (struct seen_text){.marked = marks_of(json_get(j, "signals"))};
        guardrail_screen_in(&s, &scratch, g, json_text(json_get(j, "text")), NULL, 0);
        for (size_t i = 0; i < s.signal_count; i++)
            if (s.signals[i].kind <= SIGNAL_UNDER_18)
                out[count].seen |= bit(s.signals[i].kind);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    arena_finish(&a);
    return count;
}

static struct share recall_of(const struct seen_text *t, size_t count, enum signal_kind kind)
{
    struct share s = {0, 0};
    for (size_t i = 0; i < count; i++)
        if (t[i].marked & bit(kind))
            s.all++, s.hits += (t[i].seen & bit(kind)) != 0;
    return s;
}

/* Among texts that are marked with nothing at all. */
static struct share alarms_of(const struct seen_text *t, size_t count, uint32_t kinds)
{
    struct share s = {0, 0};
    for (size_t i = 0; i < count; i++)
        if (t[i].marked == 0)
            s.all++, s.hits += (t[i].seen & kinds) != 0;
    return s;
}

static void f1(const char *name, const struct seen_text *t, size_t count, uint32_t kinds, uint32_t bar_ppm)
{
    static struct outcome_counts c[TEXTS_MAX];
    for (size_t i = 0; i < count; i++)
        c[i] = (struct outcome_counts){(uint32_t)__builtin_popcount(t[i].seen & kinds),
                                       (uint32_t)__builtin_popcount(t[i].marked & kinds),
                                       (uint32_t)__builtin_popcount(t[i].seen & t[i].marked & kinds)};
    quality_f1(name, c, count, bar_ppm);
}

static uint32_t handoff_kinds(void)
{
    static const enum signal_kind kinds[] = {SIGNAL_WANTS_HUMAN,           SIGNAL_ANGRY,
                                             SIGNAL_LEGAL_THREAT,          SIGNAL_COMPLAINT,
                                             SIGNAL_VULNERABLE_HEALTH,     SIGNAL_VULNERABLE_LIFE_EVENT,
                                             SIGNAL_VULNERABLE_RESILIENCE, SIGNAL_CRISIS,
                                             SIGNAL_VULNERABLE_CAPABILITY};
    uint32_t all = 0;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        all |= bit(kinds[i]);
    return all;
}

/* The texts of the sets for other kinds, which nobody wrote to look like an injection. */
static struct share ordinary_alarms(struct seen_text *t, const struct guardrail *g, const char *directory)
{
    static const char *const sets[] = {"signals.jsonl", "signals-near.jsonl", "opt-out-second.jsonl"};
    struct share all = {0, 0};
    for (size_t i = 0; i < COUNT_OF(sets); i++) {
        size_t count = see_all(t, g, directory, sets[i]);
        for (size_t k = 0; k < count; k++)
            if (!(t[k].marked & bit(SIGNAL_INJECTION)))
                all.all++, all.hits += (t[k].seen & bit(SIGNAL_INJECTION)) != 0;
    }
    return all;
}

/* Each text either asks for a person to take over, for whichever of the reasons, or it does not. */
static void handoff(const struct seen_text *t, size_t count)
{
    static struct outcome_counts c[TEXTS_MAX];
    uint32_t kinds = handoff_kinds();
    for (size_t i = 0; i < count; i++) {
        bool marked = t[i].marked & kinds, seen = t[i].seen & kinds;
        c[i] = (struct outcome_counts){seen, marked, seen && marked};
    }
    quality_f1("hand-over, for any reason: F1", c, count, 880000);
}

void quality_signals(const char *directory)
{
    static struct seen_text texts[TEXTS_MAX];
    static const struct slice_list none = {NULL, 0};
    static struct problems problems;
    struct arena a;
    arena_init(&a, (size_t)1 << 29);
    problems_init(&problems, &a);
    struct guardrail *g = guardrail_create(&a, NULL, &none, &none, &problems);
    must(g != NULL);
    size_t count = see_all(texts, g, directory, "injection.jsonl");
    if (count > 0) {
        f1("injection: F1", texts, count, bit(SIGNAL_INJECTION), 850000);
        quality_share("injection: recall", recall_of(texts, count, SIGNAL_INJECTION), true, 0);
        quality_share("injection: honest texts with its trigger words, alarmed", alarms_of(texts, count, bit(SIGNAL_INJECTION)),
                      false, 3000);
    }
    count = see_all(texts, g, directory, "injection-second.jsonl");
    if (count > 0) {
        f1("injection, second set: F1", texts, count, bit(SIGNAL_INJECTION), 850000);
        quality_share("injection, second set: recall", recall_of(texts, count, SIGNAL_INJECTION), true, 0);
        quality_share("injection, second set: honest texts alarmed", alarms_of(texts, count, bit(SIGNAL_INJECTION)), false, 3000);
    }
    count = see_all(texts, g, directory, "injection-third.jsonl");
    if (count > 0) {
        f1("injection, third set: F1", texts, count, bit(SIGNAL_INJECTION), 850000);
        quality_share("injection, third set: recall", recall_of(texts, count, SIGNAL_INJECTION), true, 0);
        quality_share("injection, third set: honest texts alarmed", alarms_of(texts, count, bit(SIGNAL_INJECTION)), false, 3000);
    }
    struct share ordinary = ordinary_alarms(texts, g, directory);
    if (ordinary.all > 0)
        quality_share("injection: ordinary honest texts alarmed", ordinary, false, 3000);
    count = see_all(texts, g, directory, "opt-out-second.jsonl");
    if (count > 0) {
        quality_share("opt-out, second set: recall", recall_of(texts, count, SIGNAL_OPT_OUT), true, 1000000);
        quality_share("opt-out, second set: honest texts alarmed", alarms_of(texts, count, bit(SIGNAL_OPT_OUT)), false, 3000);
    }
    count = see_all(texts, g, directory, "signals.jsonl");
    if (count > 0) {
        quality_share("opt-out: recall", recall_of(texts, count, SIGNAL_OPT_OUT), true, 1000000);
        quality_share("opt-out: honest texts alarmed", alarms_of(texts, count, bit(SIGNAL_OPT_OUT)), false, 3000);
        handoff(texts, count);
        f1("hand-over, each reason by itself: F1", texts, count, handoff_kinds(), 0);
        quality_share("any signal: honest texts alarmed", alarms_of(texts, count, UINT32_MAX), false, 0);
        for (enum signal_kind k = 0; k <= SIGNAL_UNDER_18; k++) {
            struct share r = recall_of(texts, count, k);
            if (r.all > 0)
                quality_share(arena_printf(&a, "%s: recall", signal_kind_name(k)).at, r, true, 0);
        }
    }
    count = see_all(texts, g, directory, "signals-near.jsonl");
    if (count > 0) {
        f1("pairs of near wordings, every kind: F1", texts, count, UINT32_MAX, 0);
        quality_share("pairs of near wordings: honest ones alarmed", alarms_of(texts, count, UINT32_MAX), false, 0);
    }
    arena_finish(&a);
}
