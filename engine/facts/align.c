#include "align.h"

#include "certainty.h"
#include "dates.h"
#include "number.h"
#include "polarity.h"

/* Per mille of a sentence that must be in the known one; more where yes and no, free of charge, an outcome or everybody is at
 * stake. Free source text says things in passing, so less is asked there. */
enum {
    NEEDED = 500,
    NEEDED_WITH_UNITS = 360,
    RISKY_NEEDED = 600,
    RISKY_WITH_UNITS = 450,
    CONTEXT_NEEDED = 500,
    CONTEXT_WITH_UNITS = 430,
    UNIT_WEIGHT = 3,
    NEAR = 6
};

void align_room_create(struct align_room *out, struct arena *arena, const struct facts_register *r)
{
    out->scores = ARENA_NEW_ARRAY(arena, uint16_t, r->sentence_count + 1);
    out->touched = ARENA_NEW_ARRAY(arena, uint32_t, r->sentence_count + 1);
}

static bool known_has(const struct known_sentence *k, uint64_t key)
{
    if (meaning_has(k->meaning, key))
        return true;
    for (uint32_t i = 0; i < k->sibling_count; i++)
        if (k->siblings[i] == key)
            return true;
    return false;
}

/* -- roles ------------------------------------------------------------------------------------------------------------ */

enum { PENALTY = 6 }; /* a stop or a joint stands between */

/* How far token i is from a unit; words behind a unit are nearer than words before it. */
static uint32_t distance(const struct tokens *t, uint32_t i, const struct unit *u)
{
    uint32_t from = i < u->first ? i : u->past, to = i < u->first ? u->first : i, d = to > from ? to - from : 1;
    for (uint32_t k = from; k < to; k++)
        if (t->at[k].kind == WORD_MARK || TOKEN_IS(t, k, to, "and") || TOKEN_IS(t, k, to, "but"))
            d += PENALTY;
    return d + (i >= u->past ? 0 : 1);
}

/* How alike the neighbourhoods of two units are: content that stands near both, at most `reach` away. */
static uint32_t likeness(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k,
                         uint32_t reach)
{
    uint32_t sum = 0;
    uint32_t from = u->first > said->first + reach ? u->first - reach : said->first,
             to = u->past + reach < said->past ? u->past + reach : said->past;
    uint32_t known_from = k->first > known->first + reach ? k->first - reach : known->first,
             known_to = k->past + reach < known->past ? k->past + reach : known->past;
    for (uint32_t i = from; i < to; i++) {
        uint64_t key = said->tokens->at[i].key;
        if (key == 0 || (i >= u->first && i < u->past))
            continue;
        uint32_t near = distance(said->tokens, i, u);
        for (uint32_t j = known_from; j < known_to && near <= reach; j++) {
            if (known->tokens->at[j].key != key || (j >= k->first && j < k->past))
                continue;
            uint32_t far = distance(known->tokens, j, k);
            sum += far <= reach ? 72u * known->tokens->at[j].lex->weight / (near * far) : 0;
        }
    }
    return sum;
}

static bool is_placed(const struct unit *k, const struct meaning *known)
{
    return k->first < known->past;
}

/* The unit of `said` that says what `other` of the known sentence says. */
static const struct unit *counterpart(const struct meaning *said, const struct unit *u, const struct unit *other)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (&said->units[i] != u && unit_agrees(&said->units[i], other))
            return &said->units[i];
    return NULL;
}

/* "In Scotland from the last 5 years": a name that stands with the one value and not with the other tells which is meant. */
static bool is_named_for(const struct meaning *said, const struct meaning *known, const struct unit *k, const struct unit *other)
{
    bool with_k = false, with_other = false;
    for (uint32_t i = 0; i < said->content_count; i++) {
        if (!said->content[i].is_name)
            continue;
        for (uint32_t j = known->first; j < known->past; j++) {
            if (known->tokens->at[j].key != said->content[i].key)
                continue;
            uint32_t to_k = distance(known->tokens, j, k), to_other = distance(known->tokens, j, other);
            with_k |= to_k < to_other;
            with_other |= to_other < to_k;
        }
    }
    return with_k && !with_other;
}

/* Two amounts in one sentence must not change places. When both are said, the crossed pairing must not fit better; when one is
 * said, no other unit of its kind may fit the words right beside it better. */
