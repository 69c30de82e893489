/* Meta's Graph API as a sender meets it: POST /{version}/{phone_number_id}/messages, and 360dialog's POST /messages. */
#include "fakes_parts.h"

#include <stdlib.h>

enum { TEXT_MAX = 4096, CAPTION_MAX = 1024, KEY_MAX = 512, MEDIA_LIFE_MS = 300000 };

bool graph_bearer(struct request *r, bool by_relay, struct number **number, struct slice id)
{
    struct fakes *f = r->f;
    struct slice given = http_field_of(r->http, SLICE("authorization"));
    if (by_relay) {
        *number = number_by_key(f, http_field_of(r->http, SLICE("d360-api-key")));
        if (*number == NULL)
            graph_refuse(r, 190, "the key is not one of the numbers'", true, 0);
        return *number != NULL;
    }
    bool holds = slice_starts(given, SLICE("Bearer ")) && given.len > 7 &&
                 (f->setup.token.len == 0 || slice_eq(slice_after(given, 7), f->setup.token));
    if (!holds) {
        graph_refuse(r, 190, "the bearer token is not the one of this account", false, 0);
        return false;
    }
    *number = number_of(f, id);
    if (*number == NULL || (*number)->key != NULL) {
        graph_refuse(r, 33, "there is no number of this id", false, 0);
        return false;
    }
    return true;
}

/* -- the message
 * ------------------------------------------------------------------------------------------------------------------- */

struct message {
    struct slice to, type, text, key, name, language;
    bool by_template;
};

static size_t characters(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
    return n;
}

/* Absent is fine; of another kind is not. */
static bool is_text(const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    return value == NULL || value->kind == JSON_KIND_STRING;
}

static bool is_object(const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    return value == NULL || value->kind == JSON_KIND_OBJECT;
}

struct refusal {
    uint64_t code;
    const char *why;
};

static struct refusal read_text(struct message *m, const struct json *body)
{
    const struct json *part = json_get(body, "text");
    if (part == NULL)
        return (struct refusal){131008, "text is missing"};
    if (part->kind != JSON_KIND_OBJECT || !is_text(part, "body"))
        return (struct refusal){100, "text must be an object with the text body"};
    m->text = json_text(json_get(part, "body"));
    if (m->text.len == 0)
        return (struct refusal){131008, "text.body is missing"};
    return characters(m->text) > TEXT_MAX ? (struct refusal){100, "text.body is longer than 4096 characters"}
                                          : (struct refusal){0, NULL};
}

static struct refusal read_template(struct message *m, const struct json *body)
{
    const struct json *part = json_get(body, "template"), *language = json_get(part, "language");
    if (part == NULL || part->kind != JSON_KIND_OBJECT || !is_text(part, "name") || !is_object(part, "language"))
        return (struct refusal){part == NULL ? 131008 : 100, "template must be an object with name and language"};
    m->by_template = true;
    m->name = m->text = json_text(json_get(part, "name"));
    m->language = json_text(json_get(language, "code"));
    return m->name.len == 0 || m->language.len == 0 ? (struct refusal){131008, "template.name or language.code is missing"}
                                                    : (struct refusal){0, NULL};
}

static struct refusal read_interactive(struct message *m, const struct json *body)
{
    const struct json *part = json_get(body, "interactive"), *action = json_get(part, "action");
    if (part == NULL || part->kind != JSON_KIND_OBJECT || action == NULL || action->kind != JSON_KIND_OBJECT ||
        !is_object(part, "body"))
        return (struct refusal){part == NULL || action == NULL ? 131008 : 100, "interactive must be an object with an action"};
    m->text = json_text(json_get(json_get(part, "body"), "text"));
    const struct json *buttons = json_get(action, "buttons");
    if (buttons != NULL && (buttons->kind != JSON_KIND_ARRAY || buttons->count < 1 || buttons->count > 3))
        return (struct refusal){131009, "action.buttons must be a list of 1 to 3"};
    for (const struct json *b = buttons != NULL ? buttons->child : NULL; b != NULL; b = b->next)
        if (characters(json_text(json_get(json_get(b, "reply"), "title"))) > 20)
            return (struct refusal){131009, "a button's title is longer than 20 characters"};
    size_t most = slice_eq(json_text(json_get(part, "type")), SLICE("list")) ? TEXT_MAX : CAPTION_MAX;
    return characters(m->text) > most ? (struct refusal){131009, "interactive.body.text is too long"} : (struct refusal){0, NULL};
}

