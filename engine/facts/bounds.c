#include "bounds.h"

struct around {
    const struct tokens *t;
    uint32_t first, past;
};

#define IS(a, i, literal) ((i) >= (a)->first && token_is((a)->t, (i), (a)->past, "" literal, sizeof(literal) - 1))

static bool is(const struct around *a, uint32_t i, const char *word)
{
    return i >= a->first && token_is(a->t, i, a->past, word, strlen(word));
}

static bool two(const struct around *a, uint32_t i, const char *x, const char *y) /* directly before i */
{
    return i >= a->first + 2 && is(a, i - 2, x) && is(a, i - 1, y);
}

/* "at least", "no more than", "a maximum of": directly before token i. */
static bool phrase_before(enum bound *out, const struct around *a, uint32_t i)
{
    static const struct {
        const char *x, *y;
        enum bound bound;
    } phrases[] = {
        {"up", "to", BOUND_MOST},
        {"at", "most", BOUND_MOST},
        {"less", "than", BOUND_MOST},
        {"fewer", "than", BOUND_MOST},
        {"maximum", "of", BOUND_MOST},
        {"limit", "of", BOUND_MOST},
        {"cap", "of", BOUND_MOST},
        {"max", "of", BOUND_MOST},
        {"lower", "than", BOUND_MOST},
        {"limited", "to", BOUND_MOST},
        {"capped", "at", BOUND_MOST},
        {"at", "least", BOUND_LEAST},
        {"more", "than", BOUND_LEAST},
        {"greater", "than", BOUND_LEAST},
        {"starting", "at", BOUND_LEAST},
        {"starts", "at", BOUND_LEAST},
        {"starting", "from", BOUND_LEAST},
        {"starts", "from", BOUND_LEAST},
        {"start", "at", BOUND_LEAST},
        {"minimum", "of", BOUND_LEAST},
        {"upwards", "of", BOUND_LEAST},
        {"start", "from", BOUND_LEAST},
        {"older", "than", BOUND_LEAST},
        {"longer", "than", BOUND_LEAST},
        {"faster", "than", BOUND_LEAST},
        {"further", "than", BOUND_LEAST},
        {"heavier", "than", BOUND_LEAST},
        {"bigger", "than", BOUND_LEAST},
        {"larger", "than", BOUND_LEAST},
        {"above", "the", BOUND_LEAST},
        {"higher", "than", BOUND_LEAST},
        {"over", "the", BOUND_LEAST},
        {"or", "so", BOUND_ABOUT},
        {"close", "to", BOUND_ABOUT},
        {"lebih", "daripada", BOUND_LEAST},
        {"sekurang-kurangnya", "", BOUND_LEAST},
        {"lebih", "kurang", BOUND_ABOUT},
        {"m\xc3\xa1s", "de", BOUND_LEAST},
        {"menos", "de", BOUND_MOST},
        {"al", "menos", BOUND_LEAST},
        {"como", "m\xc3\xa1ximo", BOUND_MOST},
        {"kurang", "daripada", BOUND_MOST},
    };
    for (size_t k = 0; k < sizeof phrases / sizeof phrases[0]; k++) {
        if (!two(a, i, phrases[k].x, phrases[k].y))
            continue;
        bool denied = false;
        uint32_t far = slice_eq(slice_from(phrases[k].y), SLICE("than")) ? 5 : 3;
        for (uint32_t back = 3; back <= far && i >= a->first + back; back++)
            denied |= token_has(a->t, i - back, a->past, MARK_NEGATION);
        *out = !denied ? phrases[k].bound : phrases[k].bound == BOUND_LEAST ? BOUND_MOST : BOUND_LEAST;
        return true;
    }
    if (i >= a->first + 3 && IS(a, i - 3, "no") && IS(a, i - 1, "than") &&
        (IS(a, i - 2, "later") || IS(a, i - 2, "longer") || IS(a, i - 2, "older"))) {
        *out = BOUND_MOST;
        return true;
    }
    return false;
}

