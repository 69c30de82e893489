/* SHA-256, HMAC-SHA256, hex and constant-time comparison, over OpenSSL's libcrypto.
 * Lengths are framed by digest_part, so that ("ab","c") and ("a","bc") differ. */
#ifndef PARLEY_DIGEST_H
#define PARLEY_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include <parley/arena.h>
#include <parley/slice.h>

enum { DIGEST_SIZE = 32 };

struct digest {
    uint8_t bytes[DIGEST_SIZE];
};

struct digest digest_of(struct slice s);

/* A digest over several parts, each framed by its length (8 bytes, big-endian). */
struct digest_parts {
    void *context;
};

void digest_begin(struct digest_parts *d);
void digest_part(struct digest_parts *d, struct slice part);
void digest_part_u64(struct digest_parts *d, uint64_t n);
struct digest digest_end(struct digest_parts *d);

struct digest digest_hmac(struct slice key, struct slice s);
bool digest_eq(struct digest a, struct digest b); /* constant time */
bool bytes_eq_secret(const void *a, const void *b, size_t size);
void bytes_wipe(void *at, size_t size);

struct slice digest_hex(struct arena *arena, struct digest d); /* 64 lower-case characters */
MUST_USE bool digest_from_hex(struct digest *out, struct slice hex);

#endif
