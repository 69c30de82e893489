#include "path.h"

#include <parley/facts.h>

enum { SHARED_MIN = 4, SHORT_ANSWER_MAX = 5 };

static bool in_list(struct slice word, const char *list)
{
    struct slice rest = slice_from(list), one;
    while (slice_next(&one, &rest, ' '))
        if (one.len > 0 && slice_eq(one, word))
            return true;
    return false;
}

static bool starts_with(const struct text *t, const char *list)
{
    for (size_t i = 0; i < t->word_count && i < 3; i++)
        if (in_list(t->words[i].folded, list))
            return true;
    return false;
}

static bool means_yes(const struct text *t)
{
    if (t->sentence_count > 0 && t->sentences[0].is_question)
        return false;
    return starts_with(t, " yes yeah yep yup ya aye sure ok okay correct right indeed definitely absolutely certainly yess "
                          "please s\xc3\xad si ya claro ") ||
           slice_starts(t->folded, SLICE("i did")) || slice_starts(t->folded, SLICE("i do ")) ||
           slice_has(t->folded, SLICE("go on")) || slice_has(t->folded, SLICE("go ahead")) ||
           slice_has(t->folded, SLICE("that's right")) || slice_has(t->folded, SLICE("i think so")) ||
           slice_has(t->folded, SLICE("it was")) || slice_has(t->folded, SLICE("happy to"));
}

static bool shares_a_word(const struct text *t, struct slice question)
{
    for (size_t i = 0; i < t->word_count; i++)
        if (t->words[i].folded.len >= SHARED_MIN && slice_has(question, t->words[i].folded))
            return true;
    return false;
}

/* "I don't think I ordered anything" says no to something that nobody asked: a negation alone is an answer when it is short, or
 * when it takes up a word of the question. */
static bool means_no(const struct text *t, struct slice question)
{
    static const char negations[] = " don't dont didn't didnt haven't havent wasn't wasnt hadn't hadnt isn't isnt ";
    if (starts_with(t, " no nope nah never not tidak tak "))
        return true;
    for (size_t i = 0; i < t->word_count && i < 3; i++)
        if (in_list(t->words[i].folded, negations))
            return t->word_count <= SHORT_ANSWER_MAX || shares_a_word(t, question);
    return false;
}

static bool means_unsure(const struct text *t)
{
    static const char *const ways[] = {"not sure",      "don't know", "dont know", "no idea", "can't remember",
                                       "cant remember", "unsure",     "maybe",     "i think", "not certain",
                                       "forgot",        "dunno",      "no clue"};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (slice_has(t->folded, slice_from(ways[i])))
            return true;
    return false;
}

static bool has_unit(struct arena *arena, const struct text *t, bool date)
{
    struct facts_result r;
    facts_extract(&r, arena, t);
    for (size_t i = 0; i < r.unit_count; i++) {
        enum fact_kind k = r.units[i].kind;
        if (k == FACT_DATE || (!date && (k == FACT_COUNT || k == FACT_MONEY || k == FACT_DURATION || k == FACT_PERCENT)))
            return true;
    }
    return false;
}

static bool fits(struct reply *r, struct slice when, const struct text *t, struct slice question)
{
    if (slice_eq(when, SLICE("any")))
        return t->word_count > 0;
    if (slice_eq(when, SLICE("unsure")))
        return means_unsure(t);
    if (slice_eq(when, SLICE("yes")))
        return means_yes(t) && !means_unsure(t);
    if (slice_eq(when, SLICE("no")))
        return means_no(t, question) && !means_unsure(t);
    if (slice_eq(when, SLICE("number")) || slice_eq(when, SLICE("date")))
        return has_unit(r->arena, t, slice_eq(when, SLICE("date")));
    return slice_has(t->folded, text_fold(r->arena, when));
}

/* A branch that fits anything only takes answers, not questions. */
static const struct path_branch *branch_for(struct reply *r, const struct path_step *s, const struct text *t, bool asked)
{
    const struct script_line *asks = brain_line(r->ask->brain, s->line);
    struct slice question = asks != NULL ? text_fold(r->arena, asks->text) : SLICE_NONE;
    for (size_t i = 0; i < s->branch_count; i++)
        for (size_t k = 0; k < s->branches[i].when.count; k++) {
            struct slice when = s->branches[i].when.at[k];
            if (asked && slice_eq(when, SLICE("any")))
                continue;
            if (fits(r, when, t, question))
                return &s->branches[i];
        }
    return NULL;
}

static void ask_step(struct reply *r, struct slice id)
{
    const struct path_step *s = brain_step(r->ask->brain, id);
    const struct script_line *l = s ? brain_line(r->ask->brain, s->line) : NULL;
    if (l == NULL)
        return;
    reply_say(r, l->text);
    r->next_step = s->id;
}

bool path_answered(struct reply *r, const struct text *t, bool asked)
{
    const struct path_step *s = brain_step(r->ask->brain, r->ask->snapshot->conversation.path_step);
    const struct path_branch *b = s ? branch_for(r, s, t, asked) : NULL;
    if (b == NULL)
        return false;
    const struct script_line *l = brain_line(r->ask->brain, b->reply);
    if (l != NULL)
        reply_say(r, l->text);
    if (slice_eq(b->to, SLICE("done"))) {
        (void)reply_line(r, LINE_LINK, SLICE_NONE);
        r->next_step = SLICE("done");
    } else if (slice_eq(b->to, SLICE("stop"))) {
        if (l == NULL)
            (void)reply_line(r, LINE_CLOSING, SLICE_NONE);
        r->next_step = SLICE("done");
    } else if (slice_eq(b->to, SLICE("handover"))) {
        if (l == NULL)
            (void)reply_line(r, LINE_HANDOVER, SLICE_NONE);
        r->next_step = SLICE("handover");
    } else
        ask_step(r, b->to);
    return r->text.len > 0;
}

/* Did the last message of the bot end with this step, for the second time? */
static bool just_asked(const struct reply *r, struct slice id)
{
    const struct conversation *c = &r->ask->snapshot->conversation;
    const struct path_step *s = brain_step(r->ask->brain, id);
    unsigned times = 0;
    for (size_t i = c->history_count; s != NULL && i > 0 && i + 6 > c->history_count; i--)
        times += c->history[i - 1].author == AUTHOR_BOT && slice_has(c->history[i - 1].said, s->line);
    return times >= 2;
}

void path_ask_again(struct reply *r)
{
    struct slice at = r->ask->snapshot->conversation.path_step;
    if (r->closes || slice_eq(at, SLICE("done")) || (r->ask->snapshot->contact.flags & CONTACT_FLAG_ANY_VULNERABLE))
        return;
    if (at.len == 0 && r->ask->brain->path_count > 0)
        at = r->ask->brain->path[0].id;
    else if (just_asked(r, at)) /* not after every answer: that would be pushing */
        return;
    ask_step(r, at);
}
