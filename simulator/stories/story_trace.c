#include <parley/story.h>

#include <parley/size.h>

enum { LINES_AROUND = 2, CELLS_MAX = 4 << 20 };

bool story_line_fits(struct slice expected, struct slice happened)
{
    if (slice_ends(expected, SLICE("...")))
        return slice_starts(happened, slice_sub(expected, 0, expected.len - 3));
    return slice_eq(expected, happened);
}

/* What both have, longest first, by the usual table: cell (i, k) is the length of what expected[i..] and happened[k..] share. */
struct table {
    const struct slice *expected, *happened;
    size_t rows, columns;
    uint32_t *cells;
};

static uint32_t cell(const struct table *t, size_t i, size_t k)
{
    return i < t->rows && k < t->columns ? t->cells[i * t->columns + k] : 0;
}

static void fill(struct table *t, struct arena *arena)
{
    t->cells = ARENA_NEW_ARRAY(arena, uint32_t, t->rows * t->columns + 1);
    for (size_t i = t->rows; i-- > 0;)
        for (size_t k = t->columns; k-- > 0;) {
            uint32_t down = cell(t, i + 1, k), right = cell(t, i, k + 1);
            t->cells[i * t->columns + k] = story_line_fits(t->expected[i], t->happened[k]) ? cell(t, i + 1, k + 1) + 1
                                           : down > right                                  ? down
                                                                                           : right;
        }
}

static void put(struct buffer *out, char mark, struct slice line)
{
    buffer_printf(out, "  %c " SLICE_FMT "\n", mark, SLICE_ARG(line));
}

static void put_differences(struct buffer *out, const struct table *t)
{
    size_t i = 0, k = 0;
    while (i < t->rows || k < t->columns) {
        bool same = i < t->rows && k < t->columns && story_line_fits(t->expected[i], t->happened[k]);
        if (same && cell(t, i, k) == cell(t, i + 1, k + 1) + 1) {
            put(out, ' ', t->happened[k]);
            i++;
            k++;
        } else if (k >= t->columns || (i < t->rows && cell(t, i + 1, k) >= cell(t, i, k + 1)))
            put(out, '-', t->expected[i++]);
        else
            put(out, '+', t->happened[k++]);
    }
}

bool story_trace_matches(struct buffer *out, const struct slice_list *expected, const struct slice_list *happened,
                         struct arena *scratch)
{
    size_t first = 0, last = 0, shorter = expected->count < happened->count ? expected->count : happened->count;
    while (first < shorter && story_line_fits(expected->at[first], happened->at[first]))
        first++;
    if (first == expected->count && first == happened->count)
        return true;
    while (last < shorter - first &&
           story_line_fits(expected->at[expected->count - 1 - last], happened->at[happened->count - 1 - last]))
        last++;
    for (size_t i = first > LINES_AROUND ? first - LINES_AROUND : 0; i < first; i++)
        put(out, ' ', happened->at[i]);
    struct table t = {.expected = expected->at + first,
                      .happened = happened->at + first,
                      .rows = expected->count - first - last,
                      .columns = happened->count - first - last};
    if (t.rows > 0 && t.columns > CELLS_MAX / t.rows) { /* too different to be compared: only where it begins */
        t.rows = t.rows > 100 ? 100 : t.rows;
        t.columns = t.columns > 100 ? 100 : t.columns;
    }
    fill(&t, scratch);
    put_differences(out, &t);
    for (size_t i = happened->count - last; i < happened->count && i < happened->count - last + LINES_AROUND; i++)
        put(out, ' ', happened->at[i]);
    return false;
}
