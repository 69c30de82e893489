#include "openai.h"

/* Tolerant where servers differ (absent, null and "" are the same, codes are numbers or words, unknown members are ignored),
 * strict where a cut or withheld text could pass for a whole one. */

static bool is_one_of(struct slice word, const char *const *list)
{
    for (size_t i = 0; list[i] != NULL; i++)
        if (slice_eq(word, slice_from(list[i])))
            return true;
    return false;
}

static enum trouble trouble_of_word(struct slice word)
{
    static const char *const money[] = {"insufficient_quota",
                                        "credit_balance_exhausted",
                                        "organization_spend_limit_exceeded",
                                        "project_spend_limit_exceeded",
                                        "organization_usage_limit_exceeded",
                                        "billing_hard_limit_reached",
                                        "billing_not_active",
                                        NULL};
    static const char *const refused[] = {"content_filter", "content_policy_violation", NULL};
    static const char *const setup[] = {"invalid_api_key", "model_not_found", "invalid_organization", NULL};
    static const char *const busy[] = {"rate_limit_exceeded", "slow_down", "rate_limit_error", NULL};
    static const char *const away[] = {"server_is_overloaded", "server_error", "service_unavailable_error",
                                       "overloaded_error",     "timeout",      NULL};
    if (is_one_of(word, money))
        return TROUBLE_MONEY;
    if (is_one_of(word, refused))
        return TROUBLE_REFUSED;
    if (is_one_of(word, setup))
        return TROUBLE_SETUP;
    if (is_one_of(word, busy))
        return TROUBLE_BUSY;
    return is_one_of(word, away) ? TROUBLE_AWAY : TROUBLE_NONE;
}

static void read_error(struct reading *r, const struct json *error)
{
    struct slice code = reading_word(r->arena, json_get(error, "code")), type = reading_word(r->arena, json_get(error, "type"));
    enum trouble t = trouble_of_word(code);
    uint64_t number = 0;
    if (t == TROUBLE_NONE || t == TROUBLE_BUSY) { /* quota hides behind the code of a rate */
        enum trouble by_type = trouble_of_word(type);
        t = by_type != TROUBLE_NONE ? by_type : t;
    }
    if (r->status / 100 == 2 && slice_to_u64(&number, code) && number >= 400 && number < 600)
        r->status = (unsigned)number;
    if (t == TROUBLE_NONE)
        t = r->status / 100 == 2 ? TROUBLE_AWAY : trouble_of_status(r->status);
    reading_fail(r, t, code.len ? code : type);
}

static void read_stop(struct reading *r, struct slice why)
{
    static const char *const whole[] = {"stop", "eos", "end_turn", "stop_sequence", NULL};
    if (why.len == 0)
        return;
    r->stop_said = true;
    r->ended = true;
    if (slice_eq(why, SLICE("length")))
        r->cut = true;
    else if (slice_eq(why, SLICE("content_filter")))
        reading_fail(r, TROUBLE_REFUSED, SLICE("content_filter"));
    else if (slice_eq(why, SLICE("error")))
        reading_fail(r, TROUBLE_AWAY, SLICE("error"));
    else if (!is_one_of(why, whole))
        reading_fail(r, TROUBLE_GARBAGE, SLICE("stop_reason"));
}

/* A text, or a list of parts of which the texts count. */
static void read_content(struct reading *r, const struct json *content)
{
    buffer_add(&r->text, reading_text(content));
    for (const struct json *part = content != NULL && content->kind == JSON_KIND_ARRAY ? content->child : NULL; part;
         part = part->next)
        buffer_add(&r->text, reading_text(json_get(part, "text")));
}

/* The same members in an answer's message and a stream's delta. */
static void read_message(struct reading *r, const struct json *m)
{
    const struct json *calls = json_get(m, "tool_calls");
    if (reading_text(json_get(m, "refusal")).len > 0)
        reading_fail(r, TROUBLE_REFUSED, SLICE("refusal"));
    if (calls != NULL && calls->kind == JSON_KIND_ARRAY && calls->count > 0) /* none were offered */
        reading_fail(r, TROUBLE_GARBAGE, SLICE("tool_calls"));
    read_content(r, json_get(m, "content"));
}

static void read_usage(struct reading *r, const struct json *u)
{
    const struct json *details = json_get(u, "prompt_tokens_details"), *all = json_get(u, "prompt_tokens");
    if (all == NULL || all->kind != JSON_KIND_INTEGER)
        return;
    uint64_t prompt = json_u64(all), cached = json_u64(json_get(details, "cached_tokens")),
             written = json_u64(json_get(details, "cache_write_tokens"));
    cached = cached > prompt ? prompt : cached;
    written = written > prompt - cached ? prompt - cached : written;
    r->usage = (struct usage){true, prompt - cached - written, cached, written, json_u64(json_get(u, "completion_tokens"))};
}

static const struct json *first_choice(const struct json *answer)
{
    const struct json *choices = json_get(answer, "choices");
    for (const struct json *c = choices != NULL ? choices->child : NULL; c != NULL; c = c->next)
        if (json_u64(json_get(c, "index")) == 0)
            return c;
    return NULL;
}

static const struct json *read_any(struct reading *r, struct slice text)
{
    struct json *j = NULL;
    if (json_read(&j, r->arena, text, (struct place){SLICE_NONE, 1, 1}, NULL) != OK || j->kind != JSON_KIND_OBJECT) {
        if (r->status / 100 == 2)
            reading_fail(r, TROUBLE_GARBAGE, SLICE("no_json"));
        return NULL;
    }
    const struct json *error = json_get(j, "error");
    if (error != NULL && error->kind != JSON_KIND_NULL && (error->kind != JSON_KIND_STRING || error->text.len > 0)) {
        read_error(r, error);
        return NULL;
    }
    read_usage(r, json_get(j, "usage"));
    return j;
}

void openai_read(struct reading *r, struct slice body)
{
    const struct json *j = read_any(r, body), *choice = first_choice(j);
    if (j == NULL || r->status / 100 != 2)
        return;
    if (choice == NULL) {
        reading_fail(r, TROUBLE_GARBAGE, SLICE("no_choice"));
        return;
    }
    read_message(r, json_get(choice, "message"));
    read_stop(r, reading_text(json_get(choice, "finish_reason")));
}

bool openai_read_event(struct reading *r, struct slice event, struct slice data)
{
    (void)event;
    if (slice_eq(slice_trim(data), SLICE("[DONE]")))
        return false;
    if (slice_trim(data).len == 0) /* keeps the connection alive */
        return true;
    const struct json *j = read_any(r, data), *choice = first_choice(j);
    if (choice != NULL && !r->stop_said) {
        read_message(r, json_get(choice, "delta"));
        read_stop(r, reading_text(json_get(choice, "finish_reason")));
    }
    return r->trouble == TROUBLE_NONE && !(r->ended && r->usage.known);
}
