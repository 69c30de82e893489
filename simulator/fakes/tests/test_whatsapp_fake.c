/* Meta's side over real sockets: what is taken, what is refused and why, and how webhooks come. */
#include "fakes_world.h"

static const struct fakes_number numbers[] = {{SLICE_INIT("1001"), SLICE_INIT("447946000001"), {NULL, 0}},
                                              {SLICE_INIT("1002"), SLICE_INIT("447946000002"), {NULL, 0}},
                                              {SLICE_INIT("2001"), SLICE_INIT("447946000003"), SLICE_INIT("key-of-the-relay")}};

static void begin(struct world *w)
{
    *w = (struct world){.setup = {.numbers = numbers, .number_count = COUNT_OF(numbers), .token = SLICE_INIT("t")}};
    world_start(w);
}

static void say(struct world *w, const char *more)
{
    told_fine(ask(w, "/_fake/say",
                  arena_cstr(&w->arena, arena_printf(&w->arena, "{\"from\":\"+447700900123\",\"text\":\"hello\"%s}", more))));
}

#define TEXT(body)                                                                                                               \
    "{\"messaging_product\":\"whatsapp\",\"to\":\"+447700900123\",\"type\":\"text\",\"biz_opaque_callback_data\":\"k1\","        \
    "\"text\":{\"body\":\"" body "\"}}"
#define SEND "/v25.0/1001/messages"

static uint64_t replies(struct world *w)
{
    return json_u64(json_get(ask(w, "/_fake/phone/447700900123", NULL).json, "replies"));
}

Test(whatsapp_fake, takes_a_message_and_the_phone_shows_it)
{
    struct world w;
    begin(&w);
    say(&w, "");
    struct got g = ask(&w, SEND, TEXT("caf\xc3\xa9"));
    told_fine(g);
    struct slice id = json_text(at(g.json, "messages", "id"));
    cr_expect(slice_starts(id, SLICE("wamid.")));
    cr_expect(slice_eq(json_text(at(g.json, "contacts", "wa_id")), SLICE("447700900123")));
    cr_expect(slice_eq(json_text(at(g.json, "contacts", "input")), SLICE("+447700900123")));
    struct got phone = ask(&w, "/_fake/phone/447700900123", NULL);
    const struct json *shown = json_get(phone.json, "shows")->child->next;
    cr_expect(slice_eq(json_text(json_get(shown, "text")), SLICE("caf\xc3\xa9")));
    cr_expect(slice_eq(json_text(json_get(shown, "id")), id));
    cr_expect(slice_eq(json_text(json_get(shown, "key")), SLICE("k1")));
    cr_expect(slice_eq(json_text(json_get(shown, "number")), SLICE("1001")));
    cr_expect_eq(w.told_messages, 1);
    world_stop(&w);
}

struct row {
    const char *path, *body;
    unsigned status;
    uint64_t code;
};
#define TO "\"messaging_product\":\"whatsapp\",\"to\":\"447700900123\""
static const struct row rows[] = {
    {"/v25.0/9999/messages", TEXT("x"), 400, 33},
    {"/v25.0/2001/messages", TEXT("x"), 400, 33},
    {SEND, "{", 400, 100},
    {SEND, "[]", 400, 100},
    {SEND, "{\"to\":\"447700900123\",\"text\":{\"body\":\"x\"}}", 400, 100},
    {SEND, "{\"messaging_product\":\"whatsapp\",\"text\":{\"body\":\"x\"}}", 400, 131008},
    {SEND, "{\"messaging_product\":\"whatsapp\",\"to\":447700900123,\"text\":{\"body\":\"x\"}}", 400, 100},
    {SEND, "{" TO ",\"text\":\"x\"}", 400, 100},
    {SEND, "{" TO ",\"text\":{\"body\":7}}", 400, 100},
    {SEND, "{" TO ",\"text\":{}}", 400, 131008},
    {SEND, "{" TO "}", 400, 131008},
    {SEND, "{" TO ",\"type\":\"song\",\"song\":{}}", 400, 131051},
    {SEND, "{" TO ",\"context\":\"x\",\"text\":{\"body\":\"x\"}}", 400, 100},
    {SEND, "{" TO ",\"type\":\"template\",\"template\":{\"name\":\"n\",\"language\":{\"code\":\"en\"}}}", 404, 132001},
    {SEND, "{\"messaging_product\":\"whatsapp\",\"to\":\"447946000001\",\"text\":{\"body\":\"x\"}}", 400, 131021},
    {SEND, "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.none\"}", 400, 131009},
    {SEND, "{" TO ",\"more\":{\"unknown\":[1]},\"text\":{\"body\":\"x\",\"colour\":\"red\"}}", 200, 0},
};

