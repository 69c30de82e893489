/* What an answer to a send says: was it taken, is it known not to have been, or is it in doubt. Pure.
 *
 *   2xx with an id                       ACCEPTED
 *   the provider's own error             by its code, whatever the HTTP status: the table in answer.c
 *   4xx by which a gate refuses          refused, by the HTTP status (docs/adr/0026)
 *   no byte of the request left          refused for now
 *   cut, late, 5xx without such an error,
 *   2xx without an id, everything else   UNKNOWN: never sent again */
#ifndef PARLEY_WHATSAPP_ANSWER_H
#define PARLEY_WHATSAPP_ANSWER_H

#include <parley/outgoing.h>
#include <parley/store.h>

enum whatsapp_provider { WHATSAPP_CLOUD, WHATSAPP_360DIALOG, WHATSAPP_PROVIDER_COUNT };
const char *whatsapp_provider_name(enum whatsapp_provider provider); /* cloud 360dialog */

enum whatsapp_class {
    WHATSAPP_FINE,
    WHATSAPP_RETRY,    /* the same message later */
    WHATSAPP_PACE,     /* later, for this contact only */
    WHATSAPP_PAUSE,    /* the number or the account sends nothing; a person is called */
    WHATSAPP_TEMPLATE, /* a template is needed, or must change */
    WHATSAPP_FINAL,    /* this message never goes */
    WHATSAPP_OPERATOR, /* something is not set up as it must be; a person is called */
    WHATSAPP_DOUBT,    /* nobody knows */
    WHATSAPP_CLASS_COUNT
};
const char *whatsapp_class_name(enum whatsapp_class c);

/* Whom it is about besides the message: who else is not tried for a while. */
enum whatsapp_scope { WHATSAPP_SCOPE_MESSAGE, WHATSAPP_SCOPE_CONTACT, WHATSAPP_SCOPE_NUMBER, WHATSAPP_SCOPE_ACCOUNT };

struct whatsapp_verdict {
    enum send_state state; /* ACCEPTED, REFUSED, UNKNOWN, or INTENT: known not sent, worth another attempt */
    enum whatsapp_class class;
    enum whatsapp_scope scope;
    uint32_t code;         /* the provider's; 0: it gave none */
    struct slice id;       /* wamid */
    struct slice reason;   /* for a person, without personal data */
    struct duration again; /* not before; and as long the scope rests */
    bool until_resumed;    /* the scope rests until a person says otherwise */
    bool throttled;        /* too many a second */
    bool window_closed;    /* a template is needed, to this contact from this number */
    bool provider_is_down; /* counts for the breaker */
};

/* `attempts` of this send, the one that is answered included. What it answers lives in the arena. */
struct whatsapp_verdict whatsapp_judge(struct arena *a, const struct outgoing_answer *answer, enum whatsapp_provider provider,
                                       uint32_t attempts);

#endif
