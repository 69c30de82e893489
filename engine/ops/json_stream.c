#define _POSIX_C_SOURCE 200809L

#include <parley/json_stream.h>
#include <parley/system.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct stream {
    const struct invocation *in;
    FILE *from;
    struct slice name;
    json_answer *answer;
    void *context;
    struct arena arena;
    uint64_t bad;
    bool flush_each;
};

void json_put_id(struct json_write *out, const struct json *in)
{
    const struct json *id = json_get(in, "id");
    json_key(out, "id");
    if (id != NULL && id->kind == JSON_KIND_STRING)
        json_add_string(out, id->text);
    else if (id != NULL && id->kind == JSON_KIND_INTEGER)
        json_add_i64(out, id->integer);
    else
        json_add_null(out);
}

enum code json_need_text(struct slice *out, const struct json *in, const char *key, struct place at, struct error *e)
{
    const struct json *value = json_get(in, key);
    if (value == NULL)
        return fail_at(e, BAD_INPUT, at, "%s: is missing; add \"%s\": \"...\"", key, key);
    if (value->kind != JSON_KIND_STRING)
        return fail_at(e, BAD_INPUT, at, "%s: is not a string; write \"%s\": \"...\"", key, key);
    *out = value->text;
    return OK;
}

static void put_error(struct stream *s, const struct json *in, const struct error *e)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, &s->arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_id(&w, in);
    json_put_cstr(&w, "error", e->text);
    json_object_end(&w);
    struct slice text = buffer_slice(&b);
    fwrite(text.at, 1, text.len, s->in->out);
    fputc('\n', s->in->out);
    fprintf(s->in->err, "%s\n", e->text);
    s->bad++;
}

static void one(struct stream *s, struct slice line, unsigned number)
{
    struct error e = {0};
    struct json *in = NULL;
    struct place at = {s->name, number, 1};
    enum code code = json_read(&in, &s->arena, line, at, &e);
    if (code == OK && in->kind != JSON_KIND_OBJECT)
        code = fail_at(&e, BAD_INPUT, at, "is not a JSON object; write one {...} per line");
    if (code != OK) {
        put_error(s, NULL, &e);
        return;
    }
    struct buffer b;
    struct json_write w;
    buffer_init(&b, &s->arena, (size_t)64 << 20);
    json_begin(&w, &b);
    code = s->answer(s->context, in, at, &w, &s->arena, &e);
    if (code != OK) {
        put_error(s, in, &e);
        return;
    }
    struct slice text = buffer_slice(&b);
    fwrite(text.at, 1, text.len, s->in->out);
    fputc('\n', s->in->out);
}

static bool is_plain_file(FILE *f)
{
    struct stat st;
    return fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode);
}

int json_stream_run(const struct invocation *in, struct slice path, json_answer *answer, void *context)
{
    struct stream s = {.in = in, .from = stdin, .name = SLICE("stdin"), .answer = answer, .context = context};
    struct error e = {0};
    if (path.len > 0 && !slice_eq(path, SLICE("-"))) {
        s.name = path;
        s.from = fopen(arena_cstr(in->arena, path), "r");
        if (s.from == NULL) {
            fail(&e, IO_FAILED, SLICE_FMT ": could not open it: %s", SLICE_ARG(path), strerror(errno));
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        }
    }
    s.flush_each = !is_plain_file(s.from);
    arena_init(&s.arena, (size_t)512 << 20);
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    unsigned number = 0;
    while (!interrupted() && (len = getline(&line, &room, s.from)) >= 0) {
        number++;
        struct slice text = slice_trim((struct slice){line, (size_t)len});
        if (text.len > 0)
            one(&s, text, number);
        if (s.flush_each)
            fflush(in->out);
        arena_reset(&s.arena);
    }
    bool failed = ferror(s.from) != 0;
    free(line);
    arena_finish(&s.arena);
    if (s.from != stdin)
        fclose(s.from);
    if (failed) {
        fail(&e, IO_FAILED, SLICE_FMT ": could not read it: %s", SLICE_ARG(s.name), strerror(errno));
        return command_fail(in, EXIT_STATUS_INTERNAL, &e);
    }
    if (interrupted())
        return EXIT_STATUS_INTERRUPTED;
    return s.bad > 0 ? EXIT_STATUS_USAGE : EXIT_STATUS_PASS;
}
