#include "sending.h"

#include <parley/random.h>

#include <stdlib.h>
#include <string.h>

enum { REALERTS_MAX = 16, PUMP_ROUNDS_MAX = 16, AGAIN_MS = 1000 };

struct slot {
    bool used;
    struct arena arena;
    struct work work;
    const struct runtime_tenant *tenant;
    struct turn *turn;
    size_t fed;          /* messages of the burst that the turn has seen */
    struct model *asked; /* the model that has not answered yet */
    struct runtime *owner;
    struct model_answer *answer; /* arrived, not stepped yet */
    struct money at_stake;       /* the price of what was asked, until its answer is stepped */
};

struct runtime {
    struct runtime_setup setup;
    struct slot *slots;
    struct sendings sendings;
    struct wall claim_due, ticket_due, unknown_due;
    struct wall *ticket_dues; /* of each tenant; ticket_due is the first of them */
    size_t ticket_turn;       /* the tenant that is looked at first */
    struct arena scratch;     /* one look at the store */
    bool stopping, recovered, news;
    bool away, failed; /* the store: now; for good, until it is opened again */
    bool refused;      /* it was away in this pump: what else would ask it waits for the next one */
    size_t unreleased; /* turns that were given up at the stop while it was away */
};

static struct instant now_of(struct runtime *r)
{
    return r->setup.clock->ops->now(r->setup.clock);
}

static struct wall wall_of(struct runtime *r)
{
    return r->setup.clock->ops->wall(r->setup.clock);
}

static void note(struct runtime *r, struct slot *s, const char *what, const char *text)
{
    if (r->setup.notebook != NULL)
        r->setup.notebook->ops->note(r->setup.notebook,
                                     arena_printf(&s->arena, "%s conversation=%llu %s", what,
                                                  (unsigned long long)s->work.snapshot.conversation.id.n, text));
}

/* -- turns ------------------------------------------------------------------------------------------------------------------- */

static void close_slot(struct runtime *r, struct slot *s)
{
    if (s->asked != NULL)
        s->asked->ops->cancel(s->asked, s);
    s->asked = NULL;
    s->answer = NULL;
    s->at_stake.micros = 0;
    s->turn = NULL;
    s->used = false;
    arena_reset(&s->arena);
    r->claim_due.ms = 0; /* more may wait for the same conversation */
}

static void answered(void *context, const struct model_answer *a)
{
    struct slot *s = context;
    s->asked = NULL;
    s->answer = ARENA_NEW(&s->arena, struct model_answer);
    *s->answer = *a;
    s->answer->text = arena_copy(&s->arena, a->text);
    s->answer->next_step = arena_copy(&s->arena, a->next_step);
}

static struct model *model_named(struct runtime *r, struct slice name)
{
    for (size_t i = 0; i < r->setup.model_count; i++)
        if (slice_eq(name, slice_from(r->setup.models[i].name)))
            return r->setup.models[i].model;
    return NULL;
}

static void step(struct runtime *r, struct slot *s, const struct event *ev);

static struct event event_of(struct runtime *r, const struct slot *s, enum event_kind kind)
{
    return (struct event){.now = now_of(r), .wall = wall_of(r), .kind = kind, .at_stake = s->at_stake};
}

/* Write down, then act. A conflict loads afresh and asks the turn again. */
static void try_commit(struct runtime *r, struct slot *s, const struct commit *c)
{
    struct error e = {0};
    enum code code = OK;
    if (VOLUNTEER(r->setup.volunteer, VOLUNTEER_CONFLICT))
        code = CONFLICT;
    else if (VOLUNTEER(r->setup.volunteer, VOLUNTEER_LOST_COMMIT))
        code = UNAVAILABLE;
    else
        code = r->setup.store->ops->commit(r->setup.store, c, &e);
    r->refused |= code == UNAVAILABLE;
    struct event ev = event_of(r, s, EVENT_COMMITTED);
    if (code == OK) {
        r->sendings.due.ms = 0;
        if (r->setup.watch.turn_done != NULL)
            r->setup.watch.turn_done(r->setup.watch.context, s->turn, &s->work, c, ev.wall);
        step(r, s, &ev);
        return;
    }
    uint32_t marked = s->work.marked; /* this process lives: what its claim found is what counts */
    if (code == CONFLICT && r->setup.store->ops->reload(r->setup.store, &s->work, &s->arena, &e) == OK) {
        s->work.marked = marked;
        ev.kind = EVENT_CONFLICT;
        ev.snapshot = s->work.snapshot;
    } else { /* the lease is lost, or the store is away: the work stays where it is */
        r->unreleased += r->stopping && code == UNAVAILABLE;
        note(r, s, "commit.failed", e.text);
        close_slot(r, s);
        return;
    }
    step(r, s, &ev);
}

