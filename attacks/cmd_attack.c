#include <parley/attack_commands.h>

#include <parley/attack_run.h>
#include <parley/crew.h>
#include <parley/hostile_model.h>
#include <parley/journal.h>
#include <parley/pack_dir.h>
#include <parley/progress.h>
#include <parley/run_header.h>
#include <parley/size.h>
#include <parley/system.h>

struct attack_options {
    struct slice pack, journal, only, converters;
    struct slice_list suites;
    unsigned model; /* 0 script, 1 hostile */
    uint64_t seed, jobs;
    bool fresh, verbose, list_converters;
};

/* One conversation of the run: an attack, as it stands or in a disguise. */
struct attack_case {
    const struct attack *attack;
    const struct disguise *disguise;
};

struct attack_totals {
    uint64_t ran, failed, blocked;
};

static struct slice case_id(struct arena *arena, const struct attack_case *c)
{
    return c->disguise == NULL
               ? c->attack->id
               : arena_printf(arena, SLICE_FMT "~" SLICE_FMT, SLICE_ARG(c->attack->id), SLICE_ARG(c->disguise->name));
}

static void write_line(struct buffer *out, struct arena *arena, const struct attack_case *c, const struct attack_result *r,
                       const struct attack_options *o)
{
    const struct attack *a = c->attack;
    struct json_write w;
    json_begin(&w, out);
    json_object_begin(&w);
    json_put_cstr(&w, "run", "attack");
    json_put_string(&w, "id", case_id(arena, c));
    json_put_string(&w, "kind", a->kind);
    json_put_cstr(&w, "model", o->model ? "hostile" : "script");
    json_put_cstr(&w, "verdict", r->pass ? "pass" : "fail");
    json_put_u64(&w, "blocked", r->blocked);
    json_key(&w, "keeps");
    json_array_begin(&w);
    for (size_t i = 0; i < a->keeps.count; i++)
        json_add_string(&w, a->keeps.at[i]);
    json_array_end(&w);
    json_key(&w, "failures");
    json_array_begin(&w);
    for (size_t i = 0; i < r->failure_count; i++)
        json_add_string(&w, r->failures[i]);
    json_array_end(&w);
    json_put_string(&w, "file", a->at.file);
    json_put_u64(&w, "line", a->at.line);
    transcript_write(&w, &r->transcript);
    json_object_end(&w);
}

static void print_failure(const struct invocation *in, struct arena *arena, const struct attack_case *c,
                          const struct attack_result *r)
{
    fprintf(in->out, "%sFAIL%s " SLICE_FMT " (" SLICE_FMT ":%u)\n", in->color ? "\x1b[31m" : "", in->color ? "\x1b[0m" : "",
            SLICE_ARG(case_id(arena, c)), SLICE_ARG(c->attack->at.file), c->attack->at.line);
    for (size_t i = 0; i < r->failure_count; i++)
        fprintf(in->out, "     " SLICE_FMT "\n", SLICE_ARG(r->failures[i]));
}

static void print_transcript(const struct invocation *in, const struct transcript *t)
{
    for (size_t i = 0; i < t->entries.count; i++) {
        const struct entry *e = &t->entries.at[i];
        if (e->kind == ENTRY_CUSTOMER)
            fprintf(in->out, "  > " SLICE_FMT "\n", SLICE_ARG(e->text));
        else if (e->kind == ENTRY_SHOWN)
            fprintf(in->out, "  < " SLICE_FMT "\n    (" SLICE_FMT ")\n", SLICE_ARG(e->text), SLICE_ARG(e->said));
        else
            for (size_t k = 0; k < e->reason_count; k++)
                fprintf(in->out, "    . " SLICE_FMT "\n", SLICE_ARG(e->reasons[k]));
    }
}

