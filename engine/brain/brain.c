#include <parley/brain.h>

#include <parley/retrieval.h>
#include <stdlib.h>
#include <string.h>

#include "brain_read.h"

const struct claim *brain_claim(const struct brain *b, struct slice id)
{
    for (size_t i = 0; i < b->claim_count; i++)
        if (slice_eq(b->claims[i].id, id))
            return &b->claims[i];
    return NULL;
}

const struct script_line *brain_line(const struct brain *b, struct slice id)
{
    for (size_t i = 0; i < b->line_count; i++)
        if (slice_eq(b->lines[i].id, id))
            return &b->lines[i];
    return NULL;
}

const struct path_step *brain_step(const struct brain *b, struct slice id)
{
    for (size_t i = 0; i < b->path_count; i++)
        if (slice_eq(b->path[i].id, id))
            return &b->path[i];
    return NULL;
}

/* The first language of the brain is that of lines which name none. */
static bool in_language(const struct brain *b, const struct script_line *l, struct slice language)
{
    struct slice own = l->language.len > 0 ? l->language : b->languages.count ? b->languages.at[0] : SLICE("en");
    return slice_eq(own, language);
}

static const struct script_line *pick(const struct brain *b, enum line_purpose purpose, struct slice signal,
                                      const struct slice *language, uint64_t nth)
{
    uint64_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        uint64_t seen = 0;
        for (size_t i = 0; i < b->line_count; i++) {
            const struct script_line *l = &b->lines[i];
            if (l->purpose != purpose || !slice_eq(l->for_signal, signal) || (language != NULL && !in_language(b, l, *language)))
                continue;
            if (pass == 1 && seen == nth % count)
                return l;
            seen++;
        }
        count = seen;
        if (count == 0)
            return NULL;
    }
    return NULL;
}

const struct script_line *brain_line_for(const struct brain *b, enum line_purpose purpose, struct slice for_signal,
                                         struct slice language, uint64_t nth)
{
    const struct script_line *l = NULL;
    if (language.len > 0 && for_signal.len > 0)
        l = pick(b, purpose, for_signal, &language, nth);
    if (l == NULL && for_signal.len > 0)
        l = pick(b, purpose, for_signal, NULL, nth);
    if (l == NULL && language.len > 0)
        l = pick(b, purpose, SLICE_NONE, &language, nth);
    return l != NULL ? l : pick(b, purpose, SLICE_NONE, NULL, nth);
}

/* -- reading --------------------------------------------------------------------------------------------------------- */

typedef void file_reader(struct brain_reader *r, const struct node *root);

static const struct {
    struct slice name;
    file_reader *read;
} parts[] = {{SLICE_INIT("brain.yaml"), read_manifest},
             {SLICE_INIT("claims.yaml"), read_claims},
             {SLICE_INIT("script.yaml"), read_script},
             {SLICE_INIT("rules.yaml"), read_rules}};
enum { PARTS = sizeof parts / sizeof parts[0] };

static struct slice base_name(struct slice path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.at[i - 1] == '/')
            return slice_after(path, i);
    return path;
}

static int by_path(const void *a, const void *b)
{
    return slice_compare((*(const struct source_file *const *)a)->path, (*(const struct source_file *const *)b)->path);
}

static struct slice version_of(struct arena *arena, const struct source_file *files, size_t count)
{
    const struct source_file **order = ARENA_NEW_ARRAY(arena, const struct source_file *, count + 1);
    for (size_t i = 0; i < count; i++)
        order[i] = &files[i];
    if (count > 1)
        qsort(order, count, sizeof *order, by_path);
    struct digest_parts d;
    digest_begin(&d);
    for (size_t i = 0; i < count; i++) {
        digest_part(&d, base_name(order[i]->path)); /* where the pack lies does not matter */
        digest_part(&d, order[i]->bytes);
    }
    return digest_hex(arena, digest_end(&d));
}

/* Further wordings repeat what the first ones say; a claim is not more about something for having more of them. */
enum { WORDINGS_SEARCHED = 2 };

