#include "phrasal.h"

#include <parley/size.h>

/* How far the particle may stand behind its verb: directly, with an object between, or with one that must be there. */
enum reach { REACH_NEXT, REACH_OBJECT, REACH_BEHIND_OBJECT };

struct phrasal {
    const char *particle, *verbs; /* all forms, with a space on both sides */
    enum reach reach;
    struct slice means;
};

static const struct phrasal phrasals[] = {
    {"back", " get gets getting got have has having receive receives received ", REACH_BEHIND_OBJECT, SLICE_INIT("refund")},
    {"back", " pay pays paying paid repay claim claims claimed credit credited ", REACH_OBJECT, SLICE_INIT("refund")},
    {"back", " give gives giving gave given ", REACH_OBJECT, SLICE_INIT("refund")},
    {"back", " call calls calling called ring rings phone phones ", REACH_OBJECT, SLICE_INIT("callback")},
    {"back", " send sends sending sent bring brings bringing brought post posts posted ", REACH_OBJECT, SLICE_INIT("return")},
    {"up", " go goes going went gone ", REACH_NEXT, SLICE_INIT("rise")},
    {"up", " put puts putting ", REACH_NEXT, SLICE_INIT("raise")},
    {"up", " pick picks picking picked ", REACH_OBJECT, SLICE_INIT("collect")},
    {"up", " ring rings ringing rang call calls calling phone phones ", REACH_OBJECT, SLICE_INIT("call")},
    {"up", " sign signs signing signed ", REACH_NEXT, SLICE_INIT("register")},
    {"down", " go goes going went gone come comes ", REACH_NEXT, SLICE_INIT("fall")},
    {"down", " bring brings bringing brought ", REACH_OBJECT, SLICE_INIT("lower")},
    {"down", " turn turns turning turned ", REACH_OBJECT, SLICE_INIT("refuse")},
    {"down", " put puts putting ", REACH_NEXT, SLICE_INIT("deposit")},
    {"out", " leave leaves leaving left rule rules ruled ", REACH_NEXT, SLICE_INIT("exclude")},
    {"out", " hand hands send sends sending sent go goes going ", REACH_NEXT, SLICE_INIT("send")},
    {"out", " run runs running ran ", REACH_NEXT, SLICE_INIT("expire")},
    {"out", " pull pulls pulling pulled back backs ", REACH_NEXT, SLICE_INIT("cancel")},
    {"out", " pay pays paying paid ", REACH_NEXT, SLICE_INIT("pay")},
    {"off", " call calls calling called ", REACH_OBJECT, SLICE_INIT("cancel")},
    {"off", " put puts putting ", REACH_OBJECT, SLICE_INIT("postpone")},
    {"off", " let lets letting write writes wrote ", REACH_OBJECT, SLICE_INIT("waive")},
    {"off", " send sends sending sent ", REACH_NEXT, SLICE_INIT("send")},
    {"off", " drop drops dropping dropped ", REACH_OBJECT, SLICE_INIT("deliver")},
    {"on", " pass passes passing passed ", REACH_OBJECT, SLICE_INIT("share")},
    {"on", " carry carries carrying carried ", REACH_NEXT, SLICE_INIT("continue")},
    {"away", " take takes taking took taken ", REACH_OBJECT, SLICE_INIT("collect")},
    {"away", " turn turns turning turned ", REACH_OBJECT, SLICE_INIT("refuse")},
    {"away", " move moves moving moved go goes going switch ", REACH_OBJECT, SLICE_INIT("leave")},
    {"away", " throw throws throwing threw thrown ", REACH_OBJECT, SLICE_INIT("discard")},
    {"in", " pay pays paying paid ", REACH_NEXT, SLICE_INIT("contribute")},
    {"in", " hand hands handing handed ", REACH_OBJECT, SLICE_INIT("submit")},
    {"in", " let lets letting ", REACH_OBJECT, SLICE_INIT("admit")},
    {"in", " tied locked ", REACH_NEXT, SLICE_INIT("contract")},
    {"into", " tied locked ", REACH_NEXT, SLICE_INIT("contract")},
    {"outside", " fall falls falling fell ", REACH_NEXT, SLICE_INIT("exclude")},
    {"over", " hand hands handing handed ", REACH_OBJECT, SLICE_INIT("give")},
};

static bool has_word(const char *words, struct slice word)
{
    size_t n = word.len;
    for (const char *at = words; *at != '\0'; at++)
        if (at[0] == ' ' && strncmp(at + 1, word.at, n) == 0 && at[n + 1] == ' ')
            return true;
    return false;
}

static bool is_object_word(const struct token *k)
{
    return k->kind == WORD_LETTERS || k->kind == WORD_DIGITS || k->lex->coin != COIN_NONE;
}

/* "up to 40" bounds a number; "back to you" is talk. */
static bool is_preposition(const struct tokens *t, uint32_t particle)
{
    bool leads = TOKEN_IS(t, particle, t->count, "in") || TOKEN_IS(t, particle, t->count, "on") ||
                 TOKEN_IS(t, particle, t->count, "outside");
    const struct token *next = particle + 1 < t->count ? &t->at[particle + 1] : NULL;
    if (next == NULL)
        return false;
    return TOKEN_IS(t, particle + 1, t->count, "to") ||
           (leads && (next->kind == WORD_DIGITS || next->lex->number_word != NUMBER_NONE));
}

/* The verb of the row that stands before the particle, + 1; 0 when none does. */
static uint32_t verb_of(const struct phrasal *p, const struct tokens *t, uint32_t first, uint32_t particle)
{
    enum { OBJECT_WORDS = 4 };
    uint32_t least = p->reach == REACH_BEHIND_OBJECT ? 1 : 0, most = p->reach == REACH_NEXT ? 0 : OBJECT_WORDS;
    for (uint32_t verb = particle, between = 0; verb > first && between <= most; verb--, between++) {
        const struct token *v = &t->at[verb - 1];
        if (!is_object_word(v) || (between > 0 && (v->lex->marks & MARK_CLAUSE)))
            return 0;
        if (between >= least && v->kind == WORD_LETTERS && has_word(p->verbs, v->folded))
            return verb;
    }
    return 0;
}

static void read_particle(struct tokens *t, uint32_t first, uint32_t particle)
{
    for (size_t k = 0; k < COUNT_OF(phrasals); k++) {
        if (!token_is_word(t, particle, t->count, phrasals[k].particle) || is_preposition(t, particle))
            continue;
        uint32_t verb = verb_of(&phrasals[k], t, first, particle);
        if (verb == 0)
            continue;
        token_settle(&t->at[verb - 1], phrasals[k].means);
        t->at[particle].sense = NULL;
        t->at[particle].key = 0;
        return;
    }
}

void phrasal_verbs_read(struct tokens *t, uint32_t first)
{
    for (uint32_t i = first + 1; i < t->count; i++)
        if (t->at[i].lex->roles & ROLE_PARTICLE)
            read_particle(t, first, i);
}
