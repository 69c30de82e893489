/* Check digits and the rules of formats, each on bare folded characters. */
#ifndef PARLEY_GUARDRAIL_PII_CHECKS_H
#define PARLEY_GUARDRAIL_PII_CHECKS_H

#include <parley/slice.h>

bool check_card(struct slice digits);         /* Luhn, and a length and beginning that some issuer has */
bool check_health(struct slice digits);       /* NHS and CHI: weights 10 to 2, modulus 11 */
bool check_iban(struct slice packed);         /* modulus 97 */
bool check_routing(struct slice digits);      /* ABA: weights 3 7 1 */
bool check_social(struct slice digits);       /* SSN or ITIN: areas, groups and serials that are given out */
bool check_dni(struct slice packed);          /* Spanish DNI and NIE: 8 digits, or x y z and 7, and a letter by modulus 23 */
bool check_pps(struct slice packed);          /* Irish: 7 digits, a check letter by modulus 23, maybe one letter more */
bool check_nric(struct slice digits);         /* Malaysian: a date of birth, a place of birth, four digits */
bool check_national_prefix(struct slice two); /* UK National Insurance */
bool check_postcode(struct slice packed);     /* UK: an area that exists */
bool check_sort_is_date(struct slice digits); /* could 12-03-24 be a date? */

#endif
