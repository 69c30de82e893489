#define _POSIX_C_SOURCE 200809L

#include "commands.h"
#include "serving.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { TURNS_MAX = 512 };

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
                                  .unknown_patience = DURATION_S(s->options->patience_s),
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

/* Nothing is lost: the store knows what was begun, and the next start on it carries on from there. */
static int tell_left(struct serving *s, struct runtime_left left)
{
    struct error e;
    fail(&e, UNAVAILABLE,
         "stopped while the store was away: %zu messages whose end could not be written down and %zu open conversations stay in "
         "it "
         "as they were begun; the next start recovers them",
         left.sends, left.turns);
    return command_fail(s->in, EXIT_STATUS_TARGET_DOWN, &e);
}

static int serve(struct serving *s)
{
    struct error e = {0};
    bool ended;
    int status = load_packs(s, &e);
    if (status != EXIT_STATUS_PASS)
        return status;
    struct lanes_setup setup = {.clock = system_clock(),
                                .count = s->options->lanes,
                                .context = s,
                                .open = open_lane,
                                .close = close_lane,
                                .hurried = interrupted};
    s->lanes = lanes_start(&setup, &e);
    if (s->lanes == NULL)
        return command_fail(s->in, EXIT_STATUS_INTERNAL, &e);
    serving_tell(s, "ready", SLICE_NONE, "store", s->options->store);
    enum code code = serving_listen(s, &ended, &e);
    chat_channel_deaf(s->chat);
    bool drains = ended && code == OK && !s->options->receipts; /* with them nothing that left now could ever be acknowledged */
    struct runtime_left left = drains ? lanes_drain(s->lanes) : lanes_stop(s->lanes);
    if (code != OK)
        return command_fail(s->in, EXIT_STATUS_INTERNAL, &e);
    if (left.turns + left.sends > 0)
        return tell_left(s, left);
    return interrupted() ? EXIT_STATUS_INTERRUPTED : s->bad > 0 ? EXIT_STATUS_USAGE : EXIT_STATUS_PASS;
}

static int run(const struct invocation *in)
{
    const struct serve_options *o = in->options;
    struct serving s = {.in = in, .options = o};
    struct error e = {0};
    if (o->config.len > 0)
        return in->plugged->live(in, o->config, false);
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
    struct chat_setup chat = {STDOUT_FILENO, system_clock(), DURATION_S(o->receipts ? o->deadline_s : 0)};
    s.chat = chat_channel_create(&chat);
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
    {"config", 'c', OPTION_TEXT, "FILE", AT(config), NULL, 0, 0, NULL,
     "serve over HTTP what this file says: WhatsApp, web chat, the API; the other options do not count then"},
    {"pack", 'p', OPTION_TEXTS, "DIR", AT(packs), NULL, 0, 0, NULL, "a tenant's pack; may be given several times"},
    {"lanes", 0, OPTION_U64, "N", AT(lanes), "2", 1, LANES_MAX, NULL, "threads that run turns"},
    {"lease", 0, OPTION_U64, "SECONDS", AT(lease_s), "60", 1, 3600, NULL,
     "how long a conversation waits for a process that was killed; longer than a turn"},
    {"receipts", 0, OPTION_FLAG, NULL, AT(receipts), NULL, 0, 0, NULL,
     "the other side answers each message with a receipt; a line that was written is not accepted yet"},
    {"receipt-deadline", 0, OPTION_U64, "SECONDS", AT(deadline_s), "10", 1, 3600, NULL,
     "a message without a receipt for so long is unknown: it is not sent again"},
    {"patience", 0, OPTION_U64, "SECONDS", AT(patience_s), "900", 1, 86400, NULL,
     "an unknown message that no receipt settles for so long goes to a person"},
};

const struct command command_serve = {
    .name = "serve",
    .summary = "run the engine on a durable store; the chat channel is on standard input and output",
    .details =
        "Reads {\"id\", \"from\", \"text\", \"tenant\"?} a line and answers {\"kind\": \"accepted\", \"id\", \"result\": "
        "\"new|duplicate\"} once the message is on the disk.\n"
        "{\"kind\": \"later\"} says that the store is away or full: bring the message again.\n"
        "Replies come as {\"kind\": \"message\", \"key\", \"attempt\", \"to\", \"purpose\", \"text\"}, each key once. A line "
        "that "
        "cannot be read is answered with {\"kind\": \"refused\"} and a place on standard error.\n"
        "With --receipts each reply is answered by {\"kind\": \"shown\", \"key\"}, {\"kind\": \"refused\", \"key\", "
        "\"attempt\"?, "
        "\"reason\"?} or {\"kind\": \"retry\", \"key\", \"attempt\"?, \"after_ms\"?}. Silence is unknown: the reply is not sent "
        "again, a receipt that comes late, or after a restart, settles it, and in the end a person does. \"attempt\" is the one "
        "that was read, 1 when it is left out.\n"
        "At the end of the input open conversations are answered, then the program ends; with receipts they wait in the store, "
        "as "
        "nobody could acknowledge an answer. After a kill, start it again on "
        "the same store: what was accepted is answered, and what may have been sent is not sent again but shown to a person.\n"
        "A reply that is refused for good opens a ticket. \"retry\" is tried again after after_ms, and no sooner than the "
        "engine's own pauses allow, "
        "which grow from a second to ten minutes; at the end of the tenant's window it is refused.\n"
        "On SIGTERM it ends within half a minute, whoever has the store: what could not be written down is told in one line, "
        "with "
        "status 103, and the next start carries on from there.",
    .examples =
        "  parley serve --store ./store --pack engine/packs/dynamo-dave\n"
        "  echo '{\"id\":\"m1\",\"from\":\"+447700900001\",\"text\":\"how much do you charge?\"}' | parley serve --store ./store "
        "--pack engine/packs/dynamo-dave",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct serve_options),
    .run = run,
};
