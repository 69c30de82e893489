/* Makes the table of word vectors out of the package's JSON on standard input: {..., "vectors": {"the": [100 numbers and more],
 * ...}}, commonest word first.
 *
 *   parley_make_vectors OUTPUT <JSON
 *   parley_make_vectors OUTPUT --none     a table without words, for a build that could not fetch them
 *
 * Taken are the commonest words of small letters. What all words share is taken out (their mean, and the direction in which they
 * differ most, which is how common they are); the next 64 principal directions remain, each word scaled to the range of a signed
 * byte. Plain IEEE arithmetic in a fixed order: every compiler makes the same bytes. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../vectors_table.h"

enum { GIVEN = 100, SHARED = 1, SWEEPS = 60, NUMBER_MAX = 64 };

static double words[VECTORS_WORDS][GIVEN], spread[GIVEN][GIVEN], axes[GIVEN][GIVEN];
static struct vectors_table table;

/* -- reading ----------------------------------------------------------------------------------------------------------- */

static bool skip_to(FILE *in, const char *what)
{
    size_t met = 0;
    for (int c = getc(in); c != EOF; c = getc(in)) {
        met = c == what[met] ? met + 1 : c == what[0];
        if (what[met] == '\0')
            return true;
    }
    return false;
}

/* The next key, empty when it is no word of small letters; false at the end. */
static bool read_key(FILE *in, char *key)
{
    size_t len = 0;
    bool plain = true;
    if (!skip_to(in, "\""))
        return false;
    for (int c = getc(in); c != '"'; c = getc(in)) {
        if (c == EOF)
            return false;
        bool escaped = c == '\\';
        if (escaped)
            c = getc(in);
        plain = plain && !escaped && c >= 'a' && c <= 'z' && len < VECTORS_WORD_MAX;
        if (plain)
            key[len++] = (char)c;
    }
    key[plain ? len : 0] = '\0';
    return true;
}

/* The numbers between brackets: the first GIVEN are taken, what follows them (a length, an index) is not. */
static bool read_numbers(FILE *in, double *out)
{
    char number[NUMBER_MAX];
    size_t len = 0, count = 0;
    if (!skip_to(in, "["))
        return false;
    for (int c = getc(in); c != EOF; c = getc(in)) {
        if (c != ',' && c != ']') {
            if (len + 1 == sizeof number)
                return false;
            number[len++] = (char)c;
            continue;
        }
        number[len] = '\0';
        len = 0;
        double value = strtod(number, NULL);
        if (!isfinite(value))
            return false;
        if (count < GIVEN)
            out[count] = value;
        count++;
        if (c == ']')
            return count >= GIVEN;
    }
    return false;
}

static void add_word(uint32_t index, const char *word)
{
    uint32_t len = (uint32_t)strlen(word), slot = vectors_hash(word, len) % VECTORS_SLOTS;
    while (table.slots[slot] != 0)
        slot = (slot + 1) % VECTORS_SLOTS;
    table.slots[slot] = index + 1;
    memcpy(table.bytes + table.begin[index], word, len);
    table.begin[index + 1] = table.begin[index] + len;
}

static bool read_words(FILE *in)
{
    char key[VECTORS_WORD_MAX + 1];
    if (!skip_to(in, "\"vectors\":{"))
        return false;
    for (uint32_t i = 0; i < VECTORS_WORDS;) {
        if (!read_key(in, key) || !read_numbers(in, words[i]))
            return false;
        if (key[0] == '\0')
            continue;
        if (table.begin[i] + VECTORS_WORD_MAX > VECTORS_BYTES)
            return false;
        add_word(i++, key);
    }
    return true;
}

/* -- principal directions ---------------------------------------------------------------------------------------------- */

