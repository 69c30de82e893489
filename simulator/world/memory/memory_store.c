#include "data.h"

#include <stdlib.h>
#include <string.h>

/* -- tenants ------------------------------------------------------------------------------------------------------------- */

enum code memory_tenant(struct row_tenant **out, struct memory_data *m, struct tenant_id id, struct error *e)
{
    if (id.n == 0 || id.n > m->tenants.count)
        return fail(e, NOT_FOUND, "there is no tenant %llu", (unsigned long long)id.n);
    *out = memory_tenant_row(m, id.n);
    return OK;
}

static enum code tenant_put(struct store *s, struct tenant_id *out, struct slice name, const struct audit_key *key,
                            struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    (void)e;
    for (size_t i = 0; i < m->tenants.count; i++)
        if (slice_eq(memory_tenant_row(m, i + 1)->record.name, name)) {
            *out = memory_tenant_row(m, i + 1)->record.id;
            return OK;
        }
    struct row_tenant *t = ARENA_NEW(&m->arena, struct row_tenant);
    memory_rows_add(m, &m->tenants, t);
    t->record = (struct tenant_record){{m->tenants.count}, memory_keep(m, name)};
    t->switches = 1;
    if (key != NULL)
        t->key = *key;
    else
        m->entropy->ops->fill(m->entropy, t->key.bytes, sizeof t->key.bytes);
    *out = t->record.id;
    return OK;
}

static enum code tenants(struct store *s, struct tenant_record *out, size_t most, size_t *count, struct arena *a, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    (void)e;
    *count = 0;
    for (size_t i = 0; i < m->tenants.count && *count < most; i++)
        out[(*count)++] = (struct tenant_record){memory_tenant_row(m, i + 1)->record.id,
                                                 arena_copy(a, memory_tenant_row(m, i + 1)->record.name)};
    return OK;
}

/* -- the data and the handles on it ----------------------------------------------------------------------------------------- */

struct memory_data *memory_data_create(struct entropy *entropy)
{
    struct memory_data *m = calloc(1, sizeof *m);
    must(m != NULL);
    m->entropy = entropy;
    arena_init(&m->arena, (size_t)4 << 30);
    arena_init(&m->scratch, ARENA_TURN_MAX);
    return m;
}

void memory_data_destroy(struct memory_data *m)
{
    if (m == NULL)
        return;
    must(m->handles == 0);
    for (size_t i = 0; i < m->tenants.count; i++) {
        struct row_tenant *t = memory_tenant_row(m, i + 1);
        memory_queue_finish(&t->sends_ready);
        memory_queue_finish(&t->sends_later);
        memory_queue_finish(&t->sending);
        memory_queue_finish(&t->unknown);
        memory_queue_finish(&t->alarms);
    }
    memory_queue_finish(&m->ready);
    memory_queue_finish(&m->later);
    memory_index_finish(&m->addresses);
    memory_index_finish(&m->keys);
    memory_index_finish(&m->silence);
    memory_seen_finish(&m->inbound);
    memory_seen_finish(&m->openings);
    arena_finish(&m->arena);
    arena_finish(&m->scratch);
    free(m);
}

size_t memory_data_size(const struct memory_data *m)
{
    size_t slots = m->addresses.room + m->keys.room + m->silence.room, keys = m->inbound.room + m->openings.room;
    return m->arena.used + slots * sizeof(struct index_slot) + keys * sizeof(uint64_t) +
           (m->ready.room + m->later.room) * sizeof(struct queue_slot);
}

static void close_store(struct store *s)
{
    struct memory_store *h = (struct memory_store *)(void *)s;
    h->data->handles--;
    if (h->owns_data)
        memory_data_destroy(h->data);
    free(h);
}

struct store *memory_store_open(struct memory_data *m)
{
    static const struct store_ops ops = {.name = "memory",
                                         .tenant_put = tenant_put,
                                         .tenants = tenants,
                                         .accept = memory_accept,
                                         .open = memory_open,
                                         .claim = memory_claim,
                                         .reload = memory_reload,
                                         .mark = memory_mark,
                                         .release = memory_release,
                                         .commit = memory_commit,
                                         .send_began = memory_send_began,
                                         .send_ended = memory_send_ended,
                                         .sends_recover = memory_sends_recover,
                                         .send_find = memory_send_find,
                                         .tickets_due = memory_tickets_due,
                                         .ticket_move = memory_ticket_move,
                                         .hold = memory_hold,
                                         .kill = memory_kill,
                                         .consent = memory_consent,
                                         .contact_find = memory_contact_find,
                                         .erase = memory_erase,
                                         .audit_each = memory_audit_each,
                                         .audit_head = memory_audit_head,
                                         .contact_key = memory_contact_key,
                                         .messages_each = memory_messages_each,
                                         .contact_view = memory_contact_view,
                                         .count = memory_count,
                                         .close = close_store};
    struct memory_store *h = calloc(1, sizeof *h);
    must(h != NULL);
    *h = (struct memory_store){.base = {&ops}, .data = m, .owner = ++m->next_owner};
    m->handles++;
    return &h->base;
}

struct store *memory_store_create(struct entropy *entropy)
{
    struct store *s = memory_store_open(memory_data_create(entropy));
    ((struct memory_store *)(void *)s)->owns_data = true;
    return s;
}
