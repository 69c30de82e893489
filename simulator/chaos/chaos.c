/* Chaos on the real binary: starts `parley serve`, speaks to it over a bad line, kills it, stops it, takes its disk and its clock
 * away, and at the end asks the store and the phone whether anything was lost or came twice. */
#define _POSIX_C_SOURCE 200809L

#include "verdict.h"

#include <parley/command.h>
#include <parley/json_write.h>
#include <parley/pack_dir.h>
#include <parley/system.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MESSAGES_MAX = 250000, PATIENCE_S = 3 };

struct chaos_options {
    struct slice binary, pack, shim, lines, place;
    uint64_t seed, messages, kills, slow;
    bool lives, tap;
};

/* -- a place of its own -------------------------------------------------------------------------------------------------------
 */

static bool copy(const char *from, const char *to)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        execlp("cp", "cp", "-r", from, to, (char *)NULL);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void remove_all(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", path, (char *)NULL);
        _exit(127);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
}

/* Bursts are collected for milliseconds, so that turns end between two kills. */
static enum code hurry(struct arena *a, const char *pack, struct error *e)
{
    struct source_file file;
    size_t at;
    struct slice path = arena_printf(a, "%s/tenant.yaml", pack);
    enum code code = file_read(&file, a, path, 1 << 20, e);
    if (code != OK)
        return code;
    if (!slice_find(&at, file.bytes, SLICE("\ncoalesce:")))
        return fail(e, BAD_INPUT, SLICE_FMT ": has no line that begins with coalesce:", SLICE_ARG(path));
    struct slice rest = slice_after(file.bytes, at + 1), line;
    (void)slice_next(&line, &rest, '\n');
    FILE *f = fopen(arena_cstr(a, path), "w");
    if (f == NULL)
        return fail(e, IO_FAILED, "could not write " SLICE_FMT ": %s", SLICE_ARG(path), strerror(errno));
    fprintf(f, "%.*s\ncoalesce: {gap: 10ms, longest: 30ms}\n" SLICE_FMT, (int)at, file.bytes.at, SLICE_ARG(rest));
    return fclose(f) == 0 ? OK : fail(e, IO_FAILED, "could not write " SLICE_FMT, SLICE_ARG(path));
}

static enum code control_make(struct chaos_control **out, const char *path, const char *below, struct error *e)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *at = MAP_FAILED;
    if (fd >= 0 && ftruncate(fd, sizeof **out) == 0)
        at = mmap(NULL, sizeof **out, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0)
        close(fd);
    if (at == MAP_FAILED)
        return fail(e, IO_FAILED, "could not make %s: %s", path, strerror(errno));
    *out = at;
    if ((size_t)snprintf((*out)->below, sizeof(*out)->below, "%s", below) >= sizeof(*out)->below)
        return fail(e, BAD_INPUT, "--place: the name of the directory is too long");
    return OK;
}

static enum code prepare(struct run *r, const struct chaos_options *o, const char *place, struct arena *a, struct error *e)
{
    struct program_setup *p = &r->program;
    const char *pack = arena_cstr(a, o->pack);
    p->binary = arena_cstr(a, o->binary);
    if (access(p->binary, X_OK) != 0)
        return fail(e, BAD_INPUT, "--binary: \"%s\" is not a program", p->binary);
    if (access(pack, X_OK) != 0)
        return fail(e, BAD_INPUT, "--pack: \"%s\" is not a directory", pack);
    bool several = o->shim.len > 0 && memchr(o->shim.at, ':', o->shim.len) != NULL;
    if (o->shim.len > 0 && !several && access(arena_cstr(a, o->shim), R_OK) != 0)
        return fail(e, BAD_INPUT, "--shim: \"" SLICE_FMT "\" cannot be read", SLICE_ARG(o->shim));
    p->pack = arena_cstr(a, arena_printf(a, "%s/pack", place));
    p->store = arena_cstr(a, arena_printf(a, "%s/store", place));
    p->errors = arena_cstr(a, arena_printf(a, "%s/stderr.txt", place));
    p->control = arena_cstr(a, arena_printf(a, "%s/control", place));
    p->shim = o->shim.len > 0 ? arena_cstr(a, o->shim) : NULL;
    p->patience_s = PATIENCE_S;
    if (!copy(pack, p->pack))
        return fail(e, IO_FAILED, "could not copy the pack to %s", p->pack);
    enum code code = hurry(a, p->pack, e);
    return code == OK ? control_make(&r->control, p->control, p->store, e) : code;
}