/* Claims weigh their questions as a title; then the passages. */
static void build_index(struct brain *b, struct arena *arena)
{
    struct retrieval_document *docs = ARENA_NEW_ARRAY(arena, struct retrieval_document, b->claim_count + b->passage_count + 1);
    for (size_t i = 0; i < b->claim_count; i++) {
        const struct claim *c = &b->claims[i];
        struct buffer title, text;
        buffer_init(&title, arena, 1 << 16);
        buffer_init(&text, arena, 1 << 16);
        buffer_add(&title, c->topic);
        for (size_t k = 0; k < c->questions.count; k++) {
            buffer_byte(&title, '\n');
            buffer_add(&title, c->questions.at[k]);
        }
        buffer_add(&text, c->says);
        for (size_t k = 0; k < c->paraphrases.count && k < WORDINGS_SEARCHED; k++) {
            buffer_byte(&text, '\n');
            buffer_add(&text, c->paraphrases.at[k]);
        }
        docs[i] = (struct retrieval_document){c->id, buffer_slice(&title), buffer_slice(&text)};
    }
    for (size_t i = 0; i < b->passage_count; i++)
        docs[b->claim_count + i] = (struct retrieval_document){b->passages[i].id, b->passages[i].title, b->passages[i].text};
    b->index = retrieval_build(arena, docs, b->claim_count + b->passage_count, &b->synonyms,
                               b->languages.count ? b->languages.at[0] : SLICE("en"));
}

const struct brain *brain_read(struct arena *arena, const struct source_file *files, size_t count, struct wall now,
                               struct problems *problems, struct problems *warnings)
{
    size_t before = problems->count;
    struct brain_reader r = {arena, ARENA_NEW(arena, struct brain), problems, warnings, now};
    bool found[PARTS] = {false};
    for (size_t i = 0; i < count; i++) {
        struct slice name = base_name(files[i].path);
        if (slice_ends(name, SLICE(".md"))) {
            read_corpus(&r, &files[i]);
            continue;
        }
        size_t p = 0;
        while (p < PARTS && !slice_eq(parts[p].name, name))
            p++;
        if (p == PARTS) {
            problem_add(problems, (struct place){files[i].path, 1, 1},
                        "is not a file of a brain; brain.yaml, claims.yaml, script.yaml, rules.yaml and corpus/*.md are");
            continue;
        }
        found[p] = true;
        struct node *root = document_read(arena, &files[i], problems);
        if (root == NULL)
            continue;
        if (root->kind != NODE_MAP) {
            problem_add(problems, root->at, "is empty or not a map; write the fields of " SLICE_FMT, SLICE_ARG(name));
            continue;
        }
        parts[p].read(&r, root);
        node_report_unread(root, problems);
    }
    struct slice somewhere =
        count ? slice_sub(files[0].path, 0, files[0].path.len - base_name(files[0].path).len) : SLICE("brain/");
    for (size_t p = 0; p < PARTS; p++)
        if (!found[p])
            problem_add(problems, (struct place){somewhere, 0, 0}, SLICE_FMT ": is missing; a brain needs it",
                        SLICE_ARG(parts[p].name));
    if (problems->count == before)
        check_brain(&r);
    if (problems->count > before)
        return NULL;
    r.brain->version = version_of(arena, files, count);
    build_index(r.brain, arena);
    return r.brain;
}

size_t brain_search(struct brain_hit *hits, size_t most, struct arena *scratch, const struct brain *b, struct slice query)
{
    struct retrieval_hit *found = ARENA_NEW_ARRAY(scratch, struct retrieval_hit, most);
    size_t count = retrieval_search(found, most, scratch, b->index, query);
    for (size_t i = 0; i < count; i++) {
        bool claim = found[i].document < b->claim_count;
        hits[i] = (struct brain_hit){.claim = claim ? &b->claims[found[i].document] : NULL,
                                     .passage = claim ? NULL : &b->passages[found[i].document - b->claim_count],
                                     .score = found[i].score};
    }
    return count;
}
