/* Units: the checkable things of a sentence, normalised so that two ways of writing compare equal. */
#ifndef PARLEY_FACTS_UNIT_H
#define PARLEY_FACTS_UNIT_H

#include <parley/facts.h>

#include "tokens.h"

enum edge { EDGE_NONE, EDGE_START, EDGE_END, EDGE_SHARP }; /* from nine; until nine; nine sharp */
enum tax { TAX_UNSAID, TAX_IN, TAX_OUT, TAX_NEAR };        /* including VAT; plus VAT; VAT is spoken of */

/* Scales of a duration: only equal scales compare. */
enum { SPAN_MINUTES, SPAN_MONTHS, SPAN_WORKING, SPAN_NIGHTS, SPAN_RATE_MINUTES, SPAN_RATE_MONTHS };

struct unit {
    enum fact_kind kind;
    int64_t value;     /* millionths; dates: see dates.h; times: minutes of the day; durations: minutes or months in millionths */
    uint32_t scale;    /* money: currency; duration: see above; others 0 */
    struct slice text; /* names, links, phones: normalised text */
    enum bound bound;
    enum edge edge;
    enum tax tax;
    bool in_advance;         /* "48 hours before": at least, up to and nothing mean the same */
    bool soft_bound;         /* read off a noun further away: the minimum age is ... */
    bool from_range;         /* one end of "10 to 15" */
    bool is_bare;            /* a number and nothing that it counts: "the 15 comes first" */
    bool is_storey;          /* a level or floor */
    bool is_age;             /* a count of years of age */
    bool is_needed;          /* "you need 45 minutes": at least, without saying so */
    bool is_after;           /* "after 7 days": once more than that has passed */
    bool is_rough;           /* "takes about 40 minutes": no more than another word for 40 minutes */
    bool is_named_stretch;   /* weekdays, the weekend: days by a name of their own */
    bool is_numbered;        /* a name with a number: Steady 24 */
    bool takes_off, adds_on; /* a share off the price, or on top of it */
    bool is_later;           /* "28 days after posting" */
    bool is_less;            /* "less than 24 hours": not up to 24 hours before */
    bool is_up_to;           /* "up to 48 hours before", "no later than": the most, counted backwards the least */
    bool is_first;           /* "the first 8 weeks": those, and not what comes after */
    bool is_until;           /* "before 12 months", "until": on the other side of "after" */
    bool is_range_end;       /* the 60 of "12 to 60" */
    int64_t numeral;         /* the number as it is written, in millionths */
    uint32_t denied_by;      /* the negation that makes "more than" the most, + 1 */
    uint32_t first, past;    /* tokens */
};

struct units {
    struct unit *at;
    size_t count, room;
};

/* All hard units of the tokens [first, past), by start. */
void units_of(struct units *out, struct arena *arena, const struct tokens *t, uint32_t first, uint32_t past);

/* Signatures of values, to tell at a glance that one is missing: what is said has one bit at most, 0 when its value alone does
 * not tell; what is known has the bits of every value that may be said for it. */
uint64_t unit_signature_said(const struct unit *said);
uint64_t unit_signature_known(const struct unit *known);

/* Does what `said` says follow from what `known` says? */
bool unit_agrees(const struct unit *said, const struct unit *known);
bool unit_same_number(const struct unit *said, const struct unit *known); /* whatever their bounds */
bool unit_same_kind(const struct unit *a, const struct unit *b);

#endif
