#include <parley/sanitise.h>

#include <parley/text.h>

#include <ctype.h>

/* Texts by which models are told who speaks. `<|...|>` of any content is one too. */
static const struct slice tokens[] = {
    SLICE_INIT("[inst]"),
    SLICE_INIT("[/inst]"),
    SLICE_INIT("<<sys>>"),
    SLICE_INIT("<</sys>>"),
    SLICE_INIT("<s>"),
    SLICE_INIT("</s>"),
    SLICE_INIT("<bos>"),
    SLICE_INIT("<eos>"),
    SLICE_INIT("<pad>"),
    SLICE_INIT("<unk>"),
    SLICE_INIT("<mask>"),
    SLICE_INIT("<sep>"),
    SLICE_INIT("<start_of_turn>"),
    SLICE_INIT("<end_of_turn>"),
    SLICE_INIT("<start_of_image>"),
    SLICE_INIT("[tool_calls]"),
    SLICE_INIT("[tool_results]"),
    SLICE_INIT("[/tool_results]"),
    SLICE_INIT("[available_tools]"),
    SLICE_INIT("[/available_tools]"),
    SLICE_INIT("[system_prompt]"),
    SLICE_INIT("[/system_prompt]"),
    SLICE_INIT("[img]"),
    SLICE_INIT("<tool_call>"),
    SLICE_INIT("</tool_call>"),
    SLICE_INIT("<tool_response>"),
    SLICE_INIT("</tool_response>"),
    SLICE_INIT("<tools>"),
    SLICE_INIT("</tools>"),
    SLICE_INIT("<think>"),
    SLICE_INIT("</think>"),
    SLICE_INIT("<function_calls>"),
    SLICE_INIT("</function_calls>"),
    SLICE_INIT("<system>"),
    SLICE_INIT("</system>"),
    SLICE_INIT("<|"),
    SLICE_INIT("|>"),
    SLICE_INIT("<\xef\xbd\x9c"),
    SLICE_INIT("\xef\xbd\x9c>"),
};

/* At the beginning of a line these have opened a turn. */
static const struct slice speakers[] = {SLICE_INIT("human:"),     SLICE_INIT("assistant:"),       SLICE_INIT("system:"),
                                        SLICE_INIT("developer:"), SLICE_INIT("### instruction:"), SLICE_INIT("### response:"),
                                        SLICE_INIT("### system:")};

static bool starts_fold(struct slice s, size_t at, struct slice word)
{
    return slice_eq_fold(slice_sub(s, at, at + word.len), word);
}

/* The length of what stands at `at` and no model may read; 0: nothing. */
static size_t token_at(struct slice s, size_t at)
{
    enum { NAME_MAX_BYTES = 64 };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        struct slice t = tokens[i];
        if (!starts_fold(s, at, t))
            continue;
        if (t.at[0] != '<' || (t.at[1] != '|' && t.at[1] != '\xef'))
            return t.len;
        for (size_t end = at + t.len; end < s.len && end - at < NAME_MAX_BYTES && s.at[end] != '\n'; end++)
            if (starts_fold(s, end, SLICE("|>")) || starts_fold(s, end, SLICE("\xef\xbd\x9c>")))
                return end - at + (s.at[end] == '|' ? 2 : 4);
        return t.len;
    }
    return 0;
}

static uint32_t point_at(struct slice s, size_t i, size_t *len)
{
    unsigned char c = (unsigned char)s.at[i];
    *len = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    uint32_t p = c < 0x80 ? c : c & (0x3fu >> (*len - 1));
    for (size_t k = 1; k < *len; k++)
        p = p << 6 | ((unsigned char)s.at[i + k] & 0x3f);
    return p;
}

/* Controls, invisible and direction-turning characters, tags, private use: nothing that a person reads. */
static bool is_unseen(uint32_t p)
{
    if (p == '\n' || p == '\t')
        return false;
    return p < 0x20 || (p >= 0x7f && p < 0xa0) || p == 0xad || p == 0x34f || p == 0x61c || p == 0x115f || p == 0x1160 ||
           p == 0x17b4 || p == 0x17b5 || (p >= 0x180b && p <= 0x180f) || (p >= 0x200b && p <= 0x200f) ||
           (p >= 0x2028 && p <= 0x202e) || (p >= 0x2060 && p <= 0x206f) || p == 0x3164 || (p >= 0xe000 && p <= 0xf8ff) ||
           (p >= 0xfe00 && p <= 0xfe0f) || p == 0xfeff || p == 0xffa0 || (p >= 0xfff0 && p <= 0xfffb) ||
           (p >= 0x1d173 && p <= 0x1d17a) || p >= 0xe0000;
}

static size_t cut_at(struct slice s, size_t most)
{
    if (s.len <= most)
        return s.len;
    while (most > 0 && ((unsigned char)s.at[most] & 0xc0) == 0x80)
        most--;
    return most;
}

static struct slice without_unseen(struct arena *arena, struct slice s)
{
    char *to = arena_alloc(arena, s.len + 1);
    size_t n = 0, len;
    for (size_t i = 0; i < s.len; i += len) {
        uint32_t p = point_at(s, i, &len);
        if (p == 0x2028 || p == 0x2029 || (p == '\r' && (i + 1 == s.len || s.at[i + 1] != '\n')))
            to[n++] = '\n';
        else if (!is_unseen(p)) {
            memcpy(to + n, s.at + i, len);
            n += len;
        }
    }
    return (struct slice){to, n};
}

/* A space stands for each: what is left on both sides of one cannot make up another, for none holds a space. */
static struct slice without_tokens(struct slice s, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        size_t len = token_at(s, i);
        to[n++] = len ? ' ' : s.at[i];
        i += len ? len : 1;
    }
    return (struct slice){to, n};
}

static void unname_speakers(struct slice s, char *at)
{
    for (size_t i = 0; i < s.len; i++) {
        size_t from = i;
        if (i > 0 && s.at[i - 1] != '\n')
            continue;
        while (from < s.len && (s.at[from] == ' ' || s.at[from] == '\t'))
            from++;
        for (size_t k = 0; k < sizeof speakers / sizeof *speakers; k++)
            if (starts_fold(s, from, speakers[k]))
                at[from + speakers[k].len - 1] = ';';
    }
}

struct slice sanitise(struct arena *arena, struct slice text, size_t bytes_max)
{
    struct slice clean = text_clean(arena, text);
    struct slice seen = without_unseen(arena, slice_sub(clean, 0, cut_at(clean, bytes_max)));
    char *at = arena_alloc(arena, seen.len + 1);
    struct slice s = without_tokens(seen, at);
    unname_speakers(s, at);
    return slice_trim(s);
}
