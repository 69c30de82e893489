#include "transfer.h"

#include "private_address.h"

#include <parley/digest.h>

#include <ctype.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    FIELDS_MAX = 200,
    FIELD_BYTES_MAX = 64 << 10,
    REQUEST_FIELDS_MAX = 100,
    REQUEST_BODY_MAX = 64 << 20,
    URL_MAX = 8 << 10,
    ANSWER_BYTES_DEFAULT = 4 << 20,
    CONNECT_WITHIN_S = 5,
    ANSWER_WITHIN_S = 30,
    IDLE_MAX_S = 30 /* servers close idle connections; one that is about to be closed puts the next request in doubt */
};

uint64_t transfer_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static bool is_token(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!isalnum((unsigned char)s.at[i]) && memchr("!#$%&'*+-.^_`|~", s.at[i], 15) == NULL)
            return false;
    return s.len > 0;
}

/* No line break, no NUL: nothing that begins another field or another request. */
static bool is_field_value(struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool is_url_text(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] <= 0x20 || (unsigned char)s.at[i] >= 0x7f)
            return false;
    return s.len > 0 && s.len <= URL_MAX;
}

static const char *read_url(struct transfer *t)
{
    const char *wrong = NULL;
    char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
    CURLU *u = curl_url();
    must(u != NULL);
    if (curl_url_set(u, CURLUPART_URL, t->url, 0) != CURLUE_OK || curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
        curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK)
        wrong = "the address is no URL of http or https";
    else if (!slice_eq(slice_from(scheme), SLICE("http")) && !slice_eq(slice_from(scheme), SLICE("https")))
        wrong = "the address is neither http nor https";
    else if (curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_OK)
        wrong = "the address holds a user's name; credentials belong in a field";
    else
        t->host = arena_printf(&t->arena, "%s://%s:%s", scheme, host, port);
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(user);
    curl_url_cleanup(u);
    return wrong;
}

static bool is_given(const struct outgoing_request *r, struct slice name)
{
    for (size_t i = 0; i < r->field_count; i++)
        if (slice_eq_fold(r->fields[i].name, name))
            return true;
    return false;
}

static char *writable(struct arena *arena, struct slice s)
{
    char *at = arena_alloc(arena, s.len + 1);
    memcpy(at, s.at, s.len);
    return at;
}

/* The fields as libcurl wants them, in one block that can be wiped. "Name;" is a field without a value. */
static void write_fields(struct transfer *t, const struct outgoing_request *r)
{
    /* An empty one keeps libcurl from adding its own: Expect would make it send a refused body again. */
    static const struct slice own[] = {SLICE_INIT("Expect:"), SLICE_INIT("Content-Type:"), SLICE_INIT("User-Agent: parley")};
    size_t count = sizeof own / sizeof *own, size = 0;
    for (size_t i = 0; i < r->field_count; i++)
        size += r->fields[i].name.len + r->fields[i].value.len + 3; /* colon, space, NUL */
    t->fields_size = size;
    t->secret = arena_alloc(&t->arena, size + 1);
    struct curl_slist *list = ARENA_NEW_ARRAY(&t->arena, struct curl_slist, count + r->field_count);
    char *at = t->secret;
    size_t n = 0;
    for (size_t i = 0; i < r->field_count; i++, n++) {
        struct slice name = r->fields[i].name, value = slice_trim(r->fields[i].value);
        list[n].data = at;
        memcpy(at, name.at, name.len);
        at += name.len;
        *at++ = value.len ? ':' : ';';
        if (value.len)
            *at++ = ' ';
        if (value.len)
            memcpy(at, value.at, value.len);
        at += value.len;
        *at++ = '\0';
    }
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !is_given(r, slice_sub(own[i], 0, (size_t)((const char *)memchr(own[i].at, ':', own[i].len) - own[i].at))))
            list[n++].data = writable(&t->arena, own[i]);
    for (size_t i = 0; i + 1 < n; i++)
        list[i].next = &list[i + 1];
    t->fields_out = list;
}

