#include "tokens.h"

#include <parley/size.h>

#include "phrasal.h"
#include "stem_other.h"

/* Two words that are one; the second has ROLE_JOINS, so the check is cheap. */
static const struct {
    struct slice first, second, whole;
} pairs[] = {
    {SLICE_INIT("check"), SLICE_INIT("in"), SLICE_INIT("checkin")},
    {SLICE_INIT("checking"), SLICE_INIT("in"), SLICE_INIT("checkin")},
    {SLICE_INIT("check"), SLICE_INIT("out"), SLICE_INIT("checkout")},
    {SLICE_INIT("checking"), SLICE_INIT("out"), SLICE_INIT("checkout")},
    {SLICE_INIT("pick"), SLICE_INIT("up"), SLICE_INIT("pickup")},
    {SLICE_INIT("sign"), SLICE_INIT("up"), SLICE_INIT("signup")},
    {SLICE_INIT("wi"), SLICE_INIT("fi"), SLICE_INIT("wifi")},
    {SLICE_INIT("no"), SLICE_INIT("one"), SLICE_INIT("nobody")},
    {SLICE_INIT("front"), SLICE_INIT("desk"), SLICE_INIT("reception")},
    {SLICE_INIT("car"), SLICE_INIT("park"), SLICE_INIT("parking")},
    {SLICE_INIT("send"), SLICE_INIT("back"), SLICE_INIT("return")},
    {SLICE_INIT("sent"), SLICE_INIT("back"), SLICE_INIT("return")},
    {SLICE_INIT("sending"), SLICE_INIT("back"), SLICE_INIT("return")},
    {SLICE_INIT("bring"), SLICE_INIT("back"), SLICE_INIT("return")},
    {SLICE_INIT("brought"), SLICE_INIT("back"), SLICE_INIT("return")},
    {SLICE_INIT("pay"), SLICE_INIT("back"), SLICE_INIT("refund")},
    {SLICE_INIT("paid"), SLICE_INIT("back"), SLICE_INIT("refund")},
    {SLICE_INIT("money"), SLICE_INIT("back"), SLICE_INIT("refund")},
    {SLICE_INIT("drop"), SLICE_INIT("off"), SLICE_INIT("dropoff")},
    {SLICE_INIT("up"), SLICE_INIT("front"), SLICE_INIT("upfront")},
    {SLICE_INIT("long"), SLICE_INIT("term"), SLICE_INIT("longterm")},
    {SLICE_INIT("e"), SLICE_INIT("mail"), SLICE_INIT("email")},
    {SLICE_INIT("carry"), SLICE_INIT("out"), SLICE_INIT("perform")},
    {SLICE_INIT("set"), SLICE_INIT("up"), SLICE_INIT("establish")},
    {SLICE_INIT("fitness"), SLICE_INIT("room"), SLICE_INIT("gym")},
    {SLICE_INIT("fitness"), SLICE_INIT("centre"), SLICE_INIT("gym")},
    {SLICE_INIT("fitness"), SLICE_INIT("area"), SLICE_INIT("gym")},
    {SLICE_INIT("turn"), SLICE_INIT("up"), SLICE_INIT("arrive")},
    {SLICE_INIT("turns"), SLICE_INIT("up"), SLICE_INIT("arrive")},
    {SLICE_INIT("turned"), SLICE_INIT("up"), SLICE_INIT("arrive")},
    {SLICE_INIT("show"), SLICE_INIT("up"), SLICE_INIT("arrive")},
    {SLICE_INIT("shows"), SLICE_INIT("up"), SLICE_INIT("arrive")},
    {SLICE_INIT("showed"), SLICE_INIT("up"), SLICE_INIT("arrive")},
    {SLICE_INIT("take"), SLICE_INIT("on"), SLICE_INIT("accept")},
    {SLICE_INIT("taking"), SLICE_INIT("on"), SLICE_INIT("accept")},
    {SLICE_INIT("takes"), SLICE_INIT("on"), SLICE_INIT("accept")},
    {SLICE_INIT("put"), SLICE_INIT("in"), SLICE_INIT("install")},
    {SLICE_INIT("putting"), SLICE_INIT("in"), SLICE_INIT("install")},
    {SLICE_INIT("turn"), SLICE_INIT("down"), SLICE_INIT("refuse")},
    {SLICE_INIT("turned"), SLICE_INIT("down"), SLICE_INIT("refuse")},
};

