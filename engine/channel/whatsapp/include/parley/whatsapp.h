/* WhatsApp, the way in: who signed a delivery, and what is in it. For Meta's Cloud API and for 360dialog, whose webhooks have the
 * same shape. Pure: no socket, no clock; the caller keeps the secrets, knows the numbers, and answers.
 *
 *   GET   whatsapp_handshake          200 with the challenge, 400, 403 (Meta only; 360dialog sends none)
 *   POST  whatsapp_signature_holds    over the bytes as they came, or whatsapp_hook_holds for 360dialog; else 401, nothing is
 * read whatsapp_read               every update of the delivery whatsapp_inbound            a message as the store wants it; 200
 * when all of them are durable
 *
 * Delivery is at least once, in batches, in any order, for seven days. Only a 200 ends it. */
#ifndef PARLEY_WHATSAPP_H
#define PARLEY_WHATSAPP_H

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/message.h>

/* -- who is it -------------------------------------------------------------------------------------------------------------- */

enum { WHATSAPP_SECRETS_MAX = 2 };

/* The secret in use and, while it is being changed, the other one. Empty ones count as absent: without any nothing holds. */
struct whatsapp_secrets {
    struct slice at[WHATSAPP_SECRETS_MAX];
};

/* X-Hub-Signature-256: "sha256=" and 64 lower-case hex digits of HMAC-SHA256 over the body exactly as received. Whatever else, an
 * absent header too, does not hold. The comparison takes the same time wherever they differ. */
MUST_USE bool whatsapp_signature_holds(const struct whatsapp_secrets *secrets, struct slice header, struct slice body);

/* 360dialog does not sign as Meta does: a secret segment of the path and a fixed header, both ours, prove where a delivery comes
 * from; x-360dialog-signature on top when the tenant has a platform secret. Secrets shorter than WHATSAPP_HOOK_SECRET_MIN count
 * as absent, and without a path secret and a header secret nothing holds. */
enum { WHATSAPP_HOOK_SECRET_MIN = 16 };
struct whatsapp_hook_secrets {
    struct whatsapp_secrets path, header;
    struct whatsapp_secrets signing; /* none: the signature is not asked for */
};
struct whatsapp_hook {
    struct slice path_secret, header_secret, signature, body; /* as they came */
};
MUST_USE bool whatsapp_hook_holds(const struct whatsapp_hook_secrets *secrets, const struct whatsapp_hook *hook);

/* The status to answer with: 200 and the challenge to echo, 400 when this is no handshake (or its challenge is none: at most 256
 * letters, digits, '-', '_', '.'), 403 when the token is wrong. `query` as sent, without '?'. */
unsigned whatsapp_handshake(struct slice *challenge, struct arena *a, struct slice query, const struct whatsapp_secrets *tokens);

/* -- what is in it ---------------------------------------------------------------------------------------------------------- */

enum {
    WHATSAPP_BODY_MAX = 4 << 20,
    WHATSAPP_DEPTH_MAX = 32,
    WHATSAPP_EVENTS_MAX = 5000, /* five times what Meta puts into one delivery */
    WHATSAPP_ID_MAX = 256,
    WHATSAPP_KEY_MAX = 512
};

enum whatsapp_event_kind { WHATSAPP_MESSAGE, WHATSAPP_STATUS, WHATSAPP_PREFERENCE, WHATSAPP_NOTICE };

/* Somebody wrote. Which types are text, which are told to the engine as something it cannot read, and which are counted only:
 *
 *   text                                      text
 *   button, interactive button and list reply text: its title, as the contact saw it; `choice` is its id
 *   edit                                      text: the new wording (it may be an opt-out); else unreadable
 *   image video document with a caption       text: the caption; `media` names the file
 *   image video document audio sticker location contacts order, and filled-in forms ("form")
 *                                             unreadable: the contact waits for an answer, and nothing in it is text
 *   unsupported, and every type not named here  unreadable "unsupported"
 *   reaction                                  ignored: it asks for nothing, and a thumb is no consent
 *   revoke                                    ignored: what was read stays read, and the audit may not forget
 *   request_welcome                           ignored: a chat was opened, nothing was said
 *   interactive call_permission_reply         ignored: there are no calls here
 *   anything with group_id                    ignored: a group is not a contact
 *   system                                    a notice: numbers and identities are merged by people
 *   from the number itself                    an echo: never inbound
 *   without an id, or without a sender        broken: it cannot be told apart, or answered */
