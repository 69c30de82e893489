#include "private_address.h"

#include <stddef.h>
#include <string.h>

struct range_4 {
    uint8_t first[4];
    unsigned bits;
};
static const struct range_4 ranges_4[] = {
    {{0, 0, 0, 0}, 8},     {{10, 0, 0, 0}, 8},      {{100, 64, 0, 0}, 10},  {{127, 0, 0, 0}, 8},    {{169, 254, 0, 0}, 16},
    {{172, 16, 0, 0}, 12}, {{192, 0, 0, 0}, 24},    {{192, 0, 2, 0}, 24},   {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16},
    {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24}, {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},    {{240, 0, 0, 0}, 4},
};

struct range_6 {
    uint8_t first[16];
    unsigned bits;
};
static const struct range_6 ranges_6[] = {
    {{0x01}, 8},              /* 100::/8 holds the discard prefix; all of it is unassigned */
    {{0x20, 0x01, 0x00}, 23}, /* IETF protocols, Teredo and benchmarks */
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0xfc}, 7},
    {{0xfe, 0x80}, 10},
    {{0xfe, 0xc0}, 10},
    {{0xff}, 8},
};

static bool is_within(const uint8_t *address, const uint8_t *first, unsigned bits)
{
    unsigned bytes = bits / 8, rest = bits % 8;
    if (memcmp(address, first, bytes) != 0)
        return false;
    return rest == 0 || (address[bytes] >> (8 - rest)) == (first[bytes] >> (8 - rest));
}

bool address_is_private_4(const uint8_t address[4])
{
    for (size_t i = 0; i < sizeof ranges_4 / sizeof *ranges_4; i++)
        if (is_within(address, ranges_4[i].first, ranges_4[i].bits))
            return true;
    return false;
}

bool address_is_private_6(const uint8_t address[16])
{
    static const uint8_t none[12], mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, nat64[12] = {0, 0x64, 0xff, 0x9b},
                                   nat64_local[6] = {0, 0x64, 0xff, 0x9b, 0, 1};
    if (memcmp(address, none, 12) == 0 || memcmp(address, nat64_local, 6) == 0) /* ::, ::1, ::a.b.c.d */
        return true;
    if (memcmp(address, mapped, 12) == 0 || memcmp(address, nat64, 12) == 0)
        return address_is_private_4(address + 12);
    if (address[0] == 0x20 && address[1] == 0x02) /* 6to4 */
        return address_is_private_4(address + 2);
    for (size_t i = 0; i < sizeof ranges_6 / sizeof *ranges_6; i++)
        if (is_within(address, ranges_6[i].first, ranges_6[i].bits))
            return true;
    return false;
}
