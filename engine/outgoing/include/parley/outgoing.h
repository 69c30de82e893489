/* HTTP requests to the outside, many at a time on one thread that never blocks for them (libcurl). What a deadline, a limit or a
 * broken connection means for the request is told exactly: known not sent, or in doubt.
 *
 * A request leaves once: no redirect is followed, nothing is sent again, no proxy is asked, no cookie is kept. Connections are
 * kept and used again; HTTP/1.1 only. (docs/adr/0025)
 *
 * Threads: one thread owns one `outgoing`; `done` and `data` are called from outgoing_rest or outgoing_move on it, and may ask
 * and forget, but not move, rest or destroy. The process ignores SIGPIPE. */
#ifndef PARLEY_OUTGOING_H
#define PARLEY_OUTGOING_H

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/units.h>

struct outgoing;

struct outgoing_field {
    struct slice name, value;
};

struct outgoing_request {
    struct slice method; /* "POST" */
    struct slice url;    /* http or https; never followed elsewhere */
    const struct outgoing_field *fields;
    size_t field_count; /* never logged */
    struct slice body;
    struct duration connect_within; /* waiting in line, name, connection, TLS; 0 = 5 s */
    struct duration answer_within;  /* from then on everything; 0 = 30 s */
    struct duration all_within;     /* both together; 0 = no less than that */
    size_t answer_bytes_max;        /* 0 = 4 MiB; of a stream: all of it */
};

enum outgoing_end {
    OUTGOING_ANSWERED,  /* a whole answer; status and body are good. One without a length ends where the connection ends: whether
                           it is  whole, its text must tell */
    OUTGOING_NOT_SENT,  /* name, connection or TLS failed, or forgotten before: no byte of the request left */
    OUTGOING_CUT,       /* the connection broke, or the answer cannot be read, after a byte of the request left: in doubt */
    OUTGOING_LATE,      /* the deadline passed after a byte of the request left: in doubt */
    OUTGOING_TOO_LARGE, /* the answer is longer than allowed; the rest was not read */
    OUTGOING_END_COUNT
};
const char *outgoing_end_name(enum outgoing_end end);

struct outgoing_answer {
    enum outgoing_end end;
    unsigned status;                     /* also of a stream that ended badly; 0: none came */
    const struct outgoing_field *fields; /* names in lower case */
    size_t field_count;
    struct slice body;                /* what came; empty when `data` took it */
    struct slice reason;              /* for a person, without secrets; empty when answered */
    struct duration took, first_byte; /* since it was asked; 0: none came */
};
struct slice outgoing_field_of(const struct outgoing_answer *a, struct slice name); /* empty when absent */

/* Exactly once, unless forgotten. Everything is borrowed for the call. */
typedef void outgoing_done(void *context, const struct outgoing_answer *answer);
/* Pieces of a 2xx answer as they come; false stops the request: then done is told OUTGOING_CUT. */
typedef bool outgoing_data(void *context, struct slice piece);

struct outgoing_setup {
    size_t open_max;      /* requests at once; more wait in line [256] */
    size_t per_host_max;  /* connections [16] */
    struct slice ca_file; /* empty: the system's */
    bool refuses_private; /* addresses of loopback, private and link-local ranges, checked when connecting */
};

struct outgoing *outgoing_create(const struct outgoing_setup *setup, struct error *e);
/* Copies the request. `data` may be NULL. Never fails: what cannot be begun ends NOT_SENT in the next outgoing_rest. */
void outgoing_ask(struct outgoing *o, const struct outgoing_request *request, outgoing_data *data, outgoing_done *done,
                  void *context);
void outgoing_forget(struct outgoing *o, void *context); /* every request of this context: closed, done is not called */
/* Moves what can be moved, without waiting. */
void outgoing_move(struct outgoing *o);
/* Waits until a descriptor is ready, a request has news, or `most` is over, and moves. `wake` (an eventfd) is emptied; < 0: none.
 */
void outgoing_rest(struct outgoing *o, int wake, struct duration most);
size_t outgoing_open(const struct outgoing *o); /* asked and neither done nor forgotten */
void outgoing_destroy(struct outgoing *o);      /* forgets the rest */

#endif
