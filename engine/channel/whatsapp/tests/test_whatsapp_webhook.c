#include <criterion/criterion.h>

#include <parley/size.h>
#include <parley/whatsapp.h>
#include <stdio.h>

static struct arena arena;
static struct error error;
static struct whatsapp_delivery got;

static enum code take(struct slice body)
{
    arena_init(&arena, (size_t)1 << 28);
    return whatsapp_read(&got, &arena, body, &error);
}

/* One change of a number with this value, the metadata aside. */
static void take_value(const char *field, const char *value)
{
    static char body[1 << 16];
    int n =
        snprintf(body, sizeof body,
                 "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"21\",\"changes\":[{\"field\":\"%s\",\"value\":{"
                 "\"metadata\":{\"phone_number_id\":\"11\",\"display_phone_number\":\"+44 20 7946\"},%s}}]}]}",
                 field, value);
    cr_assert(n > 0 && n < (int)sizeof body);
    cr_assert_eq(take((struct slice){body, (size_t)n}), OK, "%s", error.text);
}

static void take_message(const char *members)
{
    static char value[1 << 15];
    snprintf(value, sizeof value, "\"messages\":[{\"from\":\"447700900321\",\"id\":\"wamid.A\",\"timestamp\":\"1795000000\",%s}]",
             members);
    take_value("messages", value);
}

static bool is(struct slice s, const char *expected)
{
    return slice_eq(s, slice_from(expected));
}

static bool shows(struct private_slice s, const char *expected)
{
    return is(private_reveal(s, REVEAL_REPORT), expected);
}

static struct slice file_bytes(const char *path)
{
    static char bytes[1 << 16];
    FILE *f = fopen(path, "rb");
    cr_assert_not_null(f, "%s", path);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    return (struct slice){bytes, n};
}

/* -- the whole batch -------------------------------------------------------------------------------------------------------- */

static void fixture_batch(void)
{
    cr_assert_eq(take(file_bytes("tests/data/batch.json")), OK, "%s", error.text);
}

static void finish(void)
{
    arena_finish(&arena);
}

static const struct whatsapp_event *nth(enum whatsapp_event_kind kind, size_t n)
{
    for (size_t i = 0; i < got.count; i++)
        if (got.events[i].kind == kind && n-- == 0)
            return &got.events[i];
    cr_assert_fail("there are fewer");
    return NULL;
}

Test(whatsapp_webhook, is_signed_as_it_lies_in_the_file)
{
    struct whatsapp_secrets secrets = {{SLICE("the secret in use")}};
    cr_assert(whatsapp_signature_holds(&secrets, SLICE("sha256=c646fbc05ee074435bac10ab9d197f71a97caa35af452ed568c49a6e05f8468d"),
                                       file_bytes("tests/data/batch.json")));
}

Test(whatsapp_webhook, reads_every_entry_change_and_item, .init = fixture_batch, .fini = finish)
{
    struct whatsapp_counts c = got.counts;
    cr_assert_eq(c.messages, 6);
    cr_assert_eq(c.statuses, 3);
    cr_assert_eq(c.preferences, 1);
    cr_assert_eq(c.notices, 1, "the changed number");
    cr_assert_eq(c.ignored, 1, "the reaction");
    cr_assert_eq(c.unknown + c.broken + c.echoes + c.mended, 0);
    cr_assert_eq(got.count, 11);
}

Test(whatsapp_webhook, orders_by_time_and_then_by_arrival, .init = fixture_batch, .fini = finish)
{
    for (size_t i = 1; i < got.count; i++) {
        cr_assert_leq(got.events[i - 1].at.ms, got.events[i].at.ms);
        if (got.events[i - 1].at.ms == got.events[i].at.ms)
            cr_assert_lt(got.events[i - 1].arrival, got.events[i].arrival);
    }
    cr_assert(is(nth(WHATSAPP_STATUS, 0)->is.status.receipt, "sent"), "it came after the delivered one");
    cr_assert(is(nth(WHATSAPP_STATUS, 1)->is.status.receipt, "delivered"));
    cr_assert(is(nth(WHATSAPP_MESSAGE, 2)->is.message.id, "wamid.HOUSE0001"), "three of the same second, as they came");
    cr_assert(is(nth(WHATSAPP_MESSAGE, 2)->number, "110000000000022"));
}