/* Around whatever reads the customer's words, once a burst was open when a process died: if this one dies too, it is known which
 * burst it was (fault 35). What cannot be marked is not read: the work stays where it is. */
static bool mark(struct runtime *r, struct slot *s, bool begins)
{
    struct error e = {0};
    enum code code = s->work.unended > 0 ? r->setup.store->ops->mark(r->setup.store, &s->work, begins, &e) : OK;
    r->refused |= code == UNAVAILABLE;
    if (code == OK || !begins)
        return true;
    r->unreleased += r->stopping && code == UNAVAILABLE;
    note(r, s, "mark.failed", e.text);
    close_slot(r, s);
    return false;
}

static void start_asks(struct runtime *r, struct slot *s, const struct effects *fx)
{
    if (fx->ask_count == 0 || !mark(r, s, true))
        return;
    for (size_t i = 0; i < fx->ask_count; i++) {
        struct model *m = model_named(r, fx->asks[i].model);
        if (m == NULL || (VOLUNTEER(r->setup.volunteer, VOLUNTEER_MODEL_DOWN) && !slice_eq(fx->asks[i].model, SLICE("script")))) {
            struct model_answer down = {.ask = fx->asks[i].id, .status = MODEL_DOWN};
            answered(s, &down);
            continue;
        }
        struct money price = m->ops->price(m, &fx->asks[i]);
        if (price.micros > fx->asks[i].most.micros) {
            struct model_answer dear = {.ask = fx->asks[i].id, .status = MODEL_TOO_DEAR};
            answered(s, &dear);
            continue;
        }
        s->asked = m;
        s->at_stake = price;
        m->ops->start(m, &fx->asks[i], answered, s);
    }
    mark(r, s, false);
}

/* At a stop a store that is away is not asked for every turn, each time until it has had enough: their leases run out. */
static void give_back(struct runtime *r, struct slot *s, const struct effects *fx)
{
    struct error e;
    enum code code = UNAVAILABLE;
    if (!r->stopping || r->unreleased == 0)
        code = r->setup.store->ops->release(r->setup.store, &s->work, fx->not_before, fx->paid, &e);
    r->refused |= code == UNAVAILABLE;
    r->unreleased += r->stopping && code == UNAVAILABLE;
    close_slot(r, s);
}

static void act(struct runtime *r, struct slot *s, const struct effects *fx)
{
    if (fx->cancel_asks) {
        if (s->asked != NULL)
            s->asked->ops->cancel(s->asked, s);
        s->asked = NULL;
        s->answer = NULL;
        s->at_stake.micros = 0;
    }
    for (size_t i = 0; i < fx->alert_count && r->setup.alert != NULL; i++)
        r->setup.alert->ops->raise(r->setup.alert, fx->alerts[i].level, fx->alerts[i].what, fx->alerts[i].text);
    if (fx->park) {
        give_back(r, s, fx);
        return;
    }
    if (fx->commit != NULL)
        try_commit(r, s, fx->commit);
    else
        start_asks(r, s, fx);
}

static void step(struct runtime *r, struct slot *s, const struct event *ev)
{
    struct effects fx;
    if (!mark(r, s, true))
        return;
    turn_step(s->turn, ev, &fx);
    mark(r, s, false);
    act(r, s, &fx);
}

static bool is_done(const struct slot *s)
{
    return s->turn != NULL && turn_state(s->turn) == TURN_DONE;
}

