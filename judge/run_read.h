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

struct run_rule {
    struct slice id;  /* RULE-... */
    struct slice *by; /* the brain's rules and obligations that keep it */
    size_t by_count;
};

struct run_header {
    struct slice run, model, tenant, brain, path;
    uint64_t seed;
    uint64_t cases, found;  /* of the plan, in the journal */
    struct run_rule *rules; /* what stood to be tested */
    size_t rule_count;
};

struct runs {
    struct arena *arena;
    ARRAY_OF(struct run_header) headers;
    ARRAY_OF(struct run_case) cases;
};

MUST_USE enum code runs_read(struct runs *io, struct slice path, struct error *e);
MUST_USE enum code runs_take(struct runs *io, struct slice path, struct slice journal,
                             struct error *e); /* bytes that were read */

/* Names in the order of their first appearance. */
enum { RUN_NAMES_MAX = 256 };
struct run_names {
    struct slice at[RUN_NAMES_MAX];
    size_t count;
};
size_t run_name_index(struct run_names *n, struct slice name); /* added when it is new; the last place takes what is too much */
int run_name_compare(const void *a, const void *b);            /* for qsort */

bool run_case_failed(const struct run_case *c);
/* Journals of runs that were cut off, with their counts; empty when every run is whole. */
struct slice runs_unfinished(const struct runs *r);
/* The worst verdict of all cases: "violation", "inconclusive", "pass". */
const char *runs_verdict(const struct runs *r);
void runs_count(const struct runs *r, const char *run, uint64_t *all, uint64_t *failed, uint64_t *voided);

#endif
