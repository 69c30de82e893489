#include "source.h"

#include "objections.h"

enum {
    REACH = 7,   /* tokens around a value that say of what it is */
    LITTLE = 300 /* per mille of what is said that the source must have */
};

/* How sure each kind of difference makes us, in millionths. */
enum { VALUE_MISSING = 950000, NAME_MISSING = 800000, VALUE_ELSEWHERE = 450000, DATE_ELSEWHERE = 620000, PART_MISSING = 300000 };

struct reading_of_source {
    const struct facts_register *r;
    const struct meaning *said;
    const struct known_sentence *nearest;
    uint32_t all, known, near; /* weights of content: said; of it in the source; in the nearest sentence */
};

static uint32_t overlap_of(const struct known_sentence *k, const struct meaning *said)
{
    uint32_t weight = 0;
    for (uint32_t i = 0; i < said->content_count; i++)
        weight += known_has(k, said->content[i].key) ? said->content[i].weight : 0;
    return weight;
}

static void read_source(struct reading_of_source *s)
{
    for (uint32_t i = 0; i < s->said->content_count; i++) {
        s->all += s->said->content[i].weight;
        s->known += register_list(s->r, s->said->content[i].key) != NULL ? s->said->content[i].weight : 0;
    }
    for (uint32_t i = 0; i < s->r->sentence_count; i++) {
        const struct known_sentence *k = &s->r->sentences[i];
        uint32_t weight = k->stretch == STRETCH_SENTENCE ? overlap_of(k, s->said) : 0;
        if (weight > s->near) {
            s->near = weight;
            s->nearest = k;
        }
    }
}

static bool is_value(const struct unit *u)
{
    return u->kind != FACT_NAME;
}

/* "one" and "two" count what is named, and say little by themselves. */
static bool says_little(const struct unit *u)
{
    return (u->kind == FACT_COUNT || u->kind == FACT_ORDINAL) && u->value <= 2 * INT64_C(1000000);
}

/* Does something of what stands around the value stand in the known sentence? */
static bool is_about(const struct meaning *said, const struct unit *u, const struct known_sentence *k)
{
    bool any = false;
    uint32_t from = u->first > said->first + REACH ? u->first - REACH : said->first,
             to = u->past + REACH < said->past ? u->past + REACH : said->past;
    for (uint32_t i = from; i < to; i++) {
        uint64_t key = said->tokens->at[i].key;
        if (key == 0 || (i >= u->first && i < u->past))
            continue;
        any = true;
        if (known_has(k, key))
            return true;
    }
    return !any;
}

/* Minutes of a duration, near enough: half a year is six months. */
static int64_t length_of(const struct unit *u)
{
    enum { MONTH_MINUTES = 43830, WORKING_DAY_MINUTES = 2016, NIGHT_MINUTES = 1440 };
    switch (u->scale) {
    case SPAN_MONTHS:
    case SPAN_RATE_MONTHS: return u->value / 1000000 * MONTH_MINUTES;
    case SPAN_WORKING: return u->value / 1000000 * WORKING_DAY_MINUTES;
    case SPAN_NIGHTS: return u->value / 1000000 * NIGHT_MINUTES;
    default: return u->value / 1000000;
    }
}

/* The same value, whatever the bound and the measure it is given in. */
static bool agrees(const struct unit *said, const struct unit *known)
{
    if (unit_agrees(said, known))
        return true;
    if (said->kind != known->kind || said->text.len > 0 || said->kind == FACT_DATE)
        return false;
    if (said->kind != FACT_DURATION)
        return said->value == known->value;
    int64_t a = length_of(said), b = length_of(known), apart = a > b ? a - b : b - a;
    return apart * 40 <= a;
}

/* The number stands there in figures or as the same word, for whatever it counts. */
static bool is_spelled(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    for (uint32_t i = u->first; i < u->past; i++) {
        const struct token *w = &said->tokens->at[i];
        bool counts = w->kind == WORD_DIGITS || w->lex->number_word == NUMBER_SMALL || w->lex->month != 0 || w->lex->day != 0;
        if (!counts) /* "million" says nothing by itself */
            continue;
        for (uint32_t k = known->first; k < known->past; k++)
            if (slice_eq(known->tokens->at[k].folded, w->folded))
                return true;
    }
    return false;
}

static uint32_t value_doubt(const struct reading_of_source *s, const struct unit *u)
{
    bool found = false, of_this = false;
    for (size_t i = 0; i < s->r->sentence_count && !of_this; i++) {
        const struct known_sentence *k = &s->r->sentences[i];
        if (k->stretch != STRETCH_SENTENCE)
            continue;
        bool here = is_spelled(s->said, u, k->meaning);
        for (uint32_t j = 0; j < k->meaning->unit_count && !here; j++)
            here = agrees(u, &k->meaning->units[j]);
        found |= here;
        of_this |= here && is_about(s->said, u, k);
    }
    if (of_this)
        return 0;
    if (found)
        return u->kind == FACT_DATE ? DATE_ELSEWHERE : VALUE_ELSEWHERE;
    return u->kind == FACT_FRACTION || says_little(u) ? PART_MISSING : VALUE_MISSING; /* a half may have been worked out */
}

static uint32_t name_doubt(const struct reading_of_source *s, const struct unit *u)
{
    for (uint32_t i = u->first; i < u->past; i++) {
        const struct token *w = &s->said->tokens->at[i];
        if (w->key != 0 && w->capital && register_list(s->r, w->key) == NULL)
            return w->starts_sentence ? NAME_MISSING - 400000 : NAME_MISSING;
    }
    return 0;
}

static const char *units_objection(struct alignment *out, uint32_t *doubt, const struct reading_of_source *s)
{
    const char *why = NULL;
    *doubt = 0;
    for (uint32_t i = 0; i < s->said->unit_count; i++) {
        const struct unit *u = &s->said->units[i];
        uint32_t d = is_value(u) ? value_doubt(s, u) : name_doubt(s, u);
        if (d <= *doubt)
            continue;
        *doubt = d;
        out->unit = i + 1;
        why = d == VALUE_ELSEWHERE || d == DATE_ELSEWHERE ? "said of something else in the source" : "is not in the source";
    }
    return why;
}

void source_align(struct alignment *out, uint32_t *doubt, const struct facts_register *r, const struct meaning *said)
{
    struct reading_of_source s = {.r = r, .said = said};
    struct alignment of_units = {0};
    uint32_t units;
    read_source(&s);
    *out = (struct alignment){.coverage = s.all ? s.known * 1000 / s.all : 1000};
    out->known = s.nearest;
    out->near = s.all ? s.near * 1000 / s.all : 0;
    const char *unit_why = units_objection(&of_units, &units, &s);
    uint32_t strange = out->coverage < LITTLE ? 500000 + (LITTLE - out->coverage) * 600 : 100000;
    *doubt = strange;
    out->why = "is not in the source";
    if (units > *doubt) {
        *doubt = units;
        out->why = unit_why;
        out->unit = of_units.unit;
    }
    out->allowed = *doubt < 500000;
}
