#include <criterion/criterion.h>

#include "numbers.h"

#include <parley/random.h>
#include <parley/size.h>
#include <parley/whatsapp_channel.h>

/* A world: a clock that is set, a wire that answers what the test lays out, and everything that was said. */
enum { ASKED_MAX = 512, DONE_MAX = 512 };

static struct {
    struct clock clock;
    uint64_t ms;
    struct {
        char url[128], body[512], credential[64], credential_name[32];
        outgoing_done *done;
        void *context;
        uint64_t at_ms;
        bool open;
    } asked[ASKED_MAX];
    size_t asked_count;
    struct {
        char key[32], id[64], reason[256];
        enum send_state state;
        int64_t retry_ms; /* from then */
        void *context;
    } done[DONE_MAX];
    size_t done_count;
    char alerts[2048], notes[8192];
    size_t alert_count;
} world;

static struct instant clock_now(struct clock *c)
{
    (void)c;
    return (struct instant){world.ms * UINT64_C(1000000)};
}

static struct wall clock_wall(struct clock *c)
{
    (void)c;
    return (struct wall){1795000000000 + (int64_t)world.ms};
}

static void raise_alert(struct alert *a, enum alert_level level, struct slice what, struct slice text)
{
    (void)a;
    (void)level;
    size_t n = strlen(world.alerts);
    snprintf(world.alerts + n, sizeof world.alerts - n, SLICE_FMT ": " SLICE_FMT "\n", SLICE_ARG(what), SLICE_ARG(text));
    world.alert_count++;
}

static void note(struct notebook *b, struct slice line)
{
    (void)b;
    size_t n = strlen(world.notes);
    snprintf(world.notes + n, sizeof world.notes - n, SLICE_FMT "\n", SLICE_ARG(line));
}

static void wire_ask(void *to, const struct outgoing_request *r, outgoing_done *done, void *context)
{
    (void)to;
    cr_assert_lt(world.asked_count, ASKED_MAX);
    size_t i = world.asked_count++;
    snprintf(world.asked[i].url, sizeof world.asked[i].url, SLICE_FMT, SLICE_ARG(r->url));
    snprintf(world.asked[i].body, sizeof world.asked[i].body, SLICE_FMT, SLICE_ARG(r->body));
    snprintf(world.asked[i].credential_name, sizeof world.asked[i].credential_name, SLICE_FMT, SLICE_ARG(r->fields[0].name));
    snprintf(world.asked[i].credential, sizeof world.asked[i].credential, SLICE_FMT, SLICE_ARG(r->fields[0].value));
    world.asked[i].done = done;
    world.asked[i].context = context;
    world.asked[i].at_ms = world.ms;
    world.asked[i].open = true;
}

static void wire_forget(void *to, void *context)
{
    (void)to;
    for (size_t i = 0; i < world.asked_count; i++)
        if (world.asked[i].context == context)
            world.asked[i].open = false;
}

static void on_done(void *context, struct slice key, const struct send_result *result)
{
    cr_assert_lt(world.done_count, DONE_MAX);
    size_t i = world.done_count++;
    snprintf(world.done[i].key, sizeof world.done[i].key, SLICE_FMT, SLICE_ARG(key));
    snprintf(world.done[i].id, sizeof world.done[i].id, SLICE_FMT, SLICE_ARG(result->provider_id));
    snprintf(world.done[i].reason, sizeof world.done[i].reason, SLICE_FMT, SLICE_ARG(result->reason));
    world.done[i].state = result->state;
    world.done[i].retry_ms = result->retry_at.ms - clock_wall(NULL).ms;
    world.done[i].context = context;
}

static struct whatsapp_numbers *numbers;
static struct channel *channel;
static struct alert alert;
static struct notebook notebook;
static struct error error;

static struct whatsapp_number configured[5];

static void fixture_numbers(void)
{
    for (size_t i = 0; i < 2; i++)
        configured[i] = (struct whatsapp_number){.tenant = {7},
                                                 .brand = SLICE("dave"),
                                                 .id = i == 0 ? SLICE("11") : SLICE("22"),
                                                 .display = i == 0 ? SLICE("+44 20 7946 0011") : SLICE("+44 20 7946 0022"),
                                                 .account = i == 0 ? SLICE("a1") : SLICE("a2"),
                                                 .provider = WHATSAPP_CLOUD,
                                                 .base_url = SLICE("https://graph.example.com"),
                                                 .version = SLICE("v25.0"),
                                                 .token = i == 0 ? SLICE("token-one") : SLICE("token-two")};
    configured[2] = configured[1];
    configured[2].id = SLICE("33");
    configured[2].tenant.n = 8;
    configured[2].provider = WHATSAPP_360DIALOG;
    configured[2].base_url = SLICE("https://waba.example.com");
    configured[2].token = SLICE("key-three");
}

static void open_all(size_t count)
{
    static const struct clock_ops clock = {clock_now, clock_wall};
    static const struct alert_ops alerts = {raise_alert};
    static const struct notebook_ops notes = {note};
    world.clock.ops = &clock;
    alert.ops = &alerts;
    notebook.ops = &notes;
    world.ms = world.ms > 0 ? world.ms : 1000000;
    struct whatsapp_numbers_setup n = {.numbers = configured, .count = count, .clock = &world.clock, .contacts_max = 1024};
    cr_assert_eq(whatsapp_numbers_create(&numbers, &n, &error), OK, "%s", error.text);
    struct whatsapp_setup c = {.numbers = numbers,
                               .wire = {NULL, wire_ask, wire_forget},
                               .clock = &world.clock,
                               .alert = &alert,
                               .notebook = &notebook,
                               .open_max = 256};
    channel = whatsapp_channel_create(&c);
}

