/* What the files of this room share. */
#ifndef PARLEY_FAKES_PARTS_H
#define PARLEY_FAKES_PARTS_H

#include <uv.h>

#include <parley/digest.h>
#include <parley/fakes.h>
#include <parley/http.h>
#include <parley/json_lines.h>
#include <parley/json_write.h>
#include <parley/outgoing.h>
#include <parley/random.h>
#include <parley/size.h>
#include <parley/units.h>

enum { PARTS_MAX = 6, ANSWER_MAX = 8 << 20, SHOWN_MAX = 1000, CONTACTS_MAX = 200000, FAULTS_MAX = 64, TEMPLATES_MAX = 64 };

/* -- faults.c: what fails, as it was asked for ----------------------------------------------------------------------------------
 */

enum fault_on { ON_MESSAGES, ON_MEDIA, ON_MODELS, ON_EMBEDDINGS, ON_COUNT };
enum fault_way {
    FAULT_ANSWER,      /* an error is answered, or only late */
    FAULT_LATE_CODE,   /* accepted; a failed status comes later */
    FAULT_SWALLOW,     /* accepted; the connection closes without an answer */
    FAULT_HANG,        /* accepted; no answer comes */
    FAULT_RESET,       /* the connection closes before anything happened */
    FAULT_TRUNCATE,    /* models: half an answer */
    FAULT_GARBAGE,     /* models: bytes that are no answer */
    FAULT_DRIP,        /* models: a stream byte by byte */
    FAULT_HTML,        /* an error page of some gateway */
    FAULT_HOSTILE,     /* models: says what must not be said */
    FAULT_REFUSAL,     /* models: declines */
    FAULT_LENGTH,      /* models: cut at the token limit */
    FAULT_ERROR_EVENT, /* models: an error in the stream after 200 */
    FAULT_WAY_COUNT
};
struct fault {
    enum fault_on on;
    enum fault_way way;
    uint64_t left, every, seen; /* the next `left`, or every Nth */
    uint64_t code, status, retry_after, delay_ms, status_ms;
    char number[40], contact[40]; /* of these only; empty: all */
    char error_code[64];
};
struct faults {
    struct fault at[FAULTS_MAX];
    size_t count;
};
/* The one that strikes this request, a copy; false: none does. */
bool fake_fault_strikes(struct fault *out, struct faults *f, enum fault_on on, struct slice number, struct slice contact);

/* How deliveries come. */
struct weather {
    uint64_t copies;       /* of every update [1] */
    uint64_t scatter_ms;   /* an update comes up to so much later [0] */
    uint64_t group_max;    /* updates in one delivery [8] */
    uint64_t repeat_every; /* every Nth update comes twice [100]; 0: none */
    uint64_t early_every;  /* every Nth send is answered after its first status [10]; 0: none */
    uint64_t status_ms;    /* from a send to "sent"; delivered twice, read four times later [20] */
    uint64_t retry_ms;     /* the first gap after a delivery that was not taken; doubles [100] */
    uint64_t per_second, pair_burst, pair_ms, window_s;
    bool late_window; /* outside the window: accepted, and failed later */
    bool reads;       /* phones show what was delivered [true] */
};

/* -- phones.c: numbers, contacts, what their phones show
 * ------------------------------------------------------------------------- */

struct shown {
    struct shown *next;
    bool by_contact, is_read, is_typing;
    char *id, *number, *text, *key, *status;
    int64_t at_ms;
};
struct pair { /* a contact and a number */
    struct pair *next;
    char number[40];
    int64_t window_until_ms;
    uint64_t bucket_at_ms; /* when the bucket is full again */
};
struct contact {
    struct contact *next;
    char number[40];
    struct pair *pairs;
    struct shown *first, *last;
    size_t shown_count, replies;
};
struct number {
    char id[40], display[40];
    char *key;
    uint64_t second_ms, in_second;
};
struct template
{
    char name[520], language[16], status[16];
};

