#include "align.h"

#include "lexicon.h"

/* Per mille of a sentence's content that must be in the known one. Free source text says things in passing, so less is asked there. */
enum { COVERAGE_NEEDED = 750, COVERAGE_WITH_UNITS = 600, CONTEXT_NEEDED = 500, CONTEXT_WITH_UNITS = 450 };

static bool has_content(const struct meaning *m, uint64_t stem)
{
    if (!(m->signature >> (stem % 64) & 1))
        return false;
    for (uint32_t i = 0; i < m->content_count; i++)
        if (m->content[i].stem == stem)
            return true;
    return false;
}

static uint32_t covered(const struct meaning *said, const struct meaning *known)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < said->content_count; i++)
        n += has_content(known, said->content[i].stem);
    return n;
}

/* The how-manieth of its kind a unit is. */
static uint32_t rank(const struct meaning *m, const struct unit *u, uint32_t *of)
{
    uint32_t before = 0;
    *of = 0;
    for (uint32_t i = 0; i < m->unit_count; i++) {
        *of += unit_same_kind(&m->units[i], u);
        before += &m->units[i] < u && unit_same_kind(&m->units[i], u);
    }
    return before;
}

/* Two amounts in one sentence must not change places: the same place among as many of the kind, or a content word close by that
 * stands close in the known sentence too. */
static bool shares_role(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k)
{
    uint32_t others = 0;
    for (uint32_t i = 0; i < known->unit_count; i++)
        others += &known->units[i] != k && unit_same_kind(&known->units[i], k);
    uint32_t of_said, of_known, at_said = rank(said, u, &of_said), at_known = rank(known, k, &of_known);
    if (others == 0 || (at_said == at_known && of_said == of_known)) /* nothing to mix it up with */
        return true;
    for (uint32_t i = 0; i < said->content_count; i++) {
        uint32_t w = said->content[i].word;
        uint32_t away = w < u->first ? u->first - w : w >= u->past ? w - u->past + 1 : 0;
        if (away > 4)
            continue;
        for (uint32_t j = 0; j < known->content_count; j++) {
            uint32_t kw = known->content[j].word;
            uint32_t far = kw < k->first ? k->first - kw : kw >= k->past ? kw - k->past + 1 : 0;
            if (known->content[j].stem == said->content[i].stem && far <= 5)
                return true;
        }
    }
    return said->content_count == 0;
}

/* A short sentence shares its few words with many: it must then also be a good part of what is known. */
static bool too_thin(const struct meaning *said, const struct meaning *known, uint32_t shared)
{
    uint32_t needed = said->content_count <= 2 ? 400 : said->content_count == 3 ? 300 : 0;
    return shared * 1000 < needed * known->content_count;
}

/* Every unit said must be one that is known, in the same role. Gives the number of the first that is not, + 1. */
static uint32_t differing_unit(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->unit_count; i++) {
        bool found = false;
        for (uint32_t j = 0; j < known->unit_count && !found; j++)
            found = unit_agrees(&said->units[i], &known->units[j]) && shares_role(said, &said->units[i], known, &known->units[j]);
        if (!found && said->units[i].kind == FACT_NAME) { /* a name whose words are all in the known sentence */
            bool all = true;
            struct slice rest = said->units[i].text, word;
            while (all && slice_next(&word, &rest, ' ')) {
                bool one = false;
                for (uint32_t j = 0; j < known->unit_count && !one; j++)
                    one = known->units[j].kind == FACT_NAME && slice_has(known->units[j].text, word);
                all = one || has_content(known, word_hash(word));
            }
            found = all;
        }
        if (!found)
            return i + 1;
    }
    return 0;
}

static bool contradicts(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->opposite_count; i++) {
        bool opposite = false, same = false;
        for (uint32_t j = 0; j < known->opposite_count; j++) {
            opposite |= known->opposites[j] == -said->opposites[i];
            same |= known->opposites[j] == said->opposites[i];
        }
        if (opposite && !same)
            return true;
    }
    return false;
}

/* Why `said` is more than, or other than, `known`; NULL when it is not. */
static const char *objection(struct alignment *out, const struct meaning *said, const struct meaning *known)
{
    uint32_t unit = differing_unit(said, known);
    out->unit = unit;
    if (unit != 0) {
        enum fact_kind kind = said->units[unit - 1].kind;
        return kind == FACT_MONEY     ? "amount differs"
               : kind == FACT_PERCENT ? "percentage differs"
               : kind == FACT_DATE    ? "date differs"
               : kind == FACT_NAME    ? "name is not in it"
               : kind == FACT_LINK    ? "link is not in it"
                                      : "value differs";
    }
    if (said->negations != known->negations) {
        out->word = (said->negations ? said->first_negation : said->first) + 1;
        return "negation differs";
    }
    if (contradicts(said, known))
        return "says the opposite";
    if (said->promise != 0 && known->promise == 0 && said->negations == 0) {
        out->word = said->promise;
        return "promises more";
    }
    if ((known->marks & MARK_MAYBE) && !(said->marks & MARK_MAYBE) && ((said->marks & MARK_FUTURE) || said->outcome))
        return "makes certain what is only possible";
    if ((said->marks & MARK_SELF) && !(known->marks & MARK_SELF))
        return "speaks of itself where the register does not";
    bool offer = (said->marks & MARK_OUTCOME) && (said->marks & MARK_FUTURE) && (said->marks & MARK_ADDRESS);
    if (offer && !((known->marks & MARK_OUTCOME) || (known->marks & MARK_FUTURE))) {
        out->word = said->outcome;
        return "foretells an outcome";
    }
    if ((known->marks & MARK_CONDITION) && !(said->marks & (MARK_CONDITION | MARK_MAYBE)) && offer)
        return "leaves the condition out";
    if ((said->marks & MARK_ALL & ~known->marks) && !(said->marks & MARK_NEGATION) && !known->negations)
        return "widens it to all";
    return NULL;
}

static uint32_t per_mille(uint32_t part, uint32_t whole)
{
    return whole ? part * 1000 / whole : 1000;
}

void align(struct alignment *out, const struct facts_register *r, const struct meaning *said)
{
    uint32_t best_refused = 0;
    *out = (struct alignment){.why = "nothing registered says this"};
    for (size_t i = 0; i < r->sentence_count; i++) {
        const struct known_sentence *k = &r->sentences[i];
        if (said->content_count > 0 && !(said->signature & k->meaning.signature))
            continue;
        uint32_t shared = covered(said, &k->meaning), share = per_mille(shared, said->content_count);
        if (said->content_count == 0 && said->unit_count == 0)
            continue;
        bool context = r->texts[k->text].kind == KNOWN_CONTEXT;
        uint32_t needed = context ? (said->unit_count > 0 ? CONTEXT_WITH_UNITS : CONTEXT_NEEDED) : said->unit_count > 0 ? COVERAGE_WITH_UNITS : COVERAGE_NEEDED;
        bool enough = share >= needed && !too_thin(said, &k->meaning, shared) && !(k->is_question && said->unit_count == 0);
        if (!enough && (out->allowed || share <= best_refused))
            continue;
        struct alignment trial = {.known = k, .coverage = share};
        trial.why = objection(&trial, said, &k->meaning);
        trial.allowed = enough && trial.why == NULL;
        if (trial.allowed && (!out->allowed || share > out->coverage))
            *out = trial;
        else if (!out->allowed && share > best_refused) {
            if (trial.why == NULL)
                trial.why = "says more than is registered";
            *out = trial;
            best_refused = share;
        }
    }
}