static void take_out_mean(void)
{
    double mean[GIVEN] = {0};
    for (size_t i = 0; i < VECTORS_WORDS; i++)
        for (size_t k = 0; k < GIVEN; k++)
            mean[k] += words[i][k];
    for (size_t i = 0; i < VECTORS_WORDS; i++)
        for (size_t k = 0; k < GIVEN; k++)
            words[i][k] -= mean[k] / VECTORS_WORDS;
}

static void measure_spread(void)
{
    for (size_t i = 0; i < VECTORS_WORDS; i++)
        for (size_t a = 0; a < GIVEN; a++)
            for (size_t b = a; b < GIVEN; b++)
                spread[a][b] += words[i][a] * words[i][b];
    for (size_t a = 0; a < GIVEN; a++)
        for (size_t b = 0; b < a; b++)
            spread[a][b] = spread[b][a];
}

/* One rotation of Jacobi's method: makes spread[p][q] nothing. */
static void rotate(size_t p, size_t q)
{
    if (spread[p][q] == 0)
        return;
    double theta = (spread[q][q] - spread[p][p]) / (2 * spread[p][q]);
    double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1)), c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t k = 0; k < GIVEN; k++) {
        double a = spread[k][p], b = spread[k][q];
        spread[k][p] = c * a - s * b;
        spread[k][q] = s * a + c * b;
    }
    for (size_t k = 0; k < GIVEN; k++) {
        double a = spread[p][k], b = spread[q][k];
        spread[p][k] = c * a - s * b;
        spread[q][k] = s * a + c * b;
        a = axes[p][k], b = axes[q][k];
        axes[p][k] = c * a - s * b;
        axes[q][k] = s * a + c * b;
    }
}

static void find_axes(size_t order[GIVEN])
{
    for (size_t k = 0; k < GIVEN; k++) {
        axes[k][k] = 1;
        order[k] = k;
    }
    for (size_t sweep = 0; sweep < SWEEPS; sweep++)
        for (size_t p = 0; p < GIVEN; p++)
            for (size_t q = p + 1; q < GIVEN; q++)
                rotate(p, q);
    for (size_t i = 1; i < GIVEN; i++) /* widest first */
        for (size_t k = i; k > 0 && spread[order[k]][order[k]] > spread[order[k - 1]][order[k - 1]]; k--) {
            size_t kept = order[k];
            order[k] = order[k - 1];
            order[k - 1] = kept;
        }
}

static void write_word(size_t i, const size_t *order)
{
    double shares[VECTORS_SIZE] = {0}, widest = 0;
    for (size_t k = 0; k < VECTORS_SIZE; k++) {
        for (size_t d = 0; d < GIVEN; d++)
            shares[k] += words[i][d] * axes[order[SHARED + k]][d];
        if (fabs(shares[k]) > widest)
            widest = fabs(shares[k]);
    }
    for (size_t k = 0; k < VECTORS_SIZE; k++)
        table.at[i][k] = (int8_t)(widest > 0 ? floor(shares[k] / widest * 127 + 0.5) : 0);
}

static bool make_table(FILE *in)
{
    size_t order[GIVEN];
    if (!read_words(in))
        return false;
    take_out_mean();
    measure_spread();
    find_axes(order);
    for (size_t i = 0; i < VECTORS_WORDS; i++)
        write_word(i, order);
    return true;
}

int main(int argc, char **argv)
{
    bool none = argc == 3 && strcmp(argv[2], "--none") == 0;
    FILE *out = argc == 2 || none ? fopen(argv[1], "wb") : NULL;
    if (out == NULL) {
        fprintf(stderr, "parley_make_vectors OUTPUT [--none] <JSON: cannot open the output\n");
        return 2;
    }
    if (!none && !make_table(stdin)) {
        fprintf(stderr, "parley_make_vectors: the input is not the package's JSON, or has less than %d words\n", VECTORS_WORDS);
        return 1;
    }
    if (fwrite(&table, sizeof table, 1, out) != 1 || fclose(out) != 0) {
        fprintf(stderr, "parley_make_vectors: could not write %s\n", argv[1]);
        return 1;
    }
    return 0;
}
