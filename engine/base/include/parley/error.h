/* How things fail: a code for the caller to branch on, and a text for a person.
 *
 * A text is lower case, without full stop or function names; it says what was attempted, on which object,
 * why it failed, and if possible what to do. Bad input starts with its place, `file:line:col: `. */
#ifndef PARLEY_ERROR_H
#define PARLEY_ERROR_H

#include <stddef.h>

#include <parley/must.h>
#include <parley/slice.h>

enum code {
    OK = 0,
    BAD_INPUT, /* what came in is wrong; the text says where and what would be right */
    NOT_FOUND,
    CONFLICT,    /* somebody else was first: a lost lease, a version that moved on */
    DENIED,      /* a rule says no; the text names the rule */
    LIMIT,       /* a ceiling is reached: queue, size, spend */
    UNAVAILABLE, /* could not now; a retry may help */
    CORRUPT,     /* stored bytes are not what was written: stop and look, never skip */
    IO_FAILED    /* the operating system said no */
};

enum { ERROR_TEXT_MAX = 1024 };

struct error {
    enum code code;
    char text[ERROR_TEXT_MAX]; /* NUL-terminated, cut at a character boundary if too long */
};

/* A place in something a person wrote. line and col count from 1 (col in characters); 0 means unknown. */
struct place {
    struct slice file;
    unsigned line, col;
};

const char *code_name(enum code code);

/* Writes the text and gives `code` back, so that `return fail(e, ...)` reads well. `e` may be NULL. */
enum code fail(struct error *e, enum code code, const char *format, ...) PRINTF_LIKE(3, 4);
enum code fail_at(struct error *e, enum code code, struct place at, const char *format, ...) PRINTF_LIKE(4, 5);

/* Puts one phrase of context in front: "context: cause". The cause stays as it was. */
enum code error_within(struct error *e, enum code code, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
