#include <parley/calendar.h>
#include <parley/document.h>
#include <parley/size.h>

/* `seen` and `read` are the only things that reading a tree changes: they note that somebody asked. */
static struct node *marked(const struct node *n)
{
    union {
        const struct node *in;
        struct node *out;
    } same = {n};
    return same.out;
}

const struct node *node_get(const struct node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP)
        return NULL;
    for (const struct node *n = map->child; n != NULL; n = n->next)
        if (slice_eq(n->key, slice_from(key))) {
            marked(n)->seen = true;
            return n;
        }
    return NULL;
}

static void unread_in(const struct node *parent, struct slice key, struct problems *problems)
{
    for (const struct node *n = parent->child; n != NULL; n = n->next) {
        struct slice name = parent->kind == NODE_MAP ? n->key : key;
        if (parent->kind == NODE_MAP && !n->seen)
            problem_add(problems, n->key_at, SLICE_FMT ": is not a field here; take it out or mend its name", SLICE_ARG(n->key));
        else if (n->kind == NODE_MAP || n->kind == NODE_LIST)
            unread_in(n, name, problems);
        else if (!n->read)
            problem_add(problems, n->at, SLICE_FMT ": is %s where a list or a map belongs; write it as parley-pack(5) shows",
                        SLICE_ARG(name), n->kind == NODE_NULL ? "empty" : "a text");
    }
}

void node_report_unread(const struct node *root, struct problems *problems)
{
    if (root->kind == NODE_MAP || root->kind == NODE_LIST)
        unread_in(root, SLICE("the document"), problems);
    else
        problem_add(problems, root->at, "the document: is %s; write name: value lines",
                    root->kind == NODE_NULL ? "empty" : "a text and not a map");
}

static bool is_scalar(const struct node *n, const char *what, const char *want, struct problems *p)
{
    marked(n)->read = true;
    if (n->kind == NODE_SCALAR)
        return true;
    problem_add(p, n->at, "%s: is %s; write %s", what,
                n->kind == NODE_NULL   ? "empty"
                : n->kind == NODE_LIST ? "a list"
                                       : "a map",
                want);
    return false;
}

struct slice node_scalar(const struct node *n)
{
    marked(n)->read = n->kind == NODE_SCALAR;
    return n->kind == NODE_SCALAR ? n->text : SLICE_NONE;
}

bool node_text(struct slice *out, const struct node *n, const char *what, struct problems *p)
{
    if (!is_scalar(n, what, "a text", p))
        return false;
    if (n->text.len == 0) {
        problem_add(p, n->at, "%s: is empty; write a text", what);
        return false;
    }
    *out = n->text;
    return true;
}

bool node_u64(uint64_t *out, const struct node *n, const char *what, uint64_t min, uint64_t max, struct problems *p)
{
    uint64_t value;
    if (!is_scalar(n, what, "a whole number", p))
        return false;
    if (!slice_to_u64(&value, n->text) || value < min || value > max) {
        problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is not a whole number from %llu to %llu", what, SLICE_ARG(n->text),
                    (unsigned long long)min, (unsigned long long)max);
        return false;
    }
    *out = value;
    return true;
}

bool node_bool(bool *out, const struct node *n, const char *what, struct problems *p)
{
    if (!is_scalar(n, what, "true or false", p))
        return false;
    bool yes = slice_eq(n->text, SLICE("true"));
    if (!yes && !slice_eq(n->text, SLICE("false"))) {
        problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is neither true nor false; write one of the two", what, SLICE_ARG(n->text));
        return false;
    }
    *out = yes;
    return true;
}

bool node_minutes(uint32_t *out, const struct node *n, const char *what, struct problems *p)
{
    uint64_t h, m;
    if (!is_scalar(n, what, "a time of day, HH:MM", p))
        return false;
    struct slice t = n->text;
    bool good = t.len == 5 && t.at[2] == ':' && slice_to_u64(&h, slice_sub(t, 0, 2)) && slice_to_u64(&m, slice_sub(t, 3, 5)) &&
                h <= 24 && m <= 59 && h * 60 + m <= 24 * 60;
    if (!good) {
        problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is not a time of day; write HH:MM, 00:00 to 24:00", what, SLICE_ARG(t));
        return false;
    }
    *out = (uint32_t)(h * 60 + m);
    return true;
}

