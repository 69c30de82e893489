/* WhatsApp, the way out: the channel port over the numbers of all tenants.
 *
 *   whatsapp_numbers   once a process: which numbers there are, how they are, and how fast each may send
 *   whatsapp_channel   once a lane: hands one approved text to the provider, once
 *
 * A contact is answered from the number it wrote to, and is written to from its tenant's first number otherwise. While that one
 * is paused, limited or its provider away, a number of the same brand stands in for it; a flagged one keeps its contacts and gets
 * no others. What is in doubt is never sent again, by neither. A send that the provider is known not to have taken comes back to
 * the engine as INTENT, and may leave by another number then. (docs/adr/0026)
 *
 * Threads: a struct whatsapp_numbers is shared by all lanes and the front, and guards itself with one lock, with which nothing
 * else is held and under which nothing waits. A channel belongs to its lane's thread. */
#ifndef PARLEY_WHATSAPP_CHANNEL_H
#define PARLEY_WHATSAPP_CHANNEL_H

#include <parley/channel.h>
#include <parley/outside.h>
#include <parley/whatsapp.h>
#include <parley/whatsapp_answer.h>

/* -- the numbers ------------------------------------------------------------------------------------------------------------ */

enum {
    WHATSAPP_PER_SECOND = 80,
    WHATSAPP_PAIR_BURST = 40,
    WHATSAPP_PAIR_S = 6,
    WHATSAPP_PATIENCE_MS = 1000,
    WHATSAPP_DEADLINE_MS = 10000
};

struct whatsapp_number {
    struct tenant_id tenant;
    struct slice brand;   /* numbers of one tenant and one brand stand in for each other */
    struct slice id;      /* phone_number_id; of 360dialog too: it stands in the deliveries */
    struct slice display; /* the number itself; empty: notices that name it only cannot be matched */
    struct slice
        account; /* the WhatsApp business account: what locks it pauses all its numbers; empty: all without one are one */
    enum whatsapp_provider provider;
    struct slice base_url; /* "https://graph.facebook.com", "https://waba-v2.360dialog.io"; without a slash at its end */
    struct slice version;  /* "v25.0"; not for 360dialog */
    struct slice token;    /* copied into memory that is wiped */
    unsigned per_second;   /* 0: WHATSAPP_PER_SECOND; 20 when the number is shared with the telephone's app */
    bool stays_out;        /* does not stand in for another one: a person decided so */
};

struct whatsapp_numbers_setup {
    const struct whatsapp_number *numbers; /* the first of a tenant is the one that opens conversations; copied */
    size_t count;
    struct clock *clock; /* safe from every thread */
    size_t contacts_max; /* whose number and pace are remembered, by a hash; 0: 65,536 */
};

struct whatsapp_numbers;
/* BAD_INPUT with what is wrong: two of one id, no token, an address without http. */
MUST_USE enum code whatsapp_numbers_create(struct whatsapp_numbers **out, const struct whatsapp_numbers_setup *setup,
                                           struct error *e);
void whatsapp_numbers_destroy(struct whatsapp_numbers *n);

/* Whose number is this? False: nobody's; the delivery's event is refused and counted, never given to somebody else. */
MUST_USE bool whatsapp_numbers_tenant(struct whatsapp_numbers *n, struct tenant_id *out, struct slice phone_number_id);
/* For each event of a verified delivery: a message says where its contact is at home, a failed status or a notice may pause or
 * flag a number, or free it. Notices come without an id of a number: they are to be heard all the same. Of a tenant's own hook
 * only what is about that tenant's numbers is heard; `of` 0: of all. True when a number is worse than before: tell an operator.
 */
bool whatsapp_numbers_hear(struct whatsapp_numbers *n, const struct whatsapp_event *event, struct tenant_id of);
/* The key of a send that this process handed over, by the wamid that came back: for a status that leaves the key out. False: not
 * known (any more). Whoever settles a send by a status makes sure that it is of the tenant whose number the status came to. */
MUST_USE bool whatsapp_numbers_key(struct whatsapp_numbers *n, struct slice *key, struct arena *a, struct slice wamid);
/* A person says that the number may send again. False: there is no such number. */
bool whatsapp_numbers_resume(struct whatsapp_numbers *n, struct slice phone_number_id);

enum whatsapp_health { WHATSAPP_WELL, WHATSAPP_FLAGGED, WHATSAPP_RESTS, WHATSAPP_PAUSED, WHATSAPP_AWAY };
struct whatsapp_number_facts { /* for metrics and readiness */
    enum whatsapp_health health;
    uint64_t accepted, refused, retried, unknown;
};
bool whatsapp_numbers_facts(struct whatsapp_numbers *n, struct whatsapp_number_facts *out,
                            size_t index); /* false: past the last */

/* -- the channel ------------------------------------------------------------------------------------------------------------ */

/* How requests leave: an `outgoing`, or a test's stand-in with the same promises. */
struct whatsapp_wire {
    void *to;
    void (*ask)(void *to, const struct outgoing_request *request, outgoing_done *done, void *context);
    void (*forget)(void *to, void *context);
};
struct whatsapp_wire whatsapp_wire_of(struct outgoing *o);

struct whatsapp_setup {
    struct whatsapp_numbers *numbers; /* outlives the channel */
    struct whatsapp_wire wire;        /* of this thread */
    struct clock *clock;
    struct alert *alert;       /* may be NULL */
    struct notebook *notebook; /* may be NULL */
    size_t open_max;           /* on their way at once, 0: 16; three times as many wait here for 2 s, more in the outbox */
};

struct channel *whatsapp_channel_create(const struct whatsapp_setup *setup);
/* Marks a message read, with everything before it; `types`: shows that an answer is being written. Asked once, not repeated, of
 * no consequence when it fails. Only for what will be answered. */
void whatsapp_channel_seen(struct channel *c, struct slice phone_number_id, struct slice message_id, bool types);

#endif
