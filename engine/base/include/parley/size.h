/* Arithmetic on sizes that come from outside. Each answers false, and leaves *out alone, when the result
 * does not fit. */
#ifndef PARLEY_SIZE_H
#define PARLEY_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <parley/must.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

MUST_USE static inline bool size_add(size_t *out, size_t a, size_t b)
{
    if (a > SIZE_MAX - b)
        return false;
    *out = a + b;
    return true;
}

MUST_USE static inline bool size_mul(size_t *out, size_t a, size_t b)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *out = a * b;
    return true;
}

#endif
