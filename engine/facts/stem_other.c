#include "stem_other.h"

/* á é í ó ú ñ ü without their signs. */
static size_t plain_letters(char *out, struct slice word)
{
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.at[i];
        if (c != 0xc3 || i + 1 == word.len) {
            out[n++] = word.at[i];
            continue;
        }
        switch ((unsigned char)word.at[++i]) {
        case 0xa1: out[n++] = 'a'; break;
        case 0xa9: out[n++] = 'e'; break;
        case 0xad: out[n++] = 'i'; break;
        case 0xb3: out[n++] = 'o'; break;
        case 0xba:
        case 0xbc: out[n++] = 'u'; break;
        case 0xb1: out[n++] = 'n'; break;
        default: out[n++] = '_'; break;
        }
    }
    return n;
}

/* The longest of the endings comes off, when `keep` letters remain. */
static size_t without_ending(const char *s, size_t len, const char *const *endings, size_t count, size_t keep)
{
    for (size_t k = 0; k < count; k++) {
        struct slice e = slice_from(endings[k]);
        if (len >= e.len + keep && slice_ends((struct slice){s, len}, e))
            return len - e.len;
    }
    return len;
}

static size_t spanish(char *s, size_t len)
{
    static const char *const pronouns[] = {"selos", "selas", "selo", "sela", "nos", "los", "las",
                                           "les",   "lo",    "la",   "le",   "se",  "me"};
    static const char *const endings[] = {
        "amientos", "imientos", "aciones", "iciones", "amiento", "imiento", "acion", "icion", "iones", "aremos",
        "eremos",   "iremos",   "adores",  "adoras",  "ciones",  "iendo",   "ando",  "ador",  "adas",  "ados",
        "idas",     "idos",     "amos",    "emos",    "icas",    "icos",    "istas", "ista",  "ica",   "ico",
        "ias",      "ia",       "imos",    "aban",    "aran",    "eran",    "iran",  "cion",  "ion",   "ada",
        "ado",      "ida",      "ido",     "aba",     "ara",     "era",     "ira",   "ar",    "er",    "ir",
        "an",       "en",       "as",      "es",      "os",      "a",       "e",     "o"};
    size_t bare = without_ending(s, len, pronouns, sizeof pronouns / sizeof pronouns[0], 4);
    bool verb = bare < len && (s[bare - 1] == 'r' || (bare > 4 && slice_ends((struct slice){s, bare}, SLICE("ndo"))));
    return without_ending(s, verb ? bare : len, endings, sizeof endings / sizeof endings[0], 3);
}

static size_t malay(char *s, size_t len)
{
    static const char *const endings[] = {"nya", "lah", "kah", "kan", "an"};
    static const char *const beginnings[] = {"meng", "meny", "mem", "men", "ber", "ter", "per", "di", "me", "ke", "se"};
    len = without_ending(s, len, endings, sizeof endings / sizeof endings[0], 4);
    for (size_t k = 0; k < sizeof beginnings / sizeof beginnings[0]; k++) {
        struct slice b = slice_from(beginnings[k]);
        if (len < b.len + 4 || !slice_starts((struct slice){s, len}, b))
            continue;
        for (size_t i = b.len; i < len; i++)
            s[i - b.len] = s[i];
        return len - b.len;
    }
    return len;
}

struct slice stem_other(enum tongue tongue, struct slice word, char room[STEM_ROOM])
{
    if (word.len >= STEM_ROOM || tongue == TONGUE_ENGLISH)
        return word;
    size_t len = plain_letters(room, word);
    len = tongue == TONGUE_SPANISH ? spanish(room, len) : malay(room, len);
    return (struct slice){room, len};
}
