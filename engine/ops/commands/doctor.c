#include "commands.h"

#include "../contradictions.h"
#include "../wordings.h"

#include <parley/json_write.h>
#include <parley/pack_dir.h>
#include <parley/size.h>
#include <parley/system.h>
#include <parley/vectors.h>

struct doctor_options {
    struct slice_list packs;
};

struct finding {
    const char *what;
    bool good;
    struct slice text;
};

static void print(const struct invocation *in, const struct finding *f)
{
    if (!in->json) {
        fprintf(in->out, "%s%-4s%s %-12s " SLICE_FMT "\n", in->color ? (f->good ? "\x1b[32m" : "\x1b[31m") : "",
                f->good ? "ok" : "BAD", in->color ? "\x1b[0m" : "", f->what, SLICE_ARG(f->text));
        return;
    }
    struct buffer b;
    struct json_write w;
    buffer_init(&b, in->arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "check", f->what);
    json_put_bool(&w, "ok", f->good);
    json_put_string(&w, "text", f->text);
    json_object_end(&w);
    fprintf(in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static bool check_zones(const struct invocation *in)
{
    struct zones zones;
    struct error e = {0};
    static const struct slice names[] = {SLICE_INIT("Europe/London"), SLICE_INIT("Etc/UTC"), SLICE_INIT("Asia/Kuala_Lumpur")};
    bool good = zones_load(&zones, in->arena, names, COUNT_OF(names), &e) == OK;
    struct finding f = {"time zones", good, good ? SLICE("tzdata is there and can be read") : slice_from(e.text)};
    print(in, &f);
    return good;
}

/* A build without them works, and finds less: not a fault of this machine, so nothing fails. */
static void tell_of_vectors(const struct invocation *in)
{
    bool built_in = vectors_built_in();
    struct finding f = {
        "word vectors", true,
        built_in
            ? SLICE("built in: questions in other words than an article's find it (English)")
            : SLICE("NOT built in: questions are searched by their words alone; build where the npm registry can be reached")};
    print(in, &f);
}

static bool check_pack(const struct invocation *in, struct slice directory)
{
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct pack pack;
    struct error e = {0};
    struct clock *clock = system_clock();
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    bool good = pack_load(&pack, in->arena, directory, clock->ops->wall(clock), NULL, problems, warnings, &e) == OK;
    if (good && contradictions_find(pack.brain, in->arena, problems) > 0) {
        good = false;
        fail(&e, BAD_INPUT, SLICE_FMT ": claims contradict each other", SLICE_ARG(directory));
    }
    if (good)
        wordings_find(pack.brain, warnings);
    if (good && wordings_break_rules(pack.rules, problems) > 0) {
        good = false;
        fail(&e, BAD_INPUT, SLICE_FMT ": approved wording breaks the brain's own rules", SLICE_ARG(directory));
    }
    struct finding f = {"pack", good, SLICE_NONE};
    if (!good) {
        command_problems(in, problems);
        f.text = slice_from(e.text);
    } else
        f.text = arena_printf(
            in->arena,
            SLICE_FMT
            ": %zu claims, %zu signed lines, %zu path steps, %zu rules, %zu obligations, %zu passages, version " SLICE_FMT,
            SLICE_ARG(directory), pack.brain->claim_count, pack.brain->line_count, pack.brain->path_count, pack.brain->rule_count,
            pack.brain->obligation_count, pack.brain->passage_count, SLICE_ARG(slice_sub(pack.brain->version, 0, 12)));
    print(in, &f);
    for (size_t i = 0; good && i < warnings->count && i < PROBLEMS_MAX; i++)
        fprintf(in->err, SLICE_FMT ":%u:%u: note: " SLICE_FMT "\n", SLICE_ARG(warnings->list[i].at.file),
                warnings->list[i].at.line, warnings->list[i].at.col, SLICE_ARG(warnings->list[i].text));
    return good;
}

static int run(const struct invocation *in)
{
    const struct doctor_options *o = in->options;
    bool good = check_zones(in);
    tell_of_vectors(in);
    for (size_t i = 0; i < o->packs.count; i++)
        good = check_pack(in, o->packs.at[i]) && good;
    for (size_t i = 0; i < in->operand_count; i++)
        good = check_pack(in, in->operands[i]) && good;
    return good ? EXIT_STATUS_PASS : EXIT_STATUS_USAGE;
}

static const struct option_row options[] = {
    {"pack", 'p', OPTION_TEXTS, "DIR", offsetof(struct doctor_options, packs), NULL, 0, 0, NULL,
     "a pack to check whole, as PACK; may be given several times"},
};

const struct command command_doctor = {
    .name = "doctor",
    .summary = "check this machine and packs",
    .details = "Looks for what parley needs at run time, and reads packs as the engine would: every mistake with its place and "
               "its mend, and a proof that every signed line and claim\n"
               "passes the gate it would go through.",
    .examples = "  parley doctor\n  parley doctor engine/packs/dynamo-dave\n  parley doctor engine/packs/*",
    .operands = "[PACK...]",
    .operand_max = 256,
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct doctor_options),
    .run = run,
};
