#include <parley/whatsapp.h>

#include <parley/digest.h>

/* Both secrets are tried whichever holds: the time says nothing about which one is in use. */
static bool any_signs(const struct whatsapp_secrets *secrets, struct digest told, struct slice body)
{
    bool holds = false;
    for (size_t i = 0; i < WHATSAPP_SECRETS_MAX; i++)
        if (secrets->at[i].len > 0)
            holds |= digest_eq(told, digest_hmac(secrets->at[i], body));
    return holds;
}

bool whatsapp_signature_holds(const struct whatsapp_secrets *secrets, struct slice header, struct slice body)
{
    struct digest told;
    return slice_starts(header, SLICE("sha256=")) && digest_from_hex(&told, slice_after(header, 7)) &&
           any_signs(secrets, told, body);
}

/* Digests are compared, so that neither the length nor the place of a difference shows. */
static bool any_equals(const struct whatsapp_secrets *secrets, struct slice told, size_t shortest)
{
    struct digest d = digest_of(told);
    bool holds = false;
    for (size_t i = 0; i < WHATSAPP_SECRETS_MAX; i++)
        if (secrets->at[i].len >= shortest)
            holds |= digest_eq(d, digest_of(secrets->at[i]));
    return holds;
}

static bool any_secret(const struct whatsapp_secrets *secrets)
{
    return secrets->at[0].len > 0 || secrets->at[1].len > 0;
}

/* The prefix is optional: 360dialog's pages disagree about it. */
static bool platform_signs(const struct whatsapp_secrets *secrets, struct slice header, struct slice body)
{
    struct digest told;
    struct slice hex = slice_starts(header, SLICE("sha256=")) ? slice_after(header, 7) : header;
    return digest_from_hex(&told, hex) && any_signs(secrets, told, body);
}

bool whatsapp_hook_holds(const struct whatsapp_hook_secrets *secrets, const struct whatsapp_hook *hook)
{
    bool path = any_equals(&secrets->path, hook->path_secret, WHATSAPP_HOOK_SECRET_MIN);
    bool header = any_equals(&secrets->header, hook->header_secret, WHATSAPP_HOOK_SECRET_MIN);
    bool signature = !any_secret(&secrets->signing) || platform_signs(&secrets->signing, hook->signature, hook->body);
    return path && header && signature;
}

/* -- the handshake ---------------------------------------------------------------------------------------------------------- */

enum { CHALLENGE_MAX = 256 };

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool decode(struct slice *out, struct arena *a, struct slice s)
{
    char *at = arena_alloc(a, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i] == '+' ? ' ' : s.at[i];
        if (c == '%') {
            int high = i + 2 < s.len ? nibble(s.at[i + 1]) : -1, low = i + 2 < s.len ? nibble(s.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        at[n++] = c;
    }
    *out = (struct slice){at, n};
    return true;
}

/* The first of that name; the names hold dots and are compared whole. */
static bool query_value(struct slice *out, struct arena *a, struct slice query, struct slice name)
{
    struct slice pair, rest = query;
    while (slice_next(&pair, &rest, '&')) {
        struct slice key, value = pair;
        if (slice_next(&key, &value, '=') && decode(&key, a, key) && slice_eq(key, name))
            return decode(out, a, value);
    }
    return false;
}

static bool is_challenge(struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool good =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        if (!good)
            return false;
    }
    return s.len > 0 && s.len <= CHALLENGE_MAX;
}

unsigned whatsapp_handshake(struct slice *challenge, struct arena *a, struct slice query, const struct whatsapp_secrets *tokens)
{
    struct slice mode, token, echo;
    *challenge = SLICE_NONE;
    if (!query_value(&mode, a, query, SLICE("hub.mode")) || !slice_eq(mode, SLICE("subscribe")))
        return 400;
    if (!query_value(&token, a, query, SLICE("hub.verify_token")) || !any_equals(tokens, token, 1))
        return 403;
    if (!query_value(&echo, a, query, SLICE("hub.challenge")) || !is_challenge(echo))
        return 400;
    *challenge = echo;
    return 200;
}
