#include <parley/facts.h>

#include <parley/size.h>

#include "align.h"
#include "certainty.h"
#include "conditions.h"
#include "customer.h"
#include "denied_part.h"
#include "harmless.h"
#include "nearby.h"
#include "objections.h"
#include "special_case.h"
#include "source.h"
#include "talk.h"
#include "topic.h"
#include "verbatim.h"

static const char *const kind_names[FACT_KIND_COUNT] = {
    "money",    "percent",    "date",       "duration",  "time",        "count",   "ordinal",
    "fraction", "name",       "link",       "phone",     "email",       "plate",   "promise",
    "negation", "comparison", "quantifier", "condition", "attribution", "outcome", "statement"};
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
    struct align_room room;
    const struct text *text;
    struct tokens tokens;
    struct customer customer;
    struct units sentence_units;            /* of the sentence at hand */
    struct meaning *clause, *before;        /* room for a stretch of it and for the clause before */
    const struct known_sentence **verbatim; /* per sentence; NULL: it stands in no known text */
    size_t strange_count;                   /* sentences up to the last that stands in none: only those are read */
    struct topic topic;                     /* what the sentences before were taken for */
    ARRAY_OF(struct fact_unit) units;
    ARRAY_OF(struct fact_sentence) sentences;
};

struct judged {
    enum fact_verdict verdict;
    struct slice source;
    const char *why;
    uint32_t ppm, unit, token; /* the unit and the token that differ, + 1 */
    const struct known_sentence *known;
    bool identical;
};

/* Tokens [first, past) of a meaning whose sentence begins at byte `at` of the folded text. */
static struct span span_at(const struct check *c, const struct meaning *m, uint32_t at, uint32_t first, uint32_t past)
{
    const struct token *t = m->tokens->at;
    uint32_t begin = t[m->first].start;
    return text_span(c->text, at + (t[first].start - begin), at + (t[past - 1].end - begin));
}

static void add_unit(struct check *c, enum fact_kind kind, struct span span, const struct judged *j, bool allowed)
{
    struct fact_unit *u = ARRAY_ADD(c->arena, &c->units);
    *u = (struct fact_unit){.span = span,
                            .kind = kind,
                            .verdict = allowed ? VERDICT_HARMLESS : j->verdict,
                            .source = j->source,
                            .score = {allowed ? 0 : j->ppm},
                            .why = allowed ? NULL : j->why};
}

/* -- one stretch ------------------------------------------------------------------------------------------------------- */

static struct judged registered(const struct facts_register *r, const struct known_sentence *k, uint32_t coverage)
{
    static const enum fact_verdict of[] = {VERDICT_CLAIM, VERDICT_SCRIPT, VERDICT_CONTEXT, VERDICT_CUSTOMER};
    return (struct judged){
        .verdict = of[r->texts[k->text].kind], .source = r->texts[k->text].id, .ppm = (1000 - coverage) * 600, .known = k};
}

static uint32_t suspicion(const struct alignment *a, const struct meaning *m)
{
    if (m->promise)
        return 980000;
    if (a->unit)
        return 970000;
    if (a->token)
        return 930000;
    bool contradicted = a->known != NULL && a->coverage >= 520;
    return contradicted ? 900000 : a->known == NULL ? 850000 : 840000 - a->coverage * 500;
}

/* Against free source text: what is refused is refused as a whole, with how doubtful it is. */
static struct judged judge_by_source(struct check *c, const struct meaning *m, bool question)
{
    struct alignment a;
    uint32_t doubt;
    if (question && m->unit_count == 0 && is_harmless(m, true))
        return (struct judged){.verdict = VERDICT_HARMLESS, .ppm = 50000};
    source_align(&a, &doubt, c->known, m);
    if (a.allowed && a.near >= SOURCE_STRICT) { /* one sentence has nearly all of it: it is held to that sentence */
        struct alignment strict;
        align(&strict, c->known, &c->room, m);
        if (!strict.allowed) {
            a = strict;
            doubt = suspicion(&strict, m);
        }
    }
    if (!a.allowed)
        return (struct judged){.verdict = VERDICT_UNREGISTERED, .why = a.why, .ppm = doubt, .unit = a.unit, .token = a.token};
    return (struct judged){.verdict = VERDICT_CONTEXT, .source = SLICE("context"), .ppm = doubt, .known = a.known};
}

