/* What reading a transcript and reading a record have in common. */
#ifndef PARLEY_JUDGE_JUDGING_H
#define PARLEY_JUDGE_JUDGING_H

#include <parley/judge.h>

struct judging {
    struct arena *arena;
    const struct rules *rules;
    const struct judge_turn *turns;
    size_t count;
    struct said *history; /* what was said before the turn at hand */
    size_t history_count;
    ARRAY_OF(struct judge_finding) findings;
    uint8_t obligations[OBLIGATION_STATE_MAX];
    ARRAY_OF(struct happening) trace; /* of the exchange at hand */
    size_t waits_since;               /* turn + 1 of a message that needed a person, 0 = none */
    struct slice waits_for;
    bool opted_out, confirmed;
};

void judging_find(struct judging *j, enum judge_check check, size_t turn, struct span span, struct slice rule, struct slice why);
void judging_happen(struct judging *j, struct slice name);
bool judging_said_purpose(const struct judging *j, enum line_purpose purpose);
bool judging_needs_person(enum signal_kind kind);
/* Ends the exchange of a burst and the bot's answer to it: steps the obligations through what happened. */
void judging_close_exchange(struct judging *j, size_t turn);
void judging_conclude(struct judge_result *out, const struct judging *j, size_t bot_turns);

#endif
