#define _POSIX_C_SOURCE 200809L

#include <parley/crew.h>
#include <parley/json_stream.h>
#include <parley/system.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

/* Lines are read as they come, many at a time when many are there; chunks of them are answered on several threads and written in
 * order. One line that comes alone is answered at once. */
enum { CHUNK_LINES = 64, READ_AT_ONCE = 1 << 20, HELD_MAX = JSON_LINE_MAX + READ_AT_ONCE };

struct stream {
    const struct invocation *in;
    int fd;
    struct slice name;
    json_answer *answer;
    void *context;
    char *held; /* HELD_MAX bytes: what was read and not answered */
    size_t held_len;
    bool skipping; /* the rest of a line that was too long */
    struct slice *lines;
    unsigned *numbers;
    size_t line_count, line_room;
    unsigned number;
    uint64_t bad;
};

struct chunk {
    struct buffer out, told;
    uint64_t bad;
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

static void put_error(struct chunk *c, struct arena *arena, const struct json *in, const struct error *e)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_id(&w, in);
    json_put_cstr(&w, "error", e->text);
    json_object_end(&w);
    buffer_add(&c->out, buffer_slice(&b));
    buffer_byte(&c->out, '\n');
    buffer_printf(&c->told, "%s\n", e->text);
    c->bad++;
}

static void one(const struct stream *s, struct chunk *c, struct arena *arena, struct slice line, unsigned number)
{
    struct error e = {0};
    struct json *in = NULL;
    struct place at = {s->name, number, 1};
    enum code code = json_read(&in, arena, line, at, &e);
    if (code == OK && in->kind != JSON_KIND_OBJECT)
        code = fail_at(&e, BAD_INPUT, at, "is not a JSON object; write one {...} per line");
    if (code != OK) {
        put_error(c, arena, NULL, &e);
        return;
    }
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, (size_t)64 << 20);
    json_begin(&w, &b);
    code = s->answer(s->context, in, at, &w, arena, &e);
    if (code != OK) {
        put_error(c, arena, in, &e);
        return;
    }
    buffer_add(&c->out, buffer_slice(&b));
    buffer_byte(&c->out, '\n');
}

