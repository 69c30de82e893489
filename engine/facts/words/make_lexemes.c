/* Writes the constant word tables: parley_make_lexemes OUT.c. Runs at build time only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lexeme.h"
#include "words.h"

enum { WORDS_MAX = 4000, SLOTS = 8192, SENSES_MAX = 4000, NEARS_MAX = 2000, NEAR_SLOTS_MADE = 4096, WORD_LENGTH_MAX = 40 };

static char names[WORDS_MAX][WORD_LENGTH_MAX];
static struct lexeme lexemes[WORDS_MAX];
static size_t lexeme_count;
static struct sense senses[SENSES_MAX];
static size_t sense_count;
static struct near nears[NEARS_MAX];
static size_t near_count;

static struct slice word_next(const char **rest)
{
    while (**rest == ' ')
        ++*rest;
    struct slice s = {*rest, strcspn(*rest, " ")};
    *rest += s.len;
    return s;
}

static struct lexeme *lexeme_for(struct slice word)
{
    for (size_t i = 0; i < lexeme_count; i++)
        if (lexemes[i].length == word.len && memcmp(names[i], word.at, word.len) == 0)
            return &lexemes[i];
    if (lexeme_count == WORDS_MAX || word.len >= WORD_LENGTH_MAX)
        exit(1);
    memcpy(names[lexeme_count], word.at, word.len);
    struct lexeme *l = &lexemes[lexeme_count];
    *l = (struct lexeme){.word = names[lexeme_count], .length = (uint8_t)word.len, .weight = 2};
    lexeme_count++;
    return l;
}

static void learn(const struct word_row *row, struct slice word)
{
    struct lexeme *l = lexeme_for(word);
    switch (row->field) {
    case FIELD_MARK: l->marks |= (uint32_t)row->value; return;
    case FIELD_WEIGHT:
        if (row->value < l->weight)
            l->weight = (uint8_t)row->value;
        return;
    case FIELD_SMALL: l->number_word = NUMBER_SMALL; break;
    case FIELD_SCALE: l->number_word = NUMBER_SCALE; break;
    case FIELD_ORDINAL: l->number_word = NUMBER_ORDINAL; break;
    case FIELD_PART:
        if (l->number_word != NUMBER_NONE) /* third, fifth, tenth: ordinals first */
            return;
        l->number_word = NUMBER_PART;
        break;
    case FIELD_MONTH: l->month = (uint8_t)row->value; return;
    case FIELD_DAY: l->day = (uint8_t)row->value; return;
    case FIELD_SPAN: l->span = (uint8_t)row->value; return;
    case FIELD_RATE: l->rate = (uint8_t)row->value; return;
    case FIELD_COIN: l->coin = (uint8_t)row->value; return;
    case FIELD_BOUND: l->bound = (uint8_t)row->value; return;
    case FIELD_ROLE: l->roles |= (uint32_t)row->value; return;
    }
    l->number = row->value;
}

static struct sense *sense_for(uint64_t stem)
{
    for (size_t i = 0; i < sense_count; i++)
        if (senses[i].stem == stem)
            return &senses[i];
    if (sense_count == SENSES_MAX)
        exit(1);
    senses[sense_count] = (struct sense){.stem = stem};
    return &senses[sense_count++];
}

static void learn_senses(void)
{
    for (size_t i = 0; i < synonym_row_count; i++)
        for (const char *rest = synonym_rows[i]; *rest != 0;) {
            struct sense *s = sense_for(word_stem(word_next(&rest)));
            if (s->group == 0)
                s->group = (uint16_t)(i + 1);
        }
    for (size_t i = 0; i < opposite_row_count; i++)
        for (int side = 0; side < 2; side++)
            for (const char *rest = opposite_rows[i][side]; *rest != 0;) {
                struct sense *s = sense_for(word_stem(word_next(&rest)));
                int16_t pair = (int16_t)(side == 0 ? i + 1 : -i - 1);
                if (s->opposite[0] == 0)
                    s->opposite[0] = pair;
                else if (s->opposite[0] != pair && s->opposite[1] == 0)
                    s->opposite[1] = pair;
            }
}

static uint64_t key_of(struct slice word)
{
    uint64_t stem = word_stem(word);
    for (size_t i = 0; i < sense_count; i++)
        if (senses[i].stem == stem && senses[i].group != 0)
            return senses[i].group;
    return stem;
}

static struct near *near_for(uint64_t stem)
{
    for (size_t i = 0; i < near_count; i++)
        if (nears[i].stem == stem)
            return &nears[i];
    if (near_count == NEARS_MAX)
        exit(1);
    nears[near_count] = (struct near){.stem = stem};
    return &nears[near_count++];
}

/* Behind it stand the kinds of what stands before. */
static bool is_kind_sign(struct slice word)
{
    return word.len == 1 && word.at[0] == '<';
}

