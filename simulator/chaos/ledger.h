/* The hidden truth of a run: what was said, what was acknowledged, what the phone has; stricter than a total queue: what is lost
 * fails, what came twice fails, what is in doubt is counted and has to be settled. */
#ifndef PARLEY_CHAOS_LEDGER_H
#define PARLEY_CHAOS_LEDGER_H

#include <parley/digest.h>
#include <parley/units.h>

#include <stdio.h>

enum said_state { SAID_NOT, SAID_ONCE, SAID_ACKED };

struct spoken {
    uint32_t conversation, line; /* the line of the plan */
    uint8_t state;               /* enum said_state */
    uint8_t news;                /* how often it was called new */
    uint32_t times;
};

/* What the phone does with a message that arrives. */
enum answer {
    ANSWER_SHOWN,   /* takes it, says so */
    ANSWER_MUTE,    /* takes it, and the receipt is swallowed; perhaps it comes late */
    ANSWER_DEAF,    /* it is lost behind the line: not taken, no receipt */
    ANSWER_REFUSED, /* does not take it, says so */
    ANSWER_RETRY,   /* does not take it now, says so */
    ANSWER_COUNT
};

struct shown {
    char *key;
    struct digest text;
    uint32_t arrivals, taken;
    enum answer last;
    struct instant late_due; /* of a receipt that comes late, or a second time; INSTANT_NEVER: none is left */
    enum answer late;
};

enum trace_kind { TRACE_SAID, TRACE_ACKED, TRACE_PUT_OFF, TRACE_ARRIVED, TRACE_LATE, TRACE_LIFE };

struct trace {
    struct instant at;
    enum trace_kind kind;
    uint32_t number; /* of the message, the shown, or the life */
    uint16_t detail;
    const char *text; /* static */
};

struct ledger {
    struct spoken *said;
    size_t count;
    struct shown *shown;
    size_t shown_count, shown_room;
    uint32_t *index; /* of `shown` by key; 0 is empty */
    size_t index_room;
    struct trace *traces;
    size_t trace_count, trace_room;
    struct instant began;
    uint64_t answers[ANSWER_COUNT], violations;
    FILE *out;
};

void ledger_init(struct ledger *l, size_t messages, struct instant now, FILE *out);
void ledger_finish(struct ledger *l);
struct shown *ledger_shown(struct ledger *l, struct slice key, bool make); /* NULL: never arrived */
void ledger_note(struct ledger *l, struct instant at, enum trace_kind kind, size_t number, unsigned detail, const char *text);

void ledger_print_lives(const struct ledger *l);

/* A broken promise: prints it with the timeline of the message (SIZE_MAX: none) and of the key (NULL: none). */
void ledger_violation(struct ledger *l, const char *what, size_t message, const char *key);

#endif
