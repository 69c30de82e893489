#include <parley/sse.h>

void sse_init(struct sse *s, struct arena *arena, sse_event *take, void *context)
{
    *s = (struct sse){.arena = arena, .take = take, .context = context};
    buffer_init(&s->line, arena, SSE_EVENT_MAX);
    buffer_init(&s->data, arena, SSE_EVENT_MAX);
    buffer_init(&s->event, arena, SSE_EVENT_MAX);
}

static void empty(struct buffer *b)
{
    b->len = 0;
    b->cut = false;
}

static void dispatch(struct sse *s)
{
    if (s->has_data && !s->take(s->context, buffer_slice(&s->event), buffer_slice(&s->data)))
        s->stopped = true;
    s->has_data = false;
    empty(&s->data);
    empty(&s->event);
}

static void take_line(struct sse *s)
{
    struct slice line = buffer_slice(&s->line), name = line, value = SLICE_NONE;
    if (line.len == 0) {
        dispatch(s);
        return;
    }
    const char *colon = memchr(line.at, ':', line.len);
    if (colon == line.at) /* a comment */
        return;
    if (colon != NULL) {
        name = slice_sub(line, 0, (size_t)(colon - line.at));
        value = slice_after(line, name.len + 1);
        if (value.len > 0 && value.at[0] == ' ')
            value = slice_after(value, 1);
    }
    if (slice_eq(name, SLICE("data"))) {
        if (s->has_data)
            buffer_byte(&s->data, '\n');
        buffer_add(&s->data, value);
        s->has_data = true;
    } else if (slice_eq(name, SLICE("event"))) {
        empty(&s->event);
        buffer_add(&s->event, value);
    }
}

static void take_byte(struct sse *s, char c)
{
    if (c == '\n' && s->after_cr) {
        s->after_cr = false;
        return;
    }
    s->after_cr = c == '\r';
    if (c != '\n' && c != '\r') {
        buffer_byte(&s->line, c);
        s->too_long |= s->line.cut;
        return;
    }
    take_line(s);
    empty(&s->line);
    s->too_long |= s->data.cut | s->event.cut;
}

bool sse_feed(struct sse *s, struct slice piece)
{
    static const char mark[] = "\xef\xbb\xbf";
    for (size_t i = 0; i < piece.len && !s->stopped && !s->too_long; i++) {
        if (!s->begun && piece.at[i] == mark[s->bom]) {
            s->begun = ++s->bom == 3;
            continue;
        }
        for (unsigned k = 0; !s->begun && k < s->bom; k++) /* it was none */
            take_byte(s, mark[k]);
        s->begun = true;
        take_byte(s, piece.at[i]);
    }
    return !s->stopped && !s->too_long;
}
