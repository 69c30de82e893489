#define _POSIX_C_SOURCE 200809L

#include "peer.h"

#include <parley/random.h>
#include <parley/system.h>

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

enum { IN_FLIGHT_MAX = 192, OPEN_MAX = 400, AGAIN_EVERY = 13, LAST_WORDS_MS = 40000 };

struct instant run_now(void)
{
    return system_clock()->ops->now(system_clock());
}

uint64_t run_draw(const struct run *r, const char *what, uint64_t life, uint64_t limit)
{
    return random_below((struct random_key){r->seed, random_hash(slice_from(what)), 0}, life, limit);
}

/* -- a process ----------------------------------------------------------------------------------------------------------------
 */

enum code peer_begin(struct run *r, struct peer *p, const struct toxics *toxics, const char *how, struct error *e)
{
    int fd;
    char *in = p->ear.in;
    *p = (struct peer){.number = ++r->figures.lives, .ear = {.in = in}, .deaths = atomic_load(&r->control->deaths)};
    if (!link_make(&p->link, &fd, toxics, r->seed + p->number))
        return fail(e, IO_FAILED, "could not make a connection on the loopback");
    ledger_note(r->ledger, run_now(), TRACE_LIFE, p->number, 0, how);
    program_start(&p->program, &r->program, fd);
    return OK;
}

void peer_strike(struct run *r, struct peer *p, int number, const char *what)
{
    ledger_note(r->ledger, run_now(), TRACE_LIFE, p->number, 0, what);
    r->figures.killed += number == SIGKILL;
    p->may_end = true;
    program_signal(&p->program, number);
}

enum code peer_hear(struct run *r, struct peer *p, struct error *e)
{
    struct instant now = run_now();
    link_move(&p->link, now);
    return phone_hear(&r->phone, &p->ear, &p->link, now, e);
}

/* The process is gone, or goes: what it wrote still arrives, unless the line is dead. */
enum code peer_end(struct run *r, struct peer *p, struct error *e)
{
    int status = 0;
    enum code code = OK;
    struct instant patience = instant_plus(run_now(), DURATION_MS(LAST_WORDS_MS * r->slow));
    bool gone = false;
    while (code == OK && !(gone && (p->link.cut || (p->link.ended && link_is_empty(&p->link))))) {
        code = peer_hear(r, p, e);
        gone = gone || program_has_ended(&p->program, &status, false);
        if (!gone && instant_reached(run_now(), patience)) {
            ledger_violation(r->ledger, "the program does not end although it was asked to", SIZE_MAX, NULL);
            program_signal(&p->program, SIGKILL);
            patience = INSTANT_NEVER;
        }
        struct pollfd wait = {.fd = p->link.fd, .events = POLLIN};
        poll(&wait, p->link.fd >= 0, 1);
    }
    r->figures.lines_cut += p->ear.len > 0;
    link_close(&p->link, false);
    bool poisoned = atomic_load(&r->control->deaths) > p->deaths;
    if (!p->may_end && !p->sick && !poisoned)
        ledger_violation(r->ledger, "the program ended by itself", SIZE_MAX, NULL);
    r->figures.alone += p->sick && !p->may_end;
    r->figures.woken_deaths += p->slept && poisoned && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    if (!poisoned && WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL && WTERMSIG(status) != SIGTERM)
        ledger_violation(r->ledger, "the program was stopped by a signal of its own (see its standard error)", SIZE_MAX, NULL);
    return code;
}

/* -- what is said -------------------------------------------------------------------------------------------------------------
 */

static void say(struct run *r, struct peer *p, size_t i, struct instant now)
{
    struct spoken *m = &r->ledger->said[i];
    arena_reset(&r->phone.scratch);
    m->state = m->state == SAID_NOT ? SAID_ONCE : m->state;
    m->times++;
    ledger_note(r->ledger, now, TRACE_SAID, i, (unsigned)p->number, NULL);
    link_say(&p->link, traffic_line(&r->traffic, r->ledger, i, &r->phone.scratch), now);
}

static size_t in_flight(const struct run *r)
{
    return r->next - r->phone.acked;
}

/* What the last life left without an answer, now and then in another order. */
void peer_say_again(struct run *r, struct peer *p, struct instant now)
{
    bool backwards = run_draw(r, "order", p->number, 4) == 0;
    for (size_t k = 0; k < r->next; k++) {
        size_t i = backwards ? r->next - 1 - k : k;
        if (r->ledger->said[i].state == SAID_ONCE)
            say(r, p, i, now);
    }
    r->phone.later_count = 0;
}

void peer_say_more(struct run *r, struct peer *p, uint64_t *allowed, struct instant now)
{
    while (r->next < r->ledger->count && in_flight(r) < IN_FLIGHT_MAX && r->open<OPEN_MAX && * allowed> 0) {
        --*allowed;
        say(r, p, r->next++, now);
        size_t old = (size_t)run_draw(r, "again", r->next, r->next);
        if (r->next % AGAIN_EVERY == 0 && r->ledger->said[old].state == SAID_ACKED)
            say(r, p, old, now);
    }
    while (r->phone.later_count > 0 && run_draw(r, "later", now.ns / 1000000, 8) == 0) {
        size_t i = r->phone.later[--r->phone.later_count];
        if (r->ledger->said[i].state == SAID_ONCE)
            say(r, p, i, now);
    }
}