Test(whatsapp_webhook, tells_who_wrote_what_to_which_number, .init = fixture_batch, .fini = finish)
{
    const struct whatsapp_event *first = nth(WHATSAPP_MESSAGE, 0);
    cr_assert(is(first->number, "110000000000011"));
    cr_assert(is(first->account, "210000000000001"));
    cr_assert(is(first->display, "442079460011"));
    cr_assert_eq(first->at.ms, 1795000000000);
    cr_assert(shows(first->is.message.text, "jug\xc3\xb3 https://example.org/b?y=2&z=3 \xf0\x9f\x8d\x8b"));
    cr_assert(shows(first->is.message.address, "+447700900321"));
    cr_assert(shows(first->is.message.user_id, "GB.2000000000000000007"));
    cr_assert(shows(first->is.message.name, "Chlo\xc3\xa9"));
}

Test(whatsapp_webhook, knows_a_contact_without_a_telephone_number, .init = fixture_batch, .fini = finish)
{
    const struct whatsapp_message *m = &nth(WHATSAPP_MESSAGE, 5)->is.message;
    cr_assert(is(m->id, "wamid.HOUSE0006"));
    cr_assert(shows(m->address, "GB.2000000000000000008"));
    cr_assert(shows(m->phone, ""));
    cr_assert(shows(m->text, "nobody knows my phone"));
    cr_assert(shows(m->name, ""), "the profile beside it is another's");
}

Test(whatsapp_webhook, makes_an_inbound_message, .init = fixture_batch, .fini = finish)
{
    struct inbound in = whatsapp_inbound(nth(WHATSAPP_MESSAGE, 3), (struct tenant_id){7}, (struct wall){99});
    cr_assert_eq(in.tenant.n, 7);
    cr_assert_eq(in.channel, CHANNEL_WHATSAPP);
    cr_assert(is(in.provider_id, "wamid.HOUSE0003"));
    cr_assert(shows(in.address, "+447700900321"));
    cr_assert(shows(in.text, "In the morning"));
    cr_assert_eq(in.unreadable.len, 0);
    cr_assert_eq(in.sent_at.ms, 1795000004000);
    cr_assert_eq(in.received_at.ms, 99);
    in = whatsapp_inbound(nth(WHATSAPP_MESSAGE, 4), (struct tenant_id){7}, (struct wall){99});
    cr_assert(is(in.unreadable, "unsupported"));
    cr_assert(shows(in.text, ""));
}

Test(whatsapp_webhook, tells_what_became_of_a_send, .init = fixture_batch, .fini = finish)
{
    const struct whatsapp_status *s = &nth(WHATSAPP_STATUS, 1)->is.status;
    cr_assert(is(s->key, "4.9.0"));
    cr_assert(is(s->id, "wamid.HOUSEOUT1"));
    cr_assert(is(s->category, "service"));
    cr_assert(s->billable);
    s = &nth(WHATSAPP_STATUS, 2)->is.status;
    cr_assert(is(s->receipt, "failed"));
    cr_assert_eq(s->code, 131026);
    cr_assert_eq(s->key.len, 0);
    cr_assert_not(s->suppresses);
}

Test(whatsapp_webhook, tells_a_preference_and_a_changed_number, .init = fixture_batch, .fini = finish)
{
    const struct whatsapp_event *p = nth(WHATSAPP_PREFERENCE, 0);
    cr_assert(is(p->is.preference.value, "stop"));
    cr_assert(shows(p->is.preference.address, "+447700900321"));
    cr_assert_eq(p->at.ms, 1795000008000, "a number here, not a text");
    const struct whatsapp_notice *n = &nth(WHATSAPP_NOTICE, 0)->is.notice;
    cr_assert_eq(n->kind, WHATSAPP_NOTICE_IDENTITY);
    cr_assert(is(n->what, "user_changed_number"));
    cr_assert(shows(n->was, "+447700900321"));
    cr_assert(shows(n->is_now, "+447700900654"));
}

