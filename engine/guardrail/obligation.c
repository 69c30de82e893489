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
    struct pattern *patterns; /* every event that a rule names, once */
    size_t pattern_count;
    struct named *named; /* of each rule */
};

/* "claim:fees.percent" also is "claim:fees.*" and "claim". */
struct pattern {
    struct slice text; /* without its star */
    bool star;
};

/* The patterns of a rule, by number; NO_PATTERN for an empty one. */
struct named {
    uint16_t trigger, need, release;
};
enum { PATTERNS_MAX = 3 * OBLIGATION_STATE_MAX, NO_PATTERN = PATTERNS_MAX, PATTERN_WORDS = PATTERNS_MAX / 64 + 1 };

static bool matches(const struct pattern *p, struct slice name)
{
    if (name.len < p->text.len || name.len == 0 || name.at[0] != p->text.at[0])
        return false;
    bool whole = p->star || name.len == p->text.len || name.at[p->text.len] == ':';
    return whole && memcmp(name.at, p->text.at, p->text.len) == 0;
}

/* Which patterns a happening is: asked once, not once a rule. */
struct matched {
    uint64_t bits[PATTERN_WORDS];
};

static bool is(const struct matched *m, uint16_t pattern)
{
    return m->bits[pattern / 64] >> (pattern % 64) & 1;
}

static bool match_all(struct matched *out, const struct obligations *o, struct slice name)
{
    bool any = false;
    memset(out, 0, sizeof *out);
    for (size_t i = 0; name.len > 0 && i < o->pattern_count; i++)
        if (matches(&o->patterns[i], name)) {
            out->bits[i / 64] |= UINT64_C(1) << (i % 64);
            any = true;
        }
    return any;
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

static uint16_t number_of(struct obligations *o, struct slice event)
{
    bool star = slice_ends(event, SLICE(".*"));
    struct slice text = slice_sub(event, 0, event.len - star);
    size_t i = 0;
    if (event.len == 0)
        return NO_PATTERN;
    while (i < o->pattern_count && !(o->patterns[i].star == star && slice_eq(o->patterns[i].text, text)))
        i++;
    if (i == o->pattern_count)
        o->patterns[o->pattern_count++] = (struct pattern){text, star};
    return (uint16_t)i;
}

struct obligations *obligations_compile(struct arena *arena, const struct brain *brain, struct problems *problems)
{
    struct obligations *o = ARENA_NEW(arena, struct obligations);
    size_t before = problems->count;
    if (brain->obligation_count > OBLIGATION_STATE_MAX) {
        problem_add(problems, brain->obligations[0].at, "obligations: there are %zu; at most %d are possible",
                    brain->obligation_count, OBLIGATION_STATE_MAX);
        return NULL;
    }
    o->rules = brain->obligations;
    o->count = brain->obligation_count;
    o->patterns = ARENA_NEW_ARRAY(arena, struct pattern, 3 * o->count + 1);
    o->named = ARENA_NEW_ARRAY(arena, struct named, o->count + 1);
    for (size_t i = 0; i < brain->obligation_count; i++) {
        const struct obligation_rule *r = &brain->obligations[i];
        check_event(brain, r, "trigger", r->trigger, problems);
        check_event(brain, r, "need", r->need, problems);
        check_event(brain, r, "release", r->release, problems);
        o->named[i] = (struct named){number_of(o, r->trigger), number_of(o, r->need), number_of(o, r->release)};
    }
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

/* A rule, its state and what a happening is to it. */
struct meeting {
    const struct obligation_rule *rule;
    uint8_t *state;
    bool trigger, need, release, turn_ends;
};

static bool step_before(const struct meeting *m)
{
    if (m->need)
        *m->state = 1;
    return *m->state == 1 || !m->trigger;
}

static bool step_within(const struct meeting *m)
{
    if (m->need)
        *m->state = 0;
    else if (m->trigger && *m->state == 0)
        *m->state = (uint8_t)(1 + (m->rule->count < 250 ? m->rule->count : 250));
    if (!m->turn_ends || *m->state == 0)
        return true;
    if (*m->state == 1) {
        *m->state = 0; /* reported once */
        return false;
    }
    (*m->state)--;
    return true;
}

static bool step_never_after(const struct meeting *m)
{
    if (m->release)
        *m->state = 0;
    bool breach = *m->state == 1 && m->need;
    if (m->trigger)
        *m->state = 1;
    return !breach;
}

static bool step_at_most(const struct meeting *m)
{
    if (!m->trigger)
        return true;
    if (*m->state < UINT8_MAX)
        (*m->state)++;
    return *m->state <= m->rule->count;
}

static bool step_one(const struct meeting *m)
{
    switch (m->rule->shape) {
    case OBLIGATION_BEFORE: return step_before(m);
    case OBLIGATION_WITHIN: return step_within(m);
    case OBLIGATION_NEVER_AFTER: return step_never_after(m);
    case OBLIGATION_AT_MOST: return step_at_most(m);
    case OBLIGATION_NEVER: return !m->trigger;
    }
    return false;
}

size_t obligations_step(const struct obligations *o, uint8_t *states, const struct happening *happenings, size_t count,
                        struct obligation_breach *breaches, size_t most)
{
    size_t found = 0;
    for (size_t h = 0; h < count; h++) {
        struct matched what;
        if (!match_all(&what, o, happenings[h].name) && !happenings[h].turn_ends)
            continue; /* it is nothing to any rule */
        for (size_t i = 0; i < o->count; i++) {
            const struct obligation_rule *r = &o->rules[i];
            struct meeting m = {r,
                                &states[i],
                                is(&what, o->named[i].trigger),
                                is(&what, o->named[i].need),
                                is(&what, o->named[i].release),
                                happenings[h].turn_ends};
            if (step_one(&m))
                continue;
            if (found < most)
                breaches[found] = (struct obligation_breach){
                    (uint32_t)i, h, r->shape == OBLIGATION_BEFORE || r->shape == OBLIGATION_WITHIN ? r->need : r->trigger};
            found++;
        }
    }
    return found;
}
