/* Facts: every checkable thing in a text, and what allows it.
 *
 * A register is compiled from known texts (claims with their typed values and paraphrases, signed script lines, free context).
 * facts_check segments a text, extracts units (amounts, dates, names, promises, negations ... in whatever form they are
 * written) and resolves each sentence to ONE known text, by alignment, not by similarity to all of them; or to the customer's
 * own words; or to nothing checkable; or to *unregistered*, which is not sent. Doubt is unregistered.
 *
 * Pure, integers only, immutable register shared by threads. Source: DESIGN section 4 "Facts", section 8 `parley facts`. */
#ifndef PARLEY_FACTS_H
#define PARLEY_FACTS_H

#include <parley/text.h>
#include <parley/units.h>

enum fact_kind {
    FACT_MONEY,
    FACT_PERCENT,
    FACT_DATE,
    FACT_DURATION,
    FACT_TIME,
    FACT_COUNT,
    FACT_ORDINAL,
    FACT_FRACTION,
    FACT_NAME,
    FACT_LINK,
    FACT_PHONE,
    FACT_EMAIL,
    FACT_PLATE,
    FACT_PROMISE,
    FACT_NEGATION,
    FACT_COMPARISON,
    FACT_QUANTIFIER,
    FACT_CONDITION,
    FACT_ATTRIBUTION,
    FACT_OUTCOME,
    FACT_STATEMENT,
    FACT_KIND_COUNT
};
const char *fact_kind_name(enum fact_kind kind);

enum known_kind { KNOWN_CLAIM, KNOWN_SCRIPT, KNOWN_CONTEXT, KNOWN_CUSTOMER };

struct known_value {
    struct slice kind, text; /* as in claims.yaml values */
};

struct known_text {
    enum known_kind kind;
    struct slice id;   /* claim or line id */
    struct slice text; /* approved wording, a paraphrase (repeat the id), or free source text */
    const struct known_value *values;
    size_t value_count;
};

struct facts_register;

/* Texts are copied. Never fails: a text that cannot be read is left out (the brain refused it before). */
struct facts_register *facts_register_create(struct arena *arena, const struct known_text *texts, size_t count);

/* Do the letters and digits of `text` stand together in a claim or a signed line? For numbers, addresses and postcodes: what a
 * person approved for everybody is nobody's personal data. False for less than five signs. */
bool facts_register_mentions(const struct facts_register *r, struct arena *arena, struct slice text);

enum fact_verdict {
    VERDICT_HARMLESS, /* nothing checkable: greetings, questions, small talk, acknowledgements */
    VERDICT_CLAIM,
    VERDICT_SCRIPT,
    VERDICT_CONTEXT,
    VERDICT_CUSTOMER,
    VERDICT_UNREGISTERED,
    VERDICT_COUNT
};
const char *fact_verdict_name(enum fact_verdict verdict); /* harmless claim script context customer unregistered */

struct fact_unit {
    struct span span; /* bytes of the original text */
    enum fact_kind kind;
    enum fact_verdict verdict;
    struct slice source;    /* id of the known text, or empty */
    struct ratio_ppm score; /* how sure that this is unregistered; 0 for what is allowed by identity */
    const char *why;        /* static: "amount differs", "negation differs", ... */
};

struct fact_sentence {
    struct span span;
    enum fact_verdict verdict; /* the worst of its units */
    struct slice source;       /* the one known text it rests on */
    bool identical;            /* word for word the known text: a person approved exactly this */
    uint32_t first_unit, past_unit;
};

struct facts_result {
    struct fact_unit *units;
    size_t unit_count; /* by start */
    struct fact_sentence *sentences;
    size_t sentence_count;
    bool unregistered;
    struct ratio_ppm score; /* the highest of the units */
};

/* The customer's words that may be given back to them (values they stated themselves), and the last bot message. */
struct facts_said {
    const struct slice *customer;
    size_t customer_count;
};

void facts_check(struct facts_result *out, struct arena *arena, const struct facts_register *known, const struct text *text,
                 const struct facts_said *said);

/* Every checkable unit of a text without judging it (verdict HARMLESS): for the judge, oracles and personas. */
void facts_extract(struct facts_result *out, struct arena *arena, const struct text *text);

#endif
