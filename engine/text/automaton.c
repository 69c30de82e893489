#include "automaton.h"

#include <string.h>

enum { STATES_MAX = 65535, NO_STATE = 0, BUILDING_MAX = 128 << 20 };

struct output {
    uint32_t literal;
    uint32_t next; /* index + 1 of another output of the same state; 0 = none */
};

struct automaton {
    uint8_t class_of[256];
    size_t classes, states;
    uint16_t *go;        /* states x classes */
    uint32_t *output_of; /* index + 1 of the first output of a state */
    uint16_t *report;    /* the nearest state on the failure path that has outputs; 0 = none */
    uint16_t *first;     /* the state itself when it has outputs, else what it reports */
    struct output *outputs;
    size_t output_count;
    size_t quiet; /* states below it report nothing: nearly all that a text walks through */
};

static void classify(struct automaton *a, const struct slice *literals, size_t count)
{
    bool used[256] = {false};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < literals[i].len; k++)
            used[(unsigned char)literals[i].at[k]] = true;
    a->classes = 1;
    for (size_t c = 0; c < 256; c++)
        if (used[c] && a->classes < 255)
            a->class_of[c] = (uint8_t)a->classes++;
}

static uint16_t *edge(const struct automaton *a, size_t state, unsigned char byte)
{
    return &a->go[state * a->classes + a->class_of[byte]];
}

static void insert(struct automaton *a, struct slice literal, size_t number)
{
    size_t state = 0;
    for (size_t k = 0; k < literal.len; k++) {
        uint16_t *next = edge(a, state, (unsigned char)literal.at[k]);
        if (*next == NO_STATE)
            *next = (uint16_t)a->states++;
        state = *next;
    }
    a->outputs[a->output_count] = (struct output){(uint32_t)number, a->output_of[state]};
    a->output_of[state] = (uint32_t)++a->output_count;
}

/* Breadth first: a missing edge becomes the edge of the failure state, so that scanning never backs up. Gives the states in this
 * order, without the first. */
static uint16_t *close_edges(struct automaton *a, struct arena *arena)
{
    uint16_t *queue = ARENA_NEW_ARRAY(arena, uint16_t, a->states), *fails = ARENA_NEW_ARRAY(arena, uint16_t, a->states);
    size_t head = 0, tail = 0;
    for (size_t c = 1; c < a->classes; c++)
        if (a->go[c] != NO_STATE)
            queue[tail++] = a->go[c];
    while (head < tail) {
        uint16_t state = queue[head++];
        uint16_t back = fails[state];
        a->report[state] = a->first[back];
        a->first[state] = a->output_of[state] ? state : a->report[state];
        for (size_t c = 1; c < a->classes; c++) {
            uint16_t *next = &a->go[state * a->classes + c];
            uint16_t other = a->go[(size_t)back * a->classes + c];
            if (*next == NO_STATE) {
                *next = other;
                continue;
            }
            fails[*next] = other;
            queue[tail++] = *next;
        }
    }
    return queue;
}

/* The same automaton with its states numbered anew: those that report nothing first, and of these the shallow ones, where a text
 * spends its time, side by side. */
static struct automaton *pack(struct arena *arena, const struct automaton *a, const uint16_t *order)
{
    struct automaton *p = ARENA_NEW(arena, struct automaton);
    uint16_t *number = ARENA_NEW_ARRAY(arena, uint16_t, a->states);
    *p = *a;
    p->go = ARENA_NEW_ARRAY(arena, uint16_t, a->states * a->classes);
    p->output_of = ARENA_NEW_ARRAY(arena, uint32_t, a->states);
    p->report = ARENA_NEW_ARRAY(arena, uint16_t, a->states);
    p->first = ARENA_NEW_ARRAY(arena, uint16_t, a->states);
    p->quiet = 1;
    for (size_t i = 0; i + 1 < a->states; i++)
        if (a->first[order[i]] == 0)
            number[order[i]] = (uint16_t)p->quiet++;
    for (size_t i = 0, next = p->quiet; i + 1 < a->states; i++)
        if (a->first[order[i]] != 0)
            number[order[i]] = (uint16_t)next++;
    for (size_t s = 0; s < a->states; s++) {
        for (size_t c = 0; c < a->classes; c++)
            p->go[number[s] * a->classes + c] = number[a->go[s * a->classes + c]];
        p->output_of[number[s]] = a->output_of[s];
        p->report[number[s]] = number[a->report[s]];
        p->first[number[s]] = number[a->first[s]];
    }
    p->outputs = ARENA_NEW_ARRAY(arena, struct output, a->output_count + 1);
    for (size_t i = 0; i < a->output_count; i++)
        p->outputs[i] = a->outputs[i];
    return p;
}

enum code automaton_build(struct automaton **out, struct arena *arena, const struct slice *literals, size_t count,
                          struct error *e)
{
    size_t bytes = 1;
    for (size_t i = 0; i < count; i++)
        bytes += literals[i].len;
    if (bytes > STATES_MAX)
        return fail(e, LIMIT, "the literals of all patterns have %zu bytes; at most %d are possible", bytes, STATES_MAX);
    struct arena scratch;
    arena_init(&scratch, BUILDING_MAX);
    struct automaton *a = ARENA_NEW(&scratch, struct automaton);
    classify(a, literals, count);
    a->go = ARENA_NEW_ARRAY(&scratch, uint16_t, bytes * a->classes);
    a->output_of = ARENA_NEW_ARRAY(&scratch, uint32_t, bytes);
    a->report = ARENA_NEW_ARRAY(&scratch, uint16_t, bytes);
    a->first = ARENA_NEW_ARRAY(&scratch, uint16_t, bytes);
    a->outputs = ARENA_NEW_ARRAY(&scratch, struct output, count + 1);
    a->states = 1;
    for (size_t i = 0; i < count; i++)
        insert(a, literals[i], i);
    *out = pack(arena, a, close_edges(a, &scratch));
    arena_finish(&scratch);
    return OK;
}

bool automaton_scan(const struct automaton *a, struct slice text, uint64_t *seen)
{
    size_t state = 0;
    bool any = false;
    for (size_t i = 0; i < text.len; i++) {
        state = a->go[state * a->classes + a->class_of[(unsigned char)text.at[i]]];
        if (state < a->quiet)
            continue;
        for (size_t s = a->first[state]; s != 0; s = a->report[s])
            for (uint32_t o = a->output_of[s]; o != 0; o = a->outputs[o - 1].next) {
                seen[a->outputs[o - 1].literal / 64] |= UINT64_C(1) << (a->outputs[o - 1].literal % 64);
                any = true;
            }
    }
    return any;
}
