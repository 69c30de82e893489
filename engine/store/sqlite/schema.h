/* The schemas, step by step. A step that was released is never edited: a change is a new step. */
#ifndef PARLEY_STORE_SCHEMA_H
#define PARLEY_STORE_SCHEMA_H

#include "database.h"

extern const struct migration shared_schema[], tenant_schema[];
extern const size_t shared_schema_count, tenant_schema_count;

#endif
