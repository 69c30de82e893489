#include <parley/facts.h>

#include <parley/size.h>

#include "align.h"
#include "lexicon.h"

static const char *const kind_names[FACT_KIND_COUNT] = {"money", "percent", "date", "duration", "time", "count", "ordinal", "fraction", "name", "link", "phone", "email",
                                                        "plate", "promise", "negation", "comparison", "quantifier", "condition", "attribution", "outcome", "statement"};
static const char *const verdict_names[VERDICT_COUNT] = {"harmless", "claim", "script", "context", "customer", "unregistered"};

const char *fact_kind_name(enum fact_kind kind)
{
    must(kind < FACT_KIND_COUNT);
    return kind_names[kind];
}

const char *fact_verdict_name(enum fact_verdict verdict)
{
    must(verdict < VERDICT_COUNT);
    return verdict_names[verdict];
}

struct check {
    struct arena *arena;
    const struct facts_register *known; /* NULL: extract only */
    const struct vocabulary *vocabulary;
    struct stemmer *stemmer;
    const struct text *text;
    const struct facts_said *said;
    struct units customer;              /* what the customer stated; made when first asked for */
    bool customer_read;
    ARRAY_OF(struct fact_unit) units;
    ARRAY_OF(struct fact_sentence) sentences;
};

static void add_unit(struct check *c, enum fact_kind kind, uint32_t first, uint32_t past, enum fact_verdict verdict, struct slice source, uint32_t ppm,
                     const char *why)
{
    struct fact_unit *u = ARRAY_ADD(c->arena, &c->units);
    *u = (struct fact_unit){.span = text_span(c->text, c->text->words[first].start, c->text->words[past - 1].end), .kind = kind, .verdict = verdict,
                            .source = source, .score = {ppm}, .why = why};
}

static void read_customer(struct check *c)
{
    if (c->customer_read)
        return;
    c->customer_read = true;
    for (size_t i = 0; c->said != NULL && i < c->said->customer_count; i++) {
        struct text *t = ARENA_NEW(c->arena, struct text);
        if (text_read(t, c->arena, text_clean(c->arena, c->said->customer[i]), NULL) == OK)
            units_of(&c->customer, c->arena, t, 0, (uint32_t)t->word_count);
    }
}

static bool customer_said(struct check *c, const struct unit *u)
{
    read_customer(c);
    for (size_t i = 0; i < c->customer.count; i++)
        if (unit_agrees(u, &c->customer.at[i]) || (unit_same_kind(u, &c->customer.at[i]) && u->value == c->customer.at[i].value && u->kind != FACT_NAME &&
                                                   u->text.len == 0 && u->kind != FACT_DATE))
            return true;
    return false;
}

/* "You said 2016": the words of the customer given back, with no promise or outcome hung on them. */
static bool is_recap(const struct check *c, const struct meaning *m)
{
    static const char words[] = " said say told mentioned mention wrote write gave dijiste mencion\xc3\xb3 cakap kata ";
    bool recap = false;
    for (uint32_t i = m->first; i < m->past; i++) {
        struct slice rest = slice_from(words), one;
        while (slice_next(&one, &rest, ' '))
            recap |= one.len > 0 && slice_eq(one, c->text->words[i].folded);
    }
    return recap && m->promise == 0 && !((m->marks & MARK_OUTCOME) && (m->marks & MARK_FUTURE));
}

static bool all_from_customer(struct check *c, const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (!customer_said(c, &m->units[i]))
            return false;
    return true;
}

