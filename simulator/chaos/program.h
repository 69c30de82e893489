/* The process under test, with a socket as its standard input and output. */
#ifndef PARLEY_CHAOS_PROGRAM_H
#define PARLEY_CHAOS_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

struct program_setup {
    const char *binary, *store, *pack;
    const char *shim;    /* NULL: none */
    const char *control; /* of the shim */
    const char *errors;  /* a file for its standard error; grows */
    unsigned patience_s;
};

struct program {
    pid_t pid; /* 0: not there */
    bool stopped;
};

void program_start(struct program *p, const struct program_setup *s, int fd); /* takes `fd` */
void program_signal(struct program *p, int number);
bool program_has_ended(struct program *p, int *status, bool wait); /* as waitpid says; waits if asked to */

#endif
