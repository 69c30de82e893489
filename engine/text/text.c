#include <parley/text.h>

#include "fold.h"
#include "segment.h"
#include "utf8.h"

enum code text_read(struct text *out, struct arena *arena, struct slice original, struct error *e)
{
    size_t bad_at = 0;
    if (original.len > TEXT_MAX)
        return fail(e, BAD_INPUT, "the text has %zu bytes; at most %d can be read", original.len, TEXT_MAX);
    if (!text_is_utf8(original, &bad_at))
        return fail(e, BAD_INPUT, "byte %zu of the text is not UTF-8", bad_at + 1);
    struct folded f;
    fold(&f, arena, original);
    *out = (struct text){.original = original, .folded = {f.at, f.len}, .origin = f.origin};
    segment_words(out, arena);
    segment_sentences(out, arena);
    return OK;
}

/* Ends behind the original character that the last folded byte came from: what was dropped after it stays outside. */
struct span text_span(const struct text *t, uint32_t folded_start, uint32_t folded_end)
{
    if (folded_end <= folded_start)
        return (struct span){t->origin[folded_start], t->origin[folded_start]};
    size_t last = t->origin[folded_end - 1];
    return (struct span){t->origin[folded_start], last + utf8_length(t->original, last)};
}

struct slice text_at(const struct text *t, struct span span)
{
    return slice_sub(t->original, span.start, span.end);
}
