#include <parley/persona_commands.h>

#include <parley/crew.h>
#include <parley/hostile_model.h>
#include <parley/journal.h>
#include <parley/pack_dir.h>
#include <parley/progress.h>
#include <parley/random.h>
#include <parley/run_header.h>
#include <parley/size.h>
#include <parley/system.h>
#include <parley/trial.h>

enum { FAILURES_SHOWN = 5 };

struct bots_options {
    struct slice pack, cast, journal, only;
    unsigned model;
    uint64_t seed, seeds, void_percent, jobs;
    bool fresh, verbose;
};

struct tally {
    uint64_t ran, passed, failed, voided, goals, blocked;
};

static uint64_t seed_of(const struct bots_options *o, const struct persona *p, uint64_t n)
{
    return random_at((struct random_key){o->seed, random_hash(SLICE("trial")), random_hash(p->id)}, n);
}

static void write_line(struct buffer *out, const struct persona *p, const struct trial *t, const struct bots_options *o,
                       uint64_t n)
{
    struct json_write w;
    json_begin(&w, out);
    json_object_begin(&w);
    json_put_cstr(&w, "run", "bots");
    json_put_string(&w, "id", arena_printf(out->arena, SLICE_FMT "-%llu", SLICE_ARG(p->id), (unsigned long long)n));
    json_put_string(&w, "persona", p->id);
    json_put_string(&w, "title", p->title);
    json_put_cstr(&w, "model", o->model ? "hostile" : "script");
    json_put_cstr(&w, "verdict", trial_verdict_name(t->verdict));
    json_put_bool(&w, "goal", t->reached_goal);
    json_put_u64(&w, "blocked", t->blocked);
    json_key(&w, "failures");
    json_array_begin(&w);
    for (size_t i = 0; i < t->finding_count; i++)
        json_add_string(&w, t->findings[i]);
    json_array_end(&w);
    transcript_write(&w, &t->transcript);
    json_object_end(&w);
}

static void show(const struct invocation *in, const struct trial *t)
{
    for (size_t i = 0; i < t->transcript.entries.count; i++) {
        const struct entry *e = &t->transcript.entries.at[i];
        if (e->kind == ENTRY_CUSTOMER)
            fprintf(in->out, "  > " SLICE_FMT "\n", SLICE_ARG(e->text));
        else if (e->kind == ENTRY_SHOWN)
            fprintf(in->out, "  < " SLICE_FMT "\n    (" SLICE_FMT ")\n", SLICE_ARG(e->text), SLICE_ARG(e->said));
        else
            for (size_t k = 0; k < e->reason_count; k++)
                fprintf(in->out, "    . " SLICE_FMT "\n", SLICE_ARG(e->reasons[k]));
    }
}

static int load(struct pack *pack, struct cast *cast, const struct invocation *in, const struct bots_options *o)
{
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct error e = {0};
    struct clock *clock = system_clock();
    struct source_file *files = NULL;
    size_t count = 0;
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    enum code code = pack_load(pack, in->arena, o->pack, clock->ops->wall(clock), &hostile_canaries, problems, warnings, &e);
    if (code == OK)
        code = files_read(&files, &count, in->arena, o->cast, ".yaml", &e);
    if (code == OK)
        cast_read(cast, in->arena, files, count, problems);
    if (problems->count > 0)
        return command_problems(in, problems);
    return code == OK ? EXIT_STATUS_PASS : command_fail(in, EXIT_STATUS_USAGE, &e);
}

static bool line_says(struct slice line, const char *verdict, struct arena *arena)
{
    return slice_has(line, arena_printf(arena, "\"verdict\":\"%s\"", verdict));
}

/* A trial that a killed run had finished counts as it stands in its journal. */
static void count_old(struct tally *t, struct journal *j, struct arena *arena, uint64_t n)
{
    struct slice line;
    struct error e;
    t->ran++;
    if (journal_line(&line, arena, j, n, &e) != OK)
        return;
    t->passed += line_says(line, "pass", arena);
    t->failed += line_says(line, "fail", arena);
    t->voided += line_says(line, "void", arena);
    t->goals += slice_has(line, SLICE("\"goal\":true"));
}

static void print_persona(const struct invocation *in, const struct persona *p, const struct tally *t)
{
    if (in->json)
        fprintf(in->out,
                "{\"run\":\"bots\",\"persona\":\"" SLICE_FMT
                "\",\"trials\":%llu,\"passed\":%llu,\"failed\":%llu,\"void\":%llu,\"goals\":%llu}\n",
                SLICE_ARG(p->id), (unsigned long long)t->ran, (unsigned long long)t->passed, (unsigned long long)t->failed,
                (unsigned long long)t->voided, (unsigned long long)t->goals);
    else
        fprintf(in->out, "%s%-4s%s %-18.*s %5llu trials, %5llu passed, %3llu failed, %3llu void, %5llu reached their goal\n",
                in->color ? (t->failed ? "\x1b[31m" : "\x1b[32m") : "", t->failed ? "FAIL" : "ok", in->color ? "\x1b[0m" : "",
                SLICE_ARG(p->id), (unsigned long long)t->ran, (unsigned long long)t->passed, (unsigned long long)t->failed,
                (unsigned long long)t->voided, (unsigned long long)t->goals);
}

