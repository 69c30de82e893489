/* What speaks against taking a sentence for what one known sentence says; the parts of an alignment. */
#ifndef PARLEY_FACTS_OBJECTIONS_H
#define PARLEY_FACTS_OBJECTIONS_H

#include "align.h"

/* A value weighs as much as a word and a half. */
enum { UNIT_WEIGHT = 3 };

struct weights {
    uint32_t terms, strangers; /* weight of said content that the register knows; that it does not */
};

/* The known sentence, or another wording of its claim, has the content. */
bool known_has(const struct known_sentence *k, uint64_t key);
/* Weight of said content that the known sentence has itself. */
uint32_t own_share(const struct meaning *said, const struct known_sentence *k);
/* Units that are no names. */
uint32_t strong_units(const struct meaning *said);

/* roles.c: two amounts in one sentence must not change places. */
bool shares_role(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k);

/* naming.c: a name whose words are all in the known sentence, or our own, or initials. */
bool name_known(const struct facts_register *r, const struct meaning *said, const struct unit *u, const struct known_sentence *k);

/* values.c: the first unit of `said` that the known sentence does not have in the same role, + 1; 0 when it has all. */
uint32_t differing_unit(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known);
const char *unit_reason(enum fact_kind kind);
bool has_agreeing(const struct meaning *m, const struct unit *u);
bool has_kind(const struct meaning *m, const struct unit *u);

/* subject.c: what is spoken of, and under which condition, is something else; NULL when it is not. */
const char *subject_objection(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known);

/* nearest.c: the known sentence most like what is said knows best; it may take back what a looser match allows. */
void nearest_decides(struct alignment *out, const struct facts_register *r, const struct align_room *room, uint32_t touched,
                     const struct weights *w, const struct meaning *said);

#endif
