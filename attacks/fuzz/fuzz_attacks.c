/* Any bytes as a file of attacks. */
#include <parley/attack_file.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    static struct problems problems;
    struct attacks attacks;
    struct source_file file = {SLICE("attacks.yaml"), {(const char *)data, size}};
    if (size > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    problems_init(&problems, &a);
    attacks_read(&attacks, &a, &file, 1, &problems);
    for (size_t i = 0; problems.count == 0 && i < attacks.count; i++) {
        must(attacks.at[i].id.len > 0);
        must(attacks.at[i].turn_count > 0);
    }
    arena_finish(&a);
    return 0;
}
