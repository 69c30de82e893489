/* Numbers of the business, contacts, and what their phones show. */
#include "fakes_parts.h"

#include <stdlib.h>

static void put(char *at, size_t room, struct slice s)
{
    (void)snprintf(at, room, SLICE_FMT, SLICE_ARG(s));
}

static struct slice digits(struct slice number)
{
    return slice_starts(number, SLICE("+")) ? slice_after(number, 1) : number;
}

/* With no numbers given every id is one, as long as there is room. */
struct number *number_of(struct fakes *f, struct slice id)
{
    for (size_t i = 0; i < f->number_count; i++)
        if (slice_eq(slice_from(f->numbers[i].id), id))
            return &f->numbers[i];
    bool knows_all = f->setup.number_count == 0 && f->number_count < FAKES_NUMBERS_MAX;
    if (!knows_all || id.len == 0 || id.len >= sizeof f->numbers->id)
        return NULL;
    struct number *n = &f->numbers[f->number_count++];
    put(n->id, sizeof n->id, id);
    put(n->display, sizeof n->display, id);
    return n;
}

struct number *number_by_key(struct fakes *f, struct slice key)
{
    for (size_t i = 0; i < f->number_count && key.len > 0; i++)
        if (f->numbers[i].key != NULL && slice_eq(slice_from(f->numbers[i].key), key))
            return &f->numbers[i];
    return NULL;
}

struct contact *contact_of(struct fakes *f, struct slice number, bool make)
{
    number = digits(number);
    struct contact **at = &f->contacts[random_hash(number) % COUNT_OF(f->contacts)];
    for (struct contact *c = *at; c != NULL; c = c->next)
        if (slice_eq(slice_from(c->number), number))
            return c;
    if (!make || number.len == 0 || number.len >= sizeof(*at)->number || f->contact_count == CONTACTS_MAX)
        return NULL;
    struct contact *c = calloc(1, sizeof *c);
    must(c != NULL);
    put(c->number, sizeof c->number, number);
    c->next = *at;
    *at = c;
    f->contact_count++;
    return c;
}

struct pair *pair_of(struct contact *c, struct slice number)
{
    for (struct pair *p = c->pairs; p != NULL; p = p->next)
        if (slice_eq(slice_from(p->number), number))
            return p;
    struct pair *p = calloc(1, sizeof *p);
    must(p != NULL);
    put(p->number, sizeof p->number, number);
    p->next = c->pairs;
    c->pairs = p;
    return p;
}

static void free_shown(struct shown *s)
{
    free(s->id);
    free(s->number);
    free(s->text);
    free(s->key);
    free(s->status);
    free(s);
}

struct shown *show(struct contact *c, const struct shown *s)
{
    struct shown *own = calloc(1, sizeof *own);
    must(own != NULL);
    *own = *s;
    own->next = NULL;
    if (c->shown_count == SHOWN_MAX) {
        struct shown *oldest = c->first;
        c->first = oldest->next;
        free_shown(oldest);
        c->shown_count--;
    }
    *(c->first == NULL ? &c->first : &c->last->next) = own;
    c->last = own;
    c->shown_count++;
    c->replies += !s->by_contact;
    return own;
}

struct shown *shown_of(struct contact *c, struct slice id)
{
    for (struct shown *s = c->first; s != NULL; s = s->next)
        if (slice_eq(slice_from(s->id), id))
            return s;
    return NULL;
}

struct shown *shown_anywhere(struct fakes *f, struct slice id)
{
    for (size_t i = 0; i < COUNT_OF(f->contacts); i++)
        for (struct contact *c = f->contacts[i]; c != NULL; c = c->next) {
            struct shown *s = shown_of(c, id);
            if (s != NULL)
                return s;
        }
    return NULL;
}

static void free_contact(struct contact *c)
{
    while (c->first != NULL) {
        struct shown *s = c->first;
        c->first = s->next;
        free_shown(s);
    }
    while (c->pairs != NULL) {
        struct pair *p = c->pairs;
        c->pairs = p->next;
        free(p);
    }
    free(c);
}

void phones_free(struct fakes *f)
{
    for (size_t i = 0; i < COUNT_OF(f->contacts); i++)
        while (f->contacts[i] != NULL) {
            struct contact *c = f->contacts[i];
            f->contacts[i] = c->next;
            free_contact(c);
        }
    for (size_t i = 0; i < f->number_count; i++)
        free(f->numbers[i].key);
}
