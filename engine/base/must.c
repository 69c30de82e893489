#include <parley/must.h>

#include <stdio.h>
#include <stdlib.h>

_Noreturn void must_fail(const char *condition, const char *file, int line)
{
    /* The one write of this room: the process is about to stop, and a person must learn why. */
    fprintf(stderr, "%s:%d: must hold: %s\n", file, line, condition);
    abort();
}
