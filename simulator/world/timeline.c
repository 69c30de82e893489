#include <parley/timeline.h>

#include <parley/must.h>
#include <stdlib.h>

static bool before(const struct moment *a, const struct moment *b)
{
    return a->at_ns != b->at_ns ? a->at_ns < b->at_ns : a->sequence < b->sequence;
}

static void swap(struct moment *a, struct moment *b)
{
    struct moment c = *a;
    *a = *b;
    *b = c;
}

void timeline_plan(struct timeline *t, uint64_t at_ns, moment_call *call, void *context, uint64_t what)
{
    if (t->count == t->room) {
        t->room = t->room ? t->room * 2 : 64;
        t->heap = realloc(t->heap, t->room * sizeof *t->heap);
        must(t->heap != NULL);
    }
    size_t at = t->count++;
    t->heap[at] = (struct moment){at_ns > t->now_ns ? at_ns : t->now_ns, t->sequence++, call, context, what};
    for (; at > 0 && before(&t->heap[at], &t->heap[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&t->heap[at], &t->heap[(at - 1) / 2]);
}

static struct moment take(struct timeline *t)
{
    struct moment top = t->heap[0];
    t->heap[0] = t->heap[--t->count];
    for (size_t at = 0;;) {
        size_t least = at, left = 2 * at + 1, right = left + 1;
        if (left < t->count && before(&t->heap[left], &t->heap[least]))
            least = left;
        if (right < t->count && before(&t->heap[right], &t->heap[least]))
            least = right;
        if (least == at)
            return top;
        swap(&t->heap[at], &t->heap[least]);
        at = least;
    }
}

uint64_t timeline_next_ns(const struct timeline *t)
{
    return t->count > 0 ? t->heap[0].at_ns : UINT64_MAX;
}

bool timeline_step(struct timeline *t, uint64_t until_ns)
{
    if (t->count == 0 || t->heap[0].at_ns > until_ns)
        return false;
    struct moment m = take(t);
    t->now_ns = m.at_ns;
    m.call(m.context, m.what);
    return true;
}

void timeline_clear(struct timeline *t)
{
    t->count = 0;
    t->now_ns = t->sequence = 0;
}

void timeline_finish(struct timeline *t)
{
    free(t->heap);
    *t = (struct timeline){0};
}
