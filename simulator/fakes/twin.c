/* parley twin --fakes: the providers on a thread of the twin's own process. */
#define _POSIX_C_SOURCE 200809L

#include <parley/fakes_commands.h>

#include <parley/digest.h>
#include <parley/fakes.h>
#include <parley/pack_dir.h>
#include <parley/plugged.h>
#include <parley/size.h>
#include <parley/system.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

enum { FILE_MAX = 1 << 20, SECRET_MAX = 4096, NUMBERS_A_PACK = 2 };

struct beside {
    const struct invocation *in;
    struct fakes_setup setup;
    struct fakes_number *numbers;
    uint64_t twin_port;
    struct slice scratch, config, key; /* scratch: empty when a file was given */
    uv_loop_t loop;
    uv_thread_t thread;
    uv_async_t end;
    struct fakes *fakes;
};

/* -- a file of configuration that was given
 * ---------------------------------------------------------------------------------------- */

static struct slice secret_of(struct arena *a, struct slice where)
{
    struct source_file file;
    struct error e;
    if (slice_starts(where, SLICE("env:")))
        return arena_copy(a, slice_from(getenv(arena_cstr(a, slice_after(where, 4)))));
    if (slice_starts(where, SLICE("file:")) && file_read(&file, a, slice_after(where, 5), SECRET_MAX, &e) == OK)
        return slice_trim(file.bytes);
    return SLICE_NONE;
}

static const struct node *first_of(const struct node *n)
{
    return n != NULL && n->kind == NODE_LIST ? n->child : n;
}

static struct slice text_of(const struct node *map, const char *key)
{
    const struct node *n = map != NULL ? first_of(node_get(map, key)) : NULL;
    return n != NULL && n->kind == NODE_SCALAR ? n->text : SLICE_NONE;
}

static uint16_t port_of(struct slice url)
{
    size_t at = url.len;
    uint64_t port = 0;
    while (at > 0 && url.at[at - 1] != ':')
        at--;
    return slice_to_u64(&port, slice_after(url, at)) && port < 65536 ? (uint16_t)port : 0;
}

static void take_number(struct beside *b, const struct node *n)
{
    struct fakes_setup *s = &b->setup;
    struct slice token = secret_of(b->in->arena, text_of(n, "token"));
    bool by_relay = slice_eq(text_of(n, "provider"), SLICE("360dialog"));
    if (s->number_count == FAKES_NUMBERS_MAX)
        return;
    b->numbers[s->number_count++] =
        (struct fakes_number){.id = text_of(n, "id"), .display = text_of(n, "display"), .key = by_relay ? token : SLICE_NONE};
    if (!by_relay && s->token.len == 0)
        s->token = token;
    if (s->port == 0)
        s->port = port_of(text_of(n, "base_url"));
}

static int take_config(struct beside *b, struct slice path)
{
    struct source_file file;
    struct error e;
    struct arena *a = b->in->arena;
    struct problems *problems = ARENA_NEW(a, struct problems);
    problems_init(problems, a);
    if (file_read(&file, a, path, FILE_MAX, &e) != OK)
        return command_fail(b->in, EXIT_STATUS_USAGE, &e);
    const struct node *root = document_read(a, &file, problems);
    if (root == NULL || root->kind != NODE_MAP)
        return EXIT_STATUS_PASS; /* whoever serves it says what is wrong */
    const struct node *listen = node_get(root, "listen"), *meta = node_get(root, "meta"), *tenants = node_get(root, "tenants");
    b->config = path;
    b->setup.secret = secret_of(a, text_of(meta, "app_secrets"));
    b->setup.verify = secret_of(a, text_of(meta, "verify_tokens"));
    if (listen == NULL || !slice_to_u64(&b->twin_port, text_of(listen, "port")))
        b->twin_port = 8080;
    for (const struct node *t = first_of(tenants); t != NULL; t = t->next)
        for (const struct node *n = first_of(node_get(t, "whatsapp")); n != NULL; n = n->next)
            take_number(b, n);
    if (b->twin_port > 0 && b->setup.port > 0)
        return EXIT_STATUS_PASS;
    fail(&e, BAD_INPUT, SLICE_FMT ": --fakes needs listen.port and the port in a number's whatsapp.base_url to be fixed ones",
         SLICE_ARG(path));
    return command_fail(b->in, EXIT_STATUS_USAGE, &e);
}

/* -- one of our own
 * ---------------------------------------------------------------------------------------------------------------- */

static uint16_t free_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool is_found = fd >= 0 && bind(fd, (struct sockaddr *)&at, len) == 0 && getsockname(fd, (struct sockaddr *)&at, &len) == 0;
    if (fd >= 0)
        close(fd);
    return is_found ? ntohs(at.sin_port) : 0;
}

