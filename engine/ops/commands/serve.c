#define _POSIX_C_SOURCE 200809L

#include "commands.h"
#include "keeping.h"

#include <errno.h>
#include <parley/chat_channel.h>
#include <parley/json_write.h>
#include <parley/lanes.h>
#include <parley/pack_dir.h>
#include <parley/size.h>
#include <parley/system.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH_MAX = 256, READ_MAX = 1 << 20, POLL_MS = 500, TURNS_MAX = 512, LINE_MAX_BYTES = 256 << 10 };

struct serve_options {
    struct slice store, key;
    struct slice_list packs;
    uint64_t lanes, lease_s;
};

struct lane_parts {
    struct store *store;
    struct named_model models[1];
};

struct serving {
    const struct invocation *in;
    const struct serve_options *options;
    struct audit_key master;
    struct runtime_tenant *tenants;
    struct slice *names;
    size_t tenant_count;
    struct store *store; /* of the thread that reads */
    struct channel *chat;
    struct lanes *lanes;
    struct lane_parts parts[LANES_MAX];
    struct arena scratch;
    char *text; /* what was read and has no newline yet */
    size_t len;
    unsigned line; /* of standard input */
    uint64_t bad;
    bool too_long; /* the rest of a line that is too long is skipped */
};

/* -- a lane -------------------------------------------------------------------------------------------------------------------
 */

static void close_parts(struct lane_parts *p)
{
    p->models[0].model->ops->close(p->models[0].model);
    p->store->ops->close(p->store);
}

static struct runtime *open_lane(void *context, size_t lane, struct error *e)
{
    struct serving *s = context;
    struct lane_parts *p = &s->parts[lane];
    p->store = s->in->plugged->store_open(s->options->store, &s->master, false, e);
    if (p->store == NULL)
        return NULL;
    p->models[0] = (struct named_model){"script", s->in->plugged->script_model()};
    struct runtime_setup setup = {.store = p->store,
                                  .clock = system_clock(),
                                  .alert = system_alert(),
                                  .notebook = system_notebook(),
                                  .models = p->models,
                                  .model_count = COUNT_OF(p->models),
                                  .tenants = s->tenants,
                                  .tenant_count = s->tenant_count,
                                  .lease = DURATION_S(s->options->lease_s),
                                  .unknown_patience = DURATION_S(900),
                                  .turns_max = TURNS_MAX};
    setup.channels[CHANNEL_CHAT] = s->chat;
    struct runtime *r = runtime_create(&setup, e);
    if (r == NULL)
        close_parts(p);
    return r;
}

static void close_lane(void *context, size_t lane, struct runtime *r)
{
    struct serving *s = context;
    runtime_destroy(r);
    close_parts(&s->parts[lane]);
}

/* -- what comes in ------------------------------------------------------------------------------------------------------------
 */

static void put_line(struct serving *s, const char *kind, struct slice id, const char *key, struct slice value)
{
    struct buffer b;
    struct json_write w;
    struct error e;
    buffer_init(&b, &s->scratch, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "kind", kind);
    json_put_string(&w, "id", id);
    json_put_string(&w, key, value);
    json_object_end(&w);
    buffer_byte(&b, '\n');
    if (chat_channel_line(s->chat, buffer_slice(&b), &e) != OK)
        fprintf(s->in->err, "parley serve: %s\n", e.text);
}

static void refuse(struct serving *s, struct slice id, const struct error *e)
{
    s->bad++;
    fprintf(s->in->err, "%s\n", e->text);
    put_line(s, "refused", id, "error", slice_from(e->text));
}

static enum code tenant_named(struct tenant_id *out, const struct serving *s, struct slice name, struct place at, struct error *e)
{
    if (name.len == 0 && s->tenant_count == 1) {
        *out = s->tenants[0].id;
        return OK;
    }
    for (size_t i = 0; i < s->tenant_count; i++)
        if (slice_eq(name, s->names[i])) {
            *out = s->tenants[i].id;
            return OK;
        }
    return name.len == 0
               ? fail_at(e, BAD_INPUT, at, "tenant: is missing; several packs are served, so name one of them")
               : fail_at(e, BAD_INPUT, at, "tenant: \"" SLICE_FMT "\" is not served here; --pack names what is", SLICE_ARG(name));
}

