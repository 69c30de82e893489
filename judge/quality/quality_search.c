/* Retrieval: documents {"id", "title"?, "text"} and queries {"id", "text", "relevant": {"document": grade}}; nDCG at 10. */
#include "quality.h"

#include <parley/retrieval.h>
#include <parley/size.h>
#include <string.h>

enum { QUERIES_MAX = 4096, DEPTH = 10 };

/* 1 / log2(rank + 1), for ranks 1 to 10. */
static const double discounts[DEPTH] = {1.0,          0.6309297536, 0.5,          0.4306765581, 0.3868528072,
                                        0.3562071871, 0.3333333333, 0.3154648768, 0.3010299957, 0.2890648263};

static double ideal_of(const struct json *relevant)
{
    double sum = 0;
    size_t rank = 0;
    for (int64_t grade = 9; grade > 0; grade--)
        for (const struct json *j = relevant ? relevant->child : NULL; j != NULL && rank < DEPTH; j = j->next)
            if (j->integer == grade)
                sum += (double)grade * discounts[rank++];
    return sum;
}

static double gain_of(const struct json *relevant, const struct retrieval_hit *hits, size_t count,
                      const struct retrieval_document *docs)
{
    double sum = 0;
    for (size_t i = 0; i < count && i < DEPTH; i++)
        for (const struct json *j = relevant ? relevant->child : NULL; j != NULL; j = j->next)
            if (slice_eq(j->key, docs[hits[i].document].id))
                sum += (double)j->integer * discounts[i];
    return sum;
}

void quality_search(const char *directory)
{
    static uint32_t ppm[QUERIES_MAX];
    static const struct slice_list none = {NULL, 0};
    struct set_file set;
    struct arena a, scratch;
    size_t count = 0, queries = 0;
    arena_init(&a, (size_t)1 << 28);
    if (set_open(&set, &a, directory, "search-corpus.jsonl")) {
        struct retrieval_document *docs = ARENA_NEW_ARRAY(&a, struct retrieval_document, QUERIES_MAX);
        for (const struct json *j; count < QUERIES_MAX && (j = set_next(&set)) != NULL;)
            docs[count++] = (struct retrieval_document){json_text(json_get(j, "id")), json_text(json_get(j, "title")),
                                                        json_text(json_get(j, "text"))};
        const struct retrieval_index *index = retrieval_build(&a, docs, count, &none, SLICE("en"));
        arena_init(&scratch, (size_t)1 << 26);
        bool open = set_open(&set, &a, directory, "search.jsonl");
        for (const struct json *j; open && queries < QUERIES_MAX && (j = set_next(&set)) != NULL;) {
            struct retrieval_hit hits[DEPTH];
            size_t found = retrieval_search(hits, DEPTH, &scratch, index, json_text(json_get(j, "text")));
            double ideal = ideal_of(json_get(j, "relevant"));
            if (ideal > 0)
                ppm[queries++] = (uint32_t)(1e6 * gain_of(json_get(j, "relevant"), hits, found, docs) / ideal + 0.5);
            arena_reset(&scratch);
        }
        arena_finish(&scratch);
        quality_mean("retrieval: nDCG at 10", ppm, queries, 0);
    }
    arena_finish(&a);
}