static bool shares_role(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k)
{
    if (!is_placed(k, known))
        return true;
    for (uint32_t i = 0; i < known->unit_count; i++) {
        const struct unit *other = &known->units[i];
        if (other == k || !unit_same_kind(other, k) || other->kind == FACT_NAME || !is_placed(other, known) ||
            unit_agrees(u, other))
            continue;
        const struct unit *mate = counterpart(said, u, other);
        bool told_apart = other->bound != k->bound && !other->soft_bound && !k->soft_bound;
        if (told_apart || (mate == NULL && (u->kind == FACT_DATE || u->kind == FACT_TIME)))
            continue;
        uint32_t reach = mate != NULL ? 2 * NEAR : NEAR - 1;
        uint32_t straight = likeness(said, u, known, k, reach), crossed = likeness(said, u, known, other, reach);
        if (mate != NULL) {
            straight += likeness(said, mate, known, other, reach);
            crossed += likeness(said, mate, known, k, reach);
        }
        if (crossed > straight + straight / 8 + 2 && !(mate == NULL && is_named_for(said, known, k, other)))
            return false;
    }
    return true;
}

/* -- units ------------------------------------------------------------------------------------------------------------ */

static bool is_own_name(const struct facts_register *r, uint64_t key)
{
    for (size_t i = 0; i < r->own_name_count; i++)
        if (r->own_names[i] == key)
            return true;
    return false;
}

/* FCA for Financial Conduct Authority, and the other way round. */
static bool is_initials(const struct tokens *t, const struct unit *shorter, const struct tokens *o, const struct unit *longer)
{
    struct slice s = t->at[shorter->first].folded;
    if (shorter->past != shorter->first + 1 || s.len < 2 || s.len > 6 || longer->past - longer->first != s.len)
        return false;
    for (uint32_t i = 0; i < s.len; i++)
        if (o->at[longer->first + i].folded.at[0] != s.at[i])
            return false;
    return true;
}

/* PODs, when the known sentence speaks of a proof of delivery. */
static bool spells_words(const struct tokens *t, uint32_t at, const struct meaning *known)
{
    struct slice s = t->at[at].folded;
    if (!t->at[at].capital || s.len < 3 || s.len > 6)
        return false;
    uint32_t letters = s.at[s.len - 1] == 's' && !t->at[at].all_capital ? (uint32_t)s.len - 1 : (uint32_t)s.len;
    if (letters < 3 || (letters == s.len && !t->at[at].all_capital))
        return false;
    for (uint32_t i = known->first; i + letters <= known->past; i++) {
        uint32_t n = 0;
        while (n < letters && known->tokens->at[i + n].kind == WORD_LETTERS && known->tokens->at[i + n].folded.at[0] == s.at[n])
            n++;
        if (n == letters)
            return true;
    }
    return false;
}

/* A name whose words are all in the known sentence, or our own, or initials. */
static bool name_known(const struct facts_register *r, const struct meaning *said, const struct unit *u,
                       const struct known_sentence *k)
{
    bool all = true;
    for (uint32_t i = u->first; i < u->past && all; i++) {
        const struct token *w = &said->tokens->at[i];
        if (w->key != 0)
            all = known_has(k, w->key) || is_own_name(r, w->key);
    }
    if (all || (u->past == u->first + 1 && spells_words(said->tokens, u->first, k->meaning)))
        return true;
    for (uint32_t i = 0; i < k->meaning->unit_count; i++) {
        const struct unit *n = &k->meaning->units[i];
        if (n->kind == FACT_NAME && n->past <= k->meaning->past &&
            (is_initials(said->tokens, u, k->meaning->tokens, n) || is_initials(k->meaning->tokens, n, said->tokens, u)))
            return true;
    }
    return false;
}

/* "one" counts nothing that the known sentence counts otherwise. */
static bool is_idle_one(const struct unit *u, const struct meaning *known)
{
    if ((u->kind != FACT_COUNT && u->kind != FACT_ORDINAL) || u->value != MICRO)
        return false;
    for (uint32_t i = 0; i < known->unit_count; i++)
        if (known->units[i].kind == FACT_COUNT || (known->units[i].kind == FACT_DURATION && u->kind == FACT_ORDINAL))
            return false;
    return true;
}

