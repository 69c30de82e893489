#include "turn_state.h"

#include <parley/language.h>

void burst_add(struct turn *t, const struct event *ev)
{
    struct message *m = ARRAY_ADD(t->arena, &t->burst);
    *m = ev->message;
    m->text = private_hide(arena_copy(t->arena, private_reveal(ev->message.text, REVEAL_SCREENING)));
    t->gap_due = instant_plus(ev->now, t->rules->tenant->coalesce_gap);
    if (t->burst.count == 1) {
        t->longest_due = instant_plus(ev->now, t->rules->tenant->coalesce_longest);
        t->turn_due = instant_plus(ev->now, t->rules->tenant->deadline_turn);
    }
}

struct said *turn_history(const struct turn *t, size_t *count, bool with_burst)
{
    const struct conversation *c = &t->snapshot.conversation;
    struct said *list = ARENA_NEW_ARRAY(t->arena, struct said, c->history_count + t->burst.count + 1);
    *count = 0;
    for (size_t i = 0; i < c->history_count; i++)
        list[(*count)++] =
            (struct said){c->history[i].author != AUTHOR_CONTACT, private_reveal(c->history[i].text, REVEAL_SCREENING)};
    for (size_t i = 0; with_burst && i < t->burst.count; i++)
        list[(*count)++] = (struct said){false, private_reveal(t->burst.at[i].text, REVEAL_SCREENING)};
    return list;
}

/* Half a sentence may look like what the whole is not: "how much" before "do you charge?". */
static bool counts_alone(enum signal_kind kind)
{
    return kind != SIGNAL_AMOUNT_FISHING && kind != SIGNAL_PRESSURE_BAIT && kind != SIGNAL_OFF_TOPIC && kind != SIGNAL_CONFUSED;
}

/* A contact is answered in the language of the brain that they write; a short message changes nothing. */
static void follow_language(struct turn *t)
{
    const struct slice_list *spoken = &t->rules->brain->languages;
    struct text text;
    if (spoken->count < 2 || text_read(&text, t->arena, t->text, NULL) != OK)
        return;
    struct slice written = text_language(&text, spoken->at, spoken->count);
    if (written.len > 0)
        t->snapshot.contact.language = written;
}

/* Screening a long text takes many times its size: it is given back before the next one. What stays are the signals, whose names
 * belong to the rules. */
static void screen_one(struct screen *out, struct turn *t, struct slice text, const struct said *history, size_t count)
{
    struct arena scratch;
    arena_init(&scratch, ARENA_TURN_MAX);
    scratch.watch = t->arena->watch;
    guardrail_screen_in(out, &scratch, t->rules->guardrail, text, history, count);
    struct signal *kept = ARENA_NEW_ARRAY(t->arena, struct signal, out->signal_count + 1);
    for (size_t i = 0; i < out->signal_count; i++)
        kept[i] = out->signals[i];
    out->signals = kept;
    arena_finish(&scratch);
}

/* What a message shows by itself does not change while others join it. */
static const struct screen *screen_alone(struct turn *t, size_t i, const struct said *history, size_t count)
{
    while (t->alone.count <= i) {
        struct slice text = private_reveal(t->burst.at[t->alone.count].text, REVEAL_SCREENING);
        struct screen *s = ARRAY_ADD(t->arena, &t->alone);
        screen_one(s, t, text, history, count);
    }
    return &t->alone.at[i];
}

static void add_signal(struct turn *t, const struct signal *s, bool label)
{
    struct signal *grown = ARENA_NEW_ARRAY(t->arena, struct signal, t->screen.signal_count + 1);
    for (size_t g = 0; g < t->screen.signal_count; g++)
        grown[g] = t->screen.signals[g];
    grown[t->screen.signal_count++] = *s;
    t->screen.signals = grown;
    t->screen.label |= label;
}

/* Each message is screened by itself and the burst as a whole: what either shows counts. */
void burst_read(struct turn *t)
{
    struct buffer joined;
    size_t count;
    buffer_init(&joined, t->arena, TEXT_MAX);
    for (size_t i = 0; i < t->burst.count; i++) {
        if (i > 0)
            buffer_byte(&joined, '\n');
        buffer_add(&joined, private_reveal(t->burst.at[i].text, REVEAL_SCREENING));
    }
    t->text = text_clean(t->arena, buffer_slice(&joined));
    follow_language(t);
    struct said *history = turn_history(t, &count, false);
    screen_one(&t->screen, t, t->text, history, count);
    if (t->burst.count == 1)
        *ARRAY_ADD(t->arena, &t->alone) = t->screen;
    for (size_t i = 0; t->burst.count > 1 && i < t->burst.count; i++) {
        const struct screen *one = screen_alone(t, i, history, count);
        for (size_t k = 0; k < one->signal_count; k++)
            if (counts_alone(one->signals[k].kind) && !screen_has(&t->screen, one->signals[k].kind))
                add_signal(t, &one->signals[k], one->label);
    }
    t->screened = true;
}