static void begin(void)
{
    memset(&world, 0, sizeof world);
    fixture_numbers();
    open_all(3);
}

static void finish(void)
{
    channel->ops->close(channel);
    whatsapp_numbers_destroy(numbers);
}

/* The test opens numbers of its own. */
static void afresh(void)
{
    finish();
    memset(&world, 0, sizeof world);
    fixture_numbers();
}

TestSuite(whatsapp_channel, .init = begin, .fini = finish);

static struct send sends[DONE_MAX];
static size_t send_count;

static struct send *fixture_send(const char *address)
{
    static char keys[DONE_MAX][16];
    struct send *s = &sends[send_count];
    snprintf(keys[send_count], sizeof keys[0], "4.%zu.0", send_count);
    *s = (struct send){.tenant = {7},
                       .key = slice_from(keys[send_count]),
                       .channel = CHANNEL_WHATSAPP,
                       .address = private_hide(slice_from(address)),
                       .text = private_hide(SLICE("hello")),
                       .attempts = 1};
    send_count++;
    return s;
}

static void transmit(struct send *s)
{
    channel->ops->transmit(channel, s, on_done, s);
}

static void send_to(const char *address)
{
    transmit(fixture_send(address));
}

static void answer_end(size_t i, enum outgoing_end end, unsigned status, const char *body)
{
    struct outgoing_answer a = {.end = end, .status = status, .body = slice_from(body)};
    cr_assert(i < world.asked_count && world.asked[i].open, "request %zu is not open", i);
    world.asked[i].open = false;
    world.asked[i].done(world.asked[i].context, &a);
}

static void accept(size_t i)
{
    answer_end(i, OUTGOING_ANSWERED, 200, "{\"messages\":[{\"id\":\"wamid.OUT\"}]}");
}

static void refuse(size_t i, int code)
{
    char body[64];
    snprintf(body, sizeof body, "{\"error\":{\"code\":%d}}", code);
    answer_end(i, OUTGOING_ANSWERED, 400, body);
}

static size_t last(void)
{
    cr_assert_gt(world.asked_count, 0);
    return world.asked_count - 1;
}

static bool went_to(const char *number)
{
    char url[128];
    snprintf(url, sizeof url, "https://graph.example.com/v25.0/%s/messages", number);
    return strcmp(world.asked[last()].url, url) == 0;
}

static void ended(enum send_state state)
{
    cr_assert_gt(world.done_count, 0);
    cr_assert_eq(world.done[world.done_count - 1].state, state, "%s: %s", send_state_name(world.done[world.done_count - 1].state),
                 world.done[world.done_count - 1].reason);
}

static int64_t retry_ms(void)
{
    return world.done[world.done_count - 1].retry_ms;
}

static void heard(const char *number, const char *address)
{
    struct whatsapp_event ev = {.kind = WHATSAPP_MESSAGE, .number = slice_from(number)};
    ev.is.message.address = private_hide(slice_from(address));
    cr_assert_not(whatsapp_numbers_hear(numbers, &ev, (struct tenant_id){0}));
}

/* -- one message ------------------------------------------------------------------------------------------------------------ */

Test(whatsapp_channel, sends_once_and_tells_the_id)
{
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, 1);
    cr_assert(went_to("11"));
    cr_assert_str_eq(world.asked[0].credential_name, "Authorization");
    cr_assert_str_eq(world.asked[0].credential, "Bearer token-one");
    cr_assert_not_null(strstr(world.asked[0].body, "\"to\":\"447700900321\""));
    cr_assert_not_null(strstr(world.asked[0].body, "\"biz_opaque_callback_data\":\"4.0.0\""));
    cr_assert_eq(world.done_count, 0);
    accept(0);
    ended(SEND_ACCEPTED);
    cr_assert_str_eq(world.done[0].id, "wamid.OUT");
    cr_assert_str_eq(world.done[0].key, "4.0.0");
    cr_assert_eq(channel->ops->pump(channel).ns, INSTANT_NEVER.ns);
}

Test(whatsapp_channel, speaks_to_360dialog_with_its_key_and_without_the_number)
{
    struct send *s = fixture_send("+447700900321");
    s->tenant.n = 8;
    transmit(s);
    cr_assert_str_eq(world.asked[0].url, "https://waba.example.com/messages");
    cr_assert_str_eq(world.asked[0].credential_name, "D360-API-KEY");
    cr_assert_str_eq(world.asked[0].credential, "key-three");
    answer_end(0, OUTGOING_ANSWERED, 502, "{\"meta\":{\"success\":false,\"httpCode\":502}}");
    ended(SEND_UNKNOWN);
}

Test(whatsapp_channel, refuses_what_cannot_be_sent)
{
    send_to("ana@example.org");
    ended(SEND_REFUSED);
    struct send *s = fixture_send("+447700900321");
    s->text = private_hide(SLICE(""));
    transmit(s);
    ended(SEND_REFUSED);
    cr_assert_eq(world.asked_count, 0);
    s = fixture_send("+447700900321");
    s->tenant.n = 99;
    transmit(s);
    ended(SEND_INTENT);
    cr_assert_eq(world.asked_count, 0, "never from another tenant's number");
}

