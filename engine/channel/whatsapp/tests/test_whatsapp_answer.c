#include <criterion/criterion.h>

#include <parley/size.h>
#include <parley/whatsapp_answer.h>

static struct arena arena;
static struct outgoing_field fields[4];
static size_t field_count;

static void begin(void)
{
    arena_init(&arena, (size_t)1 << 26);
    field_count = 0;
}

static void finish(void)
{
    arena_finish(&arena);
}

TestSuite(whatsapp_answer, .init = begin, .fini = finish);

static struct whatsapp_verdict judge(enum whatsapp_provider provider, unsigned status, struct slice body, uint32_t attempts)
{
    struct outgoing_answer a = {
        .end = OUTGOING_ANSWERED, .status = status, .body = body, .fields = fields, .field_count = field_count};
    return whatsapp_judge(&arena, &a, provider, attempts);
}

static struct whatsapp_verdict judge_code(unsigned status, int code, uint32_t attempts)
{
    return judge(WHATSAPP_CLOUD, status,
                 arena_printf(&arena,
                              "{\"error\":{\"message\":\"(#%d) x\",\"type\":\"OAuthException\",\"code\":%d,\"error_data\":"
                              "{\"messaging_product\":\"whatsapp\",\"details\":\"y\"},\"fbtrace_id\":\"z\"}}",
                              code, code),
                 attempts);
}

