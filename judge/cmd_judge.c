#include "cmd_judge.h"

#include <parley/json_stream.h>
#include <parley/judge.h>
#include <parley/judge_commands.h>
#include <parley/pack_dir.h>
#include <parley/size.h>
#include <parley/system.h>

struct judge_options {
    bool jsonl, recorded;
    struct slice brain;
};

struct judge_run {
    const struct rules *rules;
    bool recorded;
    _Atomic uint64_t failed, inconclusive, judged; /* several threads judge */
};

static bool is_bot(struct slice role)
{
    static const char *const names[] = {"assistant", "bot", "agent", "model", "ai", "staff"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_eq_fold(role, slice_from(names[i])))
            return true;
    return false;
}

/* "turns" of the contract, or the "entries" of a run's journal. */
static enum code read_turns(struct judge_turn **out, size_t *count, const struct json *in, struct arena *arena, struct place at,
                            struct error *e)
{
    const struct json *turns = json_get(in, "turns"), *entries = json_get(in, "entries");
    const struct json *list = turns ? turns : entries;
    if (list == NULL || list->kind != JSON_KIND_ARRAY)
        return fail_at(e, BAD_INPUT, at, "turns: is missing; write \"turns\": [{\"role\": \"customer\", \"text\": \"...\"}]");
    *out = ARENA_NEW_ARRAY(arena, struct judge_turn, list->count + 1);
    *count = 0;
    for (const struct json *t = list->child; t != NULL; t = t->next) {
        struct slice role = json_text(json_get(t, turns ? "role" : "kind"));
        if (entries == list && slice_eq(role, SLICE("turn")))
            continue;
        if (json_get(t, "text") == NULL)
            return fail_at(e, BAD_INPUT, at, "turns: an entry has no text; write {\"role\": \"...\", \"text\": \"...\"}");
        (*out)[(*count)++] = (struct judge_turn){is_bot(role), text_clean(arena, json_text(json_get(t, "text")))};
    }
    return OK;
}

static const struct slice *read_signals(size_t *count, const struct json *list, struct arena *arena)
{
    struct slice *names = ARENA_NEW_ARRAY(arena, struct slice, (list ? list->count : 0) + 1);
    *count = 0;
    for (const struct json *j = list ? list->child : NULL; j != NULL; j = j->next)
        names[(*count)++] = json_text(j);
    return names;
}

/* The "entries" of a run's journal, as they were recorded; `turns` are their texts, for the places of findings. */
static enum code read_records(struct judge_record **out, struct judge_turn **turns, size_t *count, const struct json *in,
                              struct arena *arena, struct place at, struct error *e)
{
    const struct json *list = json_get(in, "entries");
    if (list == NULL || list->kind != JSON_KIND_ARRAY)
        return fail_at(e, BAD_INPUT, at, "entries: is missing; --recorded judges the journals of attack and bots");
    *out = ARENA_NEW_ARRAY(arena, struct judge_record, list->count + 1);
    *turns = ARENA_NEW_ARRAY(arena, struct judge_turn, list->count + 1);
    *count = 0;
    for (const struct json *t = list->child; t != NULL; t = t->next) {
        struct slice kind = json_text(json_get(t, "kind")), holder = json_text(json_get(t, "holder"));
        struct slice ticket = json_text(json_get(t, "ticket"));
        const struct json *opted_out = json_get(t, "opted_out");
        struct judge_record *r = &(*out)[*count];
        *r = (struct judge_record){.kind = slice_eq(kind, SLICE("turn")) ? RECORD_TURN
                                           : is_bot(kind)                ? RECORD_MESSAGE
                                                                         : RECORD_CUSTOMER,
                                   .opted_out = opted_out != NULL && opted_out->kind == JSON_KIND_BOOL && opted_out->truth,
                                   .with_people = (ticket.len > 0 && !slice_eq(ticket, SLICE("none"))) ||
                                                  slice_eq(holder, SLICE("handed_over")) || slice_eq(holder, SLICE("staff")),
                                   .said = json_text(json_get(t, "said")),
                                   .text = json_text(json_get(t, "text"))};
        r->signals = read_signals(&r->signal_count, json_get(t, "signals"), arena);
        (*turns)[(*count)++] = (struct judge_turn){r->kind == RECORD_MESSAGE, r->text};
    }
    return OK;
}

