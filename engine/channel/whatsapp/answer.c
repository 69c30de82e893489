#include "answer.h"

#include "json_view.h"

#include <parley/size.h>

enum {
    DEPTH_MAX = 16,
    GATE_MS = 10 * 1000,
    LONG_MS = 60 * 1000,
    MAINTENANCE_MS = 180 * 1000,
    PAUSE_MS = 300 * 1000,
    AGAIN_MS_MAX = 600 * 1000
};
enum { ALWAYS = 0, WINDOW_CLOSED = 131047, THROUGHPUT = 130429, WITHOUT_CODE = -1 };

const char *whatsapp_provider_name(enum whatsapp_provider provider)
{
    static const char *const names[] = {"cloud", "360dialog"};
    return names[provider];
}

const char *whatsapp_class_name(enum whatsapp_class c)
{
    static const char *const names[] = {"fine", "retry", "pace", "pause", "template", "final", "operator", "doubt"};
    return names[c];
}

/* A row decides by the code alone; HTTP statuses vary between pages and reality. */
struct row {
    int64_t from, to;
    enum whatsapp_class class;
    enum whatsapp_scope scope;
    uint32_t tries;    /* attempts after which it is refused for good; ALWAYS: the engine's own limits decide */
    uint32_t pause_ms; /* the first; twice as long with each attempt, four times for PACE */
    const char *reason;
};

