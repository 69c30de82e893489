#include "html.h"

#include <parley/pii.h>
#include <parley/size.h>
#include <stdlib.h>

enum { NAMES_MAX = 256, SHOWN_PER_GROUP = 3, TIMES_MAX = 200000 };

static const char style[] =
    ":root{--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--ok:#1b7f4b;--bad:#b3261e;--maybe:#9a6700;--paper:#fff;--tint:#f5f7f9;--"
    "claim:#e3f2e8;--script:#e6eefb;--customer:#fdf3d9}"
    "*{box-sizing:border-box}body{font:15px/1.5 system-ui,-apple-system,'Segoe "
    "UI',sans-serif;color:var(--ink);background:var(--tint);margin:0}"
    "main{max-width:70rem;margin:0 auto;padding:2rem 1.25rem 4rem}section{background:var(--paper);border:1px solid "
    "var(--line);border-radius:10px;padding:1.25rem 1.5rem;margin:0 0 1.25rem}"
    "h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:0 0 .75rem}p{margin:.25rem 0 "
    ".75rem}small,.soft{color:var(--soft)}"
    ".badge{display:inline-block;font-weight:700;padding:.15rem "
    ".7rem;border-radius:999px;color:#fff;background:var(--ok)}.badge.violation{background:var(--bad)}.badge.inconclusive{"
    "background:var(--maybe)}"
    "table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;padding:.35rem .55rem;border-bottom:1px "
    "solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:600}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}td.none{color:var(--soft);background:#fbfbfc}td.bad{color:var(--bad)"
    ";font-weight:700}td.ok{color:var(--ok)}"
    ".scroll{overflow-x:auto}details{border-top:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer;font-weight:600}"
    ".talk{margin:.6rem 0 .4rem;display:flex;flex-direction:column;gap:.5rem}.msg{max-width:80%;padding:.5rem "
    ".75rem;border-radius:12px;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".customer{align-self:flex-start;background:#eef1f4}.bot{align-self:flex-end;background:#fff;border:1px solid var(--line)}"
    ".why{align-self:center;font-size:.8rem;color:var(--soft);max-width:95%}.why.block{color:var(--bad)}"
    "mark{color:inherit;border-radius:3px;padding:0 "
    ".1em}mark.claim{background:var(--claim)}mark.script{background:var(--script)}mark.said{background:var(--customer)}mark."
    "harmless{background:none;border-bottom:1px dotted #aab3bf}"
    ".src{font-size:.72rem;color:var(--soft);margin-left:.25em}.key mark{margin-right:1rem;padding:.1rem "
    ".4rem}.fail{color:var(--bad)}ul{margin:.25rem 0 .5rem;padding-left:1.25rem}"
    "@media print{body{background:#fff}section{border:0;padding:0}details{break-inside:avoid}}";

static void text(struct buffer *b, struct slice s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *to = s.at[i] == '&'   ? "&amp;"
                         : s.at[i] == '<' ? "&lt;"
                         : s.at[i] == '>' ? "&gt;"
                         : s.at[i] == '"' ? "&quot;"
                                          : NULL;
        if (to == NULL)
            continue;
        buffer_add(b, slice_sub(s, from, i));
        buffer_add(b, slice_from(to));
        from = i + 1;
    }
    buffer_add(b, slice_sub(s, from, s.len));
}

static void raw(struct buffer *b, const char *s)
{
    buffer_add(b, slice_from(s));
}

/* Personal data is masked in everything that a person wrote; rehearsals are synthetic, but the habit is not. */
static void masked(struct buffer *b, struct arena *arena, struct slice s)
{
    struct text t;
    struct pii_result r;
    if (text_read(&t, arena, s, NULL) != OK) {
        text(b, s);
        return;
    }
    pii_find(&r, arena, &t);
    text(b, r.masked);
}

/* -- names in the order of their first appearance ------------------------------------------------------------------------------
 */

struct names {
    struct slice at[NAMES_MAX];
    size_t count;
};

static size_t name_index(struct names *n, struct slice name)
{
    for (size_t i = 0; i < n->count; i++)
        if (slice_eq(n->at[i], name))
            return i;
    if (n->count == NAMES_MAX)
        return NAMES_MAX - 1;
    n->at[n->count] = name;
    return n->count++;
}

