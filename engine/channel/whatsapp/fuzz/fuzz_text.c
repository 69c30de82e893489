/* Any bytes as a text that leaves: as many characters as before, nothing but markers changed, and JSON all the same. */
#include "../json_view.h"
#include "../markup.h"

#include <parley/whatsapp_request.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct slice text = {(const char *)data, size}, body, plain;
    struct whatsapp_envelope to = {.to = private_hide(SLICE("+447700900321")), .key = SLICE("1.2.0")};
    struct error e;
    arena_init(&a, (size_t)1 << 28);
    plain = markup_plain(&a, text);
    must(markup_length(plain) == markup_length(text));
    must(plain.len >= text.len);
    if (whatsapp_text(&body, &a, &to, private_hide(text), &e) == OK) {
        bool deep, mended;
        must(json_view_read(&a, body, 8, &deep, &mended) != NULL);
        must(markup_length(text) <= WHATSAPP_TEXT_MAX);
    }
    to.to = private_hide(text);
    must((whatsapp_text(&body, &a, &to, private_hide(SLICE("x")), &e) == OK) == whatsapp_address_is_good(to.to));
    arena_finish(&a);
    return 0;
}
