#include "contract_steps.h"
#include "parts.h"
#include "store_place.h"

#include <criterion/criterion.h>
#include <parley/sqlite_store.h>

/* What a lane asks many times a second costs the same beside a year of history as beside a day of it. */

enum { PAST = 300, ROWS_MOST = 40 };

static uint64_t scanned(const struct sqlite_store *s)
{
    uint64_t rows = s->shared.scanned;
    for (size_t i = 0; i < s->tenant_count; i++)
        rows += s->tenants[i]->db.scanned;
    return rows;
}

/* One conversation from its first message to its answer; a person is called in every third. */
static struct conversation_id happens(struct fixture *f, unsigned n)
{
    int64_t ms = 10000 * (int64_t)n;
    const char *who = arena_printf(&f->arena, "+4477009%05u", n).at;
    says(f, arena_printf(&f->arena, "p%u", n).at, who, "hello", ms);
    struct work w = claim(f, ms);
    struct commit c = reply(f, &w, "hi", ms + 1);
    if (n % 3 == 0)
        c.conversation.ticket = (struct ticket){.reason = TICKET_WANTS_HUMAN, .opened_at = at(ms), .alerts = 100};
    GOOD(ON(f->store)->commit(f->store, &c, e));
    struct send s = begin(f, ms + 2);
    send_ends(f, s.key, n % 5 == 0 ? SEND_REFUSED : SEND_ACCEPTED, OK);
    arena_reset(&f->arena);
    return w.snapshot.conversation.id;
}

static bool counts(void *context, struct conversation_id conversation, const struct message *m)
{
    (void)conversation, (void)m;
    ++*(size_t *)context;
    return true;
}

static void looks(struct fixture *f, struct conversation_id conversation, int64_t ms)
{
    struct wall next;
    struct ticket_row row[4];
    size_t count;
    uint64_t changed;
    nothing_to_claim(f, ms, &next);
    nothing_to_send(f, ms, &next);
    GOOD(ON(f->other)->sends_recover(f->other, at(ms), DURATION_S(900), false, &changed, e));
    GOOD(ON(f->other)->tickets_due(f->other, f->tenant, row, 4, &count, at(ms), DURATION_S(0), 8, e));
    count = 0;
    GOOD(ON(f->other)->messages_each(f->other, conversation, counts, &count, &f->arena, e));
    cr_assert_gt(count, 0);
}

Test(store_scans, a_look_at_an_idle_store_reads_nothing_of_its_history)
{
    struct store_place place;
    place_make(&place);
    struct fixture f = {.store = place_open(&place)};
    f.other = f.store;
    arena_init(&f.arena, ARENA_TURN_MAX);
    GOOD(ON(f.store)->tenant_put(f.store, &f.tenant, SLICE("acme"), NULL, e));
    struct conversation_id last = {0};
    for (unsigned n = 0; n < PAST; n++)
        last = happens(&f, n);
    uint64_t before = scanned(self_of(f.store));
    looks(&f, last, 10000 * PAST);
    uint64_t rows = scanned(self_of(f.store)) - before;
    cr_assert_leq(rows, ROWS_MOST, "%llu rows were read without an index", (unsigned long long)rows);

    before = scanned(self_of(f.store));
    (void)happens(&f, PAST + 1);
    rows = scanned(self_of(f.store)) - before;
    cr_assert_leq(rows, ROWS_MOST, "%llu rows were read without an index for one conversation", (unsigned long long)rows);
    arena_finish(&f.arena);
    f.store->ops->close(f.store);
    place_remove(&place);
}
