#include <parley/memory_store.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <parley/random.h>
#include <parley/size.h>
#include "store_contract.h"

static struct dice dice = {{1, 2, 3}, 0};

static void fill(struct entropy *r, void *at, size_t size)
{
    (void)r;
    unsigned char *to = at;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)dice_below(&dice, 256);
}

static const struct entropy_ops entropy_ops = {fill};

static size_t rows[64];

static struct criterion_test_params all_rows(void)
{
    must(store_contract_count() <= COUNT_OF(rows));
    for (size_t i = 0; i < store_contract_count(); i++)
        rows[i] = i;
    return cr_make_param_array(size_t, rows, store_contract_count());
}

ParameterizedTestParameters(memory_store, keeps_the_contract)
{
    return all_rows();
}

ParameterizedTest(size_t *index, memory_store, keeps_the_contract)
{
    struct entropy entropy = {&entropy_ops};
    struct store *s = memory_store_create(&entropy);
    struct contract_target t = {.store = s, .other = s};
    cr_log_info("%s", store_contract_name(*index));
    store_contract_run(*index, &t);
    s->ops->close(s);
}

static struct store *again(struct contract_target *t)
{
    if (t->other != t->store)
        t->other->ops->close(t->other);
    t->store->ops->close(t->store);
    return t->store = t->other = memory_store_open(t->context);
}

ParameterizedTestParameters(memory_store, keeps_the_contract_through_two_handles)
{
    return all_rows();
}

ParameterizedTest(size_t *index, memory_store, keeps_the_contract_through_two_handles)
{
    struct entropy entropy = {&entropy_ops};
    struct memory_data *data = memory_data_create(&entropy);
    struct contract_target t = {
        .store = memory_store_open(data), .other = memory_store_open(data), .again = again, .context = data};
    cr_log_info("%s", store_contract_name(*index));
    store_contract_run(*index, &t);
    if (t.other != t.store)
        t.other->ops->close(t.other);
    t.store->ops->close(t.store);
    memory_data_destroy(data);
}
