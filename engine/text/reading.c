#include "rewrite.h"

/* By first letter. Common function words of English, Spanish and Malay, and the words that attacks and regulated talk are made
 * of. */
static const char *const common[26] = {
    " a about account ada adalah admin advice akan al all am amount an and anda answer any apa aqui are as ask at atau awak ",
    " be because been bien bila bill boleh book bot buenas buenos but buy by ",
    " call can car cita claim code como compensation con could cual cuando cuanto customer ",
    " dan dari data day de del delete dengan desde details di dia did do doctor does donde dont ",
    " el ella email en es esta este every ",
    " fee follow for forget free from ",
    " get give go gracias guarantee guaranteed ",
    " ha had hari has have hay he help her him his hola how human ",
    " i if ignore in ini instructions into is it itu ",
    " jangan juga just ",
    " kami ke kepada kill kita know ",
    " la lagi las le les let like list lo los ",
    " mahu make man mana mas me mereka message messages mi money more much muy my ",
    " nak name necesito need new no nos not now number ",
    " o of on only or other our out over ",
    " pada para password pay people pero please por porque pounds previous print promise prompt puede puedo ",
    " que quiero ",
    " real repeat reply reveal rules ",
    " say saya se secret see send she show si sign sin so sobre some son speak stop su sudah sus system ",
    " tak take tapi te telah tell tengo terima than that the their them then there they this tidak tiene time to today todo tu ",
    " un una under untuk up us usted ",
    NULL,
    " want was we were what when which who why will with word work would write ",
    NULL,
    " y ya yang year yes yo you your ",
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

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Letters of other alphabets and accented ones belong to their word. */
struct reading reading_of(struct slice folded)
{
    struct reading r = {0, 0};
    for (size_t i = 0; i < folded.len;) {
        size_t from = i;
        while (i < folded.len && is_letter(folded.at[i]))
            i++;
        if (i > from && i - from < 24) {
            char lower[24];
            bool plain = true;
            for (size_t k = from; k < i; k++) {
                lower[k - from] = (char)(folded.at[k] | 0x20);
                plain &= (unsigned char)folded.at[k] < 0x80;
            }
            struct slice word = {lower, i - from};
            r.words++;
            r.known += plain && is_common(word);
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