static void learn_nears(void)
{
    for (size_t i = 0; i < near_row_count; i++)
        for (const char *rest = near_rows[i]; *rest != 0;) {
            struct slice word = word_next(&rest);
            if (is_kind_sign(word))
                continue;
            struct near *n = near_for(word_stem(word));
            size_t k = 0;
            while (k < NEAR_ROWS_MAX && n->rows[k] != 0)
                k++;
            if (k < NEAR_ROWS_MAX)
                n->rows[k] = (uint16_t)(i + 1);
        }
}

static void write_nears(FILE *f)
{
    static struct near slots[NEAR_SLOTS_MADE];
    static size_t first[NEARS_MAX];
    size_t at = 0;
    for (size_t i = 0; i < near_count; i++) {
        at = nears[i].stem & (NEAR_SLOTS_MADE - 1);
        while (slots[at].stem != 0)
            at = (at + 1) & (NEAR_SLOTS_MADE - 1);
        slots[at] = nears[i];
    }
    fprintf(f, "\nconst struct near near_slots[NEAR_SLOTS] = {\n");
    for (size_t i = 0; i < NEAR_SLOTS_MADE; i++) {
        if (slots[i].stem == 0)
            continue;
        fprintf(f, "    [%zu] = {UINT64_C(%llu), {", i, (unsigned long long)slots[i].stem);
        for (size_t k = 0; k < NEAR_ROWS_MAX; k++)
            fprintf(f, "%u%s", slots[i].rows[k], k + 1 < NEAR_ROWS_MAX ? ", " : "}},\n");
    }
    at = 0;
    fprintf(f, "};\n\nconst uint64_t near_row_keys[] = {\n");
    for (size_t i = 0; i < near_row_count; i++) {
        first[i] = at;
        for (const char *rest = near_rows[i]; *rest != 0; at++) {
            struct slice word = word_next(&rest);
            if (is_kind_sign(word))
                break;
            fprintf(f, "    UINT64_C(%llu),\n", (unsigned long long)key_of(word));
        }
        fprintf(f, "    0,\n");
        at++;
    }
    fprintf(f, "};\n\nconst uint16_t near_row_first[] = {\n");
    for (size_t i = 0; i < near_row_count; i++)
        fprintf(f, "    %zu,\n", first[i]);
    fprintf(f, "};\n");
}

static void write_text(FILE *f, const char *s)
{
    fputc('"', f);
    for (; *s != 0; s++)
        if (*s == '"' || *s == '\\')
            fprintf(f, "\\%c", *s);
        else if ((unsigned char)*s < 0x80)
            fputc(*s, f);
        else
            fprintf(f, "\\%03o", (unsigned char)*s);
    fputc('"', f);
}

static void write_lexemes(FILE *f)
{
    static unsigned slots[SLOTS];
    fprintf(f, "#include \"lexeme_tables.h\"\n\nconst struct lexeme lexeme_rows[] = {\n    {.word = \"\", .weight = 2},\n");
    for (size_t i = 0; i < lexeme_count; i++) {
        const struct lexeme *l = &lexemes[i];
        fprintf(f, "    {");
        write_text(f, l->word);
        fprintf(f, ", %uu, INT64_C(%lld), %u, %u, %u, %u, %u, %u, %u, %u, %u, %u},\n", l->marks, (long long)l->number, l->length,
                l->number_word, l->month, l->day, l->span, l->rate, l->coin, l->bound, l->weight, l->roles);
        size_t at = word_hash((struct slice){l->word, l->length}) & (SLOTS - 1);
        while (slots[at] != 0)
            at = (at + 1) & (SLOTS - 1);
        slots[at] = (unsigned)i + 1;
    }
    fprintf(f, "};\n\nconst uint16_t lexeme_slots[LEXEME_SLOTS] = {\n");
    for (size_t i = 0; i < SLOTS; i++)
        if (slots[i] != 0)
            fprintf(f, "    [%zu] = %u,\n", i, slots[i]);
    fprintf(f, "};\n");
}

static void write_senses(FILE *f)
{
    static struct sense slots[SLOTS];
    for (size_t i = 0; i < sense_count; i++) {
        size_t at = senses[i].stem & (SLOTS - 1);
        while (slots[at].stem != 0)
            at = (at + 1) & (SLOTS - 1);
        slots[at] = senses[i];
    }
    fprintf(f, "\nconst struct sense sense_slots[SENSE_SLOTS] = {\n");
    for (size_t i = 0; i < SLOTS; i++)
        if (slots[i].stem != 0)
            fprintf(f, "    [%zu] = {UINT64_C(%llu), %u, {%d, %d}},\n", i, (unsigned long long)slots[i].stem, slots[i].group,
                    slots[i].opposite[0], slots[i].opposite[1]);
    fprintf(f, "};\n");
}

int main(int argc, char **argv)
{
    FILE *f = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (f == NULL)
        return 1;
    for (size_t i = 0; i < word_row_count; i++)
        for (const char *rest = word_rows[i].words; *rest != 0;) {
            struct slice word = word_next(&rest);
            if (word.len > 0)
                learn(&word_rows[i], word);
        }
    learn_senses();
    learn_nears();
    write_lexemes(f);
    write_senses(f);
    write_nears(f);
    return fclose(f) == 0 ? 0 : 1;
}
