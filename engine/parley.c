/* The composition root: the only file that knows every part. */
#include <parley/attack_commands.h>
#include <parley/engine_commands.h>
#include <parley/judge_commands.h>
#include <parley/persona_commands.h>
#include <parley/rehearse_commands.h>

int main(int argc, char **argv)
{
    const struct command_table tables[] = {rehearse_commands, persona_commands, attack_commands, judge_commands, engine_commands};
    return command_main(tables, sizeof tables / sizeof tables[0], argc, argv);
}
