#include "commands.h"
#include "keeping.h"

#include <parley/calendar.h>
#include <parley/json_write.h>
#include <parley/pack_dir.h>
#include <parley/size.h>
#include <parley/system.h>
#include <string.h>

enum { TENANTS_MAX = 4096, FILE_BYTES_MAX = 1 << 30 };

struct audit_options {
    struct slice store, key, tenant, file, head, address, by;
    uint64_t from, conversation;
    unsigned channel;
    bool reveal;
};

struct audit_run {
    const struct invocation *in;
    const struct audit_options *options;
    struct store *store;
    struct tenant_record tenant;
    struct arena scratch;
    struct audit_head head;   /* verified up to here */
    struct audit_head wanted; /* --head */
    bool met, wrote;
    struct error broken;
    uint64_t shown;
};

static int usage(const struct invocation *in, struct error *e)
{
    return command_fail(in, EXIT_STATUS_USAGE, e);
}

/* -- verify ---------------------------------------------------------------------------------------------------------------------
 */

static bool verify_one(struct audit_run *a, const struct audit_record *r)
{
    if (audit_verify(&a->head, r, &a->broken) != OK)
        return false;
    if (a->wanted.sequence == r->sequence)
        a->met = digest_eq(a->wanted.hash, r->hash);
    return true;
}

static bool visit_verify(void *context, const struct audit_record *r)
{
    return verify_one(context, r);
}

static enum code parse_head(struct audit_head *out, struct slice text, struct error *e)
{
    struct slice rest = text, number;
    if (slice_next(&number, &rest, ':') && slice_to_u64(&out->sequence, number) && out->sequence > 0 &&
        digest_from_hex(&out->hash, rest))
        return OK;
    return fail(e, BAD_INPUT, "--head: \"" SLICE_FMT "\" is not a head; write SEQUENCE:HASH as an earlier verify printed it",
                SLICE_ARG(text));
}

