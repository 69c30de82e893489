#include "markup.h"

#include <parley/json_write.h>
#include <parley/whatsapp_request.h>

enum { BODY_MAX = 256 << 10, KEY_MAX = 512, ID_MAX = 256 };

static bool all_of(struct slice s, bool (*is)(char c))
{
    for (size_t i = 0; i < s.len; i++)
        if (!is(s.at[i]))
            return false;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_visible(char c)
{
    return c > ' ' && c < 0x7f;
}

/* Digits without the plus, from E.164. */
static struct slice digits_of(struct slice address)
{
    struct slice digits = slice_starts(address, SLICE("+")) ? slice_after(address, 1) : address;
    return digits.len >= 5 && digits.len <= 20 && digits.at[0] != '0' && all_of(digits, is_digit) ? digits : SLICE_NONE;
}

static bool is_user_id(struct slice address)
{
    struct slice rest = slice_after(address, 3);
    if (address.len < 4 || !all_of(slice_sub(address, 0, 2), is_upper) || address.at[2] != '.')
        return false;
    if (slice_starts(rest, SLICE("ENT.")))
        rest = slice_after(rest, 4);
    return rest.len > 0 && rest.len <= 128 && all_of(rest, is_alnum);
}

bool whatsapp_address_is_good(struct private_slice address)
{
    struct slice a = private_reveal(address, REVEAL_CHANNEL);
    return digits_of(a).len > 0 || is_user_id(a);
}

/* -- the envelope ----------------------------------------------------------------------------------------------------------- */

struct request {
    struct buffer out;
    struct json_write json;
    struct arena *arena;
};

static enum code open_request(struct request *r, struct arena *a, const struct whatsapp_envelope *to, const char *type,
                              struct error *e)
{
    struct slice address = private_reveal(to->to, REVEAL_CHANNEL), digits = digits_of(address);
    if (digits.len == 0 && !is_user_id(address))
        return fail(e, BAD_INPUT, "the address is neither a telephone number (+447700900123) nor a business-scoped id");
    if (to->key.len == 0 || to->key.len > KEY_MAX)
        return fail(e, BAD_INPUT, "the key has %zu bytes; 1 to %d", to->key.len, KEY_MAX);
    r->arena = a;
    buffer_init(&r->out, a, BODY_MAX);
    json_begin(&r->json, &r->out);
    json_object_begin(&r->json);
    json_put_cstr(&r->json, "messaging_product", "whatsapp");
    json_put_cstr(&r->json, "recipient_type", "individual");
    json_put_string(&r->json, digits.len > 0 ? "to" : "recipient", digits.len > 0 ? digits : address);
    json_put_cstr(&r->json, "type", type);
    json_put_string(&r->json, "biz_opaque_callback_data", to->key);
    if (to->reply_to.len > 0) {
        json_key(&r->json, "context");
        json_object_begin(&r->json);
        json_put_string(&r->json, "message_id", to->reply_to);
        json_object_end(&r->json);
    }
    return OK;
}

static enum code close_request(struct slice *out, struct request *r, struct error *e)
{
    json_object_end(&r->json);
    if (r->out.cut)
        return fail(e, BAD_INPUT, "the request is longer than %d bytes; make it shorter", BODY_MAX);
    *out = buffer_slice(&r->out);
    return OK;
}

/* -- parts, with their limits ----------------------------------------------------------------------------------------------- */

static enum code check(struct slice s, const char *what, size_t least, size_t most, struct error *e)
{
    size_t n = markup_length(s);
    if (n < least || (n > 0 && slice_trim(s).len == 0))
        return fail(e, BAD_INPUT, "%s: is empty; write 1 to %zu characters", what, most);
    return n <= most ? OK : fail(e, BAD_INPUT, "%s: has %zu characters; %zu at most", what, n, most);
}

static void put_text(struct request *r, const char *key, struct slice s)
{
    json_put_string(&r->json, key, markup_plain(r->arena, s));
}

static void put_part(struct request *r, const char *part, struct slice text)
{
    if (text.len == 0)
        return;
    json_key(&r->json, part);
    json_object_begin(&r->json);
    if (part[0] == 'h') /* of a header there are several types */
        json_put_cstr(&r->json, "type", "text");
    put_text(r, "text", text);
    json_object_end(&r->json);
}

enum code whatsapp_text(struct slice *out, struct arena *a, const struct whatsapp_envelope *to, struct private_slice text,
                        struct error *e)
{
    struct request r;
    struct slice body = private_reveal(text, REVEAL_CHANNEL);
    enum code code;
    if ((code = check(body, "text", 1, WHATSAPP_TEXT_MAX, e)) != OK || (code = open_request(&r, a, to, "text", e)) != OK)
        return code;
    json_key(&r.json, "text");
    json_object_begin(&r.json);
    json_put_bool(&r.json, "preview_url", false);
    put_text(&r, "body", body);
    json_object_end(&r.json);
    return close_request(out, &r, e);
}

struct choice_limits {
    const char *what;
    size_t id, title, description;
};

static enum code check_choices(const struct whatsapp_choice *at, size_t count, const struct choice_limits *most, struct error *e)
{
    enum code code;
    for (size_t i = 0; i < count; i++) {
        if ((code = check(at[i].id, "id", 1, most->id, e)) != OK ||
            (code = check(at[i].title, "title", 1, most->title, e)) != OK ||
            (code = check(at[i].description, "description", 0, most->description, e)) != OK) {
            (void)error_within(e, code, "%s %zu", most->what, i + 1);
            return code;
        }
        for (size_t k = 0; k < i; k++)
            if (slice_eq(at[k].id, at[i].id) || slice_eq(at[k].title, at[i].title))
                return fail(e, BAD_INPUT, "%s %zu: has the id or the title of %s %zu; each needs its own", most->what, i + 1,
                            most->what, k + 1);
    }
    return OK;
}

static enum code open_interactive(struct request *r, struct arena *a, const struct whatsapp_envelope *to, const char *type,
                                  struct private_slice body, size_t most, struct slice header, struct slice footer,
                                  struct error *e)
{
    struct slice text = private_reveal(body, REVEAL_CHANNEL);
    enum code code;
    if ((code = check(text, "body", 1, most, e)) != OK || (code = check(header, "header", 0, WHATSAPP_HEADER_MAX, e)) != OK ||
        (code = check(footer, "footer", 0, WHATSAPP_HEADER_MAX, e)) != OK ||
        (code = open_request(r, a, to, "interactive", e)) != OK)
        return code;
    json_key(&r->json, "interactive");
    json_object_begin(&r->json);
    json_put_cstr(&r->json, "type", type);
    put_part(r, "header", header);
    put_part(r, "body", text);
    put_part(r, "footer", footer);
    json_key(&r->json, "action");
    json_object_begin(&r->json);
    return OK;
}

static enum code close_interactive(struct slice *out, struct request *r, struct error *e)
{
    json_object_end(&r->json);
    json_object_end(&r->json);
    return close_request(out, r, e);
}

enum code whatsapp_offer_buttons(struct slice *out, struct arena *a, const struct whatsapp_envelope *to,
                                 const struct whatsapp_buttons *b, struct error *e)
{
    static const struct choice_limits most = {"button", WHATSAPP_BUTTON_ID_MAX, WHATSAPP_BUTTON_TITLE_MAX, 0};
    struct request r;
    enum code code;
    if (b->count < 1 || b->count > WHATSAPP_BUTTONS_MAX)
        return fail(e, BAD_INPUT, "buttons: there are %zu; 1 to %d", b->count, WHATSAPP_BUTTONS_MAX);
    if ((code = check_choices(b->buttons, b->count, &most, e)) != OK ||
        (code = open_interactive(&r, a, to, "button", b->body, WHATSAPP_BODY_TEXT_MAX, b->header, b->footer, e)) != OK)
        return code;
    json_key(&r.json, "buttons");
    json_array_begin(&r.json);
    for (size_t i = 0; i < b->count; i++) {
        json_object_begin(&r.json);
        json_put_cstr(&r.json, "type", "reply");
        json_key(&r.json, "reply");
        json_object_begin(&r.json);
        json_put_string(&r.json, "id", b->buttons[i].id);
        json_put_string(&r.json, "title", b->buttons[i].title);
        json_object_end(&r.json);
        json_object_end(&r.json);
    }
    json_array_end(&r.json);
    return close_interactive(out, &r, e);
}

static enum code check_sections(const struct whatsapp_list *l, struct error *e)
{
    static const struct choice_limits most = {"row", WHATSAPP_ROW_ID_MAX, WHATSAPP_ROW_TITLE_MAX, WHATSAPP_ROW_DESCRIPTION_MAX};
    struct whatsapp_choice rows[WHATSAPP_ROWS_MAX];
    size_t n = 0;
    enum code code;
    if (l->count < 1 || l->count > WHATSAPP_ROWS_MAX)
        return fail(e, BAD_INPUT, "sections: there are %zu; 1 to %d", l->count, WHATSAPP_ROWS_MAX);
    for (size_t i = 0; i < l->count; i++) {
        const struct whatsapp_section *s = &l->sections[i];
        if ((code = check(s->title, "title of a section", l->count > 1, WHATSAPP_ROW_TITLE_MAX, e)) != OK)
            return code;
        if (s->count < 1 || s->count > WHATSAPP_ROWS_MAX - n)
            return fail(e, BAD_INPUT, "rows: a section has none, or all have more than %d together", WHATSAPP_ROWS_MAX);
        for (size_t k = 0; k < s->count; k++)
            rows[n++] = s->rows[k];
    }
    return check_choices(rows, n, &most, e); /* ids and titles of all sections together */
}

enum code whatsapp_offer_list(struct slice *out, struct arena *a, const struct whatsapp_envelope *to,
                              const struct whatsapp_list *l, struct error *e)
{
    struct request r;
    enum code code;
    if ((code = check(l->button, "button", 1, WHATSAPP_BUTTON_TITLE_MAX, e)) != OK || (code = check_sections(l, e)) != OK ||
        (code = open_interactive(&r, a, to, "list", l->body, WHATSAPP_TEXT_MAX, l->header, l->footer, e)) != OK)
        return code;
    json_put_string(&r.json, "button", l->button);
    json_key(&r.json, "sections");
    json_array_begin(&r.json);
    for (size_t i = 0; i < l->count; i++) {
        json_object_begin(&r.json);
        if (l->sections[i].title.len > 0)
            json_put_string(&r.json, "title", l->sections[i].title);
        json_key(&r.json, "rows");
        json_array_begin(&r.json);
        for (size_t k = 0; k < l->sections[i].count; k++) {
            const struct whatsapp_choice *row = &l->sections[i].rows[k];
            json_object_begin(&r.json);
            json_put_string(&r.json, "id", row->id);
            json_put_string(&r.json, "title", row->title);
            if (row->description.len > 0)
                json_put_string(&r.json, "description", row->description);
            json_object_end(&r.json);
        }
        json_array_end(&r.json);
        json_object_end(&r.json);
    }
    json_array_end(&r.json);
    return close_interactive(out, &r, e);
}

/* -- templates -------------------------------------------------------------------------------------------------------------- */

static bool is_name(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_locale(char c)
{
    return is_alnum(c) || c == '_';
}

/* The provider refuses these in production only, so they are refused here. */
static enum code check_parameter(const struct whatsapp_parameter *p, bool named, struct error *e)
{
    struct slice text = private_reveal(p->text, REVEAL_CHANNEL);
    enum code code = check(text, "parameter", 1, WHATSAPP_PARAMETER_MAX, e);
    if (code != OK)
        return code;
    if ((p->name.len > 0) != named || !all_of(p->name, is_name))
        return fail(e, BAD_INPUT, "parameter: all have a name of lower-case letters, digits and _, or none has");
    if (slice_has(text, SLICE("\n")) || slice_has(text, SLICE("\r")) || slice_has(text, SLICE("\t")) ||
        slice_has(text, SLICE("     ")))
        return fail(e, BAD_INPUT, "parameter: holds a line break, a tab or more than four spaces in a row; write one line");
    return OK;
}

static void put_body_component(struct request *r, const struct whatsapp_template *t)
{
    if (t->count == 0)
        return;
    json_object_begin(&r->json);
    json_put_cstr(&r->json, "type", "body");
    json_key(&r->json, "parameters");
    json_array_begin(&r->json);
    for (size_t i = 0; i < t->count; i++) {
        json_object_begin(&r->json);
        json_put_cstr(&r->json, "type", "text");
        if (t->body[i].name.len > 0)
            json_put_string(&r->json, "parameter_name", t->body[i].name);
        put_text(r, "text", private_reveal(t->body[i].text, REVEAL_CHANNEL));
        json_object_end(&r->json);
    }
    json_array_end(&r->json);
    json_object_end(&r->json);
}

static void put_reply_component(struct request *r, size_t index, struct slice payload)
{
    json_object_begin(&r->json);
    json_put_cstr(&r->json, "type", "button");
    json_put_cstr(&r->json, "sub_type", "quick_reply");
    json_put_string(&r->json, "index", arena_printf(r->arena, "%zu", index));
    json_key(&r->json, "parameters");
    json_array_begin(&r->json);
    json_object_begin(&r->json);
    json_put_cstr(&r->json, "type", "payload");
    json_put_string(&r->json, "payload", payload);
    json_object_end(&r->json);
    json_array_end(&r->json);
    json_object_end(&r->json);
}

enum code whatsapp_from_template(struct slice *out, struct arena *a, const struct whatsapp_envelope *to,
                                 const struct whatsapp_template *t, struct error *e)
{
    struct request r;
    enum code code;
    if (t->name.len == 0 || t->name.len > WHATSAPP_TEMPLATE_NAME_MAX || !all_of(t->name, is_name))
        return fail(e, BAD_INPUT, "template: the name is 1 to %d lower-case letters, digits and _", WHATSAPP_TEMPLATE_NAME_MAX);
    if (t->language.len < 2 || t->language.len > 15 || !all_of(t->language, is_locale))
        return fail(e, BAD_INPUT, "template: the language is no code such as en_GB");
    if (t->count > WHATSAPP_PARAMETERS_MAX || t->reply_count > WHATSAPP_ROWS_MAX)
        return fail(e, BAD_INPUT, "template: more than %d parameters or %d buttons", WHATSAPP_PARAMETERS_MAX, WHATSAPP_ROWS_MAX);
    for (size_t i = 0; i < t->count; i++)
        if ((code = check_parameter(&t->body[i], t->body[0].name.len > 0, e)) != OK)
            return code;
    for (size_t i = 0; i < t->reply_count; i++)
        if ((code = check(t->replies[i], "payload", 1, WHATSAPP_BUTTON_ID_MAX, e)) != OK)
            return code;
    if ((code = open_request(&r, a, to, "template", e)) != OK)
        return code;
    json_key(&r.json, "template");
    json_object_begin(&r.json);
    json_put_string(&r.json, "name", t->name);
    json_key(&r.json, "language");
    json_object_begin(&r.json);
    json_put_string(&r.json, "code", t->language);
    json_object_end(&r.json);
    if (t->count + t->reply_count > 0) {
        json_key(&r.json, "components");
        json_array_begin(&r.json);
        put_body_component(&r, t);
        for (size_t i = 0; i < t->reply_count; i++)
            put_reply_component(&r, i, t->replies[i]);
        json_array_end(&r.json);
    }
    json_object_end(&r.json);
    return close_request(out, &r, e);
}

/* -- read, and writing ------------------------------------------------------------------------------------------------------ */

enum code whatsapp_seen(struct slice *out, struct arena *a, struct slice message_id, bool types, struct error *e)
{
    struct request r = {.arena = a};
    if (message_id.len == 0 || message_id.len > ID_MAX || !all_of(message_id, is_visible))
        return fail(e, BAD_INPUT, "the id of the message that was read is empty, or no id");
    buffer_init(&r.out, a, BODY_MAX);
    json_begin(&r.json, &r.out);
    json_object_begin(&r.json);
    json_put_cstr(&r.json, "messaging_product", "whatsapp");
    json_put_cstr(&r.json, "status", "read");
    json_put_string(&r.json, "message_id", message_id);
    if (types) {
        json_key(&r.json, "typing_indicator");
        json_object_begin(&r.json);
        json_put_cstr(&r.json, "type", "text");
        json_object_end(&r.json);
    }
    return close_request(out, &r, e);
}
