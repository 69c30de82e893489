#include "webhook_items.h"

enum { LOOKS_MAX = 100000 };

/* -- who and what ----------------------------------------------------------------------------------------------------------- */

/* "GB.1000000000000000001", "GB.ENT.99" */
static struct private_slice user_id_of(const json_t *item, const char *key)
{
    struct slice id = json_view_text(item, key);
    bool good = id.len >= 4 && id.len <= WHATSAPP_ID_MAX && id.at[2] == '.';
    for (size_t i = 0; good && i < id.len; i++) {
        char c = id.at[i];
        good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
    }
    return private_hide(good ? id : SLICE_NONE);
}

static bool is_empty(struct private_slice s)
{
    return private_reveal(s, REVEAL_STORE).len == 0;
}

static bool same(struct private_slice a, struct slice b)
{
    return !is_empty(a) && slice_eq(private_reveal(a, REVEAL_STORE), b);
}

/* "+447..." is the number that is written "447..." here; nothing is kept. */
static bool same_phone(struct private_slice phone, struct slice digits)
{
    struct slice p = private_reveal(phone, REVEAL_STORE);
    return p.len > 1 && slice_eq(slice_after(p, 1), slice_starts(digits, SLICE("+")) ? slice_after(digits, 1) : digits);
}

/* The profile that belongs to this sender; system messages come without any. Looks so often and no more: a name is for people to
 * read, and many senders times many profiles is more than a delivery may cost. */
static struct private_slice name_of(struct reading *r, const struct whatsapp_message *m)
{
    for (size_t i = 0; i < json_array_size(r->contacts) && r->looks < LOOKS_MAX; i++, r->looks++) {
        const json_t *c = json_array_get(r->contacts, i);
        if (same(m->user_id, json_view_text(c, "user_id")) || same_phone(m->phone, json_view_text(c, "wa_id")))
            return private_hide(json_view_text(json_view_object(c, "profile"), "name"));
    }
    return private_hide(SLICE_NONE);
}

static bool is_id(struct slice id)
{
    for (size_t i = 0; i < id.len; i++)
        if (id.at[i] <= ' ' || id.at[i] >= 0x7f)
            return false;
    return id.len > 0 && id.len <= WHATSAPP_ID_MAX;
}

/* The number itself, however it is written: "+44 20 7946 0011". */
static bool is_display(struct slice display, struct private_slice phone)
{
    struct slice p = slice_after(private_reveal(phone, REVEAL_STORE), 1);
    size_t k = 0;
    for (size_t i = 0; i < display.len; i++) {
        if (display.at[i] < '0' || display.at[i] > '9')
            continue;
        if (k == p.len || display.at[i] != p.at[k++])
            return false;
    }
    return k > 0 && k == p.len;
}

/* -- a message -------------------------------------------------------------------------------------------------------------- */

static void write_text(struct whatsapp_message *m, struct slice text, struct slice or_else)
{
    if (slice_trim(text).len > 0)
        m->text = private_hide(text);
    else
        m->unreadable = or_else;
}

static bool take_text(struct whatsapp_message *m, const json_t *message)
{
    write_text(m, json_view_text(json_view_object(message, "text"), "body"), SLICE("unsupported"));
    return true;
}

static bool take_button(struct whatsapp_message *m, const json_t *message)
{
    const json_t *button = json_view_object(message, "button");
    m->choice = json_view_text(button, "payload");
    write_text(m, json_view_text(button, "text"), SLICE("unsupported"));
    return true;
}

static bool take_interactive(struct whatsapp_message *m, const json_t *message)
{
    const json_t *interactive = json_view_object(message, "interactive"), *reply;
    struct slice type = json_view_text(interactive, "type");
    if (slice_eq(type, SLICE("call_permission_reply")))
        return false;
    if (slice_eq(type, SLICE("nfm_reply"))) {
        m->unreadable = SLICE("form");
        return true;
    }
    reply = json_view_object(interactive, "button_reply");
    if (reply == NULL)
        reply = json_view_object(interactive, "list_reply");
    m->choice = json_view_text(reply, "id");
    write_text(m, json_view_text(reply, "title"), SLICE("unsupported"));
    return true;
}

static bool take_file(struct whatsapp_message *m, const json_t *message, const char *type)
{
    const json_t *file = json_view_object(message, type);
    m->media = json_view_text(file, "id");
    m->media_type = json_view_text(file, "mime_type");
    write_text(m, json_view_text(file, "caption"), slice_from(type));
    return true;
}

static bool take_image(struct whatsapp_message *m, const json_t *message)
{
    return take_file(m, message, "image");
}

static bool take_video(struct whatsapp_message *m, const json_t *message)
{
    return take_file(m, message, "video");
}

