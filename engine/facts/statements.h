/* The statements of a sentence, each with its own yes or no: "X-rays are included, crowns are not". */
#ifndef PARLEY_FACTS_STATEMENTS_H
#define PARLEY_FACTS_STATEMENTS_H

#include "meaning.h"

/* A word that only the denials of `known` have stands in a statement of `said` without a denial, or one that only its other
 * statements have in a denial: "crowns are included". The token of it, + 1; 0 when none does, or `known` says only yes or only
 * no. */
uint32_t turned_statement(const struct meaning *said, const struct meaning *known);

/* Two values of `known` with a thing each, and `said` has the thing of the one with the other: "workmanship for 12 months", when
 * parts are guaranteed for 12 and workmanship for 24. Free is a value too. */
bool crosses_values(const struct meaning *said, const struct meaning *known);

/* "14 pounds a year", when it is 14 a month: a value of `known` with the rate of another one. */
bool changes_rate(const struct meaning *said, const struct meaning *known);

/* In a duty, one of two things where both are needed, or both where one is enough. */
bool turns_joint(const struct meaning *said, const struct meaning *known);

/* "The exam before the course", when the course is before the exam: words of both sides have changed them. */
bool turns_sides(const struct meaning *said, const struct meaning *known);

#endif
