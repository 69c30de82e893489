/* What every model behind HTTP promises, whoever sells it; over real connections to a server that this test plays. The includer
 * defines CONTRACT(name), the function `create` and the `wire` of its vendor. */
#ifndef PARLEY_REMOTE_CONTRACT_H
#define PARLEY_REMOTE_CONTRACT_H

#include <parley/remote_model.h>

#include "ask_fixture.h"
#include "hand_server.h"

#include <criterion/criterion.h>
#include <signal.h>

#define PLATFORM_KEY "sk-platform-secret"
#define TENANT_KEY "sk-tenant-secret"

/* Bodies as the vendor writes them. Text of the good ones: "The fee is 30%."; 1000 tokens in, of which 200 cached; 30 out. */
struct wire {
    const char *good, *good_stream, *cut, *refused, *empty, *tools, *no_end, *no_end_stream, *error_in_stream, *quota, *rate,
        *away, *bad_key, *bad_request, *delta, *uncounted;
    unsigned quota_status, away_status;
    const char *key_field; /* as it stands in a request, with ": " */
};

static struct model *create(const struct remote_setup *s, struct error *e);
static const struct wire wire;

static struct hand_server server;
static struct outgoing *out;
static struct arena a;
static struct model *model;
static struct remote_setup setup;

/* -- a clock that stands still, and people to call
 * --------------------------------------------------------------------------------
 */

static struct instant now = {UINT64_C(1000000000000)};
static struct instant now_of_clock(struct clock *c)
{
    (void)c;
    return now;
}
static struct wall wall_of_clock(struct clock *c)
{
    (void)c;
    return (struct wall){0};
}
static const struct clock_ops clock_ops = {now_of_clock, wall_of_clock};
static struct clock still = {&clock_ops};

static unsigned alerts, notes;
static char last_alert[500], last_note[500];
static void raise_alert(struct alert *to, enum alert_level level, struct slice what, struct slice text)
{
    (void)to, (void)level, (void)what;
    alerts++;
    snprintf(last_alert, sizeof last_alert, SLICE_FMT, SLICE_ARG(text));
    cr_assert(strstr(last_alert, "secret") == NULL, "%s", last_alert);
}
static void write_note(struct notebook *n, struct slice line)
{
    (void)n;
    notes++;
    snprintf(last_note, sizeof last_note, SLICE_FMT, SLICE_ARG(line));
    cr_assert(strstr(last_note, "secret") == NULL, "%s", last_note);
    cr_assert(strstr(last_note, "fee") == NULL, "%s", last_note);
}
static const struct alert_ops alert_ops = {raise_alert};
static const struct notebook_ops notebook_ops = {write_note};
static struct alert people = {&alert_ops};
static struct notebook book = {&notebook_ops};

/* -- the server
 * -------------------------------------------------------------------------------------------------------------------
 */

static _Atomic(const char *) head, body, head_for_tenant;

static atomic_bool endless;

/* A stream that never ends: how much of it was taken? */
static atomic_uint poured;

