/* The routes of the widget: a visitor's conversation, over a WebSocket, as events, or by asking again and again. */
#include "visitors.h"

#include <parley/calendar.h>

#include <stdlib.h>

enum { VISITOR_LEN = 22, FRAME_MAX = 32 << 10, PING_S = 25 };

/* -- a session
 * -------------------------------------------------------------------------------------------------------------------
 */

static bool is_visitor(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.at[i] >= '0' && s.at[i] <= '9') || (s.at[i] >= 'A' && s.at[i] <= 'Z') || (s.at[i] >= 'a' && s.at[i] <= 'z') ||
              s.at[i] == '-' || s.at[i] == '_'))
            return false;
    return s.len == VISITOR_LEN;
}

static void put_or_skip(struct json_write *w, const char *key, struct slice s)
{
    if (s.len > 0)
        json_put_string(w, key, s);
}

static void answer_session(struct call *c, struct slice visitor, struct slice token)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, c->arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "session", api_random(c->api, c->arena));
    json_put_string(&w, "token", token);
    json_put_u64(&w, "refresh_after_s", 600);
    json_put_string(&w, "visitor", visitor);
    json_put_u64(&w, "last_seq", 0);
    json_key(&w, "tenant");
    json_object_begin(&w);
    json_put_string(&w, "name", c->tenant->tenant->name);
    json_put_string(&w, "disclosure", c->tenant->disclosure);
    put_or_skip(&w, "privacy_text", c->site->privacy_text);
    put_or_skip(&w, "privacy_url", c->site->privacy_url);
    json_object_end(&w);
    json_key(&w, "branding");
    json_object_begin(&w);
    put_or_skip(&w, "accent", c->site->accent);
    put_or_skip(&w, "title", c->site->title);
    json_object_end(&w);
    json_key(&w, "limits");
    json_object_begin(&w);
    json_put_u64(&w, "text_chars", TEXT_CHARS_MAX);
    json_put_u64(&w, "per_minute", SAYS_PER_MINUTE);
    json_object_end(&w);
    json_object_end(&w);
    answer_json(c, 201, buffer_slice(&b));
}

void handle_widget_session(struct call *c)
{
    struct json *body;
    struct error e;
    uint64_t wait_s = limiter_take(c->api->limiter, SLICE("session"), c->request->peer, SESSIONS_PER_MINUTE, api_now(c->api));
    if (wait_s > 0) {
        answer_later(c, 429, wait_s, "too many sessions from this address");
        return;
    }
    if (json_read(&body, c->arena, c->request->body, (struct place){SLICE("body"), 1, 1}, &e) != OK ||
        body->kind != JSON_KIND_OBJECT) {
        answer_problem(c, 400, "the body is no JSON object; write {\"visitor\": null, \"locale\": \"en-GB\", \"page\": \"...\"}");
        return;
    }
    struct slice visitor = json_text(json_get(body, "visitor"));
    if (!is_visitor(visitor))
        visitor = api_random(c->api, c->arena);
    struct token t = {.visitor = visitor, .tenant = c->tenant->id, .site = c->site->key};
    c->api->counts[COUNT_SESSIONS]++;
    answer_session(c, visitor, token_make(c->arena, c->api->setup.token_secret, &t, api_wall(c->api)));
}

/* -- pages
 * -----------------------------------------------------------------------------------------------------------------------
 */

static struct page *open_page(struct call *c)
{
    struct visitor *v = visitor_of(c->api->hub, c->tenant->id, visitor_address(c->arena, c->visitor), true);
    if (v->page_count >= PAGES_MAX) {
        answer_later(c, 429, 5, "this visitor has too many pages open");
        return NULL;
    }
    struct page *p = calloc(1, sizeof *p);
    must(p != NULL);
    *p = (struct page){.next = v->pages, .hub = c->api->hub, .visitor = v, .state = -1, .expires = c->expires};
    v->pages = p;
    v->page_count++;
    return p;
}

/* -- what a visitor says
 * -----------------------------------------------------------------------------------------------------------
 */

