/* Places that are called like people. */
#include <parley/size.h>

#include "pii/leads.h"
#include "pii/names.h"

bool is_place_lead(const struct search *s, size_t first)
{
    return first > 0 && (word_is(s, first - 1, "in") || word_is(s, first - 1, "at") || word_is(s, first - 1, "the") ||
                         word_is(s, first - 1, "near") || word_is(s, first - 1, "on") || word_is(s, first - 1, "a") ||
                         word_is(s, first - 1, "an"));
}

static bool is_listed(const struct search *s, size_t i)
{
    return word_is_any(s, i, IS_PLACE | IS_STATE) || word_is_mark(s, i, ',') || word_is(s, i, "and") || word_is(s, i, "or");
}

/* "Georgia and Virginia are states", "flights to Paris, Florence and Sydney": a place with places beside it, and nobody who acts.
 */
bool is_among_places(const struct search *s, size_t i)
{
    static const char *const kinds[] = {"city", "cities", "state", "states", "country", "countries", "town", "towns", "branches"};
    enum { REACH = 8 };
    const uint64_t place = IS_PLACE | IS_STATE;
    if (!word_is_any(s, i, place) || (s->all & IS_KIN))
        return false;
    size_t from = i, at, places = 0;
    while (from > 0 && i - from < REACH && is_listed(s, from - 1))
        from--;
    while (from < i && !word_is_any(s, from, place))
        from++;
    if (lead_to(s, from) >= LEAD_MEDIUM) /* I spoke to Sydney and Georgia */
        return false;
    for (at = from; at < i + REACH && is_listed(s, at); at++)
        places += word_is_any(s, at, place);
    bool acts = word_is_any(s, at, IS_VERB) && !word_is(s, at, "is") && !word_is(s, at, "was") && !word_is(s, at, "has") &&
                !word_is(s, at, "had");
    bool beside = places > 1;
    for (size_t k = at; k < at + REACH && k < s->t->word_count && !beside; k++)
        for (size_t n = 0; n < COUNT_OF(kinds); n++)
            beside |= word_is(s, k, kinds[n]);
    return beside && !acts;
}
