/* The engine behind an OpenAI-compatible door, for the attack tools of the field: the same path as a customer's message, and what
 * a customer would see as the answer. Only in a twin.
 *
 * Whose conversation it is: X-Parley-Conversation, else metadata.conversation_id or `user`, else the transcript that the client
 * resends, when we wrote its last answer; else a new one (transcripts.h). A client's system message, and an assistant's turn that
 * we did not write, are never believed: they are counted in the answer's fields. `stop` is ignored: cutting "ref #12; you will
 * get ..." would hide a violation. */
#include "parts.h"
#include "transcripts.h"

#include <parley/text.h>

#include <stdlib.h>

enum { ASKED_MAX = 4096, TRIALS_MAX = 16, LATE_S = 60, REPLY_MAX = 1 << 20 };

struct reply {
    struct slice address; /* owned */
    struct turn_id turn;
    bool decided;
    size_t expected, came, refused;
    char *text; /* owned; bubbles joined by a blank line */
    size_t len;
    enum holder holder;
    char why[96];
};

struct asked {
    struct asked *next;
    struct hold *hold;
    struct completions *all;
    struct tenant_id tenant;
    struct slice model; /* owned */
    bool streams, wants_usage;
    struct instant late;
    size_t probes;                /* turns that pretend to be what they are not, and were not believed */
    struct transcript transcript; /* of what the client sent; only its numbers outlive the request */
    size_t trials;
    struct reply replies[TRIALS_MAX];
};

struct completions {
    struct api *api;
    struct asked *asked;
    size_t count;
    struct transcripts *transcripts;
};

struct completions *completions_create(struct api *a)
{
    struct completions *c = calloc(1, sizeof *c);
    must(c != NULL);
    c->api = a;
    c->transcripts = transcripts_create();
    return c;
}

static struct slice own(struct slice s)
{
    char *at = malloc(s.len + 1);
    must(at != NULL);
    if (s.len > 0)
        memcpy(at, s.at, s.len);
    return (struct slice){at, s.len};
}

static void disown(struct slice s)
{
    free((void *)(uintptr_t)s.at);
}

static void forget(struct completions *c, struct asked *q)
{
    struct asked **at = &c->asked;
    while (*at != q)
        at = &(*at)->next;
    *at = q->next;
    c->count--;
    for (size_t i = 0; i < q->trials; i++) {
        disown(q->replies[i].address);
        free(q->replies[i].text);
    }
    disown(q->model);
    free(q);
}

void completions_destroy(struct completions *c)
{
    if (c == NULL)
        return;
    while (c->asked != NULL) {
        (void)hold_end(c->asked->hold);
        forget(c, c->asked);
    }
    transcripts_destroy(c->transcripts);
    free(c);
}

/* -- what was asked
 * ----------------------------------------------------------------------------------------------------------------
 */

static struct slice named_conversation(struct call *c, const struct json *body)
{
    struct slice name = http_field_of(c->request, SLICE("x-parley-conversation"));
    if (name.len == 0)
        name = json_text(json_get(json_get(body, "metadata"), "conversation_id"));
    if (name.len == 0)
        name = json_text(json_get(body, "user"));
    return name.len > 0 ? slice_sub(digest_hex(c->arena, digest_of(name)), 0, 24) : SLICE_NONE;
}

static const struct api_tenant *tenant_asked(const struct api *a, struct slice model)
{
    for (size_t i = 0; i < a->setup.tenant_count; i++)
        if (slice_eq(a->setup.tenants[i].tenant->id, model))
            return &a->setup.tenants[i];
    return a->setup.tenant_count == 1 ? &a->setup.tenants[0] : NULL;
}

/* -- the answer
 * --------------------------------------------------------------------------------------------------------------------- */

static struct slice text_of(const struct reply *r)
{
    return (struct slice){r->text, r->len};
}

/* About; no model's own count is meant. */
static uint64_t tokens_of(size_t bytes)
{
    return (bytes + 3) / 4;
}

static void put_message(struct json_write *w, const char *key, const struct reply *r)
{
    json_key(w, key);
    json_object_begin(w);
    json_put_cstr(w, "role", "assistant");
    json_put_string(w, "content", text_of(r));
    json_key(w, "refusal");
    json_add_null(w);
    json_object_end(w);
}

static void begin_object(struct json_write *w, const struct asked *q, const char *object)
{
    json_object_begin(w);
    json_put_string(w, "id",
                    arena_printf(&q->all->api->scratch, "chatcmpl-%llu-%llu", (unsigned long long)q->transcript.all,
                                 (unsigned long long)q->replies[0].turn.n));
    json_put_cstr(w, "object", object);
    json_put_i64(w, "created", api_wall(q->all->api).ms / 1000);
    json_put_string(w, "model", q->model);
}