struct saying {
    struct api *api;
    struct hold *hold; /* of a POST; NULL: on a page */
    struct tenant_id tenant;
    struct page *page;
    char cid[CID_MAX];
    size_t cid_len;
    char address[64];
    size_t address_len;
};

static struct page *still_open(const struct saying *s)
{
    struct visitor *v = visitor_of(s->api->hub, s->tenant, (struct slice){s->address, s->address_len}, false);
    for (struct page *p = v != NULL ? v->pages : NULL; p != NULL; p = p->next)
        if (p == s->page)
            return p;
    return NULL;
}

static void tell_page(const struct saying *s, enum code code)
{
    struct page *p = still_open(s);
    struct arena *a = &s->api->scratch;
    if (p == NULL)
        return;
    page_begin(p);
    if (code == OK)
        page_send(p, 0,
                  arena_printf(a, "{\"type\":\"ack\",\"cid\":\"%.*s\",\"at\":%lld}", (int)s->cid_len, s->cid,
                               (long long)api_wall(s->api).ms));
    else
        page_send(p, 0,
                  arena_printf(a, "{\"type\":\"refused\",\"cid\":\"%.*s\",\"code\":\"later\",\"retry_after_s\":5}",
                               (int)s->cid_len, s->cid));
    if (code == OK && p->state <= (int)HOLDER_BOT * 2)
        page_send(p, 0, SLICE("{\"type\":\"typing\",\"on\":true,\"for_ms\":12000}"));
    page_end(p);
}

static void said(void *context, enum code code, const enum accept_result *results)
{
    struct saying *s = context;
    (void)results;
    if (s->hold == NULL)
        tell_page(s, code);
    else {
        struct call *c = hold_end(s->hold);
        if (c != NULL && code == OK)
            answer_json(c, 202, arena_printf(c->arena, "{\"cid\":\"%.*s\",\"seq\":null}", (int)s->cid_len, s->cid));
        else if (c != NULL)
            answer_later(c, 503, 5, "the store cannot take it now; send it again");
    }
    free(s);
}

/* Text was looked at; the store knows a repeated cid. */
static void take_words(struct api *a, struct tenant_id tenant, struct slice address, struct slice cid, struct slice text,
                       struct page *page, struct hold *hold)
{
    struct saying *s = calloc(1, sizeof *s);
    must(s != NULL && address.len <= sizeof s->address && cid.len <= sizeof s->cid);
    *s = (struct saying){.api = a, .hold = hold, .tenant = tenant, .page = page, .cid_len = cid.len, .address_len = address.len};
    memcpy(s->cid, cid.at, cid.len);
    memcpy(s->address, address.at, address.len);
    struct visitor *v = visitor_of(a->hub, tenant, address, false);
    if (v != NULL)
        visitor_said(v, cid, text);
    struct inbound m = {.tenant = tenant,
                        .channel = CHANNEL_WEBCHAT,
                        .provider_id = arena_printf(&a->scratch, SLICE_FMT ":" SLICE_FMT, SLICE_ARG(address), SLICE_ARG(cid)),
                        .address = private_hide(address),
                        .text = private_hide(text),
                        .sent_at = api_wall(a),
                        .received_at = api_wall(a)};
    ingest_add(a->ingest, &m, 1, said, s);
}

static uint64_t said_too_much(struct api *a, struct slice address)
{
    return limiter_take(a->limiter, SLICE("say"), address, SAYS_PER_MINUTE, api_now(a));
}

void handle_widget_say(struct call *c)
{
    struct json *body;
    struct error e;
    struct slice text, address = visitor_address(c->arena, c->visitor);
    if (json_read(&body, c->arena, c->request->body, (struct place){SLICE("body"), 1, 1}, &e) != OK) {
        answer_problem(c, 400, "%s", e.text);
        return;
    }
    struct slice cid = json_text(json_get(body, "cid"));
    const char *refused = say_refused(&text, c->arena, cid, json_text(json_get(body, "text")));
    uint64_t wait_s = refused == NULL ? said_too_much(c->api, address) : 0;
    if (refused != NULL)
        answer_problem(c, 422, "%s: write {\"cid\": 1 to %d letters and digits, \"text\": 1 to %d characters}", refused, CID_MAX,
                       TEXT_CHARS_MAX);
    else if (wait_s > 0)
        answer_later(c, 429, wait_s, "too many messages a minute");
    else
        take_words(c->api, c->tenant->id, address, cid, text, NULL, hold_begin(c));
}

