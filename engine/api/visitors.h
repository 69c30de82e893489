/* Visitors of the widget with a page open, and what their routes share. */
#ifndef PARLEY_API_VISITORS_H
#define PARLEY_API_VISITORS_H

#include "parts.h"

enum { RECENT_MAX = 16, CID_MAX = 64, TEXT_CHARS_MAX = 4000, SAYS_PER_MINUTE = 20, SESSIONS_PER_MINUTE = 30, PAGES_MAX = 3 };

struct hub;
struct page {
    struct page *next;
    struct hub *hub;
    struct visitor *visitor;
    struct http_socket *socket; /* one of the two */
    struct http_exchange *events;
    uint64_t after;      /* place of the newest line that it was given */
    bool greeted;        /* it said where to begin */
    int state;           /* the last one that it was told; -1: none */
    struct wall expires; /* of its token */
    bool renews;         /* it was told to */
    unsigned busy;       /* somebody holds it: a connection that goes meanwhile leaves it behind */
    bool gone;
};

/* What a visitor said lately: its own words come back with the id that its page gave them. */
struct recent {
    char cid[CID_MAX];
    size_t cid_len;
    uint64_t text; /* hash */
};

struct visitor {
    struct visitor *next;
    struct tenant_id tenant;
    struct slice address; /* owned */
    struct page *pages;
    size_t page_count;
    struct recent recent[RECENT_MAX];
    size_t recent_count;
};

struct hub {
    struct api *api;
    struct visitor *visitors;
    struct instant alive_due;
};

struct slice visitor_address(struct arena *a, struct slice visitor);
struct visitor *visitor_of(struct hub *h, struct tenant_id tenant, struct slice address, bool make);
void visitor_forget_idle(struct hub *h, struct visitor *v);
void visitor_said(struct visitor *v, struct slice cid, struct slice text);
struct slice visitor_cid(const struct visitor *v, struct slice text); /* empty: not lately */
void page_begin(struct page *p);                                      /* holds it */
void page_end(struct page *p);
void page_close(struct page *p);                                 /* its connection is gone */
void page_send(struct page *p, uint64_t seq, struct slice json); /* seq 0: not a line of the conversation */
void page_tell(struct page *p);                                  /* what is new, and who holds the conversation */

/* frames.c */
struct slice frame_message(struct arena *a, const struct view_line *line, struct slice cid, bool typed);
const char *frame_state(enum holder holder, bool opted_out);

/* A visitor's words; NULL when they may be accepted, else the code of the refusal. */
const char *say_refused(struct slice *text, struct arena *a, struct slice cid, struct slice words);

#endif
