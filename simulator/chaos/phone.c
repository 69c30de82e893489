#include "phone.h"

#include <parley/json_lines.h>
#include <parley/json_write.h>
#include <parley/must.h>
#include <parley/random.h>

#include <stdlib.h>
#include <string.h>

enum { LATE_MS_MAX = 4000, RETRY_MS_MAX = 150 };

void phone_init(struct phone *p, struct ledger *l, uint64_t seed)
{
    *p = (struct phone){.ledger = l, .seed = seed};
    arena_init(&p->scratch, (size_t)64 << 20);
}

void phone_finish(struct phone *p)
{
    arena_finish(&p->scratch);
    free(p->later);
    free(p->swallowed);
    free(p->recent);
}

static void *grown(void *at, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return at;
    *room = *room ? *room * 2 : 256;
    at = realloc(at, *room * size);
    must(at != NULL);
    return at;
}

/* -- what it accepted ---------------------------------------------------------------------------------------------------------
 */

static enum code number_of(size_t *out, struct phone *p, const struct json *line, struct error *e)
{
    uint64_t n;
    struct slice id = json_text(json_get(line, "id"));
    if (!slice_starts(id, SLICE("m")) || !slice_to_u64(&n, slice_after(id, 1)) || n >= p->ledger->count ||
        p->ledger->said[n].state == SAID_NOT)
        return fail(e, BAD_INPUT, "the program speaks of a message \"" SLICE_FMT "\" that nobody said", SLICE_ARG(id));
    *out = (size_t)n;
    return OK;
}

static enum code on_accepted(struct phone *p, struct peer_ear *ear, const struct json *line, struct instant now, struct error *e)
{
    size_t i = 0;
    enum code code = number_of(&i, p, line, e);
    if (code != OK)
        return code;
    struct spoken *m = &p->ledger->said[i];
    bool is_new = slice_eq(json_text(json_get(line, "result")), SLICE("new"));
    ledger_note(p->ledger, now, TRACE_ACKED, i, 0, is_new ? "new" : "a duplicate");
    m->news = (uint8_t)(m->news + (is_new && m->news < UINT8_MAX));
    if (is_new && m->news > 1)
        ledger_violation(p->ledger, "a message was accepted as new twice", i, NULL);
    if (m->state == SAID_ACKED) {
        p->duplicates++;
        return OK;
    }
    m->state = SAID_ACKED;
    p->acked++;
    ear->acked++;
    return OK;
}

static enum code on_later(struct phone *p, const struct json *line, struct instant now, struct error *e)
{
    size_t i = 0;
    enum code code = number_of(&i, p, line, e);
    if (code != OK)
        return code;
    p->put_off++;
    ledger_note(p->ledger, now, TRACE_PUT_OFF, i, 0, NULL);
    p->later = grown(p->later, &p->later_room, p->later_count, sizeof *p->later);
    p->later[p->later_count++] = (uint32_t)i;
    return OK;
}

/* -- what it sends ------------------------------------------------------------------------------------------------------------
 */

static enum answer answer_to(const struct phone *p, const struct shown *s, size_t number)
{
    uint64_t draw = random_below((struct random_key){p->seed, random_hash(SLICE("answer")), number}, s->arrivals, 100);
    if (p->healed)
        return ANSWER_SHOWN;
    return draw < 80   ? ANSWER_SHOWN
           : draw < 88 ? ANSWER_MUTE
           : draw < 91 ? ANSWER_DEAF
           : draw < 94 ? ANSWER_REFUSED
                       : ANSWER_RETRY;
}

static void receipt(struct phone *p, struct link *link, const char *key, enum answer answer, uint64_t attempt, struct instant now)
{
    static const char *const kinds[ANSWER_COUNT] = {"shown", "shown", NULL, "refused", "retry"};
    struct buffer b;
    struct json_write w;
    buffer_init(&b, &p->scratch, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "kind", kinds[answer]);
    json_put_cstr(&w, "key", key);
    if (answer == ANSWER_REFUSED)
        json_put_cstr(&w, "reason", "blocked");
    if (answer == ANSWER_REFUSED || answer == ANSWER_RETRY)
        json_put_u64(&w, "attempt", attempt);
    if (answer == ANSWER_RETRY)
        json_put_u64(&w, "after_ms", attempt * 17 % RETRY_MS_MAX);
    json_object_end(&w);
    buffer_byte(&b, '\n');
    link_say(link, buffer_slice(&b), now);
    p->receipts++;
}

static void remember(struct phone *p, size_t number, enum answer answer, struct instant due)
{
    struct shown *s = &p->ledger->shown[number];
    s->late_due = due;
    s->late = answer;
    p->swallowed = grown(p->swallowed, &p->swallowed_room, p->swallowed_count, sizeof *p->swallowed);
    p->swallowed[p->swallowed_count++] = number;
}

