#include <parley/schema.h>

#include <string.h>

/* The node at a dotted path. */
static const struct node *find(const struct node *map, const char *path)
{
    struct slice rest = slice_from(path), part;
    while (map != NULL && slice_next(&part, &rest, '.')) {
        char key[64];
        must(part.len < sizeof key);
        memcpy(key, part.at, part.len);
        key[part.len] = '\0';
        map = node_get(map, key);
    }
    return map;
}

static void read_texts(struct slice_list *list, struct arena *arena, const struct node *n, const char *what, struct problems *p)
{
    size_t count = n->kind == NODE_LIST ? n->count : 1;
    list->at = ARENA_NEW_ARRAY(arena, struct slice, count);
    const struct node *item = n->kind == NODE_LIST ? n->child : n;
    for (size_t i = 0; i < count && item != NULL; i++, item = item->next)
        if (node_text(&list->at[list->count], item, what, p))
            list->count++;
}

static void read_one(unsigned char *at, struct arena *arena, const struct field *f, const struct node *n, const char *what,
                     struct problems *p)
{
    switch (f->type) {
    case FIELD_TEXT: {
        struct slice s;
        if (node_text(&s, n, what, p))
            memcpy(at, &s, sizeof s);
        return;
    }
    case FIELD_TEXTS: {
        struct slice_list list = {0};
        read_texts(&list, arena, n, what, p);
        memcpy(at, &list, sizeof list);
        return;
    }
    case FIELD_U64: {
        uint64_t v;
        if (node_u64(&v, n, what, f->min, f->max, p))
            memcpy(at, &v, sizeof v);
        return;
    }
    case FIELD_BOOL: {
        bool v;
        if (node_bool(&v, n, what, p))
            memcpy(at, &v, sizeof v);
        return;
    }
    case FIELD_MINUTES: {
        uint32_t v;
        if (node_minutes(&v, n, what, p))
            memcpy(at, &v, sizeof v);
        return;
    }
    case FIELD_DURATION: {
        struct duration v;
        if (node_duration(&v, n, what, (struct duration){f->min}, (struct duration){f->max}, p))
            memcpy(at, &v, sizeof v);
        return;
    }
    case FIELD_MONEY: {
        struct money v;
        if (node_money(&v, n, what, p))
            memcpy(at, &v, sizeof v);
        return;
    }
    case FIELD_DATE: {
        struct wall v;
        if (node_date(&v, n, what, p))
            memcpy(at, &v, sizeof v);
        return;
    }
    case FIELD_CHOICE: {
        unsigned v;
        if (node_choice(&v, n, what, f->names, p))
            memcpy(at, &v, sizeof v);
        return;
    }
    }
}

void schema_read(void *into, struct arena *arena, const struct field *fields, size_t count, const struct node *map,
                 const char *within, struct problems *problems)
{
    if (map->kind != NODE_MAP) {
        problem_add(problems, map->at, "%s: is not a map; write name: value lines", within[0] ? within : "the document");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct field *f = &fields[i];
        const char *what = arena_printf(arena, "%s%s%s", within, within[0] ? "." : "", f->name).at;
        const struct node *n = find(map, f->name);
        struct node standard = {.kind = NODE_SCALAR, .text = slice_from(f->default_text), .at = map->at};
        if (n == NULL && f->required)
            problem_add(problems, map->at, "%s: is missing; %s", what, f->help);
        if (n == NULL && f->default_text != NULL)
            n = &standard;
        if (n != NULL)
            read_one((unsigned char *)into + f->offset, arena, f, n, what, problems);
    }
}

static const char *type_name(enum field_type type)
{
    switch (type) {
    case FIELD_TEXT: return "text";
    case FIELD_TEXTS: return "list of texts";
    case FIELD_U64: return "whole number";
    case FIELD_BOOL: return "true or false";
    case FIELD_MINUTES: return "time HH:MM";
    case FIELD_DURATION: return "duration";
    case FIELD_MONEY: return "amount";
    case FIELD_DATE: return "date YYYY-MM-DD";
    case FIELD_CHOICE: return "choice";
    }
    return "";
}

void schema_help(const struct field *fields, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        const struct field *f = &fields[i];
        buffer_printf(out, "%-28s %-16s %s", f->name, type_name(f->type), f->help);
        if (f->required)
            buffer_add(out, SLICE(" (required)"));
        else if (f->default_text != NULL)
            buffer_printf(out, " (default %s)", f->default_text);
        buffer_byte(out, '\n');
    }
}
