/* What one sentence (or clause) says, in a form that can be compared: its content, its units, its polarity, its marks. */
#ifndef PARLEY_FACTS_MEANING_H
#define PARLEY_FACTS_MEANING_H

#include "unit.h"

enum { CONTENT_MAX = 64, OPPOSITES_MAX = 16, SCOPES_MAX = 12, SCOPE_WORDS = 3 };

struct content {
    uint64_t key;
    uint32_t token;
    uint8_t weight;
    bool is_name;
};

/* A word of a pair of opposites, turned round when it is negated. */
struct side {
    int16_t pair; /* the sign tells the side */
    bool negated;
    uint32_t token;
};

/* What a negation that turned no opposite round stands before. */
struct scope {
    uint64_t keys[SCOPE_WORDS];
    uint32_t count, token;
    bool denies_us;  /* "not through us" */
    uint64_t before; /* the content word before: charges no fee, details are not kept */
};

struct meaning {
    const struct tokens *tokens;
    uint32_t first, past;
    struct content content[CONTENT_MAX];
    uint32_t content_count;
    struct side sides[OPPOSITES_MAX];
    uint32_t side_count;
    struct scope scopes[SCOPES_MAX];
    uint32_t scope_count;
    uint32_t exceptions;       /* except, apart from: scopes without a negation */
    uint32_t negations;        /* all, also those that turned an opposite */
    uint32_t first_negation;   /* token */
    bool is_exclusive;         /* "never without", "nobody but": only, in two words */
    bool conditional_negation; /* "not ... unless": says when, not no */
    bool has_unless;
    bool offers_free;                                     /* free of charge, at no cost */
    bool is_unlimited;                                    /* no limit, as much as you like */
    uint32_t marks;                                       /* enum mark */
    uint32_t roles;                                       /* enum role */
    uint32_t promise, outcome, compare, all, attribution; /* token where it stands + 1; 0 = none */
    uint32_t words, harmless;                             /* tokens outside units; those that say nothing checkable */
    struct unit *units;
    uint32_t unit_count;
    uint32_t all_unit_count; /* also while the marks are read: those that are still to come */
    uint64_t identity;       /* hash of all words in order */
};

/* `units` are those of the whole sentence, by start; the meaning takes the ones inside [first, past). */
void meaning_of(struct meaning *out, const struct tokens *t, uint32_t first, uint32_t past, struct unit *units,
                size_t unit_count);

/* The content of the clause before: what an elliptic clause speaks of. */
void meaning_inherit(struct meaning *m, const struct meaning *before);
/* Only what the clause before is about: its first word of content, and names. */
void meaning_inherit_subject(struct meaning *m, const struct meaning *before);
void meaning_lend(struct meaning *m, uint64_t key, uint32_t token);  /* a key that no token has: initials of a name */
bool meaning_parts(const struct meaning *m, uint32_t a, uint32_t b); /* different clauses of it */
bool meaning_has(const struct meaning *m, uint64_t key);

#endif
