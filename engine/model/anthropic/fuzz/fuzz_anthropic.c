#include "../anthropic.h"

#include <parley/sse.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool take(void *context, struct slice event, struct slice data)
{
    return anthropic_read_event(context, event, data);
}

/* As a body of any status, and as a stream in two cuts: the same text and the same end come out of both. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct reading r, other;
    struct sse s;
    if (size < 2 || size > 50000)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    struct slice text = {(const char *)data + 1, size - 1};
    reading_init(&r, &a, data[0] & 1 ? 200 : 400 + data[0] % 130);
    anthropic_read(&r, text);
    must(r.status / 100 == 2 || r.text.len == 0);
    reading_init(&r, &a, 200);
    sse_init(&s, &a, take, &r);
    (void)sse_feed(&s, text);
    reading_init(&other, &a, 200);
    sse_init(&s, &a, take, &other);
    size_t step = data[0] % 5 + 1;
    for (size_t i = 0; i < text.len && sse_feed(&s, slice_sub(text, i, i + step)); i += step)
        ;
    must(slice_eq(buffer_slice(&r.text), buffer_slice(&other.text)));
    must(r.ended == other.ended);
    must(r.trouble == other.trouble);
    arena_finish(&a);
    return 0;
}
