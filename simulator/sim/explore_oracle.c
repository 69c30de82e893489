#include "explore.h"

/* The specification of the ladder, apart from the engine: a question is read, its burst has a gap; then A, B and the script are
 * asked in turn; a checked tenant's drafts go to the checker, and a draft that it did not confirm in time is none; when the
 * turn's time is used up, or nobody is left, a signed line answers. */

enum { WEBHOOK_LIMIT_MS = 5000, SEND_LIMIT_MS = 10000 };

struct paces paces_of(const struct stage *stage)
{
    uint64_t least = UINT64_MAX, most = 0;
    for (size_t i = 0; i < stage->tenant_count; i++) {
        uint64_t ms = stage->tenants[i].rules->tenant->deadline_model.ns / 1000000;
        least = ms < least ? ms : least;
        most = ms > most ? ms : most;
    }
    return (struct paces){
        .store_ms = {[LEVEL_SLOW] = 50, [LEVEL_TOO_SLOW] = WEBHOOK_LIMIT_MS + 100},
        .model_ms = {[LEVEL_UP] = 1000, [LEVEL_SLOW] = least - 1, [LEVEL_TOO_SLOW] = most + 1, [LEVEL_DOWN] = 400},
        .number_ms = {
            [LEVEL_UP] = 100, [LEVEL_SLOW] = SEND_LIMIT_MS - 1, [LEVEL_TOO_SLOW] = SEND_LIMIT_MS + 1, [LEVEL_DOWN] = 100}};
}

enum level explore_number(const struct world_state *w)
{
    return w->of[AXIS_NUMBER] == LEVEL_DOWN ? w->of[AXIS_SECOND] : w->of[AXIS_NUMBER];
}

/* Time passes until a model has answered, or was given up. */
static bool answers(enum level level, const struct paces *p, const struct tenant *t, uint64_t *now_ms)
{
    uint64_t patience_ms = t->deadline_model.ns / 1000000, takes_ms = p->model_ms[level];
    *now_ms += takes_ms < patience_ms ? takes_ms : patience_ms;
    return level == LEVEL_UP || level == LEVEL_SLOW;
}

struct expected explore_expects(const struct world_state *w, const struct paces *p, const struct rules *rules, uint64_t gap_ms,
                                uint64_t store_ms)
{
    const struct tenant *t = rules->tenant;
    uint64_t now_ms = gap_ms + store_ms, turn_ms = t->deadline_turn.ns / 1000000;
    for (enum rung rung = RUNG_A; rung <= RUNG_SCRIPT; rung++) {
        bool drafted = rung == RUNG_SCRIPT || answers(w->of[rung == RUNG_A ? AXIS_A : AXIS_B], p, t, &now_ms);
        if (now_ms >= turn_ms)
            break;
        if (!drafted)
            continue;
        bool confirmed = !rules->brain->checker_required || answers(w->of[AXIS_CHECKER], p, t, &now_ms);
        if (now_ms >= turn_ms)
            break;
        if (confirmed)
            return (struct expected){rung, now_ms};
    }
    return (struct expected){RUNG_FALLBACK, now_ms < turn_ms ? now_ms : turn_ms};
}
