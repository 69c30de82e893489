#include <parley/audit.h>

#include <openssl/evp.h>
#include <string.h>

enum { NONCE_SIZE = 12, TAG_SIZE = 16 };

struct gcm {
    const uint8_t *key;
    uint8_t nonce[NONCE_SIZE];
    struct slice bound; /* authenticated, not hidden */
};

static bool gcm_seal(uint8_t *out, const struct gcm *g, const void *plain, size_t size)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int n = 0;
    bool good = c != NULL && EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, g->key, g->nonce) == 1 &&
                EVP_EncryptUpdate(c, NULL, &n, (const uint8_t *)g->bound.at, (int)g->bound.len) == 1 &&
                (size == 0 || EVP_EncryptUpdate(c, out, &n, plain, (int)size) == 1) &&
                EVP_EncryptFinal_ex(c, out + size, &n) == 1 &&
                EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, out + size) == 1;
    EVP_CIPHER_CTX_free(c);
    return good;
}

static bool gcm_open(uint8_t *out, const struct gcm *g, const uint8_t *sealed, size_t size)
{
    uint8_t tag[TAG_SIZE];
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int n = 0;
    memcpy(tag, sealed + size, TAG_SIZE);
    bool good = c != NULL && EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, g->key, g->nonce) == 1 &&
                EVP_DecryptUpdate(c, NULL, &n, (const uint8_t *)g->bound.at, (int)g->bound.len) == 1 &&
                (size == 0 || EVP_DecryptUpdate(c, out, &n, sealed, (int)size) == 1) &&
                EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, tag) == 1 && EVP_DecryptFinal_ex(c, out + size, &n) == 1;
    EVP_CIPHER_CTX_free(c);
    return good;
}

static void put_u64(uint8_t *at, uint64_t n)
{
    for (size_t i = 0; i < 8; i++)
        at[i] = (uint8_t)(n >> (56 - 8 * i));
}

enum code audit_wrap(struct wrapped_key *out, const struct audit_key *tenant, const struct audit_key *contact,
                     struct contact_id id, const uint8_t nonce[12], struct error *e)
{
    uint8_t bound[8];
    put_u64(bound, id.n);
    struct gcm g = {.key = tenant->bytes, .bound = {(const char *)bound, sizeof bound}};
    memcpy(g.nonce, nonce, NONCE_SIZE);
    memcpy(out->bytes, nonce, NONCE_SIZE);
    return gcm_seal(out->bytes + NONCE_SIZE, &g, contact->bytes, AUDIT_KEY_SIZE)
               ? OK
               : fail(e, UNAVAILABLE, "could not wrap a contact's key: the cipher gave up");
}

enum code audit_unwrap(struct audit_key *out, const struct audit_key *tenant, const struct wrapped_key *wrapped,
                       struct contact_id id, struct error *e)
{
    uint8_t bound[8];
    put_u64(bound, id.n);
    struct gcm g = {.key = tenant->bytes, .bound = {(const char *)bound, sizeof bound}};
    memcpy(g.nonce, wrapped->bytes, NONCE_SIZE);
    return gcm_open(out->bytes, &g, wrapped->bytes + NONCE_SIZE, AUDIT_KEY_SIZE)
               ? OK
               : fail(e, CORRUPT, "the key of contact %llu does not open with the tenant's key", (unsigned long long)id.n);
}

/* Nonce: 4 bytes from the purpose's hash, 8 from the number; (purpose, number) never repeats under a key. */
static struct gcm gcm_for(const struct audit_key *key, struct slice purpose, uint64_t number)
{
    struct gcm g = {.key = key->bytes, .bound = purpose};
    struct digest d = digest_of(purpose);
    memcpy(g.nonce, d.bytes, 4);
    put_u64(g.nonce + 4, number);
    return g;
}

enum code audit_seal(struct slice *out, struct arena *arena, const struct audit_key *key, struct slice purpose, uint64_t number,
                     struct slice plain, struct error *e)
{
    must(plain.len < (1 << 28));
    struct gcm g = gcm_for(key, purpose, number);
    uint8_t *at = arena_alloc(arena, plain.len + TAG_SIZE);
    if (!gcm_seal(at, &g, plain.at, plain.len))
        return fail(e, UNAVAILABLE, "could not seal " SLICE_FMT " %llu: the cipher gave up", SLICE_ARG(purpose),
                    (unsigned long long)number);
    *out = (struct slice){(const char *)at, plain.len + TAG_SIZE};
    return OK;
}

enum code audit_open(struct slice *out, struct arena *arena, const struct audit_key *key, struct slice purpose, uint64_t number,
                     struct slice sealed, struct error *e)
{
    if (sealed.len < TAG_SIZE || sealed.len >= (1 << 28))
        return fail(e, CORRUPT, "sealed " SLICE_FMT " %llu has %zu bytes: too few or too many", SLICE_ARG(purpose),
                    (unsigned long long)number, sealed.len);
    struct gcm g = gcm_for(key, purpose, number);
    size_t size = sealed.len - TAG_SIZE;
    uint8_t *at = arena_alloc(arena, size + 1);
    if (!gcm_open(at, &g, (const uint8_t *)sealed.at, size))
        return fail(e, CORRUPT, "sealed " SLICE_FMT " %llu does not open with the contact's key", SLICE_ARG(purpose),
                    (unsigned long long)number);
    *out = (struct slice){(const char *)at, size};
    return OK;
}
