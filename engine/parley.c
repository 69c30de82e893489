/* The composition root: the only file that knows every part. */
#include <parley/attack_commands.h>
#include <parley/engine_commands.h>
#include <parley/fakes_commands.h>
#include <parley/judge_commands.h>
#include <parley/live.h>
#include <parley/persona_commands.h>
#include <parley/plugged.h>
#include <parley/rehearse_commands.h>
#include <parley/script_model.h>
#include <parley/sim_commands.h>
#include <parley/sqlite_store.h>
#include <parley/system.h>

static struct store *store_open(struct slice where, const struct audit_key *master, bool read_only, struct error *e)
{
    struct sqlite_store_setup setup = {
        .directory = where, .entropy = system_entropy(), .master = *master, .read_only = read_only};
    struct store *s = sqlite_store_open(&setup, e);
    bytes_wipe(&setup.master, sizeof setup.master);
    return s;
}

int main(int argc, char **argv)
{
    sqlite_store_once();
    const struct plugged plugged = {store_open, script_model_create, live_serve, fakes_twin};
    struct command_table keeping = keeping_commands;
    keeping.plugged = &plugged;
    struct command_table live = live_commands;
    live.plugged = &plugged;
    const struct command_table tables[] = {
        rehearse_commands, persona_commands, attack_commands, judge_commands, sim_commands, fakes_commands, live,
        keeping,           engine_commands};
    return command_main(tables, sizeof tables / sizeof tables[0], argc, argv);
}
