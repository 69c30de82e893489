#define _POSIX_C_SOURCE 200809L

#include <parley/pack_dir.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PACK_FILE_MAX = 4 << 20, PACK_DEPTH_MAX = 8, PACK_FILES_MAX = 10000 };

struct file_list {
    ARRAY_OF(struct source_file) files;
};

enum code file_read(struct source_file *out, struct arena *arena, struct slice path, size_t most, struct error *e)
{
    const char *name = arena_cstr(arena, path);
    FILE *f = fopen(name, "rb");
    if (f == NULL)
        return fail(e, errno == ENOENT ? NOT_FOUND : IO_FAILED, "%s: could not open it: %s", name, strerror(errno));
    struct stat st;
    enum code code = OK;
    if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode))
        code = fail(e, BAD_INPUT, "%s: is not a plain file", name);
    else if ((uint64_t)st.st_size > most)
        code = fail(e, BAD_INPUT, "%s: is larger than %zu bytes", name, most);
    else {
        size_t size = (size_t)st.st_size;
        char *bytes = arena_alloc(arena, size + 1);
        size_t got = fread(bytes, 1, size, f);
        if (got != size)
            code = fail(e, IO_FAILED, "%s: could not read it whole", name);
        *out = (struct source_file){arena_copy(arena, path), {bytes, got}};
    }
    fclose(f);
    return code;
}

