#include "bounds.h"

#include <parley/size.h>

#include "around.h"
#include "number.h"

/* The negation before token i that belongs to it, at most `far` tokens away and in the same clause, + 1; 0 = none. */
static uint32_t denied_before(const struct around *a, uint32_t i, uint32_t far)
{
    for (uint32_t k = i, steps = 0; k > a->first && steps < far; k--, steps++) {
        const struct token *w = &a->t->at[k - 1];
        if (w->folded.len > 3 && slice_ends(w->folded, SLICE("ed"))) /* "energy used more than a year ago" */
            return 0;
        if (w->lex->marks & MARK_NEGATION && !IS(a, k - 1, "without") && !IS(a, k - 1, "sin"))
            return k;
        bool joint = (w->lex->marks & MARK_CLAUSE) && !(w->lex->marks & MARK_HOUR);
        if (w->kind == WORD_MARK || w->kind == WORD_DIGITS || joint || (w->lex->marks & MARK_CONDITION))
            return 0;
    }
    return 0;
}

/* "starts at", "begin from": directly before token i. */
static bool begins_at(const struct around *a, uint32_t i)
{
    static const char *const verbs[] = {"start", "starts", "starting", "begin", "begins", "beginning"};
    for (size_t k = 0; k < COUNT_OF(verbs); k++)
        if (around_two(a, i, verbs[k], "at") || around_two(a, i, verbs[k], "from"))
            return true;
    return false;
}

/* A verb of motion: what goes up to 57 is 57 then. */
static bool moves(const struct around *a, uint32_t i)
{
    static const char *const verbs[] = {"go",     "goes",   "going", "went",   "rise", "rises",
                                        "rising", "climbs", "moves", "moving", "jumps"};
    for (size_t k = 0; k < COUNT_OF(verbs); k++)
        if (around_is(a, i, verbs[k]))
            return true;
    return false;
}