/* "from 8:30 to 20:30" against "7:30 to 20:30": an hour that could be morning or evening stands for one end, not for both. */
static bool hour_is_taken(const struct meaning *said, uint32_t i, const struct unit *known)
{
    if (said->units[i].kind != FACT_TIME)
        return false;
    for (uint32_t k = 0; k < said->unit_count; k++)
        if (k != i && said->units[k].kind == FACT_TIME && said->units[k].value != said->units[i].value &&
            said->units[k].value == known->value)
            return true;
    return false;
}

static bool has_agreeing(const struct meaning *m, const struct unit *u)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (unit_agrees(u, &m->units[i]))
            return true;
    return false;
}

static bool has_kind(const struct meaning *m, const struct unit *u)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (unit_same_kind(u, &m->units[i]))
            return true;
    return false;
}

/* "Mon to Fri 8 to 6, Sat 9 to 1": what is said of one day must stand in that day's clause. Gives the unit that does not, + 1. */
static uint32_t crossing_unit(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    const struct unit *day = NULL;
    uint32_t days = 0, whole = (uint32_t)(known - r->sentences);
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (said->units[i].kind == FACT_DATE) {
            day = &said->units[i];
            days++;
        }
    if (days != 1 || said->unit_count < 2 || known->stretch != STRETCH_SENTENCE)
        return 0;
    uint32_t place = 0, places = 0;
    for (uint32_t s = whole + 1;
         s < r->sentence_count && r->sentences[s].stretch == STRETCH_CLAUSE && r->sentences[s].parent == whole; s++)
        if (has_agreeing(r->sentences[s].meaning, day)) {
            place = s;
            places++;
        }
    for (uint32_t i = 0; i < said->unit_count && places == 1; i++)
        if (&said->units[i] != day && has_kind(r->sentences[place].meaning, &said->units[i]) &&
            !has_agreeing(r->sentences[place].meaning, &said->units[i]))
            return i + 1;
    return 0;
}

/* The number of the first unit of `said` that the known sentence does not have in the same role, + 1; 0 when it has all. */
static uint32_t differing_unit(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    const struct meaning *m = known->meaning;
    for (uint32_t i = 0; i < said->unit_count; i++) {
        const struct unit *u = &said->units[i];
        bool found = false;
        for (uint32_t j = 0; j < m->unit_count && !found; j++)
            found =
                unit_agrees(u, &m->units[j]) && !hour_is_taken(said, i, &m->units[j]) && shares_role(said, u, m, &m->units[j]);
        if (!found && u->kind == FACT_NAME)
            found = name_known(r, said, u, known);
        if (!found && !is_idle_one(u, m))
            return i + 1;
    }
    return said->unit_count < 2 ? 0 : crossing_unit(r, said, known);
}

static const char *unit_reason(enum fact_kind kind)
{
    switch (kind) {
    case FACT_MONEY: return "amount differs";
    case FACT_PERCENT: return "percentage differs";
    case FACT_DATE: return "date differs";
    case FACT_DURATION: return "length of time differs";
    case FACT_TIME: return "time differs";
    case FACT_NAME: return "name is not in it";
    case FACT_LINK: return "link is not in it";
    case FACT_PHONE:
    case FACT_EMAIL: return "contact is not in it";
    case FACT_COUNT:
    case FACT_ORDINAL:
    case FACT_FRACTION:
    case FACT_PLATE:
    case FACT_PROMISE:
    case FACT_NEGATION:
    case FACT_COMPARISON:
    case FACT_QUANTIFIER:
    case FACT_CONDITION:
    case FACT_ATTRIBUTION:
    case FACT_OUTCOME:
    case FACT_STATEMENT:
    case FACT_KIND_COUNT: break;
    }
    return "value differs";
}

enum { RARE_CLAIMS = 2 };

/* In how many known texts with different ids the content stands, RARE_CLAIMS + 1 at most. */
static uint32_t claims_with(const struct facts_register *r, const struct posting_list *l)
{
    uint32_t seen[RARE_CLAIMS + 1], count = 0;
    for (uint32_t i = 0; i < l->count && count <= RARE_CLAIMS; i++) {
        uint32_t claim = r->sentences[r->postings[l->first + i] & (POSTING_SIBLING - 1)].claim;
        bool known = false;
        for (uint32_t k = 0; k < count; k++)
            known |= seen[k] == claim;
        if (!known)
            seen[count++] = claim;
    }
    return count;
}