static enum code walk(struct file_list *list, struct arena *arena, struct slice directory, const char *suffix, unsigned depth,
                      struct error *e)
{
    DIR *d = opendir(arena_cstr(arena, directory));
    if (d == NULL)
        return fail(e, errno == ENOENT ? NOT_FOUND : IO_FAILED, SLICE_FMT ": could not open the directory: %s",
                    SLICE_ARG(directory), strerror(errno));
    enum code code = OK;
    for (struct dirent *entry; code == OK && (entry = readdir(d)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        struct slice path = arena_printf(arena, SLICE_FMT "/%s", SLICE_ARG(directory), entry->d_name);
        struct stat st;
        if (stat(path.at, &st) != 0)
            code = fail(e, IO_FAILED, SLICE_FMT ": could not look at it: %s", SLICE_ARG(path), strerror(errno));
        else if (S_ISDIR(st.st_mode) && depth < PACK_DEPTH_MAX)
            code = walk(list, arena, path, suffix, depth + 1, e);
        else if (S_ISREG(st.st_mode) && slice_ends(path, slice_from(suffix))) {
            if (list->files.count >= PACK_FILES_MAX)
                code = fail(e, LIMIT, SLICE_FMT ": holds more than %d files", SLICE_ARG(directory), PACK_FILES_MAX);
            else
                code = file_read(ARRAY_ADD(arena, &list->files), arena, path, PACK_FILE_MAX, e);
        }
    }
    closedir(d);
    return code;
}

static int by_path(const void *a, const void *b)
{
    const struct source_file *x = a, *y = b;
    return slice_compare(x->path, y->path); /* paths differ: no ties */
}

enum code files_read(struct source_file **out, size_t *count, struct arena *arena, struct slice directory, const char *suffix,
                     struct error *e)
{
    struct file_list list = {0};
    while (directory.len > 1 && directory.at[directory.len - 1] == '/')
        directory.len--;
    enum code code = walk(&list, arena, directory, suffix, 0, e);
    if (list.files.count > 1)
        qsort(list.files.at, list.files.count, sizeof *list.files.at, by_path);
    *out = list.files.at;
    *count = list.files.count;
    return code;
}

/* -- zones ----------------------------------------------------------------------------------------------------------- */

static const char zone_directory[] = "/usr/share/zoneinfo";

enum code zones_load(struct zones *out, struct arena *arena, const struct slice *names, size_t count, struct error *e)
{
    const struct zone **zones = ARENA_NEW_ARRAY(arena, const struct zone *, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (names[i].len == 0 || slice_has(names[i], SLICE("..")) || names[i].at[0] == '/')
            return fail(e, BAD_INPUT, "\"" SLICE_FMT "\" is not a time zone; write an IANA name such as Europe/London",
                        SLICE_ARG(names[i]));
        struct source_file file;
        struct slice path = arena_printf(arena, "%s/" SLICE_FMT, zone_directory, SLICE_ARG(names[i]));
        enum code code = file_read(&file, arena, path, 1 << 20, e);
        if (code != OK)
            return error_within(e, code, "time zone \"" SLICE_FMT "\" (is the package tzdata installed?)", SLICE_ARG(names[i]));
        code = zone_read(&zones[n++], arena, names[i], file.bytes, e);
        if (code != OK)
            return code;
    }
    out->at = zones;
    out->count = n;
    return OK;
}

/* The zones in which a tenant's contacts may live: all that tzdata lists by country, and the tenant's own first. */
static enum code zones_of_the_world(struct zones *out, struct arena *arena, struct slice own, struct error *e)
{
    struct source_file table;
    struct slice rest, line, column, name = SLICE_NONE;
    ARRAY_OF(struct slice) names = {NULL, 0, 0};
    *ARRAY_ADD(arena, &names) = own;
    if (file_read(&table, arena, arena_printf(arena, "%s/zone.tab", zone_directory), 1 << 20, e) == OK)
        for (rest = table.bytes; slice_next(&line, &rest, '\n');) {
            if (line.len == 0 || line.at[0] == '#')
                continue;
            for (unsigned i = 0; i < 3 && slice_next(&column, &line, '\t'); i++)
                name = column; /* country, place, name */
            if (!slice_eq(name, own))
                *ARRAY_ADD(arena, &names) = name;
        }
    return zones_load(out, arena, names.at, names.count, e);
}

/* -- packs ----------------------------------------------------------------------------------------------------------- */

static const char *const reachable[] = {"script", "hostile", NULL};

static bool exists(struct arena *arena, struct slice path)
{
    struct stat st;
    return stat(arena_cstr(arena, path), &st) == 0;
}

static enum code read_brain_files(struct source_file **out, size_t *count, struct arena *arena, struct slice directory,
                                  struct error *e)
{
    struct source_file *yaml = NULL, *corpus = NULL;
    size_t yaml_count = 0, corpus_count = 0;
    enum code code = files_read(&yaml, &yaml_count, arena, directory, ".yaml", e);
    if (code == OK)
        code = files_read(&corpus, &corpus_count, arena, directory, ".md", e);
    if (code != OK)
        return code;
    struct source_file *all = ARENA_NEW_ARRAY(arena, struct source_file, yaml_count + corpus_count + 1);
    if (yaml_count > 0)
        memcpy(all, yaml, yaml_count * sizeof *all);
    if (corpus_count > 0)
        memcpy(all + yaml_count, corpus, corpus_count * sizeof *all);
    *out = all;
    *count = yaml_count + corpus_count;
    return OK;
}

static enum code compile(struct pack *out, struct arena *arena, const struct slice_list *canaries, struct problems *problems,
                         struct error *e)
{
    struct zones *zones = ARENA_NEW(arena, struct zones);
    enum code code = zones_of_the_world(zones, arena, out->tenant->time_zone, e);
    if (code != OK)
        return code;
    static const struct slice_list no_canaries = {NULL, 0};
    struct rules *rules = NULL;
    const struct rules *compiled =
        rules_create(arena, out->tenant, out->brain, zones, canaries ? canaries : &no_canaries, problems);
    if (compiled != NULL) {
        rules = ARENA_NEW(arena, struct rules);
        *rules = *compiled;
        rules->models_configured = reachable;
    }
    out->rules = rules;
    return OK;
}

static enum code finish(const struct pack *p, struct problems *problems, struct error *e)
{
    if (problems->count == 0)
        return OK;
    return fail(e, BAD_INPUT, SLICE_FMT ": the pack has %zu problem%s", SLICE_ARG(p->directory), problems->count,
                problems->count == 1 ? "" : "s");
}

enum code pack_load(struct pack *out, struct arena *arena, struct slice directory, struct wall now,
                    const struct slice_list *canaries, struct problems *problems, struct problems *warnings, struct error *e)
{
    *out = (struct pack){.directory = directory};
    struct slice tenant_path = arena_printf(arena, SLICE_FMT "/tenant.yaml", SLICE_ARG(directory));
    struct slice brain_path = arena_printf(arena, SLICE_FMT "/brain", SLICE_ARG(directory));
    struct slice attacks_path = arena_printf(arena, SLICE_FMT "/attacks", SLICE_ARG(directory));
    struct source_file tenant_file, *files = NULL, *attacks = NULL;
    size_t count = 0;
    enum code code = file_read(&tenant_file, arena, tenant_path, PACK_FILE_MAX, e);
    if (code == OK)
        code = read_brain_files(&files, &count, arena, brain_path, e);
    if (code == OK && exists(arena, attacks_path))
        code = files_read(&attacks, &out->attack_count, arena, attacks_path, ".yaml", e);
    if (code != OK)
        return error_within(e, code, "pack \"" SLICE_FMT "\"", SLICE_ARG(directory));
    out->attacks = attacks;
    out->tenant = tenant_read(arena, &tenant_file, problems);
    out->brain = brain_read(arena, files, count, now, problems, warnings);
    if (out->tenant != NULL && out->brain != NULL) {
        code = compile(out, arena, canaries, problems, e);
        if (code != OK)
            return code;
    }
    return finish(out, problems, e);
}

/* What a brain without tenant.yaml runs under: no channels, no outreach, UTC. */
static const char default_tenant[] =
    "id: default\nname: default\nlegal_entity: default\ntime_zone: Etc/UTC\ncountry: GB\ncurrency: GBP\nlanguages: [en]\n"
    "channels: []\nhours: {mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: []}\n";

enum code pack_load_brain(struct pack *out, struct arena *arena, struct slice directory, struct wall now,
                          struct problems *problems, struct problems *warnings, struct error *e)
{
    while (directory.len > 1 && directory.at[directory.len - 1] == '/')
        directory.len--;
    struct slice within = arena_printf(arena, SLICE_FMT "/tenant.yaml", SLICE_ARG(directory));
    if (exists(arena, within))
        return pack_load(out, arena, directory, now, NULL, problems, warnings, e);
    struct slice beside = arena_printf(arena, SLICE_FMT "/../tenant.yaml", SLICE_ARG(directory));
    struct source_file tenant_file = {SLICE("tenant.yaml"), slice_from(default_tenant)}, *files = NULL;
    size_t count = 0;
    *out = (struct pack){.directory = directory};
    enum code code = OK;
    if (slice_ends(directory, SLICE("brain")) && exists(arena, beside))
        code = file_read(&tenant_file, arena, beside, PACK_FILE_MAX, e);
    if (code == OK)
        code = read_brain_files(&files, &count, arena, directory, e);
    if (code != OK)
        return error_within(e, code, "brain \"" SLICE_FMT "\"", SLICE_ARG(directory));
    out->tenant = tenant_read(arena, &tenant_file, problems);
    out->brain = brain_read(arena, files, count, now, problems, warnings);
    if (out->tenant != NULL && out->brain != NULL)
        code = compile(out, arena, NULL, problems, e);
    return code != OK ? code : finish(out, problems, e);
}
