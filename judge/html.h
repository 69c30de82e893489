/* One self-contained HTML file: what ran, the verdict, what was covered and what not, transcripts with every sentence tied to
 * what allows it. */
#ifndef PARLEY_JUDGE_HTML_H
#define PARLEY_JUDGE_HTML_H

#include "run_read.h"

void html_write(struct buffer *out, const struct runs *r);

#endif