/* Where the subject ends: the first "is", "can", "costs" and the like; 0 when there is none, or a pronoun is the subject. */
static uint32_t subject_end(const struct meaning *m, bool owned)
{
    bool possessive = token_is(m->tokens, m->first, m->past, "your", 4) || token_is(m->tokens, m->first, m->past, "our", 3) ||
                      token_is(m->tokens, m->first, m->past, "su", 2) || token_is(m->tokens, m->first, m->past, "sus", 3);
    if (!(possessive && owned) && token_has(m->tokens, m->first, m->past, MARK_WE | MARK_YOU | MARK_I | MARK_CONDITION))
        return 0;
    for (uint32_t i = m->first; i < m->past && i < m->first + 7; i++)
        if (m->tokens->at[i].lex->roles & ROLE_VERB)
            return i;
    return 0;
}

/* "The chapel is on level 8", when level 8 is told of the pool only: a subject that is the mark of another fact speaks of that
 * one. The token of it, + 1. */
static uint32_t stray_term(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    uint32_t end = subject_end(said, false);
    if (known->kind != KNOWN_CLAIM)
        return 0;
    for (uint32_t i = 0; i < said->content_count && said->content[i].token < end; i++) {
        const struct content *c = &said->content[i];
        const struct posting_list *l = c->weight >= 2 && !known_has(known, c->key) ? register_list(r, c->key) : NULL;
        if (l == NULL || claims_with(r, l) > RARE_CLAIMS)
            continue;
        bool here = false; /* elsewhere in the same claim */
        for (uint32_t k = 0; k < l->count && !here; k++)
            here = r->sentences[r->postings[l->first + k] & (POSTING_SIBLING - 1)].claim == known->claim;
        if (!here)
            return c->token + 1;
    }
    return 0;
}

/* dermatologist, dermatology: words with a long beginning in common. */
static bool is_related(const struct meaning *m, struct slice word)
{
    enum { BEGINNING = 6 };
    for (uint32_t i = 0; i < m->content_count && word.len >= BEGINNING; i++) {
        struct slice w = m->tokens->at[m->content[i].token].folded;
        if (w.len >= BEGINNING && memcmp(w.at, word.at, BEGINNING) == 0)
            return true;
    }
    return false;
}

/* "If you smell gas, call 105", when 105 is for a power cut: nothing of the condition is in the known sentence. */
static bool sets_other_condition(const struct meaning *said, const struct known_sentence *known)
{
    const struct tokens *t = said->tokens;
    for (uint32_t i = said->first; i < said->past; i++) {
        if (!(t->at[i].lex->roles & ROLE_IF))
            continue;
        uint32_t full = 0, shared = 0;
        for (uint32_t k = i + 1; k < said->past && t->at[k].kind != WORD_MARK && full < 2; k++) {
            if (t->at[k].key == 0 || t->at[k].lex->weight < 2 || t->at[k].lex->span != SPAN_NONE)
                continue;
            full++;
            shared += known_has(known, t->at[k].key) || is_related(known->meaning, t->at[k].folded);
        }
        if (full >= 2 && shared == 0)
            return true;
    }
    return false;
}

/* A stop or a joint: what stands behind it may have a subject of its own. */
static bool joint_between(const struct meaning *m, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (m->tokens->at[i].kind == WORD_MARK || TOKEN_IS(m->tokens, i, to, "and") || TOKEN_IS(m->tokens, i, to, "y") ||
            TOKEN_IS(m->tokens, i, to, "dan"))
            return true;
    return false;
}

/* "Your final bill is due within 10 days", when that is told of the credit after the final bill: what is spoken of is not what
 * the known sentence speaks of. */
