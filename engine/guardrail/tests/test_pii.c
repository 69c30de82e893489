#include <criterion/criterion.h>

#include <parley/pii.h>
#include <parley/size.h>
#include <stdio.h>

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

/* What is found in a text: "type=what it covers", one behind the other; nothing more and nothing less. */
struct row {
    const char *text, *found;
};

static void expect(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pii_result r = found(rows[i].text);
        struct slice text = slice_from(rows[i].text);
        char got[512];
        size_t n = 0;
        got[0] = '\0';
        for (size_t k = 0; k < r.count; k++) {
            struct slice what = slice_sub(text, r.spans[k].span.start, r.spans[k].span.end);
            int wrote = snprintf(got + n, sizeof got - n, "%s%s=" SLICE_FMT, n > 0 ? " | " : "", pii_type_name(r.spans[k].type),
                                 SLICE_ARG(what));
            cr_assert(wrote > 0 && (size_t)wrote < sizeof got - n);
            n += (size_t)wrote;
        }
        cr_expect_str_eq(got, rows[i].found, "%s\n  got  %s\n  want %s", rows[i].text, got, rows[i].found);
    }
}

Test(pii, phones_of_many_plans_and_no_references)
{
    static const struct row rows[] = {{"ring (312) 555-0175 ext. 44", "phone=(312) 555-0175"},
                                      {"tel 020.7946.0019", "phone=020.7946.0019"},
                                      {"Call 1-800-555-0142 now", "phone=1-800-555-0142"},
                                      {"mobile 612 345 678", "phone=612 345 678"},
                                      {"+81 3-5550-1946", "phone=+81 3-5550-1946"},
                                      {"0044 20 7946 0991", "phone=0044 20 7946 0991"},
                                      {"ring me on 555-0199", "phone=555-0199"},
                                      {"my order never came, 07700 900461", "phone=07700 900461"},
                                      {"tag is 0125 778210", ""},
                                      {"order no 1234567890, tracking 0123456789", ""},
                                      {"Model 700-800-9000, SKU 212-555-0199", ""},
                                      {"HOME-2231-9987-01", ""},
                                      {"build 126.0.6478.127", ""},
                                      {"gift card 6224 2850 6148 8847", ""},
                                      {"call before 2024-05-12", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, accounts_in_every_layout_and_no_parts_or_dates)
{
    static const struct row rows[] = {
        {"sort code 20 45 33 account number 1234 5678", "bank_account=20 45 33 | bank_account=1234 5678"},
        {"pay 77-28-15 / 63251511", "bank_account=77-28-15 | bank_account=63251511"},
        {"pay to 11-99-06 05047804", "bank_account=11-99-06 | bank_account=05047804"},
        {"a/c 87654321 s/c 10-20-30", "bank_account=87654321 | bank_account=10-20-30"},
        {"roll number 40012345-6", "bank_account=40012345-6"},
        {"routing 021000021 account 123456789012 checking", "bank_account=021000021 | bank_account=123456789012"},
        {"sort code 60-85-83, number 75600531", "bank_account=60-85-83 | bank_account=75600531"},
        {"it is 83-72-91", "bank_account=83-72-91"},
        {"routing 021000022", ""},
        {"GB82 WEST 1234 5698 7654 33", ""},
        {"RM150 diambil masa check in dan akan", ""},
        {"part 83-91-54 bracket", ""},
        {"moved from 10-11-12 to 12-13-14", ""},
        {"code 884213 expired", ""},
        {"invoice 20240311", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, national_numbers_by_shape_and_check)
{
    static const struct row rows[] = {{"my nino is ab 12 34 56 c", "national_id=ab 12 34 56 c"},
                                      {"NI NX-98-23-53-D", "national_id=NX-98-23-53-D"},
                                      {"JK.12.34.56.A", "national_id=JK.12.34.56.A"},
                                      {"SSN 451 79 2706", "national_id=451 79 2706"},
                                      {"it is 611-78-5710", "national_id=611-78-5710"},
                                      {"DNI 12345678Z", "national_id=12345678Z"},
                                      {"DNI 12345678A", ""},
                                      {"NIE X1234567L", "national_id=X1234567L"},
                                      {"PPS 1234567FA", "national_id=1234567FA"},
                                      {"PPS 7654321A", ""},
                                      {"I saw BG 12 34 56 A", ""},
                                      {"IC 880412-14-5567", "national_id=880412-14-5567"},
                                      {"IC 881312-14-5567", ""},
                                      {"SSN 666-78-5710", ""},
                                      {"sticker 099-17-2041", ""},
                                      {"Part number AB-123456-C", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, health_numbers_and_passports_behind_their_words)
{
    static const struct row rows[] = {{"the patient, 9187612704, was seen", "health_id=9187612704"},
                                      {"error in row 9187612704", ""},
                                      {"NHS 9187612705", ""},
                                      {"Passport: TR8204417", "passport=TR8204417"},
                                      {"passport 12AB34567", "passport=12AB34567"},
                                      {"passport C01X00T47", "passport=C01X00T47"},
                                      {"the passport asked for, I gave it, 554718378", "passport=554718378"},
                                      {"batch TR8204417", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, plates_of_several_countries_and_no_prices)
{
    static const struct row rows[] = {{"index FP09 ZGU", "plate=FP09 ZGU"},
                                      {"the Mini, A19 DOT, please", "plate=A19 DOT"},
                                      {"matr\xc3\xad"
                                       "cula 1234 BCD",
                                       "plate=1234 BCD"},
                                      {"No plat WXY 1234", "plate=WXY 1234"},
                                      {"California plate 8KRT294", "plate=8KRT294"},
                                      {"a fee of RM48 for it", ""},
                                      {"A4 PDF, B737 MAX, WD40 CAN", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, dates_of_birth_and_no_other_dates)
{
    static const struct row rows[] = {{"d.o.b. 21st March 1938", "birth_date=21st March 1938"},
                                      {"DOB March 4, 1979", "birth_date=March 4, 1979"},
                                      {"born 9/8/05", "birth_date=9/8/05"},
                                      {"born 06 JUL 2015", "birth_date=06 JUL 2015"},
                                      {"dob='1977-04-02'", "birth_date=1977-04-02"},
                                      {"date of birth is 19780923", "birth_date=19780923"},
                                      {"She's Edna Crabtree, 29/02/1940", "name=Edna Crabtree | birth_date=29/02/1940"},
                                      {"DOB 12/03/1980, appointment on 4 June 2025", "birth_date=12/03/1980"},
                                      {"born 77-78-89", ""},
                                      {"the concert on 12/07/1985", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, the_net_and_no_versions)
{
    static const struct row rows[] = {{"jo dot bloggs at gmail dot com", "email=jo dot bloggs at gmail dot com"},
                                      {"karen[at]example[dot]org", "email=karen[at]example[dot]org"},
                                      {"look at home dot and line", ""},
                                      {"src=100.64.18.201", "ip=100.64.18.201"},
                                      {"version 4.12.0.1 crashes", ""},
                                      {"section 4.2.1.3", ""},
                                      {"2001:db8:4f3a:12::1", "ip=2001:db8:4f3a:12::1"},
                                      {"3f2a:91bc:77d0", ""},
                                      {"MAC 00:1a:2b:3c:4d:5e at 10:30:15", "ip=00:1a:2b:3c:4d:5e"}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, postcodes_and_zips_of_real_areas)
{
    static const struct row rows[] = {{"Spokane, WA 99201-4417", "postcode=99201-4417"},
                                      {"Columbus, Ohio 43235.", "postcode=43235"},
                                      {"zip code 10001", "postcode=10001"},
                                      {"I live in wf1 2ab", "postcode=wf1 2ab"},
                                      {"XX1 2AB", ""},
                                      {"a pallet of 43235 labels", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, addresses_without_their_towns)
{
    static const struct row rows[] = {{"at Flat 6, 118 Coldharbour Terrace, Bristol", "address=Flat 6, 118 Coldharbour Terrace"},
                                      {"The Old Forge, 3 Kirk Wynd\nKelso", "address=The Old Forge, 3 Kirk Wynd"},
                                      {"1207 W. Alder Street, Apt 3C, Spokane", "address=1207 W. Alder Street, Apt 3C"},
                                      {"1600 Sawmill Parkway, Suite 210, Columbus", "address=1600 Sawmill Parkway, Suite 210"},
                                      {"in 5/2 Gladstone Court", "address=5/2 Gladstone Court"},
                                      {"at 33 Badger's Holt next", "address=33 Badger's Holt"},
                                      {"12 rue de la Paix, 75002 Paris", "address=12 rue de la Paix"},
                                      {"Lindengasse 14, Wien", "address=Lindengasse 14"},
                                      {"No. 8, Jalan SS 2/24, Petaling Jaya", "address=No. 8, Jalan SS 2/24"},
                                      {"Calle Mayor 14, Madrid", "address=Calle Mayor 14"},
                                      {"i live at 12 baker street", "address=12 baker street"},
                                      {"PO Box 123", "address=PO Box 123"},
                                      {"roadworks on Mill Lane until 22 November", ""},
                                      {"I walked the length of Baker Street", ""},
                                      {"buy 3 Park and Ride tickets", ""},
                                      {"a \xc2\xa3"
                                       "22 Park Street ticket",
                                       ""},
                                      {"Room 512, bay 14", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, names_by_what_leads_to_them)
{
    static const struct row rows[] = {{"Mrs Ollerenshaw rang", "name=Ollerenshaw"},
                                      {"please speak to Anjali in lettings", "name=Anjali"},
                                      {"Dear Ngozi,", "name=Ngozi"},
                                      {"Kind regards,\nHelga Brandvold", "name=Helga Brandvold"},
                                      {"Patient: Harjinder Sandhu", "name=Harjinder Sandhu"},
                                      {"Name: zofia wrzesniewska", "name=zofia wrzesniewska"},
                                      {"my name is anne-marie o'dowd and i need help", "name=anne-marie o'dowd"},
                                      {"hi its karl from number 9", "name=karl"},
                                      {"Driver: Piet van der Merwe, seen 14:05", "name=Piet van der Merwe"},
                                      {"MY NAME IS ROGER MARSH AND I AM LOCKED OUT", "name=ROGER MARSH"},
                                      {"passenger ABELA/JOSEPH MR, new date", "name=ABELA/JOSEPH"},
                                      {"rider Monique D., rating 5", "name=Monique D."},
                                      {"we met Ottavia Bellucci at the fair", "name=Ottavia Bellucci"},
                                      {"my partner Jonquil and I meant Dawn in payroll", "name=Jonquil | name=Dawn"},
                                      {"Wilf's account is empty", "name=Wilf"},
                                      {"never was mr desai", "name=desai"},
                                      {"Dear Sirs, Dear Customer, Hi There", ""},
                                      {"I'm Scottish. I'm so happy. This is London.", ""},
                                      {"Dr Martens, Jamie Oliver and Queen Victoria", ""},
                                      {"the Nelson Mandela Centre in Rose Street", ""},
                                      {"Veldspar Ceramics BV", ""},
                                      {"a Range Rover, a Ford Focus, a Tiffany lamp", ""},
                                      {"in Kuala Lumpur on Monday Morning", ""},
                                      {"Edward VII and the Victoria line", ""},
                                      {"puede pagar en efectivo o con tarjeta", ""},
                                      {"Encik boleh guna bilik sampai petang", ""},
                                      {"Selamat Hari Raya kepada semua tetamu kami", ""},
                                      {"Terms and Conditions", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, masks_nothing_in_part)
{
    static const struct row rows[] = {
        {"mail jos\xc3\xa9.n\xc3\xba\xc3\xb1"
         "ez@ex\xc3\xa4mple.com now",
         "email=jos\xc3\xa9.n\xc3\xba\xc3\xb1"
         "ez@ex\xc3\xa4mple.com"},
        {"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd@\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.\xd1\x80\xd1\x84",
         "email=\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd@\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.\xd1\x80\xd1\x84"},
        {"\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b\xe5\xad\x90.com", "email=\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b\xe5\xad\x90.com"},
        {"\xe9\x82\xae\xe7\xae\xb1s@example.com", "email=s@example.com"},
        {"\xe2\x80\x9csarah@example.com\xe2\x80\x9d", "email=sarah@example.com"},
        {"mail o'neil@example.com.", "email=o'neil@example.com"},
        {"tom&ann@example.com, \"j smith\"@example.com", "email=tom&ann@example.com | email=\"j smith\"@example.com"},
        {"me@[192.168.1.1]", "email=me@[192.168.1.1]"},
        {"email=sarah%40example.com&x=1", "email=sarah%40example.com"},
        {"sarah_p(at)example.com", "email=sarah_p(at)example.com"},
        {"sarah.p @ example.com, 5 @ 10.00", "email=sarah.p @ example.com"},
        {"find us @ example.com", ""},
        {"email us @ example.com", "email=us @ example.com"},
        {"name=Sarah+Pemberton&id=4", "name=Sarah+Pemberton"},
        {"name=sarah%20pemberton&id=4", "name=sarah%20pemberton"},
        {"first_name=Sarah&last_name=Pemberton", "name=Sarah | name=Pemberton"},
        {"name=Annual+Report&file_name=Rose+Water", ""},
        {"photo of Sarah_Pemberton, queue Q_DARK", "name=Sarah_Pemberton"},
        {"Pemberton, Sarah (Mrs)", "name=Pemberton, Sarah"},
        {"seats: Pemberton, Sarah Ann (Mrs)", "name=Pemberton, Sarah Ann"},
        {"Okafor, Ngozi\nAdeyemi, Femi", "name=Okafor, Ngozi | name=Adeyemi, Femi"},
        {"Okafor (Miss) rang", "name=Okafor"},
        {"Monday, Sarah is in", "name=Sarah"},
        {"Washington, Georgia (state)", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, addresses_of_the_net_on_both_sides_of_each_rule)
{
    static const struct row rows[] = {{"mail sarah@example.com.", "email=sarah@example.com"},
                                      {"mail sarah@example.com-", "email=sarah@example.com"},
                                      {"from o'neil@example.com", "email=o'neil@example.com"},
                                      {"ip 10.0.0.255", "ip=10.0.0.255"},
                                      {"ip 10.0.0.256", ""},
                                      {"2001:db8:0:1:1:1:1:1", "ip=2001:db8:0:1:1:1:1:1"},
                                      {"2001:db8:0:1:1:1:1", ""},
                                      {"Route: 2001:db8:0:1:1:1:1", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, checks_each_issuer_and_each_check_digit)
{
    static const struct row rows[] = {{"4111111111111111", "card=4111111111111111"},
                                      {"4111111111111112", ""},
                                      {"3056 930902 5904", "card=3056 930902 5904"}, /* Diners */
                                      {"3156 930902 5903", ""},
                                      {"2223003122003222", "card=2223003122003222"}, /* the newer range of Mastercard */
                                      {"NHS 943 476 5080", "health_id=943 476 5080"},
                                      {"NHS 943 476 5030", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, codes_on_both_sides_of_each_rule)
{
    static const struct row rows[] = {{"my NRIC is S1234567D", "national_id=S1234567D"},
                                      {"batch is S1234567D", ""},
                                      {"WF1 2AB", "postcode=WF1 2AB"},
                                      {"a chip wf1 2ab burnt", ""},
                                      {"passport AB123C456", "passport=AB123C456"},
                                      {"tool AB123C456", ""},
                                      {"the car ABC 123D is mine", "plate=ABC 123D"},
                                      {"the screw ABC 123D is mine", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, dates_of_birth_on_both_sides_of_each_rule)
{
    static const struct row rows[] = {{"Edna Crabtree, 29/02/2012", "name=Edna Crabtree | birth_date=29/02/2012"},
                                      {"Edna Crabtree, 28/02/2016", "name=Edna Crabtree"},
                                      {"born on 12/03/1980", "birth_date=12/03/1980"},
                                      {"born here, joined on 12/03/1980", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, accounts_on_both_sides_of_each_rule)
{
    static const struct row rows[] = {
        {"seen 12-03-24, 12345678", "bank_account=12-03-24 | bank_account=12345678"},
        {"seen 12-03-24, 123456 of them", ""},
        {"pay 608583 75600531", "bank_account=608583 | bank_account=75600531"},
        {"units 608583 75600531", ""},
        {"sort code 60-85-83 and then, a little later, 75600531", "bank_account=60-85-83 | bank_account=75600531"},
        {"sort code 60-85-83. It was a long day at the works and we made 75600531", "bank_account=60-85-83"}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, addresses_on_both_sides_of_each_rule)
{
    static const struct row rows[] = {
        {"at Flat 6, Rose Court, 118 Coldharbour Terrace", "address=Flat 6, Rose Court, 118 Coldharbour Terrace"},
        {"The Old Forge, Kirk Wynd, Leeds LS6 2AB", "address=The Old Forge, Kirk Wynd | postcode=LS6 2AB"},
        {"The Old Forge, Kirk Wynd was full, so they walked all the way to LS6 2AB", "postcode=LS6 2AB"}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, names_on_both_sides_of_each_rule)
{
    static const struct row rows[] = {{"It is late.\nAmber Quimbleby, landlord", "name=Amber Quimbleby"},
                                      {"It is late.\nAmber Quimbleby, the best of lamps for you", ""},
                                      {"soap of Evelyn", "name=Evelyn"},
                                      {"soap of Crabtree & Evelyn", ""},
                                      {"soap of Evelyn & Sons", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, numbers_and_words_told_by_the_word_before_them)
{
    static const struct row rows[] = {
        {"card ending 1111, expiry 04/27, cvc 321", "card=04/27 | card=321"},
        {"Visa, valid thru 09/2028", "card=09/2028"},
        {"expires 04/27 the offer, gift card expiry 04/27", ""},
        {"card expiry 14/27", ""},
        {"security code: 994213", "card=994213"},
        {"security code is 3 digits, cvc 3 digits", ""},
        {"enter the six digit code 123456", ""},
        {"my PIN is 4471", "card=4471"},
        {"pin 12 of the plug, a PIN of 4 digits", ""},
        {"my password is Hunter2!", "bank_account=Hunter2!"},
        {"password: qwertyuiop", "bank_account=qwertyuiop"},
        {"your password is wrong. Password: at least 8 signs. The password is case-sensitive, is 12-character", ""},
        {"UTR 12345 67890", "national_id=12345 67890"},
        {"TFN: 123 456 782", "national_id=123 456 782"},
        {"PAN no. ABCPE1234F", "national_id=ABCPE1234F"},
        {"part ABCPE1234F, a pan 1234567890", ""},
        {"driving licence MORGA657054SM9IJ", "national_id=MORGA657054SM9IJ"},
        {"FOX99 901015 AB9CD", "national_id=FOX99 901015 AB9CD"},
        {"licence MORGA693054SM9IJ", ""}, /* month 93 */
        {"licence MORGA652324SM9IJ", ""}, /* day 32 */
        {"licence F9OX9901015AB9CD", ""},
        {"MAC 00-11-22-33-44-55", "ip=00-11-22-33-44-55"},
        {"3C:5A:B4:01:9f:e2", "ip=3C:5A:B4:01:9f:e2"},
        {"at 10:30:15:20:25:30", ""},
        {"123e4567-e89b-12d3-a456-426614174000", ""},
        {"passport L8988901C, DNI 12.345.678-Z", "passport=L8988901C | national_id=12.345.678-Z"}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, dates_of_birth_in_words_and_without_marks)
{
    static const struct row rows[] = {
        {"dob 120381", "birth_date=120381"},
        {"dob 993381", ""},
        {"120381 boxes, born in 1981", ""},
        {"born on the twelfth of March 1981", "birth_date=twelfth of March 1981"},
        {"born the twenty first of May nineteen eighty-one", "birth_date=twenty first of May nineteen eighty-one"},
        {"we open on the twelfth of March 1981", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, names_in_small_letters_and_in_capitals)
{
    static const struct row rows[] = {{"i am john carter", "name=john carter"},
                                      {"this is jack, calling again", "name=jack"},
                                      {"i am frank about it, this is grace period", ""},
                                      {"i am jack of all trades, this is tom yum soup", ""},
                                      {"JOHN CARTER, 14 OAK STREET, LEEDS", "name=JOHN CARTER | address=14 OAK STREET"},
                                      {"TENANT IS SARAH PEMBERTON OF YORK", "name=SARAH PEMBERTON"},
                                      {"ROSE WOOD TABLES ARE HERE. BILL PAYMENTS. GRANT MONEY NOW", ""},
                                      {"WE SELL FRANK BROWN BREAD, AMBER WHITE WINE", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, addresses_in_small_letters_and_without_numbers)
{
    static const struct row rows[] = {
        {"I live at 7, The Willows, Bath", "address=7, The Willows"},
        {"My address is Rose Cottage, Church Lane, Bath", "address=Rose Cottage, Church Lane"},
        {"she lives at Hill House", "address=Hill House"},
        {"We close at 7, The Hall opens at 8. See Rose Cottage, Bath", ""},
        {"flat 3, 22 mill lane, york yo1 7hh", "address=flat 3, 22 mill lane | postcode=yo1 7hh"},
        {"bring 3 copies to the lane, LS6 2AB", "postcode=LS6 2AB"},
        {"Apartment 4B, 350 5th Ave, New York, NY 10118", "address=Apartment 4B, 350 5th Ave | postcode=10118"},
        {"2 5th graders came", ""},
        {"Vivo en la calle Mayor 12, 3\xc2\xba B, Madrid", "address=calle Mayor 12, 3\xc2\xba B"},
        {"c/ Mayor 12, bajo A", "address=c/ Mayor 12, bajo A"},
        {"en la calle Mayor 12 veces", ""},
        {"Postcode ls62ab", "postcode=ls62ab"},
        {"chip ls62ab", ""}};
    expect(rows, COUNT_OF(rows));
}

Test(pii, leaves_what_is_public)
{
    static const struct row rows[] = {{"Call our helpline on 0800 123 4567.", ""},
                                      {"0300 123 1234 is the customer line", ""},
                                      {"call us on +44 800 123 4567 or 1-888-555-0142", ""},
                                      {"my number is 0800 123 4567", "phone=0800 123 4567"},
                                      {"call 0800 123 4567", "phone=0800 123 4567"},
                                      {"ring us on 07700 900123", "phone=07700 900123"},
                                      {"0123456789 are the digits", ""},
                                      {"telefon saya 012-345 6789", "phone=012-345 6789"},
                                      {"10 Downing Street is in London", ""},
                                      {"12 Downing Street", "address=12 Downing Street"},
                                      {"Georgia and Virginia are states.", ""},
                                      {"Paris, Florence and Sydney are cities.", ""},
                                      {"Georgia called", "name=Georgia"},
                                      {"Charlotte and Florence came to see us", "name=Charlotte | name=Florence"},
                                      {"I spoke to Sydney and Georgia", "name=Sydney | name=Georgia"}};
    expect(rows, COUNT_OF(rows));
}
