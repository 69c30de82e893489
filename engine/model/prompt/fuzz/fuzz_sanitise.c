#include <parley/sanitise.h>
#include <parley/text.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Valid, within the limit, without a token, and nothing is left to do. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    size_t bad;
    if (size < 1 || size > 8000)
        return 0;
    arena_init(&a, 1 << 24);
    size_t most = (size_t)data[0] * 16;
    struct slice once = sanitise(&a, (struct slice){(const char *)data + 1, size - 1}, most);
    must(once.len <= most);
    must(text_is_utf8(once, &bad));
    must(!slice_has(once, SLICE("<|")));
    must(!slice_has(once, SLICE("|>")));
    must(!slice_has(once, SLICE("[INST]")));
    must(!slice_has(once, SLICE("</s>")));
    must(slice_eq(sanitise(&a, once, most), once));
    arena_finish(&a);
    return 0;
}
