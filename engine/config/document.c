#include <parley/document.h>

#include <libfyaml.h>
#include <string.h>

enum { DOCUMENT_MAX = 4 << 20, DOCUMENT_DEPTH = 64, DOCUMENT_NODES = 200000 };

struct reading {
    struct arena *arena;
    struct problems *problems;
    struct slice file;
    struct fy_parser *parser;
    struct node *open[DOCUMENT_DEPTH]; /* maps and lists not closed yet */
    struct node *last[DOCUMENT_DEPTH]; /* their newest child */
    struct node *key[DOCUMENT_DEPTH];  /* a map's key waiting for its value */
    size_t depth, nodes;
    struct node *root;
    unsigned documents;
    bool gave_up;
};

static struct place place_of(const struct reading *r, const struct fy_mark *mark)
{
    if (mark == NULL)
        return (struct place){r->file, 1, 1};
    return (struct place){r->file, (unsigned)mark->line + 1, (unsigned)mark->column + 1};
}

static void refuse(struct reading *r, struct place at, const char *text)
{
    problem_add(r->problems, at, "%s", text);
    r->gave_up = true;
}

static void check_duplicate(struct reading *r, const struct node *map, const struct node *key)
{
    for (const struct node *n = map->child; n != NULL; n = n->next)
        if (slice_eq(n->key, key->text)) {
            problem_add(r->problems, key->at, SLICE_FMT ": stands here a second time, first at line %u; keep one",
                        SLICE_ARG(key->text), n->key_at.line);
            return;
        }
}

/* Hangs a node where it belongs. A scalar may be a key. */
static void hang(struct reading *r, struct node *n)
{
    if (++r->nodes > DOCUMENT_NODES) {
        refuse(r, n->at, "the document has more than 200000 values; split it");
        return;
    }
    if (r->depth == 0) {
        r->root = n;
        return;
    }
    struct node *parent = r->open[r->depth - 1];
    if (parent->kind == NODE_MAP && r->key[r->depth - 1] == NULL) {
        if (n->kind != NODE_SCALAR) {
            refuse(r, n->at, "a key must be plain text; write key: value");
            return;
        }
        check_duplicate(r, parent, n);
        r->key[r->depth - 1] = n;
        return;
    }
    if (parent->kind == NODE_MAP) {
        n->key = r->key[r->depth - 1]->text;
        n->key_at = r->key[r->depth - 1]->at;
        r->key[r->depth - 1] = NULL;
    }
    if (r->last[r->depth - 1] == NULL)
        parent->child = n;
    else
        r->last[r->depth - 1]->next = n;
    r->last[r->depth - 1] = n;
    parent->count++;
}

static void open_node(struct reading *r, struct node *n)
{
    hang(r, n);
    if (r->depth == DOCUMENT_DEPTH) {
        refuse(r, n->at, "nested deeper than 64 levels; make it flatter");
        return;
    }
    r->open[r->depth] = n;
    r->last[r->depth] = NULL;
    r->key[r->depth] = NULL;
    r->depth++;
}

static bool is_null_text(struct slice s)
{
    return s.len == 0 || slice_eq(s, SLICE("~")) || slice_eq(s, SLICE("null"));
}

static void scalar(struct reading *r, struct fy_token *value, struct place at)
{
    struct node *n = ARENA_NEW(r->arena, struct node);
    size_t len = 0;
    const char *text = value ? fy_token_get_text(value, &len) : "";
    n->kind = NODE_SCALAR;
    n->at = at;
    n->text = arena_copy(r->arena, (struct slice){text, text ? len : 0});
    n->is_quoted = value != NULL && fy_token_scalar_style(value) != FYSS_PLAIN;
    bool is_key = r->depth > 0 && r->open[r->depth - 1]->kind == NODE_MAP && r->key[r->depth - 1] == NULL;
    if (!n->is_quoted && !is_key && is_null_text(n->text))
        n->kind = NODE_NULL;
    hang(r, n);
}

static void container(struct reading *r, enum node_kind kind, struct place at)
{
    struct node *n = ARENA_NEW(r->arena, struct node);
    n->kind = kind;
    n->at = at;
    open_node(r, n);
}

static bool is_decorated(const struct fy_event *event)
{
    switch (event->type) {
    case FYET_SCALAR: return event->scalar.anchor != NULL || event->scalar.tag != NULL;
    case FYET_SEQUENCE_START: return event->sequence_start.anchor != NULL || event->sequence_start.tag != NULL;
    case FYET_MAPPING_START: return event->mapping_start.anchor != NULL || event->mapping_start.tag != NULL;
    default: return false;
    }
}

