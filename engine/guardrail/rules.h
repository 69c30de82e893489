/* The built-in rules: what a signal looks like in words. A rule adds its weight once; an excuse takes its weight away from the
 * kind that it excuses, so that honest talk with the same words stays honest. Patterns run over folded text (lower case, plain
 * quotes). */
#ifndef PARLEY_GUARDRAIL_RULES_H
#define PARLEY_GUARDRAIL_RULES_H

#include <parley/signal.h>

struct rule_row {
    const char *id; /* in.opt_out.plain */
    enum signal_kind kind;
    int32_t weight; /* millionths; negative: an excuse. 500,000 fires */
    const char *pattern;
    const char *literals; /* "|" between; NULL: derived from the pattern */
};

struct rule_family {
    const struct rule_row *rows;
    size_t count;
};

extern const struct rule_family rules_injection, rules_fishing, rules_opt_out, rules_care, rules_temper, rules_person, rules_out;

/* What a kind asks for when nothing else is said, and whether it is an attack (in) or a bar (out). */
struct kind_row {
    const char *name;
    bool outbound;
    bool label;
    enum rule_action action;
    const char *keeps;
};
const struct kind_row *kind_row(enum signal_kind kind);

#endif
