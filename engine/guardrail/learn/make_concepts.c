/* Writes concepts.txt as a constant hash table.
 *
 *   parley_make_concepts concepts.txt OUTPUT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "concepts.h"

static struct concept_slot table[CONCEPT_SLOTS];
static unsigned used;

static void put(uint32_t key, struct concept_set set)
{
    uint32_t at = key % CONCEPT_SLOTS;
    while (table[at].key != 0 && table[at].key != key)
        at = (at + 1) % CONCEPT_SLOTS;
    used += table[at].key == 0;
    table[at].key = key;
    table[at].set.bits[0] |= set.bits[0];
    table[at].set.bits[1] |= set.bits[1];
    if (used > CONCEPT_SLOTS * 3 / 4) {
        fprintf(stderr, "make_concepts: the table is full; raise CONCEPT_SLOTS\n");
        exit(1);
    }
}

/* "set_aside" is two words; a star at the very end stands for any ending. */
static void put_phrase(const char *phrase, struct concept_set set)
{
    static const struct concept_set more = {{0, CONCEPT_MORE}};
    uint32_t hash = CONCEPT_HASH_START;
    size_t since_word = 0;
    for (const char *c = phrase; *c != '\0'; c++) {
        if (*c == '*' && c[1] == '\0' && since_word >= CONCEPT_PREFIX_LEAST) {
            put(hash ^ CONCEPT_PREFIX_SALT, set);
            return;
        }
        if (*c == '_') {
            put(hash, more);
            since_word = 0;
        } else {
            since_word++;
        }
        hash = concept_hash(hash, *c == '_' ? ' ' : *c);
    }
    put(hash, set);
}

int main(int argc, char **argv)
{
    char line[8192];
    unsigned concept = 0;
    FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL, *out = argc == 3 ? fopen(argv[2], "w") : NULL;
    if (in == NULL || out == NULL) {
        fprintf(stderr, "make_concepts LIST OUTPUT: cannot open them\n");
        return 2;
    }
    while (fgets(line, sizeof line, in) != NULL) {
        char *words = line[0] == '#' ? NULL : strchr(line, ':');
        if (words == NULL)
            continue;
        if (concept == CONCEPTS_MAX || strchr(line, '\n') == NULL) {
            fprintf(stderr, "make_concepts: more than %d concepts, or a line over %zu bytes\n", CONCEPTS_MAX, sizeof line);
            return 1;
        }
        struct concept_set set = {{0, 0}};
        set.bits[concept / 64] = UINT64_C(1) << concept % 64;
        for (char *word = strtok(words + 1, " \n"); word != NULL; word = strtok(NULL, " \n"))
            put_phrase(word, set);
        concept ++;
    }
    fprintf(out, "#include \"learn/concepts.h\"\n\nconst struct concept_slot concept_table[CONCEPT_SLOTS] = {\n");
    for (unsigned i = 0; i < CONCEPT_SLOTS; i++)
        if (table[i].key != 0)
            fprintf(out, "[%u] = {UINT32_C(%u), {{UINT64_C(0x%llx), UINT64_C(0x%llx)}}},\n", i, table[i].key,
                    (unsigned long long)table[i].set.bits[0], (unsigned long long)table[i].set.bits[1]);
    fprintf(out, "};\n");
    fclose(in);
    return fclose(out) == 0 ? 0 : 1;
}
