#include <parley/remote_vendor.h>

#include <stdio.h>

const char *trouble_name(enum trouble t)
{
    static const char *const names[] = {"none", "busy", "away", "money", "setup", "request", "refused", "garbage"};
    _Static_assert(sizeof names / sizeof *names == TROUBLE_COUNT, "a name for each");
    return names[t];
}

enum trouble trouble_of_status(unsigned status)
{
    if (status == 401 || status == 403 || status == 404)
        return TROUBLE_SETUP;
    if (status == 402)
        return TROUBLE_MONEY;
    if (status == 429)
        return TROUBLE_BUSY;
    if (status == 408 || status == 409 || status >= 500)
        return TROUBLE_AWAY;
    return status >= 400 ? TROUBLE_REQUEST : TROUBLE_GARBAGE;
}

void reading_init(struct reading *r, struct arena *arena, unsigned status)
{
    *r = (struct reading){.arena = arena, .status = status};
    buffer_init(&r->text, arena, READING_TEXT_MAX);
}

void reading_fail(struct reading *r, enum trouble trouble, struct slice why)
{
    if (r->trouble != TROUBLE_NONE) /* the first cause stays */
        return;
    r->trouble = trouble;
    r->why = why;
}

struct slice reading_text(const struct json *value)
{
    return value != NULL && value->kind == JSON_KIND_STRING ? value->text : SLICE_NONE;
}

struct slice reading_word(struct arena *arena, const struct json *value)
{
    enum { WORD_MAX = 60 };
    if (value == NULL)
        return SLICE_NONE;
    if (value->kind == JSON_KIND_INTEGER)
        return arena_printf(arena, "%lld", (long long)value->integer);
    struct slice s = reading_text(value);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        if (!plain || i == WORD_MAX)
            return SLICE_NONE;
    }
    return s;
}