/* -- each type -------------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *members, *text, *unreadable, *choice;
} messages[] = {
    {"\"type\":\"text\",\"text\":{\"body\":\"hello\"}", "hello", "", ""},
    {"\"type\":\"text\",\"text\":{\"body\":\" \\n\"}", "", "unsupported", ""},
    {"\"type\":\"text\"", "", "unsupported", ""},
    {"\"type\":\"button\",\"button\":{\"payload\":\"p\",\"text\":\"Yes\"}", "Yes", "", "p"},
    {"\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"r1\",\"title\":\"Row\","
     "\"description\":\"d\"}}",
     "Row", "", "r1"},
    {"\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":{\"response_json\":\"{}\"}}", "", "form",
     ""},
    {"\"type\":\"interactive\"", "", "unsupported", ""},
    {"\"type\":\"image\",\"image\":{\"id\":\"9\",\"caption\":\"see\"}", "see", "", ""},
    {"\"type\":\"image\",\"image\":{\"id\":\"9\"}", "", "image", ""},
    {"\"type\":\"video\",\"video\":{\"id\":\"9\"}", "", "video", ""},
    {"\"type\":\"audio\",\"audio\":{\"id\":\"9\",\"voice\":true}", "", "audio", ""},
    {"\"type\":\"document\",\"document\":{\"id\":\"9\",\"filename\":\"a.pdf\"}", "", "document", ""},
    {"\"type\":\"sticker\",\"sticker\":{\"id\":\"9\"}", "", "sticker", ""},
    {"\"type\":\"location\",\"location\":{\"latitude\":51.5,\"longitude\":-0.12}", "", "location", ""},
    {"\"type\":\"contacts\",\"contacts\":[{\"name\":{}}]", "", "contacts", ""},
    {"\"type\":\"order\",\"order\":{\"catalog_id\":\"1\"}", "", "order", ""},
    {"\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.O\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"stop\"}"
     "}}",
     "stop", "", ""},
    {"\"type\":\"edit\",\"edit\":{}", "", "edit", ""},
    {"\"type\":\"unsupported\",\"errors\":[{\"code\":131051}]", "", "unsupported", ""},
    {"\"type\":\"hologram\",\"hologram\":{}", "", "unsupported", ""},
    {"\"text\":{\"body\":\"no type\"}", "", "unsupported", ""},
};

Test(whatsapp_webhook, reads_each_type_or_says_what_it_cannot_read)
{
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        take_message(messages[i].members);
        cr_assert_eq(got.counts.messages, 1, "%s", messages[i].members);
        const struct whatsapp_message *m = &got.events[0].is.message;
        cr_assert(shows(m->text, messages[i].text), "%s", messages[i].members);
        cr_assert(is(m->unreadable, messages[i].unreadable), "%s", messages[i].members);
        cr_assert(is(m->choice, messages[i].choice), "%s", messages[i].members);
        finish();
    }
}

static const struct {
    const char *members;
    size_t ignored, broken, echoes;
} others[] = {
    {"\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.O\",\"emoji\":\"\\ud83d\\udc4d\"}", 1, 0, 0},
    {"\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.O\"}", 1, 0, 0},
    {"\"type\":\"request_welcome\"", 1, 0, 0},
    {"\"type\":\"interactive\",\"interactive\":{\"type\":\"call_permission_reply\"}", 1, 0, 0},
    {"\"group_id\":\"g\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}", 1, 0, 0},
    {"\"id\":7,\"type\":\"text\",\"text\":{\"body\":\"hello\"}", 0, 1, 0},
    {"\"id\":\"wamid. A\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}", 0, 1, 0},
    {"\"from\":\"\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}", 0, 1, 0},
    {"\"from\":\"+4477x\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}", 0, 1, 0},
};

Test(whatsapp_webhook, counts_what_is_not_for_the_engine)
{
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        take_message(others[i].members);
        cr_assert_eq(got.count, 0, "%s", others[i].members);
        cr_assert_eq(got.counts.ignored, others[i].ignored, "%s", others[i].members);
        cr_assert_eq(got.counts.broken, others[i].broken, "%s", others[i].members);
        finish();
    }
}

Test(whatsapp_webhook, never_takes_an_echo_for_a_message)
{
    take_value("smb_message_echoes",
               "\"message_echoes\":[{\"from\":\"1\",\"id\":\"wamid.A\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}]");
    cr_assert_eq(got.counts.echoes, 1);
    cr_assert_eq(got.count, 0);
    finish();
    take_value("history",
               "\"messages\":[{\"from\":\"447700900321\",\"id\":\"wamid.A\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}]");
    cr_assert_eq(got.counts.echoes, 1);
    cr_assert_eq(got.count, 0);
    finish();
    take_value("messages",
               "\"metadata\":{\"phone_number_id\":\"11\",\"display_phone_number\":\"+44 20 7946 0011\"},"
               "\"messages\":[{\"from\":\"442079460011\",\"id\":\"wamid.A\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}]");
    cr_assert_eq(got.counts.echoes, 1, "from the number itself");
    cr_assert_eq(got.count, 0);
    finish();
}

static const struct {
    const char *status, *receipt;
} statuses[] = {{"sent", "sent"}, {"delivered", "delivered"}, {"read", "read"}, {"played", "read"}, {"failed", "failed"}};

Test(whatsapp_webhook, names_each_status_as_receipts_are_named)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        char value[512];
        snprintf(value, sizeof value,
                 "\"statuses\":[{\"status\":\"%s\",\"biz_opaque_callback_data\":\"1.2.0\",\"timestamp\":\"1\",\"errors\":[{"
                 "\"code\":131050}]}]",
                 statuses[i].status);
        take_value("messages", value);
        cr_assert_eq(got.counts.statuses, 1);
        cr_assert(is(got.events[0].is.status.receipt, statuses[i].receipt));
        cr_assert(got.events[0].is.status.suppresses);
        finish();
    }
    take_value("messages",
               "\"statuses\":[{\"id\":\"wamid.A\",\"status\":\"warning\"},{\"status\":\"sent\"},{\"id\":\"wamid.A\"}]");
    cr_assert_eq(got.count, 0);
    cr_assert_eq(got.counts.ignored, 2);
    cr_assert_eq(got.counts.broken, 1, "neither an id nor a key");
    finish();
}

Test(whatsapp_webhook, notes_the_account_the_number_and_the_template)
{
    take_value("phone_number_quality_update", "\"event\":\"FLAGGED\",\"display_phone_number\":\"442079460011\"");
    cr_assert_eq(got.events[0].is.notice.kind, WHATSAPP_NOTICE_QUALITY);
    cr_assert(is(got.events[0].is.notice.what, "FLAGGED"));
    cr_assert(is(got.events[0].is.notice.about, "442079460011"));
    finish();
    take_value("account_update", "\"event\":\"DISABLED_UPDATE\",\"phone_number\":\"442079460011\"");
    cr_assert_eq(got.events[0].is.notice.kind, WHATSAPP_NOTICE_ACCOUNT);
    finish();
    take_value("message_template_status_update", "\"event\":\"PAUSED\",\"message_template_name\":\"welcome\"");
    cr_assert_eq(got.events[0].is.notice.kind, WHATSAPP_NOTICE_TEMPLATE);
    cr_assert(is(got.events[0].is.notice.about, "welcome"));
    finish();
    take_value("messages", "\"errors\":[{\"code\":130429,\"title\":\"Rate limit hit\"}]");
    cr_assert_eq(got.events[0].is.notice.kind, WHATSAPP_NOTICE_ERROR);
    cr_assert_eq(got.events[0].is.notice.code, 130429);
    finish();
}

/* -- bad bytes -------------------------------------------------------------------------------------------------------------- */

