#include "visitors.h"

#include <parley/random.h>

#include <stdlib.h>

enum { ALIVE_S = 15, RENEW_BEFORE_MS = 120000 };

struct slice visitor_address(struct arena *a, struct slice visitor)
{
    return arena_printf(a, "web:" SLICE_FMT, SLICE_ARG(visitor));
}

struct hub *hub_create(struct api *a)
{
    struct hub *h = calloc(1, sizeof *h);
    must(h != NULL);
    h->api = a;
    return h;
}

static void free_visitor(struct visitor *v)
{
    for (struct page *p = v->pages, *next; p != NULL; p = next) {
        next = p->next;
        free(p);
    }
    free((void *)(uintptr_t)v->address.at);
    free(v);
}

void hub_destroy(struct hub *h)
{
    if (h == NULL)
        return;
    for (struct visitor *v = h->visitors, *next; v != NULL; v = next) {
        next = v->next;
        free_visitor(v);
    }
    free(h);
}

struct visitor *visitor_of(struct hub *h, struct tenant_id tenant, struct slice address, bool make)
{
    for (struct visitor *v = h->visitors; v != NULL; v = v->next)
        if (v->tenant.n == tenant.n && slice_eq(v->address, address))
            return v;
    if (!make)
        return NULL;
    struct visitor *v = calloc(1, sizeof *v);
    char *kept = malloc(address.len + 1);
    must(v != NULL && kept != NULL);
    memcpy(kept, address.at, address.len);
    *v = (struct visitor){.next = h->visitors, .tenant = tenant, .address = {kept, address.len}};
    h->visitors = v;
    return v;
}

void visitor_forget_idle(struct hub *h, struct visitor *v)
{
    if (v->pages != NULL)
        return;
    struct visitor **at = &h->visitors;
    while (*at != v)
        at = &(*at)->next;
    *at = v->next;
    free_visitor(v);
}

void visitor_said(struct visitor *v, struct slice cid, struct slice text)
{
    struct recent *r = &v->recent[v->recent_count++ % RECENT_MAX];
    memcpy(r->cid, cid.at, cid.len);
    r->cid_len = cid.len;
    r->text = random_hash(text);
}

struct slice visitor_cid(const struct visitor *v, struct slice text)
{
    uint64_t hash = random_hash(text);
    for (size_t i = 0; i < RECENT_MAX; i++)
        if (v->recent[i].cid_len > 0 && v->recent[i].text == hash)
            return (struct slice){v->recent[i].cid, v->recent[i].cid_len};
    return SLICE_NONE;
}

/* -- pages
 * -----------------------------------------------------------------------------------------------------------------------
 */

static void drop(struct page *p)
{
    struct visitor *v = p->visitor;
    struct hub *h = p->hub;
    struct page **at = &v->pages;
    while (*at != p)
        at = &(*at)->next;
    *at = p->next;
    v->page_count--;
    free(p);
    visitor_forget_idle(h, v);
}

void page_begin(struct page *p)
{
    p->busy++;
}

void page_end(struct page *p)
{
    if (--p->busy == 0 && p->gone)
        drop(p);
}

void page_close(struct page *p)
{
    p->gone = true;
    p->socket = NULL;
    p->events = NULL;
    if (p->busy == 0)
        drop(p);
}

void page_send(struct page *p, uint64_t seq, struct slice json)
{
    if (p->gone)
        return;
    if (p->socket != NULL) {
        (void)http_socket_send(p->socket, json);
        return;
    }
    struct arena *a = &p->hub->api->scratch;
    struct slice piece = seq > 0 ? arena_printf(a, "id: %llu\ndata: " SLICE_FMT "\n\n", (unsigned long long)seq, SLICE_ARG(json))
                                 : arena_printf(a, "data: " SLICE_FMT "\n\n", SLICE_ARG(json));
    (void)http_stream_write(p->events, piece);
}

struct telling {
    struct page *page;
    struct arena *arena;
};

static bool tell_line(void *context, const struct view_line *line)
{
    struct telling *t = context;
    struct slice text = private_reveal(line->text, REVEAL_CHANNEL);
    struct slice cid = line->author == AUTHOR_CONTACT ? visitor_cid(t->page->visitor, text) : SLICE_NONE;
    t->page->after = line->place;
    page_send(t->page, line->place, frame_message(t->arena, line, cid, true));
    return !t->page->gone;
}

static void tell_state(struct page *p, struct arena *a, const struct contact_view *view)
{
    int state = (int)view->holder * 2 + view->opted_out;
    if (state == p->state)
        return;
    p->state = state;
    page_send(p, 0, arena_printf(a, "{\"type\":\"state\",\"state\":\"%s\"}", frame_state(view->holder, view->opted_out)));
}

void page_tell(struct page *p)
{
    struct api *a = p->hub->api;
    struct contact_view view;
    struct error e;
    struct telling t = {p, &a->scratch};
    enum code code = a->setup.store->ops->contact_view(a->setup.store, &view, p->visitor->tenant, CHANNEL_WEBCHAT,
                                                       p->visitor->address, p->after, tell_line, &t, &a->scratch, &e);
    if (code == OK)
        tell_state(p, &a->scratch, &view);
    else if (code != NOT_FOUND)
        api_note(a, "widget.unread code=%s", code_name(code));
}

void hub_heard(struct hub *h, const struct api_event *e)
{
    struct visitor *v = visitor_of(h, e->tenant, private_reveal(e->address, REVEAL_CHANNEL), false);
    for (struct page *p = v != NULL ? v->pages : NULL, *next; p != NULL; p = next) {
        next = p->next; /* one that does not read is closed on the way */
        page_begin(p);
        if (p->greeted)
            page_tell(p);
        page_end(p);
    }
}

/* Keeps lines alive through proxies, and asks for new tokens before the old ones end. */
void hub_tick(struct hub *h)
{
    struct instant now = api_now(h->api);
    struct wall wall = api_wall(h->api);
    bool alive = instant_reached(now, h->alive_due);
    if (alive)
        h->alive_due = instant_plus(now, DURATION_S(ALIVE_S));
    for (struct visitor *v = h->visitors, *after; v != NULL; v = after) {
        after = v->next;
        for (struct page *p = v->pages, *next; p != NULL; p = next) {
            next = p->next;
            page_begin(p);
            if (!p->renews && p->expires.ms - wall.ms < RENEW_BEFORE_MS) {
                p->renews = true;
                page_send(p, 0, SLICE("{\"type\":\"renew\",\"in_s\":60}"));
            } else if (p->socket != NULL && p->expires.ms < wall.ms)
                http_socket_close(p->socket, 4401, SLICE("the token has expired"));
            else if (alive && p->events != NULL)
                (void)http_stream_write(p->events, SLICE(":\n\n"));
            page_end(p);
        }
    }
}
