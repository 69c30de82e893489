#include "html_parts.h"

#include <parley/size.h>
#include <stdlib.h>

#include "coverage.h"

enum { TIMES_MAX = 200000 };

static void cell(struct buffer *b, uint64_t all, uint64_t failed)
{
    if (all == 0)
        html_raw(b, "<td class=\"n none\">not tested</td>");
    else if (failed)
        buffer_printf(b, "<td class=\"n bad\">%llu of %llu failed</td>", (unsigned long long)failed, (unsigned long long)all);
    else
        buffer_printf(b, "<td class=\"n ok\">%llu passed</td>", (unsigned long long)all);
}

void html_head(struct buffer *b, const struct runs *r)
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
    html_raw(b, "<table><tr><th>run<th>drafting model<th>tenant<th>brain version<th>seed</tr>");
    for (size_t i = 0; i < r->headers.count; i++) {
        const struct run_header *h = &r->headers.at[i];
        html_raw(b, "<tr><td>");
        html_text(b, h->run);
        html_raw(b, "<td>");
        html_text(b, h->model);
        html_raw(b, "<td>");
        html_text(b, h->tenant);
        html_raw(b, "<td><code>");
        html_text(b, slice_sub(h->brain, 0, 16));
        buffer_printf(b, "</code><td>%llu</tr>", (unsigned long long)h->seed);
    }
    html_raw(b, "</table></section>");
}

static const char *const channels[] = {"whatsapp", "webchat", "email", "voice"};

void html_rules(struct buffer *b, const struct runs *r)
{
    struct run_names rules = {.count = 0};
    for (size_t i = 0; i < r->cases.count; i++)
        for (size_t k = 0; k < r->cases.at[i].keep_count; k++)
            (void)run_name_index(&rules, r->cases.at[i].keeps[k]);
    if (rules.count > 1)
        qsort(rules.at, rules.count, sizeof rules.at[0], run_name_compare);
    html_raw(b,
             "<section><h2>Rules attacked, by channel and by what drafted</h2><p class=soft>Each attack names the rules it tries "
             "to break (docs/rules.md). Cells nobody attacked are named as such.</p>"
             "<div class=scroll><table><tr><th>rule");
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        buffer_printf(b, "<th>%s", channels[c]);
    html_raw(b, "<th>script<th>hostile model</tr>");
    for (size_t n = 0; n < rules.count; n++) {
        uint64_t all[6] = {0}, failed[6] = {0};
        for (size_t i = 0; i < r->cases.count; i++) {
            const struct run_case *c = &r->cases.at[i];
            for (size_t k = 0; k < c->keep_count; k++) {
                size_t model = slice_eq(c->model, SLICE("hostile")) ? 5 : 4, channel = (size_t)c->transcript.channel;
                if (!slice_eq(c->keeps[k], rules.at[n]))
                    continue;
                all[model]++;
                failed[model] += run_case_failed(c);
                if (channel < 4) {
                    all[channel]++;
                    failed[channel] += run_case_failed(c);
                }
            }
        }
        html_raw(b, "<tr><td>");
        html_text(b, rules.at[n]);
        for (size_t c = 0; c < 6; c++)
            cell(b, all[c], failed[c]);
        html_raw(b, "</tr>");
    }
    html_raw(b, "</table></div></section>");
}

void html_personas(struct buffer *b, const struct runs *r)
{
    struct run_names personas = {.count = 0};
    for (size_t i = 0; i < r->cases.count; i++)
        if (r->cases.at[i].title.len > 0)
            (void)run_name_index(&personas, r->cases.at[i].title);
    if (personas.count == 0)
        return;
    html_raw(b, "<section><h2>Persona bots, by channel</h2><div class=scroll><table><tr><th>persona");
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        buffer_printf(b, "<th>%s", channels[c]);
    html_raw(b, "<th>void<th>reached the goal</tr>");
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
                failed[c->transcript.channel] += run_case_failed(c);
            }
        }
        html_raw(b, "<tr><td>");
        html_text(b, personas.at[n]);
        for (size_t c = 0; c < 4; c++)
            cell(b, all[c], failed[c]);
        buffer_printf(b, "<td class=n>%llu<td class=n>%llu of %llu</tr>", (unsigned long long)voided, (unsigned long long)goals,
                      (unsigned long long)total);
    }
    html_raw(b, "</table></div></section>");
}

/* A small square a channel: tested, failed, or hollow. */
static void squares(struct buffer *b, const struct coverage_cell *cell)
{
    html_raw(b, "<td class=sq>");
    for (size_t c = 0; c < COVERAGE_CHANNELS; c++)
        buffer_printf(b, "<i class=%s title=\"%s: %s, %llu conversations\"></i>",
                      cell->failed[c]   ? "f"
                      : cell->tested[c] ? "t"
                                        : "u",
                      channel_kind_name((enum channel_kind)c),
                      cell->failed[c]   ? "failed"
                      : cell->tested[c] ? "tested"
                                        : "not tested",
                      (unsigned long long)cell->tested[c]);
}

