#include <parley/chat_channel.h>

static enum code field(struct slice *out, const struct json *line, const char *key, bool required, struct place at,
                       struct error *e)
{
    const struct json *value = json_get(line, key);
    *out = SLICE_NONE;
    if (value == NULL)
        return required ? fail_at(e, BAD_INPUT, at, "%s: is missing; add \"%s\": \"...\"", key, key) : OK;
    if (value->kind != JSON_KIND_STRING || value->text.len == 0)
        return fail_at(e, BAD_INPUT, at, "%s: is not a text; write \"%s\": \"...\"", key, key);
    *out = value->text;
    return OK;
}

static enum code short_field(struct slice *out, const struct json *line, const char *key, bool required, struct place at,
                             struct error *e)
{
    enum code code = field(out, line, key, required, at, e);
    if (code == OK && out->len > CHAT_FIELD_MAX)
        return fail_at(e, BAD_INPUT, at, "%s: has %zu bytes; %d at most", key, out->len, CHAT_FIELD_MAX);
    return code;
}

enum code chat_line_read(struct inbound *out, struct slice *tenant, struct arena *a, struct slice bytes, struct place at,
                         struct error *e)
{
    struct json *line;
    struct slice from, text;
    enum code code = json_read(&line, a, bytes, at, e);
    *out = (struct inbound){.channel = CHANNEL_CHAT};
    if (code != OK)
        return code;
    if (line->kind != JSON_KIND_OBJECT)
        return fail_at(e, BAD_INPUT, at, "is not a JSON object; write {\"id\": \"...\", \"from\": \"...\", \"text\": \"...\"}");
    if ((code = short_field(&out->provider_id, line, "id", true, at, e)) != OK ||
        (code = short_field(&from, line, "from", true, at, e)) != OK ||
        (code = short_field(tenant, line, "tenant", false, at, e)) != OK ||
        (code = short_field(&out->unreadable, line, "unreadable", false, at, e)) != OK ||
        (code = field(&text, line, "text", out->unreadable.len == 0, at, e)) != OK)
        return code;
    out->address = private_hide(from);
    out->text = private_hide(text);
    return OK;
}