bool node_duration(struct duration *out, const struct node *n, const char *what, struct duration min, struct duration max,
                   struct problems *p)
{
    static const struct {
        struct slice unit;
        uint64_t ns;
    } units[] = {{SLICE_INIT("ms"), UINT64_C(1000000)},
                 {SLICE_INIT("s"), UINT64_C(1000000000)},
                 {SLICE_INIT("m"), UINT64_C(60000000000)},
                 {SLICE_INIT("h"), UINT64_C(3600000000000)},
                 {SLICE_INIT("d"), UINT64_C(86400000000000)}};
    if (!is_scalar(n, what, "a duration such as 1500ms, 30s, 5m, 24h or 7d", p))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        uint64_t count;
        if (!slice_ends(n->text, units[i].unit) || !slice_to_u64(&count, slice_sub(n->text, 0, n->text.len - units[i].unit.len)))
            continue;
        if (count > UINT64_MAX / units[i].ns || count * units[i].ns < min.ns || count * units[i].ns > max.ns) {
            problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is out of range; write %llums to %llus", what, SLICE_ARG(n->text),
                        (unsigned long long)(min.ns / 1000000), (unsigned long long)(max.ns / 1000000000));
            return false;
        }
        out->ns = count * units[i].ns;
        return true;
    }
    problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is not a duration; write 1500ms, 30s, 5m, 24h or 7d", what, SLICE_ARG(n->text));
    return false;
}

static bool currency_of(uint16_t *out, struct slice code)
{
    static const struct {
        struct slice code;
        uint16_t number;
    } known[] = {{SLICE_INIT("GBP"), CURRENCY_GBP}, {SLICE_INIT("EUR"), CURRENCY_EUR}, {SLICE_INIT("USD"), CURRENCY_USD},
                 {SLICE_INIT("MYR"), CURRENCY_MYR}, {SLICE_INIT("MXN"), 484},          {SLICE_INIT("SGD"), 702}};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (slice_eq(known[i].code, code)) {
            *out = known[i].number;
            return true;
        }
    return false;
}

bool node_money(struct money *out, const struct node *n, const char *what, struct problems *p)
{
    if (!is_scalar(n, what, "an amount such as GBP 12.50", p))
        return false;
    struct slice rest = n->text, code, whole;
    uint64_t units = 0, part = 0;
    bool good = slice_next(&code, &rest, ' ') && rest.at != NULL && currency_of(&out->currency, code);
    good = good && slice_next(&whole, &rest, '.') && slice_to_u64(&units, whole) && units <= UINT64_C(9000000000000);
    if (good && rest.at != NULL) {
        good = rest.len >= 1 && rest.len <= 6 && slice_to_u64(&part, rest);
        for (size_t i = rest.len; i < 6; i++)
            part *= 10;
    }
    if (!good) {
        problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is not an amount; write the currency's code and a number, GBP 12.50", what,
                    SLICE_ARG(n->text));
        return false;
    }
    out->micros = (int64_t)(units * 1000000 + part);
    return true;
}

bool node_date(struct wall *out, const struct node *n, const char *what, struct problems *p)
{
    struct civil_date d;
    if (!is_scalar(n, what, "a date, YYYY-MM-DD", p))
        return false;
    if (!civil_date_parse(&d, n->text)) {
        problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is not a date; write YYYY-MM-DD", what, SLICE_ARG(n->text));
        return false;
    }
    out->ms = civil_days(d) * 86400000;
    return true;
}

bool node_choice(unsigned *out, const struct node *n, const char *what, const char *const *names, struct problems *p)
{
    struct buffer list;
    if (!is_scalar(n, what, "one of the names that are possible here", p))
        return false;
    for (unsigned i = 0; names[i] != NULL; i++)
        if (slice_eq(n->text, slice_from(names[i]))) {
            *out = i;
            return true;
        }
    buffer_init(&list, p->arena, 800);
    for (unsigned i = 0; names[i] != NULL; i++)
        buffer_printf(&list, "%s%s", i ? " " : "", names[i]);
    const char *near = nearest_name(n->text, names);
    problem_add(p, n->at, "%s: \"" SLICE_FMT "\" is not possible here; %s%s%swrite one of: " SLICE_FMT, what, SLICE_ARG(n->text),
                near ? "did you mean " : "", near ? near : "", near ? "? " : "", SLICE_ARG(buffer_slice(&list)));
    return false;
}
