#include <parley/sse.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool take(void *context, struct slice event, struct slice piece)
{
    struct buffer *b = context;
    buffer_add(b, event);
    buffer_byte(b, '|');
    buffer_add(b, piece);
    buffer_byte(b, '\n');
    return true;
}

/* However it is cut, the same events come out. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct buffer whole, pieces;
    struct sse s;
    if (size < 1 || size > 100000)
        return 0;
    arena_init(&a, 1 << 26);
    buffer_init(&whole, &a, 1 << 22);
    buffer_init(&pieces, &a, 1 << 22);
    struct slice text = {(const char *)data + 1, size - 1};
    sse_init(&s, &a, take, &whole);
    bool good = sse_feed(&s, text);
    sse_init(&s, &a, take, &pieces);
    size_t step = data[0] % 7 + 1;
    bool also = true;
    for (size_t i = 0; i < text.len && also; i += step)
        also = sse_feed(&s, slice_sub(text, i, i + step));
    must(good == also);
    must(slice_eq(buffer_slice(&whole), buffer_slice(&pieces)));
    arena_finish(&a);
    return 0;
}