static struct slice random_text(struct arena *a)
{
    struct digest d;
    struct entropy *entropy = system_entropy();
    entropy->ops->fill(entropy, d.bytes, sizeof d.bytes);
    return slice_sub(digest_hex(a, d), 0, 32);
}

static bool write_file(struct arena *a, struct slice scratch, const char *name, struct slice text)
{
    FILE *out = fopen(arena_cstr(a, arena_printf(a, SLICE_FMT "/%s", SLICE_ARG(scratch), name)), "w");
    if (out == NULL)
        return false;
    bool written = fwrite(text.at, 1, text.len, out) == text.len;
    return fclose(out) == 0 && written;
}

static struct slice config_text(struct beside *b, const struct slice_list *packs)
{
    struct buffer t;
    struct arena *a = b->in->arena;
    struct slice dir = b->scratch;
    buffer_init(&t, a, FILE_MAX);
    buffer_printf(&t,
                  "environment: twin\nlisten: {port: %llu}\nstore: \"" SLICE_FMT
                  "/store\"\nmeta:\n  app_secrets: [\"file:" SLICE_FMT "/app_secret\"]\n  verify_tokens: [\"file:" SLICE_FMT
                  "/verify_token\"]\n",
                  (unsigned long long)b->twin_port, SLICE_ARG(dir), SLICE_ARG(dir), SLICE_ARG(dir));
    buffer_printf(&t, "api_keys:\n  - {name: try, role: admin, sha256: " SLICE_FMT "}\ntenants:\n",
                  SLICE_ARG(digest_hex(a, digest_of(b->key))));
    for (size_t i = 0; i < packs->count; i++) {
        buffer_printf(&t,
                      "  - pack: \"" SLICE_FMT "\"\n    widget:\n      - {key: pk_try_%zu, origins: [\"*\"]}\n    whatsapp:\n",
                      SLICE_ARG(packs->at[i]), i + 1);
        for (size_t k = 0; k < NUMBERS_A_PACK; k++) {
            const struct fakes_number *n = &b->numbers[i * NUMBERS_A_PACK + k];
            buffer_printf(&t,
                          "      - {id: \"" SLICE_FMT "\", display: \"" SLICE_FMT
                          "\", base_url: \"http://127.0.0.1:%u\", token: \"file:" SLICE_FMT "/token\"}\n",
                          SLICE_ARG(n->id), SLICE_ARG(n->display), b->setup.port, SLICE_ARG(dir));
        }
    }
    return buffer_slice(&t);
}

