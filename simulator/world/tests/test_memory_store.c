#include <parley/memory_store.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <parley/random.h>
#include "store_contract.h"

static struct dice dice = {{1, 2, 3}, 0};

static void fill(struct entropy *r, void *at, size_t size)
{
    (void)r;
    unsigned char *to = at;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)dice_below(&dice, 256);
}

ParameterizedTestParameters(memory_store, keeps_the_contract)
{
    static size_t rows[64];
    for (size_t i = 0; i < store_contract_count(); i++)
        rows[i] = i;
    return cr_make_param_array(size_t, rows, store_contract_count());
}

ParameterizedTest(size_t *index, memory_store, keeps_the_contract)
{
    static const struct entropy_ops ops = {fill};
    struct entropy entropy = {&ops};
    struct store *s = memory_store_create(&entropy);
    struct contract_target t = {.store = s, .other = s};
    cr_log_info("%s", store_contract_name(*index));
    store_contract_run(*index, &t);
    s->ops->close(s);
}
