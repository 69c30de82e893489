#include "command_parse.h"

#include <string.h>

static const struct place nowhere = {{NULL, 0}, 0, 0};

struct parse {
    struct invocation *in;
    unsigned char *values;
    struct problems *problems;
    bool *given;
};

static const struct option_row *row_by_name(const struct command *c, struct slice name)
{
    for (size_t i = 0; i < c->option_count; i++)
        if (slice_eq(slice_from(c->options[i].name), name))
            return &c->options[i];
    return NULL;
}

static const struct option_row *row_by_letter(const struct command *c, char letter)
{
    for (size_t i = 0; i < c->option_count; i++)
        if (c->options[i].letter == letter)
            return &c->options[i];
    return NULL;
}

static void add_text(struct parse *p, struct slice_list *list, struct slice text)
{
    struct slice *grown = ARENA_NEW_ARRAY(p->in->arena, struct slice, list->count + 1);
    if (list->count > 0)
        memcpy(grown, list->at, list->count * sizeof *grown);
    grown[list->count++] = text;
    list->at = grown;
}

static void set_choice(struct parse *p, const struct option_row *row, struct slice text)
{
    for (unsigned i = 0; row->names[i] != NULL; i++)
        if (slice_eq(slice_from(row->names[i]), text)) {
            memcpy(p->values + row->offset, &i, sizeof i);
            return;
        }
    struct buffer names;
    buffer_init(&names, p->in->arena, 1024);
    for (unsigned i = 0; row->names[i] != NULL; i++)
        buffer_printf(&names, "%s%s", i ? ", " : "", row->names[i]);
    problem_add(p->problems, nowhere, "--%s: \"" SLICE_FMT "\" is not one of the choices; use one of: " SLICE_FMT, row->name,
                SLICE_ARG(text), SLICE_ARG(buffer_slice(&names)));
}

static void set(struct parse *p, const struct option_row *row, struct slice text)
{
    unsigned char *at = p->values + row->offset;
    bool yes = true;
    uint64_t n = 0;
    switch (row->type) {
    case OPTION_FLAG: memcpy(at, &yes, sizeof yes); break;
    case OPTION_TEXT: memcpy(at, &text, sizeof text); break;
    case OPTION_TEXTS: add_text(p, (struct slice_list *)(void *)at, text); break;
    case OPTION_U64:
        if (!slice_to_u64(&n, text) || n < row->min || n > row->max)
            problem_add(p->problems, nowhere, "--%s: \"" SLICE_FMT "\" is not a whole number from %llu to %llu", row->name,
                        SLICE_ARG(text), (unsigned long long)row->min, (unsigned long long)row->max);
        else
            memcpy(at, &n, sizeof n);
        break;
    case OPTION_CHOICE: set_choice(p, row, text); break;
    }
    p->given[row - p->in->command->options] = true;
}

/* The options that every command has. */
static bool common(struct parse *p, struct slice name, enum asked *asked)
{
    if (slice_eq(name, SLICE("help")))
        *asked = ASKED_HELP;
    else if (slice_eq(name, SLICE("man")))
        *asked = ASKED_MAN;
    else if (slice_eq(name, SLICE("json")))
        p->in->json = true;
    else if (slice_eq(name, SLICE("quiet")))
        p->in->quiet = true;
    else
        return false;
    return true;
}

static void unknown(struct parse *p, struct slice name)
{
    const struct command *c = p->in->command;
    const char **names = ARENA_NEW_ARRAY(p->in->arena, const char *, c->option_count + 4);
    size_t n = 0;
    for (size_t i = 0; i < c->option_count; i++)
        names[n++] = c->options[i].name;
    names[n++] = "help";
    names[n++] = "json";
    names[n++] = "quiet";
    const char *near = nearest_name(name, names);
    problem_add(p->problems, nowhere, "--" SLICE_FMT " is not an option of this command%s%s%s", SLICE_ARG(name),
                near ? "; did you mean --" : "", near ? near : "", near ? "?" : "");
}