Test(whatsapp_fake, refuses_with_the_code_of_the_real_one)
{
    struct world w;
    begin(&w);
    say(&w, "");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct got g = ask(&w, rows[i].path, rows[i].body);
        cr_expect_eq(g.status, rows[i].status, "row %zu: %u", i, g.status);
        cr_expect_eq(error_code(g), rows[i].code, "row %zu: %u", i, (unsigned)error_code(g));
    }
    cr_expect_eq(replies(&w), 1);
    struct got g = ask_with(&w, "POST", SEND, TEXT("x"), "Authorization: Bearer other", NULL);
    cr_expect(g.status == 401 && error_code(g) == 190);
    g = ask_with(&w, "POST", SEND, TEXT("x"), NULL, NULL);
    cr_expect(g.status == 401 && error_code(g) == 190);
    world_stop(&w);
}

Test(whatsapp_fake, counts_characters_not_bytes)
{
    struct world w;
    begin(&w);
    say(&w, "");
    struct buffer b;
    buffer_init(&b, &w.arena, 1 << 16);
    for (size_t i = 0; i < 4096; i++)
        buffer_add(&b, SLICE("\xc3\xa9"));
#define FORM "{" TO ",\"text\":{\"body\":\"%s%s\"}}"
    const char *long_one = arena_cstr(&w.arena, buffer_slice(&b));
    told_fine(ask(&w, SEND, arena_cstr(&w.arena, arena_printf(&w.arena, FORM, long_one, ""))));
    cr_expect_eq(error_code(ask(&w, SEND, arena_cstr(&w.arena, arena_printf(&w.arena, FORM, long_one, "x")))), 100);
    world_stop(&w);
}

Test(whatsapp_fake, keeps_a_window_for_each_contact_and_number)
{
    struct world w;
    begin(&w);
    cr_expect_eq(error_code(ask(&w, SEND, TEXT("x"))), 131047);
    say(&w, ",\"number\":\"1002\"");
    cr_expect_eq(error_code(ask(&w, SEND, TEXT("x"))), 131047, "the window of another number");
    say(&w, ",\"number\":\"1001\"");
    told_fine(ask(&w, SEND, TEXT("x")));
    told_fine(ask(&w, "/_fake/clock", "{\"ahead_s\":86399}"));
    told_fine(ask(&w, SEND, TEXT("x")));
    told_fine(ask(&w, "/_fake/clock", "{\"ahead_s\":86401}"));
    cr_expect_eq(error_code(ask(&w, SEND, TEXT("x"))), 131047);
    told_fine(ask(&w, "/_fake/templates", "{\"name\":\"n\",\"language\":\"en\"}"));
    told_fine(ask(&w, SEND, "{" TO ",\"type\":\"template\",\"template\":{\"name\":\"n\",\"language\":{\"code\":\"en\"}}}"));
    told_fine(ask(&w, "/_fake/weather", "{\"late_window\":true}"));
    told_fine(ask(&w, SEND, TEXT("x")));
    cr_expect(hears_times(&w, "\"code\":131047", 1), "accepted, and failed later");
    world_stop(&w);
}

Test(whatsapp_fake, limits_a_contact_and_a_second)
{
    struct world w;
    begin(&w);
    say(&w, "");
    told_fine(ask(&w, "/_fake/weather", "{\"pair_burst\":5,\"per_second\":1000}"));
    for (int i = 0; i < 5; i++)
        told_fine(ask(&w, SEND, TEXT("x")));
    struct got g = ask(&w, SEND, TEXT("x"));
    cr_expect(g.status == 429 && error_code(g) == 131056);
    told_fine(ask(&w, "/_fake/weather", "{\"pair_burst\":1000,\"per_second\":2}"));
    unsigned limited = 0;
    for (int i = 0; i < 12; i++)
        limited += error_code(ask(&w, SEND, TEXT("x"))) == 130429;
    cr_expect(limited >= 4, "%u of 12 in hardly more than a second", limited);
    world_stop(&w);
}

