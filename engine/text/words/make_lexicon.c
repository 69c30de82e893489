/* Writes the words of a list, one a line, as a constant table: bytes one after the other, and where each begins, in byte order.
 *
 *   parley_make_lexicon LIST OUTPUT
 *
 * Taken are words of small letters only, 2 to LEXICON_WORD_MAX long. */
#define PARLEY_MAKES_LEXICON
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lexicon.h"

enum { WORDS_MAX = 1 << 20 };

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *word_of(const char *line)
{
    size_t len = strcspn(line, "\r\n");
    if (len < 2 || len > LEXICON_WORD_MAX || strspn(line, "abcdefghijklmnopqrstuvwxyz") != len)
        return NULL;
    char *word = calloc(1, len + 1);
    if (word != NULL)
        memcpy(word, line, len);
    return word;
}

static void write_slots(FILE *out, char **words, size_t count)
{
    static uint32_t slots[LEXICON_SLOTS];
    for (size_t i = 0; i < count; i++) {
        uint32_t at = lexicon_hash(words[i], strlen(words[i])) % LEXICON_SLOTS;
        while (slots[at] != 0)
            at = (at + 1) % LEXICON_SLOTS;
        slots[at] = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < LEXICON_SLOTS; i++)
        fprintf(out, "%s%u,", i % 16 ? "" : "\n", slots[i]);
}

int main(int argc, char **argv)
{
    static char *words[WORDS_MAX];
    char line[256];
    size_t count = 0, unique = 0, at = 0;
    FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL, *out = argc == 3 ? fopen(argv[2], "w") : NULL;
    if (in == NULL || out == NULL) {
        fprintf(stderr, "make_lexicon LIST OUTPUT: cannot open them\n");
        return 2;
    }
    while (count < WORDS_MAX && fgets(line, sizeof line, in) != NULL)
        if ((words[count] = word_of(line)) != NULL)
            count++;
    qsort(words, count, sizeof *words, by_bytes);
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || strcmp(words[unique - 1], words[i]) != 0)
            words[unique++] = words[i];
    fprintf(out, "#include \"lexicon.h\"\n\nconst size_t lexicon_count = %zu;\nconst uint32_t lexicon_begin[] = {", unique);
    for (size_t i = 0; i < unique; at += strlen(words[i++]))
        fprintf(out, "%s%zu,", i % 16 ? "" : "\n", at);
    fprintf(out, "%zu};\nconst unsigned char lexicon_bytes[] = {", at);
    for (size_t i = 0; i < unique; i++) {
        fprintf(out, "%s", i % 4 ? "" : "\n");
        for (const char *p = words[i]; *p; p++)
            fprintf(out, "%d,", *p);
    }
    fprintf(out, "0};\n");
    fprintf(out, "const uint32_t lexicon_slots[LEXICON_SLOTS] = {");
    write_slots(out, words, unique);
    fprintf(out, "};\n");
    if (unique < 20000 || unique > LEXICON_SLOTS / 2 || fclose(out) != 0) {
        fprintf(stderr, "make_lexicon: %s holds %zu words; there may be 20,000 to %d\n", argv[1], unique, LEXICON_SLOTS / 2);
        return 1;
    }
    return 0;
}
