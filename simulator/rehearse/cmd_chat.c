#include <parley/rehearse_commands.h>

#include <parley/pack_dir.h>
#include <parley/script_model.h>
#include <parley/size.h>
#include <parley/system.h>
#include <parley/transcript.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct chat_options {
    struct slice pack, channel, at;
    bool open, brief;
};

struct chat {
    const struct invocation *in;
    const struct chat_options *options;
    struct transcript transcript;
    size_t printed;
};

static const char *paint(const struct chat *c, const char *code)
{
    return c->in->color ? code : "";
}

#define DIM "\x1b[2m"
#define BOLD "\x1b[1m"
#define RED "\x1b[31m"
#define GREEN "\x1b[32m"
#define BLUE "\x1b[34m"
#define PLAIN "\x1b[0m"

/* Each sentence with what allows it. */
static void print_message(const struct chat *c, const struct entry *e)
{
    struct slice rest = e->text, line;
    fprintf(c->in->out, "\n");
    while (slice_next(&line, &rest, '\n'))
        if (line.len > 0)
            fprintf(c->in->out, "  %s" SLICE_FMT "%s\n", paint(c, BOLD), SLICE_ARG(line), paint(c, PLAIN));
    if (c->options->brief)
        return;
    struct slice said = e->said, id;
    while (slice_next(&id, &said, ' '))
        if (id.len > 0)
            fprintf(c->in->out, "     %s" SLICE_FMT "%s\n", paint(c, slice_starts(id, SLICE("claim:")) ? GREEN : BLUE),
                    SLICE_ARG(id), paint(c, PLAIN));
}

static void print_turn(const struct chat *c, const struct entry *e)
{
    if (c->options->brief)
        return;
    for (size_t i = 0; i < e->reason_count; i++) {
        bool blocked = slice_has(e->reasons[i], SLICE(" block"));
        fprintf(c->in->out, "     %s" SLICE_FMT "%s\n", paint(c, blocked ? RED : DIM), SLICE_ARG(e->reasons[i]), paint(c, PLAIN));
    }
    if (e->ticket != TICKET_NONE)
        fprintf(c->in->out, "     %sticket opened for a person: %s%s\n", paint(c, BLUE), ticket_reason_name(e->ticket),
                paint(c, PLAIN));
    if (e->text.len == 0)
        fprintf(c->in->out, "     %snothing is sent (%s, %s holds the conversation)%s\n", paint(c, DIM), outcome_name(e->outcome),
                holder_name(e->holder), paint(c, PLAIN));
}

