/* What is said to WhatsApp: the bodies of requests, with their limits checked before the provider checks them. A text leaves as
 * it was approved: what WhatsApp would read as markup is written so that it is none, links stay as they are.
 *
 * All answer BAD_INPUT with what is wrong and what would be right; `out` lives in the arena. */
#ifndef PARLEY_WHATSAPP_REQUEST_H
#define PARLEY_WHATSAPP_REQUEST_H

#include <parley/arena.h>
#include <parley/error.h>

/* In characters. */
enum {
    WHATSAPP_TEXT_MAX = 4096,
    WHATSAPP_BODY_TEXT_MAX = 1024, /* with buttons; with a list it is as long as a text */
    WHATSAPP_HEADER_MAX = 60,
    WHATSAPP_BUTTONS_MAX = 3,
    WHATSAPP_BUTTON_TITLE_MAX = 20,
    WHATSAPP_BUTTON_ID_MAX = 256,
    WHATSAPP_ROWS_MAX = 10,
    WHATSAPP_ROW_TITLE_MAX = 24,
    WHATSAPP_ROW_ID_MAX = 200,
    WHATSAPP_ROW_DESCRIPTION_MAX = 72,
    WHATSAPP_TEMPLATE_NAME_MAX = 512,
    WHATSAPP_PARAMETERS_MAX = 64,
    WHATSAPP_PARAMETER_MAX = 1024
};

struct whatsapp_envelope {
    struct private_slice to; /* "+447700900123" or a business-scoped id "GB.1000000000000000001" */
    struct slice key;        /* ours: comes back with every status */
    struct slice reply_to;   /* wamid to quote; may be empty */
};

struct whatsapp_choice {
    struct slice id, title, description; /* a description for rows of a list only; may be empty */
};

struct whatsapp_buttons {
    struct private_slice body;
    struct slice header, footer; /* may be empty */
    const struct whatsapp_choice *buttons;
    size_t count;
};

struct whatsapp_section {
    struct slice title; /* may be empty when there is one section */
    const struct whatsapp_choice *rows;
    size_t count;
};

struct whatsapp_list {
    struct private_slice body;
    struct slice header, footer, button; /* what opens the list */
    const struct whatsapp_section *sections;
    size_t count;
};

struct whatsapp_parameter {
    struct slice name; /* empty: by place; all of a template have one, or none */
    struct private_slice text;
};

struct whatsapp_template {
    struct slice name, language; /* "en_GB", exactly as approved */
    const struct whatsapp_parameter *body;
    size_t count;
    const struct slice *replies; /* payload of each quick reply button, in order */
    size_t reply_count;
};

/* True for what an envelope may be addressed to. */
MUST_USE bool whatsapp_address_is_good(struct private_slice address);

MUST_USE enum code whatsapp_text(struct slice *out, struct arena *a, const struct whatsapp_envelope *to,
                                 struct private_slice text, struct error *e);
MUST_USE enum code whatsapp_offer_buttons(struct slice *out, struct arena *a, const struct whatsapp_envelope *to,
                                          const struct whatsapp_buttons *buttons, struct error *e);
MUST_USE enum code whatsapp_offer_list(struct slice *out, struct arena *a, const struct whatsapp_envelope *to,
                                       const struct whatsapp_list *list, struct error *e);
MUST_USE enum code whatsapp_from_template(struct slice *out, struct arena *a, const struct whatsapp_envelope *to,
                                          const struct whatsapp_template *t, struct error *e);
/* A message was read, with everything before it; `types`: show that an answer is being written, 25 s at most. */
MUST_USE enum code whatsapp_seen(struct slice *out, struct arena *a, struct slice message_id, bool types, struct error *e);

#endif
