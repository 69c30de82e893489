#include <parley/size.h>

#include "batch.h"
#include "commands.h"

#include <parley/retrieval.h>
#include <string.h>

struct search_options {
    bool jsonl;
    struct slice corpus, language;
    uint64_t most;
};

enum { SEARCH_MOST = 100, CORPUS_MAX = 1 << 30 };

struct search_run {
    const struct retrieval_index *index;
    const struct retrieval_document *documents;
    size_t most;
};

static enum code answer(void *context, const struct json *in, struct place at, struct json_write *out, struct arena *arena,
                        struct error *e)
{
    const struct search_run *run = context;
    struct slice text;
    enum code code = json_need_text(&text, in, "text", at, e);
    if (code != OK)
        return code;
    struct retrieval_hit *hits = ARENA_NEW_ARRAY(arena, struct retrieval_hit, run->most);
    size_t count = retrieval_search(hits, run->most, arena, run->index, text_clean(arena, text));
    json_object_begin(out);
    json_put_id(out, in);
    json_key(out, "hits");
    json_array_begin(out);
    for (size_t i = 0; i < count; i++) {
        json_object_begin(out);
        json_put_string(out, "id", run->documents[hits[i].document].id);
        json_put_u64(out, "score", hits[i].score);
        json_object_end(out);
    }
    json_array_end(out);
    json_object_end(out);
    return OK;
}

static enum code read_document(struct retrieval_document *out, struct arena *arena, struct slice line, struct place at,
                               struct error *e)
{
    struct json *doc = NULL;
    enum code code = json_read(&doc, arena, line, at, e);
    if (code != OK)
        return code;
    const struct json *id = json_get(doc, "id");
    if (id == NULL || (id->kind != JSON_KIND_STRING && id->kind != JSON_KIND_INTEGER))
        return fail_at(e, BAD_INPUT, at, "id: is missing; write {\"id\": \"...\", \"title\": \"...\", \"text\": \"...\"}");
    out->id = id->kind == JSON_KIND_STRING ? id->text : arena_printf(arena, "%lld", (long long)id->integer);
    out->title = text_clean(arena, json_text(json_get(doc, "title")));
    code = json_need_text(&out->text, doc, "text", at, e);
    out->text = text_clean(arena, out->text);
    return code;
}

/* Every bad line is named before the command gives up. */
static int read_corpus(struct search_run *run, size_t *count, const struct invocation *in, struct slice path)
{
    struct source_file file;
    struct error e = {0};
    if (file_read(&file, in->arena, path, CORPUS_MAX, &e) != OK)
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    size_t lines = 1;
    for (size_t i = 0; i < file.bytes.len; i++)
        lines += file.bytes.at[i] == '\n';
    struct retrieval_document *documents = ARENA_NEW_ARRAY(in->arena, struct retrieval_document, lines);
    struct slice rest = file.bytes, line;
    unsigned number = 0, bad = 0;
    *count = 0;
    while (slice_next(&line, &rest, '\n')) {
        number++;
        line = slice_trim(line);
        if (line.len == 0)
            continue;
        if (read_document(&documents[*count], in->arena, line, (struct place){path, number, 1}, &e) == OK)
            (*count)++;
        else if (bad++ < PROBLEMS_MAX)
            fprintf(in->err, "%s\n", e.text);
    }
    run->documents = documents;
    if (bad > 0) {
        fail(&e, BAD_INPUT, SLICE_FMT ": %u line%s cannot be read", SLICE_ARG(path), bad, bad == 1 ? "" : "s");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    return EXIT_STATUS_PASS;
}

static int run(const struct invocation *in)
{
    const struct search_options *o = in->options;
    struct error e = {0};
    if (o->corpus.len == 0) {
        fail(&e, BAD_INPUT, "--corpus is missing; name a file of {\"id\", \"title\"?, \"text\"} lines: --corpus FILE.jsonl");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    struct search_run r = {.most = (size_t)o->most};
    size_t count = 0;
    int status = read_corpus(&r, &count, in, o->corpus);
    if (status != EXIT_STATUS_PASS)
        return status;
    static const struct slice_list no_synonyms = {NULL, 0};
    r.index = retrieval_build(in->arena, r.documents, count, &no_synonyms, o->language);
    return json_stream_run(in, in->operand_count ? in->operands[0] : SLICE_NONE, answer, &r);
}

static const struct option_row options[] = {
    {"corpus", 0, OPTION_TEXT, "FILE", offsetof(struct search_options, corpus), NULL, 0, 0, NULL,
     "the documents, one JSON object a line"},
    {"jsonl", 0, OPTION_FLAG, NULL, offsetof(struct search_options, jsonl), NULL, 0, 0, NULL,
     "JSON Lines in and out (the only form; may be left out)"},
    {"top", 'k', OPTION_U64, "N", offsetof(struct search_options, most), "100", 1, SEARCH_MOST, NULL, "hits a query at most"},
    {"language", 0, OPTION_TEXT, "CODE", offsetof(struct search_options, language), "en", 0, 0, NULL,
     "stemming: en, es; others are taken as written"},
};

const struct command command_search = {
    .name = "search",
    .summary = "rank documents for questions (BM25 over stems)",
    .operands = "[FILE]",
    .operand_max = 1,
    .details =
        "Reads queries {\"id\", \"text\"} a line and writes {\"id\", \"hits\": [{\"id\", \"score\"}]}, best first, 100 at most.\n"
        "The corpus holds {\"id\", \"title\"?, \"text\"} a line. Scores only order the hits of one query.",
    .examples = "  parley search --corpus articles.jsonl --jsonl -k 10 questions.jsonl",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct search_options),
    .run = run,
};