static enum code read_line(struct inbound *out, struct serving *s, struct slice line, struct error *e)
{
    struct slice tenant = SLICE_NONE;
    struct place at = {SLICE("stdin"), s->line, 1};
    struct clock *clock = system_clock();
    enum code code = chat_line_read(out, &tenant, &s->scratch, line, at, e);
    if (code == OK)
        code = tenant_named(&out->tenant, s, tenant, at, e);
    if (code != OK)
        return code;
    struct slice text = private_reveal(out->text, REVEAL_STORE);
    if (text.len > TEXT_MAX)
        return fail_at(e, BAD_INPUT, at, "text: has %zu bytes; %d at most", text.len, TEXT_MAX);
    out->text = private_hide(text_clean(&s->scratch, text));
    out->sent_at = out->received_at = clock->ops->wall(clock);
    return OK;
}

/* One group commit; only then the other side hears that it was accepted. */
static enum code accept(struct serving *s, const struct inbound *batch, size_t count, struct error *e)
{
    enum accept_result results[BATCH_MAX];
    enum code code = s->store->ops->accept(s->store, batch, count, results, e);
    if (code != OK)
        return error_within(e, code, "could not accept %zu messages", count);
    if (s->lanes != NULL)
        lanes_wake(s->lanes);
    for (size_t i = 0; i < count; i++)
        put_line(s, "accepted", batch[i].provider_id, "result", results[i] == ACCEPT_NEW ? SLICE("new") : SLICE("duplicate"));
    return OK;
}

static bool take_line(struct slice *line, struct serving *s, size_t *used, bool ended)
{
    struct slice rest = {s->text + *used, s->len - *used};
    const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
    if (end == NULL && (!ended || rest.len == 0))
        return false;
    *line = (struct slice){rest.at, end != NULL ? (size_t)(end - rest.at) : rest.len};
    *used += line->len + (end != NULL);
    s->line++;
    return true;
}

static enum code take_lines(struct serving *s, bool ended, struct error *e)
{
    struct inbound batch[BATCH_MAX];
    struct slice line;
    size_t count = 0, used = 0;
    enum code code = OK;
    while (code == OK && take_line(&line, s, &used, ended)) {
        struct error bad = {0};
        bool skip = s->too_long;
        s->too_long = false;
        line = slice_trim(line);
        if (skip || line.len == 0)
            continue;
        if (read_line(&batch[count], s, line, &bad) != OK)
            refuse(s, batch[count].provider_id, &bad);
        else if (++count == BATCH_MAX) {
            code = accept(s, batch, count, e);
            count = 0;
        }
    }
    if (code == OK && count > 0)
        code = accept(s, batch, count, e);
    s->len -= used;
    memmove(s->text, s->text + used, s->len);
    arena_reset(&s->scratch);
    return code;
}

static void drop_long_line(struct serving *s)
{
    struct error e;
    fail_at(&e, BAD_INPUT, (struct place){SLICE("stdin"), s->line + 1, 1}, "a line has %d bytes at most", LINE_MAX_BYTES);
    if (!s->too_long)
        refuse(s, SLICE_NONE, &e);
    s->too_long = true;
    s->len = 0;
}

/* Until the input ends or somebody asks to stop. */
static enum code listen(struct serving *s, bool *ended, struct error *e)
{
    enum code code = OK;
    *ended = false;
    while (code == OK && !*ended && !interrupted()) {
        struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
        if (poll(&p, 1, POLL_MS) <= 0)
            continue;
        ssize_t n = read(STDIN_FILENO, s->text + s->len, READ_MAX - s->len);
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            return fail(e, IO_FAILED, "could not read standard input: %s", strerror(errno));
        *ended = n == 0;
        s->len += n > 0 ? (size_t)n : 0;
        code = take_lines(s, *ended, e);
        if (s->len > LINE_MAX_BYTES)
            drop_long_line(s);
    }
    return code;
}

/* -- the command --------------------------------------------------------------------------------------------------------------
 */

static int load_packs(struct serving *s, struct error *e)
{
    const struct slice_list *packs = &s->options->packs;
    struct clock *clock = system_clock();
    s->tenants = ARENA_NEW_ARRAY(s->in->arena, struct runtime_tenant, packs->count);
    s->names = ARENA_NEW_ARRAY(s->in->arena, struct slice, packs->count);
    for (size_t i = 0; i < packs->count; i++) {
        struct problems *problems = ARENA_NEW(s->in->arena, struct problems),
                        *warnings = ARENA_NEW(s->in->arena, struct problems);
        struct pack pack;
        problems_init(problems, s->in->arena);
        problems_init(warnings, s->in->arena);
        if (pack_load(&pack, s->in->arena, packs->at[i], clock->ops->wall(clock), NULL, problems, warnings, e) != OK) {
            command_problems(s->in, problems);
            return command_fail(s->in, EXIT_STATUS_USAGE, e);
        }
        if (DURATION_S(s->options->lease_s).ns <= pack.tenant->coalesce_longest.ns) {
            fail(e, BAD_INPUT,
                 "--lease: %llu s is not longer than the %llu ms for which " SLICE_FMT
                 " waits for the rest of a burst (coalesce.longest): a turn would lose its lease before it begins",
                 (unsigned long long)s->options->lease_s, (unsigned long long)(pack.tenant->coalesce_longest.ns / 1000000),
                 SLICE_ARG(pack.tenant->id));
            return command_fail(s->in, EXIT_STATUS_USAGE, e);
        }
        if (s->store->ops->tenant_put(s->store, &s->tenants[i].id, pack.tenant->id, NULL, e) != OK)
            return command_fail(s->in, EXIT_STATUS_INTERNAL, e);
        s->tenants[i].rules = pack.rules;
        s->names[i] = pack.tenant->id;
        s->tenant_count++;
    }
    return EXIT_STATUS_PASS;
}

