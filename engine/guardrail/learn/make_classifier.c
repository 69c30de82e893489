/* Trains the classifier and writes its weights as a constant table.
 *
 *   parley_make_classifier OUTPUT DATA...
 *
 * A line of DATA is KINDS<tab>TEXT: every kind that a careful reader would mark, with commas between, or "none". In a file whose
 * name begins with "injection" only injection was marked. A line may also be "+kind,kind text" (these kinds, and it says nothing
 * about kinds like them), "-kind text" (not this kind; nothing else is known) or "= text" (nothing at all). "#" begins a comment.
 *
 * Thresholds come from texts that were left out while their margins were measured (four folds). */
#include <parley/size.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classifier.h"
#include "compiled.h"
#include "solver.h"

#define BIT(kind) (1u << (unsigned)(kind))

enum { EXAMPLES_MAX = 40000, FOLDS = 4 };
/* Of the texts without a kind that were left out, so many in a million may pass its threshold. An injection costs an honest
 * customer one deflected message; the other kinds silence the bot or call a person. */
static const double injection_passes_ppm = 3000, other_passes_ppm = 5000;

struct part { /* a text, or a sentence of it */
    struct feature *features;
    size_t count;
    double norm;
};
struct document {
    struct part *parts; /* the whole text, then its sentences that are read by themselves */
    size_t part_count;
    struct rule_view rules; /* without its hits, which are features of the parts */
    uint32_t with, known;   /* bits of kinds */
};
static struct document documents[EXAMPLES_MAX];
static size_t document_count;
static struct example examples[EXAMPLES_MAX];
static double weights[FEATURE_BUCKETS + 1];
static int8_t table[FEATURE_BUCKETS][LEARNED_ROOM];
static uint8_t rarity[FEATURE_BUCKETS];
static const struct guardrail *rails;
static const char *reading;
static unsigned line_number;

static void stop(const char *why)
{
    fprintf(stderr, "%s:%u: %s\n", reading, line_number, why);
    exit(1);
}

static uint32_t kind_bit(struct slice name)
{
    enum signal_kind kind;
    if (!signal_kind_parse(&kind, name) || kind >= LEARNED_KINDS)
        stop("names a kind that is not inbound");
    return BIT(kind);
}

static const uint32_t everything = BIT(LEARNED_KINDS) - 1;
/* Kinds that often stand together: a line marked with one of them says nothing about the others. */
static const uint32_t alike[] = {BIT(SIGNAL_VULNERABLE_HEALTH) | BIT(SIGNAL_VULNERABLE_LIFE_EVENT) |
                                     BIT(SIGNAL_VULNERABLE_RESILIENCE) | BIT(SIGNAL_VULNERABLE_CAPABILITY) | BIT(SIGNAL_CRISIS),
                                 BIT(SIGNAL_ANGRY) | BIT(SIGNAL_COMPLAINT) | BIT(SIGNAL_LEGAL_THREAT) | BIT(SIGNAL_ABUSE) |
                                     BIT(SIGNAL_WANTS_HUMAN) | BIT(SIGNAL_OPT_OUT) | BIT(SIGNAL_CONFUSED),
                                 BIT(SIGNAL_ARE_YOU_HUMAN) | BIT(SIGNAL_INJECTION) | BIT(SIGNAL_OFF_TOPIC),
                                 BIT(SIGNAL_AMOUNT_FISHING) | BIT(SIGNAL_PRESSURE_BAIT)};

/* The labels of a line; the rest is its text. */
static struct slice labels_of(struct document *d, struct slice line, bool only_injection)
{
    struct slice rest = slice_after(line, 1), name;
    char first = line.at[0];
    d->known = only_injection ? BIT(SIGNAL_INJECTION) : everything;
    if (first == '=')
        return slice_trim(rest);
    if (first == '+' || first == '-') {
        struct slice list;
        uint32_t bits = 0;
        (void)slice_next(&list, &rest, ' ');
        while (slice_next(&name, &list, ','))
            bits |= kind_bit(name);
        d->with = first == '+' ? bits : 0;
        d->known = first == '+' ? everything : bits;
        for (size_t i = 0; first == '+' && i < sizeof alike / sizeof alike[0]; i++)
            if (alike[i] & bits)
                d->known &= ~(alike[i] & ~bits);
        return slice_trim(rest);
    }
    struct slice labels;
    rest = line;
    if (!slice_next(&labels, &rest, '\t') || rest.at == NULL)
        stop("has no tab between its kinds and its text");
    while (!slice_eq(labels, SLICE("none")) && slice_next(&name, &labels, ','))
        d->with |= kind_bit(name);
    return slice_trim(rest);
}

static void *room_for(size_t count, size_t size)
{
    void *at = calloc(count + 1, size);
    if (at == NULL)
        abort();
    return at;
}

