/* Amounts of money and percentages. */
#ifndef PARLEY_FACTS_MONEY_H
#define PARLEY_FACTS_MONEY_H

#include "number.h"
#include "unit.h"

enum { CURRENCY_UNCLEAR = 1 }; /* cents of something */

/* Is the number at token i (n) a sum or a share? The unit covers its signs. `first` is where the stretch begins. */
bool money_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past, const struct number *n);
bool percent_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past, const struct number *n);
/* "thousands of pounds", "hundreds": a sum nobody put a number to. */
bool vague_sum_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past);

/* VAT said of a sum or a share further on in the sentence, or before it. */
void tax_read(struct unit *units, size_t count, const struct tokens *t, uint32_t first, uint32_t past);

#endif