static bool take_document(struct whatsapp_message *m, const json_t *message)
{
    return take_file(m, message, "document");
}

static bool take_audio(struct whatsapp_message *m, const json_t *message)
{
    return take_file(m, message, "audio");
}

static bool take_sticker(struct whatsapp_message *m, const json_t *message)
{
    return take_file(m, message, "sticker");
}

static bool take_location(struct whatsapp_message *m, const json_t *message)
{
    (void)message;
    m->unreadable = SLICE("location");
    return true;
}

static bool take_contacts(struct whatsapp_message *m, const json_t *message)
{
    (void)message;
    m->unreadable = SLICE("contacts");
    return true;
}

static bool take_order(struct whatsapp_message *m, const json_t *message)
{
    write_text(m, json_view_text(json_view_object(message, "order"), "text"), SLICE("order"));
    return true;
}

/* The new wording counts as written now: who edits a message into "stop" has said stop. */
static bool take_edit(struct whatsapp_message *m, const json_t *message)
{
    const json_t *edit = json_view_object(message, "edit"), *within = json_view_object(edit, "message");
    struct slice text = json_view_text(json_view_object(within, "text"), "body");
    static const char *const files[] = {"image", "video", "document"};
    for (size_t i = 0; i < sizeof files / sizeof files[0] && text.len == 0; i++)
        text = json_view_text(json_view_object(within, files[i]), "caption");
    m->reply_to = json_view_text(edit, "original_message_id");
    write_text(m, text, SLICE("edit"));
    return true;
}

static bool take_nothing(struct whatsapp_message *m, const json_t *message)
{
    (void)m;
    (void)message;
    return false;
}

static bool take_unsupported(struct whatsapp_message *m, const json_t *message)
{
    (void)message;
    m->unreadable = SLICE("unsupported");
    return true;
}

static const struct {
    struct slice type;
    bool (*take)(struct whatsapp_message *m, const json_t *message); /* false: ignored */
} types[] = {
    {SLICE_INIT("text"), take_text},         {SLICE_INIT("button"), take_button},   {SLICE_INIT("interactive"), take_interactive},
    {SLICE_INIT("image"), take_image},       {SLICE_INIT("video"), take_video},     {SLICE_INIT("document"), take_document},
    {SLICE_INIT("audio"), take_audio},       {SLICE_INIT("sticker"), take_sticker}, {SLICE_INIT("location"), take_location},
    {SLICE_INIT("contacts"), take_contacts}, {SLICE_INIT("order"), take_order},     {SLICE_INIT("edit"), take_edit},
    {SLICE_INIT("reaction"), take_nothing},  {SLICE_INIT("revoke"), take_nothing},  {SLICE_INIT("request_welcome"), take_nothing},
};

static bool take(struct whatsapp_message *m, const json_t *message)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (slice_eq(m->type, types[i].type))
            return types[i].take(m, message);
    return take_unsupported(m, message);
}

static void read_system(struct reading *r, const struct whatsapp_message *m, const json_t *message)
{
    const json_t *system = json_view_object(message, "system");
    struct whatsapp_event *ev = reading_event(r, WHATSAPP_NOTICE, json_view_number(message, "timestamp"));
    if (ev == NULL)
        return;
    struct whatsapp_notice *n = &ev->is.notice;
    *n = (struct whatsapp_notice){.kind = WHATSAPP_NOTICE_IDENTITY, .field = r->field, .what = json_view_text(system, "type")};
    n->was = user_id_of(system, "previous_user_id");
    n->is_now = user_id_of(system, "user_id");
    if (is_empty(n->was))
        n->was = m->address;
    if (is_empty(n->is_now))
        n->is_now = reading_phone(r, json_view_text(system, "wa_id"));
    r->counts.notices++;
}

void read_message(struct reading *r, const json_t *message)
{
    struct whatsapp_message m = {.id = json_view_text(message, "id"), .type = json_view_text(message, "type")};
    const json_t *context = json_view_object(message, "context");
    m.phone = reading_phone(r, json_view_text(message, "from"));
    m.user_id = user_id_of(message, "from_user_id");
    m.address = is_empty(m.phone) ? m.user_id : m.phone;
    if (slice_eq(m.type, SLICE("system"))) {
        read_system(r, &m, message);
        return;
    }
    if (!is_id(m.id) || is_empty(m.address)) {
        r->counts.broken++;
        return;
    }
    if (is_display(r->display, m.phone)) {
        r->counts.echoes++;
        return;
    }
    m.reply_to = json_view_text(context, "id");
    m.forwarded = json_view_truth(context, "forwarded") || json_view_truth(context, "frequently_forwarded");
    if (json_view_text(message, "group_id").len > 0 || !take(&m, message)) {
        r->counts.ignored++;
        return;
    }
    m.name = name_of(r, &m);
    struct whatsapp_event *ev = reading_event(r, WHATSAPP_MESSAGE, json_view_number(message, "timestamp"));
    if (ev == NULL)
        return;
    ev->is.message = m;
    r->counts.messages++;
}