#define MESSAGE WHATSAPP_SCOPE_MESSAGE
#define NUMBER WHATSAPP_SCOPE_NUMBER
#define ACCOUNT WHATSAPP_SCOPE_ACCOUNT
static const struct row rows[] = {
    {0, 0, WHATSAPP_OPERATOR, ACCOUNT, ALWAYS, PAUSE_MS, "the provider does not know the token"},
    {190, 190, WHATSAPP_OPERATOR, ACCOUNT, ALWAYS, PAUSE_MS, "the token expired or was revoked"},
    {3, 3, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "a capability is missing"},
    {10, 10, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "a permission is missing"},
    {200, 299, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "a permission is missing"},
    {1, 1, WHATSAPP_RETRY, MESSAGE, 4, 2000, "the provider calls it an unknown error"},
    {2, 2, WHATSAPP_RETRY, MESSAGE, ALWAYS, 2000, "the provider's service is down"},
    {4, 4, WHATSAPP_RETRY, NUMBER, ALWAYS, LONG_MS, "the app's rate limit is reached"},
    {80007, 80007, WHATSAPP_RETRY, NUMBER, ALWAYS, LONG_MS, "the account's rate limit is reached"},
    {THROUGHPUT, THROUGHPUT, WHATSAPP_RETRY, NUMBER, ALWAYS, 1000, "too many messages a second"},
    {131056, 131056, WHATSAPP_PACE, WHATSAPP_SCOPE_CONTACT, ALWAYS, 4000, "too many messages to this contact"},
    {131048, 131048, WHATSAPP_PAUSE, NUMBER, ALWAYS, PAUSE_MS,
     "the number is limited after blocks and reports; a person decides"},
    {368, 368, WHATSAPP_PAUSE, NUMBER, ALWAYS, PAUSE_MS, "the number is blocked for its conduct for a while"},
    {131031, 131031, WHATSAPP_PAUSE, ACCOUNT, ALWAYS, PAUSE_MS, "the account is locked"},
    {131042, 131042, WHATSAPP_PAUSE, ACCOUNT, ALWAYS, PAUSE_MS, "the account has a problem with payment"},
    {130497, 130497, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the business may not write to this country"},
    {131064, 131064, WHATSAPP_TEMPLATE, MESSAGE, ALWAYS, 0, "templates are limited after misuse of a category"},
    {33, 33, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "the number's id is unknown or deleted"},
    {100, 100, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "a parameter is invalid"},
    {130472, 130472, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the contact is in an experiment of the provider's"},
    {131000, 131000, WHATSAPP_RETRY, MESSAGE, ALWAYS, 2000, "something went wrong at the provider"},
    {131005, 131005, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "access is denied"},
    {131008, 131009, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "a parameter is missing or wrong"},
    {131016, 131016, WHATSAPP_RETRY, MESSAGE, ALWAYS, 5000, "the provider's service is unavailable"},
    {131021, 131021, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the number cannot write to itself"},
    {131026, 131026, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "cannot be delivered to this contact"},
    {131030, 131030, WHATSAPP_OPERATOR, MESSAGE, 1, 0, "the contact is not on the test number's list"},
    {131037, 131037, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "the display name needs approval"},
    {131045, 131045, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "the number is not registered properly"},
    {WINDOW_CLOSED, WINDOW_CLOSED, WHATSAPP_TEMPLATE, MESSAGE, ALWAYS, 0, "the reply window is closed; a template is needed"},
    {131049, 131049, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the provider chose not to deliver; wait a day at least"},
    {131050, 131050, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the contact stopped marketing from this business"},
    {131051, 131051, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the type of message is not supported"},
    {131052, 131053, WHATSAPP_RETRY, MESSAGE, 2, 2000, "a file could not be moved"},
    {131057, 131057, WHATSAPP_RETRY, NUMBER, ALWAYS, MAINTENANCE_MS, "the number is in maintenance"},
    {131062, 131062, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "this message may not go to a business-scoped id"},
    {131063, 131063, WHATSAPP_OPERATOR, MESSAGE, 1, 0, "marketing is switched off for the account"},
    {132000, 132000, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the template has another number of parameters"},
    {132001, 132001, WHATSAPP_TEMPLATE, MESSAGE, ALWAYS, 0, "the template or its translation does not exist"},
    {132005, 132005, WHATSAPP_TEMPLATE, MESSAGE, ALWAYS, 0, "the filled template is too long"},
    {132007, 132007, WHATSAPP_TEMPLATE, MESSAGE, ALWAYS, 0, "the template's content breaks a policy; a person decides"},
    {132008, 132008, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "a parameter of the template has the wrong form"},
    {132012, 132012, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "a parameter of the template has the wrong form"},
    {132018, 132018, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "a parameter of the template has the wrong form"},
    {132015, 132015, WHATSAPP_TEMPLATE, MESSAGE, ALWAYS, 0, "the template is paused for its quality"},
    {132016, 132016, WHATSAPP_TEMPLATE, MESSAGE, ALWAYS, 0, "the template is disabled for good"},
    {132068, 132068, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the flow is blocked"},
    {132069, 132069, WHATSAPP_RETRY, MESSAGE, ALWAYS, LONG_MS, "the flow is throttled"},
    {133016, 133016, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "too many registrations"},
    {135000, 135000, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the provider calls it an error of the user"},
    {137000, 137000, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the contact's identity changed; a person must agree"},
    {139100, 139199, WHATSAPP_OPERATOR, MESSAGE, 1, 0, "a call about blocked contacts is refused"},
};

/* The other dialect, and a gate in front of the provider, have an HTTP status only. Nothing was sent: a request that a server
 * refuses as the client's mistake it did not carry out (RFC 9110, 15.5). 408 and 409 say less and are not here. */
static const struct row statuses[] = {
    {400, 400, WHATSAPP_PAUSE, NUMBER, ALWAYS, PAUSE_MS, "the provider refuses the number: disabled, or not paid for"},
    {401, 401, WHATSAPP_OPERATOR, ACCOUNT, ALWAYS, PAUSE_MS, "the key is missing, invalid or another environment's"},
    {403, 403, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "the key may not send for this number"},
    {404, 405, WHATSAPP_OPERATOR, NUMBER, ALWAYS, PAUSE_MS, "the address of the provider is wrong"},
    {413, 415, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the request is not taken as it is"},
    {429, 429, WHATSAPP_RETRY, NUMBER, ALWAYS, GATE_MS, "too many requests"},
};
static const struct row gate_400 = {
    400, 400, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the request is called wrong, without a reason"};
static const struct row stranger = {
    0, 0, WHATSAPP_FINAL, MESSAGE, ALWAYS, 0, "the provider refuses it for a reason not known here"};
static const struct row passing = {0, 0, WHATSAPP_RETRY, MESSAGE, 5, 5000, "the provider calls it a passing error"};

static const struct row *find(const struct row *at, size_t count, int64_t code)
{
    for (size_t i = 0; i < count; i++)
        if (code >= at[i].from && code <= at[i].to)
            return &at[i];
    return NULL;
}

/* -- when again ------------------------------------------------------------------------------------------------------------- */

static struct duration pause_of(const struct row *row, uint32_t attempts)
{
    uint64_t ms = row->pause_ms;
    for (uint32_t i = 1; i < attempts && ms < AGAIN_MS_MAX && row->class != WHATSAPP_OPERATOR && row->class != WHATSAPP_PAUSE;
         i++)
        ms *= row->class == WHATSAPP_PACE ? 4 : 2;
    return DURATION_MS(ms < AGAIN_MS_MAX ? ms : AGAIN_MS_MAX);
}

/* Retry-After in seconds; the date form is not used by these providers and says nothing to us. */
static struct duration asked_for(const struct outgoing_answer *answer)
{
    uint64_t s = 0;
    if (!slice_to_u64(&s, slice_trim(outgoing_field_of(answer, SLICE("retry-after")))))
        return (struct duration){0};
    return DURATION_MS(s < AGAIN_MS_MAX / 1000 ? s * 1000 : AGAIN_MS_MAX);
}

/* X-Business-Use-Case-Usage: {"<business>": [{"estimated_time_to_regain_access": <minutes>}]} */
static struct duration regained_after(struct arena *a, const struct outgoing_answer *answer)
{
    bool deep, mended;
    uint64_t minutes = 0;
    json_t *usage = json_view_read(a, outgoing_field_of(answer, SLICE("x-business-use-case-usage")), DEPTH_MAX, &deep, &mended);
    for (void *i = json_object_iter(usage); i != NULL; i = json_object_iter_next(usage, i)) {
        const json_t *list = json_object_iter_value(i);
        for (size_t k = 0; k < json_array_size(list); k++) {
            uint64_t n = json_view_number(json_array_get(list, k), "estimated_time_to_regain_access");
            minutes = n > minutes ? n : minutes;
        }
    }
    return DURATION_MS(minutes < AGAIN_MS_MAX / 60000 ? minutes * 60000 : AGAIN_MS_MAX);
}

static struct duration longer(struct duration x, struct duration y)
{
    return x.ns > y.ns ? x : y;
}

/* -- the verdict ------------------------------------------------------------------------------------------------------------ */

static struct whatsapp_verdict doubt(struct slice reason)
{
    return (struct whatsapp_verdict){.state = SEND_UNKNOWN, .class = WHATSAPP_DOUBT, .reason = reason, .provider_is_down = true};
}

static struct whatsapp_verdict verdict_of(const struct row *row, uint32_t attempts)
{
    bool is_over = row->class == WHATSAPP_FINAL || row->class == WHATSAPP_TEMPLATE || (row->tries > 0 && attempts >= row->tries);
    return (struct whatsapp_verdict){.state = is_over ? SEND_REFUSED : SEND_INTENT,
                                     .class = row->class,
                                     .scope = row->scope,
                                     .reason = slice_from(row->reason),
                                     .again = is_over ? (struct duration){0} : pause_of(row, attempts),
                                     .until_resumed = row->from == 131048,
                                     .throttled = row->from == THROUGHPUT,
                                     .window_closed = row->from == WINDOW_CLOSED};
}

struct whatsapp_verdict answer_of_code(uint32_t code)
{
    const struct row *row = find(rows, COUNT_OF(rows), code);
    struct whatsapp_verdict v = verdict_of(row != NULL ? row : &stranger, 1);
    v.code = code;
    return v;
}

static struct whatsapp_verdict refused(struct arena *a, const struct row *row, int64_t code, const struct outgoing_answer *answer,
                                       uint32_t attempts)
{
    struct whatsapp_verdict v = verdict_of(row, attempts);
    v.provider_is_down = answer->status >= 500 && row->class == WHATSAPP_RETRY;
    if (v.state == SEND_INTENT)
        v.again = longer(v.again, asked_for(answer));
    if (row->class == WHATSAPP_RETRY && row->scope == WHATSAPP_SCOPE_NUMBER)
        v.again = longer(v.again, regained_after(a, answer));
    v.code = code > 0 && code <= UINT32_MAX ? (uint32_t)code : 0;
    v.reason = code == WITHOUT_CODE ? arena_printf(a, "HTTP %u: %s", answer->status, row->reason)
                                    : arena_printf(a, "%lld: %s", (long long)code, row->reason);
    return v;
}

/* The dialect of 360dialog: {"meta": {"success": false, "httpCode": 401, "developerMessage": "..."}}. What it says behind a 5xx
 * is about the relay, not about the message. */
static struct whatsapp_verdict judge_meta(struct arena *a, const json_t *meta, const struct outgoing_answer *answer,
                                          uint32_t attempts)
{
    const struct row *row = find(statuses, COUNT_OF(statuses), answer->status);
    struct slice why = json_view_text(meta, "developerMessage");
    if (why.len == 0)
        why = json_view_text(meta, "developer_message");
    if (answer->status >= 500 || answer->status < 400)
        return doubt(arena_printf(a, "HTTP %u of the relay", answer->status));
    if (answer->status == 400 &&
        (slice_has(why, SLICE("rate")) || slice_has(why, SLICE("Rate")) || slice_has(why, SLICE("too many"))))
        row = find(statuses, COUNT_OF(statuses), 429);
    return refused(a, row != NULL ? row : &stranger, WITHOUT_CODE, answer, attempts);
}

static bool code_of(int64_t *code, const json_t *error)
{
    const json_t *value = json_object_get(error, "code");
    uint64_t n = json_view_number(error, "code");
    bool zero = json_is_integer(value) && json_integer_value(value) == 0;
    *code = n <= INT32_MAX ? (int64_t)n : 0;
    return zero || (n > 0 && n <= INT32_MAX);
}

static struct whatsapp_verdict judge_error(struct arena *a, const json_t *error, const struct outgoing_answer *answer,
                                           uint32_t attempts)
{
    int64_t code;
    const struct row *row = NULL;
    if (!code_of(&code, error))
        code = WITHOUT_CODE;
    else
        row = find(rows, COUNT_OF(rows), code);
    if (row == NULL && answer->status >= 500)
        return doubt(arena_printf(a, "HTTP %u with an error not known here", answer->status));
    if (row == NULL)
        row = json_view_truth(error, "is_transient") ? &passing : &stranger;
    return refused(a, row, code, answer, attempts);
}

static struct whatsapp_verdict judge_status(struct arena *a, const struct outgoing_answer *answer, uint32_t attempts)
{
    const struct row *row = answer->status == 400 ? &gate_400 : find(statuses, COUNT_OF(statuses), answer->status);
    if (row != NULL)
        return refused(a, row, WITHOUT_CODE, answer, attempts);
    return doubt(arena_printf(a, "HTTP %u without a word of the provider", answer->status));
}

static struct slice id_of(const json_t *root)
{
    return json_view_text(json_array_get(json_object_get(root, "messages"), 0), "id");
}

static struct whatsapp_verdict judge_answered(struct arena *a, const struct outgoing_answer *answer,
                                              enum whatsapp_provider provider, uint32_t attempts)
{
    bool deep, mended, took = answer->status >= 200 && answer->status < 300;
    const json_t *root = json_view_read(a, answer->body, DEPTH_MAX, &deep, &mended), *error = json_view_object(root, "error");
    const json_t *meta = provider == WHATSAPP_360DIALOG ? json_view_object(root, "meta") : NULL;
    struct slice id = id_of(root);
    if (took && id.len > 0)
        return (struct whatsapp_verdict){.state = SEND_ACCEPTED, .class = WHATSAPP_FINE, .id = arena_copy(a, id)};
    if (error != NULL)
        return judge_error(a, error, answer, attempts);
    if (meta != NULL)
        return judge_meta(a, meta, answer, attempts);
    if (took)
        return doubt(SLICE("the provider answered without an id"));
    return judge_status(a, answer, attempts);
}

struct whatsapp_verdict whatsapp_judge(struct arena *a, const struct outgoing_answer *answer, enum whatsapp_provider provider,
                                       uint32_t attempts)
{
    static const struct row away = {0, 0, WHATSAPP_RETRY, MESSAGE, ALWAYS, 2000, "the provider cannot be reached"};
    struct whatsapp_verdict v;
    switch (answer->end) {
    case OUTGOING_ANSWERED: return judge_answered(a, answer, provider, attempts);
    case OUTGOING_NOT_SENT:
        v = refused(a, &away, WITHOUT_CODE, answer, attempts);
        v.reason = slice_from(away.reason);
        v.provider_is_down = true;
        return v;
    case OUTGOING_CUT: return doubt(SLICE("the connection broke after the request had left"));
    case OUTGOING_LATE: return doubt(SLICE("no answer came in time"));
    case OUTGOING_TOO_LARGE: return doubt(SLICE("the answer is longer than any that is known"));
    case OUTGOING_END_COUNT: break;
    }
    return doubt(SLICE("the answer has no known end"));
}
