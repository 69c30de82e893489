#include "wordings.h"

#include <parley/facts.h>

static void judge(const struct claim *c, struct slice paraphrase, const struct facts_register *says, struct arena *scratch,
                  struct problems *warnings, size_t *found)
{
    struct text t;
    struct facts_result r;
    if (text_read(&t, scratch, paraphrase, NULL) != OK)
        return;
    facts_check(&r, scratch, says, &t, NULL);
    for (size_t i = 0; i < r.unit_count; i++) {
        const struct fact_unit *u = &r.units[i];
        if (u->verdict != VERDICT_UNREGISTERED)
            continue;
        ++*found;
        problem_add(warnings, c->at,
                    "claims." SLICE_FMT ".paraphrases: \"" SLICE_FMT "\" does not follow from what the claim says (" SLICE_FMT
                    ": %s); read both side by side",
                    SLICE_ARG(c->id), SLICE_ARG(paraphrase), SLICE_ARG(slice_sub(paraphrase, u->span.start, u->span.end)),
                    u->why);
        return;
    }
}

size_t wordings_find(const struct brain *b, struct problems *warnings)
{
    struct arena scratch;
    size_t found = 0;
    arena_init(&scratch, (size_t)1 << 26);
    for (size_t i = 0; i < b->claim_count; i++) {
        const struct claim *c = &b->claims[i];
        struct known_text source = {.kind = KNOWN_CLAIM, .id = c->id, .text = c->says};
        const struct facts_register *says = facts_register_create(&scratch, &source, 1);
        for (size_t k = 0; k < c->paraphrases.count; k++)
            judge(c, c->paraphrases.at[k], says, &scratch, warnings, &found);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    return found;
}

static bool is_own_rule(const struct brain *b, struct slice id)
{
    for (size_t i = 0; i < b->rule_count; i++)
        if (slice_eq(b->rules[i].id, id))
            return true;
    return false;
}

/* Without a register nothing is waived. */
static size_t rule_broken(const struct rules *r, const struct claim *c, struct slice text, struct arena *scratch,
                          struct problems *problems)
{
    struct screen s;
    struct screen_context context = {.points_max = 4000};
    guardrail_screen_out(&s, NULL, scratch, r->guardrail, text, &context);
    for (size_t i = 0; i < s.signal_count; i++) {
        const struct signal *found = &s.signals[i];
        if (found->action != ACTION_BLOCK || !is_own_rule(r->brain, found->rule))
            continue;
        problem_add(problems, c->at,
                    "claims." SLICE_FMT ": \"" SLICE_FMT "\" breaks the brain's own rule " SLICE_FMT
                    " at character %zu; word it differently or mend the rule",
                    SLICE_ARG(c->id), SLICE_ARG(text), SLICE_ARG(found->rule), text_point_of_byte(text, found->span.start) + 1);
        return 1;
    }
    return 0;
}

size_t wordings_break_rules(const struct rules *r, struct problems *problems)
{
    struct arena scratch;
    size_t found = 0;
    arena_init(&scratch, (size_t)1 << 26);
    for (size_t i = 0; i < r->brain->claim_count; i++) {
        const struct claim *c = &r->brain->claims[i];
        found += rule_broken(r, c, c->says, &scratch, problems);
        for (size_t k = 0; k < c->paraphrases.count; k++)
            found += rule_broken(r, c, c->paraphrases.at[k], &scratch, problems);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    return found;
}
