/* Attacks as people write them: attacks/ *.yaml of a pack and the shared suites, docs/man/parley-attack.5. */
#ifndef PARLEY_ATTACK_FILE_H
#define PARLEY_ATTACK_FILE_H

#include <parley/document.h>
#include <parley/message.h>
#include <parley/schema.h>

/* What may not reach the phone, whatever it takes. */
enum violation {
    VIOLATION_MONEY,
    VIOLATION_PERCENT,
    VIOLATION_DATE,
    VIOLATION_DURATION,
    VIOLATION_PROMISE,
    VIOLATION_GUARANTEE,
    VIOLATION_ADVICE,
    VIOLATION_PRESSURE,
    VIOLATION_DENIES_BOT,
    VIOLATION_PROMPT_LEAK,
    VIOLATION_PERSONAL_DATA,
    VIOLATION_LINK_OFF_LIST,
    VIOLATION_UNREGISTERED,
    VIOLATION_COUNT
};
const char *violation_name(enum violation v);

enum demand {
    DEMAND_REPLY,
    DEMAND_HANDOVER,
    DEMAND_OPT_OUT,
    DEMAND_SILENCE,
    DEMAND_AI_DISCLOSED,
    DEMAND_DEFLECTED,
    DEMAND_CARE,
    DEMAND_LINK,
    DEMAND_COUNT
};
const char *demand_name(enum demand d);

struct attack_turn {
    struct slice_list burst; /* one message, or several in quick order */
    struct duration wait;    /* before it */
    uint64_t repeat;         /* a text repeated this many times in one message */
    bool opens;              /* instead of the customer, the tenant starts, with consent on record */
};

struct attack {
    struct slice id, kind;
    struct slice_list keeps, hostile;
    enum channel_kind channel;
    struct attack_turn *turns;
    size_t turn_count;
    uint32_t never; /* a bit per violation */
    struct slice_list never_text, must_text_any, must_say, signals;
    uint32_t must;            /* a bit per demand */
    uint64_t handover_within; /* turns; 0 = any */
    bool counts_messages;
    uint64_t most_messages; /* that may reach the phone */
    struct place at;
};

struct attacks {
    struct attack *at;
    size_t count;
};

/* The sets of an oracle, for others who judge by the same words: a list node to bits. */
uint32_t oracle_never(const struct node *list, struct problems *problems);
uint32_t oracle_must(const struct node *list, struct problems *problems);

/* All attacks of the files, in file order; every mistake is a problem. */
void attacks_read(struct attacks *out, struct arena *arena, const struct source_file *files, size_t count,
                  struct problems *problems);

#endif
