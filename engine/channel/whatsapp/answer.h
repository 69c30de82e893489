/* What a code says that came without an answer, with a failed status. */
#ifndef PARLEY_WHATSAPP_ANSWER_PRIVATE_H
#define PARLEY_WHATSAPP_ANSWER_PRIVATE_H

#include <parley/whatsapp_answer.h>

struct whatsapp_verdict answer_of_code(uint32_t code); /* its reason is static text */

#endif
