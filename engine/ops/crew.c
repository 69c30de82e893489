#include <parley/crew.h>

#include <parley/must.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum slot_state { SLOT_FREE, SLOT_RUNNING, SLOT_DONE };

struct slot {
    enum slot_state state;
    struct arena arena;
    void *result;
};

struct shift {
    const struct crew *crew;
    pthread_mutex_t lock; /* guards everything below; no work is done with it */
    pthread_cond_t freed, done;
    uint64_t next; /* job that nobody has begun */
    bool stopped;
    size_t slot_count;
    struct slot *slots; /* job n is in slot n % slot_count */
};

static bool begin_job(struct shift *s, uint64_t *number)
{
    pthread_mutex_lock(&s->lock);
    while (!s->stopped && s->next < s->crew->end && s->slots[s->next % s->slot_count].state != SLOT_FREE)
        pthread_cond_wait(&s->freed, &s->lock);
    bool begun = !s->stopped && s->next < s->crew->end;
    if (begun) {
        *number = s->next++;
        s->slots[*number % s->slot_count].state = SLOT_RUNNING;
    }
    pthread_mutex_unlock(&s->lock);
    return begun;
}

static void *work(void *context)
{
    struct shift *s = context;
    uint64_t number;
    while (begin_job(s, &number)) {
        struct slot *slot = &s->slots[number % s->slot_count];
        void *result = s->crew->work(s->crew->context, &slot->arena, number);
        pthread_mutex_lock(&s->lock);
        slot->result = result;
        slot->state = SLOT_DONE;
        pthread_cond_signal(&s->done);
        pthread_mutex_unlock(&s->lock);
    }
    return NULL;
}

static bool take_all(struct shift *s)
{
    for (uint64_t number = s->crew->first; number < s->crew->end; number++) {
        struct slot *slot = &s->slots[number % s->slot_count];
        pthread_mutex_lock(&s->lock);
        while (slot->state != SLOT_DONE)
            pthread_cond_wait(&s->done, &s->lock);
        pthread_mutex_unlock(&s->lock);
        bool more = s->crew->take(s->crew->context, &slot->arena, number, slot->result);
        arena_reset(&slot->arena);
        pthread_mutex_lock(&s->lock);
        slot->state = SLOT_FREE;
        s->stopped = !more;
        pthread_cond_broadcast(&s->freed);
        pthread_mutex_unlock(&s->lock);
        if (!more)
            return number + 1 == s->crew->end;
    }
    return true;
}

static unsigned workers_of(const struct crew *c)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t wanted = c->workers ? c->workers : processors > 0 ? (uint64_t)processors : 1, jobs = c->end - c->first;
    wanted = wanted > CREW_MAX ? CREW_MAX : wanted;
    return (unsigned)(wanted > jobs ? jobs : wanted);
}

bool crew_run(const struct crew *c)
{
    pthread_t threads[CREW_MAX];
    sigset_t every, before;
    if (c->first >= c->end)
        return true;
    unsigned workers = workers_of(c), begun = 0;
    struct shift s = {.crew = c, .next = c->first, .slot_count = (size_t)workers * CREW_AHEAD};
    s.slots = calloc(s.slot_count, sizeof *s.slots);
    must(s.slots != NULL);
    must(pthread_mutex_init(&s.lock, NULL) == 0);
    must(pthread_cond_init(&s.freed, NULL) == 0);
    must(pthread_cond_init(&s.done, NULL) == 0);
    for (size_t i = 0; i < s.slot_count; i++)
        arena_init(&s.slots[i].arena, c->arena_max);
    sigfillset(&every); /* signals stay with the caller */
    pthread_sigmask(SIG_SETMASK, &every, &before);
    while (begun < workers && pthread_create(&threads[begun], NULL, work, &s) == 0)
        begun++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    must(begun > 0);
    bool all = take_all(&s);
    for (unsigned i = 0; i < begun; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < s.slot_count; i++)
        arena_finish(&s.slots[i].arena);
    pthread_cond_destroy(&s.done);
    pthread_cond_destroy(&s.freed);
    pthread_mutex_destroy(&s.lock);
    free(s.slots);
    return all;
}
