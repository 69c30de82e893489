/* Any bytes as a message: reading, views, spans back into the original. */
#include <parley/views.h>

#include "../rewrite.h"
#include "../signs.h"

/* Signs are necessary: no maker makes a view of a text whose signs do not allow it. */
static void signs_hold(struct arena *a, const struct text *t)
{
    static view_maker *const makers[] = {
        [VIEW_SKELETON] = view_skeleton, [VIEW_UNLEET] = view_unleet, [VIEW_JOINED] = view_joined,
        [VIEW_REVERSED] = view_reversed, [VIEW_BASE64] = view_base64, [VIEW_HEX] = view_hex,
        [VIEW_ROT13] = view_rot13,       [VIEW_URL] = view_url,       [VIEW_MORSE] = view_morse,
        [VIEW_BINARY] = view_binary,     [VIEW_EMOJI] = view_emoji,   [VIEW_MARKUP] = view_markup};
    struct signs signs;
    signs_of(&signs, t);
    for (enum view_kind kind = VIEW_SKELETON; kind <= VIEW_MARKUP; kind++) {
        struct rewrite r = {0};
        must(signs_allow(&signs, kind) || !makers[kind](&r, a, t, NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct text t;
    struct error e;
    static struct views views;
    arena_init(&a, (size_t)1 << 30);
    struct slice s = text_clean(&a, (struct slice){(const char *)data, size > 8000 ? 8000 : size});
    if (text_read(&t, &a, s, &e) == OK) {
        static const struct slice patterns[] = {SLICE_INIT("stop|messaging|ombudsm[ae]n|suicid(?:e|al)|understand|guarantee")};
        views_of(&views, &a, &t, mending_create_in(&a, patterns, 1));
        signs_hold(&a, &t);
        for (size_t v = 0; v < views.count; v++)
            for (size_t i = 0; i < views.at[v].text.word_count; i++) {
                const struct word *w = &views.at[v].text.words[i];
                struct span span = view_span(&views.at[v], text_span(&views.at[v].text, w->start, w->end));
                must(span.start <= span.end);
                must(span.end <= s.len);
            }
    }
    arena_finish(&a);
    return 0;
}
