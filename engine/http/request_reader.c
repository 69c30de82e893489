#include "request_reader.h"

enum { HEAD_ROOM_FIRST = 1024, BODY_ROOM_FIRST = 4096, CHUNK_DIGITS_MAX = 8 };

void request_reader_init(struct request_reader *r, struct arena *a, const struct reader_limits *limits)
{
    *r = (struct request_reader){.arena = a, .limits = limits};
}

bool request_has_begun(const struct request_reader *r)
{
    return r->step > STEP_BLANK_LF;
}

bool request_refuse(struct request_reader *r, unsigned status, const char *why)
{
    r->step = STEP_REFUSED;
    r->status = status;
    r->why = why;
    return false;
}

/* Visible characters, space, tab, and bytes of other alphabets, which some fields carry. */
static size_t plain_run(struct slice s)
{
    size_t n = 0;
    while (n < s.len) {
        unsigned char c = (unsigned char)s.at[n];
        if (c == 0x7f || (c < 0x20 && c != '\t'))
            break;
        n++;
    }
    return n;
}

static void head_add(struct request_reader *r, struct slice s)
{
    if (s.len == 0)
        return;
    if (r->head_room - r->head_len < s.len) {
        size_t room = r->head_room ? r->head_room : HEAD_ROOM_FIRST;
        while (room - r->head_len < s.len)
            room *= 2;
        char *at = arena_alloc(r->arena, room);
        if (r->head_len > 0)
            memcpy(at, r->head, r->head_len);
        r->head = at;
        r->head_room = room;
    }
    memcpy(r->head + r->head_len, s.at, s.len);
    r->head_len += s.len;
}

/* Counted byte by byte, so that the byte that is too many is the same one however they came. */
static bool count_head(struct request_reader *r, size_t *n)
{
    size_t most = r->has_line ? r->limits->head_bytes_max : r->limits->head_bytes_max / 2;
    if (*n <= most - r->head_bytes) {
        r->head_bytes += *n;
        return true;
    }
    if (r->has_line)
        return request_refuse(r, 431, "the head is too long");
    return request_refuse(r, 414, "the target is too long");
}

static bool read_line(struct request_reader *r, struct slice *bytes)
{
    size_t n = plain_run(*bytes);
    if (!count_head(r, &n))
        return false;
    head_add(r, slice_sub(*bytes, 0, n));
    *bytes = slice_after(*bytes, n);
    if (bytes->len == 0)
        return true;
    if (bytes->at[0] != '\r')
        return request_refuse(r, 400, bytes->at[0] == '\n' ? "a line ends with LF alone" : "a control character in the head");
    r->step = STEP_LF;
    *bytes = slice_after(*bytes, 1);
    return true;
}

static bool line_ends(struct request_reader *r)
{
    size_t ends = 2;
    size_t len = r->head_len - r->line;
    char *line = r->head + r->line;
    if (!count_head(r, &ends))
        return false;
    r->step = STEP_LINE;
    if (!r->has_line) {
        if (!request_line(r, (struct slice){line, len}))
            return false;
        r->has_line = true;
    } else if (len == 0) {
        if (!request_head_ends(r))
            return false;
        r->left = r->length;
        r->step = r->is_chunked ? STEP_CHUNK_SIZE : r->length > 0 ? STEP_BODY : STEP_WHOLE;
    } else if (!request_field(r, line, len))
        return false;
    r->line = r->head_len;
    return true;
}

/* What is declared is not set aside before it comes: a thousand clients may declare much and send nothing. */
static void body_add(struct request_reader *r, struct slice s)
{
    size_t most = r->is_chunked ? r->limits->body_bytes_max : (size_t)r->length;
    must(s.len <= most - r->body_len);
    if (r->body_room - r->body_len < s.len) {
        size_t room = r->body_room ? r->body_room * 2 : BODY_ROOM_FIRST;
        if (room < r->body_len + s.len)
            room = r->body_len + s.len;
        if (room > most)
            room = most;
        char *at = arena_alloc(r->arena, room);
        if (r->body_len > 0)
            memcpy(at, r->body, r->body_len);
        r->body = at;
        r->body_room = room;
    }
    memcpy(r->body + r->body_len, s.at, s.len);
    r->body_len += s.len;
}

