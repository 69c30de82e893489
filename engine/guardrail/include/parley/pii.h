/* Personal data in text: where it is and how to write it so that shape stays and the person goes.
 * Types: name address postcode phone email plate national_id health_id bank_account card iban birth_date ip passport.
 * Check digits are verified where the format has them. A card's expiry, security code and PIN are `card`, a password is
 * `bank_account`, the address of a network card is `ip`, a driving licence and a taxpayer's number are `national_id`. */
#ifndef PARLEY_PII_H
#define PARLEY_PII_H

#include <parley/text.h>

enum pii_type {
    PII_NAME,
    PII_ADDRESS,
    PII_POSTCODE,
    PII_PHONE,
    PII_EMAIL,
    PII_PLATE,
    PII_NATIONAL_ID,
    PII_HEALTH_ID,
    PII_BANK_ACCOUNT,
    PII_CARD,
    PII_IBAN,
    PII_BIRTH_DATE,
    PII_IP,
    PII_PASSPORT,
    PII_TYPE_COUNT
};
const char *pii_type_name(enum pii_type type);

struct pii_span {
    struct span span; /* bytes of the original; spans do not overlap, by start */
    enum pii_type type;
};

struct pii_result {
    struct pii_span *spans;
    size_t count;
    struct slice masked; /* letters become x, digits 0; marks, spaces and length in code points stay */
};

void pii_find(struct pii_result *out, struct arena *arena, const struct text *text);
/* Without the masked text. */
void pii_find_spans(struct pii_result *out, struct arena *arena, const struct text *text);

#endif
