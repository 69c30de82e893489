/* The other side: what a contact says, what a phone shows, what is to fail. Over HTTP, for tests and for people with curl. */
#include "fakes_parts.h"

#include <stdlib.h>

enum { URL_MAX = 2000, CALLBACKS_MAX = 200 };

static bool read_body(struct json **out, struct request *r)
{
    struct error e;
    struct slice body = r->http->body.len > 0 ? r->http->body : SLICE("{}");
    if (json_read(out, r->arena, body, (struct place){SLICE("body"), 1, 1}, &e) == OK && (*out)->kind == JSON_KIND_OBJECT)
        return true;
    reply(r, 400, SLICE("{\"error\":\"the body is no JSON object\"}"));
    return false;
}

static void wrong(struct request *r, const char *what)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "error", what);
    json_object_end(&w);
    reply(r, 400, buffer_slice(&b));
}

static bool truth(const struct json *value, bool otherwise)
{
    return value != NULL && value->kind == JSON_KIND_BOOL ? value->truth : otherwise;
}

/* An index into a NULL-terminated list; false: none of them. Absent is the first. */
static bool choose(unsigned *out, const struct json *value, const char *const *names)
{
    for (*out = 0; value != NULL && names[*out] != NULL; ++*out)
        if (slice_eq(json_text(value), slice_from(names[*out])))
            return true;
    return value == NULL;
}

/* -- a contact says something
 * ------------------------------------------------------------------------------------------------------ */

struct saying {
    struct slice from, text, id, name, type, media;
    int64_t at_s;
};

static void put_part(struct json_write *w, const struct saying *s)
{
    if (slice_eq(s->type, SLICE("unsupported"))) {
        json_key(w, "errors");
        json_array_begin(w);
        json_object_begin(w);
        json_put_u64(w, "code", 131051);
        json_put_cstr(w, "title", "Message type unknown");
        json_object_end(w);
        json_array_end(w);
        return;
    }
    bool is_text = slice_eq(s->type, SLICE("text"));
    json_key(w, is_text ? "text" : "image");
    json_object_begin(w);
    if (!is_text) {
        json_put_string(w, "id", s->media);
        json_put_cstr(w, "mime_type", "image/jpeg");
    }
    if (is_text || s->text.len > 0)
        json_put_string(w, is_text ? "body" : "caption", s->text);
    json_object_end(w);
}

static struct slice message_json(struct arena *a, const struct saying *s)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, a, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "from", s->from);
    json_put_string(&w, "id", s->id);
    json_put_string(&w, "timestamp", arena_printf(a, "%lld", (long long)s->at_s));
    json_put_string(&w, "type", s->type);
    put_part(&w, s);
    json_object_end(&w);
    return buffer_slice(&b);
}

static void write_shown(struct json_write *w, const struct shown *s)
{
    json_object_begin(w);
    json_put_cstr(w, "by", s->by_contact ? "contact" : "business");
    json_put_cstr(w, "number", s->number);
    json_put_cstr(w, "id", s->id);
    json_put_cstr(w, "text", s->text);
    if (!s->by_contact)
        json_put_cstr(w, "key", s->key);
    else {
        json_put_bool(w, "is_read", s->is_read);
        json_put_bool(w, "is_typing", s->is_typing);
    }
    json_put_i64(w, "at_ms", s->at_ms);
    json_object_end(w);
}

static struct number *number_said(struct request *r, const struct json *body)
{
    struct slice id = json_text(json_get(body, "number"));
    return id.len > 0 ? number_of(r->f, id) : r->f->number_count > 0 ? &r->f->numbers[0] : NULL;
}

