/* A run of digits with the marks that people put between its groups. */
#ifndef PARLEY_GUARDRAIL_PII_NUMBERS_H
#define PARLEY_GUARDRAIL_PII_NUMBERS_H

#include "pii/search.h"

enum { DIGITS_MAX = 32, GROUPS_MAX = 12 };

struct group {
    size_t start, len; /* of the folded text; digits only */
    size_t first;      /* its first digit, in `at` */
};

struct digits {
    char at[DIGITS_MAX];
    size_t count;
    struct group groups[GROUPS_MAX];
    size_t group_count;
    char gaps[GROUPS_MAX]; /* gaps[i] stands before group i: ' ' '-' '.' or '(' for any with brackets */
    size_t start, end;     /* with the plus or bracket before it */
    bool plus;
    size_t word; /* the word that holds its first digit */
};

bool digits_have_form(const struct digits *d, const char *form);     /* "334" is three groups of 3, 3 and 4 */
bool digits_have_gaps(const struct digits *d, char gap);             /* this one everywhere */
bool is_public_line(const struct search *s, const struct digits *d); /* "our helpline, 0800 123 4567" */
bool is_phone(const struct search *s, const struct digits *d);

#endif
