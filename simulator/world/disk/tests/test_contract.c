#include "disk_place.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include "store_contract.h"

/* Two processes on one disk. */
static struct store *again(struct contract_target *t)
{
    if (t->other != t->store)
        t->other->ops->close(t->other);
    t->store->ops->close(t->store);
    return t->store = t->other = disk_place_must_open(t->context, 0);
}

/* The power goes: what was promised is there afterwards. */
static struct store *power_cut(struct contract_target *t)
{
    struct disk_place *place = t->context;
    disk_power_cut(place->disk);
    return again(t);
}

static void keeps(size_t index, struct store *(*how)(struct contract_target *))
{
    struct disk_place place;
    disk_place_make(&place, &(struct disk_setup){.seed = index});
    struct contract_target t = {
        .store = disk_place_must_open(&place, 0), .other = disk_place_must_open(&place, 1), .again = how, .context = &place};
    cr_log_info("%s", store_contract_name(index));
    store_contract_run(index, &t);
    if (t.other != t.store)
        t.other->ops->close(t.other);
    t.store->ops->close(t.store);
    disk_destroy(place.disk);
}

static struct criterion_test_params every_case(void)
{
    static size_t rows[64];
    for (size_t i = 0; i < store_contract_count(); i++)
        rows[i] = i;
    return cr_make_param_array(size_t, rows, store_contract_count());
}

ParameterizedTestParameters(disk, keeps_the_contract_of_a_store)
{
    return every_case();
}

ParameterizedTest(size_t *index, disk, keeps_the_contract_of_a_store)
{
    keeps(*index, again);
}

ParameterizedTestParameters(disk, keeps_the_contract_through_power_cuts)
{
    return every_case();
}

ParameterizedTest(size_t *index, disk, keeps_the_contract_through_power_cuts)
{
    keeps(*index, power_cut);
}