/* "at least", "no more than", "a maximum of": directly before token i. */
static bool phrase_before(struct unit *u, const struct around *a, uint32_t i)
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
        {"younger", "than", BOUND_MOST},
        {"shorter", "than", BOUND_MOST},
        {"smaller", "than", BOUND_MOST},
        {"bigger", "than", BOUND_LEAST},
        {"limited", "to", BOUND_MOST},
        {"many", "as", BOUND_MOST},
        {"much", "as", BOUND_MOST},
        {"little", "as", BOUND_LEAST},
        {"few", "as", BOUND_LEAST},
        {"out", "at", BOUND_MOST}, /* tops out at */
        {"the", "most", BOUND_MOST},
        {"o", "menos", BOUND_MOST},
        {"capped", "at", BOUND_MOST},
        {"at", "least", BOUND_LEAST},
        {"more", "than", BOUND_LEAST},
        {"greater", "than", BOUND_LEAST},
        {"go", "past", BOUND_LEAST},
        {"goes", "past", BOUND_LEAST},
        {"gets", "past", BOUND_LEAST},
        {"minimum", "of", BOUND_LEAST},
        {"upwards", "of", BOUND_LEAST},
        {"older", "than", BOUND_LEAST},
        {"longer", "than", BOUND_LEAST},
        {"faster", "than", BOUND_LEAST},
        {"further", "than", BOUND_LEAST},
        {"heavier", "than", BOUND_LEAST},
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
        {"lo", "menos", BOUND_LEAST},
        {"sobre", "de", BOUND_LEAST},
        {"como", "m\xc3\xa1ximo", BOUND_MOST},
        {"kurang", "daripada", BOUND_MOST},
    };
    char letter = i >= a->first + 2 ? a->t->at[i - 2].folded.at[0] : '\0';
    for (size_t k = 0; k < sizeof phrases / sizeof phrases[0]; k++) {
        if (phrases[k].x[0] != letter || !around_two(a, i, phrases[k].x, phrases[k].y))
            continue;
        u->soft_bound = IS(a, i - 2, "up") && i >= a->first + 3 && moves(a, i - 3); /* "goes up to 57": or it is 57 */
        if (IS(a, i - 2, "out") && i >= a->first + 3 && (IS(a, i - 3, "works") || IS(a, i - 3, "work") || IS(a, i - 3, "come")))
            continue; /* works out at, and not tops out at */
        uint32_t far =
            slice_eq(slice_from(phrases[k].y), SLICE("than")) || slice_eq(slice_from(phrases[k].y), SLICE("de")) ? 10 : 3;
        uint32_t denied = denied_before(a, i - 2, far - 2);
        if (IS(a, u->past, "ago"))
            denied = 0;
        u->denied_by = slice_eq(slice_from(phrases[k].y), SLICE("than")) ? denied : 0;
        u->is_less = denied == 0 && phrases[k].bound == BOUND_MOST &&
                     (slice_eq(slice_from(phrases[k].y), SLICE("than")) || slice_eq(slice_from(phrases[k].x), SLICE("menos")) ||
                      slice_eq(slice_from(phrases[k].x), SLICE("kurang")));
        u->bound = denied == 0 ? phrases[k].bound : phrases[k].bound == BOUND_LEAST ? BOUND_MOST : BOUND_LEAST;
        u->is_up_to = denied == 0 && slice_eq(slice_from(phrases[k].x), SLICE("up"));
        return true;
    }
    if (begins_at(a, i)) {
        u->bound = BOUND_LEAST;
        return true;
    }
    if (i >= a->first + 3 && IS(a, i - 3, "no") && IS(a, i - 1, "than") &&
        (IS(a, i - 2, "later") || IS(a, i - 2, "longer") || IS(a, i - 2, "older"))) {
        u->bound = BOUND_MOST;
        u->is_up_to = IS(a, i - 2, "later");
        return true;
    }
    if (i >= a->first + 3 && IS(a, i - 3, "no") && IS(a, i - 1, "than") &&
        (IS(a, i - 2, "sooner") || IS(a, i - 2, "earlier") || IS(a, i - 2, "shorter") || IS(a, i - 2, "younger"))) {
        u->bound = BOUND_LEAST;
        u->is_up_to = IS(a, i - 2, "sooner") || IS(a, i - 2, "earlier");
        return true;
    }
    return false;
}

/* "the heaviest parcel", "the cheapest implant": of those there are, not of all the world, and not "in the lowest band". */
static bool is_superlative(const struct around *a, uint32_t i, uint32_t role)
{
    if (i >= a->first + 2 && (IS(a, i - 2, "in") || IS(a, i - 2, "at") || IS(a, i - 2, "for") || IS(a, i - 2, "on")))
        return false;
    return i > a->first && i < a->past && (a->t->at[i].lex->roles & role) && IS(a, i - 1, "the") && !IS(a, i + 1, "in") &&
           !IS(a, i + 1, "of") && !IS(a, i + 1, "on") && !IS(a, i + 1, "around") && !IS(a, i + 1, "anywhere");
}

/* "the minimum age is 21", "maximum stay: 28 nights": up to four words between, and no other clause. "The most we can charge for
 * a complaint is 480": more words when the value stands behind "is". */
