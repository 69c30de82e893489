/* Trains the classifier and writes its weights as a constant table.
 *
 *   parley_make_classifier in|out OUTPUT DATA...
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
/* Of the texts without a kind that were left out, so many in a million may pass its threshold; most of them were written to look
 * like the kind, so of ordinary texts far fewer pass. An injection costs an honest
 * customer one deflected message, and so does whatever else is answered by a deflection; the rest call a person or fall silent,
 * and what they miss costs most. A barred draft is drafted anew. */
static const double injection_passes_ppm = 5000, deflected_passes_ppm = 2000, opt_out_passes_ppm = 6000, heard_passes_ppm = 5000,
                    outbound_passes_ppm = 5000;

static double passes_ppm(unsigned kind)
{
    switch (kind) {
    case SIGNAL_INJECTION: return injection_passes_ppm;
    case SIGNAL_OPT_OUT: return opt_out_passes_ppm;
    case SIGNAL_CONFUSED:
    case SIGNAL_AMOUNT_FISHING:
    case SIGNAL_PRESSURE_BAIT:
    case SIGNAL_OFF_TOPIC: return deflected_passes_ppm;
    default: return kind > SIGNAL_UNDER_18 ? outbound_passes_ppm : heard_passes_ppm;
    }
}

struct part { /* a text, or a sentence of it */
    struct feature *features;
    size_t count;
    double norm;
};
struct document {
    struct part *parts; /* the whole text, then its sentences that are read by themselves */
    size_t part_count;
    struct rule_view rules;
    uint64_t hit[RULES_MAX / 64];
    struct slice text;
    uint32_t with, known; /* bits of kinds */
};
static struct document documents[EXAMPLES_MAX];
static size_t document_count;
static struct example examples[EXAMPLES_MAX];
static double weights[FEATURE_BUCKETS + 1];
static int8_t table[FEATURE_BUCKETS][LEARNED_MAX];
static uint8_t rarity[FEATURE_BUCKETS], signs[FEATURE_BUCKETS];
/* Which way the texts go. */
static struct direction {
    const char *name;
    enum signal_kind first, last;
    size_t room;
    const struct rule_set *rules;
} direction;
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
    if (!signal_kind_parse(&kind, name) || kind < direction.first || kind > direction.last)
        stop("names a kind that does not go this way");
    return BIT(kind);
}

static const uint32_t everything = UINT32_MAX;
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

/* The rules' view of a text; its features come when it is known which are in use. */
static void read_line(struct arena *forever, struct arena *scratch, struct slice line, bool only_injection)
{
    struct text t;
    if (document_count == EXAMPLES_MAX)
        stop("is one example too many; raise EXAMPLES_MAX");
    struct document *d = &documents[document_count++];
    d->text = arena_copy(forever, labels_of(d, line, only_injection));
    arena_reset(scratch);
    if (text_read(&t, scratch, d->text, NULL) != OK)
        stop("cannot be read as text");
    struct views *views = ARENA_NEW(scratch, struct views);
    struct evidence *e = ARENA_NEW(scratch, struct evidence);
    views_of(views, scratch, &t, direction.rules->mending);
    gather(e, scratch, direction.rules, views, NULL);
    memcpy(d->rules.weight, e->built_in, sizeof d->rules.weight);
    memcpy(d->hit, e->hit, sizeof d->hit);
}

/* How many texts have a feature, by its whole hash. */
enum { COUNT_SLOTS = 1 << 23, TEXTS_LEAST = 2 };
struct feature_count {
    uint32_t hash, texts;
};
static struct feature_count *count_of(struct feature_count *counts, uint32_t hash)
{
    uint32_t at = hash * UINT32_C(2654435761) % COUNT_SLOTS;
    while (counts[at].texts != 0 && counts[at].hash != hash)
        at = (at + 1) % COUNT_SLOTS;
    return &counts[at];
}

