#include <parley/size.h>

#include "batch.h"
#include "commands.h"

struct facts_options {
    bool jsonl;
    struct slice brain;
};

struct facts_run {
    const struct rules *rules; /* NULL without --brain */
};

static enum code known_texts(struct known_text **list, size_t *count, const struct json *in, struct arena *arena, struct place at,
                             struct error *e)
{
    *list = NULL;
    *count = 0;
    enum code code = batch_claims(list, count, in, arena, at, e);
    const struct json *context = json_get(in, "context");
    if (code != OK || context == NULL || context->kind == JSON_KIND_NULL)
        return code;
    if (context->kind != JSON_KIND_STRING)
        return fail_at(e, BAD_INPUT, at, "context: is not a string; write \"context\": \"...\"");
    struct known_text *more = ARENA_NEW_ARRAY(arena, struct known_text, *count + 1);
    for (size_t i = 0; i < *count; i++)
        more[i] = (*list)[i];
    more[(*count)++] = (struct known_text){.kind = KNOWN_CONTEXT, .id = SLICE("context"), .text = context->text};
    *list = more;
    return OK;
}

static void put_result(struct json_write *out, const struct facts_result *r, struct slice text)
{
    json_put_u64(out, "label", r->unregistered ? 1 : 0);
    json_put_ratio(out, "score", r->score);
    json_key(out, "units");
    json_array_begin(out);
    struct point_counter points = {.text = text};
    for (size_t i = 0; i < r->unit_count; i++) {
        const struct fact_unit *u = &r->units[i];
        json_object_begin(out);
        json_put_string(out, "text", slice_sub(text, u->span.start, u->span.end));
        batch_put_span(out, &points, u->span);
        json_put_cstr(out, "kind", fact_kind_name(u->kind));
        json_put_cstr(out, "verdict", fact_verdict_name(u->verdict));
        if (u->source.len > 0)
            json_put_string(out, "claim", u->source);
        if (u->why != NULL)
            json_put_cstr(out, "why", u->why);
        json_object_end(out);
    }
    json_array_end(out);
}

static enum code answer(void *context, const struct json *in, struct place at, struct json_write *out, struct arena *arena,
                        struct error *e)
{
    const struct facts_run *run = context;
    struct slice text;
    struct text read;
    struct known_text *known;
    struct said *history;
    size_t known_count, history_count;
    enum code code = json_need_text(&text, in, "text", at, e);
    if (code == OK)
        code = known_texts(&known, &known_count, in, arena, at, e);
    if (code == OK)
        code = batch_history(&history, &history_count, in, arena, at, e);
    if (code == OK && text_read(&read, arena, text, e) != OK)
        code = fail_at(e, BAD_INPUT, at, "text: cannot be read as UTF-8 of at most %d bytes", TEXT_MAX);
    if (code != OK)
        return code;
    const struct facts_register *facts =
        known_count > 0 || run->rules == NULL ? facts_register_create(arena, known, known_count) : run->rules->facts;
    struct slice *customer = ARENA_NEW_ARRAY(arena, struct slice, history_count + 1);
    struct facts_said said = {customer, 0};
    for (size_t i = 0; i < history_count; i++)
        if (!history[i].by_bot)
            customer[said.customer_count++] = history[i].text;
    struct facts_result result;
    facts_check(&result, arena, facts, &read, &said);
    json_object_begin(out);
    json_put_id(out, in);
    put_result(out, &result, text);
    json_object_end(out);
    return OK;
}

static int run(const struct invocation *in)
{
    const struct facts_options *o = in->options;
    struct pack pack;
    int status = batch_brain(&pack, in, o->brain);
    if (status != EXIT_STATUS_PASS)
        return status;
    struct facts_run r = {pack.rules};
    return json_stream_run(in, in->operand_count ? in->operands[0] : SLICE_NONE, answer, &r);
}

static const struct option_row options[] = {
    {"jsonl", 0, OPTION_FLAG, NULL, offsetof(struct facts_options, jsonl), NULL, 0, 0, NULL,
     "JSON Lines in and out (the only form; may be left out)"},
    {"brain", 0, OPTION_TEXT, "DIR", offsetof(struct facts_options, brain), NULL, 0, 0, NULL,
     "check against the register of this pack"},
};

const struct command command_facts = {
    .name = "facts",
    .summary = "check texts for facts that nobody registered",
    .operands = "[FILE]",
    .operand_max = 1,
    .details =
        "Reads one JSON object a line: {\"id\", \"text\", \"claims\": [{\"id\", \"says\", \"values\"}]?, \"context\": str?, "
        "\"history\": [{role, text}]?}\n"
        "and writes one: {\"id\", \"label\", \"score\", \"units\": [{\"text\", \"start\", \"end\", \"kind\", \"verdict\", "
        "\"claim\"?}]}.\n"
        "label 1 means that something in the text is in no claim, script line or context, and not in the customer's own words.\n"
        "Offsets count Unicode code points. Claims or context of a line stand in for the brain's register.",
    .examples = "  echo '{\"id\":1,\"text\":\"The fee is 30%.\",\"claims\":[{\"id\":\"fee\",\"says\":\"Our fee is 25%.\"}]}' | "
                "parley facts --jsonl\n"
                "  parley facts --jsonl --brain engine/packs/dynamo-dave replies.jsonl",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct facts_options),
    .run = run,
};
