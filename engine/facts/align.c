#include "align.h"

#include "cases.h"
#include "certainty.h"
#include "conditions.h"
#include "dates.h"
#include "denied_part.h"
#include "framing.h"
#include "objections.h"
#include "polarity.h"
#include "statements.h"

/* Per mille of a sentence that must be in the known one; more where yes and no, free of charge, an outcome or everybody is at
 * stake. Free source text says things in passing, so less is asked there. */
enum {
    NEEDED = 500,
    NEEDED_WITH_UNITS = 360,
    RISKY_NEEDED = 600,
    RISKY_WITH_UNITS = 450,
    CONTEXT_NEEDED = 500,
    CONTEXT_WITH_UNITS = 430
};

void align_room_create(struct align_room *out, struct arena *arena, const struct facts_register *r)
{
    out->scores = ARENA_NEW_ARRAY(arena, uint16_t, r->sentence_count + 1);
    out->touched = ARENA_NEW_ARRAY(arena, uint32_t, r->sentence_count + 1);
}

bool known_has(const struct known_sentence *k, uint64_t key)
{
    if (meaning_has(k->meaning, key))
        return true;
    for (uint32_t i = 0; i < k->sibling_count; i++)
        if (k->siblings[i] == key)
            return true;
    return false;
}

uint32_t own_share(const struct meaning *said, const struct known_sentence *k)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < said->content_count; i++)
        n += meaning_has(k->meaning, said->content[i].key) ? said->content[i].weight : 0;
    return n;
}

uint32_t strong_units(const struct meaning *said)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < said->unit_count; i++)
        n += said->units[i].kind != FACT_NAME;
    return n;
}

/* Why `said` is more than, or other than, `known`; NULL when it is not. */
static const char *objection(struct alignment *out, const struct facts_register *r, const struct meaning *said,
                             const struct known_sentence *known)
{
    out->unit = differing_unit(r, said, known);
    if (out->unit != 0)
        return unit_reason(said->units[out->unit - 1].kind);
    const char *why = polarity_objection(&out->token, said, known->meaning);
    if (why != NULL && known->kind == KNOWN_CLAIM && has_reversed_case(said, known->meaning))
        why = NULL;
    if (why == NULL && known->kind == KNOWN_CLAIM && is_too_much_for(said, known->meaning))
        why = "says the opposite";
    return why != NULL ? why : certainty_objection(&out->token, said, known->meaning);
}

static const struct known_sentence *whole_of(const struct facts_register *r, const struct known_sentence *k)
{
    return k->stretch == STRETCH_CLAUSE ? &r->sentences[k->parent] : k;
}

/* -- coverage --------------------------------------------------------------------------------------------------------- */

uint32_t align_share(const struct known_sentence *k, const struct meaning *said, uint32_t first, uint32_t past, uint32_t *missing)
{
    uint32_t have = 0, all = 0;
    *missing = 0;
    for (uint32_t i = 0; i < said->content_count; i++) {
        const struct content *c = &said->content[i];
        if (c->token < first || c->token >= past)
            continue;
        all += c->weight;
        if (known_has(k, c->key))
            have += c->weight;
        else
            *missing += c->weight >= 2;
    }
    return all ? have * 1000 / all : 1000;
}

/* Adds the weight of every content word to the sentences that have it; gives how many were touched. */
static uint32_t score(struct weights *w, const struct facts_register *r, struct align_room *room, const struct meaning *said)
{
    uint32_t touched = 0;
    *w = (struct weights){0};
    for (uint32_t i = 0; i < said->content_count; i++) {
        const struct posting_list *l = register_list(r, said->content[i].key);
        uint32_t weight = said->content[i].weight * 2u;
        if (weight == 0)
            continue;
        if (l == NULL) {
            w->strangers += weight;
            continue;
        }
        w->terms += weight;
        for (uint32_t k = 0; k < l->count; k++) {
            uint32_t s = r->postings[l->first + k] & (POSTING_SIBLING - 1);
            if (room->scores[s] == 0)
                room->touched[touched++] = s;
            room->scores[s] = (uint16_t)(room->scores[s] + weight);
        }
    }
    return touched;
}

/* What is said, with the units it has in common: words that belong to other facts of the register weigh more against it. */
static uint32_t share_of(const struct weights *w, uint32_t have, uint32_t units)
{
    must(have <= w->terms);
    uint32_t missing_terms = w->terms - have, unit_weight = units * UNIT_WEIGHT * 2u;
    uint32_t all = have + missing_terms + missing_terms / 2 + w->strangers + unit_weight;
    return all ? (have + unit_weight) * 1000 / all : 1000;
}

/* A score is twice a weight, and many sentences have the same. */
static void prepare_shares(struct align_room *room, const struct weights *w, uint32_t units)
{
    for (uint32_t have = 0; have <= w->terms; have += 2)
        room->shares[have / 2] = (uint16_t)share_of(w, have, units);
}

