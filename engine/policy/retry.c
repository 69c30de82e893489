#include <parley/retry.h>

#include <parley/random.h>

enum { WINDOW_MS_DEFAULT = 24 * 60 * 60 * 1000 };

static int64_t pause_ms(const struct retry_facts *f)
{
    int64_t ms = RETRY_PAUSE_MS_MIN;
    for (uint32_t i = 1; i < f->attempts && ms < RETRY_PAUSE_MS_MAX; i++)
        ms *= 2;
    ms = ms < RETRY_PAUSE_MS_MAX ? ms : RETRY_PAUSE_MS_MAX;
    struct random_key key = {random_hash(SLICE("retry")), 0, random_hash(f->key)};
    return ms - (int64_t)random_below(key, f->attempts, (uint64_t)ms / 4 + 1);
}

bool retry_at(struct wall *out, const struct retry_facts *f, struct wall now)
{
    int64_t window_ms = f->window.ns > 0 ? (int64_t)(f->window.ns / 1000000) : WINDOW_MS_DEFAULT;
    out->ms = now.ms + pause_ms(f);
    if (out->ms < f->asked.ms)
        *out = f->asked;
    /* twice as many as the longest pauses need: a window that has a day of them has 144 */
    return f->attempts < RETRY_SLACK + 2 * window_ms / RETRY_PAUSE_MS_MAX && out->ms - f->since.ms < window_ms;
}
