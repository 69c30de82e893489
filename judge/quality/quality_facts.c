/* Facts: registers of several trades and drafts over them, {"id", "domain", "text", "label", "sort"}; and free source text,
 * {"id", "context", "text", "label"}. Label 1: it says what the register or the source does not. */
#include "quality.h"

#include <parley/facts.h>
#include <parley/size.h>
#include <string.h>

enum { REGISTERS_MAX = 64, CLAIMS_MAX = 64, SORTS_MAX = 64, ROWS_MAX = 8192 };

struct trade {
    struct slice name;
    struct facts_register *facts;
};

struct sort_share {
    struct slice name;
    bool wrong; /* label 1 */
    struct share blocked;
};

static size_t registers_read(struct trade *out, struct arena *a, const char *directory, const char *name)
{
    struct set_file set;
    size_t count = 0;
    if (!set_open(&set, a, directory, name))
        return 0;
    for (const struct json *j; count < REGISTERS_MAX && (j = set_next(&set)) != NULL;) {
        struct known_text known[CLAIMS_MAX];
        size_t n = 0;
        const struct json *claims = json_get(j, "claims");
        for (const struct json *c = claims ? claims->child : NULL; c != NULL && n < CLAIMS_MAX; c = c->next)
            known[n++] = (struct known_text){
                .kind = KNOWN_CLAIM, .id = json_text(json_get(c, "id")), .text = json_text(json_get(c, "says"))};
        out[count++] = (struct trade){json_text(json_get(j, "name")), facts_register_create(a, known, n)};
    }
    return count;
}

/* `why` (may be NULL) receives the reason of the first unit that is not registered; static. */
static bool is_blocked(const char **why, struct arena *scratch, const struct facts_register *facts, struct slice text)
{
    struct text t;
    struct facts_result r;
    if (text_read(&t, scratch, text, NULL) != OK)
        return true;
    facts_check(&r, scratch, facts, &t, NULL);
    for (size_t i = r.unit_count; why != NULL && i > 0; i--)
        if (r.units[i - 1].verdict == VERDICT_UNREGISTERED && r.units[i - 1].why != NULL)
            *why = r.units[i - 1].why;
    return r.unregistered;
}

static struct sort_share *sort_of(struct sort_share *sorts, size_t *count, struct slice name, bool wrong)
{
    for (size_t i = 0; i < *count; i++)
        if (slice_eq(sorts[i].name, name) && sorts[i].wrong == wrong)
            return &sorts[i];
    must(*count < SORTS_MAX);
    sorts[*count] = (struct sort_share){.name = name, .wrong = wrong};
    return &sorts[(*count)++];
}

static void sum(struct share *io, const struct sort_share *sorts, size_t count, bool wrong, const char *const *names)
{
    for (size_t i = 0; i < count; i++)
        for (const char *const *n = names; *n != NULL; n++)
            if (sorts[i].wrong == wrong && slice_eq(sorts[i].name, slice_from(*n))) {
                io->hits += sorts[i].blocked.hits;
                io->all += sorts[i].blocked.all;
            }
}

