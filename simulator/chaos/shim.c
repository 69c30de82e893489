/* Preloaded into the process under test: stands between it and the C library, fails what the control file says, and steps the
 * wall clock. Only files below the store's directory are touched; a pipe, a socket and standard error never are. */
#define _GNU_SOURCE /* RTLD_NEXT, and the calls themselves */

#include "control.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static struct chaos_control *control;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv(CHAOS_CONTROL_VARIABLE);
    int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *at = fd >= 0 ? mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (fd >= 0)
        close(fd);
    if (at != MAP_FAILED)
        control = at;
}

/* POSIX promises that a function's address fits where an object's does; C does not. */
#define REAL(answer, name, ...)                                                                                                  \
    static answer (*real)(__VA_ARGS__);                                                                                          \
    if (real == NULL) {                                                                                                          \
        void *found = dlsym(RTLD_NEXT, name);                                                                                    \
        memcpy(&real, &found, sizeof real);                                                                                      \
    }

static enum disk_fault disk_now(void)
{
    return control != NULL ? (enum disk_fault)atomic_load(&control->disk) : DISK_WELL;
}

static int is_below(const char *path)
{
    size_t len = strlen(control->below);
    return len > 0 && strncmp(path, control->below, len) == 0 && path[len] == '/';
}

static int is_ours(int fd)
{
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0)
        return 0;
    path[n] = '\0';
    return is_below(path);
}

static int failed(int why)
{
    atomic_fetch_add(&control->hits, 1U);
    errno = why;
    return 1;
}

static int change_fails(int fd)
{
    enum disk_fault f = disk_now();
    if ((f != DISK_FULL && f != DISK_WRITE_FAILS && f != DISK_READ_ONLY) || !is_ours(fd))
        return 0;
    return failed(f == DISK_FULL ? ENOSPC : f == DISK_WRITE_FAILS ? EIO : EROFS);
}

static int sync_fails(int fd)
{
    if (disk_now() != DISK_SYNC_FAILS || !is_ours(fd))
        return 0;
    unsigned left = atomic_load(&control->syncs_to_fail);
    while (left > 0 && !atomic_compare_exchange_weak(&control->syncs_to_fail, &left, left - 1))
        ;
    return left > 0 ? failed(EIO) : 0;
}

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library's names for them are reserved

/* -- files --------------------------------------------------------------------------------------------------------------------
 */

ssize_t write(int fd, const void *at, size_t size)
{
    REAL(ssize_t, "write", int, const void *, size_t)
    return change_fails(fd) ? -1 : real(fd, at, size);
}

ssize_t pwrite(int fd, const void *at, size_t size, off_t where)
{
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t)
    return change_fails(fd) ? -1 : real(fd, at, size, where);
}

ssize_t pwrite64(int fd, const void *at, size_t size, off64_t where)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t)
    return change_fails(fd) ? -1 : real(fd, at, size, where);
}

int ftruncate(int fd, off_t size)
{
    REAL(int, "ftruncate", int, off_t)
    return change_fails(fd) ? -1 : real(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    REAL(int, "ftruncate64", int, off64_t)
    return change_fails(fd) ? -1 : real(fd, size);
}

int fsync(int fd)
{
    REAL(int, "fsync", int)
    return sync_fails(fd) ? -1 : real(fd);
}

int fdatasync(int fd)
{
    REAL(int, "fdatasync", int)
    return sync_fails(fd) ? -1 : real(fd);
}

static int open_fails(const char *path, int flags)
{
    return disk_now() == DISK_READ_ONLY && (flags & O_ACCMODE) != O_RDONLY && is_below(path) && failed(EROFS);
}

#define MODE_OF(flags, mode)                                                                                                     \
    do {                                                                                                                         \
        if (((flags)&O_CREAT) != 0) {                                                                                            \
            va_list more;                                                                                                        \
            va_start(more, flags);                                                                                               \
            (mode) = va_arg(more, mode_t);                                                                                       \
            va_end(more);                                                                                                        \
        }                                                                                                                        \
    } while (0)

int open(const char *path, int flags, ...)
{
    REAL(int, "open", const char *, int, ...)
    mode_t mode = 0;
    MODE_OF(flags, mode);
    return control != NULL && open_fails(path, flags) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    REAL(int, "open64", const char *, int, ...)
    mode_t mode = 0;
    MODE_OF(flags, mode);
    return control != NULL && open_fails(path, flags) ? -1 : real(path, flags, mode);
}

int unlink(const char *path)
{
    REAL(int, "unlink", const char *)
    return control != NULL && disk_now() == DISK_READ_ONLY && is_below(path) && failed(EROFS) ? -1 : real(path);
}

/* -- poison -------------------------------------------------------------------------------------------------------------------
 * A text that stops whoever reads it: the rules' patterns are the first that do. */

int pcre2_match_8(const void *code, const char *text, size_t size, size_t from, uint32_t how, void *data, void *context);

int pcre2_match_8(const void *code, const char *text, size_t size, size_t from, uint32_t how, void *data, void *context)
{
    REAL(int, "pcre2_match_8", const void *, const char *, size_t, size_t, uint32_t, void *, void *)
    if (control != NULL && memmem(text, size, CHAOS_POISON, sizeof CHAOS_POISON - 1) != NULL) {
        atomic_fetch_add(&control->deaths, 1U);
        abort();
    }
    return real(code, text, size, from, how, data, context);
}

/* -- the clock on the wall ----------------------------------------------------------------------------------------------------
 */

static int64_t off_ms(void)
{
    return control != NULL ? atomic_load(&control->clock_off_ms) : 0;
}

int clock_gettime(clockid_t which, struct timespec *out)
{
    REAL(int, "clock_gettime", clockid_t, struct timespec *)
    int rc = real(which, out);
    if (rc == 0 && which == CLOCK_REALTIME) {
        int64_t ns = out->tv_nsec + off_ms() % 1000 * 1000000;
        out->tv_sec += off_ms() / 1000 + (ns < 0 ? -1 : ns / 1000000000);
        out->tv_nsec = (ns + 1000000000) % 1000000000;
    }
    return rc;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
    struct timespec t;
    (void)zone;
    int rc = clock_gettime(CLOCK_REALTIME, &t);
    out->tv_sec = t.tv_sec;
    out->tv_usec = t.tv_nsec / 1000;
    return rc;
}

time_t time(time_t *out)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    if (out != NULL)
        *out = t.tv_sec;
    return t.tv_sec;
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)
