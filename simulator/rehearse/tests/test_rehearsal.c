/* The runtime in the world: what only shows when time passes and people act. */
#include <parley/pack_dir.h>
#include <parley/script_model.h>
#include <parley/size.h>
#include <parley/world.h>

#include <criterion/criterion.h>

static const struct wall monday_ten = {INT64_C(1784541600000)};
static struct arena a;
static struct pack pack;
static struct world *world;
static struct model *script;
static struct rules rules;
static struct brain brain;

static unsigned pages, warnings_seen, shown_count;
static char last_shown[4096];

/* A model that is asked and says nothing. */
struct mute {
    struct model base;
    unsigned asked, cancelled;
};
static struct money mute_price(struct model *m, const struct model_ask *ask)
{
    (void)m, (void)ask;
    return (struct money){0};
}
static void mute_start(struct model *m, const struct model_ask *ask, model_done *done, void *context)
{
    (void)ask, (void)done, (void)context;
    ((struct mute *)(void *)m)->asked++;
}
static void mute_cancel(struct model *m, void *context)
{
    (void)context;
    ((struct mute *)(void *)m)->cancelled++;
}
static void mute_close(struct model *m)
{
    (void)m;
}
static const struct model_ops mute_ops = {"mute", mute_price, mute_start, mute_cancel, mute_close};
static struct mute mute;

static void alerted(void *context, enum alert_level level, struct slice what, struct wall at)
{
    (void)context, (void)at, (void)what;
    pages += level == ALERT_PAGE;
    warnings_seen += level == ALERT_WARN;
}

static void shown(void *context, const struct shown *s)
{
    (void)context;
    shown_count++;
    snprintf(last_shown, sizeof last_shown, SLICE_FMT, SLICE_ARG(s->text));
}

static void build(const char *const *ladder, size_t rungs)
{
    static struct slice names[4];
    static const char *const reachable[] = {"script", "mute", NULL};
    static struct named_model models[2];
    for (size_t i = 0; i < rungs; i++)
        names[i] = slice_from(ladder[i]);
    brain = *pack.brain;
    brain.models.conversation = (struct slice_list){names, rungs};
    rules = *pack.rules;
    rules.brain = &brain;
    rules.models_configured = reachable;
    mute = (struct mute){{&mute_ops}, 0, 0};
    models[0] = (struct named_model){"script", script};
    models[1] = (struct named_model){"mute", &mute.base};
    struct world_setup setup = {.seed = 1,
                                .begin = monday_ten,
                                .rules = &rules,
                                .models = models,
                                .model_count = 2,
                                .delivery = DURATION_MS(300),
                                .shown = shown,
                                .alerted = alerted};
    pages = warnings_seen = shown_count = 0;
    world = world_create(&setup);
}

static void set_up(void)
{
    static struct problems problems, warnings;
    static const char *const only_script[] = {"script"};
    struct error e = {0};
    arena_init(&a, (size_t)1 << 30);
    problems_init(&problems, &a);
    problems_init(&warnings, &a);
    cr_assert_eq(pack_load(&pack, &a, SLICE("../../engine/packs/dynamo-dave"), monday_ten, NULL, &problems, &warnings, &e), OK,
                 "%s", e.text);
    script = script_model_create();
    build(only_script, 1);
}
static void tear_down(void)
{
    world_destroy(world);
    script->ops->close(script);
    arena_finish(&a);
}
TestSuite(rehearsal, .init = set_up, .fini = tear_down);

static void rebuild(const char *const *ladder, size_t rungs)
{
    world_destroy(world);
    build(ladder, rungs);
}

static void says(const char *text)
{
    world_customer_says(world, DURATION_S(5), CHANNEL_WEBCHAT, SLICE("+447700900001"), slice_from(text));
    world_run(world, DURATION_S(3600));
}

static void nothing(void *context)
{
    (void)context;
}

static void minutes_pass(uint64_t minutes)
{
    for (uint64_t i = 0; i < minutes; i++)
        world_call(world, DURATION_S(60 * (i + 1)), nothing, NULL);
    world_run(world, DURATION_S(60 * (minutes + 1)));
}