/* What has come for a turn since it was looked at last: messages, a model's answer, its deadline. */
static bool serve(struct runtime *r, struct slot *s)
{
    bool moved = false;
    if (s->fed < s->work.burst_count && !is_done(s)) {
        struct event ev = event_of(r, s, EVENT_MESSAGE);
        ev.message = s->work.burst[s->fed++];
        step(r, s, &ev);
        moved = true;
    } else if (s->answer != NULL) {
        s->at_stake.micros = 0;
        struct event ev = event_of(r, s, EVENT_ANSWER);
        ev.answer = *s->answer;
        s->answer = NULL;
        step(r, s, &ev);
        moved = true;
    } else if (instant_reached(now_of(r), turn_deadline(s->turn)) || VOLUNTEER(r->setup.volunteer, VOLUNTEER_EARLY_TIME)) {
        struct event ev = event_of(r, s, EVENT_TIME);
        step(r, s, &ev);
        moved = true;
    }
    if (s->used && is_done(s))
        close_slot(r, s);
    return moved;
}

/* While a burst is collected, new messages of the conversation join it. Looks into the scratch arena, so that a long wait with
 * many looks takes no memory of the turn. */
static void look_for_more(struct runtime *r, struct slot *s)
{
    struct error e;
    enum turn_state state = turn_state(s->turn);
    struct work fresh = s->work;
    if (state != TURN_COALESCING && state != TURN_DRAFTING && state != TURN_CHECKING)
        return;
    arena_reset(&r->scratch);
    if (r->setup.store->ops->reload(r->setup.store, &fresh, &r->scratch, &e) != OK || fresh.burst_count <= s->work.burst_count)
        return;
    fresh = s->work;
    if (r->setup.store->ops->reload(r->setup.store, &fresh, &s->arena, &e) == OK && fresh.burst_count > s->work.burst_count) {
        s->work.burst = fresh.burst;
        s->work.burst_count = fresh.burst_count;
    }
}

static const struct runtime_tenant *tenant_of(const struct runtime *r, struct tenant_id id)
{
    for (size_t i = 0; i < r->setup.tenant_count; i++)
        if (r->setup.tenants[i].id.n == id.n)
            return &r->setup.tenants[i];
    return NULL;
}

static const struct rules *rules_for(const struct runtime_tenant *t, const struct conversation *c)
{
    if (t->canary == NULL || slice_eq(c->brain_version, t->rules->brain->version))
        return t->rules;
    if (slice_eq(c->brain_version, t->canary->brain->version))
        return t->canary;
    struct random_key key = {t->id.n, random_hash(t->canary->brain->version), c->id.n};
    return random_chance(key, 0, t->canary_share) ? t->canary : t->rules;
}

/* Somebody hears of it at once, and once (fault 12). */
static void store_is_away(struct runtime *r, enum code code, const struct error *e)
{
    if (!r->away && r->setup.alert != NULL)
        r->setup.alert->ops->raise(r->setup.alert, ALERT_PAGE, SLICE("store.away"), slice_from(e->text));
    r->away = r->refused = true;
    r->failed |= code == IO_FAILED;
}

/* What is set aside for a turn of a tenant: nothing where there is no cap, or no model that costs money. */
static struct allowance allowance_of(void *context, struct tenant_id id)
{
    const struct runtime_tenant *t = tenant_of(context, id);
    if (t == NULL || t->rules->tenant->spend_per_day.micros == 0)
        return (struct allowance){0};
    if (!turn_may_pay(t->rules) && (t->canary == NULL || !turn_may_pay(t->canary)))
        return (struct allowance){0};
    return (struct allowance){t->rules->tenant->spend_reserve_per_turn, t->rules->tenant->spend_per_day};
}

