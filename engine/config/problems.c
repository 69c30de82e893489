#include <parley/document.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void problems_init(struct problems *p, struct arena *arena)
{
    *p = (struct problems){.arena = arena};
}

void problem_add(struct problems *p, struct place at, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    if (p->count++ >= PROBLEMS_MAX)
        return;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    p->list[p->count - 1] = (struct problem){at, arena_copy(p->arena, (struct slice){text, len})};
}

static int by_place(const void *a, const void *b)
{
    const struct problem *x = *(const struct problem *const *)a, *y = *(const struct problem *const *)b;
    int file = slice_compare(x->at.file, y->at.file);
    if (file != 0)
        return file;
    if (x->at.line != y->at.line)
        return x->at.line < y->at.line ? -1 : 1;
    if (x->at.col != y->at.col)
        return x->at.col < y->at.col ? -1 : 1;
    return x < y ? -1 : 1; /* the order in which they were found */
}

void problems_print(const struct problems *p, struct buffer *out)
{
    const struct problem *order[PROBLEMS_MAX];
    size_t kept = p->count < PROBLEMS_MAX ? p->count : PROBLEMS_MAX;
    for (size_t i = 0; i < kept; i++)
        order[i] = &p->list[i];
    if (kept > 1)
        qsort(order, kept, sizeof order[0], by_place);
    for (size_t i = 0; i < kept; i++) {
        const struct problem *q = order[i];
        if (q->at.file.len > 0)
            buffer_printf(out, SLICE_FMT ":", SLICE_ARG(q->at.file));
        if (q->at.line > 0)
            buffer_printf(out, "%u:%u:", q->at.line, q->at.col);
        buffer_printf(out, "%s" SLICE_FMT "\n", q->at.file.len > 0 || q->at.line > 0 ? " " : "", SLICE_ARG(q->text));
    }
    if (p->count > kept)
        buffer_printf(out, "and %zu more\n", p->count - kept);
    buffer_printf(out, "%zu problem%s\n", p->count, p->count == 1 ? "" : "s");
}

static size_t distance(struct slice a, struct slice b)
{
    enum { LONGEST = 40 };
    size_t row[LONGEST + 1];
    if (a.len > LONGEST || b.len > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = diagonal + (a.at[i - 1] != b.at[j - 1]);
            diagonal = row[j];
            size_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = change < best ? change : best;
        }
    }
    return row[b.len];
}

const char *nearest_name(struct slice word, const char *const *names)
{
    const char *best = NULL;
    size_t best_distance = word.len / 3 + 2; /* a third of the letters may be wrong */
    for (size_t i = 0; names[i] != NULL; i++) {
        size_t d = distance(word, slice_from(names[i]));
        if (d < best_distance) {
            best_distance = d;
            best = names[i];
        }
    }
    return best;
}
