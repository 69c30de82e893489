#include <parley/contact.h>
#include <parley/pii.h>
#include <parley/size.h>
#include <parley/stem.h>
#include <string.h>

#include "compiled.h"
#include "learn/classifier.h"
#include "proven.h"
#include "rules.h"

enum { POINTS_MAX = 1600 };

struct outgoing {
    struct screen *out;
    struct arena *arena;
    const struct guardrail *g;
    const struct screen_context *context;
    const struct text *text;
};

static void bar(struct outgoing *o, enum signal_kind kind, uint32_t ppm, struct span span, const char *rule)
{
    const struct kind_row *row = kind_row(kind);
    add_signal(o->out, o->arena,
               &(struct signal){.kind = kind,
                                .score = {ppm},
                                .span = span,
                                .rule = slice_from(rule),
                                .keeps = slice_from(row->keeps),
                                .action = row->action});
}

void guardrail_facts(struct facts_result *out, struct arena *arena, const struct text *text, const struct screen_context *context)
{
    struct slice *customer = ARENA_NEW_ARRAY(arena, struct slice, context->history_count + 1);
    struct facts_said said = {customer, 0};
    for (size_t i = 0; i < context->history_count; i++)
        if (!context->history[i].by_bot)
            customer[said.customer_count++] = context->history[i].text;
    facts_check(out, arena, context->facts, text, &said);
}

static void check_facts(struct outgoing *o, struct facts_result *result)
{
    if (o->context->facts == NULL)
        return;
    if (o->context->checked != NULL)
        *result = *o->context->checked;
    else
        guardrail_facts(result, o->arena, o->text, o->context);
    for (size_t i = 0; i < result->sentence_count; i++)
        if (result->sentences[i].verdict == VERDICT_UNREGISTERED) {
            bar(o, SIGNAL_UNREGISTERED_FACT, result->score.ppm < 500000 ? 500000 : result->score.ppm, result->sentences[i].span,
                "out.facts");
            return;
        }
}

/* A sentence that is word for word signed or approved wording is not barred by the word rules: a person approved it. Only
 * identity waives them; a sentence that merely says no more than a claim still goes through every rule. */
static bool is_registered(const struct facts_result *facts, struct span span)
{
    for (size_t i = 0; facts != NULL && i < facts->sentence_count; i++) {
        const struct fact_sentence *s = &facts->sentences[i];
        if (span.start >= s->span.start && span.end <= s->span.end + 1)
            return (s->verdict == VERDICT_CLAIM || s->verdict == VERDICT_SCRIPT) && s->identical;
    }
    return false;
}

/* A few words resemble anything: "have a good one" is no hint at an outcome. */
enum { LEARNED_LEAST_WORDS = 7 };

/* What the classifier makes of the sentences that facts have not proven to say no more than a person approved. */
static void add_learned(struct outgoing *o, struct evidence *e, const struct facts_result *facts)
{
    const struct text *t = o->text;
    bool *proven = ARENA_NEW_ARRAY(o->arena, bool, t->sentence_count + 1);
    size_t proven_count = 0;
    int32_t learned[LEARNED_MAX];
    struct rule_view rules = {.hit = e->hit, .hit_words = COUNT_OF(e->hit)};
    memcpy(rules.weight, e->built_in, sizeof rules.weight);
    for (size_t i = o->g->out.built_in; i < o->g->out.count; i++)
        e->hit[i / 64] &= ~(UINT64_C(1) << (i % 64));
    for (size_t i = 0; facts != NULL && i < facts->sentence_count && i < t->sentence_count; i++)
        proven_count += proven[i] = facts->sentences[i].verdict == VERDICT_CLAIM || facts->sentences[i].verdict == VERDICT_SCRIPT;
    if (proven_count > 0 && proven_count == t->sentence_count)
        return;
    struct features *scratch = features_create(o->arena, t->word_count);
    classify(learned, &classifier_out, scratch, t, &rules, proven);
    for (size_t k = 0; k < classifier_out.count; k++) {
        enum signal_kind kind = (enum signal_kind)(classifier_out.first + k);
        bool alone = e->rule[kind] == NULL;
        if (learned[k] < FIRES || learned[k] <= e->weight[kind] || (alone && t->word_count < LEARNED_LEAST_WORDS))
            continue;
        e->weight[kind] = learned[k];
        if (!alone)
            continue;
        const struct kind_row *row = kind_row(kind);
        struct compiled_rule *rule = ARENA_NEW(o->arena, struct compiled_rule);
        *rule = (struct compiled_rule){SLICE("out.learned"), slice_from(row->keeps), kind, learned[k], row->action};
        e->rule[kind] = rule;
        e->span[kind] = (struct span){0, t->original.len};
    }
}

