#include <parley/size.h>

#include "batch.h"
#include "commands.h"

#include <parley/pii.h>

struct pii_options {
    bool jsonl;
};

static enum code answer(void *context, const struct json *in, struct place at, struct json_write *out, struct arena *arena,
                        struct error *e)
{
    (void)context;
    struct slice text;
    struct text read;
    enum code code = json_need_text(&text, in, "text", at, e);
    if (code == OK && text_read(&read, arena, text, e) != OK)
        code = fail_at(e, BAD_INPUT, at, "text: cannot be read as UTF-8 of at most %d bytes", TEXT_MAX);
    if (code != OK)
        return code;
    struct pii_result result;
    pii_find(&result, arena, &read);
    json_object_begin(out);
    json_put_id(out, in);
    json_key(out, "spans");
    json_array_begin(out);
    struct point_counter points = {.text = text};
    for (size_t i = 0; i < result.count; i++) {
        json_object_begin(out);
        batch_put_span(out, &points, result.spans[i].span);
        json_put_cstr(out, "type", pii_type_name(result.spans[i].type));
        json_object_end(out);
    }
    json_array_end(out);
    json_put_string(out, "masked", result.masked);
    json_object_end(out);
    return OK;
}

static int run(const struct invocation *in)
{
    return json_stream_run(in, in->operand_count ? in->operands[0] : SLICE_NONE, answer, NULL);
}

static const struct option_row options[] = {
    {"jsonl", 0, OPTION_FLAG, NULL, offsetof(struct pii_options, jsonl), NULL, 0, 0, NULL,
     "JSON Lines in and out (the only form; may be left out)"},
};

const struct command command_pii = {
    .name = "pii",
    .summary = "find and mask personal data",
    .operands = "[FILE]",
    .operand_max = 1,
    .details = "Reads {\"id\", \"text\"} a line and writes {\"id\", \"spans\": [{\"start\", \"end\", \"type\"}], \"masked\"}.\n"
               "Offsets count Unicode code points; the masked text keeps length and shape.",
    .examples = "  echo '{\"id\":1,\"text\":\"call me on 07700 900123\"}' | parley pii --jsonl",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct pii_options),
    .run = run,
};
