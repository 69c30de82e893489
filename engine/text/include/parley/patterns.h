/* A set of patterns found in one pass: literals by an Aho-Corasick automaton, then PCRE2 (JIT) with match and
 * depth limits for those patterns only whose literal was seen. Compiled once at load time, immutable and shared
 * by threads afterwards; each search brings its own scratch.
 *
 * A pattern is PCRE2 syntax over folded text (lower case, plain quotes), UTF on. Every pattern needs at least one
 * literal of 2 bytes or more that any match must contain; `literals` lists them ("|" between alternatives), or they
 * are derived from the pattern where that is plain. A pattern without is refused with the place and the mend.
 *
 * Source: LIBRARIES section 5 (5.3 us for 148 patterns against 91 us one by one). */
#ifndef PARLEY_PATTERNS_H
#define PARLEY_PATTERNS_H

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/text.h>

struct pattern_source {
    struct slice pattern;
    struct slice literals; /* empty: derive */
    uint32_t id;           /* the caller's own; many patterns may share one */
    struct place at;
};

struct pattern_set;

struct pattern_hit {
    uint32_t id, pattern; /* the caller's id and the index of the pattern */
    uint32_t start, end;  /* bytes of the folded text searched */
};

struct pattern_hits {
    struct pattern_hit *at;
    size_t count, room;
    bool gave_up; /* a limit was hit: treat as suspicious, never as clean */
};

/* Gives every mistake through `e` separated by newlines. The set lives in the arena. */
MUST_USE enum code patterns_compile(struct pattern_set **out, struct arena *arena, const struct pattern_source *sources,
                                    size_t count, struct error *e);

/* The same patterns without those that are not wanted (by index): fewer literals to look for. Shares what is compiled with `set`,
 * which lives as long. */
MUST_USE enum code patterns_part(struct pattern_set **out, struct arena *arena, const struct pattern_set *set, const bool *wanted,
                                 struct error *e);

/* All hits, ordered by (start, pattern). Hits live in the arena. */
void patterns_search(struct pattern_hits *out, struct arena *arena, const struct pattern_set *set, struct slice folded);

#endif
