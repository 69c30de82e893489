#include <parley/random.h>

#include <parley/must.h>

/* SplitMix64's finaliser: every input bit reaches every output bit. */
static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

uint64_t random_hash(struct slice s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * UINT64_C(0x100000001b3);
    return mix(h ^ s.len);
}

uint64_t random_at(struct random_key key, uint64_t occurrence)
{
    return mix(mix(mix(mix(key.seed) ^ key.purpose) ^ key.entity) ^ occurrence);
}

uint64_t random_below(struct random_key key, uint64_t occurrence, uint64_t limit)
{
    must(limit > 0);
    uint64_t whole = UINT64_MAX - UINT64_MAX % limit, x = random_at(key, occurrence);
    for (uint64_t again = 1; x >= whole; again++) /* refuses the uneven rest; a second draw is hardly ever needed */
        x = mix(x ^ again);
    return x % limit;
}

bool random_chance(struct random_key key, uint64_t occurrence, struct ratio_ppm p)
{
    return random_below(key, occurrence, 1000000) < p.ppm;
}
