/* JSON Web Tokens, HS256 only: the algorithm is ours, never the token's. Facts: RFC 7515, 7519. */
#include "parts.h"

#include <openssl/evp.h>

enum { TOKEN_MAX = 2048, TOKEN_S = 900, LEEWAY_S = 30 };

static struct slice encode(struct arena *a, struct slice bytes)
{
    size_t room = (bytes.len + 2) / 3 * 4 + 1;
    unsigned char *out = arena_alloc(a, room);
    int len = EVP_EncodeBlock(out, (const unsigned char *)bytes.at, (int)bytes.len);
    size_t size = len > 0 ? (size_t)len : 0;
    while (size > 0 && out[size - 1] == '=')
        size--;
    for (size_t i = 0; i < size; i++)
        out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    return (struct slice){(const char *)out, size};
}

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/* Without padding, and only one text for the same bytes. */
static bool decode(struct slice *out, struct arena *a, struct slice text)
{
    char *at = arena_alloc(a, text.len + 1);
    size_t len = 0;
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        int d = digit(text.at[i]);
        if (d < 0)
            return false;
        held = (held << 6 | (unsigned)d) & 0xffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            at[len++] = (char)(held >> bits & 0xff);
        }
    }
    if (text.len % 4 == 1 || (held & ((1U << bits) - 1)) != 0)
        return false;
    *out = (struct slice){at, len};
    return true;
}

static struct slice signature(struct arena *a, struct digest secret, struct slice input)
{
    struct digest d = digest_hmac((struct slice){(const char *)secret.bytes, DIGEST_SIZE}, input);
    return encode(a, (struct slice){(const char *)d.bytes, DIGEST_SIZE});
}

struct slice token_make(struct arena *arena, struct digest secret, const struct token *t, struct wall now)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, TOKEN_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "iss", "parley");
    json_put_cstr(&w, "aud", "widget");
    json_put_string(&w, "sub", t->visitor);
    json_put_u64(&w, "tid", t->tenant.n);
    json_put_string(&w, "site", t->site);
    json_put_i64(&w, "iat", now.ms / 1000);
    json_put_i64(&w, "exp", now.ms / 1000 + TOKEN_S);
    json_object_end(&w);
    struct slice head = encode(arena, SLICE("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
    struct slice input =
        arena_printf(arena, SLICE_FMT "." SLICE_FMT, SLICE_ARG(head), SLICE_ARG(encode(arena, buffer_slice(&b))));
    return arena_printf(arena, SLICE_FMT "." SLICE_FMT, SLICE_ARG(input), SLICE_ARG(signature(arena, secret, input)));
}

static bool read_claims(struct token *out, struct arena *arena, struct slice text, struct wall now)
{
    struct json *claims;
    struct error e;
    if (json_read(&claims, arena, text, (struct place){SLICE("token"), 1, 1}, &e) != OK)
        return false;
    out->visitor = json_text(json_get(claims, "sub"));
    out->tenant.n = json_u64(json_get(claims, "tid"));
    out->site = json_text(json_get(claims, "site"));
    out->expires.ms = (int64_t)json_u64(json_get(claims, "exp")) * 1000;
    return slice_eq(json_text(json_get(claims, "iss")), SLICE("parley")) &&
           slice_eq(json_text(json_get(claims, "aud")), SLICE("widget")) && out->visitor.len > 0 && out->tenant.n != 0 &&
           json_u64(json_get(claims, "iat")) <= (uint64_t)(now.ms / 1000 + LEEWAY_S) &&
           json_u64(json_get(claims, "nbf")) <= (uint64_t)(now.ms / 1000 + LEEWAY_S) &&
           out->expires.ms > now.ms - LEEWAY_S * 1000;
}

bool token_read(struct token *out, struct arena *arena, struct digest secret, struct slice text, struct wall now)
{
    struct slice rest = text, head, body, sign, bytes, plain;
    if (text.len > TOKEN_MAX || !slice_next(&head, &rest, '.') || !slice_next(&body, &rest, '.'))
        return false;
    sign = rest;
    struct slice input = slice_sub(text, 0, head.len + 1 + body.len);
    struct slice right = signature(arena, secret, input);
    if (sign.len != right.len || !bytes_eq_secret(sign.at, right.at, right.len))
        return false;
    /* signed by us: what follows cannot be forged, and is still read with care */
    return decode(&bytes, arena, head) && slice_has(bytes, SLICE("\"alg\":\"HS256\"")) &&
           !slice_has(bytes, SLICE("\"crit\"")) /* asks for what we do not know */ && decode(&plain, arena, body) &&
           read_claims(out, arena, plain, now);
}