static void add_part(struct document *d, struct features *f, const struct text *t, size_t first, size_t past,
                     const struct evidence *e)
{
    struct part *p = &d->parts[d->part_count++];
    features_of(f, t, first, past);
    features_add_rules(f, e->hit, COUNT_OF(e->hit));
    p->features = room_for(f->count, sizeof *p->features);
    memcpy(p->features, f->at, f->count * sizeof *f->at);
    p->count = f->count;
}

static void read_line(struct arena *scratch, struct features *f, struct slice line, bool only_injection)
{
    struct text t;
    if (document_count == EXAMPLES_MAX)
        stop("is one example too many; raise EXAMPLES_MAX");
    struct document *d = &documents[document_count++];
    struct slice text = labels_of(d, line, only_injection);
    arena_reset(scratch);
    if (text_read(&t, scratch, text, NULL) != OK)
        stop("cannot be read as text");
    d->parts = room_for(t.sentence_count + 1, sizeof *d->parts);
    struct views *views = ARENA_NEW(scratch, struct views);
    struct evidence *e = ARENA_NEW(scratch, struct evidence);
    views_of(views, scratch, &t, rails->in.mending);
    gather(e, scratch, &rails->in, views, NULL);
    memcpy(d->rules.weight, e->built_in, sizeof d->rules.weight);
    add_part(d, f, &t, 0, t.word_count, e);
    for (size_t i = 0; i < t.sentence_count; i++)
        if (features_read_alone(&t, i))
            add_part(d, f, &t, t.sentences[i].first, t.sentences[i].past, e);
}

/* The logarithm to base 2 in 1/256, by squaring: whole numbers, so that every machine agrees. */
static uint64_t log2_of(uint64_t times_65536)
{
    uint64_t log = 0, x = times_65536;
    while (x >= 2 * 65536) {
        x >>= 1;
        log += 256;
    }
    for (uint64_t bit = 128; bit > 0; bit >>= 1) {
        x = x * x >> 16;
        if (x >= 2 * 65536) {
            x >>= 1;
            log += bit;
        }
    }
    return log;
}

/* 16 * (1 + ln(texts / texts that have it)), at most a byte. */
static void measure_rarity(void)
{
    static uint32_t having[FEATURE_BUCKETS];
    for (size_t i = 0; i < document_count; i++)
        for (size_t k = 0; k < documents[i].parts[0].count; k++)
            having[documents[i].parts[0].features[k].bucket]++;
    for (size_t b = 0; b < FEATURE_BUCKETS; b++) {
        uint64_t log = log2_of(((uint64_t)(document_count + 1) << 16) / (having[b] + 1u));
        uint64_t value = 16 + log * 16 * 45426 / 65536 / 256; /* ln 2 = 45426 / 65536 */
        rarity[b] = (uint8_t)(value > 255 ? 255 : value);
    }
}

static void weigh_parts(struct features *f)
{
    for (size_t i = 0; i < document_count; i++)
        for (size_t n = 0; n < documents[i].part_count; n++) {
            struct part *p = &documents[i].parts[n];
            memcpy(f->at, p->features, p->count * sizeof *p->features);
            f->count = p->count;
            p->norm = (double)features_norm(f, rarity) / 1024;
            for (size_t k = 0; k < p->count; k++)
                p->features[k].value = (uint16_t)(p->features[k].value * rarity[p->features[k].bucket]);
        }
}

static void read_file(const char *path, struct features *f)
{
    static char line[70000];
    struct arena scratch;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    FILE *in = fopen(path, "r");
    reading = path;
    line_number = 0;
    if (in == NULL)
        stop("cannot be opened");
    arena_init(&scratch, (size_t)1 << 26);
    while (fgets(line, sizeof line, in) != NULL) {
        struct slice s = slice_trim(slice_from(line));
        line_number++;
        if (s.len > 0 && s.at[0] != '#')
            read_line(&scratch, f, s, strncmp(name, "injection", 9) == 0);
    }
    arena_finish(&scratch);
    fclose(in);
}

static struct example example_of(const struct document *d, size_t part, unsigned kind)
{
    const struct part *p = &d->parts[part];
    return (struct example){p->features, p->count, p->norm, (double)rule_view_start(&d->rules, kind) / RULE_WEIGHT_MOST, 0, 0};
}

static void label(unsigned kind)
{
    for (size_t i = 0; i < document_count; i++) {
        const struct document *d = &documents[i];
        int8_t y = !(d->known >> kind & 1) ? 0 : d->with >> kind & 1 ? 1 : -1;
        examples[i] = example_of(d, 0, kind);
        examples[i].label = y;
        examples[i].fold = (uint8_t)(i % FOLDS);
    }
}

static int falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x > y ? -1 : x < y;
}

/* As classify() measures it. */
static double measured(const struct document *d, unsigned kind)
{
    double whole = 0, best = 0;
    for (size_t n = 0; n < d->part_count; n++) {
        struct example x = example_of(d, n, kind);
        double margin = margin_of(weights, &x);
        if (n == 0)
            whole = margin;
        if (n <= 1 || margin > best)
            best = margin;
    }
    return (whole + best) / 2;
}

