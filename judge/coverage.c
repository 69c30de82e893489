#include "coverage.h"

#include <stdlib.h>

static struct slice actor_of(const struct run_case *c)
{
    return c->title.len > 0 ? c->title : SLICE("attacks");
}

static bool names_it(const struct run_case *c, struct slice rule)
{
    for (size_t i = 0; i < c->keep_count; i++)
        if (slice_eq(c->keeps[i], rule))
            return true;
    return false;
}

/* A reason reads "stage verdict [id]: text". */
static bool cites(struct slice reason, struct slice id)
{
    size_t at;
    if (!slice_find(&at, reason, SLICE(" [")))
        return false;
    struct slice rest = slice_after(reason, at + 2);
    return slice_starts(rest, id) && rest.len > id.len && rest.at[id.len] == ']';
}

static bool decided(const struct run_case *c, const struct runs *r, struct slice id)
{
    for (size_t i = 0; i < c->transcript.entries.count; i++) {
        const struct entry *e = &c->transcript.entries.at[i];
        for (size_t k = 0; k < e->reason_count; k++) {
            if (cites(e->reasons[k], id))
                return true;
            for (size_t h = 0; h < r->headers.count; h++)
                for (size_t n = 0; n < r->headers.at[h].rule_count; n++) {
                    const struct run_rule *rule = &r->headers.at[h].rules[n];
                    for (size_t b = 0; slice_eq(rule->id, id) && b < rule->by_count; b++)
                        if (cites(e->reasons[k], rule->by[b]))
                            return true;
                }
        }
    }
    return false;
}

static void collect(struct coverage *v, const struct runs *r)
{
    for (size_t h = 0; h < r->headers.count; h++)
        for (size_t n = 0; n < r->headers.at[h].rule_count; n++)
            (void)run_name_index(&v->rules, r->headers.at[h].rules[n].id);
    for (size_t i = 0; i < r->cases.count; i++) {
        (void)run_name_index(&v->actors, actor_of(&r->cases.at[i]));
        for (size_t k = 0; k < r->cases.at[i].keep_count; k++)
            (void)run_name_index(&v->rules, r->cases.at[i].keeps[k]);
    }
    if (v->rules.count > 1)
        qsort(v->rules.at, v->rules.count, sizeof v->rules.at[0], run_name_compare);
}

const struct coverage *coverage_of(struct arena *arena, const struct runs *r)
{
    struct coverage *v = ARENA_NEW(arena, struct coverage);
    collect(v, r);
    v->cells = ARENA_NEW_ARRAY(arena, struct coverage_cell, v->rules.count * v->actors.count + 1);
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct run_case *c = &r->cases.at[i];
        size_t channel = (size_t)c->transcript.channel, actor = run_name_index(&v->actors, actor_of(c));
        if (channel >= COVERAGE_CHANNELS)
            continue;
        for (size_t n = 0; n < v->rules.count; n++) {
            struct coverage_cell *cell = &v->cells[n * v->actors.count + actor];
            if (!names_it(c, v->rules.at[n]) && !decided(c, r, v->rules.at[n]))
                continue;
            cell->tested[channel]++;
            cell->failed[channel] += run_case_failed(c);
        }
    }
    return v;
}

const struct coverage_cell *coverage_cell(const struct coverage *v, size_t rule, size_t actor)
{
    return &v->cells[rule * v->actors.count + actor];
}

struct slice coverage_holes(struct arena *arena, const struct coverage *v)
{
    struct buffer b;
    buffer_init(&b, arena, 1 << 16);
    for (size_t n = 0; n < v->rules.count; n++) {
        uint64_t tested = 0;
        for (size_t a = 0; a < v->actors.count; a++)
            for (size_t c = 0; c < COVERAGE_CHANNELS; c++)
                tested += coverage_cell(v, n, a)->tested[c];
        if (tested > 0)
            continue;
        if (b.len > 0)
            buffer_byte(&b, ' ');
        buffer_add(&b, v->rules.at[n]);
    }
    return buffer_slice(&b);
}
