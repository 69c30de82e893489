#include <parley/pii.h>

#include <parley/buffer.h>
#include <parley/size.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[PII_TYPE_COUNT] = {"name",  "address",     "postcode",  "phone",        "email",
                                                  "plate", "national_id", "health_id", "bank_account", "card",
                                                  "iban",  "birth_date",  "ip",        "passport"};

const char *pii_type_name(enum pii_type type)
{
    must(type < PII_TYPE_COUNT);
    return names[type];
}

struct finding {
    struct span span; /* of the folded text */
    enum pii_type type;
    unsigned rank; /* what is surer wins where two overlap */
};

struct search {
    struct arena *arena;
    const struct text *t;
    ARRAY_OF(struct finding) found;
};

static void add(struct search *s, size_t start, size_t end, enum pii_type type, unsigned rank)
{
    *ARRAY_ADD(s->arena, &s->found) = (struct finding){{start, end}, type, rank};
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool plain_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* -- numbers: phones, cards, health numbers, accounts ----------------------------------------------------------------- */

struct digits {
    char at[32];
    size_t count, end, groups;
    bool plus, dashes_only; /* grouped by dashes alone: 12-34-56 */
};

static void read_digits(struct digits *d, struct slice s, size_t from)
{
    *d = (struct digits){.end = from, .dashes_only = true, .groups = 1};
    size_t i = from;
    if (s.at[i] == '+') {
        d->plus = true;
        i++;
    }
    for (; i < s.len && d->count < COUNT_OF(d->at); i++) {
        if (digit(s.at[i])) {
            d->at[d->count++] = s.at[i];
            d->end = i + 1;
            continue;
        }
        bool gap = s.at[i] == ' ' || s.at[i] == '-' || s.at[i] == '(' || s.at[i] == ')' || s.at[i] == '.';
        size_t next = i + 1;
        if (gap && next < s.len && (s.at[next] == ' ' || s.at[next] == '(') && s.at[i] != '.')
            next++;
        if (!gap || next >= s.len || !(digit(s.at[next]) || s.at[next] == '('))
            break;
        d->dashes_only &= s.at[i] == '-';
        d->groups++;
    }
}

static bool luhn(const struct digits *d)
{
    unsigned sum = 0;
    for (size_t i = 0; i < d->count; i++) {
        unsigned n = (unsigned)(d->at[d->count - 1 - i] - '0');
        if (i % 2 == 1)
            n = n * 2 > 9 ? n * 2 - 9 : n * 2;
        sum += n;
    }
    return sum % 10 == 0;
}

/* Weights 10 to 2, modulus 11. */
static bool health_number(const struct digits *d)
{
    unsigned sum = 0;
    for (size_t i = 0; i < 9; i++)
        sum += (unsigned)(d->at[i] - '0') * (unsigned)(10 - i);
    unsigned check = 11 - sum % 11;
    return d->count == 10 && (check == 11 ? 0 : check) == (unsigned)(d->at[9] - '0') && check != 10;
}

static bool word_near(struct slice s, size_t at, const char *words, size_t reach)
{
    struct slice before = slice_sub(s, at > reach ? at - reach : 0, at), rest = slice_from(words), one;
    while (slice_next(&one, &rest, '|'))
        if (slice_has(before, one))
            return true;
    return false;
}

static void find_numbers(struct search *s)
{
    struct slice f = s->t->folded;
    for (size_t i = 0; i < f.len;) {
        bool start = digit(f.at[i]) || ((f.at[i] == '+' || f.at[i] == '(') && i + 1 < f.len && digit(f.at[i + 1]));
        bool inside =
            i > 0 && (plain_letter(f.at[i - 1]) || digit(f.at[i - 1]) || (f.at[i - 1] == '.' && i > 1 && digit(f.at[i - 2])));
        if (!start || inside) {
            i++;
            continue;
        }
        struct digits d;
        size_t from = f.at[i] == '(' ? i + 1 : i;
        read_digits(&d, f, from);
        bool tail = d.end < f.len && (plain_letter(f.at[d.end]) || f.at[d.end] == '/' || f.at[d.end] == ':');
        bool money = i > 0 && (f.at[i - 1] == '$' || (i > 1 && (unsigned char)f.at[i - 1] == 0xa3));
        bool taken = true;
        if (tail || money || d.count < 5)
            taken = false;
        else if (d.count >= 13 && d.count <= 19 && !d.plus && luhn(&d) && d.at[0] != '0')
            add(s, i, d.end, PII_CARD, 9);
        else if (d.count == 10 && !d.plus && health_number(&d) &&
                 (d.groups == 3 || word_near(f, i, "nhs|health number|medical number", 30)))
            add(s, i, d.end, PII_HEALTH_ID, 8);
        else if (d.count == 6 && d.groups == 3 && d.dashes_only && !word_near(f, i, "ref|order|case|ticket|booking", 14))
            add(s, i, d.end, PII_BANK_ACCOUNT, 7);
        else if (d.count == 14 && d.groups >= 2 && word_near(f, i, "sort|account|bank", 30))
            add(s, i, d.end, PII_BANK_ACCOUNT, 7);
        else if ((d.count == 8 || d.count == 6) && d.groups <= 3 &&
                 word_near(f, i, "account|acct|a/c|acc no|sort code|sortcode", 28))
            add(s, i, d.end, PII_BANK_ACCOUNT, 7);
        else if (d.count == 9 && word_near(f, i, "passport", 28))
            add(s, i, d.end, PII_PASSPORT, 7);
        else if (d.count >= 9 && d.count <= 15 && (d.plus || d.at[0] == '0' || (d.groups >= 2 && d.groups <= 5 && d.count >= 10)))
            add(s, i, d.end, PII_PHONE, 5);
        else if (d.count >= 7 && d.count <= 11 && word_near(f, i, "phone|mobile|call me|ring me|number is|tel|whatsapp", 24))
            add(s, i, d.end, PII_PHONE, 4);
        else
            taken = false;
        i = taken ? d.end : i + 1;
        while (!taken && i < f.len && digit(f.at[i]))
            i++;
    }
}

/* -- tokens: mail, IBAN, addresses on the net, plates, postcodes, national numbers ------------------------------------ */

static size_t run(struct slice s, size_t from, bool (*is)(char))
{
    size_t i = from;
    while (i < s.len && is(s.at[i]))
        i++;
    return i - from;
}

static bool mail_char(char c)
{
    return plain_letter(c) || digit(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static void find_mail(struct search *s)
{
    struct slice f = s->t->folded;
    for (size_t i = 1; i + 3 < f.len; i++) {
        if (f.at[i] != '@')
            continue;
        size_t from = i, to = i + 1;
        while (from > 0 && (mail_char(f.at[from - 1]) || (f.at[from - 1] == '\'' && from > 1 && mail_char(f.at[from - 2]))))
            from--;
        while (to < f.len && ((mail_char(f.at[to]) && f.at[to] != '_' && f.at[to] != '+') || (unsigned char)f.at[to] >= 0xc3))
            to += (unsigned char)f.at[to] >= 0xc3 && to + 1 < f.len ? 2 : 1; /* letters of other alphabets are two bytes here */
        while (to > i && (f.at[to - 1] == '.' || f.at[to - 1] == '-'))
            to--;
        if (from < i && slice_has(slice_sub(f, i, to), SLICE(".")))
            add(s, from, to, PII_EMAIL, 10);
    }
}

static bool iban_ok(const char *at, size_t n)
{
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = at[(i + 4) % n];
        rest = digit(c) ? (rest * 10 + (unsigned)(c - '0')) % 97 : (rest * 100 + (unsigned)(c - 'a') + 10) % 97;
    }
    return rest == 1;
}

static void find_iban(struct search *s)
{
    struct slice f = s->t->folded;
    for (size_t i = 0; i + 15 < f.len; i++) {
        char packed[36];
        size_t n = 0, at = i, end = i;
        bool start = plain_letter(f.at[i]) && plain_letter(f.at[i + 1]) && digit(f.at[i + 2]) && digit(f.at[i + 3]) &&
                     (i == 0 || !(plain_letter(f.at[i - 1]) || digit(f.at[i - 1])));
        size_t good = 0;
        while (start && at < f.len && n < 34 && (plain_letter(f.at[at]) || digit(f.at[at]) || (f.at[at] == ' ' && n > 0))) {
            if (f.at[at] != ' ') {
                packed[n++] = f.at[at];
                bool boundary = at + 1 >= f.len || !(plain_letter(f.at[at + 1]) || digit(f.at[at + 1]));
                if (n >= 15 && boundary && iban_ok(packed, n)) {
                    good = n;
                    end = at + 1;
                }
            }
            at++;
        }
        if (good > 0)
            add(s, i, end, PII_IBAN, 9);
    }
}

static void find_ip(struct search *s)
{
    struct slice f = s->t->folded;
    for (size_t i = 0; i < f.len; i++) {
        if (!digit(f.at[i]) || (i > 0 && (digit(f.at[i - 1]) || f.at[i - 1] == '.' || plain_letter(f.at[i - 1]))))
            continue;
        size_t at = i;
        unsigned parts = 0;
        for (; parts < 4; parts++) {
            uint64_t n;
            size_t len = run(f, at, digit);
            if (len == 0 || len > 3 || !slice_to_u64(&n, slice_sub(f, at, at + len)) || n > 255)
                break;
            at += len;
            if (parts < 3 && (at >= f.len || f.at[at++] != '.'))
                break;
        }
        if (parts == 4 && (at >= f.len || !(digit(f.at[at]) || (f.at[at] == '.' && at + 1 < f.len && digit(f.at[at + 1])))))
            add(s, i, at, PII_IP, 8);
    }
    for (size_t i = 0; i < f.len;) { /* version 6: three colons or a double one, hex between */
        size_t at = i, colons = 0, digits_in = 0;
        bool twice = false, start = (i == 0 || f.at[i - 1] == ' ' || f.at[i - 1] == '[' || f.at[i - 1] == '(');
        while (start && at < f.len && (digit(f.at[at]) || (f.at[at] >= 'a' && f.at[at] <= 'f') || f.at[at] == ':')) {
            colons += f.at[at] == ':';
            digits_in += f.at[at] != ':';
            twice |= f.at[at] == ':' && at + 1 < f.len && f.at[at + 1] == ':';
            at++;
        }
        if (digits_in >= 2 && (colons == 7 || (twice && colons >= 2)))
            add(s, i, at, PII_IP, 8);
        i = at > i ? at : i + 1;
    }
}

static bool boundary(struct slice s, size_t from, size_t to)
{
    return (from == 0 || !(plain_letter(s.at[from - 1]) || digit(s.at[from - 1]))) &&
           (to >= s.len || !(plain_letter(s.at[to]) || digit(s.at[to])));
}

enum { CODE_DIGIT_WITHIN = 5 };

/* a letter, d digit, ? letter or digit; "_" one optional space. Gives the end, 0 when it does not fit. */
static size_t shape(struct slice s, size_t from, const char *form)
{
    size_t at = from;
    for (const char *p = form; *p; p++) {
        if (*p == '_') {
            at += at < s.len && (s.at[at] == ' ' || s.at[at] == '-');
            continue;
        }
        if (at >= s.len)
            return 0;
        bool good = *p == 'a' ? plain_letter(s.at[at]) : *p == 'd' ? digit(s.at[at]) : plain_letter(s.at[at]) || digit(s.at[at]);
        if (!good)
            return 0;
        at++;
    }
    return boundary(s, from, at) ? at : 0;
}

static bool upper_in_original(const struct text *t, size_t at)
{
    char c = t->original.at[t->origin[at]];
    return c >= 'A' && c <= 'Z';
}

static bool national_prefix(struct slice s)
{
    static const char bad_first[] = "dfiquv", bad_second[] = "dfioquv";
    for (const char *p = bad_first; *p; p++)
        if (s.at[0] == *p)
            return false;
    for (const char *p = bad_second; *p; p++)
        if (s.at[1] == *p)
            return false;
    return !slice_starts(s, SLICE("bg")) && !slice_starts(s, SLICE("gb")) && !slice_starts(s, SLICE("nk")) &&
           !slice_starts(s, SLICE("kn")) && !slice_starts(s, SLICE("tn")) && !slice_starts(s, SLICE("nt")) &&
           !slice_starts(s, SLICE("zz"));
}

/* Every form begins where a word begins, and has a digit among its first letters. */
static bool begins_a_code(struct slice s, size_t i)
{
    bool has_digit = false;
    if ((!plain_letter(s.at[i]) && !digit(s.at[i])) || !boundary(s, i, s.len))
        return false;
    for (size_t k = i; k < s.len && k < i + CODE_DIGIT_WITHIN; k++)
        has_digit |= digit(s.at[k]);
    return has_digit;
}

static void find_shapes(struct search *s)
{
    struct slice f = s->t->folded;
    static const char *const postcodes[] = {"ad_daa", "add_daa", "aad_daa", "aadd_daa", "ada_daa", "aada_daa"};
    for (size_t i = 0; i < f.len; i++) {
        size_t end;
        if (!begins_a_code(f, i))
            continue;
        bool national = national_prefix(slice_after(f, i)) || word_near(f, i, "ni number|nino|national insurance", 30);
        if ((end = shape(f, i, "aa_dd_dd_dd_a")) && national && f.at[end - 1] <= 'd')
            add(s, i, end, PII_NATIONAL_ID, 9);
        else if ((end = shape(f, i, "dddddd_dd_dddd")) && word_near(f, i, "ic |ic:|mykad|nric|kad pengenalan|i/c", 24))
            add(s, i, end, PII_NATIONAL_ID, 9);
        else if ((end = shape(f, i, "aadd_aaa")) != 0 && upper_in_original(s->t, i) == upper_in_original(s->t, end - 3))
            add(s, i, end, PII_PLATE, 6); /* "RM48 for" is a price */
        else if (((end = shape(f, i, "addd_aaa")) || (end = shape(f, i, "aaa_ddda")) || (end = shape(f, i, "addaaa"))) &&
                 (upper_in_original(s->t, i) || word_near(f, i, "reg|plate", 24)))
            add(s, i, end, PII_PLATE, 5);
        for (size_t k = 0; k < COUNT_OF(postcodes); k++)
            if ((end = shape(f, i, postcodes[k])) &&
                (upper_in_original(s->t, i) || word_near(f, i, "postcode|post code|address|live|zip", 30)))
                add(s, i, end, PII_POSTCODE, 7);
        if (((end = shape(f, i, "addddddd")) || (end = shape(f, i, "aaddddddd")) || (end = shape(f, i, "ddddddddd"))) &&
            word_near(f, i, "passport|pasaporte|pasport", 30))
            add(s, i, end, PII_PASSPORT, 8);
    }
}

/* -- words: names, addresses, dates of birth --------------------------------------------------------------------------- */

static bool is(const struct text *t, size_t i, const char *word)
{
    struct slice s = i < t->word_count ? t->words[i].folded : SLICE_NONE;
    return s.len > 0 && s.at[0] == word[0] && strncmp(s.at, word, s.len) == 0 && word[s.len] == '\0';
}

/* Is the word in a list with a space on both sides of each? */
static bool in_words(const struct text *t, size_t i, const char *list)
{
    if (i >= t->word_count || t->words[i].folded.len == 0)
        return false;
    struct slice word = t->words[i].folded;
    for (const char *p = list; *p; p++)
        if (p[0] == ' ' && p[1] == word.at[0] && strncmp(p + 1, word.at, word.len) == 0 && p[1 + word.len] == ' ')
            return true;
    return false;
}

/* A list that every word of a text is looked for in: a few bits tell most words that they are not there. */
struct word_list {
    const char *words;
    uint64_t bits;
};

static uint64_t bit_of(struct slice word)
{
    return word.len == 0
               ? 0
               : UINT64_C(1) << ((7u * (unsigned char)word.at[0] + (unsigned char)word.at[word.len - 1] + 5 * word.len) % 64);
}

static struct word_list list_of(const char *words)
{
    struct word_list list = {words, 0};
    struct slice rest = slice_from(words), word;
    while (slice_next(&word, &rest, ' '))
        list.bits |= bit_of(word);
    return list;
}

static bool may_be_listed(const struct text *t, size_t i, const struct word_list *list)
{
    return (bit_of(t->words[i].folded) & list->bits) != 0;
}

static bool is_listed(const struct text *t, size_t i, const struct word_list *list)
{
    return may_be_listed(t, i, list) && in_words(t, i, list->words);
}

static bool capital(const struct text *t, size_t i)
{
    uint32_t p;
    if (i >= t->word_count)
        return false;
    size_t at = t->origin[t->words[i].start];
    return text_next_point(&p, t->original, &at) && ((p >= 'A' && p <= 'Z') || (p >= 0xc0 && p <= 0xde));
}

static size_t name_run(const struct text *t, size_t i, bool any_case)
{
    size_t n = 0;
    static const char particles[] = " bin binti de la van von al el del da di mac ";
    static const char never[] = " a an the not so very really from in at here just calling writing looking trying sorry happy "
                                "fine ok good well going sure and but i you we "
                                "afraid interested angry sad confused worried late done back with on to your my still having "
                                "using staying driving getting asking ";
    while (i + n < t->word_count && n < 4) {
        const struct word *w = &t->words[i + n];
        bool letters = w->kind == WORD_LETTERS && w->folded.len >= 2 && !in_words(t, i + n, never);
        bool fits = letters && (capital(t, i + n) || (any_case && n < 2) || (n > 0 && in_words(t, i + n, particles)));
        if (!fits)
            break;
        n++;
    }
    while (n > 0 && in_words(t, i + n - 1, particles))
        n--;
    return n;
}

static void find_names(struct search *s)
{
    const struct text *t = s->t;
    static const char *const intros[][4] = {
        {"my", "name", "is", NULL},  {"name's", NULL, NULL, NULL}, {"i", "am", NULL, NULL},      {"i'm", NULL, NULL, NULL},
        {"im", NULL, NULL, NULL},    {"this", "is", NULL, NULL},   {"it's", NULL, NULL, NULL},   {"called", NULL, NULL, NULL},
        {"name", ":", NULL, NULL},   {"nombre", ":", NULL, NULL},  {"nama", ":", NULL, NULL},    {"regards", ",", NULL, NULL},
        {"me", "llamo", NULL, NULL}, {"nama", "saya", NULL, NULL}, {"mi", "nombre", "es", NULL}, {"signed", NULL, NULL, NULL},
        {"named", NULL, NULL, NULL}};
    static const char titled[] =
        " mr mrs ms miss dr prof sir madam encik puan cik se\xc3\xb1or se\xc3\xb1ora sr sra don do\xc3\xb1"
        "a ";
    uint64_t first[COUNT_OF(intros)];
    struct word_list titles = list_of(titled);
    for (size_t k = 0; k < COUNT_OF(intros); k++)
        first[k] = bit_of(slice_from(intros[k][0]));
    for (size_t i = 0; i < t->word_count; i++) {
        uint64_t here = bit_of(t->words[i].folded);
        for (size_t k = 0; k < COUNT_OF(intros); k++) {
            size_t n = 0;
            while (first[k] == here && n < 3 && intros[k][n] != NULL && is(t, i + n, intros[k][n]))
                n++;
            if (n == 0 || (n < 3 && intros[k][n] != NULL))
                continue;
            bool sure = k == 0 || k == 12 || k == 13 || k == 14;
            size_t len = name_run(t, i + n, sure);
            if (len > 0)
                add(s, t->words[i + n].start, t->words[i + n + len - 1].end, PII_NAME, sure ? 4 : 3);
        }
        if (may_be_listed(t, i, &titles) && (capital(t, i + 1) || is(t, i + 1, ".")) && in_words(t, i, titles.words)) {
            size_t at = is(t, i + 1, ".") ? i + 2 : i + 1;
            size_t len = at < t->word_count ? name_run(t, at, false) : 0;
            if (len > 0)
                add(s, t->words[at].start, t->words[at + len - 1].end, PII_NAME, 4);
        }
    }
}

static void find_addresses(struct search *s)
{
    const struct text *t = s->t;
    static const char streets[] = " street st road rd avenue ave lane ln drive dr close crescent cres court ct place pl terrace "
                                  "gardens grove way square sq mews hill park row "
                                  "jalan jln lorong calle avenida plaza boulevard blvd ";
    struct word_list flats = list_of(" flat apartment apt unit "), leading = list_of(" calle jalan jln lorong avenida ");
    for (size_t i = 0; i + 2 < t->word_count; i++) {
        bool number = (t->words[i].kind == WORD_DIGITS && t->words[i].folded.len <= 4) ||
                      (t->words[i].kind == WORD_MIXED && t->words[i].folded.len <= 5 && digit(t->words[i].folded.at[0]));
        bool flat = is_listed(t, i, &flats);
        if (flat && is(t, i + 2, ",") && i + 5 < t->word_count && t->words[i + 3].kind == WORD_DIGITS) {
            for (size_t n = 5; n <= 7 && i + n < t->word_count; n++) /* Flat 3, 27 Marine Parade */
                if (in_words(t, i + n, streets) || in_words(t, i + n, " parade walk house ")) {
                    add(s, t->words[i].start, t->words[i + n].end, PII_ADDRESS, 7);
                    break;
                }
        }
        if (flat && t->words[i + 1].kind != WORD_MARK)
            number = true;
        for (size_t n = 2; number && n <= 5 && i + n < t->word_count; n++)
            if (in_words(t, i + n, streets) && t->words[i + n - 1].kind == WORD_LETTERS &&
                (capital(t, i + n - 1) || capital(t, i + n) ||
                 word_near(t->folded, t->words[i].start, "live at|address|home is", 30))) {
                add(s, t->words[i].start, t->words[i + n].end, PII_ADDRESS, 6);
                i += n;
                break;
            }
        if (is_listed(t, i, &leading) && i + 1 < t->word_count &&
            (capital(t, i + 1) || t->words[i + 1].kind == WORD_DIGITS || t->words[i + 1].folded.len < 4)) { /* calle de la */
            size_t end = i + 1;
            while (end < t->word_count && end < i + 5 && t->words[end].kind != WORD_MARK &&
                   (capital(t, end) || t->words[end].kind == WORD_DIGITS || in_words(t, end, " de la del los ")))
                end++;
            if (end > i + 1)
                add(s, t->words[i].start, t->words[end - 1].end, PII_ADDRESS, 5);
        }
    }
}

/* A date close behind words of birth. */
static void find_births(struct search *s)
{
    const struct text *t = s->t;
    static const char months[] = " january jan february feb march mar april apr may june jun july jul august aug september sept "
                                 "sep october oct november nov december dec "
                                 "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ";
    static const char cues[] = "born|dob|d.o.b|date of birth|birthday|birth date|birthdate|nac\xc3\xad|fecha de nacimiento|lahir";
    if (!word_near(t->folded, t->folded.len, "born|dob|d.o.b|birth|nac|lahir", t->folded.len)) /* one of them is in every cue */
        return;
    for (size_t i = 0; i < t->word_count; i++) {
        if (!word_near(t->folded, t->words[i].start, cues, 34))
            continue;
        const struct word *w = &t->words[i];
        bool one = w->kind == WORD_DIGITS && w->folded.len >= 6 &&
                   (slice_has(w->folded, SLICE("/")) || slice_has(w->folded, SLICE(".")));
        if (one) {
            add(s, w->start, w->end, PII_BIRTH_DATE, 8);
            continue;
        }
        if (i + 4 < t->word_count && w->kind == WORD_DIGITS && is(t, i + 1, "-") && t->words[i + 2].kind == WORD_DIGITS &&
            is(t, i + 3, "-") && t->words[i + 4].kind == WORD_DIGITS)
            add(s, w->start, t->words[i + 4].end, PII_BIRTH_DATE, 9);
        bool day = (w->kind == WORD_DIGITS || w->kind == WORD_MIXED) && digit(w->folded.at[0]) && w->folded.len <= 4;
        size_t m = day ? i + 1 : i;
        if (is(t, m, "of") || is(t, m, "de"))
            m++;
        if ((day || i == m) && in_words(t, m, months)) {
            size_t end = m + 1;
            while (end < t->word_count && end < m + 4 &&
                   (t->words[end].kind == WORD_DIGITS || t->words[end].kind == WORD_MIXED || is(t, end, ",") || is(t, end, "de")))
                end++;
            while (end > m + 1 && t->words[end - 1].kind == WORD_MARK)
                end--;
            if (day || end > m + 1)
                add(s, w->start, t->words[end - 1].end, PII_BIRTH_DATE, 8);
        }
    }
}

/* -- together ---------------------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->span.end == y->span.end ? (int)x->type - (int)y->type : x->span.end > y->span.end ? -1 : 1;
}

static struct slice mask(struct arena *arena, struct slice s, const struct pii_result *r)
{
    struct buffer b;
    uint32_t p;
    size_t next = 0;
    buffer_init(&b, arena, s.len + 1);
    for (size_t at = 0, from = 0; text_next_point(&p, s, &at); from = at) {
        while (next < r->count && from >= r->spans[next].span.end)
            next++;
        bool hidden = next < r->count && from >= r->spans[next].span.start;
        if (hidden && p >= '0' && p <= '9')
            buffer_byte(&b, '0');
        else if (hidden && ((p >= 'a' && p <= 'z') || (p >= 'A' && p <= 'Z') || p >= 0xc0))
            buffer_byte(&b, 'x');
        else
            buffer_add(&b, slice_sub(s, from, at));
    }
    return buffer_slice(&b);
}

static bool has_digit(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (digit(s.at[i]))
            return true;
    return false;
}

void pii_find(struct pii_result *out, struct arena *arena, const struct text *text)
{
    struct search s = {.arena = arena, .t = text};
    find_mail(&s);
    if (has_digit(text->folded)) {
        find_numbers(&s);
        find_iban(&s);
        find_ip(&s);
        find_shapes(&s);
    }
    find_names(&s);
    find_addresses(&s);
    find_births(&s);
    if (s.found.count > 1)
        qsort(s.found.at, s.found.count, sizeof *s.found.at, by_start);
    *out = (struct pii_result){.spans = ARENA_NEW_ARRAY(arena, struct pii_span, s.found.count + 1)};
    size_t last_end = 0, kept = 0;
    for (size_t i = 0; i < s.found.count; i++) {
        struct finding *f = &s.found.at[i];
        if (f->span.end <= f->span.start)
            continue;
        if (kept > 0 && f->span.start < last_end) { /* overlap: the surer one stays */
            struct finding *before = &s.found.at[kept - 1];
            if (f->rank > before->rank) {
                *before = *f;
                last_end = f->span.end;
            }
            continue;
        }
        s.found.at[kept++] = *f;
        last_end = f->span.end;
    }
    for (size_t i = 0; i < kept; i++)
        out->spans[out->count++] = (struct pii_span){
            text_span(text, (uint32_t)s.found.at[i].span.start, (uint32_t)s.found.at[i].span.end), s.found.at[i].type};
    out->masked = out->count > 0 ? mask(arena, text->original, out) : text->original;
}