Test(whatsapp_fake, signs_the_escaped_bytes)
{
    struct world w;
    begin(&w);
    say(&w, ",\"name\":\"Ren\xc3\xa9 \xf0\x9f\x98\x80 a/b\"");
    cr_assert(hears(&w, 1));
    struct heard h = w.heard[0];
    cr_expect(slice_has(h.body, SLICE("Ren\\u00e9 \\ud83d\\ude00 a\\/b")), SLICE_FMT, SLICE_ARG(h.body));
    for (size_t i = 0; i < h.body.len; i++)
        cr_assert((unsigned char)h.body.at[i] < 0x80);
    struct slice hex = digest_hex(&w.arena, digest_hmac(SLICE("the-secret"), h.body));
    cr_expect(slice_eq(h.signature, arena_join(&w.arena, SLICE("sha256="), hex)));
    static const char *const wrong[] = {"wrong", "flipped", "none"};
    for (size_t i = 0; i < 3; i++) {
        say(&w, arena_cstr(&w.arena, arena_printf(&w.arena, ",\"signature\":\"%s\"", wrong[i])));
        cr_assert(hears(&w, 2 + i));
        h = w.heard[1 + i];
        hex = digest_hex(&w.arena, digest_hmac(SLICE("the-secret"), h.body));
        cr_expect(i == 2 ? h.signature.len == 0 : h.signature.len == 71, "%s", wrong[i]);
        cr_expect_not(slice_has(h.signature, hex), "%s", wrong[i]);
    }
    world_stop(&w);
}

Test(whatsapp_fake, brings_a_delivery_until_200_with_growing_gaps)
{
    struct world w;
    begin(&w);
    static const unsigned answers[] = {503, 500, 202};
    memcpy(w.answers, answers, sizeof answers);
    w.answer_count = 3;
    told_fine(ask(&w, "/_fake/weather", "{\"retry_ms\":60,\"repeat_every\":0}"));
    say(&w, "");
    cr_assert(hears(&w, 4));
    rest_ms(700);
    cr_expect_eq(heard(&w), 4, "it was taken");
    for (size_t i = 1; i < 4; i++)
        cr_expect(slice_eq(w.heard[i].body, w.heard[0].body), "other bytes");
    uint64_t first = w.heard[1].at_ms - w.heard[0].at_ms, third = w.heard[3].at_ms - w.heard[2].at_ms;
    cr_expect(first >= 59 && third >= 239, "%u %u", (unsigned)first, (unsigned)third);
    world_stop(&w);
}

Test(whatsapp_fake, delivers_nothing_before_the_handshake)
{
    struct world w = {.setup = {.verify = SLICE_INIT("v")}, .shakes = 3};
    world_start(&w);
    say(&w, ",\"number\":\"5\"");
    rest_ms(120);
    cr_expect_eq(heard(&w), 0);
    cr_expect(hears(&w, 1), "and everything after it");
    cr_expect_eq(json_u64(json_get(ask(&w, "/_fake/state", NULL).json, "failed_handshakes")), 3);
    world_stop(&w);
}

Test(whatsapp_fake, repeats_scatters_and_groups)
{
    struct world w;
    begin(&w);
    told_fine(ask(&w, "/_fake/weather", "{\"copies\":3,\"scatter_ms\":100,\"group_max\":4,\"repeat_every\":0}"));
    for (int i = 0; i < 20; i++)
        say(&w, "");
    cr_assert(hears_times(&w, "\"type\":\"text\"", 60));
    rest_ms(200);
    cr_expect_eq(heard_times(&w, "\"type\":\"text\""), 60);
    size_t most = 0;
    for (size_t i = 0; i < heard(&w); i++) {
        size_t n = times(w.heard[i].body, "\"type\":\"text\"");
        most = n > most ? n : most;
    }
    cr_expect(most > 1 && most <= 4, "%zu in one delivery", most);
    world_stop(&w);
}

Test(whatsapp_fake, tells_what_became_of_a_message)
{
    struct world w;
    begin(&w);
    say(&w, "");
    told_fine(ask(&w, SEND, TEXT("x")));
    static const char *const names[] = {"\"status\":\"sent\"", "\"status\":\"delivered\"", "\"status\":\"read\""};
    for (size_t i = 0; i < 3; i++)
        cr_expect(hears_times(&w, names[i], 1), "%s", names[i]);
    cr_expect_eq(heard_times(&w, "\"biz_opaque_callback_data\":\"k1\""), 3);
    told_fine(ask(&w, "/_fake/faults", "{\"way\":\"late\",\"code\":131026}"));
    told_fine(ask(&w, SEND, TEXT("x")));
    cr_expect(hears_times(&w, "\"status\":\"failed\"", 1));
    cr_expect_eq(heard_times(&w, "\"code\":131026"), 1);
    world_stop(&w);
}

