#include <parley/chat_channel.h>

/* What it is compared with is compared by the store, in the transaction that writes: between a look and a write the next attempt
 * may begin, and "not there" about the last one would release it. */
enum code chat_receipt_settle(struct store *s, const struct chat_receipt *r, struct wall now, struct error *e)
{
    struct send_result result = {.state = r->state, .reason = r->reason, .retry_at = {now.ms + (int64_t)r->after_ms}};
    if (r->state != SEND_ACCEPTED)
        result.attempt = (uint32_t)r->attempt;
    enum code code = s->ops->send_ended(s, r->key, &result, now, e);
    return code == CONFLICT ? OK : code; /* nothing is in doubt, or not about this attempt */
}
