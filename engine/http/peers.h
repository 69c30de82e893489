/* How many connections each peer has open. A peer is an IPv4 address, or the /64 of an IPv6 address: whoever has one address of
 * such a network has all of them. */
#ifndef PARLEY_HTTP_PEERS_H
#define PARLEY_HTTP_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr_storage;

struct peer_key {
    uint64_t n; /* 0: unknown */
};
struct peers {
    struct peer_count {
        struct peer_key key;
        size_t count;
    } * at; /* open addressing; a power of two */
    size_t room, used, seed;
};

/* Writes the address as text, without its port and without ::ffff: in front of an IPv4 one. */
struct peer_key peer_of(char *text, size_t room, const struct sockaddr_storage *address);
bool peers_enter(struct peers *p, struct peer_key key, size_t most); /* false: has as many as it may */
void peers_leave(struct peers *p, struct peer_key key);
void peers_finish(struct peers *p);

#endif