static void pour(int fd)
{
    if (!hand_say(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"))
        return;
    for (int i = 0; i < 100000 && hand_say(fd, wire.delta); i++)
        atomic_fetch_add(&poured, 1);
}

static void plays(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    while (hand_hear(s, fd)) {
        if (atomic_load(&endless)) {
            pour(fd);
            return;
        }
        bool tenant = strstr(s->last, TENANT_KEY) != NULL;
        const char *h = tenant && head_for_tenant ? head_for_tenant : head;
        if (strcmp(h, "silence") == 0)
            continue;
        if (strcmp(h, "hang up") == 0)
            return;
        if (!hand_answer(fd, h, body))
            return;
    }
}

static void answers_with(const char *h, const char *b)
{
    atomic_store(&head, h);
    atomic_store(&body, b);
}

/* -- asking
 * -----------------------------------------------------------------------------------------------------------------------
 */

struct got {
    unsigned times;
    enum model_status status;
    char text[2000];
    char step[100];
    struct money cost;
    uint32_t in, out;
    uint64_t ask;
};

static void take_answer(void *context, const struct model_answer *m)
{
    struct got *g = context;
    g->times++;
    g->ask = m->ask;
    g->status = m->status;
    g->cost = m->cost;
    g->in = m->tokens_in;
    g->out = m->tokens_out;
    snprintf(g->text, sizeof g->text, SLICE_FMT, SLICE_ARG(m->text));
    snprintf(g->step, sizeof g->step, SLICE_FMT, SLICE_ARG(m->next_step));
}

static struct model_ask *question(enum model_role role)
{
    struct model_ask *q = fixture_ask(&a, role);
    q->deadline = instant_plus(now, DURATION_S(5));
    return q;
}

static struct got ask_it(struct model_ask *q)
{
    struct got g = {0};
    model->ops->start(model, q, take_answer, &g);
    for (int i = 0; i < 400 && g.times == 0; i++)
        outgoing_rest(out, -1, DURATION_MS(50));
    cr_assert_eq(g.times, 1);
    return g;
}

static struct got ask_now(void)
{
    return ask_it(question(ROLE_CONVERSATION));
}

static void renew(void)
{
    struct error e = {0};
    if (model != NULL)
        model->ops->close(model);
    model = create(&setup, &e);
    cr_assert(model != NULL, "%s", e.text);
}

static void set_up(void)
{
    static char url[100];
    static const struct remote_key keys[] = {{SLICE_INIT(""), SLICE_INIT(PLATFORM_KEY)}};
    struct error e;
    signal(SIGPIPE, SIG_IGN);
    arena_init(&a, (size_t)1 << 28);
    hand_start(&server, plays);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/v1/", server.port);
    out = outgoing_create(&(struct outgoing_setup){0}, &e);
    setup = (struct remote_setup){.name = SLICE("a"),
                                  .base_url = slice_from(url),
                                  .model = SLICE("some-model-1"),
                                  .keys = keys,
                                  .key_count = 1,
                                  .prices = {2000000, 200000, 2500000, 10000000, CURRENCY_USD},
                                  .max_output_tokens = 300,
                                  .outgoing = out,
                                  .clock = &still,
                                  .alert = &people,
                                  .notebook = &book};
    renew();
}

static void tear_down(void)
{
    model->ops->close(model);
    outgoing_destroy(out);
    hand_stop(&server);
    arena_finish(&a);
}

/* -- the promises
 * -----------------------------------------------------------------------------------------------------------------
 */

CONTRACT(brings_the_text_and_what_it_cost)
{
    answers_with("200 OK\r\nContent-Type: application/json", wire.good);
    struct model_ask *q = question(ROLE_CONVERSATION);
    struct got g = ask_it(q);
    cr_assert_eq(g.status, MODEL_OK);
    cr_assert_eq(g.ask, 42);
    cr_assert_str_eq(g.text, "The fee is 30%.");
    cr_assert_eq(g.in, 1000);
    cr_assert_eq(g.out, 30);
    cr_assert_eq(g.cost.micros, 800 * 2 + 200 / 5 + 30 * 10);
    cr_assert_eq(g.cost.currency, CURRENCY_USD);
    struct money most = model->ops->price(model, q);
    cr_assert_gt(most.micros, 300 * 10);
    cr_assert_lt(most.micros, 100000);
    cr_assert(strstr(server.last, wire.key_field) != NULL, "%s", server.last);
    cr_assert_eq(notes, 1);
    cr_assert(strstr(last_note, "trouble=none") != NULL && strstr(last_note, "cached=200") != NULL, "%s", last_note);
}

CONTRACT(reads_a_stream_too)
{
    setup.streams = true;
    renew();
    answers_with("200 OK\r\nContent-Type: text/event-stream", wire.good_stream);
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_OK, "%s", model_status_name(g.status));
    cr_assert_str_eq(g.text, "The fee is 30%.");
    cr_assert_eq(g.cost.micros, 800 * 2 + 200 / 5 + 30 * 10);
    answers_with("200 OK\r\nContent-Type: application/json", wire.good);
    cr_assert_str_eq(ask_now().text, "The fee is 30%.", "a server that does not stream");
    answers_with("200 OK", wire.error_in_stream);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    answers_with("200 OK", wire.no_end_stream);
    g = ask_now();
    cr_assert_eq(g.status, MODEL_DOWN);
    cr_assert_str_eq(g.text, "");
    answers_with("429 Slow", wire.rate);
    cr_assert_eq(ask_now().status, MODEL_LIMITED);
}

CONTRACT(an_answer_that_is_not_whole_is_none)
{
    answers_with("200 OK", wire.cut);
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_GARBAGE);
    cr_assert_str_eq(g.text, "");
    cr_assert_gt(g.cost.micros, 0, "it is paid for");
    answers_with("200 OK", wire.no_end);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    answers_with("200 OK", wire.empty);
    cr_assert_eq(ask_now().status, MODEL_GARBAGE);
    answers_with("200 OK", wire.tools);
    cr_assert_eq(ask_now().status, MODEL_GARBAGE);
    renew();
    answers_with("200 OK", "<html>Welcome to the gateway</html>");
    g = ask_now();
    cr_assert_eq(g.status, MODEL_GARBAGE);
    cr_assert_gt(g.cost.micros, 300 * 10, "nobody knows what it cost: the most");
    answers_with("200 OK", "{\"choices\":7,\"content\":{}}");
    cr_assert_neq(ask_now().status, MODEL_OK);
    answers_with("200 OK", "[]");
    cr_assert_eq(ask_now().status, MODEL_GARBAGE);
}

