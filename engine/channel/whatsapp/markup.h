/* WhatsApp reads *bold*, _italic_, ~struck~, `code` and "> quotes" out of any text, and knows no escape. A text that was approved
 * says what it says: a marker that would be read as markup, and only that one, is written as its double that looks the same to a
 * person (docs/adr/0026). One character for one: the length does not change. Links are left as they are. */
#ifndef PARLEY_WHATSAPP_MARKUP_H
#define PARLEY_WHATSAPP_MARKUP_H

#include <parley/arena.h>

struct slice markup_plain(struct arena *a, struct slice text);

/* Code points; bytes that are no UTF-8 count one each. */
size_t markup_length(struct slice text);

#endif
