#include "mailbox.h"

#include <pthread.h>
#include <stdlib.h>

enum { MAIL_MAX = 64 << 20, EVENTS_MAX = 65536 };

struct letters {
    struct arena arena;
    ARRAY_OF(struct api_event) events;
};

struct mailbox {
    pthread_mutex_t lock; /* guards what is below; nothing else is held with it */
    struct letters two[2];
    unsigned open; /* lanes write into this one */
};

struct mailbox *mailbox_create(void)
{
    struct mailbox *m = calloc(1, sizeof *m);
    must(m != NULL && pthread_mutex_init(&m->lock, NULL) == 0);
    for (size_t i = 0; i < 2; i++)
        arena_init(&m->two[i].arena, MAIL_MAX);
    return m;
}

void mailbox_destroy(struct mailbox *m)
{
    if (m == NULL)
        return;
    for (size_t i = 0; i < 2; i++)
        arena_finish(&m->two[i].arena);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

static struct private_slice keep(struct arena *a, struct private_slice p)
{
    return private_hide(arena_copy(a, private_reveal(p, REVEAL_CHANNEL)));
}

bool mailbox_put(struct mailbox *m, const struct api_event *e)
{
    pthread_mutex_lock(&m->lock);
    struct letters *l = &m->two[m->open];
    bool first = l->events.count == 0;
    size_t size = private_reveal(e->text, REVEAL_CHANNEL).len + private_reveal(e->address, REVEAL_CHANNEL).len + e->reason.len;
    if (l->events.count < EVENTS_MAX && l->arena.used + size < MAIL_MAX / 2) {
        struct api_event *kept = ARRAY_ADD(&l->arena, &l->events);
        *kept = *e;
        kept->address = keep(&l->arena, e->address);
        kept->text = keep(&l->arena, e->text);
        kept->reason = arena_copy(&l->arena, e->reason);
    }
    pthread_mutex_unlock(&m->lock);
    return first;
}

void mailbox_empty(struct mailbox *m, void (*hear)(void *context, const struct api_event *e), void *context)
{
    pthread_mutex_lock(&m->lock);
    struct letters *l = &m->two[m->open];
    m->open = 1 - m->open;
    pthread_mutex_unlock(&m->lock);
    for (size_t i = 0; i < l->events.count; i++)
        hear(context, &l->events.at[i]);
    l->events.at = NULL;
    l->events.count = l->events.room = 0;
    arena_reset(&l->arena);
}