static int by_name(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void cell(struct buffer *b, uint64_t all, uint64_t failed)
{
    if (all == 0)
        raw(b, "<td class=\"n none\">not tested</td>");
    else if (failed)
        buffer_printf(b, "<td class=\"n bad\">%llu of %llu failed</td>", (unsigned long long)failed, (unsigned long long)all);
    else
        buffer_printf(b, "<td class=\"n ok\">%llu passed</td>", (unsigned long long)all);
}

static bool is_failed(const struct run_case *c)
{
    return slice_eq(c->verdict, SLICE("fail"));
}

/* -- sections
 * -------------------------------------------------------------------------------------------------------------------- */

static void head(struct buffer *b, const struct runs *r)
{
    uint64_t all, failed, voided, attacks, attacks_failed, bots, bots_failed, none;
    const char *verdict = runs_verdict(r);
    runs_count(r, NULL, &all, &failed, &voided);
    runs_count(r, "attack", &attacks, &attacks_failed, &none);
    runs_count(r, "bots", &bots, &bots_failed, &none);
    buffer_printf(b, "<section><h1>Rehearsal <span class=\"badge %s\">%s</span></h1>", verdict, verdict);
    buffer_printf(b,
                  "<p>%llu conversations went through the engine: %llu scripted attacks (%llu failed) and %llu persona "
                  "conversations (%llu failed, %llu void).</p>",
                  (unsigned long long)all, (unsigned long long)attacks, (unsigned long long)attacks_failed,
                  (unsigned long long)bots, (unsigned long long)bots_failed, (unsigned long long)voided);
    if (failed == 0 && all > voided)
        buffer_printf(b,
                      "<p class=soft>No violation in %llu judged conversations. What that shows: with 95%% confidence, fewer "
                      "than %llu.%02llu%% of conversations like these end in one.</p>",
                      (unsigned long long)(all - voided), (unsigned long long)(300 / (all - voided)),
                      (unsigned long long)(30000 / (all - voided) % 100));
    raw(b, "<table><tr><th>run<th>drafting model<th>tenant<th>brain version<th>seed</tr>");
    for (size_t i = 0; i < r->headers.count; i++) {
        const struct run_header *h = &r->headers.at[i];
        raw(b, "<tr><td>");
        text(b, h->run);
        raw(b, "<td>");
        text(b, h->model);
        raw(b, "<td>");
        text(b, h->tenant);
        raw(b, "<td><code>");
        text(b, slice_sub(h->brain, 0, 16));
        buffer_printf(b, "</code><td>%llu</tr>", (unsigned long long)h->seed);
    }
    raw(b, "</table></section>");
}

static void failures(struct buffer *b, const struct runs *r)
{
    bool any = false;
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct run_case *c = &r->cases.at[i];
        if (!is_failed(c))
            continue;
        raw(b, any ? "" : "<section><h2 class=fail>What failed</h2>");
        any = true;
        raw(b, "<p><strong>");
        text(b, c->id);
        raw(b, "</strong> <small>");
        text(b, c->model);
        raw(b, " model");
        if (c->file.len > 0) {
            raw(b, ", ");
            text(b, c->file);
            buffer_printf(b, ":%llu", (unsigned long long)c->line);
        }
        raw(b, "</small></p><ul>");
        for (size_t k = 0; k < c->failure_count; k++) {
            raw(b, "<li>");
            text(b, c->failures[k]);
        }
        raw(b, "</ul>");
    }
    if (any)
        raw(b, "</section>");
}

static const char *const channels[] = {"whatsapp", "webchat", "email", "voice"};

