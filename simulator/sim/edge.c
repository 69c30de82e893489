#include "sim.h"

#include <parley/chat_channel.h>
#include <parley/digest.h>

/* The webhook edge of a node: signature over the raw bytes, the real reader of the chat channel, a durable accept, and only then
 * 200. Anything else makes the provider deliver again. */

static const struct slice secret = SLICE_INIT("the simulated provider's secret");

struct slice edge_sign(struct simulation *s, struct slice body)
{
    return digest_hex(&s->scratch, digest_hmac(secret, body));
}

static bool is_signed(struct simulation *s, struct slice body, struct slice signature)
{
    struct slice right = edge_sign(s, body);
    return signature.len == right.len && bytes_eq_secret(signature.at, right.at, right.len);
}

unsigned edge_take(struct sim_node *n, struct slice body, struct slice signature, struct wall sent_at)
{
    struct simulation *s = n->sim;
    struct chat_line line;
    struct error e;
    enum accept_result result;
    if (!is_signed(s, body, signature))
        return 401;
    if (chat_line_read(&line, &s->scratch, body, (struct place){SLICE("webhook"), 1, 1}, &e) != OK || line.is_receipt)
        return 400;
    struct inbound in = line.message;
    for (size_t i = 0; i < s->stage->tenant_count; i++)
        if (slice_eq(line.tenant, s->stage->tenants[i].rules->tenant->id))
            in.tenant = s->tenant_ids[i];
    if (in.tenant.n == 0)
        return 404;
    in.channel = CHANNEL_WHATSAPP;
    in.sent_at = sent_at;
    in.received_at = n->clock.base.ops->wall(&n->clock.base);
    enum code code = n->store->ops->accept(n->store, &in, 1, &result, &e);
    return code == OK ? 200 : code == BAD_INPUT ? 400 : 503;
}

unsigned edge_receipt(struct sim_node *n, struct slice key, enum receipt r)
{
    struct error e;
    enum code code = receipt_take(n->store, key, r, n->clock.base.ops->wall(&n->clock.base), &e);
    return code == OK || code == NOT_FOUND ? 200 : 503;
}
