/* The opening handshake of RFC 6455, section 4.2. */
#include "upgrade.h"

#include <openssl/evp.h>

#include <parley/size.h>

#include "front.h"

enum { KEY_LEN = 24, KEY_BYTES = 16, SHA1_BYTES = 20 };

static bool is_key(struct slice key)
{
    unsigned char bytes[KEY_BYTES + 2];
    return key.len == KEY_LEN && key.at[KEY_LEN - 1] == '=' && key.at[KEY_LEN - 2] == '=' && key.at[KEY_LEN - 3] != '=' &&
           EVP_DecodeBlock(bytes, (const unsigned char *)key.at, KEY_LEN) == KEY_BYTES + 2;
}

void upgrade_accept(char out[UPGRADE_ACCEPT_MAX], struct slice key)
{
    static const char suffix[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char both[KEY_LEN + sizeof suffix];
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    must(key.len == KEY_LEN);
    memcpy(both, key.at, KEY_LEN);
    memcpy(both + KEY_LEN, suffix, sizeof suffix);
    must(EVP_Digest(both, KEY_LEN + sizeof suffix - 1, digest, &len, EVP_sha1(), NULL) == 1);
    must(len == SHA1_BYTES);
    (void)EVP_EncodeBlock((unsigned char *)out, digest, SHA1_BYTES);
}

static bool is_offered(const struct http_request *q, struct slice subprotocol)
{
    struct slice rest = http_field_of(q, SLICE("sec-websocket-protocol")), one;
    while (slice_next(&one, &rest, ','))
        if (slice_eq(slice_trim(one), subprotocol))
            return true;
    return false;
}

static void refuse(struct http_exchange *x, unsigned status, struct slice why)
{
    const struct http_field version = {SLICE("Sec-WebSocket-Version"), SLICE("13")};
    http_answer(x, &(struct http_answer){.status = status,
                                         .content_type = SLICE("text/plain"),
                                         .body = why,
                                         .fields = &version,
                                         .field_count = status == 426,
                                         .closes = true});
}

bool upgrade_answer(struct http_exchange *x, struct slice subprotocol)
{
    const struct http_request *q = http_exchange_request(x);
    struct slice key = http_field_of(q, SLICE("sec-websocket-key"));
    char accept[UPGRADE_ACCEPT_MAX];
    if (!q->wants_websocket) {
        refuse(x, 426, SLICE("a WebSocket is spoken here\n"));
        return false;
    }
    if (!slice_eq(http_field_of(q, SLICE("sec-websocket-version")), SLICE("13"))) {
        refuse(x, 426, SLICE("Sec-WebSocket-Version 13 is spoken here\n"));
        return false;
    }
    if (!is_key(key) || q->body.len > 0) {
        refuse(x, 400, SLICE("Sec-WebSocket-Key is 16 bytes in base64, and the request has no body\n"));
        return false;
    }
    upgrade_accept(accept, key);
    const struct http_field fields[] = {
        {SLICE("Upgrade"), SLICE("websocket")},
        {SLICE("Connection"), SLICE("Upgrade")},
        {SLICE("Sec-WebSocket-Accept"), slice_from(accept)},
        {SLICE("Sec-WebSocket-Protocol"), subprotocol},
    };
    size_t count = COUNT_OF(fields) - !(subprotocol.len > 0 && is_offered(q, subprotocol));
    answer_send(x->c, &(struct http_answer){.status = 101, .fields = fields, .field_count = count});
    return true;
}
