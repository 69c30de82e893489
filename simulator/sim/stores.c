#include "sim.h"

#include <parley/disk.h>
#include <parley/memory_store.h>
#include <parley/sqlite_store.h>

/* What is under the nodes: the store in memory, or real SQLite on a simulated disk. Handle 0 is the desk's: people and the ledger
 * look through it, and no fault of a node reaches it; a power cut does, and it is opened again at once. */

static enum disk_fault fault_of(void *context, const struct disk_request *r)
{
    struct simulation *s = context;
    const struct direction *d = s->plan.direction;
    if (r->node == 0 || s->faults.healed)
        return DISK_FINE;
    if (d != NULL)
        return d->disk != NULL ? d->disk(d->context, s, r) : DISK_FINE;
    switch (r->op) {
    case DISK_SYNC:
        if (fault_strikes(&s->faults, FAULT_FSYNC_FAILS, r->node))
            return DISK_SYNC_FAILS;
        return fault_strikes(&s->faults, FAULT_POWER_CUT_IN_SYNC, r->node)
                   ? (fault_size(&s->faults, FAULT_POWER_CUT_IN_SYNC, r->node, 2) ? DISK_CUT_AFTER : DISK_CUT_BEFORE)
                   : DISK_FINE;
    case DISK_WRITE:
        if (fault_strikes(&s->faults, FAULT_WRITE_TORN, r->node))
            return fault_size(&s->faults, FAULT_WRITE_TORN, r->node, 2) ? DISK_TORN : DISK_DIES_DURING;
        return DISK_FINE;
    default: return DISK_FINE;
    }
}

static struct wall wall_of(void *context)
{
    return sim_now(context);
}

static struct store *open_on_disk(struct simulation *s, unsigned handle, struct error *e)
{
    struct sqlite_store_setup setup = {.directory = SLICE("sim"),
                                       .entropy = &s->entropy.base,
                                       .master = {"the simulated master key ......"},
                                       .busy = {1},
                                       .vfs = disk_vfs_name(s->disk, handle)};
    return sqlite_store_open(&setup, e);
}

struct store *stores_open(struct simulation *s, unsigned handle, struct error *e)
{
    return s->disk != NULL ? open_on_disk(s, handle, e) : memory_store_open(s->memory);
}

void stores_begin(struct simulation *s)
{
    struct error e = {0};
    if (s->plan.disk)
        s->disk = disk_create(&(struct disk_setup){.seed = s->plan.seed, .context = s, .fault = fault_of, .wall = wall_of});
    else
        s->memory = memory_data_create(&s->entropy.base);
    s->desk = stores_open(s, 0, &e);
    must(s->desk != NULL);
}

void stores_end(struct simulation *s)
{
    s->desk->ops->close(s->desk);
    if (s->disk != NULL)
        disk_destroy(s->disk);
    memory_data_destroy(s->memory);
}

void stores_process_died(struct simulation *s, unsigned handle)
{
    if (s->disk != NULL)
        disk_process_dies(s->disk, handle);
}

void stores_cut_power(struct simulation *s)
{
    if (s->disk != NULL)
        disk_power_cut(s->disk);
}

/* A sync that failed is told to every handle that was open, and the desk's does not trust its file either from then on. */
void stores_reopen_desk(struct simulation *s)
{
    struct error e = {0};
    if (s->disk == NULL)
        return;
    s->desk->ops->close(s->desk);
    s->desk = stores_open(s, 0, &e);
    if (s->desk == NULL) { /* nothing more can be found out */
        ledger_violated(s->ledger, I3_DURABLE_BEFORE_ACK, "the store cannot be opened any more: %s", e.text);
        s->stands_still = true;
        s->memory = memory_data_create(&s->entropy.base);
        s->desk = memory_store_open(s->memory);
    }
    s->desk_deaths = stores_deaths(s, 0);
}

bool stores_died(const struct simulation *s, unsigned handle, uint64_t seen)
{
    return s->disk != NULL && disk_deaths(s->disk, handle) != seen;
}

uint64_t stores_deaths(const struct simulation *s, unsigned handle)
{
    return s->disk != NULL ? disk_deaths(s->disk, handle) : 0;
}

void stores_fill(struct simulation *s, bool full)
{
    s->full = full;
    ledger_trouble(s->ledger);
    if (s->disk != NULL)
        disk_limit(s->disk, full ? 1 : 0);
}
