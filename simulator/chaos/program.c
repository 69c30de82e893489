#define _POSIX_C_SOURCE 200809L

#include "program.h"
#include "control.h"

#include <parley/must.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void become(const struct program_setup *s, int fd)
{
    char patience[16];
    int errors = open(s->errors, O_WRONLY | O_APPEND | O_CREAT, 0600);
    snprintf(patience, sizeof patience, "%u", s->patience_s);
    if (dup2(fd, STDIN_FILENO) < 0 || dup2(fd, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0)
        _exit(126);
    close(fd);
    if (s->shim != NULL && (setenv("LD_PRELOAD", s->shim, 1) != 0 || setenv(CHAOS_CONTROL_VARIABLE, s->control, 1) != 0))
        _exit(126);
    execl(s->binary, s->binary, "serve", "--store", s->store, "--pack", s->pack, "--lanes", "2", "--lease", "1", "--receipts",
          "--receipt-deadline", "1", "--patience", patience, (char *)NULL);
    _exit(127);
}

void program_start(struct program *p, const struct program_setup *s, int fd)
{
    *p = (struct program){.pid = fork()};
    if (p->pid == 0)
        become(s, fd);
    must(p->pid > 0);
    close(fd);
}

void program_signal(struct program *p, int number)
{
    if (p->pid > 0)
        kill(p->pid, number);
    p->stopped = number == SIGSTOP || (p->stopped && number != SIGCONT && number != SIGKILL);
}

bool program_has_ended(struct program *p, int *status, bool wait)
{
    if (p->pid == 0)
        return true;
    pid_t rc = waitpid(p->pid, status, wait ? 0 : WNOHANG);
    must(rc >= 0);
    if (rc == 0)
        return false;
    p->pid = 0;
    return true;
}
