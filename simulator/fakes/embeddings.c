/* Vectors that can be foretold: texts that share words lie near each other; unit length. */
#include "said.h"

#include <math.h>
#include <openssl/evp.h>

enum { SIZE_SMALL = 1536, SIZE_LARGE = 3072, INPUTS_MAX = 2048, VALUES_MAX = 2 << 20 };

static bool ends_word(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '.' || c == ',' || c == '?' || c == '!';
}

static void embed(float *at, size_t size, struct slice text)
{
    double sum = 0;
    memset(at, 0, size * sizeof *at);
    for (size_t i = 0, end; i < text.len; i = end + 1) {
        for (end = i; end < text.len && !ends_word(text.at[end]); end++)
            ;
        uint64_t hash = random_hash(slice_sub(text, i, end));
        if (end > i)
            at[hash % size] += (hash >> 40 & 1) != 0 ? 1.0f : -1.0f;
    }
    for (size_t i = 0; i < size; i++)
        sum += (double)at[i] * (double)at[i];
    if (sum <= 0) /* words that took each other away */
        at[0] = 1.0f;
    for (size_t i = 0; i < size && sum > 0; i++)
        at[i] = (float)((double)at[i] / sqrt(sum));
}

/* Little-endian, whatever the machine is. */
static struct slice in_base64(struct arena *a, const float *at, size_t size)
{
    unsigned char *bytes = arena_alloc(a, size * 4), *text = arena_alloc(a, size * 6 + 8);
    for (size_t i = 0; i < size; i++) {
        uint32_t word;
        memcpy(&word, &at[i], sizeof word);
        for (size_t k = 0; k < 4; k++)
            bytes[i * 4 + k] = (unsigned char)(word >> (8 * k));
    }
    int len = EVP_EncodeBlock(text, bytes, (int)(size * 4));
    return (struct slice){(const char *)text, (size_t)len};
}

static void put_vector(struct buffer *b, struct arena *a, struct slice text, size_t size, size_t index, bool base64)
{
    float *at = ARENA_NEW_ARRAY(a, float, size);
    embed(at, size, text);
    buffer_printf(b, "%s{\"object\":\"embedding\",\"index\":%zu,\"embedding\":", index > 0 ? "," : "", index);
    if (base64) {
        struct slice coded = in_base64(a, at, size);
        buffer_printf(b, "\"" SLICE_FMT "\"", SLICE_ARG(coded));
    } else
        for (size_t i = 0; i < size; i++)
            buffer_printf(b, "%s%.7g", i > 0 ? "," : "[", (double)at[i]);
    buffer_add(b, base64 ? SLICE("}") : SLICE("]}"));
}

static bool inputs_are_good(const struct json *input)
{
    if (input == NULL)
        return false;
    if (input->kind == JSON_KIND_STRING)
        return input->text.len > 0;
    if (input->kind != JSON_KIND_ARRAY || input->count == 0 || input->count > INPUTS_MAX)
        return false;
    for (const struct json *one = input->child; one != NULL; one = one->next)
        if (one->kind != JSON_KIND_STRING || one->text.len == 0)
            return false;
    return true;
}

void openai_embeddings(struct request *r)
{
    struct json *body;
    struct error e;
    if (!openai_key(r))
        return;
    if (json_read(&body, r->arena, r->http->body, (struct place){SLICE("body"), 1, 1}, &e) != OK ||
        body->kind != JSON_KIND_OBJECT) {
        openai_refuse(r, 400, "invalid_request_error", NULL, NULL, "We could not parse the JSON body of your request.");
        return;
    }
    struct slice model = json_text(json_get(body, "model"));
    const struct json *input = json_get(body, "input"), *dimensions = json_get(body, "dimensions");
    size_t most = slice_eq(model, SLICE("text-embedding-3-large")) ? SIZE_LARGE : SIZE_SMALL;
    size_t size = dimensions != NULL ? (size_t)json_u64(dimensions) : most;
    bool is_good = inputs_are_good(input) && (input->kind == JSON_KIND_STRING || input->count <= VALUES_MAX / SIZE_LARGE ||
                                              size * input->count <= VALUES_MAX);
    if (model.len == 0 || size == 0 || size > most || !is_good) {
        openai_refuse(r, 400, "invalid_request_error", "invalid_value",
                      model.len == 0 ? "model"
                      : is_good      ? "dimensions"
                                     : "input",
                      "this is not a model, input or size that can be embedded");
        return;
    }
    struct asked q = {.model = model, .path = r->http->path};
    struct buffer b;
    uint64_t tokens = 0;
    bool base64 = slice_eq(json_text(json_get(body, "encoding_format")), SLICE("base64"));
    buffer_init(&b, r->arena, (size_t)256 << 20);
    buffer_add(&b, SLICE("{\"object\":\"list\",\"data\":["));
    size_t index = 0;
    for (const struct json *one = input->kind == JSON_KIND_ARRAY ? input->child : input; one != NULL;
         one = input->kind == JSON_KIND_ARRAY ? one->next : NULL) {
        put_vector(&b, r->arena, one->text, size, index++, base64);
        tokens += tokens_of(one->text.len);
    }
    struct json_write w;
    buffer_add(&b, SLICE("],\"model\":"));
    json_begin(&w, &b);
    json_add_string(&w, model);
    buffer_printf(&b, ",\"usage\":{\"prompt_tokens\":%llu,\"total_tokens\":%llu}}", (unsigned long long)tokens,
                  (unsigned long long)tokens);
    r->f->model_requests++;
    tell_model(r, &q, 200, tokens);
    reply(r, 200, buffer_slice(&b));
}
