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

/* let, admit, take, send: what a limit forbids is that something or somebody is let in, or sent. */
static bool is_letting(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"let",    "allow",     "allowed", "admit",  "admitted", "accept", "accepted",
                                        "permit", "permitted", "welcome", "take",   "taken",    "bring",  "come",
                                        "enter",  "post",      "send",    "carry",  "carried",  "store",  "stored",
                                        "join",   "use",       "used",    "deliver"};
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (token_is_word(m->tokens, i, m->past, words[k]))
            return true;
    return false;
}

/* only, except, outside: what is let in is named, and everything else is not. */
static bool lets_only_some(const struct meaning *m)
{
    bool outside = false;
    for (uint32_t i = m->first; i < m->past; i++)
        outside |= TOKEN_IS(m->tokens, i, m->past, "outside") || TOKEN_IS(m->tokens, i, m->past, "beyond");
    return m->exceptions > 0 || (m->marks & MARK_ONLY) || outside;
}

/* A limit that lets in only some holds for every other thing: what is refused has its verb, or its thing and us. A plain no holds
 * for the thing that it names. */
static bool is_of_the_limit(const struct meaning *refused, const struct meaning *reason, const struct known_sentence *limit)
{
    bool verb = false, thing = false, lets = false, limit_lets = false;
    bool only_some = lets_only_some(limit->meaning) || lets_only_some(reason);
    for (uint32_t i = reason->first; i < reason->past; i++)
        limit_lets |= is_letting(reason, i);
    for (uint32_t i = refused->first; i < refused->past; i++)
        lets |= is_letting(refused, i);
    for (uint32_t i = 0; i < refused->content_count; i++) {
        const struct content *c = &refused->content[i];
        bool letting = is_letting(refused, c->token), shared = known_has(limit, c->key);
        verb |= letting && shared;
        thing |= !letting && shared && c->weight >= 2;
    }
    verb |= lets && limit_lets;
    if (leaves_to_customer(refused))
        return thing;
    return only_some ? verb || (thing && (refused->marks & (MARK_WE | MARK_I))) : verb && thing;
}

bool falls_under(const struct facts_register *r, const struct meaning *refused, const struct meaning *reason,
                 const struct known_sentence *limit)
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
    return is_limit(limit->meaning) && is_of_the_limit(refused, reason, limit);
}
