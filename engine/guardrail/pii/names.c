/* Names of people. A run of words with capitals is weighed by what the words are like, by what leads to it and by what follows;
 * behind "my name is" and the like small letters do as well. */
#include "pii/leads.h"
#include "pii/names.h"

static bool ends_sentence(const struct search *s, size_t i) /* does one end before word i? */
{
    return i == 0 || search_breaks(s, i - 1) || s->t->words[i].sentence != s->t->words[i - 1].sentence;
}

/* Does what follows speak of a person? */
static bool is_followed(const struct search *s, size_t past)
{
    const struct text *t = s->t;
    if (slice_ends(t->words[past - 1].folded, SLICE("'s")))
        return word_is_any(s, past, IS_ACCOUNT | IS_KIN | IS_PASSPORT | IS_PHONE | IS_BIRTH) || word_is(s, past, "number") ||
               word_is(s, past, "email") || word_is(s, past, "address") || word_is(s, past, "house") ||
               word_is(s, past, "policy") || word_is(s, past, "claim") || word_is(s, past, "card");
    if (past >= t->word_count || search_breaks(s, past - 1))
        return false;
    if (word_is(s, past, "family") || word_is(s, past, "household") || word_is(s, past, "residence"))
        return true;
    if (word_is(s, past, "here") || (word_is_any(s, past, IS_VERB) && !word_is_capital(s, past)))
        return true;
    if (!word_is_mark(s, past, ',') && !word_is_mark(s, past, '('))
        return false;
    size_t at = past + 1;
    if (word_is_mark(s, past, '(') && is_title(s, at) && word_is_mark(s, at + 1, ')')) /* Okafor (Miss) */
        return true;
    if (word_is(s, at, "aged") || word_is_any(s, at, IS_BIRTH | IS_SOCIAL | IS_PHONE | IS_PASSPORT | IS_NHS))
        return true;
    return at + 1 < t->word_count && t->words[at].kind == WORD_DIGITS &&
           (t->words[at].folded.len <= 2 || t->words[at].folded.len >= 8);
}

/* A line or a last sentence of its own, as letters are signed. */
static bool is_signature(const struct search *s, struct name_run r)
{
    if (r.first == 0 || !ends_sentence(s, r.first))
        return false;
    size_t at = r.past;
    if (at < s->t->word_count && word_is_mark(s, at, '.'))
        at++;
    if (at >= s->t->word_count || search_breaks(s, at - 1))
        return true;
    if (!word_is_mark(s, at, ','))
        return false;
    size_t words = 0; /* "Joan Pettifer, landlord" */
    for (at++; at < s->t->word_count; at++)
        words += s->t->words[at].kind != WORD_MARK;
    return words <= 3;
}

struct weight {
    unsigned words, sum;
    enum likeness first, least, most;
    bool initial;
};

static struct weight weigh(const struct search *s, struct name_run r, enum lead lead)
{
    struct weight w = {.least = NAME_SURE};
    for (size_t i = r.first; i < r.past; i++) {
        if (s->t->words[i].kind == WORD_MARK)
            continue;
        if (i > r.first && word_is_any(s, i, IS_PARTICLE))
            continue;
        if (is_initial(s, i) || (s->t->words[i].folded.len <= 2 && word_is_any(s, i, IS_PARTICLE))) {
            w.initial = true;
            continue;
        }
        enum likeness one = looks_like_name(s, i);
        bool thing = word_is_any(s, i, IS_OTHER | IS_FIRM | IS_STREET | IS_BEHIND_STREET | IS_LEAD_STREET | IS_UNIT | IS_MONTH);
        if (one == NAME_NOT && i > r.first && !thing &&
            ((w.most == NAME_SURE && word_is_any(s, i - 1, IS_GIVEN)) || (lead >= LEAD_MEDIUM && w.most >= NAME_MAYBE)))
            one = NAME_MAYBE; /* Tom Cupboard: behind a given name even that */
        if (w.words == 0)
            w.first = one;
        w.words++;
        w.sum += (unsigned)one;
        w.least = one < w.least ? one : w.least;
        w.most = one > w.most ? one : w.most;
    }
    return w;
}

static bool is_thing_word(const struct search *s, size_t i)
{
    return word_is_any(s, i, IS_STREET | IS_WEAK_STREET | IS_LEAD_STREET | IS_HOUSE | IS_FIRM);
}