static void *work(void *context, struct arena *arena, uint64_t number)
{
    const struct stream *s = context;
    struct arena scratch;
    struct chunk *c = ARENA_NEW(arena, struct chunk);
    buffer_init(&c->out, arena, (size_t)1 << 30);
    buffer_init(&c->told, arena, (size_t)1 << 26);
    arena_init(&scratch, (size_t)512 << 20);
    size_t first = (size_t)number * CHUNK_LINES, past = first + CHUNK_LINES;
    for (size_t i = first; i < past && i < s->line_count; i++) {
        one(s, c, &scratch, s->lines[i], s->numbers[i]);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    return c;
}

static bool take(void *context, struct arena *arena, uint64_t number, void *result)
{
    struct stream *s = context;
    const struct chunk *c = result;
    (void)arena;
    (void)number;
    fwrite(c->out.at, 1, c->out.len, s->in->out);
    if (c->told.len > 0)
        fwrite(c->told.at, 1, c->told.len, s->in->err);
    s->bad += c->bad;
    return !interrupted();
}

static void add_line(struct stream *s, struct slice line)
{
    s->number++;
    line = slice_trim(line);
    if (s->skipping) { /* its beginning was told already */
        s->skipping = false;
        return;
    }
    if (line.len == 0)
        return;
    if (s->line_count == s->line_room) {
        s->line_room = s->line_room ? s->line_room * 2 : 256;
        s->lines = realloc(s->lines, s->line_room * sizeof *s->lines);
        s->numbers = realloc(s->numbers, s->line_room * sizeof *s->numbers);
        must(s->lines != NULL && s->numbers != NULL);
    }
    s->lines[s->line_count] = line;
    s->numbers[s->line_count++] = s->number;
}

/* The whole lines of what is held; at the end of the input the rest is one too. */
static size_t part(struct stream *s, bool ended)
{
    size_t from = 0;
    s->line_count = 0;
    for (const char *end; from < s->held_len && (end = memchr(s->held + from, '\n', s->held_len - from)) != NULL;) {
        add_line(s, (struct slice){s->held + from, (size_t)(end - (s->held + from))});
        from = (size_t)(end - s->held) + 1;
    }
    if (ended && from < s->held_len) {
        add_line(s, (struct slice){s->held + from, s->held_len - from});
        from = s->held_len;
    }
    return from;
}

static void answer_held(struct stream *s, bool ended)
{
    size_t taken = part(s, ended);
    size_t chunks = (s->line_count + CHUNK_LINES - 1) / CHUNK_LINES;
    if (chunks == 1) {
        struct arena arena;
        arena_init(&arena, (size_t)1 << 30);
        (void)take(s, &arena, 0, work(s, &arena, 0));
        arena_finish(&arena);
    } else {
        struct crew crew = {0, 0, chunks, (size_t)1 << 31, s, work, take};
        (void)crew_run(&crew);
    }
    fflush(s->in->out);
    memmove(s->held, s->held + taken, s->held_len - taken);
    s->held_len -= taken;
}

/* A line that does not fit is told once and passed over to its end. */
static void too_long(struct stream *s)
{
    struct arena arena;
    struct chunk c = {.bad = 0};
    struct error e = {0};
    if (!s->skipping) {
        arena_init(&arena, 1 << 20);
        buffer_init(&c.out, &arena, 1 << 16);
        buffer_init(&c.told, &arena, 1 << 16);
        fail_at(&e, BAD_INPUT, (struct place){s->name, s->number + 1, 1}, "the line is longer than 4 MiB; split it");
        put_error(&c, &arena, NULL, &e);
        (void)take(s, &arena, 0, &c);
        arena_finish(&arena);
    }
    s->skipping = true;
    s->held_len = 0;
}

/* False when the input could not be read. */
static bool answer_all(struct stream *s)
{
    for (bool ended = false; !ended && !interrupted();) {
        if (s->held_len == HELD_MAX)
            too_long(s);
        size_t room = HELD_MAX - s->held_len;
        ssize_t got = read(s->fd, s->held + s->held_len, room < READ_AT_ONCE ? room : READ_AT_ONCE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        s->held_len += (size_t)got;
        ended = got == 0;
        if (ended || memchr(s->held + s->held_len - got, '\n', (size_t)got) != NULL)
            answer_held(s, ended);
    }
    return true;
}

int json_stream_run(const struct invocation *in, struct slice path, json_answer *answer, void *context)
{
    struct stream s = {.in = in, .fd = STDIN_FILENO, .name = SLICE("stdin"), .answer = answer, .context = context};
    struct error e = {0};
    if (path.len > 0 && !slice_eq(path, SLICE("-"))) {
        s.name = path;
        s.fd = open(arena_cstr(in->arena, path), O_RDONLY | O_CLOEXEC);
        if (s.fd < 0) {
            fail(&e, IO_FAILED, SLICE_FMT ": could not open it: %s", SLICE_ARG(path), strerror(errno));
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        }
    }
    s.held = malloc(HELD_MAX);
    must(s.held != NULL);
    bool good = answer_all(&s);
    int why = errno;
    free(s.held);
    free(s.lines);
    free(s.numbers);
    if (s.fd != STDIN_FILENO)
        close(s.fd);
    if (!good) {
        fail(&e, IO_FAILED, SLICE_FMT ": could not read it: %s", SLICE_ARG(s.name), strerror(why));
        return command_fail(in, EXIT_STATUS_INTERNAL, &e);
    }
    if (interrupted())
        return EXIT_STATUS_INTERRUPTED;
    return s.bad > 0 ? EXIT_STATUS_USAGE : EXIT_STATUS_PASS;
}
