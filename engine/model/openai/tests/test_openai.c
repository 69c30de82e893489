#include <parley/openai_model.h>

#include "openai.h"

#include <parley/sse.h>

#include <criterion/criterion.h>

static void set_up(void);
static void tear_down(void);
TestSuite(openai, .init = set_up, .fini = tear_down);
#define CONTRACT(name) Test(openai, name)
#include "remote_contract.h"

static struct model *create(const struct remote_setup *s, struct error *e)
{
    return openai_model_create(s, e);
}

#define USAGE                                                                                                                    \
    "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":30,\"total_tokens\":1030,\"prompt_tokens_details\":{\"cached_"      \
    "tokens\":200}}"
#define ANSWER(message, stop)                                                                                                    \
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1790000000,\"model\":\"some-model-1\",\"choices\":[{"     \
    "\"index\":0,"                                                                                                               \
    "\"message\":{\"role\":\"assistant\"," message "},\"logprobs\":null,\"finish_reason\":" stop "}]," USAGE                     \
    ",\"timings\":{\"x\":1.5}}"
#define CHUNK(delta, stop)                                                                                                       \
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":" delta                        \
    ",\"finish_reason\":" stop "}],\"usage\":null}"
#define ERROR(type, code)                                                                                                        \
    "{\"error\":{\"message\":\"Incorrect key sk-platform-secret\",\"type\":" type ",\"param\":null,\"code\":" code "}}"

static const struct wire wire = {
    .good = ANSWER("\"content\":\"The fee is 30%.\",\"refusal\":null,\"annotations\":[]", "\"stop\""),
    .good_stream = CHUNK("{\"role\":\"assistant\",\"content\":\"\"}", "\"\"") "\r\n\r\n: PROCESSING\r\n\r\n" CHUNK(
        "{\"content\":\"The fee\"}", "null") "\n\n" CHUNK("{\"content\":\" is 30%.\"}",
                                                          "null") "\n\n" CHUNK("{}", "\"stop\"") "\n\n"
                                                                                                 "data: {\"choices\":[]," USAGE
                                                                                                 "}\n\ndata: [DONE]\n\n",
    .cut = ANSWER("\"content\":\"The fee is\"", "\"length\""),
    .refused = ANSWER("\"content\":null,\"refusal\":\"I cannot\"", "\"stop\""),
    .empty = ANSWER("\"content\":\"\"", "\"stop\""),
    .tools = ANSWER("\"content\":null,\"tool_calls\":[{\"id\":\"x\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                    "\"arguments\":\"{}\"}}]",
                    "\"tool_calls\""),
    .no_end = ANSWER("\"content\":\"The fee\"", "null"),
    .no_end_stream = CHUNK("{\"content\":\"The fee is 30%.\"}", "null") "\n\ndata: [DONE]\n\n",
    .error_in_stream = CHUNK(
        "{\"content\":\"The\"}",
        "null") "\n\ndata: {\"error\":{\"code\":502,\"message\":\"x\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                "\"finish_reason\":\"error\"}]}\n\n",
    .quota = ERROR("\"insufficient_quota\"", "\"rate_limit_exceeded\""),
    .quota_status = 429,
    .rate = ERROR("\"requests\"", "\"rate_limit_exceeded\""),
    .away = ERROR("\"service_unavailable_error\"", "\"server_is_overloaded\""),
    .away_status = 503,
    .bad_key = ERROR("\"invalid_request_error\"", "\"invalid_api_key\""),
    .bad_request = ERROR("\"invalid_request_error\"", "\"unsupported_parameter\""),
    .delta = CHUNK("{\"content\":\"and so on and on and on \"}", "null") "\n\n",
    .uncounted =
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":0,"
        "\"completion_tokens\":0}}",
    .key_field = "Authorization: Bearer " PLATFORM_KEY "\r\n",
};