/* Every row of the provider's page, with the statuses it was seen with. */
static const struct {
    int code;
    unsigned http[2];
    enum whatsapp_class class;
    enum send_state state;
    enum whatsapp_scope scope;
    unsigned again_ms;
} rows[] = {
    {0, {401}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_ACCOUNT, 300000},
    {190, {401}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_ACCOUNT, 300000},
    {3, {500, 403}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {10, {403}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {200, {403}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {299, {403}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {1, {400, 500}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_MESSAGE, 2000},
    {2, {503}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_MESSAGE, 2000},
    {4, {400, 429}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 60000},
    {80007, {400, 429}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 60000},
    {130429, {400, 429}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 1000},
    {131056, {400, 429}, WHATSAPP_PACE, SEND_INTENT, WHATSAPP_SCOPE_CONTACT, 4000},
    {131048, {400}, WHATSAPP_PAUSE, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {368, {403}, WHATSAPP_PAUSE, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {131031, {403}, WHATSAPP_PAUSE, SEND_INTENT, WHATSAPP_SCOPE_ACCOUNT, 300000},
    {130497, {403}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131064, {400}, WHATSAPP_TEMPLATE, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {33, {400}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {100, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {130472, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131000, {500}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_MESSAGE, 2000},
    {131005, {403}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {131008, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131009, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131016, {500, 503}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_MESSAGE, 5000},
    {131021, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131026, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131030, {400}, WHATSAPP_OPERATOR, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131037, {400}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {131042, {400}, WHATSAPP_PAUSE, SEND_INTENT, WHATSAPP_SCOPE_ACCOUNT, 300000},
    {131045, {500}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {131047, {400}, WHATSAPP_TEMPLATE, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131049, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131050, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131051, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131052, {400}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_MESSAGE, 2000},
    {131053, {400}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_MESSAGE, 2000},
    {131057, {500}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 180000},
    {131062, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {131063, {400}, WHATSAPP_OPERATOR, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132000, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132001, {404, 400}, WHATSAPP_TEMPLATE, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132005, {400}, WHATSAPP_TEMPLATE, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132007, {400}, WHATSAPP_TEMPLATE, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132008, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132012, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132018, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132015, {400}, WHATSAPP_TEMPLATE, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132016, {400}, WHATSAPP_TEMPLATE, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132068, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {132069, {400}, WHATSAPP_RETRY, SEND_INTENT, WHATSAPP_SCOPE_MESSAGE, 60000},
    {133016, {400}, WHATSAPP_OPERATOR, SEND_INTENT, WHATSAPP_SCOPE_NUMBER, 300000},
    {135000, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {137000, {400}, WHATSAPP_FINAL, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
    {139100, {400}, WHATSAPP_OPERATOR, SEND_REFUSED, WHATSAPP_SCOPE_MESSAGE, 0},
};

Test(whatsapp_answer, is_judged_by_the_code_whatever_the_status)
{
    static const unsigned others[] = {400, 403, 404, 429, 500, 503};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t k = 0; k < 2 + COUNT_OF(others); k++) {
            unsigned http = k < 2 ? rows[i].http[k] : others[k - 2];
            if (http == 0)
                continue;
            struct whatsapp_verdict v = judge_code(http, rows[i].code, 1);
            cr_assert_eq(v.class, rows[i].class, "%d, HTTP %u: %s", rows[i].code, http, whatsapp_class_name(v.class));
            cr_assert_eq(v.state, rows[i].state, "%d, HTTP %u: %s", rows[i].code, http, send_state_name(v.state));
            cr_assert_eq(v.scope, rows[i].scope, "%d", rows[i].code);
            cr_assert_eq(v.again.ns, rows[i].again_ms * UINT64_C(1000000), "%d: %llu", rows[i].code,
                         (unsigned long long)v.again.ns);
            cr_assert_eq(v.code, (uint32_t)rows[i].code);
            cr_assert_gt(v.reason.len, 5);
        }
}

Test(whatsapp_answer, with_an_id_is_accepted)
{
    struct slice body =
        SLICE("{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"+447700900321\",\"wa_id\":\"447700900321\"}],"
              "\"messages\":[{\"id\":\"wamid.HOUSEOUT9\",\"message_status\":\"accepted\"}]}");
    struct whatsapp_verdict v = judge(WHATSAPP_CLOUD, 200, body, 1);
    cr_assert_eq(v.state, SEND_ACCEPTED);
    cr_assert(slice_eq(v.id, SLICE("wamid.HOUSEOUT9")));
    cr_assert_not(v.provider_is_down);
    cr_assert_eq(judge(WHATSAPP_360DIALOG, 201, body, 1).state, SEND_ACCEPTED);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 502, body, 1).state, SEND_UNKNOWN, "an id behind an error proves nothing");
}

static const struct {
    unsigned status;
    const char *body;
} doubtful[] = {
    {200, ""},
    {200, "{}"},
    {200, "{\"messages\":[]}"},
    {200, "{\"messages\":[{\"id\":\"\"}]}"},
    {200, "{\"messages\":[{\"id\":\"wamid.cut"},
    {204, ""},
    {301, ""},
    {408, ""},
    {409, ""},
    {500, ""},
    {500, "<html>Internal Server Error</html>"},
    {502, "Bad Gateway"},
    {503, "{}"},
    {503, "{\"error\":\"down\"}"},
    {504, "{\"error\":{}}"},
    {500, "{\"error\":{\"code\":987654}}"},
    {500, "{\"error\":{\"code\":-1}}"},
    {500, "{\"error\":{\"code\":\"x\"}}"},
    {0, ""},
};

Test(whatsapp_answer, that_proves_nothing_is_a_doubt)
{
    for (size_t i = 0; i < COUNT_OF(doubtful); i++) {
        struct whatsapp_verdict v = judge(WHATSAPP_CLOUD, doubtful[i].status, slice_from(doubtful[i].body), 1);
        cr_assert_eq(v.state, SEND_UNKNOWN, "HTTP %u %s", doubtful[i].status, doubtful[i].body);
        cr_assert_eq(v.class, WHATSAPP_DOUBT);
        cr_assert(v.provider_is_down);
        v = judge(WHATSAPP_360DIALOG, doubtful[i].status, slice_from(doubtful[i].body), 1);
        cr_assert_eq(v.state, SEND_UNKNOWN, "HTTP %u %s of the relay", doubtful[i].status, doubtful[i].body);
    }
}

static const struct {
    enum outgoing_end end;
    enum send_state state;
} ends[] = {{OUTGOING_NOT_SENT, SEND_INTENT},
            {OUTGOING_CUT, SEND_UNKNOWN},
            {OUTGOING_LATE, SEND_UNKNOWN},
            {OUTGOING_TOO_LARGE, SEND_UNKNOWN}};

Test(whatsapp_answer, that_never_came_is_known_only_when_nothing_left)
{
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        /* what came before the end is no answer, however good it looks */
        struct outgoing_answer a = {.end = ends[i].end, .status = 200, .body = SLICE("{\"messages\":[{\"id\":\"wamid.A\"}]}")};
        struct whatsapp_verdict v = whatsapp_judge(&arena, &a, WHATSAPP_CLOUD, 1);
        cr_assert_eq(v.state, ends[i].state, "%s", outgoing_end_name(ends[i].end));
        cr_assert(v.provider_is_down);
        cr_assert_gt(v.reason.len, 5);
        a.status = 400;
        a.body = SLICE("{\"error\":{\"code\":100}}");
        cr_assert_eq(whatsapp_judge(&arena, &a, WHATSAPP_CLOUD, 1).state, ends[i].state);
    }
}

Test(whatsapp_answer, of_a_gate_is_a_refusal)
{
    cr_assert_eq(judge(WHATSAPP_CLOUD, 429, SLICE("slow down"), 1).state, SEND_INTENT);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 429, SLICE("slow down"), 1).class, WHATSAPP_RETRY);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 429, SLICE("slow down"), 1).again.ns, DURATION_S(10).ns);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 429, SLICE("slow down"), 2).again.ns, DURATION_S(20).ns);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 401, SLICE(""), 1).class, WHATSAPP_OPERATOR);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 404, SLICE("<html>"), 1).class, WHATSAPP_OPERATOR);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 413, SLICE(""), 1).state, SEND_REFUSED);
    cr_assert_eq(judge(WHATSAPP_CLOUD, 400, SLICE(""), 1).state, SEND_REFUSED);
}