/* One argument that begins with "--"; gives how many further arguments it used up. */
static int long_option(struct parse *p, struct slice arg, const char *following, enum asked *asked)
{
    struct slice name = slice_after(arg, 2), value = SLICE_NONE;
    size_t eq;
    bool joined = slice_find(&eq, name, SLICE("="));
    if (joined) {
        value = slice_after(name, eq + 1);
        name = slice_sub(name, 0, eq);
    }
    const struct option_row *row = row_by_name(p->in->command, name);
    if (row == NULL) {
        if (!common(p, name, asked))
            unknown(p, name);
        else if (joined)
            problem_add(p->problems, nowhere, "--" SLICE_FMT " takes no value", SLICE_ARG(name));
        return 0;
    }
    if (row->type == OPTION_FLAG) {
        if (joined)
            problem_add(p->problems, nowhere, "--%s takes no value", row->name);
        else
            set(p, row, SLICE_NONE);
        return 0;
    }
    if (joined) {
        set(p, row, value);
        return 0;
    }
    if (following == NULL) {
        problem_add(p->problems, nowhere, "--%s needs a value: --%s=%s", row->name, row->name, row->argument);
        return 0;
    }
    set(p, row, slice_from(following));
    return 1;
}

/* One argument of short options: -j4, -j 4, -qv. */
static int short_options(struct parse *p, struct slice arg, const char *following, enum asked *asked)
{
    for (size_t i = 1; i < arg.len; i++) {
        if (arg.at[i] == 'h' && row_by_letter(p->in->command, 'h') == NULL) {
            *asked = ASKED_HELP;
            continue;
        }
        const struct option_row *row = row_by_letter(p->in->command, arg.at[i]);
        if (row == NULL) {
            problem_add(p->problems, nowhere, "-%c is not an option of this command", arg.at[i]);
            continue;
        }
        if (row->type == OPTION_FLAG) {
            set(p, row, SLICE_NONE);
            continue;
        }
        if (i + 1 < arg.len) {
            set(p, row, slice_after(arg, i + 1));
            return 0;
        }
        if (following == NULL) {
            problem_add(p->problems, nowhere, "-%c needs a value: -%c %s", row->letter, row->letter, row->argument);
            return 0;
        }
        set(p, row, slice_from(following));
        return 1;
    }
    return 0;
}

static void fill_defaults(struct parse *p)
{
    const struct command *c = p->in->command;
    for (size_t i = 0; i < c->option_count; i++)
        if (!p->given[i] && c->options[i].default_text != NULL)
            set(p, &c->options[i], slice_from(c->options[i].default_text));
}

void command_parse(struct invocation *in, enum asked *asked, int argc, char **argv, struct problems *problems)
{
    const struct command *c = in->command;
    struct parse p = {.in = in, .problems = problems};
    p.values = arena_alloc(in->arena, c->options_size ? c->options_size : 1);
    p.given = ARENA_NEW_ARRAY(in->arena, bool, c->option_count + 1);
    struct slice *operands = ARENA_NEW_ARRAY(in->arena, struct slice, (size_t)argc + 1);
    size_t count = 0;
    bool only_operands = false;
    for (int i = 0; i < argc; i++) {
        struct slice arg = slice_from(argv[i]);
        const char *following = i + 1 < argc ? argv[i + 1] : NULL;
        if (only_operands || arg.len < 2 || arg.at[0] != '-')
            operands[count++] = arg;
        else if (slice_eq(arg, SLICE("--")))
            only_operands = true;
        else if (arg.at[1] == '-')
            i += long_option(&p, arg, following, asked);
        else
            i += short_options(&p, arg, following, asked);
    }
    bool *typed = ARENA_NEW_ARRAY(in->arena, bool, c->option_count + 1);
    memcpy(typed, p.given, c->option_count * sizeof *typed);
    in->given = typed;
    fill_defaults(&p);
    if (count < c->operand_min)
        problem_add(problems, nowhere, "%s is missing", c->operands ? c->operands : "an operand");
    for (size_t i = c->operand_max; i < count; i++)
        problem_add(problems, nowhere, "\"" SLICE_FMT "\" is one operand too many", SLICE_ARG(operands[i]));
    in->options = p.values;
    in->operands = operands;
    in->operand_count = count;
}
