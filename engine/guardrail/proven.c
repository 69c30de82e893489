#include "proven.h"

#include <parley/size.h>

#include "compiled.h"

enum { PROVEN_SLOTS_MIN = 256 };

struct proven {
    struct slice text; /* empty: a free slot */
    const struct facts_register *known;
    struct facts_result facts; /* sources are not kept */
};

/* Open addressing; at most half of the slots are taken. */
static struct proven *slot_of(struct proven *slots, size_t count, struct slice text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    size_t at = (hash ^ hash >> 29) & (count - 1);
    while (slots[at].text.len > 0 && !slice_eq(slots[at].text, text))
        at = (at + 1) & (count - 1);
    return &slots[at];
}

static void make_room(struct guardrail *g, struct arena *arena)
{
    if (2 * (g->proven_count + 1) <= g->proven_slots)
        return;
    size_t more = g->proven_slots ? 2 * g->proven_slots : PROVEN_SLOTS_MIN;
    struct proven *slots = ARENA_NEW_ARRAY(arena, struct proven, more);
    for (size_t i = 0; i < g->proven_slots; i++)
        if (g->proven[i].text.len > 0)
            *slot_of(slots, more, g->proven[i].text) = g->proven[i];
    g->proven = slots;
    g->proven_slots = more;
}

static void copy_facts(struct facts_result *to, struct arena *arena, const struct facts_result *from)
{
    *to = *from;
    to->sentences = ARENA_NEW_ARRAY(arena, struct fact_sentence, from->sentence_count + 1);
    to->units = ARENA_NEW_ARRAY(arena, struct fact_unit, from->unit_count + 1);
    for (size_t i = 0; i < from->sentence_count; i++) {
        to->sentences[i] = from->sentences[i];
        to->sentences[i].source = SLICE_NONE;
    }
    for (size_t i = 0; i < from->unit_count; i++) {
        to->units[i] = from->units[i];
        to->units[i].source = SLICE_NONE;
    }
}

void guardrail_prove(struct screen *out, struct arena *scratch, struct guardrail *g, struct arena *arena, struct slice text,
                     const struct facts_register *known)
{
    struct facts_result facts;
    struct screen_context context = {.facts = known, .points_max = 4000};
    guardrail_screen_out(out, &facts, scratch, g, text, &context);
    if (out->signal_count > 0 || text.len == 0)
        return;
    make_room(g, arena);
    struct proven *slot = slot_of(g->proven, g->proven_slots, text);
    if (slot->text.len > 0)
        return;
    *slot = (struct proven){.text = arena_copy(arena, text), .known = known};
    copy_facts(&slot->facts, arena, &facts);
    g->proven_count++;
}

static bool is_same_span(struct span a, struct span b)
{
    return a.start == b.start && a.end == b.end;
}

static bool says_the_same(const struct facts_result *a, const struct facts_result *b)
{
    bool same = a->sentence_count == b->sentence_count && a->unit_count == b->unit_count;
    for (size_t i = 0; same && i < a->sentence_count; i++) {
        const struct fact_sentence *x = &a->sentences[i], *y = &b->sentences[i];
        same = is_same_span(x->span, y->span) && x->verdict == y->verdict && x->identical == y->identical;
    }
    for (size_t i = 0; same && i < a->unit_count; i++) {
        const struct fact_unit *x = &a->units[i], *y = &b->units[i];
        same = is_same_span(x->span, y->span) && x->kind == y->kind && x->verdict == y->verdict;
    }
    return same;
}

bool is_proven(const struct guardrail *g, struct slice text, const struct screen_context *context,
               const struct facts_result *facts)
{
    if (g->proven_slots == 0 || text.len == 0 || context->facts == NULL)
        return false;
    const struct proven *p = slot_of(g->proven, g->proven_slots, text);
    return p->text.len > 0 && p->known == context->facts && says_the_same(&p->facts, facts);
}
