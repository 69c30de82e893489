#include <parley/script_model.h>

#include <parley/json_write.h>
#include <parley/stem.h>
#include <stdlib.h>

#include "path.h"
#include "reply.h"

struct script_model {
    struct model base;
};

enum { REPLY_MAX = 8 * 1024, VERDICT_MAX = 256 * 1024, CLAIMS_MAX = 2 };

static bool was_said(const struct reply *r, struct slice line_id)
{
    struct slice needle = arena_printf(r->arena, "script:" SLICE_FMT, SLICE_ARG(line_id));
    for (size_t i = 0; i < r->ask->snapshot->conversation.history_count; i++)
        if (slice_has(r->ask->snapshot->conversation.history[i].said, needle))
            return true;
    return false;
}

void reply_say(struct reply *r, struct slice text)
{
    if (text.len == 0 || slice_has(buffer_slice(&r->text), text))
        return;
    if (r->text.len > 0)
        buffer_add(&r->text, SLICE("\n\n"));
    buffer_add(&r->text, text);
}

bool reply_line(struct reply *r, enum line_purpose purpose, struct slice for_signal)
{
    struct slice language = r->ask->snapshot->contact.language;
    if (language.len == 0 && r->ask->brain->languages.count > 0)
        language = r->ask->brain->languages.at[0];
    const struct script_line *l =
        brain_line_for(r->ask->brain, purpose, for_signal, language, r->ask->snapshot->conversation.turns);
    if (l != NULL)
        reply_say(r, l->text);
    return l != NULL;
}

/* What the claim must never appear without comes first, once a conversation. */
static void say_claim(struct reply *r, const struct claim *c)
{
    for (size_t i = 0; i < c->never_without.count; i++) {
        const struct script_line *l = brain_line(r->ask->brain, c->never_without.at[i]);
        if (l != NULL && !was_said(r, l->id))
            reply_say(r, l->text);
    }
    uint32_t turns = r->ask->snapshot->conversation.turns;
    struct slice needle = arena_printf(r->arena, "claim:" SLICE_FMT, SLICE_ARG(c->id));
    bool again = false; /* a second time in other approved words */
    for (size_t i = 0; i < r->ask->snapshot->conversation.history_count; i++)
        again |= slice_has(r->ask->snapshot->conversation.history[i].said, needle);
    bool other = again && c->paraphrases.count > 0;
    reply_say(r, other ? c->paraphrases.at[turns % c->paraphrases.count] : c->says);
}

/* The stems of a question's words with meaning. */
struct asked {
    struct slice *stems; /* an empty one is known */
    size_t count, known;
};

static bool is_answered(const struct asked *q)
{
    return q->known > 0 && q->known * 2 >= q->count;
}

static void strike_out(struct asked *q, struct slice stemmed)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->stems[i].len > 0 && slice_eq(q->stems[i], stemmed)) {
            q->stems[i] = SLICE_NONE;
            q->known++;
        }
}

/* A stem begins as its word does: most words need no stemming to be told from all of the question's. */
static bool may_be_asked(const struct asked *q, struct slice word)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->stems[i].len > 0 && word.len > 0 && q->stems[i].at[0] == word.at[0])
            return true;
    return false;
}

static void read_for(struct asked *q, struct reply *r, struct slice text)
{
    struct text t;
    if (is_answered(q) || text_read(&t, r->arena, text, NULL) != OK)
        return;
    for (size_t i = 0; i < t.word_count && !is_answered(q); i++)
        if (t.words[i].kind != WORD_MARK && may_be_asked(q, t.words[i].folded))
            strike_out(q, stem(r->stemmer, r->arena, t.words[i].folded));
}

/* Is the claim about the question? Half of its words with meaning must be the claim's. */
static bool answers(struct reply *r, const struct claim *c, const struct text *t, uint32_t first, uint32_t past)
{
    struct asked q = {ARENA_NEW_ARRAY(r->arena, struct slice, past - first + 1), 0, 0};
    for (uint32_t i = first; i < past; i++) {
        const struct word *w = &t->words[i];
        if (w->kind != WORD_MARK && !stem_is_common(w->folded, SLICE("en")) && w->folded.len >= 3)
            q.stems[q.count++] = stem(r->stemmer, r->arena, w->folded);
    }
    read_for(&q, r, c->says);
    read_for(&q, r, c->topic);
    for (size_t i = 0; i < c->questions.count; i++)
        read_for(&q, r, c->questions.at[i]);
    for (size_t i = 0; i < c->paraphrases.count; i++)
        read_for(&q, r, c->paraphrases.at[i]);
    return is_answered(&q);
}

static bool answer_question(struct reply *r, const struct text *t, uint32_t first, uint32_t past)
{
    struct brain_hit hits[3];
    struct slice question = slice_sub(t->folded, t->words[first].start, t->words[past - 1].end);
    size_t count = brain_search(hits, 3, r->arena, r->ask->brain, question);
    for (size_t i = 0; i < count; i++)
        if (hits[i].claim != NULL && answers(r, hits[i].claim, t, first, past)) {
            say_claim(r, hits[i].claim);
            return true;
        }
    return false;
}

static bool is_asking(const struct text *t, const struct sentence *s)
{
    static const char openers[] =
        " what when where who why how which can could do does did is are will would may should tell explain ";
    struct slice rest = slice_from(openers), one;
    if (s->is_question)
        return true;
    while (s->first < s->past && slice_next(&one, &rest, ' '))
        if (one.len > 0 && slice_eq(one, t->words[s->first].folded))
            return s->past - s->first >= 3;
    return false;
}