static void take_event(struct reading *r, struct fy_event *event)
{
    struct place at = place_of(r, fy_event_start_mark(event));
    if (is_decorated(event))
        problem_add(r->problems, at, "anchors (&name) and tags (!name) are not read here; write the value out");
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (++r->documents > 1)
            refuse(r, at, "a second document begins here; keep one document in a file");
        break;
    case FYET_ALIAS: refuse(r, at, "aliases (*name) are not read here; write the value out"); break;
    case FYET_SCALAR: scalar(r, event->scalar.value, at); break;
    case FYET_SEQUENCE_START: container(r, NODE_LIST, at); break;
    case FYET_MAPPING_START: container(r, NODE_MAP, at); break;
    case FYET_SEQUENCE_END:
    case FYET_MAPPING_END:
        if (r->depth > 0)
            r->depth--;
        break;
    default: break;
    }
}

static void report_syntax(struct reading *r, struct fy_diag *diag)
{
    void *previous = NULL;
    bool any = false;
    for (struct fy_diag_error *e; (e = fy_diag_errors_iterate(diag, &previous)) != NULL; any = true) {
        struct place at = {r->file, e->line > 0 ? (unsigned)e->line : 1, e->column > 0 ? (unsigned)e->column : 1};
        problem_add(r->problems, at, "cannot be read as YAML: %s; mend the lines here", e->msg);
    }
    if (!any)
        problem_add(r->problems, (struct place){r->file, 1, 1}, "cannot be read as YAML; mend the file");
    r->gave_up = true;
}

static void parse(struct reading *r, struct slice bytes)
{
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    diag_cfg.level = FYET_ERROR;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    must(diag != NULL);
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 |
                                        FYPCF_ALLOW_DUPLICATE_KEYS | FYPCF_JSON_NONE | FYPCF_DISABLE_BUFFERING,
                               .diag = diag};
    r->parser = fy_parser_create(&cfg);
    must(r->parser != NULL);
    bool good = fy_parser_set_string(r->parser, bytes.at, bytes.len) == 0, ended = false;
    while (good && !r->gave_up && !ended) {
        struct fy_event *event = fy_parser_parse(r->parser);
        if (event == NULL)
            break;
        ended = event->type == FYET_STREAM_END;
        take_event(r, event);
        fy_parser_event_free(r->parser, event);
    }
    if (!ended && !r->gave_up)
        report_syntax(r, diag);
    fy_parser_destroy(r->parser);
    fy_diag_destroy(diag);
}

/* libfyaml is handed only valid UTF-8 without NUL, so that every place can be counted in characters. */
static bool check_bytes(struct reading *r, struct slice bytes)
{
    unsigned line = 1, col = 1;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) {
            refuse(r, (struct place){r->file, line, col}, "a control character stands here; take it out");
            return false;
        }
        if (c == '%' && (i == 0 || bytes.at[i - 1] == '\n' || bytes.at[i - 1] == '\r')) { /* some keep libfyaml busy for ever */
            refuse(r, (struct place){r->file, line, 1},
                   "directives (% at the beginning of a line) are not read here; take it out, or quote the text");
            return false;
        }
        if (c == '\n') {
            line++;
            col = 1;
        } else if ((c & 0xc0) != 0x80)
            col++;
        size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 9;
        if (c >= 0x80 && (c & 0xc0) == 0x80) /* covered by its lead byte below */
            continue;
        bool whole = more < 9 && i + more < bytes.len;
        for (size_t k = 1; whole && k <= more; k++)
            whole = ((unsigned char)bytes.at[i + k] & 0xc0) == 0x80;
        bool stray = whole && i + more + 1 < bytes.len && ((unsigned char)bytes.at[i + more + 1] & 0xc0) == 0x80;
        if (!whole || stray) {
            refuse(r, (struct place){r->file, line, col ? col - 1 : 1}, "a byte here is not UTF-8; save the file as UTF-8");
            return false;
        }
    }
    return true;
}

struct node *document_read(struct arena *arena, const struct source_file *file, struct problems *problems)
{
    struct reading r = {.arena = arena, .problems = problems, .file = file->path};
    struct slice bytes = file->bytes;
    if (bytes.len > DOCUMENT_MAX) {
        refuse(&r, (struct place){r.file, 1, 1}, "the file is larger than 4 MiB; split it");
        return NULL;
    }
    if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
        bytes = slice_after(bytes, 3);
    if (!check_bytes(&r, bytes))
        return NULL;
    if (slice_trim(bytes).len > 0)
        parse(&r, arena_copy(arena, bytes));
    if (r.gave_up)
        return NULL;
    if (r.root == NULL) {
        r.root = ARENA_NEW(arena, struct node);
        r.root->at = (struct place){r.file, 1, 1};
    }
    return r.root;
}
