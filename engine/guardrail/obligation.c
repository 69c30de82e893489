#include <parley/obligation.h>

#include <parley/signal.h>
#include <string.h>

/* One byte of state each:
 *   BEFORE       0 need not seen, 1 seen
 *   WITHIN       0 idle, 1 + n: n turns left for the need
 *   NEVER_AFTER  0 free, 1 banned
 *   AT_MOST      times seen
 *   NEVER        unused */
struct obligations {
    const struct obligation_rule *rules;
    size_t count;
};

/* "claim:fees.percent" also is "claim:fees.*" and "claim". */
static bool matches(struct slice pattern, struct slice name)
{
    if (slice_eq(pattern, name))
        return true;
    if (slice_ends(pattern, SLICE(".*")))
        return slice_starts(name, slice_sub(pattern, 0, pattern.len - 1));
    return name.len > pattern.len && slice_starts(name, pattern) && name.at[pattern.len] == ':';
}

/* -- compiling --------------------------------------------------------------------------------------------------------- */

static bool is_purpose(struct slice name)
{
    for (unsigned i = 0; i < LINE_PURPOSE_COUNT; i++)
        if (slice_eq(name, slice_from(line_purpose_name((enum line_purpose)i))))
            return true;
    return false;
}

static bool is_claim(const struct brain *b, struct slice name)
{
    if (slice_ends(name, SLICE(".*"))) {
        struct slice prefix = slice_sub(name, 0, name.len - 1);
        for (size_t i = 0; i < b->claim_count; i++)
            if (slice_starts(b->claims[i].id, prefix))
                return true;
        return false;
    }
    return brain_claim(b, name) != NULL;
}

static bool is_effect(struct slice name)
{
    static const char *const names[] = {"handover", "opt_out", "opt_in", "silence", "takeover", NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (slice_eq(name, slice_from(names[i])))
            return true;
    return false;
}

static bool event_exists(const struct brain *b, struct slice event)
{
    static const struct slice bare[] = {SLICE_INIT("claim"), SLICE_INIT("sent"),   SLICE_INIT("link"),
                                        SLICE_INIT("said"),  SLICE_INIT("signal"), SLICE_INIT("path")};
    struct slice rest = event, kind;
    enum signal_kind signal;
    for (size_t i = 0; i < sizeof bare / sizeof bare[0]; i++)
        if (slice_eq(event, bare[i]))
            return true;
    if (!slice_next(&kind, &rest, ':') || rest.at == NULL)
        return false;
    if (slice_eq(kind, SLICE("said")))
        return is_purpose(rest) || brain_line(b, rest) != NULL;
    if (slice_eq(kind, SLICE("claim")))
        return is_claim(b, rest);
    if (slice_eq(kind, SLICE("path")))
        return brain_step(b, rest) != NULL;
    if (slice_eq(kind, SLICE("signal")))
        return signal_kind_parse(&signal, rest);
    return slice_eq(kind, SLICE("effect")) && is_effect(rest);
}

static void check_event(const struct brain *b, const struct obligation_rule *r, const char *field, struct slice event,
                        struct problems *problems)
{
    if (event.len > 0 && !event_exists(b, event))
        problem_add(problems, r->at,
                    "obligations." SLICE_FMT ".%s: \"" SLICE_FMT
                    "\" names no event; write said:<line or purpose>, claim:<id or topic.*>, signal:<kind>, "
                    "effect:handover, path:<step>, sent or link",
                    SLICE_ARG(r->id), field, SLICE_ARG(event));
}

struct obligations *obligations_compile(struct arena *arena, const struct brain *brain, struct problems *problems)
{
    struct obligations *o = ARENA_NEW(arena, struct obligations);
    size_t before = problems->count;
    if (brain->obligation_count > OBLIGATION_STATE_MAX)
        problem_add(problems, brain->obligations[0].at, "obligations: there are %zu; at most %d are possible",
                    brain->obligation_count, OBLIGATION_STATE_MAX);
    for (size_t i = 0; i < brain->obligation_count; i++) {
        const struct obligation_rule *r = &brain->obligations[i];
        check_event(brain, r, "trigger", r->trigger, problems);
        check_event(brain, r, "need", r->need, problems);
        check_event(brain, r, "release", r->release, problems);
    }
    o->rules = brain->obligations;
    o->count = brain->obligation_count;
    return problems->count == before ? o : NULL;
}

size_t obligations_count(const struct obligations *o)
{
    return o->count;
}

const struct obligation_rule *obligations_rule(const struct obligations *o, size_t i)
{
    must(i < o->count);
    return &o->rules[i];
}

/* -- stepping ---------------------------------------------------------------------------------------------------------- */

static bool step_before(const struct obligation_rule *r, uint8_t *state, struct slice name)
{
    if (matches(r->need, name))
        *state = 1;
    return *state == 1 || !matches(r->trigger, name);
}

static bool step_within(const struct obligation_rule *r, uint8_t *state, const struct happening *h)
{
    if (h->name.len > 0 && matches(r->need, h->name))
        *state = 0;
    else if (h->name.len > 0 && matches(r->trigger, h->name) && *state == 0)
        *state = (uint8_t)(1 + (r->count < 250 ? r->count : 250));
    if (!h->turn_ends || *state == 0)
        return true;
    if (*state == 1) {
        *state = 0; /* reported once */
        return false;
    }
    (*state)--;
    return true;
}

static bool step_never_after(const struct obligation_rule *r, uint8_t *state, struct slice name)
{
    if (r->release.len > 0 && matches(r->release, name))
        *state = 0;
    bool breach = *state == 1 && matches(r->need, name);
    if (matches(r->trigger, name))
        *state = 1;
    return !breach;
}

static bool step_at_most(const struct obligation_rule *r, uint8_t *state, struct slice name)
{
    if (!matches(r->trigger, name))
        return true;
    if (*state < UINT8_MAX)
        (*state)++;
    return *state <= r->count;
}

static bool step_one(const struct obligation_rule *r, uint8_t *state, const struct happening *h)
{
    bool named = h->name.len > 0;
    switch (r->shape) {
    case OBLIGATION_BEFORE: return !named || step_before(r, state, h->name);
    case OBLIGATION_WITHIN: return step_within(r, state, h);
    case OBLIGATION_NEVER_AFTER: return !named || step_never_after(r, state, h->name);
    case OBLIGATION_AT_MOST: return !named || step_at_most(r, state, h->name);
    case OBLIGATION_NEVER: return !named || !matches(r->trigger, h->name);
    }
    return false;
}

size_t obligations_step(const struct obligations *o, uint8_t *states, const struct happening *happenings, size_t count,
                        struct obligation_breach *breaches, size_t most)
{
    size_t found = 0;
    for (size_t h = 0; h < count; h++)
        for (size_t i = 0; i < o->count; i++) {
            if (step_one(&o->rules[i], &states[i], &happenings[h]))
                continue;
            const struct obligation_rule *r = &o->rules[i];
            if (found < most)
                breaches[found] = (struct obligation_breach){
                    (uint32_t)i, h, r->shape == OBLIGATION_BEFORE || r->shape == OBLIGATION_WITHIN ? r->need : r->trigger};
            found++;
        }
    return found;
}
