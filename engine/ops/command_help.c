#include "command_help.h"

#include <parley/size.h>

#include <string.h>

static const struct option_row common_rows[] = {
    {"json", 0, OPTION_FLAG, NULL, 0, NULL, 0, 0, NULL, "print the result as JSON"},
    {"quiet", 0, OPTION_FLAG, NULL, 0, NULL, 0, 0, NULL, "no progress line"},
    {"help", 'h', OPTION_FLAG, NULL, 0, NULL, 0, 0, NULL, "this text"},
    {"man", 0, OPTION_FLAG, NULL, 0, NULL, 0, 0, NULL, "the manual page as man(7) source"},
};

void command_overview(FILE *out, const struct command_table *tables, size_t table_count)
{
    fputs("parley rehearses, attacks, judges and runs regulated conversations.\n\n"
          "usage: parley COMMAND [OPTION...] [OPERAND...]\n\n",
          out);
    for (size_t t = 0; t < table_count; t++)
        for (size_t i = 0; i < tables[t].count; i++)
            fprintf(out, "  %-10s %s\n", tables[t].commands[i]->name, tables[t].commands[i]->summary);
    fputs("  completion completion script for bash: eval \"$(parley completion)\"\n\n"
          "parley COMMAND --help explains one command with examples.\n"
          "exit status: 0 pass, 1 internal error, 2 usage or invalid input, 100 violation, 101 regression,\n"
          "102 inconclusive, 103 target down, 104 budget, 105 coverage hole, 130 interrupted\n",
          out);
}

static void print_row(FILE *out, const struct option_row *row)
{
    char left[64];
    int n = 0;
    if (row->letter)
        n = snprintf(left, sizeof left, "-%c, ", row->letter);
    snprintf(left + n, sizeof left - (size_t)n, "%s--%s%s%s", row->letter ? "" : "    ", row->name, row->argument ? " " : "",
             row->argument ? row->argument : "");
    fprintf(out, "  %-26s %s", left, row->help);
    if (row->names != NULL) {
        fputs(" (", out);
        for (size_t i = 0; row->names[i] != NULL; i++)
            fprintf(out, "%s%s", i ? ", " : "", row->names[i]);
        fputc(')', out);
    }
    if (row->default_text != NULL && row->default_text[0] != '\0')
        fprintf(out, " [%s]", row->default_text);
    fputc('\n', out);
}

void command_help(FILE *out, const struct command *c)
{
    fprintf(out, "parley %s: %s\n\nusage: parley %s [OPTION...]%s%s\n\n", c->name, c->summary, c->name, c->operands ? " " : "",
            c->operands ? c->operands : "");
    if (c->details != NULL)
        fprintf(out, "%s\n\n", c->details);
    fputs("options:\n", out);
    for (size_t i = 0; i < c->option_count; i++)
        print_row(out, &c->options[i]);
    for (size_t i = 0; i < COUNT_OF(common_rows); i++)
        print_row(out, &common_rows[i]);
    if (c->examples != NULL)
        fprintf(out, "\nexamples:\n%s\n", c->examples);
}

/* man(7): a backslash, a leading dot or quote, and a dash in an option need care. */
static void man_text(FILE *out, const char *text)
{
    bool line_start = true;
    for (const char *p = text; *p; p++) {
        if (line_start && (*p == '.' || *p == '\''))
            fputs("\\&", out);
        if (*p == '\\')
            fputs("\\e", out);
        else if (*p == '-')
            fputs("\\-", out);
        else
            fputc(*p, out);
        line_start = *p == '\n';
    }
}

static void man_row(FILE *out, const struct option_row *row)
{
    fputs(".TP\n", out);
    if (row->letter)
        fprintf(out, "\\fB\\-%c\\fR, ", row->letter);
    fputs("\\fB\\-\\-", out);
    man_text(out, row->name);
    fputs("\\fR", out);
    if (row->argument)
        fprintf(out, " \\fI%s\\fR", row->argument);
    fputc('\n', out);
    man_text(out, row->help);
    if (row->default_text != NULL && row->default_text[0] != '\0') {
        fputs(" (default: ", out);
        man_text(out, row->default_text);
        fputc(')', out);
    }
    fputc('\n', out);
}

void command_man(FILE *out, const struct command *c)
{
    fprintf(out, ".TH PARLEY\\-%s 1 \"\" \"parley\" \"parley manual\"\n.SH NAME\nparley\\-%s \\- ", c->name, c->name);
    man_text(out, c->summary);
    fprintf(out, "\n.SH SYNOPSIS\n\\fBparley %s\\fR [\\fIOPTION\\fR...]", c->name);
    if (c->operands != NULL)
        fprintf(out, " %s", c->operands);
    fputs("\n.SH DESCRIPTION\n", out);
    if (c->details != NULL)
        man_text(out, c->details);
    fputs("\n.SH OPTIONS\n", out);
    for (size_t i = 0; i < c->option_count; i++)
        man_row(out, &c->options[i]);
    for (size_t i = 0; i < COUNT_OF(common_rows); i++)
        man_row(out, &common_rows[i]);
    if (c->examples != NULL) {
        fputs(".SH EXAMPLES\n.nf\n", out);
        man_text(out, c->examples);
        fputs("\n.fi\n", out);
    }
    fputs(".SH EXIT STATUS\n0 pass; 1 internal error; 2 usage or invalid input; 100 violation; 101 regression;\n"
          "102 inconclusive; 103 target down; 104 budget; 105 coverage hole; 130 interrupted.\n",
          out);
}

void command_completion(FILE *out, const struct command_table *tables, size_t table_count)
{
    fputs("_parley() {\n  local word=${COMP_WORDS[COMP_CWORD]} words\n  case ${COMP_WORDS[1]} in\n", out);
    for (size_t t = 0; t < table_count; t++)
        for (size_t i = 0; i < tables[t].count; i++) {
            const struct command *c = tables[t].commands[i];
            fprintf(out, "  %s) words=\"", c->name);
            for (size_t o = 0; o < c->option_count; o++)
                fprintf(out, "--%s ", c->options[o].name);
            fputs("--json --quiet --help\" ;;\n", out);
        }
    fputs("  *) words=\"", out);
    for (size_t t = 0; t < table_count; t++)
        for (size_t i = 0; i < tables[t].count; i++)
            fprintf(out, "%s ", tables[t].commands[i]->name);
    fputs("completion help\" ;;\n  esac\n"
          "  if [ \"$COMP_CWORD\" -gt 1 ] && [ \"${word#-}\" = \"$word\" ]; then COMPREPLY=($(compgen -f -- \"$word\"))\n"
          "  else COMPREPLY=($(compgen -W \"$words\" -- \"$word\")); fi\n}\ncomplete -F _parley parley\n",
          out);
}
