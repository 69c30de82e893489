#include <parley/sqlite_store.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <parley/random.h>
#include "store_contract.h"
#include "store_place.h"

static struct store *again(struct contract_target *t)
{
    if (t->other != t->store)
        t->other->ops->close(t->other);
    t->store->ops->close(t->store);
    return t->store = t->other = place_open(t->context);
}

ParameterizedTestParameters(store_sqlite, keeps_the_contract)
{
    static size_t rows[64];
    for (size_t i = 0; i < store_contract_count(); i++)
        rows[i] = i;
    return cr_make_param_array(size_t, rows, store_contract_count());
}

ParameterizedTest(size_t *index, store_sqlite, keeps_the_contract)
{
    struct store_place place;
    place_make(&place);
    struct contract_target t = {.store = place_open(&place), .other = place_open(&place), .again = again, .context = &place};
    cr_log_info("%s", store_contract_name(*index));
    store_contract_run(*index, &t);
    if (t.other != t.store)
        t.other->ops->close(t.other);
    t.store->ops->close(t.store);
    place_remove(&place);
}
