/* Outbound signals: {"id", "text", "signals": [...]}; half of the drafts may leave as they stand. No register: the word rules
 * alone. */
#include "quality.h"

#include <parley/guardrail.h>
#include <parley/size.h>

enum { DRAFTS_MAX = 4096 };

static uint64_t marks_of(const struct json *list)
{
    uint64_t marks = 0;
    for (const struct json *j = list ? list->child : NULL; j != NULL; j = j->next) {
        enum signal_kind kind;
        if (signal_kind_parse(&kind, json_text(j)))
            marks |= UINT64_C(1) << kind;
    }
    return marks;
}

/* Barred for whatever reason is barred; which reason is a figure of its own. */
void quality_out(const char *directory)
{
    static struct outcome_counts c[DRAFTS_MAX];
    static const struct slice_list none = {NULL, 0};
    static struct problems problems;
    struct share of_kind[SIGNAL_KIND_COUNT] = {{0, 0}}, alarms = {0, 0};
    struct arena a, scratch;
    struct set_file set;
    size_t count = 0;
    arena_init(&a, (size_t)1 << 29);
    arena_init(&scratch, (size_t)1 << 26);
    problems_init(&problems, &a);
    struct guardrail *g = guardrail_create(&a, NULL, &none, &none, &problems);
    must(g != NULL);
    bool open = set_open(&set, &a, directory, "outbound.jsonl");
    for (const struct json *j; open && count < DRAFTS_MAX && (j = set_next(&set)) != NULL; count++) {
        struct screen s;
        struct screen_context context = {.points_max = 4000};
        uint64_t marked = marks_of(json_get(j, "signals"));
        guardrail_screen_out(&s, NULL, &scratch, g, json_text(json_get(j, "text")), &context);
        c[count] = (struct outcome_counts){s.label, marked != 0, s.label && marked != 0};
        alarms.all += marked == 0;
        alarms.hits += marked == 0 && s.label;
        for (unsigned k = 0; k < SIGNAL_KIND_COUNT; k++)
            if (marked >> k & 1) {
                of_kind[k].all++;
                of_kind[k].hits += s.label;
            }
        arena_reset(&scratch);
    }
    if (count > 0) {
        quality_f1("outbound, for any reason: F1", c, count, 0);
        quality_share("outbound: honest drafts barred", alarms, false, 0);
        for (unsigned k = 0; k < SIGNAL_KIND_COUNT; k++)
            if (of_kind[k].all > 0)
                quality_share(arena_printf(&a, "outbound %s: barred", signal_kind_name((enum signal_kind)k)).at, of_kind[k], true,
                              0);
    }
    arena_finish(&scratch);
    arena_finish(&a);
}