/* -- a status, a preference, a notice --------------------------------------------------------------------------------------- */

static uint32_t code_of(const json_t *error)
{
    uint64_t code = json_view_number(error, "code");
    return code <= UINT32_MAX ? (uint32_t)code : 0;
}

static const struct {
    struct slice status, receipt;
} receipts[] = {{SLICE_INIT("sent"), SLICE_INIT("sent")},
                {SLICE_INIT("delivered"), SLICE_INIT("delivered")},
                {SLICE_INIT("read"), SLICE_INIT("read")},
                {SLICE_INIT("played"), SLICE_INIT("read")},
                {SLICE_INIT("failed"), SLICE_INIT("failed")}};

enum { MARKETING_STOPPED = 131050 };

void read_status(struct reading *r, const json_t *status)
{
    struct whatsapp_status s = {.id = json_view_text(status, "id"), .key = json_view_text(status, "biz_opaque_callback_data")};
    const json_t *pricing = json_view_object(status, "pricing");
    const json_t *error = json_array_get(json_object_get(status, "errors"), 0);
    struct slice name = json_view_text(status, "status");
    for (size_t i = 0; i < sizeof receipts / sizeof receipts[0]; i++)
        if (slice_eq(name, receipts[i].status))
            s.receipt = receipts[i].receipt;
    if (s.key.len > WHATSAPP_KEY_MAX)
        s.key = SLICE_NONE;
    if (!is_id(s.id) && s.key.len == 0) {
        r->counts.broken++;
        return;
    }
    if (s.receipt.len == 0) {
        r->counts.ignored++;
        return;
    }
    s.address = reading_phone(r, json_view_text(status, "recipient_id"));
    if (is_empty(s.address))
        s.address = user_id_of(status, "recipient_user_id");
    s.code = code_of(error);
    s.reason = json_view_text(error, "title");
    s.suppresses = s.code == MARKETING_STOPPED;
    s.category = json_view_text(pricing, "category");
    s.billable = json_view_truth(pricing, "billable");
    struct whatsapp_event *ev = reading_event(r, WHATSAPP_STATUS, json_view_number(status, "timestamp"));
    if (ev == NULL)
        return;
    ev->is.status = s;
    r->counts.statuses++;
}

void read_preference(struct reading *r, const json_t *preference)
{
    struct whatsapp_preference p = {.value = json_view_text(preference, "value"),
                                    .category = json_view_text(preference, "category")};
    p.address = reading_phone(r, json_view_text(preference, "wa_id"));
    if (is_empty(p.address))
        p.address = user_id_of(preference, "user_id");
    if (is_empty(p.address) || p.value.len == 0) {
        r->counts.broken++;
        return;
    }
    struct whatsapp_event *ev = reading_event(r, WHATSAPP_PREFERENCE, json_view_number(preference, "timestamp"));
    if (ev == NULL)
        return;
    ev->is.preference = p;
    r->counts.preferences++;
}

void read_error(struct reading *r, const json_t *error)
{
    struct whatsapp_event *ev = reading_event(r, WHATSAPP_NOTICE, 0);
    if (ev == NULL)
        return;
    ev->is.notice = (struct whatsapp_notice){.kind = WHATSAPP_NOTICE_ERROR,
                                             .field = r->field,
                                             .what = json_view_text(error, "title"),
                                             .about = r->display,
                                             .code = code_of(error)};
    r->counts.notices++;
}

/* The event stands in different members of different fields. */
void read_notice(struct reading *r, const json_t *value, enum whatsapp_notice_kind kind)
{
    static const char *const events[] = {"event", "alert_type", "decision", "new_quality_score", "new_category"};
    static const char *const abouts[] = {"message_template_name", "display_phone_number", "phone_number", "entity_id"};
    struct whatsapp_event *ev = reading_event(r, WHATSAPP_NOTICE, 0);
    if (ev == NULL)
        return;
    struct whatsapp_notice *n = &ev->is.notice;
    *n = (struct whatsapp_notice){.kind = kind, .field = r->field};
    for (size_t i = 0; i < sizeof events / sizeof events[0] && n->what.len == 0; i++)
        n->what = json_view_text(value, events[i]);
    for (size_t i = 0; i < sizeof abouts / sizeof abouts[0] && n->about.len == 0; i++)
        n->about = json_view_text(value, abouts[i]);
    if (ev->display.len == 0)
        ev->display = json_view_text(value, "display_phone_number");
    if (ev->display.len == 0)
        ev->display = json_view_text(value, "phone_number");
    r->counts.notices++;
}