static bool original_is_capital(const struct text *t, uint32_t folded)
{
    char c = t->original.at[t->origin[folded]];
    return c >= 'A' && c <= 'Z';
}

void token_settle(struct token *k, struct slice as)
{
    k->lex = lexeme_of(as);
    if (k->lex->length == 0 && as.len > 2 && slice_ends(as, SLICE("'s"))) { /* nobody's, everything's */
        const struct lexeme *owner = lexeme_of(slice_sub(as, 0, as.len - 2));
        bool weekday = owner->day >= 1 && owner->day <= 7; /* "Monday's our day off" */
        if ((owner->marks & (MARK_NEGATION | MARK_ALL)) || weekday)
            k->lex = owner;
    }
    k->sense = NULL;
    k->key = 0;
    if ((k->kind != WORD_LETTERS && k->kind != WORD_MIXED) || k->lex->weight == 0 || as.len < 2)
        return;
    uint64_t stem = word_stem(as);
    k->sense = sense_of(stem);
    k->key = k->sense != NULL && k->sense->group != 0 ? k->sense->group : stem;
}

static void add(struct tokens *out, const struct text *t, const struct word *w, uint32_t start, uint32_t end, bool space)
{
    struct token *k = &out->at[out->count++];
    *k = (struct token){
        .folded = slice_sub(t->folded, start, end), .start = start, .end = end, .kind = w->kind, .space_before = space};
    if (w->kind == WORD_LETTERS || w->kind == WORD_MIXED) {
        k->capital = original_is_capital(t, start);
        k->all_capital = k->capital && end > start + 1 && original_is_capital(t, end - 1);
    }
    token_settle(k, k->folded);
}

static bool is_one(struct slice word)
{
    return lexeme_of(word)->length != 0 || sense_of(word_stem(word)) != NULL;
}

/* Joins token count-2 and count-1 when they make one word. */
static void join_pair(struct tokens *out)
{
    struct token *b = &out->at[out->count - 1], *a = b - 1;
    if (!(b->lex->roles & ROLE_JOINS) || a->kind != WORD_LETTERS || b->kind != WORD_LETTERS)
        return;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (slice_eq(pairs[i].second, b->folded) && slice_eq(pairs[i].first, a->folded)) {
            a->end = b->end;
            token_settle(a, pairs[i].whole);
            out->count--;
            return;
        }
}

/* RM275, EUR20, USD1,200: where the sum begins behind the currency's letters; 0 when it is no such word. */
static uint32_t sum_in(const struct word *w)
{
    uint32_t letters = 0, len = (uint32_t)w->folded.len;
    while (letters < len && w->folded.at[letters] >= 'a' && w->folded.at[letters] <= 'z')
        letters++;
    if (w->kind != WORD_MIXED || letters < 2 || letters == len || lexeme_of(slice_sub(w->folded, 0, letters))->coin == COIN_NONE)
        return 0;
    for (uint32_t i = letters; i < len; i++)
        if ((w->folded.at[i] < '0' || w->folded.at[i] > '9') && w->folded.at[i] != ',' && w->folded.at[i] != '.')
            return 0;
    return letters;
}

static void add_word(struct tokens *out, const struct text *t, const struct word *w)
{
    uint32_t letters = sum_in(w);
    if (letters > 0) {
        struct word coin = *w, sum = *w;
        coin.kind = WORD_LETTERS;
        sum.kind = WORD_DIGITS;
        add(out, t, &coin, w->start, w->start + letters, w->space_before);
        add(out, t, &sum, w->start + letters, w->end, false);
        return;
    }
    bool whole = w->kind != WORD_LETTERS && w->kind != WORD_MIXED;
    size_t dash;
    if (whole || !slice_find(&dash, w->folded, SLICE("-")) || is_one(w->folded)) {
        add(out, t, w, w->start, w->end, w->space_before);
        return;
    }
    uint32_t start = w->start;
    for (uint32_t at = w->start; at <= w->end; at++)
        if (at == w->end || t->folded.at[at] == '-') {
            if (at > start)
                add(out, t, w, start, at, start == w->start ? w->space_before : true);
            start = at + 1;
        }
}