static void say(struct request *r)
{
    static const char *const signs[] = {"right", "wrong", "none", "flipped", NULL};
    static const char *const types[] = {"text", "image", "unsupported", NULL};
    struct fakes *f = r->f;
    struct json *body;
    unsigned sign, type;
    if (!read_body(&body, r))
        return;
    struct number *n = number_said(r, body);
    struct contact *c = contact_of(f, json_text(json_get(body, "from")), true);
    if (n == NULL || c == NULL || !choose(&sign, json_get(body, "signature"), signs) ||
        !choose(&type, json_get(body, "type"), types)) {
        wrong(r, n == NULL   ? "number: is not one of the business's"
                 : c == NULL ? "from: is missing; write the contact's number"
                             : "signature: right, wrong, none or flipped; type: text, image or unsupported");
        return;
    }
    struct saying s = {.from = slice_from(c->number),
                       .text = json_text(json_get(body, "text")),
                       .id = json_text(json_get(body, "id")),
                       .name = json_text(json_get(body, "name")),
                       .type = slice_from(types[type]),
                       .media = new_id(f, r->arena, ""),
                       .at_s = wall_ms(f) / 1000};
    if (s.id.len == 0)
        s.id = new_id(f, r->arena, "wamid.");
    char *contact = keep(s.from), *name = keep(s.name), *json = keep(message_json(r->arena, &s));
    struct update u = {.sign = sign, .contact = contact, .name = name, .json = json};
    pair_of(c, slice_from(n->id))->window_until_ms = wall_ms(f) + (int64_t)f->weather.window_s * 1000;
    if (shown_of(c, s.id) == NULL)
        (void)show(c, &(struct shown){.by_contact = true,
                                      .id = keep(s.id),
                                      .number = keep(slice_from(n->id)),
                                      .text = keep(s.text),
                                      .key = keep(SLICE_NONE),
                                      .at_ms = wall_ms(f)});
    f->said++;
    tell(f,
         &(struct fakes_event){.kind = FAKES_SAID, .number = slice_from(n->id), .contact = s.from, .id = s.id, .text = s.text});
    webhook_say(f, n, n->key != NULL, &u);
    free(contact);
    free(name);
    free(json);
    struct buffer b;
    struct json_write w;
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "id", s.id);
    json_object_end(&w);
    reply(r, 200, buffer_slice(&b));
}

static void phone(struct request *r)
{
    struct contact *c = contact_of(r->f, r->parts[2], false);
    struct buffer b;
    struct json_write w;
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "number", c != NULL ? slice_from(c->number) : r->parts[2]);
    json_put_u64(&w, "replies", c != NULL ? c->replies : 0);
    json_key(&w, "shows");
    json_array_begin(&w);
    for (const struct shown *s = c != NULL ? c->first : NULL; s != NULL; s = s->next)
        write_shown(&w, s);
    json_array_end(&w);
    json_object_end(&w);
    reply(r, 200, buffer_slice(&b));
}

/* -- what fails
 * -------------------------------------------------------------------------------------------------------------------- */

static void put_text(char *at, size_t room, const struct json *value)
{
    (void)snprintf(at, room, SLICE_FMT, SLICE_ARG(json_text(value)));
}

static void add_fault(struct request *r)
{
    static const char *const ons[] = {"messages", "media", "models", "embeddings", NULL};
    static const char *const ways[] = {"answer", "late", "swallow", "hang",    "reset",  "truncate",    "garbage",
                                       "drip",   "html", "hostile", "refusal", "length", "error_event", NULL};
    struct faults *f = &r->f->faults;
    struct json *body;
    unsigned on, way;
    if (!read_body(&body, r))
        return;
    if (f->count == FAULTS_MAX || !choose(&on, json_get(body, "on"), ons) || !choose(&way, json_get(body, "way"), ways)) {
        wrong(r, f->count == FAULTS_MAX ? "there are 64 faults already; DELETE /_fake/faults"
                                        : "on: messages, media, models or embeddings; way: answer, late, swallow, hang, reset, "
                                          "truncate, garbage, drip, html, hostile, refusal, length or error_event");
        return;
    }
    struct fault *at = &f->at[f->count++];
    *at = (struct fault){.on = on,
                         .way = way,
                         .every = json_u64(json_get(body, "every")),
                         .left = json_get(body, "next") != NULL ? json_u64(json_get(body, "next")) : 1,
                         .code = json_u64(json_get(body, "code")),
                         .status = json_u64(json_get(body, "status")),
                         .retry_after = json_u64(json_get(body, "retry_after")),
                         .delay_ms = json_u64(json_get(body, "delay_ms")),
                         .status_ms = json_u64(json_get(body, "status_ms"))};
    put_text(at->number, sizeof at->number, json_get(body, "number"));
    put_text(at->contact, sizeof at->contact, json_get(body, "contact"));
    put_text(at->error_code, sizeof at->error_code, json_get(body, "error_code"));
    reply(r, 200, SLICE("{}"));
}

static void set_weather(struct request *r)
{
    struct weather *v = &r->f->weather;
    struct json *body;
    const struct {
        const char *name;
        uint64_t *at;
    } rows[] = {{"copies", &v->copies},           {"scatter_ms", &v->scatter_ms},
                {"group_max", &v->group_max},     {"repeat_every", &v->repeat_every},
                {"early_every", &v->early_every}, {"status_ms", &v->status_ms},
                {"retry_ms", &v->retry_ms},       {"per_second", &v->per_second},
                {"pair_burst", &v->pair_burst},   {"pair_ms", &v->pair_ms},
                {"window_s", &v->window_s}};
    if (!read_body(&body, r))
        return;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct json *value = json_get(body, rows[i].name);
        if (value != NULL)
            *rows[i].at = json_u64(value);
    }
    v->late_window = truth(json_get(body, "late_window"), v->late_window);
    v->reads = truth(json_get(body, "reads"), v->reads);
    reply(r, 200, SLICE("{}"));
}