static void write_result(struct json_write *w, const struct judge_result *r, const struct judge_turn *turns)
{
    json_put_cstr(w, "verdict", judge_verdict_name(r->verdict));
    json_key(w, "checks");
    json_object_begin(w);
    for (unsigned c = 0; c < JUDGE_CHECK_COUNT; c++)
        json_put_cstr(w, judge_check_name((enum judge_check)c), judge_verdict_name(r->checks[c]));
    json_object_end(w);
    json_key(w, "findings");
    json_array_begin(w);
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct judge_finding *f = &r->findings[i];
        json_object_begin(w);
        json_put_u64(w, "turn", f->turn);
        json_put_u64(w, "start", text_point_of_byte(turns[f->turn].text, f->span.start));
        json_put_u64(w, "end", text_point_of_byte(turns[f->turn].text, f->span.end));
        json_put_cstr(w, "check", judge_check_name(f->check));
        json_put_string(w, "rule", f->rule);
        json_put_string(w, "why", f->why);
        json_object_end(w);
    }
    json_array_end(w);
}

static enum code answer(void *context, const struct json *in, struct place at, struct json_write *out, struct arena *arena,
                        struct error *e)
{
    struct judge_run *run = context;
    struct judge_turn *turns = NULL;
    struct judge_result r;
    size_t count = 0;
    json_object_begin(out);
    json_put_id(out, in);
    if (json_get(in, "entries") == NULL && json_get(in, "turns") == NULL &&
        json_get(in, "run") != NULL) { /* the header of a journal */
        json_put_cstr(out, "note", "the header of a run");
        json_object_end(out);
        return OK;
    }
    struct judge_record *records = NULL;
    enum code code =
        run->recorded ? read_records(&records, &turns, &count, in, arena, at, e) : read_turns(&turns, &count, in, arena, at, e);
    if (code != OK)
        return code;
    if (run->recorded)
        judge_recorded(&r, arena, run->rules, records, count);
    else
        judge(&r, arena, run->rules, turns, count);
    run->judged++;
    run->failed += r.verdict == JUDGE_FAIL;
    run->inconclusive += r.verdict == JUDGE_INCONCLUSIVE;
    write_result(out, &r, turns);
    json_object_end(out);
    return OK;
}

static int run(const struct invocation *in)
{
    const struct judge_options *o = in->options;
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct pack pack;
    struct error e = {0};
    struct clock *clock = system_clock();
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    if (pack_load_brain(&pack, in->arena, o->brain, clock->ops->wall(clock), problems, warnings, &e) != OK) {
        if (problems->count > 0)
            command_problems(in, problems);
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    struct judge_run r = {.rules = pack.rules, .recorded = o->recorded};
    int status = json_stream_run(in, in->operand_count ? in->operands[0] : SLICE_NONE, answer, &r);
    if (!in->quiet)
        fprintf(in->err, "judged %llu: %llu failed, %llu inconclusive\n", (unsigned long long)r.judged,
                (unsigned long long)r.failed, (unsigned long long)r.inconclusive);
    if (status != EXIT_STATUS_PASS)
        return status;
    return r.failed ? EXIT_STATUS_VIOLATION : r.inconclusive ? EXIT_STATUS_INCONCLUSIVE : EXIT_STATUS_PASS;
}

static const struct option_row options[] = {
    {"jsonl", 0, OPTION_FLAG, NULL, offsetof(struct judge_options, jsonl), NULL, 0, 0, NULL,
     "JSON Lines in and out (the only form; may be left out)"},
    {"brain", 0, OPTION_TEXT, "DIR", offsetof(struct judge_options, brain), "engine/packs/dynamo-dave", 0, 0, NULL,
     "the pack to judge against"},
    {"recorded", 0, OPTION_FLAG, NULL, offsetof(struct judge_options, recorded), NULL, 0, 0, NULL,
     "believe what the journal says was seen and said, and judge the rules over it only"},
};

const struct command command_judge = {
    .name = "judge",
    .summary = "judge transcripts against a tenant's register and obligations",
    .operands = "[FILE]",
    .operand_max = 1,
    .details = "Reads {\"id\", \"turns\": [{\"role\", \"text\", \"at\"}]} a line, or a run's journal, and writes\n"
               "{\"id\", \"verdict\": \"pass|fail|inconclusive\", \"checks\": {...}, \"findings\": [{turn, start, end, check, "
               "rule, why}]}.\n"
               "Exit 100 when a transcript fails, 102 when one cannot be judged.",
    .examples = "  parley judge --brain engine/packs/dynamo-dave bots.jsonl > verdicts.jsonl",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct judge_options),
    .run = run,
};

static const struct command *const commands[] = {&command_judge, &command_report};
const struct command_table judge_commands = {commands, COUNT_OF(commands), NULL};
