#define _POSIX_C_SOURCE 200809L

#include <parley/journal.h>
#include <parley/json_lines.h>
#include <parley/system.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SYNC_LINES = 64 };
static const uint64_t sync_after_ns = UINT64_C(200000000);

struct journal {
    int fd;
    char *path;
    uint64_t done; /* lines after the header found at open */
    off_t *starts; /* done + 1 offsets of those lines */
    uint64_t unsynced, synced_ns;
};

static uint64_t now_ns(void)
{
    struct clock *c = system_clock();
    return c->ops->now(c).ns;
}

static enum code io_failed(struct error *e, const struct journal *j, const char *what)
{
    return fail(e, IO_FAILED, "%s: could not %s the journal: %s", j->path, what, strerror(errno));
}

static enum code write_all(struct journal *j, const char *at, size_t size, struct error *e)
{
    while (size > 0) {
        ssize_t n = write(j->fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return io_failed(e, j, "write");
        at += n;
        size -= (size_t)n;
    }
    return OK;
}

static enum code sync_now(struct journal *j, struct error *e)
{
    if (j->unsynced > 0 && fdatasync(j->fd) != 0)
        return io_failed(e, j, "sync");
    j->unsynced = 0;
    j->synced_ns = now_ns();
    return OK;
}

static enum code read_whole(char **bytes, size_t *size, struct journal *j, struct error *e)
{
    struct stat st;
    if (fstat(j->fd, &st) != 0)
        return io_failed(e, j, "look at");
    *size = (size_t)st.st_size;
    *bytes = malloc(*size + 1);
    must(*bytes != NULL);
    for (size_t got = 0; got < *size;) {
        ssize_t n = pread(j->fd, *bytes + got, *size - got, (off_t)got);
        if (n <= 0) {
            free(*bytes);
            return io_failed(e, j, "read");
        }
        got += (size_t)n;
    }
    return OK;
}

/* Finds the whole lines; the torn rest after the last newline is cut off. */
static enum code find_lines(struct journal *j, struct slice bytes, struct error *e)
{
    size_t lines = 0, last = 0;
    for (size_t i = 0; i < bytes.len; i++)
        lines += bytes.at[i] == '\n';
    j->starts = calloc(lines + 2, sizeof *j->starts);
    must(j->starts != NULL);
    size_t line = 0;
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.at[i] == '\n') {
            last = i + 1;
            j->starts[line++] = (off_t)last; /* start of the line after this one */
        }
    j->done = lines ? lines - 1 : 0;
    if (last < bytes.len && ftruncate(j->fd, (off_t)last) != 0)
        return io_failed(e, j, "mend");
    if (lseek(j->fd, (off_t)last, SEEK_SET) < 0)
        return io_failed(e, j, "seek in");
    return OK;
}

static struct slice member_text(struct arena *a, const struct json *j)
{
    return j == NULL                      ? SLICE("nothing")
           : j->kind == JSON_KIND_STRING  ? arena_printf(a, "\"" SLICE_FMT "\"", SLICE_ARG(slice_sub(j->text, 0, 80)))
           : j->kind == JSON_KIND_INTEGER ? arena_printf(a, "%lld", (long long)j->integer)
                                          : SLICE("something else");
}

/* Names the first member in which the two runs differ. */
static enum code other_run(const struct journal *j, struct slice there, struct slice here, struct error *e)
{
    struct arena a;
    struct json *old = NULL, *now = NULL;
    struct place at = {slice_from(j->path), 1, 1};
    struct slice what = SLICE("its first line");
    arena_init(&a, (size_t)64 << 20);
    if (json_read(&old, &a, there, at, NULL) == OK && json_read(&now, &a, here, at, NULL) == OK)
        for (const struct json *m = now->child; m != NULL; m = m->next) {
            struct slice before = member_text(&a, json_get(old, arena_cstr(&a, m->key))), after = member_text(&a, m);
            if (slice_eq(before, after))
                continue;
            what = arena_printf(&a, SLICE_FMT " is " SLICE_FMT " there and " SLICE_FMT " here", SLICE_ARG(m->key),
                                SLICE_ARG(before), SLICE_ARG(after));
            break;
        }
    enum code code = fail(e, CONFLICT,
                          "%s:1:1: is the journal of another run (" SLICE_FMT "); take the same arguments, another file, or "
                          "--fresh to begin anew",
                          j->path, SLICE_ARG(what));
    arena_finish(&a);
    return code;
}

