#include <parley/story.h>

#include <parley/calendar.h>
#include <parley/size.h>

struct reader {
    struct arena *arena;
    struct problems *problems;
    struct story *story;
};

static const char *const stores[] = {"memory", "disk", NULL};
static const char *const acts[DEED_COUNT + 1] = {"stop", "free",      "take-over",   "give-back",
                                                 "open", "node-dies", "node-pauses", NULL};

#define AT(member) offsetof(struct story, member)
static const struct field fields[] = {
    {"id", FIELD_TEXT, AT(id), true, 0, 0, NULL, NULL, "a name of its own"},
    {"title", FIELD_TEXT, AT(title), true, 0, 0, NULL, NULL, "one sentence: what holds, or what is wrong"},
    {"about", FIELD_TEXT, AT(about), false, 0, 0, NULL, NULL, "why, for who reads it"},
    {"build", FIELD_TEXT, AT(build), true, 0, 0, NULL, NULL, "the version of the program that wrote it, see parley version"},
    {"seed", FIELD_U64, AT(seed), false, 0, UINT64_MAX, "1", NULL, "of all delays and sizes"},
    {"nodes", FIELD_U64, AT(nodes), false, 1, STORY_NODES_MAX, "1", NULL, "processes of the engine on one store"},
    {"tenants", FIELD_TEXTS, AT(tenants), true, 0, 0, NULL, NULL, "the tenants' packs"},
    {"store", FIELD_CHOICE, AT(store), false, 0, 0, "memory", stores, "in memory, or SQLite on a simulated disk"},
    {"horizon", FIELD_DURATION, AT(horizon), false, 0, UINT64_C(30) * 86400 * 1000000000, "12h", NULL,
     "faults strike until then"},
    {"settling", FIELD_DURATION, AT(settling), false, 0, UINT64_C(30) * 86400 * 1000000000, "12h", NULL,
     "after that everything heals, and has to come to rest within"},
};

/* -- small parts ---------------------------------------------------------------------------------------------------------------
 */

bool story_time_parse(uint64_t *ms, struct slice text)
{
    uint64_t days = 0, part[3], fraction = 0;
    struct slice head, rest = text, clock;
    size_t gap;
    if (slice_find(&gap, text, SLICE("d "))) {
        if (!slice_to_u64(&days, slice_sub(text, 0, gap)) || days > 1000)
            return false;
        rest = slice_after(text, gap + 2);
    }
    if (!slice_next(&clock, &rest, '.'))
        return false;
    if (rest.at != NULL && (rest.len != 3 || !slice_to_u64(&fraction, rest)))
        return false;
    size_t n = 0;
    while (n < 3 && slice_next(&head, &clock, ':'))
        if (head.len != 2 || !slice_to_u64(&part[n++], head))
            return false;
    if (n < 2 || clock.len > 0 || part[0] > 23 || part[1] > 59 || (n == 3 && part[2] > 59))
        return false;
    *ms = ((days * 24 + part[0]) * 60 + part[1]) * 60000 + (n == 3 ? part[2] * 1000 : 0) + fraction;
    return true;
}

static bool read_time(struct reader *r, uint64_t *ms, const struct node *n, const char *what)
{
    struct slice text;
    if (!node_text(&text, n, what, r->problems))
        return false;
    if (story_time_parse(ms, text))
        return true;
    problem_add(r->problems, n->at, "%s: \"" SLICE_FMT "\" is not a time; write \"09:30\", \"09:30:00.250\" or \"1d 09:30:00\"",
                what, SLICE_ARG(text));
    return false;
}

static bool need_time(struct reader *r, uint64_t *ms, const struct node *map, const char *what)
{
    const struct node *at = node_get(map, "at");
    if (at != NULL && !read_time(r, ms, at, what))
        return false;
    if (at != NULL && DURATION_MS(*ms).ns >= r->story->horizon.ns) {
        problem_add(r->problems, at->at, "%s: the story heals before that, at its horizon; a longer one: horizon: 24h", what);
        return false;
    }
    if (at != NULL)
        return true;
    problem_add(r->problems, map->at, "%s: is missing; write at: \"09:30:00\"", what);
    return false;
}