static int load(struct pack *pack, struct attacks *attacks, const struct invocation *in, const struct attack_options *o)
{
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct error e = {0};
    struct clock *clock = system_clock();
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    if (pack_load(pack, in->arena, o->pack, clock->ops->wall(clock), &hostile_canaries, problems, warnings, &e) != OK) {
        if (problems->count > 0)
            command_problems(in, problems);
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    struct source_file *files = ARENA_NEW_ARRAY(in->arena, struct source_file, pack->attack_count + 1000);
    size_t count = 0;
    for (size_t i = 0; i < pack->attack_count; i++)
        files[count++] = pack->attacks[i];
    for (size_t i = 0; i < o->suites.count; i++) {
        struct source_file *more = NULL;
        size_t n = 0;
        if (files_read(&more, &n, in->arena, o->suites.at[i], ".yaml", &e) != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        for (size_t k = 0; k < n && count < pack->attack_count + 1000; k++)
            files[count++] = more[k];
    }
    attacks_read(attacks, in->arena, files, count, problems);
    return problems->count > 0 ? command_problems(in, problems) : EXIT_STATUS_PASS;
}

static void summary(const struct invocation *in, const struct attack_options *o, const struct attack_totals *t)
{
    const char *model = o->model ? "hostile" : "script";
    if (in->json)
        fprintf(in->out,
                "{\"run\":\"attack\",\"model\":\"%s\",\"attacks\":%llu,\"failed\":%llu,\"blocked\":%llu,\"verdict\":\"%s\"}\n",
                model, (unsigned long long)t->ran, (unsigned long long)t->failed, (unsigned long long)t->blocked,
                t->failed ? "violation" : "pass");
    else
        fprintf(in->out, "%s%s%s: %llu attacks, %s model: %llu passed, %llu failed; %llu drafts refused on the way\n",
                in->color ? (t->failed ? "\x1b[31m" : "\x1b[32m") : "", t->failed ? "VIOLATION" : "PASS",
                in->color ? "\x1b[0m" : "", (unsigned long long)t->ran, model, (unsigned long long)(t->ran - t->failed),
                (unsigned long long)t->failed, (unsigned long long)t->blocked);
}

static bool failed_before(struct journal *j, struct arena *arena, uint64_t n)
{
    struct slice line;
    struct error e;
    return journal_line(&line, arena, j, n, &e) == OK && slice_has(line, SLICE("\"verdict\":\"fail\""));
}

struct attack_shift {
    const struct invocation *in;
    const struct attack_options *options;
    const struct rules *rules;
    const struct attack_case *chosen;
    struct journal *journal;
    struct progress progress;
    struct attack_totals totals;
    struct error error; /* of the journal */
};

static void *work(void *context, struct arena *arena, uint64_t number)
{
    struct attack_shift *s = context;
    struct attack_result *r = ARENA_NEW(arena, struct attack_result);
    const struct attack_case *c = &s->chosen[number];
    struct attack_setting setting = {s->rules, s->options->model == 1, s->options->seed, c->disguise};
    attack_run(r, arena, c->attack, &setting);
    return r;
}

static bool take(void *context, struct arena *arena, uint64_t number, void *result)
{
    struct attack_shift *s = context;
    const struct attack_case *a = &s->chosen[number];
    const struct attack_result *r = result;
    s->totals.ran++;
    s->totals.failed += !r->pass;
    s->totals.blocked += r->blocked;
    if (s->journal != NULL) {
        struct buffer line;
        buffer_init(&line, arena, (size_t)16 << 20);
        write_line(&line, arena, a, r, s->options);
        if (journal_append(s->journal, buffer_slice(&line), &s->error) != OK)
            return false;
    }
    progress_step(&s->progress, s->totals.ran, s->totals.failed);
    if (!s->in->json && !r->pass)
        print_failure(s->in, arena, a, r);
    if (!s->in->json && s->options->verbose)
        print_transcript(s->in, &r->transcript);
    return !interrupted();
}

/* The cases that a killed run had finished count as they stand in its journal. */
static uint64_t count_done(struct attack_shift *s, uint64_t count)
{
    uint64_t done = s->journal != NULL ? journal_done(s->journal) : 0;
    struct arena scratch;
    done = done < count ? done : count;
    arena_init(&scratch, (size_t)1 << 26);
    for (uint64_t n = 0; n < done; n++) {
        s->totals.failed += failed_before(s->journal, &scratch, n);
        arena_reset(&scratch);
    }
    s->totals.ran = done;
    arena_finish(&scratch);
    return done;
}

/* "all", or names with commas between; each may be a stack, "rot13+base64". */
static bool read_disguises(struct disguise **out, size_t *count, const struct invocation *in, struct slice names)
{
    size_t all_count, room = 1;
    const struct converter *all = converters(&all_count);
    struct slice rest = names, one;
    struct error e = {0};
    *count = 0;
    for (size_t i = 0; i < names.len; i++)
        room += names.at[i] == ',';
    *out = ARENA_NEW_ARRAY(in->arena, struct disguise, room + all_count);
    if (slice_eq(names, SLICE("all"))) {
        for (size_t i = 0; i < all_count; i++)
            must(disguise_parse(&(*out)[(*count)++], slice_from(all[i].name), &e) == OK);
        return true;
    }
    bool good = true;
    while (names.len > 0 && slice_next(&one, &rest, ','))
        if (disguise_parse(&(*out)[*count], slice_trim(one), &e) == OK)
            (*count)++;
        else {
            (void)command_fail(in, EXIT_STATUS_USAGE, &e);
            good = false;
        }
    return good;
}

static size_t choose(struct attack_case **out, const struct invocation *in, const struct attacks *attacks, struct slice only,
                     const struct disguise *disguises, size_t disguise_count)
{
    size_t count = 0, each = disguise_count ? disguise_count : 1;
    *out = ARENA_NEW_ARRAY(in->arena, struct attack_case, attacks->count * each + 1);
    for (size_t i = 0; i < attacks->count; i++)
        for (size_t d = 0; d < each && (only.len == 0 || slice_has(attacks->at[i].id, only)); d++)
            (*out)[count++] = (struct attack_case){&attacks->at[i], disguise_count ? &disguises[d] : NULL};
    return count;
}

static int list_converters(const struct invocation *in)
{
    size_t count;
    const struct converter *all = converters(&count);
    for (size_t i = 0; i < count; i++)
        fprintf(in->out, "%-18s %-10s %-4s %s\n", all[i].name, all[i].family, all[i].undo ? "undo" : "", all[i].summary);
    return EXIT_STATUS_PASS;
}

static int play(struct attack_shift *s, uint64_t count)
{
    interrupts_watch();
    progress_begin(&s->progress, s->in->progress, "attacks", count);
    struct crew crew = {(unsigned)s->options->jobs, count_done(s, count), count, (size_t)1 << 30, s, work, take};
    (void)crew_run(&crew);
    progress_end(&s->progress);
    if (s->error.text[0] != '\0' || journal_close(s->journal, &s->error) != OK)
        return command_fail(s->in, EXIT_STATUS_INTERNAL, &s->error);
    if (interrupted())
        return EXIT_STATUS_INTERRUPTED;
    summary(s->in, s->options, &s->totals);
    return s->totals.failed ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}

static int run(const struct invocation *in)
{
    const struct attack_options *o = in->options;
    struct attack_shift s = {.in = in, .options = o};
    struct pack pack;
    struct attacks attacks;
    struct error e = {0};
    struct attack_case *chosen;
    struct disguise *disguises;
    size_t disguise_count;
    if (o->list_converters)
        return list_converters(in);
    if (!read_disguises(&disguises, &disguise_count, in, o->converters))
        return EXIT_STATUS_USAGE;
    int status = load(&pack, &attacks, in, o);
    if (status != EXIT_STATUS_PASS)
        return status;
    size_t count = choose(&chosen, in, &attacks, o->only, disguises, disguise_count);
    if (count == 0) {
        fail(&e, BAD_INPUT, "no attack was selected; check --only and the attacks/ of the pack");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    s.rules = pack.rules;
    s.chosen = chosen;
    struct run_plan plan = {"attack", o->model ? "hostile" : "script", o->seed, 0, count, o->only, o->converters};
    struct slice header = run_header_write(in->arena, &plan, pack.rules);
    if (o->journal.len > 0 && journal_open(&s.journal, o->journal, header, o->fresh, &e) != OK)
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    return play(&s, count);
}

static const char *const models[] = {"script", "hostile", NULL};
#define AT(member) offsetof(struct attack_options, member)
static const struct option_row options[] = {
    {"pack", 'p', OPTION_TEXT, "DIR", AT(pack), "engine/packs/dynamo-dave", 0, 0, NULL, "the pack to attack"},
    {"suite", 's', OPTION_TEXTS, "DIR", AT(suites), NULL, 0, 0, NULL,
     "further suites, attacks/suites for the shared ones; may be given several times"},
    {"model", 'm', OPTION_CHOICE, "NAME", AT(model), "script", 0, 0, models,
     "what drafts: the script, or a compromised model above it"},
    {"converters", 'x', OPTION_TEXT, "NAMES", AT(converters), NULL, 0, 0, NULL,
     "run every attack once in each of these disguises, with commas between; a stack is rot13+base64; all: every one"},
    {"list-converters", 0, OPTION_FLAG, NULL, AT(list_converters), NULL, 0, 0, NULL, "print the converters and stop"},
    {"only", 0, OPTION_TEXT, "TEXT", AT(only), NULL, 0, 0, NULL, "only attacks whose id holds this"},
    {"seed", 0, OPTION_U64, "N", AT(seed), "1", 0, UINT64_MAX, NULL, "same seed, same bytes"},
    {"jobs", 'j', OPTION_U64, "N", AT(jobs), "0", 0, CREW_MAX, NULL, "threads; 0: one per processor; the result is the same"},
    {"journal", 0, OPTION_TEXT, "FILE", AT(journal), NULL, 0, 0, NULL,
     "write every case as a JSON line; a killed run resumes there"},
    {"fresh", 0, OPTION_FLAG, NULL, AT(fresh), NULL, 0, 0, NULL, "begin the journal anew"},
    {"verbose", 'v', OPTION_FLAG, NULL, AT(verbose), NULL, 0, 0, NULL, "print every conversation with the reasons"},
};

static const struct command attack = {
    .name = "attack",
    .summary = "let scripted attacks loose on a brain, through the real engine core",
    .details = "Each attack is a conversation in a world of its own: the engine's own turn, runtime and gate, a store in memory, "
               "a phone that shows what left.\n"
               "The oracle judges only what reached the phone. One failing attack fails the run (exit 100).",
    .examples = "  parley attack --pack engine/packs/dynamo-dave\n  parley attack --model hostile --suite attacks/suites "
                "--journal hostile.jsonl\n  parley attack --model hostile --converters rot13,spaced,leet+base64\n  parley attack "
                "--only inj-003 --model hostile --verbose",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct attack_options),
    .run = run,
};

static const struct command *const commands[] = {&attack};
const struct command_table attack_commands = {commands, COUNT_OF(commands), NULL};
