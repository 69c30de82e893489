/* Pipelined requests, whole and cut at a place that the first byte chooses: both have to come to the same end. */
#include <stdlib.h>

#include "../request_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct reader_limits limits = {.head_bytes_max = 4096, .fields_max = 30, .body_bytes_max = 8192};

struct end {
    size_t used, requests, body;
    unsigned status;
};

static struct end read_all(struct slice bytes, size_t piece_len)
{
    struct end end = {0};
    struct arena a;
    arena_init(&a, ARENA_TURN_MAX);
    for (bool goes_on = true; goes_on && bytes.len > 0;) {
        struct request_reader r;
        enum reading got = READING_HEAD;
        request_reader_init(&r, &a, &limits);
        while (bytes.len > 0 && got < READING_WHOLE) {
            struct slice piece = slice_sub(bytes, 0, piece_len);
            size_t len = piece.len;
            got = request_read(&r, &piece);
            must(got >= READING_WHOLE || piece.len == 0);
            bytes = slice_after(bytes, len - piece.len);
            end.used += len - piece.len;
        }
        goes_on = got == READING_WHOLE;
        if (goes_on) {
            const struct http_request *q = &r.request;
            struct slice value;
            must(q->path.len > 0);
            must(q->path.at[0] == '/');
            must(q->field_count <= limits.fields_max);
            must(q->body.len <= limits.body_bytes_max);
            for (size_t i = 0; i < q->field_count; i++)
                must(memchr(q->fields[i].value.at, '\0', q->fields[i].value.len) == NULL);
            (void)!http_query_of(&value, &a, q->query, SLICE("a"));
            (void)!http_query_of(&value, &a, q->body, http_field_of(q, SLICE("host")));
            end.requests++;
            end.body += q->body.len;
        }
        end.status = got == READING_REFUSED ? r.status : 0;
    }
    arena_finish(&a);
    return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct slice bytes = {(const char *)data + 1, size - 1};
    struct end whole = read_all(bytes, SIZE_MAX), cut = read_all(bytes, (size_t)data[0] + 1);
    must(whole.requests == cut.requests);
    must(whole.body == cut.body);
    must(whole.status == cut.status);
    must(whole.status != 0 || whole.used == cut.used); /* after a refusal nothing is read on */
    return 0;
}
