#include <parley/digest.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

struct digest digest_of(struct slice s)
{
    struct digest d;
    unsigned int size = 0;
    must(EVP_Digest(s.len ? s.at : "", s.len, d.bytes, &size, EVP_sha256(), NULL) == 1);
    must(size == DIGEST_SIZE);
    return d;
}

void digest_begin(struct digest_parts *d)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(context != NULL);
    must(EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1);
    d->context = context;
}

static void feed(struct digest_parts *d, const void *at, size_t size)
{
    must(EVP_DigestUpdate(d->context, at, size) == 1);
}

void digest_part_u64(struct digest_parts *d, uint64_t n)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(n >> (56 - 8 * i));
    feed(d, bytes, sizeof bytes);
}

void digest_part(struct digest_parts *d, struct slice part)
{
    digest_part_u64(d, part.len);
    if (part.len > 0)
        feed(d, part.at, part.len);
}

struct digest digest_end(struct digest_parts *d)
{
    struct digest out;
    unsigned int size = 0;
    must(EVP_DigestFinal_ex(d->context, out.bytes, &size) == 1);
    EVP_MD_CTX_free(d->context);
    d->context = NULL;
    return out;
}

struct digest digest_hmac(struct slice key, struct slice s)
{
    struct digest d;
    unsigned int size = 0;
    must(key.len <= 1024);
    must(HMAC(EVP_sha256(), key.at ? key.at : "", (int)key.len, (const unsigned char *)(s.len ? s.at : ""), s.len, d.bytes,
              &size) != NULL);
    return d;
}

bool digest_eq(struct digest a, struct digest b)
{
    return CRYPTO_memcmp(a.bytes, b.bytes, DIGEST_SIZE) == 0;
}

bool bytes_eq_secret(const void *a, const void *b, size_t size)
{
    return CRYPTO_memcmp(a, b, size) == 0;
}

void bytes_wipe(void *at, size_t size)
{
    OPENSSL_cleanse(at, size);
}

struct slice digest_hex(struct arena *arena, struct digest d)
{
    static const char hex[] = "0123456789abcdef";
    char *at = arena_alloc(arena, 2 * DIGEST_SIZE + 1);
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        at[2 * i] = hex[d.bytes[i] >> 4];
        at[2 * i + 1] = hex[d.bytes[i] & 15];
    }
    return (struct slice){at, 2 * DIGEST_SIZE};
}

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_from_hex(struct digest *out, struct slice hex)
{
    if (hex.len != 2 * DIGEST_SIZE)
        return false;
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        int high = nibble(hex.at[2 * i]), low = nibble(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out->bytes[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}