/* "Enjoy your crown", "sorry your lesson was late": a word of a claim in what is only warm. */
static bool warms_claims(const struct facts_register *r, const struct meaning *m)
{
    for (uint32_t i = 0; i < m->content_count; i++)
        if (is_strange(m, &m->content[i]) && register_claims(r, m->content[i].key))
            return true;
    return false;
}

/* One of the words that are no talk stands in a claim. */
static bool speaks_of_claims(const struct facts_register *r, const struct meaning *m)
{
    for (uint32_t i = 0; i < m->content_count; i++) {
        const struct content *w = &m->content[i];
        if (w->weight >= 2 && !token_has(m->tokens, w->token, m->past, MARK_HARMLESS | MARK_TALK | MARK_TELL) &&
            register_claims(r, w->key))
            return true;
    }
    return false;
}

/* "Please tell us if you take them" is no "please take them": one who asks asks for what the claim asks for. */
static bool asks_for_another(const struct meaning *said, const struct meaning *known)
{
    enum { ASKS = MARK_REQUEST | MARK_TELL };
    const struct tokens *s = said->tokens, *k = known->tokens;
    uint32_t i = said->first + 1, j = known->first + 1;
    if (!TOKEN_IS(s, said->first, said->past, "please") || !TOKEN_IS(k, known->first, known->past, "please"))
        return false;
    if (i >= said->past || j >= known->past || slice_eq(s->at[i].folded, k->at[j].folded) || s->at[i].key == k->at[j].key)
        return false;
    return token_has(k, j, known->past, ASKS) && !token_has(s, i, said->past, ASKS);
}

static struct judged judge(struct check *c, const struct meaning *m, bool question)
{
    const struct known_sentence *same = register_identical(c->known, m->identity);
    bool identical = same != NULL;
    if (same == NULL)
        same = register_filled(c->known, m);
    if (same != NULL) {
        struct judged j = registered(c->known, same, 1000);
        j.identical = identical;
        return j;
    }
    if (refuses_known_promise(c->known, m))
        return (struct judged){
            .verdict = VERDICT_UNREGISTERED, .why = "negation differs", .ppm = 900000, .token = m->first_negation + 1};
    enum harmless harmless = harmless_as(m, question);
    if (harmless == HARMLESS_WARM && warms_claims(c->known, m))
        harmless = HARMLESS_NOT;
    if (harmless != HARMLESS_NOT || (is_mostly_talk(m) && !speaks_of_claims(c->known, m)))
        return (struct judged){.verdict = VERDICT_HARMLESS, .ppm = question ? 50000 : 100000};
    static const struct judged stated = {.verdict = VERDICT_CUSTOMER, .source = SLICE_INIT("customer"), .ppm = 200000};
    if (m->unit_count > 0 && quotes_customer(m))
        return customer_says(&c->customer, m, question)
                   ? stated
                   : (struct judged){
                         .verdict = VERDICT_UNREGISTERED, .why = "the customer did not say this", .ppm = 900000, .unit = 1};
    struct alignment a;
    align(&a, c->known, &c->room, m);
    if (a.allowed && asks_for_another(m, a.known->meaning))
        a = (struct alignment){.known = a.known, .coverage = a.coverage, .why = "asks for something else"};
    if (a.allowed)
        return registered(c->known, a.known, a.coverage);
    if (customer_says(&c->customer, m, question))
        return stated;
    return (struct judged){
        .verdict = VERDICT_UNREGISTERED, .why = a.why, .ppm = suspicion(&a, m), .unit = a.unit, .token = a.token};
}

/* -- one sentence: whole, or clause by clause -------------------------------------------------------------------------- */

enum { CLAUSES_MAX = 10 };

static void read_stretch(struct meaning *m, struct check *c, uint32_t first, uint32_t past)
{
    meaning_of(m, &c->tokens, first, past, c->sentence_units.at, c->sentence_units.count);
}

/* A clause that has nothing of the known sentence rides along with the rest of an allowed one. */
static bool carries_stranger(const struct meaning *whole, const struct known_sentence *known, const uint32_t *cuts, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        uint32_t missing, share = align_share(known, whole, cuts[k], cuts[k + 1], &missing);
        if (missing >= 2 && share < 250)
            return true;
    }
    return false;
}

