/* What the parts of the ledger share. */
#ifndef PARLEY_LEDGER_STATE_H
#define PARLEY_LEDGER_STATE_H

#include <parley/ledger.h>
#include <parley/random.h>
#include <parley/tenant.h>

#include "id_map.h"

enum { ADDRESS_ROOM = 32 };

struct said {
    struct tenant_id tenant;
    struct slice address, text;
    struct wall at;
    uint32_t accepted; /* times that the store took it as new */
    bool acked;
};

struct known_send {
    struct slice key, text;
    struct digest digest;
    struct tenant_id tenant;
    struct conversation_id conversation;
    struct contact_id contact;
    enum purpose purpose;
    enum send_state state;             /* as far as the ledger was told */
    uint32_t began, transmitted, open; /* open: attempts that are not known to be refused */
    uint32_t shown;
    struct wall at; /* of the intent */
};

struct known_contact {
    struct slice address;
    bool opted_out, erased;
    struct wall last_started[8]; /* the newest bot-started sends, as a ring */
    size_t started;
};

struct known_conversation {
    struct contact_id contact;
    uint64_t fence, ended_fence;
    bool staff; /* a person has it */
};

struct known_tenant {
    const struct tenant *rules;
    bool killed;
    int64_t spent_day, spent_micros;
    struct audit_head published; /* the last head seen outside */
};

struct ledger {
    struct ledger_setup setup;
    struct arena arena;
    struct wall now;
    uint64_t digest;
    struct violation violations[VIOLATIONS_MAX];
    size_t violation_count;
    ARRAY_OF(struct said) said;
    ARRAY_OF(struct known_send) sends;
    ARRAY_OF(struct known_contact) contacts;
    ARRAY_OF(struct known_conversation) conversations;
    ARRAY_OF(struct slice) bad;
    struct id_map send_of, contact_of, conversation_of, outcome_of, turn_of;
    struct known_tenant *tenants;
    bool killed;
    struct ledger_sum sum;
};

struct known_send *ledger_send(struct ledger *l, struct slice key); /* NULL when it was never committed */
struct known_contact *ledger_contact(struct ledger *l, struct contact_id id);
struct known_conversation *ledger_conversation(struct ledger *l, struct conversation_id id);
void ledger_note(struct ledger *l, const char *what, uint64_t a, uint64_t b); /* into the digest */

#endif
