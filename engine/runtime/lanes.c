#include <parley/lanes.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { SLEEP_MS_MAX = 1000 }; /* looks again at least this often: other processes may have brought work */
enum { STOP_S_DEFAULT = 15 }; /* a channel answers in 10 */

enum mode { MODE_RUN, MODE_DRAIN, MODE_STOP };
enum birth { BIRTH_PENDING, BIRTH_FAILED, BIRTH_DONE };

struct lane {
    struct lanes *all;
    size_t number;
    pthread_t thread;
    int news; /* eventfd */
    struct runtime_left left;
};

struct lanes {
    struct lanes_setup setup;
    atomic_int mode;
    atomic_bool failed;
    pthread_mutex_t lock; /* guards births and error; nothing else is held with it */
    pthread_cond_t born;
    enum birth births[LANES_MAX];
    struct error error;
    size_t started;
    struct lane lanes[LANES_MAX];
};

static void tell_birth(struct lane *l, enum birth birth, const struct error *e)
{
    pthread_mutex_lock(&l->all->lock);
    l->all->births[l->number] = birth;
    if (birth == BIRTH_FAILED)
        l->all->error = *e;
    pthread_cond_broadcast(&l->all->born);
    pthread_mutex_unlock(&l->all->lock);
}

static void sleep_until(struct lane *l, struct instant next)
{
    struct instant now = l->all->setup.clock->ops->now(l->all->setup.clock);
    uint64_t ms = next.ns <= now.ns ? 0 : (next.ns - now.ns) / 1000000 + 1;
    if (l->all->setup.rest != NULL) {
        l->all->setup.rest(l->all->setup.context, l->number, l->news, DURATION_MS(ms > SLEEP_MS_MAX ? SLEEP_MS_MAX : ms));
        return;
    }
    struct pollfd p = {.fd = l->news, .events = POLLIN};
    uint64_t count;
    if (poll(&p, 1, ms > SLEEP_MS_MAX ? SLEEP_MS_MAX : (int)ms) > 0)
        (void)!read(l->news, &count, sizeof count);
}

static bool is_over(const struct lane *l, const struct runtime *r)
{
    int mode = atomic_load(&l->all->mode);
    if (mode == MODE_DRAIN && l->all->setup.hurried != NULL && l->all->setup.hurried())
        mode = MODE_STOP;
    return mode == MODE_STOP || (mode == MODE_DRAIN && runtime_is_idle(r));
}

/* Sends on their way end by their channel's deadline, and are written down when the store lets us. */
static void stop(struct lane *l, struct runtime *r)
{
    struct clock *clock = l->all->setup.clock;
    struct duration patience = l->all->setup.stop_patience;
    struct instant end = instant_plus(clock->ops->now(clock), patience.ns > 0 ? patience : DURATION_S(STOP_S_DEFAULT));
    while (!runtime_stop(r) && !instant_reached(clock->ops->now(clock), end))
        sleep_until(l, instant_first(runtime_pump(r), end));
    l->left = runtime_left(r);
}

static void *live(void *context)
{
    struct lane *l = context;
    struct lanes *all = l->all;
    struct error e = {0};
    struct runtime *r = all->setup.open(all->setup.context, l->number, &e);
    tell_birth(l, r == NULL ? BIRTH_FAILED : BIRTH_DONE, &e);
    if (r == NULL)
        return NULL;
    for (;;) {
        runtime_news(r); /* another process may have brought some, too */
        struct instant next = runtime_pump(r);
        if (runtime_store_failed(r))
            atomic_store(&all->failed, true);
        if (is_over(l, r))
            break;
        sleep_until(l, next);
    }
    stop(l, r);
    all->setup.close(all->setup.context, l->number, r);
    return NULL;
}

static enum code begin(struct lanes *all, size_t i, struct error *e)
{
    struct lane *l = &all->lanes[i];
    sigset_t every, before;
    *l = (struct lane){.all = all, .number = i, .news = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (l->news < 0)
        return fail(e, IO_FAILED, "could not start lane %zu: %s", i, strerror(errno));
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &before);
    int rc = pthread_create(&l->thread, NULL, live, l);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc != 0) {
        close(l->news);
        return fail(e, IO_FAILED, "could not start lane %zu: %s", i, strerror(rc));
    }
    all->started++;
    return OK;
}

static struct runtime_left finish(struct lanes *l, enum mode mode)
{
    struct runtime_left left = {0};
    atomic_store(&l->mode, (int)mode);
    lanes_wake(l);
    for (size_t i = 0; i < l->started; i++) {
        pthread_join(l->lanes[i].thread, NULL);
        close(l->lanes[i].news);
        left.turns += l->lanes[i].left.turns;
        left.sends += l->lanes[i].left.sends;
    }
    pthread_cond_destroy(&l->born);
    pthread_mutex_destroy(&l->lock);
    free(l);
    return left;
}

static bool wait_for_births(struct lanes *l, struct error *e)
{
    bool good = true;
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < l->started; i++) {
        while (l->births[i] == BIRTH_PENDING)
            pthread_cond_wait(&l->born, &l->lock);
        good = good && l->births[i] == BIRTH_DONE;
    }
    if (!good && e != NULL)
        *e = l->error;
    pthread_mutex_unlock(&l->lock);
    return good;
}

struct lanes *lanes_start(const struct lanes_setup *setup, struct error *e)
{
    if (setup->count == 0 || setup->count > LANES_MAX) {
        fail(e, BAD_INPUT, "%zu lanes: there are 1 to %d", setup->count, LANES_MAX);
        return NULL;
    }
    struct lanes *l = calloc(1, sizeof *l);
    must(l != NULL);
    l->setup = *setup;
    atomic_init(&l->mode, MODE_RUN);
    must(pthread_mutex_init(&l->lock, NULL) == 0);
    must(pthread_cond_init(&l->born, NULL) == 0);
    enum code code = OK;
    for (size_t i = 0; i < setup->count && code == OK; i++)
        code = begin(l, i, e);
    if (code == OK && wait_for_births(l, e))
        return l;
    (void)finish(l, MODE_STOP);
    return NULL;
}

bool lanes_failed(const struct lanes *l)
{
    return atomic_load(&l->failed);
}

void lanes_wake(struct lanes *l)
{
    uint64_t one = 1;
    for (size_t i = 0; i < l->started; i++)
        (void)!write(l->lanes[i].news, &one, sizeof one);
}

struct runtime_left lanes_drain(struct lanes *l)
{
    return finish(l, MODE_DRAIN);
}

struct runtime_left lanes_stop(struct lanes *l)
{
    return finish(l, MODE_STOP);
}