Test(whatsapp_channel, keeps_personal_data_and_tokens_out_of_its_notes)
{
    send_to("+447700900321");
    refuse(0, 190);
    cr_assert_not_null(strstr(world.notes, "number=11"));
    cr_assert_not_null(strstr(world.notes, "code=190"));
    cr_assert_null(strstr(world.notes, "7700900321"));
    cr_assert_null(strstr(world.notes, "token-one"));
    cr_assert_null(strstr(world.alerts, "7700900321"));
    cr_assert_null(strstr(world.alerts, "token-one"));
}

Test(whatsapp_channel, is_in_doubt_when_the_wire_is_silent)
{
    send_to("+447700900321");
    world.ms += WHATSAPP_DEADLINE_MS - 1;
    cr_assert_eq(channel->ops->pump(channel).ns, (world.ms + 1) * 1000000);
    cr_assert_eq(world.done_count, 0);
    world.ms++;
    cr_assert_eq(channel->ops->pump(channel).ns, INSTANT_NEVER.ns);
    ended(SEND_UNKNOWN);
    cr_assert_not(world.asked[0].open, "the request is forgotten");
    world.ms += 3600000;
    channel->ops->pump(channel);
    cr_assert_eq(world.asked_count, 1, "nothing is sent again");
    cr_assert_eq(world.done_count, 1);
}

Test(whatsapp_channel, forgets)
{
    struct send *s = fixture_send("+447700900321");
    transmit(s);
    channel->ops->forget(channel, s);
    cr_assert_not(world.asked[0].open);
    cr_assert_eq(world.done_count, 0);
    world.ms += 60000;
    cr_assert_eq(channel->ops->pump(channel).ns, INSTANT_NEVER.ns);
    cr_assert_eq(world.done_count, 0);
}

Test(whatsapp_channel, marks_read_without_anybody_waiting)
{
    whatsapp_channel_seen(channel, SLICE("22"), SLICE("wamid.IN"), true);
    cr_assert(went_to("22"));
    cr_assert_not_null(strstr(world.asked[0].body, "typing_indicator"));
    refuse(0, 131009);
    cr_assert_eq(world.done_count, 0);
    whatsapp_channel_seen(channel, SLICE("44"), SLICE("wamid.IN"), true);
    whatsapp_channel_seen(channel, SLICE("11"), SLICE(""), true);
    cr_assert_eq(world.asked_count, 1);
    whatsapp_channel_seen(channel, SLICE("11"), SLICE("wamid.IN"), false);
    world.ms += 60000;
    channel->ops->pump(channel);
    cr_assert_not(world.asked[1].open);
}

Test(whatsapp_channel, marks_nothing_read_while_its_provider_is_away)
{
    whatsapp_channel_seen(channel, SLICE("11"), SLICE("wamid.IN"), true);
    accept(0);
    send_to("+447700900321");
    refuse(1, 368);
    whatsapp_channel_seen(channel, SLICE("11"), SLICE("wamid.IN"), true);
    cr_assert_eq(world.asked_count, 2);
}

Test(whatsapp_channel, knows_the_key_of_what_was_accepted)
{
    struct arena a;
    struct slice key;
    char body[64], id[32];
    arena_init(&a, 1 << 20);
    for (int i = 0; i < 300; i++) {
        struct send *s = fixture_send("+447700900321");
        char address[32];
        snprintf(address, sizeof address, "+4477009%05d", i);
        s->address = private_hide(arena_copy(&a, slice_from(address)));
        transmit(s);
        snprintf(body, sizeof body, "{\"messages\":[{\"id\":\"wamid.%d\"}]}", i);
        answer_end(last(), OUTGOING_ANSWERED, 200, body);
        world.ms += 1000;
    }
    for (int i = 0; i < 300; i++) {
        snprintf(id, sizeof id, "wamid.%d", i);
        cr_assert(whatsapp_numbers_key(numbers, &key, &a, slice_from(id)), "%s", id);
        cr_assert(slice_eq(key, sends[i].key), "%s", id);
    }
    cr_assert_not(whatsapp_numbers_key(numbers, &key, &a, SLICE("wamid.300")));
    cr_assert_not(whatsapp_numbers_key(numbers, &key, &a, SLICE("")));
    arena_finish(&a);
}

/* A channel that may have two open, over the same numbers. */
static void narrow(void)
{
    channel->ops->close(channel);
    struct whatsapp_setup c = {.numbers = numbers, .wire = {NULL, wire_ask, wire_forget}, .clock = &world.clock, .open_max = 2};
    channel = whatsapp_channel_create(&c);
}

Test(whatsapp_channel, keeps_a_line_when_enough_is_on_its_way)
{
    narrow();
    for (int i = 0; i < 4; i++)
        send_to("+447700900321");
    cr_assert_eq(world.asked_count, 2);
    cr_assert_eq(world.done_count, 0);
    whatsapp_channel_seen(channel, SLICE("11"), SLICE("wamid.IN"), true);
    cr_assert_eq(world.asked_count, 2, "nor a read mark");
    accept(1);
    cr_assert_eq(world.asked_count, 3);
    cr_assert_not_null(strstr(world.asked[2].body, "4.2.0"), "first come, first served: %s", world.asked[2].body);
    accept(0);
    accept(2);
    accept(3);
    cr_assert_eq(world.asked_count, 4);
    cr_assert_eq(channel->ops->pump(channel).ns, INSTANT_NEVER.ns);
}

