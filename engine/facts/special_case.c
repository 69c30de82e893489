#include "special_case.h"

#include "certainty.h"
#include "objections.h"

enum { STRANGERS_MAX = 3 };

bool reason_begins(const struct tokens *t, uint32_t i, uint32_t past)
{
    return TOKEN_IS(t, i, past, "as") || TOKEN_IS(t, i, past, "since") || TOKEN_IS(t, i, past, "because");
}

/* "you'd have to take the hamster yourself" */
static bool leaves_to_customer(const struct meaning *m)
{
    bool duty = false;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct tokens *t = m->tokens;
        duty |= (TOKEN_IS(t, i, m->past, "have") && TOKEN_IS(t, i + 1, m->past, "to")) || TOKEN_IS(t, i, m->past, "need") ||
                (t->at[i].lex->roles & ROLE_OBLIGES);
        if (duty && (TOKEN_IS(t, i, m->past, "yourself") || TOKEN_IS(t, i, m->past, "yourselves")))
            return true;
    }
    return false;
}

bool refuses_a_case(const struct meaning *m)
{
    bool one_no = m->negations == 1 && m->exceptions == 0;
    return (one_no || (m->negations == 0 && leaves_to_customer(m))) && m->promise == 0 && m->all == 0 && m->attribution == 0 &&
           !m->offers_free && !m->is_unlimited && !foretells(m);
}

static bool is_limit(const struct meaning *m)
{
    return m->negations > 0 || m->exceptions > 0 || (m->marks & MARK_ONLY);
}

bool falls_under(const struct facts_register *r, const struct meaning *refused, const struct known_sentence *limit)
{
    uint32_t strangers = 0;
    for (uint32_t i = 0; i < refused->unit_count; i++)
        if (refused->units[i].kind != FACT_NAME && !has_agreeing(limit->meaning, &refused->units[i]))
            return false;
    for (uint32_t i = 0; i < refused->content_count; i++) {
        const struct content *c = &refused->content[i];
        if (c->weight < 2 || known_has(limit, c->key))
            continue;
        if (register_list(r, c->key) != NULL || ++strangers > STRANGERS_MAX)
            return false;
    }
    return is_limit(limit->meaning);
}
