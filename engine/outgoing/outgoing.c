#include "transfer.h"

#include <errno.h>
#include <unistd.h>

enum { OPEN_DEFAULT = 256, PER_HOST_DEFAULT = 16, REST_MAX_MS = 60 * 60 * 1000 };

struct list {
    struct transfer *first, *last;
    size_t count;
};

/* Scheme, name and port: who shares connections. There as long as somebody asks it. */
struct peer {
    struct peer *next;
    size_t asked, open, name_len;
    char name[];
};

struct outgoing {
    CURLM *multi;
    size_t open_max, per_host_max;
    char *ca_file;
    bool refuses_private;
    struct list line, open, over; /* oldest first; over: about to be told */
    struct peer *peers;
    struct sockets sockets;
    size_t forgotten; /* still in the lists, and of no interest */
    uint64_t due_ns;  /* nothing is due before */
    bool moving;      /* inside of libcurl or of somebody's callback */
    bool forgot;      /* somebody was forgotten since the last sweep */
    bool room;        /* one that waits may have room now */
};

static void list_add(struct list *l, struct transfer *t)
{
    t->prev = l->last;
    t->next = NULL;
    if (l->last != NULL)
        l->last->next = t;
    else
        l->first = t;
    l->last = t;
    l->count++;
}

static void list_take(struct list *l, struct transfer *t)
{
    if (t->prev != NULL)
        t->prev->next = t->next;
    else
        l->first = t->next;
    if (t->next != NULL)
        t->next->prev = t->prev;
    else
        l->last = t->prev;
    t->prev = t->next = NULL;
    l->count--;
}

const char *outgoing_end_name(enum outgoing_end end)
{
    static const char *const names[] = {"answered", "not_sent", "cut", "late", "too_large"};
    _Static_assert(sizeof names / sizeof *names == OUTGOING_END_COUNT, "a name for each end");
    return names[end];
}

struct slice outgoing_field_of(const struct outgoing_answer *a, struct slice name)
{
    for (size_t i = 0; i < a->field_count; i++)
        if (slice_eq_fold(a->fields[i].name, name))
            return a->fields[i].value;
    return SLICE_NONE;
}

struct outgoing *outgoing_create(const struct outgoing_setup *setup, struct error *e)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        fail(e, UNAVAILABLE, "could not start libcurl");
        return NULL;
    }
    struct outgoing *o = calloc(1, sizeof *o);
    must(o != NULL);
    o->open_max = setup->open_max ? setup->open_max : OPEN_DEFAULT;
    o->per_host_max = setup->per_host_max ? setup->per_host_max : PER_HOST_DEFAULT;
    o->refuses_private = setup->refuses_private;
    o->due_ns = UINT64_MAX;
    if (setup->ca_file.len) {
        o->ca_file = calloc(1, setup->ca_file.len + 1);
        must(o->ca_file != NULL);
        memcpy(o->ca_file, setup->ca_file.at, setup->ca_file.len);
        if (access(o->ca_file, R_OK) != 0) {
            fail(e, NOT_FOUND, "%s: the certificates of authorities cannot be read: %s", o->ca_file, strerror(errno));
            outgoing_destroy(o);
            return NULL;
        }
    }
    o->multi = curl_multi_init();
    if (o->multi == NULL || curl_multi_setopt(o->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING) != CURLM_OK ||
        curl_multi_setopt(o->multi, CURLMOPT_MAXCONNECTS, (long)o->open_max) != CURLM_OK) {
        fail(e, UNAVAILABLE, "could not start libcurl's multi interface");
        outgoing_destroy(o);
        return NULL;
    }
    return o;
}

static struct peer *join_peer(struct outgoing *o, struct slice name)
{
    struct peer *p = o->peers;
    while (p != NULL && !slice_eq((struct slice){p->name, p->name_len}, name))
        p = p->next;
    if (p == NULL) {
        p = calloc(1, sizeof *p + name.len);
        must(p != NULL);
        memcpy(p->name, name.at, name.len);
        p->name_len = name.len;
        p->next = o->peers;
        o->peers = p;
    }
    p->asked++;
    return p;
}

static void leave_peer(struct outgoing *o, struct peer *left)
{
    struct peer **p = &o->peers;
    if (left == NULL || --left->asked > 0)
        return;
    while (*p != left)
        p = &(*p)->next;
    *p = left->next;
    free(left);
}

void outgoing_ask(struct outgoing *o, const struct outgoing_request *request, outgoing_data *data, outgoing_done *done,
                  void *context)
{
    must(done != NULL);
    struct transfer *t = transfer_create(request, &o->sockets, o->refuses_private);
    t->data = data;
    t->done = done;
    t->context = context;
    if (t->refusal.len)
        t->due_ns = t->asked_ns;
    else
        t->peer = join_peer(o, t->host);
    list_add(&o->line, t);
    o->room = true;
    if (t->due_ns < o->due_ns)
        o->due_ns = t->due_ns;
}

/* Stays where it is in memory; the connection is closed when an answer was still to come. */
static void close_open(struct outgoing *o, struct transfer *t)
{
    list_take(&o->open, t);
    t->peer->open--;
    (void)curl_multi_remove_handle(o->multi, t->easy);
    o->room = true;
}

static void finish(struct outgoing *o, struct transfer *t)
{
    if (t->forgotten)
        o->forgotten--;
    leave_peer(o, t->peer);
    transfer_destroy(t);
}

/* It is in no list any more. */
static void tell(struct outgoing *o, struct transfer *t, CURLcode result, bool late)
{
    struct outgoing_answer answer = transfer_answer(t, result, late);
    if (!t->forgotten)
        t->done(t->context, &answer);
    finish(o, t);
}

