/* The real outside: clock, entropy, alerts and notes on stderr. */
#ifndef PARLEY_SYSTEM_H
#define PARLEY_SYSTEM_H

#include <stdbool.h>
#include <stdio.h>

#include <parley/outside.h>

struct clock *system_clock(void);
struct entropy *system_entropy(void);   /* getrandom; stops the process when the kernel has none */
struct alert *system_alert(void);       /* a line on stderr */
struct notebook *system_notebook(void); /* a line on stderr when PARLEY_DEBUG is set, else nothing */

/* True after SIGINT or SIGTERM, once interrupts_watch was called: long work looks now and then and stops in good order. */
void interrupts_watch(void);
bool interrupted(void);

#endif
