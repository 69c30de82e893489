#define _POSIX_C_SOURCE 200809L

#include "peer.h"
#include "verdict.h"

#include <parley/progress.h>
#include <parley/random.h>
#include <parley/system.h>

#include <poll.h>
#include <signal.h>
#include <stdlib.h>

enum {
    HOUR_MS = 3600000,
    EACH_EVERY = 3,
    SENDS_MS_MAX = 1500,
    REST_MS_MAX = 40000,
    SILENCE_MS = 20000,
    PAUSE_MS = 1400, /* longer than the lease of 1 s */
    AWAKE_MS = 150
};

const char *strike_name(enum strike strike)
{
    static const char *const names[STRIKE_COUNT] = {"kill", "kill young", "pause", "reset", "truncate", "hang up", "terminate"};
    return names[strike];
}

const char *disk_fault_name(enum disk_fault fault)
{
    static const char *const names[DISK_FAULT_COUNT] = {"well", "full", "write error", "sync error", "read only"};
    return names[fault];
}

/* What one life brings, drawn by its number alone. */
struct fate {
    enum strike strike;
    struct toxics toxics;
    enum disk_fault disk;
    uint64_t acks, sends; /* the strike comes after so many */
    uint64_t wait_ms;     /* and so much later */
    uint64_t disk_acks, disk_ms;
    bool sets_clock;
    int64_t clock_off_ms;
};

static struct fate fate_of(const struct run *r, uint64_t life)
{
    uint64_t left_kills = r->kills > r->figures.killed ? r->kills - r->figures.killed : 1;
    uint64_t quota = (r->ledger->count - r->phone.acked) / left_kills + 1;
    uint64_t strike = run_draw(r, "strike", life, 100), line = run_draw(r, "line", life, 100),
             disk = run_draw(r, "disk", life, 100);
    struct fate f = {.acks = run_draw(r, "acks", life, 2 * quota), .wait_ms = run_draw(r, "wait", life, 40)};
    f.sends = run_draw(r, "sends", life, f.acks * 2 / 3 + 1);
    f.strike = strike < 68   ? STRIKE_KILL
               : strike < 78 ? STRIKE_YOUNG
               : strike < 81 ? STRIKE_PAUSE
               : strike < 87 ? STRIKE_RESET
               : strike < 93 ? STRIKE_TRUNCATE
               : strike < 96 ? STRIKE_HANG_UP
                             : STRIKE_TERMINATE;
    if (life % EACH_EVERY == 0 && life / EACH_EVERY <= STRIKE_COUNT) /* even a short run has one of each */
        f.strike = (enum strike)(life / EACH_EVERY - 1);
    if (line < 25)
        f.toxics =
            (struct toxics){.latency_ms = (uint32_t)run_draw(r, "latency", life, 20), .jitter_ms = 1 + (uint32_t)(line % 5)};
    if (line >= 15 && line < 35)
        f.toxics.slice_max = 1 + (uint32_t)run_draw(r, "slice", life, 64);
    if (line >= 30 && line < 40)
        f.toxics.bytes_per_ms = 50 + (uint32_t)run_draw(r, "bandwidth", life, 500);
    f.toxics.reset = f.strike == STRIKE_RESET;
    if (f.strike == STRIKE_RESET || f.strike == STRIKE_TRUNCATE) {
        uint64_t after = 1 + run_draw(r, "cut", life, 2 * (f.acks + 1) * 120);
        if (line % 2 == 0)
            f.toxics.cut_from_after = after;
        else
            f.toxics.cut_to_after = after;
    }
    if (life % EACH_EVERY == 1 && life / EACH_EVERY < DISK_FAULT_COUNT)
        disk = life / EACH_EVERY - 1;
    if (r->program.shim != NULL && disk < 12) {
        f.disk = (enum disk_fault)(1 + disk % (DISK_FAULT_COUNT - 1));
        f.disk_acks = run_draw(r, "disk acks", life, f.acks + 1);
        f.disk_ms = 20 + run_draw(r, "disk ms", life, 300);
    }
    f.sets_clock = r->program.shim != NULL && (run_draw(r, "clock", life, 100) < 5 || life == EACH_EVERY + 2);
    if (f.sets_clock) /* by hours: what differs by less than the skew that a store allows is no wrong clock */
        f.clock_off_ms = ((int64_t)run_draw(r, "hours", life, 25) - 12) * HOUR_MS;
    return f;
}

/* -- a life -------------------------------------------------------------------------------------------------------------------
 */

static void disk(struct run *r, enum disk_fault fault)
{
    if (fault != DISK_WELL)
        r->figures.disk[fault]++;
    atomic_store(&r->control->syncs_to_fail, fault == DISK_SYNC_FAILS ? 1U + (unsigned)(r->figures.lives % 3) : 0U);
    atomic_store(&r->control->disk, (unsigned)fault);
}

struct hour {
    struct instant struck_due, enough_due, heal_due, silence_due;
    bool disk_done;
    uint64_t allowed, heard;
};