static bool is_header(struct slice line)
{
    struct arena a;
    struct json *j = NULL;
    arena_init(&a, (size_t)64 << 20);
    bool good = json_read(&j, &a, line, (struct place){SLICE_NONE, 1, 1}, NULL) == OK && json_text(json_get(j, "run")).len > 0 &&
                json_get(j, "entries") == NULL;
    arena_finish(&a);
    return good;
}

/* Only a journal is ever written over: an empty file, a header, or the first bytes of this one that a killed run left. */
static enum code refuse_other_files(const struct journal *j, struct slice bytes, struct slice first, bool whole,
                                    struct slice header, struct error *e)
{
    if (bytes.len == 0 || (whole ? is_header(first) : slice_starts(header, bytes)))
        return OK;
    return fail(e, CONFLICT, "%s:1:1: is not a journal and stays as it is; name another file", j->path);
}

static enum code begin_anew(struct journal *j, struct slice header, struct error *e)
{
    if (ftruncate(j->fd, 0) != 0 || lseek(j->fd, 0, SEEK_SET) < 0)
        return io_failed(e, j, "empty");
    free(j->starts);
    j->starts = calloc(2, sizeof *j->starts);
    must(j->starts != NULL);
    j->done = 0;
    j->unsynced = 1;
    enum code code = write_all(j, header.at, header.len, e);
    return code == OK ? write_all(j, "\n", 1, e) : code;
}

static enum code resume(struct journal *j, struct slice header, bool fresh, struct error *e)
{
    char *bytes = NULL;
    size_t size = 0;
    enum code code = read_whole(&bytes, &size, j, e);
    if (code != OK)
        return code;
    struct slice all = {bytes, size}, rest = all, first = SLICE_NONE;
    bool whole = memchr(bytes, '\n', size) != NULL && slice_next(&first, &rest, '\n');
    code = refuse_other_files(j, all, first, whole, header, e);
    if (code == OK && (fresh || !whole))
        code = begin_anew(j, header, e);
    else if (code == OK)
        code = slice_eq(first, header) ? find_lines(j, all, e) : other_run(j, first, header, e);
    free(bytes);
    return code;
}

enum code journal_open(struct journal **out, struct slice path, struct slice header, bool fresh, struct error *e)
{
    struct journal *j = calloc(1, sizeof *j);
    must(j != NULL);
    j->path = malloc(path.len + 1);
    must(j->path != NULL);
    memcpy(j->path, path.at, path.len);
    j->path[path.len] = '\0';
    j->fd = open(j->path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    enum code code = j->fd < 0 ? io_failed(e, j, "open") : resume(j, header, fresh, e);
    if (code == OK) {
        *out = j;
        return sync_now(j, e);
    }
    if (j->fd >= 0)
        close(j->fd);
    free(j->starts);
    free(j->path);
    free(j);
    return code;
}

uint64_t journal_done(const struct journal *j)
{
    return j->done;
}

enum code journal_line(struct slice *out, struct arena *arena, const struct journal *j, uint64_t n, struct error *e)
{
    must(n < j->done);
    size_t size = (size_t)(j->starts[n + 1] - j->starts[n]) - 1;
    char *at = arena_alloc(arena, size + 1);
    if (pread(j->fd, at, size, j->starts[n]) != (ssize_t)size)
        return io_failed(e, j, "read");
    *out = (struct slice){at, size};
    return OK;
}

enum code journal_append(struct journal *j, struct slice line, struct error *e)
{
    must(memchr(line.at, '\n', line.len) == NULL);
    enum code code = write_all(j, line.at, line.len, e);
    if (code == OK)
        code = write_all(j, "\n", 1, e);
    j->unsynced++;
    if (code == OK && (j->unsynced >= SYNC_LINES || now_ns() - j->synced_ns > sync_after_ns))
        code = sync_now(j, e);
    return code;
}

enum code journal_close(struct journal *j, struct error *e)
{
    if (j == NULL)
        return OK;
    enum code code = sync_now(j, e);
    if (close(j->fd) != 0 && code == OK)
        code = io_failed(e, j, "close");
    free(j->starts);
    free(j->path);
    free(j);
    return code;
}
