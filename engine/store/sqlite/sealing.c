#include "parts.h"

enum { SALT_SIZE = 16 };

/* The purpose carries half of the salt, the number the other half: 96 bits of every nonce are random, so that a rolled back row
 * whose number is used again never repeats one. */
static struct slice purpose_of(struct arena *a, const char *what, uint64_t number, const char *salt)
{
    char *at = arena_alloc(a, 96);
    int n = snprintf(at, 64, "%s:%llu:", what, (unsigned long long)number);
    must(n > 0 && n < 64);
    memcpy(at + n, salt, 8);
    return (struct slice){at, (size_t)n + 8};
}

static uint64_t number_of(const char *salt)
{
    uint64_t n;
    memcpy(&n, salt + 8, sizeof n);
    return n;
}

enum code seal(struct slice *out, struct sqlite_store *s, const struct audit_key *key, const char *what, uint64_t number,
               struct slice plain, struct error *e)
{
    char salt[SALT_SIZE];
    struct slice sealed;
    s->entropy->ops->fill(s->entropy, salt, sizeof salt);
    enum code code =
        audit_seal(&sealed, &s->scratch, key, purpose_of(&s->scratch, what, number, salt), number_of(salt), plain, e);
    if (code != OK)
        return code;
    char *at = arena_alloc(&s->scratch, SALT_SIZE + sealed.len);
    memcpy(at, salt, SALT_SIZE);
    memcpy(at + SALT_SIZE, sealed.at, sealed.len);
    *out = (struct slice){at, SALT_SIZE + sealed.len};
    return OK;
}

enum code unseal(struct slice *out, struct arena *a, const struct audit_key *key, const char *what, uint64_t number,
                 struct slice sealed, struct error *e)
{
    if (sealed.len < SALT_SIZE)
        return fail(e, CORRUPT, "%s %llu: the stored bytes are too few", what, (unsigned long long)number);
    return audit_open(out, a, key, purpose_of(a, what, number, sealed.at), number_of(sealed.at), slice_after(sealed, SALT_SIZE),
                      e);
}

struct slice keyed_hash(struct arena *a, struct digest key, struct slice s)
{
    struct digest d = digest_hmac((struct slice){(const char *)key.bytes, DIGEST_SIZE}, s);
    return arena_copy(a, (struct slice){(const char *)d.bytes, DIGEST_SIZE});
}