/* -- the WebSocket
 * -----------------------------------------------------------------------------------------------------------------
 */

static void say_on_page(struct page *p, const struct json *frame)
{
    struct api *a = p->hub->api;
    struct slice text, cid = json_text(json_get(frame, "cid"));
    const char *refused = say_refused(&text, &a->scratch, cid, json_text(json_get(frame, "text")));
    uint64_t wait_s = refused == NULL ? said_too_much(a, p->visitor->address) : 0;
    if (refused == NULL && wait_s == 0) {
        take_words(a, p->visitor->tenant, p->visitor->address, cid, text, p, NULL);
        return;
    }
    struct buffer b;
    struct json_write w;
    buffer_init(&b, &a->scratch, 1024);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "type", "refused");
    json_put_string(&w, "cid", cid);
    json_put_cstr(&w, "code", refused != NULL ? refused : "rate_limited");
    if (wait_s > 0)
        json_put_u64(&w, "retry_after_s", wait_s);
    json_object_end(&w);
    page_send(p, 0, buffer_slice(&b));
}

static void greet(struct page *p, uint64_t after)
{
    p->after = after;
    page_begin(p);
    page_send(p, 0,
              arena_printf(&p->hub->api->scratch, "{\"type\":\"ready\",\"after\":%llu,\"oldest\":1}", (unsigned long long)after));
    p->greeted = true;
    page_tell(p);
    page_end(p);
}

static void hear_frame(void *context, struct http_socket *w, struct slice message)
{
    struct page *p = context;
    struct json *frame;
    struct error e;
    if (json_read(&frame, &p->hub->api->scratch, message, (struct place){SLICE("frame"), 1, 1}, &e) != OK) {
        http_socket_close(w, 1008, SLICE("not JSON"));
        return;
    }
    struct slice type = json_text(json_get(frame, "type"));
    if (slice_eq(type, SLICE("hello")))
        greet(p, json_u64(json_get(frame, "after")));
    else if (slice_eq(type, SLICE("say")))
        say_on_page(p, frame);
    else if (slice_eq(type, SLICE("bye")))
        http_socket_close(w, 1000, SLICE_NONE);
}

static void closed(void *context, struct http_socket *w)
{
    (void)w;
    page_close(context);
}

void handle_widget_stream(struct call *c)
{
    static const struct http_socket_events events = {hear_frame, closed};
    if (!c->request->wants_websocket) {
        answer_problem(c, 400, "this path speaks WebSocket; ask /api/v1/widget/events or /messages instead");
        return;
    }
    struct page *p = open_page(c);
    if (p == NULL)
        return;
    p->socket = http_upgrade(c->x, SLICE("parley.v1"), FRAME_MAX, DURATION_S(PING_S), &events, p);
    if (p->socket == NULL)
        page_close(p);
}

/* -- events and asking again
 * -------------------------------------------------------------------------------------------------------
 */

static uint64_t after_of(const struct call *c)
{
    struct slice text;
    uint64_t after = 0;
    if (http_query_of(&text, c->arena, c->request->query, SLICE("after")) && slice_to_u64(&after, text))
        return after;
    return slice_to_u64(&after, http_field_of(c->request, SLICE("last-event-id"))) ? after : 0;
}

static void events_gone(void *context)
{
    page_close(context);
}

void handle_widget_events(struct call *c)
{
    uint64_t after = after_of(c);
    struct page *p = open_page(c);
    if (p == NULL)
        return;
    struct http_field fields[8];
    size_t count = cors_fields(fields, c);
    fields[count++] = (struct http_field){SLICE("Cache-Control"), SLICE("no-store")};
    fields[count++] = (struct http_field){SLICE("X-Accel-Buffering"), SLICE("no")};
    p->events = c->x;
    http_exchange_watch(c->x, events_gone, p);
    http_stream(c->x, &(struct http_answer){.status = 200,
                                            .content_type = SLICE("text/event-stream"),
                                            .body = SLICE("retry: 2000\n\n"),
                                            .fields = fields,
                                            .field_count = count});
    greet(p, after);
}