/* -- what is printed ----------------------------------------------------------------------------------------------------------
 */

struct report {
    const struct invocation *in;
    const struct chaos_options *options;
    const struct run *run;
    const struct verdict *verdict;
    uint64_t ms;
};

static void print_text(const struct report *r)
{
    FILE *f = r->in->out;
    const struct figures *g = &r->run->figures;
    const struct ledger *l = r->run->ledger;
    const struct verdict *v = r->verdict;
    uint64_t said = 0, taken = l->answers[ANSWER_SHOWN] + l->answers[ANSWER_MUTE];
    for (size_t i = 0; i < l->count; i++)
        said += l->said[i].times;
    fprintf(f, "messages   planned %zu, said %llu, acknowledged %zu; as duplicates %llu; put off %llu\n", l->count,
            (unsigned long long)said, r->run->phone.acked, (unsigned long long)r->run->phone.duplicates,
            (unsigned long long)r->run->phone.put_off);
    fprintf(f, "outcomes  ");
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        fprintf(f, " %s %llu", outcome_name((enum outcome)i), (unsigned long long)v->outcomes[i]);
    fprintf(f, "; parked as poison %llu of %zu, bursts without poison %llu, deaths by poison %u, of the woken %llu\nsends     ",
            (unsigned long long)v->parked, r->run->traffic.poisons, (unsigned long long)v->parked_wrongly,
            atomic_load(&r->run->control->deaths), (unsigned long long)g->woken_deaths);
    for (unsigned i = 0; i < SEND_STATE_COUNT; i++)
        fprintf(f, " %s %llu", send_state_name((enum send_state)i), (unsigned long long)v->sends[i]);
    fprintf(f,
            "\nphone      taken %llu, receipts swallowed %llu, swallowed whole %llu, refused %llu, put off %llu; receipts late "
            "%llu\n",
            (unsigned long long)taken, (unsigned long long)l->answers[ANSWER_MUTE], (unsigned long long)l->answers[ANSWER_DEAF],
            (unsigned long long)l->answers[ANSWER_REFUSED], (unsigned long long)l->answers[ANSWER_RETRY],
            (unsigned long long)r->run->phone.late);
    fprintf(f, "lives      %llu, killed %llu;", (unsigned long long)g->lives, (unsigned long long)g->killed);
    for (unsigned i = 0; i < STRIKE_COUNT; i++)
        fprintf(f, " %s %llu%s", strike_name((enum strike)i), (unsigned long long)g->strikes[i],
                i + 1 < STRIKE_COUNT ? "," : "\n");
    fprintf(f, "faults    ");
    for (unsigned i = 1; i < DISK_FAULT_COUNT; i++)
        fprintf(f, " disk %s %llu,", disk_fault_name((enum disk_fault)i), (unsigned long long)g->disk[i]);
    fprintf(f, " operations failed %u, ended by itself %llu; clock steps %llu; lines cut %llu\n",
            atomic_load(&r->run->control->hits), (unsigned long long)g->alone, (unsigned long long)g->clock_steps,
            (unsigned long long)g->lines_cut);
    fprintf(f,
            "verdict    lost %llu, twice %llu, violations %llu, unknown %llu of which settled %llu by receipt, %llu by a person; "
            "audit of %llu records\n",
            (unsigned long long)v->lost, (unsigned long long)v->twice, (unsigned long long)l->violations,
            (unsigned long long)v->unknown, (unsigned long long)v->by_receipt, (unsigned long long)v->by_person,
            (unsigned long long)v->records);
    fprintf(f, "time       %llu.%llu s, %llu messages/s\n", (unsigned long long)(r->ms / 1000),
            (unsigned long long)(r->ms / 100 % 10), (unsigned long long)(l->count * 1000 / (r->ms + 1)));
}

