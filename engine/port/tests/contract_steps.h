/* The steps of which the cases of the store's contract are made, and the cases of each file. */
#ifndef PARLEY_CONTRACT_STEPS_H
#define PARLEY_CONTRACT_STEPS_H

#include "store_contract.h"

#include <criterion/criterion.h>
#include <parley/size.h>
#include <string.h>

#define GOOD(call)                                                                                                               \
    do {                                                                                                                         \
        struct error e_ = {0};                                                                                                   \
        struct error *e = &e_;                                                                                                   \
        enum code code_ = (call);                                                                                                \
        cr_assert(code_ == OK, "%s: %s: %s", #call, code_name(code_), e->text);                                                  \
    } while (0)
#define GIVES(expected, call)                                                                                                    \
    do {                                                                                                                         \
        struct error e_ = {0};                                                                                                   \
        struct error *e = &e_;                                                                                                   \
        enum code code_ = (call);                                                                                                \
        cr_assert(code_ == (expected), "%s: %s instead of %s: %s", #call, code_name(code_), #expected, e->text);                 \
    } while (0)
#define ON(s) (s)->ops

struct fixture {
    struct contract_target *target;
    struct store *store, *other;
    struct arena arena;
    struct tenant_id tenant;
};

/* Milliseconds in the cases count from here. */
#define T0 INT64_C(1790000000000)

extern const struct claim_terms terms; /* ten seconds, no money set aside */
extern const struct money unspent;

struct wall at(int64_t ms);
struct inbound said(struct fixture *f, const char *id, const char *who, const char *text, int64_t ms);
void says(struct fixture *f, const char *id, const char *who, const char *text, int64_t ms);
struct work claim_for(struct fixture *f, struct store *s, int64_t per_turn, int64_t per_day, int64_t ms);
struct work claim_on(struct fixture *f, struct store *s, int64_t ms);
struct work claim(struct fixture *f, int64_t ms);
void nothing_to_claim(struct fixture *f, int64_t ms, struct wall *next);
/* A commit that answers the whole burst with one text. */
struct commit reply(struct fixture *f, const struct work *w, const char *text, int64_t ms);
struct slice reply_to_all(struct fixture *f, const char *text, int64_t ms);
struct send begin(struct fixture *f, int64_t ms);
void nothing_to_send(struct fixture *f, int64_t ms, struct wall *next);
enum send_state state_of(struct fixture *f, struct slice key);
void send_ends(struct fixture *f, struct slice key, enum send_state to, enum code expected);
void audit_holds(struct fixture *f);
void counted(struct fixture *f, enum outcome outcome, uint64_t expected);
struct contact who(struct fixture *f, const char *address);
int64_t spent(const struct work *w);
uint64_t recovered(struct store *s, int64_t ms, bool at_start);

struct contract_case {
    const char *name;
    void (*run)(struct fixture *);
};
#define CONTRACT_CASE(name)                                                                                                      \
    {                                                                                                                            \
#name, name                                                                                                              \
    }

/* Each ends with a name of NULL. */
extern const struct contract_case contract_work[], contract_sends[], contract_people[], contract_tenants[], contract_view[];

#endif
