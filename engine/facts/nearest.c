#include "objections.h"

#include "polarity.h"
#include "reckoning.h"

/* Could the likeness be more than `best`? */
static bool may_be_nearer(const struct weights *w, uint32_t said_values, const struct known_sentence *k, uint32_t most,
                          uint32_t best)
{
    uint32_t own = k->weight < most ? most : k->weight, value = UNIT_WEIGHT * 2u;
    uint32_t all = w->terms + w->strangers + own + value * (said_values + k->values);
    return 2000 * (most + value * said_values) > best * all;
}

/* How alike said and known are, seen from both sides, per mille; values count as much as words. */
static uint32_t likeness_of(const struct weights *w, uint32_t said_values, const struct known_sentence *k, uint32_t have,
                            uint32_t agreed)
{
    uint32_t own = k->weight < have ? have : k->weight, value = UNIT_WEIGHT * 2u;
    uint32_t all = w->terms + w->strangers + own + value * (said_values + k->values);
    return all ? 2000 * (have + value * agreed) / all : 0;
}

static uint32_t agreed_values(const struct meaning *said, const struct known_sentence *k)
{
    uint32_t agreed = 0;
    for (uint32_t i = 0; i < said->unit_count; i++)
        agreed += said->units[i].kind != FACT_NAME && has_agreeing(k->meaning, &said->units[i]);
    return agreed;
}

/* Does the known sentence say the contrary, not only less? A value of the same kind that differs, or yes against no. */
static const char *contradiction(struct alignment *out, const struct facts_register *r, const struct meaning *said,
                                 const struct known_sentence *k)
{
    out->unit = differing_unit(r, said, k);
    if (out->unit != 0)
        return has_kind(k->meaning, &said->units[out->unit - 1]) ? unit_reason(said->units[out->unit - 1].kind) : NULL;
    const char *why = polarity_objection(&out->token, said, k->meaning);
    uint32_t ignored;
    if (why != NULL && k->stretch == STRETCH_CLAUSE &&
        polarity_objection(&ignored, said, r->sentences[k->parent].meaning) == NULL)
        return NULL; /* the rest of the sentence says it */
    return why;
}

enum {
    NEAREST_LEAST = 500,
    NEAREST_DENIAL = 640,
    NEAREST_MARGIN = 120
}; /* a denial of less than that may be one of something else */

/* All that the known sentence says is said, and it says no where this says yes: "the saver rate cannot be refunded". */
static bool denies_outright(const struct meaning *said, const struct known_sentence *k)
{
    uint32_t full = 0, token;
    for (uint32_t i = 0; i < k->meaning->content_count; i++) {
        if (!meaning_has(said, k->meaning->content[i].key))
            return false;
        full += k->meaning->content[i].weight >= 2;
    }
    return full >= 3 && polarity_objection(&token, said, k->meaning) != NULL;
}

/* The known sentence most like what is said knows best: when it says the contrary, a looser match does not allow it. What
 * cannot be near is seen from the scores alone. */
void nearest_decides(struct alignment *out, const struct facts_register *r, const struct align_room *room, uint32_t touched,
                     const struct weights *w, const struct meaning *said)
{
    uint32_t values = strong_units(said);
    uint32_t allowed = likeness_of(w, values, out->known, own_share(said, out->known) * 2, agreed_values(said, out->known));
    uint32_t best = (allowed > NEAREST_LEAST ? allowed : NEAREST_LEAST) - 1;
    const struct known_sentence *nearest = NULL;
    for (uint32_t i = 0; i < touched; i++) {
        const struct known_sentence *k = &r->sentences[room->touched[i]];
        uint32_t most = room->scores[room->touched[i]]; /* with the words of other wordings */
        if (k->kind != KNOWN_CLAIM || k->stretch == STRETCH_PAIR || k->is_question)
            continue;
        bool whole = most >= 2u * k->words && k->words <= said->content_count && k->stretch == STRETCH_SENTENCE;
        if (whole && k->claim != out->known->claim && denies_outright(said, k)) {
            *out = (struct alignment){.known = k, .coverage = out->coverage, .why = "negation differs"};
            return;
        }
        if (k->is_fragment || !may_be_nearer(w, values, k, most, best))
            continue;
        uint32_t like = likeness_of(w, values, k, own_share(said, k) * 2, agreed_values(said, k));
        if (like <= best)
            continue;
        best = like;
        nearest = k;
    }
    if (nearest == NULL || nearest->claim == out->known->claim)
        return;
    struct alignment trial = {.known = nearest, .coverage = out->coverage};
    trial.why = contradiction(&trial, r, said, nearest);
    if (trial.unit != 0 && is_reckoned(r, said, &said->units[trial.unit - 1], out->known)) /* from 14 pounds, less 15 % */
        return;
    if (trial.why != NULL && (trial.unit != 0 || best >= NEAREST_DENIAL || best >= allowed + NEAREST_MARGIN))
        *out = trial;
}