static void rule_matrix(struct buffer *b, const struct runs *r)
{
    struct names rules = {.count = 0};
    for (size_t i = 0; i < r->cases.count; i++)
        for (size_t k = 0; k < r->cases.at[i].keep_count; k++)
            (void)name_index(&rules, r->cases.at[i].keeps[k]);
    if (rules.count > 1)
        qsort(rules.at, rules.count, sizeof rules.at[0], by_name);
    raw(b, "<section><h2>Rules attacked, by channel and by what drafted</h2><p class=soft>Each attack names the rules it tries "
           "to break (docs/rules.md). Cells nobody attacked are named as such.</p>"
           "<div class=scroll><table><tr><th>rule");
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        buffer_printf(b, "<th>%s", channels[c]);
    raw(b, "<th>script<th>hostile model</tr>");
    for (size_t n = 0; n < rules.count; n++) {
        uint64_t all[6] = {0}, failed[6] = {0};
        for (size_t i = 0; i < r->cases.count; i++) {
            const struct run_case *c = &r->cases.at[i];
            for (size_t k = 0; k < c->keep_count; k++) {
                size_t model = slice_eq(c->model, SLICE("hostile")) ? 5 : 4, channel = (size_t)c->transcript.channel;
                if (!slice_eq(c->keeps[k], rules.at[n]))
                    continue;
                all[model]++;
                failed[model] += is_failed(c);
                if (channel < 4) {
                    all[channel]++;
                    failed[channel] += is_failed(c);
                }
            }
        }
        raw(b, "<tr><td>");
        text(b, rules.at[n]);
        for (size_t c = 0; c < 6; c++)
            cell(b, all[c], failed[c]);
        raw(b, "</tr>");
    }
    raw(b, "</table></div></section>");
}

static void persona_matrix(struct buffer *b, const struct runs *r)
{
    struct names personas = {.count = 0};
    for (size_t i = 0; i < r->cases.count; i++)
        if (r->cases.at[i].title.len > 0)
            (void)name_index(&personas, r->cases.at[i].title);
    if (personas.count == 0)
        return;
    raw(b, "<section><h2>Persona bots, by channel</h2><div class=scroll><table><tr><th>persona");
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        buffer_printf(b, "<th>%s", channels[c]);
    raw(b, "<th>void<th>reached the goal</tr>");
    for (size_t n = 0; n < personas.count; n++) {
        uint64_t all[4] = {0}, failed[4] = {0}, voided = 0, goals = 0, total = 0;
        for (size_t i = 0; i < r->cases.count; i++) {
            const struct run_case *c = &r->cases.at[i];
            if (!slice_eq(c->title, personas.at[n]))
                continue;
            total++;
            goals += c->goal;
            voided += slice_eq(c->verdict, SLICE("void"));
            if ((size_t)c->transcript.channel < 4) {
                all[c->transcript.channel]++;
                failed[c->transcript.channel] += is_failed(c);
            }
        }
        raw(b, "<tr><td>");
        text(b, personas.at[n]);
        for (size_t c = 0; c < 4; c++)
            cell(b, all[c], failed[c]);
        buffer_printf(b, "<td class=n>%llu<td class=n>%llu of %llu</tr>", (unsigned long long)voided, (unsigned long long)goals,
                      (unsigned long long)total);
    }
    raw(b, "</table></div></section>");
}

static int by_time(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* From the last message of a burst to the reply, in the world's time. */
static void timings(struct buffer *b, const struct runs *r)
{
    int64_t *times = ARENA_NEW_ARRAY(r->arena, int64_t, TIMES_MAX);
    size_t count = 0;
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct transcript *t = &r->cases.at[i].transcript;
        int64_t asked = -1;
        for (size_t k = 0; k < t->entries.count; k++) {
            const struct entry *e = &t->entries.at[k];
            if (e->kind == ENTRY_TURN)
                asked = e->at_ms;
            if (e->kind == ENTRY_SHOWN && asked >= 0 && count < TIMES_MAX) {
                times[count++] = e->at_ms - asked;
                asked = -1;
            }
        }
    }
    if (count == 0)
        return;
    qsort(times, count, sizeof *times, by_time);
    buffer_printf(b,
                  "<section><h2>Timings</h2><p>%zu replies. From the commit of a turn to the phone, in the world's time: median "
                  "%lld ms, 95th percentile %lld ms, longest %lld ms. "
                  "Before that the engine waits for the customer to finish a burst, as the tenant's settings say.</p></section>",
                  count, (long long)times[count / 2], (long long)times[count * 95 / 100], (long long)times[count - 1]);
}

