/* Folding: NFKC, case, plain quotes, dashes and spaces, nothing invisible; with a way back for every byte. */
#ifndef PARLEY_TEXT_FOLD_H
#define PARLEY_TEXT_FOLD_H

#include <parley/text.h>

struct folded {
    char *at;
    uint32_t *origin; /* len + 1 */
    size_t len;
};

void fold(struct folded *out, struct arena *arena, struct slice valid_utf8);

#endif
