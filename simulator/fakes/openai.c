/* OpenAI's Chat Completions and model list. */
#include "said.h"

#include <stdlib.h>

static struct slice error_json(struct arena *a, const char *type, const char *code, const char *param, const char *message)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, a, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_key(&w, "error");
    json_object_begin(&w);
    json_put_cstr(&w, "message", message);
    json_put_cstr(&w, "type", type);
    json_key(&w, "param");
    if (param != NULL)
        json_add_string(&w, slice_from(param));
    else
        json_add_null(&w);
    json_key(&w, "code");
    if (code != NULL)
        json_add_string(&w, slice_from(code));
    else
        json_add_null(&w);
    json_object_end(&w);
    json_object_end(&w);
    return buffer_slice(&b);
}

void openai_refuse(struct request *r, unsigned status, const char *type, const char *code, const char *param, const char *message)
{
    struct http_field id = {SLICE("x-request-id"), new_id(r->f, r->arena, "req_")};
    r->f->refused++;
    reply_with(r, &(struct http_answer){.status = status,
                                        .content_type = SLICE("application/json"),
                                        .body = error_json(r->arena, type, code, param, message),
                                        .fields = &id,
                                        .field_count = 1});
}

bool openai_key(struct request *r)
{
    struct slice given = http_field_of(r->http, SLICE("authorization"));
    if (slice_starts(given, SLICE("Bearer ")) && given.len > 7)
        return true;
    openai_refuse(r, 401, "invalid_request_error", "invalid_api_key", NULL, "You didn't provide an API key.");
    return false;
}

static struct slice fault_error(struct request *r, unsigned status, const struct fault *f)
{
    const char *own = f->error_code[0] != '\0' ? f->error_code : NULL;
    switch (status) {
    case 400:
        return error_json(r->arena, "invalid_request_error", own != NULL ? own : "invalid_value", NULL, "as it was asked for");
    case 401:
        return error_json(r->arena, "invalid_request_error", own != NULL ? own : "invalid_api_key", NULL, "as it was asked for");
    case 404:
        return error_json(r->arena, "invalid_request_error", own != NULL ? own : "model_not_found", NULL, "as it was asked for");
    case 429: {
        bool quota = own != NULL && slice_eq(slice_from(own), SLICE("insufficient_quota"));
        return error_json(r->arena, quota ? "insufficient_quota" : "requests", own != NULL ? own : "rate_limit_exceeded", NULL,
                          "as it was asked for");
    }
    case 503:
        return error_json(r->arena, "service_unavailable_error", own != NULL ? own : "server_is_overloaded", NULL,
                          "as it was asked for");
    default: return error_json(r->arena, "server_error", own, NULL, "as it was asked for");
    }
}

/* -- the answer
 * -------------------------------------------------------------------------------------------------------------------- */

struct chat {
    struct asked q;
    bool streams, wants_usage;
    struct slice id;
    int64_t at_s;
};

static const char *finish_of(enum said_stop stop)
{
    static const char *const names[] = {"stop", "length", "content_filter"};
    return names[stop];
}

static void put_usage(struct json_write *w, const struct said *s)
{
    json_key(w, "usage");
    json_object_begin(w);
    json_put_u64(w, "prompt_tokens", s->tokens_in);
    json_put_u64(w, "completion_tokens", s->tokens_out);
    json_put_u64(w, "total_tokens", s->tokens_in + s->tokens_out);
    json_key(w, "prompt_tokens_details");
    json_object_begin(w);
    json_put_u64(w, "cached_tokens", 0);
    json_put_u64(w, "audio_tokens", 0);
    json_object_end(w);
    json_key(w, "completion_tokens_details");
    json_object_begin(w);
    json_put_u64(w, "reasoning_tokens", 0);
    json_object_end(w);
    json_object_end(w);
}

