/* The first line is the register, the rest the text; what is registered word for word must pass. */
#include <parley/facts.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct text t;
    struct facts_result r;
    if (size > 4000)
        return 0;
    arena_init(&a, (size_t)1 << 29);
    struct slice all = text_clean(&a, (struct slice){(const char *)data, size}), line, rest = all;
    if (slice_next(&line, &rest, '\n')) {
        struct known_text known = {.kind = KNOWN_CLAIM, .id = SLICE("x"), .text = line};
        struct facts_register *reg = facts_register_create(&a, &known, 1);
        if (text_read(&t, &a, rest.at ? rest : SLICE(""), NULL) == OK)
            facts_check(&r, &a, reg, &t, NULL);
        if (text_read(&t, &a, line, NULL) == OK) {
            facts_check(&r, &a, reg, &t, NULL);
            must(!r.unregistered);
        }
    }
    arena_finish(&a);
    return 0;
}
