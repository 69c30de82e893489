/* Any bytes as the headers that say who sent a delivery: the first line, the second line, then the body. Nothing but the one
 * right spelling holds. And as the query of a handshake. */
#include <parley/digest.h>
#include <parley/whatsapp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct slice rest = {(const char *)data, size}, header = SLICE_NONE, other = SLICE_NONE, challenge;
    struct whatsapp_secrets secrets = {{SLICE("the secret in use"), SLICE("the secret before")}};
    struct whatsapp_hook_secrets hook = {secrets, secrets, secrets};
    arena_init(&a, (size_t)1 << 28);
    (void)slice_next(&header, &rest, '\n');
    (void)slice_next(&other, &rest, '\n');
    if (whatsapp_signature_holds(&secrets, header, rest)) {
        struct slice first = arena_join(&a, SLICE("sha256="), digest_hex(&a, digest_hmac(secrets.at[0], rest)));
        struct slice second = arena_join(&a, SLICE("sha256="), digest_hex(&a, digest_hmac(secrets.at[1], rest)));
        must(slice_eq(header, first) || slice_eq(header, second));
    }
    struct whatsapp_hook told = {header, header, other, rest};
    if (whatsapp_hook_holds(&hook, &told)) {
        must(slice_eq(header, secrets.at[0]) || slice_eq(header, secrets.at[1]));
        must(other.len == 64 || other.len == 71);
    }
    unsigned status = whatsapp_handshake(&challenge, &a, (struct slice){(const char *)data, size}, &secrets);
    must(status == 200 || status == 400 || status == 403);
    must((status == 200) == (challenge.len > 0));
    arena_finish(&a);
    return 0;
}