Test(whatsapp_channel, gives_back_what_waits_in_line_for_too_long)
{
    narrow();
    for (int i = 0; i < 3; i++)
        send_to("+447700900321");
    cr_assert_eq(channel->ops->pump(channel).ns, (world.ms + 2000) * 1000000);
    world.ms += 1999;
    channel->ops->pump(channel);
    cr_assert_eq(world.done_count, 0);
    world.ms++;
    channel->ops->pump(channel);
    ended(SEND_INTENT);
    cr_assert_eq(world.done_count, 1);
    accept(0);
    cr_assert_eq(world.asked_count, 2, "what was given back does not leave");
    for (int i = 0; i < 20; i++)
        send_to("+447700900321");
    cr_assert_eq(world.done_count, 2 + 20 - 7, "so many wait or are asked, and no more");
}

Test(whatsapp_channel, gives_back_what_waits_while_its_number_falls_ill)
{
    narrow();
    for (int i = 0; i < 3; i++)
        send_to("+447700900321");
    world.ms += 100;
    refuse(0, 368);
    ended(SEND_INTENT);
    cr_assert_eq(world.done_count, 2);
    cr_assert_eq(world.asked_count, 2);
}

Test(whatsapp_channel, closes_what_is_open)
{
    narrow();
    for (int i = 0; i < 3; i++)
        send_to("+447700900321");
    narrow();
    cr_assert_not(world.asked[0].open);
    cr_assert_not(world.asked[1].open);
    cr_assert_eq(world.done_count, 0);
}

/* -- two numbers ------------------------------------------------------------------------------------------------------------ */

Test(whatsapp_channel, answers_from_the_number_that_was_written_to)
{
    heard("22", "+447700900321");
    send_to("+447700900321");
    cr_assert(went_to("22"));
    cr_assert_str_eq(world.asked[0].credential, "Bearer token-two");
    accept(0);
    send_to("+447700900654");
    cr_assert(went_to("11"));
    accept(1);
    heard("11", "+447700900321");
    send_to("+447700900321");
    cr_assert(went_to("11"), "where it wrote last");
}

static const int pausing[] = {131048, 368, 131031, 131042, 190, 33, 131005, 131057, 80007};

Test(whatsapp_channel, hands_over_to_the_second_number_when_the_first_rests)
{
    for (size_t i = 0; i < COUNT_OF(pausing); i++) {
        afresh();
        open_all(3);
        struct send *s = fixture_send("+447700900321");
        transmit(s);
        refuse(last(), pausing[i]);
        ended(SEND_INTENT);
        cr_assert_eq(retry_ms(), 0, "%d: another number may take it at once", pausing[i]);
        s->attempts++;
        transmit(s);
        cr_assert(went_to("22"), "%d", pausing[i]);
        accept(last());
        ended(SEND_ACCEPTED);
        send_to("+447700900654");
        cr_assert(went_to("22"), "%d: and the next ones too", pausing[i]);
    }
}

Test(whatsapp_channel, never_sends_a_doubt_by_the_second_number)
{
    send_to("+447700900321");
    answer_end(0, OUTGOING_CUT, 0, "");
    ended(SEND_UNKNOWN);
    cr_assert_eq(world.asked_count, 1);
    world.ms += 3600000;
    channel->ops->pump(channel);
    cr_assert_eq(world.asked_count, 1);
}

Test(whatsapp_channel, comes_home_when_its_number_is_well)
{
    heard("11", "+447700900321");
    send_to("+447700900321");
    refuse(0, 368);
    send_to("+447700900321");
    cr_assert(went_to("22"));
    accept(1);
    world.ms += 300001;
    send_to("+447700900321");
    cr_assert(went_to("11"));
}

Test(whatsapp_channel, waits_for_a_short_rest_at_home)
{
    heard("11", "+447700900321");
    send_to("+447700900321");
    refuse(0, 130429);
    ended(SEND_INTENT);
    cr_assert_eq(retry_ms(), 1000);
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, 1);
    ended(SEND_INTENT);
    world.ms += 1000;
    send_to("+447700900321");
    cr_assert(went_to("11"));
}

Test(whatsapp_channel, pauses_until_a_person_resumes)
{
    struct whatsapp_number_facts facts;
    send_to("+447700900321");
    refuse(0, 131048);
    world.ms += 7 * 24 * 3600000ull;
    cr_assert(whatsapp_numbers_facts(numbers, &facts, 0));
    cr_assert_eq(facts.health, WHATSAPP_PAUSED);
    send_to("+447700900321");
    cr_assert(went_to("22"));
    accept(1);
    cr_assert(whatsapp_numbers_resume(numbers, SLICE("11")));
    cr_assert_not(whatsapp_numbers_resume(numbers, SLICE("44")));
    cr_assert(whatsapp_numbers_facts(numbers, &facts, 0));
    cr_assert_eq(facts.health, WHATSAPP_WELL);
    send_to("+447700900321");
    cr_assert(went_to("11"));
    cr_assert_not(whatsapp_numbers_facts(numbers, &facts, 3));
}

Test(whatsapp_channel, without_a_second_number_waits)
{
    afresh();
    configured[1].stays_out = true;
    open_all(2);
    send_to("+447700900321");
    refuse(0, 190);
    ended(SEND_INTENT);
    cr_assert_eq(retry_ms(), 300000);
    send_to("+447700900321");
    ended(SEND_INTENT);
    cr_assert_eq(world.asked_count, 1, "a person decided that the second one stays out");
    cr_assert_eq(retry_ms(), 300000);
    afresh();
    configured[1].brand = SLICE("another");
    open_all(2);
    send_to("+447700900321");
    refuse(last(), 190);
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, 1, "another brand does not stand in");
}