static int by_hash(const void *a, const void *b)
{
    const struct feature *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void whole_features(struct features *f, struct arena *scratch, const struct document *d)
{
    struct text t;
    arena_reset(scratch);
    if (text_read(&t, scratch, d->text, NULL) != OK)
        abort();
    features_of(f, &t, 0, t.word_count);
    features_add_rules(f, d->hit, COUNT_OF(d->hit));
}

/* A bucket belongs to the feature that most texts have; one that stands in a single text teaches nothing. */
static void choose_features(struct features *f, struct arena *scratch)
{
    struct feature_count *counts = room_for(COUNT_SLOTS, sizeof *counts);
    uint32_t *most = room_for(FEATURE_BUCKETS, sizeof *most), used = 0;
    f->signs = NULL;
    for (size_t i = 0; i < document_count; i++) {
        whole_features(f, scratch, &documents[i]);
        qsort(f->at, f->count, sizeof *f->at, by_hash);
        for (size_t k = 0; k < f->count; k++) {
            if (k > 0 && f->at[k - 1].hash == f->at[k].hash)
                continue;
            struct feature_count *c = count_of(counts, f->at[k].hash);
            used += c->texts == 0;
            if (used > COUNT_SLOTS / 4 * 3)
                stop("there are more features than COUNT_SLOTS has room for");
            *c = (struct feature_count){f->at[k].hash, c->texts + 1};
        }
    }
    for (size_t i = 0; i < COUNT_SLOTS; i++) {
        uint32_t bucket = feature_bucket(counts[i].hash);
        if (counts[i].texts >= TEXTS_LEAST && counts[i].texts > most[bucket]) {
            most[bucket] = counts[i].texts;
            signs[bucket] = feature_sign(counts[i].hash);
        }
    }
    free(counts);
    free(most);
}

static void add_part(struct document *d, struct features *f, const struct text *t, size_t first, size_t past)
{
    struct part *p = &d->parts[d->part_count++];
    features_of(f, t, first, past);
    features_add_rules(f, d->hit, COUNT_OF(d->hit));
    p->features = room_for(f->count, sizeof *p->features);
    memcpy(p->features, f->at, f->count * sizeof *f->at);
    p->count = f->count;
}

static void read_parts(struct features *f, struct arena *scratch)
{
    f->signs = signs;
    for (size_t i = 0; i < document_count; i++) {
        struct document *d = &documents[i];
        struct text t;
        arena_reset(scratch);
        if (text_read(&t, scratch, d->text, NULL) != OK)
            abort();
        d->parts = room_for(t.sentence_count + 1, sizeof *d->parts);
        add_part(d, f, &t, 0, t.word_count);
        for (size_t s = 0; s < t.sentence_count; s++)
            if (features_read_alone(&t, s))
                add_part(d, f, &t, t.sentences[s].first, t.sentences[s].past);
    }
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
            having[feature_bucket(documents[i].parts[0].features[k].hash)]++;
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
                p->features[k].value = (uint16_t)(p->features[k].value * rarity[feature_bucket(p->features[k].hash)]);
        }
}

static void read_file(const char *path, struct arena *forever)
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
            read_line(forever, &scratch, s, strncmp(name, "injection", 9) == 0);
    }
    arena_finish(&scratch);
    fclose(in);
}

static struct example example_of(const struct document *d, size_t part, unsigned kind)
{
    const struct part *p = &d->parts[part];
    return (struct example){
        p->features, p->count, p->norm, (double)rule_view_start(&d->rules, (enum signal_kind)kind) / RULE_WEIGHT_MOST, 0, 0};
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
    return (whole + 3 * best) / 4;
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
    *threshold = without[(size_t)((double)n * passes_ppm(kind) / 1e6)] + 0.05;
    if (*threshold < *typical + 0.3)
        *threshold = *typical + 0.3;
    if (p == 0) /* nothing was learned: only rules */
        *threshold = *typical + 1;
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
        table[b][kind - direction.first] = (int8_t)fixed(weights[b] / most * 127, 0);
    return most / 127;
}

/* A rule that erred at most once in a hundred has its own word, and so has one that no text speaks of. */
static void choose_trusted(uint64_t trusted[RULES_MAX / 64])
{
    enum { ERRS_ONCE_IN = 100 };
    static uint32_t hits[RULES_MAX], errors[RULES_MAX];
    for (size_t i = 0; i < document_count; i++)
        for (size_t r = 0; r < direction.rules->built_in; r++) {
            unsigned kind = (unsigned)direction.rules->rules[r].kind;
            if (!(documents[i].hit[r / 64] >> (r % 64) & 1) || kind > (unsigned)direction.last ||
                !(documents[i].known >> kind & 1))
                continue;
            hits[r]++;
            errors[r] += !(documents[i].with >> kind & 1);
        }
    for (size_t r = 0; r < direction.rules->built_in; r++)
        if (errors[r] * ERRS_ONCE_IN <= hits[r])
            trusted[r / 64] |= UINT64_C(1) << (r % 64);
}

