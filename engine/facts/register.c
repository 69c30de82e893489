#include "register.h"

#include <parley/buffer.h>

#include "verbatim.h"

enum { CLAUSES_MAX = 12, SIBLINGS_MAX = 160, BLANK_TOKENS_MAX = 14 };

struct build {
    struct facts_register *r;
    struct arena *arena;
    struct tokens *tokens;
    struct unit *units; /* of the sentence at hand */
    size_t unit_count;
    uint32_t text;
};

/* FCA for Financial Conduct Authority. */
static void lend_initials(struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++) {
        const struct unit *u = &m->units[i];
        char initials[8];
        uint32_t n = u->past - u->first;
        if (u->kind != FACT_NAME || n < 2 || n > sizeof initials || u->past > m->past)
            continue;
        for (uint32_t k = 0; k < n; k++)
            initials[k] = m->tokens->at[u->first + k].folded.at[0];
        meaning_lend(m, word_stem((struct slice){initials, n}), u->first);
    }
}

static struct known_sentence *add(struct build *b, uint32_t first, uint32_t past, enum stretch stretch, struct unit *units,
                                  size_t unit_count)
{
    struct facts_register *r = b->r;
    r->sentences = array_grow(b->arena, r->sentences, &r->sentence_room, r->sentence_count, sizeof *r->sentences);
    struct known_sentence *s = &r->sentences[r->sentence_count++];
    *s = (struct known_sentence){.meaning = ARENA_NEW(b->arena, struct meaning), .text = b->text, .stretch = stretch};
    meaning_of(s->meaning, b->tokens, first, past, units, unit_count);
    lend_initials(s->meaning);
    return s;
}

/* The clauses of a long sentence, each a thing to align to: the more precise one decides. */
static void add_clauses(struct build *b, uint32_t first, uint32_t past)
{
    uint32_t parent = (uint32_t)b->r->sentence_count - 1, cuts[CLAUSES_MAX + 1];
    uint32_t n = clauses_read(cuts, CLAUSES_MAX, b->tokens, first, past, b->units, b->unit_count);
    if (n == 1)
        return;
    for (uint32_t k = 0; k < n; k++) {
        struct known_sentence *s = add(b, cuts[k], cuts[k + 1], STRETCH_CLAUSE, b->units, b->unit_count);
        s->parent = parent;
        bool excepts = k > 0 && (b->tokens->at[cuts[k]].lex->roles & ROLE_EXCEPTS) != 0 &&
                       !TOKEN_IS(b->tokens, cuts[k], past, "other"); /* ", except assistance dogs" */
        bool little =
            s->meaning->content_count < 2 && s->meaning->unit_count < 2; /* "and on Saturday from nine to one" is enough */
        if (little || excepts)
            b->r->sentence_count--;
    }
}

static bool has_blank(const struct tokens *t, uint32_t first, uint32_t past)
{
    for (uint32_t i = first; i + 2 < past; i++)
        if (token_is_mark(t, i, past, '{') && token_is_mark(t, i + 2, past, '}'))
            return true;
    return false;
}

static void add_sentences(struct build *b, struct slice words)
{
    struct text *t = ARENA_NEW(b->arena, struct text);
    if (text_read(t, b->arena, arena_copy(b->arena, words), NULL) != OK)
        return;
    b->tokens = ARENA_NEW(b->arena, struct tokens);
    tokens_read(b->tokens, b->arena, t);
    struct units before = {0};
    uint32_t before_first = 0;
    for (size_t i = 0; i < t->sentence_count; i++) {
        struct units u = {0};
        uint32_t first = b->tokens->sentence_first[i], past = b->tokens->sentence_first[i + 1];
        units_of(&u, b->arena, b->tokens, first, past);
        b->units = u.at;
        b->unit_count = u.count;
        struct known_sentence *s = add(b, first, past, STRETCH_SENTENCE, u.at, u.count);
        s->is_question = t->sentences[i].is_question;
        s->has_blanks = has_blank(b->tokens, first, past);
        if (!s->is_question)
            add_clauses(b, first, past);
        if (i > 0) { /* two neighbours together: what a paraphrase may join */
            struct units both = {0};
            both.at = ARENA_NEW_ARRAY(b->arena, struct unit, before.count + u.count + 1);
            for (size_t k = 0; k < before.count; k++)
                both.at[both.count++] = before.at[k];
            for (size_t k = 0; k < u.count; k++)
                both.at[both.count++] = u.at[k];
            add(b, before_first, past, STRETCH_PAIR, both.at, both.count);
        }
        before = u;
        before_first = first;
    }
}

