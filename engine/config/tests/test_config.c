#include <criterion/criterion.h>

#include <parley/json_lines.h>
#include <parley/schema.h>
#include <parley/size.h>
#include <string.h>

static struct arena a;
static struct problems problems;
static void set_up(void)
{
    arena_init(&a, 1 << 26);
    problems_init(&problems, &a);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(config, .init = set_up, .fini = tear_down);

static struct node *read_text(const char *text)
{
    struct source_file file = {SLICE("t.yaml"), slice_from(text)};
    return document_read(&a, &file, &problems);
}

static const char *printed(void)
{
    struct buffer b;
    buffer_init(&b, &a, 1 << 16);
    problems_print(&problems, &b);
    buffer_byte(&b, '\0');
    return buffer_slice(&b).at;
}

Test(config, keeps_the_place_of_every_value)
{
    struct node *n = read_text("a: one\nb:\n  - x\n  - y: 12:30\n");
    cr_assert_not_null(n, "%s", printed());
    const struct node *y = node_get(node_get(n, "b")->child->next, "y");
    cr_assert(slice_eq(y->text, SLICE("12:30")) && y->at.line == 4 && y->at.col == 8, "%u:%u", y->at.line, y->at.col);
    cr_assert(y->key_at.col == 5);
}

Test(config, guesses_no_types)
{
    struct node *n = read_text("a: NO\nb: 0123\nc: \"null\"\nd: null\n");
    cr_assert(slice_eq(node_get(n, "a")->text, SLICE("NO")) && slice_eq(node_get(n, "b")->text, SLICE("0123")));
    cr_assert(node_get(n, "c")->kind == NODE_SCALAR && node_get(n, "d")->kind == NODE_NULL);
}

Test(config, refuses_anchors_aliases_tags_doubles_and_second_documents)
{
    read_text("a: &x 1\nb: !!int 2\na: 3\n");
    cr_assert_str_eq(printed(), "t.yaml:1:7: anchors (&name) and tags (!name) are not read here; write the value out\n"
                                "t.yaml:2:10: anchors (&name) and tags (!name) are not read here; write the value out\n"
                                "t.yaml:3:1: a: stands here a second time, first at line 1; keep one\n3 problems\n");
    problems_init(&problems, &a);
    cr_assert_null(read_text("a: 1\n---\nb: 2\n"));
    cr_assert_null(read_text("a: &x 1\nb: *x\n"));
}

Test(config, refuses_directives_that_the_library_never_leaves)
{
    static const char *const rows[] = {"%YAML 1.2\n---\na: 1\n", "%\r%", "a: 1\n%FOO bar\n", "# c\r%x"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        problems_init(&problems, &a);
        cr_assert_null(read_text(rows[i]), "row %zu", i);
    }
    problems_init(&problems, &a);
    read_text("a: 10 % more\nb: \"%\"\n");
    cr_assert_eq(problems.count, 0);
}

Test(config, says_where_broken_yaml_breaks)
{
    static const char *const rows[] = {"a: \"open\nb: 1\n", "a: [1, 2\nb: 3\n", "a: 1\n  b: 2\n", "a:\n\t- x\n",
                                       "a: \xff\n",         "a: \x01\n",        "a: b: c\n"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        problems_init(&problems, &a);
        cr_assert_null(read_text(rows[i]), "row %zu", i);
        cr_assert(problems.count >= 1 && problems.list[0].at.line >= 1 && problems.list[0].at.col >= 1, "row %zu", i);
    }
}

Test(config, an_empty_file_is_null_not_an_error)
{
    cr_assert_eq(read_text("# nothing\n")->kind, NODE_NULL);
    cr_assert_eq(problems.count, 0, "%s", printed());
}

struct sample {
    struct slice name;
    struct slice_list tags;
    uint64_t count;
    bool on;
    uint32_t start;
    struct duration gap;
    struct money spend;
    struct wall day;
    unsigned mode;
};
static const char *const modes[] = {"slow", "fast", NULL};
static const struct field fields[] = {
    {"name", FIELD_TEXT, offsetof(struct sample, name), true, 0, 0, NULL, NULL, "what it is called"},
    {"tags", FIELD_TEXTS, offsetof(struct sample, tags), false, 0, 0, NULL, NULL, "any words"},
    {"count", FIELD_U64, offsetof(struct sample, count), false, 1, 9, "3", NULL, "how many"},
    {"on", FIELD_BOOL, offsetof(struct sample, on), false, 0, 0, "true", NULL, "whether"},
    {"quiet.start", FIELD_MINUTES, offsetof(struct sample, start), false, 0, 0, "20:00", NULL, "when"},
    {"gap", FIELD_DURATION, offsetof(struct sample, gap), false, 0, UINT64_C(10000000000), "2s", NULL, "pause"},
    {"spend", FIELD_MONEY, offsetof(struct sample, spend), false, 0, 0, NULL, NULL, "cap"},
    {"day", FIELD_DATE, offsetof(struct sample, day), false, 0, 0, NULL, NULL, "day"},
    {"mode", FIELD_CHOICE, offsetof(struct sample, mode), false, 0, 0, "slow", modes, "speed"},
};

Test(config, a_schema_fills_a_struct_and_its_defaults)
{
    struct sample s = {0};
    struct node *n =
        read_text("name: x\ntags: [p, q]\nquiet: {start: \"07:30\"}\nspend: GBP 12.5\nday: 2026-02-28\nmode: fast\n");
    schema_read(&s, &a, fields, COUNT_OF(fields), n, "", &problems);
    node_report_unread(n, &problems);
    cr_assert_eq(problems.count, 0, "%s", printed());
    cr_assert(slice_eq(s.name, SLICE("x")) && s.tags.count == 2 && s.count == 3 && s.on && s.start == 450 && s.mode == 1);
    cr_assert(s.gap.ns == UINT64_C(2000000000) && s.spend.micros == 12500000 && s.spend.currency == CURRENCY_GBP);
}

Test(config, a_schema_reports_every_mistake_in_one_pass)
{
    struct sample s = {0};
    struct node *n = read_text(
        "tags: {}\ncount: 10\non: yes\nquiet: {start: 25:00}\ngap: 1x\nspend: 5\nday: 2026-02-30\nmode: fats\nnmae: x\n");
    schema_read(&s, &a, fields, COUNT_OF(fields), n, "tenant", &problems);
    node_report_unread(n, &problems);
    const char *text = printed();
    cr_assert_eq(problems.count, 10, "%s", text);
    cr_assert(strstr(text, "t.yaml:2:8: tenant.count: \"10\" is not a whole number from 1 to 9\n"), "%s", text);
    cr_assert(
        strstr(text, "t.yaml:8:7: tenant.mode: \"fats\" is not possible here; did you mean fast? write one of: slow fast\n"));
    cr_assert(strstr(text, "t.yaml:9:1: nmae: is not a field here"));
    cr_assert(strstr(text, "tenant.name: is missing; what it is called\n"));
}

Test(config, reads_json_strictly_with_places)
{
    struct json *j;
    struct error e;
    struct place at = {SLICE("in.jsonl"), 7, 1};
    cr_assert_eq(json_read(&j, &a, SLICE("{\"id\": 3, \"text\": \"x\", \"l\": [1.5, null]}"), at, &e), OK, "%s", e.text);
    cr_assert(json_get(j, "id")->integer == 3 && slice_eq(json_text(json_get(j, "text")), SLICE("x")) &&
              json_get(j, "l")->count == 2);
    cr_assert_eq(json_read(&j, &a, SLICE("{\"a\": 1,}"), at, &e), BAD_INPUT);
    cr_assert(strncmp(e.text, "in.jsonl:7:", 11) == 0, "%s", e.text);
    cr_assert_eq(json_read(&j, &a, SLICE("{\"a\": 1, \"a\": 2}"), at, &e), BAD_INPUT);
    cr_assert_eq(json_read(&j, &a, SLICE("{} {}"), at, &e), BAD_INPUT);
    char deep[400] = "";
    memset(deep, '[', 80);
    memset(deep + 80, ']', 80);
    cr_assert_eq(json_read(&j, &a, (struct slice){deep, 160}, at, &e), BAD_INPUT);
}

Test(config, what_has_a_shape_that_nobody_reads_is_told)
{
    struct node *n = read_text("rules: 5\nvoice: {name: x}\nnever:\nlist: [a]\n");
    (void)node_get(n, "rules");
    (void)node_get(n, "never");
    (void)node_get(n, "list");
    struct slice name;
    cr_expect(node_text(&name, node_get(node_get(n, "voice"), "name"), "voice.name", &problems));
    node_report_unread(n, &problems);
    const char *text = printed();
    cr_expect_eq(problems.count, 3, "%s", text);
    cr_expect(strstr(text, "t.yaml:1:8: rules: is a text where a list or a map belongs"), "%s", text);
    cr_expect(strstr(text, "never: is empty where a list or a map belongs"), "%s", text);
    cr_expect(strstr(text, "t.yaml:4:8: list: is a text"), "%s", text);
}
