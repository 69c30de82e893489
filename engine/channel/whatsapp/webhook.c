#include "webhook_items.h"

#include <stdlib.h>

static const uint64_t time_s_max = UINT64_C(4102444800); /* 2100 */

struct whatsapp_event *reading_event(struct reading *r, enum whatsapp_event_kind kind, uint64_t at_s)
{
    if (r->events.count == WHATSAPP_EVENTS_MAX) {
        r->too_many = true;
        return NULL;
    }
    struct whatsapp_event *ev = ARRAY_ADD(r->arena, &r->events);
    ev->kind = kind;
    ev->arrival = r->items;
    ev->number = r->number;
    ev->display = r->display;
    ev->account = r->account;
    ev->at.ms = at_s <= time_s_max ? (int64_t)at_s * 1000 : 0;
    return ev;
}

struct private_slice reading_phone(struct reading *r, struct slice digits)
{
    struct slice d = slice_starts(digits, SLICE("+")) ? slice_after(digits, 1) : digits;
    bool good = d.len >= 5 && d.len <= 20; /* an E.164 number has up to 15; some test numbers are longer */
    for (size_t i = 0; good && i < d.len; i++)
        good = d.at[i] >= '0' && d.at[i] <= '9';
    return private_hide(good ? arena_join(r->arena, SLICE("+"), d) : SLICE_NONE);
}

typedef void item_reader(struct reading *r, const json_t *item);

static void each(struct reading *r, const json_t *value, const char *key, item_reader *read)
{
    const json_t *list = json_object_get(value, key);
    if (list != NULL && !json_is_array(list)) {
        r->counts.broken++;
        return;
    }
    for (size_t i = 0; i < json_array_size(list) && !r->too_many; i++) {
        const json_t *item = json_array_get(list, i);
        if (r->items++ >= WHATSAPP_EVENTS_MAX)
            r->too_many = true;
        else if (json_is_object(item))
            read(r, item);
        else
            r->counts.broken++;
    }
}

static void read_messages(struct reading *r, const json_t *value)
{
    each(r, value, "messages", read_message);
    each(r, value, "statuses", read_status);
    each(r, value, "errors", read_error);
    each(r, value, "user_preferences", read_preference);
}

/* What was said from the telephone that shares the number, and what was said before the number came here. */
static void read_echoes(struct reading *r, const json_t *value)
{
    static const char *const lists[] = {"message_echoes", "messages", "history", "state_sync"};
    size_t found = 0;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        found += json_array_size(json_object_get(value, lists[i]));
    r->items += found;
    r->counts.echoes += found > 0 ? found : 1;
}

static void read_account(struct reading *r, const json_t *value)
{
    r->items++;
    read_notice(r, value, WHATSAPP_NOTICE_ACCOUNT);
}

static void read_quality(struct reading *r, const json_t *value)
{
    r->items++;
    read_notice(r, value, WHATSAPP_NOTICE_QUALITY);
}

static void read_template(struct reading *r, const json_t *value)
{
    r->items++;
    read_notice(r, value, WHATSAPP_NOTICE_TEMPLATE);
}

static const struct {
    struct slice field;
    item_reader *read;
} fields[] = {
    {SLICE_INIT("messages"), read_messages},
    {SLICE_INIT("user_preferences"), read_messages},
    {SLICE_INIT("account_update"), read_account},
    {SLICE_INIT("account_alerts"), read_account},
    {SLICE_INIT("account_review_update"), read_account},
    {SLICE_INIT("phone_number_quality_update"), read_quality},
    {SLICE_INIT("phone_number_name_update"), read_quality},
    {SLICE_INIT("business_capability_update"), read_account},
    {SLICE_INIT("message_template_status_update"), read_template},
    {SLICE_INIT("message_template_quality_update"), read_template},
    {SLICE_INIT("template_category_update"), read_template},
    {SLICE_INIT("smb_message_echoes"), read_echoes},
    {SLICE_INIT("history"), read_echoes},
    {SLICE_INIT("smb_app_state_sync"), read_echoes},
};

static void read_change(struct reading *r, const json_t *change)
{
    const json_t *value = json_view_object(change, "value"), *metadata;
    r->field = json_view_text(change, "field");
    if (value == NULL) {
        r->counts.broken++;
        return;
    }
    metadata = json_view_object(value, "metadata");
    r->number = json_view_text(metadata, "phone_number_id");
    r->display = json_view_text(metadata, "display_phone_number");
    r->contacts = json_object_get(value, "contacts");
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (slice_eq(r->field, fields[i].field)) {
            fields[i].read(r, value);
            return;
        }
    r->counts.unknown++;
}

static void read_entry(struct reading *r, const json_t *entry)
{
    const json_t *changes = json_object_get(entry, "changes");
    r->account = json_view_text(entry, "id");
    if (!json_is_array(changes)) {
        r->counts.broken++;
        return;
    }
    for (size_t i = 0; i < json_array_size(changes) && !r->too_many; i++)
        read_change(r, json_array_get(changes, i));
}

static int by_time(const void *a, const void *b)
{
    const struct whatsapp_event *x = a, *y = b;
    if (x->at.ms != y->at.ms)
        return x->at.ms < y->at.ms ? -1 : 1;
    return x->arrival < y->arrival ? -1 : x->arrival > y->arrival;
}

enum code whatsapp_read(struct whatsapp_delivery *out, struct arena *a, struct slice body, struct error *e)
{
    struct reading r = {.arena = a};
    bool too_deep, mended;
    *out = (struct whatsapp_delivery){0};
    if (body.len > WHATSAPP_BODY_MAX)
        return fail(e, LIMIT, "a delivery of %zu bytes; %d at most", body.len, WHATSAPP_BODY_MAX);
    const json_t *root = json_view_read(a, body, WHATSAPP_DEPTH_MAX, &too_deep, &mended);
    if (too_deep)
        return fail(e, LIMIT, "a delivery that is nested deeper than %d levels", WHATSAPP_DEPTH_MAX);
    if (!json_is_object(root))
        return fail(e, BAD_INPUT, "a delivery that is no JSON object");
    r.counts.mended = mended;
    const json_t *entries = json_object_get(root, "entry");
    if (!slice_eq(json_view_text(root, "object"), SLICE("whatsapp_business_account")))
        r.counts.unknown++;
    else if (!json_is_array(entries))
        return fail(e, BAD_INPUT, "a delivery without entries");
    else
        for (size_t i = 0; i < json_array_size(entries) && !r.too_many; i++)
            read_entry(&r, json_array_get(entries, i));
    if (r.too_many)
        return fail(e, LIMIT, "a delivery of more than %d updates", WHATSAPP_EVENTS_MAX);
    if (r.events.count > 0)
        qsort(r.events.at, r.events.count, sizeof *r.events.at, by_time); /* arrivals differ: nothing ties */
    *out = (struct whatsapp_delivery){r.events.at, r.events.count, r.counts};
    return OK;
}

struct inbound whatsapp_inbound(const struct whatsapp_event *event, struct tenant_id tenant, struct wall received_at)
{
    const struct whatsapp_message *m = &event->is.message;
    must(event->kind == WHATSAPP_MESSAGE);
    return (struct inbound){.tenant = tenant,
                            .channel = CHANNEL_WHATSAPP,
                            .provider_id = m->id,
                            .address = m->address,
                            .text = m->text,
                            .unreadable = m->unreadable,
                            .sent_at = event->at,
                            .received_at = received_at};
}