static void open_chunk(struct json_write *w, struct buffer *b, const struct chat *c, const char *object)
{
    json_begin(w, b);
    json_object_begin(w);
    json_put_string(w, "id", c->id);
    json_put_cstr(w, "object", object);
    json_put_i64(w, "created", c->at_s);
    json_put_string(w, "model", c->q.model);
    json_put_cstr(w, "service_tier", "default");
    json_key(w, "choices");
    json_array_begin(w);
}

static struct slice whole_body(struct arena *a, const struct chat *c, const struct said *s)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, a, ANSWER_MAX);
    open_chunk(&w, &b, c, "chat.completion");
    json_object_begin(&w);
    json_put_u64(&w, "index", 0);
    json_key(&w, "message");
    json_object_begin(&w);
    json_put_cstr(&w, "role", "assistant");
    json_key(&w, "content");
    if (s->stop == SAID_REFUSES)
        json_add_null(&w);
    else
        json_add_string(&w, s->text);
    json_key(&w, "refusal");
    if (s->stop == SAID_REFUSES)
        json_add_string(&w, SLICE("I can't help with that."));
    else
        json_add_null(&w);
    json_key(&w, "annotations");
    json_array_begin(&w);
    json_array_end(&w);
    json_object_end(&w);
    json_key(&w, "logprobs");
    json_add_null(&w);
    json_put_cstr(&w, "finish_reason", finish_of(s->stop));
    json_object_end(&w);
    json_array_end(&w);
    put_usage(&w, s);
    json_object_end(&w);
    return buffer_slice(&b);
}

/* One chunk of the stream. `finish` NULL: none yet. */
static void add_chunk(struct buffer *b, const struct chat *c, const char *key, struct slice value, const char *finish)
{
    struct json_write w;
    buffer_add(b, SLICE("data: "));
    open_chunk(&w, b, c, "chat.completion.chunk");
    json_object_begin(&w);
    json_put_u64(&w, "index", 0);
    json_key(&w, "delta");
    json_object_begin(&w);
    if (key != NULL)
        json_put_string(&w, key, value);
    json_object_end(&w);
    json_key(&w, "logprobs");
    json_add_null(&w);
    json_key(&w, "finish_reason");
    if (finish != NULL)
        json_add_string(&w, slice_from(finish));
    else
        json_add_null(&w);
    json_object_end(&w);
    json_array_end(&w);
    if (c->wants_usage) {
        json_key(&w, "usage");
        json_add_null(&w);
    }
    json_object_end(&w);
    buffer_add(b, SLICE("\n\n"));
}

static struct slice stream_body(struct arena *a, const struct chat *c, const struct said *s)
{
    struct buffer b;
    struct slice rest = s->text;
    buffer_init(&b, a, ANSWER_MAX);
    add_chunk(&b, c, "role", SLICE("assistant"), NULL);
    while (rest.len > 0) { /* a word a chunk */
        size_t n = 1;
        while (n < rest.len && rest.at[n] != ' ')
            n++;
        add_chunk(&b, c, "content", slice_sub(rest, 0, n), NULL);
        rest = slice_after(rest, n);
        if (s->struck && s->fault.way == FAULT_ERROR_EVENT && rest.len < s->text.len / 2) {
            buffer_add(&b, SLICE("data: "));
            buffer_add(&b, error_json(a, "server_error", NULL, NULL, "as it was asked for"));
            buffer_add(&b, SLICE("\n\n"));
            return buffer_slice(&b);
        }
    }
    if (s->stop == SAID_REFUSES)
        add_chunk(&b, c, "refusal", SLICE("I can't help with that."), NULL);
    add_chunk(&b, c, NULL, SLICE_NONE, finish_of(s->stop));
    if (c->wants_usage) {
        struct json_write w;
        buffer_add(&b, SLICE("data: "));
        open_chunk(&w, &b, c, "chat.completion.chunk");
        json_array_end(&w);
        put_usage(&w, s);
        json_object_end(&w);
        buffer_add(&b, SLICE("\n\n"));
    }
    buffer_add(&b, SLICE("data: [DONE]\n\n"));
    return buffer_slice(&b);
}