CONTRACT(words_that_cost_no_token_cost_the_most)
{
    answers_with("200 OK", wire.uncounted);
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_OK);
    cr_assert_gt(g.cost.micros, 300 * 10);
}

CONTRACT(a_model_may_decline)
{
    answers_with("200 OK", wire.refused);
    cr_assert_eq(ask_now().status, MODEL_REFUSED);
    cr_assert_eq(remote_model_state(model), BREAKER_CLOSED);
}

CONTRACT(waits_as_long_as_it_is_asked)
{
    answers_with("429 Too Many\r\nretry-after: 7", wire.rate);
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_LIMITED);
    cr_assert_eq(g.cost.micros, 0);
    answers_with("200 OK", wire.good);
    now = instant_plus(now, DURATION_MS(6999));
    cr_assert_eq(ask_now().status, MODEL_LIMITED);
    cr_assert_eq(server.requests, 1, "nobody was asked");
    now = instant_plus(now, DURATION_MS(1));
    cr_assert_eq(ask_now().status, MODEL_OK);
    cr_assert_eq(alerts, 0);
}

CONTRACT(does_not_wait_for_money_and_calls_somebody_once)
{
    char status[50];
    snprintf(status, sizeof status, "%u No\r\nretry-after: 1", wire.quota_status);
    answers_with(status, wire.quota);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(alerts, 1);
    now = instant_plus(now, DURATION_S(590));
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(server.requests, 1);
    now = instant_plus(now, DURATION_S(10));
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(server.requests, 2);
    cr_assert_eq(alerts, 1, "it is known");
    now = instant_plus(now, DURATION_S(600));
    answers_with("200 OK", wire.good);
    cr_assert_eq(ask_now().status, MODEL_OK);
    answers_with(status, wire.quota);
    (void)ask_now();
    cr_assert_eq(alerts, 2, "again, after it had worked");
}

CONTRACT(calls_an_operator_about_a_key_and_goes_on_without)
{
    answers_with("401 Unauthorized", wire.bad_key);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(alerts, 1);
    cr_assert(strstr(last_alert, "platform") != NULL, "%s", last_alert);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(server.requests, 1);
    now = instant_plus(now, DURATION_S(60));
    answers_with("200 OK", wire.good);
    cr_assert_eq(ask_now().status, MODEL_OK, "somebody mended it");
    answers_with("400 Bad", wire.bad_request);
    cr_assert_eq(ask_now().status, MODEL_GARBAGE);
    cr_assert_eq(ask_now().status, MODEL_GARBAGE);
    cr_assert_eq(alerts, 2);
    cr_assert_eq(remote_model_state(model), BREAKER_CLOSED);
}