static bool has_other_subject(const struct meaning *said, const struct known_sentence *known)
{
    uint32_t end = subject_end(said, true), known_end = subject_end(known->meaning, true);
    const struct meaning *m = known->meaning;
    uint32_t own = 0, theirs = 0;
    if (end == 0 || known_end == 0)
        return false;
    for (uint32_t i = 0; i < said->content_count; i++) {
        const struct content *c = &said->content[i];
        if (c->token >= end || c->weight < 2)
            continue;
        own++;
        for (uint32_t k = 0; k < m->content_count; k++)
            if (m->content[k].key == c->key &&
                (m->content[k].token < known_end || joint_between(m, known_end, m->content[k].token)))
                return false;
    }
    for (uint32_t k = 0; k < m->content_count; k++)
        if (m->content[k].token < known_end && m->content[k].weight >= 2) {
            if (meaning_has(said, m->content[k].key))
                return false;
            theirs++;
        }
    return own > 0 && theirs > 0;
}

/* "Dogs are welcome", when assistance dogs are and other animals are not: the subject is narrower than what is said. */
static bool widens_subject(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    const struct known_sentence *whole = known->stretch == STRETCH_CLAUSE ? &r->sentences[known->parent] : known;
    const struct meaning *m = whole->meaning;
    bool others = false;
    for (uint32_t i = m->first; i < m->past; i++)
        others |= TOKEN_IS(m->tokens, i, m->past, "other") || TOKEN_IS(m->tokens, i, m->past, "others") ||
                  TOKEN_IS(m->tokens, i, m->past, "dem\xc3\xa1s") || TOKEN_IS(m->tokens, i, m->past, "lain");
    uint32_t end = subject_end(m, false);
    if (!others || end == 0)
        return false;
    for (uint32_t i = 0; i < m->content_count; i++)
        if (m->content[i].token < end && m->content[i].weight >= 2 && !meaning_has(said, m->content[i].key))
            return true;
    return false;
}

/* Why `said` is more than, or other than, `known`; NULL when it is not. */
static const char *objection(struct alignment *out, const struct facts_register *r, const struct meaning *said,
                             const struct known_sentence *known)
{
    out->unit = differing_unit(r, said, known);
    if (out->unit != 0)
        return unit_reason(said->units[out->unit - 1].kind);
    const char *why = polarity_objection(&out->token, said, known->meaning);
    return why != NULL ? why : certainty_objection(&out->token, said, known->meaning);
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

struct weights {
    uint32_t terms, strangers; /* weight of said content that the register knows; that it does not */
};

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

static uint32_t strong_units(const struct meaning *said)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < said->unit_count; i++)
        n += said->units[i].kind != FACT_NAME;
    return n;
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

static uint32_t own_share(const struct meaning *said, const struct known_sentence *k)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < said->content_count; i++)
        n += meaning_has(k->meaning, said->content[i].key) ? said->content[i].weight : 0;
    return n;
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
    out->unit = differing_unit(r, said, whole);
    return out->unit != 0 ? unit_reason(said->units[out->unit - 1].kind) : NULL;
}

/* Names say of whom, not what: something else of what is said must be in the known sentence too. */
static bool shares_only_names(const struct meaning *said, const struct known_sentence *k)
{
    bool others = false;
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
static void nearest_decides(struct alignment *out, const struct facts_register *r, const struct align_room *room,
                            uint32_t touched, const struct weights *w, const struct meaning *said)
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
    if (trial.why != NULL && (trial.unit != 0 || best >= NEAREST_DENIAL || best >= allowed + NEAREST_MARGIN))
        *out = trial;
}

/* The share that a sentence needs: with a negation or without one, and free source text. */
struct needed {
    uint32_t plain, denial, context, least;
};

static struct needed needed_of(const struct meaning *said, bool with_units)
{
    bool risky = said->offers_free || said->outcome != 0 || said->all != 0;
    uint32_t safe = with_units ? NEEDED_WITH_UNITS : NEEDED, more = with_units ? RISKY_WITH_UNITS : RISKY_NEEDED;
    return (struct needed){.plain = risky || said->negations > 0 ? more : safe,
                           .denial = risky || said->negations == 0 ? more : safe,
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
        if (trial.allowed && sibling_objects(r, said, k)) {
            trial.allowed = false;
            trial.why = "negation differs";
        }
        bool strays = trial.allowed && k->kind == KNOWN_CLAIM &&
                      (stray_term(r, said, k) != 0 || sets_other_condition(said, k) || has_other_subject(said, k));
        if (strays) {
            trial.allowed = false;
            trial.why = "speaks of something else";
        }
        if (trial.allowed && widens_subject(r, said, k)) {
            trial.allowed = false;
            trial.why = "leaves out what narrows it";
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
