/* TLS over real sockets, with a certificate made here. */
#include "fixture_server.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

struct tls_fixture {
    struct fixture f;
    char certificate[64], key[64];
    SSL_CTX *client;
};

static FILE *create(char path[64])
{
    snprintf(path, 64, "/tmp/parley-tls-XXXXXX");
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    return fdopen(fd, "w");
}

static void make_certificate(struct tls_fixture *t)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    X509_NAME *name = X509_get_subject_name(x);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -60);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, key);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
    X509_set_issuer_name(x, name);
    cr_assert_gt(X509_sign(x, key, EVP_sha256()), 0);
    FILE *out = create(t->certificate);
    PEM_write_X509(out, x);
    fclose(out);
    out = create(t->key);
    PEM_write_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL);
    fclose(out);
    X509_free(x);
    EVP_PKEY_free(key);
}

static void set(struct tls_fixture *t)
{
    make_certificate(t);
    t->f.setup.certificate_file = slice_from(t->certificate);
    t->f.setup.key_file = slice_from(t->key);
    t->f.setup.inherited = -1;
    fixture_start(&t->f);
    t->client = SSL_CTX_new(TLS_client_method());
}

static void stop(struct tls_fixture *t)
{
    fixture_stop(&t->f);
    SSL_CTX_free(t->client);
    unlink(t->certificate);
    unlink(t->key);
}

static SSL *shake_hands(struct tls_fixture *t, int *fd)
{
    SSL *ssl = SSL_new(t->client);
    *fd = dial(&t->f);
    SSL_set_fd(ssl, *fd);
    if (SSL_connect(ssl) == 1)
        return ssl;
    SSL_free(ssl);
    return NULL;
}

static size_t hear_tls(SSL *ssl, char *at, size_t room, const char *until)
{
    size_t len = 0;
    while (len < room - 1) {
        int n = SSL_read(ssl, at + len, (int)(room - 1 - len));
        if (n <= 0)
            break;
        len += (size_t)n;
        if (until != NULL && slice_has((struct slice){at, len}, slice_from(until)))
            break;
    }
    at[len] = '\0';
    return len;
}

static void say_tls(SSL *ssl, const char *text)
{
    cr_assert_eq(SSL_write(ssl, text, (int)strlen(text)), (int)strlen(text));
}

static void end_tls(SSL *ssl, int fd)
{
    SSL_free(ssl);
    close(fd);
}

Test(http_tls, answers_over_tls)
{
    struct tls_fixture t = {0};
    static char at[4000000];
    int fd;
    set(&t);
    SSL *ssl = shake_hands(&t, &fd);
    cr_assert_not_null(ssl);
    say_tls(ssl, "GET /peer HTTP/1.1\r\nHost: x\r\n\r\n");
    hear_tls(ssl, at, sizeof at, "tls");
    expect_has(slice_from(at), "\r\n\r\n127.0.0.1 tls");
    say_tls(ssl, "GET /big?n=3000000 HTTP/1.1\r\nHost: x\r\n\r\n");
    say_tls(ssl, "GET /close HTTP/1.1\r\nHost: x\r\n\r\n");
    cr_expect_gt(hear_tls(ssl, at, sizeof at, NULL), 3000000);
    expect_has(slice_after(slice_from(at), 2990000), "Connection: close\r\n\r\nbye");
    cr_expect_eq(SSL_get_shutdown(ssl), SSL_RECEIVED_SHUTDOWN, "it did not say that it was the end");
    end_tls(ssl, fd);
    stop(&t);
}

