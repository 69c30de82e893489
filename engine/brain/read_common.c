#include "brain_read.h"

const struct node *need(struct brain_reader *r, const struct node *map, const char *key, const char *what)
{
    const struct node *n = node_get(map, key);
    if (n == NULL)
        problem_add(r->problems, map->at, "%s: is missing; add %s:", what, key);
    return n;
}

void text_of(struct brain_reader *r, struct slice *out, const struct node *map, const char *key, const char *what, bool required)
{
    const struct node *n = required ? need(r, map, key, what) : node_get(map, key);
    if (n != NULL)
        (void)node_text(out, n, what, r->problems);
}

void texts_of(struct brain_reader *r, struct slice_list *out, const struct node *map, const char *key, const char *what)
{
    const struct node *n = node_get(map, key);
    if (n == NULL || n->kind == NODE_NULL)
        return;
    size_t count = n->kind == NODE_LIST ? n->count : 1;
    out->at = ARENA_NEW_ARRAY(r->arena, struct slice, count + 1);
    for (const struct node *item = n->kind == NODE_LIST ? n->child : n; item != NULL;
         item = n->kind == NODE_LIST ? item->next : NULL)
        if (node_text(&out->at[out->count], item, what, r->problems))
            out->count++;
}