/* "from 8 to 2, Monday to Friday": a day and the hours of the clause before are one statement. */
static bool belong_together(const struct meaning *m, const struct meaning *before)
{
    uint32_t days = 0, hours = 0;
    for (uint32_t i = 0; i < m->unit_count; i++) {
        days += m->units[i].kind == FACT_DATE;
        hours += m->units[i].kind == FACT_TIME;
    }
    for (uint32_t i = 0; i < before->unit_count; i++) {
        if (days == m->unit_count && before->units[i].kind == FACT_TIME)
            return true;
        if (hours == m->unit_count && before->units[i].kind == FACT_DATE)
            return true;
    }
    return false;
}

static bool goes_with_before(struct check *c, const struct meaning *m, const uint32_t *cuts, uint32_t i)
{
    struct meaning *before = c->before;
    if (m->unit_count == 0 || m->content_count > 0)
        return false;
    read_stretch(before, c, cuts[i - 1], cuts[i]);
    return belong_together(m, before);
}

/* "For a cat, it is 13.50", "if your order is over 35, ...": what a sentence begins with tells what it is said of, and is no
 * statement by itself. */
static bool leads_in(const struct meaning *m)
{
    const struct tokens *t = m->tokens;
    bool leads = TOKEN_IS(t, m->first, m->past, "for") || TOKEN_IS(t, m->first, m->past, "with") ||
                 TOKEN_IS(t, m->first, m->past, "on") || TOKEN_IS(t, m->first, m->past, "in");
    bool joined = m->past < t->count && (t->at[m->past].lex->roles & ROLE_JOINT); /* "..., and for a power cut it is 105" */
    if (strong_units(m) > 0 && (t->at[m->first].lex->roles & ROLE_IF) && !joined)
        return true;
    return leads && m->unit_count == 0 && !(m->roles & ROLE_VERB) && m->negations == 0;
}

/* "..., from 5 to 10 on weekdays": a clause of hardly more than values speaks of what the clause before it does. */
static struct judged judge_with_topic(struct check *c, struct meaning *m, const uint32_t *cuts, uint32_t i, uint32_t to)
{
    struct judged none = {.verdict = VERDICT_UNREGISTERED};
    struct meaning *before = c->before;
    read_stretch(m, c, cuts[i], cuts[to]);
    bool refers = begins_with_pronoun(m) && m->content_count > 0; /* "..., and it can't be deferred" */
    if (i == 0 || (m->unit_count == 0 && !refers) || m->content_count > 2)
        return none;
    read_stretch(before, c, cuts[i - 1], cuts[i]);
    if (before->negations > 0 || belong_together(m, before))
        return none;
    if (m->unit_count == 0)
        meaning_inherit_subject(m, before);
    else
        meaning_inherit(m, before);
    if (m->promise != 0 || foretells(m))
        return none;
    struct alignment a;
    align(&a, c->known, &c->room, m);
    return a.allowed ? registered(c->known, a.known, a.coverage) : none;
}

/* "We can't let your spaniel in, as only assistance dogs are admitted": the refusal of one case, and the registered limit that
 * it falls under as its reason. Clause i is the refusal; the reason begins at clause `to` or behind words of courtesy. */
static bool is_refused_for_a_reason(struct check *c, const struct meaning *m, const uint32_t *cuts, uint32_t to, uint32_t n)
{
    struct meaning *reason = c->before;
    if (to == n || !refuses_a_case(m))
        return false;
    while (to < n && !reason_begins(&c->tokens, cuts[to], cuts[n])) {
        read_stretch(reason, c, cuts[to], cuts[to + 1]);
        if (!is_harmless(reason, false))
            return false;
        to++;
    }
    for (uint32_t past = n; past > to; past--) {
        struct alignment a;
        read_stretch(reason, c, cuts[to], cuts[past]);
        align(&a, c->known, &c->room, reason);
        if (a.allowed && a.known->kind == KNOWN_CLAIM && falls_under(c->known, m, reason, a.known))
            return true;
    }
    return false;
}

/* Covers the clauses from the front with the longest stretches that are allowed by themselves. The most telling refusal remains.
 */