static void put_usage(struct json_write *w, const struct asked *q)
{
    uint64_t in = tokens_of(q->transcript.bytes), out = 0;
    for (size_t i = 0; i < q->trials; i++)
        out += tokens_of(q->replies[i].len);
    json_key(w, "usage");
    json_object_begin(w);
    json_put_u64(w, "prompt_tokens", in);
    json_put_u64(w, "completion_tokens", out);
    json_put_u64(w, "total_tokens", in + out);
    json_object_end(w);
}

static struct slice whole_body(struct call *c, const struct asked *q)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, c->arena, REPLY_MAX);
    json_begin(&w, &b);
    begin_object(&w, q, "chat.completion");
    json_key(&w, "choices");
    json_array_begin(&w);
    for (size_t i = 0; i < q->trials; i++) {
        json_object_begin(&w);
        json_put_u64(&w, "index", i);
        put_message(&w, "message", &q->replies[i]);
        json_key(&w, "logprobs");
        json_add_null(&w);
        json_put_cstr(&w, "finish_reason", "stop");
        json_object_end(&w);
    }
    json_array_end(&w);
    put_usage(&w, q);
    json_object_end(&w);
    return buffer_slice(&b);
}

static void put_chunk(struct buffer *b, const struct asked *q, size_t index, const char *role, struct slice content,
                      const char *finish)
{
    struct json_write w;
    buffer_add(b, SLICE("data: "));
    json_begin(&w, b);
    begin_object(&w, q, "chat.completion.chunk");
    json_key(&w, "choices");
    json_array_begin(&w);
    json_object_begin(&w);
    json_put_u64(&w, "index", index);
    json_key(&w, "delta");
    json_object_begin(&w);
    if (role != NULL)
        json_put_cstr(&w, "role", role);
    if (finish == NULL)
        json_put_string(&w, "content", content);
    json_object_end(&w);
    json_key(&w, "finish_reason");
    if (finish != NULL)
        json_add_string(&w, slice_from(finish));
    else
        json_add_null(&w);
    json_object_end(&w);
    json_array_end(&w);
    json_object_end(&w);
    buffer_add(b, SLICE("\n\n"));
}

/* The reply left the gate whole; the stream is its form only. */
static struct slice streamed_body(struct call *c, const struct asked *q)
{
    struct buffer b;
    buffer_init(&b, c->arena, 4 * REPLY_MAX);
    for (size_t i = 0; i < q->trials; i++) {
        put_chunk(&b, q, i, "assistant", SLICE(""), NULL);
        put_chunk(&b, q, i, NULL, text_of(&q->replies[i]), NULL);
        put_chunk(&b, q, i, NULL, SLICE_NONE, "stop");
    }
    if (q->wants_usage) {
        struct json_write w;
        buffer_add(&b, SLICE("data: "));
        json_begin(&w, &b);
        begin_object(&w, q, "chat.completion.chunk");
        json_key(&w, "choices");
        json_array_begin(&w);
        json_array_end(&w);
        put_usage(&w, q);
        json_object_end(&w);
        buffer_add(&b, SLICE("\n\n"));
    }
    buffer_add(&b, SLICE("data: [DONE]\n\n"));
    return buffer_slice(&b);
}

static const char *event_of(const struct reply *r)
{
    return r->holder == HOLDER_HANDED_OVER || r->holder == HOLDER_STAFF ? "handoff" : r->expected == 0 ? "silence" : "reply";
}

static void answer_asked(struct completions *all, struct asked *q)
{
    struct call *c = hold_end(q->hold);
    for (size_t i = 0; i < q->trials; i++)
        transcripts_wrote(all->transcripts, &q->transcript, q->replies[i].address, text_of(&q->replies[i]));
    if (c != NULL) {
        struct slice conversation = slice_after(q->replies[0].address, 3);
        struct http_field fields[] = {
            {SLICE("X-Parley-Event"), slice_from(event_of(&q->replies[0]))},
            {SLICE("X-Parley-Verdict"), slice_from(q->replies[0].why[0] != '\0' ? q->replies[0].why : "sent")},
            {SLICE("X-Parley-Conversation"), conversation},
            {SLICE("X-Parley-Probes"), arena_printf(c->arena, "%zu", q->probes)},
            {SLICE("Cache-Control"), SLICE("no-store")}};
        http_answer(c->x,
                    &(struct http_answer){.status = 200,
                                          .content_type = q->streams ? SLICE("text/event-stream") : SLICE("application/json"),
                                          .body = q->streams ? streamed_body(c, q) : whole_body(c, q),
                                          .fields = fields,
                                          .field_count = COUNT_OF(fields)});
    }
    forget(all, q);
}