/* "the minimum age is 21", "maximum stay: 28 nights": up to four words between, and no other clause. */
static bool noun_before(enum bound *out, const struct around *a, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k > a->first && steps < 5; k--, steps++) {
        const struct token *w = &a->t->at[k - 1];
        if (IS(a, k - 1, "minimum") || IS(a, k - 1, "least") || IS(a, k - 1, "min")) {
            *out = BOUND_LEAST;
            return true;
        }
        if (IS(a, k - 1, "maximum") || IS(a, k - 1, "max") || IS(a, k - 1, "limit") || IS(a, k - 1, "cap") ||
            IS(a, k - 1, "capped") || IS(a, k - 1, "most")) {
            *out = BOUND_MOST;
            return true;
        }
        if (w->kind == WORD_DIGITS || w->kind == WORD_MIXED || token_is_mark(a->t, k - 1, a->past, ',') ||
            token_is_mark(a->t, k - 1, a->past, ';') || (w->lex->marks & MARK_CLAUSE && !(w->lex->marks & MARK_HOUR)))
            return false;
    }
    return false;
}

static enum bound behind(const struct around *a, uint32_t i)
{
    if (IS(a, i, "+"))
        return BOUND_LEAST;
    if (IS(a, i, "or") || IS(a, i, "and")) {
        if (IS(a, i + 1, "so"))
            return BOUND_ABOUT;
        if (IS(a, i + 1, "less") || IS(a, i + 1, "fewer") || IS(a, i + 1, "under") || IS(a, i + 1, "below") ||
            IS(a, i + 1, "younger"))
            return BOUND_MOST;
        if (IS(a, i + 1, "more") || IS(a, i + 1, "over") || IS(a, i + 1, "above") || IS(a, i + 1, "older") || IS(a, i + 1, "up"))
            return BOUND_LEAST;
    }
    if (IS(a, i, "ish"))
        return BOUND_ABOUT;
    if (IS(a, i, "maximum") || IS(a, i, "max") || (IS(a, i, "at") && IS(a, i + 1, "most")) || (IS(a, i, "tops")))
        return BOUND_MOST;
    if (IS(a, i, "minimum") || (IS(a, i, "at") && IS(a, i + 1, "least")))
        return BOUND_LEAST;
    return BOUND_EXACT;
}

static bool is_step(const struct around *a, uint32_t i)
{
    const struct token *w = &a->t->at[i];
    bool age = IS(a, i, "age") || IS(a, i, "aged") || IS(a, i, "ages") || (IS(a, i, "of") && i > a->first && IS(a, i - 1, "age"));
    return w->lex->coin != COIN_NONE || IS(a, i, "the") || IS(a, i, "a") || IS(a, i, "just") || age ||
           (IS(a, i, "-") && !w->space_before);
}

static void value_bound(struct unit *u, const struct around *a)
{
    uint32_t i = u->first;
    u->bound = behind(a, u->past);
    if (u->bound != BOUND_EXACT)
        return;
    while (i > a->first && is_step(a, i - 1) && !IS(a, i - 1, "pound"))
        i--;
    if (i == a->first || phrase_before(&u->bound, a, i))
        return;
    const struct token *before = &a->t->at[i - 1];
    bool starts = IS(a, i - 1, "from") || IS(a, i - 1, "desde") || IS(a, i - 1, "dari");
    if (starts && u->kind == FACT_MONEY && !IS(a, u->past, "to") && !IS(a, u->past, "and") && !IS(a, u->past, "-") &&
        !IS(a, u->past, "up")) {
        u->bound = BOUND_LEAST;
        return;
    }
    bool in = IS(a, i - 1, "in") || IS(a, i - 1, "inside");
    if (before->lex->bound != BOUND_EXACT && !(in && u->kind != FACT_DURATION)) {
        u->bound = (enum bound)before->lex->bound;
        u->soft_bound = u->kind == FACT_DURATION && IS(a, i - 1, "over"); /* more than twelve years, or in the course of them */
        if (IS(a, i - 1, "some") && u->kind != FACT_COUNT)
            u->bound = BOUND_EXACT;
        return;
    }
    u->soft_bound = noun_before(&u->bound, a, i);
    if (u->bound == BOUND_EXACT && u->kind == FACT_DURATION && IS(a, u->past, "to")) /* "has eight weeks to reply" */
        u->bound = BOUND_WITHIN;
}