/* What keeps a request from being begun at all; NULL when nothing does. */
static const char *objection(const struct outgoing_request *r)
{
    if (!is_token(r->method) || r->method.len > 20)
        return "the method is no word of HTTP";
    if (!is_url_text(r->url))
        return "the address is empty, too long or holds what a URL cannot hold";
    if (r->field_count > REQUEST_FIELDS_MAX)
        return "it has too many fields";
    for (size_t i = 0; i < r->field_count; i++) {
        static const struct slice ours[] = {SLICE_INIT("content-length"), SLICE_INIT("transfer-encoding"),
                                            SLICE_INIT("connection"),     SLICE_INIT("expect"),
                                            SLICE_INIT("upgrade"),        SLICE_INIT("te")};
        if (!is_token(r->fields[i].name) || !is_field_value(r->fields[i].value))
            return "a field's name or value holds what a field cannot hold";
        if (r->fields[i].value.len > FIELD_BYTES_MAX)
            return "a field is too long";
        for (size_t k = 0; k < sizeof ours / sizeof *ours; k++)
            if (slice_eq_fold(r->fields[i].name, ours[k]))
                return "a field that frames the request is not the caller's to set";
    }
    if (r->body.len > REQUEST_BODY_MAX)
        return "its body is too large";
    return NULL;
}

static uint64_t due_within(const struct transfer *t, uint64_t from_ns, struct duration d)
{
    return instant_first(instant_plus((struct instant){from_ns}, d), (struct instant){t->last_ns}).ns;
}

struct transfer *transfer_create(const struct outgoing_request *r, struct sockets *sockets, bool refuses_private)
{
    struct transfer *t = calloc(1, sizeof *t);
    must(t != NULL);
    const char *wrong = objection(r);
    size_t size = (size_t)1 << 20;
    for (size_t i = 0; wrong == NULL && i < r->field_count; i++)
        size += 2 * (r->fields[i].name.len + r->fields[i].value.len + 64);
    arena_init(&t->arena, size + (wrong == NULL ? r->body.len + 2 * r->url.len : 0));
    t->refuses_private = refuses_private;
    t->sockets = sockets;
    t->asked_ns = transfer_now();
    t->connect_within = r->connect_within.ns ? r->connect_within : DURATION_S(CONNECT_WITHIN_S);
    t->answer_within = r->answer_within.ns ? r->answer_within : DURATION_S(ANSWER_WITHIN_S);
    t->answer_bytes_max = r->answer_bytes_max ? r->answer_bytes_max : ANSWER_BYTES_DEFAULT;
    t->last_ns = r->all_within.ns ? instant_plus((struct instant){t->asked_ns}, r->all_within).ns : UINT64_MAX;
    t->due_ns = due_within(t, t->asked_ns, t->connect_within);
    if (wrong == NULL) {
        t->url = arena_cstr(&t->arena, r->url);
        t->method = arena_cstr(&t->arena, r->method);
        t->body_out = arena_copy(&t->arena, r->body);
        write_fields(t, r);
        wrong = read_url(t);
    }
    t->refusal = slice_from(wrong);
    return t;
}

static bool is_private(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET) {
        struct sockaddr_in in;
        uint8_t bytes[4];
        memcpy(&in, a, sizeof in);
        memcpy(bytes, &in.sin_addr, sizeof bytes);
        return address_is_private_4(bytes);
    }
    if (a->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, a, sizeof in);
        return address_is_private_6(in.sin6_addr.s6_addr);
    }
    return true;
}

/* The address itself is looked at, not the name: a name may be resolved anew in between. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *a)
{
    struct transfer *t = context;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    if (t->refuses_private && is_private(&a->addr)) {
        t->refused_private = true;
        return CURL_SOCKET_BAD;
    }
    struct sockets *all = t->sockets;
    int fd = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
    if (fd < 0)
        return CURL_SOCKET_BAD;
    if (all->count == all->room) {
        all->room = all->room ? 2 * all->room : 16;
        all->at = realloc(all->at, all->room * sizeof *all->at);
        must(all->at != NULL);
    }
    all->at[all->count++] = fd;
    return fd;
}

static int close_socket(void *context, curl_socket_t fd)
{
    struct sockets *all = context;
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i] == fd) {
            all->at[i] = all->at[--all->count];
            break;
        }
    return close(fd);
}

static unsigned port_of(int fd)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    if (getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        return 0;
    memcpy(&four, &at, sizeof four);
    memcpy(&six, &at, sizeof six);
    return ntohs(at.ss_family == AF_INET ? four.sin_port : six.sin6_port);
}

/* Something came before the request was asked: a surplus of an earlier answer, which would be taken for this one's. Behind TLS it
 * cannot be told from what TLS itself says, but there the server is known. */
