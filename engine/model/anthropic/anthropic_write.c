#include "anthropic.h"

#include <parley/anthropic_model.h>

enum { BODY_MAX = 8 << 20 };

/* The end of what stays the same: everything up to here may be kept by the provider. */
static void cache_mark(struct json_write *w)
{
    json_key(w, "cache_control");
    json_object_begin(w);
    json_put_cstr(w, "type", "ephemeral");
    json_object_end(w);
}

struct slice anthropic_write(struct arena *arena, const struct remote_setup *setup, const struct prompt *p)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, BODY_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "model", setup->model);
    json_put_u64(&w, "max_tokens", setup->max_output_tokens);
    json_key(&w, "system");
    json_array_begin(&w);
    json_object_begin(&w);
    json_put_cstr(&w, "type", "text");
    json_put_string(&w, "text", p->system);
    if (!(setup->dialect & REMOTE_NO_CACHE))
        cache_mark(&w);
    json_object_end(&w);
    json_array_end(&w);
    json_key(&w, "messages");
    json_array_begin(&w);
    for (size_t i = 0; i < p->turn_count; i++) {
        json_object_begin(&w);
        json_put_cstr(&w, "role", p->turns[i].by_bot ? "assistant" : "user");
        json_put_string(&w, "content", p->turns[i].text);
        json_object_end(&w);
    }
    json_array_end(&w);
    if (p->schema.len > 0 && !(setup->dialect & REMOTE_NO_SCHEMA)) {
        json_key(&w, "output_config");
        json_object_begin(&w);
        json_key(&w, "format");
        json_object_begin(&w);
        json_put_cstr(&w, "type", "json_schema");
        json_key(&w, "schema");
        remote_write_schema(&w, arena, p->schema);
        json_object_end(&w);
        json_object_end(&w);
    }
    if (setup->streams)
        json_put_bool(&w, "stream", true);
    json_object_end(&w);
    return buffer_slice(&b);
}

static size_t fields(struct outgoing_field *out, const struct remote_setup *s)
{
    out[0] = (struct outgoing_field){SLICE("anthropic-version"), s->version.len ? s->version : SLICE("2023-06-01")};
    return 1;
}

struct model *anthropic_model_create(const struct remote_setup *setup, struct error *e)
{
    static const char *const own[] = {"model", "messages", "system", "stream", "max_tokens", "tools", "output_config", NULL};
    static const struct remote_vendor vendor = {.name = "anthropic",
                                                .base_url = SLICE_INIT("https://api.anthropic.com/v1"),
                                                .path = SLICE_INIT("/messages"),
                                                .key_field = SLICE_INIT("x-api-key"),
                                                .write = anthropic_write,
                                                .fields = fields,
                                                .read = anthropic_read,
                                                .read_event = anthropic_read_event,
                                                .own_members = own};
    return remote_model_create(&vendor, setup, e);
}
