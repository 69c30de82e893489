/* The bytes, parted by a line "%%", are a run's journal and a baseline: read, reported and compared. */
#include "../baseline.h"
#include "../coverage.h"
#include "../html.h"
#include "../junit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct error e;
    struct comparison c;
    struct buffer page;
    size_t cut = size;
    struct slice all = {(const char *)data, size}, base = SLICE_NONE;
    if (size > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 30);
    if (slice_find(&cut, all, SLICE("%%\n")))
        base = slice_after(all, cut + 3);
    struct runs r = {.arena = &a};
    if (runs_take(&r, SLICE("journal"), slice_sub(all, 0, cut), &e) == OK) {
        (void)!baseline_compare(&c, &a, &r, base, (struct place){SLICE("baseline"), 1, 1}, &e);
        (void)coverage_holes(&a, coverage_of(&a, &r));
        buffer_init(&page, &a, (size_t)64 << 20);
        html_write(&page, &r);
        junit_write(&page, &r);
    }
    arena_finish(&a);
    return 0;
}
