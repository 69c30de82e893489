#include "peers.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include <parley/must.h>

enum { ROOM_FIRST = 64 };

struct peer_key peer_of(char *text, size_t room, const struct sockaddr_storage *address)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    struct peer_key key = {0};
    text[0] = '\0';
    if (address->ss_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        uv_inet_ntop(AF_INET, &v4.sin_addr, text, room);
        key.n = UINT64_C(1) << 32 | v4.sin_addr.s_addr;
    } else if (address->ss_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        if (memcmp(&v6.sin6_addr, mapped, sizeof mapped) == 0) {
            uint32_t v4;
            memcpy(&v4, (const uint8_t *)&v6.sin6_addr + sizeof mapped, sizeof v4);
            uv_inet_ntop(AF_INET, &v4, text, room);
            key.n = UINT64_C(1) << 32 | v4;
        } else {
            uv_inet_ntop(AF_INET6, &v6.sin6_addr, text, room);
            memcpy(&key.n, &v6.sin6_addr, sizeof key.n);
            key.n += key.n == 0; /* ::1 */
        }
    }
    return key;
}

static size_t place_of(const struct peers *p, struct peer_key key)
{
    uint64_t mixed = (key.n ^ p->seed) * UINT64_C(0x9e3779b97f4a7c15);
    size_t i = (size_t)(mixed >> 32) & (p->room - 1);
    while (p->at[i].key.n != 0 && p->at[i].key.n != key.n)
        i = (i + 1) & (p->room - 1);
    return i;
}

static void grow(struct peers *p)
{
    struct peers more = {.room = p->room ? p->room * 2 : ROOM_FIRST, .used = p->used, .seed = (size_t)(uintptr_t)p};
    more.at = calloc(more.room, sizeof *more.at);
    must(more.at != NULL);
    for (size_t i = 0; i < p->room; i++)
        if (p->at[i].key.n != 0)
            more.at[place_of(&more, p->at[i].key)] = p->at[i];
    free(p->at);
    *p = more;
}

bool peers_enter(struct peers *p, struct peer_key key, size_t most)
{
    if (key.n == 0)
        return true;
    if (p->used * 2 >= p->room)
        grow(p);
    struct peer_count *c = &p->at[place_of(p, key)];
    if (c->count >= most)
        return false;
    p->used += c->key.n == 0;
    c->key = key;
    c->count++;
    return true;
}

/* Whoever stood behind a place that becomes free moves up. */
static void close_gap(struct peers *p, size_t gap)
{
    size_t i = gap;
    p->at[gap] = (struct peer_count){0};
    p->used--;
    while (p->at[i = (i + 1) & (p->room - 1)].key.n != 0) {
        struct peer_count moved = p->at[i];
        p->at[i] = (struct peer_count){0};
        p->at[place_of(p, moved.key)] = moved;
    }
}

void peers_leave(struct peers *p, struct peer_key key)
{
    if (key.n == 0)
        return;
    size_t i = place_of(p, key);
    must(p->at[i].count > 0);
    if (--p->at[i].count == 0)
        close_gap(p, i);
}

void peers_finish(struct peers *p)
{
    free(p->at);
    *p = (struct peers){0};
}