struct update {
    struct update *next;
    uint64_t due_ms;
    bool by_relay, is_status;
    enum { SIGN_RIGHT, SIGN_WRONG, SIGN_NONE, SIGN_FLIPPED } sign;
    const struct number *number;
    char *json, *contact, *name;
};
struct delivery {
    struct delivery *next;
    struct fakes *f;
    uint64_t due_ms, attempts, updates;
    bool by_relay, is_open;
    int sign;
    struct slice body; /* owned */
};
struct held { /* an answer that comes later, or never */
    struct held *next;
    struct fakes *f;
    struct http_exchange *x;
    uint64_t due_ms; /* UINT64_MAX: never */
    bool cuts, is_stream;
    struct slice body, type; /* in the exchange's arena */
    size_t from, step, stop; /* of a stream */
    struct http_answer answer;
};

struct fakes {
    struct fakes_setup setup;
    struct arena arena; /* of the setup */
    struct http_server *server;
    struct outgoing *outgoing;
    uv_timer_t tick;
    struct faults faults;
    struct weather weather;
    struct number numbers[FAKES_NUMBERS_MAX];
    size_t number_count;
    struct contact *contacts[1024];
    size_t contact_count;
    struct template templates[TEMPLATES_MAX];
    size_t template_count;
    struct update *updates;
    struct delivery *deliveries;
    struct held *held;
    uint64_t ids, dice, accepted, refused, swallowed, said, statuses, repeats, model_requests;
    uint64_t delivered, answers[6], unanswered, wrong_challenge; /* of webhooks */
    bool is_active, is_asking, is_stopping;                      /* the callback echoed its challenge; it is being asked */
    uint64_t ask_at_ms, ask_gap_ms, callbacks;
    int64_t ahead_ms; /* of the clock */
    char challenge[24];
    uint64_t answers_said;
    struct {
        uint64_t hash, until_ms;
    } cached[64]; /* prefixes that a model has seen */
    void (*done)(void *context);
    void *done_context;
};

struct request {
    struct fakes *f;
    struct http_exchange *x;
    const struct http_request *http;
    struct arena *arena;
    struct slice parts[PARTS_MAX];
    size_t part_count;
};

/* fakes.c */
uint64_t now_ms(const struct fakes *f);
int64_t wall_ms(const struct fakes *f);
void stir(struct fakes *f); /* something is due */
uint64_t fake_roll(struct fakes *f, uint64_t limit);
char *keep(struct slice s);
struct slice new_id(struct fakes *f, struct arena *a, const char *kind);
void tell(struct fakes *f, const struct fakes_event *e);

/* replies.c */
void reply(struct request *r, unsigned status, struct slice json);
void reply_with(struct request *r, const struct http_answer *answer);
void reply_later(struct request *r, unsigned status, struct slice json, uint64_t delay_ms);
void reply_never(struct request *r);
void reply_html(struct request *r, unsigned status);
void drip(struct request *r, const struct http_answer *head, struct slice body, size_t step, size_t stop, uint64_t delay_ms);
void held_due(struct fakes *f);
uint64_t held_next(const struct fakes *f);
void held_drop(struct fakes *f);

/* phones.c */
struct number *number_of(struct fakes *f, struct slice id); /* NULL: unknown */
struct number *number_by_key(struct fakes *f, struct slice key);
struct contact *contact_of(struct fakes *f, struct slice number, bool make);
struct pair *pair_of(struct contact *c, struct slice number);
struct shown *show(struct contact *c, const struct shown *s); /* takes its texts */
struct shown *shown_of(struct contact *c, struct slice id);
struct shown *shown_anywhere(struct fakes *f, struct slice id);
void phones_free(struct fakes *f);

/* graph.c, graph_errors.c */
void graph_messages(struct request *r, struct slice id, bool by_relay);
void graph_media(struct request *r);
const char *graph_title(uint64_t code, unsigned *status);
void graph_refuse(struct request *r, uint64_t code, const char *details, bool by_relay, uint64_t delay_ms);
bool graph_bearer(struct request *r, bool by_relay, struct number **number, struct slice id);

/* webhook.c */
void webhook_status(struct fakes *f, const struct number *n, bool by_relay, const struct shown *s, struct slice contact,
                    const char *status, uint64_t code, uint64_t delay_ms);
void webhook_say(struct fakes *f, const struct number *n, bool by_relay, const struct update *u); /* copies */
void webhook_due(struct fakes *f);
uint64_t webhook_next(const struct fakes *f);
void webhook_free(struct fakes *f);
struct slice escaped(struct arena *a, struct slice json);

/* control.c */
void control(struct request *r);

/* models.c, openai.c, anthropic.c */
bool models(struct request *r); /* false: not its path */

#endif
