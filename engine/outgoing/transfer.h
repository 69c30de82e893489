/* One request on its way: a copy of what was asked, libcurl's handle while it is open, and what came. */
#ifndef PARLEY_TRANSFER_H
#define PARLEY_TRANSFER_H

#include <parley/outgoing.h>

#include <curl/curl.h>

struct peer;

/* Every socket that libcurl has open: libcurl does not say which one a request is about to use, but its port. */
struct sockets {
    int *at;
    size_t count, room;
};

struct transfer {
    struct transfer *prev, *next; /* in line, or open */
    outgoing_data *data;
    outgoing_done *done;
    void *context;
    struct peer *peer;       /* of outgoing.c */
    struct sockets *sockets; /* outlive every connection */
    bool forgotten;
    bool too_large, refused_by_reader, refused_private; /* why libcurl was told to stop */
    bool may_have_left;  /* the connection was ready: from here on a byte of the request may be outside */
    bool sent_again;     /* libcurl wanted to say it again on another connection, and was stopped */
    bool surplus, fresh; /* the connection was not clean; it has asked for a new one */
    bool refuses_private;
    struct duration connect_within, answer_within;
    size_t answer_bytes_max;
    uint64_t asked_ns, ready_ns, first_ns, due_ns, last_ns;
    struct slice host;    /* scheme, name and port: who shares connections; in `arena` */
    struct slice refusal; /* why it cannot be begun; empty: it can */

    struct arena arena; /* the copies and the answer's fields */
    const char *url, *method;
    struct slice body_out;
    struct curl_slist *fields_out;
    size_t fields_size;
    char *secret; /* all the fields' text; wiped */
    CURL *easy;

    unsigned status;
    bool fields_done;
    ARRAY_OF(struct outgoing_field) fields;
    size_t field_bytes;
    char *body;
    size_t body_len, body_room, bytes_in;
};

uint64_t transfer_now(void); /* monotonic nanoseconds */
struct transfer *transfer_create(const struct outgoing_request *request, struct sockets *sockets, bool refuses_private);
/* Makes the handle; false when memory is short. */
bool transfer_begin(struct transfer *t, const char *ca_file);
/* Nothing was written because the connection was not clean: true, once, when a new one may be tried. */
bool transfer_again(struct transfer *t);
/* What became of it, in the transfer's arena; `result` of a transfer that was never begun is CURLE_OK. */
struct outgoing_answer transfer_answer(struct transfer *t, CURLcode result, bool late);
void transfer_destroy(struct transfer *t); /* the handle must be out of its multi */

#endif