static bool has_all_hours(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind == FACT_TIME && m->units[i].value == ALL_HOURS)
            return true;
    return false;
}

/* A clause of the allowed sentence that has all that is said speaks more precisely than the whole. */
static bool clause_objects(struct alignment *best, const struct facts_register *r, const struct align_room *room,
                           const struct meaning *said)
{
    uint32_t whole = (uint32_t)(best->known - r->sentences);
    if (best->known->stretch != STRETCH_SENTENCE || said->content_count < 2)
        return false;
    bool one_allows = false;
    struct alignment worst = {0};
    for (uint32_t i = whole + 1;
         i < r->sentence_count && r->sentences[i].stretch == STRETCH_CLAUSE && r->sentences[i].parent == whole; i++) {
        if (room->scores[i] < room->scores[whole] || room->scores[i] == 0)
            continue;
        struct alignment trial = {.known = best->known, .coverage = best->coverage};
        trial.why = objection(&trial, r, said, &r->sentences[i]);
        one_allows |= trial.why == NULL;
        bool all_hours = trial.token != 0 && trial.token == said->all && has_all_hours(best->known->meaning);
        if (trial.why != NULL && trial.unit == 0 && !all_hours)
            worst = trial;
    }
    if (one_allows || worst.why == NULL)
        return false;
    *best = worst;
    return true;
}

/* Another wording of the same claim that has more of what is said by itself knows better whether it is yes or no. */
static bool sibling_objects(const struct facts_register *r, const struct meaning *said, const struct known_sentence *k)
{
    uint32_t own = own_share(said, k), token;
    size_t at = (size_t)(k - r->sentences), first = at, past = at;
    while (first > 0 && r->sentences[first - 1].claim == k->claim)
        first--;
    while (past < r->sentence_count && r->sentences[past].claim == k->claim)
        past++;
    for (size_t i = first; i < past; i++)
        if (r->sentences[i].stretch == STRETCH_SENTENCE && r->sentences[i].text != k->text &&
            own_share(said, &r->sentences[i]) > own && polarity_objection(&token, said, r->sentences[i].meaning) != NULL)
            return true;
    return false;
}

/* A clause that has less of what is said than its whole sentence cannot speak against it; values must have their place in the
 * whole. */
static const char *parent_objection(struct alignment *out, const struct facts_register *r, const struct align_room *room,
                                    const struct meaning *said, const struct known_sentence *clause)
{
    const struct known_sentence *whole = &r->sentences[clause->parent];
    if (room->scores[clause->parent] > room->scores[clause - r->sentences] || own_share(said, whole) > own_share(said, clause))
        return objection(out, r, said, whole);
    const char *why = whole->meaning->exceptions > clause->meaning->exceptions
                          ? certainty_objection(&out->token, said, whole->meaning) /* "any course", where some are excepted */
                          : NULL;
    if (why != NULL)
        return why;
    out->unit = differing_unit(r, said, whole);
    return out->unit != 0 ? unit_reason(said->units[out->unit - 1].kind) : NULL;
}

/* Names say of whom, not what: something else of what is said must be in the known sentence too. */
static bool shares_only_names(const struct meaning *said, const struct known_sentence *k)
{
    bool others = false;
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (said->units[i].is_numbered) /* "Lava 27" */
            return false;
    for (uint32_t i = 0; i < said->content_count; i++) {
        const struct content *c = &said->content[i];
        bool talk = token_has(said->tokens, c->token, said->past, MARK_HARMLESS | MARK_TALK); /* "you're talking to ..." */
        if (c->is_name || c->weight < 2 || talk)
            continue;
        others = true;
        if (known_has(k, c->key))
            return false;
    }
    return others;
}

/* A short sentence shares its few words with many: it must then also be a good part of what is known. */
static bool is_too_thin(const struct meaning *said, const struct known_sentence *k, uint32_t have)
{
    uint32_t needed = said->content_count == 1 ? 650 : said->content_count == 2 ? 450 : said->content_count == 3 ? 300 : 0;
    if (needed == 0 || said->unit_count > 0 || k->kind == KNOWN_CONTEXT)
        return false;
    return have * 1000 < needed * k->weight;
}

/* Three values and hardly a word: "weekdays 8am to 6.30pm". The one sentence that has them all. */
static void by_units(struct alignment *out, const struct facts_register *r, const struct meaning *said)
{
    for (size_t i = 0; i < r->sentence_count; i++) {
        struct alignment trial = {.known = &r->sentences[i], .coverage = NEEDED};
        if (r->sentences[i].meaning->unit_count < said->unit_count || r->sentences[i].stretch == STRETCH_PAIR)
            continue;
        trial.why = objection(&trial, r, said, trial.known);
        trial.allowed = trial.why == NULL;
        if (trial.allowed) {
            *out = trial;
            return;
        }
    }
}

/* "Rufus is eleven, so you pay a fifth": the reader's own number stands where the condition has its bound. */
static bool meets_bound(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (case_of(said, &said->units[i], known) == CASE_INSIDE)
            return true;
    return false;
}

