#include "ledger.h"

#include <parley/must.h>
#include <parley/random.h>

#include <stdlib.h>
#include <string.h>

enum { SHOW_MAX = 10, TIMELINE_MAX = 60 };

static const char *const answer_names[ANSWER_COUNT] = {"taken, receipt sent", "taken, receipt swallowed", "swallowed", "refused",
                                                       "refused for now"};

void ledger_init(struct ledger *l, size_t messages, struct instant now, FILE *out)
{
    *l = (struct ledger){.count = messages, .began = now, .out = out};
    l->said = calloc(messages, sizeof *l->said);
    must(l->said != NULL);
}

void ledger_finish(struct ledger *l)
{
    for (size_t i = 0; i < l->shown_count; i++)
        free(l->shown[i].key);
    free(l->shown);
    free(l->index);
    free(l->said);
    free(l->traces);
}

/* -- what the phone has -------------------------------------------------------------------------------------------------------
 */

static size_t place_of(const struct ledger *l, struct slice key)
{
    size_t at = (size_t)random_hash(key) & (l->index_room - 1);
    while (l->index[at] != 0 && !slice_eq(slice_from(l->shown[l->index[at] - 1].key), key))
        at = (at + 1) & (l->index_room - 1);
    return at;
}

static void grow(struct ledger *l)
{
    l->shown_room = l->shown_room ? l->shown_room * 2 : 1024;
    l->shown = realloc(l->shown, l->shown_room * sizeof *l->shown);
    must(l->shown != NULL);
    free(l->index);
    l->index_room = l->shown_room * 2;
    l->index = calloc(l->index_room, sizeof *l->index);
    must(l->index != NULL);
    for (size_t i = 0; i < l->shown_count; i++)
        l->index[place_of(l, slice_from(l->shown[i].key))] = (uint32_t)i + 1;
}

struct shown *ledger_shown(struct ledger *l, struct slice key, bool make)
{
    if (l->shown_count == l->shown_room)
        grow(l);
    size_t at = place_of(l, key);
    if (l->index[at] != 0)
        return &l->shown[l->index[at] - 1];
    if (!make)
        return NULL;
    struct shown *s = &l->shown[l->shown_count++];
    *s = (struct shown){.key = calloc(1, key.len + 1), .late_due = INSTANT_NEVER};
    must(s->key != NULL);
    memcpy(s->key, key.at, key.len);
    l->index[at] = (uint32_t)l->shown_count;
    return s;
}

/* -- what happened ------------------------------------------------------------------------------------------------------------
 */

void ledger_note(struct ledger *l, struct instant at, enum trace_kind kind, size_t number, unsigned detail, const char *text)
{
    if (l->trace_count == l->trace_room) {
        l->trace_room = l->trace_room ? l->trace_room * 2 : 4096;
        l->traces = realloc(l->traces, l->trace_room * sizeof *l->traces);
        must(l->traces != NULL);
    }
    l->traces[l->trace_count++] = (struct trace){at, kind, (uint32_t)number, (uint16_t)detail, text};
}

static void print_trace(const struct ledger *l, const struct trace *t)
{
    uint64_t ms = (t->at.ns - l->began.ns) / 1000000;
    fprintf(l->out, "    %5llu.%03llu s  ", (unsigned long long)(ms / 1000), (unsigned long long)(ms % 1000));
    switch (t->kind) {
    case TRACE_SAID: fprintf(l->out, "m%u said to life %u\n", t->number, t->detail); break;
    case TRACE_ACKED: fprintf(l->out, "m%u accepted as %s\n", t->number, t->text); break;
    case TRACE_PUT_OFF: fprintf(l->out, "m%u put off\n", t->number); break;
    case TRACE_ARRIVED: fprintf(l->out, "%s arrived: %s\n", l->shown[t->number].key, answer_names[t->detail]); break;
    case TRACE_LATE: fprintf(l->out, "%s: its receipt is sent, late\n", l->shown[t->number].key); break;
    case TRACE_LIFE: fprintf(l->out, "life %u: %s\n", t->number, t->text); break;
    }
}

/* The message's or the key's own events, and the lives around them. */
static void print_timeline(const struct ledger *l, size_t message, size_t key)
{
    unsigned printed = 0;
    const struct trace *life = NULL;
    for (size_t i = 0; i < l->trace_count && printed < TIMELINE_MAX; i++) {
        const struct trace *t = &l->traces[i];
        bool about_message = t->kind == TRACE_SAID || t->kind == TRACE_ACKED || t->kind == TRACE_PUT_OFF;
        bool about_key = t->kind == TRACE_ARRIVED || t->kind == TRACE_LATE;
        bool mine = (about_message && t->number == message) || (about_key && t->number == key);
        if (t->kind == TRACE_LIFE) {
            if (printed > 0)
                print_trace(l, t), printed++;
            life = t;
        } else if (mine) {
            if (printed == 0 && life != NULL)
                print_trace(l, life);
            print_trace(l, t);
            printed++;
        }
    }
}

void ledger_violation(struct ledger *l, const char *what, size_t message, const char *key)
{
    size_t shown = SIZE_MAX;
    if (l->violations++ >= SHOW_MAX)
        return;
    fprintf(l->out, "VIOLATION  %s", what);
    if (message != SIZE_MAX)
        fprintf(l->out, ": m%zu of conversation %u", message, l->said[message].conversation);
    if (key != NULL)
        fprintf(l->out, ": key %s", key);
    fputc('\n', l->out);
    for (size_t i = 0; key != NULL && i < l->shown_count; i++)
        if (strcmp(l->shown[i].key, key) == 0)
            shown = i;
    if (message != SIZE_MAX || shown != SIZE_MAX)
        print_timeline(l, message, shown);
}

void ledger_print_lives(const struct ledger *l)
{
    for (size_t i = 0; i < l->trace_count; i++)
        if (l->traces[i].kind == TRACE_LIFE)
            print_trace(l, &l->traces[i]);
}
