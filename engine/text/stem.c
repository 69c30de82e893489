#include <parley/stem.h>

#include <parley/size.h>
#include <libstemmer.h>
#include <limits.h>
#include <string.h>

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: the language has none */
};

static void release(void *object)
{
    sb_stemmer_delete(object);
}

struct stemmer *stemmer_create_in(struct arena *arena, struct slice language)
{
    static const struct {
        struct slice code;
        const char *name;
    } known[] = {{SLICE_INIT("en"), "english"}, {SLICE_INIT("es"), "spanish"}};
    struct stemmer *s = ARENA_NEW(arena, struct stemmer);
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (slice_eq(known[i].code, language))
            s->snowball = sb_stemmer_new(known[i].name, "UTF_8");
    if (s->snowball != NULL)
        arena_hook(arena, release, s->snowball);
    return s;
}

struct slice stem(struct stemmer *s, struct arena *arena, struct slice word)
{
    if (s->snowball == NULL || word.len == 0 || word.len > 64)
        return word;
    const sb_symbol *at = sb_stemmer_stem(s->snowball, (const sb_symbol *)word.at, (int)word.len);
    must(at != NULL);
    return arena_copy(arena, (struct slice){(const char *)at, (size_t)sb_stemmer_length(s->snowball)});
}

/* By first letter. */
static const char *const english[26] = {" a about also am an and any are as at ",
                                        " be been but by ",
                                        " can could ",
                                        " did do does ",
                                        NULL,
                                        " for from ",
                                        NULL,
                                        " had has have he how ",
                                        " i if in into is it its ",
                                        " just ",
                                        NULL,
                                        NULL,
                                        " me my ",
                                        " no not ",
                                        " of on or our out ",
                                        " please ",
                                        NULL,
                                        NULL,
                                        " she so some such ",
                                        " than that the their them then there these they this to ",
                                        " up us ",
                                        NULL,
                                        " was we were what when where which who why will with would ",
                                        NULL,
                                        " you your ",
                                        NULL};
static const char *const spanish[26] = {" a al ",
                                        NULL,
                                        " como con cuando ",
                                        " de del donde ",
                                        " el en es ",
                                        NULL,
                                        NULL,
                                        " hay ",
                                        NULL,
                                        NULL,
                                        NULL,
                                        " la las le les lo los ",
                                        " me mi más ",
                                        " no ",
                                        " o ",
                                        " para pero por ",
                                        " que qué ",
                                        NULL,
                                        " se si su sus ",
                                        " te tu ",
                                        " un una ",
                                        NULL,
                                        NULL,
                                        NULL,
                                        " y ",
                                        NULL};
static const char *const malay[26] = {" ada adalah akan anda apa atau ",
                                      " bila boleh ",
                                      NULL,
                                      " dan dengan di ",
                                      NULL,
                                      NULL,
                                      NULL,
                                      NULL,
                                      " ini itu ",
                                      NULL,
                                      " ke kepada ",
                                      NULL,
                                      " mana ",
                                      NULL,
                                      NULL,
                                      " pada ",
                                      NULL,
                                      NULL,
                                      " saya ",
                                      " tidak ",
                                      " untuk ",
                                      NULL,
                                      NULL,
                                      NULL,
                                      " yang ",
                                      NULL};

bool stem_is_common(struct slice word, struct slice language)
{
    const char *const *lists = slice_eq(language, SLICE("es")) ? spanish : slice_eq(language, SLICE("ms")) ? malay : english;
    if (word.len == 0 || word.at[0] < 'a' || word.at[0] > 'z')
        return false;
    for (const char *p = lists[word.at[0] - 'a']; p != NULL && *p != '\0'; p = strchr(p + 1, ' '))
        if (p[1] != '\0' && strncmp(p + 1, word.at, word.len) == 0 && p[1 + word.len] == ' ')
            return true;
    return false;
}
