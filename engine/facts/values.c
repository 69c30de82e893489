#include "objections.h"

#include <parley/size.h>

#include "cases.h"
#include "days.h"
#include "number.h"
#include "reckoning.h"

/* "one" counts nothing that the known sentence counts otherwise. */
static bool is_idle_one(const struct unit *u, const struct meaning *known)
{
    if ((u->kind != FACT_COUNT && u->kind != FACT_ORDINAL) || u->value != MICRO)
        return false;
    for (uint32_t i = 0; i < known->unit_count; i++)
        if (known->units[i].kind == FACT_COUNT || (known->units[i].kind == FACT_DURATION && u->kind == FACT_ORDINAL))
            return false;
    return true;
}

/* A word of the known sentence with that ordinal number: "the second is given later". */
static bool has_ordinal(const struct meaning *m, int64_t number)
{
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct lexeme *l = m->tokens->at[i].lex;
        if (l->number_word == NUMBER_ORDINAL && l->number == number)
            return true;
    }
    return false;
}

static bool has_word(const struct meaning *m, const char *const *words, size_t count)
{
    for (uint32_t i = m->first; i < m->past; i++)
        for (size_t k = 0; k < count; k++)
            if (token_is_word(m->tokens, i, m->past, words[k]))
                return true;
    return false;
}

/* Which one of several, in other words: the second is a word of it, the first time is once, every further time is the second. */
static bool counts_alike(const struct unit *u, const struct meaning *known)
{
    static const char *const once[] = {"once", "single"}, *const further[] = {"further", "additional", "another", "subsequent"};
    bool ordinal = u->kind == FACT_ORDINAL;
    if (ordinal && has_ordinal(known, u->value / MICRO))
        return true;
    if (u->value == MICRO && (ordinal || u->kind == FACT_COUNT))
        return has_word(known, once, COUNT_OF(once));
    return ordinal && has_word(known, further, COUNT_OF(further));
}

static uint32_t units_of_kind(const struct meaning *m, enum fact_kind kind)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->unit_count; i++)
        n += m->units[i].kind == kind;
    return n;
}

/* "There are two tour times, eleven and two": a count of the hours or days that are said with it, and no others are known. */
static bool counts_what_is_listed(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    static const enum fact_kind listed[] = {FACT_TIME, FACT_DATE};
    for (size_t k = 0; k < COUNT_OF(listed) && u->kind == FACT_COUNT && !u->is_bare; k++) {
        int64_t n = units_of_kind(said, listed[k]);
        if (n >= 2 && n * MICRO == u->value && units_of_kind(known, listed[k]) == (uint32_t)n)
            return true;
    }
    return false;
}

/* "from 8:30 to 20:30" against "7:30 to 20:30": an hour that could be morning or evening stands for one end, not for both. */
static bool hour_is_taken(const struct meaning *said, uint32_t i, const struct unit *known)
{
    if (said->units[i].kind != FACT_TIME)
        return false;
    for (uint32_t k = 0; k < said->unit_count; k++)
        if (k != i && said->units[k].kind == FACT_TIME && said->units[k].value != said->units[i].value &&
            said->units[k].value == known->value)
            return true;
    return false;
}

bool has_agreeing(const struct meaning *m, const struct unit *u)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (unit_agrees(u, &m->units[i]))
            return true;
    return false;
}

bool has_kind(const struct meaning *m, const struct unit *u)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (unit_same_kind(u, &m->units[i]))
            return true;
    return false;
}

/* "Mon to Fri 8 to 6, Sat 9 to 1": what is said of one day must stand in that day's clause. Gives the unit that does not, + 1. */
static uint32_t crossing_unit(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    const struct unit *day = NULL;
    uint32_t days = 0, whole = (uint32_t)(known - r->sentences);
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (said->units[i].kind == FACT_DATE) {
            day = &said->units[i];
            days++;
        }
    if (days != 1 || said->unit_count < 2 || known->stretch != STRETCH_SENTENCE)
        return 0;
    uint32_t place = 0, places = 0;
    for (uint32_t s = whole + 1;
         s < r->sentence_count && r->sentences[s].stretch == STRETCH_CLAUSE && r->sentences[s].parent == whole; s++)
        if (has_agreeing(r->sentences[s].meaning, day)) {
            place = s;
            places++;
        }
    for (uint32_t i = 0; i < said->unit_count && places == 1; i++)
        if (&said->units[i] != day && has_kind(r->sentences[place].meaning, &said->units[i]) &&
            !has_agreeing(r->sentences[place].meaning, &said->units[i]))
            return i + 1;
    return 0;
}

uint32_t differing_unit(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    const struct meaning *m = known->meaning;
    for (uint32_t i = 0; i < said->unit_count; i++) {
        const struct unit *u = &said->units[i];
        bool found = false;
        if (crosses_bound(said, u, m))
            return i + 1;
        for (uint32_t j = 0; j < m->unit_count && !found; j++)
            found =
                unit_agrees(u, &m->units[j]) && !hour_is_taken(said, i, &m->units[j]) && shares_role(said, u, m, &m->units[j]);
        if (!found && u->kind == FACT_NAME)
            found = name_known(r, said, u, known);
        found = found || is_day_within(said, u, m) || is_off_day(said, u, m) || case_of(said, u, m) != CASE_NONE;
        found = found || is_reckoned(r, said, u, known);
        if (!found && !is_idle_one(u, m) && !counts_alike(u, m) && !counts_what_is_listed(said, u, m))
            return i + 1;
    }
    return said->unit_count < 2 ? 0 : crossing_unit(r, said, known);
}

const char *unit_reason(enum fact_kind kind)
{
    switch (kind) {
    case FACT_MONEY: return "amount differs";
    case FACT_PERCENT: return "percentage differs";
    case FACT_DATE: return "date differs";
    case FACT_DURATION: return "length of time differs";
    case FACT_TIME: return "time differs";
    case FACT_NAME: return "name is not in it";
    case FACT_LINK: return "link is not in it";
    case FACT_PHONE:
    case FACT_EMAIL: return "contact is not in it";
    case FACT_COUNT:
    case FACT_ORDINAL:
    case FACT_FRACTION:
    case FACT_PLATE:
    case FACT_PROMISE:
    case FACT_NEGATION:
    case FACT_COMPARISON:
    case FACT_QUANTIFIER:
    case FACT_CONDITION:
    case FACT_ATTRIBUTION:
    case FACT_OUTCOME:
    case FACT_STATEMENT:
    case FACT_KIND_COUNT: break;
    }
    return "value differs";
}