static struct refusal read_message(struct message *m, struct arena *a, const struct json *body)
{
    static const char *const texts[] = {"to", "recipient", "type", "biz_opaque_callback_data", "recipient_type"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!is_text(body, texts[i]))
            return (struct refusal){100, arena_cstr(a, arena_printf(a, "%s must be a string", texts[i]))};
    if (!is_object(body, "context"))
        return (struct refusal){100, "context must be an object"};
    m->to = json_text(json_get(body, json_get(body, "to") != NULL ? "to" : "recipient"));
    if (m->to.len == 0)
        return (struct refusal){131008, "to is missing"};
    m->key = json_text(json_get(body, "biz_opaque_callback_data"));
    if (m->key.len > KEY_MAX)
        return (struct refusal){100, "biz_opaque_callback_data is longer than 512 characters"};
    m->type = json_get(body, "type") != NULL ? json_text(json_get(body, "type")) : SLICE("text");
    if (slice_eq(m->type, SLICE("text")))
        return read_text(m, body);
    if (slice_eq(m->type, SLICE("template")))
        return read_template(m, body);
    if (slice_eq(m->type, SLICE("interactive")))
        return read_interactive(m, body);
    static const char *const others[] = {"image", "video", "document", "audio", "sticker", "location", "contacts", "reaction"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (slice_eq(m->type, slice_from(others[i]))) {
            const struct json *part = json_get(body, others[i]);
            m->text = json_text(json_get(part, "caption"));
            return part == NULL ? (struct refusal){131008, "what the type says is missing"} : (struct refusal){0, NULL};
        }
    return (struct refusal){131051, "this type is not supported"};
}

static struct refusal check_template(const struct fakes *f, const struct message *m)
{
    for (size_t i = 0; i < f->template_count && m->by_template; i++) {
        const struct template *t = &f->templates[i];
        if (!slice_eq(slice_from(t->name), m->name) || !slice_eq(slice_from(t->language), m->language))
            continue;
        struct slice status = slice_from(t->status);
        return slice_eq(status, SLICE("APPROVED"))   ? (struct refusal){0, NULL}
               : slice_eq(status, SLICE("PAUSED"))   ? (struct refusal){132015, "the template is paused"}
               : slice_eq(status, SLICE("DISABLED")) ? (struct refusal){132016, "the template is disabled"}
                                                     : (struct refusal){132001, "the template is not approved"};
    }
    return m->by_template ? (struct refusal){132001, "there is no template of this name and language"}
                          : (struct refusal){0, NULL};
}

/* -- what holds it back
 * ------------------------------------------------------------------------------------------------------------ */

static struct refusal check_limits(struct fakes *f, struct number *n, struct pair *p)
{
    uint64_t now = now_ms(f), second = now / 1000, most = f->weather.pair_burst * f->weather.pair_ms;
    n->in_second = n->second_ms == second ? n->in_second : 0;
    n->second_ms = second;
    if (n->in_second >= f->weather.per_second)
        return (struct refusal){130429, "too many messages a second from this number"};
    uint64_t from = p->bucket_at_ms > now ? p->bucket_at_ms : now;
    if (from + f->weather.pair_ms > now + most)
        return (struct refusal){131056, "too many messages to this contact in a short time"};
    n->in_second++;
    p->bucket_at_ms = from + f->weather.pair_ms;
    return (struct refusal){0, NULL};
}

/* -- taking it
 * -------------------------------------------------------------------------------------------------------------------- */

static struct slice acceptance(struct request *r, const struct message *m, const struct contact *c, struct slice id)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "messaging_product", "whatsapp");
    json_key(&w, "contacts");
    json_array_begin(&w);
    json_object_begin(&w);
    json_put_string(&w, "input", m->to);
    json_put_cstr(&w, "wa_id", c->number);
    json_object_end(&w);
    json_array_end(&w);
    json_key(&w, "messages");
    json_array_begin(&w);
    json_object_begin(&w);
    json_put_string(&w, "id", id);
    if (m->by_template)
        json_put_cstr(&w, "message_status", "accepted");
    json_object_end(&w);
    json_array_end(&w);
    json_object_end(&w);
    return buffer_slice(&b);
}

static void schedule(struct fakes *f, const struct number *n, bool by_relay, struct contact *c, const struct shown *s,
                     uint64_t failed, uint64_t from_ms)
{
    uint64_t step = f->weather.status_ms;
    struct slice to = slice_from(c->number);
    if (failed != 0) {
        webhook_status(f, n, by_relay, s, to, "failed", failed, from_ms + step);
        return;
    }
    webhook_status(f, n, by_relay, s, to, "sent", 0, from_ms + step);
    webhook_status(f, n, by_relay, s, to, "delivered", 0, from_ms + 2 * step);
    if (f->weather.reads)
        webhook_status(f, n, by_relay, s, to, "read", 0, from_ms + 8 * step);
}

static void take(struct request *r, struct number *n, bool by_relay, const struct message *m, struct contact *c,
                 const struct fault *fault, uint64_t failed)
{
    struct fakes *f = r->f;
    struct slice id = new_id(f, r->arena, "wamid.");
    struct shown *s = show(
        c,
        &(struct shown){
            .id = keep(id), .number = keep(slice_from(n->id)), .text = keep(m->text), .key = keep(m->key), .at_ms = wall_ms(f)});
    f->accepted++;
    tell(f, &(struct fakes_event){.kind = FAKES_MESSAGE,
                                  .number = slice_from(n->id),
                                  .contact = slice_from(c->number),
                                  .id = id,
                                  .key = m->key,
                                  .text = m->text});
    bool early = f->weather.early_every > 0 && f->accepted % f->weather.early_every == 0;
    schedule(f, n, by_relay, c, s, failed, fault != NULL ? fault->status_ms : 0);
    if (fault != NULL && fault->way == FAULT_SWALLOW) {
        f->swallowed++;
        http_cut(r->x);
    } else if (fault != NULL && fault->way == FAULT_HANG) {
        f->swallowed++;
        reply_never(r);
    } else
        reply_later(r, 200, acceptance(r, m, c, id),
                    (fault != NULL ? fault->delay_ms : 0) + (early ? f->weather.status_ms * 3 + 20 : 0));
}