static void write_bytes(FILE *out, const char *name, const uint8_t *bytes)
{
    fprintf(out, "static const uint8_t %s[FEATURE_BUCKETS] = {", name);
    for (size_t b = 0; b < FEATURE_BUCKETS; b++)
        fprintf(out, "%d,%s", bytes[b], b % 32 == 31 ? "\n" : "");
    fprintf(out, "};\n");
}

static bool write_table(const char *path, const char *kinds)
{
    FILE *out = fopen(path, "w");
    size_t count = direction.last - direction.first + 1;
    if (out == NULL)
        return false;
    fprintf(out, "#include \"learn/classifier.h\"\n\nstatic const struct classifier_kind kinds[%zu] = {\n%s};\n", count, kinds);
    fprintf(out, "static const int8_t weights[FEATURE_BUCKETS * %zu] = {\n", direction.room);
    for (size_t b = 0; b < FEATURE_BUCKETS; b++) {
        for (size_t k = 0; k < direction.room; k++)
            fprintf(out, "%d,", k < count ? table[b][k] : 0);
        fprintf(out, "\n");
    }
    fprintf(out, "};\n");
    uint64_t trusted[RULES_MAX / 64] = {0};
    choose_trusted(trusted);
    fprintf(out, "static const uint64_t trusted[%zu] = {", COUNT_OF(trusted));
    for (size_t i = 0; i < COUNT_OF(trusted); i++)
        fprintf(out, "UINT64_C(%llu),", (unsigned long long)trusted[i]);
    fprintf(out, "};\n");
    write_bytes(out, "rarity", rarity);
    write_bytes(out, "signs", signs);
    fprintf(out, "const struct classifier classifier_%s = {%d, %zu, %zu, kinds, weights, rarity, signs, trusted};\n",
            direction.name, (int)direction.first, count, direction.room);
    return fclose(out) == 0;
}

static bool choose_direction(const char *name, const struct guardrail *rails)
{
    const struct direction ways[] = {{"in", SIGNAL_INJECTION, SIGNAL_UNDER_18, 24, &rails->in},
                                     {"out", SIGNAL_PROMPT_LEAK, SIGNAL_UNSAFE_CARE, 16, &rails->out}};
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (strcmp(ways[i].name, name) == 0) {
            direction = ways[i];
            return true;
        }
    return false;
}

int main(int argc, char **argv)
{
    static char kinds[LEARNED_MAX * 160];
    size_t used = 0;
    if (argc < 4) {
        fprintf(stderr, "parley_make_classifier in|out OUTPUT DATA...\n");
        return 2;
    }
    static const struct slice_list none = {NULL, 0};
    static struct problems problems;
    struct arena forever;
    arena_init(&forever, (size_t)1 << 28);
    problems_init(&problems, &forever);
    const struct guardrail *rails = guardrail_create(&forever, NULL, &none, &none, &problems);
    if (rails == NULL || !choose_direction(argv[1], rails)) {
        fprintf(stderr, "make_classifier: the rules do not compile, or the first word is neither in nor out\n");
        return 1;
    }
    for (int i = 3; i < argc; i++)
        read_file(argv[i], &forever);
    struct arena scratch;
    arena_init(&scratch, (size_t)1 << 26);
    struct features *f = features_create(&forever, FEATURE_WORDS_MAX);
    choose_features(f, &scratch);
    read_parts(f, &scratch);
    arena_finish(&scratch);
    measure_rarity();
    weigh_parts(f);
    for (unsigned kind = direction.first; kind <= (unsigned)direction.last; kind++) {
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
    bool good = write_table(argv[2], kinds);
    arena_finish(&forever);
    if (!good)
        fprintf(stderr, "%s: cannot be written\n", argv[2]);
    return good ? 0 : 1;
}