static struct judged judge_clauses(struct check *c, const uint32_t *cuts, uint32_t n, bool question, struct judged whole)
{
    struct judged said = {.verdict = VERDICT_HARMLESS};
    bool identical = true;
    struct meaning *m = c->clause;
    for (uint32_t i = 0; i < n;) {
        uint32_t to = i == 0 ? n - 1 : n;
        for (; to > i; to--) {
            read_stretch(m, c, cuts[i], cuts[to]);
            bool asks = question && to == n;
            struct judged j = judge(c, m, asks);
            if (i > 0 && m->promise != 0 && m->content_count < 2 && m->unit_count == 0) /* "..., no matter what" */
                continue;
            bool little = m->content_count == 0 || (m->content_count < 2 && m->unit_count == 0);
            bool elsewhere = said.known == NULL || (j.known != NULL && j.known->text != said.known->text);
            bool unsure = j.verdict == VERDICT_UNREGISTERED || (j.known != NULL && little && i > 0 && elsewhere);
            if (unsure && to - i == 1 && !asks) {
                j = judge_with_topic(c, m, cuts, i, to);
                little = false;
            }
            if (j.verdict == VERDICT_UNREGISTERED && to - i == 1 && is_refused_for_a_reason(c, m, cuts, to, n))
                j = (struct judged){.verdict = VERDICT_HARMLESS, .ppm = 200000};
            if (j.verdict == VERDICT_UNREGISTERED)
                continue;
            if (to - i > 1 && j.known != NULL && !j.identical && carries_stranger(m, j.known, cuts + i, to - i))
                continue;
            if (j.known != NULL && i > 0 && goes_with_before(c, m, cuts, i))
                continue;
            if (j.known != NULL && i == 0 && to < n && leads_in(m))
                continue;
            if (j.known != NULL && little && i > 0 && elsewhere) /* "..., and so is breakfast", "... and 2pm" */
                continue;
            identical = identical && j.identical;
            if (said.verdict == VERDICT_HARMLESS || said.verdict == VERDICT_CUSTOMER)
                said = j;
            else if (j.ppm > said.ppm)
                said.ppm = j.ppm;
            break;
        }
        if (to == i)
            return whole;
        i = to;
    }
    said.identical = identical;
    return said;
}

/* "Their number is ...": a sentence that goes on from the one before speaks of the same claim. */
static struct judged judge_following(struct check *c, struct meaning *m, uint32_t first, uint32_t past)
{
    struct judged none = {.verdict = VERDICT_UNREGISTERED};
    struct meaning *before = c->before;
    struct alignment a;
    if (c->topic.known != NULL && names_topic(m, c->topic.known->meaning))
        return registered(c->known, c->topic.known, 800);
    if (c->topic.known == NULL)
        return none;
    meaning_of(before, &c->tokens, c->topic.first, c->topic.past, NULL, 0);
    if (before->negations > 0 || !goes_on(m, before, c->topic.known->meaning))
        return none;
    meaning_inherit(m, before);
    align(&a, c->known, &c->room, m);
    read_stretch(m, c, first, past);
    return a.allowed && a.known->claim == c->topic.known->claim ? registered(c->known, a.known, a.coverage) : none;
}

/* "You can't fall, as loose chalk is not allowed": a refusal and its reason are two statements, and each is judged. */
static bool gives_reason(const struct meaning *m, const uint32_t *cuts, uint32_t n)
{
    for (uint32_t k = 1; k < n; k++)
        if (m->negations > 0 && m->first_negation < cuts[k] && token_is_mark(m->tokens, cuts[k] - 1, m->past, ',') &&
            reason_begins(m->tokens, cuts[k], m->past))
            return true;
    return false;
}

static struct judged judge_alone(struct check *c, struct meaning *m, uint32_t first, uint32_t past, bool question)
{
    uint32_t cuts[CLAUSES_MAX + 1];
    read_stretch(m, c, first, past);
    if (c->known->is_source)
        return judge_by_source(c, m, question);
    struct judged whole = judge(c, m, question);
    uint32_t n = clauses_read(cuts, CLAUSES_MAX, &c->tokens, first, past, c->sentence_units.at, c->sentence_units.count);
    bool covered = whole.ppm == 0 && !(n > 1 && !whole.identical && gives_reason(m, cuts, n));
    if (whole.verdict == VERDICT_HARMLESS || whole.verdict == VERDICT_CUSTOMER || covered || whole.why == turns_condition ||
        whole.why == lifts_condition)
        return whole;
    if (whole.verdict != VERDICT_UNREGISTERED) {
        bool apart = whole.known != NULL && !whole.identical && gives_reason(m, cuts, n);
        if (n == 1 || whole.known == NULL || (!apart && !carries_stranger(m, whole.known, cuts, n)))
            return whole;
        whole = (struct judged){.verdict = VERDICT_UNREGISTERED, .why = "adds to what is registered", .ppm = 700000};
    }
    return n == 1 ? whole : judge_clauses(c, cuts, n, question, whole);
}

