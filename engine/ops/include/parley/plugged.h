/* What the composition root plugs into the commands that need adapters, so that ops knows ports only. */
#ifndef PARLEY_PLUGGED_H
#define PARLEY_PLUGGED_H

#include <parley/model.h>
#include <parley/schema.h>
#include <parley/store.h>

struct invocation;
struct plugged {
    /* A handle on the store at `where`, for one thread; several may be open. NULL with an error. */
    struct store *(*store_open)(struct slice where, const struct audit_key *master, bool read_only, struct error *e);
    struct model *(*script_model)(void);
    int (*live)(const struct invocation *in, struct slice config, bool twin); /* `parley serve --config` */
    /* `parley twin --fakes`: `live` with providers beside it, in this process */
    int (*with_fakes)(const struct invocation *in, struct slice config, const struct slice_list *packs);
};

#endif
