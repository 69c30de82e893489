#include <parley/buffer.h>
#include <parley/size.h>
#include <string.h>

#include "compiled.h"
#include "learn/classifier.h"
#include "rules.h"

enum { JOINED_BEFORE = 3 };

/* The text cannot be read: longer than any message, or not UTF-8. Treated as an attack, never handed on. */
static void unreadable(struct screen *out, struct arena *arena, struct slice text)
{
    add_signal(out, arena,
               &(struct signal){.kind = SIGNAL_INJECTION,
                                .score = {600000},
                                .span = {0, text.len},
                                .rule = SLICE("in.unreadable"),
                                .action = ACTION_DEFLECT});
}

/* A payload split over messages: the contact's last few are read together with this one, and only what the whole shows and the
 * parts did not is new. */
static void split_payload(struct screen *out, struct arena *arena, const struct guardrail *g, struct slice text,
                          const struct said *history, size_t count)
{
    struct buffer joined;
    struct text t;
    const enum signal_kind k = split_kind;
    if (screen_has(out, k)) /* it is known without the rest */
        return;
    buffer_init(&joined, arena, TEXT_MAX);
    size_t from = count, taken = 0;
    while (from > 0 && taken < JOINED_BEFORE)
        taken += !history[--from].by_bot;
    for (size_t i = from; i < count; i++)
        if (!history[i].by_bot) {
            buffer_add(&joined, history[i].text);
            buffer_byte(&joined, ' ');
        }
    if (joined.len == 0)
        return;
    size_t before = joined.len;
    buffer_add(&joined, text);
    if (joined.cut || text_read(&t, arena, text_clean(arena, buffer_slice(&joined)), NULL) != OK)
        return;
    struct views *views = ARENA_NEW(arena, struct views);
    struct evidence *e = ARENA_NEW(arena, struct evidence);
    views_of(views, arena, &t, g->in.mending);
    gather(e, arena, &g->split, views, NULL);
    bool new_here = e->rule[k] != NULL && e->weight[k] >= FIRES && e->span[k].end > before && e->span[k].start < before;
    if (new_here)
        add_signal(out, arena,
                   &(struct signal){.kind = k,
                                    .score = {(uint32_t)(e->weight[k] > 900000 ? 900000 : e->weight[k])},
                                    .span = {0, text.len},
                                    .rule = SLICE("in.split_payload"),
                                    .keeps = e->rule[k]->keeps,
                                    .action = e->rule[k]->action});
}

/* One or two words resemble anything: "definitely" is no fishing. Rules know the words that stand alone. */
enum { LEARNED_LEAST_WORDS = 3 };

static bool says_enough(const struct text *t)
{
    size_t words = 0;
    for (size_t i = 0; i < t->word_count && words < LEARNED_LEAST_WORDS; i++)
        words += t->words[i].kind == WORD_LETTERS || t->words[i].kind == WORD_MIXED;
    return words >= LEARNED_LEAST_WORDS;
}

/* As it stands, without its accents, and with its slips mended: the stronger evidence counts. */
static void read_views(int32_t learned[LEARNED_MAX], struct arena *arena, const struct views *views,
                       const struct rule_view *rules)
{
    struct features *scratch = features_create(arena, views->at[0].text.word_count);
    int32_t mended[LEARNED_MAX];
    classify(learned, &classifier_in, scratch, &views->at[0].text, rules, NULL);
    for (size_t v = 1; v < views->count; v++) {
        enum view_kind kind = views->at[v].kind;
        if (kind != VIEW_UNACCENTED && kind != VIEW_MENDED && kind != VIEW_MENDED_OTHER)
            continue;
        classify(mended, &classifier_in, scratch, &views->at[v].text, rules, NULL);
        for (size_t k = 0; k < classifier_in.count; k++)
            learned[k] = mended[k] > learned[k] ? mended[k] : learned[k];
    }
}

/* Did a rule of this kind match that hardly ever errs? */
static bool is_sure(const struct evidence *e, const struct rule_set *set, enum signal_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(e->hit); i++)
        for (uint64_t left = e->hit[i] & classifier_in.trusted[i]; left != 0; left &= left - 1) {
            const struct compiled_rule *r = &set->rules[i * 64 + (size_t)__builtin_ctzll(left)];
            if (r->kind == kind && r->weight >= FIRES && e->built_in[kind] >= FIRES)
                return true;
        }
    return false;
}

