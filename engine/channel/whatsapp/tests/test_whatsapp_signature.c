#include <criterion/criterion.h>

#include <parley/size.h>
#include <parley/whatsapp.h>

/* 192 bytes, backslashes and all; signed by other software. */
#define BODY                                                                                                                     \
    "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"2\",\"changes\":[{\"field\":\"messages\",\"value\":{"        \
    "\"messages\":[{\"type\":\"text\",\"text\":{\"body\":\"jug\\u00f3 https:\\/\\/ex.org\\/b \\ud83c\\udf4b\"}}]}}]}]}"
#define HEX "4cc698422353516eb203859633bd9d860ffa847f40853a3fe9d974b988239db4"

static const struct whatsapp_secrets secrets = {{SLICE_INIT("the secret in use")}};

static bool holds(const char *header)
{
    return whatsapp_signature_holds(&secrets, slice_from(header), SLICE(BODY));
}

Test(whatsapp_signature, holds_over_the_bytes_as_they_came)
{
    cr_assert_eq(SLICE(BODY).len, 192);
    cr_assert(holds("sha256=" HEX));
}

Test(whatsapp_signature, does_not_hold_over_what_a_parser_writes_again)
{
    cr_assert_not(holds("sha256=ed12686a84ba7628a2aed2f8655c976caf856883ff0e75473051243b9d720869"));
    cr_assert_not(whatsapp_signature_holds(&secrets, SLICE("sha256=" HEX), slice_sub(SLICE(BODY), 0, 191)));
    cr_assert_not(whatsapp_signature_holds(&secrets, SLICE("sha256=" HEX), SLICE_NONE));
}

Test(whatsapp_signature, of_an_empty_body_holds_for_that_only)
{
    struct slice empty = SLICE("sha256=135370a27b0631a738482395ae4850acd685691bb1db1931d2240b8989d7d401");
    cr_assert(whatsapp_signature_holds(&secrets, empty, SLICE_NONE));
    cr_assert_not(whatsapp_signature_holds(&secrets, empty, SLICE(BODY)));
}