Test(whatsapp_channel, pauses_all_numbers_of_a_locked_account)
{
    afresh();
    configured[1].account = configured[0].account;
    open_all(2);
    send_to("+447700900321");
    refuse(0, 131031);
    cr_assert_eq(retry_ms(), 300000);
    send_to("+447700900654");
    cr_assert_eq(world.asked_count, 1);
    ended(SEND_INTENT);
}

Test(whatsapp_channel, gives_a_flagged_number_no_new_contacts)
{
    struct whatsapp_event ev = {.kind = WHATSAPP_NOTICE, .display = SLICE("442079460011")};
    ev.is.notice = (struct whatsapp_notice){.kind = WHATSAPP_NOTICE_QUALITY, .what = SLICE("FLAGGED")};
    heard("11", "+447700900321");
    cr_assert(whatsapp_numbers_hear(numbers, &ev, (struct tenant_id){0}));
    cr_assert_not(whatsapp_numbers_hear(numbers, &ev, (struct tenant_id){0}), "known already");
    send_to("+447700900654");
    cr_assert(went_to("22"));
    send_to("+447700900321");
    cr_assert(went_to("11"), "who is at home there stays");
    ev.is.notice.what = SLICE("UNFLAGGED");
    cr_assert_not(whatsapp_numbers_hear(numbers, &ev, (struct tenant_id){0}));
    send_to("+447700900987");
    cr_assert(went_to("11"));
}

Test(whatsapp_channel, hears_of_trouble_in_deliveries_too)
{
    struct whatsapp_event ev = {.kind = WHATSAPP_STATUS, .number = SLICE("11")};
    ev.is.status = (struct whatsapp_status){.receipt = SLICE("failed"), .code = 131026};
    cr_assert_not(whatsapp_numbers_hear(numbers, &ev, (struct tenant_id){0}), "about its message only");
    ev.is.status.code = 131042;
    cr_assert(whatsapp_numbers_hear(numbers, &ev, (struct tenant_id){0}));
    send_to("+447700900321");
    cr_assert(went_to("22"));
    ev = (struct whatsapp_event){.kind = WHATSAPP_NOTICE, .account = SLICE("a2")};
    ev.is.notice = (struct whatsapp_notice){.kind = WHATSAPP_NOTICE_ACCOUNT, .what = SLICE("DISABLED_UPDATE")};
    cr_assert(whatsapp_numbers_hear(numbers, &ev, (struct tenant_id){0}));
    send_to("+447700900654");
    cr_assert_eq(world.asked_count, 1, "both rest");
    ended(SEND_INTENT);
}

Test(whatsapp_channel, hears_of_a_tenants_hook_what_is_about_that_tenant)
{
    struct tenant_id other = {8}, own = {7};
    struct whatsapp_number_facts facts;
    struct whatsapp_event notice = {.kind = WHATSAPP_NOTICE, .display = SLICE("442079460011")};
    struct whatsapp_event status = {.kind = WHATSAPP_STATUS, .number = SLICE("11")};
    struct whatsapp_event message = {.kind = WHATSAPP_MESSAGE, .number = SLICE("22")};
    notice.is.notice = (struct whatsapp_notice){.kind = WHATSAPP_NOTICE_QUALITY, .what = SLICE("FLAGGED")};
    status.is.status = (struct whatsapp_status){.receipt = SLICE("failed"), .code = 131042};
    message.is.message.address = private_hide(SLICE("+447700900321"));
    cr_assert_not(whatsapp_numbers_hear(numbers, &notice, other));
    cr_assert_not(whatsapp_numbers_hear(numbers, &status, other));
    cr_assert_not(whatsapp_numbers_hear(numbers, &message, other));
    cr_assert(whatsapp_numbers_facts(numbers, &facts, 0));
    cr_assert_eq(facts.health, WHATSAPP_WELL);
    send_to("+447700900321");
    cr_assert(went_to("11"));
    cr_assert_not(whatsapp_numbers_hear(numbers, &message, own));
    send_to("+447700900321");
    cr_assert(went_to("22"));
    cr_assert(whatsapp_numbers_hear(numbers, &notice, own));
    cr_assert(whatsapp_numbers_hear(numbers, &status, own));
}

/* -- the window ------------------------------------------------------------------------------------------------------------- */

Test(whatsapp_channel, refuses_a_closed_window_at_home)
{
    heard("11", "+447700900321");
    send_to("+447700900321");
    refuse(0, 131047);
    ended(SEND_REFUSED);
    cr_assert_not_null(strstr(world.done[0].reason, "a template is needed"));
}

Test(whatsapp_channel, tries_the_other_number_when_home_is_not_known)
{
    struct send *s = fixture_send("+447700900321"); /* as after a restart */
    transmit(s);
    refuse(0, 131047);
    ended(SEND_INTENT);
    cr_assert_eq(retry_ms(), 0);
    s->attempts++;
    transmit(s);
    cr_assert(went_to("22"));
    refuse(1, 131047);
    ended(SEND_REFUSED);
}

Test(whatsapp_channel, waits_for_home_when_the_stand_in_has_no_window)
{
    heard("11", "+447700900321");
    send_to("+447700900321");
    refuse(0, 368);
    struct send *s = fixture_send("+447700900321");
    transmit(s);
    cr_assert(went_to("22"));
    refuse(1, 131047);
    ended(SEND_INTENT);
    cr_assert_eq(retry_ms(), 300000);
    transmit(s);
    cr_assert_eq(world.asked_count, 2, "not by the stand-in again");
    ended(SEND_INTENT);
    world.ms += 300000;
    transmit(s);
    cr_assert(went_to("11"));
}

