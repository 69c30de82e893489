#include "sim.h"

/* What people do just while the engine is in the middle of something: a model is drafting for a contact, or a send waits for its
 * next attempt. By the clock alone it would hardly ever happen. */

struct meanwhile {
    struct simulation *sim;
    struct tenant_id tenant;
    struct contact_id contact;
};

static void stop(void *context, uint64_t what)
{
    struct meanwhile *m = context;
    (void)what;
    bool everything = sim_draw(m->sim, "everything", m->contact.n, m->sim->timeline.now_ns, 3) == 0;
    people_stop_for(m->sim, everything ? (struct tenant_id){0} : m->tenant,
                    SIM_S(30 + sim_draw(m->sim, "stopped", m->contact.n, m->sim->timeline.now_ns, 900)));
}

static void opt_out(void *context, uint64_t what)
{
    struct meanwhile *m = context;
    struct store *d = sim_desk(m->sim);
    const struct consent_change change = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("console, agent 4")};
    struct error e;
    (void)what;
    if (d->ops->consent(d, m->contact, &change, sim_now(m->sim), &e) != OK)
        return;
    ledger_consent(m->sim->ledger, m->contact, &change);
    sim_tell(m->sim, "an agent opts contact %llu out", (unsigned long long)m->contact.n);
}

static void erase(void *context, uint64_t what)
{
    struct meanwhile *m = context;
    (void)what;
    people_erase(m->sim, m->contact);
}

static void reload(void *context, uint64_t what)
{
    struct meanwhile *m = context;
    (void)what;
    for (size_t i = 0; i < m->sim->plan.nodes; i++)
        node_reloads(&m->sim->nodes[i], m->tenant.n - 1);
}

void meanwhile(struct simulation *s, uint64_t entity, struct tenant_id tenant, struct contact_id contact, uint64_t within_ns)
{
    static const struct {
        enum fault fault;
        moment_call *call;
    } deeds[] = {{FAULT_STOPPED_MEANWHILE, stop},
                 {FAULT_OPTED_OUT_MEANWHILE, opt_out},
                 {FAULT_ERASED_MEANWHILE, erase},
                 {FAULT_RELOADED_MEANWHILE, reload}};
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        if (!fault_strikes(&s->faults, deeds[i].fault, entity))
            continue;
        struct meanwhile *m = ARENA_NEW(&s->arena, struct meanwhile);
        *m = (struct meanwhile){s, tenant, contact};
        uint64_t ms = within_ns / SIM_MS(1);
        timeline_plan(&s->timeline, s->timeline.now_ns + SIM_MS(fault_size(&s->faults, deeds[i].fault, entity, ms ? ms : 1)),
                      deeds[i].call, m, 0);
    }
}
