#include <parley/views.h>

#include <string.h>

#include "rewrite.h"
#include "signs.h"

static const struct {
    const char *name;
    view_maker *make;
} kinds[VIEW_KIND_COUNT] = {
    [VIEW_PLAIN] = {"plain", NULL},
    [VIEW_SKELETON] = {"skeleton", view_skeleton},
    [VIEW_UNLEET] = {"unleet", view_unleet},
    [VIEW_JOINED] = {"joined", view_joined},
    [VIEW_REVERSED] = {"reversed", view_reversed},
    [VIEW_BASE64] = {"base64", view_base64},
    [VIEW_HEX] = {"hex", view_hex},
    [VIEW_ROT13] = {"rot13", view_rot13},
    [VIEW_URL] = {"url", view_url},
    [VIEW_MORSE] = {"morse", view_morse},
    [VIEW_BINARY] = {"binary", view_binary},
    [VIEW_EMOJI] = {"emoji", view_emoji},
    [VIEW_MARKUP] = {"markup", view_markup},
    [VIEW_UNACCENTED] = {"unaccented", view_unaccented},
    [VIEW_MENDED] = {"mended", view_mended},
    [VIEW_MENDED_OTHER] = {"mended_other", view_mended_other},
};

const char *view_kind_name(enum view_kind kind)
{
    return kinds[kind].name;
}

static bool is_new(const struct views *v, struct slice folded)
{
    for (size_t i = 0; i < v->count; i++)
        if (slice_eq(v->at[i].text.folded, folded))
            return false;
    return true;
}

/* The second guess differs from the first only where there was a first. */
static bool is_pointless(const struct views *v, size_t parent, enum view_kind kind)
{
    return kind == v->at[parent].kind || (kind == VIEW_MENDED_OTHER && v->at[v->count - 1].kind != VIEW_MENDED);
}

enum { VIEW_BYTES_MAX = 320 * 1024 }; /* of all views of a text; a view takes some forty times its size in memory */

static void add(struct views *out, struct arena *arena, size_t parent, enum view_kind kind, const struct mending *mending)
{
    struct rewrite r = {0};
    const struct view *from = &out->at[parent];
    if (out->count >= VIEWS_MAX || out->count * from->text.original.len > VIEW_BYTES_MAX) {
        out->cut |= kind != VIEW_MENDED && kind != VIEW_MENDED_OTHER && out->count * from->text.original.len > VIEW_BYTES_MAX;
        return;
    }
    if (!kinds[kind].make(&r, arena, &from->text, mending))
        return;
    struct slice text = text_clean(arena, (struct slice){r.at, r.len});
    struct view *v = &out->at[out->count];
    *v = (struct view){.kind = kind};
    if (text.at != r.at || text_read(&v->text, arena, text, NULL) != OK || !is_new(out, v->text.folded))
        return;
    uint32_t *source = ARENA_NEW_ARRAY(arena, uint32_t, r.len + 1);
    for (size_t i = 0; i < r.len; i++)
        source[i] = from->source ? from->source[r.source[i]] : r.source[i];
    source[r.len] = from->source ? from->source[from->text.original.len] : (uint32_t)from->text.original.len;
    v->source = source;
    out->count++;
}

void views_of(struct views *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    memset(out, 0, sizeof *out);
    out->at[0] = (struct view){.kind = VIEW_PLAIN, .text = *t};
    out->count = 1;
    for (size_t depth = 0, from = 0; depth < 2; depth++) {
        size_t past = out->count;
        for (size_t parent = from; parent < past; parent++) {
            struct signs signs;
            signs_of(&signs, &out->at[parent].text);
            for (enum view_kind kind = VIEW_SKELETON; kind < VIEW_KIND_COUNT; kind++)
                if (signs_allow(&signs, kind) && !is_pointless(out, parent, kind))
                    add(out, arena, parent, kind, mending);
        }
        from = past;
    }
}

struct span view_span(const struct view *v, struct span s)
{
    if (v->source == NULL)
        return s;
    size_t low = SIZE_MAX, high = 0;
    for (size_t i = s.start; i < s.end; i++) { /* a reversed view runs the other way */
        if (v->source[i] < low)
            low = v->source[i];
        if (v->source[i] + 1u > high)
            high = v->source[i] + 1u;
    }
    return low == SIZE_MAX ? (struct span){v->source[s.start], v->source[s.start]} : (struct span){low, high};
}
