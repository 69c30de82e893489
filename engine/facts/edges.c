#include "around.h"

/* From nine, until nine; a bare hour or day has no edge. */
void edge_read(struct unit *u, const struct around *a)
{
    uint32_t i = u->first;
    if (IS(a, u->past, "onwards") || IS(a, u->past, "onward") || (IS(a, u->past, "or") && IS(a, u->past + 1, "later"))) {
        u->edge = EDGE_START;
        return;
    }
    if (IS(a, u->past, "exactly") || IS(a, u->past, "sharp") || (IS(a, u->past, "on") && IS(a, u->past + 2, "dot")) ||
        (i > a->first && IS(a, i - 1, "exactly"))) {
        u->edge = EDGE_SHARP;
        return;
    }
    while (i > a->first &&
           (IS(a, i - 1, "the") || IS(a, i - 1, "on") || IS(a, i - 1, "about") || IS(a, i - 1, "around") || IS(a, i - 1, ":")))
        i--;
    if (i == a->first)
        return;
    if (i >= a->first + 3 && IS(a, i - 1, "than") && IS(a, i - 3, "no")) {
        u->edge = IS(a, i - 2, "later") ? EDGE_END : IS(a, i - 2, "earlier") ? EDGE_START : EDGE_NONE;
        return;
    }
    bool range_end = (IS(a, i - 1, "to") || IS(a, i - 1, "-") || IS(a, i - 1, "and")) && i >= a->first + 2 &&
                     (a->t->at[i - 2].kind != WORD_LETTERS || a->t->at[i - 2].lex->day != 0 || a->t->at[i - 2].lex->month != 0 ||
                      a->t->at[i - 2].lex->number_word != NUMBER_NONE || IS(a, i - 2, "am") || IS(a, i - 2, "pm"));
    bool to_behind = IS(a, u->past, "to") || IS(a, u->past, "-") || IS(a, u->past, "until") || IS(a, u->past, "till");
    bool again = to_behind && IS(a, i - 1, "and") && u->kind == FACT_TIME; /* "9 to 6 from Monday to Friday and 10 to 2" */
    range_end = range_end && !again;
    bool range_start = IS(a, i - 1, "between") || again;
    uint32_t marks = a->t->at[i - 1].lex->marks;
    if (range_end || (marks & MARK_ENDS && !IS(a, i - 1, "up") && !IS(a, i - 1, "to") && !IS(a, i - 1, "latest")) ||
        around_two(a, i, "up", "to"))
        u->edge = EDGE_END;
    else if (range_start || (marks & MARK_STARTS && !IS(a, i - 1, "opens")) || IS(a, u->past, "to") || IS(a, u->past, "-"))
        u->edge = EDGE_START;
    bool about = IS(a, u->first - 1, "about") || IS(a, u->first - 1, "around") || IS(a, u->first - 1, "roughly") ||
                 IS(a, u->first - 1, "approximately");
    if (about)
        u->bound = BOUND_ABOUT;
}