struct whatsapp_message {
    struct slice id;              /* wamid: unique for ever, case matters */
    struct slice type;            /* as sent */
    struct private_slice address; /* "+447700900123", or the business-scoped id when the phone is withheld */
    struct private_slice phone, user_id;
    struct private_slice name; /* chosen by the contact */
    struct private_slice text; /* UTF-8; empty when `unreadable` says why */
    struct slice unreadable;
    struct slice choice;            /* id of the button or row that was tapped */
    struct slice reply_to;          /* wamid of the message that is quoted, or edited */
    struct slice media, media_type; /* the file's id, and its MIME type */
    bool forwarded;
};

/* What became of a send. `receipt` is "sent", "delivered", "read" or "failed", for receipt_parse (a voice note that was "played"
 * was read); statuses of other names are ignored. */
struct whatsapp_status {
    struct slice id;  /* wamid of the send's answer */
    struct slice key; /* ours, echoed; empty when the provider left it out */
    struct slice receipt;
    struct private_slice address;
    uint32_t code; /* of a failure; 0: none was told */
    struct slice reason, category;
    bool billable;
    bool suppresses; /* the contact stopped marketing (131050): write it to the consent record */
};

/* Chosen inside WhatsApp, about marketing. */
struct whatsapp_preference {
    struct private_slice address;
    struct slice value; /* "stop", "resume", "signup" */
    struct slice category;
};

/* For an operator: the account, a number's quality, a template, an identity that moved, trouble that is about no message. */
enum whatsapp_notice_kind {
    WHATSAPP_NOTICE_ACCOUNT,
    WHATSAPP_NOTICE_QUALITY,
    WHATSAPP_NOTICE_TEMPLATE,
    WHATSAPP_NOTICE_IDENTITY,
    WHATSAPP_NOTICE_ERROR
};
struct whatsapp_notice {
    enum whatsapp_notice_kind kind;
    struct slice field;               /* of the change */
    struct slice what;                /* its event: "FLAGGED", "PAUSED", "user_changed_number" */
    struct slice about;               /* a template's name, the display number; no personal data */
    struct private_slice was, is_now; /* identity */
    uint32_t code;
};

struct whatsapp_event {
    enum whatsapp_event_kind kind;
    size_t arrival; /* place in the delivery, from 0 */
    struct slice
        number; /* metadata.phone_number_id: says whose tenant it is; a text of digits, never a number. Empty in some notices */
    struct slice display; /* the number itself, as the provider writes it */
    struct slice account; /* of the entry */
    struct wall at;       /* by the provider's clock, in whole seconds; 0: it did not say */
    union {
        struct whatsapp_message message;
        struct whatsapp_status status;
        struct whatsapp_preference preference;
        struct whatsapp_notice notice;
    } is;
};

struct whatsapp_counts {
    size_t messages, statuses, preferences, notices;
    size_t ignored, echoes; /* known, and not for the engine */
    size_t unknown;         /* objects and fields that nobody here knows */
    size_t broken;          /* items that cannot be used; the others of their delivery are not harmed */
    size_t mended;          /* 1: the delivery held half characters, and was read with U+FFFD in their place */
};

struct whatsapp_delivery {
    const struct whatsapp_event *events; /* by (at, arrival) */
    size_t count;
    struct whatsapp_counts counts;
};

/* BAD_INPUT: not JSON, or not a delivery (answer 400 and alert: the provider keeps it while somebody looks). LIMIT: longer,
 * deeper or more than the limits above (413). What it answers lives in the arena; text of contacts is private. */
MUST_USE enum code whatsapp_read(struct whatsapp_delivery *out, struct arena *a, struct slice body, struct error *e);

/* A message of `tenant`, whose number it came to: the caller refuses and counts a number that is nobody's. */
struct inbound whatsapp_inbound(const struct whatsapp_event *event, struct tenant_id tenant, struct wall received_at);

#endif
