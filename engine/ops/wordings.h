/* Paraphrases that say what their claim does not: a wrong number in one of them would be proven by itself. */
#ifndef PARLEY_WORDINGS_H
#define PARLEY_WORDINGS_H

#include <parley/brain.h>
#include <parley/turn.h>

/* Adds a warning for each paraphrase that does not follow from what its claim says; gives how many there are. They are for a
 * person to read: some say the same in words that no proof follows. */
size_t wordings_find(const struct brain *b, struct problems *warnings);

/* Adds a problem for each approved wording (claims, paraphrases) that one of the brain's own outbound rules would bar from
 * anybody else: word for word it would leave, because a person signed it, and the rule would not hold. Gives how many there are.
 */
size_t wordings_break_rules(const struct rules *r, struct problems *problems);

#endif
