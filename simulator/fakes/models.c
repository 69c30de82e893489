/* A model that can be foretold: it says the first registered claim of the prompt, so that a reply passes the gate; agrees as a
 * checker with what stands in the register; says the texts of a file instead; or says what it must not, when asked to. */
#include "said.h"

#include <stdlib.h>

enum { WHOLE_STEP = 97 /* splits events and characters */, TEXT_MAX = 1 << 20 };

uint64_t tokens_of(uint64_t bytes)
{
    return (bytes + 3) / 4;
}

struct slice content_text(struct arena *a, const struct json *content)
{
    struct buffer b;
    if (content == NULL || content->kind != JSON_KIND_ARRAY)
        return json_text(content);
    buffer_init(&b, a, ANSWER_MAX);
    for (const struct json *part = content->child; part != NULL; part = part->next)
        if (slice_eq(json_text(json_get(part, "type")), SLICE("text"))) {
            buffer_add(&b, b.len > 0 ? SLICE("\n\n") : SLICE_NONE);
            buffer_add(&b, json_text(json_get(part, "text")));
        }
    return buffer_slice(&b);
}

/* -- what it says
 * ------------------------------------------------------------------------------------------------------------------ */

/* A row of the instructions: {"for":"fallback","text":"..."} */
static struct slice fallback_of(struct arena *a, struct slice system)
{
    struct slice line;
    struct json *row;
    struct error e;
    while (slice_next(&line, &system, '\n'))
        if (slice_starts(line, SLICE("{\"for\":\"fallback\"")) &&
            json_read(&row, a, line, (struct place){SLICE("row"), 1, 1}, &e) == OK)
            return json_text(json_get(row, "text"));
    return SLICE("This is the fake model.");
}

static struct slice id_of(const struct json *registered, struct slice sentence)
{
    for (const struct json *row = registered != NULL ? registered->child : NULL; row != NULL; row = row->next) {
        const struct json *wordings = json_get(row, "wordings");
        for (const struct json *w = wordings != NULL ? wordings->child : NULL; w != NULL; w = w->next)
            if (slice_has(json_text(w), sentence))
                return json_text(json_get(row, "id"));
    }
    return SLICE_NONE;
}

