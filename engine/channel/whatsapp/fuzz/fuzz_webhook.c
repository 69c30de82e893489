/* Any bytes as the body of a delivery. */
#include <parley/whatsapp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct whatsapp_delivery *d, size_t i)
{
    const struct whatsapp_event *ev = &d->events[i];
    if (i > 0) {
        const struct whatsapp_event *before = ev - 1;
        must(before->at.ms < ev->at.ms || (before->at.ms == ev->at.ms && before->arrival < ev->arrival));
    }
    if (ev->kind == WHATSAPP_MESSAGE) {
        struct inbound in = whatsapp_inbound(ev, (struct tenant_id){1}, (struct wall){1});
        must(in.provider_id.len > 0);
        must(in.provider_id.len <= WHATSAPP_ID_MAX);
        must(private_reveal(in.address, REVEAL_STORE).len > 0);
        must((private_reveal(in.text, REVEAL_STORE).len > 0) != (in.unreadable.len > 0));
    }
    if (ev->kind == WHATSAPP_STATUS) {
        must(ev->is.status.receipt.len > 0);
        must(ev->is.status.key.len > 0 || ev->is.status.id.len > 0);
    }
    if (ev->kind == WHATSAPP_PREFERENCE)
        must(private_reveal(ev->is.preference.address, REVEAL_STORE).len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct error e;
    struct whatsapp_delivery d;
    arena_init(&a, (size_t)1 << 28);
    enum code code = whatsapp_read(&d, &a, (struct slice){(const char *)data, size}, &e);
    must(code == OK || code == BAD_INPUT || code == LIMIT);
    must(d.count == d.counts.messages + d.counts.statuses + d.counts.preferences + d.counts.notices);
    for (size_t i = 0; i < d.count; i++)
        look(&d, i);
    arena_finish(&a);
    return 0;
}
