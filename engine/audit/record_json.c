#include <parley/audit.h>

#include <parley/json_lines.h>
#include <parley/json_write.h>

static const char hex_digits[] = "0123456789abcdef";

static void put_hex(struct json_write *w, const char *key, struct arena *arena, struct slice bytes)
{
    char *at = arena_alloc(arena, bytes.len * 2 + 1);
    for (size_t i = 0; i < bytes.len; i++) {
        at[2 * i] = hex_digits[(unsigned char)bytes.at[i] >> 4];
        at[2 * i + 1] = hex_digits[(unsigned char)bytes.at[i] & 15];
    }
    json_put_string(w, key, (struct slice){at, bytes.len * 2});
}

void audit_record_write(struct buffer *out, const struct audit_record *r)
{
    struct json_write w;
    json_begin(&w, out);
    json_object_begin(&w);
    json_put_u64(&w, "sequence", r->sequence);
    json_put_string(&w, "previous", digest_hex(out->arena, r->previous));
    json_put_string(&w, "hash", digest_hex(out->arena, r->hash));
    json_put_cstr(&w, "kind", audit_kind_name(r->kind));
    json_put_i64(&w, "at_ms", r->at.ms);
    json_put_u64(&w, "contact", r->contact.n);
    json_put_u64(&w, "conversation", r->conversation.n);
    json_put_u64(&w, "turn", r->turn.n);
    json_put_string(&w, "rule", r->rule);
    json_put_string(&w, "facts", r->facts);
    put_hex(&w, "sealed", out->arena, r->sealed);
    json_object_end(&w);
}

static bool get_number(uint64_t *out, const struct json *j, const char *key)
{
    const struct json *n = json_get(j, key);
    if (n == NULL || n->kind != JSON_KIND_INTEGER || n->integer < 0)
        return false;
    *out = (uint64_t)n->integer;
    return true;
}

static bool get_kind(enum audit_kind *out, const struct json *j)
{
    struct slice name = json_text(json_get(j, "kind"));
    for (unsigned i = 0; i < AUDIT_KIND_COUNT; i++)
        if (slice_eq(name, slice_from(audit_kind_name((enum audit_kind)i)))) {
            *out = (enum audit_kind)i;
            return true;
        }
    return false;
}

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool get_hex(struct slice *out, struct arena *arena, const struct json *j, const char *key)
{
    struct slice hex = json_text(json_get(j, key));
    if (hex.len % 2 != 0)
        return false;
    char *at = arena_alloc(arena, hex.len / 2 + 1);
    for (size_t i = 0; i < hex.len / 2; i++) {
        int high = nibble(hex.at[2 * i]), low = nibble(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        at[i] = (char)(high * 16 + low);
    }
    *out = (struct slice){at, hex.len / 2};
    return true;
}

enum code audit_record_read(struct audit_record *out, struct arena *arena, struct slice line, struct place at, struct error *e)
{
    struct json *j = NULL;
    struct audit_record r = {0};
    enum code code = json_read(&j, arena, line, at, e);
    if (code != OK)
        return code;
    const struct json *when = json_get(j, "at_ms");
    bool good = get_number(&r.sequence, j, "sequence") && get_number(&r.contact.n, j, "contact") &&
                get_number(&r.conversation.n, j, "conversation") && get_number(&r.turn.n, j, "turn") && get_kind(&r.kind, j) &&
                when != NULL && when->kind == JSON_KIND_INTEGER &&
                digest_from_hex(&r.previous, json_text(json_get(j, "previous"))) &&
                digest_from_hex(&r.hash, json_text(json_get(j, "hash"))) && get_hex(&r.sealed, arena, j, "sealed");
    if (!good)
        return fail_at(e, BAD_INPUT, at, "is not an audit record; write the lines that parley audit show --json prints");
    r.at.ms = when->integer;
    r.rule = json_text(json_get(j, "rule"));
    r.facts = json_text(json_get(j, "facts"));
    *out = r;
    return OK;
}
