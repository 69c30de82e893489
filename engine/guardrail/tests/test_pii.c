#include <criterion/criterion.h>

#include <parley/pii.h>
#include <parley/size.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 26);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(pii, .init = set_up, .fini = tear_down);

static struct pii_result found(const char *s)
{
    struct text t;
    struct pii_result r;
    cr_assert_eq(text_read(&t, &a, slice_from(s), NULL), OK);
    pii_find(&r, &a, &t);
    return r;
}

Test(pii, finds_every_type_and_nothing_more)
{
    static const struct {
        const char *text, *masked;
        enum pii_type type;
    } rows[] = {{"call me on 07700 900123 please", "call me on 00000 000000 please", PII_PHONE},
                {"+44 20 7946 0018", "+00 00 0000 0000", PII_PHONE},
                {"it is a.b+c@example.co.uk.", "it is x.x+x@xxxxxxx.xx.xx.", PII_EMAIL},
                {"my reg is AB12 CDE ok", "my reg is xx00 xxx ok", PII_PLATE},
                {"I live in SW1A 2AA now", "I live in xx0x 0xx now", PII_POSTCODE},
                {"NI: AB 12 34 56 C", "NI: xx 00 00 00 x", PII_NATIONAL_ID},
                {"nhs number 943 476 5919", "nhs number 000 000 0000", PII_HEALTH_ID},
                {"card 4111 1111 1111 1111 thanks", "card 0000 0000 0000 0000 thanks", PII_CARD},
                {"sort code 12-34-56", "sort code 00-00-00", PII_BANK_ACCOUNT},
                {"GB82 WEST 1234 5698 7654 32", "xx00 xxxx 0000 0000 0000 00", PII_IBAN},
                {"born 12/03/1980", "born 00/00/0000", PII_BIRTH_DATE},
                {"from 192.168.10.1 at", "from 000.000.00.0 at", PII_IP},
                {"my name is Jane Smith", "my name is xxxx xxxxx", PII_NAME},
                {"passport no 123456789", "passport no 000000000", PII_PASSPORT},
                {"I am at 12 Baker Street", "I am at 00 xxxxx xxxxxx", PII_ADDRESS},
                {"Mr Patel called", "Mr xxxxx called", PII_NAME}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct pii_result r = found(rows[i].text);
        cr_expect(r.count == 1 && r.spans[0].type == rows[i].type, "%s: %zu, %s", rows[i].text, r.count,
                  r.count ? pii_type_name(r.spans[0].type) : "-");
        cr_expect(slice_eq(r.masked, slice_from(rows[i].masked)), "%s: " SLICE_FMT, rows[i].text, SLICE_ARG(r.masked));
    }
}

Test(pii, checks_digits_and_leaves_ordinary_numbers)
{
    static const char *const rows[] = {
        "it cost 12,500 pounds in 2016", "open 9 to 5, 7 days", "order 4111 1111 1111 1112", "version 1.2.3.4.5",
        "room 204 on floor 3",           "I'm so happy",        "we met at 10:30 on 12/03",  "the fee is 30% plus VAT"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct pii_result r = found(rows[i]);
        bool bad = false;
        for (size_t k = 0; k < r.count; k++)
            bad |= i != 2 || r.spans[k].type == PII_CARD;
        cr_expect(!bad, "%s: " SLICE_FMT, rows[i], SLICE_ARG(r.masked));
    }
}