static bool open_turn(struct runtime *r, struct slot *s, struct wall now)
{
    struct error e;
    struct claim_terms terms = {r->setup.lease, allowance_of, r};
    enum code code = r->setup.store->ops->claim(r->setup.store, &s->work, &r->claim_due, &s->arena, now, &terms, &e);
    if (code != OK)
        arena_reset(&s->arena); /* what was read before it failed: a full disk is asked every second */
    if (code != OK && code != NOT_FOUND) {
        store_is_away(r, code, &e);
        r->claim_due.ms = now.ms + AGAIN_MS;
        return false;
    }
    r->away = false;
    if (code != OK)
        return false;
    r->claim_due.ms = 0; /* as long as there is something, there may be more */
    s->tenant = tenant_of(r, s->work.snapshot.conversation.tenant);
    if (s->tenant == NULL) { /* another process has this tenant's rules */
        (void)!r->setup.store->ops->release(r->setup.store, &s->work, (struct wall){now.ms + 5000}, (struct money){0}, NULL);
        arena_reset(&s->arena);
        return false;
    }
    struct turn_setup setup = {.rules = rules_for(s->tenant, &s->work.snapshot.conversation),
                               .snapshot = s->work.snapshot,
                               .id = s->work.turn,
                               .fence = s->work.fence,
                               .attempts = s->work.attempts,
                               .reserved = s->work.reserved};
    s->used = true;
    s->fed = 0;
    s->turn = turn_create_in(&s->arena, &setup);
    if (s->work.burst_count == 0) {
        struct event ev = event_of(r, s, EVENT_OPENING);
        step(r, s, &ev);
        if (s->used && is_done(s))
            close_slot(r, s);
    }
    return true;
}

/* First the turns that are open: a claim that the store refuses ends the pump, and they would wait behind it for as long. */
static bool pump_turns(struct runtime *r, bool look)
{
    bool moved = false, enough = false;
    struct wall now = wall_of(r);
    for (size_t i = 0; i < r->setup.turns_max && !r->refused && !enough; i++) {
        struct slot *s = &r->slots[i];
        if (!s->used)
            continue;
        if (look && s->fed == s->work.burst_count && !VOLUNTEER(r->setup.volunteer, VOLUNTEER_LATE_LOOK))
            look_for_more(r, s);
        moved |= serve(r, s);
        enough = moved && VOLUNTEER(r->setup.volunteer, VOLUNTEER_ONE_TURN);
    }
    for (size_t i = 0; i < r->setup.turns_max && !r->refused && !enough && !r->stopping; i++)
        if (!r->slots[i].used && r->claim_due.ms <= now.ms) {
            moved |= open_turn(r, &r->slots[i], now);
            enough = moved && VOLUNTEER(r->setup.volunteer, VOLUNTEER_ONE_TURN);
        }
    return moved;
}

/* -- people ------------------------------------------------------------------------------------------------------------------ */

/* What a clock noted that was set back since is due. */
static bool is_ahead(struct wall due, struct wall now)
{
    return due.ms > now.ms && (due.ms == INT64_MAX || due.ms - now.ms < STORE_SKEW_MS_MAX);
}

static void call_again(struct runtime *r, const struct runtime_tenant *t, const struct ticket_row *row, struct wall now)
{
    struct error e;
    arena_reset(&r->scratch);
    struct slice text =
        arena_printf(&r->scratch, "%s tenant=" SLICE_FMT " conversation=%llu", ticket_reason_name(row->ticket.reason),
                     SLICE_ARG(t->rules->tenant->id), (unsigned long long)row->conversation.n);
    if (r->setup.store->ops->ticket_move(r->setup.store, row->ticket.id, row->ticket.state, true, now, &e) == OK &&
        r->setup.alert != NULL)
        r->setup.alert->ops->raise(r->setup.alert, ALERT_PAGE, SLICE("ticket.waiting"), text);
}

/* A ticket that nobody takes calls again, and again; one that called often enough stands in no other's way. When more are
 * due than are looked at, the next look is soon. */
