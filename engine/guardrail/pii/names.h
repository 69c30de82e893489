/* How much a word is like a person's name. */
#ifndef PARLEY_GUARDRAIL_PII_NAMES_H
#define PARLEY_GUARDRAIL_PII_NAMES_H

#include "pii/search.h"

enum likeness {
    NAME_NOT,    /* an ordinary word, a place, a firm, a month */
    NAME_MAYBE,  /* a name that is a word too (Rose, Baker), or a proper noun of any sort */
    NAME_LIKELY, /* no dictionary knows it */
    NAME_SURE    /* a given or family name and no other word */
};

/* The one place that is asked whether a word is like a name; it looks into the word lists. */
enum likeness looks_like_name(const struct search *s, size_t word);

bool is_small_word(const struct search *s, size_t word); /* in the dictionary without a capital */
bool is_initial(const struct search *s, size_t word);

/* Words that may be written in one name: first..past. */
struct name_run {
    size_t first, past;
};
/* As long as words have capitals (or are particles between such); ends at marks and at lines. */
struct name_run name_run_at(const struct search *s, size_t i);
/* Somebody whom everyone knows, or a thing that is called like a person: from the word before, for a title. */
bool is_famous(const struct search *s, struct name_run run);

/* Does what stands before word i lead to a place? */
bool is_place_lead(const struct search *s, size_t i);
/* In a list of places, or called a city or a state? */
bool is_among_places(const struct search *s, size_t i);
/* A name in a form that only lists and fields have, beginning at word i: "name=Sarah+Pemberton", "Pemberton, Sarah (Mrs)",
 * "ABELA/JOSEPH MR". Adds it; the word behind it, or 0. */
size_t name_in_form(struct search *s, size_t i);

#endif
