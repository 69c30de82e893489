/* The development set: registers of several trades, free wording that must pass, and wrong wording that must not; and what
 * changing the registered facts themselves, one at a time, must do. Rates are asserted, survivors are printed. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <parley/facts.h>
#include <parley/json_lines.h>
#include <parley/size.h>

enum { FILE_MAX = 1 << 20, CLAIMS_MAX = 64 };

static const char *const files[] = {"hotel", "clinic", "energy", "fleet", "shop", "motor", "gym", "telecom", "context"};

struct rate {
    unsigned hits, all;
};

struct set {
    struct arena arena;
    struct known_text known[CLAIMS_MAX];
    size_t known_count;
    struct facts_register *facts;
    struct slice rest; /* rows */
    const char *name;
};

static struct slice file_read(struct arena *a, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "tests/data/dev_%s.jsonl", name);
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f, "%s", path);
    char *at = arena_alloc(a, FILE_MAX);
    size_t n = fread(at, 1, FILE_MAX, f);
    fclose(f);
    return (struct slice){at, n};
}

static const struct json *line_read(struct arena *a, struct slice line)
{
    struct json *j = NULL;
    struct error e;
    cr_assert_eq(json_read(&j, a, line, (struct place){0}, &e), OK, SLICE_FMT, SLICE_ARG(line));
    return j;
}

static void set_open(struct set *s, const char *name)
{
    struct slice line;
    arena_init(&s->arena, (size_t)1 << 30);
    s->name = name;
    s->known_count = 0;
    s->rest = file_read(&s->arena, name);
    cr_assert(slice_next(&line, &s->rest, '\n'));
    const struct json *head = line_read(&s->arena, line), *list = json_get(head, "register"),
                      *context = json_get(head, "context");
    if (context != NULL)
        s->known[s->known_count++] =
            (struct known_text){.kind = KNOWN_CONTEXT, .id = SLICE("context"), .text = json_text(context)};
    for (const struct json *c = list ? list->child : NULL; c != NULL; c = c->next)
        s->known[s->known_count++] =
            (struct known_text){.kind = KNOWN_CLAIM, .id = json_text(json_get(c, "id")), .text = json_text(json_get(c, "says"))};
    s->facts = facts_register_create(&s->arena, s->known, s->known_count);
}

static bool is_blocked(struct set *s, struct slice text, struct facts_result *r)
{
    struct text *t = ARENA_NEW(&s->arena, struct text);
    cr_assert_eq(text_read(t, &s->arena, text, NULL), OK);
    facts_check(r, &s->arena, s->facts, t, NULL);
    return r->unregistered;
}

static unsigned per_mille(struct rate r)
{
    return r.all ? r.hits * 1000 / r.all : 1000;
}

Test(facts_dev, tells_free_wording_from_wrong_wording)
{
    struct rate passed = {0}, caught = {0};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        static struct set s;
        struct slice line;
        set_open(&s, files[i]);
        while (slice_next(&line, &s.rest, '\n')) {
            struct facts_result r;
            if (line.len == 0)
                continue;
            const struct json *row = line_read(&s.arena, line), *context = json_get(row, "context");
            if (context != NULL) { /* a source of its own */
                s.known[0] = (struct known_text){.kind = KNOWN_CONTEXT, .id = SLICE("context"), .text = json_text(context)};
                s.facts = facts_register_create(&s.arena, s.known, 1);
            }
            bool bad = json_get(row, "label")->integer != 0, blocked = is_blocked(&s, json_text(json_get(row, "text")), &r);
            struct rate *rate = bad ? &caught : &passed;
            rate->all++;
            rate->hits += bad == blocked;
            if (bad != blocked)
                printf("# %s: %s: " SLICE_FMT " (%s)\n", files[i], bad ? "missed" : "falsely blocked",
                       SLICE_ARG(json_text(json_get(row, "text"))), r.unit_count && r.units[0].why ? r.units[0].why : "");
        }
        arena_finish(&s.arena);
    }
    printf("# free wording passed %u of %u, wrong wording caught %u of %u\n", passed.hits, passed.all, caught.hits, caught.all);
    cr_expect(per_mille(passed) >= 960 && passed.all >= 200, "%u of %u", passed.hits, passed.all);
    cr_expect(per_mille(caught) >= 950 && caught.all >= 200, "%u of %u", caught.hits, caught.all);
}

/* -- changing what is registered ---------------------------------------------------------------------------------------- */

static void judge_change(struct set *s, struct rate *rate, const char *kind, struct slice before, struct slice middle,
                         struct slice after)
{
    struct facts_result r;
    struct slice text =
        arena_printf(&s->arena, SLICE_FMT SLICE_FMT SLICE_FMT, SLICE_ARG(before), SLICE_ARG(middle), SLICE_ARG(after));
    bool blocked = is_blocked(s, text, &r);
    rate->all++;
    rate->hits += blocked;
    if (!blocked)
        printf("# %s survives (%s): " SLICE_FMT "\n", kind, s->name, SLICE_ARG(text));
}