CONTRACT(takes_the_tenants_key_and_then_the_platforms)
{
    static const struct remote_key keys[] = {{SLICE_INIT(""), SLICE_INIT(PLATFORM_KEY)},
                                             {SLICE_INIT("acme"), SLICE_INIT(TENANT_KEY)},
                                             {SLICE_INIT("other"), SLICE_INIT("sk-others-secret")}};
    setup.keys = keys;
    setup.key_count = 3;
    renew();
    answers_with("200 OK", wire.good);
    cr_assert_eq(ask_now().status, MODEL_OK);
    cr_assert(strstr(server.last, TENANT_KEY) != NULL);
    atomic_store(&head_for_tenant, "401 Unauthorized");
    answers_with("200 OK", wire.good);
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_OK);
    cr_assert(strstr(server.last, PLATFORM_KEY) != NULL);
    cr_assert_eq(server.requests, 3);
    cr_assert_eq(alerts, 1);
    cr_assert(strstr(last_alert, "acme") != NULL, "%s", last_alert);
    cr_assert_eq(ask_now().status, MODEL_OK);
    cr_assert_eq(server.requests, 4, "the tenant's is held");
    atomic_store(&head_for_tenant, NULL);
    now = instant_plus(now, DURATION_S(60));
    (void)ask_now();
    cr_assert(strstr(server.last, TENANT_KEY) != NULL);
    cr_assert(strstr(server.last, "others") == NULL);
}

CONTRACT(leaves_a_failing_provider_alone)
{
    char status[50];
    snprintf(status, sizeof status, "%u Away", wire.away_status);
    answers_with(status, wire.away);
    for (int i = 0; i < 5; i++)
        cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(remote_model_state(model), BREAKER_OPEN);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(server.requests, 5);
    answers_with("200 OK", wire.good);
    now = instant_plus(now, DURATION_S(BREAKER_PAUSE_S));
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(remote_model_state(model), i ? BREAKER_TRYING : BREAKER_OPEN);
        cr_assert_eq(ask_now().status, MODEL_OK);
    }
    cr_assert_eq(remote_model_state(model), BREAKER_CLOSED);
    answers_with("502 Bad Gateway", "<html>edge</html>");
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    answers_with("hang up", "");
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_DOWN);
    cr_assert_gt(g.cost.micros, 300 * 10, "it may have been billed");
}

CONTRACT(keeps_to_the_asks_deadline)
{
    answers_with("silence", "");
    struct model_ask *q = question(ROLE_CONVERSATION);
    q->deadline = instant_plus(now, DURATION_MS(150));
    struct got g = ask_it(q);
    cr_assert_eq(g.status, MODEL_TIMEOUT);
    cr_assert_eq(g.cost.micros, model->ops->price(model, q).micros);
    q->deadline = now;
    g = ask_it(q);
    cr_assert_eq(g.status, MODEL_TIMEOUT);
    cr_assert_eq(g.cost.micros, 0, "it was not begun");
    cr_assert_eq(server.requests, 1);
}

CONTRACT(cuts_off_a_text_that_is_no_message_any_more)
{
    setup.streams = true;
    renew();
    atomic_store(&endless, true);
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_GARBAGE);
    cr_assert_str_eq(g.text, "");
    cr_assert_gt(g.cost.micros, 300 * 10);
    outgoing_destroy(out); /* closes its connections */
    out = outgoing_create(&(struct outgoing_setup){0}, &(struct error){0});
    setup.outgoing = out;
    for (int i = 0; i < 100 && server.open > 0; i++)
        hand_pause(10);
    cr_assert_lt(poured, 100000);
}

CONTRACT(leaves_a_provider_alone_that_asks_for_it)
{
    char status[80];
    snprintf(status, sizeof status, "%u Away\r\nretry-after: 3", wire.away_status);
    answers_with(status, wire.away);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    answers_with("200 OK", wire.good);
    cr_assert_eq(ask_now().status, MODEL_DOWN);
    cr_assert_eq(server.requests, 1);
    now = instant_plus(now, DURATION_S(3));
    cr_assert_eq(ask_now().status, MODEL_OK);
}