/* From nine, until nine; a bare hour or day has no edge. */
static void edge(struct unit *u, const struct around *a)
{
    uint32_t i = u->first;
    if (IS(a, u->past, "onwards") || IS(a, u->past, "onward") || (IS(a, u->past, "or") && IS(a, u->past + 1, "later"))) {
        u->edge = EDGE_START;
        return;
    }
    if (IS(a, u->past, "exactly") || IS(a, u->past, "sharp") || (IS(a, u->past, "on") && IS(a, u->past + 2, "dot")) ||
        (i > a->first && IS(a, i - 1, "exactly"))) {
        u->edge = EDGE_SHARP;
        return;
    }
    while (i > a->first &&
           (IS(a, i - 1, "the") || IS(a, i - 1, "on") || IS(a, i - 1, "about") || IS(a, i - 1, "around") || IS(a, i - 1, ":")))
        i--;
    if (i == a->first)
        return;
    if (i >= a->first + 3 && IS(a, i - 1, "than") && IS(a, i - 3, "no")) {
        u->edge = IS(a, i - 2, "later") ? EDGE_END : IS(a, i - 2, "earlier") ? EDGE_START : EDGE_NONE;
        return;
    }
    bool range_end = (IS(a, i - 1, "to") || IS(a, i - 1, "-") || IS(a, i - 1, "and")) && i >= a->first + 2 &&
                     (a->t->at[i - 2].kind != WORD_LETTERS || a->t->at[i - 2].lex->day != 0 || a->t->at[i - 2].lex->month != 0 ||
                      a->t->at[i - 2].lex->number_word != NUMBER_NONE || IS(a, i - 2, "am") || IS(a, i - 2, "pm"));
    bool range_start = IS(a, i - 1, "between");
    uint32_t marks = a->t->at[i - 1].lex->marks;
    if (range_end || (marks & MARK_ENDS && !IS(a, i - 1, "up") && !IS(a, i - 1, "to") && !IS(a, i - 1, "latest")) ||
        two(a, i, "up", "to"))
        u->edge = EDGE_END;
    else if (range_start || (marks & MARK_STARTS && !IS(a, i - 1, "opens")) || IS(a, u->past, "to") || IS(a, u->past, "-"))
        u->edge = EDGE_START;
    bool about = IS(a, u->first - 1, "about") || IS(a, u->first - 1, "around") || IS(a, u->first - 1, "roughly") ||
                 IS(a, u->first - 1, "approximately");
    if (about)
        u->bound = BOUND_ABOUT;
}

void bounds_read(struct unit *u, const struct tokens *t, uint32_t first, uint32_t past)
{
    struct around a = {t, first, past};
    if (u->kind == FACT_DATE || u->kind == FACT_TIME) {
        edge(u, &a);
        return;
    }
    if (u->kind != FACT_MONEY && u->kind != FACT_PERCENT && u->kind != FACT_DURATION && u->kind != FACT_COUNT &&
        u->kind != FACT_FRACTION)
        return;
    if (u->kind == FACT_DURATION && u->scale >= SPAN_RATE_MINUTES)
        return;
    value_bound(u, &a);
    u->in_advance = u->kind == FACT_DURATION && (is(&a, u->past, "before") || is(&a, u->past, "prior") || is(&a, u->past, "in") ||
                                                 is(&a, u->past, "notice") || is(&a, u->past, "ahead") || is(&a, u->past, "'") ||
                                                 is(&a, u->past, "beforehand"));
}
