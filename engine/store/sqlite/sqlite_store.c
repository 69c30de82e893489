#include "parts.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { SCRATCH_MAX = 256 << 20, HANDLE_MAX = 64 << 20 };

static void close_store(struct store *store)
{
    struct sqlite_store *s = self_of(store);
    for (size_t i = 0; i < s->tenant_count; i++) {
        db_close(&s->tenants[i]->db);
        bytes_wipe(s->tenants[i]->key.bytes, AUDIT_KEY_SIZE);
        free(s->tenants[i]);
    }
    free(s->tenants);
    db_close(&s->shared);
    arena_finish(&s->arena);
    arena_finish(&s->scratch);
    bytes_wipe(&s->master, sizeof s->master);
    free(s);
}

static enum code prepare(struct sqlite_store *s, const struct sqlite_store_setup *setup, struct error *e)
{
    if (setup->directory.len == 0 || setup->directory.len >= sizeof s->directory)
        return fail(e, BAD_INPUT, "a store needs a directory whose name has 1 to %zu bytes", sizeof s->directory - 1);
    snprintf(s->directory, sizeof s->directory, SLICE_FMT, SLICE_ARG(setup->directory));
    if (setup->vfs != NULL) {
        s->has_vfs = true;
        snprintf(s->vfs, sizeof s->vfs, "%s", setup->vfs);
    } else if (!setup->read_only && mkdir(s->directory, 0700) != 0 && errno != EEXIST)
        return fail(e, IO_FAILED, "could not make the store's directory %s: %s", s->directory, strerror(errno));
    s->entropy->ops->fill(s->entropy, &s->owner, sizeof s->owner);
    s->owner >>= 1; /* SQLite's numbers are signed */
    return registry_open(s, e);
}

void sqlite_store_once(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* refused when SQLite is in use already: then it goes on counting */
}

struct store *sqlite_store_open(const struct sqlite_store_setup *setup, struct error *e)
{
    static const struct store_ops ops = {"sqlite",
                                         tenant_put,
                                         tenants,
                                         store_accept,
                                         store_open,
                                         store_claim,
                                         store_reload,
                                         store_mark,
                                         store_release,
                                         store_commit,
                                         store_send_began,
                                         store_send_ended,
                                         store_sends_recover,
                                         store_send_find,
                                         store_tickets_due,
                                         store_ticket_move,
                                         store_hold,
                                         store_kill,
                                         store_consent,
                                         store_contact_find,
                                         store_erase,
                                         store_audit_each,
                                         store_audit_head,
                                         store_contact_key,
                                         store_messages_each,
                                         store_contact_view,
                                         store_count,
                                         close_store};
    struct sqlite_store *s = calloc(1, sizeof *s);
    must(s != NULL);
    s->base.ops = &ops;
    s->entropy = setup->entropy;
    s->master = setup->master;
    s->read_only = setup->read_only;
    s->busy = setup->busy.ns != 0 ? setup->busy : DURATION_S(5);
    arena_init(&s->arena, HANDLE_MAX);
    arena_init(&s->scratch, SCRATCH_MAX);
    if (prepare(s, setup, e) != OK) {
        close_store(&s->base);
        return NULL;
    }
    return &s->base;
}
