#include <parley/json_lines.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct json *j = NULL;
    struct error e;
    arena_init(&a, (size_t)1 << 28);
    if (json_read(&j, &a, (struct slice){(const char *)data, size}, (struct place){SLICE("in"), 1, 1}, &e) == OK)
        must(j != NULL);
    arena_finish(&a);
    return 0;
}