static const struct node *list_of(struct reader *r, const struct node *map, const char *key)
{
    const struct node *n = node_get(map, key);
    if (n == NULL || n->kind == NODE_NULL)
        return NULL;
    if (n->kind == NODE_LIST)
        return n;
    problem_add(r->problems, n->at, "%s: is not a list; write - entries", key);
    return NULL;
}

static bool is_map(struct reader *r, const struct node *n, const char *what, const char *example)
{
    if (n->kind == NODE_MAP)
        return true;
    problem_add(r->problems, n->at, "%s: is not a map; write %s", what, example);
    return false;
}

/* -- who writes ----------------------------------------------------------------------------------------------------------------
 */

static bool tenant_named(struct reader *r, size_t *out, const struct node *n, const char *what)
{
    struct slice name;
    if (!node_text(&name, n, what, r->problems))
        return false;
    for (size_t i = 0; i < r->story->tenants.count; i++)
        if (slice_eq(r->story->tenants.at[i], name)) {
            *out = i;
            return true;
        }
    problem_add(r->problems, n->at, "%s: \"" SLICE_FMT "\" is not among the tenants of this story; name one of tenants:", what,
                SLICE_ARG(name));
    return false;
}

struct writing {
    ARRAY_OF(struct play_message) messages;
    size_t tenant_of[STORY_CUSTOMERS_MAX];
    bool known[STORY_CUSTOMERS_MAX];
    uint64_t next_number;
};

static void read_message(struct reader *r, struct writing *w, size_t customer, const struct node *n)
{
    if (!is_map(r, n, "customers.writes", "{at: \"09:30:00\", text: \"hello\"}"))
        return;
    struct play_message m = {.number = w->next_number, .customer = customer};
    const struct node *number = node_get(n, "number"), *text = node_get(n, "text"), *elsewhere = node_get(n, "elsewhere");
    bool good = need_time(r, &m.at_ms, n, "customers.writes.at");
    if (number != NULL)
        good &= node_u64(&m.number, number, "customers.writes.number", 0, UINT64_MAX / 2, r->problems);
    if (elsewhere != NULL)
        good &= node_bool(&m.elsewhere, elsewhere, "customers.writes.elsewhere", r->problems);
    if (text == NULL) {
        problem_add(r->problems, n->at, "customers.writes.text: is missing; write what the customer says");
        return;
    }
    if (!node_text(&m.text, text, "customers.writes.text", r->problems) || !good)
        return;
    for (size_t i = 0; i < w->messages.count; i++)
        if (w->messages.at[i].number == m.number)
            problem_add(r->problems, n->at, "customers.writes.number: m%llu is taken; numbers are unique",
                        (unsigned long long)m.number);
    w->next_number = m.number + 1;
    *ARRAY_ADD(r->arena, &w->messages) = m;
}

static void read_customer(struct reader *r, struct writing *w, size_t position, const struct node *n)
{
    if (!is_map(r, n, "customers", "{tenant: dynamo-dave, writes: [...]}"))
        return;
    uint64_t customer = position + 1;
    const struct node *number = node_get(n, "customer"), *tenant = node_get(n, "tenant"), *writes = list_of(r, n, "writes");
    if (number != NULL && !node_u64(&customer, number, "customers.customer", 1, STORY_CUSTOMERS_MAX, r->problems))
        return;
    if (customer > STORY_CUSTOMERS_MAX) {
        problem_add(r->problems, n->at, "customers: are more than %d", STORY_CUSTOMERS_MAX);
        return;
    }
    if (w->known[customer - 1])
        problem_add(r->problems, n->at, "customers.customer: %llu is taken; numbers are unique", (unsigned long long)customer);
    w->known[customer - 1] = true;
    if (tenant != NULL)
        (void)tenant_named(r, &w->tenant_of[customer - 1], tenant, "customers.tenant");
    if (customer > r->story->customers)
        r->story->customers = customer;
    for (const struct node *m = writes ? writes->child : NULL; m != NULL; m = m->next)
        read_message(r, w, customer - 1, m);
}