/* The word behind a title that is nothing but a title (Mr, not Major): a name whatever it is like. The run's end for none. */
static size_t behind_title(const struct search *s, struct name_run whole)
{
    for (size_t i = whole.first > 0 ? whole.first - 1 : 0; i + 1 < whole.past; i++) {
        bool title = word_is_any(s, i, IS_TITLE) && (!is_small_word(s, i) || word_is(s, i, "miss"));
        if (title && i + 1 >= whole.first && (i + 1 == whole.first ? !search_breaks(s, i) : true) &&
            !word_is_any(s, i + 1, IS_OTHER | IS_FIRM | IS_ROLE | IS_TITLE))
            return i + 1;
    }
    return whole.past;
}

static struct name_run without_front(const struct search *s, struct name_run r)
{
    const uint64_t leads = IS_TITLE | IS_ROLE | IS_HELLO | IS_BYE | IS_KIN;
    while (r.first < r.past && !is_initial(s, r.first)) {
        bool particle = s->t->words[r.first].folded.len > 2 && word_is_any(s, r.first, IS_PARTICLE);
        bool leading = word_is_any(s, r.first, leads) && !word_is_any(s, r.first, IS_GIVEN | IS_FAMILY);
        if (particle || (looks_like_name(s, r.first) != NAME_NOT && !leading))
            break;
        r.first++;
    }
    return r;
}

/* Leaves ordinary words at the end out; *thing when they make a firm, a street or a house of the rest. */
static struct name_run without_back(const struct search *s, struct name_run r, enum lead lead, bool *thing)
{
    for (; r.past > r.first; r.past--) {
        size_t last = r.past - 1;
        bool thing_word = lead == LEAD_SURE ? word_is_any(s, last, IS_STREET | IS_FIRM) : is_thing_word(s, last);
        bool street = thing_word && !(word_is_any(s, last, IS_FAMILY) && r.past - r.first > 1);
        bool title = word_is_any(s, last, IS_TITLE) && !word_is_any(s, last, IS_GIVEN | IS_FAMILY | IS_PARTICLE);
        bool other =
            word_is_any(s, last, IS_OTHER | IS_MONTH) && !is_initial(s, last) && !word_is_any(s, last, IS_GIVEN | IS_FAMILY);
        bool behind_name = last > r.first && looks_like_name(s, last - 1) >= NAME_MAYBE && !is_small_word(s, last - 1) &&
                           (word_is_any(s, last - 1, IS_GIVEN) || !word_is_any(s, last - 1, IS_FAMILY));
        bool small = looks_like_name(s, last) == NAME_NOT && !is_initial(s, last) && !behind_name && lead != LEAD_SURE;
        if (s->t->words[last].kind != WORD_MARK && !title && !other && !street && !small)
            break;
        *thing |= street || small;
    }
    return r;
}

static bool has_given(const struct search *s, struct name_run r)
{
    for (size_t i = r.first; i < r.past; i++)
        if (word_is_any(s, i, IS_GIVEN))
            return true;
    return false;
}

/* In another language every word is unknown, and says nothing. */
static bool speaks_english(const struct search *s)
{
    size_t known = 0, words = 0;
    for (size_t i = 0; i < s->t->word_count; i++) {
        if (s->t->words[i].kind != WORD_LETTERS || s->t->words[i].folded.len < 2 || word_is_capital(s, i))
            continue;
        words++;
        known += is_small_word(s, i);
    }
    return words < 4 || known * 2 >= words;
}

/* A capital that neither a title nor a place explains. */
static bool stands_out(const struct search *s, struct name_run r)
{
    return !word_is_any(s, r.first, IS_OTHER | IS_MONTH | IS_FIRM | IS_STREET) && !word_is_capital(s, r.first - 1) &&
           s->t->words[r.first - 1].kind == WORD_LETTERS && !word_is_capital(s, r.past) && !is_place_lead(s, r.first) &&
           !word_is_mark(s, r.past, '-');
}