static struct judged judge_sentence(struct check *c, struct meaning *m, uint32_t first, uint32_t past, bool question)
{
    struct judged j = judge_alone(c, m, first, past, question);
    bool strays = j.known != NULL && c->topic.known != NULL && j.known->claim != c->topic.known->claim;
    bool each = j.known != NULL && !j.identical && counts_one_of_many(m, j.known->meaning);
    if (each || (strays && !j.identical && !question && only_points_back(m)))
        j = (struct judged){.verdict = VERDICT_UNREGISTERED, .why = "goes on from something else", .ppm = 800000};
    if (j.verdict == VERDICT_UNREGISTERED && !question && !c->known->is_source) {
        struct judged following = judge_following(c, m, first, past);
        if (following.verdict != VERDICT_UNREGISTERED)
            return following;
    }
    if (j.known != NULL)
        c->topic = (struct topic){.known = j.known, .first = first, .past = past};
    return j;
}

/* -- result ------------------------------------------------------------------------------------------------------------ */

static enum fact_kind kind_of_token(const struct meaning *m, uint32_t token)
{
    if (m->negations && token == m->first_negation + 1)
        return FACT_NEGATION;
    if (token == m->compare)
        return FACT_COMPARISON;
    if (token == m->all)
        return FACT_QUANTIFIER;
    return token == m->attribution ? FACT_ATTRIBUTION : FACT_OUTCOME;
}

static void report(struct check *c, const struct meaning *m, uint32_t at, const struct judged *j)
{
    bool bad = j->verdict == VERDICT_UNREGISTERED, said = false;
    for (uint32_t i = 0; i < m->unit_count; i++) {
        const struct unit *u = &m->units[i];
        bool allowed = bad && j->unit != 0 && j->unit != i + 1;
        if (u->first == u->past) /* a value that the wording of a claim does not spell */
            continue;
        add_unit(c, u->kind, span_at(c, m, at, u->first, u->past), j, allowed);
        said = true;
    }
    if (m->promise != 0)
        add_unit(c, FACT_PROMISE, span_at(c, m, at, m->promise - 1, m->promise), j, false);
    bool marked = bad && j->token > m->first && j->token <= m->past && j->token != m->promise;
    if (marked)
        add_unit(c, kind_of_token(m, j->token), span_at(c, m, at, j->token - 1, j->token), j, false);
    said |= m->promise != 0 || marked;
    if (!said && j->verdict != VERDICT_HARMLESS)
        add_unit(c, FACT_STATEMENT, span_at(c, m, at, m->first, m->past), j, false);
}

static void extract_mark(struct check *c, const struct meaning *m, enum fact_kind kind, uint32_t token)
{
    static const struct judged none = {.verdict = VERDICT_HARMLESS};
    uint32_t at = m->tokens->at[m->first].start;
    add_unit(c, kind, span_at(c, m, at, token, token + 1), &none, true);
}

static void extract_marks(struct check *c, const struct meaning *m)
{
    if (m->negations)
        extract_mark(c, m, FACT_NEGATION, m->first_negation);
    if (m->compare)
        extract_mark(c, m, FACT_COMPARISON, m->compare - 1);
    if (m->all)
        extract_mark(c, m, FACT_QUANTIFIER, m->all - 1);
    if (m->attribution)
        extract_mark(c, m, FACT_ATTRIBUTION, m->attribution - 1);
    if (foretells(m))
        extract_mark(c, m, FACT_OUTCOME, m->outcome - 1);
}

static struct judged read_sentence(struct check *c, size_t index, struct meaning *m)
{
    uint32_t first = c->tokens.sentence_first[index], past = c->tokens.sentence_first[index + 1];
    c->sentence_units = (struct units){0};
    units_of(&c->sentence_units, c->arena, &c->tokens, first, past);
    if (c->known != NULL)
        return judge_sentence(c, m, first, past, c->text->sentences[index].is_question);
    read_stretch(m, c, first, past);
    return (struct judged){.verdict = VERDICT_HARMLESS};
}

