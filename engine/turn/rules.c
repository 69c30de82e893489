#include "turn_state.h"

/* Claims with their paraphrases, and every signed line, are what may be said. */
static struct facts_register *compile_facts(struct arena *arena, const struct tenant *tenant, const struct brain *brain)
{
    size_t room = 2 * brain->line_count + 1, n = 0;
    for (size_t i = 0; i < brain->claim_count; i++)
        room += 1 + brain->claims[i].paraphrases.count;
    struct known_text *known = ARENA_NEW_ARRAY(arena, struct known_text, room);
    for (size_t i = 0; i < brain->line_count; i++) {
        const struct script_line *l = &brain->lines[i];
        known[n++] =
            (struct known_text){.kind = KNOWN_SCRIPT, .id = l->id, .text = turn_fill_in(arena, tenant, brain, 0, l->text)};
        if (slice_has(l->text, SLICE("{"))) /* as a draft holds it, before the variables are filled in */
            known[n++] = (struct known_text){.kind = KNOWN_SCRIPT, .id = l->id, .text = l->text};
    }
    for (size_t i = 0; i < brain->claim_count; i++) {
        const struct claim *c = &brain->claims[i];
        known[n++] = (struct known_text){.kind = KNOWN_CLAIM, .id = c->id, .text = c->says};
        for (size_t k = 0; k < c->paraphrases.count; k++)
            known[n++] = (struct known_text){.kind = KNOWN_CLAIM, .id = c->id, .text = c->paraphrases.at[k]};
    }
    return facts_register_create(arena, known, n);
}

/* What is being proven, where its proofs are kept, and what is thrown away after each. */
struct proving {
    const struct rules *rules;
    struct guardrail *guardrail;
    struct arena *arena, scratch;
    struct problems *problems;
};

static void prove(struct proving *p, struct place at, const char *what, struct slice id, struct slice text)
{
    struct screen s;
    guardrail_prove(&s, &p->scratch, p->guardrail, p->arena, text, p->rules->facts);
    if (s.label)
        problem_add(p->problems, at,
                    "%s." SLICE_FMT ": does not pass the gate it would go through: %s (" SLICE_FMT
                    ") at character %zu; word it differently",
                    what, SLICE_ARG(id), signal_kind_name(s.signals[0].kind), SLICE_ARG(s.signals[0].rule),
                    text_point_of_byte(text, s.signals[0].span.start) + 1);
}

/* Background that speaks to the model instead of informing it: whoever wrote it, it never reaches a prompt. */
static void prove_passage(struct proving *p, const struct passage *passage)
{
    struct screen s;
    guardrail_screen_in(&s, &p->scratch, p->guardrail, passage->text, NULL, 0);
    const struct signal *found = screen_first(&s, SIGNAL_INJECTION);
    if (found != NULL && !slice_eq(found->rule, SLICE("in.learned"))) /* a likeness is not enough to refuse a tenant's text */
        problem_add(p->problems, (struct place){passage->id, 0, 0},
                    "the passage gives orders to the model (" SLICE_FMT ") at character %zu; say what is so, or take it out",
                    SLICE_ARG(found->rule), text_point_of_byte(passage->text, found->span.start) + 1);
}

/* What may be said word for word must pass the gate word for word: found at load time, not at three in the morning. */
static void prove_all(struct proving *p)
{
    const struct brain *b = p->rules->brain;
    for (size_t i = 0; i < b->line_count; i++) {
        prove(p, b->lines[i].at, "lines", b->lines[i].id, turn_fill_in(&p->scratch, p->rules->tenant, b, 0, b->lines[i].text));
        arena_reset(&p->scratch);
    }
    for (size_t i = 0; i < b->claim_count; i++) {
        const struct claim *c = &b->claims[i];
        prove(p, c->at, "claims", c->id, c->says);
        for (size_t k = 0; k < c->paraphrases.count; k++)
            prove(p, c->at, "claims", c->id, c->paraphrases.at[k]);
        arena_reset(&p->scratch);
    }
    for (size_t i = 0; i < b->passage_count; i++) {
        prove_passage(p, &b->passages[i]);
        arena_reset(&p->scratch);
    }
}

const struct rules *rules_create(struct arena *arena, const struct tenant *tenant, const struct brain *brain,
                                 const struct zones *zones, const struct slice_list *canaries, struct problems *problems)
{
    size_t before = problems->count;
    struct rules *r = ARENA_NEW(arena, struct rules);
    *r = (struct rules){.tenant = tenant, .brain = brain, .zones = zones};
    r->facts = compile_facts(arena, tenant, brain);
    struct proving proving = {.rules = r,
                              .guardrail = guardrail_create(arena, brain, &tenant->link_hosts, canaries, problems),
                              .arena = arena,
                              .problems = problems};
    r->guardrail = proving.guardrail;
    r->obligations = obligations_compile(arena, brain, problems);
    arena_init(&proving.scratch, ARENA_TURN_MAX);
    if (problems->count == before)
        prove_all(&proving);
    arena_finish(&proving.scratch);
    return problems->count == before ? r : NULL;
}