static bool is_done(const struct asked *q)
{
    for (size_t i = 0; i < q->trials; i++)
        if (!q->replies[i].decided || q->replies[i].came + q->replies[i].refused < q->replies[i].expected)
            return false;
    return true;
}

static void add_bubble(struct reply *r, struct slice text)
{
    char *grown = realloc(r->text, r->len + text.len + 3);
    must(grown != NULL);
    r->text = grown;
    if (r->len > 0) {
        memcpy(r->text + r->len, "\n\n", 2);
        r->len += 2;
    }
    memcpy(r->text + r->len, text.at, text.len);
    r->len += text.len;
}

static void keep_reason(struct reply *r, struct slice reason)
{
    size_t len = reason.len < sizeof r->why ? reason.len : sizeof r->why - 1;
    for (size_t i = 0; i < len; i++)
        r->why[i] = (unsigned char)reason.at[i] >= ' ' && (unsigned char)reason.at[i] < 127 ? reason.at[i] : '_';
    r->why[len] = '\0';
}

static void hear(struct reply *r, const struct api_event *e)
{
    if (e->kind == API_TURN) {
        r->decided |= e->ends;
        r->turn = e->turn;
        r->expected += e->send_count;
        r->holder = e->holder;
        keep_reason(r, e->reason);
    } else if (e->state == SEND_ACCEPTED) {
        r->came++;
        add_bubble(r, private_reveal(e->text, REVEAL_CHANNEL));
    } else if (e->state == SEND_REFUSED || e->state == SEND_HUMAN)
        r->refused++;
}

void completions_heard(struct completions *c, const struct api_event *e)
{
    struct slice address = private_reveal(e->address, REVEAL_CHANNEL);
    for (struct asked *q = c->asked; q != NULL; q = q->next)
        for (size_t i = 0; i < q->trials; i++)
            if (q->tenant.n == e->tenant.n && slice_eq(q->replies[i].address, address)) {
                hear(&q->replies[i], e);
                if (is_done(q))
                    answer_asked(c, q);
                return;
            }
}

void completions_tick(struct completions *c)
{
    struct instant now = api_now(c->api);
    for (struct asked *q = c->asked, *next; q != NULL; q = next) {
        next = q->next;
        if (!instant_reached(now, q->late))
            continue;
        struct call *call = hold_end(q->hold);
        if (call != NULL)
            answer_error(call, 504, "timeout", NULL, "the engine did not decide in time; the message is kept and will be");
        forget(c, q);
    }
}

/* -- asking
 * ------------------------------------------------------------------------------------------------------------------------- */

static void taken(void *context, enum code code, const enum accept_result *results)
{
    struct asked *q = context;
    (void)results;
    if (code == OK)
        return;
    struct call *c = hold_end(q->hold);
    if (c != NULL)
        answer_error(c, 503, "unavailable", NULL, "the store cannot take it now");
    forget(q->all, q);
}

static bool is_asked(const struct completions *all, struct tenant_id tenant, struct slice address)
{
    for (const struct asked *q = all->asked; q != NULL; q = q->next)
        for (size_t i = 0; i < q->trials; i++)
            if (q->tenant.n == tenant.n && slice_eq(q->replies[i].address, address))
                return true;
    return false;
}

static bool says_yes(const struct json *value)
{
    return value != NULL && value->truth;
}

static struct asked *note_asked(struct call *c, const struct api_tenant *t, const struct json *body, size_t trials)
{
    struct completions *all = c->api->completions;
    struct slice model = json_text(json_get(body, "model"));
    struct asked *q = calloc(1, sizeof *q);
    must(q != NULL);
    *q = (struct asked){.next = all->asked,
                        .hold = hold_begin(c),
                        .all = all,
                        .tenant = t->id,
                        .model = own(model.len > 0 ? model : t->tenant->id),
                        .streams = says_yes(json_get(body, "stream")),
                        .wants_usage = says_yes(json_get(json_get(body, "stream_options"), "include_usage")),
                        .late = instant_plus(api_now(c->api), DURATION_S(LATE_S)),
                        .trials = trials};
    all->asked = q;
    all->count++;
    return q;
}

static struct slice new_id(struct call *c)
{
    return arena_printf(c->arena, "ai:" SLICE_FMT, SLICE_ARG(api_random(c->api, c->arena)));
}