static struct judged judge_verbatim(struct check *c, size_t index)
{
    struct judged j = registered(c->known, register_identical(c->known, c->verbatim[index]->meaning->identity), 1000);
    j.identical = true;
    c->topic =
        (struct topic){.known = j.known, .first = c->tokens.sentence_first[index], .past = c->tokens.sentence_first[index + 1]};
    return j;
}

static void check_sentence(struct check *c, size_t index, struct meaning *m)
{
    const struct sentence *s = &c->text->sentences[index];
    const struct known_sentence *known = c->verbatim[index];
    uint32_t first_unit = (uint32_t)c->units.count;
    struct judged j = known != NULL ? judge_verbatim(c, index) : read_sentence(c, index, m);
    report(c, known != NULL ? known->meaning : m, c->text->words[s->first].start, &j);
    if (c->known == NULL)
        extract_marks(c, m);
    *ARRAY_ADD(c->arena, &c->sentences) = (struct fact_sentence){.span = s->span,
                                                                 .verdict = j.verdict,
                                                                 .source = j.source,
                                                                 .identical = j.identical,
                                                                 .first_unit = first_unit,
                                                                 .past_unit = (uint32_t)c->units.count};
}

/* Clipped words mean the known word that they are clipped from. */
static void unclip(struct check *c)
{
    for (uint32_t i = 0; i < c->tokens.count; i++) {
        struct token *k = &c->tokens.at[i];
        if (k->key == 0 || k->kind != WORD_LETTERS || k->lex->length > 0 || register_claims(c->known, k->key))
            continue;
        uint64_t key = register_unclipped(c->known, k->folded);
        if (key != 0)
            k->key = key;
    }
}

static void find_verbatim(struct check *c)
{
    c->verbatim = ARENA_NEW_ARRAY(c->arena, const struct known_sentence *, c->text->sentence_count + 1);
    for (size_t i = 0; i < c->text->sentence_count; i++) {
        if (c->known != NULL)
            c->verbatim[i] = register_verbatim(c->known, c->text, i);
        if (c->verbatim[i] == NULL)
            c->strange_count = i + 1;
    }
}

/* The words of the sentences that are read, and what stands for them in the register. */
static void read_words(struct check *c)
{
    tokens_read_some(&c->tokens, c->arena, c->text, c->strange_count);
    if (c->known == NULL || c->strange_count == 0)
        return;
    align_room_create(&c->room, c->arena, c->known);
    unclip(c);
    for (size_t i = 0; !c->known->is_source && i < c->strange_count; i++)
        nearby_read(&c->tokens, c->tokens.sentence_first[i], c->tokens.sentence_first[i + 1], c->known, &c->room);
}

static void run(struct facts_result *out, struct check *c)
{
    struct meaning *m = NULL;
    find_verbatim(c);
    read_words(c);
    if (c->strange_count > 0) {
        m = ARENA_NEW(c->arena, struct meaning);
        c->clause = ARENA_NEW(c->arena, struct meaning);
        c->before = ARENA_NEW(c->arena, struct meaning);
    }
    for (size_t i = 0; i < c->text->sentence_count; i++)
        check_sentence(c, i, m);
    *out = (struct facts_result){
        .units = c->units.at, .unit_count = c->units.count, .sentences = c->sentences.at, .sentence_count = c->sentences.count};
    for (size_t i = 0; i < c->units.count; i++)
        if (c->units.at[i].score.ppm > out->score.ppm)
            out->score = c->units.at[i].score;
    for (size_t i = 0; i < c->sentences.count; i++)
        out->unregistered |= c->sentences.at[i].verdict == VERDICT_UNREGISTERED;
    if (!out->unregistered && out->score.ppm > 490000)
        out->score.ppm = 490000;
    if (out->unregistered && out->score.ppm < 510000)
        out->score.ppm = 510000;
}

void facts_check(struct facts_result *out, struct arena *arena, const struct facts_register *known, const struct text *text,
                 const struct facts_said *said)
{
    struct check c = {.arena = arena, .known = known, .text = text, .customer = {.arena = arena, .said = said}};
    run(out, &c);
}

void facts_extract(struct facts_result *out, struct arena *arena, const struct text *text)
{
    struct check c = {.arena = arena, .text = text};
    run(out, &c);
}
