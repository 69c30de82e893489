#include "parts.h"

#include <stdarg.h>
#include <stdio.h>

enum { PROBLEM_MAX = 4096 };

static const struct {
    unsigned status;
    const char *title;
} titles[] = {{400, "Bad Request"},
              {401, "Unauthorized"},
              {403, "Forbidden"},
              {404, "Not Found"},
              {405, "Method Not Allowed"},
              {406, "Not Acceptable"},
              {409, "Conflict"},
              {413, "Content Too Large"},
              {415, "Unsupported Media Type"},
              {422, "Unprocessable Content"},
              {429, "Too Many Requests"},
              {500, "Internal Server Error"},
              {503, "Service Unavailable"},
              {504, "Gateway Timeout"}};

static const char *title_of(unsigned status)
{
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (titles[i].status == status)
            return titles[i].title;
    return "Error";
}

size_t cors_fields(struct http_field out[4], const struct call *c)
{
    if (c->origin.len == 0)
        return 0;
    out[0] = (struct http_field){SLICE("Access-Control-Allow-Origin"), c->origin};
    out[1] = (struct http_field){SLICE("Vary"), SLICE("Origin")};
    out[2] = (struct http_field){SLICE("Access-Control-Expose-Headers"), SLICE("Retry-After")};
    return 3;
}

static void answer(struct call *c, unsigned status, struct slice type, struct slice body, const struct http_field *more)
{
    struct http_field fields[8];
    size_t count = cors_fields(fields, c);
    fields[count++] = (struct http_field){SLICE("Cache-Control"), SLICE("no-store")};
    fields[count++] = (struct http_field){SLICE("X-Content-Type-Options"), SLICE("nosniff")};
    if (more != NULL)
        fields[count++] = *more;
    http_answer(c->x, &(struct http_answer){
                          .status = status, .content_type = type, .body = body, .fields = fields, .field_count = count});
}

void answer_json(struct call *c, unsigned status, struct slice json)
{
    answer(c, status, SLICE("application/json"), json, NULL);
}

void answer_text(struct call *c, unsigned status, const char *content_type, struct slice body)
{
    answer(c, status, slice_from(content_type), body, NULL);
}

void answer_empty(struct call *c, unsigned status)
{
    answer(c, status, SLICE_NONE, SLICE_NONE, NULL);
}

static void put_problem(struct json_write *w, unsigned status, struct slice detail)
{
    json_object_begin(w);
    json_put_cstr(w, "type", "about:blank");
    json_put_cstr(w, "title", title_of(status));
    json_put_u64(w, "status", status);
    json_put_string(w, "detail", detail);
    json_object_end(w);
}

static void put_or_null(struct json_write *w, const char *key, const char *value)
{
    json_key(w, key);
    if (value != NULL)
        json_add_string(w, slice_from(value));
    else
        json_add_null(w);
}

/* As the clients of that door read it; their classes of errors come from the status. */
static void put_error(struct json_write *w, unsigned status, const char *code, const char *param, struct slice message)
{
    json_object_begin(w);
    json_key(w, "error");
    json_object_begin(w);
    json_put_string(w, "message", message);
    json_put_cstr(w, "type", status == 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "server_error");
    put_or_null(w, "param", param);
    put_or_null(w, "code", code);
    json_object_end(w);
    json_object_end(w);
}

static bool at_openai_door(const struct call *c)
{
    return slice_starts(c->request->path, SLICE("/v1/"));
}

static const char *usual_code(unsigned status)
{
    return status == 404 ? "unknown_url" : status == 429 ? "rate_limit_exceeded" : NULL;
}

static void refuse(struct call *c, unsigned status, const char *code, const char *param, struct slice text,
                   const struct http_field *more)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, c->arena, PROBLEM_MAX);
    json_begin(&w, &b);
    if (at_openai_door(c))
        put_error(&w, status, code, param, text);
    else
        put_problem(&w, status, text);
    api_note(c->api, "api.refused status=%u operation=%s", status, c->route != NULL ? c->route->id : "none");
    answer(c, status, at_openai_door(c) ? SLICE("application/json") : SLICE("application/problem+json"), buffer_slice(&b), more);
}

static void count_refusal(struct api *a, unsigned status)
{
    a->counts[COUNT_MALFORMED] += status == 400 || status == 413 || status == 422;
    a->counts[COUNT_UNAUTHORISED] += status == 401 || status == 403;
    a->counts[COUNT_LIMITED] += status == 429;
}

void answer_error(struct call *c, unsigned status, const char *code, const char *param, const char *message)
{
    count_refusal(c->api, status);
    refuse(c, status, code, param, slice_from(message), NULL);
}

void answer_problem(struct call *c, unsigned status, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list list;
    va_start(list, format);
    int len = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    size_t size = len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    count_refusal(c->api, status);
    refuse(c, status, usual_code(status), NULL, (struct slice){text, size}, NULL);
}

void answer_later(struct call *c, unsigned status, uint64_t retry_after_s, const char *what)
{
    struct http_field retry = {SLICE("Retry-After"), arena_printf(c->arena, "%llu", (unsigned long long)retry_after_s)};
    count_refusal(c->api, status);
    refuse(c, status, usual_code(status), NULL, slice_from(what), &retry);
}