/* -- how fast --------------------------------------------------------------------------------------------------------------- */

static void pump_for(uint64_t ms)
{
    for (uint64_t end = world.ms + ms; world.ms < end; world.ms++)
        channel->ops->pump(channel);
}

Test(whatsapp_channel, sends_no_more_than_its_number_may)
{
    char address[32];
    for (int i = 0; i < 200; i++) {
        snprintf(address, sizeof address, "+4477009%05d", i);
        send_to(address);
    }
    uint64_t began = world.ms;
    pump_for(3000);
    for (size_t i = 0; i < world.asked_count; i++) {
        size_t within = 0;
        for (size_t k = i; k < world.asked_count && world.asked[k].at_ms < world.asked[i].at_ms + 1000; k++)
            within++;
        cr_assert_leq(within, WHATSAPP_PER_SECOND, "%zu in a second", within);
    }
    cr_assert_gt(world.asked_count, 70);
    cr_assert_eq(world.asked_count + world.done_count, 200, "the others come back to the outbox");
    for (size_t i = 0; i < world.done_count; i++)
        cr_assert_eq(world.done[i].state, SEND_INTENT);
    cr_assert_leq(world.asked[world.asked_count - 1].at_ms, began + WHATSAPP_PATIENCE_MS);
}

Test(whatsapp_channel, slows_down_when_it_was_too_fast_and_recovers)
{
    heard("11", "+447700900321");
    send_to("+447700900321");
    refuse(0, 130429);
    world.ms += 1000;
    char address[32];
    size_t before = world.asked_count;
    for (int i = 0; i < 100; i++) {
        snprintf(address, sizeof address, "+4477009%05d", i);
        send_to(address);
    }
    pump_for(1001);
    size_t slow = world.asked_count - before;
    cr_assert_leq(slow, 50, "%zu", slow);
    for (size_t i = 0; i < world.asked_count; i++)
        if (world.asked[i].open)
            accept(i);
    world.ms += 120000;
    before = world.asked_count;
    for (int i = 100; i < 200; i++) {
        snprintf(address, sizeof address, "+4477009%05d", i);
        send_to(address);
    }
    pump_for(1001);
    cr_assert_gt(world.asked_count - before, 70);
}

Test(whatsapp_channel, paces_each_contact)
{
    for (int i = 0; i < WHATSAPP_PAIR_BURST; i++) {
        send_to("+447700900321");
        world.ms += 20;
        channel->ops->pump(channel);
    }
    cr_assert_eq(world.asked_count, WHATSAPP_PAIR_BURST);
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, WHATSAPP_PAIR_BURST);
    ended(SEND_INTENT);
    int64_t wait = retry_ms();
    cr_assert(wait > 0 && wait <= WHATSAPP_PAIR_S * 1000, "%lld", (long long)wait);
    send_to("+447700900654");
    cr_assert_eq(world.asked_count, WHATSAPP_PAIR_BURST + 1, "another contact is not held");
    world.ms += (uint64_t)wait - 1;
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, WHATSAPP_PAIR_BURST + 1);
    world.ms += 1;
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, WHATSAPP_PAIR_BURST + 2);
}

Test(whatsapp_channel, holds_a_contact_that_the_provider_calls_too_often_written_to)
{
    struct send *s = fixture_send("+447700900321");
    s->attempts = 2;
    transmit(s);
    refuse(0, 131056);
    ended(SEND_INTENT);
    cr_assert_eq(retry_ms(), 16000);
    world.ms += 15999;
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, 1, "nor another message to it");
    send_to("+447700900654");
    cr_assert_eq(world.asked_count, 2);
    world.ms += 1;
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, 3);
}

/* -- a provider that does not answer ---------------------------------------------------------------------------------------- */

static void fail_times(size_t count, enum outgoing_end end)
{
    for (size_t i = 0; i < count; i++) {
        send_to("+447700900321");
        answer_end(last(), end, 0, "");
        world.ms += 100;
    }
}

Test(whatsapp_channel, leaves_a_provider_alone_that_is_down)
{
    fail_times(BREAKER_FAILURES, OUTGOING_LATE);
    size_t asked = world.asked_count;
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, asked);
    ended(SEND_INTENT);
    cr_assert(retry_ms() > 0 && retry_ms() <= BREAKER_MS_MIN);
    cr_assert_eq(world.alert_count, 1, "%s", world.alerts);
    world.ms += BREAKER_MS_MIN;
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, asked + 1, "one is tried");
    send_to("+447700900654");
    cr_assert_eq(world.asked_count, asked + 1, "and no other meanwhile");
    answer_end(asked, OUTGOING_LATE, 0, "");
    ended(SEND_UNKNOWN);
    world.ms += BREAKER_MS_MIN;
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, asked + 1, "twice as long");
    world.ms += BREAKER_MS_MIN;
    send_to("+447700900321");
    accept(last());
    send_to("+447700900654");
    send_to("+447700900987");
    cr_assert_eq(world.asked_count, asked + 4, "all is well");
    cr_assert_eq(world.alert_count, 1, "%s", world.alerts);
}

Test(whatsapp_channel, is_not_stuck_on_a_trial_that_was_forgotten)
{
    fail_times(BREAKER_FAILURES, OUTGOING_NOT_SENT);
    ended(SEND_INTENT);
    world.ms += BREAKER_MS_MIN;
    struct send *s = fixture_send("+447700900321");
    transmit(s);
    size_t asked = world.asked_count;
    channel->ops->forget(channel, s);
    send_to("+447700900321");
    cr_assert_eq(world.asked_count, asked + 1);
}