/* Values of a claim that its wording does not spell are joined to its first sentence. */
static void add_values(struct build *b, const struct known_text *known, size_t from)
{
    if (from >= b->r->sentence_count)
        return;
    struct meaning *m = b->r->sentences[from].meaning;
    for (size_t v = 0; v < known->value_count; v++) {
        struct text *t = ARENA_NEW(b->arena, struct text);
        struct units u = {0};
        if (text_read(t, b->arena, arena_copy(b->arena, known->values[v].text), NULL) != OK)
            continue;
        struct tokens *k = ARENA_NEW(b->arena, struct tokens);
        tokens_read(k, b->arena, t);
        units_of(&u, b->arena, k, 0, k->count);
        for (size_t i = 0; i < u.count; i++) {
            bool known_already = u.at[i].kind == FACT_NAME;
            for (size_t s = from; s < b->r->sentence_count && !known_already; s++)
                for (uint32_t j = 0; j < b->r->sentences[s].meaning->unit_count && !known_already; j++) {
                    struct unit a = b->r->sentences[s].meaning->units[j];
                    known_already = a.kind == u.at[i].kind && a.value == u.at[i].value;
                }
            if (known_already)
                continue;
            struct unit *more = ARENA_NEW_ARRAY(b->arena, struct unit, m->unit_count + 1);
            for (uint32_t j = 0; j < m->unit_count; j++)
                more[j] = m->units[j];
            more[m->unit_count] = u.at[i];
            more[m->unit_count].first = m->past;
            more[m->unit_count].past = m->past;
            m->units = more;
            m->unit_count++;
        }
    }
}

/* Other wordings of one claim lend their words: what they say is the same fact. */
static void lend_siblings(struct facts_register *r, struct arena *arena, uint32_t first, uint32_t past)
{
    for (uint32_t a = first; a < past; a++) {
        struct known_sentence *s = &r->sentences[a];
        bool several = false;
        for (uint32_t b = first; b < past && !several; b++)
            several = r->sentences[b].text != s->text;
        if (!several)
            return;
        s->siblings = ARENA_NEW_ARRAY(arena, uint64_t, SIBLINGS_MAX);
        for (uint32_t b = first; b < past; b++) {
            const struct meaning *other = r->sentences[b].meaning;
            if (r->sentences[b].text == s->text || r->sentences[b].stretch != STRETCH_SENTENCE)
                continue;
            if (other->negations > 0 && s->meaning->negations == 0) /* its words mean what they mean behind a "not" */
                continue;
            for (uint32_t k = 0; k < other->content_count && s->sibling_count < SIBLINGS_MAX; k++) {
                bool there = meaning_has(s->meaning, other->content[k].key);
                for (uint32_t j = 0; j < s->sibling_count && !there; j++)
                    there = s->siblings[j] == other->content[k].key;
                if (!there)
                    s->siblings[s->sibling_count++] = other->content[k].key;
            }
        }
    }
}

/* "He has two daughters": a pronoun in free source text stands for a name of the text's first sentence. */
static void lend_topic(struct facts_register *r, struct arena *arena, uint32_t from, uint32_t past)
{
    static const char *const pronouns[] = {"he", "she", "it", "they", "his", "her", "its", "their", "him"};
    if (from >= past)
        return;
    const struct meaning *topic = r->sentences[from].meaning;
    for (uint32_t i = from + 1; i < past; i++) {
        struct known_sentence *s = &r->sentences[i];
        bool refers = false;
        for (uint32_t w = s->meaning->first; w < s->meaning->past && !refers; w++)
            for (size_t k = 0; k < sizeof pronouns / sizeof pronouns[0] && !refers; k++)
                refers = slice_eq(s->meaning->tokens->at[w].folded, slice_from(pronouns[k]));
        for (uint32_t k = 0; refers && k < topic->content_count; k++) {
            const struct token *w = &topic->tokens->at[topic->content[k].token];
            if (!w->capital || meaning_has(s->meaning, topic->content[k].key))
                continue;
            if (s->siblings == NULL)
                s->siblings = ARENA_NEW_ARRAY(arena, uint64_t, SIBLINGS_MAX);
            if (s->sibling_count < SIBLINGS_MAX)
                s->siblings[s->sibling_count++] = topic->content[k].key;
        }
    }
}

