#include <parley/pii.h>

#include <parley/buffer.h>
#include <stdlib.h>

#include "pii/search.h"

static const char *const names[PII_TYPE_COUNT] = {"name",  "address",     "postcode",  "phone",        "email",
                                                  "plate", "national_id", "health_id", "bank_account", "card",
                                                  "iban",  "birth_date",  "ip",        "passport"};

const char *pii_type_name(enum pii_type type)
{
    must(type < PII_TYPE_COUNT);
    return names[type];
}

static int by_start(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->span.end == y->span.end ? (int)x->type - (int)y->type : x->span.end > y->span.end ? -1 : 1;
}

static struct slice mask(struct arena *arena, struct slice s, const struct pii_result *r)
{
    struct buffer b;
    uint32_t p;
    size_t next = 0;
    buffer_init(&b, arena, s.len + 1);
    for (size_t at = 0, from = 0; text_next_point(&p, s, &at); from = at) {
        while (next < r->count && from >= r->spans[next].span.end)
            next++;
        bool hidden = next < r->count && from >= r->spans[next].span.start;
        if (hidden && p >= '0' && p <= '9')
            buffer_byte(&b, '0');
        else if (hidden && ((p >= 'a' && p <= 'z') || (p >= 'A' && p <= 'Z') || p >= 0xc0))
            buffer_byte(&b, 'x');
        else
            buffer_add(&b, slice_sub(s, from, at));
    }
    return buffer_slice(&b);
}

/* Nothing is masked in part: no letter or digit touches what was found. */
static void make_whole(struct span *span, struct slice f)
{
    size_t n;
    while (span->start > 0 && ((n = letter_before(f, span->start)) != 0 || is_alnum(f.at[span->start - 1])))
        span->start -= n == 0 ? 1 : n;
    while (span->end < f.len && ((n = letter_behind(f, span->end)) != 0 || is_alnum(f.at[span->end])))
        span->end += n == 0 ? 1 : n;
}

void pii_find_spans(struct pii_result *out, struct arena *arena, const struct text *text)
{
    struct search s;
    search_begin(&s, arena, text);
    search_mail(&s);
    search_numbers(&s);
    search_codes(&s);
    search_plates(&s);
    search_ip(&s);
    search_told(&s);
    search_names(&s);
    search_addresses(&s);
    search_births(&s);
    if (s.found.count > 1)
        qsort(s.found.at, s.found.count, sizeof *s.found.at, by_start);
    *out = (struct pii_result){.spans = ARENA_NEW_ARRAY(arena, struct pii_span, s.found.count + 1)};
    size_t last_end = 0, kept = 0;
    for (size_t i = 0; i < s.found.count; i++) {
        struct finding *f = &s.found.at[i];
        if (f->span.end <= f->span.start)
            continue;
        make_whole(&f->span, text->folded);
        if (kept > 0 && f->span.start < last_end) { /* overlap: the surer one stays */
            struct finding *before = &s.found.at[kept - 1];
            if (f->rank > before->rank) {
                *before = *f;
                last_end = f->span.end;
            }
            continue;
        }
        s.found.at[kept++] = *f;
        last_end = f->span.end;
    }
    for (size_t i = 0; i < kept; i++)
        out->spans[out->count++] = (struct pii_span){
            text_span(text, (uint32_t)s.found.at[i].span.start, (uint32_t)s.found.at[i].span.end), s.found.at[i].type};
}

void pii_find(struct pii_result *out, struct arena *arena, const struct text *text)
{
    pii_find_spans(out, arena, text);
    out->masked = out->count > 0 ? mask(arena, text->original, out) : text->original;
}
