#include <parley/guardrail.h>
#include <parley/pii.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena forever;
static const struct guardrail *rails;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct slice_list none = {NULL, 0};
    static struct problems problems;
    if (rails == NULL) {
        arena_init(&forever, (size_t)1 << 28);
        problems_init(&problems, &forever);
        rails = guardrail_create(&forever, NULL, &none, &none, &problems);
        must(rails != NULL);
    }
    if (size > 3000)
        return 0;
    struct arena a;
    struct screen s;
    struct text t;
    struct screen_context context = {.language = SLICE("en")};
    arena_init(&a, (size_t)1 << 29);
    struct slice text = text_clean(&a, (struct slice){(const char *)data, size});
    struct said before = {false, slice_sub(text, 0, text_byte_of_point(text, 10))};
    guardrail_screen_in(&s, &a, rails, text, &before, 1);
    for (size_t i = 0; i < s.signal_count; i++)
        must(s.signals[i].span.end <= text.len);
    guardrail_screen_out(&s, NULL, &a, rails, text, &context);
    if (text_read(&t, &a, text, NULL) == OK) {
        struct pii_result r;
        pii_find(&r, &a, &t);
        must(text_points(r.masked) == text_points(text));
    }
    arena_finish(&a);
    return 0;
}
