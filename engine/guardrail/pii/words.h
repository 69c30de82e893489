/* What is known of a word: the classes of words.txt, a table that is made when the room is built. */
#ifndef PARLEY_GUARDRAIL_PII_WORDS_H
#define PARLEY_GUARDRAIL_PII_WORDS_H

#include <stdint.h>

enum { WORD_SLOTS = 1 << 15, WORD_SETS_MAX = 256 };

#define WORD_CLASSES(X)                                                                                                          \
    X(GIVEN, "given")                                                                                                            \
    X(FAMILY, "family")                                                                                                          \
    X(PROPER, "proper")                                                                                                          \
    X(PARTICLE, "particle")                                                                                                      \
    X(TITLE, "title")                                                                                                            \
    X(KIN, "kin")                                                                                                                \
    X(ROLE, "role")                                                                                                              \
    X(CALLED, "called")                                                                                                          \
    X(HEADER, "header")                                                                                                          \
    X(ROYAL, "royal")                                                                                                            \
    X(HELLO, "hello")                                                                                                            \
    X(BYE, "bye")                                                                                                                \
    X(VERB, "verb")                                                                                                              \
    X(SAYS_NAME, "says_name")                                                                                                    \
    X(SAYS_PERSON, "says_person")                                                                                                \
    X(BEFORE, "before")                                                                                                          \
    X(MONTH, "month")                                                                                                            \
    X(OTHER, "other")                                                                                                            \
    X(FIRM, "firm")                                                                                                              \
    X(FAMOUS, "famous")                                                                                                          \
    X(STREET, "street")                                                                                                          \
    X(WEAK_STREET, "weak_street")                                                                                                \
    X(LEAD_STREET, "lead_street")                                                                                                \
    X(BEHIND_STREET, "behind_street")                                                                                            \
    X(HOUSE, "house")                                                                                                            \
    X(UNIT, "unit")                                                                                                              \
    X(STATE, "state")                                                                                                            \
    X(STATE_CODE, "state_code")                                                                                                  \
    X(ZIP, "zip")                                                                                                                \
    X(HOME, "home")                                                                                                              \
    X(PHONE, "phone")                                                                                                            \
    X(BANK, "bank")                                                                                                              \
    X(SORT, "sort")                                                                                                              \
    X(ACCOUNT, "account")                                                                                                        \
    X(ROLL, "roll")                                                                                                              \
    X(ROUTING, "routing")                                                                                                        \
    X(REF, "ref")                                                                                                                \
    X(PASSPORT, "passport")                                                                                                      \
    X(SOCIAL, "social")                                                                                                          \
    X(NATIONAL, "national")                                                                                                      \
    X(HEALTH, "health")                                                                                                          \
    X(NHS, "nhs")                                                                                                                \
    X(PLATE, "plate")                                                                                                            \
    X(VEHICLE, "vehicle")                                                                                                        \
    X(BIRTH, "birth")                                                                                                            \
    X(DATED, "dated")                                                                                                            \
    X(VERSION, "version")                                                                                                        \
    X(IP, "ip")                                                                                                                  \
    X(MOSTLY_GIVEN, "mostly_given")                                                                                              \
    X(PLACE, "place")                                                                                                            \
    X(TAX, "tax")                                                                                                                \
    X(SECRET, "secret")                                                                                                          \
    X(PASSWORD, "password")                                                                                                      \
    X(SECURITY, "security")                                                                                                      \
    X(EXPIRY, "expiry")                                                                                                          \
    X(LICENCE, "licence")                                                                                                        \
    X(MAC, "mac")

enum {
#define X(name, text) NTH_##name,
    WORD_CLASSES(X)
#undef X
        WORD_CLASS_COUNT
};

#define X(name, text) static const uint64_t IS_##name = UINT64_C(1) << NTH_##name;
WORD_CLASSES(X)
#undef X

/* Keys are hashes alone: of four thousand million a dozen thousand are taken, and a wrong one costs a mask. */
extern const uint32_t word_keys[WORD_SLOTS];
extern const uint8_t word_sets_of[WORD_SLOTS]; /* number of the set in word_sets */
extern const uint64_t word_sets[WORD_SETS_MAX];

static inline uint32_t word_hash(const char *at, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)at[i]) * 16777619u;
    h ^= h >> 15;
    return h == 0 ? 1 : h;
}

static inline uint64_t word_classes(const char *at, size_t len)
{
    uint32_t key = word_hash(at, len), i = key % WORD_SLOTS;
    while (word_keys[i] != 0 && word_keys[i] != key)
        i = (i + 1) % WORD_SLOTS;
    return word_keys[i] == 0 ? 0 : word_sets[word_sets_of[i]];
}

#endif
