#include <parley/anthropic_model.h>

#include "anthropic.h"

#include <parley/sse.h>

#include <criterion/criterion.h>

static void set_up(void);
static void tear_down(void);
TestSuite(anthropic, .init = set_up, .fini = tear_down);
#define CONTRACT(name) Test(anthropic, name)
#include "remote_contract.h"

static struct model *create(const struct remote_setup *s, struct error *e)
{
    return anthropic_model_create(s, e);
}

#define USAGE                                                                                                                    \
    "\"usage\":{\"input_tokens\":800,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":200,\"output_tokens\":30,"    \
    "\"service_tier\":\"standard\"}"
#define ANSWER(content, stop)                                                                                                    \
    "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"some-model-1\",\"content\":[" content             \
    "],\"stop_reason\":" stop ",\"stop_sequence\":null,\"stop_details\":null," USAGE "}"
#define TEXT(text) "{\"type\":\"text\",\"text\":\"" text "\"}"
#define EVENT(name, rest) "event: " name "\ndata: {\"type\":\"" name "\"" rest "}\n\n"
#define DELTA(text) EVENT("content_block_delta", ",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"" text "\"}")
#define START                                                                                                                    \
    EVENT("message_start", ",\"message\":{\"id\":\"msg_1\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":800," \
                           "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":200,\"output_tokens\":1}}")            \
    EVENT("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}")                     \
    EVENT("content_block_delta", ",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}")                     \
    EVENT("ping", "") EVENT("content_block_start", ",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
#define STOPPED(why)                                                                                                             \
    EVENT("message_delta", ",\"delta\":{\"stop_reason\":" why "},\"usage\":{\"output_tokens\":30,\"input_tokens\":null}")
#define ERROR(type, more)                                                                                                        \
    "{\"type\":\"error\",\"error\":{\"type\":\"" type "\",\"message\":\"about sk-platform-secret\"" more                         \
    "},\"request_id\":\"req_1\"}"

static const struct wire wire = {
    .good = ANSWER("{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}," TEXT("The fee") "," TEXT(" is 30%."),
                   "\"end_turn\""),
    .good_stream = START DELTA("The fee") DELTA(" is 30%.") EVENT("some_future_event", ",\"x\":1") STOPPED("\"end_turn\"")
        EVENT("message_stop", ""),
    .cut = ANSWER(TEXT("The fee is"), "\"max_tokens\""),
    .refused = ANSWER("", "\"refusal\""),
    .empty = ANSWER("", "\"end_turn\""),
    .tools = ANSWER(TEXT("Let me check.") ",{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}", "\"tool_use\""),
    .no_end = ANSWER(TEXT("The fee"), "null"),
    .no_end_stream = START DELTA("The fee is 30%.") STOPPED("\"end_turn\""),
    .error_in_stream = START DELTA("The") EVENT("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}"),
    .quota = ERROR("rate_limit_error", ",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}"),
    .quota_status = 429,
    .rate = ERROR("rate_limit_error", ""),
    .away = ERROR("overloaded_error", ""),
    .away_status = 529,
    .bad_key = ERROR("authentication_error", ""),
    .bad_request = ERROR("invalid_request_error", ""),
    .delta = DELTA("and so on and on and on "),
    .uncounted = "{\"type\":\"message\",\"content\":[" TEXT(
        "x") "],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}",
    .key_field = "x-api-key: " PLATFORM_KEY "\r\n",
};

static bool take(void *context, struct slice event, struct slice data)
{
    return anthropic_read_event(context, event, data);
}

static struct reading read_stream(const char *text, size_t step)
{
    struct reading r;
    struct sse s;
    struct slice all = slice_from(text);
    reading_init(&r, &a, 200);
    sse_init(&s, &a, take, &r);
    for (size_t i = 0; i < all.len && sse_feed(&s, slice_sub(all, i, i + step)); i += step)
        ;
    return r;
}

Test(anthropic, reads_a_stream_in_any_pieces)
{
    for (size_t step = 1; step < 40; step++) {
        struct reading r = read_stream(wire.good_stream, step);
        cr_assert(slice_eq(buffer_slice(&r.text), SLICE("The fee is 30%.")), "steps of %zu", step);
        cr_assert(r.ended && r.trouble == TROUBLE_NONE);
        cr_assert(r.usage.known && r.usage.input == 800 && r.usage.cached == 200 && r.usage.output == 30,
                  "sums are replaced, not added");
    }
}

Test(anthropic, a_stream_ends_only_where_its_vendor_says_so)
{
    cr_assert(!read_stream(wire.no_end_stream, 1000000).ended);
    cr_assert(!read_stream(START DELTA("x") EVENT("message_stop", ""), 1000000).ended, "without a reason");
    struct reading r = read_stream(START DELTA("x") STOPPED("\"max_tokens\"") EVENT("message_stop", ""), 7);
    cr_assert(r.cut);
    r = read_stream(
        START EVENT("content_block_start",
                    ",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"),
        7);
    cr_assert_eq(r.trouble, TROUBLE_GARBAGE);
    r = read_stream(START EVENT("error", ",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"x\"}"), 7);
    cr_assert_eq(r.trouble, TROUBLE_BUSY);
    r = read_stream(START DELTA("x") STOPPED("\"refusal\""), 7);
    cr_assert_eq(r.trouble, TROUBLE_REFUSED);
}

static enum trouble of(unsigned status, const char *text)
{
    struct reading r;
    reading_init(&r, &a, status);
    anthropic_read(&r, slice_from(text));
    if (status / 100 != 2)
        reading_fail(&r, trouble_of_status(status), SLICE_NONE);
    return r.trouble;
}

Test(anthropic, tells_errors_apart)
{
    cr_assert_eq(of(429, ERROR("rate_limit_error", ",\"details\":{\"error_code\":\"contract_spend_limit_reached\"}")),
                 TROUBLE_MONEY);
    cr_assert_eq(of(429, ERROR("rate_limit_error", ",\"details\":{\"error_code\":\"ramp_limit_exceeded\"}")), TROUBLE_BUSY);
    cr_assert_eq(of(429, ERROR("rate_limit_error", ",\"details\":null")), TROUBLE_BUSY);
    cr_assert_eq(
        of(400,
           "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your Credit balance is too low\"}}"),
        TROUBLE_MONEY);
    cr_assert_eq(of(400, ERROR("invalid_request_error", "")), TROUBLE_REQUEST);
    cr_assert_eq(of(402, ERROR("billing_error", "")), TROUBLE_MONEY);
    cr_assert_eq(of(404, ERROR("not_found_error", "")), TROUBLE_SETUP);
    cr_assert_eq(of(413, ERROR("request_too_large", "")), TROUBLE_REQUEST);
    cr_assert_eq(of(529, ERROR("overloaded_error", "")), TROUBLE_AWAY);
    cr_assert_eq(of(502, "<html>"), TROUBLE_AWAY);
    cr_assert_eq(of(404, "{\"error\":{\"code\":404,\"message\":\"no\",\"type\":\"invalid_request_error\"}}"), TROUBLE_SETUP,
                 "a server that speaks alike");
    cr_assert_eq(of(200, ERROR("api_error", "")), TROUBLE_AWAY);
}

static void is_as_in(const char *path, struct slice text)
{
    static char old[1 << 17];
    if (getenv("PARLEY_UPDATE") != NULL) {
        FILE *f = fopen(path, "w");
        fwrite(text.at, 1, text.len, f);
        fputc('\n', f);
        fclose(f);
    }
    FILE *in = fopen(path, "r");
    cr_assert(in != NULL, "%s", path);
    size_t n = fread(old, 1, sizeof old, in);
    fclose(in);
    cr_assert(n > 0 && slice_eq(text, (struct slice){old, n - 1}), "%s is different now:\n" SLICE_FMT, path, SLICE_ARG(text));
}

static struct slice written(enum model_role role)
{
    struct prompt p;
    cr_assert_eq(prompt_write(&p, &a, question(role), NULL), OK);
    return anthropic_write(&a, &setup, &p);
}

Test(anthropic, writes_requests_that_people_have_read)
{
    is_as_in("tests/data/draft.json", written(ROLE_CONVERSATION));
    setup.streams = true;
    is_as_in("tests/data/checker.json", written(ROLE_CHECKER));
}

/* What a provider keeps is a prefix: whatever the customer writes, the bytes up to the mark are the same. */
Test(anthropic, everything_up_to_the_cache_mark_stays_the_same)
{
    struct prompt p, q;
    struct model_ask *one = question(ROLE_CONVERSATION), *other = question(ROLE_CONVERSATION);
    size_t at;
    other->burst = SLICE("quite another question");
    cr_assert_eq(prompt_write(&p, &a, one, NULL), OK);
    cr_assert_eq(prompt_write(&q, &a, other, NULL), OK);
    struct slice first = anthropic_write(&a, &setup, &p), second = anthropic_write(&a, &setup, &q);
    cr_assert(slice_find(&at, first, SLICE("\"cache_control\":{\"type\":\"ephemeral\"}")));
    cr_assert(slice_eq(slice_sub(first, 0, at), slice_sub(second, 0, at)));
    cr_assert(!slice_eq(first, second));
}

Test(anthropic, sends_its_version_and_either_kind_of_key)
{
    answers_with("200 OK", wire.good);
    (void)ask_now();
    cr_assert(strstr(server.last, "anthropic-version: 2023-06-01\r\n") != NULL);
    setup.version = SLICE("2026-10-21");
    setup.dialect = REMOTE_BEARER;
    renew();
    (void)ask_now();
    cr_assert(strstr(server.last, "anthropic-version: 2026-10-21\r\n") != NULL);
    cr_assert(strstr(server.last, "Authorization: Bearer " PLATFORM_KEY "\r\n") != NULL);
    cr_assert(strstr(server.last, "x-api-key") == NULL);
    cr_assert(strstr(server.last, "temperature") == NULL);
}
