#define _POSIX_C_SOURCE 200809L

#include "config.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The file of configuration: what it may say, and where each mistake is told. */

static struct arena arena;
static struct problems problems;
static struct live_config config;
static struct error error;

static void begin(void)
{
    arena_init(&arena, 64 << 20);
    problems_init(&problems, &arena);
    setenv("LIVE_TEST_SECRET", "a secret of the test", 1);
}
TestSuite(config, .init = begin);

static enum code read_text(const char *text)
{
    char path[] = "/tmp/parley-live-XXXXXX";
    int fd = mkstemp(path);
    cr_assert(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    enum code code = live_config_read(&config, &arena, slice_from(path), &problems, &error);
    unlink(path);
    return code;
}

static void tells(const char *text, unsigned line, const char *what)
{
    struct buffer b;
    problems_init(&problems, &arena);
    cr_assert_eq(read_text(text), BAD_INPUT, "%s: is taken", what);
    buffer_init(&b, &arena, 1 << 20);
    problems_print(&problems, &b);
    struct slice all = buffer_slice(&b);
    cr_assert(slice_has(all, slice_from(what)), "no \"%s\" in\n" SLICE_FMT, what, SLICE_ARG(all));
    cr_assert(problems.list[0].at.line == line || line == 0, "line %u instead of %u: " SLICE_FMT, problems.list[0].at.line, line,
              SLICE_ARG(all));
}

#define HEAD "environment: twin\nstore: ./s\n"

Test(config, takes_a_whole_file)
{
    enum code code = read_text(HEAD "listen: {port: 0}\nanswers_at_once: true\nmeta: {app_secrets: [\"env:LIVE_TEST_SECRET\"]}\n"
                                    "api_keys:\n  - {name: eva, role: operator, sha256: "
                                    "\"2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\"}\n"
                                    "models:\n  - {name: a, api: anthropic, model: m, base_url: \"http://127.0.0.1:1\", key: "
                                    "\"env:LIVE_TEST_SECRET\", prices: {input: USD 3.00, output: USD 15.00}}\n"
                                    "tenants:\n  - pack: p\n    widget:\n      - {key: pk_1, origins: [\"*\"]}\n    whatsapp:\n"
                                    "      - {id: \"100\", base_url: \"http://127.0.0.1:9\", token: \"env:LIVE_TEST_SECRET\"}\n");
    cr_assert_eq(code, OK, "%s, %zu problems: " SLICE_FMT, error.text, problems.count, SLICE_ARG(problems.list[0].text));
    cr_assert_eq(config.environment, ENVIRONMENT_TWIN);
    cr_assert(config.lanes == 2 && config.lease.ns == DURATION_S(60).ns, "defaults");
    cr_assert(config.tenants[0].site_count == 1 && config.tenants[0].number_count == 1);
    cr_assert(slice_eq(config.tenants[0].numbers[0].token, SLICE("a secret of the test")));
    cr_assert(slice_eq(config.app_secrets.at[0], SLICE("a secret of the test")));
    cr_assert(config.models[0].setup.prices.output == 15000000 && config.models[0].setup.key_count == 1);
    cr_assert_eq(config.keys[0].role, API_OPERATOR);
}

Test(config, never_takes_a_secret_itself)
{
    tells(HEAD "meta: {app_secrets: [\"hunter2\"]}\ntenants: [{pack: p}]\n", 3, "a secret never stands in this file");
    tells(HEAD "meta: {app_secrets: [\"env:LIVE_TEST_NOT_THERE\"]}\ntenants: [{pack: p}]\n", 3, "the environment has no");
    tells(HEAD "meta: {app_secrets: [\"file:/nonexistent\"]}\ntenants: [{pack: p}]\n", 3, "/nonexistent");
}

Test(config, keeps_a_twin_from_customers_and_production_from_fakes)
{
    tells(HEAD "tenants:\n  - pack: p\n    whatsapp:\n      - {id: \"1\", token: \"env:LIVE_TEST_SECRET\"}\n", 6,
          "this is a twin");
    tells("environment: production\nstore: s\ntenants:\n  - pack: p\n    whatsapp:\n      - {id: \"1\", base_url: "
          "\"http://127.0.0.1:9\", token: \"env:LIVE_TEST_SECRET\"}\n",
          6, "this is production");
    tells("environment: production\nstore: s\ntenants:\n  - pack: p\n    widget:\n      - {key: k, origins: [\"*\"]}\n", 6,
          "is for a twin");
    tells("environment: production\nstore: s\nanswers_at_once: true\ntenants: [{pack: p}]\n", 0,
          "answers_at_once: is for a twin");
}

Test(config, passes_nothing_over_in_silence)
{
    tells(HEAD "lanez: 3\ntenants: [{pack: p}]\n", 3, "lanez");
    tells(HEAD "lanes: 0\ntenants: [{pack: p}]\n", 3, "lanes");
    tells(HEAD, 0, "tenants: is missing");
    tells("store: s\ntenants: [{pack: p}]\n", 0, "environment");
    tells(HEAD "tenants:\n  - {widget: []}\n", 4, "pack");
    tells(HEAD "api_keys:\n  - {name: a, role: admin, sha256: abc}\ntenants: [{pack: p}]\n", 4, "is no SHA-256");
    tells(HEAD "models:\n  - {name: script, api: openai, model: m}\ntenants: [{pack: p}]\n", 4, "script is built in");
    tells("- a\n", 1, "is no map");
}
