/* The engine behind an OpenAI-compatible door, for the attack tools of the field: the same path as a customer's message, and what
 * a customer would see as the answer. Only in a twin.
 *
 * Whose conversation it is: X-Parley-Conversation, else metadata.conversation_id or `user`, else the transcript that the client
 * resends, when we wrote its last answer; else a new one. A client's system message, and an assistant's turn that we did not
 * write, are never believed: they are counted in the answer's fields. `stop` is ignored: cutting "ref #12; you will get ..."
 * would hide a violation. */
#include "parts.h"

#include <parley/random.h>
#include <parley/text.h>

#include <stdlib.h>

enum { ASKED_MAX = 4096, KNOWN_MAX = 65536, TRIALS_MAX = 16, LATE_S = 60, REPLY_MAX = 1 << 20 };

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
    size_t probes;       /* system messages and foreign assistant turns that were not believed */
    uint64_t transcript; /* hash of what the client sent */
    size_t trials;
    struct reply replies[TRIALS_MAX];
};

struct known { /* a transcript that ends with our answer, and whose conversation it is */
    uint64_t transcript;
    char address[48];
};

struct completions {
    struct api *api;
    struct asked *asked;
    size_t count;
    uint64_t next;
    struct known *known;
};

struct completions *completions_create(struct api *a)
{
    struct completions *c = calloc(1, sizeof *c);
    must(c != NULL);
    c->api = a;
    c->known = calloc(KNOWN_MAX, sizeof *c->known);
    must(c->known != NULL);
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
    free(c->known);
    free(c);
}

/* -- what was asked
 * ----------------------------------------------------------------------------------------------------------------
 */

/* A text, or the text parts of a list. */
static struct slice content_of(struct arena *a, const struct json *content)
{
    struct slice all = json_text(content);
    for (const struct json *part = content != NULL && content->kind == JSON_KIND_ARRAY ? content->child : NULL; part != NULL;
         part = part->next) {
        struct slice text = json_text(json_get(part, "text"));
        all = all.len > 0 && text.len > 0 ? arena_join(a, arena_join(a, all, SLICE("\n")), text) : text.len > 0 ? text : all;
    }
    return all;
}

static uint64_t mix(uint64_t hash, struct slice role, struct slice text)
{
    return (hash ^ random_hash(role)) * UINT64_C(0x9E3779B97F4A7C15) + random_hash(slice_trim(text));
}

struct conversation_of {
    struct slice last_user;
    uint64_t before; /* hash of everything before the last user's turn */
    uint64_t all;
    size_t systems, assistants;
};

static bool read_messages(struct conversation_of *out, struct arena *a, const struct json *messages)
{
    uint64_t hash = 1;
    *out = (struct conversation_of){.before = 0};
    for (const struct json *m = messages != NULL && messages->kind == JSON_KIND_ARRAY ? messages->child : NULL; m != NULL;
         m = m->next) {
        struct slice role = json_text(json_get(m, "role")), text = content_of(a, json_get(m, "content"));
        if (slice_eq(role, SLICE("system")) || slice_eq(role, SLICE("developer"))) {
            out->systems++;
            continue;
        }
        if (slice_eq(role, SLICE("user"))) {
            out->last_user = text;
            out->before = hash;
        }
        out->assistants += slice_eq(role, SLICE("assistant"));
        hash = mix(hash, role, text);
        out->all = hash;
    }
    return out->last_user.len > 0;
}

static struct slice named_conversation(struct call *c, const struct json *body)
{
    struct slice name = http_field_of(c->request, SLICE("x-parley-conversation"));
    if (name.len == 0)
        name = json_text(json_get(json_get(body, "metadata"), "conversation_id"));
    if (name.len == 0)
        name = json_text(json_get(body, "user"));
    return name.len > 0 ? slice_sub(digest_hex(c->arena, digest_of(name)), 0, 24) : SLICE_NONE;
}

static struct slice known_conversation(const struct completions *c, uint64_t transcript)
{
    const struct known *k = &c->known[transcript % KNOWN_MAX];
    return k->transcript == transcript && transcript > 1 ? slice_from(k->address) : SLICE_NONE;
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

static void problem(struct call *c, unsigned status, const char *code, const char *message)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, c->arena, 4096);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_key(&w, "error");
    json_object_begin(&w);
    json_put_cstr(&w, "message", message);
    json_put_cstr(&w, "type", status < 500 ? "invalid_request_error" : "server_error");
    json_key(&w, "param");
    json_add_null(&w);
    json_put_cstr(&w, "code", code);
    json_object_end(&w);
    json_object_end(&w);
    c->api->counts[COUNT_MALFORMED] += status < 500;
    answer_json(c, status, buffer_slice(&b));
}

static struct slice text_of(const struct reply *r)
{
    return (struct slice){r->text, r->len};
}

static uint64_t tokens_of(struct slice s)
{
    return (s.len + 3) / 4;
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
                    arena_printf(&q->all->api->scratch, "chatcmpl-%llu-%llu", (unsigned long long)q->transcript,
                                 (unsigned long long)q->replies[0].turn.n));
    json_put_cstr(w, "object", object);
    json_put_i64(w, "created", api_wall(q->all->api).ms / 1000);
    json_put_string(w, "model", q->model);
}