static size_t tokens_needed(const struct text *t)
{
    size_t n = t->word_count;
    for (size_t i = 0; i < t->word_count; i++)
        n += t->words[i].kind == WORD_MIXED;
    for (size_t i = 0; i < t->word_count; i++)
        if (t->words[i].kind == WORD_LETTERS || t->words[i].kind == WORD_MIXED)
            for (size_t k = 0; k < t->words[i].folded.len; k++)
                n += t->words[i].folded.at[k] == '-';
    return n;
}

/* The commonest little words and letters with a sign. */
static enum tongue tongue_of(const struct token *k)
{
    for (size_t i = 0; i < k->folded.len; i++)
        if ((unsigned char)k->folded.at[i] == 0xc3)
            return TONGUE_SPANISH;
    if (k->lex->roles & ROLE_SPANISH)
        return TONGUE_SPANISH;
    return k->lex->roles & ROLE_MALAY ? TONGUE_MALAY : TONGUE_ENGLISH;
}

/* What the words of a sentence are written in: two words at least, and one in five. */
static enum tongue sentence_tongue(const struct tokens *t, uint32_t first)
{
    uint32_t words[3] = {0}, all = 0;
    for (uint32_t i = first; i < t->count; i++)
        if (t->at[i].kind == WORD_LETTERS) {
            words[tongue_of(&t->at[i])]++;
            all++;
        }
    enum tongue other = words[TONGUE_SPANISH] >= words[TONGUE_MALAY] ? TONGUE_SPANISH : TONGUE_MALAY;
    bool sure = words[other] * 5 >= all && (words[other] >= 2 || all <= 6);
    return words[other] > 0 && sure ? other : TONGUE_ENGLISH;
}

/* Words that no table knows take the stem of their tongue. */
static void settle_other(struct tokens *t, uint32_t first, enum tongue tongue)
{
    char room[STEM_ROOM];
    for (uint32_t i = first; i < t->count; i++) {
        struct token *k = &t->at[i];
        if (k->key == 0 || k->kind != WORD_LETTERS || (k->sense != NULL && k->sense->group != 0))
            continue;
        uint64_t stem = word_stem(stem_other(tongue, k->folded, room));
        const struct sense *sense = sense_of(stem);
        if (sense != NULL && k->sense == NULL)
            k->sense = sense;
        k->key = sense != NULL && sense->group != 0 ? sense->group : stem;
    }
}

void tokens_read_some(struct tokens *out, struct arena *arena, const struct text *t, size_t sentences)
{
    *out = (struct tokens){.text = t};
    out->at = ARENA_NEW_ARRAY(arena, struct token, (sentences > 0 ? tokens_needed(t) : 0) + 1);
    out->sentence_first = ARENA_NEW_ARRAY(arena, uint32_t, t->sentence_count + 1);
    for (size_t s = 0; s < t->sentence_count; s++) {
        out->sentence_first[s] = out->count;
        if (s >= sentences)
            continue;
        for (uint32_t i = t->sentences[s].first; i < t->sentences[s].past; i++) {
            add_word(out, t, &t->words[i]);
            if (out->count >= out->sentence_first[s] + 2)
                join_pair(out);
        }
        enum tongue tongue = sentence_tongue(out, out->sentence_first[s]);
        if (tongue != TONGUE_ENGLISH)
            settle_other(out, out->sentence_first[s], tongue);
        else
            phrasal_verbs_read(out, out->sentence_first[s]);
        if (out->count > out->sentence_first[s])
            out->at[out->sentence_first[s]].starts_sentence = true;
    }
    out->sentence_first[t->sentence_count] = out->count;
}

void tokens_read(struct tokens *out, struct arena *arena, const struct text *t)
{
    tokens_read_some(out, arena, t, t->sentence_count);
}
