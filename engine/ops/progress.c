#include <parley/progress.h>
#include <parley/system.h>

static uint64_t now_ns(void)
{
    struct clock *c = system_clock();
    return c->ops->now(c).ns;
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
    *p = (struct progress){.to = show ? stderr : NULL, .what = what, .total = total, .began_ns = now_ns()};
}

void progress_step(struct progress *p, uint64_t done, uint64_t failed)
{
    p->done = done;
    p->failed = failed;
    if (p->to == NULL)
        return;
    uint64_t now = now_ns();
    if (now - p->drawn_ns < UINT64_C(100000000) && done < p->total)
        return;
    p->drawn_ns = now;
    draw(p);
}

void progress_end(struct progress *p)
{
    if (p->to != NULL) {
        fputs("\r\x1b[K", p->to);
        fflush(p->to);
    }
    p->to = NULL;
}