static struct ticket_row the_ticket(void)
{
    struct ticket_row rows[4];
    size_t count = 0;
    struct error e = {0};
    struct store *s = world_store(world);
    cr_assert_eq(
        s->ops->tickets_due(s, (struct tenant_id){1}, rows, 4, &count, (struct wall){INT64_MAX}, DURATION_S(0), UINT64_MAX, &e),
        OK);
    cr_assert_eq(count, 1, "%zu tickets are open", count);
    return rows[0];
}

static void move(uint64_t ticket, enum ticket_state to)
{
    struct error e = {0};
    struct store *s = world_store(world);
    cr_assert_eq(s->ops->ticket_move(s, ticket, to, false, world_now(world), &e), OK, "%s", e.text);
}

Test(rehearsal, a_ticket_that_nobody_takes_calls_again_and_again_and_then_stops)
{
    says("I want to speak to a person");
    cr_assert_eq(the_ticket().ticket.reason, TICKET_WANTS_HUMAN);
    cr_expect_eq(warnings_seen, 1, "staff is told at once");
    minutes_pass(14);
    cr_expect_eq(pages, 0, "not before the tenant's fifteen minutes");
    minutes_pass(10);
    cr_expect_eq(pages, 1);
    minutes_pass(60 * 8);
    cr_expect_eq(pages, rules.tenant->ticket_alerts_max - 1, "as often as the tenant says, the first call included");
}

Test(rehearsal, a_ticket_that_is_taken_calls_nobody_and_silences_the_engine_until_it_is_given_back)
{
    says("I want to speak to a person");
    uint64_t ticket = the_ticket().ticket.id;
    move(ticket, TICKET_TAKEN);
    minutes_pass(60);
    cr_expect_eq(pages, 0);
    unsigned before = shown_count;
    says("how much do you charge?");
    cr_expect_eq(shown_count, before, "a person has it");
    move(ticket, TICKET_CLOSED);
    says("how much do you charge?");
    cr_expect_gt(shown_count, before, "given back, the engine answers again");
}

Test(rehearsal, a_killed_tenant_says_nothing_and_answers_after_the_release)
{
    struct error e = {0};
    struct store *s = world_store(world);
    cr_assert_eq(s->ops->kill(s, world_tenant(world), true, SLICE("operator"), world_now(world), &e), OK);
    says("how much do you charge?");
    minutes_pass(5);
    cr_expect_eq(shown_count, 0);
    cr_assert_eq(s->ops->kill(s, world_tenant(world), false, SLICE("operator"), world_now(world), &e), OK);
    minutes_pass(30);
    cr_expect_eq(shown_count, 1, "what was accepted is not lost");
}

Test(rehearsal, a_model_that_never_answers_costs_its_deadline_and_no_more)
{
    static const char *const ladder[] = {"mute", "script"};
    rebuild(ladder, 2);
    says("how much do you charge?");
    cr_expect_eq(mute.asked, 1);
    cr_expect_eq(mute.cancelled, 1, "nobody waits for it any more");
    cr_expect_eq(shown_count, 1);
    cr_expect_not_null(strstr(last_shown, "30%"), "%s", last_shown);
}

Test(rehearsal, two_models_that_fail_leave_the_script)
{
    static const char *const ladder[] = {"mute", "nobody-is-called-so"};
    rebuild(ladder, 2);
    says("how much do you charge?");
    cr_expect_eq(mute.asked, 1);
    cr_expect_eq(shown_count, 1);
    cr_expect_not_null(strstr(last_shown, "30%"), "%s", last_shown);
}

Test(rehearsal, messages_that_come_while_a_model_is_asked_join_the_burst)
{
    static const char *const ladder[] = {"mute", "script"};
    rebuild(ladder, 2);
    world_customer_says(world, DURATION_S(1), CHANNEL_WEBCHAT, SLICE("+447700900001"), SLICE("how much do you charge?"));
    world_customer_says(world, DURATION_S(5), CHANNEL_WEBCHAT, SLICE("+447700900001"), SLICE("stop messaging me"));
    world_run(world, DURATION_S(3600));
    cr_expect_eq(shown_count, 1, "one confirmation");
    cr_expect_not_null(strstr(last_shown, "won't message you again"), "%s", last_shown);
}
