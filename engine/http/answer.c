#include "front.h"

#include <parley/calendar.h>

/* Puts a head together in the server's scratch room. What does not fit, or would break the head, spoils it. */
struct composer {
    char *at;
    size_t len, room;
    bool is_spoilt;
};

static void put(struct composer *o, struct slice s)
{
    if (o->room - o->len < s.len) {
        o->is_spoilt = true;
        return;
    }
    if (s.len > 0)
        memcpy(o->at + o->len, s.at, s.len);
    o->len += s.len;
}

static void put_number(struct composer *o, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    put(o, (struct slice){digits + at, sizeof digits - at});
}

/* A line end in a name or a value would let whoever gave it write fields, or a whole second answer. */
static void put_field(struct composer *o, struct slice name, struct slice value)
{
    for (size_t i = 0; i < name.len + value.len; i++) {
        unsigned char c = (unsigned char)(i < name.len ? name.at[i] : value.at[i - name.len]);
        o->is_spoilt |= c == 0x7f || (c < 0x20 && c != '\t') || (i < name.len && (c == ':' || c == ' '));
    }
    o->is_spoilt |= name.len == 0;
    put(o, name);
    put(o, SLICE(": "));
    put(o, value);
    put(o, SLICE("\r\n"));
}

static struct slice date_now(struct http_server *s)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct timespec now;
    must(clock_gettime(CLOCK_REALTIME, &now) == 0);
    if (now.tv_sec != s->date_s) {
        struct civil_time t = civil_from_wall((struct wall){(int64_t)now.tv_sec * 1000}, 0);
        s->date_s = now.tv_sec;
        (void)snprintf(s->date, sizeof s->date, "%s, %02u %s %04d %02u:%02u:%02u GMT", days[t.weekday % 7], t.date.day,
                       months[(t.date.month + 11) % 12], (int)t.date.year, t.hour, t.minute, t.second);
    }
    return slice_from(s->date);
}

static struct slice reason_of(unsigned status)
{
    static const struct {
        unsigned status;
        struct slice reason;
    } reasons[] = {
        {101, SLICE_INIT("Switching Protocols")},
        {200, SLICE_INIT("OK")},
        {201, SLICE_INIT("Created")},
        {202, SLICE_INIT("Accepted")},
        {204, SLICE_INIT("No Content")},
        {206, SLICE_INIT("Partial Content")},
        {301, SLICE_INIT("Moved Permanently")},
        {302, SLICE_INIT("Found")},
        {303, SLICE_INIT("See Other")},
        {304, SLICE_INIT("Not Modified")},
        {307, SLICE_INIT("Temporary Redirect")},
        {308, SLICE_INIT("Permanent Redirect")},
        {400, SLICE_INIT("Bad Request")},
        {401, SLICE_INIT("Unauthorized")},
        {402, SLICE_INIT("Payment Required")},
        {403, SLICE_INIT("Forbidden")},
        {404, SLICE_INIT("Not Found")},
        {405, SLICE_INIT("Method Not Allowed")},
        {406, SLICE_INIT("Not Acceptable")},
        {408, SLICE_INIT("Request Timeout")},
        {409, SLICE_INIT("Conflict")},
        {410, SLICE_INIT("Gone")},
        {411, SLICE_INIT("Length Required")},
        {412, SLICE_INIT("Precondition Failed")},
        {413, SLICE_INIT("Content Too Large")},
        {414, SLICE_INIT("URI Too Long")},
        {415, SLICE_INIT("Unsupported Media Type")},
        {416, SLICE_INIT("Range Not Satisfiable")},
        {417, SLICE_INIT("Expectation Failed")},
        {422, SLICE_INIT("Unprocessable Content")},
        {426, SLICE_INIT("Upgrade Required")},
        {428, SLICE_INIT("Precondition Required")},
        {429, SLICE_INIT("Too Many Requests")},
        {431, SLICE_INIT("Request Header Fields Too Large")},
        {500, SLICE_INIT("Internal Server Error")},
        {501, SLICE_INIT("Not Implemented")},
        {502, SLICE_INIT("Bad Gateway")},
        {503, SLICE_INIT("Service Unavailable")},
        {504, SLICE_INIT("Gateway Timeout")},
        {505, SLICE_INIT("HTTP Version Not Supported")},
        {529, SLICE_INIT("Overloaded")},
    };
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return SLICE("Other");
}

static bool has_body(unsigned status)
{
    return status >= 200 && status != 204 && status != 304;
}