static void read_customers(struct reader *r, const struct node *root)
{
    struct writing *w = ARENA_NEW(r->arena, struct writing);
    const struct node *list = list_of(r, root, "customers");
    size_t position = 0;
    for (size_t i = 0; i < STORY_CUSTOMERS_MAX; i++)
        w->tenant_of[i] = r->story->tenants.count > 0 ? i % r->story->tenants.count : 0;
    for (const struct node *n = list ? list->child : NULL; n != NULL; n = n->next)
        read_customer(r, w, position++, n);
    if (list == NULL)
        problem_add(r->problems, root->at, "customers: is missing; say who writes what and when");
    r->story->play.messages = w->messages.at;
    r->story->play.message_count = w->messages.count;
    r->story->play.tenant_of = w->tenant_of;
}

/* -- what people do ------------------------------------------------------------------------------------------------------------
 */

static void read_who(struct reader *r, struct play_act *a, const struct node *n, const char *what)
{
    uint64_t number = 0;
    switch (a->act) {
    case DEED_STOP:
    case DEED_FREE:
        if (slice_eq(node_scalar(n), SLICE("everything")))
            (void)node_text(&(struct slice){NULL, 0}, n, what, r->problems);
        else if (tenant_named(r, &a->who, n, what))
            a->who++;
        break;
    case DEED_TAKE_OVER:
    case DEED_GIVE_BACK:
    case DEED_OPENS:
        if (node_u64(&number, n, what, 1, r->story->customers, r->problems))
            a->who = number - 1;
        break;
    case DEED_NODE_DIES:
    case DEED_NODE_PAUSES:
        if (node_u64(&number, n, what, 0, r->story->nodes - 1, r->problems))
            a->who = number;
        break;
    case DEED_COUNT: break;
    }
}

static void read_act(struct reader *r, struct play_act *a, const struct node *n)
{
    if (!is_map(r, n, "happens", "{at: \"09:30:02\", stop: everything}"))
        return;
    (void)need_time(r, &a->at_ms, n, "happens.at");
    size_t found = 0;
    for (unsigned i = 0; i < DEED_COUNT; i++) {
        const struct node *who = node_get(n, acts[i]);
        if (who == NULL)
            continue;
        a->act = (enum deed)i;
        read_who(r, a, who, "happens");
        found++;
    }
    const struct node *lasts = node_get(n, "for");
    if (found != 1)
        problem_add(r->problems, n->at,
                    "happens: one thing an entry: stop, free, take-over, give-back, open, node-dies or node-pauses");
    else if (a->act == DEED_NODE_PAUSES && lasts == NULL)
        problem_add(r->problems, n->at, "happens.for: is missing; say how long the node stands still, such as 90s");
    if (lasts != NULL)
        (void)node_duration(&a->lasts, lasts, "happens.for", DURATION_MS(1), DURATION_S(86400), r->problems);
}

static void read_acts(struct reader *r, const struct node *root)
{
    const struct node *list = list_of(r, root, "happens");
    struct play_act *all = ARENA_NEW_ARRAY(r->arena, struct play_act, (list ? list->count : 0) + 1);
    size_t count = 0;
    bool works = false;
    for (const struct node *n = list ? list->child : NULL; n != NULL; n = n->next)
        read_act(r, &all[count++], n);
    const struct node *staff = node_get(root, "staff_works");
    if (staff != NULL)
        (void)node_bool(&works, staff, "staff_works", r->problems);
    r->story->play.acts = all;
    r->story->play.act_count = count;
    r->story->play.staff_idle = !works;
}

/* -- what goes wrong -----------------------------------------------------------------------------------------------------------
 */

static void read_fault_name(struct reader *r, struct story_fault *f, const struct node *n)
{
    const char *names[FAULT_COUNT + 1] = {NULL};
    struct slice name;
    struct error e;
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        names[i] = fault_rows[i].name;
    if (!node_text(&name, n, "faults.fault", r->problems) || fault_named(&f->fault, name, &e) == OK)
        return;
    const char *near = nearest_name(name, names);
    problem_add(r->problems, n->at,
                "faults.fault: there is no fault \"" SLICE_FMT "\" in this build; %s%s%sparley sim probes lists them",
                SLICE_ARG(name), near ? "did you mean " : "", near ? near : "", near ? "? " : "");
}

