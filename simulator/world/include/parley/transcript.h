/* What happened in one rehearsed conversation, as judges and readers need it: who said what, what the engine saw and decided. */
#ifndef PARLEY_TRANSCRIPT_H
#define PARLEY_TRANSCRIPT_H

#include <parley/json_lines.h>
#include <parley/json_write.h>
#include <parley/world.h>

struct ground {
    uint32_t start, end; /* code points of the text */
    struct slice source; /* claim:ID script:ID customer harmless */
};

enum entry_kind { ENTRY_CUSTOMER, ENTRY_SHOWN, ENTRY_TURN };

struct entry {
    enum entry_kind kind;
    int64_t at_ms; /* since the conversation began */
    uint64_t turn;
    struct slice text; /* what was said or shown */
    /* shown */
    struct slice said; /* ids it rests on */
    enum purpose purpose;
    struct ground *grounds;
    size_t ground_count;
    /* turn */
    struct slice *signals;
    size_t signal_count; /* kinds seen in the burst */
    struct slice *reasons;
    size_t reason_count; /* "stage verdict rule: text" */
    uint32_t blocked;    /* drafts and messages refused in this turn */
    enum outcome outcome;
    enum ticket_reason ticket;
    bool opted_out, opted_in;
    enum holder holder;
};

struct transcript {
    struct arena *arena;
    struct wall begin;
    enum channel_kind channel;
    ARRAY_OF(struct entry) entries;
    uint64_t turns;
};

void transcript_begin(struct transcript *t, struct arena *arena, struct wall begin, enum channel_kind channel);
void transcript_customer(struct transcript *t, struct wall at, struct slice text);
void transcript_shown(struct transcript *t, const struct shown *s);
void transcript_turn(struct transcript *t, const struct turn *turn, const struct commit *c, struct wall at);

/* As a member "entries" of an open object, and back. */
void transcript_write(struct json_write *w, const struct transcript *t);
MUST_USE enum code transcript_read(struct transcript *out, struct arena *arena, const struct json *run, struct place at,
                                   struct error *e);

#endif
