#include "compiled.h"

#include <parley/buffer.h>
#include <parley/size.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"

static void add_pattern(struct rule_set *set, struct arena *arena, struct slice pattern, struct slice literals, uint32_t rule,
                        struct place at)
{
    set->sources = array_grow(arena, set->sources, &set->source_room, set->source_count, sizeof *set->sources);
    set->sources[set->source_count++] = (struct pattern_source){.pattern = pattern, .literals = literals, .id = rule, .at = at};
}

/* Where the next alternative at the outermost level begins, or the end. */
static size_t branch_end(struct slice p, size_t from)
{
    unsigned depth = 0;
    bool in_class = false;
    for (size_t i = from; i < p.len; i++) {
        char c = p.at[i];
        if (c == '\\')
            i++;
        else if (in_class || c == '[')
            in_class = !(in_class && c == ']');
        else if (c == '(')
            depth++;
        else if (c == ')')
            depth -= depth > 0;
        else if (c == '|' && depth == 0)
            return i;
    }
    return p.len;
}

/* Each alternative becomes a pattern of its own, so that only the one whose literal was seen is tried. */
static void add_branches(struct rule_set *set, struct arena *arena, struct slice pattern, uint32_t rule, struct place at)
{
    for (size_t from = 0; from <= pattern.len;) {
        size_t end = branch_end(pattern, from);
        add_pattern(set, arena, slice_sub(pattern, from, end), SLICE_NONE, rule, at);
        from = end + 1;
    }
}

static uint32_t add_rule(struct rule_set *set, struct arena *arena, const struct compiled_rule *rule)
{
    set->rules = array_grow(arena, set->rules, &set->room, set->count, sizeof *set->rules);
    set->rules[set->count] = *rule;
    return (uint32_t)set->count++;
}

static void add_family(struct rule_set *set, struct arena *arena, const struct rule_family *family)
{
    for (size_t i = 0; i < family->count; i++) {
        const struct rule_row *row = &family->rows[i];
        const struct kind_row *kind = kind_row(row->kind);
        struct compiled_rule rule = {slice_from(row->id), slice_from(kind->keeps), row->kind, row->weight, kind->action};
        struct place at = {slice_from(row->id), 0, 0};
        uint32_t id = add_rule(set, arena, &rule);
        if (row->literals != NULL)
            add_pattern(set, arena, slice_from(row->pattern), slice_from(row->literals), id, at);
        else
            add_branches(set, arena, slice_from(row->pattern), id, at);
    }
}

/* A plain phrase as a pattern: signs quoted, white space loose, whole words. */
static struct slice phrase_pattern(struct arena *arena, struct slice phrase)
{
    struct buffer b;
    struct slice s = slice_trim(text_fold(arena, phrase));
    buffer_init(&b, arena, 8 * s.len + 32);
    buffer_add(&b, SLICE("(?<!\\w)"));
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == ' ') {
            buffer_add(&b, SLICE("\\s+"));
            continue;
        }
        bool plain = (s.at[i] >= 'a' && s.at[i] <= 'z') || (s.at[i] >= '0' && s.at[i] <= '9') || (unsigned char)s.at[i] >= 0x80;
        if (!plain)
            buffer_byte(&b, '\\');
        buffer_byte(&b, s.at[i]);
    }
    buffer_add(&b, SLICE("(?!\\w)"));
    return buffer_slice(&b);
}

