#include <parley/vectors.h>

#include <assert.h>

#include "vectors_table.h"

static_assert((int)VECTOR_SIZE == (int)VECTORS_SIZE, "the table has what the header says");

/* The table is a file of the build: the assembler takes it in as it is, which no initializer of two million numbers would be. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        ".globl parley_vectors_table\n"
        ".hidden parley_vectors_table\n"
        "parley_vectors_table:\n"
        ".incbin \"" PARLEY_VECTORS_FILE "\"\n"
        ".previous\n");
extern const struct vectors_table parley_vectors_table __attribute__((visibility("hidden")));

static uint32_t root_of(uint64_t n)
{
    uint64_t root = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit > 0; bit >>= 1)
        if ((root | bit) * (root | bit) <= n)
            root |= bit;
    return (uint32_t)root;
}

/* Parts of 11 bits, so that 64 products of two of them fit 32 bits. */
static int32_t dot(const struct vector *a, const struct vector *b)
{
    int32_t sum = 0;
    for (int i = 0; i < VECTOR_SIZE; i++)
        sum += (int32_t)a->at[i] * b->at[i];
    return sum;
}

static void measure(struct vector *v)
{
    v->length = root_of((uint64_t)dot(v, v));
}

bool vectors_built_in(void)
{
    return parley_vectors_table.begin[VECTORS_WORDS] > 0;
}

bool vector_of_word(struct vector *out, struct slice word)
{
    const struct vectors_table *t = &parley_vectors_table;
    if (word.len == 0 || word.len > VECTORS_WORD_MAX)
        return false;
    uint32_t slot = vectors_hash(word.at, (uint32_t)word.len) % VECTORS_SLOTS;
    for (; t->slots[slot] != 0; slot = (slot + 1) % VECTORS_SLOTS) {
        uint32_t i = t->slots[slot] - 1;
        if (!slice_eq((struct slice){t->bytes + t->begin[i], t->begin[i + 1] - t->begin[i]}, word))
            continue;
        for (int k = 0; k < VECTOR_SIZE; k++)
            out->at[k] = (int16_t)(t->at[i][k] * 16);
        measure(out);
        return out->length > 0;
    }
    return false;
}

void vector_sum_add(struct vector_sum *sum, const struct vector *v, uint32_t weight)
{
    for (int i = 0; i < VECTOR_SIZE && v->length > 0; i++)
        sum->at[i] += (int64_t)v->at[i] * weight * 1000 / v->length;
}

void vector_of_sum(struct vector *out, const struct vector_sum *sum)
{
    int64_t widest = 0;
    for (int i = 0; i < VECTOR_SIZE; i++) {
        int64_t size = sum->at[i] < 0 ? -sum->at[i] : sum->at[i];
        widest = size > widest ? size : widest;
    }
    for (int i = 0; i < VECTOR_SIZE; i++)
        out->at[i] = (int16_t)(widest > 0 ? sum->at[i] * VECTOR_PART_MAX / widest : 0);
    measure(out);
}

int32_t vector_likeness(const struct vector *a, const struct vector *b)
{
    if (a->length == 0 || b->length == 0)
        return 0;
    return (int32_t)((int64_t)dot(a, b) * 1000 / ((int64_t)a->length * b->length));
}
