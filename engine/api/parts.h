/* What the handlers of the routes share. */
#ifndef PARLEY_API_PARTS_H
#define PARLEY_API_PARTS_H

#include <parley/api.h>
#include <parley/json_lines.h>
#include <parley/json_write.h>
#include <parley/size.h>

#include "limiter.h"

enum route_auth { AUTH_NONE, AUTH_SITE, AUTH_VISITOR, AUTH_VIEWER, AUTH_OPERATOR, AUTH_ADMIN, AUTH_TWIN, AUTH_HOOK };

enum { PATH_PARTS_MAX = 3 };

/* One request on its way through a handler. */
struct call {
    struct api *api;
    struct http_exchange *x;
    const struct http_request *request;
    struct arena *arena; /* of the exchange */
    const struct route *route;
    struct slice parts[PATH_PARTS_MAX]; /* what stood for {…} in the path */
    struct slice origin;                /* of a browser that may read the answer; empty: none */
    const struct api_key *key;          /* who asks, for AUTH_VIEWER and up */
    const struct api_tenant *tenant;    /* AUTH_SITE, AUTH_VISITOR */
    const struct api_site *site;        /* AUTH_SITE */
    struct slice visitor;               /* AUTH_VISITOR */
    struct wall expires;                /* of its token */
};

struct route {
    enum http_method method;
    const char *path; /* "/api/v1/conversations/{id}/takeover" */
    enum route_auth auth;
    void (*handle)(struct call *c);
    const char *id, *summary; /* of the operation, for OpenAPI */
};
extern const struct route api_routes[];
extern const size_t api_route_count;

/* answers.c */
void answer_json(struct call *c, unsigned status, struct slice json);
void answer_text(struct call *c, unsigned status, const char *content_type, struct slice body);
void answer_empty(struct call *c, unsigned status);
/* application/problem+json, under /v1/ the form of OpenAI's errors; a line of the notebook and a count with it. */
void answer_problem(struct call *c, unsigned status, const char *format, ...) PRINTF_LIKE(3, 4);
void answer_later(struct call *c, unsigned status, uint64_t retry_after_s, const char *what);
/* Under /v1/: with the code and the parameter (either may be NULL) that its clients look at. */
void answer_error(struct call *c, unsigned status, const char *code, const char *param, const char *message);
/* The fields that let a browser of this origin read the answer. */
size_t cors_fields(struct http_field out[4], const struct call *c);

/* access.c */
bool access_given(struct call *c);     /* else it was answered */
bool access_preflight(struct call *c); /* true: it was one, and was answered */
/* The site of a key, and whether its page may be what the browser says it is. */
const struct api_site *access_site(const struct api_tenant **tenant, const struct api *a, struct slice key);
bool access_origin(const struct api *a, const struct api_site *site, struct slice origin);

/* tokens.c */
struct token {
    struct slice visitor;
    struct tenant_id tenant;
    struct slice site; /* key */
    struct wall expires;
};
struct slice token_make(struct arena *arena, struct digest secret, const struct token *t, struct wall now);
MUST_USE bool token_read(struct token *out, struct arena *arena, struct digest secret, struct slice text, struct wall now);

/* ingest.c: what came in during this round */
struct ingest;
struct ingest *ingest_create(void);
void ingest_destroy(struct ingest *in);
/* `done` once, in this round's api_round: OK, or why the store did not take it. Copies. */
typedef void ingest_done(void *context, enum code code, const enum accept_result *results);
void ingest_add(struct ingest *in, const struct inbound *messages, size_t count, ingest_done *done, void *context);
void ingest_commit(struct ingest *in, struct api *a);
bool ingest_waits(const struct ingest *in);
/* An exchange that is answered later, and may be gone by then. */
struct hold {
    struct call *call;
};
struct hold *hold_begin(struct call *c);
struct call *hold_end(struct hold *h); /* frees; NULL: it is gone. Answer at once */

/* hub.c: open pages and who waits for news */
struct hub;
struct hub *hub_create(struct api *a);
void hub_destroy(struct hub *h);
void hub_heard(struct hub *h, const struct api_event *e);
void hub_tick(struct hub *h);
void handle_widget_session(struct call *c);
void handle_widget_stream(struct call *c);
void handle_widget_events(struct call *c);
void handle_widget_messages(struct call *c);
void handle_widget_say(struct call *c);
void handle_widget_transcript(struct call *c);
void handle_widget_erase(struct call *c);

/* completions.c */
struct completions;
struct completions *completions_create(struct api *a);
void completions_destroy(struct completions *c);
void completions_heard(struct completions *c, const struct api_event *e);
void completions_tick(struct completions *c);
void handle_completion(struct call *c);
void handle_models(struct call *c);
void handle_model(struct call *c);

void handle_whatsapp_handshake(struct call *c);
void handle_whatsapp(struct call *c);
void handle_360dialog(struct call *c);

void handle_health(struct call *c);
void handle_ready(struct call *c);
void handle_metrics(struct call *c);
void handle_asset(struct call *c); /* assets.c */
void handle_kill(struct call *c);

void handle_openapi(struct call *c); /* openapi.c */

/* conversations.c */
void handle_conversation(struct call *c);
void handle_takeover(struct call *c);
void handle_give_back(struct call *c);
void handle_consent(struct call *c);
void handle_erase(struct call *c);

/* -- the whole
 * -------------------------------------------------------------------------------------------------------------------- */

enum count {
    COUNT_ACCEPTED,
    COUNT_DUPLICATE,
    COUNT_PUT_OFF,
    COUNT_UNKNOWN_TENANT,
    COUNT_BAD_SIGNATURE,
    COUNT_MALFORMED,
    COUNT_UNAUTHORISED,
    COUNT_LIMITED,
    COUNT_STATUSES,
    COUNT_IGNORED,
    COUNT_SESSIONS,
    COUNT_SENT,
    COUNT_TURNS,
    COUNT_COUNT
};
extern const char *const count_names[COUNT_COUNT];

struct api {
    struct api_setup setup;
    struct limiter *limiter;
    struct ingest *ingest;
    struct hub *hub;
    struct completions *completions;
    struct mailbox *mailbox; /* of what lanes tell */
    uint64_t counts[COUNT_COUNT];
    bool store_away; /* the last commit did not succeed */
    struct arena scratch;
};

struct wall api_wall(const struct api *a);
struct instant api_now(const struct api *a);
const struct api_tenant *api_tenant_of(const struct api *a, struct tenant_id id);
/* One event with named fields, without personal data. */
void api_note(const struct api *a, const char *format, ...) PRINTF_LIKE(2, 3);
struct slice api_random(const struct api *a, struct arena *arena); /* 128 bits, base64url */

#endif