/* entity/occurrence */
static void read_where(struct reader *r, struct story_fault *f, const struct node *n)
{
    struct slice text, entity, rest;
    if (!node_text(&text, n, "faults.at", r->problems))
        return;
    rest = text;
    if (!slice_next(&entity, &rest, '/') || !slice_to_u64(&f->entity, entity) || !slice_to_u64(&f->occurrence, rest))
        problem_add(r->problems, n->at, "faults.at: \"" SLICE_FMT "\" is not entity/occurrence, such as 0/3", SLICE_ARG(text));
    f->exact = true;
}

static void read_fault(struct reader *r, struct story_fault *f, const struct node *n)
{
    f->at = n->at;
    f->nth = 1;
    f->any_entity = true;
    if (!is_map(r, n, "faults", "{fault: send-ambiguous, at: 447700900000/0}"))
        return;
    const struct node *fault = node_get(n, "fault"), *at = node_get(n, "at"), *after = node_get(n, "after"),
                      *entity = node_get(n, "entity"), *nth = node_get(n, "nth"), *size = node_get(n, "size");
    if (fault == NULL)
        problem_add(r->problems, n->at, "faults.fault: is missing; parley sim probes lists them");
    else
        read_fault_name(r, f, fault);
    if ((at != NULL) == (after != NULL))
        problem_add(r->problems, n->at,
                    "faults."
                    "%s: write either at: entity/occurrence or after: a time",
                    at ? "after" : "at");
    if (at != NULL)
        read_where(r, f, at);
    if (after != NULL)
        (void)read_time(r, &f->after_ms, after, "faults.after");
    if (entity != NULL)
        f->any_entity = !node_u64(&f->entity, entity, "faults.entity", 0, UINT64_MAX, r->problems);
    if (nth != NULL)
        (void)node_u64(&f->nth, nth, "faults.nth", 1, 1000000000, r->problems);
    if (at != NULL && (entity != NULL || nth != NULL))
        problem_add(r->problems, n->at, "faults.at: says entity and occurrence already; entity: and nth: go with after:");
    if (size != NULL)
        f->sized = node_u64(&f->size, size, "faults.size", 0, UINT64_MAX, r->problems);
}

static void read_faults(struct reader *r, const struct node *root)
{
    const struct node *list = list_of(r, root, "faults");
    struct story_fault *all = ARENA_NEW_ARRAY(r->arena, struct story_fault, (list ? list->count : 0) + 1);
    size_t count = 0;
    for (const struct node *n = list ? list->child : NULL; n != NULL; n = n->next)
        read_fault(r, &all[count++], n);
    r->story->faults = all;
    r->story->fault_count = count;
}

/* -- what is expected ----------------------------------------------------------------------------------------------------------
 */

static void read_expect(struct reader *r, const struct node *root)
{
    const struct node *n = node_get(root, "expect"), *violates = n && n->kind == NODE_MAP ? node_get(n, "violates") : NULL;
    const char *names[INVARIANT_COUNT] = {NULL};
    unsigned choice;
    struct slice text;
    for (unsigned i = 1; i < INVARIANT_COUNT; i++)
        names[i - 1] = invariant_name((enum invariant)i);
    if (n == NULL)
        problem_add(r->problems, root->at, "expect: is missing; write expect: holds or expect: {violates: I2}");
    else if (violates != NULL) {
        if (node_choice(&choice, violates, "expect.violates", names, r->problems))
            r->story->violates = (enum invariant)(choice + 1);
    } else if (n->kind == NODE_MAP || (node_text(&text, n, "expect", r->problems) && !slice_eq(text, SLICE("holds"))))
        problem_add(r->problems, n->at, "expect: is neither holds nor {violates: I2}");
}

