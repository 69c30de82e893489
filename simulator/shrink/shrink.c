#include <parley/shrink.h>

static bool may_try(const struct shrink *s)
{
    return s->tries_max == 0 || s->tries < s->tries_max;
}

static bool fails_without(struct shrink *s, size_t *rest, const size_t *part, size_t count, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (i < from || i >= to)
            rest[n++] = part[i];
    s->tries++;
    return s->fails(s->context, rest, n);
}

/* Leaves out stretches of `length`, front to back, wherever that still fails. Answers how many are left. */
static size_t leave_out(struct shrink *s, size_t *rest, size_t *part, size_t count, size_t length)
{
    for (size_t from = 0; from < count && may_try(s);) {
        size_t to = from + length < count ? from + length : count;
        if (!fails_without(s, rest, part, count, from, to)) {
            from = to;
            continue;
        }
        for (size_t i = to; i < count; i++)
            part[i - (to - from)] = part[i];
        count -= to - from;
    }
    return count;
}

size_t shrink_least(struct shrink *s, struct arena *scratch, size_t *part, size_t count)
{
    size_t *rest = ARENA_NEW_ARRAY(scratch, size_t, count + 1);
    size_t length = count;
    while (length > 1 && count > 0 && may_try(s)) {
        count = leave_out(s, rest, part, count, length);
        length = length / 2 < count ? length / 2 : count;
    }
    for (size_t before = count + 1; count > 0 && count < before && may_try(s);) { /* one that could not go may go now */
        before = count;
        count = leave_out(s, rest, part, count, 1);
    }
    return count;
}
