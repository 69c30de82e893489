/* What the sections of the page share. */
#ifndef PARLEY_HTML_PARTS_H
#define PARLEY_HTML_PARTS_H

#include "run_read.h"

void html_raw(struct buffer *b, const char *s);
void html_text(struct buffer *b, struct slice s); /* escaped */

/* The tables, in the order of the page. */
void html_head(struct buffer *b, const struct runs *r);
void html_rules(struct buffer *b, const struct runs *r);
void html_personas(struct buffer *b, const struct runs *r);
void html_coverage(struct buffer *b, const struct runs *r);
void html_timings(struct buffer *b, const struct runs *r);

#endif
