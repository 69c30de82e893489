/* The description of the API (OpenAPI 3.1): paths, methods, who may ask and the summaries come from the table of routes, what
 * goes in and comes out from the table of shapes, a row for each operation. */
#ifndef PARLEY_API_OPENAPI_H
#define PARLEY_API_OPENAPI_H

#include <parley/arena.h>
#include <parley/buffer.h>
#include <parley/json_lines.h>

struct openapi_shape {
    const char *id; /* of the operation */
    const char *tag;
    const char *description;    /* Markdown; what the summary does not say */
    const char *parameters;     /* beside those of the path: names of components, with blanks between; NULL: none */
    const char *request;        /* schema of the JSON body; NULL: none */
    unsigned status;            /* when it was done */
    const char *media, *schema; /* of what comes back; NULL: nothing */
    const char *fields;         /* of the answer: names of components, with blanks between; NULL: none */
    const char *refusals;       /* statuses that the access alone does not bring, with blanks between; NULL: none */
};
extern const struct openapi_shape openapi_shapes[];
extern const size_t openapi_shape_count;

const struct openapi_shape *openapi_shape_of(const char *operation); /* NULL: there is none */
/* {"tags": …, "components": …, "paths": {parameter: what it is}}, read from openapi_text.c. */
const struct json *openapi_parts(struct arena *a);

void openapi_write(struct buffer *out, struct arena *a, struct slice version);

#endif
