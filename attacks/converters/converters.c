#include "families.h"

#include <parley/document.h>
#include <parley/size.h>
#include <parley/text.h>

enum { DISGUISED_MAX = 64 * 1024 };

static const struct alphabet full_width = {0xff41, 0xff21, 0xff10, NULL, NULL, false},
                             bold = {0x1d41a, 0x1d400, 0x1d7ce, NULL, NULL, false},
                             bold_italic = {0x1d482, 0x1d468, 0, NULL, NULL, false},
                             bold_script = {0x1d4ea, 0x1d4d0, 0, NULL, NULL, false},
                             fraktur = {0x1d586, 0x1d56c, 0, NULL, NULL, false},
                             double_struck = {0x1d552, 0, 0x1d7d8, NULL, NULL, true},
                             sans = {0x1d5ba, 0x1d5a0, 0x1d7e2, NULL, NULL, false},
                             sans_bold = {0x1d5ee, 0x1d5d4, 0x1d7ec, NULL, NULL, false},
                             monospace = {0x1d68a, 0x1d670, 0x1d7f6, NULL, NULL, false},
                             circled = {0x24d0, 0x24b6, 0, NULL, NULL, false}, parenthesised = {0x249c, 0, 0, NULL, NULL, true},
                             squared = {0x1f130, 0, 0, NULL, NULL, true}, black_squares = {0x1f170, 0, 0, NULL, NULL, true},
                             black_circles = {0x1f150, 0, 0, NULL, NULL, true}, flags = {0x1f1e6, 0, 0, NULL, NULL, true},
                             tags = {0xe0061, 0xe0041, 0xe0030, NULL, NULL, false},
                             braille = {0, 0, 0, "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", NULL, true},
                             cyrillic = {0, 0, 0, "аbсdеfgһіјklmnорqrѕtuvwхуz", NULL, true},
                             greek = {0, 0, 0, "αbcdεfghιjκlmnορqrstυνωχyz", NULL, true},
                             small_caps = {0, 0, 0, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏᴢ", NULL, true},
                             raised = {0, 0, 0, "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ", "⁰¹²³⁴⁵⁶⁷⁸⁹", true},
                             upside_down = {0, 0, 0, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", NULL, true},
                             leet = {0, 0, 0, "4bcd3fgh1jklmn0pqr57uvwxyz", NULL, true},
                             heavy_leet = {0, 0, 0, "@8(d3f6h!jk1mn0p9r$7uvwxy2", NULL, true},
                             digit_circles = {0, 0, 0, NULL, "⓪①②③④⑤⑥⑦⑧⑨", false},
                             arabic_digits = {0, 0, 0x660, NULL, NULL, false},
                             devanagari_digits = {0, 0, 0x966, NULL, NULL, false};

#define ALPHABET(name, table, summary)                                                                                           \
    {                                                                                                                            \
        name, "alphabet", summary, alphabet_apply, alphabet_undo, &table                                                         \
    }
#define BETWEEN(name, sign, summary)                                                                                             \
    {                                                                                                                            \
        name, "between", summary, between_apply, between_undo, sign                                                              \
    }
static const struct converter all[] = {
    {"upper", "case", "CAPITALS", case_apply, NULL, "u"},
    {"alternating", "case", "aLtErNaTiNg case", case_apply, NULL, "a"},
    {"title", "case", "Title Case", case_apply, NULL, "t"},
    ALPHABET("leet", leet, "l33t"),
    ALPHABET("heavy-leet", heavy_leet, "h3@vy 1337"),
    ALPHABET("full-width", full_width, "full-width letters and digits"),
    ALPHABET("bold", bold, "mathematical bold"),
    ALPHABET("bold-italic", bold_italic, "mathematical bold italic"),
    ALPHABET("script", bold_script, "mathematical script"),
    ALPHABET("fraktur", fraktur, "mathematical fraktur"),
    ALPHABET("double-struck", double_struck, "blackboard letters"),
    ALPHABET("sans", sans, "mathematical sans-serif"),
    ALPHABET("sans-bold", sans_bold, "mathematical sans-serif bold"),
    ALPHABET("monospace", monospace, "mathematical monospace"),
    ALPHABET("circled", circled, "letters in circles"),
    ALPHABET("black-circles", black_circles, "letters in black circles"),
    ALPHABET("parenthesised", parenthesised, "letters in brackets, one sign each"),
    ALPHABET("squared", squared, "letters in squares"),
    ALPHABET("black-squares", black_squares, "letters in black squares"),
    ALPHABET("flags", flags, "regional indicators"),
    ALPHABET("tags", tags, "invisible tag letters"),
    ALPHABET("cyrillic", cyrillic, "Cyrillic letters that look Latin"),
    ALPHABET("greek", greek, "Greek letters that look Latin"),
    ALPHABET("small-caps", small_caps, "small capitals"),
    ALPHABET("raised", raised, "superscript letters"),
    ALPHABET("upside-down", upside_down, "turned letters"),
    ALPHABET("braille", braille, "Braille cells"),
    ALPHABET("circled-digits", digit_circles, "digits in circles"),
    ALPHABET("arabic-digits", arabic_digits, "Arabic-Indic digits"),
    ALPHABET("devanagari-digits", devanagari_digits, "Devanagari digits"),
    BETWEEN("spaced", " ", "a space between letters"),
    BETWEEN("dotted", ".", "a dot between letters"),
    BETWEEN("dashed", "-", "a dash between letters"),
    BETWEEN("underscored", "_", "a low line between letters"),
    BETWEEN("starred", "*", "a star between letters"),
    BETWEEN("zero-width", "\xe2\x80\x8b", "zero-width spaces between letters"),
    BETWEEN("joiners", "\xe2\x80\x8d", "zero-width joiners between letters"),
    BETWEEN("soft-hyphens", "\xc2\xad", "soft hyphens between letters"),
    BETWEEN("html-comments", "<!-- -->", "an HTML comment between letters"),
    {"accents", "marks", "accents on every letter", marks_apply, marks_undo, "\xcc\x81\xcc\x80\xcc\x82\xcc\x88"},
    {"heaped", "marks", "strokes and rings on every letter", marks_apply, marks_undo, "\xcc\xb6\xcc\xb8\xcd\x93\xcc\x8a\xcc\x9b"},
    {"variations", "marks", "variation selectors", marks_apply, marks_undo, "\xef\xb8\x8e\xef\xb8\x8f"},
    {"base64", "encoding", "Base64", base64_apply, base64_undo, NULL},
    {"base32", "encoding", "Base32", base32_apply, base32_undo, NULL},
    {"hex", "encoding", "hexadecimal", hex_apply, hex_undo, ""},
    {"hex-spaced", "encoding", "hexadecimal, bytes apart", hex_apply, hex_undo, " "},
    {"hex-escapes", "encoding", "\\x41 escapes", hex_apply, hex_undo, "\\x"},
    {"binary", "encoding", "ones and noughts", binary_apply, binary_undo, NULL},
    {"decimal", "encoding", "character codes", decimal_apply, decimal_undo, NULL},
    {"url", "encoding", "percent encoding", url_apply, url_undo, "all"},
    {"html-decimal", "encoding", "&#65; entities", entity_apply, entity_undo, "decimal"},
    {"html-hex", "encoding", "&#x41; entities", entity_apply, entity_undo, "hex"},
    {"unicode-escapes", "encoding", "\\u0041 escapes", entity_apply, entity_undo, "escape"},
    {"rot13", "cipher", "ROT13", rotate_apply, rotate_undo, "n"},
    {"caesar", "cipher", "each letter three further", rotate_apply, rotate_undo, "d"},
    {"atbash", "cipher", "the alphabet backwards", atbash_apply, atbash_undo, NULL},
    {"reversed", "order", "the whole text backwards", reverse_apply, reverse_undo, NULL},
    {"reversed-words", "order", "every word backwards", reverse_words_apply, reverse_words_undo, NULL},
    {"morse", "spelling", "Morse code", morse_apply, morse_undo, NULL},
    {"nato", "spelling", "the NATO alphabet", nato_apply, nato_undo, NULL},
    {"stretched", "spelling", "vooowels drawn out", stretch_apply, stretch_undo, NULL},
    {"no-vowels", "spelling", "vwls lft ot", vowels_apply, NULL, NULL},
    {"slips", "spelling", "slips of the fingers", slips_apply, NULL, NULL},
    {"pig-latin", "spelling", "igpay atinlay", pig_apply, NULL, NULL},
    {"digit-words", "spelling", "digits as words", number_words_apply, NULL, NULL},
    {"lines", "wrapping", "one word a line", lines_apply, NULL, "\n"},
    {"wide-spaces", "wrapping", "spaces of other widths", lines_apply, NULL, "\xe2\x80\x83"},
    {"markdown", "wrapping", "**every word bold**", caret_apply, NULL, "**|**"},
    {"html", "wrapping", "<b>every word tagged</b>", caret_apply, NULL, "<b>|</b>"},
    {"code-block", "wrapping", "in a code block", around_apply, around_undo, "```\n|\n```"},
    {"json", "wrapping", "in a JSON object", around_apply, around_undo, "{\"message\": \"|\"}"},
    {"quoted", "wrapping", "as somebody else's words", around_apply, around_undo, "As the saying goes, \"|\""},
    {"html-hidden", "wrapping", "in an HTML comment", around_apply, around_undo, "<!-- | -->"},
};

const struct converter *converters(size_t *count)
{
    *count = COUNT_OF(all);
    return all;
}

static const struct converter *find(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (slice_eq(name, slice_from(all[i].name)))
            return &all[i];
    return NULL;
}

enum code disguise_parse(struct disguise *out, struct slice name, struct error *e)
{
    struct slice rest = name, one;
    *out = (struct disguise){.name = name};
    while (slice_next(&one, &rest, '+')) {
        const struct converter *c = find(one);
        if (c == NULL) {
            const char *names[COUNT_OF(all) + 1] = {NULL};
            for (size_t i = 0; i < COUNT_OF(all); i++)
                names[i] = all[i].name;
            const char *near = nearest_name(one, names);
            return fail(e, BAD_INPUT, "\"" SLICE_FMT "\" is not a converter%s%s%s", SLICE_ARG(one), near ? "; did you mean " : "",
                        near ? near : "; parley attack --list-converters shows them", near ? "?" : "");
        }
        if (out->count == STACK_MAX)
            return fail(e, BAD_INPUT, "\"" SLICE_FMT "\" stacks more than %d converters", SLICE_ARG(name), STACK_MAX);
        out->stack[out->count++] = c;
    }
    return OK;
}

struct slice disguise_apply(struct arena *arena, const struct disguise *d, struct slice text, uint64_t seed)
{
    for (size_t i = 0; i < d->count; i++) {
        struct buffer b;
        buffer_init(&b, arena, DISGUISED_MAX);
        d->stack[i]->apply(&b, text, d->stack[i], seed);
        text = text_clean(arena, buffer_slice(&b));
    }
    return text;
}

bool disguise_undo(struct slice *out, struct arena *arena, const struct disguise *d, struct slice text)
{
    for (size_t i = d->count; i > 0; i--) {
        struct buffer b;
        if (d->stack[i - 1]->undo == NULL)
            return false;
        buffer_init(&b, arena, DISGUISED_MAX);
        d->stack[i - 1]->undo(&b, text, d->stack[i - 1]);
        text = text_clean(arena, buffer_slice(&b));
    }
    *out = text;
    return true;
}