static bool has_surplus(const struct transfer *t, int local_port)
{
    for (size_t i = 0; i < t->sockets->count && !slice_starts(t->host, SLICE("https:")); i++) {
        struct pollfd p = {.fd = t->sockets->at[i], .events = POLLIN};
        if (poll(&p, 1, 0) > 0 && (p.revents & POLLIN) != 0 && port_of(p.fd) == (unsigned)local_port)
            return true;
    }
    return false;
}

/* The connection is ready and the request is about to be written. libcurl sends a request again when a connection that it used
 * before turns out to be dead: then this is called a second time, and says no. */
static int before_request(void *context, char *ip, char *local_ip, int port, int local_port)
{
    struct transfer *t = context;
    (void)ip, (void)local_ip, (void)port;
    if (t->may_have_left) {
        t->sent_again = true;
        return CURL_PREREQFUNC_ABORT;
    }
    if (has_surplus(t, local_port)) {
        t->surplus = true;
        return CURL_PREREQFUNC_ABORT;
    }
    t->may_have_left = true;
    t->ready_ns = transfer_now();
    t->due_ns = due_within(t, t->ready_ns, t->answer_within);
    return CURL_PREREQFUNC_OK;
}

static size_t take_field(char *at, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    struct slice line = {at, size * count};
    if (t->forgotten)
        return 0;
    if (t->first_ns == 0)
        t->first_ns = transfer_now();
    t->field_bytes += line.len;
    if (t->field_bytes > FIELD_BYTES_MAX || t->fields.count >= FIELDS_MAX) {
        t->too_large = true;
        return 0;
    }
    struct slice text = slice_trim(line);
    if (slice_starts(line, SLICE("HTTP/"))) { /* also after an interim answer */
        t->fields.count = 0;
        t->fields_done = false;
        return line.len;
    }
    if (text.len == 0) {
        long status = 0;
        curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
        t->status = status > 0 ? (unsigned)status : 0;
        t->fields_done = true;
        return line.len;
    }
    const char *colon = memchr(text.at, ':', text.len);
    if (colon == NULL || t->fields_done) /* a trailer is not looked at */
        return line.len;
    struct slice name = arena_copy(&t->arena, (struct slice){text.at, (size_t)(colon - text.at)});
    char *lower = arena_alloc(&t->arena, name.len + 1);
    for (size_t i = 0; i < name.len; i++)
        lower[i] = (char)tolower((unsigned char)name.at[i]);
    *ARRAY_ADD(&t->arena, &t->fields) =
        (struct outgoing_field){{lower, name.len}, arena_copy(&t->arena, slice_trim(slice_after(text, name.len + 1)))};
    return line.len;
}

static size_t take_body(char *at, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t len = size * count;
    if (t->forgotten)
        return 0;
    if (len > t->answer_bytes_max - t->bytes_in) {
        t->too_large = true;
        return 0;
    }
    t->bytes_in += len;
    if (t->data != NULL && t->status / 100 == 2) {
        if (!t->data(t->context, (struct slice){at, len})) {
            t->refused_by_reader = true;
            return 0;
        }
        return t->forgotten ? 0 : len;
    }
    if (len > t->body_room - t->body_len) {
        t->body_room = t->body_len + len > 2 * t->body_room ? t->body_len + len : 2 * t->body_room;
        t->body = realloc(t->body, t->body_room);
        must(t->body != NULL);
    }
    if (len)
        memcpy(t->body + t->body_len, at, len);
    t->body_len += len;
    return len;
}