Test(whatsapp_fake, may_tell_it_before_the_send_is_answered)
{
    struct world w;
    begin(&w);
    say(&w, "");
    cr_assert(hears(&w, 1));
    told_fine(ask(&w, "/_fake/weather", "{\"early_every\":1}"));
    told_fine(ask(&w, SEND, TEXT("x")));
    cr_expect_eq(heard_times(&w, "\"status\":\"sent\""), 1);
    world_stop(&w);
}

Test(whatsapp_fake, fails_as_it_is_told_to)
{
    struct world w;
    begin(&w);
    say(&w, "");
    told_fine(ask(&w, "/_fake/faults", "{\"code\":131048,\"number\":\"1002\"}"));
    told_fine(ask(&w, SEND, TEXT("x")));
    cr_expect_eq(error_code(ask(&w, "/v25.0/1002/messages", TEXT("x"))), 131048);
    cr_expect_eq(error_code(ask(&w, "/v25.0/1002/messages", TEXT("x"))), 131047, "only the next one");
    told_fine(ask(&w, "/_fake/faults", "{\"code\":131000,\"every\":2}"));
    told_fine(ask(&w, SEND, TEXT("x")));
    struct got g = ask(&w, SEND, TEXT("x"));
    cr_expect(g.status == 500 && error_code(g) == 131000);
    cr_expect_eq(ask_with(&w, "DELETE", "/_fake/faults", NULL, NULL, NULL).status, 200);
    cr_expect_eq(replies(&w), 2);
    world_stop(&w);
}

Test(whatsapp_fake, loses_an_answer_after_it_took_the_message)
{
    struct world w;
    begin(&w);
    say(&w, "");
    told_fine(ask(&w, "/_fake/faults", "{\"way\":\"swallow\"}"));
    cr_expect_eq(ask(&w, SEND, TEXT("x")).end, OUTGOING_CUT);
    cr_expect_eq(replies(&w), 1);
    told_fine(ask(&w, "/_fake/faults", "{\"way\":\"hang\"}"));
    cr_expect_eq(ask(&w, SEND, TEXT("x")).end, OUTGOING_LATE);
    cr_expect_eq(replies(&w), 2);
    told_fine(ask(&w, "/_fake/faults", "{\"way\":\"reset\"}"));
    cr_expect_eq(ask(&w, SEND, TEXT("x")).end, OUTGOING_CUT);
    cr_expect_eq(replies(&w), 2, "reset before it was taken");
    told_fine(ask(&w, "/_fake/faults", "{\"way\":\"html\"}"));
    cr_expect_eq(ask(&w, SEND, TEXT("x")).status, 502);
    world_stop(&w);
}

Test(whatsapp_fake, marks_what_was_read)
{
    struct world w;
    begin(&w);
    say(&w, ",\"id\":\"wamid.own\"");
    told_fine(
        ask(&w, SEND,
            "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.own\",\"typing_indicator\":{\"type\":"
            "\"text\"}}"));
    const struct json *shown = json_get(ask(&w, "/_fake/phone/447700900123", NULL).json, "shows")->child;
    cr_expect(json_get(shown, "is_read")->truth && json_get(shown, "is_typing")->truth);
    world_stop(&w);
}

Test(whatsapp_fake, speaks_the_dialect_of_its_relay)
{
    struct world w = {.setup = {.numbers = numbers,
                                .number_count = COUNT_OF(numbers),
                                .relay_header = SLICE_INIT("hook-header"),
                                .relay_secret = SLICE_INIT("platform")}};
    world_start(&w);
    say(&w, ",\"number\":\"2001\"");
    cr_assert(hears(&w, 1));
    struct heard h = w.heard[0];
    cr_expect(slice_eq(h.hook, SLICE("hook-header")) && h.signature.len == 0);
    cr_expect(slice_eq(h.relay_signature, digest_hex(&w.arena, digest_hmac(SLICE("platform"), h.body))));
    struct got g = ask_with(&w, "POST", "/messages", TEXT("x"), "D360-API-KEY: other", NULL);
    cr_expect_eq(g.status, 401);
    cr_expect_eq(json_u64(at(g.json, "meta", "httpCode")), 401);
    told_fine(ask_with(&w, "POST", "/messages", TEXT("x"), "D360-API-KEY: key-of-the-relay", NULL));
    told_fine(ask(&w, "/_fake/faults", "{\"code\":131047}"));
    cr_expect_eq(error_code(ask_with(&w, "POST", "/messages", TEXT("x"), "D360-API-KEY: key-of-the-relay", NULL)), 131047,
                 "Meta's errors are passed through");
    world_stop(&w);
}
