/* tenant.yaml: the rules of one tenant, read by schema, immutable once loaded.
 * Field names and help text are in tenant.c's table; `parley doctor --tenant-help` prints them. */
#ifndef PARLEY_TENANT_H
#define PARLEY_TENANT_H

#include <parley/document.h>
#include <parley/message.h>
#include <parley/schema.h>

struct tenant_channel {
    enum channel_kind kind;
    struct slice address;        /* number, mailbox or site key the tenant is reached at */
    struct slice second_address; /* WhatsApp: the brand's second number; may be empty */
};

struct open_hours { /* of the staff; a day may have several spans; past 24:00 crosses midnight */
    struct {
        uint32_t open, close;
    } spans[4];
    size_t count;
};

struct tenant {
    struct slice id;                            /* dynamo-dave */
    struct slice name, legal_entity, regulator; /* what the first message names */
    struct slice time_zone, country, languages_first;
    struct slice_list languages;
    uint16_t currency;
    bool may_start;                  /* outbound-first: needs consent rules (C-15) */
    uint32_t quiet_start, quiet_end; /* minutes of the contact's local day; equal: no quiet hours */
    bool quiet_binds_replies;
    uint64_t cap_per_day, cap_per_week; /* bot-started messages per contact */
    uint64_t strikes;                   /* unanswered bot-started messages, then silence for ever */
    struct duration window;             /* WhatsApp reply window */
    struct duration coalesce_gap, coalesce_longest;
    struct duration deadline_model, deadline_turn;
    struct duration ticket_realert;
    uint64_t ticket_alerts_max;
    struct money spend_per_day, spend_reserve_per_turn;
    uint64_t retention_conversation_days, retention_audit_days;
    struct slice_list link_hosts; /* hosts a link may point to */
    struct slice destination;     /* the form URL, with {ref} */
    uint64_t approvers;           /* people needed for a brain to go live */
    struct tenant_channel *channels;
    size_t channel_count;
    struct open_hours hours[7]; /* Monday first */
    struct digest_hex {
        char hex[65];
    } version; /* hash of the content */
};

/* Reads tenant.yaml. NULL when there are problems (all of them in `problems`). */
const struct tenant *tenant_read(struct arena *arena, const struct source_file *file, struct problems *problems);
void tenant_help(struct buffer *out);

#endif