/* The order of the line, but a host that has all its connections does not hold up the others. */
static void begin_some(struct outgoing *o)
{
    for (struct transfer *t = o->line.first, *next; o->room && t != NULL && o->open.count < o->open_max; t = next) {
        next = t->next;
        if (t->forgotten || t->refusal.len || t->peer->open >= o->per_host_max)
            continue;
        list_take(&o->line, t);
        if (transfer_begin(t, o->ca_file) && curl_multi_add_handle(o->multi, t->easy) == CURLM_OK) {
            list_add(&o->open, t);
            t->peer->open++;
        } else {
            t->refusal = SLICE("could not be begun: memory is short");
            list_add(&o->line, t);
        }
    }
    o->room = false;
}

static void hear(struct outgoing *o)
{
    int left;
    CURLMsg *m;
    while ((m = curl_multi_info_read(o->multi, &left)) != NULL) {
        if (m->msg != CURLMSG_DONE)
            continue;
        char *private = NULL;
        CURLcode result = m->data.result;
        must(curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &private) == CURLE_OK);
        struct transfer *t = (void *)private;
        if (!t->forgotten && transfer_again(t)) {
            (void)curl_multi_remove_handle(o->multi, t->easy);
            if (curl_multi_add_handle(o->multi, t->easy) == CURLM_OK)
                continue;
        }
        close_open(o, t);
        tell(o, t, result, false);
    }
}

/* Who was forgotten goes. */
static void sweep(struct outgoing *o)
{
    if (!o->forgot)
        return;
    o->forgot = false;
    for (struct transfer *t = o->line.first, *next; t != NULL; t = next) {
        next = t->next;
        if (!t->forgotten)
            continue;
        list_take(&o->line, t);
        finish(o, t);
    }
    for (struct transfer *t = o->open.first, *next; t != NULL; t = next) {
        next = t->next;
        if (!t->forgotten)
            continue;
        close_open(o, t);
        finish(o, t);
    }
}

/* Tells what cannot be begun and what is late, and finds out when to look again. */
static void expire(struct outgoing *o)
{
    uint64_t now = transfer_now();
    o->due_ns = UINT64_MAX;
    for (struct transfer *t = o->line.first, *next; t != NULL; t = next) {
        next = t->next;
        if (now >= t->due_ns || t->refusal.len) {
            list_take(&o->line, t);
            list_add(&o->over, t);
        } else if (t->due_ns < o->due_ns)
            o->due_ns = t->due_ns;
    }
    for (struct transfer *t = o->open.first, *next; t != NULL; t = next) {
        next = t->next;
        if (now >= t->due_ns) {
            close_open(o, t);
            list_add(&o->over, t);
        } else if (t->due_ns < o->due_ns)
            o->due_ns = t->due_ns;
    }
    while (o->over.first != NULL) { /* whoever is told may ask, and forget others of these */
        struct transfer *t = o->over.first;
        list_take(&o->over, t);
        tell(o, t, CURLE_OK, true);
    }
}

void outgoing_forget(struct outgoing *o, void *context)
{
    struct list *const lists[] = {&o->line, &o->open, &o->over};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (struct transfer *t = lists[i]->first; t != NULL; t = t->next)
            if (t->context == context && !t->forgotten) {
                t->forgotten = o->forgot = true;
                o->forgotten++;
            }
    if (!o->moving) /* else libcurl may be inside of one of them */
        sweep(o);
}

void outgoing_move(struct outgoing *o)
{
    int running;
    must(!o->moving);
    o->moving = true;
    begin_some(o);
    (void)curl_multi_perform(o->multi, &running);
    hear(o);
    sweep(o);
    expire(o);
    sweep(o);
    begin_some(o);
    o->moving = false;
}

void outgoing_rest(struct outgoing *o, int wake, struct duration most)
{
    must(!o->moving);
    begin_some(o);
    uint64_t now = transfer_now(), wait_ms = most.ns / 1000000 + (most.ns % 1000000 != 0);
    if (o->due_ns != UINT64_MAX) {
        uint64_t due_ms = o->due_ns > now ? (o->due_ns - now) / 1000000 + 1 : 0;
        wait_ms = due_ms < wait_ms ? due_ms : wait_ms;
    }
    struct curl_waitfd extra = {.fd = wake, .events = CURL_WAIT_POLLIN};
    (void)curl_multi_poll(o->multi, &extra, wake >= 0 ? 1 : 0, wait_ms > REST_MAX_MS ? REST_MAX_MS : (int)wait_ms, NULL);
    if (extra.revents != 0) {
        uint64_t times;
        ssize_t got = read(wake, &times, sizeof times);
        (void)got; /* somebody else may have emptied it */
    }
    outgoing_move(o);
}

size_t outgoing_open(const struct outgoing *o)
{
    return o->line.count + o->open.count + o->over.count - o->forgotten;
}

void outgoing_destroy(struct outgoing *o)
{
    if (o == NULL)
        return;
    must(!o->moving);
    while (o->line.first != NULL) {
        struct transfer *t = o->line.first;
        list_take(&o->line, t);
        finish(o, t);
    }
    while (o->open.first != NULL) {
        struct transfer *t = o->open.first;
        close_open(o, t);
        finish(o, t);
    }
    if (o->multi != NULL)
        (void)curl_multi_cleanup(o->multi);
    free(o->sockets.at);
    free(o->ca_file);
    free(o);
    curl_global_cleanup();
}
