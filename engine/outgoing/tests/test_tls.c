/* Who the other side is: certificates made here, by nobody, for a name. */
#include <parley/outgoing.h>

#include "hand_server.h"

#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>

static EVP_PKEY *key;
static X509 *certificate;

static void certify(const char *name, long from_s, long to_s)
{
    key = EVP_EC_gen("P-256");
    certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate), to_s);
    X509_set_pubkey(certificate, key);
    X509_NAME *n = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(n, "CN", MBSTRING_ASC, (const unsigned char *)"a test", -1, -1, 0);
    X509_set_issuer_name(certificate, n);
    X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, name);
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
    cr_assert(X509_sign(certificate, key, EVP_sha256()) > 0);
}

static void serves_tls(struct hand_server *s, int fd, unsigned nth)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    SSL *tls = SSL_new(context);
    SSL_set_fd(tls, fd);
    (void)nth;
    if (SSL_accept(tls) == 1) {
        char text[4096];
        int n;
        while ((n = SSL_read(tls, text, sizeof text)) > 0) {
            atomic_fetch_add(&s->requests, 1);
            const char *answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
            SSL_write(tls, answer, (int)strlen(answer));
        }
    }
    SSL_free(tls);
    SSL_CTX_free(context);
}

struct heard {
    unsigned times;
    enum outgoing_end end;
    char reason[300];
};

static void hear(void *context, const struct outgoing_answer *a)
{
    struct heard *h = context;
    h->times++;
    h->end = a->end;
    snprintf(h->reason, sizeof h->reason, SLICE_FMT, SLICE_ARG(a->reason));
}

static struct hand_server server;

static struct heard ask(struct outgoing *o)
{
    struct heard h = {0};
    char url[100];
    snprintf(url, sizeof url, "https://127.0.0.1:%u/", server.port);
    struct outgoing_request r = {.method = SLICE("POST"), .url = slice_from(url), .body = SLICE("{}")};
    outgoing_ask(o, &r, NULL, hear, &h);
    for (int i = 0; i < 1000 && h.times == 0; i++)
        outgoing_rest(o, -1, DURATION_MS(100));
    return h;
}

static struct heard with_certificate(const char *name, long from_s, long to_s, bool known, unsigned requests)
{
    char file[] = "/tmp/parley-ca-XXXXXX";
    struct error e;
    signal(SIGPIPE, SIG_IGN);
    certify(name, from_s, to_s);
    int fd = mkstemp(file);
    FILE *out = fdopen(fd, "w");
    PEM_write_X509(out, certificate);
    fclose(out);
    hand_start(&server, serves_tls);
    struct outgoing *o = outgoing_create(&(struct outgoing_setup){.ca_file = known ? slice_from(file) : SLICE_NONE}, &e);
    cr_assert(o != NULL, "%s", e.text);
    struct heard h = ask(o);
    outgoing_destroy(o);
    hand_stop(&server);
    unlink(file);
    cr_assert_eq(server.requests, requests, "%s", h.reason);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return h;
}

enum { DAY = 24 * 60 * 60 };

Test(outgoing_tls, asks_whom_it_knows)
{
    cr_assert_eq(with_certificate("IP:127.0.0.1", -DAY, DAY, true, 1).end, OUTGOING_ANSWERED);
}

Test(outgoing_tls, sends_nothing_to_a_stranger)
{
    cr_assert_eq(with_certificate("IP:127.0.0.1", -DAY, DAY, false, 0).end, OUTGOING_NOT_SENT);
}

Test(outgoing_tls, sends_nothing_to_another_name)
{
    cr_assert_eq(with_certificate("IP:127.0.0.2,DNS:localhost", -DAY, DAY, true, 0).end, OUTGOING_NOT_SENT);
}

Test(outgoing_tls, sends_nothing_to_whom_time_has_passed)
{
    cr_assert_eq(with_certificate("IP:127.0.0.1", -2 * DAY, -DAY, true, 0).end, OUTGOING_NOT_SENT);
}
