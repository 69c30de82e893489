/* Lanes and the front share the numbers: threads that send, hear and look at once. Under TSan, and counted: together no more
 * leaves than a number may send. */
#include <parley/whatsapp_channel.h>

#include <parley/must.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { LANES = 4, SENDS = 2000 };

static atomic_uint_fast64_t now_ms = 1000;

static struct instant clock_now(struct clock *c)
{
    (void)c;
    return (struct instant){atomic_load(&now_ms) * UINT64_C(1000000)};
}

static struct wall clock_wall(struct clock *c)
{
    (void)c;
    return (struct wall){(int64_t)atomic_load(&now_ms)};
}

static const struct clock_ops clock_ops = {clock_now, clock_wall};
static struct clock house_clock = {&clock_ops};
static struct whatsapp_numbers *numbers;
static atomic_uint asked, ended, ends;

static void wire_ask(void *to, const struct outgoing_request *request, outgoing_done *done, void *context)
{
    unsigned n = atomic_fetch_add(&asked, 1);
    struct outgoing_answer a = {.end = n % 97 == 0 ? OUTGOING_CUT : OUTGOING_ANSWERED, .status = 200};
    (void)to;
    (void)request;
    a.body = n % 13 == 0 ? SLICE("{\"error\":{\"code\":131026}}") : SLICE("{\"messages\":[{\"id\":\"wamid.A\"}]}");
    done(context, &a);
}

static void wire_forget(void *to, void *context)
{
    (void)to;
    (void)context;
}

static void on_done(void *context, struct slice key, const struct send_result *result)
{
    (void)context;
    must(key.len > 0);
    must(result->state == SEND_ACCEPTED || result->state == SEND_REFUSED || result->state == SEND_INTENT ||
         result->state == SEND_UNKNOWN);
    atomic_fetch_add(&ended, 1);
}

static void *lane(void *at)
{
    struct whatsapp_setup setup = {
        .numbers = numbers, .wire = {NULL, wire_ask, wire_forget}, .clock = &house_clock, .open_max = 64};
    struct channel *c = whatsapp_channel_create(&setup);
    static struct send sends[LANES][SENDS];
    static char addresses[LANES][SENDS][20];
    size_t me = *(const size_t *)at;
    for (size_t i = 0; i < SENDS; i++) {
        snprintf(addresses[me][i], sizeof addresses[me][i], "+44770%07zu", me * SENDS + i);
        sends[me][i] = (struct send){.tenant = {7},
                                     .key = SLICE("1.2.0"),
                                     .address = private_hide(slice_from(addresses[me][i])),
                                     .text = private_hide(SLICE("hello")),
                                     .attempts = 1};
        c->ops->transmit(c, &sends[me][i], on_done, &sends[me][i]);
        c->ops->pump(c);
        if (i % 4 == 0)
            atomic_fetch_add(&now_ms, 1);
    }
    for (int i = 0; i < 2000; i++) {
        atomic_fetch_add(&now_ms, 1);
        c->ops->pump(c);
    }
    c->ops->close(c);
    return NULL;
}

static void *front(void *none)
{
    struct whatsapp_event ev = {.kind = WHATSAPP_MESSAGE, .number = SLICE("22")};
    struct whatsapp_number_facts facts;
    struct tenant_id t = {0};
    (void)none;
    for (uint64_t i = 0; atomic_load(&ends) == 0; i++) {
        char address[24];
        snprintf(address, sizeof address, "+44770%07llu", (unsigned long long)(i % (LANES * SENDS)));
        ev.is.message.address = private_hide(slice_from(address));
        (void)whatsapp_numbers_hear(numbers, &ev, t);
        must(whatsapp_numbers_tenant(numbers, &t, SLICE("11")));
        must(whatsapp_numbers_facts(numbers, &facts, i % 2));
        must(whatsapp_numbers_resume(numbers, SLICE("11")));
    }
    return NULL;
}

int main(void)
{
    struct whatsapp_number list[2] = {{.tenant = {7},
                                       .id = SLICE("11"),
                                       .provider = WHATSAPP_CLOUD,
                                       .base_url = SLICE("https://graph.example.com"),
                                       .version = SLICE("v25.0"),
                                       .token = SLICE("one")}};
    struct whatsapp_numbers_setup setup = {.numbers = list, .count = 2, .clock = &house_clock};
    struct error e;
    pthread_t threads[LANES + 1];
    size_t which[LANES];
    list[1] = list[0];
    list[1].id = SLICE("22");
    must(whatsapp_numbers_create(&numbers, &setup, &e) == OK);
    uint64_t began = atomic_load(&now_ms);
    must(pthread_create(&threads[LANES], NULL, front, NULL) == 0);
    for (size_t i = 0; i < LANES; i++) {
        which[i] = i;
        must(pthread_create(&threads[i], NULL, lane, &which[i]) == 0);
    }
    for (size_t i = 0; i < LANES; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&ends, 1);
    pthread_join(threads[LANES], NULL);
    uint64_t ms = atomic_load(&now_ms) - began;
    must(atomic_load(&ended) == LANES * SENDS);
    printf("ok - tells each of %d sends of %d lanes once\n", LANES * SENDS, LANES);
    must(atomic_load(&asked) > 50);
    must(atomic_load(&asked) <= 2 * (WHATSAPP_PER_SECOND * ms / 1000 + WHATSAPP_PER_SECOND));
    printf("ok - keeps the pace of two numbers over all lanes: %u in %llu ms\n", atomic_load(&asked), (unsigned long long)ms);
    whatsapp_numbers_destroy(numbers);
    return 0;
}