Test(whatsapp_channel, takes_refusals_for_answers)
{
    for (int i = 0; i < 20; i++) {
        send_to("+447700900321");
        refuse(last(), 131026);
        ended(SEND_REFUSED);
        world.ms += 7000;
    }
    cr_assert_eq(world.asked_count, 20);
    cr_assert_eq(world.alert_count, 0);
}

Test(whatsapp_channel, stands_in_for_a_provider_that_is_away)
{
    afresh();
    configured[1].base_url = SLICE("https://other.example.com");
    open_all(2);
    fail_times(BREAKER_FAILURES, OUTGOING_NOT_SENT);
    send_to("+447700900321");
    cr_assert_str_eq(world.asked[last()].url, "https://other.example.com/v25.0/22/messages");
}

/* -- people are told -------------------------------------------------------------------------------------------------------- */

Test(whatsapp_channel, calls_a_person_once)
{
    afresh();
    open_all(1);
    for (int i = 0; i < 5; i++) {
        send_to("+447700900321");
        refuse(last(), 190);
        world.ms += 300000;
    }
    cr_assert_eq(world.alert_count, 1, "%s", world.alerts);
    cr_assert_not_null(strstr(world.alerts, "whatsapp.operator: number 11: 190: the token expired"));
    send_to("+447700900321");
    accept(last());
    send_to("+447700900321");
    refuse(last(), 190);
    cr_assert_eq(world.alert_count, 2, "it was well for a while: news again");
    world.ms += 300000;
    send_to("+447700900321");
    refuse(last(), 131042);
    cr_assert_eq(world.alert_count, 3, "another trouble");
}

/* -- configuration ---------------------------------------------------------------------------------------------------------- */

Test(whatsapp_channel, knows_whose_a_number_is)
{
    struct tenant_id t;
    cr_assert(whatsapp_numbers_tenant(numbers, &t, SLICE("33")));
    cr_assert_eq(t.n, 8);
    cr_assert_not(whatsapp_numbers_tenant(numbers, &t, SLICE("44")));
    cr_assert_not(whatsapp_numbers_tenant(numbers, &t, SLICE("")));
    cr_assert_not(whatsapp_numbers_tenant(numbers, &t, SLICE("1")));
}

static void refuses(const char *what)
{
    struct whatsapp_numbers *n;
    struct whatsapp_numbers_setup s = {.numbers = configured, .count = 2, .clock = &world.clock};
    cr_assert_eq(whatsapp_numbers_create(&n, &s, &error), BAD_INPUT, "%s", what);
    cr_assert_null(n);
    cr_assert_null(strstr(error.text, "token-two"));
    fixture_numbers();
}

Test(whatsapp_channel, refuses_numbers_that_cannot_work)
{
    configured[1].id = configured[0].id;
    refuses("two of one id");
    configured[1].id = SLICE("");
    refuses("no id");
    configured[1].token = SLICE("");
    refuses("no token");
    configured[1].token = SLICE("token-two\r\nX: y");
    refuses("a token that ends its line");
    configured[1].base_url = SLICE("graph.example.com");
    refuses("no address");
    configured[1].base_url = SLICE("https://graph.example.com/");
    refuses("a slash at the end");
    configured[1].version = SLICE("");
    refuses("no version");
    configured[1].tenant.n = 0;
    refuses("nobody's");
}

/* -- any weather ------------------------------------------------------------------------------------------------------------ */

static const struct {
    enum outgoing_end end;
    unsigned status;
    const char *body;
} weather[] = {
    {OUTGOING_ANSWERED, 200, "{\"messages\":[{\"id\":\"wamid.OUT\"}]}"},
    {OUTGOING_ANSWERED, 200, "{\"messages\":[{\"id\":\"wamid.OUT\"}]}"},
    {OUTGOING_ANSWERED, 200, "{\"messages\":[{\"id\":\"wamid.OUT\"}]}"},
    {OUTGOING_ANSWERED, 400, "{\"error\":{\"code\":131047}}"},
    {OUTGOING_ANSWERED, 400, "{\"error\":{\"code\":130429}}"},
    {OUTGOING_ANSWERED, 400, "{\"error\":{\"code\":131056}}"},
    {OUTGOING_ANSWERED, 400, "{\"error\":{\"code\":131048}}"},
    {OUTGOING_ANSWERED, 401, "{\"error\":{\"code\":190}}"},
    {OUTGOING_ANSWERED, 500, "{\"error\":{\"code\":131000}}"},
    {OUTGOING_ANSWERED, 502, "oops"},
    {OUTGOING_NOT_SENT, 0, ""},
    {OUTGOING_CUT, 0, ""},
    {OUTGOING_LATE, 0, ""},
};

enum { STORM_SENDS = 400 };

/* What the engine would do with it: nothing that was accepted, refused or in doubt is handed over again. */
struct storm {
    struct dice dice;
    struct send *sends[STORM_SENDS];
    unsigned on_their_way[STORM_SENDS], asked[STORM_SENDS];
    bool over[STORM_SENDS];
    size_t heard; /* of world.done */
};

static size_t storm_index(const struct storm *s, const char *key)
{
    for (size_t i = 0; i < STORM_SENDS; i++)
        if (s->sends[i] != NULL && slice_eq(s->sends[i]->key, slice_from(key)))
            return i;
    cr_assert_fail("%s is nobody's", key);
    return 0;
}

