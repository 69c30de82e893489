#include "openai.h"

#include <parley/openai_model.h>

enum { BODY_MAX = 8 << 20 };

static void message(struct json_write *w, const char *role, struct slice text)
{
    json_object_begin(w);
    json_put_cstr(w, "role", role);
    json_put_string(w, "content", text);
    json_object_end(w);
}

static void response_format(struct json_write *w, struct arena *arena, const struct prompt *p)
{
    json_key(w, "response_format");
    json_object_begin(w);
    json_put_cstr(w, "type", "json_schema");
    json_key(w, "json_schema");
    json_object_begin(w);
    json_put_string(w, "name", p->schema_name);
    json_put_bool(w, "strict", true);
    json_key(w, "schema");
    remote_write_schema(w, arena, p->schema);
    json_object_end(w);
    json_object_end(w);
}

struct slice openai_write(struct arena *arena, const struct remote_setup *setup, const struct prompt *p)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, BODY_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "model", setup->model);
    json_key(&w, "messages");
    json_array_begin(&w);
    message(&w, setup->dialect & REMOTE_DEVELOPER_ROLE ? "developer" : "system", p->system);
    for (size_t i = 0; i < p->turn_count; i++)
        message(&w, p->turns[i].by_bot ? "assistant" : "user", p->turns[i].text);
    json_array_end(&w);
    json_put_u64(&w, setup->dialect & REMOTE_OLD_TOKEN_LIMIT ? "max_tokens" : "max_completion_tokens", setup->max_output_tokens);
    if (p->schema.len > 0 && !(setup->dialect & REMOTE_NO_SCHEMA))
        response_format(&w, arena, p);
    if (setup->streams) {
        json_put_bool(&w, "stream", true);
        if (!(setup->dialect & REMOTE_NO_USAGE_OPTION)) {
            json_key(&w, "stream_options");
            json_object_begin(&w);
            json_put_bool(&w, "include_usage", true);
            json_object_end(&w);
        }
    }
    json_object_end(&w);
    return buffer_slice(&b);
}

static size_t fields(struct outgoing_field *out, const struct remote_setup *s)
{
    size_t n = 0;
    if (s->organisation.len)
        out[n++] = (struct outgoing_field){SLICE("OpenAI-Organization"), s->organisation};
    if (s->project.len)
        out[n++] = (struct outgoing_field){SLICE("OpenAI-Project"), s->project};
    return n;
}

struct model *openai_model_create(const struct remote_setup *setup, struct error *e)
{
    static const char *const own[] = {
        "model", "messages", "stream", "stream_options", "response_format", "max_tokens", "max_completion_tokens",
        "n",     "tools",    NULL};
    static const struct remote_vendor vendor = {.name = "openai",
                                                .base_url = SLICE_INIT("https://api.openai.com/v1"),
                                                .path = SLICE_INIT("/chat/completions"),
                                                .write = openai_write,
                                                .fields = fields,
                                                .read = openai_read,
                                                .read_event = openai_read_event,
                                                .own_members = own};
    return remote_model_create(&vendor, setup, e);
}