static void read_trace(struct reader *r, const struct node *root)
{
    const struct node *n = node_get(root, "trace");
    struct slice text, line;
    ARRAY_OF(struct slice) lines = {0};
    if (n == NULL)
        return;
    r->story->trace_at = n->key_at;
    if (!node_text(&text, n, "trace", r->problems))
        return;
    for (struct slice rest = text; slice_next(&line, &rest, '\n');)
        if (slice_trim(line).len > 0)
            *ARRAY_ADD(r->arena, &lines) = slice_trim(line);
    if (lines.count > STORY_TRACE_MAX)
        problem_add(r->problems, n->at, "trace: has %zu lines; at most %d", lines.count, STORY_TRACE_MAX);
    r->story->trace = (struct slice_list){lines.at, lines.count};
}

static const struct wall earliest = {INT64_C(946684800000)}, latest = {INT64_C(4102444800000)}; /* 2000-01-01, 2100-01-01 */

/* A day, from 00:00 UTC, or a moment. */
static void read_begin(struct reader *r, const struct node *root)
{
    const struct node *n = node_get(root, "begin");
    struct slice text = SLICE("2026-07-20");
    struct civil_date day;
    if (n != NULL && !node_text(&text, n, "begin", r->problems))
        return;
    if (civil_date_parse(&day, text))
        r->story->begin.ms = civil_days(day) * 86400000;
    else if (n != NULL && !wall_parse(&r->story->begin, text)) {
        problem_add(r->problems, n->at, "begin: \"" SLICE_FMT "\" is no day or moment; write 2026-07-20 or 2026-07-20T06:15:00Z",
                    SLICE_ARG(text));
        return;
    }
    if (n != NULL && (r->story->begin.ms < earliest.ms || r->story->begin.ms >= latest.ms))
        problem_add(r->problems, n->at, "begin: " SLICE_FMT " is not between 2000 and 2100", SLICE_ARG(text));
}

static void read_story(struct reader *r, const struct node *root)
{
    struct story *s = r->story;
    s->at = root->at;
    schema_read(s, r->arena, fields, COUNT_OF(fields), root, "", r->problems);
    if (root->kind != NODE_MAP)
        return;
    const struct node *build = node_get(root, "build");
    s->build_at = build != NULL ? build->at : root->at;
    if (s->tenants.count == 0 && node_get(root, "tenants") != NULL)
        problem_add(r->problems, root->at, "tenants: is empty; name at least one pack");
    if (s->tenants.count > STORY_TENANTS_MAX)
        problem_add(r->problems, root->at, "tenants: are %zu; at most %d", s->tenants.count, STORY_TENANTS_MAX);
    for (size_t i = 0; i < s->tenants.count; i++)
        for (size_t k = 0; k < i; k++)
            if (slice_eq(s->tenants.at[k], s->tenants.at[i]))
                problem_add(r->problems, node_get(root, "tenants")->at, "tenants: " SLICE_FMT " stands there twice",
                            SLICE_ARG(s->tenants.at[i]));
    read_begin(r, root);
    read_customers(r, root);
    read_acts(r, root);
    read_faults(r, root);
    read_expect(r, root);
    read_trace(r, root);
    node_report_unread(root, r->problems);
}

void stories_read(struct stories *out, struct arena *arena, const struct source_file *files, size_t count,
                  struct problems *problems)
{
    *out = (struct stories){ARENA_NEW_ARRAY(arena, struct story, count + 1), 0};
    for (size_t i = 0; i < count; i++) {
        const struct node *root = document_read(arena, &files[i], problems);
        if (root == NULL)
            continue;
        struct reader r = {arena, problems, &out->at[out->count++]};
        read_story(&r, root);
        for (size_t k = 0; k + 1 < out->count; k++)
            if (r.story->id.len > 0 && slice_eq(out->at[k].id, r.story->id))
                problem_add(problems, r.story->at, "id: " SLICE_FMT " is taken, first in " SLICE_FMT "; ids are unique",
                            SLICE_ARG(r.story->id), SLICE_ARG(out->at[k].at.file));
    }
}