static void mind_the_disk(struct run *r, struct peer *p, const struct fate *f, struct hour *h, struct instant now)
{
    if (f->disk != DISK_WELL && !h->disk_done && p->ear.ready && p->ear.acked >= f->disk_acks) {
        ledger_note(r->ledger, now, TRACE_LIFE, p->number, 0, disk_fault_name(f->disk));
        disk(r, f->disk);
        p->sick = h->disk_done = true;
        h->heal_due = instant_plus(now, DURATION_MS(f->disk_ms));
    }
    if (instant_reached(now, h->heal_due)) {
        disk(r, DISK_WELL);
        h->heal_due = INSTANT_NEVER;
    }
}

/* Until the strike is due, or the process is gone. */
static enum code live(struct run *r, struct peer *p, const struct fate *f, struct error *e)
{
    struct instant now = run_now();
    struct hour h = {
        INSTANT_NEVER, INSTANT_NEVER, INSTANT_NEVER, instant_plus(now, DURATION_MS(SILENCE_MS * r->slow)), false, 0, 0};
    bool cut_is_due = f->strike == STRIKE_RESET || f->strike == STRIKE_TRUNCATE, greeted = false;
    h.allowed = 2 * f->acks + 8;
    if (f->strike == STRIKE_YOUNG)
        h.struck_due = instant_plus(now, DURATION_MS(f->wait_ms * 2));
    for (;;) {
        enum code code = peer_hear(r, p, e);
        if (code != OK)
            return code;
        now = run_now();
        if (p->link.cut || p->link.ended)
            break;
        if (p->ear.ready && !greeted) {
            ledger_note(r->ledger, now, TRACE_LIFE, p->number, 0, "is ready");
            peer_say_again(r, p, now);
            phone_repeat(&r->phone, &p->link, now);
            greeted = true;
        }
        if (greeted) {
            store_watch(r, now);
            peer_say_more(r, p, &h.allowed, now);
            phone_remember(&r->phone, &p->link, now);
        }
        mind_the_disk(r, p, f, &h, now);
        bool enough = greeted && (p->ear.acked >= f->acks || r->phone.acked == r->ledger->count);
        if (enough && h.enough_due.ns == UINT64_MAX)
            h.enough_due = instant_plus(now, DURATION_MS(SENDS_MS_MAX * r->slow));
        enough = enough && (p->ear.sent >= f->sends || instant_reached(now, h.enough_due));
        if (enough && h.struck_due.ns == UINT64_MAX)
            h.struck_due = instant_plus(now, DURATION_MS(cut_is_due ? 300 : f->wait_ms));
        if (instant_reached(now, h.struck_due))
            break;
        if (r->phone.lines != h.heard || h.heal_due.ns != UINT64_MAX) {
            h.heard = r->phone.lines;
            h.silence_due = instant_plus(now, DURATION_MS(SILENCE_MS * r->slow));
        }
        if (instant_reached(now, h.silence_due)) {
            ledger_violation(r->ledger, "the program does not go on", SIZE_MAX, NULL);
            break;
        }
        struct pollfd wait = {.fd = p->link.fd, .events = POLLIN};
        poll(&wait, 1, 1);
    }
    if (p->link.cut)
        p->may_end = true;
    disk(r, DISK_WELL);
    return OK;
}

/* The sleeper wakes while another process has its work: it must not do it again. */
static enum code pause_it(struct run *r, struct peer *p, struct peer *other, struct error *e)
{
    struct fate quiet = {.strike = STRIKE_KILL, .wait_ms = PAUSE_MS};
    enum code code;
    ledger_note(r->ledger, run_now(), TRACE_LIFE, p->number, 0, "stopped");
    program_signal(&p->program, SIGSTOP);
    p->slept = true;
    if ((code = peer_begin(r, other, &quiet.toxics, "begins beside a sleeper", e)) != OK ||
        (code = live(r, other, &quiet, e)) != OK)
        return code;
    ledger_note(r->ledger, run_now(), TRACE_LIFE, p->number, 0, "wakes");
    program_signal(&p->program, SIGCONT);
    struct instant until = instant_plus(run_now(), DURATION_MS(AWAKE_MS));
    while (code == OK && !instant_reached(run_now(), until)) {
        struct pollfd wait[2] = {{.fd = p->link.fd, .events = POLLIN}, {.fd = other->link.fd, .events = POLLIN}};
        code = peer_hear(r, p, e);
        if (code == OK)
            code = peer_hear(r, other, e);
        phone_remember(&r->phone, &other->link, run_now());
        poll(wait, 2, 1);
    }
    peer_strike(r, other, SIGKILL, "killed beside the woken");
    return code == OK ? peer_end(r, other, e) : code;
}

static void set_clock(struct run *r, const struct peer *p, int64_t off_ms)
{
    int64_t before = atomic_exchange(&r->control->clock_off_ms, off_ms);
    r->figures.clock_steps += before != off_ms;
    ledger_note(r->ledger, run_now(), TRACE_LIFE, p->number, 0,
                off_ms >= before ? "the clock steps forward" : "the clock steps back");
}

