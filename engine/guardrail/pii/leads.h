/* What leads to a name: a title, "my name is", "Dear", a label of a form. */
#ifndef PARLEY_GUARDRAIL_PII_LEADS_H
#define PARLEY_GUARDRAIL_PII_LEADS_H

#include "pii/search.h"

enum lead {
    LEAD_NONE,
    LEAD_WEAK,   /* with, for, from: a person, a place or a thing */
    LEAD_MEDIUM, /* dear, regards, my wife, applicant, I'm: mostly a person */
    LEAD_SURE    /* Mr, "my name is", "Name:" */
};

/* How surely is word i the beginning of a name, by the words before it? */
enum lead lead_to(const struct search *s, size_t i);
/* Alone nothing but a title; the short ones only with a capital. */
bool is_title(const struct search *s, size_t i);
/* Right behind "cheers," and the like. */
bool is_behind_thanks(const struct search *s, size_t i);

#endif
