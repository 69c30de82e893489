#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "peers.h"

static struct peer_key key_of(char text[64], const char *address)
{
    struct sockaddr_storage at = {0};
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
        memcpy(&at, &v4, sizeof v4);
    else {
        cr_assert_eq(inet_pton(AF_INET6, address, &v6.sin6_addr), 1);
        memcpy(&at, &v6, sizeof v6);
    }
    return peer_of(text, 64, &at);
}

Test(http_peers, knows_a_peer_by_its_address_or_its_network)
{
    char text[64];
    struct peer_key v4 = key_of(text, "10.1.2.3");
    cr_expect_str_eq(text, "10.1.2.3");
    cr_expect_eq(key_of(text, "::ffff:10.1.2.3").n, v4.n);
    cr_expect_str_eq(text, "10.1.2.3");
    cr_expect_neq(key_of(text, "10.1.2.4").n, v4.n);
    struct peer_key v6 = key_of(text, "2001:db8:1:2::1");
    cr_expect_str_eq(text, "2001:db8:1:2::1");
    cr_expect_eq(key_of(text, "2001:db8:1:2:ffff::9").n, v6.n);
    cr_expect_neq(key_of(text, "2001:db8:1:3::1").n, v6.n);
    cr_expect_neq(key_of(text, "::1").n, 0);
}

Test(http_peers, counts_each_of_many)
{
    enum { PEERS = 500, STEPS = 200000, MOST = 3 };
    static size_t counts[PEERS];
    struct peers p = {0};
    uint64_t random = 1;
    for (size_t i = 0; i < STEPS; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t who = (size_t)(random >> 33) % PEERS;
        struct peer_key key = {who % 7 * 1000003 + who + 1};
        if ((random >> 60 & 1) != 0) {
            bool entered = peers_enter(&p, key, MOST);
            cr_assert_eq(entered, counts[who] < MOST, "step %zu", i);
            counts[who] += entered;
        } else if (counts[who] > 0) {
            peers_leave(&p, key);
            counts[who]--;
        }
    }
    for (size_t who = 0; who < PEERS; who++)
        for (; counts[who] > 0; counts[who]--)
            peers_leave(&p, (struct peer_key){who % 7 * 1000003 + who + 1});
    cr_expect_eq(p.used, 0);
    peers_finish(&p);
}