static void set_clock(struct request *r)
{
    struct json *body;
    if (!read_body(&body, r))
        return;
    r->f->ahead_ms = (int64_t)json_u64(json_get(body, "ahead_s")) * 1000;
    reply(r, 200, SLICE("{}"));
}

/* A callback that is told later: whoever listens on a free port knows it later too. */
static void set_webhook(struct request *r)
{
    struct fakes *f = r->f;
    struct json *body;
    if (!read_body(&body, r))
        return;
    struct slice url = json_text(json_get(body, "url"));
    if (url.len == 0 || url.len > URL_MAX || ++f->callbacks > CALLBACKS_MAX) {
        wrong(r, "url: is missing, or it was changed too often");
        return;
    }
    f->setup.webhook = arena_copy(&f->arena, url);
    f->is_active = f->setup.verify.len == 0;
    f->ask_at_ms = f->ask_gap_ms = 0;
    reply(r, 200, SLICE("{}"));
}

static void add_template(struct request *r)
{
    struct fakes *f = r->f;
    struct json *body;
    if (!read_body(&body, r))
        return;
    if (f->template_count == TEMPLATES_MAX) {
        wrong(r, "there are 64 templates already");
        return;
    }
    struct template *t = &f->templates[f->template_count++];
    put_text(t->name, sizeof t->name, json_get(body, "name"));
    put_text(t->language, sizeof t->language, json_get(body, "language"));
    put_text(t->status, sizeof t->status, json_get(body, "status"));
    if (t->status[0] == '\0')
        (void)snprintf(t->status, sizeof t->status, "APPROVED");
    reply(r, 200, SLICE("{}"));
}

static void state(struct request *r)
{
    static const char *const hundreds[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    const struct fakes *f = r->f;
    uint64_t updates = 0, deliveries = 0;
    for (const struct update *u = f->updates; u != NULL; u = u->next)
        updates++;
    for (const struct delivery *d = f->deliveries; d != NULL; d = d->next)
        deliveries++;
    struct buffer b;
    struct json_write w;
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_bool(&w, "active", f->is_active);
    json_put_u64(&w, "accepted", f->accepted);
    json_put_u64(&w, "refused", f->refused);
    json_put_u64(&w, "swallowed", f->swallowed);
    json_put_u64(&w, "said", f->said);
    json_put_u64(&w, "statuses", f->statuses);
    json_put_u64(&w, "model_requests", f->model_requests);
    json_put_u64(&w, "updates_waiting", updates);
    json_put_u64(&w, "deliveries_open", deliveries);
    json_put_u64(&w, "delivered", f->delivered);
    json_put_u64(&w, "failed_handshakes", f->wrong_challenge);
    json_key(&w, "webhook_answers");
    json_object_begin(&w);
    for (size_t i = 0; i < COUNT_OF(hundreds); i++)
        json_put_u64(&w, hundreds[i], f->answers[i]);
    json_object_end(&w);
    json_object_end(&w);
    reply(r, 200, buffer_slice(&b));
}

void control(struct request *r)
{
    struct slice what = r->part_count > 1 ? r->parts[1] : SLICE_NONE;
    enum http_method m = r->http->method;
    if (m == HTTP_POST && slice_eq(what, SLICE("say")))
        say(r);
    else if (m == HTTP_GET && slice_eq(what, SLICE("phone")) && r->part_count == 3)
        phone(r);
    else if (m == HTTP_POST && slice_eq(what, SLICE("faults")))
        add_fault(r);
    else if (m == HTTP_DELETE && slice_eq(what, SLICE("faults"))) {
        r->f->faults.count = 0;
        reply(r, 200, SLICE("{}"));
    } else if (m == HTTP_POST && slice_eq(what, SLICE("weather")))
        set_weather(r);
    else if (m == HTTP_POST && slice_eq(what, SLICE("clock")))
        set_clock(r);
    else if (m == HTTP_POST && slice_eq(what, SLICE("webhook")))
        set_webhook(r);
    else if (m == HTTP_POST && slice_eq(what, SLICE("templates")))
        add_template(r);
    else if (m == HTTP_GET && slice_eq(what, SLICE("state")))
        state(r);
    else
        reply(r, 404,
              SLICE("{\"error\":\"not here; POST say, faults, weather, clock, webhook, templates; GET phone/{number}, state\"}"));
}