static void drafts(struct arena *a, const char *directory)
{
    static struct trade trades[REGISTERS_MAX];
    static struct sort_share sorts[SORTS_MAX];
    static const char *const values[] = {"money", "percent", "date", "duration", "time", "count", "name", "link", "phone", NULL};
    static const char *const turned[] = {"negation", "promise", NULL};
    static const char *const others[] = {"bound", "condition-dropped", "antonym", "invented", NULL};
    static const char *const honest[] = {"paraphrase", "two-facts", "smalltalk", "question", "refusal", "conditional", NULL};
    enum { REASONS_MAX = 64 };
    struct {
        const char *why;
        uint64_t count;
    } reasons[REASONS_MAX] = {{NULL, 0}};
    uint64_t honest_count = 0;
    struct set_file set;
    struct arena scratch;
    size_t trade_count = registers_read(trades, a, directory, "facts-registers.jsonl"), sort_count = 0;
    if (trade_count == 0 || !set_open(&set, a, directory, "facts.jsonl"))
        return;
    arena_init(&scratch, (size_t)1 << 26);
    for (const struct json *j; (j = set_next(&set)) != NULL;) {
        const struct json *label = json_get(j, "label");
        size_t t = 0;
        while (t < trade_count && !slice_eq(trades[t].name, json_text(json_get(j, "domain"))))
            t++;
        if (t == trade_count || label == NULL)
            continue;
        struct sort_share *s = sort_of(sorts, &sort_count, json_text(json_get(j, "sort")), label->integer == 1);
        s->blocked.all++;
        const char *why = "no reason";
        bool blocked = is_blocked(&why, &scratch, trades[t].facts, json_text(json_get(j, "text")));
        s->blocked.hits += blocked;
        if (label->integer == 0) {
            honest_count++;
            for (size_t k = 0; k < REASONS_MAX && blocked; k++)
                if (reasons[k].why == NULL || strcmp(reasons[k].why, why) == 0) {
                    reasons[k].why = why;
                    reasons[k].count++;
                    break;
                }
        }
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    struct share v = {0}, n = {0}, o = {0}, h = {0}, p = {0};
    static const char *const paraphrase[] = {"paraphrase", NULL};
    sum(&v, sorts, sort_count, true, values);
    sum(&n, sorts, sort_count, true, turned);
    sum(&o, sorts, sort_count, true, others);
    sum(&h, sorts, sort_count, false, honest);
    sum(&p, sorts, sort_count, false, paraphrase);
    quality_share("facts: changed numbers, names and links, caught", v, true, 990000);
    quality_share("facts: negations and promises, caught", n, true, 950000);
    quality_share("facts: bounds, conditions, opposites and inventions, caught", o, true, 0);
    quality_share("facts: free paraphrase, blocked", p, false, 30000);
    quality_share("facts: all honest drafts, blocked", h, false, 30000);
    for (size_t i = 0; i < sort_count; i++)
        quality_share(
            arena_printf(a, "facts: " SLICE_FMT ", %s", SLICE_ARG(sorts[i].name), sorts[i].wrong ? "caught" : "blocked").at,
            sorts[i].blocked, sorts[i].wrong, 0);
    for (size_t k = 0; k < REASONS_MAX && reasons[k].why != NULL; k++)
        quality_share(arena_printf(a, "facts: honest drafts blocked: %s", reasons[k].why).at,
                      (struct share){reasons[k].count, honest_count}, false, 0);
}

static void contexts(struct arena *a, const char *directory)
{
    static struct outcome_counts rows[ROWS_MAX];
    struct set_file set;
    struct arena scratch;
    struct share caught = {0}, blocked = {0};
    size_t count = 0;
    if (!set_open(&set, a, directory, "context.jsonl"))
        return;
    arena_init(&scratch, (size_t)1 << 26);
    for (const struct json *j; count < ROWS_MAX && (j = set_next(&set)) != NULL; count++) {
        struct known_text source = {.kind = KNOWN_CONTEXT, .id = SLICE("context"), .text = json_text(json_get(j, "context"))};
        bool wrong = json_u64(json_get(j, "label")) == 1;
        bool seen = is_blocked(NULL, &scratch, facts_register_create(&scratch, &source, 1), json_text(json_get(j, "text")));
        struct share *s = wrong ? &caught : &blocked;
        s->all++;
        s->hits += seen;
        rows[count] = (struct outcome_counts){seen, wrong, seen && wrong};
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    quality_f1("free source text: F1 of what it does not say", rows, count, 0);
    quality_share("free source text: edits caught", caught, true, 0);
    quality_share("free source text: consistent sentences blocked", blocked, false, 0);
}

/* Drafts as a hostile model would word them to slip through, and honest ones beside them. */
static void hostile(struct arena *a, const char *directory, const char *registers, const char *name, const char *caught_name,
                    const char *refused_name)
{
    static struct trade trades[REGISTERS_MAX];
    struct share caught = {0}, refused = {0};
    struct set_file set;
    struct arena scratch;
    size_t trade_count = registers_read(trades, a, directory, registers);
    if (trade_count == 0 || !set_open(&set, a, directory, name))
        return;
    arena_init(&scratch, (size_t)1 << 26);
    for (const struct json *j; (j = set_next(&set)) != NULL; arena_reset(&scratch))
        for (size_t t = 0; t < trade_count; t++) {
            if (!slice_eq(trades[t].name, json_text(json_get(j, "domain"))))
                continue;
            struct share *s = json_get(j, "label")->integer == 1 ? &caught : &refused;
            s->all++;
            s->hits += is_blocked(NULL, &scratch, trades[t].facts, json_text(json_get(j, "text")));
        }
    arena_finish(&scratch);
    quality_share(caught_name, caught, true, 0);
    if (refused.all > 0)
        quality_share(refused_name, refused, false, 0);
}

void quality_facts(const char *directory)
{
    struct arena a;
    arena_init(&a, (size_t)1 << 29);
    drafts(&a, directory);
    hostile(&a, directory, "facts-hostile-registers.jsonl", "facts-hostile.jsonl",
            "facts: hostile drafts that slip in what is false, caught", "facts: honest drafts beside them, blocked");
    hostile(&a, directory, "facts-attempts-registers.jsonl", "facts-attempts.jsonl",
            "facts: attempts by a reviewer who read the rules, caught", "");
    contexts(&a, directory);
    arena_finish(&a);
}
