/* Anthropic's Messages, both versions. */
#include "said.h"

#include <stdlib.h>

enum { CACHE_LIFE_MS = 300000, CACHE_TOKENS_MIN = 1024, TOOLS_MAX = 64 };

static struct slice error_json(struct request *r, const char *type, const char *code, const char *message)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "type", "error");
    json_key(&w, "error");
    json_object_begin(&w);
    json_put_cstr(&w, "type", type);
    json_put_cstr(&w, "message", message);
    if (code != NULL) {
        json_key(&w, "details");
        json_object_begin(&w);
        json_put_cstr(&w, "error_code", code);
        json_object_end(&w);
    }
    json_object_end(&w);
    json_put_string(&w, "request_id", new_id(r->f, r->arena, "req_"));
    json_object_end(&w);
    return buffer_slice(&b);
}

static void refuse(struct request *r, unsigned status, const char *type, const char *message)
{
    struct http_field id = {SLICE("request-id"), new_id(r->f, r->arena, "req_")};
    r->f->refused++;
    reply_with(r, &(struct http_answer){.status = status,
                                        .content_type = SLICE("application/json"),
                                        .body = error_json(r, type, NULL, message),
                                        .fields = &id,
                                        .field_count = 1});
}

static struct slice fault_error(struct request *r, unsigned status, const struct fault *f)
{
    static const struct {
        unsigned status;
        const char *type;
    } rows[] = {{400, "invalid_request_error"}, {401, "authentication_error"}, {402, "billing_error"},
                {403, "permission_error"},      {404, "not_found_error"},      {409, "conflict_error"},
                {413, "request_too_large"},     {429, "rate_limit_error"},     {504, "timeout_error"},
                {529, "overloaded_error"}};
    const char *type = "api_error";
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        type = rows[i].status == status ? rows[i].type : type;
    return error_json(r, type, f->error_code[0] != '\0' ? f->error_code : NULL, "as it was asked for");
}

/* -- the request
 * ------------------------------------------------------------------------------------------------------------------- */

struct message_ask {
    struct asked q;
    bool streams, is_new; /* the version of October 2026 */
    uint64_t fresh, cached;
    struct slice id, prefix; /* what is cached */
};

static bool may_ask(struct request *r, struct message_ask *m)
{
    struct slice version = http_field_of(r->http, SLICE("anthropic-version"));
    struct slice bearer = http_field_of(r->http, SLICE("authorization"));
    m->is_new = slice_eq(version, SLICE("2026-10-21"));
    if (http_field_of(r->http, SLICE("x-api-key")).len == 0 && !(slice_starts(bearer, SLICE("Bearer ")) && bearer.len > 7))
        refuse(r, 401, "authentication_error", "x-api-key header is required");
    else if (version.len == 0)
        refuse(r, 400, "invalid_request_error", "anthropic-version: header is required");
    else if (!m->is_new && !slice_eq(version, SLICE("2023-06-01")))
        refuse(r, 400, "invalid_request_error", "anthropic-version: is not a valid version");
    else
        return true;
    return false;
}

static const char *wrong_member(struct request *r, const struct message_ask *m, const struct json *body)
{
    static const char *const known[] = {"model",
                                        "max_tokens",
                                        "messages",
                                        "system",
                                        "stream",
                                        "stop_sequences",
                                        "tools",
                                        "tool_choice",
                                        "thinking",
                                        "output_config",
                                        "metadata",
                                        "cache_control",
                                        "service_tier",
                                        "temperature",
                                        "top_p",
                                        "top_k",
                                        "container",
                                        "mcp_servers",
                                        "context_management"};
    for (const struct json *one = body->child; one != NULL; one = one->next) {
        size_t k = 0;
        while (k < COUNT_OF(known) && !slice_eq(one->key, slice_from(known[k])))
            k++;
        if (k == COUNT_OF(known))
            return arena_cstr(r->arena,
                              arena_printf(r->arena, SLICE_FMT ": Extra inputs are not permitted", SLICE_ARG(one->key)));
        if (m->is_new && k >= 13 && k <= 15)
            return arena_cstr(r->arena, arena_printf(r->arena, "%s: is not supported in this version", known[k]));
    }
    return NULL;
}