static enum code on_message(struct phone *p, struct peer_ear *ear, struct link *link, const struct json *line, struct instant now,
                            struct error *e)
{
    struct slice key = json_text(json_get(line, "key"));
    if (key.len == 0)
        return fail(e, BAD_INPUT, "the program sends a message without a key");
    struct shown *s = ledger_shown(p->ledger, key, true);
    size_t number = (size_t)(s - p->ledger->shown);
    struct digest text = digest_of(json_text(json_get(line, "text")));
    bool again = s->arrivals > 0, released = s->last == ANSWER_RETRY;
    enum answer answer = answer_to(p, s, number);
    struct random_key late = {p->seed, random_hash(SLICE("late")), number};
    if (again && !digest_eq(text, s->text))
        ledger_violation(p->ledger, "two texts came under one key", SIZE_MAX, s->key);
    s->text = text;
    s->arrivals++;
    ear->sent++;
    s->last = answer;
    s->taken += answer == ANSWER_SHOWN || answer == ANSWER_MUTE;
    p->ledger->answers[answer]++;
    ledger_note(p->ledger, now, TRACE_ARRIVED, number, answer, NULL);
    if (s->taken > 1)
        ledger_violation(p->ledger, "twice on the phone", SIZE_MAX, s->key);
    else if (again && !released)
        ledger_violation(p->ledger, "sent again although nobody said that the first one is not there", SIZE_MAX, s->key);
    uint64_t attempt = json_u64(json_get(line, "attempt"));
    if (attempt > 1 && random_below(late, 2, 2) == 0) /* "not now" about the last attempt overtakes what is said about this one */
        receipt(p, link, s->key, ANSWER_RETRY, attempt - 1, now);
    if (answer != ANSWER_MUTE && answer != ANSWER_DEAF)
        receipt(p, link, s->key, answer, attempt, now);
    if (answer == ANSWER_SHOWN) {
        p->recent = grown(p->recent, &p->recent_room, p->recent_count, sizeof *p->recent);
        p->recent[p->recent_count++] = number;
    }
    if (answer == ANSWER_MUTE && random_below(late, 0, 4) > 0)
        remember(p, number, ANSWER_SHOWN, instant_plus(now, DURATION_MS(random_below(late, 1, LATE_MS_MAX))));
    else if (answer == ANSWER_RETRY &&
             s->arrivals == 1) /* a bad line may bring "not now" twice, the second time behind the next try */
        remember(p, number, ANSWER_RETRY, instant_plus(now, DURATION_MS(random_below(late, 1, 2 * RETRY_MS_MAX))));
    return OK;
}

static enum code on_line(struct phone *p, struct peer_ear *ear, struct link *link, struct slice bytes, struct instant now,
                         struct error *e)
{
    struct json *line;
    arena_reset(&p->scratch);
    p->lines++;
    enum code code = json_read(&line, &p->scratch, bytes, (struct place){SLICE("program"), (unsigned)p->lines, 1}, e);
    if (code != OK)
        return code;
    struct slice kind = json_text(json_get(line, "kind"));
    if (slice_eq(kind, SLICE("accepted")))
        return on_accepted(p, ear, line, now, e);
    if (slice_eq(kind, SLICE("later")))
        return on_later(p, line, now, e);
    if (slice_eq(kind, SLICE("message")))
        return on_message(p, ear, link, line, now, e);
    if (slice_eq(kind, SLICE("refused")))
        return fail(e, BAD_INPUT, "the program refuses a line that is right: " SLICE_FMT, SLICE_ARG(bytes));
    ear->ready |= slice_eq(kind, SLICE("ready"));
    return OK;
}

/* -- outside ------------------------------------------------------------------------------------------------------------------
 */

enum code phone_hear(struct phone *p, struct peer_ear *ear, struct link *link, struct instant now, struct error *e)
{
    enum code code = OK;
    size_t n;
    while (code == OK && (n = link_take(link, ear->in + ear->len, LINE_ROOM - ear->len, now)) > 0) {
        char *at = ear->in, *end;
        ear->len += n;
        while (code == OK && (end = memchr(at, '\n', ear->len - (size_t)(at - ear->in))) != NULL) {
            code = on_line(p, ear, link, (struct slice){at, (size_t)(end - at)}, now, e);
            at = end + 1;
        }
        ear->len -= (size_t)(at - ear->in);
        memmove(ear->in, at, ear->len);
    }
    return code;
}

void phone_remember(struct phone *p, struct link *link, struct instant now)
{
    for (size_t i = 0; i < p->swallowed_count;) {
        struct shown *s = &p->ledger->shown[p->swallowed[i]];
        if (!p->healed && !instant_reached(now, s->late_due)) {
            i++;
            continue;
        }
        arena_reset(&p->scratch);
        receipt(p, link, s->key, s->late, 1, now);
        ledger_note(p->ledger, now, TRACE_LATE, p->swallowed[i], 0, NULL);
        p->late++;
        p->swallowed[i] = p->swallowed[--p->swallowed_count];
    }
}

void phone_repeat(struct phone *p, struct link *link, struct instant now)
{
    for (size_t i = 0; i < p->recent_count; i++) {
        const struct shown *s = &p->ledger->shown[p->recent[i]];
        if (random_below((struct random_key){p->seed, random_hash(SLICE("repeat")), p->recent[i]}, s->arrivals, 8) == 0)
            continue;
        arena_reset(&p->scratch);
        receipt(p, link, s->key, ANSWER_SHOWN, 1, now);
        ledger_note(p->ledger, now, TRACE_LATE, p->recent[i], 0, NULL);
    }
    p->recent_count = 0;
}

bool phone_has_more(const struct phone *p)
{
    return p->swallowed_count > 0;
}