/* What is alike in words and values may still say something else than the whole known sentence does. */
static const char *narrow_objection(struct alignment *out, const struct facts_register *r, const struct meaning *said,
                                    const struct known_sentence *k)
{
    const struct meaning *whole = whole_of(r, k)->meaning;
    const char *why;
    if (sibling_objects(r, said, k) || says_denied_part(r, said, k))
        return "negation differs";
    if ((why = subject_objection(r, said, k)) != NULL)
        return why;
    if (drops_condition(said, whole) && !meets_bound(said, whole))
        return "leaves the condition out";
    if (crosses_values(said, whole))
        return "value of something else";
    if ((why = framing_objection(said, whole_of(r, k))) != NULL)
        return why;
    if (turns_sides(said, whole))
        return "says the opposite";
    if (changes_rate(said, whole))
        return "rate differs";
    if (turns_joint(said, whole))
        return "and is not or";
    out->token = turned_statement(said, whole);
    return out->token != 0 ? "negation differs" : NULL;
}

/* The share that a sentence needs: with a negation or without one, and free source text. */
struct needed {
    uint32_t plain, denial, context, least;
};

static struct needed needed_of(const struct meaning *said, bool with_units)
{
    bool risky = said->offers_free || said->outcome != 0 || said->all != 0;
    uint32_t safe = with_units ? NEEDED_WITH_UNITS : NEEDED, more = with_units ? RISKY_WITH_UNITS : RISKY_NEEDED;
    bool denies = said->negations > 0, restricts = denies || (said->marks & (MARK_ONLY | MARK_UNLESS)) || said->exceptions > 0;
    return (struct needed){.plain = risky || denies ? more : safe,
                           .denial = risky || !restricts ? more : safe,
                           .context = with_units ? CONTEXT_WITH_UNITS : CONTEXT_NEEDED,
                           .least = safe};
}

static uint64_t signature_of(const struct meaning *said)
{
    uint64_t s = 0;
    for (uint32_t i = 0; i < said->unit_count; i++)
        s |= unit_signature_said(&said->units[i]);
    return s;
}

void align(struct alignment *out, const struct facts_register *r, struct align_room *room, const struct meaning *said)
{
    struct weights w;
    uint32_t units = strong_units(said), refused = 0;
    *out = (struct alignment){.why = "nothing registered says this"};
    uint32_t touched = score(&w, r, room, said);
    struct needed needed = needed_of(said, units > 0);
    uint64_t signature = signature_of(said);
    prepare_shares(room, &w, units);
    bool elliptic = said->content_count == 0 && said->unit_count > 0; /* "Until 9:30 pm." */
    if (elliptic)
        for (touched = 0; touched < r->sentence_count; touched++)
            room->touched[touched] = touched;
    for (uint32_t i = 0; i < touched; i++) {
        uint32_t s = room->touched[i], share = room->shares[room->scores[s] / 2];
        bool tells_more = !out->allowed && share > refused;
        if (!tells_more && share < (out->allowed ? out->coverage : needed.least)) /* most of them */
            continue;
        const struct known_sentence *k = &r->sentences[s];
        uint32_t least = k->kind == KNOWN_CONTEXT ? needed.context : k->is_denial ? needed.denial : needed.plain;
        if (!tells_more && ((k->signature & signature) != signature || (!out->allowed && share < least)))
            continue;
        bool enough = share >= least && !(units == 0 && shares_only_names(said, k)) &&
                      !(k->is_question && said->unit_count == 0) && !is_too_thin(said, k, room->scores[s]);
        bool better = !out->allowed || share > out->coverage ||
                      (share == out->coverage && k->stretch == STRETCH_SENTENCE && out->known->stretch != STRETCH_SENTENCE);
        if (!better || (!enough && (out->allowed || share <= refused)))
            continue;
        struct alignment trial = {.known = k, .coverage = share};
        trial.why = objection(&trial, r, said, k);
        if (trial.why == NULL && k->stretch == STRETCH_CLAUSE) /* the rest of the sentence may say otherwise */
            trial.why = parent_objection(&trial, r, room, said, k);
        trial.allowed = enough && trial.why == NULL;
        if (trial.allowed) {
            trial.why = narrow_objection(&trial, r, said, k);
            trial.allowed = trial.why == NULL;
        }
        if (trial.allowed && clause_objects(&trial, r, room, said))
            trial.allowed = false;
        if (trial.allowed)
            *out = trial;
        else if (!out->allowed && (share > refused || out->known == NULL)) {
            if (trial.why == NULL)
                trial.why = "says more than is registered";
            *out = trial;
            refused = share;
        }
    }
    if (out->allowed && !elliptic)
        nearest_decides(out, r, room, touched, &w, said);
    for (uint32_t i = 0; i < touched; i++)
        room->scores[room->touched[i]] = 0;
    if (!out->allowed && units >= 3 && w.terms + w.strangers <= 4)
        by_units(out, r, said);
}
