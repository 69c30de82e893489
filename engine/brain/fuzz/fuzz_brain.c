/* The bytes, parted by a line "%%", are claims.yaml, script.yaml, rules.yaml and brain.yaml. */
#include <parley/brain.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    static struct problems problems, warnings;
    static const char *const names[] = {"claims.yaml", "script.yaml", "rules.yaml", "brain.yaml"};
    struct source_file files[4];
    struct slice rest = {(const char *)data, size};
    if (size > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 29);
    problems_init(&problems, &a);
    problems_init(&warnings, &a);
    for (size_t i = 0; i < 4; i++) {
        size_t cut = rest.len;
        bool found = slice_find(&cut, rest, SLICE("%%\n"));
        files[i] = (struct source_file){slice_from(names[i]), slice_sub(rest, 0, found ? cut : rest.len)};
        rest = found ? slice_after(rest, cut + 3) : SLICE_NONE;
    }
    const struct brain *b = brain_read(&a, files, 4, (struct wall){0}, &problems, &warnings);
    must(b != NULL || problems.count > 0);
    arena_finish(&a);
    return 0;
}
