/* What a model says to a prompt, in no vendor's form. */
#ifndef PARLEY_FAKES_SAID_H
#define PARLEY_FAKES_SAID_H

#include "fakes_parts.h"

enum said_stop { SAID_ENDS, SAID_IS_CUT, SAID_REFUSES };
struct said {
    struct slice text;
    enum said_stop stop;
    uint64_t tokens_in, tokens_out;
    struct fault fault;
    bool struck; /* by `fault` */
};

struct asked {
    struct slice system, newest; /* of a conversation: its instructions, its last user turn */
    uint64_t bytes, tokens_max;  /* of all turns; 0: no limit */
    struct slice model, path;
};

/* A text, or the text parts of a list. */
struct slice content_text(struct arena *a, const struct json *content);
/* Draws the fault, then says it. */
struct said say_something(struct request *r, const struct asked *q);
/* Plays what a fault does to an HTTP answer; true: it was answered. `vendor_error` writes an error in the vendor's words. */
typedef struct slice vendor_error(struct request *r, unsigned status, const struct fault *f);
bool play_model_fault(struct request *r, const struct said *s, vendor_error *error);
/* The answer leaves: whole or streamed, half or in drops as the fault says. */
void send_body(struct request *r, const struct said *s, const struct http_answer *head, struct slice body, bool streams);
void tell_model(struct request *r, const struct asked *q, unsigned status, uint64_t tokens);
uint64_t tokens_of(uint64_t bytes);

/* openai.c, anthropic.c, embeddings.c */
void openai_chat(struct request *r);
void openai_embeddings(struct request *r);
void openai_models(struct request *r);
void openai_refuse(struct request *r, unsigned status, const char *type, const char *code, const char *param,
                   const char *message);
bool openai_key(struct request *r);
void anthropic_messages(struct request *r, bool counts_only);
void anthropic_models(struct request *r);

#endif
