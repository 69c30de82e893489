#include "openapi.h"
#include "parts.h"

#include <criterion/criterion.h>

/* The description has a row for every route, and nothing in it points into the void. */

static struct arena arena;

static void begin(void)
{
    arena_init(&arena, 8 << 20);
}

static void end(void)
{
    arena_finish(&arena);
}
TestSuite(openapi, .init = begin, .fini = end);

static const struct json *whole(void)
{
    struct buffer b;
    struct json *doc;
    struct error e;
    buffer_init(&b, &arena, 1 << 20);
    openapi_write(&b, &arena, SLICE("1.2.3"));
    cr_assert_eq(json_read(&doc, &arena, buffer_slice(&b), (struct place){SLICE("description"), 1, 1}, &e), OK, "%s", e.text);
    return doc;
}

Test(openapi, has_a_shape_for_every_route_and_no_other)
{
    for (size_t i = 0; i < api_route_count; i++)
        cr_expect(openapi_shape_of(api_routes[i].id) != NULL, "write a row of openapi_shapes for %s", api_routes[i].id);
    for (size_t i = 0; i < openapi_shape_count; i++) {
        size_t routes = 0;
        for (size_t k = 0; k < api_route_count; k++)
            routes += slice_eq(slice_from(api_routes[k].id), slice_from(openapi_shapes[i].id));
        cr_expect_eq(routes, 1, "%s has %zu routes", openapi_shapes[i].id, routes);
        cr_expect_eq(openapi_shape_of(openapi_shapes[i].id), &openapi_shapes[i], "%s stands twice", openapi_shapes[i].id);
    }
}

static const struct json *at_pointer(const struct json *doc, struct slice pointer)
{
    struct slice one;
    if (!slice_next(&one, &pointer, '/') || !slice_eq(one, SLICE("#")))
        return NULL;
    while (doc != NULL && slice_next(&one, &pointer, '/'))
        doc = json_get(doc, arena_cstr(&arena, one));
    return doc;
}

static void follow(const struct json *doc, const struct json *j, size_t *count)
{
    const struct json *reference = json_get(j, "$ref");
    if (reference != NULL) {
        ++*count;
        cr_expect(at_pointer(doc, json_text(reference)) != NULL, SLICE_FMT " is not there", SLICE_ARG(json_text(reference)));
    }
    for (const struct json *one = j->child; one != NULL; one = one->next)
        follow(doc, one, count);
}

Test(openapi, points_only_to_what_is_there)
{
    size_t count = 0;
    const struct json *doc = whole();
    follow(doc, doc, &count);
    cr_assert(count > 100, "%zu", count);
}

Test(openapi, knows_every_parameter_of_a_path)
{
    const struct json *paths = json_get(whole(), "paths");
    for (const struct json *p = paths->child; p != NULL; p = p->next)
        for (const struct json *o = p->child; o != NULL; o = o->next)
            for (const struct json *one = json_get(o, "parameters")->child; one != NULL; one = one->next)
                if (slice_eq(json_text(json_get(one, "in")), SLICE("path")))
                    cr_expect(json_text(json_get(one, "description")).len > 0, "what is {" SLICE_FMT "}?",
                              SLICE_ARG(json_text(json_get(one, "name"))));
}

static const struct json *answers_of(const struct json *doc, const char *path, const char *method)
{
    return json_get(json_get(json_get(json_get(doc, "paths"), path), method), "responses");
}

Test(openapi, says_how_each_is_refused)
{
    const struct json *doc = whole(), *kill = answers_of(doc, "/api/v1/kill", "put"),
                      *chat = answers_of(doc, "/v1/chat/completions", "post"), *health = answers_of(doc, "/api/v1/health", "get");
    cr_assert(json_get(kill, "401") != NULL && json_get(kill, "403") != NULL && json_get(kill, "204") != NULL);
    cr_assert(slice_eq(json_text(json_get(json_get(kill, "503"), "$ref")), SLICE("#/components/responses/Later")));
    cr_assert(slice_eq(json_text(json_get(json_get(chat, "404"), "$ref")), SLICE("#/components/responses/Error")));
    cr_assert(slice_eq(json_text(json_get(json_get(chat, "429"), "$ref")), SLICE("#/components/responses/ErrorLater")));
    cr_assert(json_get(chat, "401") == NULL, "a twin takes any key");
    cr_assert(json_get(health, "401") == NULL);
}
