/* Reads one request from bytes as they come, in pieces of any size: what comes out depends on the bytes alone, never on where
 * they were cut. Knows no socket.
 *
 * Strict: what two readers could read differently is refused, and nothing that follows on that connection can be trusted then.
 * Refused beyond RFC 9112's MUSTs: bare LF, any second Content-Length even when equal, Content-Length with leading zeros, chunk
 * extensions, trailers, targets that do not begin with '/', a POST, PUT or PATCH without a length. */
#ifndef PARLEY_REQUEST_READER_H
#define PARLEY_REQUEST_READER_H

#include <parley/http.h>

struct reader_limits {
    size_t head_bytes_max, fields_max, body_bytes_max;
};

enum reading { READING_HEAD, READING_BODY, READING_WHOLE, READING_REFUSED };

enum reader_step {
    STEP_START,
    STEP_BLANK_LF, /* one empty line may stand before a request */
    STEP_LINE,
    STEP_LF,
    STEP_BODY,
    STEP_CHUNK_SIZE,
    STEP_CHUNK_SIZE_LF,
    STEP_CHUNK,
    STEP_CHUNK_CR,
    STEP_CHUNK_LF,
    STEP_LAST_CR,
    STEP_LAST_LF,
    STEP_WHOLE,
    STEP_REFUSED
};

struct field_mark { /* places in the head, which may still move */
    uint32_t name, name_len, value, value_len;
};

struct request_reader {
    struct arena *arena;
    const struct reader_limits *limits;
    enum reader_step step;
    char *head; /* its lines without their ends */
    size_t head_len, head_room, head_bytes, line;
    uint32_t path, path_len, query, query_len;
    ARRAY_OF(struct field_mark) marks;
    uint32_t seen; /* fields that may come once */
    uint64_t length, left;
    char *body;
    size_t body_len, body_room;
    unsigned digits;
    bool has_line, was_blank, is_chunked;

    struct http_request request; /* whole with READING_WHOLE */
    bool is_old;                 /* HTTP/1.0 */
    bool closes, continues;      /* the client said: Connection: close, Expect: 100-continue */
    unsigned status;             /* with READING_REFUSED: the answer, and why */
    const char *why;
};

void request_reader_init(struct request_reader *r, struct arena *a, const struct reader_limits *limits);

/* Takes off the front of *bytes what belongs to this request. READING_HEAD and READING_BODY want more. */
enum reading request_read(struct request_reader *r, struct slice *bytes);
bool request_has_begun(const struct request_reader *r);

/* Of the reader's parts: false after a refusal. */
bool request_refuse(struct request_reader *r, unsigned status, const char *why);
bool request_line(struct request_reader *r, struct slice line);
bool request_field(struct request_reader *r, char *line, size_t len);
bool request_head_ends(struct request_reader *r);

#endif
