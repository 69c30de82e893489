#include "quality.h"

#include <parley/pack_dir.h>
#include <parley/random.h>
#include <stdio.h>
#include <stdlib.h>

enum { DRAWS = 400, SET_MAX = 64 << 20 };

static double root_of(double v)
{
    double r = v > 1 ? v : 1;
    for (int i = 0; i < 60; i++)
        r = (r + v / r) / 2;
    return r;
}

static void print_row(const char *name, double value, double low, double high, size_t n, bool at_least, uint32_t bar_ppm)
{
    double bar = bar_ppm / 1e6;
    printf("{\"name\":\"%s\",\"value\":%.4f,\"low\":%.4f,\"high\":%.4f,\"n\":%zu", name, value, low, high, n);
    if (bar_ppm > 0)
        printf(",\"bar\":\"%s %.4g\",\"met\":%s", at_least ? ">=" : "<=", bar,
               (at_least ? value >= bar : value <= bar) ? "true" : "false");
    printf("}\n");
}

void quality_share(const char *name, struct share s, bool at_least, uint32_t bar_ppm)
{
    double n = (double)s.all, p = s.all ? (double)s.hits / n : 0, z = 1.96;
    double d = 1 + z * z / (n > 0 ? n : 1), centre = p + z * z / (2 * (n > 0 ? n : 1));
    double half = s.all ? z * root_of(p * (1 - p) / n + z * z / (4 * n * n)) : 1;
    double low = s.all ? (centre - half) / d : 0, high = s.all ? (centre + half) / d : 1;
    print_row(name, p, low < 0 ? 0 : low, high > 1 ? 1 : high, (size_t)s.all, at_least, bar_ppm);
}

static double f1_of(uint64_t found, uint64_t marked, uint64_t both)
{
    return found + marked ? 2.0 * (double)both / (double)(found + marked) : 1;
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void interval(double *draws, double *low, double *high)
{
    qsort(draws, DRAWS, sizeof *draws, rising);
    *low = draws[DRAWS / 40];
    *high = draws[DRAWS - 1 - DRAWS / 40];
}

void quality_f1(const char *name, const struct outcome_counts *texts, size_t count, uint32_t bar_ppm)
{
    static double draws[DRAWS];
    uint64_t found = 0, marked = 0, both = 0;
    double low, high;
    for (size_t i = 0; i < count; i++)
        found += texts[i].found, marked += texts[i].marked, both += texts[i].both;
    for (unsigned d = 0; d < DRAWS; d++) {
        uint64_t f = 0, m = 0, b = 0;
        for (size_t i = 0; i < count; i++) {
            size_t at = (size_t)random_below((struct random_key){1, d, count}, i, count);
            f += texts[at].found, m += texts[at].marked, b += texts[at].both;
        }
        draws[d] = f1_of(f, m, b);
    }
    interval(draws, &low, &high);
    print_row(name, f1_of(found, marked, both), low, high, count, true, bar_ppm);
}

void quality_mean(const char *name, const uint32_t *ppm, size_t count, uint32_t bar_ppm)
{
    static double draws[DRAWS];
    double sum = 0, low, high;
    for (size_t i = 0; i < count; i++)
        sum += ppm[i];
    for (unsigned d = 0; d < DRAWS; d++) {
        double s = 0;
        for (size_t i = 0; i < count; i++)
            s += ppm[random_below((struct random_key){1, d, count}, i, count)];
        draws[d] = count ? s / (double)count / 1e6 : 0;
    }
    interval(draws, &low, &high);
    print_row(name, count ? sum / (double)count / 1e6 : 0, low, high, count, true, bar_ppm);
}

bool set_open(struct set_file *out, struct arena *arena, const char *directory, const char *name)
{
    struct source_file file;
    struct error e;
    struct slice path = arena_printf(arena, "%s/%s", directory, name);
    enum code code = file_read(&file, arena, path, SET_MAX, &e);
    if (code == NOT_FOUND) {
        fprintf(stderr, "quality: " SLICE_FMT " is not there; its rows are left out\n", SLICE_ARG(path));
        return false;
    }
    if (code != OK) {
        fprintf(stderr, "quality: %s\n", e.text);
        exit(2);
    }
    *out = (struct set_file){arena, path, file.bytes, 0};
    return true;
}

const struct json *set_next(struct set_file *s)
{
    struct slice line;
    struct json *j;
    struct error e;
    while (slice_next(&line, &s->rest, '\n')) {
        s->line++;
        if (slice_trim(line).len == 0)
            continue;
        if (json_read(&j, s->arena, line, (struct place){s->path, s->line, 1}, &e) == OK)
            return j;
        fprintf(stderr, "quality: %s\n", e.text);
        exit(2);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "quality SETS: prints one JSON line a figure; SETS is judge/quality/sets\n");
        return 2;
    }
    quality_signals(argv[1]);
    quality_out(argv[1]);
    quality_facts(argv[1]);
    quality_pii(argv[1]);
    quality_search(argv[1]);
    return 0;
}