static bool noun_before(enum bound *out, const struct around *a, uint32_t i)
{
    bool told = i > a->first && (IS(a, i - 1, "is") || IS(a, i - 1, "be") || IS(a, i - 1, "es"));
    for (uint32_t k = i, steps = 0; k > a->first && steps < (told ? 12u : 5u); k--, steps++) {
        const struct token *w = &a->t->at[k - 1];
        if (IS(a, k - 1, "minimum") || IS(a, k - 1, "least") || IS(a, k - 1, "min") || IS(a, k - 1, "mínimo") ||
            is_superlative(a, k - 1, ROLE_LEAST)) {
            *out = BOUND_LEAST;
            return true;
        }
        if (IS(a, k - 1, "maximum") || IS(a, k - 1, "max") || IS(a, k - 1, "limit") || IS(a, k - 1, "cap") ||
            IS(a, k - 1, "capped") || IS(a, k - 1, "most") || IS(a, k - 1, "máximo") || is_superlative(a, k - 1, ROLE_MOST)) {
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
        if (IS(a, i + 1, "more") || IS(a, i + 1, "over") || IS(a, i + 1, "above") || IS(a, i + 1, "older") ||
            IS(a, i + 1, "up") || IS(a, i + 1, "longer") || IS(a, i + 1, "higher") || IS(a, i + 1, "greater") ||
            IS(a, i + 1, "bigger"))
            return BOUND_LEAST;
    }
    if (IS(a, i, "o") && (IS(a, i + 1, "más") || IS(a, i + 1, "menos")))
        return IS(a, i + 1, "más") ? BOUND_LEAST : BOUND_MOST;
    if (IS(a, i, "como") && (IS(a, i + 1, "máximo") || IS(a, i + 1, "mínimo")))
        return IS(a, i + 1, "máximo") ? BOUND_MOST : BOUND_LEAST;
    if ((IS(a, i, "is") || IS(a, i, "are")) && IS(a, i + 1, "the")) { /* "56 hours is the most you can drive" */
        if (IS(a, i + 2, "most") || IS(a, i + 2, "maximum") || IS(a, i + 2, "limit") || IS(a, i + 2, "cap") ||
            IS(a, i + 2, "max"))
            return BOUND_MOST;
        if (IS(a, i + 2, "least") || IS(a, i + 2, "minimum") || IS(a, i + 2, "min") || is_superlative(a, i + 2, ROLE_LEAST))
            return BOUND_LEAST;
        if (is_superlative(a, i + 2, ROLE_MOST))
            return BOUND_MOST;
    }
    if (IS(a, i, "upwards") || IS(a, i, "upward") || (IS(a, i, "and") && IS(a, i + 1, "upwards")))
        return BOUND_LEAST;
    if (IS(a, i, "ish"))
        return BOUND_ABOUT;
    if (IS(a, i, "maximum") || IS(a, i, "max") || (IS(a, i, "at") && IS(a, i + 1, "most")) || (IS(a, i, "tops")))
        return BOUND_MOST;
    if (IS(a, i, "minimum") || (IS(a, i, "at") && IS(a, i + 1, "least")))
        return BOUND_LEAST;
    return BOUND_EXACT;
}

/* "three of those at most", "two days a week at most": a bound behind a few words that count nothing else. */
static enum bound bound_behind_words(const struct around *a, uint32_t i)
{
    for (uint32_t k = i; k < a->past && k < i + 5; k++) {
        const struct token *w = &a->t->at[k];
        if (token_is_mark(a->t, k, a->past, ',') && IS(a, k + 1, "or") && behind(a, k + 1) != BOUND_ABOUT) /* "..., or more" */
            return behind(a, k + 1);
        bool told = k > i && (IS(a, k, "or") || IS(a, k, "is") || IS(a, k, "are")); /* "40 parcels or more" */
        if (told && behind(a, k) != BOUND_EXACT && behind(a, k) != BOUND_ABOUT)
            return behind(a, k);
        if (IS(a, k, "at") && (IS(a, k + 1, "most") || IS(a, k + 1, "least")))
            return IS(a, k + 1, "most") ? BOUND_MOST : BOUND_LEAST;
        if (IS(a, k, "maximum") || IS(a, k, "minimum"))
            return IS(a, k, "maximum") ? BOUND_MOST : BOUND_LEAST;
        if (w->kind != WORD_LETTERS || w->lex->number_word != NUMBER_NONE || (w->lex->marks & (MARK_CLAUSE | MARK_YOU | MARK_WE)))
            break;
    }
    return BOUND_EXACT;
}

/* A word of need before the value, in the same clause. */
static bool needs_before(const struct around *a, uint32_t i)
{
    static const char *const words[] = {"need",     "needs",    "must", "require", "requires",
                                        "required", "necesita", "hay",  "perlu",   "mesti"};
    for (uint32_t k = i, steps = 0; k > a->first && steps < 8; k--, steps++) {
        if (a->t->at[k - 1].kind != WORD_LETTERS)
            return false;
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
            if (words[w][0] == a->t->at[k - 1].folded.at[0] && around_is(a, k - 1, words[w]))
                return denied_before(a, k - 1, 4) == 0;
    }
    return false;
}

/* "you can stretch the day to 10 hours": as far as that, and no farther. */
static bool reaches(const struct around *a, uint32_t i)
{
    if (i == a->first || !IS(a, i - 1, "to"))
        return false;
    for (uint32_t k = i - 1, steps = 0; k > a->first && steps < 10; k--, steps++) {
        if (a->t->at[k - 1].kind == WORD_MARK || a->t->at[k - 1].kind == WORD_DIGITS)
            return false;
        if (IS(a, k - 1, "can") || IS(a, k - 1, "may") || IS(a, k - 1, "could"))
            return true;
    }
    return false;
}

/* "limited to 48 hours on average and to 60 hours in any one week" */
static bool limits_again(const struct around *a, uint32_t i)
{
    if (i < a->first + 2 || !IS(a, i - 1, "to") || !(IS(a, i - 2, "and") || token_is_mark(a->t, i - 2, a->past, ',')))
        return false;
    for (uint32_t k = i - 2, steps = 0; k > a->first && steps < 12; k--, steps++)
        if (IS(a, k - 1, "limited") || IS(a, k - 1, "capped"))
            return true;
    return false;
}

static bool takes_time(const struct around *a, uint32_t i)
{
    static const char *const verbs[] = {"take", "takes", "last", "lasts", "dura", "duran", "tarda", "tardan"};
    for (size_t k = 0; i > a->first && k < sizeof verbs / sizeof verbs[0]; k++)
        if (around_is(a, i - 1, verbs[k]))
            return true;
    return false;
}

/* "spread it over 3 months": in the course of them. */
static bool is_spread(const struct around *a, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k > a->first && steps < 9; k--, steps++)
        if (IS(a, k - 1, "spread") || IS(a, k - 1, "split") || IS(a, k - 1, "divided") || IS(a, k - 1, "pay") ||
            IS(a, k - 1, "paid"))
            return true;
    return false;
}