static bool accept(const struct search *s, struct name_run whole, struct name_run r, enum lead lead, bool thing)
{
    struct weight w = weigh(s, r, lead);
    bool famous = is_famous(s, whole) || is_famous(s, r), followed = is_followed(s, r.past), signs = is_signature(s, r);
    bool starts = ends_sentence(s, r.first);
    bool field = r.first > 0 && word_is_mark(s, r.first - 1, '='); /* name=Sarah&age=4, not Ward & Sons */
    if (w.words == 0 || famous || (r.first > 0 && word_is_mark(s, r.first - 1, '&')) || (word_is_mark(s, r.past, '&') && !field))
        return false;
    if (lead == LEAD_SURE)
        return !thing || w.most >= NAME_LIKELY;
    if (thing)
        return false;
    if (lead == LEAD_MEDIUM)
        return w.words + w.initial > 1 ? w.most >= NAME_MAYBE
                                       : w.most >= (word_is_any(s, r.first, IS_OTHER) ? NAME_LIKELY : NAME_MAYBE);
    if (lead < LEAD_MEDIUM && !signs && w.most == NAME_LIKELY && !has_given(s, r) && !speaks_english(s))
        return false;
    if (r.past == r.first + 1 && is_among_places(s, r.first))
        return false;
    if (w.words + w.initial >= 2) {
        bool at_place = is_place_lead(s, r.first) && lead == LEAD_NONE;
        if (at_place)
            return w.most == NAME_SURE && w.first == NAME_SURE && w.least > NAME_MAYBE;
        if (lead == LEAD_WEAK || signs || followed)
            return w.least >= NAME_MAYBE && w.most >= NAME_LIKELY;
        return w.least >= NAME_MAYBE && w.most >= NAME_LIKELY && w.sum + w.initial * 2u >= 4;
    }
    if (lead == LEAD_NONE && !followed && word_is_any(s, r.past, IS_FIRM | IS_STREET) && !search_breaks(s, r.past - 1))
        return false; /* the Victoria line */
    if (w.most == NAME_MAYBE && word_is_any(s, r.first, IS_GIVEN) && !starts && stands_out(s, r))
        return true; /* "I meant Dawn in payroll" */
    if (w.most == NAME_SURE && word_is_any(s, r.first, IS_GIVEN))
        return !is_place_lead(s, r.first) || followed;
    if (w.most == NAME_SURE)
        return lead == LEAD_WEAK || followed;
    return w.most == NAME_LIKELY && followed && (starts || lead == LEAD_WEAK || word_is(s, r.past, "family")) &&
           !word_is_any(s, r.first, IS_PROPER);
}

static void add(struct search *s, struct name_run r, unsigned rank)
{
    const struct word *last = &s->t->words[r.past - 1];
    size_t end = last->end;
    if (slice_ends(last->folded, SLICE("'s")))
        end -= 2;
    if (is_initial(s, r.past - 1) && r.past - r.first > 1 && word_is_mark(s, r.past, '.'))
        end = s->t->words[r.past].end; /* Monique D. */
    search_add(s, s->t->words[r.first].start, end, PII_NAME, rank);
}

/* "Oi, Smithy here.", "my partner Jonquil": an ordinary word with a capital it does not owe to its place. */
static bool speaks_up(const struct search *s, struct name_run whole)
{
    if (whole.past != whole.first + 1 || ends_sentence(s, whole.first))
        return false;
    bool here =
        word_is(s, whole.past, "here") && (whole.past + 1 >= s->t->word_count || s->t->words[whole.past + 1].kind == WORD_MARK);
    return (here || word_is_any(s, whole.first - 1, IS_KIN)) &&
           !word_is_any(s, whole.first, IS_OTHER | IS_ROLE | IS_FIRM | IS_TITLE);
}

/* "my name is roger marsh": a word that ends the sentence or is followed by a word that begins something else. */
static bool closes_name(const struct search *s, size_t i)
{
    return i + 1 >= s->t->word_count || search_breaks(s, i) || s->t->words[i + 1].kind == WORD_MARK ||
           word_is_any(s, i + 1, IS_OTHER | IS_BEFORE);
}

/* "JOHN CARTER, 14 OAK STREET": two words that begin a line, an entry, and end there. */
static size_t find_shouted(struct search *s, size_t i)
{
    size_t past = i + 2;
    if (!s->shouts || past > s->t->word_count || s->t->words[i + 1].kind != WORD_LETTERS || search_breaks(s, i) ||
        !word_is_any(s, i, IS_GIVEN) ||
        word_is_any(s, i + 1, IS_OTHER | IS_VERB | IS_STREET | IS_WEAK_STREET | IS_HOUSE | IS_FIRM))
        return 0;
    bool begins = i == 0 || search_breaks(s, i - 1) || s->t->words[i - 1].kind == WORD_MARK || lead_to(s, i) >= LEAD_WEAK ||
                  word_is(s, i - 1, "is") || s->t->words[i - 1].sentence != s->t->words[i].sentence;
    bool ends = past == s->t->word_count || search_breaks(s, i + 1) || s->t->words[past].kind != WORD_LETTERS ||
                word_is_any(s, past, IS_OTHER | IS_VERB | IS_BEFORE);
    bool given = looks_like_name(s, i) == NAME_SURE || word_is_any(s, i, IS_MOSTLY_GIVEN);
    bool family = looks_like_name(s, i + 1) >= NAME_LIKELY || word_is_any(s, i + 1, IS_FAMILY);
    struct name_run r = {i, past};
    if (!begins || !ends || !given || !family || is_famous(s, r))
        return 0;
    add(s, r, 3);
    return past;
}