static bool answer_all(struct reply *r, const struct text *t)
{
    unsigned answered = 0;
    for (size_t i = 0; i < t->sentence_count && answered < CLAIMS_MAX; i++)
        if (is_asking(t, &t->sentences[i]))
            answered += answer_question(r, t, t->sentences[i].first, t->sentences[i].past);
    return answered > 0;
}

static bool small_talk(struct reply *r, const struct text *t)
{
    if (t->word_count == 0 || t->word_count > 9)
        return false;
    for (size_t i = 0; i < r->ask->brain->line_count; i++) {
        const struct script_line *l = &r->ask->brain->lines[i];
        for (size_t k = 0; (l->purpose == LINE_SMALL_TALK || l->purpose == LINE_CLOSING) && k < l->triggers.count; k++) {
            struct slice trigger = text_fold(r->arena, l->triggers.at[k]);
            size_t at;
            if (!slice_find(&at, t->folded, trigger))
                continue;
            bool starts = at == 0 || t->folded.at[at - 1] == ' ',
                 ends = at + trigger.len == t->folded.len ||
                        !((t->folded.at[at + trigger.len] >= 'a' && t->folded.at[at + trigger.len] <= 'z'));
            if (starts && ends && trigger.len * 2 + 4 >= t->folded.len) {
                reply_say(r, l->text);
                r->closes = l->purpose == LINE_CLOSING;
                return true;
            }
        }
    }
    return false;
}

static void draft(struct reply *r)
{
    struct text *t = ARENA_NEW(r->arena, struct text);
    if (text_read(t, r->arena, r->ask->burst, NULL) != OK) {
        (void)reply_line(r, LINE_FALLBACK, SLICE_NONE);
        return;
    }
    bool asked = answer_all(r, t);
    if (path_answered(r, t, asked))
        return;
    if (asked || small_talk(r, t)) {
        path_ask_again(r);
        return;
    }
    if (!r->ask->snapshot->conversation.greeted && r->ask->snapshot->conversation.turns == 0)
        (void)reply_line(r, LINE_GREETING, SLICE_NONE);
    else if (t->sentence_count == 0 || !answer_question(r, t, 0, (uint32_t)t->word_count))
        (void)reply_line(r, LINE_FALLBACK, SLICE_NONE);
    path_ask_again(r);
}

/* -- the checker ---------------------------------------------------------------------------------------------------------------
 */

static void rests_on(struct json_write *w, struct slice sentence, struct slice id, bool *found)
{
    *found = true;
    json_object_begin(w);
    json_put_string(w, "quote", sentence);
    json_put_string(w, "rests_on", id);
    json_object_end(w);
}

static bool is_of_claim(const struct claim *c, struct slice sentence)
{
    bool found = slice_has(c->says, sentence);
    for (size_t p = 0; !found && p < c->paraphrases.count; p++)
        found = slice_has(c->paraphrases.at[p], sentence);
    return found;
}

/* Every line and every claim that says it: one wording may stand in several. */
static bool find_sources(struct json_write *w, const struct brain *b, struct slice sentence)
{
    bool found = false;
    for (size_t i = 0; i < b->line_count; i++)
        if (slice_has(b->lines[i].text, sentence))
            rests_on(w, sentence, b->lines[i].id, &found);
    for (size_t i = 0; i < b->claim_count; i++)
        if (is_of_claim(&b->claims[i], sentence))
            rests_on(w, sentence, b->claims[i].id, &found);
    return found;
}

/* A second opinion by rule: the draft is nothing but registered wording and questions of the path. Each sentence is quoted with
 * what it rests on. */
static void check(struct reply *r)
{
    struct text t;
    struct json_write w;
    bool agrees = text_read(&t, r->arena, r->ask->draft, NULL) == OK;
    json_begin(&w, &r->text);
    json_object_begin(&w);
    json_key(&w, "sentences");
    json_array_begin(&w);
    for (size_t i = 0; agrees && i < t.sentence_count; i++) {
        struct slice s = slice_trim(text_at(&t, t.sentences[i].span));
        bool found = find_sources(&w, r->ask->brain, s);
        agrees = found || t.sentences[i].is_question;
    }
    json_array_end(&w);
    json_put_cstr(&w, "verdict", agrees ? "ok" : "refused");
    json_object_end(&w);
}

static void start(struct model *m, const struct model_ask *ask, model_done *done, void *context)
{
    (void)m;
    struct arena arena;
    arena_init(&arena, ARENA_TURN_MAX);
    struct reply r = {.arena = &arena, .ask = ask, .stemmer = stemmer_create_in(&arena, SLICE("en"))};
    struct model_answer a = {.ask = ask->id, .status = MODEL_OK};
    buffer_init(&r.text, &arena, ask->role == ROLE_CHECKER ? VERDICT_MAX : REPLY_MAX);
    if (ask->role == ROLE_CHECKER) {
        check(&r);
        a.text = buffer_slice(&r.text);
    } else if (ask->role == ROLE_CONVERSATION || ask->role == ROLE_SIMPLE) {
        draft(&r);
        a.text = buffer_slice(&r.text);
        a.next_step = r.next_step;
    } else
        a.status = MODEL_REFUSED;
    done(context, &a);
    arena_finish(&arena);
}

static struct money price(struct model *m, const struct model_ask *ask)
{
    (void)m;
    return (struct money){0, ask->tenant->currency};
}

static void cancel(struct model *m, void *context)
{
    (void)m; /* answered before start returned */
    (void)context;
}

static void close_model(struct model *m)
{
    free(m);
}

struct model *script_model_create(void)
{
    static const struct model_ops ops = {"script", price, start, cancel, close_model};
    struct script_model *m = calloc(1, sizeof *m);
    must(m != NULL);
    m->base.ops = &ops;
    return &m->base;
}
