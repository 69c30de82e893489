#include "pii/checks.h"

static unsigned at(struct slice s, size_t i)
{
    return (unsigned)(s.at[i] - '0');
}

static unsigned number(struct slice s, size_t from, size_t to)
{
    unsigned n = 0;
    for (size_t i = from; i < to; i++)
        n = n * 10 + at(s, i);
    return n;
}

static bool luhn(struct slice d)
{
    unsigned sum = 0;
    for (size_t i = 0; i < d.len; i++) {
        unsigned n = at(d, d.len - 1 - i);
        if (i % 2 == 1)
            n = n * 2 > 9 ? n * 2 - 9 : n * 2;
        sum += n;
    }
    return sum % 10 == 0;
}

bool check_card(struct slice d)
{
    if (d.len < 13 || d.len > 19 || !luhn(d))
        return false;
    unsigned two = number(d, 0, 2), four = number(d, 0, 4);
    bool amex = two == 34 || two == 37, diners = two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059);
    bool four_to_six = d.at[0] >= '4' && d.at[0] <= '6';
    switch (d.len) {
    case 13: return d.at[0] == '4';
    case 14: return diners;
    case 15: return amex;
    case 16: return four_to_six || (four >= 2200 && four <= 2720) || (four >= 3528 && four <= 3589) || diners;
    default: return four_to_six;
    }
}

bool check_health(struct slice d)
{
    unsigned sum = 0;
    if (d.len != 10)
        return false;
    for (size_t i = 0; i < 9; i++)
        sum += at(d, i) * (unsigned)(10 - i);
    unsigned check = 11 - sum % 11;
    return check != 10 && (check == 11 ? 0 : check) == at(d, 9);
}

bool check_iban(struct slice p)
{
    static const char countries[] =
        " ad ae al at az ba be bg bh br by ch cr cy cz de dk do ee eg es fi fo fr gb ge gi gl gr gt hr hu ie "
        "il iq is it jo kw kz lb lc li lt lu lv ly mc md me mk mr mt mu nl no pk pl ps pt qa ro rs sa sc se "
        "si sk sm st sv tl tn tr ua va vg xk ";
    unsigned rest = 0, digits = 0;
    bool known = false;
    for (const char *c = countries; p.len > 2 && *c != '\0'; c++)
        known |= *c == ' ' && c[1] == p.at[0] && c[2] == p.at[1];
    for (size_t i = 0; i < p.len; i++)
        digits += p.at[i] <= '9';
    if (!known || digits * 2 < p.len) /* words of a sentence come to 1 by chance */
        return false;
    for (size_t i = 0; i < p.len; i++) {
        char c = p.at[(i + 4) % p.len];
        rest = c <= '9' ? (rest * 10 + (unsigned)(c - '0')) % 97 : (rest * 100 + (unsigned)(c - 'a') + 10) % 97;
    }
    return rest == 1;
}

bool check_routing(struct slice d)
{
    static const unsigned weights[] = {3, 7, 1};
    unsigned sum = 0;
    for (size_t i = 0; i < d.len; i++)
        sum += at(d, i) * weights[i % 3];
    return d.len == 9 && sum % 10 == 0 && sum > 0;
}

bool check_social(struct slice d)
{
    if (d.len != 9)
        return false;
    unsigned area = number(d, 0, 3), group = number(d, 3, 5), serial = number(d, 5, 9);
    if (area >= 900) /* a taxpayer's number looks alike */
        return group >= 50;
    return area != 0 && area != 666 && group != 0 && serial != 0;
}

bool check_dni(struct slice p)
{
    static const char letters[] = "trwagmyfpdxbnjzsqvhlcke";
    if (p.len != 9)
        return false;
    bool foreign = p.at[0] >= 'x' && p.at[0] <= 'z';
    if (!foreign && p.at[0] > '9')
        return false;
    unsigned n = foreign ? (unsigned)(p.at[0] - 'x') * 10000000u + number(p, 1, 8) : number(p, 0, 8);
    return p.at[8] == letters[n % 23];
}

bool check_pps(struct slice p)
{
    unsigned sum = 0;
    if (p.len != 8 && p.len != 9)
        return false;
    for (size_t i = 0; i < 7; i++)
        sum += at(p, i) * (unsigned)(8 - i);
    if (p.len == 9)
        sum += p.at[8] == 'w' ? 0 : (unsigned)(p.at[8] - 'a' + 1) * 9;
    char want = sum % 23 == 0 ? 'w' : (char)('a' + sum % 23 - 1);
    return p.at[7] == want && (p.len == 8 || p.at[8] <= 'i' || p.at[8] == 'w');
}

bool check_nric(struct slice d)
{
    if (d.len != 12)
        return false;
    unsigned month = number(d, 2, 4), day = number(d, 4, 6), place = number(d, 6, 8);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 && place >= 1 && place != 17 && place != 18 && place != 19 &&
           place != 20 && place != 69 && place != 70 && place != 73 && place != 80 && place != 81 && place < 94;
}

static bool in(char c, const char *set)
{
    for (; *set != '\0'; set++)
        if (*set == c)
            return true;
    return false;
}

bool check_national_prefix(struct slice two)
{
    static const char *const never[] = {"bg", "gb", "nk", "kn", "tn", "nt", "zz"};
    if (in(two.at[0], "dfiquv") || in(two.at[1], "dfioquv"))
        return false;
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (two.at[0] == never[i][0] && two.at[1] == never[i][1])
            return false;
    return true;
}

bool check_postcode(struct slice p)
{
    static const char areas[] =
        " ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec "
        "eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls "
        "lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp "
        "sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze gir ";
    size_t letters = 0;
    while (letters < p.len && !(p.at[letters] >= '0' && p.at[letters] <= '9'))
        letters++;
    if (p.len < 5)
        return false;
    for (const char *a = areas; *a != '\0'; a++)
        if (*a == ' ' && strncmp(a + 1, p.at, letters) == 0 && a[1 + letters] == ' ')
            return true;
    return false;
}

bool check_sort_is_date(struct slice d)
{
    unsigned a = number(d, 0, 2), b = number(d, 2, 4), c = number(d, 4, 6);
    bool day_first = a >= 1 && a <= 31 && b >= 1 && b <= 12, month_first = a >= 1 && a <= 12 && b >= 1 && b <= 31,
         year_first = b >= 1 && b <= 12 && c >= 1 && c <= 31 && a <= 40;
    return day_first || month_first || year_first;
}