static int make_config(struct beside *b, const struct slice_list *packs)
{
    struct arena *a = b->in->arena;
    struct error e;
    const char *tmp = getenv("TMPDIR");
    struct slice made = arena_printf(a, "%s/parley-twin-XXXXXX", tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
    char *path = arena_alloc(a, made.len + 1);
    memcpy(path, made.at, made.len);
    if (packs->count == 0 || packs->count * NUMBERS_A_PACK > FAKES_NUMBERS_MAX) {
        fail(&e, BAD_INPUT, "--fakes: name the packs to serve with --pack DIR (%d at most), or a file with --config",
             FAKES_NUMBERS_MAX / NUMBERS_A_PACK);
        return command_fail(b->in, EXIT_STATUS_USAGE, &e);
    }
    umask(077);
    if (mkdtemp(path) == NULL) {
        fail(&e, IO_FAILED, "could not make %s: %s", path, strerror(errno));
        return command_fail(b->in, EXIT_STATUS_USAGE, &e);
    }
    b->scratch = slice_from(path);
    b->config = arena_printf(a, "%s/twin.yaml", path);
    b->key = random_text(a);
    b->setup.secret = random_text(a);
    b->setup.verify = random_text(a);
    b->setup.token = random_text(a);
    b->setup.port = free_port();
    b->twin_port = free_port();
    for (size_t i = 0; i < packs->count * NUMBERS_A_PACK; i++)
        b->numbers[i] = (struct fakes_number){.id = arena_printf(a, "1000000000%05zu", i + 1),
                                              .display = arena_printf(a, "4479460%05zu", i + 1)};
    b->setup.number_count = packs->count * NUMBERS_A_PACK;
    if (b->setup.port != 0 && b->twin_port != 0 && write_file(a, b->scratch, "app_secret", b->setup.secret) &&
        write_file(a, b->scratch, "verify_token", b->setup.verify) && write_file(a, b->scratch, "token", b->setup.token) &&
        write_file(a, b->scratch, "twin.yaml", config_text(b, packs)))
        return EXIT_STATUS_PASS;
    fail(&e, IO_FAILED, "could not write %s, or find a free port: %s", path, strerror(errno));
    return command_fail(b->in, EXIT_STATUS_USAGE, &e);
}

static void remove_all(struct arena *a, const char *directory, unsigned depth)
{
    DIR *d = depth > 0 ? opendir(directory) : NULL;
    for (struct dirent *entry; d != NULL && (entry = readdir(d)) != NULL;) {
        struct slice name = slice_from(entry->d_name);
        if (slice_eq(name, SLICE(".")) || slice_eq(name, SLICE("..")))
            continue;
        const char *path = arena_cstr(a, arena_printf(a, "%s/%s", directory, entry->d_name));
        if (remove(path) != 0)
            remove_all(a, path, depth - 1);
    }
    if (d != NULL)
        closedir(d);
    (void)remove(directory);
}

/* -- beside the twin
 * --------------------------------------------------------------------------------------------------------------- */

static void told(void *context, const struct fakes_event *e)
{
    const struct beside *b = context;
    if (e->kind == FAKES_MESSAGE || e->kind == FAKES_REFUSED || e->kind == FAKES_MODEL)
        fakes_print(b->in, e);
}

static void on_stopped(void *context)
{
    struct beside *b = context;
    uv_close((uv_handle_t *)&b->end, NULL);
}

static void on_end(uv_async_t *end)
{
    struct beside *b = end->data;
    fakes_stop(b->fakes, on_stopped, b);
}

static void run_loop(void *context)
{
    struct beside *b = context;
    (void)uv_run(&b->loop, UV_RUN_DEFAULT);
}

static int start(struct beside *b)
{
    struct error e;
    must(uv_loop_init(&b->loop) == 0);
    b->setup.loop = &b->loop;
    b->setup.address = SLICE("127.0.0.1");
    b->setup.webhook =
        arena_printf(b->in->arena, "http://127.0.0.1:%llu/api/v1/webhook/whatsapp", (unsigned long long)b->twin_port);
    b->setup.numbers = b->numbers;
    b->setup.context = b;
    b->setup.told = told;
    b->fakes = fakes_start(&b->setup, &e);
    if (b->fakes == NULL) {
        must(uv_loop_close(&b->loop) == 0);
        return command_fail(b->in, EXIT_STATUS_TARGET_DOWN, &e);
    }
    b->end.data = b;
    must(uv_async_init(&b->loop, &b->end, on_end) == 0);
    must(uv_thread_create(&b->thread, run_loop, b) == 0);
    return EXIT_STATUS_PASS;
}

static void stop(struct beside *b)
{
    (void)uv_async_send(&b->end);
    (void)uv_thread_join(&b->thread);
    fakes_destroy(b->fakes);
    must(uv_loop_close(&b->loop) == 0);
}

static void tell_how(const struct beside *b)
{
    FILE *out = b->in->out;
    unsigned fakes = fakes_port(b->fakes), twin = (unsigned)b->twin_port;
    struct slice id = b->setup.number_count > 0 ? b->numbers[0].id : SLICE("ID");
    if (b->in->json) {
        fprintf(out, "{\"kind\":\"fakes\",\"port\":%u,\"twin_port\":%u,\"number\":\"" SLICE_FMT "\",\"key\":\"" SLICE_FMT "\"}\n",
                fakes, twin, SLICE_ARG(id), SLICE_ARG(b->key));
        fflush(out);
        return;
    }
    fprintf(out,
            "The twin: http://127.0.0.1:%u/api/v1/health\nThe providers and the phones: http://127.0.0.1:%u/_fake/state\n\n"
            "A contact writes on WhatsApp, and what its phone shows:\n"
            "  curl -d '{\"from\":\"+447700900123\",\"number\":\"" SLICE_FMT "\",\"text\":\"do you charge a fee?\"}' "
            "http://127.0.0.1:%u/_fake/say\n"
            "  curl http://127.0.0.1:%u/_fake/phone/447700900123\n"
            "The engine as a model:\n  curl http://127.0.0.1:%u/v1/models\n",
            twin, fakes, SLICE_ARG(id), fakes, fakes, twin);
    if (b->key.len > 0)
        fprintf(out,
                "The kill switch:\n  curl -X PUT -H 'Authorization: Bearer " SLICE_FMT "' -d '{\"on\":true}' "
                "http://127.0.0.1:%u/api/v1/kill\nStore and configuration, until it ends: " SLICE_FMT "\n\n",
                SLICE_ARG(b->key), twin, SLICE_ARG(b->scratch));
    fflush(out);
}

int fakes_twin(const struct invocation *in, struct slice config, const struct slice_list *packs)
{
    struct beside b = {.in = in, .numbers = ARENA_NEW_ARRAY(in->arena, struct fakes_number, FAKES_NUMBERS_MAX)};
    b.setup.seed = 1;
    int status = config.len > 0 ? take_config(&b, config) : make_config(&b, packs);
    if (status == EXIT_STATUS_PASS)
        status = start(&b);
    if (status == EXIT_STATUS_PASS) {
        tell_how(&b);
        status = in->plugged->live(in, b.config, true);
        stop(&b);
    }
    if (b.scratch.len > 0)
        remove_all(in->arena, arena_cstr(in->arena, b.scratch), 4);
    return status;
}
