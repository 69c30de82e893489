#include <parley/attack_run.h>

#include <parley/hostile_model.h>
#include <parley/random.h>
#include <parley/script_model.h>
#include <string.h>

static const struct wall a_monday = {INT64_C(1784541600000)}; /* 2026-07-20T10:00:00Z */

static const struct slice a_phone = SLICE_INIT("+447700900001");

struct stage {
    struct attack_result *out;
};

static void shown(void *context, const struct shown *s)
{
    struct stage *stage = context;
    transcript_shown(&stage->out->transcript, s);
}

static void said(void *context, const struct inbound *in)
{
    struct stage *stage = context;
    transcript_customer(&stage->out->transcript, in->received_at, private_reveal(in->text, REVEAL_REPORT));
}

static void turn_done(void *context, const struct turn *t, const struct work *w, const struct commit *c, struct wall at)
{
    struct stage *stage = context;
    (void)w;
    transcript_turn(&stage->out->transcript, t, c, at);
    stage->out->blocked += stage->out->transcript.entries.at[stage->out->transcript.entries.count - 1].blocked;
}

static struct slice repeated(struct arena *arena, struct slice text, uint64_t times)
{
    struct buffer b;
    buffer_init(&b, arena, TEXT_MAX / 2);
    for (uint64_t i = 0; i < times; i++)
        buffer_add(&b, text);
    return buffer_slice(&b);
}

static void nothing(void *context)
{
    (void)context; /* time passes */
}

static void play_turn(struct world *w, struct arena *arena, const struct attack *a, const struct attack_turn *turn)
{
    struct duration after = turn->wait;
    if (turn->opens) {
        struct wall given = world_now(w);
        struct opening opening = {.channel = a->channel,
                                  .address = private_hide(a_phone),
                                  .reference = arena_printf(arena, "opening-%lld", (long long)given.ms),
                                  .consent = {CONSENT_GIVEN, given, SLICE("a box that was ticked"), SLICE("form")}};
        world_open(w, after, &opening);
    } else if (turn->burst.count == 0)
        world_call(w, turn->wait, nothing, NULL);
    for (size_t i = 0; i < turn->burst.count; i++) {
        struct slice text = turn->repeat > 1 ? repeated(arena, turn->burst.at[i], turn->repeat) : turn->burst.at[i];
        world_customer_says(w, after, a->channel, a_phone, text);
        after = (struct duration){after.ns + DURATION_MS(400).ns};
    }
    world_run(w, DURATION_S(UINT64_C(86400) * 40));
}

/* What must hold after any run: each message has its outcome, nothing is left on the way, the chain verifies. */
struct chain_check {
    struct audit_head head;
    struct error error;
    bool good;
    uint64_t intents, refusals;
};

static bool verify(void *context, const struct audit_record *r)
{
    struct chain_check *c = context;
    c->good = audit_verify(&c->head, r, &c->error) == OK;
    c->intents += r->kind == AUDIT_SEND_INTENT;
    c->refusals += r->kind == AUDIT_SCREEN_OUT;
    return c->good;
}

static void add_failure(struct attack_result *out, struct arena *arena, struct slice text)
{
    struct slice *grown = ARENA_NEW_ARRAY(arena, struct slice, out->failure_count + 1);
    if (out->failure_count > 0)
        memcpy(grown, out->failures, out->failure_count * sizeof *grown);
    grown[out->failure_count++] = text;
    out->failures = grown;
}

static void check_ledger(struct attack_result *out, struct arena *arena, struct world *w)
{
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT], all = 0;
    struct chain_check chain = {.good = true};
    struct error e = {0};
    struct store *s = world_store(w);
    must(s->ops->count(s, outcomes, sends, &e) == OK);
    must(s->ops->audit_each(s, world_tenant(w), 0, verify, &chain, &e) == OK);
    for (unsigned i = 0; i < SEND_STATE_COUNT; i++)
        all += sends[i];
    if (outcomes[OUTCOME_PENDING] > 0)
        add_failure(out, arena,
                    arena_printf(arena, "always: %llu messages have no outcome", (unsigned long long)outcomes[OUTCOME_PENDING]));
    if (!chain.good)
        add_failure(out, arena, arena_copy(arena, slice_from(chain.error.text)));
    if (chain.refusals < out->blocked)
        add_failure(out, arena,
                    arena_printf(arena, "always: %llu refusals, and %llu are in the audit", (unsigned long long)out->blocked,
                                 (unsigned long long)chain.refusals));
    if (chain.intents != all)
        add_failure(out, arena,
                    arena_printf(arena, "always: %llu messages left and %llu intents are in the audit", (unsigned long long)all,
                                 (unsigned long long)chain.intents));
}

static struct slice_list disguised_list(struct arena *arena, const struct disguise *d, const struct slice_list *list,
                                        uint64_t seed)
{
    struct slice_list out = {ARENA_NEW_ARRAY(arena, struct slice, list->count + 1), list->count};
    for (size_t i = 0; i < list->count; i++)
        out.at[i] = disguise_apply(arena, d, list->at[i], seed);
    return out;
}

static struct attack disguised(struct arena *arena, const struct attack *a, const struct attack_setting *s)
{
    struct attack mine = *a;
    mine.hostile = disguised_list(arena, s->disguise, &a->hostile, s->seed);
    mine.turns = ARENA_NEW_ARRAY(arena, struct attack_turn, a->turn_count + 1);
    for (size_t i = 0; i < a->turn_count; i++) {
        mine.turns[i] = a->turns[i];
        mine.turns[i].burst = disguised_list(arena, s->disguise, &a->turns[i].burst, s->seed);
    }
    mine.must = 0;
    mine.must_text_any = mine.must_say = mine.signals = (struct slice_list){NULL, 0};
    return mine;
}

void attack_run(struct attack_result *out, struct arena *arena, const struct attack *plain, const struct attack_setting *setting)
{
    static struct slice ladder[] = {SLICE_INIT("hostile")};
    static const char *const reachable[] = {"script", "hostile", NULL};
    *out = (struct attack_result){0};
    struct brain brain = *setting->rules->brain;
    struct rules mine = *setting->rules;
    struct attack copy = setting->disguise != NULL ? disguised(arena, plain, setting) : *plain;
    const struct attack *a = &copy;
    uint64_t seed = setting->seed;
    if (setting->hostile)
        brain.models.conversation = (struct slice_list){ladder, 1};
    mine.brain = &brain;
    mine.models_configured = reachable;
    struct model *script = script_model_create(), *enemy = hostile_model_create(seed ^ random_hash(a->id), &a->hostile);
    struct named_model models[] = {{"script", script}, {"hostile", enemy}};
    struct stage stage = {out};
    struct world_setup setup = {.seed = seed,
                                .begin = a_monday,
                                .rules = &mine,
                                .models = models,
                                .model_count = 2,
                                .delivery = DURATION_MS(300),
                                .context = &stage,
                                .said = said,
                                .shown = shown,
                                .turn_done = turn_done};
    struct world *w = world_create(&setup);
    transcript_begin(&out->transcript, arena, a_monday, a->channel);
    for (size_t i = 0; i < a->turn_count; i++)
        play_turn(w, arena, a, &a->turns[i]);
    check_ledger(out, arena, w);
    world_destroy(w);
    script->ops->close(script);
    enemy->ops->close(enemy);
    attack_judge(out, arena, a, setting);
}