static void add_brain_rule(struct guardrail *g, struct arena *arena, const struct brain_rule *r, struct problems *problems)
{
    enum signal_kind kind = SIGNAL_TENANT_RULE;
    bool out = slice_eq(r->direction, SLICE("out"));
    if (!signal_kind_parse(&kind, r->kind)) {
        const char *names[SIGNAL_KIND_COUNT + 1] = {NULL};
        for (unsigned i = 0; i < SIGNAL_KIND_COUNT; i++)
            names[i] = signal_kind_name((enum signal_kind)i);
        const char *near = nearest_name(r->kind, names);
        problem_add(problems, r->at, "rules." SLICE_FMT ".kind: \"" SLICE_FMT "\" is not a signal kind%s%s%s", SLICE_ARG(r->id),
                    SLICE_ARG(r->kind), near ? "; did you mean " : "; parley guard --help lists them", near ? near : "",
                    near ? "?" : "");
        return;
    }
    struct rule_set *set = out ? &g->out : &g->in;
    if (set->count == RULES_MAX) {
        problem_add(problems, r->at,
                    "rules." SLICE_FMT ": is one too many; %zu are built in this way, and %d are possible in all",
                    SLICE_ARG(r->id), set->built_in, RULES_MAX);
        return;
    }
    struct compiled_rule rule = {r->id, r->keeps, kind, 850000, r->action};
    uint32_t id = add_rule(set, arena, &rule);
    for (size_t i = 0; i < r->patterns.count; i++)
        add_pattern(set, arena, r->patterns.at[i], r->literals.count ? r->literals.at[0] : SLICE_NONE, id, r->at);
    for (size_t i = 0; i < r->phrases.count; i++) {
        struct slice phrase = r->phrases.at[i], plain = text_unaccented(arena, phrase);
        add_pattern(set, arena, phrase_pattern(arena, phrase), SLICE_NONE, id, r->at);
        if (!slice_eq(text_fold(arena, phrase), plain))
            add_pattern(set, arena, phrase_pattern(arena, plain), SLICE_NONE, id, r->at);
    }
}

static struct slice_list folded_list(struct arena *arena, const struct slice_list *list)
{
    struct slice_list out = {ARENA_NEW_ARRAY(arena, struct slice, list->count + 1), list->count};
    for (size_t i = 0; i < list->count; i++)
        out.at[i] = text_fold(arena, list->at[i]);
    return out;
}

/* The tenant's own words are no slips. */
static void learn_brain(struct mending *m, struct arena *arena, const struct brain *b)
{
    mending_learn(m, arena, b->voice_name);
    for (size_t i = 0; i < b->claim_count; i++) {
        mending_learn(m, arena, b->claims[i].says);
        for (size_t k = 0; k < b->claims[i].paraphrases.count; k++)
            mending_learn(m, arena, b->claims[i].paraphrases.at[k]);
    }
    for (size_t i = 0; i < b->line_count; i++)
        mending_learn(m, arena, b->lines[i].text);
    for (size_t i = 0; i < b->passage_count; i++)
        mending_learn(m, arena, b->passages[i].text);
}

static const struct mending *mending_of(struct arena *arena, const struct rule_set *set, const struct brain *brain)
{
    struct slice *patterns = ARENA_NEW_ARRAY(arena, struct slice, set->source_count + 1);
    for (size_t i = 0; i < set->source_count; i++)
        patterns[i] = set->sources[i].pattern;
    struct mending *m = mending_create_in(arena, patterns, set->source_count);
    if (brain != NULL)
        learn_brain(m, arena, brain);
    return m;
}

static bool compile_set(struct rule_set *set, struct arena *arena, const struct brain *brain, struct problems *problems)
{
    struct error e;
    set->mending = mending_of(arena, set, brain);
    if (patterns_compile(&set->patterns, arena, set->sources, set->source_count, &e) == OK)
        return true;
    struct slice rest = slice_from(e.text), line;
    while (slice_next(&line, &rest, '\n'))
        problem_add(problems, (struct place){SLICE_NONE, 0, 0}, SLICE_FMT, SLICE_ARG(line));
    return false;
}

/* Only the patterns of the kinds that can be split over messages; the rules keep their numbers. */
static bool part_for_split(struct guardrail *g, struct arena *arena)
{
    struct error e;
    bool *wanted = ARENA_NEW_ARRAY(arena, bool, g->in.source_count + 1);
    for (size_t i = 0; i < g->in.source_count; i++)
        wanted[i] = g->in.rules[g->in.sources[i].id].kind == split_kind;
    g->split = g->in;
    return patterns_part(&g->split.patterns, arena, g->in.patterns, wanted, &e) == OK; /* less than what was possible already */
}

