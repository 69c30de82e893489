/* Any bytes as a persona's file. */
#include <parley/persona.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    static struct problems problems;
    struct cast cast;
    struct source_file file = {SLICE("persona.yaml"), {(const char *)data, size}};
    if (size > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    problems_init(&problems, &a);
    cast_read(&cast, &a, &file, 1, &problems);
    for (size_t i = 0; problems.count == 0 && i < cast.count; i++)
        must(cast.at[i].state_count > 0);
    arena_finish(&a);
    return 0;
}
