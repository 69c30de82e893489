/* What every store promises, as cases that any store's tests run (engine/port/include/parley/store.h). Needs Criterion. */
#ifndef PARLEY_STORE_CONTRACT_H
#define PARLEY_STORE_CONTRACT_H

#include <parley/store.h>

struct contract_target {
    struct store *store;                              /* fresh and empty */
    struct store *other;                              /* a second handle on the same data; may be the same object */
    struct store *(*again)(struct contract_target *); /* closes both and opens the data again; NULL: nothing survives */
    void *context;
};

size_t store_contract_count(void);
const char *store_contract_name(size_t index);
void store_contract_run(size_t index, struct contract_target *target);

#endif