static bool take(void *context, struct slice event, struct slice data)
{
    return openai_read_event(context, event, data);
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

Test(openai, reads_a_stream_in_any_pieces)
{
    for (size_t step = 1; step < 40; step++) {
        struct reading r = read_stream(wire.good_stream, step);
        cr_assert(slice_eq(buffer_slice(&r.text), SLICE("The fee is 30%.")), "steps of %zu", step);
        cr_assert(r.ended && r.trouble == TROUBLE_NONE);
        cr_assert(r.usage.known && r.usage.input == 800 && r.usage.cached == 200 && r.usage.output == 30);
    }
}

Test(openai, a_stream_that_calls_a_tool_is_no_message)
{
    struct reading r = read_stream(
        CHUNK("{\"content\":\"Let me check.\"}", "null") "\n\n" CHUNK(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}", "null") "\n\n",
        100000);
    cr_assert_eq(r.trouble, TROUBLE_GARBAGE);
}

static enum trouble of(unsigned status, const char *text)
{
    struct reading r;
    reading_init(&r, &a, status);
    openai_read(&r, slice_from(text));
    if (status / 100 != 2)
        reading_fail(&r, trouble_of_status(status), SLICE_NONE);
    return r.trouble;
}

Test(openai, tells_errors_apart_by_their_words_however_they_are_written)
{
    cr_assert_eq(of(429, ERROR("\"insufficient_quota\"", "null")), TROUBLE_MONEY);
    cr_assert_eq(of(429, ERROR("null", "\"project_spend_limit_exceeded\"")), TROUBLE_MONEY);
    cr_assert_eq(of(429, ERROR("null", "429")), TROUBLE_BUSY);
    cr_assert_eq(of(429, "{\"error\":\"slow down\"}"), TROUBLE_BUSY);
    cr_assert_eq(of(402, ERROR("null", "402")), TROUBLE_MONEY);
    cr_assert_eq(of(404, ERROR("\"invalid_request_error\"", "\"model_not_found\"")), TROUBLE_SETUP);
    cr_assert_eq(of(400, ERROR("\"invalid_request_error\"", "\"context_length_exceeded\"")), TROUBLE_REQUEST);
    cr_assert_eq(of(400, ERROR("null", "\"content_filter\"")), TROUBLE_REFUSED);
    cr_assert_eq(of(503, ERROR("\"unavailable_error\"", "503")), TROUBLE_AWAY);
    cr_assert_eq(of(500, "not json"), TROUBLE_AWAY);
    cr_assert_eq(of(200, ERROR("null", "429")), TROUBLE_BUSY);
    cr_assert_eq(of(200, ERROR("null", "null")), TROUBLE_AWAY);
    cr_assert_eq(of(200, ANSWER("\"content\":\"x\"", "\"content_filter\"")), TROUBLE_REFUSED);
    cr_assert_eq(of(200, ANSWER("\"content\":[{\"type\":\"text\",\"text\":\"x\"}]", "\"stop\"")), TROUBLE_NONE);
    cr_assert_eq(of(200, "{\"error\":null,\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}"),
                 TROUBLE_NONE);
    cr_assert_eq(of(200, ANSWER("\"content\":\"x\"", "\"a_future_reason\"")), TROUBLE_GARBAGE);
}

/* The bytes are looked at by people: with PARLEY_UPDATE set they are written anew. */
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
    return openai_write(&a, &setup, &p);
}

Test(openai, writes_requests_that_people_have_read)
{
    is_as_in("tests/data/draft.json", written(ROLE_CONVERSATION));
    setup.streams = true;
    is_as_in("tests/data/checker.json", written(ROLE_CHECKER));
    setup.dialect = REMOTE_OLD_TOKEN_LIMIT | REMOTE_DEVELOPER_ROLE | REMOTE_NO_USAGE_OPTION | REMOTE_NO_SCHEMA;
    is_as_in("tests/data/dialect.json", written(ROLE_CHECKER));
}
