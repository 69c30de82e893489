#include "anthropic.h"

#include <ctype.h>

static struct slice lower(struct arena *arena, struct slice s)
{
    char *at = arena_alloc(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        at[i] = (char)tolower((unsigned char)s.at[i]);
    return (struct slice){at, s.len};
}

static enum trouble trouble_of_type(struct slice type)
{
    static const struct {
        struct slice type;
        enum trouble trouble;
    } rows[] = {
        {SLICE_INIT("rate_limit_error"), TROUBLE_BUSY},
        {SLICE_INIT("overloaded_error"), TROUBLE_AWAY},
        {SLICE_INIT("api_error"), TROUBLE_AWAY},
        {SLICE_INIT("timeout_error"), TROUBLE_AWAY},
        {SLICE_INIT("conflict_error"), TROUBLE_AWAY},
        {SLICE_INIT("authentication_error"), TROUBLE_SETUP},
        {SLICE_INIT("permission_error"), TROUBLE_SETUP},
        {SLICE_INIT("not_found_error"), TROUBLE_SETUP},
        {SLICE_INIT("billing_error"), TROUBLE_MONEY},
        {SLICE_INIT("invalid_request_error"), TROUBLE_REQUEST},
        {SLICE_INIT("request_too_large"), TROUBLE_REQUEST},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (slice_eq(type, rows[i].type))
            return rows[i].trouble;
    return TROUBLE_NONE;
}

/* A spend limit comes as 429 with a code, and as 400 of which only the message tells. */
static bool is_about_money(struct reading *r, const struct json *error, struct slice code)
{
    struct slice said = lower(r->arena, reading_text(json_get(error, "message")));
    if (slice_eq(code, SLICE("enforced_spend_limit_reached")) || slice_eq(code, SLICE("contract_spend_limit_reached")))
        return true;
    return r->status == 400 && (slice_has(said, SLICE("spend limit")) || slice_has(said, SLICE("credit balance")) ||
                                slice_has(said, SLICE("usage limit")));
}

static void read_error(struct reading *r, const struct json *error)
{
    struct slice type = reading_word(r->arena, json_get(error, "type")),
                 code = reading_word(r->arena, json_get(json_get(error, "details"), "error_code"));
    enum trouble t = is_about_money(r, error, code) ? TROUBLE_MONEY : trouble_of_type(type);
    if (t == TROUBLE_NONE) /* a server that only speaks alike, or a new type */
        t = r->status / 100 == 2 ? TROUBLE_AWAY : trouble_of_status(r->status);
    if (t == TROUBLE_REQUEST && r->status == 404)
        t = TROUBLE_SETUP;
    reading_fail(r, t, code.len ? code : type);
}

/* Of a stream the members that are there and not null replace those before: they are sums. */
static void read_usage(struct usage *u, const struct json *j)
{
    const struct {
        const char *key;
        uint64_t *to;
    } rows[] = {{"input_tokens", &u->input},
                {"cache_read_input_tokens", &u->cached},
                {"cache_creation_input_tokens", &u->cache_write},
                {"output_tokens", &u->output}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *n = json_get(j, rows[i].key);
        if (n == NULL || n->kind != JSON_KIND_INTEGER)
            continue;
        *rows[i].to = json_u64(n);
        u->known = true;
    }
}

static void read_stop(struct reading *r, struct slice why)
{
    if (why.len == 0)
        return;
    r->stop_said = true;
    if (slice_eq(why, SLICE("max_tokens")) || slice_eq(why, SLICE("model_context_window_exceeded")))
        r->cut = true;
    else if (slice_eq(why, SLICE("refusal")))
        reading_fail(r, TROUBLE_REFUSED, SLICE("refusal"));
    else if (!slice_eq(why, SLICE("end_turn")) && !slice_eq(why, SLICE("stop_sequence")))
        reading_fail(r, TROUBLE_GARBAGE, SLICE("stop_reason"));
}

/* Thinking is not said; tools were not offered. */
static void read_block(struct reading *r, const struct json *block)
{
    struct slice type = reading_text(json_get(block, "type"));
    if (slice_eq(type, SLICE("text")))
        buffer_add(&r->text, reading_text(json_get(block, "text")));
    else if (slice_eq(type, SLICE("tool_use")))
        reading_fail(r, TROUBLE_GARBAGE, SLICE("tool_use"));
}

static const struct json *read_any(struct reading *r, struct slice text)
{
    struct json *j = NULL;
    if (json_read(&j, r->arena, text, (struct place){SLICE_NONE, 1, 1}, NULL) != OK || j->kind != JSON_KIND_OBJECT) {
        if (r->status / 100 == 2)
            reading_fail(r, TROUBLE_GARBAGE, SLICE("no_json"));
        return NULL;
    }
    const struct json *error = json_get(j, "error");
    if (error != NULL && error->kind != JSON_KIND_NULL) {
        read_error(r, error);
        return NULL;
    }
    return j;
}

void anthropic_read(struct reading *r, struct slice body)
{
    const struct json *j = read_any(r, body), *content = json_get(j, "content");
    if (j == NULL || r->status / 100 != 2)
        return;
    read_usage(&r->usage, json_get(j, "usage"));
    for (const struct json *b = content != NULL && content->kind == JSON_KIND_ARRAY ? content->child : NULL; b != NULL;
         b = b->next)
        read_block(r, b);
    read_stop(r, reading_text(json_get(j, "stop_reason")));
    r->ended = r->stop_said;
}

bool anthropic_read_event(struct reading *r, struct slice event, struct slice data)
{
    const struct json *j = read_any(r, data);
    struct slice type = reading_text(json_get(j, "type"));
    if (j == NULL)
        return false;
    type = type.len ? type : event;
    if (slice_eq(type, SLICE("message_start")))
        read_usage(&r->usage, json_get(json_get(j, "message"), "usage"));
    else if (slice_eq(type, SLICE("content_block_start")))
        read_block(r, json_get(j, "content_block"));
    else if (slice_eq(type, SLICE("content_block_delta"))) {
        const struct json *delta = json_get(j, "delta");
        if (slice_eq(reading_text(json_get(delta, "type")), SLICE("text_delta")))
            buffer_add(&r->text, reading_text(json_get(delta, "text")));
    } else if (slice_eq(type, SLICE("message_delta"))) {
        read_usage(&r->usage, json_get(j, "usage"));
        read_stop(r, reading_text(json_get(json_get(j, "delta"), "stop_reason")));
    } else if (slice_eq(type, SLICE("message_stop"))) {
        r->ended = r->stop_said;
        return false;
    } else if (slice_eq(type, SLICE("error")))
        reading_fail(r, TROUBLE_AWAY, SLICE("error"));
    return r->trouble == TROUBLE_NONE;
}
