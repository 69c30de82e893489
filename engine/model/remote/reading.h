/* What an answer cost, and how long a provider asks us to wait. */
#ifndef PARLEY_REMOTE_READING_H
#define PARLEY_REMOTE_READING_H

#include <parley/remote_vendor.h>

struct money usage_cost(const struct usage *u, const struct remote_prices *p);
struct money cost_most(uint64_t tokens_in, uint64_t tokens_out, const struct remote_prices *p);
/* retry-after-ms, retry-after in seconds or as a decimal; `otherwise` when there is none or it is a date; bounded. */
struct duration retry_after(const struct outgoing_answer *a, struct duration otherwise);

#endif
