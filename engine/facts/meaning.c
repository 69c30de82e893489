#include "meaning.h"

#include "lexicon.h"

static bool in_unit(const struct meaning *m, uint32_t word)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (word >= m->units[i].first && word < m->units[i].past)
            return true;
    return false;
}

static void add_content(struct meaning *m, uint64_t stem, uint32_t word)
{
    for (uint32_t i = 0; i < m->content_count; i++)
        if (m->content[i].stem == stem)
            return;
    if (m->content_count < CONTENT_MAX)
        m->content[m->content_count++] = (struct content){stem, word};
    m->signature |= UINT64_C(1) << (stem % 64);
}

/* "no" before a noun negates it; "no" alone at the start answers. "no doubt", "not only", "no problem" do not negate. */
static bool negates(const struct text *t, uint32_t i, uint32_t first, uint32_t past)
{
    struct slice w = t->words[i].folded, next = i + 1 < past ? t->words[i + 1].folded : SLICE_NONE;
    if (slice_eq(w, SLICE("no")))
        return !(i == first && next.len > 0 && t->words[i + 1].kind == WORD_MARK) && !slice_eq(next, SLICE("doubt")) && !slice_eq(next, SLICE("problem")) &&
               !slice_eq(next, SLICE("worries")) && !slice_eq(next, SLICE("more")) && !slice_eq(next, SLICE("later")) && !slice_eq(next, SLICE("longer")) && !slice_eq(next, SLICE("matter"));
    return !(slice_eq(w, SLICE("not")) && (slice_eq(next, SLICE("only")) || slice_eq(next, SLICE("just"))));
}

static void take_word(struct meaning *m, struct arena *arena, const struct vocabulary *v, struct stemmer *stemmer, const struct text *t, uint32_t i, bool unit)
{
    struct slice w = t->words[i].folded;
    const struct entry *e = vocabulary_find(v, w);
    uint32_t marks = e ? e->marks : 0;
    if (e == NULL && w.len > 3 && slice_ends(w, SLICE("n't")))
        marks |= MARK_NEGATION;
    if ((marks & MARK_NEGATION) && negates(t, i, m->first, m->past)) {
        if (m->negations++ == 0)
            m->first_negation = i;
    }
    if (slice_eq(w, SLICE("no")) && i + 1 < m->past && slice_eq(t->words[i + 1].folded, SLICE("doubt")))
        marks |= MARK_PROMISE;
    if ((marks & MARK_PROMISE) && m->promise == 0)
        m->promise = i + 1;
    if ((marks & MARK_OUTCOME) && m->outcome == 0)
        m->outcome = i + 1;
    m->marks |= marks;
    if (unit)
        return;
    m->words++;
    m->harmless += (marks & MARK_HARMLESS) != 0 || (e && e->is_common);
    if (e != NULL && e->opposite != 0 && m->opposite_count < OPPOSITES_MAX)
        m->opposites[m->opposite_count++] = e->opposite;
    if (e != NULL && (e->is_common || (marks & (MARK_NEGATION | MARK_FUTURE | MARK_ADDRESS | MARK_MAYBE))) && e->group == 0)
        return;
    if (w.len < 2 && t->words[i].kind == WORD_LETTERS)
        return;
    add_content(m, e != NULL && e->group != 0 ? e->group : word_hash(stem(stemmer, arena, w)), i);
}

void meaning_of(struct meaning *m, struct arena *arena, const struct vocabulary *v, struct stemmer *stemmer, const struct text *t, uint32_t first, uint32_t past)
{
    struct units units = {0};
    *m = (struct meaning){.first = first, .past = past};
    units_of(&units, arena, t, first, past);
    m->units = units.at;
    m->unit_count = (uint32_t)units.count;
    m->identity = UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t i = first; i < past; i++) {
        if (t->words[i].kind == WORD_MARK && (unsigned char)t->words[i].folded.at[0] < 0x80 && t->words[i].folded.at[0] != '%' && t->words[i].folded.at[0] != '$')
            continue;
        m->identity = (m->identity ^ word_hash(t->words[i].folded)) * UINT64_C(0x100000001b3);
        bool unit = in_unit(m, i);
        if (t->words[i].kind == WORD_LETTERS || (t->words[i].kind == WORD_MIXED && !unit))
            take_word(m, arena, v, stemmer, t, i, unit);
    }
}