static void print_json(const struct chat *c, const struct entry *e)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, c->in->arena, 1 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "kind", e->kind == ENTRY_SHOWN ? "bot" : "turn");
    json_put_string(&w, "text", e->text);
    json_put_string(&w, "said", e->said);
    json_key(&w, "reasons");
    json_array_begin(&w);
    for (size_t i = 0; i < e->reason_count; i++)
        json_add_string(&w, e->reasons[i]);
    json_array_end(&w);
    json_object_end(&w);
    fprintf(c->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static void print_new(struct chat *c)
{
    for (; c->printed < c->transcript.entries.count; c->printed++) {
        const struct entry *e = &c->transcript.entries.at[c->printed];
        if (c->in->json && e->kind != ENTRY_CUSTOMER)
            print_json(c, e);
        else if (e->kind == ENTRY_SHOWN)
            print_message(c, e);
        else if (e->kind == ENTRY_TURN)
            print_turn(c, e);
    }
    fflush(c->in->out);
}

static void shown(void *context, const struct shown *s)
{
    transcript_shown(&((struct chat *)context)->transcript, s);
}

static void said(void *context, const struct inbound *in)
{
    transcript_customer(&((struct chat *)context)->transcript, in->received_at, private_reveal(in->text, REVEAL_REPORT));
}

static void turn_done(void *context, const struct turn *t, const struct work *w, const struct commit *k, struct wall at)
{
    (void)w;
    transcript_turn(&((struct chat *)context)->transcript, t, k, at);
}

static int load(struct pack *pack, const struct invocation *in, struct slice directory)
{
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct error e = {0};
    struct clock *clock = system_clock();
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    if (pack_load(pack, in->arena, directory, clock->ops->wall(clock), NULL, problems, warnings, &e) == OK)
        return EXIT_STATUS_PASS;
    if (problems->count > 0)
        command_problems(in, problems);
    return command_fail(in, EXIT_STATUS_USAGE, &e);
}

static void talk(struct chat *c, struct world *w, enum channel_kind channel)
{
    static const struct slice address = SLICE_INIT("+447700900000");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    bool person = isatty(STDIN_FILENO) != 0 && !c->in->json;
    for (;;) {
        if (person)
            fprintf(c->in->out, "\n%syou>%s ", paint(c, GREEN), paint(c, PLAIN));
        fflush(c->in->out);
        if (interrupted() || (len = getline(&line, &room, stdin)) < 0)
            break;
        struct slice text = slice_trim((struct slice){line, (size_t)len});
        if (slice_eq(text, SLICE("/quit")))
            break;
        if (text.len == 0 || text.len > TEXT_MAX)
            continue;
        text = text_clean(c->in->arena, text);
        if (!person && !c->in->json)
            fprintf(c->in->out, "\nyou> " SLICE_FMT "\n", SLICE_ARG(text));
        world_customer_says(w, DURATION_S(2), channel, address, text);
        world_run(w, DURATION_S(86400));
        print_new(c);
    }
    free(line);
}

static int run(const struct invocation *in)
{
    const struct chat_options *o = in->options;
    struct chat c = {.in = in, .options = o};
    struct pack pack;
    struct error e = {0};
    enum channel_kind channel;
    struct clock *clock = system_clock();
    struct wall begin = clock->ops->wall(clock);
    if (!channel_kind_parse(&channel, o->channel)) {
        fail(&e, BAD_INPUT, "--channel: \"" SLICE_FMT "\" is not a channel; write whatsapp, webchat, email, voice or chat",
             SLICE_ARG(o->channel));
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    if (o->at.len > 0 && !wall_parse(&begin, o->at)) {
        fail(&e, BAD_INPUT, "--at: \"" SLICE_FMT "\" is not a time; write 2026-11-20T22:04:05Z", SLICE_ARG(o->at));
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    int status = load(&pack, in, o->pack);
    if (status != EXIT_STATUS_PASS)
        return status;
    interrupts_watch();
    struct model *script = script_model_create();
    struct named_model models[] = {{"script", script}};
    struct world_setup setup = {.seed = 1,
                                .begin = begin,
                                .rules = pack.rules,
                                .models = models,
                                .model_count = 1,
                                .delivery = DURATION_MS(300),
                                .context = &c,
                                .said = said,
                                .shown = shown,
                                .turn_done = turn_done};
    struct world *w = world_create(&setup);
    transcript_begin(&c.transcript, in->arena, begin, channel);
    if (!in->json)
        fprintf(in->out,
                "%s" SLICE_FMT " (" SLICE_FMT "), brain " SLICE_FMT
                ". Say something; /quit ends. Below each reply: what allowed it.%s\n",
                paint(&c, DIM), SLICE_ARG(pack.brain->voice_name), SLICE_ARG(pack.tenant->name),
                SLICE_ARG(slice_sub(pack.brain->version, 0, 12)), paint(&c, PLAIN));
    if (o->open) {
        struct opening opening = {.channel = channel,
                                  .address = private_hide(SLICE("+447700900000")),
                                  .reference = SLICE("chat"),
                                  .consent = {CONSENT_GIVEN, begin, SLICE("given in the terminal"), SLICE("terminal")}};
        world_open(w, DURATION_S(1), &opening);
        world_run(w, DURATION_S(3600));
        print_new(&c);
    }
    talk(&c, w, channel);
    world_destroy(w);
    script->ops->close(script);
    return EXIT_STATUS_PASS;
}

#define AT(member) offsetof(struct chat_options, member)
static const struct option_row options[] = {
    {"pack", 'p', OPTION_TEXT, "DIR", AT(pack), "engine/packs/dynamo-dave", 0, 0, NULL, "the brain to talk to"},
    {"channel", 0, OPTION_TEXT, "NAME", AT(channel), "webchat", 0, 0, NULL,
     "as which channel: whatsapp, webchat, email, voice, chat"},
    {"open", 0, OPTION_FLAG, NULL, AT(open), NULL, 0, 0, NULL, "let the tenant write first, with consent on record"},
    {"at", 0, OPTION_TEXT, "TIME", AT(at), NULL, 0, 0, NULL, "pretend that it is this time: 2026-11-20T22:04:05Z"},
    {"brief", 0, OPTION_FLAG, NULL, AT(brief), NULL, 0, 0, NULL, "the replies alone, without the reasons"},
};

static const struct command chat = {
    .name = "chat",
    .summary = "talk to a brain in the terminal, with the reasons beside each reply",
    .details = "The real engine core, the script model and a store in memory; nothing leaves this machine and nothing is kept. "
               "Lines come from the terminal or from\n"
               "standard input. Under each reply stand the claims and signed lines it rests on, and the steps that led to it.",
    .examples = "  parley chat\n  parley chat --open --at 2026-11-20T10:00:00Z\n  printf 'how much do you charge?\\nstop\\n' | "
                "parley chat --brief",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct chat_options),
    .run = run,
};

static const struct command *const commands[] = {&chat};
const struct command_table rehearse_commands = {commands, COUNT_OF(commands), NULL};
