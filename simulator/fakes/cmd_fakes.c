/* parley fakes: the providers as one process. */
#include <parley/fakes_commands.h>

#include <parley/fakes.h>
#include <parley/pack_dir.h>
#include <parley/json_write.h>
#include <parley/size.h>

#include <signal.h>
#include <stdlib.h>
#include <uv.h>

enum { LINE_MAX_BYTES = 1 << 20, SECRET_MAX = 4096 };

struct fakes_options {
    struct slice listen, webhook, app_secret, verify, token, relay, relay_header, relay_secret, account, answers;
    struct slice_list numbers;
    uint64_t seed;
};

struct run {
    const struct invocation *in;
    uv_loop_t loop;
    uv_signal_t signals[2];
    struct fakes *fakes;
    bool stopping;
};

/* -- what it prints
 * ---------------------------------------------------------------------------------------------------------------- */

static void print_json(const struct invocation *in, const struct fakes_event *e)
{
    struct arena a;
    struct buffer b;
    struct json_write w;
    arena_init(&a, LINE_MAX_BYTES * 4);
    buffer_init(&b, &a, LINE_MAX_BYTES);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "kind", fakes_event_name(e->kind));
    const struct {
        const char *name;
        struct slice value;
    } rows[] = {{"number", e->number}, {"contact", e->contact}, {"id", e->id}, {"key", e->key}, {"text", e->text}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].value.len > 0)
            json_put_string(&w, rows[i].name, rows[i].value);
    if (e->status != 0)
        json_put_u64(&w, "status", e->status);
    if (e->code != 0)
        json_put_u64(&w, "code", e->code);
    if (e->count != 0)
        json_put_u64(&w, "count", e->count);
    json_object_end(&w);
    struct slice line = buffer_slice(&b);
    (void)fwrite(line.at, 1, line.len, in->out);
    (void)fputc('\n', in->out);
    arena_finish(&a);
}

void fakes_print(const struct invocation *in, const struct fakes_event *e)
{
    if (in->json)
        print_json(in, e);
    else if (e->kind == FAKES_MESSAGE || e->kind == FAKES_SAID)
        fprintf(in->out, "+" SLICE_FMT " %s " SLICE_FMT ": " SLICE_FMT "\n", SLICE_ARG(e->contact),
                e->kind == FAKES_MESSAGE ? "shows, from" : "writes, to", SLICE_ARG(e->number), SLICE_ARG(e->text));
    else if (e->kind == FAKES_REFUSED)
        fprintf(in->out, "+" SLICE_FMT " gets nothing: %llu\n", SLICE_ARG(e->contact), (unsigned long long)e->code);
    else if (e->kind == FAKES_DELIVERY && e->status != 200)
        fprintf(in->out, "webhook: %u " SLICE_FMT "\n", e->status, SLICE_ARG(e->text));
    else if (e->kind == FAKES_MODEL)
        fprintf(in->out, "model: " SLICE_FMT " %u\n", SLICE_ARG(e->text), e->status);
    fflush(in->out);
}

static void told(void *context, const struct fakes_event *e)
{
    fakes_print(((struct run *)context)->in, e);
}

/* -- what it is told
 * --------------------------------------------------------------------------------------------------------------- */

static struct slice secret_of(struct arena *a, struct slice where, struct problems *p, const char *option)
{
    struct slice value =
        slice_starts(where, SLICE("env:")) ? slice_from(getenv(arena_cstr(a, slice_after(where, 4)))) : SLICE_NONE;
    struct source_file file;
    struct error e;
    if (slice_starts(where, SLICE("file:"))) {
        if (file_read(&file, a, slice_after(where, 5), SECRET_MAX, &e) == OK)
            value = slice_trim(file.bytes);
        else
            problem_add(p, (struct place){0}, "--%s: %s", option, e.text);
    } else if (where.len > 0 && value.len == 0)
        problem_add(p, (struct place){0}, "--%s: is empty or no place of a secret; write env:NAME or file:PATH", option);
    return value;
}

