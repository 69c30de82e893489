/* The models' side over real sockets: answers, streams, usage, errors and faults of two vendors. */
#include "fakes_world.h"

#include <math.h>

#define TURN                                                                                                                     \
    "{\\\"claims\\\":[{\\\"id\\\":\\\"fee\\\",\\\"wordings\\\":[\\\"The fee is 30%.\\\",\\\"We charge "                          \
    "30%.\\\"]}],\\\"customer\\\":\\\"What?\\\"}"
#define CHECK                                                                                                                    \
    "{\\\"sentences\\\":[\\\"The fee is "                                                                                        \
    "30%%.\\\",\\\"%s\\\"],\\\"registered\\\":[{\\\"id\\\":\\\"fee\\\",\\\"wordings\\\":[\\\"The fee is "                        \
    "30%%.\\\"]}]}"
#define CHAT(content, more)                                                                                                      \
    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"" content           \
    "\"}]" more "}"
#define ASK(content, more)                                                                                                       \
    "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"" content "\"}]" more "}"

static void begin(struct world *w)
{
    *w = (struct world){.setup = {.seed = 1}};
    world_start(w);
}

static struct got anthropic(struct world *w, const char *version, const char *body)
{
    return ask_with(w, "POST", "/v1/messages", body, "x-api-key: k",
                    arena_cstr(&w->arena, arena_printf(&w->arena, "anthropic-version: %s", version)));
}

static struct slice said(struct got g)
{
    return json_text(json_get(at(g.json, "choices", "message"), "content"));
}

Test(model_fake, says_the_first_registered_claim)
{
    struct world w;
    begin(&w);
    struct got g = ask(&w, "/v1/chat/completions", CHAT(TURN, ""));
    told_fine(g);
    cr_expect(slice_eq(said(g), SLICE("The fee is 30%.")), SLICE_FMT, SLICE_ARG(g.body));
    cr_expect(slice_eq(json_text(at(g.json, "choices", "finish_reason")), SLICE("stop")));
    cr_expect(json_u64(at(g.json, "usage", "prompt_tokens")) > 0);
    cr_expect_eq(json_u64(at(g.json, "usage", "completion_tokens")), 4);
    g = anthropic(&w, "2023-06-01", ASK(TURN, ""));
    told_fine(g);
    cr_expect(slice_eq(json_text(at(g.json, "content", "text")), SLICE("The fee is 30%.")));
    cr_expect(slice_eq(json_text(json_get(g.json, "stop_reason")), SLICE("end_turn")));
    cr_expect(slice_starts(g.request_id, SLICE("req_")));
    world_stop(&w);
}

Test(model_fake, checks_against_the_register)
{
    struct world w;
    begin(&w);
    struct got g =
        ask(&w, "/v1/chat/completions", arena_cstr(&w.arena, arena_printf(&w.arena, CHAT(CHECK, ""), "Anything else?")));
    cr_expect(slice_has(said(g), SLICE("\"verdict\":\"ok\"")) && slice_has(said(g), SLICE("\"rests_on\":\"fee\"")), SLICE_FMT,
              SLICE_ARG(g.body));
    g = ask(&w, "/v1/chat/completions", arena_cstr(&w.arena, arena_printf(&w.arena, CHAT(CHECK, ""), "It is free.")));
    cr_expect(slice_has(said(g), SLICE("\"verdict\":\"refused\"")));
    world_stop(&w);
}

Test(model_fake, says_the_texts_of_a_file_in_turn)
{
    struct world w = {.setup = {.answers = SLICE_INIT("one\nmore\n---\ntwo\n")}};
    world_start(&w);
    static const char *const wanted[] = {"one\nmore", "two", "one\nmore"};
    for (size_t i = 0; i < 3; i++)
        cr_expect(slice_eq(said(ask(&w, "/v1/chat/completions", CHAT("x", ""))), slice_from(wanted[i])), "%zu", i);
    world_stop(&w);
}