static struct composer compose(struct connection *c, const struct http_answer *a, bool is_stream, bool is_chunked)
{
    struct composer o = {.at = c->server->out, .room = sizeof c->server->out};
    put(&o, SLICE("HTTP/1.1 "));
    put_number(&o, a->status);
    put(&o, SLICE(" "));
    put(&o, reason_of(a->status));
    put(&o, SLICE("\r\nDate: "));
    put(&o, date_now(c->server));
    put(&o, SLICE("\r\n"));
    if (a->content_type.len > 0)
        put_field(&o, SLICE("Content-Type"), a->content_type);
    if (!is_stream && has_body(a->status)) {
        put(&o, SLICE("Content-Length: "));
        put_number(&o, a->body.len);
        put(&o, SLICE("\r\n"));
    } else if (is_chunked)
        put(&o, SLICE("Transfer-Encoding: chunked\r\n"));
    for (size_t i = 0; i < a->field_count; i++)
        put_field(&o, a->fields[i].name, a->fields[i].value);
    if (c->closes && a->status != 101)
        put(&o, SLICE("Connection: close\r\n"));
    put(&o, SLICE("\r\n"));
    return o;
}

/* The head in the scratch room: of 500 if the answer's own would not be one. */
static struct composer head_of(struct connection *c, struct http_answer *a, bool is_stream, bool is_chunked)
{
    must(a->status >= 100);
    must(a->status <= 599);
    struct composer o = compose(c, a, is_stream, is_chunked);
    if (o.is_spoilt) {
        *a = (struct http_answer){.status = 500};
        c->closes = true;
        o = compose(c, a, is_stream, is_chunked);
    }
    c->server->counts.answers[a->status / 100]++;
    return o;
}

static void send_whole(struct connection *c, struct composer *o, struct slice body)
{
    if (body.len <= o->room - o->len) {
        put(o, body);
        body = SLICE_NONE;
    }
    struct slice pieces[2] = {{o->at, o->len}, body};
    (void)wire_send(c, pieces, 2);
}

static bool wants_body(const struct connection *c, unsigned status)
{
    return has_body(status) && (c->x == NULL || c->x->reader.request.method != HTTP_HEAD);
}

void answer_send(struct connection *c, const struct http_answer *answer)
{
    struct http_answer a = *answer;
    struct composer o = head_of(c, &a, false, false);
    send_whole(c, &o, wants_body(c, a.status) ? a.body : SLICE_NONE);
}

static bool takes_answer(struct http_exchange *x)
{
    must(!x->was_answered);
    must(!x->is_streaming);
    return x->c->state == CONNECTION_BUSY;
}

void http_answer(struct http_exchange *x, const struct http_answer *answer)
{
    struct connection *c = x->c;
    bool is_heard = takes_answer(x);
    x->was_answered = true;
    if (!is_heard)
        return;
    must(answer->status >= 200);
    c->closes |= answer->closes;
    answer_send(c, answer);
    connection_answered(c);
}

/* -- In pieces ------------------------------------------------------------------------------------------------------------------
 */

/* The composer may hold the answer's head already. */
static bool send_piece(struct http_exchange *x, struct composer *o, struct slice piece)
{
    struct slice pieces[3] = {{o->at, 0}, piece, SLICE_NONE};
    if (x->is_chunked && piece.len > 0) {
        char size[24];
        int n = snprintf(size, sizeof size, "%zx\r\n", piece.len);
        put(o, (struct slice){size, (size_t)n});
        pieces[2] = SLICE("\r\n");
    }
    if (piece.len + pieces[2].len <= o->room - o->len) {
        put(o, piece);
        put(o, pieces[2]);
        pieces[1] = pieces[2] = SLICE_NONE;
    }
    pieces[0].len = o->len;
    return wire_send(x->c, pieces, 3);
}

void http_stream(struct http_exchange *x, const struct http_answer *head)
{
    struct connection *c = x->c;
    bool is_heard = takes_answer(x);
    x->is_streaming = true;
    if (!is_heard)
        return;
    struct http_answer a = *head;
    bool is_old = x->reader.is_old, is_silent = !wants_body(c, a.status);
    must(a.status >= 200);
    c->closes |= a.closes || is_old; /* an old client knows the end by the connection's */
    struct composer o = head_of(c, &a, true, !is_old && has_body(a.status));
    x->is_silent = is_silent || a.status != head->status;
    x->is_chunked = !is_old && !is_silent;
    c->state = CONNECTION_STREAMING;
    (void)send_piece(x, &o, x->is_silent ? SLICE_NONE : a.body);
}

bool http_stream_write(struct http_exchange *x, struct slice piece)
{
    struct connection *c = x->c;
    must(x->is_streaming);
    if (c->state != CONNECTION_STREAMING)
        return false;
    if (piece.len == 0 || x->is_silent)
        return true;
    if (wire_queued(c) + piece.len > c->server->limits.queued_bytes_max) {
        c->server->counts.cut++;
        connection_cut(c);
        return false;
    }
    struct composer o = {.at = c->server->out, .room = sizeof c->server->out};
    return send_piece(x, &o, piece);
}

void http_stream_end(struct http_exchange *x)
{
    struct connection *c = x->c;
    must(x->is_streaming);
    must(!x->was_answered);
    x->was_answered = true;
    if (c->state != CONNECTION_STREAMING)
        return;
    if (x->is_chunked)
        (void)wire_send(c, &SLICE("0\r\n\r\n"), 1);
    connection_answered(c);
}

void http_cut(struct http_exchange *x)
{
    must(!x->was_answered);
    x->was_answered = true;
    connection_cut(x->c);
}
