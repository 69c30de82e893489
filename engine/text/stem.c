#include <parley/stem.h>

#include <parley/size.h>
#include <libstemmer.h>
#include <limits.h>

#include "common.h"

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

bool stem_is_common(struct slice word, struct slice language)
{
    unsigned list = slice_eq(language, SLICE("es")) ? COMMON_ES : slice_eq(language, SLICE("ms")) ? COMMON_MS : COMMON_EN;
    return (common_lists(word) & list) != 0;
}