static bool has_id(const struct slice *at, size_t count, struct slice id)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq(at[i], id))
            return true;
    return false;
}

/* Every tool_use has its tool_result in the next user message; a result has its use in the one before. */
static const char *wrong_turn(struct arena *a, struct message_ask *m, const struct json *messages)
{
    struct slice open[TOOLS_MAX];
    size_t count = 0;
    for (const struct json *one = messages->child; one != NULL; one = one->next) {
        struct slice role = json_text(json_get(one, "role"));
        const struct json *content = json_get(one, "content");
        bool is_user = slice_eq(role, SLICE("user")), is_bot = slice_eq(role, SLICE("assistant"));
        size_t answered = 0, uses = 0;
        struct slice used[TOOLS_MAX];
        if (!is_user && !is_bot && !slice_eq(role, SLICE("system")))
            return "messages: Unexpected role; allowed are user, assistant and system";
        if (one == messages->child && is_bot)
            return "messages: first message must use the user role";
        if (content == NULL || (content->kind != JSON_KIND_STRING && content->kind != JSON_KIND_ARRAY))
            return "messages.content: Input should be a valid string or list";
        if (content->kind == JSON_KIND_STRING && content->text.len == 0)
            return "messages: text content blocks must be non-empty";
        for (const struct json *b = content->kind == JSON_KIND_ARRAY ? content->child : NULL; b != NULL; b = b->next) {
            struct slice type = json_text(json_get(b, "type"));
            if (slice_eq(type, SLICE("text")) && json_text(json_get(b, "text")).len == 0)
                return "messages: text content blocks must be non-empty";
            if (m->is_new && is_bot && slice_eq(type, SLICE("document")))
                return "messages: document blocks are not supported in assistant turns";
            if (slice_eq(type, SLICE("tool_result")) && !has_id(open, count, json_text(json_get(b, "tool_use_id"))))
                return "messages: unexpected tool_use_id found in tool_result blocks";
            answered += slice_eq(type, SLICE("tool_result"));
            if (slice_eq(type, SLICE("tool_use")) && uses < TOOLS_MAX)
                used[uses++] = json_text(json_get(b, "id"));
        }
        if (answered < count)
            return "messages: tool_use ids were found without tool_result blocks immediately after";
        memcpy(open, used, uses * sizeof *open);
        count = uses;
        struct slice text = content_text(a, content);
        m->q.bytes += text.len;
        if (is_user)
            m->q.newest = text;
    }
    return NULL;
}

static bool read_ask(struct request *r, struct message_ask *m, bool counts_only)
{
    struct json *body;
    struct error e;
    if (json_read(&body, r->arena, r->http->body, (struct place){SLICE("body"), 1, 1}, &e) != OK ||
        body->kind != JSON_KIND_OBJECT) {
        refuse(r, 400, "invalid_request_error", "The request body is not valid JSON");
        return false;
    }
    const struct json *messages = json_get(body, "messages"), *most = json_get(body, "max_tokens"),
                      *stream = json_get(body, "stream");
    const struct json *system = json_get(body, "system");
    const char *why = wrong_member(r, m, body);
    m->q.model = json_text(json_get(body, "model"));
    if (why == NULL && m->q.model.len == 0)
        why = "model: Field required";
    if (why == NULL && !counts_only && (most == NULL || most->kind != JSON_KIND_INTEGER || most->integer < 0))
        why = most == NULL ? "max_tokens: Field required" : "max_tokens: Input should be a valid integer";
    if (why == NULL && (messages == NULL || messages->kind != JSON_KIND_ARRAY || messages->count == 0))
        why = "messages: at least one message is required";
    if (why == NULL)
        why = wrong_turn(r->arena, m, messages);
    if (why != NULL) {
        refuse(r, 400, "invalid_request_error", why);
        return false;
    }
    m->q.system = content_text(r->arena, system);
    m->q.bytes += m->q.system.len;
    m->q.tokens_max = json_u64(most);
    m->streams = stream != NULL && stream->truth;
    bool caches = json_get(body, "cache_control") != NULL;
    for (const struct json *b = system != NULL && system->kind == JSON_KIND_ARRAY ? system->child : NULL; b != NULL; b = b->next)
        caches = caches || json_get(b, "cache_control") != NULL;
    m->prefix = caches && tokens_of(m->q.system.len) >= CACHE_TOKENS_MIN ? m->q.system : SLICE_NONE;
    return true;
}

