/* Any bytes as a story; what can be read can be written, and what was written reads as the same story. */
#include <parley/story.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct slice written(struct arena *a, const struct story *s)
{
    struct buffer b;
    buffer_init(&b, a, (size_t)1 << 22);
    story_write(&b, s);
    return buffer_slice(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    static struct problems problems;
    struct stories first, second;
    struct source_file file = {SLICE("story.yaml"), {(const char *)data, size}};
    if (size > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    problems_init(&problems, &a);
    stories_read(&first, &a, &file, 1, &problems);
    if (problems.count == 0 && first.count == 1) {
        struct slice once = written(&a, &first.at[0]);
        struct source_file again = {SLICE("again.yaml"), once};
        stories_read(&second, &a, &again, 1, &problems);
        must(problems.count == 0);
        must(slice_eq(written(&a, &second.at[0]), once));
    }
    arena_finish(&a);
    return 0;
}