static const struct {
    unsigned status;
    const char *why;
    enum whatsapp_class class;
    enum send_state state;
} metas[] = {
    {400, "Channel is disabled", WHATSAPP_PAUSE, SEND_INTENT},
    {400, "rate limit hit", WHATSAPP_RETRY, SEND_INTENT},
    {401, "Invalid api key", WHATSAPP_OPERATOR, SEND_INTENT},
    {403, "not allowed", WHATSAPP_OPERATOR, SEND_INTENT},
    {404, "unknown path", WHATSAPP_OPERATOR, SEND_INTENT},
    {429, "too many", WHATSAPP_RETRY, SEND_INTENT},
    {418, "teapot", WHATSAPP_FINAL, SEND_REFUSED},
    {500, "oops", WHATSAPP_DOUBT, SEND_UNKNOWN},
    {502, "relay", WHATSAPP_DOUBT, SEND_UNKNOWN},
    {503, "relay", WHATSAPP_DOUBT, SEND_UNKNOWN},
    {504, "relay", WHATSAPP_DOUBT, SEND_UNKNOWN},
};

Test(whatsapp_answer, of_the_relay_has_a_dialect_of_its_own)
{
    for (size_t i = 0; i < COUNT_OF(metas); i++) {
        struct slice body = arena_printf(&arena, "{\"meta\":{\"success\":false,\"httpCode\":%u,\"developerMessage\":\"%s\"}}",
                                         metas[i].status, metas[i].why);
        struct whatsapp_verdict v = judge(WHATSAPP_360DIALOG, metas[i].status, body, 1);
        cr_assert_eq(v.class, metas[i].class, "%u %s: %s", metas[i].status, metas[i].why, whatsapp_class_name(v.class));
        cr_assert_eq(v.state, metas[i].state);
    }
    struct whatsapp_verdict v =
        judge(WHATSAPP_360DIALOG, 400, SLICE("{\"error\":{\"code\":131047},\"meta\":{\"success\":false}}"), 1);
    cr_assert(v.window_closed, "the provider behind it says more");
}

Test(whatsapp_answer, with_a_strange_code_is_final_unless_it_passes)
{
    struct whatsapp_verdict v = judge_code(400, 987654, 1);
    cr_assert_eq(v.state, SEND_REFUSED);
    cr_assert_eq(v.code, 987654);
    v = judge(WHATSAPP_CLOUD, 400, SLICE("{\"error\":{\"code\":987654,\"is_transient\":true}}"), 1);
    cr_assert_eq(v.state, SEND_INTENT);
    v = judge(WHATSAPP_CLOUD, 400, SLICE("{\"error\":{\"code\":987654,\"is_transient\":true}}"), 5);
    cr_assert_eq(v.state, SEND_REFUSED);
}

Test(whatsapp_answer, backs_off_and_gives_up_where_the_table_says_so)
{
    cr_assert_eq(judge_code(400, 131056, 1).again.ns, DURATION_S(4).ns);
    cr_assert_eq(judge_code(400, 131056, 2).again.ns, DURATION_S(16).ns);
    cr_assert_eq(judge_code(400, 131056, 3).again.ns, DURATION_S(64).ns);
    cr_assert_eq(judge_code(400, 131056, 30).again.ns, DURATION_S(600).ns);
    cr_assert_eq(judge_code(500, 131000, 3).again.ns, DURATION_S(8).ns);
    cr_assert_eq(judge_code(500, 131000, 60).state, SEND_INTENT);
    cr_assert_eq(judge_code(400, 1, 3).state, SEND_INTENT);
    cr_assert_eq(judge_code(400, 1, 4).state, SEND_REFUSED);
    cr_assert_eq(judge_code(400, 131053, 2).state, SEND_REFUSED);
    cr_assert(judge_code(400, 131048, 1).until_resumed);
    cr_assert_not(judge_code(400, 368, 1).until_resumed);
    cr_assert(judge_code(400, 130429, 1).throttled);
}

Test(whatsapp_answer, waits_as_long_as_it_is_asked_to)
{
    fields[0] = (struct outgoing_field){SLICE("retry-after"), SLICE("90")};
    field_count = 1;
    cr_assert_eq(judge_code(500, 131000, 1).again.ns, DURATION_S(90).ns);
    fields[0].value = SLICE("1");
    cr_assert_eq(judge_code(500, 131000, 1).again.ns, DURATION_S(2).ns, "not sooner than we would");
    fields[0].value = SLICE("99999999999");
    cr_assert_eq(judge_code(500, 131000, 1).again.ns, DURATION_S(600).ns);
    fields[0].value = SLICE("Wed, 21 Oct 2026 07:28:00 GMT");
    cr_assert_eq(judge_code(500, 131000, 1).again.ns, DURATION_S(2).ns);
    fields[0] = (struct outgoing_field){SLICE("x-business-use-case-usage"),
                                        SLICE("{\"21\":[{\"call_count\":100,\"estimated_time_to_regain_access\":7}]}")};
    cr_assert_eq(judge_code(400, 4, 1).again.ns, DURATION_S(420).ns);
    cr_assert_eq(judge_code(500, 131000, 1).again.ns, DURATION_S(2).ns, "it is about limits");
}
