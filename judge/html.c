#include "html.h"

#include <parley/pii.h>
#include <parley/size.h>

#include "html_parts.h"

enum { SHOWN_PER_GROUP = 3 };

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
    ".sq i{display:inline-block;width:.62rem;height:.62rem;border-radius:2px;margin-right:2px;border:1px solid #b8c1cc}.sq "
    "i.t{background:var(--ok);border-color:var(--ok)}.sq "
    "i.f{background:var(--bad);border-color:var(--bad)}td.sq,td:first-child{white-space:nowrap}"
    "@media print{body{background:#fff}section{border:0;padding:0}details{break-inside:avoid}}";

void html_text(struct buffer *b, struct slice s)
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

void html_raw(struct buffer *b, const char *s)
{
    buffer_add(b, slice_from(s));
}

/* Personal data is masked in everything that a person wrote; rehearsals are synthetic, but the habit is not. */
static void masked(struct buffer *b, struct arena *arena, struct slice s)
{
    struct text t;
    struct pii_result r;
    if (text_read(&t, arena, s, NULL) != OK) {
        html_text(b, s);
        return;
    }
    pii_find(&r, arena, &t);
    html_text(b, r.masked);
}

static void failures(struct buffer *b, const struct runs *r)
{
    bool any = false;
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct run_case *c = &r->cases.at[i];
        if (!run_case_failed(c))
            continue;
        html_raw(b, any ? "" : "<section><h2 class=fail>What failed</h2>");
        any = true;
        html_raw(b, "<p><strong>");
        html_text(b, c->id);
        html_raw(b, "</strong> <small>");
        html_text(b, c->model);
        html_raw(b, " model");
        if (c->file.len > 0) {
            html_raw(b, ", ");
            html_text(b, c->file);
            buffer_printf(b, ":%llu", (unsigned long long)c->line);
        }
        html_raw(b, "</small></p><ul>");
        for (size_t k = 0; k < c->failure_count; k++) {
            html_raw(b, "<li>");
            html_text(b, c->failures[k]);
        }
        html_raw(b, "</ul>");
    }
    if (any)
        html_raw(b, "</section>");
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
    html_raw(b, "<div class=\"msg bot\">");
    for (size_t i = 0; i < e->ground_count; i++) {
        size_t start = text_byte_of_point(e->text, e->grounds[i].start), end = text_byte_of_point(e->text, e->grounds[i].end);
        if (start < at || end < start)
            continue;
        html_text(b, slice_sub(e->text, at, start));
        buffer_printf(b, "<mark class=%s title=\"", mark_class(e->grounds[i].source));
        html_text(b, e->grounds[i].source);
        html_raw(b, "\">");
        html_text(b, slice_sub(e->text, start, end));
        html_raw(b, "</mark><span class=src>");
        html_text(b, slice_eq(e->grounds[i].source, SLICE("harmless")) ? SLICE("says nothing checkable") : e->grounds[i].source);
        html_raw(b, "</span>");
        at = end;
    }
    html_text(b, slice_after(e->text, at));
    html_raw(b, "</div>");
}

static void talk(struct buffer *b, struct arena *arena, const struct run_case *c)
{
    html_raw(b, "<details");
    html_raw(b, run_case_failed(c) ? " open" : "");
    html_raw(b, "><summary>");
    html_text(b, c->id);
    html_raw(b, " <small>");
    html_text(b, c->title.len ? c->title : c->kind);
    buffer_printf(b, ", %s, ", channel_kind_name(c->transcript.channel));
    html_text(b, c->model);
    html_raw(b, " model, ");
    html_text(b, c->verdict);
    html_raw(b, "</small></summary><div class=talk>");
    for (size_t i = 0; i < c->transcript.entries.count; i++) {
        const struct entry *e = &c->transcript.entries.at[i];
        if (e->kind == ENTRY_CUSTOMER) {
            html_raw(b, "<div class=\"msg customer\">");
            masked(b, arena, e->text);
            html_raw(b, "</div>");
        } else if (e->kind == ENTRY_SHOWN)
            bot_message(b, e);
        else
            for (size_t k = 0; k < e->reason_count; k++) {
                html_raw(b, slice_has(e->reasons[k], SLICE(" block")) ? "<div class=\"why block\">" : "<div class=why>");
                html_text(b, e->reasons[k]);
                html_raw(b, "</div>");
            }
    }
    html_raw(b, "</div>");
    for (size_t i = 0; i < c->failure_count; i++) {
        html_raw(b, "<p class=fail>");
        html_text(b, c->failures[i]);
        html_raw(b, "</p>");
    }
    html_raw(b, "</details>");
}

/* All that failed, and a few of every group so that a reader sees what right looks like. */
static void transcripts(struct buffer *b, const struct runs *r)
{
    struct run_names groups = {.count = 0};
    size_t shown[RUN_NAMES_MAX] = {0};
    struct arena scratch;
    arena_init(&scratch, (size_t)1 << 28);
    html_raw(b,
             "<section><h2>Conversations</h2><p class=key><mark class=claim>approved claim</mark><mark class=script>signed "
             "line</mark><mark class=said>the customer's own words</mark></p>"
             "<p class=soft>Every conversation that failed, and the first few of each kind. The journal holds all of them.</p>");
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct run_case *c = &r->cases.at[i];
        size_t g = run_name_index(&groups, arena_printf(r->arena, SLICE_FMT "/" SLICE_FMT "/" SLICE_FMT, SLICE_ARG(c->kind),
                                                        SLICE_ARG(c->persona), SLICE_ARG(c->model)));
        if (!run_case_failed(c) && shown[g]++ >= SHOWN_PER_GROUP)
            continue;
        talk(b, &scratch, c);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    html_raw(b, "</section>");
}

void html_write(struct buffer *b, const struct runs *r)
{
    html_raw(
        b, "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">"
           "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>parley: "
           "rehearsal report</title><style>");
    html_raw(b, style);
    html_raw(b, "</style><main>");
    html_head(b, r);
    failures(b, r);
    html_rules(b, r);
    html_personas(b, r);
    html_coverage(b, r);
    html_timings(b, r);
    transcripts(b, r);
    html_raw(b, "</main></html>\n");
}