static void storm_hear(struct storm *s)
{
    for (; s->heard < world.done_count; s->heard++) {
        size_t i = storm_index(s, world.done[s->heard].key);
        cr_assert_eq(s->on_their_way[i], 1, "%s is told once", world.done[s->heard].key);
        s->on_their_way[i] = 0;
        s->over[i] = world.done[s->heard].state != SEND_INTENT;
        cr_assert(s->over[i] || (world.done[s->heard].retry_ms >= 0 && world.done[s->heard].retry_ms <= 600000));
    }
    if (s->heard == world.done_count)
        s->heard = world.done_count = 0;
}

static void storm_transmit(struct storm *s)
{
    static char addresses[STORM_SENDS][24];
    size_t i = dice_below(&s->dice, STORM_SENDS);
    if (s->on_their_way[i] > 0 || s->over[i])
        return;
    if (s->sends[i] == NULL) {
        snprintf(addresses[i], sizeof addresses[i], "+4477009%05u", (unsigned)dice_below(&s->dice, 20));
        s->sends[i] = fixture_send(addresses[i]);
        s->sends[i]->tenant.n = 7 + dice_below(&s->dice, 2);
        s->sends[i]->attempts = 0;
    }
    s->sends[i]->attempts++;
    s->on_their_way[i] = 1;
    transmit(s->sends[i]);
}

static void storm_answer(struct storm *s)
{
    size_t open[ASKED_MAX], n = 0;
    for (size_t i = 0; i < world.asked_count; i++)
        if (world.asked[i].open)
            open[n++] = i;
    cr_assert_leq(n, 4, "no more is open than may be");
    if (n == 0)
        return;
    size_t which = open[dice_below(&s->dice, n)], w = dice_below(&s->dice, COUNT_OF(weather));
    answer_end(which, weather[w].end, weather[w].status, weather[w].body);
}

static void storm_forget(struct storm *s)
{
    size_t i = dice_below(&s->dice, STORM_SENDS), looked = 0;
    while (s->on_their_way[i] == 0 && looked++ < STORM_SENDS)
        i = (i + 1) % STORM_SENDS;
    if (s->on_their_way[i] == 0)
        return;
    channel->ops->forget(channel, s->sends[i]);
    s->on_their_way[i] = 0;
    s->over[i] = true; /* a process that forgets has died: it is in doubt */
}

/* Each request is of one attempt, by a number of its tenant. */
static void storm_look(struct storm *s)
{
    for (size_t i = 0; i < world.asked_count; i++) {
        const char *at = strstr(world.asked[i].body, "callback_data\":\"");
        char key[32] = "";
        cr_assert_not_null(at);
        sscanf(at + 16, "%31[^\"]", key);
        size_t k = storm_index(s, key);
        s->asked[k]++;
        cr_assert_leq(s->asked[k], s->sends[k]->attempts, "%s was said %u times in %u attempts", key, s->asked[k],
                      s->sends[k]->attempts);
        bool of_relay = strncmp(world.asked[i].url, "https://waba.", 13) == 0;
        cr_assert_eq(of_relay, s->sends[k]->tenant.n == 8, "%s by %s", key, world.asked[i].url);
    }
    size_t kept = 0;
    for (size_t i = 0; i < world.asked_count; i++)
        if (world.asked[i].open) {
            world.asked[kept] = world.asked[i];
            s->asked[storm_index(
                s, (sscanf(strstr(world.asked[i].body, "callback_data\":\"") + 16, "%31[^\"]", world.notes), world.notes))]--;
            kept++;
        }
    world.asked_count = kept;
}

static void storm(uint64_t seed)
{
    struct storm s = {.dice = {{seed, 1, 1}, 0}};
    static const char *const ids[] = {"11", "22", "33"};
    for (unsigned step = 0; step < 3000; step++) {
        switch (dice_below(&s.dice, 10)) {
        case 0:
        case 1:
        case 2: storm_transmit(&s); break;
        case 3:
        case 4:
        case 5: storm_answer(&s); break;
        case 6: world.ms += dice_below(&s.dice, 3000); break;
        case 7: world.ms += dice_below(&s.dice, 20) == 0 ? 400000 : 1; break;
        case 8:
            if (dice_below(&s.dice, 10) == 0)
                storm_forget(&s);
            else
                (void)whatsapp_numbers_resume(numbers, slice_from(ids[dice_below(&s.dice, 3)]));
            break;
        default: channel->ops->pump(channel); break;
        }
        storm_hear(&s);
        storm_look(&s);
        world.alerts[0] = world.notes[0] = 0;
    }
    world.ms += 60000;
    channel->ops->pump(channel);
    storm_hear(&s);
    for (size_t i = 0; i < STORM_SENDS; i++)
        cr_assert_eq(s.on_their_way[i], 0, "seed %llu: send %zu was never told of", (unsigned long long)seed, i);
    cr_assert_eq(channel->ops->pump(channel).ns, INSTANT_NEVER.ns);
}

Test(whatsapp_channel, says_nothing_twice_in_any_weather)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        afresh();
        open_all(3);
        send_count = 0;
        channel->ops->close(channel);
        struct whatsapp_setup c = {.numbers = numbers,
                                   .wire = {NULL, wire_ask, wire_forget},
                                   .clock = &world.clock,
                                   .alert = &alert,
                                   .notebook = &notebook,
                                   .open_max = 4};
        channel = whatsapp_channel_create(&c);
        storm(seed);
    }
}
