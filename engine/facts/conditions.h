/* Conditions: if, unless, as long as, or else. What is said under a condition is compared with what is known under it by the
 * noes of both: "costs 20 unless you cancel" is "free if you cancel" and "20 if you do not cancel". */
#ifndef PARLEY_FACTS_CONDITIONS_H
#define PARLEY_FACTS_CONDITIONS_H

#include "meaning.h"

/* Why a sentence is refused whose condition is that of the known one and whose result is the contrary; its clauses, each by
 * itself, may all be known. */
extern const char turns_condition[];
/* Why a sentence is refused that says in so many words that a known condition is none. */
extern const char lifts_condition[];

enum parity { PARITY_UNKNOWN, PARITY_SAME, PARITY_OTHER };

/* Two conditions, one of them with unless, except or miss, or a price against none: they say the same when the noes of both
 * sentences make the same. */
enum parity parity_of(const struct meaning *said, const struct meaning *known);

/* "Assistance dogs can come in", when dogs are not admitted except assistance dogs: what is said of the exception is the contrary
 * of what is known of the rest. Unknown when it is not said of the exception. */
enum parity exception_parity(const struct meaning *said, const struct meaning *known);

/* "We refund the deposit", when it is refunded if the boat is undamaged: a statement of `known` without its condition. A question
 * drops nothing, nor does a sentence that has a word or a value of the condition, or sets one itself. */
bool drops_condition(const struct meaning *said, const struct meaning *known);

/* "You can't start until you have a licence", "not open to you if you do not ...": no, and no again in its condition. */
bool denies_unless(const struct meaning *m);

/* "You need a licence before the first lesson". */
bool requires_before(const struct meaning *m);

/* Do both conditions speak of the same: a word or a value in common? */
bool shares_condition(const struct meaning *said, const struct meaning *known);

#endif