struct guardrail *guardrail_create(struct arena *arena, const struct brain *brain, const struct slice_list *hosts,
                                   const struct slice_list *canaries, struct problems *problems)
{
    struct guardrail *g = ARENA_NEW(arena, struct guardrail);
    static const struct rule_family *const inbound[] = {&rules_injection, &rules_fishing, &rules_opt_out,
                                                        &rules_care,      &rules_temper,  &rules_person};
    size_t before = problems->count;
    for (size_t i = 0; i < COUNT_OF(inbound); i++)
        add_family(&g->in, arena, inbound[i]);
    add_family(&g->out, arena, &rules_out);
    g->in.built_in = g->in.count;
    g->out.built_in = g->out.count;
    for (size_t i = 0; brain != NULL && i < brain->rule_count; i++)
        add_brain_rule(g, arena, &brain->rules[i], problems);
    g->has_brain = brain != NULL;
    g->hosts = folded_list(arena, hosts);
    g->canaries = folded_list(arena, canaries);
    bool good = compile_set(&g->in, arena, brain, problems);
    good = compile_set(&g->out, arena, brain, problems) && good;
    good = good && part_for_split(g, arena);
    return good && problems->count == before ? g : NULL;
}

/* What one sentence of one view shows: an excuse excuses its own sentence only. */
struct sentence_evidence {
    int64_t weight[SIGNAL_KIND_COUNT], built_in[SIGNAL_KIND_COUNT];
    const struct pattern_hit *strongest[SIGNAL_KIND_COUNT];
    uint64_t counted[RULES_MAX / 64];
};

static bool is_hiding(enum view_kind kind)
{
    return kind != VIEW_PLAIN && kind != VIEW_UNACCENTED && kind != VIEW_MENDED && kind != VIEW_MENDED_OTHER;
}

static bool is_waived(const struct waivers *w, struct span span)
{
    for (size_t i = 0; w != NULL && i < w->count; i++)
        if (span.start >= w->at[i].start && span.end <= w->at[i].end + 1)
            return true;
    return false;
}

/* The strongest sentence speaks for the text; what plain sight shows already is not called disguised. */
static void merge(struct evidence *e, const struct sentence_evidence *s, const struct rule_set *set, const struct view *view)
{
    for (unsigned k = 0; k < SIGNAL_KIND_COUNT; k++) {
        const struct pattern_hit *hit = s->strongest[k];
        bool known = e->weight[k] >= FIRES && is_hiding(view->kind);
        if (s->built_in[k] > e->built_in[k] && !is_hiding(view->kind))
            e->built_in[k] = s->built_in[k];
        if (hit == NULL || s->weight[k] <= e->weight[k] || known)
            continue;
        e->weight[k] = s->weight[k];
        e->rule[k] = &set->rules[hit->id];
        e->span[k] = view_span(view, text_span(&view->text, hit->start, hit->end));
        e->disguised[k] = is_hiding(view->kind);
    }
}

static void weigh_view(struct evidence *e, const struct rule_set *set, const struct view *view, const struct pattern_hits *hits,
                       const struct waivers *waivers)
{
    struct sentence_evidence s = {0};
    size_t w = 0;
    uint32_t sentence = UINT32_MAX;
    for (size_t h = 0; h < hits->count; h++) {
        const struct pattern_hit *hit = &hits->at[h];
        const struct compiled_rule *rule = &set->rules[hit->id];
        while (w + 1 < view->text.word_count && view->text.words[w].end <= hit->start)
            w++;
        uint32_t here = view->text.word_count > 0 ? view->text.words[w].sentence : 0;
        if (here != sentence) {
            merge(e, &s, set, view);
            s = (struct sentence_evidence){0};
            sentence = here;
        }
        bool again = s.counted[hit->id / 64] >> (hit->id % 64) & 1;
        if (again || (!is_hiding(view->kind) && rule->weight > 0 &&
                      is_waived(waivers, view_span(view, text_span(&view->text, hit->start, hit->end)))))
            continue;
        s.counted[hit->id / 64] |= UINT64_C(1) << (hit->id % 64);
        s.weight[rule->kind] += rule->weight;
        s.built_in[rule->kind] += hit->id < set->built_in ? rule->weight : 0;
        if (!is_hiding(view->kind))
            e->hit[hit->id / 64] |= UINT64_C(1) << (hit->id % 64);
        const struct pattern_hit *best = s.strongest[rule->kind];
        if (rule->weight > 0 && (best == NULL || rule->weight > set->rules[best->id].weight))
            s.strongest[rule->kind] = hit;
    }
    merge(e, &s, set, view);
}

