/* TLS: OpenSSL sees bytes, libuv the socket. What OpenSSL reads is the piece that has just come, what it writes is gathered in
 * one place of the server and sent before anybody else may write there; so a connection keeps no buffers of its own. */
#include "front.h"

#include <openssl/err.h>
#include <stdlib.h>

static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *len, const unsigned char *offered,
                           unsigned int offered_len, void *context)
{
    static const unsigned char spoken[] = "\x08http/1.1";
    unsigned char *chosen;
    (void)ssl;
    (void)context;
    if (SSL_select_next_proto(&chosen, len, spoken, sizeof spoken - 1, offered, offered_len) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static enum code refuse(SSL_CTX *context, struct slice file, const char *what, struct error *e)
{
    char why[256];
    ERR_error_string_n(ERR_peek_last_error(), why, sizeof why);
    ERR_clear_error();
    SSL_CTX_free(context);
    return fail(e, BAD_INPUT, SLICE_FMT ": cannot be used as %s: %s", SLICE_ARG(file), what, why);
}

enum code tls_create(SSL_CTX **out, struct slice certificate_file, struct slice key_file, struct error *e)
{
    char certificate[1024], key[1024];
    int a = snprintf(certificate, sizeof certificate, SLICE_FMT, SLICE_ARG(certificate_file));
    int b = snprintf(key, sizeof key, SLICE_FMT, SLICE_ARG(key_file));
    if (a < 0 || b < 0 || (size_t)a >= sizeof certificate || (size_t)b >= sizeof key)
        return fail(e, BAD_INPUT, "the names of the certificate's files are too long");
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (context == NULL)
        return fail(e, UNAVAILABLE, "could not set up TLS");
    must(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
    (void)SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    (void)SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    (void)SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF); /* tickets are kept by the clients */
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1)
        return refuse(context, certificate_file, "a certificate (PEM)", e);
    if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
        return refuse(context, key_file, "the certificate's key (PEM)", e);
    *out = context;
    return OK;
}

/* -- Bytes ----------------------------------------------------------------------------------------------------------------------
 */

static int take_bytes(BIO *bio, char *to, int len)
{
    struct connection *c = BIO_get_data(bio);
    struct tls_wire *w = &c->server->tls_wire;
    size_t n = w->reader == c && len > 0 ? w->in.len : 0;
    BIO_clear_retry_flags(bio);
    if (n == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    if (n > (size_t)len)
        n = (size_t)len;
    memcpy(to, w->in.at, n);
    w->in = slice_after(w->in, n);
    return (int)n;
}

static int give_bytes(BIO *bio, const char *from, int len)
{
    struct connection *c = BIO_get_data(bio);
    struct tls_wire *w = &c->server->tls_wire;
    BIO_clear_retry_flags(bio);
    must(len >= 0);
    must(w->out_len == 0 || w->writer == c);
    w->writer = c;
    if (w->out_room - w->out_len < (size_t)len) {
        size_t room = w->out_room ? w->out_room : TLS_OUT_FIRST;
        while (room - w->out_len < (size_t)len)
            room *= 2;
        w->out = realloc(w->out, room);
        must(w->out != NULL);
        w->out_room = room;
    }
    if (len > 0)
        memcpy(w->out + w->out_len, from, (size_t)len);
    w->out_len += (size_t)len;
    return len;
}

static long control(BIO *bio, int what, long n, void *p)
{
    (void)bio;
    (void)n;
    (void)p;
    return what == BIO_CTRL_FLUSH;
}

BIO_METHOD *tls_bytes(void)
{
    BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "connection");
    must(m != NULL);
    must(BIO_meth_set_read(m, take_bytes) == 1);
    must(BIO_meth_set_write(m, give_bytes) == 1);
    must(BIO_meth_set_ctrl(m, control) == 1);
    return m;
}

static bool flush(struct connection *c)
{
    struct tls_wire *w = &c->server->tls_wire;
    struct slice bytes = {w->out, w->out_len};
    w->out_len = 0;
    bool sent = wire_send_raw(c, &bytes, 1);
    if (w->out_room > TLS_OUT_KEPT) {
        free(w->out);
        w->out = NULL;
        w->out_room = 0;
    }
    return sent;
}

void tls_open(struct connection *c)
{
    BIO *bytes = BIO_new(c->server->tls_wire.bytes);
    c->tls = SSL_new(c->server->tls);
    must(bytes != NULL);
    must(c->tls != NULL);
    BIO_set_data(bytes, c);
    BIO_set_init(bytes, 1);
    SSL_set_bio(c->tls, bytes, bytes);
    SSL_set_accept_state(c->tls);
}

/* The last thing that OpenSSL has to say is an alert that tells the client why. */
static void give_up(struct connection *c)
{
    ERR_clear_error();
    (void)flush(c);
    connection_cut(c);
}

static bool shake_hands(struct connection *c)
{
    if (SSL_is_init_finished(c->tls))
        return true;
    ERR_clear_error();
    int n = SSL_do_handshake(c->tls);
    if (n == 1) {
        c->state = CONNECTION_IDLE;
        deadline_set(c, DEADLINE_HEAD);
        return flush(c);
    }
    if (SSL_get_error(c->tls, n) == SSL_ERROR_WANT_READ)
        (void)flush(c);
    else {
        c->server->counts.refused_heads++;
        give_up(c);
    }
    return false;
}

static void read_records(struct connection *c)
{
    struct http_server *s = c->server;
    if (!shake_hands(c))
        return;
    while (c->state != CONNECTION_CLOSED && c->state != CONNECTION_ENDING) {
        ERR_clear_error();
        int n = SSL_read(c->tls, s->plain, sizeof s->plain);
        if (n > 0) {
            if (s->tls_wire.out_len > 0 && !flush(c)) /* before a handler answers somebody else */
                return;
            connection_feed(c, (struct slice){s->plain, (size_t)n});
            continue;
        }
        int why = SSL_get_error(c->tls, n);
        if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_ZERO_RETURN)
            give_up(c);
        else if (flush(c) && why == SSL_ERROR_ZERO_RETURN)
            connection_ended_by_peer(c);
        return;
    }
}

void tls_read(struct connection *c, struct slice raw)
{
    struct tls_wire *w = &c->server->tls_wire;
    w->reader = c;
    w->in = raw;
    read_records(c);
    w->reader = NULL;
    w->in = SLICE_NONE;
}

bool tls_send(struct connection *c, const struct slice *pieces, size_t count)
{
    ERR_clear_error();
    for (size_t i = 0; i < count; i++)
        if (pieces[i].len > 0) {
            size_t written;
            if (SSL_write_ex(c->tls, pieces[i].at, pieces[i].len, &written) != 1) {
                give_up(c);
                return false;
            }
        }
    return flush(c);
}

void tls_end(struct connection *c)
{
    ERR_clear_error();
    if (SSL_is_init_finished(c->tls))
        (void)SSL_shutdown(c->tls);
    (void)flush(c);
    ERR_clear_error();
}