static void add(struct tally *all, const struct tally *t)
{
    all->ran += t->ran;
    all->passed += t->passed;
    all->failed += t->failed;
    all->voided += t->voided;
    all->goals += t->goals;
    all->blocked += t->blocked;
}

struct bots_shift {
    const struct invocation *in;
    const struct bots_options *options;
    const struct rules *rules;
    const struct persona **chosen;
    size_t chosen_count;
    struct journal *journal;
    struct progress progress;
    struct tally all, one; /* one: of the persona that is on */
    struct error error;    /* of the journal */
};

/* Trials are numbered persona by persona. */
static const struct persona *persona_of(const struct bots_shift *s, uint64_t number)
{
    return s->chosen[number / s->options->seeds];
}

static void *work(void *context, struct arena *arena, uint64_t number)
{
    struct bots_shift *s = context;
    struct trial *t = ARENA_NEW(arena, struct trial);
    const struct persona *p = persona_of(s, number);
    trial_run(t, arena, p, s->rules, s->options->model == 1, seed_of(s->options, p, number % s->options->seeds + 1));
    return t;
}

/* After the last trial of a persona. */
static void end_persona(struct bots_shift *s, uint64_t number)
{
    if ((number + 1) % s->options->seeds != 0)
        return;
    progress_hide(&s->progress);
    print_persona(s->in, persona_of(s, number), &s->one);
    add(&s->all, &s->one);
    s->one = (struct tally){0};
}

static void print_trial(struct bots_shift *s, const struct trial *t, const struct persona *p, uint64_t n)
{
    if (s->in->json || (!s->options->verbose && (t->verdict != TRIAL_FAIL || s->one.failed > FAILURES_SHOWN)))
        return;
    fprintf(s->in->out, "%s " SLICE_FMT " trial %llu\n", trial_verdict_name(t->verdict), SLICE_ARG(p->id), (unsigned long long)n);
    for (size_t i = 0; i < t->finding_count; i++)
        fprintf(s->in->out, "     " SLICE_FMT "\n", SLICE_ARG(t->findings[i]));
    show(s->in, t);
}

static bool take(void *context, struct arena *arena, uint64_t number, void *result)
{
    struct bots_shift *s = context;
    const struct trial *t = result;
    const struct persona *p = persona_of(s, number);
    uint64_t n = number % s->options->seeds + 1;
    s->one.ran++;
    s->one.passed += t->verdict == TRIAL_PASS;
    s->one.failed += t->verdict == TRIAL_FAIL;
    s->one.voided += t->verdict == TRIAL_VOID;
    s->one.goals += t->reached_goal;
    s->one.blocked += t->blocked;
    if (s->journal != NULL) {
        struct buffer line;
        buffer_init(&line, arena, (size_t)16 << 20);
        write_line(&line, p, t, s->options, n);
        if (journal_append(s->journal, buffer_slice(&line), &s->error) != OK)
            return false;
    }
    print_trial(s, t, p, n);
    progress_step(&s->progress, number + 1, s->all.failed + s->one.failed);
    end_persona(s, number);
    return !interrupted();
}

