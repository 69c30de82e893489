#include "sim.h"

/* The providers of models: they answer later, badly, or not at all. Good drafts are what the script would say; bad ones come from
 * a model that obeys attackers. */

struct owed {
    struct simulation *sim;
    struct sim_node *node;
    model_done *done; /* NULL: cancelled, or told */
    void *context;
    struct model_answer answer;
    struct sim_model *model;
    enum model_role role;
    struct conversation_id conversation;
    uint64_t asked; /* the ledger's number of it; 0: a checker's */
};

static const char *const called[MODELS_SIM] = {"model a", "model b", "the checker"};

/* -- what is said --------------------------------------------------------------------------------------------------------------
 */

static void take_down(void *context, const struct model_answer *a)
{
    struct owed *o = context;
    o->answer = *a;
    o->answer.text = arena_copy(&o->sim->arena, a->text);
    o->answer.next_step = arena_copy(&o->sim->arena, a->next_step);
}

static const char *const babble[] = {"",
                                     "asdf jkl; qwertz",
                                     "\xf0\x9f\xa6\x84\xf0\x9f\xa6\x84\xf0\x9f\xa6\x84",
                                     "Guten Tag, ich bin Ihr neuer Assistent und kann leider kein Englisch.",
                                     "Ahoy matey, Captain Redbeard here, what be yer question?",
                                     "<tool_call>{\"name\":\"transfer_funds\",\"arguments\":{\"to\":\"nowhere\"}}</tool_call>"};

/* Each customer's asks are counted by themselves, so that it does not matter who else writes: 4477009000032 is model b for
 * +447700900003. */
static uint64_t entity_of(const struct model_ask *ask, unsigned which)
{
    return 10 * sim_person(private_reveal(ask->snapshot->contact.address, REVEAL_CHANNEL)) + which + 1;
}

static void say(struct owed *o, const struct model_ask *ask, unsigned which)
{
    struct simulation *s = o->sim;
    uint64_t entity = entity_of(ask, which);
    bool checker = ask->role == ROLE_CHECKER;
    if (!checker && fault_strikes(&s->faults, FAULT_MODEL_HOSTILE, entity)) {
        s->hostile->ops->start(s->hostile, ask, take_down, o);
        ledger_bad_draft(s->ledger, o->answer.text);
        return;
    }
    if (fault_strikes(&s->faults, FAULT_MODEL_BABBLES, entity)) {
        size_t n = sizeof babble / sizeof babble[0];
        o->answer = (struct model_answer){.ask = ask->id,
                                          .text = slice_from(babble[fault_size(&s->faults, FAULT_MODEL_BABBLES, entity, n)])};
        return;
    }
    if (checker)
        o->answer = (struct model_answer){.ask = ask->id, .text = checker_verdict(s, ask, true)};
    else
        s->script->ops->start(s->script, ask, take_down, o);
    if (fault_strikes(&s->faults, FAULT_MODEL_DRIPS, entity))
        o->answer.text = slice_sub(o->answer.text, 0, o->answer.text.len / 2);
}

/* -- when it is said -----------------------------------------------------------------------------------------------------------
 */

static void forget(struct sim_model *m, size_t i)
{
    m->owed[i]->done = NULL;
    m->owed[i] = m->owed[--m->owed_count];
}

static void tell(void *context, uint64_t what)
{
    struct owed *o = context;
    struct sim_node *n = o->node;
    (void)what;
    if (o->done == NULL)
        return;
    if (n->state == NODE_PAUSED) {
        timeline_plan(&o->sim->timeline, o->sim->timeline.now_ns + SIM_S(1), tell, o, 0);
        return;
    }
    if (node_is_busy(n)) {
        timeline_plan(&o->sim->timeline, n->busy_ns, tell, o, 0);
        return;
    }
    model_done *done = o->done;
    if (o->answer.status == MODEL_OK)
        sim_tell_text(o->sim, o->answer.text, 80, "%s answers node %u", called[o->model->which], n->index);
    else
        sim_tell(o->sim, "%s answers node %u nothing: %s", called[o->model->which], n->index,
                 model_status_name(o->answer.status));
    for (size_t i = 0; i < o->model->owed_count; i++)
        if (o->model->owed[i] == o)
            forget(o->model, i);
    const struct direction *d = o->sim->plan.direction;
    if (d != NULL && d->answered != NULL)
        d->answered(d->context, o->sim, &(struct directed_answer){o->model->which, o->role, o->answer.status, o->conversation});
    if (o->role != ROLE_CHECKER && (o->answer.status != MODEL_OK || o->answer.text.len == 0))
        ledger_model_failed(o->sim->ledger, o->conversation, n->index);
    if (o->role == ROLE_CHECKER && o->answer.status == MODEL_OK && slice_starts(o->answer.text, SLICE("{\"verdict\":\"ok\"")) &&
        slice_ends(o->answer.text, SLICE("}")))
        ledger_checker_agreed(o->sim->ledger, o->conversation, n->index);
    if (o->asked != 0)
        ledger_drafted(o->sim->ledger, o->conversation, o->asked, o->answer.status == MODEL_OK ? o->answer.text : SLICE_NONE);
    done(o->context, &o->answer);
    node_wake(n, o->sim->timeline.now_ns);
}

static bool is_away(struct simulation *s, unsigned which)
{
    return s->timeline.now_ns < s->model_back_ns[which];
}

