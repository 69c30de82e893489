#include <parley/zone.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    const struct zone *z = NULL;
    struct error e;
    arena_init(&a, (size_t)1 << 28);
    if (zone_read(&z, &a, SLICE("Fuzz/Zone"), (struct slice){(const char *)data, size}, &e) == OK)
        for (int64_t year = -30; year < 200; year += 7)
            (void)zone_local(z, (struct wall){year * INT64_C(31556952000)});
    arena_finish(&a);
    return 0;
}