/* The classifier starts from what the built-in rules saw and has the last word on it. What a tenant's own rule says, what a rule
 * says that hardly ever errs, and what was seen through a decoding, it leaves alone. */
static void add_learned(struct evidence *e, struct arena *arena, const struct guardrail *g, const struct views *views)
{
    const struct view *view = &views->at[0];
    int32_t learned[LEARNED_MAX];
    struct rule_view rules = {.hit = e->hit, .hit_words = COUNT_OF(e->hit)};
    if (!says_enough(&view->text))
        return;
    memcpy(rules.weight, e->built_in, sizeof rules.weight);
    for (size_t i = g->in.built_in; i < g->in.count; i++) /* of the tenant's the classifier knows nothing */
        e->hit[i / 64] &= ~(UINT64_C(1) << (i % 64));
    read_views(learned, arena, views, &rules);
    for (unsigned k = 0; k < classifier_in.count; k++) { /* its first kind is 0 */
        bool others = e->weight[k] > e->built_in[k];
        if ((others && e->weight[k] >= FIRES) || (learned[k] < FIRES && is_sure(e, &g->in, (enum signal_kind)k)))
            continue;
        e->weight[k] = learned[k];
        if (e->rule[k] != NULL || e->weight[k] < FIRES)
            continue;
        const struct kind_row *row = kind_row((enum signal_kind)k);
        struct compiled_rule *rule = ARENA_NEW(arena, struct compiled_rule);
        *rule = (struct compiled_rule){SLICE("in.learned"), slice_from(row->keeps), (enum signal_kind)k, learned[k], row->action};
        e->rule[k] = rule;
        e->span[k] = (struct span){0, view->text.original.len};
    }
}

/* What is seen only through a decoding is a disguise, and nobody disguises honest words. */
static void disguised(struct screen *out, struct arena *arena, const struct evidence *e, const struct views *views,
                      struct slice text)
{
    static const enum view_kind hiding[] = {VIEW_BASE64, VIEW_HEX, VIEW_ROT13, VIEW_MORSE, VIEW_BINARY, VIEW_REVERSED};
    bool seen = false, hides = false;
    for (unsigned k = 0; k < SIGNAL_KIND_COUNT; k++)
        seen |= e->disguised[k] && e->weight[k] >= FIRES && kind_row((enum signal_kind)k)->label;
    for (size_t v = 1; v < views->count; v++)
        for (size_t i = 0; i < sizeof hiding / sizeof hiding[0]; i++)
            hides |= views->at[v].kind == hiding[i];
    if ((seen || hides) && !screen_has(out, SIGNAL_INJECTION) && (hides || !screen_has(out, SIGNAL_OPT_OUT)) &&
        !screen_has(out, SIGNAL_CRISIS))
        add_signal(out, arena,
                   &(struct signal){.kind = SIGNAL_INJECTION,
                                    .score = {650000},
                                    .span = {0, text.len},
                                    .rule = SLICE("in.disguised"),
                                    .keeps = SLICE("RULE-LEAK-1"),
                                    .action = ACTION_DEFLECT});
}

void guardrail_screen_in(struct screen *out, struct arena *arena, const struct guardrail *g, struct slice text,
                         const struct said *history, size_t history_count)
{
    struct text t;
    *out = (struct screen){0};
    if (text_read(&t, arena, text, NULL) != OK) {
        unreadable(out, arena, text);
        finish_screen(out);
        return;
    }
    struct views *views = ARENA_NEW(arena, struct views);
    struct evidence *e = ARENA_NEW(arena, struct evidence);
    views_of(views, arena, &t, g->in.mending);
    gather(e, arena, &g->in, views, NULL);
    add_learned(e, arena, g, views);
    conclude(out, arena, e);
    if (e->gave_up || views->cut)
        unreadable(out, arena, text);
    split_payload(out, arena, g, text, history, history_count);
    disguised(out, arena, e, views, text);
    finish_screen(out);
}
