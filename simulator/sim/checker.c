#include "sim.h"

#include <parley/facts.h>
#include <parley/json_write.h>

/* What an honest checker says of a draft: for every sentence that rests on a claim or a signed line, the sentence and what it
 * rests on; "ok" when nothing in it is unregistered. In the form that the engine asks for. */

enum { VERDICT_MAX = 64 * 1024 };

static const struct rules *rules_of(const struct simulation *s, const struct tenant *tenant)
{
    for (size_t i = 0; i < s->stage->tenant_count; i++)
        if (slice_eq(s->stage->tenants[i].rules->tenant->id, tenant->id))
            return s->stage->tenants[i].rules;
    return NULL;
}

struct slice checker_verdict(struct simulation *s, const struct model_ask *ask, bool agrees)
{
    const struct rules *rules = rules_of(s, ask->tenant);
    struct facts_said spoken = {&ask->burst, 1};
    struct facts_result facts = {0};
    struct arena scratch;
    struct text text;
    struct buffer b;
    struct json_write w;
    arena_init(&scratch, ARENA_TURN_MAX);
    if (rules != NULL && text_read(&text, &scratch, ask->draft, NULL) == OK)
        facts_check(&facts, &scratch, rules->facts, &text, &spoken);
    else
        agrees = false;
    buffer_init(&b, &s->arena, VERDICT_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "verdict", agrees && !facts.unregistered ? "ok" : "refused");
    json_key(&w, "sentences");
    json_array_begin(&w);
    for (size_t i = 0; i < facts.sentence_count; i++) {
        const struct fact_sentence *f = &facts.sentences[i];
        if (f->verdict != VERDICT_CLAIM && f->verdict != VERDICT_SCRIPT)
            continue;
        json_object_begin(&w);
        json_put_string(&w, "quote", slice_sub(ask->draft, f->span.start, f->span.end));
        json_put_string(&w, "rests_on", f->source);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_object_end(&w);
    arena_finish(&scratch);
    return buffer_slice(&b);
}
