#include <criterion/criterion.h>

#include <parley/audit.h>
#include <string.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, 1 << 26);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(audit, .init = set_up, .fini = tear_down);

static const struct audit_key tenant_key = {{1, 2, 3}}, contact_key = {{9, 8, 7}};
static const struct place here = {SLICE_INIT("a.jsonl"), 1, 1};

static struct audit_record appended(struct audit_head *head, const char *sealed)
{
    struct audit_record r;
    struct error e;
    struct audit_draft d = {.kind = AUDIT_SCREEN_OUT,
                            .at = {1700000000000},
                            .contact = {4},
                            .rule = SLICE("RULE-FEE-1"),
                            .facts = SLICE("{\"verdict\":\"block\"}"),
                            .sealed = slice_from(sealed)};
    cr_assert_eq(audit_append(&r, &a, head, &d, &contact_key, &e), OK, "%s", e.text);
    return r;
}

Test(audit, a_chain_verifies_and_opens)
{
    struct audit_head write = {0}, check = {0};
    struct error e;
    for (int i = 0; i < 5; i++) {
        struct audit_record r = appended(&write, "{\"text\":\"hello\"}");
        cr_assert_eq(audit_verify(&check, &r, &e), OK, "%s", e.text);
        struct slice plain;
        cr_assert_eq(audit_open_record(&plain, &a, &r, &contact_key, &e), OK);
        cr_assert(slice_eq(plain, SLICE("{\"text\":\"hello\"}")));
        cr_assert(!slice_has(r.sealed, SLICE("hello")));
        cr_assert_eq(audit_open_record(&plain, &a, &r, &tenant_key, &e), CORRUPT);
    }
}

Test(audit, every_changed_byte_of_a_record_is_noticed)
{
    struct audit_head head = {0};
    struct audit_record r = appended(&head, "{}");
    struct buffer b;
    buffer_init(&b, &a, 1 << 16);
    audit_record_write(&b, &r);
    struct slice line = buffer_slice(&b);
    char *copy = arena_alloc(&a, line.len + 1);
    size_t unnoticed = 0;
    for (size_t i = 0; i < line.len; i++) {
        struct audit_head check = {0};
        struct audit_record back;
        struct error e;
        memcpy(copy, line.at, line.len);
        copy[i] = copy[i] == '1' ? '2' : '1';
        if (audit_record_read(&back, &a, (struct slice){copy, line.len}, here, &e) == OK && audit_verify(&check, &back, &e) == OK)
            unnoticed++;
    }
    cr_assert_eq(unnoticed, 0);
}

Test(audit, RULE_AUDIT_1_notices_a_missing_a_repeated_and_a_swapped_record)
{
    struct audit_head write = {0}, check = {0};
    struct error e;
    struct audit_record one = appended(&write, ""), two = appended(&write, ""), three = appended(&write, "");
    cr_assert_eq(audit_verify(&check, &one, &e), OK);
    cr_assert_eq(audit_verify(&check, &three, &e), CORRUPT);
    cr_assert(strstr(e.text, "missing"));
    cr_assert_eq(audit_verify(&check, &one, &e), CORRUPT);
    struct audit_record forged = two;
    forged.previous = three.hash;
    cr_assert_eq(audit_verify(&check, &forged, &e), CORRUPT);
    cr_assert_eq(audit_verify(&check, &two, &e), OK);
}

Test(audit, a_record_survives_its_json_line)
{
    struct audit_head head = {0}, check = {0};
    struct error e;
    struct audit_record r = appended(&head, "{\"t\":\"\xc3\xa9\\n\"}"), back;
    struct buffer b;
    buffer_init(&b, &a, 1 << 16);
    audit_record_write(&b, &r);
    cr_assert_eq(audit_record_read(&back, &a, buffer_slice(&b), here, &e), OK, "%s", e.text);
    cr_assert_eq(audit_verify(&check, &back, &e), OK, "%s", e.text);
}

Test(audit, a_wrapped_key_opens_only_with_its_tenant_and_for_its_contact)
{
    static const uint8_t nonce[12] = {5};
    struct wrapped_key w;
    struct audit_key back;
    struct error e;
    cr_assert_eq(audit_wrap(&w, &tenant_key, &contact_key, (struct contact_id){4}, nonce, &e), OK);
    cr_assert_eq(audit_unwrap(&back, &tenant_key, &w, (struct contact_id){4}, &e), OK);
    cr_assert(memcmp(&back, &contact_key, sizeof back) == 0);
    cr_assert_eq(audit_unwrap(&back, &tenant_key, &w, (struct contact_id){5}, &e), CORRUPT);
    cr_assert_eq(audit_unwrap(&back, &contact_key, &w, (struct contact_id){4}, &e), CORRUPT);
}

Test(audit, sealed_bytes_open_only_under_their_purpose_and_number)
{
    struct slice sealed, plain;
    struct error e;
    cr_assert_eq(audit_seal(&sealed, &a, &contact_key, SLICE("message"), 7, SLICE("secret"), &e), OK);
    cr_assert_eq(audit_open(&plain, &a, &contact_key, SLICE("message"), 7, sealed, &e), OK);
    cr_assert(slice_eq(plain, SLICE("secret")));
    cr_assert_eq(audit_open(&plain, &a, &contact_key, SLICE("message"), 8, sealed, &e), CORRUPT);
    cr_assert_eq(audit_open(&plain, &a, &contact_key, SLICE("address"), 7, sealed, &e), CORRUPT);
    cr_assert_eq(audit_open(&plain, &a, &contact_key, SLICE("message"), 7, slice_sub(sealed, 0, 10), &e), CORRUPT);
}

Test(audit, a_record_of_another_chain_does_not_continue_this_one)
{
    struct audit_head ours = {0}, theirs = {0}, check = {0};
    struct error e = {0};
    struct audit_record first = appended(&ours, "{\"text\":\"ours\"}");
    (void)appended(&theirs, "{\"text\":\"theirs\"}");
    struct audit_record second = appended(&theirs, "{}");
    cr_assert_eq(audit_verify(&check, &first, &e), OK);
    cr_assert_eq(audit_verify(&check, &second, &e), CORRUPT, "its number is right and its link is not");
    cr_expect(strstr(e.text, "does not continue the chain") != NULL, "%s", e.text);
    second.previous = first.hash; /* the link mended by hand: now the content does not give the hash */
    cr_assert_eq(audit_verify(&check, &second, &e), CORRUPT);
}
