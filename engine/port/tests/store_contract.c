#include "contract_steps.h"

static const struct contract_case *const files[] = {contract_work, contract_sends, contract_people, contract_tenants,
                                                    contract_view};

static const struct contract_case *case_at(size_t index)
{
    for (size_t i = 0; i < COUNT_OF(files); i++)
        for (const struct contract_case *c = files[i]; c->name != NULL; c++)
            if (index-- == 0)
                return c;
    return NULL;
}

size_t store_contract_count(void)
{
    size_t count = 0;
    while (case_at(count) != NULL)
        count++;
    return count;
}

const char *store_contract_name(size_t index)
{
    return case_at(index)->name;
}

void store_contract_run(size_t index, struct contract_target *target)
{
    struct fixture f = {.target = target, .store = target->store, .other = target->other};
    arena_init(&f.arena, ARENA_TURN_MAX);
    GOOD(ON(f.store)->tenant_put(f.store, &f.tenant, SLICE("acme"), NULL, e));
    case_at(index)->run(&f);
    arena_finish(&f.arena);
}
