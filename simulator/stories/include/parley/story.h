/* A story: one simulation written down so that a person can read it and a test can repeat it. Who writes what and when, what goes
 * wrong, what may be seen. `parley sim shrink` writes stories; people do too. The format is parley-story(5). */
#ifndef PARLEY_STORY_H
#define PARLEY_STORY_H

#include <parley/document.h>
#include <parley/faults.h>
#include <parley/invariants.h>
#include <parley/schema.h>
#include <parley/play.h>

enum { STORY_CUSTOMERS_MAX = 1000, STORY_NODES_MAX = 4, STORY_TENANTS_MAX = 4, STORY_TRACE_MAX = 10000 };

/* Strikes once: at (entity, occurrence), or at the nth occasion from `after_ms` on, of one entity or of any. */
struct story_fault {
    struct place at;
    enum fault fault;
    bool exact, any_entity, sized;
    uint64_t entity, occurrence; /* exact: both; else the entity unless any */
    uint64_t after_ms, nth;      /* nth from 1 */
    uint64_t size;               /* of the fault, when sized; else as the seed draws it */
};

struct story {
    struct place at, build_at, trace_at; /* the keys' places; trace_at.line is 0 when there is no trace */
    struct slice id, title, about, build;
    uint64_t seed, nodes;
    struct slice_list tenants; /* packs: a name under engine/packs, or a directory */
    unsigned store;            /* 0 memory, 1 disk */
    struct wall begin;
    struct duration horizon, settling;
    size_t customers;
    struct play play;
    const struct story_fault *faults;
    size_t fault_count;
    enum invariant violates; /* I0_NONE: everything holds */
    struct slice_list trace; /* lines; one that ends in ... is a beginning */
};

struct stories {
    struct story *at;
    size_t count;
};

/* Every mistake of every file is a problem. */
void stories_read(struct stories *out, struct arena *arena, const struct source_file *files, size_t count,
                  struct problems *problems);
/* The whole file. Read again it gives the same story. */
void story_write(struct buffer *out, const struct story *s);
/* `bytes` of the file that `s` was read from, with another trace and build; the rest stays as it was written. The trace has to be
 * the last thing of the file: BAD_INPUT otherwise. */
MUST_USE enum code story_with_trace(struct buffer *out, struct slice bytes, const struct story *s, struct slice build,
                                    const struct slice_list *trace, struct error *e);

/* "1d 09:30:00.250", in both directions. */
struct slice story_time(struct arena *arena, uint64_t ms);
MUST_USE bool story_time_parse(uint64_t *ms, struct slice text);
/* One line of a trace as it stands in a file: no control characters, whole characters only. */
struct slice story_line(struct arena *arena, uint64_t at_ms, struct slice text);

bool story_line_fits(struct slice expected, struct slice happened); /* equal, or its beginning */
/* Line by line; false, and a readable difference in `out`, when they differ. */
bool story_trace_matches(struct buffer *out, const struct slice_list *expected, const struct slice_list *happened,
                         struct arena *scratch);

#endif
