#include <parley/audit.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct audit_record r;
    struct audit_head head = {0};
    struct error e;
    arena_init(&a, (size_t)1 << 28);
    if (audit_record_read(&r, &a, (struct slice){(const char *)data, size}, (struct place){SLICE("in"), 1, 1}, &e) == OK)
        (void)!audit_verify(&head, &r, &e);
    arena_finish(&a);
    return 0;
}