/* Nothing that could be checked: no unit, no promise, no outcome, and hardly a word beyond the talk itself. */
static bool is_harmless(const struct meaning *m, bool question, const struct text *t)
{
    if (m->unit_count > 0 || m->promise != 0)
        return false;
    bool foretells = m->outcome != 0 && (m->marks & MARK_FUTURE) && (m->marks & MARK_ADDRESS);
    if (foretells)
        return false;
    if (question)
        return true;
    const struct word *w = &t->words[m->first];
    bool instruction = m->first < m->past && (slice_eq(w->folded, SLICE("please")) || slice_eq(w->folded, SLICE("reply")) || slice_eq(w->folded, SLICE("tell")) ||
                                              slice_eq(w->folded, SLICE("let")) || slice_eq(w->folded, SLICE("type")) || slice_eq(w->folded, SLICE("send")));
    uint32_t meaningful = m->words - m->harmless;
    return meaningful == 0 || (m->words >= 5 && meaningful * 5 <= m->words && m->outcome == 0) || (instruction && m->negations == 0 && meaningful <= 4 && m->outcome == 0);
}

struct judged {
    enum fact_verdict verdict;
    struct slice source;
    const char *why;
    uint32_t ppm, unit, word;
    bool identical;
};

static struct judged registered(const struct check *c, const struct known_sentence *k, uint32_t coverage)
{
    static const enum fact_verdict of[] = {VERDICT_CLAIM, VERDICT_SCRIPT, VERDICT_CONTEXT, VERDICT_CUSTOMER};
    return (struct judged){.verdict = of[c->known->texts[k->text].kind], .source = c->known->texts[k->text].id, .ppm = (1000 - coverage) * 1000};
}

static struct judged judge(struct check *c, const struct meaning *m, bool question)
{
    const struct known_sentence *same = register_identical(c->known, m->identity);
    if (same != NULL) {
        struct judged j = registered(c, same, 1000);
        j.identical = true;
        return j;
    }
    if (is_harmless(m, question, c->text))
        return (struct judged){.verdict = VERDICT_HARMLESS, .ppm = question ? 50000 : 100000};
    struct alignment a;
    align(&a, c->known, m);
    if (a.allowed)
        return registered(c, a.known, a.coverage);
    if (m->unit_count > 0 && all_from_customer(c, m) && (is_recap(c, m) || question))
        return (struct judged){.verdict = VERDICT_CUSTOMER, .source = SLICE("customer"), .ppm = 200000};
    uint32_t ppm = a.unit ? 970000 : a.word ? 900000 : a.known && a.coverage >= 400 ? 700000 : 800000;
    if (m->promise)
        ppm = 980000;
    return (struct judged){.verdict = VERDICT_UNREGISTERED, .why = a.why, .ppm = ppm, .unit = a.unit, .word = a.word};
}

static void report(struct check *c, const struct meaning *m, const struct judged *j)
{
    bool bad = j->verdict == VERDICT_UNREGISTERED;
    for (uint32_t i = 0; i < m->unit_count; i++) {
        bool this_one = bad && (j->unit == 0 || j->unit == i + 1);
        add_unit(c, m->units[i].kind, m->units[i].first, m->units[i].past, this_one ? VERDICT_UNREGISTERED : bad ? VERDICT_HARMLESS : j->verdict, j->source,
                 this_one ? j->ppm : bad ? 0 : j->ppm, this_one ? j->why : NULL);
    }
    if (m->promise != 0)
        add_unit(c, FACT_PROMISE, m->promise - 1, m->promise, j->verdict, j->source, j->ppm, j->why);
    if (bad && j->word != 0 && j->word != m->promise)
        add_unit(c, m->negations && j->word == m->first_negation + 1 ? FACT_NEGATION : FACT_OUTCOME, j->word - 1, j->word, j->verdict, j->source, j->ppm, j->why);
    bool said = m->unit_count > 0 || m->promise != 0 || (bad && j->word != 0);
    if (!said && j->verdict != VERDICT_HARMLESS)
        add_unit(c, FACT_STATEMENT, m->first, m->past, j->verdict, j->source, j->ppm, j->why);
}

static bool is_word(const struct text *t, uint32_t i, const char *word)
{
    return slice_eq(t->words[i].folded, slice_from(word));
}