Test(http_tls, takes_a_large_request_and_pipelined_ones)
{
    struct tls_fixture t = {0};
    static char at[400000], request[300000];
    int fd;
    set(&t);
    SSL *ssl = shake_hands(&t, &fd);
    int head = snprintf(request, sizeof request, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
    memset(request + head, 'e', 200000);
    snprintf(request + head + 200000, 300, "GET /round?a HTTP/1.1\r\nHost: x\r\n\r\nGET /close HTTP/1.1\r\nHost: x\r\n\r\n");
    say_tls(ssl, request);
    cr_expect_gt(hear_tls(ssl, at, sizeof at, NULL), 200000);
    cr_expect_eq(count_of(slice_from(at), "HTTP/1.1 200"), 3);
    cr_expect_eq(count_of(slice_from(at), "eeeeeeeeee"), 200000 - 9);
    end_tls(ssl, fd);
    stop(&t);
}

Test(http_tls, refuses_old_versions)
{
    struct tls_fixture t = {0};
    int fd;
    set(&t);
    SSL_CTX_set_min_proto_version(t.client, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(t.client, TLS1_1_VERSION);
    SSL_CTX_set_security_level(t.client, 0);
    cr_expect_null(shake_hands(&t, &fd));
    close(fd);
    SSL_CTX_set_max_proto_version(t.client, TLS1_2_VERSION);
    SSL *ssl = shake_hands(&t, &fd);
    cr_assert_not_null(ssl);
    cr_expect_eq(SSL_version(ssl), TLS1_2_VERSION);
    end_tls(ssl, fd);
    stop(&t);
}

Test(http_tls, chooses_http_1_and_nothing_else)
{
    struct tls_fixture t = {0};
    const unsigned char *chosen;
    unsigned len;
    int fd;
    set(&t);
    SSL_CTX_set_alpn_protos(t.client, (const unsigned char *)"\x02h2\x08http/1.1", 12);
    SSL *ssl = shake_hands(&t, &fd);
    cr_assert_not_null(ssl);
    SSL_get0_alpn_selected(ssl, &chosen, &len);
    cr_expect(len == 8 && memcmp(chosen, "http/1.1", 8) == 0);
    end_tls(ssl, fd);
    SSL_CTX_set_alpn_protos(t.client, (const unsigned char *)"\x02h2", 3);
    cr_expect_null(shake_hands(&t, &fd));
    close(fd);
    stop(&t);
}

Test(http_tls, cuts_a_client_that_speaks_plain_text)
{
    struct tls_fixture t = {0};
    bool closed;
    set(&t);
    struct slice got = ask(&t.f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", NULL, &closed);
    cr_expect_not(slice_has(got, SLICE("HTTP")));
    cr_expect(closed);
    stop(&t);
    cr_expect_eq(t.f.requests, 0);
    cr_expect_eq(t.f.counts.refused_heads, 1);
}

Test(http_tls, cuts_whoever_does_not_end_the_handshake)
{
    struct tls_fixture t = {0};
    bool closed;
    t.f.setup.limits.head_within = DURATION_MS(500);
    set(&t);
    int fd = dial(&t.f);
    say_bytes(fd, SLICE("\x16\x03\x01\x02\x00\x01"));
    (void)hear(fd, NULL, 3000, &closed);
    cr_expect(closed);
    close(fd);
    SSL *ssl = shake_hands(&t, &fd); /* a handshake that ended, and then nothing */
    (void)hear(fd, NULL, 3000, &closed);
    cr_expect(closed);
    end_tls(ssl, fd);
    stop(&t);
    cr_expect_eq(t.f.counts.timeouts, 2);
}

Test(http_tls, says_when_the_client_is_gone)
{
    struct tls_fixture t = {0};
    int fd;
    set(&t);
    SSL *ssl = shake_hands(&t, &fd);
    say_tls(ssl, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    cr_expect(wait_for(&t.f.requests, 1));
    SSL_shutdown(ssl);
    cr_expect(wait_for(&t.f.gone, 1));
    end_tls(ssl, fd);
    stop(&t);
}

Test(http_tls, cuts_bytes_that_are_no_records)
{
    struct tls_fixture t = {0};
    bool closed;
    int fd;
    set(&t);
    SSL *ssl = shake_hands(&t, &fd);
    say_tls(ssl, "GET /peer HTTP/1.1\r\nHost: x\r\n\r\n");
    char at[1000];
    hear_tls(ssl, at, sizeof at, "tls");
    say(fd, "GET /peer HTTP/1.1\r\nHost: x\r\n\r\n"); /* below the encryption */
    (void)hear(fd, NULL, 3000, &closed);
    cr_expect(closed);
    end_tls(ssl, fd);
    stop(&t);
    cr_expect_eq(t.f.requests, 1);
}

Test(http_tls, carries_websockets)
{
    struct tls_fixture t = {0};
    char at[1000];
    int fd;
    set(&t);
    SSL *ssl = shake_hands(&t, &fd);
    say_tls(ssl, "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    hear_tls(ssl, at, sizeof at, "\r\n\r\n");
    expect_has(slice_from(at), "101 Switching Protocols");
    say_tls(ssl, "\x81\x82\x01\x01\x01\x01"
                 "ih"); /* "hi" */
    cr_expect_eq(hear_tls(ssl, at, sizeof at, "hi"), 4);
    end_tls(ssl, fd);
    cr_expect(wait_for(&t.f.closed, 1));
    stop(&t);
}
