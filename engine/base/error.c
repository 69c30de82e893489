#include <parley/error.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *code_name(enum code code)
{
    switch (code) {
    case OK: return "ok";
    case BAD_INPUT: return "bad_input";
    case NOT_FOUND: return "not_found";
    case CONFLICT: return "conflict";
    case DENIED: return "denied";
    case LIMIT: return "limit";
    case UNAVAILABLE: return "unavailable";
    case CORRUPT: return "corrupt";
    case IO_FAILED: return "io_failed";
    }
    return "unknown";
}

/* A cut text must stay UTF-8: takes a half character off the end. */
static void mend_cut(char *text, size_t written)
{
    if (written < ERROR_TEXT_MAX)
        return;
    size_t end = ERROR_TEXT_MAX - 1;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xc0) == 0x80)
        end--;
    if (end > 0 && ((unsigned char)text[end - 1] & 0xc0) == 0xc0)
        end--;
    text[end] = '\0';
}

enum code fail(struct error *e, enum code code, const char *format, ...)
{
    if (e == NULL)
        return code;
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    mend_cut(text, n < 0 ? 0 : (size_t)n);
    memcpy(e->text, text, sizeof text);
    e->code = code;
    return code;
}

enum code fail_at(struct error *e, enum code code, struct place at, const char *format, ...)
{
    if (e == NULL)
        return code;
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (at.col > 0)
        return fail(e, code, SLICE_FMT ":%u:%u: %s", SLICE_ARG(at.file), at.line, at.col, text);
    if (at.line > 0)
        return fail(e, code, SLICE_FMT ":%u: %s", SLICE_ARG(at.file), at.line, text);
    return fail(e, code, SLICE_FMT "%s%s", SLICE_ARG(at.file), at.file.len ? ": " : "", text);
}

enum code error_within(struct error *e, enum code code, const char *format, ...)
{
    if (e == NULL)
        return code;
    char context[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(context, sizeof context, format, args);
    va_end(args);
    return fail(e, code, "%s: %s", context, e->text);
}
