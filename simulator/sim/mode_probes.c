#include "modes.h"

#include <parley/size.h>

/* `parley sim probes`: what can go wrong, and how often at most. A swarm says how often each did. */

static const struct {
    const char *name, *help;
} volunteers[] = {
#define VOLUNTEERED(constant, name, help) {name, help},
    VOLUNTEERED_ALL(VOLUNTEERED)
#undef VOLUNTEERED
};

static void put_json(const struct sim_mode *m)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, m->in->arena, 1 << 20);
    json_begin(&w, &b);
    json_array_begin(&w);
    for (unsigned i = 0; i < FAULT_COUNT; i++) {
        json_object_begin(&w);
        json_put_cstr(&w, "fault", fault_rows[i].name);
        json_put_u64(&w, "row", fault_rows[i].row);
        json_put_u64(&w, "most_ppm", fault_rows[i].most_ppm);
        json_put_cstr(&w, "help", fault_rows[i].help);
        json_object_end(&w);
    }
    for (size_t i = 0; i < COUNT_OF(volunteers); i++) {
        json_object_begin(&w);
        json_put_cstr(&w, "engine", volunteers[i].name);
        json_put_cstr(&w, "help", volunteers[i].help);
        json_object_end(&w);
    }
    json_array_end(&w);
    fprintf(m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

int sim_probes(struct sim_mode *m)
{
    if (m->in->json) {
        put_json(m);
        return EXIT_STATUS_PASS;
    }
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        fprintf(m->in->out, "%-24s row %2u  up to %5.2f %%  %s\n", fault_rows[i].name, fault_rows[i].row,
                (double)fault_rows[i].most_ppm / 1e4, fault_rows[i].help);
    for (size_t i = 0; i < COUNT_OF(volunteers); i++)
        fprintf(m->in->out, "%-24s volunteered by the engine: %s\n", volunteers[i].name, volunteers[i].help);
    return EXIT_STATUS_PASS;
}