static void print_json(const struct report *r, int status)
{
    struct buffer b;
    struct json_write w;
    const struct figures *g = &r->run->figures;
    buffer_init(&b, r->in->arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "verdict", exit_status_name(status));
    json_put_u64(&w, "seed", r->options->seed);
    json_put_u64(&w, "planned", r->run->ledger->count);
    json_put_u64(&w, "acknowledged", r->run->phone.acked);
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        json_put_u64(&w, outcome_name((enum outcome)i), r->verdict->outcomes[i]);
    json_put_u64(&w, "poison", r->run->traffic.poisons);
    json_put_u64(&w, "deaths_by_poison", atomic_load(&r->run->control->deaths));
    json_put_u64(&w, "deaths_by_poison_woken", r->run->figures.woken_deaths);
    json_put_u64(&w, "bursts_parked_wrongly", r->verdict->parked_wrongly);
    json_put_u64(&w, "sends_accepted", r->verdict->sends[SEND_ACCEPTED]);
    json_put_u64(&w, "sends_refused", r->verdict->sends[SEND_REFUSED]);
    json_put_u64(&w, "sends_human", r->verdict->sends[SEND_HUMAN]);
    json_put_u64(&w, "lives", g->lives);
    json_put_u64(&w, "kills", g->killed);
    json_put_u64(&w, "pauses", g->strikes[STRIKE_PAUSE]);
    json_put_u64(&w, "disk_operations_failed", atomic_load(&r->run->control->hits));
    json_put_u64(&w, "clock_steps", g->clock_steps);
    json_put_u64(&w, "lost", r->verdict->lost);
    json_put_u64(&w, "twice", r->verdict->twice);
    json_put_u64(&w, "violations", r->run->ledger->violations);
    json_put_u64(&w, "unknown", r->verdict->unknown);
    json_put_u64(&w, "settled_by_receipt", r->verdict->by_receipt);
    json_put_u64(&w, "settled_by_person", r->verdict->by_person);
    json_put_u64(&w, "ms", r->ms);
    json_object_end(&w);
    fprintf(r->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static void print_tap(const struct report *r)
{
    const struct run *run = r->run;
    const struct verdict *v = r->verdict;
    const struct {
        bool good;
        const char *what;
    } promises[] = {{v->lost == 0, "nothing was lost"},
                    {v->twice == 0, "nothing came twice"},
                    {v->unknown == v->by_receipt + v->by_person, "every doubt was settled"},
                    {run->ledger->violations == 0, "no promise was broken"},
                    {run->figures.killed >= run->kills, "the program was killed often"}};
    for (size_t i = 0; i < sizeof promises / sizeof promises[0]; i++)
        fprintf(r->in->out, "%s - %s\n", promises[i].good ? "ok" : "not ok", promises[i].what);
}

static int report(struct report *r, const char *place)
{
    const struct chaos_options *o = r->options;
    int status = r->run->ledger->violations > 0 ? EXIT_STATUS_VIOLATION
                 : interrupted()                ? EXIT_STATUS_INTERRUPTED
                                                : EXIT_STATUS_PASS;
    if (r->in->json)
        print_json(r, status);
    else
        print_text(r);
    if (o->tap)
        print_tap(r);
    if (status != EXIT_STATUS_VIOLATION)
        return status;
    fprintf(r->in->err, "the store, the pack and standard error of the program are kept in %s\n", place);
    fprintf(r->in->err, "again: ci/chaos --seed %llu --messages %llu --kills %llu\n", (unsigned long long)o->seed,
            (unsigned long long)o->messages, (unsigned long long)o->kills);
    return status;
}

/* -- the command --------------------------------------------------------------------------------------------------------------
 */

static int run_in(const struct invocation *in, const char *place)
{
    const struct chaos_options *o = in->options;
    struct error e = {0};
    struct ledger ledger;
    struct verdict verdict = {0};
    struct clock *clock = system_clock();
    struct instant began = clock->ops->now(clock);
    struct run r = {.ledger = &ledger, .seed = o->seed, .kills = o->kills, .slow = o->slow, .progress = in->progress};
    ledger_init(&ledger, o->messages, began, in->json ? in->err : in->out);
    phone_init(&r.phone, &ledger, o->seed);
    enum code code = traffic_read(&r.traffic, in->arena, o->lines, &e);
    if (code == OK)
        code = prepare(&r, o, place, in->arena, &e);
    if (code == OK) {
        r.traffic.has_poison = r.program.shim != NULL;
        traffic_draw(&r.traffic, &ledger, o->seed);
        code = run_all(&r, &e);
    }
    if (code == BAD_INPUT && r.figures.lives > 0) { /* what the program wrote, not what we were given */
        ledger_violation(&ledger, e.text, SIZE_MAX, NULL);
        code = OK;
    }
    if (code == OK && r.figures.lives > 0 && !interrupted())
        code = verdict_read(&verdict, &r, &e);
    if (o->lives)
        ledger_print_lives(&ledger);
    struct report what = {in, o, &r, &verdict, (clock->ops->now(clock).ns - began.ns) / 1000000};
    int status =
        code == OK ? report(&what, place) : command_fail(in, code == BAD_INPUT ? EXIT_STATUS_USAGE : EXIT_STATUS_INTERNAL, &e);
    phone_finish(&r.phone);
    ledger_finish(&ledger);
    return status;
}

/* Without links in its name: that is how the shim knows its files. */
static bool place_make(char *out, size_t room, struct slice where)
{
    char wanted[PATH_MAX], link[64];
    snprintf(wanted, sizeof wanted, SLICE_FMT "/parley-chaos-XXXXXX", SLICE_ARG(where));
    int fd = mkdtemp(wanted) != NULL ? open(wanted, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, room - 1);
    close(fd);
    if (n <= 0)
        return false;
    out[n] = '\0';
    return true;
}

static int run(const struct invocation *in)
{
    const struct chaos_options *o = in->options;
    char place[PATH_MAX];
    struct error e;
    interrupts_watch();
    signal(SIGPIPE, SIG_IGN);
    if (!place_make(place, sizeof place, o->place)) {
        fail(&e, IO_FAILED, "--place: could not make a directory in " SLICE_FMT ": %s", SLICE_ARG(o->place), strerror(errno));
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    int status = run_in(in, place);
    if (status != EXIT_STATUS_VIOLATION)
        remove_all(place);
    return status;
}

#define AT(member) offsetof(struct chaos_options, member)
static const struct option_row options[] = {
    {"binary", 'b', OPTION_TEXT, "FILE", AT(binary), NULL, 0, 0, NULL, "the program, parley"},
    {"pack", 'p', OPTION_TEXT, "DIR", AT(pack), NULL, 0, 0, NULL, "a tenant's pack; a copy is served"},
    {"shim", 0, OPTION_TEXT, "FILE", AT(shim), NULL, 0, 0, NULL,
     "preloaded into the program (FILE:FILE...); without it disk and clock are well"},
    {"lines", 0, OPTION_TEXT, "FILE", AT(lines), NULL, 0, 0, NULL, "what customers write, a text on each line"},
    {"place", 0, OPTION_TEXT, "DIR", AT(place), "/tmp", 0, 0, NULL, "where the run makes a directory of its own"},
    {"seed", 's', OPTION_U64, "N", AT(seed), "1", 0, UINT32_MAX, NULL, "what is said and what goes wrong"},
    {"messages", 'm', OPTION_U64, "N", AT(messages), "1500", 1, MESSAGES_MAX, NULL, "how many messages customers write"},
    {"lives", 0, OPTION_FLAG, NULL, AT(lives), NULL, 0, 0, NULL, "print what was done to each life"},
    {"slow", 0, OPTION_U64, "N", AT(slow), "1", 1, 100, NULL, "how many times slower than usual the program may be"},
    {"tap", 0, OPTION_FLAG, NULL, AT(tap), NULL, 0, 0, NULL, "print \"ok\" or \"not ok\" for each promise"},
    {"kills", 'k', OPTION_U64, "N", AT(kills), "60", 0, 100000, NULL, "how often the program is killed, at least"},
};

static const struct command command_chaos = {
    .name = "chaos",
    .summary = "kill, stop, starve and confuse the real program, and count what its customers got",
    .details =
        "Exit status 0: nothing was lost, nothing came twice, every doubt was settled. 100: a promise was broken; its timeline "
        "and the command that repeats it are printed, and the store is kept.",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .options_size = sizeof(struct chaos_options),
    .run = run,
};

int main(int argc, char **argv)
{
    static const struct command *const commands[] = {&command_chaos};
    const struct command_table table = {commands, 1, NULL};
    char **words = calloc((size_t)argc + 2, sizeof *words);
    char name[] = "chaos";
    must(words != NULL);
    words[0] = argv[0];
    words[1] = name; /* it is the only command */
    for (int i = 1; i < argc; i++)
        words[i + 1] = argv[i];
    int status = command_main(&table, 1, argc + 1, words);
    free(words);
    return status;
}