/* Where a sentence of two statements may be parted: "; " or ", and " or " but ". 0 when nowhere. */
static uint32_t parting(const struct text *t, uint32_t first, uint32_t past, uint32_t from)
{
    for (uint32_t i = from; i + 2 < past; i++) {
        bool sign = is_word(t, i, ";") || is_word(t, i, ",") || is_word(t, i, "-") || is_word(t, i, ":");
        bool joint = is_word(t, i, "and") || is_word(t, i, "but") || is_word(t, i, "so") || is_word(t, i, "although");
        if ((sign || joint) && i >= first + 2)
            return i;
    }
    return 0;
}

/* Judges a stretch whole; when that is refused, tries its parts: each must be allowed by itself. */
static struct judged judge_stretch(struct check *c, uint32_t first, uint32_t past, bool question, struct meaning *m, unsigned depth)
{
    meaning_of(m, c->arena, c->vocabulary, c->stemmer, c->text, first, past);
    struct judged whole = judge(c, m, question);
    if (whole.verdict != VERDICT_UNREGISTERED || depth == 3)
        return whole;
    for (uint32_t cut = parting(c->text, first, past, first); cut != 0; cut = parting(c->text, first, past, cut + 1)) {
        struct meaning *left = ARENA_NEW(c->arena, struct meaning), *right = ARENA_NEW(c->arena, struct meaning);
        struct judged l = judge_stretch(c, first, cut, false, left, depth + 1);
        if (l.verdict == VERDICT_UNREGISTERED)
            continue;
        struct judged r = judge_stretch(c, cut + 1, past, question, right, depth + 1);
        if (r.verdict != VERDICT_UNREGISTERED)
            {
            struct judged both = l.verdict == VERDICT_HARMLESS ? r : l;
            both.identical = l.identical && r.identical;
            return both;
        }
    }
    return whole;
}

static void check_sentence(struct check *c, const struct sentence *s)
{
    struct meaning *m = ARENA_NEW(c->arena, struct meaning);
    uint32_t first_unit = (uint32_t)c->units.count;
    struct judged j = {.verdict = VERDICT_HARMLESS};
    if (c->known != NULL)
        j = judge_stretch(c, s->first, s->past, s->is_question, m, 0);
    else
        meaning_of(m, c->arena, c->vocabulary, c->stemmer, c->text, s->first, s->past);
    report(c, m, &j);
    *ARRAY_ADD(c->arena, &c->sentences) =
        (struct fact_sentence){.span = s->span, .verdict = j.verdict, .source = j.source, .identical = j.identical, .first_unit = first_unit, .past_unit = (uint32_t)c->units.count};
}

static void run(struct facts_result *out, struct check *c)
{
    c->stemmer = stemmer_create_in(c->arena, SLICE("en"));
    for (size_t i = 0; i < c->text->sentence_count; i++)
        check_sentence(c, &c->text->sentences[i]);
    *out = (struct facts_result){.units = c->units.at, .unit_count = c->units.count, .sentences = c->sentences.at, .sentence_count = c->sentences.count};
    for (size_t i = 0; i < c->units.count; i++)
        if (c->units.at[i].score.ppm > out->score.ppm)
            out->score = c->units.at[i].score;
    for (size_t i = 0; i < c->sentences.count; i++)
        out->unregistered |= c->sentences.at[i].verdict == VERDICT_UNREGISTERED;
    if (!out->unregistered && out->score.ppm > 490000)
        out->score.ppm = 490000;
}

void facts_check(struct facts_result *out, struct arena *arena, const struct facts_register *known, const struct text *text, const struct facts_said *said)
{
    struct check c = {.arena = arena, .known = known, .vocabulary = known->vocabulary, .text = text, .said = said};
    run(out, &c);
}

void facts_extract(struct facts_result *out, struct arena *arena, const struct text *text)
{
    struct check c = {.arena = arena, .vocabulary = vocabulary_create(arena), .text = text};
    run(out, &c);
}