static struct wall look_at_tickets(struct runtime *r, const struct runtime_tenant *t, struct wall now)
{
    struct ticket_row rows[REALERTS_MAX];
    struct error e;
    int64_t pause_ms = (int64_t)(t->rules->tenant->ticket_realert.ns / 1000000), look_ms = pause_ms / 4 + 1;
    size_t count = 0;
    enum code code = r->setup.store->ops->tickets_due(r->setup.store, t->id, rows, REALERTS_MAX, &count, now,
                                                      t->rules->tenant->ticket_realert, t->rules->tenant->ticket_alerts_max, &e);
    for (size_t k = 0; code == OK && k < count; k++)
        call_again(r, t, &rows[k], now);
    bool soon = look_ms > AGAIN_MS && (code != OK || count == REALERTS_MAX);
    return (struct wall){now.ms + (soon ? AGAIN_MS : look_ms)};
}

/* One tenant a pump: a store that takes its time keeps nobody else waiting. */
static void pump_tickets(struct runtime *r)
{
    struct wall now = wall_of(r);
    size_t looked = SIZE_MAX;
    if (is_ahead(r->ticket_due, now))
        return;
    r->ticket_due.ms = INT64_MAX;
    for (size_t n = 0; n < r->setup.tenant_count; n++) {
        size_t i = (r->ticket_turn + n) % r->setup.tenant_count;
        if (looked == SIZE_MAX && !is_ahead(r->ticket_dues[i], now)) {
            r->ticket_dues[i] = look_at_tickets(r, &r->setup.tenants[i], now);
            looked = i;
        }
        if (r->ticket_dues[i].ms < r->ticket_due.ms)
            r->ticket_due = r->ticket_dues[i];
    }
    if (looked != SIZE_MAX)
        r->ticket_turn = looked + 1;
}

static void pump_unknown(struct runtime *r)
{
    uint64_t changed;
    struct error e;
    struct wall now = wall_of(r);
    if (is_ahead(r->unknown_due, now) && !VOLUNTEER(r->setup.volunteer, VOLUNTEER_RECOVER_AGAIN))
        return;
    struct duration period = {r->setup.unknown_patience.ns / 15}, patience = {r->setup.unknown_patience.ns - period.ns};
    r->unknown_due.ms = now.ms + AGAIN_MS; /* while the store is away */
    if (r->setup.store->ops->sends_recover(r->setup.store, now, patience, !r->recovered, &changed, &e) != OK) {
        r->claim_due.ms = 0; /* nothing may wait, and still somebody has to hear that the store is away */
        return;
    }
    r->recovered = true;
    r->sendings.called |= changed > 0;
    r->unknown_due.ms = now.ms + (int64_t)(period.ns / 1000000) + 1;
}

/* -- outside ------------------------------------------------------------------------------------------------------------------
 */

struct runtime *runtime_create(const struct runtime_setup *setup, struct error *e)
{
    struct runtime *r = calloc(1, sizeof *r);
    bool script = false;
    must(r != NULL);
    for (size_t i = 0; i < setup->model_count; i++)
        script |= strcmp(setup->models[i].name, "script") == 0;
    if (!script || setup->turns_max == 0) {
        free(r);
        fail(e, BAD_INPUT, "a runtime needs the script model and room for a turn");
        return NULL;
    }
    r->setup = *setup;
    sendings_init(&r->sendings, &r->setup);
    arena_init(&r->scratch, ARENA_TURN_MAX);
    r->scratch.watch = setup->memory;
    r->slots = calloc(setup->turns_max, sizeof *r->slots);
    r->ticket_dues = calloc(setup->tenant_count + 1, sizeof *r->ticket_dues);
    must(r->slots != NULL && r->ticket_dues != NULL);
    for (size_t i = 0; i < setup->turns_max; i++) {
        arena_init(&r->slots[i].arena, ARENA_TURN_MAX);
        r->slots[i].arena.watch = setup->memory;
        r->slots[i].owner = r;
    }
    return r;
}

static struct instant later(struct runtime *r, struct instant now, struct wall wall, struct wall due)
{
    (void)r;
    if (due.ms == INT64_MAX)
        return INSTANT_NEVER;
    uint64_t wait_ms = due.ms > wall.ms ? (uint64_t)(due.ms - wall.ms) : 0;
    return instant_plus(now, DURATION_MS(wait_ms));
}

static bool has_room(const struct runtime *r)
{
    for (size_t i = 0; i < r->setup.turns_max; i++)
        if (!r->slots[i].used)
            return true;
    return false;
}