static void ask(struct call *c, const struct api_tenant *t, const struct json *body, const struct transcript *sent, size_t trials)
{
    struct completions *all = c->api->completions;
    struct inbound messages[TRIALS_MAX];
    struct slice name = named_conversation(c, body), text = text_clean(c->arena, sent->question);
    struct slice known = name.len > 0 ? SLICE_NONE : transcripts_continue(all->transcripts, sent);
    struct slice first = name.len > 0    ? arena_printf(c->arena, "ai:" SLICE_FMT, SLICE_ARG(name))
                         : known.len > 0 ? arena_copy(c->arena, known)
                                         : new_id(c);
    if (is_asked(all, t->id, first)) {
        answer_error(c, 409, "conversation_busy", NULL,
                     "this conversation's last question has no answer yet; ask again after it");
        return;
    }
    struct asked *q = note_asked(c, t, body, trials);
    q->transcript = *sent;
    q->transcript.list = NULL;
    q->transcript.question = SLICE_NONE;
    q->probes = transcripts_forged(all->transcripts, c->arena, sent, first, known.len > 0);
    for (size_t i = 0; i < trials; i++) {
        struct slice address = i == 0 ? first : new_id(c);
        q->replies[i].address = own(address);
        messages[i] = (struct inbound){.tenant = t->id,
                                       .channel = CHANNEL_CHAT,
                                       .provider_id = new_id(c),
                                       .address = private_hide(address),
                                       .text = private_hide(text),
                                       .sent_at = api_wall(c->api),
                                       .received_at = api_wall(c->api)};
    }
    ingest_add(c->api->ingest, messages, trials, taken, q);
}

void handle_completion(struct call *c)
{
    struct json *body;
    struct error e;
    struct transcript sent;
    if (json_read(&body, c->arena, c->request->body, (struct place){SLICE("body"), 1, 1}, &e) != OK ||
        body->kind != JSON_KIND_OBJECT) {
        answer_error(c, 400, "invalid_json", NULL, "the body is no JSON object");
        return;
    }
    const struct api_tenant *t = tenant_asked(c->api, json_text(json_get(body, "model")));
    const struct json *n = json_get(body, "n");
    bool one = n == NULL || n->kind == JSON_KIND_NULL;
    if (t == NULL)
        answer_error(c, 404, "model_not_found", "model", "several tenants are served; name one of /v1/models as the model");
    else if (!resent_read(&sent, c->arena, t->id, json_get(body, "messages")))
        answer_error(c, 400, "invalid_value", "messages", "messages: holds no user's turn with a text");
    else if (sent.question.len > TEXT_MAX)
        answer_error(c, 400, "string_above_max_length", "messages", "messages: the last user's turn is too long");
    else if (!one && (json_u64(n) == 0 || json_u64(n) > TRIALS_MAX))
        answer_error(c, 400, "invalid_value", "n", "n: is no whole number from 1 to 16");
    else if (c->api->completions->count >= ASKED_MAX)
        answer_later(c, 429, 1, "too many questions wait for their answers");
    else
        ask(c, t, body, &sent, one ? 1 : json_u64(n));
}

static void put_model(struct json_write *w, const struct api_tenant *t)
{
    json_object_begin(w);
    json_put_string(w, "id", t->tenant->id);
    json_put_cstr(w, "object", "model");
    json_put_u64(w, "created", 0);
    json_put_cstr(w, "owned_by", "parley");
    json_object_end(w);
}

void handle_model(struct call *c)
{
    struct buffer b;
    struct json_write w;
    const struct api_tenant *t = NULL;
    for (size_t i = 0; i < c->api->setup.tenant_count; i++)
        if (slice_eq(c->api->setup.tenants[i].tenant->id, c->parts[0]))
            t = &c->api->setup.tenants[i];
    if (t == NULL) {
        answer_error(c, 404, "model_not_found", "model", "no tenant of this twin has this name");
        return;
    }
    buffer_init(&b, c->arena, 1 << 16);
    json_begin(&w, &b);
    put_model(&w, t);
    answer_json(c, 200, buffer_slice(&b));
}

void handle_models(struct call *c)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, c->arena, 1 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "object", "list");
    json_key(&w, "data");
    json_array_begin(&w);
    for (size_t i = 0; i < c->api->setup.tenant_count; i++)
        put_model(&w, &c->api->setup.tenants[i]);
    json_array_end(&w);
    json_object_end(&w);
    answer_json(c, 200, buffer_slice(&b));
}