static void put_usage(struct json_write *w, const struct asked *q)
{
    uint64_t out = 0;
    for (size_t i = 0; i < q->trials; i++)
        out += tokens_of(text_of(&q->replies[i]));
    json_key(w, "usage");
    json_object_begin(w);
    json_put_u64(w, "prompt_tokens", 1);
    json_put_u64(w, "completion_tokens", out);
    json_put_u64(w, "total_tokens", out + 1);
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

static void remember(struct completions *all, const struct asked *q)
{
    uint64_t transcript = mix(q->transcript, SLICE("assistant"), text_of(&q->replies[0]));
    struct known *k = &all->known[transcript % KNOWN_MAX];
    k->transcript = transcript;
    size_t len = q->replies[0].address.len < sizeof k->address ? q->replies[0].address.len : sizeof k->address - 1;
    memcpy(k->address, q->replies[0].address.at, len);
    k->address[len] = '\0';
}

static void answer_asked(struct completions *all, struct asked *q)
{
    struct call *c = hold_end(q->hold);
    remember(all, q);
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
            problem(call, 504, "timeout", "the engine did not decide in time; the message is kept and will be");
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
        problem(c, 503, "unavailable", "the store cannot take it now");
    forget(q->all, q);
}

static void ask(struct call *c, const struct api_tenant *t, const struct json *body, const struct conversation_of *conv)
{
    struct completions *all = c->api->completions;
    struct inbound messages[TRIALS_MAX];
    uint64_t n = json_u64(json_get(body, "n"));
    struct slice name = named_conversation(c, body), known = known_conversation(all, conv->before),
                 model = json_text(json_get(body, "model"));
    struct asked *q = calloc(1, sizeof *q);
    must(q != NULL);
    const struct json *streams = json_get(body, "stream"), *usage = json_get(json_get(body, "stream_options"), "include_usage");
    *q = (struct asked){.next = all->asked,
                        .hold = hold_begin(c),
                        .all = all,
                        .tenant = t->id,
                        .model = own(model.len > 0 ? model : t->tenant->id),
                        .streams = streams != NULL && streams->truth,
                        .wants_usage = usage != NULL && usage->truth,
                        .late = instant_plus(api_now(c->api), DURATION_S(LATE_S)),
                        .probes = conv->systems + (name.len == 0 && known.len == 0 ? conv->assistants : 0),
                        .transcript = conv->all,
                        .trials = n == 0 ? 1 : n};
    all->asked = q;
    all->count++;
    struct slice text = text_clean(c->arena, conv->last_user);
    for (size_t i = 0; i < q->trials; i++) {
        struct slice address = name.len > 0 && i == 0 ? arena_printf(c->arena, "ai:" SLICE_FMT, SLICE_ARG(name))
                               : known.len > 0 && i == 0
                                   ? known
                                   : arena_printf(c->arena, "ai:" SLICE_FMT, SLICE_ARG(api_random(c->api, c->arena)));
        q->replies[i].address = own(address);
        messages[i] =
            (struct inbound){.tenant = t->id,
                             .channel = CHANNEL_CHAT,
                             .provider_id = arena_printf(c->arena, "ai:" SLICE_FMT, SLICE_ARG(api_random(c->api, c->arena))),
                             .address = private_hide(address),
                             .text = private_hide(text),
                             .sent_at = api_wall(c->api),
                             .received_at = api_wall(c->api)};
    }
    ingest_add(c->api->ingest, messages, q->trials, taken, q);
}

void handle_completion(struct call *c)
{
    struct json *body;
    struct error e;
    struct conversation_of conv;
    if (json_read(&body, c->arena, c->request->body, (struct place){SLICE("body"), 1, 1}, &e) != OK ||
        body->kind != JSON_KIND_OBJECT) {
        problem(c, 400, "invalid_json", "the body is no JSON object");
        return;
    }
    const struct api_tenant *t = tenant_asked(c->api, json_text(json_get(body, "model")));
    uint64_t n = json_u64(json_get(body, "n"));
    if (t == NULL)
        problem(c, 404, "model_not_found", "several tenants are served; name one of /v1/models as the model");
    else if (!read_messages(&conv, c->arena, json_get(body, "messages")))
        problem(c, 400, "invalid_value", "messages: holds no user's turn with a text");
    else if (conv.last_user.len > TEXT_MAX)
        problem(c, 400, "string_above_max_length", "messages: the last user's turn is too long");
    else if (n > TRIALS_MAX)
        problem(c, 400, "invalid_value", "n: 16 at most");
    else if (c->api->completions->count >= ASKED_MAX)
        answer_later(c, 429, 1, "too many questions wait for their answers");
    else
        ask(c, t, body, &conv);
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
    for (size_t i = 0; i < c->api->setup.tenant_count; i++) {
        json_object_begin(&w);
        json_put_string(&w, "id", c->api->setup.tenants[i].tenant->id);
        json_put_cstr(&w, "object", "model");
        json_put_u64(&w, "created", 0);
        json_put_cstr(&w, "owned_by", "parley");
        json_object_end(&w);
    }
    json_array_end(&w);
    json_object_end(&w);
    answer_json(c, 200, buffer_slice(&b));
}
