#include "statements.h"

#include <parley/size.h>

enum { STATEMENTS_MAX = 12 };

struct statement {
    uint32_t first, past;
    bool denies;
};

struct statements {
    struct statement at[STATEMENTS_MAX];
    uint32_t count;
};

static bool is_border(const struct meaning *m, uint32_t i)
{
    const struct token *w = &m->tokens->at[i];
    return (w->kind == WORD_MARK && w->lex->coin == COIN_NONE && w->folded.at[0] != '-' && w->folded.at[0] != '\'') ||
           (w->lex->roles & ROLE_JOINT);
}

static bool denies_at(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = 0; k < m->scope_count; k++)
        if (m->scopes[k].token == i)
            return true;
    return false;
}

/* Something is said of something: a list goes on without a verb, and belongs to the statement beside it. */
static bool has_verb(const struct meaning *m, uint32_t first, uint32_t past)
{
    for (uint32_t i = first; i < past; i++)
        if ((m->tokens->at[i].lex->roles & ROLE_VERB) || denies_at(m, i))
            return true;
    return false;
}

static void statements_read(struct statements *out, const struct meaning *m)
{
    *out = (struct statements){.count = 0};
    for (uint32_t first = m->first, i = m->first; i <= m->past; i++) {
        if (i < m->past && !is_border(m, i))
            continue;
        bool verb = has_verb(m, first, i), full = out->count == STATEMENTS_MAX;
        if ((i == m->past && !verb) || full) {
            if (out->count > 0)
                out->at[out->count - 1].past = i;
            else
                out->at[out->count++] = (struct statement){first, i, false};
        } else if (verb)
            out->at[out->count++] = (struct statement){first, i, false};
        else
            continue;
        first = i;
    }
    for (uint32_t s = 0; s < out->count; s++)
        for (uint32_t i = out->at[s].first; i < out->at[s].past; i++)
            out->at[s].denies |= denies_at(m, i);
}

enum said_of { SAID_NOWHERE, SAID_AFFIRMED, SAID_DENIED, SAID_BOTH };

static enum said_of standing_of(const struct statements *s, const struct meaning *m, uint64_t key)
{
    enum said_of found = SAID_NOWHERE;
    for (uint32_t k = 0; k < s->count; k++)
        for (uint32_t i = s->at[k].first; i < s->at[k].past; i++) {
            enum said_of here = s->at[k].denies ? SAID_DENIED : SAID_AFFIRMED;
            if (m->tokens->at[i].key == key)
                found = found == SAID_NOWHERE || found == here ? here : SAID_BOTH;
        }
    return found;
}

static bool is_mixed(const struct statements *s)
{
    bool denies = false, affirms = false;
    for (uint32_t i = 0; i < s->count; i++) {
        denies |= s->at[i].denies;
        affirms |= !s->at[i].denies;
    }
    return denies && affirms;
}

/* Words of one statement of `said` that `known` only affirms, and that it only denies. */
struct stands {
    uint32_t affirmed, denied, first;
};

static struct stands stands_of(const struct meaning *said, const struct statement *s, const struct meaning *known,
                               const struct statements *k)
{
    struct stands n = {0};
    for (uint32_t i = s->first; i < s->past; i++) {
        const struct token *w = &said->tokens->at[i];
        if (w->key == 0 || w->lex->weight < 2 || w->lex->span != SPAN_NONE)
            continue;
        enum said_of of = standing_of(k, known, w->key);
        n.affirmed += of == SAID_AFFIRMED;
        n.denied += of == SAID_DENIED;
        if (n.first == 0 && of == (s->denies ? SAID_AFFIRMED : SAID_DENIED))
            n.first = i + 1;
    }
    return n;
}

/* except, unless, only: a no that depends, which polarity.c reads. */
static bool depends(const struct meaning *m)
{
    return m->exceptions > 0 || m->conditional_negation || m->has_unless || m->is_exclusive ||
           (m->marks & (MARK_ONLY | MARK_CONDITION));
}

uint32_t turned_statement(const struct meaning *said, const struct meaning *known)
{
    if (known->scope_count == 0 || depends(known) || depends(said)) /* most */
        return 0;
    struct statements s, k;
    statements_read(&k, known);
    if (!is_mixed(&k))
        return 0;
    statements_read(&s, said);
    for (uint32_t i = 0; i < s.count; i++) {
        struct stands n = stands_of(said, &s.at[i], known, &k);
        if (s.at[i].denies ? n.affirmed > 0 && n.denied == 0 : n.denied > 0)
            return n.first;
    }
    return 0;
}