Test(whatsapp_signature, refuses_every_other_spelling)
{
    static const char *const wrong[] = {
        NULL,
        "",
        "sha256=",
        HEX,
        "sha256=" HEX "0",
        "sha256=" HEX " ",
        " sha256=" HEX,
        "SHA256=" HEX,
        "sha256=4cc698422353516eb203859633bd9d860ffa847f40853a3fe9d974b988239db",      /* short */
        "sha256=4CC698422353516EB203859633BD9D860FFA847F40853A3FE9D974B988239DB4",     /* upper case */
        "sha256=4cc698422353516eb203859633bd9d860ffa847f40853a3fe9d974b988239dg4",     /* no hex */
        "sha256=4cc698422353516eb203859633bd9d860ffa847f40853a3fe9d974b98823\xc3\xa9", /* no ASCII */
        "sha256=4cc698422353516eb203859633bd9d860ffa847f40853a3fe9d974b988239db5",     /* the last digit */
        "sha256=5cc698422353516eb203859633bd9d860ffa847f40853a3fe9d974b988239db4",     /* the first */
        "sha1=5a4d763a3e5a370fea2d56a57daad1b43cbe55e2",
        "sha256=5a4d763a3e5a370fea2d56a57daad1b43cbe55e2",
        "sha1=" HEX,
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        cr_assert_not(holds(wrong[i]), "%s", wrong[i]);
}

Test(whatsapp_signature, holds_by_either_secret_while_it_is_changed)
{
    struct whatsapp_secrets both = {{SLICE("a new one"), SLICE("the secret in use")}}, other = {{SLICE("a new one")}}, none = {0};
    cr_assert(whatsapp_signature_holds(&both, SLICE("sha256=" HEX), SLICE(BODY)));
    cr_assert_not(whatsapp_signature_holds(&other, SLICE("sha256=" HEX), SLICE(BODY)));
    cr_assert_not(whatsapp_signature_holds(&none, SLICE("sha256=" HEX), SLICE(BODY)));
}

Test(whatsapp_signature, with_an_empty_secret_never_holds)
{
    struct whatsapp_secrets empty = {{SLICE(""), SLICE("")}};
    /* HMAC-SHA256 of nothing under the empty key */
    cr_assert_not(whatsapp_signature_holds(
        &empty, SLICE("sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"), SLICE_NONE));
}

/* -- 360dialog -------------------------------------------------------------------------------------------------------------- */

static struct whatsapp_hook_secrets hook_secrets(void)
{
    return (struct whatsapp_hook_secrets){.path = {{SLICE("path-0123456789abcdef")}},
                                          .header = {{SLICE("head-0123456789abcdef"), SLICE("head-fedcba9876543210")}}};
}

static struct whatsapp_hook hook(void)
{
    return (struct whatsapp_hook){
        .path_secret = SLICE("path-0123456789abcdef"), .header_secret = SLICE("head-0123456789abcdef"), .body = SLICE(BODY)};
}

Test(whatsapp_signature, of_360dialog_is_a_path_and_a_header)
{
    struct whatsapp_hook_secrets s = hook_secrets();
    struct whatsapp_hook h = hook();
    cr_assert(whatsapp_hook_holds(&s, &h));
    h.header_secret = SLICE("head-fedcba9876543210");
    cr_assert(whatsapp_hook_holds(&s, &h), "while it is changed");
    h.header_secret = SLICE_NONE;
    cr_assert_not(whatsapp_hook_holds(&s, &h));
    h = hook();
    h.path_secret = SLICE("path-0123456789abcde");
    cr_assert_not(whatsapp_hook_holds(&s, &h));
    h.path_secret = SLICE("path-0123456789abcdefg");
    cr_assert_not(whatsapp_hook_holds(&s, &h));
}

Test(whatsapp_signature, of_360dialog_needs_secrets_worth_the_name)
{
    struct whatsapp_hook_secrets s = hook_secrets();
    struct whatsapp_hook h = hook();
    s.header = (struct whatsapp_secrets){{SLICE("short")}};
    h.header_secret = SLICE("short");
    cr_assert_not(whatsapp_hook_holds(&s, &h));
    s = hook_secrets();
    s.path = (struct whatsapp_secrets){0};
    h = hook();
    h.path_secret = SLICE_NONE;
    cr_assert_not(whatsapp_hook_holds(&s, &h), "no path secret is not an empty one");
}

Test(whatsapp_signature, of_a_platform_is_asked_for_when_there_is_a_secret)
{
    struct whatsapp_hook_secrets s = hook_secrets();
    struct whatsapp_hook h = hook();
    s.signing = secrets;
    cr_assert_not(whatsapp_hook_holds(&s, &h));
    h.signature = SLICE(HEX);
    cr_assert(whatsapp_hook_holds(&s, &h));
    h.signature = SLICE("sha256=" HEX);
    cr_assert(whatsapp_hook_holds(&s, &h));
    h.signature = SLICE("sha256=135370a27b0631a738482395ae4850acd685691bb1db1931d2240b8989d7d401");
    cr_assert_not(whatsapp_hook_holds(&s, &h));
    h.signature = SLICE(HEX);
    h.path_secret = SLICE("path-1123456789abcdef");
    cr_assert_not(whatsapp_hook_holds(&s, &h), "the signature alone is not enough");
}

/* -- the handshake ---------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *query;
    unsigned status;
    const char *challenge;
} shakes[] = {
    {"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock", 200, "1158201444"},
    {"hub.verify_token=meaty%68amhock&x&hub.challenge=7&hub.mode=subscribe", 200, "7"},
    {"hub.mode=subscribe&hub.challenge=1&hub.verify_token=former", 200, "1"},
    {"hub.mode=subscribe&hub.challenge=1&hub.verify_token=meatyhamhoc", 403, ""},
    {"hub.mode=subscribe&hub.challenge=1&hub.verify_token=", 403, ""},
    {"hub.mode=subscribe&hub.challenge=1", 403, ""},
    {"hub.mode=subscribe&hub.verify_token=wrong&hub.verify_token=meatyhamhock&hub.challenge=1", 403, ""},
    {"hub.mode=subscribe&hub.verify_token=meatyhamhock", 400, ""},
    {"hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=", 400, ""},
    {"hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=%3Cscript%3E", 400, ""},
    {"hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=1%0d%0aX:1", 400, ""},
    {"hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=meatyhamhock", 400, ""},
    {"hub_mode=subscribe&hub.challenge=1&hub.verify_token=meatyhamhock", 400, ""},
    {"hub.challenge=1&hub.verify_token=meatyhamhock", 400, ""},
    {"hub.mode=%7", 400, ""},
    {"", 400, ""},
};

Test(whatsapp_signature, handshake_echoes_the_challenge_to_the_right_token)
{
    struct whatsapp_secrets tokens = {{SLICE("meatyhamhock"), SLICE("former")}}, none = {0};
    for (size_t i = 0; i < COUNT_OF(shakes); i++) {
        struct arena a;
        struct slice challenge;
        arena_init(&a, 1 << 20);
        unsigned status = whatsapp_handshake(&challenge, &a, slice_from(shakes[i].query), &tokens);
        cr_assert_eq(status, shakes[i].status, "%s: %u", shakes[i].query, status);
        cr_assert(slice_eq(challenge, slice_from(shakes[i].challenge)), "%s", shakes[i].query);
        cr_assert_neq(whatsapp_handshake(&challenge, &a, slice_from(shakes[i].query), &none), 200, "without a token");
        arena_finish(&a);
    }
}
