#include "turn_state.h"

#include <parley/json_lines.h>

/* What the deterministic part found: every sentence of the draft and what it rests on. */
static void read_draft(struct facts_result *out, struct turn *t)
{
    size_t count, said = 0;
    const struct said *history = turn_history(t, &count, true);
    struct slice *customer = ARENA_NEW_ARRAY(t->arena, struct slice, count + 1);
    struct text *text = ARENA_NEW(t->arena, struct text);
    *out = (struct facts_result){0};
    for (size_t i = 0; i < count; i++)
        if (!history[i].by_bot)
            customer[said++] = history[i].text;
    struct facts_said spoken = {customer, said};
    if (text_read(text, t->arena, t->draft, NULL) == OK)
        facts_check(out, t->arena, t->rules->facts, text, &spoken);
}

static bool rests_on_wording(const struct fact_sentence *s)
{
    return s->verdict == VERDICT_CLAIM || s->verdict == VERDICT_SCRIPT;
}

/* The checker must name, for this sentence, the very claim or line that the deterministic part found. */
static bool is_quoted(const struct json *sentences, struct slice sentence, struct slice source)
{
    for (const struct json *j = sentences->child; j != NULL; j = j->next) {
        struct slice quote = slice_trim(json_text(json_get(j, "quote")));
        if (quote.len > 0 && (slice_has(quote, sentence) || slice_eq(quote, sentence)) &&
            slice_eq(json_text(json_get(j, "rests_on")), source))
            return true;
    }
    return false;
}

const char *checker_objection(struct turn *t, struct slice answer)
{
    struct json *verdict = NULL;
    struct facts_result facts;
    if (json_read(&verdict, t->arena, slice_trim(answer), (struct place){SLICE_NONE, 1, 1}, NULL) != OK)
        return "the checker's answer is no verdict";
    const struct json *sentences = json_get(verdict, "sentences");
    struct slice word = json_text(json_get(verdict, "verdict"));
    if (!slice_eq(word, SLICE("ok")))
        return slice_eq(word, SLICE("refused")) ? "the checker did not agree" : "the checker's answer is no verdict";
    if (sentences == NULL || sentences->kind != JSON_KIND_ARRAY)
        return "the checker quotes nothing";
    for (const struct json *j = sentences->child; j != NULL; j = j->next)
        if (!slice_has(t->draft, slice_trim(json_text(json_get(j, "quote")))))
            return "the checker quotes what the draft does not say";
    read_draft(&facts, t);
    for (size_t i = 0; i < facts.sentence_count; i++) {
        const struct fact_sentence *s = &facts.sentences[i];
        struct slice sentence = slice_sub(t->draft, s->span.start, s->span.end);
        if (s->verdict == VERDICT_UNREGISTERED)
            return "the checker allows what the register does not say";
        if (rests_on_wording(s) && !is_quoted(sentences, sentence, s->source))
            return "the checker and the register name different sources";
    }
    return NULL;
}
