#include "brain_read.h"

#include <string.h>

void read_manifest(struct brain_reader *r, const struct node *root)
{
    struct brain *b = r->brain;
    if (root->kind != NODE_MAP) {
        problem_add(r->problems, root->at, "brain.yaml: is not a map; write id, voice, languages, models");
        return;
    }
    text_of(r, &b->id, root, "id", "id", true);
    const struct node *voice = need(r, root, "voice", "voice");
    if (voice != NULL) {
        text_of(r, &b->voice_name, voice, "name", "voice.name", true);
        text_of(r, &b->voice_style, voice, "style", "voice.style", false);
    }
    texts_of(r, &b->languages, root, "languages", "languages");
    if (b->languages.count == 0)
        problem_add(r->problems, root->at, "languages: is missing; write languages: [en]");
    const struct node *models = node_get(root, "models");
    b->models = (struct model_roles){
        .simple = SLICE("script"), .checker = SLICE("script"), .judge = SLICE("script"), .embed = SLICE("none")};
    if (models != NULL) {
        texts_of(r, &b->models.conversation, models, "conversation", "models.conversation");
        text_of(r, &b->models.simple, models, "simple", "models.simple", false);
        text_of(r, &b->models.checker, models, "checker", "models.checker", false);
        text_of(r, &b->models.judge, models, "judge", "models.judge", false);
        text_of(r, &b->models.embed, models, "embed", "models.embed", false);
    }
    const struct node *n;
    b->strict = true;
    b->redrafts = 1;
    if ((n = node_get(root, "strict")) != NULL)
        (void)node_bool(&b->strict, n, "strict", r->problems);
    if ((n = node_get(root, "checker_required")) != NULL)
        (void)node_bool(&b->checker_required, n, "checker_required", r->problems);
    if ((n = node_get(root, "redrafts")) != NULL)
        (void)node_u64(&b->redrafts, n, "redrafts", 0, 5, r->problems);
    texts_of(r, &b->synonyms, root, "synonyms", "synonyms");
}

/* A Markdown file: "# Title", then passages parted by headings or empty lines. */
void read_corpus(struct brain_reader *r, const struct source_file *file)
{
    struct slice rest = file->bytes, line, title = file->path;
    size_t passages = 0, room = 1;
    for (size_t i = 0; i < rest.len; i++)
        room += rest.at[i] == '\n';
    struct passage *grown = ARENA_NEW_ARRAY(r->arena, struct passage, r->brain->passage_count + room);
    if (r->brain->passage_count > 0)
        memcpy(grown, r->brain->passages, r->brain->passage_count * sizeof *grown);
    r->brain->passages = grown;
    const char *begin = NULL, *end = NULL;
    while (rest.at != NULL) {
        bool more = slice_next(&line, &rest, '\n');
        struct slice text = slice_trim(line);
        bool heading = text.len > 0 && text.at[0] == '#', boundary = !more || text.len == 0 || heading || rest.at == NULL;
        if (!heading && text.len > 0) {
            if (begin == NULL)
                begin = text.at;
            end = text.at + text.len;
        }
        if (boundary && begin != NULL) {
            grown[r->brain->passage_count++] =
                (struct passage){.id = arena_printf(r->arena, SLICE_FMT "#%zu", SLICE_ARG(file->path), ++passages),
                                 .title = title,
                                 .text = {begin, (size_t)(end - begin)}};
            begin = NULL;
        }
        if (heading) {
            while (text.len > 0 && text.at[0] == '#')
                text = slice_after(text, 1);
            title = slice_trim(text);
        }
    }
    if (passages == 0)
        problem_add(r->problems, (struct place){file->path, 1, 1}, "holds no text; write a passage or take the file away");
}
