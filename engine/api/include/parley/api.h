/* The surface of a serving process: every request of the HTTP front comes here, and what a person, a browser or a provider may do
 * is in one table of routes. Nothing is answered as taken before it is durable: what comes in during one round of the loop is
 * accepted in one group commit (api_round), then answered.
 *
 * Threads: everything belongs to the front's thread but api_tell, which lanes call. */
#ifndef PARLEY_API_H
#define PARLEY_API_H

#include <parley/http.h>
#include <parley/outside.h>
#include <parley/store.h>
#include <parley/tenant.h>
#include <parley/whatsapp_channel.h>

struct api;

struct api_site {              /* a page that may hold the widget */
    struct slice key;          /* public: pk_... */
    struct slice_list origins; // "https://hotel.test"; a star for any label in front of a name; a star alone in a twin only
    struct slice accent, title, privacy_text, privacy_url;
};

/* Which tenant a WhatsApp number belongs to, by the provider's id of the number: strict, nobody is a default. */
struct api_number {
    struct slice phone_number_id;
    struct tenant_id tenant;
    bool by_relay; /* 360dialog delivers it: only through the hook of that tenant */
};

/* Where 360dialog delivers for one tenant: /hooks/360/{tenant}/{secret}. */
struct api_relay {
    struct slice name; /* of the tenant, as it stands in the path */
    struct tenant_id tenant;
    struct whatsapp_hook_secrets secrets;
};

struct api_tenant {
    struct tenant_id id;
    const struct tenant *tenant;
    struct slice disclosure; /* signed wording: who speaks here, and that it is a machine */
    const struct api_site *sites;
    size_t site_count;
};

enum api_role { API_VIEWER, API_OPERATOR, API_ADMIN };
struct api_key {
    struct slice name;
    enum api_role role;
    struct tenant_id tenant; /* 0: every tenant */
    struct digest hash;      /* SHA-256 of the key */
};

struct api_setup {
    struct store *store; /* a handle of the front's own */
    struct clock *clock;
    struct entropy *entropy;
    struct alert *alert;
    struct notebook *notebook;
    const struct api_tenant *tenants;
    size_t tenant_count;
    const struct api_key *keys;
    size_t key_count;
    const struct api_number *numbers;
    size_t number_count;
    const struct api_relay *relays;
    size_t relay_count;
    struct whatsapp_numbers *whatsapp;                  /* hears how its numbers are; NULL: there are none */
    struct whatsapp_secrets app_secrets, verify_tokens; /* of the app at Meta */
    struct digest token_secret;                         /* signs the tokens of visitors */
    bool is_twin;                                       /* a rehearsal: /v1/chat/completions answers, any origin may be allowed */
    struct slice version;
    void *context;
    void (*accepted)(void *context); /* there is work for the lanes */
    void (*wake)(void *context);     /* from any thread: let the front call api_news */
};

struct api *api_create(const struct api_setup *setup);
void api_request(void *api, struct http_exchange *x); /* http_setup.request */
void api_round(void *api);                            /* http_setup.round */
void api_tick(struct api *a);                         /* about once a second: deadlines, keep-alives */
void api_destroy(struct api *a);                      /* the server has stopped */

/* What a lane has written down. Slices are borrowed for the call. */
enum api_event_kind { API_TURN, API_SEND };
struct api_event {
    enum api_event_kind kind;
    bool ends; /* TURN: it is the turn's last */
    struct tenant_id tenant;
    enum channel_kind channel;
    struct private_slice address;
    struct turn_id turn;
    size_t send_count;     /* TURN: so many messages follow */
    struct slice reason;   /* TURN: why there is none, or what ended it */
    enum holder holder;    /* TURN: who holds the conversation now */
    enum send_state state; /* SEND */
    struct private_slice text;
};
void api_tell(struct api *a, const struct api_event *event); /* any thread */
void api_news(struct api *a);                                /* the front: after `wake` */

#endif