void gather(struct evidence *e, struct arena *arena, const struct rule_set *set, const struct views *views,
            const struct waivers *waivers)
{
    memset(e, 0, sizeof *e);
    must(set->count <= RULES_MAX);
    for (size_t v = 0; v < views->count; v++) {
        struct pattern_hits hits;
        patterns_search(&hits, arena, set->patterns, views->at[v].text.folded);
        e->gave_up |= hits.gave_up;
        if (hits.count > 0)
            weigh_view(e, set, &views->at[v], &hits, waivers);
    }
}

void add_signal(struct screen *out, struct arena *arena, const struct signal *s)
{
    struct signal *grown = ARENA_NEW_ARRAY(arena, struct signal, out->signal_count + 1);
    if (out->signal_count > 0)
        memcpy(grown, out->signals, out->signal_count * sizeof *grown);
    grown[out->signal_count++] = *s;
    out->signals = grown;
}

void conclude(struct screen *out, struct arena *arena, const struct evidence *e)
{
    for (unsigned k = 0; k < SIGNAL_KIND_COUNT; k++) {
        if (e->rule[k] == NULL || e->weight[k] < FIRES)
            continue;
        int64_t score = e->weight[k] > 990000 ? 990000 : e->weight[k];
        const struct compiled_rule *r = e->rule[k];
        add_signal(out, arena,
                   &(struct signal){.kind = (enum signal_kind)k,
                                    .score = {(uint32_t)score},
                                    .span = e->span[k],
                                    .rule = r->id,
                                    .keeps = r->keeps,
                                    .action = r->action});
    }
}

static int strongest_first(const void *a, const void *b)
{
    const struct signal *x = a, *y = b;
    if (x->score.ppm != y->score.ppm)
        return x->score.ppm > y->score.ppm ? -1 : 1;
    return x->kind == y->kind ? 0 : x->kind < y->kind ? -1 : 1;
}

/* What is done first wins: silence before care, care before bars, bars before deflection. */
static unsigned rank(enum rule_action a)
{
    static const unsigned ranks[ACTION_COUNT] = {
        [ACTION_FLAG] = 0, [ACTION_DEFLECT] = 1, [ACTION_BLOCK] = 2, [ACTION_HANDOVER] = 3, [ACTION_SILENCE] = 4};
    return ranks[a];
}

void finish_screen(struct screen *out)
{
    if (out->signal_count > 1)
        qsort(out->signals, out->signal_count, sizeof *out->signals, strongest_first);
    out->action = ACTION_FLAG;
    for (size_t i = 0; i < out->signal_count; i++) {
        const struct signal *s = &out->signals[i];
        bool attack = kind_row(s->kind)->label;
        out->label |= attack;
        if (attack && s->score.ppm > out->score.ppm)
            out->score = s->score;
        if (rank(s->action) > rank(out->action))
            out->action = s->action;
    }
}

bool screen_has(const struct screen *s, enum signal_kind kind)
{
    return screen_first(s, kind) != NULL;
}

const struct signal *screen_first(const struct screen *s, enum signal_kind kind)
{
    for (size_t i = 0; s != NULL && i < s->signal_count; i++)
        if (s->signals[i].kind == kind)
            return &s->signals[i];
    return NULL;
}
