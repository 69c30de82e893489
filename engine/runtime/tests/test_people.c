#include <parley/runtime.h>

#include <criterion/criterion.h>
#include <parley/size.h>

/* What the shell does for people besides its turns, and what it costs while the store is away: a store that has tickets and
 * nothing else, a clock that is set, a bell. */

enum { TICKETS_MAX = 64, TENANTS = 2 };

static struct {
    struct store base;
    struct ticket_row tickets[TICKETS_MAX];
    size_t count, calls;
    unsigned works, released; /* conversations that wait; of a tenant that is not served here */
    unsigned served;          /* after those: of one that is served */
    unsigned marks, unmarked; /* its steps that began and ended */
    enum code marked;         /* to those that begin */
    enum code says;           /* to every call */
} book;
static uint64_t clock_ms;
static const struct wall noon = {INT64_C(1784548800000)};
static struct {
    struct alert base;
    unsigned calls, away;
} bell;
static struct tenant tenants[TENANTS];
static struct rules rules[TENANTS];
static struct runtime *runtime;

static enum code answer(struct error *e)
{
    book.calls++;
    return book.says == OK ? OK : fail(e, book.says, "the store is away");
}

static enum code claim(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                       const struct claim_terms *terms, struct error *e)
{
    (void)s, (void)a, (void)now, (void)terms;
    next_due->ms = INT64_MAX;
    enum code code = answer(e);
    if (code == OK && book.works > 0) {
        book.works--;
        *out = (struct work){.snapshot.conversation.tenant = {TENANTS + 1}};
        return OK;
    }
    if (code == OK && book.served > 0) {
        static struct message message;
        book.served--;
        *out =
            (struct work){.snapshot.conversation.tenant = {1}, .burst = &message, .burst_count = 1, .attempts = 9, .unended = 1};
        if (book.served == 0)
            book.says = UNAVAILABLE;
        return OK;
    }
    return code == OK ? fail(e, NOT_FOUND, "nothing waits") : code;
}

static enum code release(struct store *s, const struct work *w, struct wall not_before, struct money spent, struct error *e)
{
    (void)s, (void)w, (void)not_before, (void)spent, (void)e;
    book.released++;
    return OK;
}

static enum code reload(struct store *s, struct work *io, struct arena *a, struct error *e)
{
    (void)s, (void)io, (void)a;
    return answer(e);
}

static enum code mark(struct store *s, const struct work *w, bool begins, struct error *e)
{
    (void)s, (void)w;
    book.marks += begins;
    book.unmarked += !begins;
    return begins && book.marked != OK ? fail(e, book.marked, "not noted") : OK;
}

static enum code send_began(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                            struct error *e)
{
    (void)s, (void)out, (void)a, (void)now;
    next_due->ms = INT64_MAX;
    enum code code = answer(e);
    return code == OK ? fail(e, NOT_FOUND, "nothing waits") : code;
}

static enum code sends_recover(struct store *s, struct wall now, struct duration patience, bool at_start, uint64_t *changed,
                               struct error *e)
{
    (void)s, (void)now, (void)patience, (void)at_start;
    *changed = 0;
    return answer(e);
}

static int by_call(const void *a, const void *b)
{
    const struct ticket_row *x = a, *y = b;
    bool later = x->ticket.alerted_at.ms != y->ticket.alerted_at.ms ? x->ticket.alerted_at.ms > y->ticket.alerted_at.ms
                                                                    : x->ticket.id > y->ticket.id;
    return later ? 1 : -1;
}

static enum code tickets_due(struct store *s, struct tenant_id tenant, struct ticket_row *out, size_t most, size_t *count,
                             struct wall now, struct duration pause, uint64_t alerts_below, struct error *e)
{
    (void)s;
    *count = 0;
    qsort(book.tickets, book.count, sizeof book.tickets[0], by_call);
    for (size_t i = 0; i < book.count && *count < most; i++) {
        const struct ticket_row *r = &book.tickets[i];
        int64_t due_ms = r->ticket.alerted_at.ms + (int64_t)(pause.ns / 1000000);
        if (r->tenant.n == tenant.n && due_ms <= now.ms && r->ticket.alerts < alerts_below)
            out[(*count)++] = *r;
    }
    return answer(e);
}

