/* Writes words.txt, and the proper nouns of an English word list, as a constant hash table.
 *
 *   parley_make_words words.txt LIST OUTPUT */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

struct slot {
    uint32_t key;
    uint64_t set;
};
static struct slot table[WORD_SLOTS];
static unsigned used;

static void put(const char *word, uint64_t set)
{
    uint32_t key = word_hash(word, strlen(word)), at = key % WORD_SLOTS;
    while (table[at].key != 0 && table[at].key != key)
        at = (at + 1) % WORD_SLOTS;
    used += table[at].key == 0;
    if (used > WORD_SLOTS * 3 / 4) {
        fprintf(stderr, "make_words: the table is full; raise WORD_SLOTS\n");
        exit(1);
    }
    table[at].key = key;
    table[at].set |= set;
}

static uint64_t class_of(const char *name)
{
#define X(id, text)                                                                                                              \
    if (strcmp(name, text) == 0)                                                                                                 \
        return IS_##id;
    WORD_CLASSES(X)
#undef X
    return 0;
}

static int read_classes(FILE *in)
{
    static char line[1 << 16];
    while (fgets(line, sizeof line, in) != NULL) {
        char *colon = line[0] == '#' ? NULL : strchr(line, ':');
        if (colon == NULL)
            continue;
        *colon = '\0';
        uint64_t set = class_of(line);
        if (set == 0) {
            fprintf(stderr, "make_words: %s: no such class; words.h has them\n", line);
            return 1;
        }
        for (char *word = strtok(colon + 1, " \n"); word != NULL; word = strtok(NULL, " \n")) {
            for (char *p = word; *p != '\0'; p++)
                *p = *p == '_' ? ' ' : *p;
            put(word, set);
        }
    }
    return 0;
}

static void read_proper(FILE *in)
{
    char line[256];
    while (fgets(line, sizeof line, in) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        size_t len = strlen(line);
        if (len < 3 || line[0] < 'A' || line[0] > 'Z' || strspn(line + 1, "abcdefghijklmnopqrstuvwxyz") != len - 1)
            continue;
        line[0] = (char)(line[0] - 'A' + 'a');
        put(line, IS_PROPER);
    }
}

static void write_table(FILE *out)
{
    static uint64_t sets[WORD_SETS_MAX];
    static unsigned set_of[WORD_SLOTS];
    unsigned count = 1;
    fprintf(out, "#include <stddef.h>\n\n#include \"pii/words.h\"\n\nconst uint32_t word_keys[WORD_SLOTS] = {");
    for (unsigned i = 0; i < WORD_SLOTS; i++) {
        unsigned n = 0;
        while (n < count && sets[n] != table[i].set)
            n++;
        if (n == WORD_SETS_MAX) {
            fprintf(stderr, "make_words: over %d different sets of classes\n", WORD_SETS_MAX);
            exit(1);
        }
        sets[n] = table[i].set;
        count += n == count;
        set_of[i] = n;
        fprintf(out, "%s%u,", i % 16 ? "" : "\n", table[i].key);
    }
    fprintf(out, "};\nconst uint8_t word_sets_of[WORD_SLOTS] = {");
    for (unsigned i = 0; i < WORD_SLOTS; i++)
        fprintf(out, "%s%u,", i % 32 ? "" : "\n", set_of[i]);
    fprintf(out, "};\nconst uint64_t word_sets[WORD_SETS_MAX] = {");
    for (unsigned i = 0; i < count; i++)
        fprintf(out, "%s0x%llxu,", i % 8 ? "" : "\n", (unsigned long long)sets[i]);
    fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
    FILE *in = argc == 4 ? fopen(argv[1], "r") : NULL, *list = argc == 4 ? fopen(argv[2], "r") : NULL,
         *out = argc == 4 ? fopen(argv[3], "w") : NULL;
    if (in == NULL || list == NULL || out == NULL) {
        fprintf(stderr, "make_words WORDS LIST OUTPUT: cannot open them\n");
        return 2;
    }
    if (read_classes(in) != 0)
        return 1;
    read_proper(list);
    write_table(out);
    fclose(in);
    fclose(list);
    return fclose(out) == 0 ? 0 : 1;
}
