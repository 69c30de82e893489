#include "cmd_judge.h"

#include <errno.h>
#include <parley/pack_dir.h>
#include <parley/size.h>
#include <string.h>

#include "baseline.h"
#include "coverage.h"
#include "html.h"
#include "junit.h"

struct report_options {
    struct slice html, junit, baseline, accept;
    bool coverage;
};

enum { REPORT_MAX = 512 << 20 };

typedef void writer(struct buffer *out, const struct runs *r);

/* Written beside and renamed: a reader never sees half a report. */
static enum code write_file(const struct invocation *in, struct slice path, writer *write, const struct runs *r, struct error *e)
{
    struct buffer b;
    if (path.len == 0)
        return OK;
    buffer_init(&b, in->arena, REPORT_MAX);
    write(&b, r);
    const char *name = arena_cstr(in->arena, path), *beside = arena_printf(in->arena, SLICE_FMT ".part", SLICE_ARG(path)).at;
    FILE *f = fopen(beside, "wb");
    if (f == NULL)
        return fail(e, IO_FAILED, "%s: could not open it: %s", beside, strerror(errno));
    bool good = fwrite(b.at, 1, b.len, f) == b.len;
    good = fclose(f) == 0 && good && !b.cut;
    if (!good || rename(beside, name) != 0)
        return fail(e, IO_FAILED, "%s: could not write it whole", name);
    return OK;
}

static void print(const struct invocation *in, const struct runs *r, const struct comparison *c, struct slice holes, int status)
{
    uint64_t all, failed, voided;
    const char *verdict = exit_status_name(status);
    runs_count(r, NULL, &all, &failed, &voided);
    if (in->json) {
        fprintf(in->out,
                "{\"run\":\"report\",\"verdict\":\"%s\",\"cases\":%llu,\"failed\":%llu,\"void\":%llu,\"regressions\":%zu,"
                "\"untested\":\"" SLICE_FMT "\"}\n",
                verdict, (unsigned long long)all, (unsigned long long)failed, (unsigned long long)voided, c->regressions.count,
                SLICE_ARG(holes));
        return;
    }
    fprintf(in->out, "%llu conversations, %llu failed, %llu void\n", (unsigned long long)all, (unsigned long long)failed,
            (unsigned long long)voided);
    for (size_t i = 0; i < c->regressions.count; i++)
        fprintf(in->out, "  regression: " SLICE_FMT "\n", SLICE_ARG(c->regressions.at[i]));
    if (holes.len > 0)
        fprintf(in->out, "  rules that nothing tested: " SLICE_FMT "\n", SLICE_ARG(holes));
    struct slice cut = runs_unfinished(r);
    if (cut.len > 0)
        fprintf(in->out, "  cut off before its end: " SLICE_FMT "; start the run again with the same arguments\n",
                SLICE_ARG(cut));
    bool good = status == EXIT_STATUS_PASS;
    fprintf(in->out, "verdict: %s%s%s\n", in->color ? (good ? "\x1b[32m" : "\x1b[31m") : "", verdict, in->color ? "\x1b[0m" : "");
}

/* The one decision, before any writer. */
static int status_of(const struct runs *r, const struct comparison *c, bool hole)
{
    const char *verdict = runs_verdict(r);
    return strcmp(verdict, "violation") == 0      ? EXIT_STATUS_VIOLATION
           : c->regressions.count > 0             ? EXIT_STATUS_REGRESSION
           : hole                                 ? EXIT_STATUS_COVERAGE
           : strcmp(verdict, "inconclusive") == 0 ? EXIT_STATUS_INCONCLUSIVE
                                                  : EXIT_STATUS_PASS;
}

static int run(const struct invocation *in)
{
    const struct report_options *o = in->options;
    struct runs r = {.arena = in->arena};
    struct comparison c = {0};
    struct error e = {0};
    for (size_t i = 0; i < in->operand_count; i++)
        if (runs_read(&r, in->operands[i], &e) != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
    if (r.cases.count == 0) {
        fail(&e, BAD_INPUT, "the journals hold no case; run parley attack or parley bots with --journal first");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    struct source_file base;
    enum code code = OK;
    if (o->baseline.len > 0) {
        code = file_read(&base, in->arena, o->baseline, (size_t)16 << 20, &e);
        if (code == NOT_FOUND) /* the first run of all has nothing to compare with */
            code = OK;
        else if (code == OK)
            code = baseline_compare(&c, in->arena, &r, base.bytes, (struct place){o->baseline, 1, 1}, &e);
        if (code != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    struct slice holes = coverage_holes(in->arena, coverage_of(in->arena, &r));
    int status = status_of(&r, &c, o->coverage && holes.len > 0);
    code = write_file(in, o->html, html_write, &r, &e);
    if (code == OK)
        code = write_file(in, o->junit, junit_write, &r, &e);
    if (code == OK && status == EXIT_STATUS_PASS)
        code = write_file(in, o->accept, baseline_write, &r, &e);
    if (code != OK)
        return command_fail(in, EXIT_STATUS_INTERNAL, &e);
    print(in, &r, &c, holes, status);
    return status;
}

#define AT(member) offsetof(struct report_options, member)
static const struct option_row options[] = {
    {"html", 0, OPTION_TEXT, "FILE", AT(html), NULL, 0, 0, NULL, "one self-contained page"},
    {"junit", 0, OPTION_TEXT, "FILE", AT(junit), NULL, 0, 0, NULL, "JUnit XML with reasons"},
    {"baseline", 0, OPTION_TEXT, "FILE", AT(baseline), NULL, 0, 0, NULL,
     "compare with the last accepted run: a new class of failure or a lower score is exit 101"},
    {"coverage", 0, OPTION_FLAG, NULL, AT(coverage), NULL, 0, 0, NULL, "a rule of the brain that nothing tested is exit 105"},
    {"accept", 0, OPTION_TEXT, "FILE", AT(accept), NULL, 0, 0, NULL, "write this run as the new baseline, when it passes"},
};

const struct command command_report = {
    .name = "report",
    .summary = "make reports out of run journals, and compare with the last accepted run",
    .operands = "JOURNAL...",
    .operand_min = 1,
    .operand_max = 64,
    .details = "Reads the journals of attack and bots runs and computes the one verdict; every report carries it.",
    .examples = "  parley report attack.jsonl bots.jsonl --html report.html --junit report.xml\n  parley report *.jsonl "
                "--baseline last.json --accept last.json",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct report_options),
    .run = run,
};