static enum code one_life(struct run *r, struct peer *p, struct peer *other, struct error *e)
{
    struct fate f = fate_of(r, r->figures.lives + 1);
    enum code code = peer_begin(r, p, &f.toxics, "begins", e);
    if (f.sets_clock)
        set_clock(r, p, f.clock_off_ms);
    if (code == OK)
        code = live(r, p, &f, e);
    if (code == OK && f.strike == STRIKE_PAUSE && !p->link.ended)
        code = pause_it(r, p, other, e);
    if (code != OK)
        return code;
    r->figures.strikes[f.strike]++;
    if (p->link.ended && !p->link.cut)
        ledger_note(r->ledger, run_now(), TRACE_LIFE, p->number, 0, "ends by itself");
    else if (f.strike == STRIKE_TERMINATE)
        peer_strike(r, p, SIGTERM, "terminated");
    else if (f.strike == STRIKE_HANG_UP) {
        ledger_note(r->ledger, run_now(), TRACE_LIFE, p->number, 0, "its input ends");
        p->may_end = true;
        link_hang_up(&p->link);
    } else if (!p->link.cut)
        peer_strike(r, p, SIGKILL, "killed");
    return peer_end(r, p, e);
}

/* -- rest ---------------------------------------------------------------------------------------------------------------------
 */

/* All is well again: whatever is open must end, by receipt or by a person. */
static enum code come_to_rest(struct run *r, struct peer *p, struct error *e)
{
    const struct toxics none = {0};
    struct instant now = run_now(), patience = instant_plus(now, DURATION_MS(REST_MS_MAX * r->slow)), look_due = now;
    uint64_t allowed = UINT64_MAX, least = UINT64_MAX;
    bool greeted = false, rests = false;
    disk(r, DISK_WELL);
    r->phone.healed = true;
    enum code code = peer_begin(r, p, &none, "begins, and all is well", e);
    while (code == OK && !rests && !p->link.ended && !instant_reached(now, patience)) {
        struct pollfd wait = {.fd = p->link.fd, .events = POLLIN};
        code = peer_hear(r, p, e);
        now = run_now();
        if (p->ear.ready && !greeted) {
            ledger_note(r->ledger, now, TRACE_LIFE, p->number, 0, "is ready");
            peer_say_again(r, p, now);
            phone_repeat(&r->phone, &p->link, now);
            greeted = true;
        }
        if (greeted) {
            store_watch(r, now);
            peer_say_more(r, p, &allowed, now);
            phone_remember(&r->phone, &p->link, now);
        }
        if (code == OK && greeted && r->phone.acked == r->ledger->count && r->open == 0 && instant_reached(now, look_due)) {
            code = store_rests(&rests, r, e);
            look_due = instant_plus(now, DURATION_MS(200));
        }
        if (r->open < least) { /* as long as it gets less there is hope */
            least = r->open;
            patience = instant_plus(now, DURATION_MS(REST_MS_MAX * r->slow));
        }
        poll(&wait, 1, 1);
    }
    if (code == OK && !rests && !p->link.ended)
        ledger_violation(r->ledger, "all is well, and still something is open", SIZE_MAX, NULL);
    if (code != OK)
        return code;
    p->may_end = !p->link.ended;
    link_hang_up(&p->link);
    r->rested = rests;
    return peer_end(r, p, e);
}

enum code run_all(struct run *r, struct error *e)
{
    struct peer first = {0}, second = {0};
    struct progress progress;
    enum code code = OK;
    progress_begin(&progress, r->progress, "messages accepted", r->ledger->count);
    first.ear.in = malloc(LINE_ROOM);
    second.ear.in = malloc(LINE_ROOM);
    must(first.ear.in != NULL && second.ear.in != NULL);
    while (code == OK && r->ledger->violations == 0 && !interrupted() &&
           (r->phone.acked < r->ledger->count || r->figures.killed < r->kills)) {
        code = one_life(r, &first, &second, e);
        progress_step(&progress, r->phone.acked, r->ledger->violations);
    }
    progress_end(&progress);
    unsigned deaths;
    do { /* poison is the one thing that goes on killing when all is well; not for ever */
        deaths = atomic_load(&r->control->deaths);
        if (code == OK && r->ledger->violations == 0 && !interrupted())
            code = come_to_rest(r, &first, e);
    } while (code == OK && !r->rested && atomic_load(&r->control->deaths) > deaths);
    if (code == OK && !r->rested && r->ledger->violations == 0 && !interrupted())
        ledger_violation(r->ledger, "the run did not come to rest", SIZE_MAX, NULL);
    store_unwatch(r);
    free(first.ear.in);
    free(second.ear.in);
    program_signal(&first.program, SIGKILL);
    program_signal(&second.program, SIGKILL);
    return code;
}