/* Small letters, or all capitals: only behind what is sure, and known given names behind the rest. */
static size_t find_small(struct search *s, size_t i)
{
    if (s->t->words[i].kind != WORD_LETTERS || s->t->words[i].folded.len < 2)
        return 0;
    size_t shouted = find_shouted(s, i);
    if (shouted != 0)
        return shouted;
    if (word_is_any(s, i, IS_OTHER | IS_ROLE | IS_VERB | IS_TITLE | IS_KIN | IS_BEFORE))
        return 0;
    enum lead lead = lead_to(s, i);
    if (lead < LEAD_MEDIUM)
        return 0;
    enum likeness one = looks_like_name(s, i);
    bool last =
        (search_breaks(s, i) || (word_is_mark(s, i + 1, '.') && search_breaks(s, i + 1))) && i > 0 && is_behind_thanks(s, i);
    bool closes = closes_name(s, i) && !word_is(s, i + 1, "of"); /* jack of all trades */
    bool mostly = word_is_any(s, i, IS_MOSTLY_GIVEN) && (closes || word_is_any(s, i + 1, IS_FAMILY));
    if (lead == LEAD_SURE || last ? one < (last ? NAME_LIKELY : NAME_MAYBE)
                                  : !mostly && (one < NAME_SURE || !word_is_any(s, i, IS_GIVEN)))
        return 0;
    bool named = word_is_any(s, i, IS_GIVEN | IS_FAMILY);
    if (!named && is_title(s, i - 1) && !speaks_english(s)) /* Encik boleh: sir may */
        return 0;
    struct name_run r = {i, i + 1};
    while (r.past < s->t->word_count && r.past < i + 4 && s->t->words[r.past].kind == WORD_LETTERS &&
           !search_breaks(s, r.past - 1) && !word_is_any(s, r.past, IS_OTHER | IS_VERB | IS_BEFORE) &&
           (word_is_any(s, r.past, IS_FAMILY | IS_PARTICLE) || looks_like_name(s, r.past) >= NAME_LIKELY ||
            (lead == LEAD_SURE && r.past == i + 1 && word_is_any(s, i, IS_GIVEN) && closes_name(s, r.past))))
        r.past++;
    while (r.past > r.first + 1 && word_is_any(s, r.past - 1, IS_PARTICLE) && !word_is_any(s, r.past - 1, IS_FAMILY))
        r.past--;
    if (is_famous(s, r))
        return 0;
    add(s, r, lead == LEAD_SURE ? 4 : 3);
    return r.past;
}

void search_names(struct search *s)
{
    const uint64_t cues = IS_TITLE | IS_ROLE | IS_HELLO | IS_BYE | IS_CALLED | IS_KIN | IS_GIVEN;
    if (!s->has_capital && !(s->all & cues))
        return;
    for (size_t i = 0; i < s->t->word_count; i++) {
        size_t past = 0;
        if (s->t->words[i].kind != WORD_LETTERS)
            continue;
        past = name_in_form(s, i);
        if (past == 0 && !word_is_capital(s, i)) {
            past = find_small(s, i);
        } else if (past == 0) {
            struct name_run whole = name_run_at(s, i);
            bool thing = false;
            size_t titled = behind_title(s, whole);
            struct name_run r = titled < whole.past ? (struct name_run){titled, whole.past} : without_front(s, whole);
            enum lead lead = titled < whole.past ? LEAD_SURE : r.first < r.past ? lead_to(s, r.first) : LEAD_NONE;
            if (r.first == r.past && speaks_up(s, whole))
                add(s, whole, 3);
            r = without_back(s, r, lead, &thing);
            if (r.first < r.past) {
                if (lead == LEAD_SURE && r.past == r.first + 1 && word_is_mark(s, r.past, ',') &&
                    word_is_capital(s, r.past + 1) && looks_like_name(s, r.past + 1) == NAME_SURE &&
                    !word_is_any(s, r.first - 1, IS_TITLE))
                    whole.past = r.past = r.past + 2; /* IBBOTSON, Harold */
                if (accept(s, whole, r, lead, thing))
                    add(s, r, lead == LEAD_SURE ? 4 : 3);
            }
            past = whole.past;
        }
        if (past > i + 1)
            i = past - 1;
    }
}
