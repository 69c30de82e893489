#include <parley/invariants.h>

#include <parley/must.h>

static const struct {
    const char *name, *words;
} rows[INVARIANT_COUNT] = {
    [I0_NONE] = {"I0", "nothing"},
    [I1_ONE_OUTCOME] = {"I1", "every accepted message gets exactly one outcome"},
    [I2_ONE_ATTEMPT] = {"I2", "nobody is written to twice: at most one attempt of a send is not known to be refused"},
    [I3_DURABLE_BEFORE_ACK] = {"I3", "a webhook is answered 200 only after its message is durable"},
    [I4_AUDIT_CHAIN] = {"I4", "the audit is one chain without gap or fork"},
    [I5_INTENT_BEFORE_SEND] = {"I5", "every send has a durable intent before it"},
    [I6_OUTBOX_EDGES] = {"I6", "a send moves along its lattice, and no doubt stays open longer than 15 minutes"},
    [I7_APPROVED_TEXT] = {"I7", "what was sent is what was approved, byte for byte"},
    [I8_ONE_TURN_AT_A_TIME] =
        {"I8", "a conversation has one turn at a time, under a fence that only grows, and its sends leave in that order"},
    [I9_POLICY_AT_COMMIT] = {"I9", "no intent against opt-out, quiet hours, caps, window or strikes at its commit"},
    [I10_BOUNDED] = {"I10", "queues, memory, retries and messages a day are bounded"},
    [I11_DEFINED_STATUS] = {"I11", "any bytes get a defined status"},
    [I12_AUTHENTICATED] = {"I12", "nothing changes through an unauthenticated request"},
    [I13_KILL] = {"I13", "after a kill nothing new is intended or sent"},
    [I14_FIRST_ANSWER] = {"I14", "every accepted turn gets a first answer in time, whatever the models do"},
    [I15_TENANTS_APART] = {"I15", "a tenant's words reach that tenant's customers only"},
    [I16_ONE_VERSION] = {"I16", "a turn has one version of rules and brain"},
    [I17_VALID_CONFIG] = {"I17", "an invalid configuration never becomes active"},
    [I18_MONEY] = {"I18", "what models really take from a tenant in a day stays within its cap, and a turn within its share"},
    [I19_OWN_CONVERSATION] = {"I19", "a message can harm only its own conversation"},
    [I20_ERASED] = {"I20", "after an erasure nothing can be read, and the audit still verifies"},
    [I21_DRAINS] = {"I21", "after the faults have healed, the backlog drains"},
};

const char *invariant_name(enum invariant i)
{
    must(i < INVARIANT_COUNT);
    return rows[i].name;
}

const char *invariant_words(enum invariant i)
{
    must(i < INVARIANT_COUNT);
    return rows[i].words;
}
