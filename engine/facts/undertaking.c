#include "undertaking.h"

/* Does the word stand for an action that nothing hangs on: be, have, get, let, help, tell? */
static bool is_light_verb(const struct token *k)
{
    return k->lex->weight == 0 || (k->lex->marks & (MARK_TALK | MARK_TELL | MARK_HARMLESS | MARK_REQUEST | MARK_OUTCOME));
}

/* Who will: we, I, someone from the team, a name. */
static bool is_ours(const struct meaning *m, uint32_t will)
{
    enum { SUBJECT = 5 };
    const struct tokens *t = m->tokens;
    for (uint32_t i = will, steps = 0; i > m->first && steps < SUBJECT && t->at[i - 1].kind == WORD_LETTERS; i--, steps++)
        if ((steps == 0 && (token_has(t, i - 1, m->past, MARK_WE | MARK_I) || t->at[i - 1].capital)) ||
            TOKEN_IS(t, i - 1, m->past, "someone") || TOKEN_IS(t, i - 1, m->past, "somebody"))
            return true;
    return false;
}

/* "We'll credit your account", "someone will call you back", "I'll ask the driver": what we bind ourselves to do. The token of
 * the verb, + 1; 0 when nothing is done, or when the known text says that it is. */
uint32_t undertakes(const struct meaning *said, const struct meaning *known)
{
    enum { ADVERBS = 3 };
    const struct tokens *t = said->tokens;
    for (uint32_t i = (said->marks & MARK_FUTURE) ? said->first : said->past; i < said->past; i++) {
        bool joined = TOKEN_IS(t, i, said->past, "we'll") || TOKEN_IS(t, i, said->past, "i'll");
        bool plain = TOKEN_IS(t, i, said->past, "will") && is_ours(said, i);
        bool mine = TOKEN_IS(t, i, said->past, "i'll");
        for (uint32_t v = i + 1; (joined || plain) && v < said->past && v <= i + ADVERBS; v++) {
            const struct token *verb = &t->at[v];
            if (verb->kind != WORD_LETTERS || (verb->lex->marks & MARK_NEGATION))
                break;
            bool idle = verb->lex->weight == 0 || (mine && !(verb->lex->marks & (MARK_TALK | MARK_TELL | MARK_REQUEST)));
            if (is_light_verb(verb) && idle)
                continue;
            if (!is_light_verb(verb) && (verb->is_nearby || !meaning_has(known, verb->key)))
                return v + 1;
            break;
        }
    }
    return 0;
}

/* "You'll get a text from your driver", when the driver sends one: a deal from the other side. Something is given in both, and
 * what is got stands in the known sentence. */
bool gives_alike(const struct meaning *said, const struct meaning *known)
{
    enum { REACH = 5 };
    static const char *const gives[] = {"send",     "sends",    "give",     "gives", "refund", "pay",   "pays",
                                        "credit",   "offer",    "offers",   "add",   "adds",   "claim", "provide",
                                        "includes", "included", "refunded", "paid",  "given",  "sent"};
    const struct tokens *t = said->tokens;
    bool got = TOKEN_IS(t, said->outcome - 1, said->past, "get") || TOKEN_IS(t, said->outcome - 1, said->past, "receive");
    bool given = false;
    for (uint32_t i = got ? known->first : known->past; i < known->past && !given; i++)
        for (size_t k = 0; k < sizeof gives / sizeof gives[0]; k++)
            given |= token_is_word(known->tokens, i, known->past, gives[k]);
    for (uint32_t i = said->outcome; given && i < said->past && i < said->outcome + REACH; i++)
        if (t->at[i].key != 0 && t->at[i].lex->weight >= 1)
            return meaning_has(known, t->at[i].key);
    return false;
}