/* Margins of the texts without the kind, each measured by weights that did not see it. */
static void calibrate(unsigned kind, double *typical, double *threshold)
{
    static double without[EXAMPLES_MAX], with[EXAMPLES_MAX];
    size_t n = 0, p = 0, seen = 0;
    for (unsigned fold = 0; fold < FOLDS; fold++) {
        solve(weights, examples, document_count, fold);
        for (size_t i = 0; i < document_count; i++)
            if (examples[i].fold == fold && examples[i].label < 0)
                without[n++] = measured(&documents[i], kind);
            else if (examples[i].fold == fold && examples[i].label > 0)
                with[p++] = measured(&documents[i], kind);
    }
    qsort(without, n, sizeof *without, falling);
    *typical = without[n / 2];
    *threshold = without[(size_t)((double)n * (kind == SIGNAL_INJECTION ? injection_passes_ppm : other_passes_ppm) / 1e6)] + 0.05;
    if (*threshold < *typical + 0.3)
        *threshold = *typical + 0.3;
    for (size_t i = 0; i < p; i++)
        seen += with[i] > *threshold;
    printf("%-22s %5zu with, %5zu without: threshold %+.2f, of the left out %.1f %% seen\n",
           signal_kind_name((enum signal_kind)kind), p, n, *threshold, p ? 100.0 * (double)seen / (double)p : 0);
}

static int64_t fixed(double v, int bits)
{
    double scaled = v * (double)(INT64_C(1) << bits);
    return (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

/* A signed byte a weight; returns the weight of one. */
static double quantise(unsigned kind)
{
    double most = 1e-9;
    for (size_t b = 0; b < FEATURE_BUCKETS; b++)
        most = weights[b] > most ? weights[b] : -weights[b] > most ? -weights[b] : most;
    for (size_t b = 0; b < FEATURE_BUCKETS; b++)
        table[b][kind] = (int8_t)fixed(weights[b] / most * 127, 0);
    return most / 127;
}

static bool write_table(const char *path, const char *kinds)
{
    FILE *out = fopen(path, "w");
    if (out == NULL)
        return false;
    fprintf(out, "#include \"learn/classifier.h\"\n\nconst struct classifier_kind classifier_kinds[LEARNED_KINDS] = {\n%s};\n",
            kinds);
    fprintf(out, "const int8_t classifier_weights[FEATURE_BUCKETS][LEARNED_ROOM] = {\n");
    for (size_t b = 0; b < FEATURE_BUCKETS; b++) {
        fprintf(out, "{");
        for (size_t k = 0; k < LEARNED_KINDS; k++)
            fprintf(out, "%d,", table[b][k]);
        fprintf(out, "},\n");
    }
    fprintf(out, "};\nconst uint8_t classifier_rarity[FEATURE_BUCKETS] = {");
    for (size_t b = 0; b < FEATURE_BUCKETS; b++)
        fprintf(out, "%d,%s", rarity[b], b % 32 == 31 ? "\n" : "");
    fprintf(out, "};\n");
    return fclose(out) == 0;
}

int main(int argc, char **argv)
{
    static struct features f;
    static char kinds[LEARNED_KINDS * 160];
    size_t used = 0;
    if (argc < 3) {
        fprintf(stderr, "parley_make_classifier OUTPUT DATA...\n");
        return 2;
    }
    static const struct slice_list none = {NULL, 0};
    static struct problems problems;
    struct arena forever;
    arena_init(&forever, (size_t)1 << 28);
    problems_init(&problems, &forever);
    rails = guardrail_create(&forever, NULL, &none, &none, &problems);
    if (rails == NULL) {
        fprintf(stderr, "make_classifier: the rules do not compile\n");
        return 1;
    }
    for (int i = 2; i < argc; i++)
        read_file(argv[i], &f);
    measure_rarity();
    weigh_parts(&f);
    for (unsigned kind = 0; kind < LEARNED_KINDS; kind++) {
        double typical, threshold;
        label(kind);
        calibrate(kind, &typical, &threshold);
        solve(weights, examples, document_count, FOLDS);
        double scale = quantise(kind);
        used += (size_t)snprintf(kinds + used, sizeof kinds - used, "    {%lld, %lld, %lld, %lld}, /* %s */\n",
                                 (long long)fixed(scale, 30), (long long)fixed(weights[FEATURE_BUCKETS], 20),
                                 (long long)fixed(typical, 20), (long long)fixed(threshold, 20),
                                 signal_kind_name((enum signal_kind)kind));
    }
    for (size_t i = 0; i < document_count; i++) {
        for (size_t n = 0; n < documents[i].part_count; n++)
            free(documents[i].parts[n].features);
        free(documents[i].parts);
    }
    arena_finish(&forever);
    if (write_table(argv[1], kinds))
        return 0;
    fprintf(stderr, "%s: cannot be written\n", argv[1]);
    return 1;
}