struct listing {
    struct call *call;
    struct json_write *json; /* or */
    struct buffer *text;
};

static bool list_line(void *context, const struct view_line *line)
{
    struct listing *l = context;
    struct json_write *w = l->json;
    struct slice text = private_reveal(line->text, REVEAL_CHANNEL);
    struct visitor *v =
        visitor_of(l->call->api->hub, l->call->tenant->id, visitor_address(l->call->arena, l->call->visitor), false);
    struct slice cid = v != NULL && line->author == AUTHOR_CONTACT ? visitor_cid(v, text) : SLICE_NONE;
    json_object_begin(w);
    json_put_u64(w, "seq", line->place);
    json_put_string(w, "id", arena_printf(l->call->arena, "m%llu", (unsigned long long)line->message.n));
    json_put_cstr(w, "from", line->author == AUTHOR_CONTACT ? "visitor" : line->author == AUTHOR_STAFF ? "person" : "bot");
    json_put_string(w, "text", text);
    if (cid.len > 0)
        json_put_string(w, "cid", cid);
    json_put_i64(w, "at", line->at.ms);
    json_object_end(w);
    return true;
}

static enum code view_of(struct call *c, struct contact_view *view, uint64_t after, view_visit *visit, void *context,
                         struct error *e)
{
    struct store *s = c->api->setup.store;
    *view = (struct contact_view){0};
    return s->ops->contact_view(s, view, c->tenant->id, CHANNEL_WEBCHAT, visitor_address(c->arena, c->visitor), after, visit,
                                context, &c->api->scratch, e);
}

void handle_widget_messages(struct call *c)
{
    struct buffer b;
    struct json_write w;
    struct contact_view view;
    struct error e;
    buffer_init(&b, c->arena, 4 << 20);
    json_begin(&w, &b);
    struct listing l = {.call = c, .json = &w};
    json_object_begin(&w);
    json_key(&w, "messages");
    json_array_begin(&w);
    enum code code = view_of(c, &view, after_of(c), list_line, &l, &e);
    json_array_end(&w);
    json_put_cstr(&w, "state", frame_state(view.holder, view.opted_out));
    json_object_end(&w);
    if (code == OK || code == NOT_FOUND)
        answer_json(c, 200, buffer_slice(&b));
    else
        answer_later(c, 503, 5, "the store cannot be read now");
}

static bool write_line(void *context, const struct view_line *line)
{
    struct listing *l = context;
    const char *who = line->author == AUTHOR_CONTACT ? "You" : line->author == AUTHOR_STAFF ? "Colleague" : "Assistant";
    struct slice at = wall_format(l->call->arena, line->at);
    buffer_printf(l->text, SLICE_FMT "  %s: ", SLICE_ARG(at), who);
    buffer_add(l->text, private_reveal(line->text, REVEAL_CHANNEL));
    buffer_byte(l->text, '\n');
    return true;
}

void handle_widget_transcript(struct call *c)
{
    struct buffer b;
    struct contact_view view;
    struct error e;
    buffer_init(&b, c->arena, 4 << 20);
    struct listing l = {.call = c, .text = &b};
    enum code code = view_of(c, &view, 0, write_line, &l, &e);
    if (code == OK || code == NOT_FOUND)
        answer_text(c, 200, "text/plain; charset=utf-8", buffer_slice(&b));
    else
        answer_later(c, 503, 5, "the store cannot be read now");
}

void handle_widget_erase(struct call *c)
{
    struct contact contact;
    struct digest receipt;
    struct error e;
    struct store *s = c->api->setup.store;
    enum code code =
        s->ops->contact_find(s, &contact, c->arena, c->tenant->id, CHANNEL_WEBCHAT, visitor_address(c->arena, c->visitor), &e);
    if (code == OK)
        code = s->ops->erase(s, contact.id, SLICE("visitor"), api_wall(c->api), &receipt, &e);
    if (code == OK || code == NOT_FOUND)
        answer_empty(c, 204);
    else
        answer_later(c, 503, 5, "it could not be erased now; ask again");
}
