#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE

#include <parley/must.h>
#include <parley/system.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static struct instant clock_now(struct clock *c)
{
    (void)c;
    struct timespec t;
    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (struct instant){(uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec};
}

static struct wall clock_wall(struct clock *c)
{
    (void)c;
    struct timespec t;
    must(clock_gettime(CLOCK_REALTIME, &t) == 0);
    return (struct wall){(int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000};
}

struct clock *system_clock(void)
{
    static const struct clock_ops ops = {clock_now, clock_wall};
    static struct clock clock = {&ops};
    return &clock;
}

static void entropy_fill(struct entropy *r, void *at, size_t size)
{
    (void)r;
    unsigned char *to = at;
    while (size > 0) {
        ssize_t n = getrandom(to, size, 0);
        if (n < 0 && errno == EINTR)
            continue;
        must(n > 0);
        to += n;
        size -= (size_t)n;
    }
}

struct entropy *system_entropy(void)
{
    static const struct entropy_ops ops = {entropy_fill};
    static struct entropy entropy = {&ops};
    return &entropy;
}

static void alert_raise(struct alert *a, enum alert_level level, struct slice what, struct slice text)
{
    (void)a;
    static const char *const names[] = {"info", "warn", "page"};
    fprintf(stderr, "alert %s " SLICE_FMT ": " SLICE_FMT "\n", names[level], SLICE_ARG(what), SLICE_ARG(text));
}

struct alert *system_alert(void)
{
    static const struct alert_ops ops = {alert_raise};
    static struct alert alert = {&ops};
    return &alert;
}

static void note_line(struct notebook *n, struct slice line)
{
    (void)n;
    if (getenv("PARLEY_DEBUG") != NULL)
        fprintf(stderr, SLICE_FMT "\n", SLICE_ARG(line));
}

struct notebook *system_notebook(void)
{
    static const struct notebook_ops ops = {note_line};
    static struct notebook notebook = {&ops};
    return &notebook;
}

static volatile sig_atomic_t stop_asked;

static void on_signal(int number)
{
    (void)number;
    stop_asked = 1;
}

void interrupts_watch(void)
{
    struct sigaction act = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}; /* a second Ctrl-C ends at once */
    sigemptyset(&act.sa_mask);
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
}

bool interrupted(void)
{
    return stop_asked != 0;
}