Test(model_fake, streams)
{
    struct world w;
    begin(&w);
    struct slice s =
        ask(&w, "/v1/chat/completions", CHAT(TURN, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")).body;
    cr_expect(slice_ends(s, SLICE("data: [DONE]\n\n")), SLICE_FMT, SLICE_ARG(s));
    cr_expect_eq(times(s, "\"content\":"), 4);
    cr_expect_eq(times(s, "\"finish_reason\":\"stop\""), 1);
    cr_expect_eq(times(s, "\"choices\":[],\"usage\":{"), 1);
    cr_expect_eq(times(s, "\"usage\":null"), 6);
    s = ask(&w, "/v1/chat/completions", CHAT(TURN, ",\"stream\":true")).body;
    cr_expect_eq(times(s, "\"usage\""), 0);
    s = anthropic(&w, "2023-06-01", ASK(TURN, ",\"stream\":true")).body;
    cr_expect(slice_starts(s, SLICE("event: message_start\ndata: {\"type\":\"message_start\"")));
    cr_expect(slice_ends(s, SLICE("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")));
    cr_expect_eq(times(s, "event: content_block_delta"), 4);
    cr_expect_geq(times(s, "event: ping"), 1);
    world_stop(&w);
}

struct row {
    const char *version, *body, *why;
    unsigned status;
};
static const struct row rows[] = {
    {"2023-06-01", ASK("x", ",\"temperature\":1"), "", 200},
    {"2026-10-21", ASK("x", ",\"temperature\":1"), "temperature", 400},
    {"2026-10-21", ASK("x", ",\"top_k\":5"), "top_k", 400},
    {"2026-10-21", ASK("x", ""), "", 200},
    {"2024-01-01", ASK("x", ""), "version", 400},
    {"2023-06-01", ASK("x", ",\"note\":1"), "note", 400},
    {"2023-06-01", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "max_tokens", 400},
    {"2023-06-01", "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[]}", "at least one", 400},
    {"2023-06-01", "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}", "first", 400},
    {"2023-06-01", ASK("", ""), "non-empty", 400},
    {"2023-06-01",
     "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":"
     "\"t\"}]}]}",
     "unexpected", 400},
    {"2023-06-01",
     "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":["
     "{\"type\":\"tool_"
     "use\",\"id\":\"t\"}]},{\"role\":\"user\",\"content\":\"y\"}]}",
     "without tool_result", 400},
    {"2023-06-01",
     "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":["
     "{\"type\":\"tool_"
     "use\",\"id\":\"t\"}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\"}]}]}",
     "", 200},
};

Test(model_fake, keeps_the_rules_of_both_versions)
{
    struct world w;
    begin(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct got g = anthropic(&w, rows[i].version, rows[i].body);
        cr_expect_eq(g.status, rows[i].status, "row %zu: %u", i, g.status);
        cr_expect(slice_has(g.body, slice_from(rows[i].why)), "row %zu: " SLICE_FMT, i, SLICE_ARG(g.body));
    }
    cr_expect_eq(
        ask_with(&w, "POST", "/v1/messages", ASK("x", ""), "Authorization: Bearer k", "anthropic-version: 2026-10-21").status,
        200);
    cr_expect_eq(ask_with(&w, "POST", "/v1/messages", ASK("x", ""), NULL, "anthropic-version: 2026-10-21").status, 401);
    cr_expect_eq(ask_with(&w, "POST", "/v1/messages", ASK("x", ""), "x-api-key: k", NULL).status, 400);
    cr_expect_eq(ask_with(&w, "POST", "/v1/chat/completions", CHAT("x", ""), NULL, NULL).status, 401);
    cr_expect_eq(ask(&w, "/v1/chat/completions", "{\"model\":\"m\"}").status, 400);
    cr_expect_eq(ask(&w, "/v1/chat/completions", "{\"messages\":[]}").status, 400);
    world_stop(&w);
}

Test(model_fake, accounts_for_what_is_cached)
{
    struct world w;
    begin(&w);
    struct buffer b;
    buffer_init(&b, &w.arena, 1 << 16);
    for (int i = 0; i < 1100; i++)
        buffer_add(&b, SLICE("word"));
    const char *body = arena_cstr(&w.arena, arena_printf(&w.arena,
                                                         ASK("x", ",\"system\":[{\"type\":\"text\",\"text\":\"" SLICE_FMT
                                                                  "\",\"cache_control\":{\"type\":\"ephemeral\"}}]"),
                                                         SLICE_ARG(buffer_slice(&b))));
    struct got first = anthropic(&w, "2023-06-01", body), second = anthropic(&w, "2023-06-01", body);
    cr_expect_eq(json_u64(at(first.json, "usage", "cache_creation_input_tokens")), 1100);
    cr_expect_eq(json_u64(at(first.json, "usage", "cache_read_input_tokens")), 0);
    cr_expect_eq(json_u64(at(second.json, "usage", "cache_creation_input_tokens")), 0);
    cr_expect_eq(json_u64(at(second.json, "usage", "cache_read_input_tokens")), 1100);
    cr_expect_eq(json_u64(at(second.json, "usage", "input_tokens")), 1);
    world_stop(&w);
}

static struct got fails(struct world *w, const char *fault, const char *body)
{
    told_fine(ask(w, "/_fake/faults", fault));
    return ask(w, "/v1/chat/completions", body);
}

Test(model_fake, fails_as_it_is_told_to)
{
    struct world w;
    begin(&w);
    const char *chat = CHAT(TURN, ""), *stream = CHAT(TURN, ",\"stream\":true");
    struct got g = fails(&w, "{\"on\":\"models\",\"status\":429,\"retry_after\":7}", chat);
    cr_expect(g.status == 429 && slice_eq(g.retry_after, SLICE("7")));
    cr_expect(slice_eq(json_text(at(g.json, "error", "code")), SLICE("rate_limit_exceeded")));
    g = fails(&w, "{\"on\":\"models\",\"status\":429,\"error_code\":\"insufficient_quota\"}", chat);
    cr_expect(g.retry_after.len == 0 && slice_eq(json_text(at(g.json, "error", "type")), SLICE("insufficient_quota")));
    g = fails(&w, "{\"on\":\"models\",\"way\":\"html\"}", chat);
    cr_expect(g.status == 502 && g.json == NULL);
    g = fails(&w, "{\"on\":\"models\",\"way\":\"garbage\"}", chat);
    cr_expect(g.status == 200 && g.json == NULL);
    cr_expect_eq(fails(&w, "{\"on\":\"models\",\"way\":\"truncate\"}", chat).end, OUTGOING_CUT);
    g = fails(&w, "{\"on\":\"models\",\"way\":\"truncate\"}", stream);
    cr_expect(g.end == OUTGOING_CUT && !slice_has(g.body, SLICE("[DONE]")));
    g = fails(&w, "{\"on\":\"models\",\"way\":\"drip\"}", chat);
    cr_expect(g.status == 200 && slice_eq(said(g), SLICE("The fee is 30%.")));
    g = fails(&w, "{\"on\":\"models\",\"way\":\"length\"}", chat);
    cr_expect(slice_eq(json_text(at(g.json, "choices", "finish_reason")), SLICE("length")) && said(g).len < 10);
    g = fails(&w, "{\"on\":\"models\",\"way\":\"refusal\"}", chat);
    cr_expect(json_text(json_get(at(g.json, "choices", "message"), "refusal")).len > 0);
    g = fails(&w, "{\"on\":\"models\",\"way\":\"hostile\"}", chat);
    cr_expect(slice_has(said(g), SLICE("guaranteed")));
    g = fails(&w, "{\"on\":\"models\",\"way\":\"error_event\"}", stream);
    cr_expect(g.status == 200 && slice_has(g.body, SLICE("data: {\"error\":")) && !slice_has(g.body, SLICE("[DONE]")));
    told_fine(ask(&w, "/_fake/faults", "{\"on\":\"models\",\"status\":529}"));
    g = anthropic(&w, "2023-06-01", ASK("x", ""));
    cr_expect(g.status == 529 && slice_eq(json_text(at(g.json, "error", "type")), SLICE("overloaded_error")));
    told_fine(ask(&w, "/_fake/faults", "{\"on\":\"models\",\"way\":\"error_event\"}"));
    g = anthropic(&w, "2023-06-01", ASK(TURN, ",\"stream\":true"));
    cr_expect(slice_has(g.body, SLICE("event: error\n")) && !slice_has(g.body, SLICE("message_stop")));
    told_fine(ask(&w, "/v1/chat/completions", chat));
    world_stop(&w);
}

Test(model_fake, embeds_as_floats_and_as_base64)
{
    struct world w;
    begin(&w);
    struct got g =
        ask(&w, "/v1/embeddings",
            "{\"model\":\"text-embedding-3-small\",\"input\":[\"the fee is high\",\"the fee is low\"],\"dimensions\":256}");
    told_fine(g);
    const struct json *first = json_get(g.json, "data")->child, *v = json_get(first, "embedding"),
                      *u = json_get(first->next, "embedding");
    double norm = 0, inner = 0;
    cr_expect_eq(v->count, 256);
    for (const struct json *a = v->child, *b = u->child; a != NULL; a = a->next, b = b->next) {
        double x = a->kind == JSON_KIND_REAL ? a->real : (double)a->integer,
               y = b->kind == JSON_KIND_REAL ? b->real : (double)b->integer;
        norm += x * x;
        inner += x * y;
    }
    cr_expect(fabs(norm - 1) < 1e-5);
    cr_expect(inner > 0.4 && inner < 0.999, "texts that share words are near, not the same");
    g = ask(&w, "/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"fee\",\"encoding_format\":\"base64\"}");
    struct slice coded = json_text(at(g.json, "data", "embedding"));
    cr_expect_eq(coded.len, 8192);
    size_t zeros = 0; /* one word: a single 1.0 or -1.0 among zeros, little-endian */
    for (size_t i = 0; i < coded.len; i++)
        zeros += coded.at[i] == 'A';
    cr_expect(zeros >= 8188 && zeros < 8192, "%zu", zeros);
    cr_expect_eq(ask(&w, "/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"\"}").status, 400);
    cr_expect_eq(ask(&w, "/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":[\"a\",7]}").status, 400);
    world_stop(&w);
}
