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

static enum code number_field(uint64_t *out, const struct json *line, const char *key, uint64_t or_else, uint64_t min,
                              uint64_t max, struct place at, struct error *e)
{
    const struct json *value = json_get(line, key);
    *out = value != NULL ? json_u64(value) : or_else;
    if (value != NULL && (value->kind != JSON_KIND_INTEGER || value->integer < 0 || *out < min || *out > max))
        return fail_at(e, BAD_INPUT, at, "%s: is not a whole number from %llu to %llu", key, (unsigned long long)min,
                       (unsigned long long)max);
    return OK;
}

static enum code read_message(struct chat_line *out, const struct json *line, struct place at, struct error *e)
{
    struct slice from, text;
    struct inbound *m = &out->message;
    enum code code;
    if ((code = short_field(&m->provider_id, line, "id", true, at, e)) != OK ||
        (code = short_field(&from, line, "from", true, at, e)) != OK ||
        (code = short_field(&out->tenant, line, "tenant", false, at, e)) != OK ||
        (code = short_field(&m->unreadable, line, "unreadable", false, at, e)) != OK ||
        (code = field(&text, line, "text", m->unreadable.len == 0, at, e)) != OK)
        return code;
    m->address = private_hide(from);
    m->text = private_hide(text);
    return OK;
}

static const struct {
    struct slice kind;
    enum send_state state;
} receipts[] = {{SLICE_INIT("shown"), SEND_ACCEPTED}, {SLICE_INIT("refused"), SEND_REFUSED}, {SLICE_INIT("retry"), SEND_INTENT}};

static enum code read_receipt(struct chat_line *out, const struct json *line, struct slice kind, struct place at, struct error *e)
{
    struct chat_receipt *r = &out->receipt;
    enum code code;
    out->is_receipt = true;
    for (size_t i = 0; i < sizeof receipts / sizeof receipts[0]; i++)
        if (slice_eq(kind, receipts[i].kind)) {
            r->state = receipts[i].state;
            if ((code = short_field(&r->key, line, "key", true, at, e)) != OK ||
                (code = short_field(&r->reason, line, "reason", false, at, e)) != OK ||
                (code = number_field(&r->attempt, line, "attempt", 1, 1, UINT32_MAX, at, e)) != OK ||
                (code = number_field(&r->after_ms, line, "after_ms", 1000, 0, CHAT_RETRY_MS_MAX, at, e)) != OK)
                return code;
            return OK;
        }
    return fail_at(e, BAD_INPUT, at, "kind: \"" SLICE_FMT "\" is not known; write message, shown, refused or retry",
                   SLICE_ARG(kind));
}

enum code chat_line_read(struct chat_line *out, struct arena *a, struct slice bytes, struct place at, struct error *e)
{
    struct json *line;
    struct slice kind;
    enum code code = json_read(&line, a, bytes, at, e);
    *out = (struct chat_line){.message = {.channel = CHANNEL_CHAT}};
    if (code != OK)
        return code;
    if (line->kind != JSON_KIND_OBJECT)
        return fail_at(e, BAD_INPUT, at, "is not a JSON object; write {\"id\": \"...\", \"from\": \"...\", \"text\": \"...\"}");
    if ((code = short_field(&kind, line, "kind", false, at, e)) != OK)
        return code;
    return kind.len == 0 || slice_eq(kind, SLICE("message")) ? read_message(out, line, at, e)
                                                             : read_receipt(out, line, kind, at, e);
}