static void refuse(struct request *r, const struct number *n, const struct message *m, struct refusal why, bool by_relay,
                   uint64_t delay_ms)
{
    unsigned status;
    (void)graph_title(why.code, &status);
    tell(r->f, &(struct fakes_event){.kind = FAKES_REFUSED,
                                     .number = slice_from(n->id),
                                     .contact = m->to,
                                     .key = m->key,
                                     .code = why.code,
                                     .status = status});
    graph_refuse(r, why.code, why.why, by_relay, delay_ms);
}

static bool play_fault(struct request *r, const struct number *n, const struct message *m, const struct fault *fault,
                       bool by_relay)
{
    if (fault->way == FAULT_RESET) {
        r->f->refused++;
        http_cut(r->x);
    } else if (fault->way == FAULT_HTML) {
        r->f->refused++;
        reply_html(r, fault->status != 0 ? (unsigned)fault->status : 502);
    } else if (fault->way == FAULT_ANSWER && (fault->code != 0 || fault->delay_ms == 0))
        refuse(r, n, m, (struct refusal){fault->code, "as it was asked for"}, by_relay, fault->delay_ms);
    else
        return false;
    return true;
}

static void send_message(struct request *r, struct number *n, bool by_relay, const struct json *body)
{
    struct fakes *f = r->f;
    struct message m = {.text = SLICE_NONE};
    struct fault fault = {.code = 0};
    struct refusal why = read_message(&m, r->arena, body);
    struct contact *c = why.code == 0 ? contact_of(f, m.to, true) : NULL;
    if (why.code == 0 && c == NULL)
        why = (struct refusal){131009, "to is no number"};
    if (why.code == 0 && slice_eq(slice_from(c->number), slice_from(n->display)))
        why = (struct refusal){131021, "the number cannot write to itself"};
    if (why.code == 0)
        why = check_template(f, &m);
    bool struck = why.code == 0 && fake_fault_strikes(&fault, &f->faults, ON_MESSAGES, slice_from(n->id), slice_from(c->number));
    if (struck && play_fault(r, n, &m, &fault, by_relay))
        return;
    struct pair *p = why.code == 0 ? pair_of(c, slice_from(n->id)) : NULL;
    if (why.code == 0)
        why = check_limits(f, n, p);
    uint64_t failed = struck && fault.way == FAULT_LATE_CODE ? fault.code : 0;
    if (why.code == 0 && !m.by_template && f->weather.window_s > 0 && p->window_until_ms <= wall_ms(f)) {
        if (f->weather.late_window)
            failed = 131047;
        else
            why = (struct refusal){131047, "more than 24 hours have passed since the contact last wrote to this number"};
    }
    if (why.code != 0)
        refuse(r, n, &m, why, by_relay, 0);
    else
        take(r, n, by_relay, &m, c, struck ? &fault : NULL, failed);
}

static void mark_read(struct request *r, const struct json *body, bool by_relay)
{
    struct slice id = json_text(json_get(body, "message_id"));
    struct shown *s = id.len > 0 ? shown_anywhere(r->f, id) : NULL;
    if (s == NULL || !s->by_contact) {
        graph_refuse(r, 131009, "message_id is not the id of a message that came", by_relay, 0);
        return;
    }
    s->is_read = true;
    s->is_typing = json_get(body, "typing_indicator") != NULL;
    reply(r, 200, SLICE("{\"success\":true}"));
}

void graph_messages(struct request *r, struct slice id, bool by_relay)
{
    struct number *n;
    struct json *body;
    struct error e;
    if (!graph_bearer(r, by_relay, &n, id))
        return;
    if (json_read(&body, r->arena, r->http->body, (struct place){SLICE("body"), 1, 1}, &e) != OK ||
        body->kind != JSON_KIND_OBJECT) {
        graph_refuse(r, 100, "the body is no JSON object", by_relay, 0);
        return;
    }
    if (!slice_eq(json_text(json_get(body, "messaging_product")), SLICE("whatsapp")))
        graph_refuse(r, 100, "messaging_product must be whatsapp", by_relay, 0);
    else if (slice_eq(json_text(json_get(body, "status")), SLICE("read")))
        mark_read(r, body, by_relay);
    else
        send_message(r, n, by_relay, body);
}

void graph_media(struct request *r)
{
    reply(r, 404, SLICE("{\"error\":{\"message\":\"(#100) Unsupported get request\",\"type\":\"OAuthException\",\"code\":100}}"));
}
