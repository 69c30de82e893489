#include <parley/observed_store.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <parley/memory_store.h>
#include <parley/random.h>
#include <parley/size.h>
#include "store_contract.h"

static struct dice dice = {{1, 2, 3}, 0};

static void fill(struct entropy *r, void *at, size_t size)
{
    (void)r;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)at)[i] = (unsigned char)dice_below(&dice, 256);
}

static const struct entropy_ops entropy_ops = {fill};
static struct entropy entropy = {&entropy_ops};

/* -- it is a store -------------------------------------------------------------------------------------------------------------
 */

struct watched {
    struct store *inner, *outer;
};

static enum store_fate all_is_well(void *context, enum store_call call)
{
    (void)context;
    (void)call;
    return FATE_DONE;
}

static const struct store_eyes no_eyes = {.fate = all_is_well};
static struct watched handles[2];

static struct store *watch(struct watched *w, struct memory_data *data)
{
    w->inner = memory_store_open(data);
    return w->outer = observed_store_create(w->inner, &no_eyes);
}

static void close_both(struct watched *w)
{
    if (w->outer == NULL)
        return;
    w->outer->ops->close(w->outer);
    w->inner->ops->close(w->inner);
    *w = (struct watched){NULL, NULL};
}

static struct store *again(struct contract_target *t)
{
    close_both(&handles[1]);
    close_both(&handles[0]);
    return t->store = t->other = watch(&handles[0], t->context);
}

ParameterizedTestParameters(observed_store, keeps_the_contract)
{
    static size_t rows[64];
    must(store_contract_count() <= COUNT_OF(rows));
    for (size_t i = 0; i < store_contract_count(); i++)
        rows[i] = i;
    return cr_make_param_array(size_t, rows, store_contract_count());
}

ParameterizedTest(size_t *index, observed_store, keeps_the_contract)
{
    struct memory_data *data = memory_data_create(&entropy);
    struct contract_target t = {
        .store = watch(&handles[0], data), .other = watch(&handles[1], data), .again = again, .context = data};
    cr_log_info("%s", store_contract_name(*index));
    store_contract_run(*index, &t);
    close_both(&handles[1]);
    close_both(&handles[0]);
    memory_data_destroy(data);
}

/* -- and lets the world interfere ----------------------------------------------------------------------------------------------
 */

struct fixture {
    struct memory_data *data;
    struct store *inner, *outer;
    enum store_fate fate;
    unsigned calls, accepted, deaths;
    struct tenant_id tenant;
};

static enum store_fate as_told(void *context, enum store_call call)
{
    struct fixture *f = context;
    (void)call;
    f->calls++;
    return f->fate;
}

static void note_accepted(void *context, const struct inbound *batch, size_t count, const enum accept_result *results)
{
    struct fixture *f = context;
    (void)batch;
    f->accepted += (unsigned)count * (results[0] == ACCEPT_NEW);
}

static void note_death(void *context)
{
    ((struct fixture *)context)->deaths++;
}

static void begin(struct fixture *f, enum store_fate fate)
{
    const struct store_eyes eyes = {.context = f, .fate = as_told, .died = note_death, .accepted = note_accepted};
    *f = (struct fixture){.data = memory_data_create(&entropy), .fate = fate};
    f->inner = memory_store_open(f->data);
    f->outer = observed_store_create(f->inner, &eyes);
    cr_assert_eq(f->inner->ops->tenant_put(f->inner, &f->tenant, SLICE("t"), NULL, NULL), OK);
}

static enum code say(struct fixture *f, struct store *s)
{
    enum accept_result result;
    struct inbound in = {.tenant = f->tenant,
                         .channel = CHANNEL_CHAT,
                         .provider_id = SLICE("m1"),
                         .address = private_hide(SLICE("anna")),
                         .text = private_hide(SLICE("hello"))};
    return s->ops->accept(s, &in, 1, &result, NULL);
}

static uint64_t held(struct fixture *f)
{
    uint64_t outcomes[OUTCOME_COUNT] = {0}, sends[SEND_STATE_COUNT] = {0};
    cr_assert_eq(f->inner->ops->count(f->inner, outcomes, sends, NULL), OK);
    return outcomes[OUTCOME_PENDING];
}

static void end(struct fixture *f)
{
    f->outer->ops->close(f->outer);
    f->inner->ops->close(f->inner);
    memory_data_destroy(f->data);
}

Test(observed_store, tells_what_became_durable)
{
    struct fixture f;
    begin(&f, FATE_DONE);
    cr_assert(say(&f, f.outer) == OK && f.accepted == 1 && held(&f) == 1 && f.calls == 1);
    end(&f);
}

Test(observed_store, does_nothing_when_the_store_is_away)
{
    struct fixture f;
    begin(&f, FATE_NOT_DONE);
    cr_assert(say(&f, f.outer) == UNAVAILABLE && f.accepted == 0 && held(&f) == 0 && f.deaths == 0);
    f.fate = FATE_DONE;
    cr_assert(say(&f, f.outer) == OK && held(&f) == 1, "and then it is there again");
    end(&f);
}

Test(observed_store, dies_before_a_call)
{
    struct fixture f;
    begin(&f, FATE_DIES_BEFORE);
    cr_assert(say(&f, f.outer) == IO_FAILED && f.accepted == 0 && held(&f) == 0 && f.deaths == 1);
    f.fate = FATE_DONE;
    cr_assert(say(&f, f.outer) == IO_FAILED && held(&f) == 0, "a dead node does nothing more");
    end(&f);
}

Test(observed_store, dies_after_a_call_that_the_world_heard_of)
{
    struct fixture f;
    begin(&f, FATE_DIES_AFTER);
    cr_assert(say(&f, f.outer) == IO_FAILED && f.accepted == 1 && held(&f) == 1 && f.deaths == 1);
    end(&f);
}