static void read_listen(struct fakes_setup *s, struct slice listen, struct problems *p)
{
    size_t colon = listen.len;
    uint64_t port;
    while (colon > 0 && listen.at[colon - 1] != ':')
        colon--;
    if (colon == 0 || !slice_to_u64(&port, slice_after(listen, colon)) || port > 65535) {
        problem_add(p, (struct place){0},
                    "--listen: \"" SLICE_FMT "\" is no address; write 127.0.0.1:8090, or :0 for a free port", SLICE_ARG(listen));
        return;
    }
    s->address = slice_sub(listen, 0, colon - 1);
    s->port = (uint16_t)port;
    if (s->address.len == 0)
        s->address = SLICE("127.0.0.1");
    if (!slice_starts(s->address, SLICE("127.")) && !slice_eq(s->address, SLICE("::1")))
        problem_add(p, (struct place){0}, "--listen: \"" SLICE_FMT "\" is not this machine; fakes listen on loopback only",
                    SLICE_ARG(s->address));
}

/* ID, or ID=env:NAME for 360dialog's. */
static void read_numbers(struct fakes_setup *s, struct arena *a, const struct slice_list *list, struct problems *p)
{
    struct fakes_number *all = ARENA_NEW_ARRAY(a, struct fakes_number, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        struct slice rest = list->at[i], id;
        if (!slice_next(&id, &rest, '=') || id.len == 0 || id.len > 30 || i == FAKES_NUMBERS_MAX) {
            problem_add(p, (struct place){0}, "--number: \"" SLICE_FMT "\" is no id of a number, or one too many; 64 at most",
                        SLICE_ARG(list->at[i]));
            return;
        }
        all[i] = (struct fakes_number){.id = id, .key = rest.len > 0 ? secret_of(a, rest, p, "number") : SLICE_NONE};
        s->number_count++;
    }
    s->numbers = all;
}

static void read_setup(struct fakes_setup *s, const struct invocation *in, struct problems *p)
{
    const struct fakes_options *o = in->options;
    struct source_file file;
    struct error e;
    *s = (struct fakes_setup){.webhook = o->webhook, .relay = o->relay, .account = o->account, .seed = o->seed};
    read_listen(s, o->listen, p);
    s->secret = secret_of(in->arena, o->app_secret, p, "app-secret");
    s->verify = secret_of(in->arena, o->verify, p, "verify-token");
    s->token = secret_of(in->arena, o->token, p, "token");
    s->relay_header = secret_of(in->arena, o->relay_header, p, "relay-header");
    s->relay_secret = secret_of(in->arena, o->relay_secret, p, "relay-secret");
    read_numbers(s, in->arena, &o->numbers, p);
    if (o->answers.len > 0) {
        if (file_read(&file, in->arena, o->answers, LINE_MAX_BYTES, &e) == OK)
            s->answers = file.bytes;
        else
            problem_add(p, (struct place){0}, "--answers: %s", e.text);
    }
}

/* -- its run
 * ----------------------------------------------------------------------------------------------------------------------- */

static void on_stopped(void *context)
{
    struct run *r = context;
    for (size_t i = 0; i < COUNT_OF(r->signals); i++)
        uv_close((uv_handle_t *)&r->signals[i], NULL);
}

static void on_signal(uv_signal_t *s, int number)
{
    struct run *r = s->data;
    (void)number;
    if (!r->stopping)
        fakes_stop(r->fakes, on_stopped, r);
    r->stopping = true;
}

static int run_fakes(const struct invocation *in)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    struct problems *problems = ARENA_NEW(in->arena, struct problems);
    struct run r = {.in = in};
    struct fakes_setup s;
    struct error e;
    problems_init(problems, in->arena);
    read_setup(&s, in, problems);
    for (size_t i = 0; i < problems->count && i < PROBLEMS_MAX; i++)
        fprintf(in->err, "parley fakes: " SLICE_FMT "\n", SLICE_ARG(problems->list[i].text));
    if (problems->count > 0)
        return EXIT_STATUS_USAGE;
    signal(SIGPIPE, SIG_IGN);
    must(uv_loop_init(&r.loop) == 0);
    s.loop = &r.loop;
    s.context = &r;
    s.told = told;
    r.fakes = fakes_start(&s, &e);
    if (r.fakes == NULL) {
        must(uv_loop_close(&r.loop) == 0);
        return command_fail(in, EXIT_STATUS_TARGET_DOWN, &e);
    }
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        must(uv_signal_init(&r.loop, &r.signals[i]) == 0);
        r.signals[i].data = &r;
        must(uv_signal_start(&r.signals[i], on_signal, numbers[i]) == 0);
    }
    if (in->json)
        fprintf(in->out, "{\"kind\":\"ready\",\"address\":\"" SLICE_FMT "\",\"port\":%u}\n", SLICE_ARG(s.address),
                fakes_port(r.fakes));
    else
        fprintf(in->out, "listens on http://" SLICE_FMT ":%u\n", SLICE_ARG(s.address), fakes_port(r.fakes));
    fflush(in->out);
    (void)uv_run(&r.loop, UV_RUN_DEFAULT);
    fakes_destroy(r.fakes);
    must(uv_loop_close(&r.loop) == 0);
    return EXIT_STATUS_INTERRUPTED;
}