static void untested(struct buffer *b, const struct coverage *v)
{
    html_raw(b, "<details><summary>Cells that were not tested, by name</summary><ul>");
    for (size_t r = 0; r < v->rules.count; r++) {
        html_raw(b, "<li><strong>");
        html_text(b, v->rules.at[r]);
        html_raw(b, "</strong>: ");
        bool any = false;
        for (size_t a = 0; a < v->actors.count; a++) {
            const struct coverage_cell *cell = coverage_cell(v, r, a);
            bool first = true;
            for (size_t c = 0; c < COVERAGE_CHANNELS; c++) {
                if (cell->tested[c] > 0)
                    continue;
                html_raw(b, first ? (any ? "; " : "") : ", ");
                if (first) {
                    html_text(b, v->actors.at[a]);
                    html_raw(b, " on ");
                }
                html_raw(b, channel_kind_name((enum channel_kind)c));
                first = false;
                any = true;
            }
        }
        html_raw(b, any ? "</li>" : "every cell was tested</li>");
    }
    html_raw(b, "</ul></details>");
}

void html_coverage(struct buffer *b, const struct runs *r)
{
    const struct coverage *v = coverage_of(r->arena, r);
    html_raw(b,
             "<section><h2>Coverage: rule, persona, channel</h2><p class=soft>A rule counts as tested in a conversation when an "
             "attack aims at it, or when it decided something there. Squares: whatsapp, webchat, email, voice.</p>"
             "<p class=\"soft sq\"><i class=t></i> tested &nbsp; <i class=f></i> failed &nbsp; <i class=u></i> not tested</p>"
             "<div class=scroll><table><tr><th>rule");
    for (size_t a = 0; a < v->actors.count; a++) {
        html_raw(b, "<th>");
        html_text(b, v->actors.at[a]);
    }
    html_raw(b, "</tr>");
    for (size_t n = 0; n < v->rules.count; n++) {
        html_raw(b, "<tr><td>");
        html_text(b, v->rules.at[n]);
        for (size_t a = 0; a < v->actors.count; a++)
            squares(b, coverage_cell(v, n, a));
        html_raw(b, "</tr>");
    }
    html_raw(b, "</table></div>");
    struct slice holes = coverage_holes(r->arena, v);
    if (holes.len > 0) {
        html_raw(b, "<p class=fail>Rules that nothing tested: ");
        html_text(b, holes);
        html_raw(b, "</p>");
    }
    untested(b, v);
    html_raw(b, "</section>");
}

static int by_time(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void times_line(struct buffer *b, const char *what, int64_t *times, size_t count)
{
    if (count == 0)
        return;
    qsort(times, count, sizeof *times, by_time);
    buffer_printf(b, "<tr><td>%s<td class=n>%zu<td class=n>%lld.%lld s<td class=n>%lld.%lld s<td class=n>%lld.%lld s</tr>", what,
                  count, (long long)times[count / 2] / 1000, (long long)times[count / 2] / 100 % 10,
                  (long long)times[count * 95 / 100] / 1000, (long long)times[count * 95 / 100] / 100 % 10,
                  (long long)times[count - 1] / 1000, (long long)times[count - 1] / 100 % 10);
}

/* What the customer waits: from the first and from the last message of a burst to the reply on the phone, in the world's time. */
void html_timings(struct buffer *b, const struct runs *r)
{
    int64_t *first = ARENA_NEW_ARRAY(r->arena, int64_t, TIMES_MAX), *last = ARENA_NEW_ARRAY(r->arena, int64_t, TIMES_MAX);
    size_t count = 0;
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct transcript *t = &r->cases.at[i].transcript;
        int64_t from = -1, to = -1;
        for (size_t k = 0; k < t->entries.count; k++) {
            const struct entry *e = &t->entries.at[k];
            if (e->kind == ENTRY_CUSTOMER) {
                from = from < 0 ? e->at_ms : from;
                to = e->at_ms;
            } else if (e->kind == ENTRY_SHOWN && from >= 0 && count < TIMES_MAX) {
                first[count] = e->at_ms - from;
                last[count++] = e->at_ms - to;
                from = -1;
            }
        }
    }
    html_raw(
        b,
        "<section><h2>How long customers wait</h2><p class=soft>In the world's time: the wait for the end of a burst, the model, "
        "and the way to the phone.</p><table><tr><th>from<th>replies<th>median<th>95th percentile<th>longest</tr>");
    times_line(b, "the first message of a burst", first, count);
    times_line(b, "the last message of a burst", last, count);
    html_raw(b, "</table></section>");
}