CONTRACT(what_was_begun_before_says_nothing_about_a_trial)
{
    struct got old = {0}, trial = {0}, third = {0};
    char status[50];
    answers_with("silence", "");
    model->ops->start(model, question(ROLE_CONVERSATION), take_answer, &old);
    for (int i = 0; i < 50 && server.requests == 0; i++)
        outgoing_rest(out, -1, DURATION_MS(10));
    snprintf(status, sizeof status, "%u Away", wire.away_status);
    answers_with(status, wire.away);
    for (int i = 0; i < 5; i++)
        (void)ask_now();
    now = instant_plus(now, DURATION_S(BREAKER_PAUSE_S));
    answers_with("silence", "");
    model->ops->start(model, question(ROLE_CONVERSATION), take_answer, &trial);
    cr_assert_eq(remote_model_state(model), BREAKER_TRYING);
    model->ops->cancel(model, &old); /* at its deadline */
    cr_assert_eq(remote_model_state(model), BREAKER_TRYING);
    model->ops->start(model, question(ROLE_CONVERSATION), take_answer, &third);
    cr_assert_eq(third.times, 1, "one at a time, still");
    cr_assert_eq(third.status, MODEL_DOWN);
    model->ops->cancel(model, &trial);
}

CONTRACT(nobody_listens)
{
    hand_stop(&server);
    struct got g = ask_now();
    cr_assert_eq(g.status, MODEL_DOWN);
    cr_assert_eq(g.cost.micros, 0);
}

CONTRACT(is_silent_after_a_cancel_and_learns_from_late_ones)
{
    struct got g = {0}, other = {0};
    answers_with("silence", "");
    for (int i = 0; i < 10; i++) {
        model->ops->start(model, question(ROLE_CONVERSATION), take_answer, &g);
        model->ops->start(model, question(ROLE_CONVERSATION), take_answer, &other);
        outgoing_rest(out, -1, DURATION_MS(10));
        model->ops->cancel(model, &g);
        cr_assert_eq(outgoing_open(out), 1);
        model->ops->cancel(model, &other);
    }
    cr_assert_eq(remote_model_state(model), BREAKER_CLOSED, "nothing is known of them");
    for (int i = 0; i < 5; i++) {
        model->ops->start(model, question(ROLE_CONVERSATION), take_answer, &g);
        now = instant_plus(now, DURATION_S(5));
        model->ops->cancel(model, &g);
    }
    cr_assert_eq(remote_model_state(model), BREAKER_OPEN);
    cr_assert_eq(g.times + other.times, 0);
    cr_assert_eq(outgoing_open(out), 0);
}

CONTRACT(asks_a_checker_for_a_verdict)
{
    answers_with("200 OK", wire.good);
    struct got g = ask_it(question(ROLE_CHECKER));
    cr_assert_eq(g.status, MODEL_OK);
    cr_assert_str_eq(g.step, "");
    cr_assert(strstr(server.last, "\"json_schema\"") != NULL);
    cr_assert(strstr(server.last, "\"additionalProperties\":false") != NULL);
    setup.dialect = REMOTE_NO_SCHEMA;
    renew();
    (void)ask_it(question(ROLE_CHECKER));
    cr_assert(strstr(server.last, "\"json_schema\"") == NULL);
    cr_assert_eq(ask_it(question(ROLE_EMBED)).status, MODEL_REFUSED);
}

CONTRACT(closes_with_asks_on_their_way)
{
    struct got g = {0};
    answers_with("silence", "");
    model->ops->start(model, question(ROLE_CONVERSATION), take_answer, &g);
    outgoing_rest(out, -1, DURATION_MS(10));
    renew();
    cr_assert_eq(outgoing_open(out), 0);
    cr_assert_eq(g.times, 0);
}

CONTRACT(adds_members_of_the_operator_and_no_others)
{
    struct error e;
    setup.extra = SLICE(" {\"reasoning_effort\":\"none\"} ");
    renew();
    answers_with("200 OK", wire.good);
    (void)ask_now();
    cr_assert(strstr(server.last, ",\"reasoning_effort\":\"none\"}") != NULL);
    setup.extra = SLICE("{ }");
    renew();
    cr_assert_eq(ask_now().status, MODEL_OK);
    static const char *const bad[] = {"{\"model\":\"x\"}", "[]", "{", "7", "{\"messages\":[]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        setup.extra = slice_from(bad[i]);
        cr_assert(create(&setup, &e) == NULL, "%s", bad[i]);
    }
    setup.extra = SLICE_NONE;
    setup.model = SLICE_NONE;
    cr_assert(create(&setup, &e) == NULL);
}

#endif