static struct instant pump_channels(struct runtime *r)
{
    struct instant next = INSTANT_NEVER;
    for (unsigned i = 0; i < CHANNEL_KIND_COUNT; i++) {
        struct channel *c = r->setup.channels[i];
        bool again = false; /* one channel may serve several kinds */
        for (unsigned k = 0; k < i; k++)
            again |= r->setup.channels[k] == c;
        if (c != NULL && !again)
            next = instant_first(next, c->ops->pump(c));
    }
    return next;
}

void runtime_news(struct runtime *r)
{
    r->news = true;
}

struct instant runtime_pump(struct runtime *r)
{
    r->refused = false;
    if (!r->stopping)
        pump_unknown(r);
    struct instant next = pump_channels(r);
    bool news = r->news, moved = true;
    r->news = false;
    if (news)
        r->claim_due.ms = r->sendings.due.ms = 0;
    /* a backlog is worked off in pieces: between them the caller may want to stop */
    for (unsigned round = 0; moved && !r->refused && round < PUMP_ROUNDS_MAX; round++) {
        moved = pump_turns(r, news && round == 0);
        /* as many as there are turns: one a round starved the sends while a backlog of turns was worked off */
        for (size_t i = 0; i < r->setup.turns_max && sendings_pump(&r->sendings, !r->stopping); i++)
            moved = true;
        if (moved && VOLUNTEER(r->setup.volunteer, VOLUNTEER_SHORT_PUMP))
            break;
    }
    if (r->sendings.called) /* whoever it is about */
        memset(r->ticket_dues, 0, r->setup.tenant_count * sizeof *r->ticket_dues);
    if (r->sendings.called)
        r->ticket_due.ms = 0;
    r->sendings.called = false;
    if (!r->stopping)
        pump_tickets(r);
    struct instant now = now_of(r);
    struct wall wall = wall_of(r);
    if (moved)
        return now;
    for (size_t i = 0; i < r->setup.turns_max; i++)
        if (r->slots[i].used && r->slots[i].turn != NULL)
            next = instant_first(next, turn_deadline(r->slots[i].turn));
    if (!r->stopping && has_room(r)) /* a full house is woken by its own turns */
        next = instant_first(next, later(r, now, wall, r->claim_due));
    next = instant_first(next, sendings_next(&r->sendings, !r->stopping));
    if (r->stopping)
        return next;
    next = instant_first(next, later(r, now, wall, r->ticket_due));
    return instant_first(next, later(r, now, wall, r->unknown_due));
}

bool runtime_store_failed(const struct runtime *r)
{
    return r->failed || r->sendings.failed;
}

bool runtime_is_idle(const struct runtime *r)
{
    for (size_t i = 0; i < r->setup.turns_max; i++)
        if (r->slots[i].used)
            return false;
    return r->sendings.open == 0;
}

bool runtime_stop(struct runtime *r)
{
    bool left = r->sendings.open > 0;
    r->stopping = true;
    for (size_t i = 0; i < r->setup.turns_max; i++)
        if (r->slots[i].used) {
            struct event ev = event_of(r, &r->slots[i], EVENT_STOP);
            step(r, &r->slots[i], &ev);
            if (r->slots[i].used && is_done(&r->slots[i]))
                close_slot(r, &r->slots[i]);
            left |= r->slots[i].used;
        }
    return !left;
}

struct runtime_left runtime_left(const struct runtime *r)
{
    struct runtime_left left = {.turns = r->unreleased, .sends = r->sendings.open};
    for (size_t i = 0; i < r->setup.turns_max; i++)
        left.turns += r->slots[i].used;
    return left;
}

void runtime_destroy(struct runtime *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; i < r->setup.turns_max; i++) {
        if (r->slots[i].asked != NULL)
            r->slots[i].asked->ops->cancel(r->slots[i].asked, &r->slots[i]);
        arena_finish(&r->slots[i].arena);
    }
    sendings_finish(&r->sendings);
    arena_finish(&r->scratch);
    free(r->slots);
    free(r->ticket_dues);
    free(r);
}