/* -- index ------------------------------------------------------------------------------------------------------------ */

static size_t power_over(size_t n)
{
    size_t p = 64;
    while (p < n * 2)
        p *= 2;
    return p;
}

static struct posting_list *list_of(const struct facts_register *r, uint64_t key)
{
    size_t i = (key ^ key >> 29) & (r->list_slots - 1);
    while (r->lists[i].key != 0 && r->lists[i].key != key)
        i = (i + 1) & (r->list_slots - 1);
    return &r->lists[i];
}

static void index_content(struct facts_register *r, struct arena *arena)
{
    size_t total = 0;
    for (size_t i = 0; i < r->sentence_count; i++)
        total += r->sentences[i].meaning->content_count + r->sentences[i].sibling_count;
    r->list_slots = power_over(total);
    r->lists = ARENA_NEW_ARRAY(arena, struct posting_list, r->list_slots);
    r->postings = ARENA_NEW_ARRAY(arena, uint32_t, total + 1);
    for (int pass = 0; pass < 2; pass++) {
        uint32_t at = 0;
        for (size_t s = 0; s < r->list_slots && pass == 1; s++) {
            r->lists[s].first = at;
            at += r->lists[s].room;
        }
        for (size_t i = 0; i < r->sentence_count; i++) {
            const struct known_sentence *s = &r->sentences[i];
            for (uint32_t k = 0; k < s->meaning->content_count + s->sibling_count; k++) {
                bool own = k < s->meaning->content_count;
                uint64_t key = own ? s->meaning->content[k].key : s->siblings[k - s->meaning->content_count];
                struct posting_list *l = list_of(r, key);
                l->key = key;
                if (pass == 0)
                    l->room++;
                else
                    r->postings[l->first + l->count++] = (uint32_t)i | (own ? 0 : POSTING_SIBLING);
            }
        }
    }
}

static uint32_t *identity_slot(const struct facts_register *r, uint64_t identity)
{
    size_t i = (identity ^ identity >> 32) & (r->identity_slots - 1);
    while (r->by_identity[i] != 0 && r->sentences[r->by_identity[i] - 1].meaning->identity != identity)
        i = (i + 1) & (r->identity_slots - 1);
    return &r->by_identity[i];
}

static void index_identity(struct facts_register *r, struct arena *arena)
{
    r->identity_slots = power_over(r->sentence_count);
    r->by_identity = ARENA_NEW_ARRAY(arena, uint32_t, r->identity_slots);
    r->blanks = ARENA_NEW_ARRAY(arena, uint32_t, r->sentence_count + 1);
    for (size_t i = 0; i < r->sentence_count; i++) {
        if (r->sentences[i].stretch == STRETCH_CLAUSE)
            continue;
        uint32_t *slot = identity_slot(r, r->sentences[i].meaning->identity);
        if (*slot == 0)
            *slot = (uint32_t)i + 1;
        if (r->sentences[i].has_blanks)
            r->blanks[r->blank_count++] = (uint32_t)i;
    }
}

/* Every id has a number: that of the first text with it. */
static void number_claims(struct facts_register *r, struct arena *arena)
{
    size_t slots = power_over(r->text_count);
    uint32_t *firsts = ARENA_NEW_ARRAY(arena, uint32_t, slots);
    for (size_t i = 0; i < r->text_count; i++) {
        uint64_t hash = word_hash(r->texts[i].id);
        size_t at = (hash ^ hash >> 32) & (slots - 1);
        while (firsts[at] != 0 && !slice_eq(r->texts[firsts[at] - 1].id, r->texts[i].id))
            at = (at + 1) & (slots - 1);
        if (firsts[at] == 0)
            firsts[at] = (uint32_t)i + 1;
        r->texts[i].claim = firsts[at] - 1;
    }
}

