/* What the readers of a brain's files share. */
#ifndef PARLEY_BRAIN_READ_H
#define PARLEY_BRAIN_READ_H

#include <parley/brain.h>

struct brain_reader {
    struct arena *arena;
    struct brain *brain;
    struct problems *problems, *warnings;
    struct wall now;
};

void read_manifest(struct brain_reader *r, const struct node *root); /* brain.yaml */
void read_claims(struct brain_reader *r, const struct node *root);
void read_script(struct brain_reader *r, const struct node *root);
void read_rules(struct brain_reader *r, const struct node *root);
void read_corpus(struct brain_reader *r, const struct source_file *file);
void check_brain(struct brain_reader *r); /* references between the files */

/* The child under `key`, reported as missing when it is not there. */
const struct node *need(struct brain_reader *r, const struct node *map, const char *key, const char *what);
void text_of(struct brain_reader *r, struct slice *out, const struct node *map, const char *key, const char *what, bool required);
void texts_of(struct brain_reader *r, struct slice_list *out, const struct node *map, const char *key, const char *what);

#endif
