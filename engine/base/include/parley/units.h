/* Scalars that must never be mixed: each its own one-field struct, so that the compiler argues. */
#ifndef PARLEY_UNITS_H
#define PARLEY_UNITS_H

#include <stdbool.h>
#include <stdint.h>

struct instant {
    uint64_t ns;
}; /* monotonic; only differences mean anything */
struct wall {
    int64_t ms;
}; /* UTC milliseconds since 1970 */
struct duration {
    uint64_t ns;
};
struct money {
    int64_t micros;
    uint16_t currency;
}; /* millionths of a unit; ISO 4217 number, 0 = unknown */
struct ratio_ppm {
    uint32_t ppm;
}; /* a probability or share in millionths, 0 to 1,000,000 */

struct tenant_id {
    uint64_t n;
}; /* 0 means none, for all ids */
struct contact_id {
    uint64_t n;
};
struct conversation_id {
    uint64_t n;
};
struct message_id {
    uint64_t n;
};
struct turn_id {
    uint64_t n;
}; /* unique in the process's store */

#define DURATION_MS(n) ((struct duration){(uint64_t)(n)*UINT64_C(1000000)})
#define DURATION_S(n) ((struct duration){(uint64_t)(n)*UINT64_C(1000000000)})
#define INSTANT_NEVER ((struct instant){UINT64_MAX})
#define CURRENCY_GBP 826
#define CURRENCY_EUR 978
#define CURRENCY_USD 840
#define CURRENCY_MYR 458

static inline struct instant instant_plus(struct instant at, struct duration d)
{
    return (struct instant){d.ns > UINT64_MAX - at.ns ? UINT64_MAX : at.ns + d.ns};
}

static inline bool instant_reached(struct instant now, struct instant due)
{
    return due.ns != UINT64_MAX && now.ns >= due.ns;
}

static inline struct instant instant_first(struct instant a, struct instant b)
{
    return a.ns < b.ns ? a : b;
}

#endif
