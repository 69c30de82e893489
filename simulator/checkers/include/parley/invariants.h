/* The contract of DESIGN section 6, in words a person reads in a failure. */
#ifndef PARLEY_INVARIANTS_H
#define PARLEY_INVARIANTS_H

enum invariant {
    I0_NONE,
    I1_ONE_OUTCOME,
    I2_ONE_ATTEMPT,
    I3_DURABLE_BEFORE_ACK,
    I4_AUDIT_CHAIN,
    I5_INTENT_BEFORE_SEND,
    I6_OUTBOX_EDGES,
    I7_APPROVED_TEXT,
    I8_ONE_TURN_AT_A_TIME,
    I9_POLICY_AT_COMMIT,
    I10_BOUNDED,
    I11_DEFINED_STATUS,
    I12_AUTHENTICATED,
    I13_KILL,
    I14_FIRST_ANSWER,
    I15_TENANTS_APART,
    I16_ONE_VERSION,
    I17_VALID_CONFIG,
    I18_MONEY,
    I19_OWN_CONVERSATION,
    I20_ERASED,
    I21_DRAINS,
    INVARIANT_COUNT
};

const char *invariant_name(enum invariant i);  /* "I2" */
const char *invariant_words(enum invariant i); /* "at most one attempt of a send is in doubt" */

#endif