static bool read_body(struct request_reader *r, struct slice *bytes, enum reader_step next)
{
    struct slice piece = slice_sub(*bytes, 0, r->left < bytes->len ? (size_t)r->left : bytes->len);
    body_add(r, piece);
    r->left -= piece.len;
    *bytes = slice_after(*bytes, piece.len);
    if (r->left == 0)
        r->step = next;
    return true;
}

static bool read_chunk_size(struct request_reader *r, char c)
{
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (c == '\r' && r->digits > 0) {
        r->step = STEP_CHUNK_SIZE_LF;
        return true;
    }
    if (digit < 0)
        return request_refuse(r, 400, "a chunk's size is hexadecimal digits and a line end, without an extension");
    if (++r->digits > CHUNK_DIGITS_MAX)
        return request_refuse(r, 400, "a chunk's size has too many digits");
    r->left = r->left * 16 + (unsigned)digit;
    if (r->left > r->limits->body_bytes_max - r->body_len)
        return request_refuse(r, 413, "the body is too long");
    return true;
}

static bool read_chunk_mark(struct request_reader *r, char c)
{
    static const struct {
        char wanted;
        enum reader_step next;
        const char *why;
    } marks[] = {
        [STEP_CHUNK_SIZE_LF] = {'\n', STEP_CHUNK, "a chunk's size does not end with CR LF"},
        [STEP_CHUNK_CR] = {'\r', STEP_CHUNK_LF, "a chunk is longer than its size"},
        [STEP_CHUNK_LF] = {'\n', STEP_CHUNK_SIZE, "a chunk does not end with CR LF"},
        [STEP_LAST_CR] = {'\r', STEP_LAST_LF, "trailers are not taken"},
        [STEP_LAST_LF] = {'\n', STEP_WHOLE, "the body does not end with CR LF"},
    };
    if (c != marks[r->step].wanted)
        return request_refuse(r, 400, marks[r->step].why);
    r->step = r->step == STEP_CHUNK_SIZE_LF && r->left == 0 ? STEP_LAST_CR : marks[r->step].next;
    if (r->step == STEP_CHUNK_SIZE) {
        r->left = 0;
        r->digits = 0;
    }
    return true;
}

static bool read_some(struct request_reader *r, struct slice *bytes)
{
    char c = bytes->at[0];
    switch (r->step) {
    case STEP_START:
        if (c != '\r') {
            r->step = STEP_LINE;
            return true;
        }
        if (r->was_blank)
            return request_refuse(r, 400, "empty lines instead of a request");
        r->step = STEP_BLANK_LF;
        break;
    case STEP_BLANK_LF:
        if (c != '\n')
            return request_refuse(r, 400, "CR without LF");
        r->was_blank = true;
        r->step = STEP_START;
        break;
    case STEP_LINE: return read_line(r, bytes);
    case STEP_LF:
        if (c != '\n')
            return request_refuse(r, 400, "CR without LF");
        *bytes = slice_after(*bytes, 1);
        return line_ends(r);
    case STEP_BODY: return read_body(r, bytes, STEP_WHOLE);
    case STEP_CHUNK: return read_body(r, bytes, STEP_CHUNK_CR);
    case STEP_CHUNK_SIZE:
        if (!read_chunk_size(r, c))
            return false;
        break;
    case STEP_CHUNK_SIZE_LF:
    case STEP_CHUNK_CR:
    case STEP_CHUNK_LF:
    case STEP_LAST_CR:
    case STEP_LAST_LF:
        if (!read_chunk_mark(r, c))
            return false;
        break;
    case STEP_WHOLE:
    case STEP_REFUSED: return false;
    }
    *bytes = slice_after(*bytes, 1);
    return true;
}

enum reading request_read(struct request_reader *r, struct slice *bytes)
{
    while (bytes->len > 0 && r->step < STEP_WHOLE && read_some(r, bytes)) {
    }
    if (r->step == STEP_REFUSED)
        return READING_REFUSED;
    if (r->step < STEP_BODY)
        return READING_HEAD;
    if (r->step < STEP_WHOLE)
        return READING_BODY;
    r->request.body = (struct slice){r->body, r->body_len};
    return READING_WHOLE;
}
