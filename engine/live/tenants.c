#include "parts.h"

static struct slice disclosure_of(const struct pack *pack)
{
    for (size_t i = 0; i < pack->brain->line_count; i++)
        if (pack->brain->lines[i].purpose == LINE_DISCLOSURE)
            return pack->brain->lines[i].text;
    return SLICE("You are writing with an automated assistant.");
}

/* The models of this process; and a rehearsal answers each message by itself when it is told to: attack tools say one thing and
 * wait. */
static const struct rules *rules_here(const struct live *l, const struct rules *rules)
{
    struct rules *own = ARENA_NEW(l->in->arena, struct rules);
    struct tenant *tenant = ARENA_NEW(l->in->arena, struct tenant);
    *own = *rules;
    *tenant = *rules->tenant;
    if (l->config.answers_at_once)
        tenant->coalesce_gap = DURATION_MS(0);
    own->tenant = tenant;
    own->models_configured = l->model_names;
    return own;
}

static void name_models(struct live *l)
{
    l->model_names = ARENA_NEW_ARRAY(l->in->arena, const char *, l->config.model_count + 2);
    l->model_names[0] = "script";
    for (size_t i = 0; i < l->config.model_count; i++)
        l->model_names[i + 1] = arena_cstr(l->in->arena, l->config.models[i].setup.name);
}

static int load_pack(struct live *l, struct store *s, size_t i)
{
    const struct live_tenant *t = &l->config.tenants[i];
    struct problems *problems = ARENA_NEW(l->in->arena, struct problems), *warnings = ARENA_NEW(l->in->arena, struct problems);
    struct error e;
    struct pack pack;
    struct clock *clock = system_clock();
    problems_init(problems, l->in->arena);
    problems_init(warnings, l->in->arena);
    if (pack_load(&pack, l->in->arena, t->pack, clock->ops->wall(clock), NULL, problems, warnings, &e) != OK) {
        command_problems(l->in, problems);
        return command_fail(l->in, EXIT_STATUS_USAGE, &e);
    }
    if (l->config.lease.ns <= pack.tenant->coalesce_longest.ns) {
        fail_at(&e, BAD_INPUT, t->at, "lease: is not longer than " SLICE_FMT " waits for the rest of a burst (coalesce.longest)",
                SLICE_ARG(pack.tenant->id));
        return command_fail(l->in, EXIT_STATUS_USAGE, &e);
    }
    struct runtime_tenant *r = &l->tenants[i];
    if (s->ops->tenant_put(s, &r->id, pack.tenant->id, NULL, &e) != OK)
        return command_fail(l->in, EXIT_STATUS_INTERNAL, &e);
    r->rules = rules_here(l, pack.rules);
    l->api_tenants[i] = (struct api_tenant){
        .id = r->id, .tenant = pack.tenant, .disclosure = disclosure_of(&pack), .sites = t->sites, .site_count = t->site_count};
    return EXIT_STATUS_PASS;
}

static void add_relay(struct live *l, size_t i)
{
    const struct live_tenant *t = &l->config.tenants[i];
    if (t->relay.path.at[0].len > 0)
        l->relays[l->relay_count++] = (struct api_relay){l->api_tenants[i].tenant->id, l->tenants[i].id, t->relay};
}

static int add_numbers(struct live *l)
{
    struct error e;
    struct whatsapp_number *all = ARENA_NEW_ARRAY(l->in->arena, struct whatsapp_number, l->number_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < l->config.tenant_count; i++)
        for (size_t k = 0; k < l->config.tenants[i].number_count; k++) {
            all[count] = l->config.tenants[i].numbers[k];
            all[count].tenant = l->tenants[i].id;
            l->numbers[count] = (struct api_number){all[count].id, l->tenants[i].id, all[count].provider == WHATSAPP_360DIALOG};
            count++;
        }
    struct whatsapp_numbers_setup setup = {.numbers = all, .count = count, .clock = system_clock()};
    enum code code = count > 0 ? whatsapp_numbers_create(&l->whatsapp, &setup, &e) : OK;
    return code == OK ? EXIT_STATUS_PASS : command_fail(l->in, EXIT_STATUS_USAGE, &e);
}

static int bind_keys(struct live *l)
{
    struct error e;
    for (size_t i = 0; i < l->config.key_count; i++) {
        struct slice name = l->config.key_tenants[i];
        for (size_t k = 0; k < l->config.tenant_count; k++)
            if (name.len > 0 && slice_eq(l->api_tenants[k].tenant->id, name))
                l->config.keys[i].tenant = l->tenants[k].id;
        if (name.len > 0 && l->config.keys[i].tenant.n == 0) {
            fail_at(&e, BAD_INPUT, l->config.key_tenants_at[i],
                    "api_keys.tenant: \"" SLICE_FMT "\" is none of the tenants' packs", SLICE_ARG(name));
            return command_fail(l->in, EXIT_STATUS_USAGE, &e);
        }
    }
    return EXIT_STATUS_PASS;
}

int live_tenants(struct live *l, struct store *s)
{
    size_t tenants = l->config.tenant_count;
    int status = EXIT_STATUS_PASS;
    name_models(l);
    l->number_count = 0;
    for (size_t i = 0; i < tenants; i++)
        l->number_count += l->config.tenants[i].number_count;
    l->tenants = ARENA_NEW_ARRAY(l->in->arena, struct runtime_tenant, tenants);
    l->api_tenants = ARENA_NEW_ARRAY(l->in->arena, struct api_tenant, tenants);
    l->relays = ARENA_NEW_ARRAY(l->in->arena, struct api_relay, tenants);
    l->numbers = ARENA_NEW_ARRAY(l->in->arena, struct api_number, l->number_count + 1);
    for (size_t i = 0; i < tenants && status == EXIT_STATUS_PASS; i++)
        if ((status = load_pack(l, s, i)) == EXIT_STATUS_PASS)
            add_relay(l, i);
    if (status == EXIT_STATUS_PASS)
        status = bind_keys(l);
    return status == EXIT_STATUS_PASS ? add_numbers(l) : status;
}