/* An intact chain, but shorter than a head that was seen before, was cut at its end. */
static bool verdict(struct audit_run *a, struct slice name)
{
    const struct invocation *in = a->in;
    if (a->broken.text[0] == '\0' && a->wanted.sequence > 0 && !a->met)
        fail(&a->broken, CORRUPT, "record %llu is not the one that was seen before: the chain was cut or written anew",
             (unsigned long long)a->wanted.sequence);
    bool good = a->broken.text[0] == '\0';
    struct slice hash = digest_hex(&a->scratch, a->head.hash);
    if (in->json) {
        struct buffer b;
        struct json_write w;
        buffer_init(&b, &a->scratch, 1 << 16);
        json_begin(&w, &b);
        json_object_begin(&w);
        json_put_string(&w, "tenant", name);
        json_put_bool(&w, "intact", good);
        json_put_u64(&w, "records", a->head.sequence);
        json_put_string(&w, "head",
                        arena_printf(&a->scratch, "%llu:" SLICE_FMT, (unsigned long long)a->head.sequence, SLICE_ARG(hash)));
        if (!good)
            json_put_cstr(&w, "error", a->broken.text);
        json_object_end(&w);
        fprintf(in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
    } else if (good)
        fprintf(in->out, "%sintact%s  " SLICE_FMT "  %llu records, head %llu:" SLICE_FMT "\n", in->color ? "\x1b[32m" : "",
                in->color ? "\x1b[0m" : "", SLICE_ARG(name), (unsigned long long)a->head.sequence,
                (unsigned long long)a->head.sequence, SLICE_ARG(hash));
    else
        fprintf(in->out, "%sBROKEN%s  " SLICE_FMT "  after record %llu: %s\n", in->color ? "\x1b[31m" : "",
                in->color ? "\x1b[0m" : "", SLICE_ARG(name), (unsigned long long)a->head.sequence, a->broken.text);
    return good;
}

static int verify_file(struct audit_run *a)
{
    const struct invocation *in = a->in;
    struct source_file file;
    struct error e = {0};
    struct slice rest, line;
    unsigned number = 0;
    if (file_read(&file, in->arena, a->options->file, FILE_BYTES_MAX, &e) != OK)
        return usage(in, &e);
    rest = file.bytes;
    while (a->broken.text[0] == '\0' && slice_next(&line, &rest, '\n')) {
        struct audit_record r;
        struct place at = {a->options->file, ++number, 1};
        if (slice_trim(line).len == 0)
            continue;
        if (audit_record_read(&r, &a->scratch, line, at, &e) != OK)
            return usage(in, &e);
        verify_one(a, &r);
        arena_reset(&a->scratch);
    }
    if (number == 0) {
        fail(&e, BAD_INPUT, SLICE_FMT ":1:1: holds no audit record; parley audit export writes them",
             SLICE_ARG(a->options->file));
        return usage(in, &e);
    }
    return verdict(a, a->options->file) ? EXIT_STATUS_PASS : EXIT_STATUS_VIOLATION;
}

static int verify_tenant(struct audit_run *a)
{
    struct error e = {0};
    struct audit_head end;
    a->head = (struct audit_head){0};
    a->broken = (struct error){0};
    a->met = false;
    enum code code = a->store->ops->audit_head(a->store, a->tenant.id, &end, &e);
    if (code == OK)
        code = a->store->ops->audit_each(a->store, a->tenant.id, 1, visit_verify, a, &e);
    if (code != OK && code != CORRUPT)
        return command_fail(a->in, EXIT_STATUS_INTERNAL, &e);
    if (code == CORRUPT && a->broken.text[0] == '\0')
        a->broken = e;
    if (a->broken.text[0] == '\0' && a->head.sequence < end.sequence)
        fail(&a->broken, CORRUPT, "records are missing before %llu", (unsigned long long)end.sequence);
    return verdict(a, a->tenant.name) ? EXIT_STATUS_PASS : EXIT_STATUS_VIOLATION;
}

/* -- show and export
 * -------------------------------------------------------------------------------------------------------------- */

static struct slice revealed(struct audit_run *a, const struct audit_record *r)
{
    struct audit_key key;
    struct slice plain = SLICE_NONE;
    struct error e;
    if (!a->options->reveal || r->sealed.len == 0)
        return SLICE_NONE;
    enum code code = a->store->ops->contact_key(a->store, r->contact, &key, &e);
    if (code == OK)
        code = audit_open_record(&plain, &a->scratch, r, &key, &e);
    bytes_wipe(&key, sizeof key);
    return code == OK ? plain : code == NOT_FOUND ? SLICE("erased") : SLICE("cannot be opened");
}

static bool is_asked(const struct audit_run *a, const struct audit_record *r)
{
    uint64_t wanted = a->options->conversation;
    return wanted == 0 || r->conversation.n == wanted;
}

static bool visit_show(void *context, const struct audit_record *r)
{
    struct audit_run *a = context;
    if (!is_asked(a, r))
        return true;
    struct slice when = wall_format(&a->scratch, r->at);
    struct slice sealed = revealed(a, r);
    fprintf(a->in->out, "%6llu  " SLICE_FMT "  %-12s", (unsigned long long)r->sequence, SLICE_ARG(when),
            audit_kind_name(r->kind));
    if (r->conversation.n != 0)
        fprintf(a->in->out, "  conversation %llu", (unsigned long long)r->conversation.n);
    if (r->turn.n != 0)
        fprintf(a->in->out, "  turn %llu", (unsigned long long)r->turn.n);
    if (r->rule.len > 0)
        fprintf(a->in->out, "  " SLICE_FMT, SLICE_ARG(r->rule));
    if (r->facts.len > 0)
        fprintf(a->in->out, "  " SLICE_FMT, SLICE_ARG(r->facts));
    fputc('\n', a->in->out);
    if (sealed.len > 0)
        fprintf(a->in->out, "        " SLICE_FMT "\n", SLICE_ARG(sealed));
    a->shown++;
    arena_reset(&a->scratch);
    return !interrupted();
}

static bool visit_export(void *context, const struct audit_record *r)
{
    struct audit_run *a = context;
    struct buffer b;
    if (!is_asked(a, r))
        return true;
    buffer_init(&b, &a->scratch, (size_t)64 << 20);
    audit_record_write(&b, r);
    fprintf(a->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
    a->shown++;
    arena_reset(&a->scratch);
    return !interrupted();
}

static int each(struct audit_run *a, audit_visit *visit)
{
    struct error e = {0};
    if (a->store->ops->audit_each(a->store, a->tenant.id, a->options->from, visit, a, &e) != OK)
        return command_fail(a->in, EXIT_STATUS_INTERNAL, &e);
    return interrupted() ? EXIT_STATUS_INTERRUPTED : EXIT_STATUS_PASS;
}

static int show_tenant(struct audit_run *a)
{
    return each(a, a->in->json ? visit_export : visit_show);
}

static int export_tenant(struct audit_run *a)
{
    return each(a, visit_export);
}

/* -- erase
 * ------------------------------------------------------------------------------------------------------------------------ */

static int erase_tenant(struct audit_run *a)
{
    const struct audit_options *o = a->options;
    struct contact contact;
    struct digest receipt;
    struct error e = {0};
    struct clock *clock = system_clock();
    enum code code =
        a->store->ops->contact_find(a->store, &contact, &a->scratch, a->tenant.id, (enum channel_kind)o->channel, o->address, &e);
    if (code == NOT_FOUND) {
        fail(&e, NOT_FOUND, "--address: " SLICE_FMT " knows nobody of this address on %s, or has erased them",
             SLICE_ARG(a->tenant.name), channel_kind_name((enum channel_kind)o->channel));
        return usage(a->in, &e);
    }
    if (code == OK)
        code = a->store->ops->erase(a->store, contact.id, o->by, clock->ops->wall(clock), &receipt, &e);
    if (code != OK)
        return command_fail(a->in, EXIT_STATUS_INTERNAL, &e);
    struct slice hex = digest_hex(&a->scratch, receipt);
    if (a->in->json)
        fprintf(a->in->out, "{\"tenant\":\"" SLICE_FMT "\",\"contact\":%llu,\"receipt\":\"" SLICE_FMT "\"}\n",
                SLICE_ARG(a->tenant.name), (unsigned long long)contact.id.n, SLICE_ARG(hex));
    else
        fprintf(a->in->out,
                "erased contact %llu of " SLICE_FMT
                ": the key is destroyed, nothing that it sealed can be read again\nreceipt " SLICE_FMT "\n",
                (unsigned long long)contact.id.n, SLICE_ARG(a->tenant.name), SLICE_ARG(hex));
    return EXIT_STATUS_PASS;
}

/* -- the command
 * ------------------------------------------------------------------------------------------------------------------ */

struct action {
    const char *name;
    int (*run)(struct audit_run *a);
    enum keeping how;
    bool one_tenant;
};
static const struct action actions[] = {{"verify", verify_tenant, KEEPING_LOOK, false},
                                        {"show", show_tenant, KEEPING_LOOK, false},
                                        {"export", export_tenant, KEEPING_LOOK, true},
                                        {"erase", erase_tenant, KEEPING_CHANGE, true}};

static const struct action *action_of(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (slice_eq(name, slice_from(actions[i].name)))
            return &actions[i];
    return NULL;
}

static int over_tenants(struct audit_run *a, const struct action *action)
{
    struct tenant_record *all = ARENA_NEW_ARRAY(a->in->arena, struct tenant_record, TENANTS_MAX);
    size_t count = 0, matched = 0;
    int status = EXIT_STATUS_PASS;
    struct error e = {0};
    if (a->store->ops->tenants(a->store, all, TENANTS_MAX, &count, a->in->arena, &e) != OK)
        return command_fail(a->in, EXIT_STATUS_INTERNAL, &e);
    if (action->one_tenant && a->options->tenant.len == 0 && count > 1) {
        fail(&e, BAD_INPUT, "--tenant: is missing; the store has %zu tenants, and parley audit %s works on one", count,
             action->name);
        return usage(a->in, &e);
    }
    for (size_t i = 0; i < count; i++) {
        if (a->options->tenant.len > 0 && !slice_eq(all[i].name, a->options->tenant))
            continue;
        matched++;
        a->tenant = all[i];
        int one = action->run(a);
        status = one == EXIT_STATUS_PASS ? status : one;
    }
    bool shows = action->run == show_tenant || action->run == export_tenant;
    if (shows && status == EXIT_STATUS_PASS && a->options->conversation > 0 && a->shown == 0) {
        fail(&e, NOT_FOUND, "--conversation: %llu has no record%s", (unsigned long long)a->options->conversation,
             a->options->from > 1 ? " from --from on" : " here");
        return usage(a->in, &e);
    }
    if (matched > 0)
        return status;
    fail(&e, NOT_FOUND, "--tenant: \"" SLICE_FMT "\" is not in this store", SLICE_ARG(a->options->tenant));
    return usage(a->in, &e);
}

static int run(const struct invocation *in)
{
    const struct audit_options *o = in->options;
    struct audit_run a = {.in = in, .options = o};
    struct audit_key master = {{0}};
    struct error e = {0};
    const struct action *action = action_of(in->operands[0]);
    if (action == NULL)
        fail(&e, BAD_INPUT, "\"" SLICE_FMT "\" is not something to do with an audit; write verify, show, export or erase",
             SLICE_ARG(in->operands[0]));
    else if (action->run == erase_tenant && (o->address.len == 0 || o->by.len == 0))
        fail(&e, BAD_INPUT, "%s: is missing; erase needs --address and --by, who asked for it",
             o->address.len == 0 ? "--address" : "--by");
    else if (o->head.len > 0 && action->run != verify_tenant)
        fail(&e, BAD_INPUT, "--head: belongs to verify");
    else if (o->head.len > 0)
        (void)!parse_head(&a.wanted, o->head, &e);
    if (e.text[0] != '\0')
        return usage(in, &e);
    interrupts_watch();
    arena_init(&a.scratch, (size_t)256 << 20);
    int status;
    if (o->file.len > 0 && action->run == verify_tenant)
        status = verify_file(&a);
    else if ((status = keeping_open(&a.store, &master, in, o->store, o->key, action->how)) == EXIT_STATUS_PASS) {
        status = over_tenants(&a, action);
        a.store->ops->close(a.store);
    }
    bytes_wipe(&master, sizeof master);
    arena_finish(&a.scratch);
    return status;
}

#define AT(member) offsetof(struct audit_options, member)
static const char *const channels[] = {"whatsapp", "webchat", "email", "voice", "chat", NULL};
_Static_assert(COUNT_OF(channels) == CHANNEL_KIND_COUNT + 1, "one name for every channel, in order");
static const struct option_row options[] = {
    KEEPING_OPTIONS(struct audit_options),
    {"tenant", 't', OPTION_TEXT, "NAME", AT(tenant), NULL, 0, 0, NULL, "this tenant alone"},
    {"conversation", 0, OPTION_U64, "N", AT(conversation), "0", 0, UINT64_MAX, NULL, "this conversation alone (show, export)"},
    {"from", 0, OPTION_U64, "N", AT(from), "1", 1, UINT64_MAX, NULL, "the first record to show or export"},
    {"reveal", 0, OPTION_FLAG, NULL, AT(reveal), NULL, 0, 0, NULL, "open what is sealed about people (show)"},
    {"file", 'f', OPTION_TEXT, "FILE", AT(file), NULL, 0, 0, NULL, "verify an export instead of a store; needs no key"},
    {"head", 0, OPTION_TEXT, "N:HASH", AT(head), NULL, 0, 0, NULL,
     "a head that was seen before: it must still be in the chain (verify)"},
    {"address", 0, OPTION_TEXT, "ADDRESS", AT(address), NULL, 0, 0, NULL, "whom to erase"},
    {"channel", 0, OPTION_CHOICE, "NAME", AT(channel), "whatsapp", 0, 0, channels, "the channel of --address"},
    {"by", 0, OPTION_TEXT, "WHO", AT(by), NULL, 0, 0, NULL, "who asked for the erasure; stands in the audit"},
};

const struct command command_audit = {
    .name = "audit",
    .summary = "verify, show and export the audit; erase a person",
    .operands = "verify|show|export|erase",
    .operand_min = 1,
    .operand_max = 1,
    .details =
        "verify  proves that no record was changed, dropped or put in: one chain of hashes per tenant. Keep the head that it "
        "prints; given back with --head it\n"
        "        also proves that nothing was cut off at the end.\n"
        "show    prints the records; what is about a person stays sealed unless --reveal.\n"
        "export  writes them as JSON Lines, which verify --file checks without the store and without a key.\n"
        "erase   destroys a contact's key. What it sealed can never be read again, opt-outs stay, the chain still verifies, and "
        "a receipt is printed.\n"
        "A broken chain ends with exit status 100.",
    .examples =
        "  parley audit verify --store ./store\n"
        "  parley audit show --store ./store --tenant dynamo-dave --conversation 1099511627777 --reveal\n"
        "  parley audit export --store ./store --tenant dynamo-dave > audit.jsonl && parley audit verify --file audit.jsonl\n"
        "  parley audit erase --store ./store --tenant dynamo-dave --address +447700900001 --by 'request 17'",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct audit_options),
    .run = run,
};
