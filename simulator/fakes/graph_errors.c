/* Errors of the Graph API: what each code is called and which HTTP status it comes with. 360dialog has words of its own for some.
 */
#include "fakes_parts.h"

static const struct row {
    uint64_t code;
    unsigned status;
    const char *title;
} rows[] = {
    {0, 401, "AuthException"},
    {1, 400, "API Unknown"},
    {2, 503, "API Service"},
    {3, 500, "API Method"},
    {4, 429, "API Too Many Calls"},
    {10, 403, "Permission Denied"},
    {33, 400, "Parameter value is not valid"},
    {100, 400, "Invalid parameter"},
    {190, 401, "Access token has expired"},
    {200, 403, "API Permission"},
    {368, 403, "Temporarily blocked for policies violations"},
    {80007, 429, "Rate limit issues"},
    {130429, 429, "Rate limit hit"},
    {130472, 400, "User's number is part of an experiment"},
    {130497, 403, "Business account is restricted from messaging users in this country"},
    {131000, 500, "Something went wrong"},
    {131005, 403, "Access denied"},
    {131008, 400, "Required parameter is missing"},
    {131009, 400, "Parameter value is not valid"},
    {131016, 503, "Service unavailable"},
    {131021, 400, "Recipient cannot be sender"},
    {131026, 400, "Message undeliverable"},
    {131030, 400, "Recipient phone number not in allowed list"},
    {131031, 403, "Account has been locked"},
    {131037, 400, "Display name needs approval"},
    {131042, 400, "Business eligibility payment issue"},
    {131045, 500, "Incorrect certificate"},
    {131047, 400, "Re-engagement message"},
    {131048, 400, "Spam rate limit hit"},
    {131049, 400, "Message was not delivered to maintain healthy ecosystem engagement"},
    {131050, 400, "User has stopped marketing messages"},
    {131051, 400, "Unsupported message type"},
    {131052, 400, "Media download error"},
    {131053, 400, "Media upload error"},
    {131056, 429, "Pair rate limit hit"},
    {131057, 500, "Account in maintenance mode"},
    {131062, 400, "Recipient by user id is not allowed for this message"},
    {131063, 400, "Marketing messages are disabled"},
    {131064, 400, "Template category abuse limit"},
    {132000, 400, "Template parameter count mismatch"},
    {132001, 404, "Template does not exist"},
    {132005, 400, "Template hydrated text too long"},
    {132007, 400, "Template format character policy violated"},
    {132008, 400, "Template parameter format mismatch"},
    {132012, 400, "Template parameter format mismatch"},
    {132015, 400, "Template is paused"},
    {132016, 400, "Template is disabled"},
    {132018, 400, "Template parameter format mismatch"},
    {132068, 400, "Flow is blocked"},
    {132069, 400, "Flow is throttled"},
    {133016, 400, "Account register or deregister rate limit exceeded"},
    {135000, 400, "Generic user error"},
    {137000, 400, "Recipient identity key hash mismatch"},
};

const char *graph_title(uint64_t code, unsigned *status)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].code == code) {
            *status = rows[i].status;
            return rows[i].title;
        }
    *status = 400;
    return "Unknown error";
}

/* What its relay says itself, instead of passing it through. */
static struct slice relay_words(struct arena *a, unsigned status, const char *title)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, a, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_key(&w, "meta");
    json_object_begin(&w);
    json_put_bool(&w, "success", false);
    json_put_u64(&w, "httpCode", status);
    json_put_cstr(&w, "developerMessage", title);
    json_object_end(&w);
    json_object_end(&w);
    return buffer_slice(&b);
}

void graph_refuse(struct request *r, uint64_t code, const char *details, bool by_relay, uint64_t delay_ms)
{
    struct buffer b;
    struct json_write w;
    unsigned status;
    const char *title = graph_title(code, &status);
    r->f->refused++;
    if (by_relay && (status == 401 || status == 403 || status == 429)) {
        reply_later(r, status, relay_words(r->arena, status, status == 401 ? "Invalid api key" : title), delay_ms);
        return;
    }
    buffer_init(&b, r->arena, ANSWER_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_key(&w, "error");
    json_object_begin(&w);
    json_put_string(&w, "message", arena_printf(r->arena, "(#%llu) %s", (unsigned long long)code, title));
    json_put_cstr(&w, "type", "OAuthException");
    json_put_u64(&w, "code", code);
    json_key(&w, "error_data");
    json_object_begin(&w);
    json_put_cstr(&w, "messaging_product", "whatsapp");
    json_put_cstr(&w, "details", details);
    json_object_end(&w);
    json_put_string(&w, "fbtrace_id", new_id(r->f, r->arena, "A"));
    json_object_end(&w);
    json_object_end(&w);
    reply_later(r, status, buffer_slice(&b), delay_ms);
}
