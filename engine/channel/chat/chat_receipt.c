#include <parley/chat_channel.h>

enum code chat_receipt_settle(struct store *s, const struct chat_receipt *r, struct arena *a, struct wall now, struct error *e)
{
    struct send send;
    struct send_result result = {.state = r->state, .reason = r->reason, .retry_at = {now.ms + (int64_t)r->after_ms}};
    enum code code = s->ops->send_find(s, &send, a, r->key, e);
    if (code != OK)
        return code;
    bool in_doubt = send.state == SEND_UNKNOWN || send.state == SEND_SENDING;
    if (!in_doubt || (r->state != SEND_ACCEPTED && r->attempt != send.attempts) ||
        (r->state == SEND_INTENT && send.state == SEND_UNKNOWN))
        return OK;
    code = s->ops->send_ended(s, r->key, &result, now, e);
    return code == CONFLICT ? OK : code; /* somebody settled it in between */
}