static void set_up(struct transfer *t, const char *ca_file)
{
    CURL *c = t->easy;
    CURLcode bad = CURLE_OK;
    uint64_t now = transfer_now();
    uint64_t left_ms = (t->due_ns > now ? t->due_ns - now : 0) / 1000000 + 1;
#define SET(option, value)                                                                                                       \
    do {                                                                                                                         \
        if (curl_easy_setopt(c, (option), (value)) != CURLE_OK)                                                                  \
            bad = CURLE_FAILED_INIT;                                                                                             \
    } while (0)
    SET(CURLOPT_PRIVATE, t);
    SET(CURLOPT_URL, t->url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_PATH_AS_IS, 1L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L); /* a name server that is slow must not hold up whoever forgets */
    SET(CURLOPT_MAXAGE_CONN, (long)IDLE_MAX_S);
    SET(CURLOPT_CONNECTTIMEOUT_MS, left_ms > 3600000 ? 3600000L : (long)left_ms);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (ca_file != NULL)
        SET(CURLOPT_CAINFO, ca_file);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, t);
    SET(CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    SET(CURLOPT_CLOSESOCKETDATA, t->sockets);
    SET(CURLOPT_PREREQFUNCTION, before_request);
    SET(CURLOPT_PREREQDATA, t);
    SET(CURLOPT_HEADERFUNCTION, take_field);
    SET(CURLOPT_HEADERDATA, t);
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, t);
    SET(CURLOPT_HTTPHEADER, t->fields_out);
    bool body = t->body_out.len > 0 || (strcmp(t->method, "GET") != 0 && strcmp(t->method, "HEAD") != 0);
    if (strcmp(t->method, "HEAD") == 0)
        SET(CURLOPT_NOBODY, 1L);
    else if (body) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->body_out.len);
        SET(CURLOPT_POSTFIELDS, t->body_out.len ? t->body_out.at : "");
    }
    SET(CURLOPT_CUSTOMREQUEST, t->method);
#undef SET
    must(bad == CURLE_OK);
}

bool transfer_begin(struct transfer *t, const char *ca_file)
{
    t->easy = curl_easy_init();
    if (t->easy == NULL)
        return false;
    set_up(t, ca_file);
    return true;
}

bool transfer_again(struct transfer *t)
{
    if (!t->surplus || t->fresh || t->may_have_left)
        return false;
    t->surplus = false;
    t->fresh = true;
    return curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK;
}

static enum outgoing_end end_of(const struct transfer *t, CURLcode result, bool late)
{
    if (!t->may_have_left)
        return OUTGOING_NOT_SENT;
    if (t->too_large)
        return OUTGOING_TOO_LARGE;
    if (late || result == CURLE_OPERATION_TIMEDOUT)
        return OUTGOING_LATE;
    if (result == CURLE_OK && t->status >= 200 && !t->sent_again)
        return OUTGOING_ANSWERED;
    return OUTGOING_CUT;
}

static struct slice reason_of(struct transfer *t, enum outgoing_end end, CURLcode result, bool late)
{
    if (end == OUTGOING_ANSWERED)
        return SLICE_NONE;
    if (t->refusal.len)
        return t->refusal;
    const char *why = curl_easy_strerror(result);
    if (t->too_large)
        why = "its answer is longer than allowed";
    else if (t->refused_by_reader)
        why = "the reader of its answer said no";
    else if (t->sent_again)
        why = "the connection was closed before the answer; the request is not sent again";
    else if (t->surplus)
        why = "the server spoke before it was asked";
    else if (late)
        why = end == OUTGOING_LATE ? "no whole answer in time"
              : t->easy != NULL    ? "no connection in time"
                                   : "it waited in line too long";
    else if (t->refused_private && end == OUTGOING_NOT_SENT)
        why = "its address is private";
    else if (result == CURLE_OK)
        why = "the answer has no status of its own";
    return arena_printf(&t->arena, SLICE_FMT ": %s", SLICE_ARG(t->host), why);
}

struct outgoing_answer transfer_answer(struct transfer *t, CURLcode result, bool late)
{
    uint64_t now = transfer_now();
    enum outgoing_end end = end_of(t, result, late);
    return (struct outgoing_answer){.end = end,
                                    .status = t->status,
                                    .fields = t->fields.at,
                                    .field_count = t->fields_done ? t->fields.count : 0,
                                    .body = {t->body, t->body_len},
                                    .reason = reason_of(t, end, result, late),
                                    .took = {now - t->asked_ns},
                                    .first_byte = {t->first_ns ? t->first_ns - t->asked_ns : 0}};
}

void transfer_destroy(struct transfer *t)
{
    if (t->easy != NULL)
        curl_easy_cleanup(t->easy);
    if (t->secret != NULL)
        bytes_wipe(t->secret, t->fields_size);
    arena_finish(&t->arena);
    free(t->body);
    free(t);
}
