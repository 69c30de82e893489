/* What a vendor's room tells the common part of a model behind HTTP: how a request is written and an answer read. Pure functions.
 */
#ifndef PARLEY_REMOTE_VENDOR_H
#define PARLEY_REMOTE_VENDOR_H

#include <parley/json_lines.h>
#include <parley/json_write.h>
#include <parley/outgoing.h>
#include <parley/prompt.h>
#include <parley/remote_model.h>

/* Why there is no text. */
enum trouble {
    TROUBLE_NONE,
    TROUBLE_BUSY,    /* this key asks too fast; waiting helps */
    TROUBLE_AWAY,    /* the provider fails; waiting or another provider helps */
    TROUBLE_MONEY,   /* quota, credit or spend limit: waiting does not help */
    TROUBLE_SETUP,   /* key, permission or name of the model is wrong: an operator */
    TROUBLE_REQUEST, /* it does not take what we ask */
    TROUBLE_REFUSED, /* the model, or a filter in front of it, declined */
    TROUBLE_GARBAGE, /* an answer that cannot be read, is cut, or empty */
    TROUBLE_COUNT
};
const char *trouble_name(enum trouble t);

/* Tokens by what they cost; none is counted twice. */
struct usage {
    bool known;
    uint64_t input, cached, cache_write, output;
};

/* What has been read of an answer, whole or streamed. */
struct reading {
    struct arena *arena;
    struct buffer text;
    enum trouble trouble;
    struct slice why; /* a word of the vendor's: an error's code, a stop reason; for notes, see reading_word */
    struct usage usage;
    bool ended;      /* the vendor said that the answer is whole */
    bool stop_said;  /* and why it stopped; of a stream, before its end */
    bool cut;        /* it ended at the limit of tokens */
    unsigned status; /* of HTTP, or of an error inside an answer; 0: not known */
};

enum { READING_TEXT_MAX = 16 << 10 }; /* longer texts are no messages */

void reading_init(struct reading *r, struct arena *arena, unsigned status);
void reading_fail(struct reading *r, enum trouble trouble, struct slice why);
/* A short word without anything else: what a vendor calls an error may be written into notes, what it says about it may not. */
struct slice reading_word(struct arena *arena, const struct json *value);
/* "" and null are absent; so is what is no text. */
struct slice reading_text(const struct json *value);
/* By the status alone: for bodies that cannot be read. */
enum trouble trouble_of_status(unsigned status);

struct remote_vendor {
    const char *name; /* of the model's ops */
    struct slice base_url, path;
    struct slice key_field; /* empty: Authorization: Bearer */
    /* The body; `setup->streams` asks for a stream. */
    struct slice (*write)(struct arena *arena, const struct remote_setup *setup, const struct prompt *prompt);
    /* Fields next to content-type and the key; returns how many, REMOTE_FIELDS_MAX at most. */
    size_t (*fields)(struct outgoing_field *out, const struct remote_setup *setup);
    /* A whole body: an answer when the status is 2xx, else an error. */
    void (*read)(struct reading *r, struct slice body);
    /* An event of a stream; false when nothing more is needed. */
    bool (*read_event)(struct reading *r, struct slice event, struct slice data);
    const char *const *own_members; /* that setup->extra may not hold; NULL-terminated */
};
/* The schema of an answer as a value of the body. */
void remote_write_schema(struct json_write *w, struct arena *arena, struct slice schema);

enum { REMOTE_FIELDS_MAX = 4 };

struct model *remote_model_create(const struct remote_vendor *vendor, const struct remote_setup *setup, struct error *e);

#endif
