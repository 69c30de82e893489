#include <parley/language.h>

enum { LANGUAGES_MAX = 8 };

/* The commonest words of talk, those that are a word in one of the languages only. */
static const struct {
    struct slice code;
    const char *words;
} known[] = {
    {SLICE_INIT("en"),
     " the and you your is are it's i i'm i'd my we our they what when where which who why how can could would will do does did "
     "don't have has had was were not with for from this that there please thanks thank yes any some much many about "
     "want need get got know like just if or but be been to of in on at "},
    {SLICE_INIT("es"),
     " el la los las un una unos unas y o pero que qu\xc3\xa9 cu\xc3\xa1ndo cu\xc3\xa1nto cu\xc3\xa1nta d\xc3\xb3nde c\xc3\xb3mo "
     "por para "
     "con sin de del al es son est\xc3\xa1 estoy tengo tiene quiero puedo puede hay mi su sus me lo le se gracias hola buenos "
     "buenas hasta desde muy m\xc3\xa1s ya s\xc3\xad cita "},
    {SLICE_INIT("ms"),
     " saya awak anda kami kita dia mereka yang dan atau tetapi tapi untuk dengan dari daripada ke di pada ini itu ada tak tidak "
     "tiada "
     "boleh nak mahu hendak sudah dah belum akan berapa apa bila mana macam kenapa siapa bagaimana pukul tolong terima kasih "
     "selamat sila bukan juga sahaja lagi semua esok kalau jika bagi "},
};

/* Asked for each word of each message: the list is walked, not cut into pieces. */
static bool is_listed(const char *words, struct slice word)
{
    for (const char *at = words; at[0] == ' ' && at[1] != '\0';) {
        size_t same = 0;
        at++;
        while (same < word.len && at[same] == word.at[same])
            same++;
        if (same == word.len && at[same] == ' ')
            return true;
        while (*at != ' ')
            at++;
    }
    return false;
}

static unsigned common_words(const struct text *t, struct slice code)
{
    unsigned n = 0;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        for (size_t i = 0; slice_eq(known[k].code, code) && i < t->word_count; i++)
            n += t->words[i].kind == WORD_LETTERS && is_listed(known[k].words, t->words[i].folded);
    return n;
}

struct slice text_language(const struct text *t, const struct slice *languages, size_t count)
{
    unsigned best = 0, second = 0;
    size_t at = 0;
    for (size_t i = 0; i < count && i < LANGUAGES_MAX; i++) {
        unsigned n = common_words(t, languages[i]);
        if (n > best) {
            second = best;
            best = n;
            at = i;
        } else if (n > second)
            second = n;
    }
    bool leads = best >= 2 * second + 1 && (best >= 2 || t->word_count <= 4);
    return leads ? languages[at] : SLICE_NONE;
}
