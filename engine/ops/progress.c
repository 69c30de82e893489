#define _POSIX_C_SOURCE 200809L

#include <parley/progress.h>

#include <parley/system.h>
#include <unistd.h>

static uint64_t now_ns(void)
{
    struct clock *c = system_clock();
    return c->ops->now(c).ns;
}

enum { DRAWN_EVERY_NS = 100000000 };
#define TOLD_EVERY_NS UINT64_C(60000000000)

/* For a log: a line now and then, so that who waits for a long run sees that it lives. */
static void tell(const struct progress *p, uint64_t spent)
{
    fprintf(p->to, "%s: %llu", p->what, (unsigned long long)p->done);
    if (p->total > 0)
        fprintf(p->to, " of %llu", (unsigned long long)p->total);
    fprintf(p->to, ", %llu failed, %llu s", (unsigned long long)p->failed, (unsigned long long)(spent / 1000000000));
    if (p->done > 0 && p->done < p->total)
        fprintf(p->to, ", about %llu s left", (unsigned long long)(spent / p->done * (p->total - p->done) / 1000000000));
    fputc('\n', p->to);
    fflush(p->to);
}

static void draw(struct progress *p)
{
    enum { WIDTH = 24 };
    uint64_t filled = p->total ? p->done * WIDTH / p->total : 0;
    char bar[WIDTH + 1];
    for (unsigned i = 0; i < WIDTH; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[WIDTH] = '\0';
    fprintf(p->to, "\r%s [%s] %llu/%llu", p->what, bar, (unsigned long long)p->done, (unsigned long long)p->total);
    if (p->failed > 0)
        fprintf(p->to, ", %llu failed", (unsigned long long)p->failed);
    uint64_t spent = now_ns() - p->began_ns;
    if (p->done > 0 && p->done < p->total && spent > UINT64_C(3000000000))
        fprintf(p->to, ", about %llu s left",
                (unsigned long long)(spent / p->done * (p->total - p->done) / UINT64_C(1000000000)));
    fputs("\x1b[K", p->to);
    fflush(p->to);
}

void progress_begin(struct progress *p, bool show, const char *what, uint64_t total)
{
    uint64_t now = now_ns();
    bool drawn = isatty(STDERR_FILENO) != 0;
    *p = (struct progress){.to = show ? stderr : NULL,
                           .is_drawn = drawn,
                           .what = what,
                           .total = total,
                           .began_ns = now,
                           .shown_ns = drawn ? 0 : now};
}

void progress_step(struct progress *p, uint64_t done, uint64_t failed)
{
    p->done = done;
    p->failed = failed;
    if (p->to == NULL)
        return;
    uint64_t now = now_ns();
    if (p->is_drawn ? now - p->shown_ns < DRAWN_EVERY_NS && done < p->total : now - p->shown_ns < TOLD_EVERY_NS)
        return;
    p->shown_ns = now;
    if (p->is_drawn)
        draw(p);
    else
        tell(p, now - p->began_ns);
}

void progress_hide(struct progress *p)
{
    if (p->to != NULL && p->is_drawn) {
        fputs("\r\x1b[K", p->to);
        fflush(p->to);
    }
}

void progress_end(struct progress *p)
{
    progress_hide(p);
    p->to = NULL;
}