static void check_rules(struct outgoing *o, const struct views *views, const struct facts_result *facts)
{
    struct evidence *e = ARENA_NEW(o->arena, struct evidence);
    struct span *at = ARENA_NEW_ARRAY(o->arena, struct span, (facts != NULL ? facts->sentence_count : 0) + 1);
    struct waivers waivers = {at, 0};
    for (size_t i = 0; facts != NULL && i < facts->sentence_count; i++)
        if (is_registered(facts, facts->sentences[i].span))
            at[waivers.count++] = facts->sentences[i].span;
    gather(e, o->arena, &o->g->out, views, &waivers);
    add_learned(o, e, facts);
    conclude(o->out, o->arena, e);
    if (e->gave_up)
        bar(o, SIGNAL_DISGUISED_TEXT, 700000, (struct span){0, o->text->original.len}, "out.gave_up");
}

struct range {
    uint32_t first, last;
};

static bool within(uint32_t point, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    return false;
}

/* Signs that nobody sees: what they say reaches the phone unread. Source: Unicode, Default_Ignorable_Code_Point. */
static bool is_hidden(uint32_t p)
{
    static const struct range hidden[] = {
        {0xad, 0xad},     {0x34f, 0x34f},   {0x61c, 0x61c},     {0x115f, 0x1160},   {0x17b4, 0x17b5},  {0x180b, 0x180f},
        {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},   {0xfe00, 0xfe0f},  {0xfeff, 0xfeff},
        {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};
    return within(p, hidden, COUNT_OF(hidden));
}

/* Letters in fancy dress: phonetic, superscript, enclosed, Braille, mathematical and full-width ones. */
static bool is_fancy(uint32_t p)
{
    static const struct range fancy[] = {{0x250, 0x2af},   {0x1d00, 0x1dbf}, {0x2070, 0x209c},   {0x2460, 0x24ff},
                                         {0x2800, 0x28ff}, {0xff01, 0xff5e}, {0x1d400, 0x1d7ff}, {0x1f100, 0x1f1e5}};
    return within(p, fancy, COUNT_OF(fancy));
}

/* An emoji may be followed by its own selector or joiner, and two regional indicators are a flag; more is a way of writing. */
static void check_signs(struct outgoing *o)
{
    uint32_t point, last = 0;
    unsigned marks = 0, flags = 0;
    size_t from = 0;
    if (text_is_ascii(o->text->original))
        return;
    for (size_t at = 0; text_next_point(&point, o->text->original, &at); from = at, last = point) {
        if (point < 0x80)
            marks = flags = 0;
        else {
            marks = point >= 0x300 && point <= 0x36f ? marks + 1 : 0;
            flags = point >= 0x1f1e6 && point <= 0x1f1ff ? flags + 1 : 0;
            bool of_emoji = (point == 0xfe0f || point == 0x200d) && (last >= 0x203c || last == 0xfe0f);
            if ((is_hidden(point) && !of_emoji) || is_fancy(point) || marks > 1 || flags > 2) {
                bar(o, SIGNAL_DISGUISED_TEXT, 900000, (struct span){from, at}, "out.signs");
                return;
            }
        }
    }
}

static void check_disguise(struct outgoing *o, const struct views *views)
{
    check_signs(o);
    if (views->cut)
        bar(o, SIGNAL_DISGUISED_TEXT, 700000, (struct span){0, o->text->original.len}, "out.gave_up");
    for (size_t v = 1; v < views->count; v++)
        if (views->at[v].kind != VIEW_UNACCENTED && views->at[v].kind != VIEW_URL && views->at[v].kind != VIEW_MARKUP &&
            views->at[v].kind != VIEW_MENDED && views->at[v].kind != VIEW_MENDED_OTHER)
            bar(o, SIGNAL_DISGUISED_TEXT, 800000, (struct span){0, o->text->original.len}, "out.disguised");
}

static void check_canaries(struct outgoing *o, const struct views *views)
{
    for (size_t i = 0; i < o->g->canaries.count; i++)
        for (size_t v = 0; v < views->count; v++)
            if (o->g->canaries.at[i].len > 0 && slice_has(views->at[v].text.folded, o->g->canaries.at[i])) {
                bar(o, SIGNAL_CANARY_LEAK, 990000, (struct span){0, o->text->original.len}, "out.canary");
                return;
            }
}

static bool host_allowed(const struct guardrail *g, struct slice link)
{
    size_t cut;
    struct slice host = slice_find(&cut, link, SLICE("/")) ? slice_sub(link, 0, cut) : link;
    if (slice_find(&cut, host, SLICE(":")))
        host = slice_sub(host, 0, cut);
    if (slice_find(&cut, host, SLICE("@")))
        return false;
    for (size_t i = 0; i < g->hosts.count; i++) {
        struct slice allowed = g->hosts.at[i];
        if (slice_starts(allowed, SLICE("www.")))
            allowed = slice_after(allowed, 4);
        bool below = host.len > allowed.len && slice_ends(host, allowed) && host.at[host.len - allowed.len - 1] == '.';
        if (slice_eq(host, allowed) || below)
            return true;
    }
    return false;
}

/* Links and mail addresses: only to the tenant's hosts. */
static void check_links(struct outgoing *o, const struct facts_result *units)
{
    for (size_t i = 0; i < units->unit_count; i++) {
        const struct fact_unit *u = &units->units[i];
        if (u->kind != FACT_LINK || !o->g->has_brain)
            continue;
        struct slice link = text_fold(o->arena, text_at(o->text, u->span));
        size_t cut;
        if (slice_find(&cut, link, SLICE("://")))
            link = slice_after(link, cut + 3);
        if (slice_starts(link, SLICE("www.")))
            link = slice_after(link, 4);
        if (!host_allowed(o->g, link) && u->verdict != VERDICT_CLAIM && u->verdict != VERDICT_SCRIPT) {
            bar(o, SIGNAL_LINK_NOT_ALLOWED, 900000, u->span, "out.link");
            return;
        }
    }
}

static bool customer_wrote(const struct screen_context *c, struct slice what)
{
    for (size_t i = 0; i < c->history_count; i++)
        if (!c->history[i].by_bot && slice_has(c->history[i].text, what))
            return true;
    return false;
}

/* Where a word begins. */
static bool has_fold(struct slice s, struct slice small)
{
    for (size_t i = 0; i + small.len <= s.len; i++) {
        char before = i > 0 ? (char)(s.at[i - 1] | 0x20) : ' ';
        if (!(before >= 'a' && before <= 'z') && slice_eq_fold(slice_sub(s, i, i + small.len), small))
            return true;
    }
    return false;
}

/* Without a register: a place or a number that is called the firm's own. */
static bool is_called_our_own(const struct text *t, struct span span)
{
    static const struct slice ours[] = {SLICE_INIT("our "),       SLICE_INIT("visit us"),   SLICE_INIT("call us"),
                                        SLICE_INIT("ring us"),    SLICE_INIT("we're at"),   SLICE_INIT("we are at"),
                                        SLICE_INIT("the office"), SLICE_INIT("the branch"), SLICE_INIT("the shop"),
                                        SLICE_INIT("the clinic"), SLICE_INIT("the gallery")};
    static const struct slice others[] = {SLICE_INIT("his "),     SLICE_INIT("her "),      SLICE_INIT("their "),
                                          SLICE_INIT("your "),    SLICE_INIT("lives"),     SLICE_INIT("customer"),
                                          SLICE_INIT("claimant"), SLICE_INIT("client"),    SLICE_INIT("tenant"),
                                          SLICE_INIT("patient"),  SLICE_INIT("colleague"), SLICE_INIT("member")};
    enum { REACH = 60 };
    size_t from = span.start > REACH ? span.start - REACH : 0;
    struct slice before = slice_sub(t->original, from, span.start);
    bool own = false, other = false;
    for (size_t i = 0; i < COUNT_OF(ours); i++)
        own |= has_fold(before, ours[i]);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        other |= has_fold(before, others[i]);
    return own && !other;
}

/* Personal data that neither the customer wrote nor the register holds is somebody else's. */
static void check_personal(struct outgoing *o)
{
    struct pii_result found;
    static const enum pii_type strong[] = {PII_EMAIL, PII_PHONE,    PII_NATIONAL_ID, PII_HEALTH_ID,  PII_BANK_ACCOUNT, PII_CARD,
                                           PII_IBAN,  PII_PASSPORT, PII_PLATE,       PII_BIRTH_DATE, PII_ADDRESS};
    pii_find_spans(&found, o->arena, o->text);
    for (size_t i = 0; i < found.count; i++) {
        bool counts = false;
        for (size_t k = 0; k < sizeof strong / sizeof strong[0]; k++)
            counts |= found.spans[i].type == strong[k];
        bool secret = found.spans[i].type == PII_CARD || found.spans[i].type == PII_BANK_ACCOUNT ||
                      found.spans[i].type == PII_IBAN || found.spans[i].type == PII_NATIONAL_ID ||
                      found.spans[i].type == PII_HEALTH_ID ||
                      found.spans[i].type == PII_PASSPORT; /* not even given back to whoever wrote it */
        bool own = !secret && customer_wrote(o->context, text_at(o->text, found.spans[i].span));
        bool registered = counts && !secret && !own && o->context->facts != NULL &&
                          facts_register_mentions(o->context->facts, o->arena, text_at(o->text, found.spans[i].span));
        bool ours = o->context->facts == NULL && (found.spans[i].type == PII_ADDRESS || found.spans[i].type == PII_PHONE) &&
                    is_called_our_own(o->text, found.spans[i].span);
        if (counts && !registered && !own && !ours) {
            bar(o, SIGNAL_PERSONAL_DATA_LEAK, 850000, found.spans[i].span, "out.personal_data");
            return; /* one is enough */
        }
    }
}

/* Selling, or anything but the confirmation, to somebody who opted out; urgency towards the vulnerable is barred by the word
 * rules. */
static void check_contact(struct outgoing *o)
{
    bool asked = false;
    for (size_t i = 0; i < o->context->inbound_count; i++)
        asked |= o->context->inbound[i].kind == SIGNAL_OPT_OUT;
    size_t where;
    bool sells = slice_find(&where, o->text->folded, SLICE("http")) || slice_find(&where, o->text->folded, SLICE("www."));
    if ((o->context->opted_out || asked) && sells)
        bar(o, SIGNAL_IGNORES_OPT_OUT, 800000, (struct span){0, o->text->original.len}, "out.optout.link");
}

static unsigned common_words(const struct text *t, struct slice language)
{
    unsigned n = 0;
    for (size_t i = 0; i < t->word_count; i++)
        n += stem_is_common(t->words[i].folded, language);
    return n;
}

static bool is_other_script(const struct text *t)
{
    uint32_t foreign = 0, letters = 0, p;
    if (text_is_ascii(t->folded))
        return false;
    for (size_t at = 0; text_next_point(&p, t->folded, &at);) {
        letters += p > ' ';
        foreign += p >= 0x370 && p < 0x2000;
    }
    return letters > 0 && foreign * 2 > letters;
}

/* Language by its commonest words: judged only with eight words or more, and only when another language clearly leads. */
static void check_language(struct outgoing *o)
{
    static const struct slice codes[] = {SLICE_INIT("en"), SLICE_INIT("es"), SLICE_INIT("ms")};
    bool known = false, other = false;
    if (o->context->language.len == 0 || o->text->word_count < 8)
        return;
    for (size_t l = 0; l < COUNT_OF(codes); l++)
        known |= slice_eq(codes[l], o->context->language);
    unsigned expected = known ? common_words(o->text, o->context->language) : 0;
    for (size_t l = 0; known && 3 * (expected + 1) <= o->text->word_count && l < COUNT_OF(codes); l++) {
        unsigned n = slice_eq(codes[l], o->context->language) ? 0 : common_words(o->text, codes[l]);
        other |= n >= 4 && n >= 3 * (expected + 1);
    }
    if (other || is_other_script(o->text))
        bar(o, SIGNAL_WRONG_LANGUAGE, 700000, (struct span){0, o->text->original.len}, "out.language");
}

/* What the words show, whoever they go to. */
static void check_words(struct outgoing *o, struct facts_result *facts)
{
    struct views *views = ARENA_NEW(o->arena, struct views);
    views_of(views, o->arena, o->text, o->g->out.mending);
    check_rules(o, views, o->context->facts ? facts : NULL);
    check_disguise(o, views);
    check_canaries(o, views);
    if (o->context->facts == NULL)
        facts_extract(facts, o->arena, o->text);
    check_links(o, facts);
    check_personal(o);
}

void guardrail_screen_out(struct screen *out, struct facts_result *facts_out, struct arena *arena, const struct guardrail *g,
                          struct slice text, const struct screen_context *context)
{
    struct text t;
    struct facts_result facts = {0};
    *out = (struct screen){0};
    struct outgoing o = {out, arena, g, context, &t};
    if (context->read != NULL) {
        must(slice_eq(context->read->original, text));
        t = *context->read;
    } else if (text_read(&t, arena, text, NULL) != OK) {
        add_signal(out, arena,
                   &(struct signal){.kind = SIGNAL_DISGUISED_TEXT,
                                    .score = {990000},
                                    .span = {0, text.len},
                                    .rule = SLICE("out.unreadable"),
                                    .action = ACTION_BLOCK});
        finish_screen(out);
        return;
    }
    check_facts(&o, &facts);
    if (!is_proven(g, text, context, &facts))
        check_words(&o, &facts);
    check_contact(&o);
    check_language(&o);
    size_t most = context->points_max ? context->points_max : POINTS_MAX;
    if (text_points(text) > most)
        bar(&o, SIGNAL_TOO_LONG, 700000, (struct span){0, text.len}, "out.length");
    finish_screen(out);
    if (facts_out != NULL)
        *facts_out = facts;
}
