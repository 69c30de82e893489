/* The front: the loop that accepts, answers and shows, beside the lanes that decide. */
#include "parts.h"

#include <parley/http.h>

#include <signal.h>
#include <uv.h>

enum { TICK_MS = 1000, STOP_S = 10, BODY_MAX = 8 << 20 };

struct front {
    struct live *live;
    uv_loop_t loop;
    uv_async_t wake;
    uv_timer_t tick;
    uv_signal_t signals[2];
    struct http_server *server;
    bool stopping, failed;
};

static void accepted(void *context)
{
    lanes_wake(((struct front *)context)->live->lanes);
}

static void wake(void *context)
{
    (void)uv_async_send(&((struct front *)context)->wake);
}

static void on_wake(uv_async_t *a)
{
    api_news(((struct front *)a->data)->live->api);
}

static void closed_all(void *context)
{
    struct front *f = context;
    uv_close((uv_handle_t *)&f->wake, NULL);
    uv_close((uv_handle_t *)&f->tick, NULL);
    for (size_t i = 0; i < COUNT_OF(f->signals); i++)
        uv_close((uv_handle_t *)&f->signals[i], NULL);
}

static void stop(struct front *f)
{
    if (!f->stopping)
        http_server_stop(f->server, DURATION_S(STOP_S), closed_all, f);
    f->stopping = true;
}

static void on_tick(uv_timer_t *t)
{
    struct front *f = t->data;
    api_tick(f->live->api);
    if (lanes_failed(f->live->lanes) && !f->stopping) { /* what is in this process may not be what is on the disk: begin afresh */
        f->failed = true;
        stop(f);
    }
}

static void on_signal(uv_signal_t *s, int number)
{
    (void)number;
    stop(s->data);
}

static void open_loop(struct front *f)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    must(uv_loop_init(&f->loop) == 0);
    must(uv_async_init(&f->loop, &f->wake, on_wake) == 0);
    must(uv_timer_init(&f->loop, &f->tick) == 0);
    f->wake.data = f->tick.data = f;
    must(uv_timer_start(&f->tick, on_tick, TICK_MS, TICK_MS) == 0);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        must(uv_signal_init(&f->loop, &f->signals[i]) == 0);
        f->signals[i].data = f;
        must(uv_signal_start(&f->signals[i], on_signal, numbers[i]) == 0);
    }
}

static struct api *open_api(struct front *f, struct store *s)
{
    struct live *l = f->live;
    struct api_setup setup = {.store = s,
                              .clock = system_clock(),
                              .entropy = system_entropy(),
                              .alert = system_alert(),
                              .notebook = system_notebook(),
                              .tenants = l->api_tenants,
                              .tenant_count = l->config.tenant_count,
                              .keys = l->config.keys,
                              .key_count = l->config.key_count,
                              .numbers = l->numbers,
                              .number_count = l->number_count,
                              .relays = l->relays,
                              .relay_count = l->relay_count,
                              .whatsapp = l->whatsapp,
                              .app_secrets = l->config.app_secrets,
                              .verify_tokens = l->config.verify_tokens,
                              .is_twin = l->config.environment == ENVIRONMENT_TWIN,
                              .version = SLICE(PARLEY_VERSION),
                              .context = f,
                              .accepted = accepted,
                              .wake = wake};
    setup.token_secret =
        digest_hmac((struct slice){(const char *)l->master.bytes, AUDIT_KEY_SIZE}, SLICE("parley tokens of visitors"));
    return api_create(&setup);
}

static bool listen_on(struct front *f, struct error *e)
{
    struct live *l = f->live;
    struct http_setup setup = {.loop = &f->loop,
                               .address = l->config.address,
                               .port = (uint16_t)l->config.port,
                               .inherited = -1,
                               .certificate_file = l->config.certificate,
                               .key_file = l->config.certificate_key,
                               .limits = {.body_bytes_max = BODY_MAX},
                               .context = l->api,
                               .request = api_request,
                               .round = api_round};
    f->server = http_server_start(&setup, e);
    return f->server != NULL;
}

static int run(struct front *f)
{
    struct live *l = f->live;
    fprintf(l->in->out, "{\"kind\":\"ready\",\"environment\":\"%s\",\"address\":\"" SLICE_FMT "\",\"port\":%u}\n",
            l->config.environment == ENVIRONMENT_TWIN ? "twin" : "production", SLICE_ARG(l->config.address),
            http_server_port(f->server));
    fflush(l->in->out);
    (void)uv_run(&f->loop, UV_RUN_DEFAULT);
    http_server_destroy(f->server);
    return f->failed ? EXIT_STATUS_INTERNAL : EXIT_STATUS_INTERRUPTED;
}

static void close_loop(struct front *f)
{
    if (f->server == NULL)
        closed_all(f);
    while (uv_run(&f->loop, UV_RUN_DEFAULT) != 0)
        ;
    must(uv_loop_close(&f->loop) == 0);
}

static int tell_left(struct live *l, struct runtime_left left, int status)
{
    struct error e;
    if (left.turns + left.sends == 0)
        return status;
    fail(&e, UNAVAILABLE,
         "stopped while the store was away: %zu messages whose end could not be written down and %zu open conversations stay in "
         "it as "
         "they were begun; the next start recovers them",
         left.sends, left.turns);
    return command_fail(l->in, EXIT_STATUS_TARGET_DOWN, &e);
}

int live_front(struct live *l, struct store *s)
{
    struct front f = {.live = l};
    struct error e = {0};
    int status = EXIT_STATUS_INTERNAL;
    open_loop(&f);
    l->api = open_api(&f, s);
    struct lanes_setup lanes = {.clock = system_clock(),
                                .count = l->config.lanes,
                                .context = l,
                                .open = live_lane_open,
                                .close = live_lane_close,
                                .rest = live_lane_rest};
    l->lanes = lanes_start(&lanes, &e);
    if (l->lanes == NULL || !listen_on(&f, &e))
        status = command_fail(l->in, EXIT_STATUS_INTERNAL, &e);
    else
        status = run(&f);
    if (l->lanes != NULL)
        status = tell_left(l, lanes_stop(l->lanes), status);
    close_loop(&f);
    api_destroy(l->api);
    return status;
}