static enum code ticket_move(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                             struct error *e)
{
    (void)s, (void)to;
    for (size_t i = 0; i < book.count; i++)
        if (book.tickets[i].ticket.id == ticket) {
            book.tickets[i].ticket.alerts += alerted;
            book.tickets[i].ticket.alerted_at = now;
        }
    return answer(e);
}

static struct instant clock_now(struct clock *c)
{
    (void)c;
    return (struct instant){clock_ms * 1000000};
}

static struct wall clock_wall(struct clock *c)
{
    (void)c;
    return (struct wall){noon.ms + (int64_t)clock_ms};
}

static void rings(struct alert *a, enum alert_level level, struct slice what, struct slice text)
{
    (void)a, (void)level, (void)text;
    bell.calls += slice_eq(what, SLICE("ticket.waiting"));
    bell.away += slice_eq(what, SLICE("store.away"));
}

static void begin(void)
{
    static const struct store_ops store_ops = {.name = "book",
                                               .claim = claim,
                                               .release = release,
                                               .reload = reload,
                                               .mark = mark,
                                               .send_began = send_began,
                                               .sends_recover = sends_recover,
                                               .tickets_due = tickets_due,
                                               .ticket_move = ticket_move};
    static const struct clock_ops clock_ops = {clock_now, clock_wall};
    static const struct alert_ops alert_ops = {rings};
    static const struct named_model models[] = {{"script", NULL}};
    static struct runtime_tenant served[TENANTS];
    static struct clock clock = {&clock_ops};
    static struct brain brain;
    struct error e;
    memset(&book, 0, sizeof book);
    memset(&bell, 0, sizeof bell);
    book.base.ops = &store_ops;
    bell.base.ops = &alert_ops;
    clock_ms = 1000;
    for (size_t i = 0; i < TENANTS; i++) {
        tenants[i] = (struct tenant){.ticket_realert = DURATION_S(i == 0 ? 900 : 3600),
                                     .ticket_alerts_max = 8,
                                     .coalesce_gap = DURATION_S(600),
                                     .coalesce_longest = DURATION_S(600),
                                     .deadline_turn = DURATION_S(600)};
        rules[i] = (struct rules){.tenant = &tenants[i], .brain = &brain};
        served[i] = (struct runtime_tenant){.id = {i + 1}, .rules = &rules[i]};
    }
    runtime = runtime_create(&(struct runtime_setup){.store = &book.base,
                                                     .clock = &clock,
                                                     .alert = &bell.base,
                                                     .models = models,
                                                     .model_count = 1,
                                                     .tenants = served,
                                                     .tenant_count = TENANTS,
                                                     .lease = DURATION_S(60),
                                                     .unknown_patience = DURATION_S(900),
                                                     .turns_max = 4},
                             &e);
    cr_assert_not_null(runtime, "%s", e.text);
}

static void tear_down(void)
{
    runtime_destroy(runtime);
}
TestSuite(people, .init = begin, .fini = tear_down);

static void a_ticket(uint64_t tenant, int64_t called_before_ms, uint32_t alerts)
{
    struct ticket t = {book.count + 1, TICKET_WANTS_HUMAN, TICKET_OPEN, noon, {noon.ms - called_before_ms}, alerts};
    book.tickets[book.count++] = (struct ticket_row){.ticket = t, .tenant = {tenant}};
}

/* As a lane does it: at the time that the pump named, a second later at the latest. Answers how often. */
static unsigned seconds_pass(uint64_t seconds, bool news)
{
    unsigned pumps = 0;
    for (uint64_t end = clock_ms + 1000 * seconds; clock_ms < end && pumps < 1000000; pumps++) {
        if (news)
            runtime_news(runtime);
        uint64_t next = runtime_pump(runtime).ns / 1000000;
        clock_ms = next > clock_ms + 1000 ? clock_ms + 1000 : next > clock_ms ? next : clock_ms;
    }
    return pumps;
}

