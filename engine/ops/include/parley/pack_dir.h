/* A pack on disk: reads the files, hands their bytes to the core, and gives back compiled rules. The only place that knows
 * where tenant.yaml and brain/ lie. Also reads the time zones that a pack needs out of tzdata. */
#ifndef PARLEY_PACK_DIR_H
#define PARLEY_PACK_DIR_H

#include <parley/turn.h>

struct pack {
    struct slice directory;
    const struct tenant *tenant;
    const struct brain *brain;
    const struct rules *rules;
    const struct source_file *attacks;
    size_t attack_count; /* attacks/ *.yaml, sorted by name; paths as typed */
};

/* `now` decides on expired claims. BAD_INPUT with every mistake in `problems`; warnings are claims left out. */
MUST_USE enum code pack_load(struct pack *out, struct arena *arena, struct slice directory, struct wall now,
                             const struct slice_list *canaries, struct problems *problems, struct problems *warnings,
                             struct error *e);

/* Only the brain directory (facts, guard, judge --brain DIR): `directory` may be a pack or its brain/. Without a tenant.yaml
 * general defaults stand in for the tenant. */
MUST_USE enum code pack_load_brain(struct pack *out, struct arena *arena, struct slice directory, struct wall now,
                                   struct problems *problems, struct problems *warnings, struct error *e);

/* Every file below `directory` whose name ends in `suffix`, sorted by path, contents read; files over 4 MiB are refused. */
MUST_USE enum code files_read(struct source_file **out, size_t *count, struct arena *arena, struct slice directory,
                              const char *suffix, struct error *e);
MUST_USE enum code file_read(struct source_file *out, struct arena *arena, struct slice path, size_t most, struct error *e);

/* Every zone of the machine's tzdata, or only those named. */
MUST_USE enum code zones_load(struct zones *out, struct arena *arena, const struct slice *names, size_t count, struct error *e);

#endif