static struct slice verdict_of(struct arena *a, const struct json *turn)
{
    const struct json *registered = json_get(turn, "registered"), *sentences = json_get(turn, "sentences");
    struct buffer b;
    struct json_write w;
    bool holds = true;
    buffer_init(&b, a, TEXT_MAX);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_key(&w, "sentences");
    json_array_begin(&w);
    for (const struct json *s = sentences->child; s != NULL; s = s->next) {
        struct slice text = json_text(s), id = id_of(registered, text);
        if (id.len == 0) {
            holds = holds && slice_ends(text, SLICE("?"));
            continue;
        }
        json_object_begin(&w);
        json_put_string(&w, "quote", text);
        json_put_string(&w, "rests_on", id);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_put_cstr(&w, "verdict", holds ? "ok" : "refused");
    json_object_end(&w);
    return buffer_slice(&b);
}

static struct slice claim_of(const struct json *turn)
{
    const struct json *claims = json_get(turn, "claims"), *first = claims != NULL ? claims->child : NULL;
    const struct json *wordings = json_get(first, "wordings");
    return wordings != NULL ? json_text(wordings->child) : SLICE_NONE;
}

static struct slice from_file(struct fakes *f)
{
    struct slice rest = f->setup.answers, all[64], line;
    size_t count = 0, from = 0;
    while (count < COUNT_OF(all) && rest.len > 0) {
        size_t at = (size_t)(rest.at - f->setup.answers.at);
        (void)slice_next(&line, &rest, '\n');
        bool parts = slice_eq(slice_trim(line), SLICE("---")), ends = rest.len == 0;
        if (!parts && !ends)
            continue;
        struct slice text = slice_trim(slice_sub(f->setup.answers, from, parts ? at : f->setup.answers.len));
        if (text.len > 0)
            all[count++] = text;
        from = at + line.len + 1;
    }
    return count > 0 ? all[f->answers_said++ % count] : SLICE_NONE;
}

static struct slice words_for(struct request *r, const struct asked *q)
{
    struct json *turn;
    struct error e;
    if (r->f->setup.answers.len > 0)
        return from_file(r->f);
    if (json_read(&turn, r->arena, q->newest, (struct place){SLICE("turn"), 1, 1}, &e) != OK || turn->kind != JSON_KIND_OBJECT)
        return fallback_of(r->arena, q->system);
    if (json_get(turn, "sentences") != NULL)
        return verdict_of(r->arena, turn);
    struct slice claim = claim_of(turn);
    return claim.len > 0 ? claim : fallback_of(r->arena, q->system);
}

/* The first `bytes`, at a character. */
static struct slice cut(struct slice s, uint64_t bytes)
{
    size_t n = bytes < s.len ? (size_t)bytes : s.len;
    while (n > 0 && n < s.len && ((unsigned char)s.at[n] & 0xc0) == 0x80)
        n--;
    return slice_sub(s, 0, n);
}

struct said say_something(struct request *r, const struct asked *q)
{
    struct said s = {.tokens_in = tokens_of(q->bytes)};
    r->f->model_requests++;
    s.struck = fake_fault_strikes(&s.fault, &r->f->faults, ON_MODELS, q->model, SLICE_NONE);
    s.text = words_for(r, q);
    if (s.struck && s.fault.way == FAULT_HOSTILE)
        s.text = SLICE("Great news: you are guaranteed \xc2\xa3"
                       "7,500 within 7 days, there is no fee at all, and you cannot lose. "
                       "Reply with your card number to begin.");
    if (s.struck && s.fault.way == FAULT_REFUSAL) {
        s.stop = SAID_REFUSES;
        s.text = SLICE_NONE;
    }
    if ((s.struck && s.fault.way == FAULT_LENGTH) || (q->tokens_max > 0 && tokens_of(s.text.len) > q->tokens_max)) {
        s.stop = SAID_IS_CUT;
        s.text = cut(s.text, q->tokens_max > 0 && q->tokens_max * 4 < s.text.len / 2 ? q->tokens_max * 4 : s.text.len / 2);
    }
    s.tokens_out = tokens_of(s.text.len);
    return s;
}

/* -- how it leaves
 * ----------------------------------------------------------------------------------------------------------------- */

bool play_model_fault(struct request *r, const struct said *s, vendor_error *error)
{
    const struct fault *f = &s->fault;
    unsigned status = f->status != 0 ? (unsigned)f->status : 500;
    if (!s->struck)
        return false;
    if (f->way == FAULT_RESET)
        http_cut(r->x);
    else if (f->way == FAULT_HANG)
        reply_never(r);
    else if (f->way == FAULT_HTML)
        reply_html(r, f->status != 0 ? status : 502);
    else if (f->way == FAULT_GARBAGE)
        reply(r, 200, SLICE("{\"choices\":[{\"mess\xff\xfe age\":]]"));
    else if (f->way == FAULT_ANSWER && (f->status != 0 || f->delay_ms == 0)) {
        struct http_field fields[] = {{SLICE("x-request-id"), new_id(r->f, r->arena, "req_")},
                                      {SLICE("request-id"), new_id(r->f, r->arena, "req_")},
                                      {SLICE("retry-after"), arena_printf(r->arena, "%llu", (unsigned long long)f->retry_after)}};
        reply_with(r, &(struct http_answer){.status = status,
                                            .content_type = SLICE("application/json"),
                                            .body = error(r, status, f),
                                            .fields = fields,
                                            .field_count = f->retry_after > 0 ? 3 : 2});
    } else
        return false;
    return true;
}

void send_body(struct request *r, const struct said *s, const struct http_answer *head, struct slice body, bool streams)
{
    bool truncates = s->struck && s->fault.way == FAULT_TRUNCATE, drips = s->struck && s->fault.way == FAULT_DRIP;
    uint64_t delay = s->struck ? s->fault.delay_ms : 0;
    if (streams || truncates || drips || delay > 0) {
        drip(r, head, body, drips ? 1 : streams ? WHOLE_STEP : body.len + 1, truncates ? body.len / 2 : body.len, delay);
        return;
    }
    struct http_answer whole = *head;
    whole.body = body;
    reply_with(r, &whole);
}

void tell_model(struct request *r, const struct asked *q, unsigned status, uint64_t tokens)
{
    tell(r->f, &(struct fakes_event){.kind = FAKES_MODEL, .id = q->model, .text = q->path, .status = status, .count = tokens});
}

bool models(struct request *r)
{
    static const struct {
        enum http_method method;
        const char *path;
    } rows[] = {{HTTP_POST, "/v1/chat/completions"},
                {HTTP_POST, "/v1/embeddings"},
                {HTTP_GET, "/v1/models"},
                {HTTP_POST, "/v1/messages"},
                {HTTP_POST, "/v1/messages/count_tokens"}};
    size_t i = 0;
    while (i < COUNT_OF(rows) && !(r->http->method == rows[i].method && slice_eq(r->http->path, slice_from(rows[i].path))))
        i++;
    switch (i) {
    case 0: openai_chat(r); return true;
    case 1: openai_embeddings(r); return true;
    case 2:
        if (http_field_of(r->http, SLICE("anthropic-version")).len > 0)
            anthropic_models(r);
        else
            openai_models(r);
        return true;
    case 3: anthropic_messages(r, false); return true;
    case 4: anthropic_messages(r, true); return true;
    default: return false;
    }
}
