/* JUnit XML with reasons, one testcase a conversation. */
#ifndef PARLEY_JUDGE_JUNIT_H
#define PARLEY_JUDGE_JUNIT_H

#include "run_read.h"

void junit_write(struct buffer *out, const struct runs *r);

#endif
