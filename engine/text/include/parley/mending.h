/* Slips of the fingers, mended in words that matter: sotp, mesaging, undrestand, chmotherapy. A word that no English dictionary
 * knows, and that is one slip (two in a long word) from a key word, is read as that word. Key words are whatever the screening
 * patterns speak of, so nothing is listed by hand.
 *
 * Read-only once made and taught; shared by threads. */
#ifndef PARLEY_MENDING_H
#define PARLEY_MENDING_H

#include <parley/arena.h>
#include <parley/slice.h>

struct mending;

/* Collects the letters that patterns are made of (PCRE2 syntax or plain folded words) and every English word that begins with
 * them. */
struct mending *mending_create_in(struct arena *arena, const struct slice *patterns, size_t count);
/* The words of a text that is right as it stands are never mended: names, trades, other languages. Before the first mend(). */
void mending_learn(struct mending *m, struct arena *arena, struct slice text);
size_t mending_key_count(const struct mending *m);

/* The key word that was meant, or `folded_word` itself; *other is the next likely one, or the same again: prson is person, and
 * maybe prison. */
struct slice mend(const struct mending *m, struct slice folded_word, struct slice *other);

#endif