static const char *mark_class(struct slice source)
{
    return slice_starts(source, SLICE("claim:"))    ? "claim"
           : slice_starts(source, SLICE("script:")) ? "script"
           : slice_eq(source, SLICE("customer"))    ? "said"
                                                    : "harmless";
}

static void bot_message(struct buffer *b, const struct entry *e)
{
    size_t at = 0;
    raw(b, "<div class=\"msg bot\">");
    for (size_t i = 0; i < e->ground_count; i++) {
        size_t start = text_byte_of_point(e->text, e->grounds[i].start), end = text_byte_of_point(e->text, e->grounds[i].end);
        if (start < at || end < start)
            continue;
        text(b, slice_sub(e->text, at, start));
        buffer_printf(b, "<mark class=%s title=\"", mark_class(e->grounds[i].source));
        text(b, e->grounds[i].source);
        raw(b, "\">");
        text(b, slice_sub(e->text, start, end));
        raw(b, "</mark><span class=src>");
        text(b, slice_eq(e->grounds[i].source, SLICE("harmless")) ? SLICE("says nothing checkable") : e->grounds[i].source);
        raw(b, "</span>");
        at = end;
    }
    text(b, slice_after(e->text, at));
    raw(b, "</div>");
}

static void talk(struct buffer *b, struct arena *arena, const struct run_case *c)
{
    raw(b, "<details");
    raw(b, is_failed(c) ? " open" : "");
    raw(b, "><summary>");
    text(b, c->id);
    raw(b, " <small>");
    text(b, c->title.len ? c->title : c->kind);
    buffer_printf(b, ", %s, ", channel_kind_name(c->transcript.channel));
    text(b, c->model);
    raw(b, " model, ");
    text(b, c->verdict);
    raw(b, "</small></summary><div class=talk>");
    for (size_t i = 0; i < c->transcript.entries.count; i++) {
        const struct entry *e = &c->transcript.entries.at[i];
        if (e->kind == ENTRY_CUSTOMER) {
            raw(b, "<div class=\"msg customer\">");
            masked(b, arena, e->text);
            raw(b, "</div>");
        } else if (e->kind == ENTRY_SHOWN)
            bot_message(b, e);
        else
            for (size_t k = 0; k < e->reason_count; k++) {
                raw(b, slice_has(e->reasons[k], SLICE(" block")) ? "<div class=\"why block\">" : "<div class=why>");
                text(b, e->reasons[k]);
                raw(b, "</div>");
            }
    }
    raw(b, "</div>");
    for (size_t i = 0; i < c->failure_count; i++) {
        raw(b, "<p class=fail>");
        text(b, c->failures[i]);
        raw(b, "</p>");
    }
    raw(b, "</details>");
}

/* All that failed, and a few of every group so that a reader sees what right looks like. */
static void transcripts(struct buffer *b, const struct runs *r)
{
    struct names groups = {.count = 0};
    size_t shown[NAMES_MAX] = {0};
    struct arena scratch;
    arena_init(&scratch, (size_t)1 << 28);
    raw(b, "<section><h2>Conversations</h2><p class=key><mark class=claim>approved claim</mark><mark class=script>signed "
           "line</mark><mark class=said>the customer's own words</mark></p>"
           "<p class=soft>Every conversation that failed, and the first few of each kind. The journal holds all of them.</p>");
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct run_case *c = &r->cases.at[i];
        size_t g = name_index(&groups, arena_printf(r->arena, SLICE_FMT "/" SLICE_FMT "/" SLICE_FMT, SLICE_ARG(c->kind),
                                                    SLICE_ARG(c->persona), SLICE_ARG(c->model)));
        if (!is_failed(c) && shown[g]++ >= SHOWN_PER_GROUP)
            continue;
        talk(b, &scratch, c);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    raw(b, "</section>");
}

void html_write(struct buffer *b, const struct runs *r)
{
    raw(b, "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">"
           "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>parley: "
           "rehearsal report</title><style>");
    raw(b, style);
    raw(b, "</style><main>");
    head(b, r);
    failures(b, r);
    rule_matrix(b, r);
    persona_matrix(b, r);
    timings(b, r);
    transcripts(b, r);
    raw(b, "</main></html>\n");
}
