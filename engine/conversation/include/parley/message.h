/* Messages, contacts and conversations as plain facts. Anyone may build one in a test.
 * Text of or about a contact is private. Slices are borrowed from whoever loaded the snapshot. */
#ifndef PARLEY_MESSAGE_H
#define PARLEY_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <parley/slice.h>
#include <parley/units.h>

enum channel_kind { CHANNEL_WHATSAPP, CHANNEL_WEBCHAT, CHANNEL_EMAIL, CHANNEL_VOICE, CHANNEL_CHAT, CHANNEL_KIND_COUNT };
const char *channel_kind_name(enum channel_kind kind); /* whatsapp webchat email voice chat */
MUST_USE bool channel_kind_parse(enum channel_kind *out, struct slice name);

enum author { AUTHOR_CONTACT, AUTHOR_BOT, AUTHOR_STAFF, AUTHOR_COUNT };
const char *author_name(enum author author); /* contact bot staff */

/* What became of an accepted inbound message. Exactly one terminal outcome each (invariant I1). */
enum outcome {
    OUTCOME_PENDING,
    OUTCOME_REPLIED,
    OUTCOME_COALESCED,
    OUTCOME_SUPPRESSED,
    OUTCOME_HUMAN,
    OUTCOME_DEAD_LETTER,
    OUTCOME_COUNT
};
const char *outcome_name(enum outcome outcome);

/* What the channel adapter made of one provider event. (tenant, channel, provider_id) is unique for ever. */
struct inbound {
    struct tenant_id tenant;
    enum channel_kind channel;
    struct slice provider_id;     /* the provider's id of this message */
    struct private_slice address; /* who wrote: phone, session, mailbox */
    struct private_slice text;    /* UTF-8; empty when `unreadable` says why */
    struct slice unreadable;      /* "image", "location", "unsupported": a kind that the engine cannot read */
    struct wall sent_at;          /* by the provider's clock */
    struct wall received_at;
};

struct message {
    struct message_id id;
    enum author author;
    enum channel_kind channel;
    struct private_slice text;
    struct slice unreadable;
    struct wall at;      /* by the house's clock: when it came in, or was written down */
    struct wall sent_at; /* contact: by the provider's clock; 0: not known */
    struct turn_id turn; /* the turn that answered or wrote it */
    struct slice said;   /* bot: "claim:fees.percent script:greeting.opening ..." ids it rests on, space-separated */
};

#endif
