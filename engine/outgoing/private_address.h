/* Addresses that a server in somebody's own network would have: loopback, private, link-local, shared, multicast and reserved
 * ranges, also when they are written inside an IPv6 address. Source: IANA IPv4 and IPv6 special-purpose address registries (RFC
 * 6890). */
#ifndef PARLEY_PRIVATE_ADDRESS_H
#define PARLEY_PRIVATE_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

bool address_is_private_4(const uint8_t address[4]);
bool address_is_private_6(const uint8_t address[16]);

#endif
