#include "transcripts.h"

#include <parley/must.h>
#include <parley/random.h>
#include <parley/size.h>

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 16, NEAR = 16, SAID_SLOTS = 1 << 17 };

struct ending { /* a transcript that ends with our answer */
    uint64_t transcript, order;
    bool continued;
    char address[TRANSCRIPT_ADDRESS_MAX];
};

struct transcripts {
    struct ending *endings;
    uint64_t *said; /* hash of address and answer */
    uint64_t order;
};

struct transcripts *transcripts_create(void)
{
    struct transcripts *t = calloc(1, sizeof *t);
    must(t != NULL);
    t->endings = calloc(SLOTS, sizeof *t->endings);
    t->said = calloc(SAID_SLOTS, sizeof *t->said);
    must(t->endings != NULL && t->said != NULL);
    return t;
}

void transcripts_destroy(struct transcripts *t)
{
    if (t == NULL)
        return;
    free(t->endings);
    free(t->said);
    free(t);
}

/* A text, or the text parts of a list. */
static struct slice text_of(struct arena *a, const struct json *content)
{
    struct slice all = json_text(content);
    for (const struct json *part = content != NULL && content->kind == JSON_KIND_ARRAY ? content->child : NULL; part != NULL;
         part = part->next) {
        struct slice text = json_text(json_get(part, "text"));
        all = all.len > 0 && text.len > 0 ? arena_join(a, arena_join(a, all, SLICE("\n")), text) : text.len > 0 ? text : all;
    }
    return all;
}

static uint64_t mix(uint64_t hash, struct slice role, struct slice text)
{
    return (hash ^ random_hash(role)) * UINT64_C(0x9E3779B97F4A7C15) + random_hash(slice_trim(text));
}

static const struct json *first_of(const struct json *messages)
{
    return messages != NULL && messages->kind == JSON_KIND_ARRAY ? messages->child : NULL;
}

bool resent_read(struct transcript *out, struct arena *a, struct tenant_id whose, const struct json *messages)
{
    uint64_t hash = whose.n;
    *out = (struct transcript){.whose = whose.n, .list = messages};
    for (const struct json *m = first_of(messages); m != NULL; m = m->next) {
        struct slice role = json_text(json_get(m, "role")), text = text_of(a, json_get(m, "content"));
        out->bytes += text.len;
        if (slice_eq(role, SLICE("user"))) {
            out->question = text;
            out->before = hash;
            out->ours += out->behind;
            out->behind = 0;
        } else if (slice_eq(role, SLICE("assistant")))
            out->behind++;
        else {
            out->others++;
            continue;
        }
        hash = mix(hash, role, text);
        out->all = hash;
    }
    return slice_trim(out->question).len > 0;
}

static uint64_t said_in(uint64_t whose, struct slice address, struct slice answer)
{
    return mix(mix(whose, SLICE("conversation"), address), SLICE("assistant"), answer);
}

/* Where an ending belongs: free, or the oldest nearby. */
static struct ending *place_for(struct transcripts *t, uint64_t transcript)
{
    struct ending *oldest = &t->endings[transcript % SLOTS];
    for (uint64_t i = 0; i < NEAR; i++) {
        struct ending *one = &t->endings[(transcript + i) % SLOTS];
        if (one->order == 0)
            return one;
        if (one->order < oldest->order)
            oldest = one;
    }
    return oldest;
}

void transcripts_wrote(struct transcripts *t, const struct transcript *asked, struct slice address, struct slice answer)
{
    uint64_t transcript = mix(asked->all, SLICE("assistant"), answer), said = said_in(asked->whose, address, answer);
    struct ending *one = place_for(t, transcript);
    must(address.len < sizeof one->address);
    *one = (struct ending){.transcript = transcript, .order = ++t->order};
    memcpy(one->address, address.at, address.len);
    t->said[said % SAID_SLOTS] = said;
}

struct slice transcripts_continue(struct transcripts *t, const struct transcript *asked)
{
    struct ending *best = NULL;
    if (asked->ours == 0)
        return SLICE_NONE;
    for (uint64_t i = 0; i < NEAR; i++) {
        struct ending *one = &t->endings[(asked->before + i) % SLOTS];
        if (one->order == 0 || one->transcript != asked->before)
            continue;
        bool better = best == NULL || (one->continued != best->continued ? !one->continued : one->order > best->order);
        best = better ? one : best;
    }
    if (best == NULL)
        return SLICE_NONE;
    best->continued = true;
    return slice_from(best->address);
}

size_t transcripts_forged(const struct transcripts *t, struct arena *a, const struct transcript *asked, struct slice address,
                          bool continued)
{
    if (continued)
        return asked->others + asked->behind;
    size_t forged = asked->others;
    for (const struct json *m = first_of(asked->list); m != NULL; m = m->next) {
        if (!slice_eq(json_text(json_get(m, "role")), SLICE("assistant")))
            continue;
        uint64_t said = said_in(asked->whose, address, text_of(a, json_get(m, "content")));
        forged += t->said[said % SAID_SLOTS] != said;
    }
    return forged;
}
