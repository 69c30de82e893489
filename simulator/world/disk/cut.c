/* What becomes durable, and what is left when the power goes or a process dies. */
#include "inside.h"

#include <parley/must.h>

/* Remembers what the write replaces, for stale reads. */
void make_durable(struct inode *i, const struct pending *p)
{
    if (p->is_length) {
        image_cut(&i->durable, p->offset);
        return;
    }
    if (p->offset < i->durable.len) {
        size_t size = i->durable.len - p->offset < p->size ? i->durable.len - (size_t)p->offset : p->size;
        image_put(&i->older, p->offset, i->durable.at + p->offset, size);
    }
    image_put(&i->durable, p->offset, i->log.at + p->bytes, p->size);
}

void all_durable(struct inode *i)
{
    for (size_t n = 0; n < i->pending_count; n++)
        make_durable(i, &i->pending[n]);
    i->pending_count = 0;
    i->log.len = 0;
}

/* A sector that was being written and whose neighbours are not safe: whatever was there, now it is junk. */
static void spoil(const struct disk *d, struct inode *i, uint64_t sector, uint64_t number)
{
    uint64_t from = sector * DISK_SECTOR;
    for (uint64_t at = from; at < from + DISK_SECTOR && at < i->durable.len; at++)
        i->durable.at[at] = (uint8_t)roll(d, DISK_DICE_JUNK, number, at);
}

/* A sector of the write arrives or not, and each by itself. */
static void tear(const struct disk *d, struct inode *i, const struct pending *p)
{
    uint64_t end = p->offset + p->size;
    for (uint64_t at = p->offset; at < end;) {
        uint64_t sector = at / DISK_SECTOR, next = (sector + 1) * DISK_SECTOR;
        uint64_t n = roll(d, DISK_DICE_SECTOR, p->number, sector);
        if (next > end)
            next = end;
        if (n % 2 == 0)
            image_put(&i->durable, at, i->log.at + p->bytes + (at - p->offset), (size_t)(next - at));
        else if (d->setup.damages_neighbours && n / 2 % 2 == 0)
            spoil(d, i, sector, p->number);
        at = next;
    }
}

/* A byte ends up with one of the values it had since the last sync: which of several writes to it came last to the disk does not
 * matter beyond that, so keeping a subset in the order of writing reaches every outcome that reordering reaches. */
static void survive(struct disk *d, struct inode *i)
{
    for (size_t n = 0; n < i->pending_count; n++) {
        const struct pending *p = &i->pending[n];
        switch (roll(d, DISK_DICE_FATE, p->number, 0) % 4) {
        case 0:
            make_durable(i, p);
            d->counts.kept++;
            break;
        case 1: d->counts.dropped++; break;
        case 2:
            if (!p->is_length)
                tear(d, i, p);
            d->counts.torn++;
            break;
        default:
            if (!p->is_length && p->offset + p->size > i->durable.len)
                image_cut(&i->durable, p->offset + p->size);
            d->counts.length_only++;
            break;
        }
    }
    i->pending_count = 0;
    i->log.len = 0;
    d->counts.bytes -= i->now.len;
    image_copy(&i->now, &i->durable);
    d->counts.bytes += i->now.len;
}

/* -- handles that lose their file -----------------------------------------------------------------------------------------------
 */

void handle_unlink(struct handle *h)
{
    struct handle **at = &h->inode->handles;
    while (*at != h)
        at = &(*at)->next;
    *at = h->next;
    h->inode = NULL;
    h->lock = SQLITE_LOCK_NONE;
    h->shared_locks = h->exclusive_locks = 0;
}

static void lose_handles(struct disk *d, const struct node *only)
{
    for (struct inode *i = d->inodes; i != NULL; i = i->next) {
        bool lost = false;
        for (struct handle *h = i->handles, *next; h != NULL; h = next) {
            next = h->next;
            if (only != NULL && h->node != only)
                continue;
            h->node->stale++;
            handle_unlink(h);
            lost = true;
        }
        if (lost)
            shared_lost(i);
    }
}

void disk_power_cut(struct disk *d)
{
    d->counts.cuts++;
    for (size_t i = 0; i < DISK_NODES_MAX; i++)
        d->nodes[i].deaths += d->nodes[i].registered;
    lose_handles(d, NULL);
    for (size_t i = 0; i < d->naming_count; i++)
        if (roll(d, DISK_DICE_FATE, d->namings[i].number, 1) % 2 == 0)
            d->namings[i].entry->durable = d->namings[i].inode;
    d->naming_count = 0;
    for (struct inode *i = d->inodes; i != NULL; i = i->next) {
        survive(d, i);
        i->failed_syncs = 0;
    }
    for (struct entry *e = d->entries; e != NULL; e = e->next)
        e->now = e->durable;
    sweep_inodes(d);
}

void disk_process_dies(struct disk *d, uint32_t node)
{
    must(node < DISK_NODES_MAX);
    d->nodes[node].deaths++;
    lose_handles(d, &d->nodes[node]);
    sweep_inodes(d);
}
