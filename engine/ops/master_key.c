#define _POSIX_C_SOURCE 200809L

#include <parley/master_key.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum code parse(struct audit_key *out, struct slice path, struct slice hex, struct error *e)
{
    struct digest d;
    _Static_assert(sizeof d.bytes == AUDIT_KEY_SIZE, "a key is written as a digest is");
    if (!digest_from_hex(&d, slice_trim(hex)))
        return fail(e, BAD_INPUT, SLICE_FMT ":1:1: is not a master key; it has 64 hexadecimal characters (openssl rand -hex 32)",
                    SLICE_ARG(path));
    memcpy(out->bytes, d.bytes, sizeof out->bytes);
    bytes_wipe(&d, sizeof d);
    return OK;
}

/* Written whole under another name first: a kill here leaves no half key behind. */
static enum code make_key(struct audit_key *out, struct arena *a, const char *path, struct entropy *entropy, struct error *e)
{
    struct digest d;
    const char *part = arena_printf(a, "%s.%ld.new", path, (long)getpid()).at;
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(e, IO_FAILED, "could not make the master key %s: %s", path, strerror(errno));
    entropy->ops->fill(entropy, d.bytes, sizeof d.bytes);
    memcpy(out->bytes, d.bytes, sizeof out->bytes);
    struct slice hex = digest_hex(a, d);
    bool good = write(fd, hex.at, hex.len) == (ssize_t)hex.len && write(fd, "\n", 1) == 1 && fsync(fd) == 0;
    bytes_wipe(&d, sizeof d);
    good = close(fd) == 0 && good;
    bool first = good && link(part, path) == 0;
    int why = errno;
    unlink(part);
    if (first)
        return OK;
    if (good && why == EEXIST)
        return fail(e, CONFLICT, "somebody else made %s at the same time", path);
    return fail(e, IO_FAILED, "could not write the master key %s: %s", path, strerror(why));
}

static enum code read_key(struct audit_key *out, int fd, const char *path, struct error *e)
{
    struct stat st;
    char text[128];
    if (fstat(fd, &st) != 0)
        return fail(e, IO_FAILED, "could not look at %s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return fail(e, BAD_INPUT, "%s: is not a file", path);
    if ((st.st_mode & 077) != 0)
        return fail(e, DENIED, "%s: others may read the master key; chmod 600 %s", path, path);
    ssize_t n = read(fd, text, sizeof text);
    if (n < 0)
        return fail(e, IO_FAILED, "could not read %s: %s", path, strerror(errno));
    enum code code = parse(out, slice_from(path), (struct slice){text, (size_t)n}, e);
    bytes_wipe(text, sizeof text);
    return code;
}

enum code master_key_read(struct audit_key *out, struct arena *a, struct slice given, struct slice store, bool make,
                          struct entropy *entropy, struct error *e)
{
    const char *path = given.len ? arena_cstr(a, given) : arena_printf(a, SLICE_FMT "/master.key", SLICE_ARG(store)).at;
    for (;;) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
            enum code code = read_key(out, fd, path, e);
            close(fd);
            return code;
        }
        if (errno != ENOENT)
            return fail(e, IO_FAILED, "could not open the master key %s: %s", path, strerror(errno));
        if (!make)
            return fail(e, NOT_FOUND, "there is no master key at %s; name it with --key", path);
        enum code code = make_key(out, a, path, entropy, e);
        if (code != CONFLICT)
            return code;
    }
}
