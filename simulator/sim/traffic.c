#include <parley/traffic.h>

#include <parley/attack_file.h>
#include <parley/pack_dir.h>
#include <parley/persona.h>
#include <parley/size.h>
#include <parley/transcript.h>

enum { JOURNAL_MAX = 1 << 28, ATTACK_TEXT_MAX = 4000, IN_A_BURST_MS = 300, BETWEEN_TURNS_MS = 15000 };

/* -- personas ------------------------------------------------------------------------------------------------------------------
 */

static void collect(struct traffic *io, struct arena *arena, const struct cast *cast)
{
    ARRAY_OF(struct slice) texts = {0};
    for (size_t p = 0; p < cast->count; p++)
        for (size_t s = 0; s < cast->at[p].state_count; s++)
            for (size_t k = 0; k < cast->at[p].states[s].say_count; k++)
                for (size_t i = 0; i < cast->at[p].states[s].say[k].count; i++)
                    if (cast->at[p].states[s].say[k].at[i].len > 0)
                        *ARRAY_ADD(arena, &texts) = cast->at[p].states[s].say[k].at[i];
    io->texts = texts.at;
    io->text_count = texts.count;
}

int traffic_cast(struct traffic *io, const struct invocation *in, struct slice directory)
{
    struct problems problems;
    struct source_file *files = NULL;
    size_t count = 0;
    struct cast cast;
    struct error e = {0};
    problems_init(&problems, in->arena);
    if (files_read(&files, &count, in->arena, directory, ".yaml", &e) != OK)
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    cast_read(&cast, in->arena, files, count, &problems);
    if (problems.count > 0)
        return command_problems(in, &problems);
    collect(io, in->arena, &cast);
    if (io->text_count > 0)
        return EXIT_STATUS_PASS;
    fail(&e, BAD_INPUT, "--cast: nobody in " SLICE_FMT " says anything", SLICE_ARG(directory));
    return command_fail(in, EXIT_STATUS_USAGE, &e);
}

/* -- attacks -------------------------------------------------------------------------------------------------------------------
 */

typedef ARRAY_OF(struct said_line) said_lines;
typedef ARRAY_OF(struct said_conversation) said_conversations;

/* A text that is meant to be repeated a thousand times is a matter of `parley attack`; here it comes a few times. */
static struct slice as_sent(struct arena *arena, const struct attack_turn *turn, struct slice text)
{
    struct slice all = text;
    for (uint64_t n = 1; n < turn->repeat && all.len + text.len <= ATTACK_TEXT_MAX; n++)
        all = arena_join(arena, all, text);
    return all;
}

static struct said_conversation attack_as_said(struct arena *arena, const struct attack *a)
{
    said_lines lines = {0};
    uint64_t at_ms = 0;
    for (size_t t = 0; t < a->turn_count; t++) {
        const struct attack_turn *turn = &a->turns[t];
        at_ms += turn->wait.ns > 0 ? turn->wait.ns / 1000000 : t > 0 ? BETWEEN_TURNS_MS : 0;
        for (size_t i = 0; i < turn->burst.count && !turn->opens; i++) {
            if (turn->burst.at[i].len > 0)
                *ARRAY_ADD(arena, &lines) = (struct said_line){at_ms, as_sent(arena, turn, turn->burst.at[i])};
            at_ms += IN_A_BURST_MS;
        }
    }
    return (struct said_conversation){lines.at, lines.count};
}

int traffic_attacks(struct traffic *io, const struct invocation *in, const struct source_file *files, size_t count)
{
    struct problems problems;
    struct attacks attacks;
    problems_init(&problems, in->arena);
    attacks_read(&attacks, in->arena, files, count, &problems);
    if (problems.count > 0)
        return command_problems(in, &problems);
    said_conversations all = {0};
    for (size_t i = 0; i < io->attack_count; i++)
        *ARRAY_ADD(in->arena, &all) = io->attacks[i];
    for (size_t i = 0; i < attacks.count; i++) {
        struct said_conversation c = attack_as_said(in->arena, &attacks.at[i]);
        if (c.count > 0)
            *ARRAY_ADD(in->arena, &all) = c;
    }
    io->attacks = all.at;
    io->attack_count = all.count;
    return EXIT_STATUS_PASS;
}

/* -- what was recorded ---------------------------------------------------------------------------------------------------------
 */

static struct said_conversation customers_part(struct arena *arena, const struct transcript *t)
{
    said_lines lines = {0};
    uint64_t latest = 0;
    for (size_t i = 0; i < t->entries.count; i++) {
        const struct entry *at = &t->entries.at[i];
        if (at->kind != ENTRY_CUSTOMER || at->text.len == 0)
            continue;
        latest = at->at_ms > (int64_t)latest ? (uint64_t)at->at_ms : latest;
        *ARRAY_ADD(arena, &lines) = (struct said_line){latest, at->text};
    }
    return (struct said_conversation){lines.at, lines.count};
}

static enum code read_journal(struct arena *arena, struct slice path, said_conversations *out, struct error *e)
{
    struct source_file file;
    struct slice line, rest;
    struct place at = {path, 0, 1};
    enum code code = file_read(&file, arena, path, JOURNAL_MAX, e);
    for (rest = file.bytes; code == OK && slice_next(&line, &rest, '\n');) {
        struct json *j = NULL;
        struct transcript t;
        at.line++;
        if (slice_trim(line).len == 0)
            continue;
        code = json_read(&j, arena, line, at, e);
        if (code != OK || (at.line == 1 && json_get(j, "entries") == NULL)) /* the header */
            continue;
        code = transcript_read(&t, arena, j, at, e);
        struct said_conversation c = code == OK ? customers_part(arena, &t) : (struct said_conversation){0};
        if (c.count > 0)
            *ARRAY_ADD(arena, out) = c;
    }
    return code;
}

int traffic_recorded(struct traffic *io, const struct invocation *in, const struct slice_list *journals)
{
    said_conversations all = {0};
    struct error e = {0};
    for (size_t i = 0; i < journals->count; i++)
        if (read_journal(in->arena, journals->at[i], &all, &e) != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
    if (journals->count > 0 && all.count == 0) {
        fail(&e, BAD_INPUT, "--replay: nobody in " SLICE_FMT " says anything; name a journal of parley bots or parley attack",
             SLICE_ARG(journals->at[0]));
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    io->recorded = all.at;
    io->recorded_count = all.count;
    return EXIT_STATUS_PASS;
}
