#include <parley/faults.h>

#include <parley/size.h>
#include <stdlib.h>
#include <string.h>

const struct fault_row fault_rows[FAULT_COUNT] = {
#define FAULT(constant, name, row, most_ppm, help) [FAULT_##constant] = {name, row, most_ppm, help},
#include <parley/fault_table.h>
#undef FAULT
};

struct fault_count {
    uint64_t key; /* of (fault, entity), never 0 */
    uint64_t occurrences;
};

static uint64_t key_of(enum fault fault, uint64_t entity)
{
    uint64_t key = (entity + 1) * UINT64_C(0x9e3779b97f4a7c15) ^ ((uint64_t)fault + 1) * UINT64_C(0xc2b2ae3d27d4eb4f);
    return key == 0 ? 1 : key;
}

static struct fault_count *slot_of(struct fault_count *counts, size_t slots, uint64_t key)
{
    size_t at = (size_t)(key ^ key >> 29) & (slots - 1);
    while (counts[at].key != 0 && counts[at].key != key)
        at = (at + 1) & (slots - 1);
    return &counts[at];
}

static uint64_t next_occurrence(struct faults *f, enum fault fault, uint64_t entity)
{
    uint64_t key = key_of(fault, entity);
    if (2 * f->count_used >= f->count_slots) {
        size_t slots = f->count_slots ? 2 * f->count_slots : 1024;
        struct fault_count *grown = calloc(slots, sizeof *grown);
        must(grown != NULL);
        for (size_t i = 0; i < f->count_slots; i++)
            if (f->counts[i].key != 0)
                *slot_of(grown, slots, f->counts[i].key) = f->counts[i];
        free(f->counts);
        f->counts = grown;
        f->count_slots = slots;
    }
    struct fault_count *c = slot_of(f->counts, f->count_slots, key);
    f->count_used += c->key == 0;
    c->key = key;
    return c->occurrences++;
}

static bool is_in(const struct strike *list, size_t count, const struct strike *s)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].fault == s->fault && list[i].entity == s->entity && list[i].occurrence == s->occurrence)
            return true;
    return false;
}

bool fault_strikes(struct faults *f, enum fault fault, uint64_t entity)
{
    if (f->healed || (f->only == NULL && f->judge == NULL && f->rate[fault].ppm == 0))
        return false;
    struct strike s = {fault, entity, next_occurrence(f, fault, entity)};
    struct random_key key = {f->seed, (uint64_t)fault + 1, entity};
    f->asked[fault]++;
    bool strikes = f->only != NULL ? is_in(f->only, f->only_count, &s) : random_chance(key, s.occurrence, f->rate[fault]);
    strikes = strikes && !is_in(f->never, f->never_count, &s);
    if (f->judge != NULL)
        strikes = f->judge->strikes(f->judge->context, &s, f->now_ns != NULL ? *f->now_ns : 0, strikes);
    if (!strikes)
        return false;
    f->struck[fault]++;
    *ARRAY_ADD(&f->arena, &f->strikes) = s;
    return true;
}

uint64_t fault_size_drawn(uint64_t seed, const struct strike *s)
{
    return random_at((struct random_key){seed, (uint64_t)s->fault + 1 + FAULT_COUNT, s->entity}, s->occurrence);
}

uint64_t fault_size(const struct faults *f, enum fault fault, uint64_t entity, uint64_t limit)
{
    const struct fault_count *c = f->count_slots ? slot_of(f->counts, f->count_slots, key_of(fault, entity)) : NULL;
    struct strike last = {fault, entity, c != NULL && c->key != 0 && c->occurrences > 0 ? c->occurrences - 1 : 0};
    uint64_t size;
    if (limit <= 1)
        return 0;
    if (f->judge == NULL || !f->judge->size(f->judge->context, &last, limit, &size))
        size = fault_size_drawn(f->seed, &last);
    return size % limit;
}

void faults_begin(struct faults *f, uint64_t seed)
{
    struct random_key swarm = {seed, UINT64_C(0x737761726d), 0};
    bool all = random_below(swarm, FAULT_COUNT, 2) == 0;
    *f = (struct faults){.seed = seed};
    arena_init(&f->arena, (size_t)64 << 20);
    for (unsigned i = 0; i < FAULT_COUNT; i++) {
        uint64_t drawn = random_at(swarm, i);
        uint32_t decade = drawn / 2 % 3 == 0 ? 1 : drawn / 2 % 3 == 1 ? 10 : 100;
        f->rate[i].ppm = all || drawn % 2 ? fault_rows[i].most_ppm / decade : 0;
    }
}

void faults_finish(struct faults *f)
{
    arena_finish(&f->arena);
    free(f->counts);
    *f = (struct faults){0};
}

enum code fault_named(enum fault *out, struct slice name, struct error *e)
{
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        if (slice_eq(slice_from(fault_rows[i].name), name)) {
            *out = (enum fault)i;
            return OK;
        }
    return fail(e, BAD_INPUT, "there is no fault \"" SLICE_FMT "\"; `parley sim probes` lists them", SLICE_ARG(name));
}
