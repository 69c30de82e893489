/* The compiled register: every sentence of every known text with its meaning. */
#ifndef PARLEY_FACTS_REGISTER_H
#define PARLEY_FACTS_REGISTER_H

#include "meaning.h"

struct known_sentence {
    struct meaning meaning;
    uint32_t text;              /* index into texts */
    bool is_question;
};

struct known_source {
    enum known_kind kind;
    struct slice id;
};

struct facts_register {
    struct vocabulary *vocabulary;
    struct known_source *texts;
    size_t text_count;
    struct known_sentence *sentences;
    size_t sentence_count;
    uint32_t *by_identity;      /* sentence + 1, open addressing */
    size_t slots;
};

/* A sentence said word for word; NULL when none is. */
const struct known_sentence *register_identical(const struct facts_register *r, uint64_t identity);

#endif
