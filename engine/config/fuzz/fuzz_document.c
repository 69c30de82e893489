#include <parley/document.h>
#include <parley/schema.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    static struct problems problems;
    if (size > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    problems_init(&problems, &a);
    struct source_file file = {SLICE("fuzz.yaml"), {(const char *)data, size}};
    struct node *root = document_read(&a, &file, &problems);
    must(root != NULL || problems.count > 0);
    if (root != NULL) {
        uint64_t n;
        struct duration d;
        struct money m;
        for (const struct node *c = root->child; c != NULL; c = c->next) {
            (void)node_u64(&n, c, "x", 0, 9, &problems);
            (void)node_duration(&d, c, "x", DURATION_MS(0), DURATION_S(9), &problems);
            (void)node_money(&m, c, "x", &problems);
        }
        node_report_unread(root, &problems);
    }
    struct buffer out;
    buffer_init(&out, &a, 1 << 20);
    problems_print(&problems, &out);
    arena_finish(&a);
    return 0;
}