/* A prefix that was seen in the last five minutes is read, and lives on. */
static void account(struct fakes *f, struct message_ask *m)
{
    struct slice model = m->q.model;
    uint64_t hash = random_hash(m->prefix) ^ random_hash(model), now = now_ms(f), tokens = tokens_of(m->prefix.len);
    size_t oldest = 0;
    if (m->prefix.len == 0)
        return;
    for (size_t i = 0; i < COUNT_OF(f->cached); i++) {
        if (f->cached[i].hash == hash && f->cached[i].until_ms > now) {
            f->cached[i].until_ms = now + CACHE_LIFE_MS;
            m->cached = tokens;
            return;
        }
        oldest = f->cached[i].until_ms < f->cached[oldest].until_ms ? i : oldest;
    }
    f->cached[oldest].hash = hash;
    f->cached[oldest].until_ms = now + CACHE_LIFE_MS;
    m->fresh = tokens;
}

/* -- the answer
 * -------------------------------------------------------------------------------------------------------------------- */

static void put_usage(struct json_write *w, const struct message_ask *m, const struct said *s, uint64_t out)
{
    json_key(w, "usage");
    json_object_begin(w);
    json_put_u64(w, "input_tokens", s->tokens_in - (m->fresh + m->cached < s->tokens_in ? m->fresh + m->cached : s->tokens_in));
    json_put_u64(w, "cache_creation_input_tokens", m->fresh);
    json_put_u64(w, "cache_read_input_tokens", m->cached);
    json_key(w, "cache_creation");
    json_object_begin(w);
    json_put_u64(w, "ephemeral_5m_input_tokens", m->fresh);
    json_put_u64(w, "ephemeral_1h_input_tokens", 0);
    json_object_end(w);
    json_put_u64(w, "output_tokens", out);
    json_put_cstr(w, "service_tier", "standard");
    json_object_end(w);
}

static void put_stop(struct json_write *w, const struct said *s, bool is_open)
{
    static const char *const names[] = {"end_turn", "max_tokens", "refusal"};
    json_key(w, "stop_reason");
    if (is_open)
        json_add_null(w);
    else
        json_add_string(w, slice_from(names[s->stop]));
    json_key(w, "stop_sequence");
    json_add_null(w);
}

static void put_message(struct json_write *w, const struct message_ask *m, const struct said *s, bool is_open)
{
    json_object_begin(w);
    json_put_string(w, "id", m->id);
    json_put_cstr(w, "type", "message");
    json_put_cstr(w, "role", "assistant");
    json_put_string(w, "model", m->q.model);
    json_key(w, "content");
    json_array_begin(w);
    if (!is_open && s->stop != SAID_REFUSES) {
        json_object_begin(w);
        json_put_cstr(w, "type", "text");
        json_put_string(w, "text", s->text);
        json_object_end(w);
    }
    json_array_end(w);
    put_stop(w, s, is_open);
    put_usage(w, m, s, is_open ? 1 : s->tokens_out);
    json_object_end(w);
}

static struct json_write event_begin(struct buffer *b, const char *name)
{
    struct json_write w;
    buffer_printf(b, "event: %s\ndata: ", name);
    json_begin(&w, b);
    json_object_begin(&w);
    json_put_cstr(&w, "type", name);
    return w;
}

static void event_end(struct json_write *w)
{
    json_object_end(w);
    buffer_add(w->out, SLICE("\n\n"));
}

static void add_block_event(struct buffer *b, const char *name, const char *part, const char *type, struct slice text)
{
    struct json_write w = event_begin(b, name);
    json_put_u64(&w, "index", 0);
    if (part != NULL) {
        json_key(&w, part);
        json_object_begin(&w);
        json_put_cstr(&w, "type", type);
        json_put_string(&w, "text", text);
        json_object_end(&w);
    }
    event_end(&w);
}