/* -- the request
 * ------------------------------------------------------------------------------------------------------------------- */

static bool read_messages(struct request *r, struct chat *c, const struct json *body)
{
    static const char *const roles[] = {"developer", "system", "user", "assistant", "tool"};
    const struct json *messages = json_get(body, "messages");
    if (messages == NULL || messages->kind != JSON_KIND_ARRAY || messages->count == 0) {
        openai_refuse(r, 400, "invalid_request_error", messages == NULL ? "missing_required_parameter" : "invalid_value",
                      "messages", "messages must be a list with at least one message");
        return false;
    }
    for (const struct json *m = messages->child; m != NULL; m = m->next) {
        struct slice role = json_text(json_get(m, "role")), text = content_text(r->arena, json_get(m, "content"));
        size_t k = 0;
        while (k < COUNT_OF(roles) && !slice_eq(role, slice_from(roles[k])))
            k++;
        if (k == COUNT_OF(roles)) {
            openai_refuse(r, 400, "invalid_request_error", "invalid_value", "messages[].role", "this role is not supported");
            return false;
        }
        c->q.bytes += text.len;
        if (k < 2)
            c->q.system = text;
        else if (k == 2)
            c->q.newest = text;
    }
    return true;
}

void openai_chat(struct request *r)
{
    struct json *body;
    struct error e;
    struct chat c = {.q.path = r->http->path, .id = new_id(r->f, r->arena, "chatcmpl-"), .at_s = wall_ms(r->f) / 1000};
    if (!openai_key(r))
        return;
    if (json_read(&body, r->arena, r->http->body, (struct place){SLICE("body"), 1, 1}, &e) != OK ||
        body->kind != JSON_KIND_OBJECT) {
        openai_refuse(r, 400, "invalid_request_error", NULL, NULL, "We could not parse the JSON body of your request.");
        return;
    }
    c.q.model = json_text(json_get(body, "model"));
    if (c.q.model.len == 0) {
        openai_refuse(r, 400, "invalid_request_error", "missing_required_parameter", "model",
                      "you must provide a model parameter");
        return;
    }
    if (!read_messages(r, &c, body))
        return;
    const struct json *stream = json_get(body, "stream"), *usage = json_get(json_get(body, "stream_options"), "include_usage");
    c.streams = stream != NULL && stream->truth;
    c.wants_usage = usage != NULL && usage->truth;
    c.q.tokens_max =
        json_u64(json_get(body, json_get(body, "max_completion_tokens") != NULL ? "max_completion_tokens" : "max_tokens"));
    struct said s = say_something(r, &c.q);
    tell_model(r, &c.q, s.struck && s.fault.status != 0 ? (unsigned)s.fault.status : 200, s.tokens_in);
    if (play_model_fault(r, &s, fault_error))
        return;
    struct http_field fields[] = {{SLICE("x-request-id"), new_id(r->f, r->arena, "req_")},
                                  {SLICE("openai-processing-ms"), SLICE("5")},
                                  {SLICE("openai-version"), SLICE("2020-10-01")}};
    struct http_answer head = {.status = 200,
                               .content_type = c.streams ? SLICE("text/event-stream; charset=utf-8") : SLICE("application/json"),
                               .fields = fields,
                               .field_count = COUNT_OF(fields)};
    send_body(r, &s, &head, c.streams ? stream_body(r->arena, &c, &s) : whole_body(r->arena, &c, &s), c.streams);
}

void openai_models(struct request *r)
{
    if (openai_key(r))
        reply(r, 200,
              SLICE("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-5.4-mini\",\"object\":\"model\",\"created\":1790000000,\"owned_"
                    "by\":"
                    "\"system\"},{\"id\":\"text-embedding-3-small\",\"object\":\"model\",\"created\":1790000000,\"owned_by\":"
                    "\"system\"}]}"));
}
