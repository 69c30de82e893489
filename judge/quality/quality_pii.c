/* Personal data: {"id", "text", "spans": [{"start", "end", "type"}]}, offsets in code points. A span counts when its type is
 * right and it overlaps by half. */
#include "quality.h"

#include <parley/pii.h>
#include <parley/size.h>

enum { ROWS_MAX = 8192 };

static bool is_free_text(struct slice type)
{
    return slice_eq(type, SLICE("name")) || slice_eq(type, SLICE("address"));
}

static bool overlaps(uint64_t start, uint64_t end, uint64_t other_start, uint64_t other_end)
{
    uint64_t low = start > other_start ? start : other_start, high = end < other_end ? end : other_end;
    uint64_t longer = end - start > other_end - other_start ? end - start : other_end - other_start;
    return high > low && (high - low) * 2 >= longer;
}

static struct outcome_counts compare(const struct pii_result *found, struct slice text, const struct json *spans, bool free_text)
{
    struct outcome_counts c = {0, 0, 0};
    for (const struct json *s = spans ? spans->child : NULL; s != NULL; s = s->next) {
        struct slice type = json_text(json_get(s, "type"));
        if (is_free_text(type) != free_text)
            continue;
        c.marked++;
        for (size_t i = 0; i < found->count; i++)
            if (slice_eq(type, slice_from(pii_type_name(found->spans[i].type))) &&
                overlaps(json_u64(json_get(s, "start")), json_u64(json_get(s, "end")),
                         text_point_of_byte(text, found->spans[i].span.start),
                         text_point_of_byte(text, found->spans[i].span.end))) {
                c.both++;
                break;
            }
    }
    for (size_t i = 0; i < found->count; i++)
        c.found += is_free_text(slice_from(pii_type_name(found->spans[i].type))) == free_text;
    return c;
}

static void measure(const char *directory, const char *name, const char *structured_name, const char *named_name)
{
    static struct outcome_counts structured[ROWS_MAX], named[ROWS_MAX];
    struct arena a, scratch;
    struct set_file set;
    size_t count = 0;
    arena_init(&a, (size_t)1 << 28);
    arena_init(&scratch, (size_t)1 << 26);
    bool open = set_open(&set, &a, directory, name);
    for (const struct json *j; open && count < ROWS_MAX && (j = set_next(&set)) != NULL; count++) {
        struct text t;
        struct pii_result r = {0};
        struct slice text = json_text(json_get(j, "text"));
        if (text_read(&t, &scratch, text, NULL) == OK)
            pii_find(&r, &scratch, &t);
        structured[count] = compare(&r, text, json_get(j, "spans"), false);
        named[count] = compare(&r, text, json_get(j, "spans"), true);
        arena_reset(&scratch);
    }
    if (count > 0) {
        quality_f1(structured_name, structured, count, 970000);
        quality_f1(named_name, named, count, 0);
    }
    arena_finish(&scratch);
    arena_finish(&a);
}

void quality_pii(const char *directory)
{
    measure(directory, "pii.jsonl", "personal data, structured: F1", "personal data, names and addresses: F1");
    measure(directory, "pii-second.jsonl", "personal data, second set, structured: F1",
            "personal data, second set, names and addresses: F1");
}