static bool is_step(const struct around *a, uint32_t i)
{
    const struct token *w = &a->t->at[i];
    bool age = IS(a, i, "age") || IS(a, i, "aged") || IS(a, i, "ages") || (IS(a, i, "of") && i > a->first && IS(a, i - 1, "age"));
    return w->lex->coin != COIN_NONE || IS(a, i, "the") || IS(a, i, "those") || IS(a, i, "a") || IS(a, i, "just") || age ||
           (IS(a, i, "-") && !w->space_before);
}

/* "anything above 25 kg is too heavy": 25 kg is the most. */
static void turn_too_much(struct unit *u, const struct around *a)
{
    uint32_t i = IS(a, u->past, "is") || IS(a, u->past, "are") || IS(a, u->past, "es") ? u->past : u->past + 1;
    bool too = (IS(a, i, "is") || IS(a, i, "are") || IS(a, i, "es")) && (IS(a, i + 1, "too") || IS(a, i + 1, "demasiado"));
    if (!too || u->denied_by != 0 || u->kind == FACT_MONEY)
        return;
    if (u->bound == BOUND_LEAST)
        u->bound = BOUND_MOST;
    else if (u->bound == BOUND_MOST)
        u->bound = BOUND_LEAST;
}

static bool coin_stands(const struct around *a, uint32_t i)
{
    return i < a->past && a->t->at[i].lex->coin != COIN_NONE;
}