static void sum_up(struct facts_register *r)
{
    for (size_t i = 0; i < r->sentence_count; i++) {
        struct known_sentence *s = &r->sentences[i];
        uint32_t full = 0;
        s->kind = r->texts[s->text].kind;
        s->claim = r->texts[s->text].claim;
        s->is_denial = s->meaning->negations > 0;
        s->words = (uint16_t)s->meaning->content_count;
        for (uint32_t k = 0; k < s->meaning->content_count; k++) {
            s->weight = (uint16_t)(s->weight + s->meaning->content[k].weight * 2u);
            full += s->meaning->content[k].weight >= 2;
        }
        for (uint32_t k = 0; k < s->meaning->unit_count; k++)
            s->signature |= unit_signature_known(&s->meaning->units[k]);
        for (uint32_t k = 0; k < s->meaning->unit_count; k++)
            s->values = (uint16_t)(s->values + (s->meaning->units[k].kind != FACT_NAME));
        s->is_fragment = s->stretch == STRETCH_CLAUSE && full + (s->meaning->unit_count > 0) < 4;
    }
}

/* Names in sentences that say who we are may stand for "we" anywhere. */
static void note_own_names(struct facts_register *r, struct arena *arena)
{
    size_t room = 0;
    for (size_t i = 0; i < r->sentence_count; i++) {
        const struct known_sentence *s = &r->sentences[i];
        const struct meaning *m = s->meaning;
        if (r->texts[s->text].kind == KNOWN_CONTEXT || s->stretch != STRETCH_SENTENCE)
            continue;
        for (uint32_t k = m->first; k + 1 < m->past; k++) {
            const struct tokens *t = m->tokens;
            bool we_are = TOKEN_IS(t, k, m->past, "i'm") || TOKEN_IS(t, k, m->past, "we're") ||
                          (TOKEN_IS(t, k, m->past, "i") && TOKEN_IS(t, k + 1, m->past, "am")) ||
                          (TOKEN_IS(t, k, m->past, "we") && TOKEN_IS(t, k + 1, m->past, "are")) ||
                          (TOKEN_IS(t, k, m->past, "this") && TOKEN_IS(t, k + 1, m->past, "is"));
            if (!we_are)
                continue;
            for (uint32_t u = 0; u < m->unit_count; u++)
                for (uint32_t w = m->units[u].first; w < m->units[u].past && m->units[u].kind == FACT_NAME && w < t->count; w++) {
                    r->own_names = array_grow(arena, r->own_names, &room, r->own_name_count, sizeof *r->own_names);
                    r->own_names[r->own_name_count++] = t->at[w].key;
                }
            break;
        }
    }
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void add_plain(struct buffer *out, struct arena *arena, struct slice text)
{
    struct slice folded = text_fold(arena, text);
    buffer_byte(out, '\n');
    for (size_t i = 0; i < folded.len; i++) {
        bool parts =
            memchr(",;:()", folded.at[i], 5) != NULL || (folded.at[i] == '.' && i + 1 < folded.len && folded.at[i + 1] == ' ');
        if (is_plain(folded.at[i]))
            buffer_byte(out, folded.at[i]);
        else if (parts && i + 1 < folded.len) /* "27, 29002 Malaga" is no number of seven digits */
            buffer_byte(out, '|');
    }
}

static bool is_digit_at(struct slice s, size_t i)
{
    return i < s.len && s.at[i] >= '0' && s.at[i] <= '9';
}

enum { MENTION_LEAST = 5, PLAIN_MAX = 1 << 22 };

bool facts_register_mentions(const struct facts_register *r, struct arena *arena, struct slice text)
{
    struct buffer b;
    buffer_init(&b, arena, text.len * 4 + 2);
    add_plain(&b, arena, text);
    struct slice wanted = slice_after(buffer_slice(&b), 1);
    for (size_t from = 0, at; wanted.len >= MENTION_LEAST && slice_find(&at, slice_after(r->plain, from), wanted);) {
        size_t start = from + at, end = start + wanted.len;
        bool cut = is_digit_at(r->plain, start) && start > 0 && is_digit_at(r->plain, start - 1);
        cut |= is_digit_at(r->plain, end - 1) && is_digit_at(r->plain, end);
        if (!cut) /* a part of a longer number is another number */
            return true;
        from = start + 1;
    }
    return false;
}

struct facts_register *facts_register_create(struct arena *arena, const struct known_text *texts, size_t count)
{
    struct facts_register *r = ARENA_NEW(arena, struct facts_register);
    struct build b = {.r = r, .arena = arena};
    r->texts = ARENA_NEW_ARRAY(arena, struct known_source, count + 1);
    r->text_count = count;
    r->is_source = count > 0;
    for (size_t i = 0; i < count; i++)
        r->is_source &= texts[i].kind == KNOWN_CONTEXT;
    uint32_t claim_first = 0;
    struct buffer plain;
    buffer_init(&plain, arena, PLAIN_MAX);
    for (size_t i = 0; i < count; i++) {
        if (texts[i].kind == KNOWN_CLAIM || texts[i].kind == KNOWN_SCRIPT)
            add_plain(&plain, arena, texts[i].text);
        uint32_t from = (uint32_t)r->sentence_count;
        bool same_claim = i > 0 && texts[i].kind == KNOWN_CLAIM && texts[i - 1].kind == KNOWN_CLAIM && texts[i].id.len > 0 &&
                          slice_eq(texts[i].id, texts[i - 1].id);
        if (!same_claim) {
            lend_siblings(r, arena, claim_first, from);
            claim_first = from;
        }
        r->texts[i] = (struct known_source){.kind = texts[i].kind, .id = arena_copy(arena, texts[i].id)};
        b.text = (uint32_t)i;
        add_sentences(&b, texts[i].text);
        add_values(&b, &texts[i], from);
        if (texts[i].kind == KNOWN_CONTEXT)
            lend_topic(r, arena, from, (uint32_t)r->sentence_count);
    }
    lend_siblings(r, arena, claim_first, (uint32_t)r->sentence_count);
    number_claims(r, arena);
    sum_up(r);
    index_content(r, arena);
    index_identity(r, arena);
    verbatim_index(r, arena);
    clipped_index(r, arena);
    note_own_names(r, arena);
    r->plain = buffer_slice(&plain);
    return r;
}

const struct known_sentence *register_identical(const struct facts_register *r, uint64_t identity)
{
    uint32_t slot = *identity_slot(r, identity);
    return slot ? &r->sentences[slot - 1] : NULL;
}

const struct posting_list *register_list(const struct facts_register *r, uint64_t key)
{
    const struct posting_list *l = list_of(r, key);
    return l->key != 0 ? l : NULL;
}

bool register_claims(const struct facts_register *r, uint64_t key)
{
    const struct posting_list *l = register_list(r, key);
    for (uint32_t i = 0; l != NULL && i < l->count; i++)
        if (r->sentences[r->postings[l->first + i] & (POSTING_SIBLING - 1)].kind == KNOWN_CLAIM)
            return true;
    return false;
}

/* -- blanks ------------------------------------------------------------------------------------------------------------ */

/* What may stand in a blank: no sum, no share, no promise, no negation. */
static bool may_fill(const struct meaning *said, uint32_t first, uint32_t past)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (said->units[i].first < past && said->units[i].past > first &&
            (said->units[i].kind == FACT_MONEY || said->units[i].kind == FACT_PERCENT))
            return false;
    for (uint32_t i = first; i < past; i++)
        if (token_has(said->tokens, i, past, MARK_PROMISE | MARK_NEGATION | MARK_OUTCOME))
            return false;
    return past - first <= BLANK_TOKENS_MAX;
}

static bool fills(const struct meaning *said, const struct meaning *line)
{
    uint32_t i = line->first, k = said->first;
    while (i < line->past) {
        if (!token_is_mark(line->tokens, i, line->past, '{') || i + 2 >= line->past) {
            if (k >= said->past || !slice_eq(said->tokens->at[k].folded, line->tokens->at[i].folded))
                return false;
            i++;
            k++;
            continue;
        }
        i += 3;
        uint32_t begin = k;
        if (k == said->past)
            return false;
        for (k++; k < said->past && i < line->past && !slice_eq(said->tokens->at[k].folded, line->tokens->at[i].folded); k++)
            ;
        if (i == line->past)
            k = said->past;
        if (!may_fill(said, begin, k))
            return false;
    }
    return k == said->past;
}

const struct known_sentence *register_filled(const struct facts_register *r, const struct meaning *said)
{
    for (size_t i = 0; i < r->blank_count; i++)
        if (fills(said, r->sentences[r->blanks[i]].meaning))
            return &r->sentences[r->blanks[i]];
    return NULL;
}