/* Every digit string inside a unit becomes another number, four ways. */
static void change_numbers(struct set *s, struct rate *rate, struct slice says)
{
    struct text t;
    struct facts_result r;
    cr_assert_eq(text_read(&t, &s->arena, says, NULL), OK);
    facts_extract(&r, &s->arena, &t);
    for (size_t u = 0; u < r.unit_count; u++) {
        if (r.units[u].kind > FACT_FRACTION && r.units[u].kind != FACT_PHONE)
            continue;
        for (size_t at = r.units[u].span.start; at < r.units[u].span.end; at++) {
            if (says.at[at] < '0' || says.at[at] > '9')
                continue;
            for (unsigned step = 1; step <= 4; step++) {
                char digit = (char)('0' + (unsigned)(says.at[at] - '0' + (int)step * 2 + 1) % 10);
                if (digit == says.at[at] || (digit == '0' && (at == 0 || says.at[at - 1] < '0' || says.at[at - 1] > '9')))
                    continue;
                judge_change(s, rate, "number", slice_sub(says, 0, at), (struct slice){&digit, 1}, slice_after(says, at + 1));
            }
        }
    }
}

static void change_names(struct set *s, struct rate *rate, struct slice says)
{
    static const char *const others[] = {"Margaret Thornhill", "Vantage Holdings"};
    struct text t;
    struct facts_result r;
    cr_assert_eq(text_read(&t, &s->arena, says, NULL), OK);
    facts_extract(&r, &s->arena, &t);
    for (size_t u = 0; u < r.unit_count; u++)
        for (size_t k = 0; k < COUNT_OF(others) && r.units[u].kind == FACT_NAME; k++)
            judge_change(s, rate, "name", slice_sub(says, 0, r.units[u].span.start), slice_from(others[k]),
                         slice_after(says, r.units[u].span.end));
}

/* A first " is ", " are ", " can ", " will " ... takes a "not"; a "not" is dropped. */
static void flip_negation(struct set *s, struct rate *rate, struct slice says)
{
    static const char *const verbs[] = {" is ", " are ", " can ", " will ", " may ", " must ", " was "};
    size_t at, first = says.len, len = 0;
    if (slice_find(&at, says, SLICE(" not "))) {
        judge_change(s, rate, "negation dropped", slice_sub(says, 0, at), SLICE(" "), slice_after(says, at + 5));
        return;
    }
    if (slice_find(&at, says, SLICE(" cannot "))) {
        judge_change(s, rate, "negation dropped", slice_sub(says, 0, at), SLICE(" can "), slice_after(says, at + 8));
        return;
    }
    if (slice_has(says, SLICE("n't")) || slice_has(says, SLICE(" no ")) || slice_has(says, SLICE("never")) ||
        slice_has(says, SLICE(" only ")))
        return;
    for (size_t k = 0; k < COUNT_OF(verbs); k++)
        if (slice_find(&at, says, slice_from(verbs[k])) && at < first) {
            first = at;
            len = strlen(verbs[k]);
        }
    if (first < says.len)
        judge_change(s, rate, "negation added", slice_sub(says, 0, first + len), SLICE("not "), slice_after(says, first + len));
}

static void add_promise(struct set *s, struct rate *rate, struct slice says)
{
    static const char *const fronts[] = {"We guarantee that ", "You will definitely benefit: ", "Without a doubt, ",
                                         "I promise you, "};
    static const char *const ends[] = {" That is guaranteed.", " You will get your money, no question.", " You can count on it."};
    for (size_t k = 0; k < COUNT_OF(fronts); k++)
        judge_change(s, rate, "promise", slice_from(fronts[k]), says, SLICE_NONE);
    for (size_t k = 0; k < COUNT_OF(ends); k++)
        judge_change(s, rate, "promise", says, slice_from(ends[k]), SLICE_NONE);
}

typedef void changer(struct set *s, struct rate *rate, struct slice says);

/* Applies a change to every registered fact, and to every free wording that is allowed. */
static struct rate change_all(changer *change)
{
    struct rate rate = {0};
    for (size_t i = 0; i < COUNT_OF(files) - 1; i++) {
        static struct set s;
        struct slice line;
        set_open(&s, files[i]);
        for (size_t k = 0; k < s.known_count; k++)
            change(&s, &rate, s.known[k].text);
        while (slice_next(&line, &s.rest, '\n')) {
            struct facts_result r;
            if (line.len == 0)
                continue;
            const struct json *row = line_read(&s.arena, line);
            struct slice text = json_text(json_get(row, "text"));
            bool rests = !is_blocked(&s, text, &r) && r.sentence_count == 1 && r.sentences[0].verdict == VERDICT_CLAIM;
            if (rests && json_get(row, "label")->integer == 0)
                change(&s, &rate, text);
        }
        arena_finish(&s.arena);
    }
    return rate;
}

#define CHANGE_TEST(name, change, least, number)                                                                                 \
    Test(facts_dev, name)                                                                                                        \
    {                                                                                                                            \
        struct rate r = change_all(change);                                                                                      \
        printf("# " #change ": caught %u of %u\n", r.hits, r.all);                                                               \
        cr_expect(per_mille(r) >= (least) && r.all >= (number), "%u of %u", r.hits, r.all);                                      \
    }

CHANGE_TEST(catches_changed_numbers, change_numbers, 990, 800)
CHANGE_TEST(catches_swapped_names, change_names, 990, 20)
CHANGE_TEST(catches_flipped_negations, flip_negation, 950, 60)
CHANGE_TEST(catches_added_promises, add_promise, 990, 300)