static void value_bound(struct unit *u, const struct around *a)
{
    uint32_t i = u->first;
    u->bound = behind(a, u->past);
    if (u->bound == BOUND_EXACT && (u->kind == FACT_COUNT || u->kind == FACT_DURATION))
        u->bound = bound_behind_words(a, u->past);
    if (u->bound != BOUND_EXACT)
        return;
    u->is_needed = needs_before(a, i);
    while (i > a->first && is_step(a, i - 1) && !IS(a, i - 1, "pound"))
        i--;
    uint32_t side = i;
    u->is_first = u->kind == FACT_DURATION && i > a->first && IS(a, i - 1, "first");
    if (u->is_first)
        for (side = i - 1; side > a->first && is_step(a, side - 1);)
            side--;
    if (u->kind == FACT_COUNT && i > a->first + 1 && (u->is_bare || i == u->first) && a->t->at[i - 1].kind == WORD_LETTERS &&
        a->t->at[i - 1].key != 0 && a->t->at[i - 1].lex->bound == BOUND_EXACT &&
        (a->t->at[i - 2].lex->bound == BOUND_MOST || a->t->at[i - 2].lex->bound == BOUND_LEAST || IS(a, i - 2, "than")))
        i--; /* "above force 5" */
    u->is_until = u->kind == FACT_DURATION && side > a->first &&
                  (IS(a, side - 1, "before") || IS(a, side - 1, "until") || IS(a, side - 1, "till"));
    bool passed = (IS(a, u->past, "have") || IS(a, u->past, "has")) && IS(a, u->past + 1, "passed");
    u->is_after =
        passed || (side > a->first && (IS(a, side - 1, "after") || IS(a, side - 1, "tras") || IS(a, side - 1, "selepas")));
    if (u->is_first && u->is_after) { /* what is past them, and not they */
        u->is_first = false;
        return;
    }
    if (i == a->first || phrase_before(u, a, i))
        return;
    const struct token *before = &a->t->at[i - 1];
    bool starts = IS(a, i - 1, "from") || IS(a, i - 1, "desde") || IS(a, i - 1, "dari");
    struct number next;
    bool range = IS(a, u->past, "and") &&
                 ((number_at(&next, a->t, u->past + 1, a->past) && !next.is_article) || coin_stands(a, u->past + 1));
    if (starts && u->kind == FACT_MONEY && !IS(a, u->past, "to") && !range && !IS(a, u->past, "-") && !IS(a, u->past, "up")) {
        u->bound = BOUND_LEAST;
        return;
    }
    if (starts && u->kind == FACT_DURATION && !u->from_range) { /* "loans from 12 months" */
        u->bound = BOUND_LEAST;
        u->soft_bound = true;
        return;
    }
    bool in = IS(a, i - 1, "in") || IS(a, i - 1, "inside");
    if (before->lex->bound != BOUND_EXACT && !(in && u->kind != FACT_DURATION)) {
        u->bound = (enum bound)before->lex->bound;
        u->is_less = IS(a, i - 1, "under") || IS(a, i - 1, "below");
        if (u->bound == BOUND_WITHIN && u->kind == FACT_DURATION &&
            denied_before(a, i - 1, 6) != 0) { /* "not solved within 8 weeks" */
            u->bound = BOUND_EXACT;
            u->is_after = true;
            return;
        }
        if (u->bound == BOUND_LEAST && (u->denied_by = denied_before(a, i - 1, 8)) != 0) { /* "can't go over 60" */
            u->bound = BOUND_MOST;
            return;
        }
        bool months = u->kind == FACT_COUNT || (u->kind == FACT_DURATION && u->scale == SPAN_MONTHS);
        bool spread = IS(a, i - 1, "over") && months && is_spread(a, i - 1);
        if (spread)
            u->bound = BOUND_WITHIN;
        u->soft_bound = u->kind == FACT_DURATION && IS(a, i - 1, "over"); /* more than twelve years, or in the course of them */
        if (u->bound == BOUND_ABOUT && u->kind == FACT_DURATION && takes_time(a, i - 1)) /* "takes about 40 minutes" */
            u->is_rough = true;
        if (IS(a, i - 1, "some") && u->kind != FACT_COUNT)
            u->bound = BOUND_EXACT;
        return;
    }
    if (IS(a, i - 1, "only") || IS(a, i - 1, "just") || IS(a, i - 1, "solo") || IS(a, i - 1, "sólo") || IS(a, i - 1, "hanya") ||
        (IS(a, i - 1, "first") && u->kind == FACT_DURATION)) { /* "only three times", "the first seven days" */
        u->bound = BOUND_MOST;
        u->soft_bound = true;
        return;
    }
    if (reaches(a, i)) {
        u->bound = BOUND_WITHIN;
        return;
    }
    if (limits_again(a, i)) {
        u->bound = BOUND_MOST;
        return;
    }
    u->soft_bound = noun_before(&u->bound, a, i);
    if (u->bound == BOUND_EXACT && u->kind == FACT_DURATION && IS(a, u->past, "to")) /* "has eight weeks to reply" */
        u->bound = BOUND_WITHIN;
}

