#define _POSIX_C_SOURCE 200809L

#include "keeping.h"

#include <dirent.h>
#include <errno.h>
#include <parley/master_key.h>
#include <parley/system.h>
#include <string.h>
#include <sys/stat.h>

/* A key is made for a store that is not there yet, never beside one whose key is merely missing. */
static bool is_empty(const char *path)
{
    DIR *d = opendir(path);
    bool empty = d != NULL;
    for (struct dirent *at = empty ? readdir(d) : NULL; at != NULL; at = readdir(d))
        empty = empty && (at->d_name[0] == '.' || slice_ends(slice_from(at->d_name), SLICE(".new")));
    if (d != NULL)
        closedir(d);
    return empty;
}

int keeping_open(struct store **out, struct audit_key *master, const struct invocation *in, struct slice where, struct slice key,
                 enum keeping how)
{
    struct error e = {0};
    if (where.len == 0) {
        fail(&e, BAD_INPUT, "--store: is missing; name the directory of the store");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    const char *path = arena_cstr(in->arena, where);
    umask(077);
    struct stat st;
    bool is_there = stat(path, &st) == 0;
    if (is_there && !S_ISDIR(st.st_mode)) {
        fail(&e, BAD_INPUT, "--store: %s is not a directory", path);
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    if (!is_there && how != KEEPING_MAKE) {
        fail(&e, NOT_FOUND, "--store: there is no store in %s; parley serve makes one", path);
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    if (!is_there && mkdir(path, 0700) != 0 && errno != EEXIST) {
        fail(&e, IO_FAILED, "--store: could not make %s: %s", path, strerror(errno));
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    if (master_key_read(master, in->arena, key, where, how == KEEPING_MAKE && is_empty(path), system_entropy(), &e) != OK)
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    *out = in->plugged->store_open(where, master, how == KEEPING_LOOK, &e);
    if (*out != NULL)
        return EXIT_STATUS_PASS;
    return command_fail(in, e.code == BAD_INPUT || e.code == DENIED ? EXIT_STATUS_USAGE : EXIT_STATUS_INTERNAL, &e);
}
