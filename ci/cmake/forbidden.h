/* Forced into every translation unit: functions that this house does not use do not compile. The headers that declare them come
 * first, so that only our own uses are refused. */
#ifndef PARLEY_FORBIDDEN_H
#define PARLEY_FORBIDDEN_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gets localtime gmtime asctime ctime strncpy strncat

#endif