/* The store says when to look again only when nothing waits. */
Test(people, all_conversations_that_wait_are_claimed_in_one_pump)
{
    book.works = 3;
    (void)runtime_pump(runtime);
    cr_assert_eq(book.works, 0);
    cr_assert_eq(book.released, 3);
}

/* The one place before it is free, and what would take it is refused: the turn behind it has its time all the same. */
Test(people, a_turn_is_served_while_claims_are_refused)
{
    book.works = 1;
    book.served = 1;
    seconds_pass(5, true);
    cr_assert_eq(book.released, 1);
    cr_assert_eq(book.marks, 1, "its message was not read: %u", book.marks);
}

/* It may be what stops the process, and nobody would know. */
Test(people, what_cannot_be_marked_is_not_read)
{
    enum code codes[] = {CONFLICT, UNAVAILABLE};
    for (unsigned i = 0; i < COUNT_OF(codes); i++) {
        book.served = 2;
        book.says = OK;
        book.marked = codes[i];
        book.marks = book.unmarked = 0;
        seconds_pass(5, true);
        cr_assert_geq(book.marks, 1);
        cr_assert_eq(book.unmarked, 0, "%s", code_name(codes[i]));
    }
}

/* Nothing waits and nobody writes, so nothing would be asked for: what looks for doubts by the minute notices it. */
Test(people, that_the_store_is_away_is_heard_within_a_minute_when_nothing_waits)
{
    seconds_pass(2, false);
    book.says = UNAVAILABLE;
    seconds_pass(61, false);
    cr_assert_eq(bell.away, 1);
    seconds_pass(120, false);
    cr_assert_eq(bell.away, 1, "once: %u", bell.away);
    book.says = OK;
    seconds_pass(5, false);
    book.says = UNAVAILABLE;
    seconds_pass(61, false);
    cr_assert_eq(bell.away, 2, "and again when it was back");
}

Test(people, tickets_that_have_called_enough_do_not_stand_in_the_way_of_others)
{
    for (size_t i = 0; i < 40; i++)
        a_ticket(1, 86400000, 8); /* nobody has taken them, and they call no more */
    a_ticket(1, 3600000, 1);
    seconds_pass(10, false);
    cr_assert_eq(bell.calls, 1);
    seconds_pass(4 * 900, false);
    cr_assert_eq(bell.calls, 5, "and again every quarter of an hour: %u calls", bell.calls);
}

Test(people, all_tickets_that_are_due_call_within_seconds_however_many_there_are)
{
    for (size_t i = 0; i < 50; i++)
        a_ticket(1, 3600000, 1);
    seconds_pass(10, false);
    cr_assert_eq(bell.calls, 50);
}

Test(people, each_tenant_calls_by_its_own_pause)
{
    a_ticket(1, 0, 1);
    a_ticket(2, 0, 1);
    seconds_pass(3500, false);
    cr_assert_eq(bell.calls, 3, "the first tenant's ticket, every 15 minutes: %u calls", bell.calls);
    seconds_pass(1100, false);
    cr_assert(book.tickets[0].ticket.alerts == 2 || book.tickets[1].ticket.alerts == 2, "the second one's after an hour");
}

/* A call that finds the store away costs next to nothing on a full disk, and seconds of waiting behind a lock: few of either. */
Test(people, asks_a_store_that_is_away_a_few_times_a_second)
{
    book.says = UNAVAILABLE;
    unsigned pumps = seconds_pass(60, true);
    cr_assert_leq(pumps, 130, "%u pumps in a minute", pumps);
    cr_assert_leq(book.calls, 400, "%zu calls in a minute", book.calls);
    cr_assert_eq(bell.away, 1, "somebody hears of it, once");
}
