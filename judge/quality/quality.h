/* Quality: what the engine's judgement is worth on labelled text that was written apart from its rules. Every figure is a share
 * with its 95 % interval (Wilson's) and the size of its set; nothing here is fitted to anything. */
#ifndef PARLEY_QUALITY_H
#define PARLEY_QUALITY_H

#include <parley/json_lines.h>

struct share {
    uint64_t hits, all;
};

/* One row: a JSON line with name, value, low, high, n, the bar and whether it is met. `at_least`: the bar is a floor, else a
 * ceiling; bar_ppm 0: there is none. */
void quality_share(const char *name, struct share s, bool at_least, uint32_t bar_ppm);

/* F1 of what was found against what is marked; its interval comes from 400 draws of the set with replacement. */
struct outcome_counts {
    uint32_t found, marked, both; /* of one text */
};
void quality_f1(const char *name, const struct outcome_counts *texts, size_t count, uint32_t bar_ppm);

/* The mean of values between 0 and 1,000,000, with the interval of the same draws. */
void quality_mean(const char *name, const uint32_t *ppm, size_t count, uint32_t bar_ppm);

/* Lines of a set; a line that cannot be read ends the program with its place. */
struct set_file {
    struct arena *arena;
    struct slice path, rest;
    uint32_t line;
};
bool set_open(struct set_file *out, struct arena *arena, const char *directory, const char *name); /* false: it is not there */
const struct json *set_next(struct set_file *s);                                                   /* NULL at the end */

void quality_signals(const char *directory);
void quality_out(const char *directory);
void quality_facts(const char *directory);
void quality_pii(const char *directory);
void quality_search(const char *directory);

#endif