static int serve(struct serving *s)
{
    struct error e = {0};
    bool ended;
    int status = load_packs(s, &e);
    if (status != EXIT_STATUS_PASS)
        return status;
    struct lanes_setup setup = {system_clock(), s->options->lanes, s, open_lane, close_lane};
    s->lanes = lanes_start(&setup, &e);
    if (s->lanes == NULL)
        return command_fail(s->in, EXIT_STATUS_INTERNAL, &e);
    put_line(s, "ready", SLICE_NONE, "store", s->options->store);
    enum code code = listen(s, &ended, &e);
    if (ended && code == OK)
        lanes_drain(s->lanes);
    else
        lanes_stop(s->lanes);
    if (code != OK)
        return command_fail(s->in, EXIT_STATUS_INTERNAL, &e);
    return interrupted() ? EXIT_STATUS_INTERRUPTED : s->bad > 0 ? EXIT_STATUS_USAGE : EXIT_STATUS_PASS;
}

static int run(const struct invocation *in)
{
    const struct serve_options *o = in->options;
    struct serving s = {.in = in, .options = o};
    struct error e = {0};
    if (o->packs.count == 0) {
        fail(&e, BAD_INPUT, "--pack: is missing; name the directory of a tenant's pack");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    interrupts_watch();
    signal(SIGPIPE, SIG_IGN); /* a reader that goes away is told by the write */
    int status = keeping_open(&s.store, &s.master, in, o->store, o->key, KEEPING_MAKE);
    if (status != EXIT_STATUS_PASS)
        return status;
    arena_init(&s.scratch, (size_t)256 << 20);
    s.text = malloc(READ_MAX);
    must(s.text != NULL);
    s.chat = chat_channel_create(STDOUT_FILENO);
    status = serve(&s);
    s.chat->ops->close(s.chat);
    s.store->ops->close(s.store);
    bytes_wipe(&s.master, sizeof s.master);
    arena_finish(&s.scratch);
    free(s.text);
    return status;
}

#define AT(member) offsetof(struct serve_options, member)
static const struct option_row options[] = {
    KEEPING_OPTIONS(struct serve_options),
    {"pack", 'p', OPTION_TEXTS, "DIR", AT(packs), NULL, 0, 0, NULL, "a tenant's pack; may be given several times"},
    {"lanes", 0, OPTION_U64, "N", AT(lanes), "2", 1, LANES_MAX, NULL, "threads that run turns"},
    {"lease", 0, OPTION_U64, "SECONDS", AT(lease_s), "60", 1, 3600, NULL,
     "how long a conversation waits for a process that was killed; longer than a turn"},
};

const struct command command_serve = {
    .name = "serve",
    .summary = "run the engine on a durable store; the chat channel is on standard input and output",
    .details =
        "Reads {\"id\", \"from\", \"text\", \"tenant\"?} a line and answers {\"kind\": \"accepted\", \"id\", \"result\": "
        "\"new|duplicate\"} once the message is on the disk.\n"
        "Replies come as {\"kind\": \"message\", \"key\", \"to\", \"purpose\", \"text\"}, each key once. A line that cannot be "
        "read "
        "is answered with {\"kind\": \"refused\"} and a place on standard error.\n"
        "At the end of the input open conversations are answered, then the program ends. After a kill, start it again on "
        "the same store: what was accepted is answered, and what may have been sent is not sent again but shown to a person.",
    .examples =
        "  parley serve --store ./store --pack engine/packs/dynamo-dave\n"
        "  echo '{\"id\":\"m1\",\"from\":\"+447700900001\",\"text\":\"how much do you charge?\"}' | parley serve --store ./store "
        "--pack engine/packs/dynamo-dave",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct serve_options),
    .run = run,
};
