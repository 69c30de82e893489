/* The providers of a rehearsal, as servers on loopback: Meta's Graph API and 360dialog with the phones behind them, OpenAI and
 * Anthropic with a model behind them that says what it is told. They answer as the real ones do, refuse as they do, deliver
 * signed webhooks as they do (in groups, out of order, some twice, until 200), and fail as they are told to over HTTP
 * (docs/fakes.md).
 *
 * Threads: everything belongs to the loop's thread; `told` is called on it. */
#ifndef PARLEY_FAKES_H
#define PARLEY_FAKES_H

#include <parley/arena.h>
#include <parley/error.h>

struct uv_loop_s;
struct fakes;

enum { FAKES_NUMBERS_MAX = 64 };

struct fakes_number {
    struct slice id;      /* phone_number_id */
    struct slice display; /* the number itself; empty: made from the id */
    struct slice key;     /* of 360dialog: this key selects the number; empty: Meta's */
};

enum fakes_event_kind {
    FAKES_MESSAGE,  /* a phone got a message */
    FAKES_REFUSED,  /* a send was refused, cut, or answered with an error */
    FAKES_SAID,     /* a contact wrote */
    FAKES_STATUS,   /* a status was queued */
    FAKES_DELIVERY, /* a webhook was answered, or was not */
    FAKES_MODEL     /* a model was asked */
};
const char *fakes_event_name(enum fakes_event_kind kind);

struct fakes_event {
    enum fakes_event_kind kind;
    struct slice number, contact, id, key, text; /* what there is; text: of a status its name, of a model its path */
    unsigned status;                             /* of HTTP; 0: none came */
    uint64_t code, count;                        /* the provider's error; updates of a delivery */
};

struct fakes_setup {
    struct uv_loop_s *loop;
    struct slice address;
    uint16_t port;                           /* 0: a free one */
    struct slice webhook;                    /* Meta's callback; empty: nothing is delivered */
    struct slice secret;                     /* signs deliveries */
    struct slice verify;                     /* with it the callback must echo a challenge before anything is delivered */
    struct slice token;                      /* bearer that is expected; empty: any */
    struct slice relay;                      /* 360dialog's callback */
    struct slice relay_header, relay_secret; /* X-Parley-Hook it sends; signs x-360dialog-signature; may be empty */
    struct slice account;                    /* WhatsApp business account; empty: "1" */
    const struct fakes_number *numbers;      /* none: every number of Meta's is known */
    size_t number_count;
    struct slice answers; /* what models say instead of claims: texts that a line "---" parts; empty: claims */
    uint64_t seed;
    void *context;
    void (*told)(void *context, const struct fakes_event *event); /* borrowed for the call; may be NULL */
};

struct fakes *fakes_start(const struct fakes_setup *setup, struct error *e); /* NULL: could not listen */
uint16_t fakes_port(const struct fakes *f);
/* Ends what is open; `done` when the loop holds nothing of it. Then destroy. */
void fakes_stop(struct fakes *f, void (*done)(void *context), void *context);
void fakes_destroy(struct fakes *f);

#endif
