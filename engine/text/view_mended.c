/* A view that mends slips of the fingers in words that matter: sotp, mesaging, unsubscibe, beter. A word that nobody knows and
 * that is one slip (a letter more, less, other, or two swapped) from a key word is read as that word. */
#include "rewrite.h"

#include <parley/size.h>

static const char *const key_words[] = {
    "stop",        "message",    "messages",  "messaging",    "texting",    "unsubscribe", "contact",     "contacting",
    "remove",      "delete",     "leave",     "alone",        "again",      "better",      "without",     "suicide",
    "suicidal",    "myself",     "anymore",   "alive",        "tablets",    "depressed",   "depression",  "anxiety",
    "hospital",    "dementia",   "disabled",  "dyslexic",     "passed",     "husband",     "daughter",    "funeral",
    "bereaved",    "divorce",    "redundant", "redundancy",   "bailiffs",   "arrears",     "debt",        "understand",
    "confused",    "confusing",  "ignore",    "instructions", "previous",   "system",      "prompt",      "reveal",
    "guarantee",   "guaranteed", "promise",   "compensation", "human",      "person",      "robot",       "speak",
    "manager",     "someone",    "complaint", "complain",     "solicitor",  "lawyer",      "court",       "furious",
    "angry",       "useless",    "disgrace",  "number",       "school",     "sixteen",     "fifteen",     "struggling",
    "coping",      "crying",     "hopeless",  "overwhelmed",  "homeless",   "interested",  "berhenti",    "jangan",
    "hubungi",     "reading",    "numbers",   "cancer",       "payday",     "come",        "shark",       "burgled",
    "psychiatric", "never",      "internet",  "hurt",         "heart",      "point",       "going",       "blind",
    "panic",       "attack",     "kidney",    "failure",      "diagnosed",  "electricity", "controlling", "prison",
    "want",        "living",     "disgusted", "useless",      "somebody",   "talking",     "forget",      "memory",
    "killing",     "address",    "details",   "neighbour",    "medication", "overdose",    "breakdown",   "lost",
    "died",        "mother",     "father"};

/* Honest words one slip away from a key word. */
static const char *const honest[] = {
    "step",        "shop",     "stops",    "top",       "spot",    "massage",  "massages",   "test",       "testing",  "contract",
    "contracting", "removed",  "deleted",  "leaves",    "lease",   "along",    "clone",      "letter",     "bitter",   "batter",
    "butter",      "gain",     "cancel",   "cancels",   "canter",  "dancer",   "comes",      "home",       "some",     "came",
    "comet",       "share",    "sharp",    "sharks",    "ever",    "fever",    "nerve",      "hurts",      "heat",     "hear",
    "heard",       "hearts",   "paint",    "print",     "points",  "joint",    "pint",       "doing",      "gong",     "being",
    "ping",        "bind",     "blend",    "blond",     "cone",    "code",     "core",       "went",       "wand",     "wants",
    "wanted",      "wait",     "waste",    "loving",    "giving",  "having",   "moving",     "leaving",    "walking",  "taking",
    "tacking",     "poison",   "prisons",  "attach",    "attacks", "failures", "controlled", "picnic",     "against",  "live",
    "olive",       "person's", "parson",   "speaks",    "speck",   "peak",     "sneak",      "managed",    "manages",  "course",
    "count",       "cloud",    "could",    "cort",      "lover",   "layer",    "player",     "lumber",     "numbed",   "schools",
    "cooping",     "cropping", "hoping",   "crying",    "trying",  "drying",   "frying",     "prying",     "cost",     "list",
    "last",        "lot",      "lose",     "loft",      "post",    "most",     "host",       "lots",       "dies",     "die",
    "tied",        "lied",     "fried",    "tried",     "dried",   "other",    "mothers",    "bother",     "another",  "further",
    "rather",      "gather",   "fathers",  "debit",     "debts",   "dent",     "deft",       "premise",    "promised", "promises",
    "humane",      "humans",   "prompts",  "dress",     "detail",  "promoted", "prompted",   "angrily",    "hungry",   "funerals",
    "past",        "passes",   "parsed",   "paused",    "married", "revealed", "repeal",     "guarantees", "leading",  "heading",
    "treading",    "forgot",   "forgets",  "forge",     "robots",  "filling",  "billing",    "milling",    "willing",  "skilling",
    "ringing",     "chill",    "contacts", "hospitals", "systems", "texts",    "speaking",   "spear",      "courts",   "lawyers",
    "addressed",   "leave",    "heave",    "weave",     "sleeve",  "slip",     "soap",       "stow",       "sop"};

static bool in_table(const char *const *table, size_t count, struct slice word)
{
    for (size_t i = 0; i < count; i++)
        if (table[i][0] == word.at[0] && slice_eq(word, slice_from(table[i])))
            return true;
    return false;
}

static bool one_slip(struct slice a, struct slice b)
{
    size_t i = 0;
    if (a.len > b.len)
        return one_slip(b, a);
    if (b.len - a.len > 1)
        return false;
    while (i < a.len && a.at[i] == b.at[i])
        i++;
    if (a.len == b.len) {
        if (i + 1 < a.len && a.at[i] == b.at[i + 1] && a.at[i + 1] == b.at[i] &&
            slice_eq(slice_after(a, i + 2), slice_after(b, i + 2)))
            return true;
        return a.len >= 6 && slice_eq(slice_after(a, i + 1), slice_after(b, i + 1)); /* another letter: only in long words */
    }
    return slice_eq(slice_after(a, i), slice_after(b, i + 1));
}

static struct slice mended(struct slice word)
{
    if (word.len < 4 || in_table(key_words, COUNT_OF(key_words), word) || in_table(honest, COUNT_OF(honest), word) ||
        reading_of(word).known > 0)
        return word;
    for (size_t i = 0; i < COUNT_OF(key_words); i++)
        if (word.at[0] == key_words[i][0] && one_slip(word, slice_from(key_words[i])))
            return slice_from(key_words[i]);
    return word;
}

bool view_mended(struct rewrite *out, struct arena *arena, const struct text *t)
{
    size_t at = 0;
    rewrite_begin(out, arena, t->folded.len * 2 + 16);
    for (size_t w = 0; w < t->word_count; w++) {
        const struct word *word = &t->words[w];
        for (; at < word->start; at++)
            rewrite_put(out, slice_sub(t->folded, at, at + 1), t->origin[at]);
        struct slice good = word->kind == WORD_LETTERS ? mended(word->folded) : word->folded;
        bool same = slice_eq(good, word->folded);
        out->changes += !same;
        for (size_t i = 0; i < good.len; i++)
            rewrite_put(out, slice_sub(good, i, i + 1), t->origin[same ? word->start + i : word->start]);
        at = word->end;
    }
    return out->changes > 0;
}