static uint64_t count_done(struct bots_shift *s, uint64_t count)
{
    uint64_t done = s->journal != NULL ? journal_done(s->journal) : 0;
    struct arena scratch;
    done = done < count ? done : count;
    arena_init(&scratch, (size_t)1 << 26);
    for (uint64_t n = 0; n < done; n++) {
        count_old(&s->one, s->journal, &scratch, n);
        end_persona(s, n);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    return done;
}

static int conclude(const struct bots_shift *s)
{
    const struct tally *all = &s->all;
    bool hollow = all->voided * 100 > all->ran * s->options->void_percent;
    const char *verdict = all->failed ? "violation" : hollow ? "inconclusive" : "pass";
    if (s->in->json)
        fprintf(s->in->out,
                "{\"run\":\"bots\",\"model\":\"%s\",\"conversations\":%llu,\"failed\":%llu,\"void\":%llu,\"blocked\":%llu,"
                "\"verdict\":\"%s\"}\n",
                s->options->model ? "hostile" : "script", (unsigned long long)all->ran, (unsigned long long)all->failed,
                (unsigned long long)all->voided, (unsigned long long)all->blocked, verdict);
    else
        fprintf(s->in->out, "%s%s%s: %llu conversations, %llu failed, %llu void, %llu drafts refused on the way\n",
                s->in->color ? (all->failed ? "\x1b[31m" : "\x1b[32m") : "",
                all->failed ? "VIOLATION"
                : hollow    ? "INCONCLUSIVE"
                            : "PASS",
                s->in->color ? "\x1b[0m" : "", (unsigned long long)all->ran, (unsigned long long)all->failed,
                (unsigned long long)all->voided, (unsigned long long)all->blocked);
    return all->failed ? EXIT_STATUS_VIOLATION : hollow ? EXIT_STATUS_INCONCLUSIVE : EXIT_STATUS_PASS;
}

static int play(struct bots_shift *s)
{
    uint64_t count = s->chosen_count * s->options->seeds;
    interrupts_watch();
    progress_begin(&s->progress, s->in->progress, "conversations", count);
    struct crew crew = {(unsigned)s->options->jobs, count_done(s, count), count, (size_t)1 << 30, s, work, take};
    (void)crew_run(&crew);
    progress_end(&s->progress);
    if (s->error.text[0] != '\0' || journal_close(s->journal, &s->error) != OK)
        return command_fail(s->in, EXIT_STATUS_INTERNAL, &s->error);
    return interrupted() ? EXIT_STATUS_INTERRUPTED : conclude(s);
}

static int run(const struct invocation *in)
{
    const struct bots_options *o = in->options;
    struct bots_shift s = {.in = in, .options = o};
    struct pack pack;
    struct cast cast;
    struct error e = {0};
    int status = load(&pack, &cast, in, o);
    if (status != EXIT_STATUS_PASS)
        return status;
    s.rules = pack.rules;
    s.chosen = ARENA_NEW_ARRAY(in->arena, const struct persona *, cast.count + 1);
    for (size_t i = 0; i < cast.count; i++)
        if (o->only.len == 0 || slice_has(cast.at[i].id, o->only))
            s.chosen[s.chosen_count++] = &cast.at[i];
    if (s.chosen_count == 0) {
        fail(&e, BAD_INPUT, "no persona was selected; check --only and --cast");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    struct run_plan plan = {"bots",    o->model ? "hostile" : "script", o->seed, o->seeds, s.chosen_count * o->seeds, o->only,
                            SLICE_NONE};
    struct slice header = run_header_write(in->arena, &plan, pack.rules);
    if (o->journal.len > 0 && journal_open(&s.journal, o->journal, header, o->fresh, &e) != OK)
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    return play(&s);
}

static const char *const models[] = {"script", "hostile", NULL};
#define AT(member) offsetof(struct bots_options, member)
static const struct option_row options[] = {
    {"pack", 'p', OPTION_TEXT, "DIR", AT(pack), "engine/packs/dynamo-dave", 0, 0, NULL, "the pack to talk to"},
    {"cast", 'c', OPTION_TEXT, "DIR", AT(cast), "personas/cast", 0, 0, NULL, "the personas"},
    {"model", 'm', OPTION_CHOICE, "NAME", AT(model), "script", 0, 0, models,
     "what drafts: the script, or a compromised model above it"},
    {"only", 0, OPTION_TEXT, "TEXT", AT(only), NULL, 0, 0, NULL, "only personas whose id holds this"},
    {"seeds", 'n', OPTION_U64, "N", AT(seeds), "25", 1, 10000000, NULL, "conversations per persona"},
    {"seed", 0, OPTION_U64, "N", AT(seed), "1", 0, UINT64_MAX, NULL, "root of all seeds: same seed, same bytes"},
    {"void", 0, OPTION_U64, "PERCENT", AT(void_percent), "10", 0, 100, NULL,
     "more void trials than this make the run inconclusive (exit 102)"},
    {"jobs", 'j', OPTION_U64, "N", AT(jobs), "0", 0, CREW_MAX, NULL, "threads; 0: one per processor; the result is the same"},
    {"journal", 0, OPTION_TEXT, "FILE", AT(journal), NULL, 0, 0, NULL,
     "write every trial as a JSON line; a killed run resumes there"},
    {"fresh", 0, OPTION_FLAG, NULL, AT(fresh), NULL, 0, 0, NULL, "begin the journal anew"},
    {"verbose", 'v', OPTION_FLAG, NULL, AT(verbose), NULL, 0, 0, NULL, "print every conversation with the reasons"},
};

static const struct command bots = {
    .name = "bots",
    .summary = "let persona bots hold whole conversations with a brain",
    .details = "Personas are state machines with facts, mood, patience and habits; no model plays them. Each conversation runs "
               "through the engine's own core in virtual\n"
               "time. What must hold whatever the seed stands in the persona's file; a bot that broke character voids its trial "
               "instead of scoring it.",
    .examples = "  parley bots --pack engine/packs/dynamo-dave\n  parley bots --only vera --seeds 1000\n  parley bots --model "
                "hostile --journal bots.jsonl",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct bots_options),
    .run = run,
};

static const struct command *const commands[] = {&bots};
const struct command_table persona_commands = {commands, COUNT_OF(commands), NULL};