static void add_ping(struct buffer *b)
{
    struct json_write w = event_begin(b, "ping");
    event_end(&w);
}

static struct slice stream_body(struct request *r, const struct message_ask *m, const struct said *s)
{
    struct buffer b;
    struct slice rest = s->text;
    buffer_init(&b, r->arena, ANSWER_MAX);
    struct json_write w = event_begin(&b, "message_start");
    json_key(&w, "message");
    put_message(&w, m, s, true);
    event_end(&w);
    if (s->stop != SAID_REFUSES)
        add_block_event(&b, "content_block_start", "content_block", "text", SLICE_NONE);
    add_ping(&b);
    while (rest.len > 0) {
        size_t n = 1;
        while (n < rest.len && rest.at[n] != ' ')
            n++;
        add_block_event(&b, "content_block_delta", "delta", "text_delta", slice_sub(rest, 0, n));
        rest = slice_after(rest, n);
        if (s->struck && s->fault.way == FAULT_ERROR_EVENT && rest.len < s->text.len / 2) {
            buffer_add(&b, SLICE("event: error\ndata: "));
            buffer_add(&b, error_json(r, "overloaded_error", NULL, "as it was asked for"));
            buffer_add(&b, SLICE("\n\n"));
            return buffer_slice(&b);
        }
    }
    if (s->stop != SAID_REFUSES)
        add_block_event(&b, "content_block_stop", NULL, NULL, SLICE_NONE);
    add_ping(&b);
    w = event_begin(&b, "message_delta");
    json_key(&w, "delta");
    json_object_begin(&w);
    put_stop(&w, s, false);
    json_object_end(&w);
    json_key(&w, "usage");
    json_object_begin(&w);
    json_put_u64(&w, "output_tokens", s->tokens_out);
    json_object_end(&w);
    event_end(&w);
    w = event_begin(&b, "message_stop");
    event_end(&w);
    return buffer_slice(&b);
}

static struct slice whole_body(struct request *r, const struct message_ask *m, const struct said *s)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    put_message(&w, m, s, false);
    return buffer_slice(&b);
}

void anthropic_messages(struct request *r, bool counts_only)
{
    struct message_ask m = {.q.path = r->http->path, .id = new_id(r->f, r->arena, "msg_")};
    if (!may_ask(r, &m) || !read_ask(r, &m, counts_only))
        return;
    if (counts_only) {
        reply(r, 200, arena_printf(r->arena, "{\"input_tokens\":%llu}", (unsigned long long)tokens_of(m.q.bytes)));
        return;
    }
    struct said s = say_something(r, &m.q);
    tell_model(r, &m.q, s.struck && s.fault.status != 0 ? (unsigned)s.fault.status : 200, s.tokens_in);
    if (play_model_fault(r, &s, fault_error))
        return;
    account(r->f, &m);
    struct http_field fields[] = {{SLICE("request-id"), new_id(r->f, r->arena, "req_")},
                                  {SLICE("anthropic-organization-id"), SLICE("00000000-0000-0000-0000-000000000001")}};
    struct http_answer head = {.status = 200,
                               .content_type = m.streams ? SLICE("text/event-stream; charset=utf-8") : SLICE("application/json"),
                               .fields = fields,
                               .field_count = COUNT_OF(fields)};
    send_body(r, &s, &head, m.streams ? stream_body(r, &m, &s) : whole_body(r, &m, &s), m.streams);
}

void anthropic_models(struct request *r)
{
    struct message_ask m = {.streams = false};
    if (may_ask(r, &m))
        reply(r, 200,
              SLICE("{\"data\":[{\"type\":\"model\",\"id\":\"claude-haiku-5-5\",\"display_name\":\"Haiku\",\"created_at\":"
                    "\"2026-10-21T00:00:00Z\"}],\"has_more\":false,\"first_id\":\"claude-haiku-5-5\",\"last_id\":\"claude-haiku-"
                    "5-5\"}"));
}
