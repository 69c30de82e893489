#include "reading.h"

enum { RETRY_MIN_MS = 500, RETRY_MAX_MS = 5 * 60 * 1000 };

static uint64_t times(uint64_t tokens, int64_t price)
{
    const uint64_t most = UINT64_MAX / 8; /* four of them still fit */
    if (price <= 0 || tokens == 0)
        return 0;
    return (uint64_t)price > most / tokens ? most : tokens * (uint64_t)price;
}

/* Rounded up: what is spent is never told too low. */
static struct money money_of(uint64_t millionths, uint16_t currency)
{
    return (struct money){(int64_t)(millionths / 1000000 + (millionths % 1000000 != 0)), currency};
}

struct money usage_cost(const struct usage *u, const struct remote_prices *p)
{
    return money_of(times(u->input, p->input) + times(u->cached, p->cached) + times(u->cache_write, p->cache_write) +
                        times(u->output, p->output),
                    p->currency);
}

struct money cost_most(uint64_t tokens_in, uint64_t tokens_out, const struct remote_prices *p)
{
    int64_t dearest = p->input;
    dearest = p->cached > dearest ? p->cached : dearest;
    dearest = p->cache_write > dearest ? p->cache_write : dearest;
    return money_of(times(tokens_in, dearest) + times(tokens_out, p->output), p->currency);
}

static bool milliseconds(uint64_t *out, struct slice s, uint64_t unit)
{
    struct slice whole, rest = s, part;
    uint64_t tenths = 0;
    if (!slice_next(&whole, &rest, '.') || !slice_to_u64(out, whole))
        return false;
    part = slice_sub(rest, 0, 1);
    if (part.len > 0 && !slice_to_u64(&tenths, part))
        return false;
    *out = *out > RETRY_MAX_MS ? RETRY_MAX_MS : *out;
    *out = *out * unit + tenths * unit / 10;
    return true;
}

struct duration retry_after(const struct outgoing_answer *a, struct duration otherwise)
{
    uint64_t ms;
    if (!milliseconds(&ms, outgoing_field_of(a, SLICE("retry-after-ms")), 1) &&
        !milliseconds(&ms, outgoing_field_of(a, SLICE("retry-after")), 1000))
        ms = otherwise.ns / 1000000;
    return DURATION_MS(ms < RETRY_MIN_MS ? RETRY_MIN_MS : ms > RETRY_MAX_MS ? RETRY_MAX_MS : ms);
}

static void write_value(struct json_write *w, const struct json *v)
{
    switch (v->kind) {
    case JSON_KIND_NULL:
    case JSON_KIND_REAL: json_add_null(w); return;
    case JSON_KIND_BOOL: json_add_bool(w, v->truth); return;
    case JSON_KIND_INTEGER: json_add_i64(w, v->integer); return;
    case JSON_KIND_STRING: json_add_string(w, v->text); return;
    case JSON_KIND_ARRAY: json_array_begin(w); break;
    case JSON_KIND_OBJECT: json_object_begin(w); break;
    }
    for (const struct json *c = v->child; c != NULL; c = c->next) {
        char key[64];
        if (v->kind == JSON_KIND_OBJECT) {
            must(c->key.len < sizeof key);
            memcpy(key, c->key.at, c->key.len);
            key[c->key.len] = '\0';
            json_key(w, key);
        }
        write_value(w, c);
    }
    if (v->kind == JSON_KIND_ARRAY)
        json_array_end(w);
    else
        json_object_end(w);
}

void remote_write_schema(struct json_write *w, struct arena *arena, struct slice schema)
{
    struct json *j = NULL;
    must(json_read(&j, arena, schema, (struct place){SLICE_NONE, 1, 1}, NULL) == OK); /* it is ours */
    write_value(w, j);
}