#define GOOD                                                                                                                     \
    "{\"from\":\"447700900321\",\"id\":\"wamid.A\",\"timestamp\":\"1795000000\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}" \
    "}"

Test(whatsapp_webhook, reads_on_past_a_broken_item)
{
    take_value("messages",
               "\"messages\":[null,7,[],{},{\"id\":{}}," GOOD ",\"x\"],\"statuses\":{\"id\":1},\"contacts\":\"none\"");
    cr_assert_eq(got.counts.messages, 1);
    cr_assert_eq(got.counts.broken, 7);
    finish();
}

static const struct {
    const char *body, *text;
} mended[] = {
    {"a \\ud83d b", "a \xef\xbf\xbd b"},
    {"\\udc00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"\\ud83d\\ud83c\\udf4b", "\xef\xbf\xbd\xf0\x9f\x8d\x8b"},
    {"nul \\u0000", "nul \xef\xbf\xbd"},
    {"cut \xc3", "cut \xef\xbf\xbd"},
    {"\xff and \xc3\xa9", "\xef\xbf\xbd and \xc3\xa9"},
    {"\\\\ud83d \\ud83d", "\\ud83d \xef\xbf\xbd"},
};

Test(whatsapp_webhook, reads_half_a_character_of_one_message_and_all_of_the_others)
{
    for (size_t i = 0; i < COUNT_OF(mended); i++) {
        char value[1024];
        snprintf(value, sizeof value,
                 "\"messages\":[{\"from\":\"447700900321\",\"id\":\"wamid.B\",\"timestamp\":\"1794999999\",\"type\":\"text\","
                 "\"text\":{\"body\":"
                 "\"%s\"}}," GOOD "]",
                 mended[i].body);
        take_value("messages", value);
        cr_assert_eq(got.counts.messages, 2);
        cr_assert_eq(got.counts.mended, 1);
        cr_assert(shows(got.events[0].is.message.text, mended[i].text), "%s", mended[i].body);
        cr_assert(shows(got.events[1].is.message.text, "hello"));
        cr_assert_eq(got.events[1].at.ms, 1795000000000);
        finish();
    }
    take_value("messages", "\"n\":99999999999999999999999999,\"messages\":[" GOOD "]");
    cr_assert_eq(got.counts.messages, 1, "a number that is longer than any integer");
    finish();
}

Test(whatsapp_webhook, refuses_what_is_no_delivery)
{
    static const char *const bad[] = {"",
                                      "{",
                                      "[]",
                                      "null",
                                      "{\"object\":\"whatsapp_business_account\"}",
                                      "{\"object\":\"whatsapp_business_account\",\"entry\":{}}",
                                      "{} x"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        cr_assert_eq(take(slice_from(bad[i])), BAD_INPUT, "%s", bad[i]);
        cr_assert_eq(got.count, 0);
        finish();
    }
}

Test(whatsapp_webhook, counts_objects_and_fields_that_nobody_knows)
{
    cr_assert_eq(take(SLICE("{\"object\":\"page\",\"entry\":[{\"messaging\":[]}]}")), OK);
    cr_assert_eq(got.counts.unknown, 1);
    finish();
    take_value("flows", "\"messages\":[" GOOD "]");
    cr_assert_eq(got.counts.unknown, 1);
    cr_assert_eq(got.count, 0);
    finish();
}

static enum code take_many(size_t count)
{
    static char body[WHATSAPP_EVENTS_MAX * 128];
    size_t n = (size_t)snprintf(body, sizeof body,
                                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\","
                                "\"value\":{\"messages\":[");
    for (size_t i = 0; i < count; i++)
        n += (size_t)snprintf(body + n, sizeof body - n, "%s{\"from\":\"447700900321\",\"id\":\"wamid.%zu\",\"type\":\"audio\"}",
                              i ? "," : "", i);
    n += (size_t)snprintf(body + n, sizeof body - n, "]}}]}]}");
    return take((struct slice){body, n});
}

/* 4 MiB of profiles, and as many messages as may be: in an arena that a small machine has. */
Test(whatsapp_webhook, costs_no_more_than_it_may, .timeout = 20)
{
    static char body[WHATSAPP_BODY_MAX];
    size_t n = (size_t)snprintf(body, sizeof body,
                                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":"
                                "\"messages\",\"value\":{\"messages\":[");
    for (size_t i = 0; i < WHATSAPP_EVENTS_MAX; i++)
        n += (size_t)snprintf(body + n, sizeof body - n, "%s{\"from\":\"447700900321\",\"id\":\"wamid.%zu\",\"type\":\"audio\"}",
                              i ? "," : "", i);
    n += (size_t)snprintf(body + n, sizeof body - n, "],\"contacts\":[{\"wa_id\":\"1\"}");
    while (n + 100 < sizeof body)
        n += (size_t)snprintf(body + n, sizeof body - n, ",{\"wa_id\":\"44770090\"}");
    n += (size_t)snprintf(body + n, sizeof body - n, "]}}]}]}");
    arena_init(&arena, (size_t)16 << 20);
    cr_assert_eq(whatsapp_read(&got, &arena, (struct slice){body, n}, &error), OK, "%s", error.text);
    cr_assert_eq(got.counts.messages, WHATSAPP_EVENTS_MAX);
    finish();
    memcpy(strstr(body, "\"44770090\"") + 1, "\\ud83d", 6); /* and once more, mended */
    arena_init(&arena, (size_t)28 << 20);
    cr_assert_eq(whatsapp_read(&got, &arena, (struct slice){body, n}, &error), OK, "%s", error.text);
    cr_assert_eq(got.counts.mended, 1);
    finish();
}

Test(whatsapp_webhook, has_limits_in_bytes_depth_and_items)
{
    static char big[WHATSAPP_BODY_MAX + 1], deep[2 * (WHATSAPP_DEPTH_MAX + 1)];
    memset(big, ' ', sizeof big);
    cr_assert_eq(take((struct slice){big, sizeof big}), LIMIT);
    finish();
    memset(deep, '[', sizeof deep / 2);
    memset(deep + sizeof deep / 2, ']', sizeof deep / 2);
    cr_assert_eq(take((struct slice){deep, sizeof deep}), LIMIT);
    finish();
    cr_assert_eq(take((struct slice){deep + 1, sizeof deep - 2}), BAD_INPUT, "deep enough to be read, and no delivery");
    finish();
    cr_assert_eq(take_many(WHATSAPP_EVENTS_MAX), OK);
    cr_assert_eq(got.count, WHATSAPP_EVENTS_MAX);
    finish();
    cr_assert_eq(take_many(WHATSAPP_EVENTS_MAX + 1), LIMIT);
    cr_assert_eq(got.count, 0);
    finish();
}
