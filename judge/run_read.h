/* Journals of runs read back for reports: the cases with their transcripts. */
#ifndef PARLEY_RUN_READ_H
#define PARLEY_RUN_READ_H

#include <parley/transcript.h>

struct run_case {
    struct slice run, id, kind, persona, title, model, verdict, file;
    uint64_t line, blocked;
    struct slice *failures;
    size_t failure_count;
    struct slice *keeps;
    size_t keep_count;
    bool goal;
    struct transcript transcript;
};

struct run_header {
    struct slice run, model, tenant, brain, path;
    uint64_t seed;
};

struct runs {
    struct arena *arena;
    ARRAY_OF(struct run_header) headers;
    ARRAY_OF(struct run_case) cases;
};

MUST_USE enum code runs_read(struct runs *io, struct slice path, struct error *e);

/* The worst verdict of all cases: "violation", "inconclusive", "pass". */
const char *runs_verdict(const struct runs *r);
void runs_count(const struct runs *r, const char *run, uint64_t *all, uint64_t *failed, uint64_t *voided);

#endif
