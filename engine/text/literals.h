/* Which literals must any match of a pattern contain? */
#ifndef PARLEY_TEXT_LITERALS_H
#define PARLEY_TEXT_LITERALS_H

#include <parley/arena.h>
#include <parley/slice.h>

enum { LITERAL_MIN = 2, LITERALS_MAX = 256, LITERAL_GROUPS_MAX = 3 };

struct literals {
    struct slice at[LITERALS_MAX]; /* any one of them; every match holds at least one */
    size_t count;
};

/* Every match holds a literal of each group; the group whose shortest literal is longest stands first. */
struct literal_groups {
    struct literals at[LITERAL_GROUPS_MAX];
    size_t count; /* 0: none could be derived */
};

void literals_derive(struct literal_groups *out, struct arena *arena, struct slice pattern);

#endif
