#include <parley/stem.h>

#include <parley/size.h>
#include <libstemmer.h>
#include <limits.h>

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

static const char english[] =
    " a an and are as at be been but by can could did do does for from had has have how i if in into is it its "
    "me my no of on or our out please she he so some such than that the their them then there these they this "
    "to up us was we were what when where which who why will with would you your about any am not just also ";
static const char spanish[] =
    " a al con de del el en es la las lo los me mi no o para por que se si su sus te tu un una y como cuando "
    "donde hay le les más pero qué ";
static const char malay[] =
    " ada adalah akan atau boleh dan dengan di ini itu ke kepada saya anda untuk yang tidak apa bila mana pada ";

bool stem_is_common(struct slice word, struct slice language)
{
    const char *list = slice_eq(language, SLICE("es")) ? spanish : slice_eq(language, SLICE("ms")) ? malay : english;
    struct slice rest = slice_from(list), one;
    while (slice_next(&one, &rest, ' '))
        if (one.len > 0 && slice_eq(one, word))
            return true;
    return false;
}
