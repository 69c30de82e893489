/* Any bytes as tenant.yaml: a tenant, or a problem with its place. */
#include <parley/tenant.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    static struct problems problems;
    struct source_file file = {SLICE("tenant.yaml"), {(const char *)data, size}};
    if (size > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    problems_init(&problems, &a);
    const struct tenant *t = tenant_read(&a, &file, &problems);
    must((t == NULL) == (problems.count > 0));
    arena_finish(&a);
    return 0;
}
