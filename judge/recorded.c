/* Judges what the engine recorded: the signals it saw, the lines and claims each message rested on, the tickets it opened. The
 * words are not read again, so this says whether the rules over a conversation were kept, for very many conversations. */
#include "judging.h"

#include <parley/size.h>

static void turn_began(struct judging *j, size_t at, const struct judge_record *r)
{
    for (size_t i = 0; i < r->signal_count; i++) {
        enum signal_kind kind;
        judging_happen(j, arena_printf(j->arena, "signal:" SLICE_FMT, SLICE_ARG(r->signals[i])));
        if (j->waits_since == 0 && !r->with_people && !j->opted_out && signal_kind_parse(&kind, r->signals[i]) &&
            judging_needs_person(kind)) {
            j->waits_since = at + 1;
            j->waits_for = r->signals[i];
        }
    }
    if (r->opted_out && !j->opted_out) {
        j->opted_out = true;
        judging_happen(j, SLICE("effect:opt_out"));
        j->waits_since = 0;
    }
    if (!r->opted_out && j->opted_out)
        j->opted_out = j->confirmed = false;
    if (r->with_people)
        judging_happen(j, SLICE("effect:handover"));
}

static void source_was_said(struct judging *j, struct slice source)
{
    const struct brain *b = j->rules->brain;
    if (slice_starts(source, SLICE("script:"))) {
        struct slice id = slice_after(source, 7);
        const struct script_line *l = brain_line(b, id);
        judging_happen(j, arena_printf(j->arena, "said:" SLICE_FMT, SLICE_ARG(id)));
        if (l != NULL)
            judging_happen(j, arena_printf(j->arena, "said:%s", line_purpose_name(l->purpose)));
        for (size_t i = 0; i < b->path_count; i++)
            if (slice_eq(b->path[i].line, id))
                judging_happen(j, arena_printf(j->arena, "path:" SLICE_FMT, SLICE_ARG(b->path[i].id)));
    } else if (slice_starts(source, SLICE("claim:"))) {
        const struct claim *c = brain_claim(b, slice_after(source, 6));
        judging_happen(j, source);
        if (c != NULL && !slice_starts(c->id, c->topic))
            judging_happen(j, arena_printf(j->arena, "claim:" SLICE_FMT "." SLICE_FMT, SLICE_ARG(c->topic), SLICE_ARG(c->id)));
    }
}

static void message_left(struct judging *j, size_t at, const struct judge_record *r)
{
    struct slice rest = r->said, one;
    size_t where;
    while (slice_next(&one, &rest, ' '))
        source_was_said(j, one);
    if (slice_find(&where, r->text, SLICE("https://")))
        judging_happen(j, SLICE("link"));
    judging_happen(j, SLICE("sent"));
    if (!j->opted_out || judging_said_purpose(j, LINE_CARE))
        return;
    bool confirms = judging_said_purpose(j, LINE_OPT_OUT) && !j->confirmed;
    j->confirmed |= confirms;
    if (!confirms)
        judging_find(j, JUDGE_OPT_OUT, at, (struct span){0, r->text.len}, SLICE("RULE-OPTOUT-1"),
                     SLICE("a message after the opt-out that is not its one confirmation"));
}

void judge_recorded(struct judge_result *out, struct arena *arena, const struct rules *rules, const struct judge_record *records,
                    size_t count)
{
    struct judge_turn *turns = ARENA_NEW_ARRAY(arena, struct judge_turn, count + 1);
    struct judging j = {.arena = arena, .rules = rules, .turns = turns, .count = count};
    size_t messages = 0, last = 0;
    for (size_t i = 0; i < count; i++)
        turns[i] = (struct judge_turn){records[i].kind == RECORD_MESSAGE, records[i].text};
    for (size_t i = 0; i < count; i++) {
        if (records[i].kind == RECORD_TURN) {
            judging_close_exchange(&j, last);
            turn_began(&j, i, &records[i]);
        } else if (records[i].kind == RECORD_MESSAGE) {
            message_left(&j, i, &records[i]);
            messages++;
            last = i;
        }
    }
    judging_close_exchange(&j, last);
    judging_conclude(out, &j, messages);
}