/* "15% off", "adds 4% to the bill". */
static void direction(struct unit *u, const struct around *a)
{
    static const char *const off[] = {"off", "cheaper", "less", "lower", "discount", "reduction", "descuento", "diskaun"};
    static const char *const on[] = {"dearer", "more", "extra", "higher", "surcharge", "recargo"};
    static const char *const adds[] = {"adds", "add", "adding", "added", "increases", "raises"};
    static const char *const saves[] = {"save", "saves", "saving"};
    for (size_t k = 0; k < sizeof saves / sizeof saves[0] && u->first > a->first; k++)
        u->takes_off |= around_is(a, u->first - 1, saves[k]);
    for (size_t k = 0; k < sizeof off / sizeof off[0]; k++)
        u->takes_off |= around_is(a, u->past, off[k]);
    for (size_t k = 0; k < sizeof on / sizeof on[0]; k++)
        u->adds_on |= around_is(a, u->past, on[k]);
    for (size_t k = 0; k < sizeof adds / sizeof adds[0] && u->first > a->first; k++)
        u->adds_on |= around_is(a, u->first - 1, adds[k]);
}

/* "a day or more ahead" */
static bool ahead_behind(const struct around *a, uint32_t i)
{
    bool more = IS(a, i + 1, "more") || IS(a, i + 1, "longer") || IS(a, i + 1, "earlier");
    bool ahead = IS(a, i + 2, "ahead") || IS(a, i + 2, "before") || IS(a, i + 2, "beforehand") || IS(a, i + 2, "away") ||
                 (IS(a, i + 2, "in") && IS(a, i + 3, "advance"));
    return IS(a, i, "or") && more && ahead;
}

void bounds_read(struct unit *u, const struct tokens *t, uint32_t first, uint32_t past)
{
    struct around a = {t, first, past};
    if (u->kind == FACT_DATE || u->kind == FACT_TIME) {
        edge_read(u, &a);
        return;
    }
    if (u->kind != FACT_MONEY && u->kind != FACT_PERCENT && u->kind != FACT_DURATION && u->kind != FACT_COUNT &&
        u->kind != FACT_FRACTION)
        return;
    if (u->kind == FACT_DURATION && u->scale >= SPAN_RATE_MINUTES)
        return;
    value_bound(u, &a);
    turn_too_much(u, &a);
    if (u->kind == FACT_PERCENT)
        direction(u, &a);
    u->is_later = u->kind == FACT_DURATION && around_is(&a, u->past, "after");
    u->in_advance =
        u->kind == FACT_DURATION &&
        (around_is(&a, u->past, "before") || around_is(&a, u->past, "prior") ||
         (around_is(&a, u->past, "in") && around_is(&a, u->past + 1, "advance")) || around_is(&a, u->past, "notice") ||
         around_is(&a, u->past, "ahead") || (around_is(&a, u->past, "'") && !around_is(&a, u->past + 1, "interest")) ||
         around_is(&a, u->past, "beforehand") || around_is(&a, u->past, "away") ||
         (around_is(&a, u->past, "to") && around_is(&a, u->past + 1, "go")) || around_is(&a, u->past, "early") ||
         around_is(&a, u->past, "antes") || around_is(&a, u->past, "sebelum") ||
         (around_is(&a, u->past, "de") && around_is(&a, u->past + 1, "antelación")) || ahead_behind(&a, u->past));
}