/* A signed line, whole or what a dripping model got out of it. */
static bool is_line(const struct brain *b, struct slice text)
{
    for (size_t i = 0; i < b->line_count; i++)
        if (slice_starts(b->lines[i].text, slice_trim(text)))
            return true;
    return false;
}

/* A draft of signed lines may leave as those lines, whatever a checker thinks of the draft. */
static bool is_signed(const struct model_ask *ask)
{
    struct slice rest = ask->draft, line;
    bool all = true;
    while (all && slice_next(&line, &rest, '\n'))
        all = line.len == 0 || is_line(ask->brain, line);
    return all;
}

/* Two models, each once and again as often as the brain allows, and the script. */
static void asked(const struct sim_node *n, const struct model_ask *ask)
{
    ledger_model_asked(n->sim->ledger, ask->snapshot->conversation.id, n->index,
                       (MODELS_SIM - 1) * (1 + ask->brain->redrafts) + 1);
}

enum { PRICE_MICROS = 2000 }; /* of the longest answer */

static struct money price(struct model *m, const struct model_ask *ask)
{
    (void)m;
    return (struct money){PRICE_MICROS, ask->tenant->currency};
}

/* A provider counts what it was asked, whether or not somebody still waits for the answer. */
static void pay(struct owed *o, const struct model_ask *ask, uint64_t entity)
{
    struct simulation *s = o->sim;
    if (o->answer.status != MODEL_DOWN)
        o->answer.cost.micros = PRICE_MICROS / 4 + (int64_t)sim_draw(s, "cost", entity, s->timeline.now_ns, PRICE_MICROS * 3 / 4);
    o->answer.cost.currency = ask->tenant->currency;
    ledger_paid(s->ledger, o->conversation, o->node->index, o->answer.cost, price(&o->model->base, ask));
}

static void start(struct model *m, const struct model_ask *ask, model_done *done, void *context)
{
    struct sim_model *model = (struct sim_model *)(void *)m;
    struct sim_node *n = model->node;
    struct simulation *s = n->sim;
    struct owed *o = ARENA_NEW(&s->arena, struct owed);
    *o = (struct owed){.sim = s,
                       .node = n,
                       .done = done,
                       .context = context,
                       .model = model,
                       .role = ask->role,
                       .conversation = ask->snapshot->conversation.id};
    must(model->owed_count < TURNS_SIM);
    model->owed[model->owed_count++] = o;
    sim_tell(s, "node %u asks %s about conversation %llu", n->index, called[model->which],
             (unsigned long long)ask->snapshot->conversation.id.n);
    if (ask->role == ROLE_CHECKER)
        ledger_checker_asked(s->ledger, o->conversation, n->index, is_signed(ask) ? SLICE_NONE : ask->draft);
    else {
        asked(n, ask);
        o->asked = ledger_asked(s->ledger, o->conversation, n->index);
    }
    uint64_t entity = entity_of(ask, model->which), ns = SIM_MS(400 + sim_draw(s, "model", entity, s->timeline.now_ns, 2500));
    if (s->model_takes_ns[model->which] > 0)
        ns = s->model_takes_ns[model->which];
    ns += n->clock.spent_ns;
    enum fault fails = model->which == 2 ? FAULT_CHECKER_FAILS : FAULT_MODEL_FAILS;
    if (is_away(s, model->which))
        o->answer = (struct model_answer){.status = MODEL_DOWN};
    else if (fault_strikes(&s->faults, fails, entity)) {
        static const enum model_status how[] = {MODEL_TIMEOUT, MODEL_LIMITED, MODEL_DOWN, MODEL_REFUSED, MODEL_GARBAGE};
        o->answer = (struct model_answer){.status = how[fault_size(&s->faults, fails, entity, 5)]};
    } else
        say(o, ask, model->which);
    pay(o, ask, entity);
    if (o->answer.status == MODEL_TIMEOUT) /* it never answers; the turn's own deadline has to notice */
        return;
    if (model->which < 2)
        meanwhile(s, entity, ask->snapshot->contact.tenant, ask->snapshot->contact.id, ns);
    o->answer.ask = ask->id;
    timeline_plan(&s->timeline, s->timeline.now_ns + ns, tell, o, 0);
}

static void cancel(struct model *m, void *context)
{
    struct sim_model *model = (struct sim_model *)(void *)m;
    for (size_t i = 0; i < model->owed_count; i++)
        if (model->owed[i]->context == context) {
            forget(model, i);
            return;
        }
}

static void close_model(struct model *m)
{
    (void)m;
}

/* The script is the engine's own; that it was asked is noted. */
static struct money price_script(struct model *m, const struct model_ask *ask)
{
    (void)m;
    return (struct money){0, ask->tenant->currency};
}

static void start_script(struct model *m, const struct model_ask *ask, model_done *done, void *context)
{
    const struct sim_node *n = ((struct sim_script *)(void *)m)->node;
    struct simulation *s = n->sim;
    asked(n, ask);
    s->script->ops->start(s->script, ask, done, context);
}

static void cancel_script(struct model *m, void *context)
{
    struct simulation *s = ((struct sim_script *)(void *)m)->node->sim;
    s->script->ops->cancel(s->script, context);
}

void models_init(struct sim_node *n)
{
    static const struct model_ops script_ops = {"script", price_script, start_script, cancel_script, close_model};
    n->script = (struct sim_script){{&script_ops}, n};
    static const struct model_ops ops = {"simulated", price, start, cancel, close_model};
    for (unsigned i = 0; i < MODELS_SIM; i++)
        n->models[i] = (struct sim_model){.base = {&ops}, .node = n, .which = i};
}
