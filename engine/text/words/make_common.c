/* Writes the lists of common words as one constant hash table.
 *
 *   parley_make_common LISTS OUTPUT */
#define PARLEY_MAKES_LEXICON
#include <stdio.h>
#include <string.h>

#include "../common.h"

static struct common_word table[COMMON_SLOTS];
static size_t count;

static unsigned list_of(const char *name)
{
    static const char *const names[] = {"reading", "en", "es", "ms"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return 1u << i;
    return 0;
}

static bool add(const char *word, unsigned list)
{
    size_t len = strlen(word);
    uint32_t at = lexicon_hash(word, len) % COMMON_SLOTS;
    if (len > COMMON_WORD_MAX)
        return false;
    while (table[at].lists != 0 && !(table[at].len == len && memcmp(table[at].word, word, len) == 0))
        at = (at + 1) % COMMON_SLOTS;
    count += table[at].lists == 0;
    memcpy(table[at].word, word, len);
    table[at].len = (uint8_t)len;
    table[at].lists |= (uint8_t)list;
    return count <= COMMON_SLOTS / 2;
}

/* False for a line that names no list, or a word that is too long or too many. */
static bool add_line(char *line)
{
    char *rest = line + strcspn(line, " \r\n");
    if (line[0] == '#' || rest == line)
        return true;
    for (unsigned first = 1, list = 0; *line != '\0'; first = 0, line = rest) {
        rest = line + strcspn(line, " \r\n");
        for (; *rest == ' ' || *rest == '\r' || *rest == '\n'; rest++)
            *rest = '\0';
        if (first)
            list = list_of(line);
        if (list == 0 || (!first && !add(line, list)))
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    static char line[4096];
    FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL, *out = argc == 3 ? fopen(argv[2], "w") : NULL;
    if (in == NULL || out == NULL) {
        fprintf(stderr, "make_common LISTS OUTPUT: cannot open them\n");
        return 2;
    }
    for (unsigned n = 1; fgets(line, sizeof line, in) != NULL; n++)
        if (!add_line(line)) {
            fprintf(stderr, "make_common: %s:%u: begins with no list's name, or has a word too long or too many\n", argv[1], n);
            return 1;
        }
    fprintf(out, "#include \"common.h\"\n\nconst struct common_word common_words[COMMON_SLOTS] = {\n");
    for (size_t i = 0; i < COMMON_SLOTS; i++) {
        if (table[i].lists == 0)
            continue;
        fprintf(out, "[%zu] = {{", i);
        for (size_t k = 0; k < table[i].len; k++)
            fprintf(out, "%d,", table[i].word[k]);
        fprintf(out, "}, %u, %u},\n", table[i].len, table[i].lists);
    }
    fprintf(out, "};\n");
    return fclose(out) == 0 ? 0 : 1;
}
