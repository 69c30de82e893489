#include "rewrite.h"

/* By first letter. Common function words and the words that attacks and regulated talk are made of. */
static const char *const common[26] = {" a about account admin advice all am amount an and anda answer any are as ask at ",
                                       " be because been bill book bot but buy by ",
                                       " call can car claim code como compensation could customer ",
                                       " dan data day de delete details did do doctor does dont ",
                                       " el email en every ",
                                       " fee follow for forget free from ",
                                       " get give go guarantee guaranteed ",
                                       " had has have he help her him his how human ",
                                       " i if ignore in instructions into is it ",
                                       " just ",
                                       " kill know ",
                                       " la las let like list los ",
                                       " make man me message messages money more much my ",
                                       " name need new no not now number ",
                                       " of on only or other our out over ",
                                       " para password pay people please por pounds previous print promise prompt ",
                                       " que ",
                                       " real repeat reply reveal rules ",
                                       " say saya secret see send she show sign so some speak stop system ",
                                       " take tell than that the their them then there they this tidak time to today ",
                                       " under untuk up us ",
                                       NULL,
                                       " want was we were what when which who why will with word work would write ",
                                       NULL,
                                       " yang year yes you your ",
                                       NULL};

static bool is_common(struct slice word)
{
    const char *p = common[word.at[0] - 'a'];
    while (p != NULL && p[1] != '\0') { /* at the space before a word */
        size_t n = 0;
        p++;
        while (n < word.len && p[n] == word.at[n])
            n++;
        if (n == word.len && p[n] == ' ')
            return true;
        for (p += n; *p != ' ';)
            p++;
    }
    return false;
}

struct reading reading_of(struct slice folded)
{
    struct reading r = {0, 0};
    for (size_t i = 0; i < folded.len;) {
        size_t from = i;
        while (i < folded.len && ((folded.at[i] >= 'a' && folded.at[i] <= 'z') || (folded.at[i] >= 'A' && folded.at[i] <= 'Z')))
            i++;
        if (i > from && i - from < 24) {
            char lower[24];
            for (size_t k = from; k < i; k++)
                lower[k - from] = (char)(folded.at[k] | 0x20);
            struct slice word = {lower, i - from};
            r.words++;
            r.known += is_common(word);
        }
        if (i == from)
            i++;
    }
    return r;
}

void rewrite_begin(struct rewrite *r, struct arena *arena, size_t room)
{
    *r = (struct rewrite){.room = room};
    r->at = arena_alloc(arena, room + 1);
    r->source = ARENA_NEW_ARRAY(arena, uint32_t, room + 1);
}

void rewrite_put(struct rewrite *r, struct slice bytes, uint32_t source)
{
    must(bytes.len <= r->room - r->len);
    for (size_t i = 0; i < bytes.len; i++) {
        r->at[r->len] = bytes.at[i];
        r->source[r->len++] = source;
    }
}

void rewrite_point(struct rewrite *r, uint32_t point, uint32_t source)
{
    char bytes[4];
    size_t n = text_put_point(bytes, point);
    rewrite_put(r, (struct slice){bytes, n}, source);
}