#define OPTION(member) offsetof(struct fakes_options, member)
static const struct option_row options[] = {
    {"listen", 'l', OPTION_TEXT, "ADDRESS:PORT", OPTION(listen), "127.0.0.1:0", 0, 0, NULL,
     "on loopback only; port 0: a free one"},
    {"webhook", 'w', OPTION_TEXT, "URL", OPTION(webhook), NULL, 0, 0, NULL, "where Meta delivers: .../api/v1/webhook/whatsapp"},
    {"app-secret", 0, OPTION_TEXT, "WHERE", OPTION(app_secret), NULL, 0, 0, NULL, "signs deliveries; env:NAME or file:PATH"},
    {"verify-token", 0, OPTION_TEXT, "WHERE", OPTION(verify), NULL, 0, 0, NULL,
     "nothing is delivered until the webhook echoed a challenge"},
    {"token", 0, OPTION_TEXT, "WHERE", OPTION(token), NULL, 0, 0, NULL, "bearer that senders must show; default: any"},
    {"number", 'n', OPTION_TEXTS, "ID[=WHERE]", OPTION(numbers), NULL, 0, 0, NULL,
     "a phone_number_id; with the key of 360dialog behind =; default: every id is known"},
    {"relay", 0, OPTION_TEXT, "URL", OPTION(relay), NULL, 0, 0, NULL, "where 360dialog delivers, with the secret in its path"},
    {"relay-header", 0, OPTION_TEXT, "WHERE", OPTION(relay_header), NULL, 0, 0, NULL, "what it sends as X-Parley-Hook"},
    {"relay-secret", 0, OPTION_TEXT, "WHERE", OPTION(relay_secret), NULL, 0, 0, NULL, "signs x-360dialog-signature"},
    {"account", 0, OPTION_TEXT, "ID", OPTION(account), "1", 0, 0, NULL, "the WhatsApp business account"},
    {"answers", 0, OPTION_TEXT, "FILE", OPTION(answers), NULL, 0, 0, NULL,
     "what models say, in turn: texts that a line --- parts; default: a registered claim of the prompt"},
    {"seed", 's', OPTION_U64, "N", OPTION(seed), "1", 0, UINT64_MAX, NULL, "of the order in which webhooks come"},
};

static const struct command command_fakes = {
    .name = "fakes",
    .summary = "providers for a rehearsal: WhatsApp with phones behind it, and models",
    .details =
        "Servers on loopback that answer as Meta's Graph API, 360dialog, OpenAI and Anthropic do, with their limits and their "
        "errors. What a phone got, which status was sent and what a model was asked is printed, with --json as JSON lines.\n\n"
        "A contact writes with POST /_fake/say {\"from\", \"text\", \"number\"}: the webhook is signed and delivered until it is "
        "answered 200. GET /_fake/phone/NUMBER tells what a phone shows. POST /_fake/faults lets the next or every Nth request "
        "fail, POST /_fake/weather says how deliveries come, GET /_fake/state counts.",
    .examples = "  APP_SECRET=try parley fakes --listen 127.0.0.1:8090 --webhook http://127.0.0.1:8080/api/v1/webhook/whatsapp "
                "--app-secret "
                "env:APP_SECRET\n"
                "  curl -d '{\"from\":\"+447700900123\",\"text\":\"do you charge a fee?\",\"number\":\"100000000000001\"}' "
                "http://127.0.0.1:8090/_fake/say\n"
                "  curl http://127.0.0.1:8090/_fake/phone/447700900123\n"
                "  curl -d '{\"code\":131048,\"number\":\"100000000000001\"}' http://127.0.0.1:8090/_fake/faults\n",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct fakes_options),
    .run = run_fakes,
};

static const struct command *const commands[] = {&command_fakes};
const struct command_table fakes_commands = {commands, COUNT_OF(commands), NULL};
