/* Deliveries of WhatsApp: proven first, then read, accepted whole, and answered 200 when every message of them is durable.
 * Anything but 200 brings the delivery again, for days: so what cannot be used is counted and let go, and only what may still be
 * saved is not answered. */
#include "parts.h"

#include <parley/receipt.h>

#include <stdlib.h>

static bool proven(struct call *c, bool holds)
{
    if (holds)
        return true;
    c->api->counts[COUNT_BAD_SIGNATURE]++;
    answer_problem(c, 401, "the delivery is not signed by whom it should be");
    return false;
}

static const struct api_number *number_of(const struct api *a, struct slice id, const struct api_relay *relay)
{
    for (size_t i = 0; i < a->setup.number_count; i++) {
        const struct api_number *n = &a->setup.numbers[i];
        if (slice_eq(n->phone_number_id, id))
            return n->by_relay == (relay != NULL) && (relay == NULL || relay->tenant.n == n->tenant.n) ? n : NULL;
    }
    return NULL;
}

/* The key of the send, or what this process remembers of it, and only of this tenant: who may deliver for one tenant must not
 * settle another's sends. */
static enum code find_send(struct call *c, const struct whatsapp_status *s, struct tenant_id tenant, struct slice *key)
{
    struct send send;
    struct error e;
    *key = s->key;
    if (key->len == 0 && (c->api->setup.whatsapp == NULL || !whatsapp_numbers_key(c->api->setup.whatsapp, key, c->arena, s->id)))
        return NOT_FOUND;
    enum code code = c->api->setup.store->ops->send_find(c->api->setup.store, &send, c->arena, *key, &e);
    return code == OK && send.tenant.n != tenant.n ? NOT_FOUND : code;
}

/* Chosen inside WhatsApp: who stops marketing there has withdrawn consent on this channel. That somebody wants it again is no
 * consent with evidence (RULE-CONSENT-1), and is left to people. */
static enum code withdraw(struct call *c, struct tenant_id tenant, struct private_slice address, const char *evidence)
{
    struct store *s = c->api->setup.store;
    struct contact contact;
    struct error e;
    struct consent_change change = {CHANNEL_WHATSAPP, CONSENT_WITHDRAWN, slice_from(evidence)};
    enum code code =
        s->ops->contact_find(s, &contact, c->arena, tenant, CHANNEL_WHATSAPP, private_reveal(address, REVEAL_STORE), &e);
    if (code == OK && contact.consent[CHANNEL_WHATSAPP].state != CONSENT_WITHDRAWN)
        code = s->ops->consent(s, contact.id, &change, api_wall(c->api), &e);
    c->api->counts[COUNT_IGNORED] += code == NOT_FOUND;
    return code == OK || code == NOT_FOUND ? OK : UNAVAILABLE; /* a withdrawal is not let go */
}

static enum code take_preference(struct call *c, const struct whatsapp_preference *p, struct tenant_id tenant)
{
    if (slice_eq(p->value, SLICE("stop")))
        return withdraw(c, tenant, p->address, "stop of marketing, chosen inside WhatsApp");
    c->api->counts[COUNT_IGNORED]++;
    return OK;
}

/* A status that the store could not take must come again; one about nothing that we sent is counted. */
static enum code take_status(struct call *c, const struct whatsapp_status *s, struct tenant_id tenant)
{
    enum receipt r;
    struct error e;
    struct slice key;
    c->api->counts[COUNT_STATUSES]++;
    enum code code = receipt_parse(&r, s->receipt) ? find_send(c, s, tenant, &key) : NOT_FOUND;
    if (code == OK)
        code = receipt_take(c->api->setup.store, key, r, api_wall(c->api), &e);
    if (s->suppresses && (code == OK || code == NOT_FOUND))
        code = withdraw(c, tenant, s->address, "WhatsApp refused marketing: the contact stopped it (131050)");
    c->api->counts[COUNT_IGNORED] += code == NOT_FOUND;
    return code == UNAVAILABLE ? code : OK;
}

static void accepted(void *context, enum code code, const enum accept_result *results)
{
    struct call *c = hold_end(context);
    (void)results;
    if (c == NULL)
        return;
    if (code == OK)
        answer_empty(c, 200);
    else
        answer_later(c, 503, 5, "the store cannot take it now; bring it again");
}

static void take_delivery(struct call *c, const struct whatsapp_delivery *d, const struct api_relay *relay)
{
    struct inbound *messages = ARENA_NEW_ARRAY(c->arena, struct inbound, d->count + 1);
    size_t count = 0;
    enum code code = OK;
    for (size_t i = 0; i < d->count && code == OK; i++) {
        const struct whatsapp_event *e = &d->events[i];
        const struct api_number *n = number_of(c->api, e->number, relay);
        struct tenant_id of = relay != NULL ? relay->tenant : (struct tenant_id){0};
        bool is_heard = n != NULL || e->kind == WHATSAPP_NOTICE; /* notices often name no number by its id */
        if (is_heard && c->api->setup.whatsapp != NULL && whatsapp_numbers_hear(c->api->setup.whatsapp, e, of))
            c->api->setup.alert->ops->raise(c->api->setup.alert, ALERT_WARN, SLICE("whatsapp.number"),
                                            SLICE("a number is worse than before"));
        if (e->kind == WHATSAPP_NOTICE)
            c->api->counts[COUNT_IGNORED]++;
        else if (n == NULL) {
            c->api->counts[COUNT_UNKNOWN_TENANT]++;
            api_note(c->api, "webhook.unknown_number kind=%d", (int)e->kind);
        } else if (e->kind == WHATSAPP_MESSAGE)
            messages[count++] = whatsapp_inbound(e, n->tenant, api_wall(c->api));
        else if (e->kind == WHATSAPP_STATUS)
            code = take_status(c, &e->is.status, n->tenant);
        else
            code = take_preference(c, &e->is.preference, n->tenant);
    }
    c->api->counts[COUNT_IGNORED] += d->counts.ignored + d->counts.echoes + d->counts.unknown + d->counts.broken;
    if (code != OK)
        answer_later(c, 503, 5, "the store cannot take it now; bring it again");
    else
        ingest_add(c->api->ingest, messages, count, accepted, hold_begin(c));
}

static void read_delivery(struct call *c, const struct api_relay *relay)
{
    struct whatsapp_delivery d;
    struct error e;
    enum code code = whatsapp_read(&d, c->arena, c->request->body, &e);
    if (code == OK)
        take_delivery(c, &d, relay);
    else
        answer_problem(c, code == LIMIT ? 413 : 400, "%s", e.text);
}

void handle_whatsapp_handshake(struct call *c)
{
    struct slice challenge;
    unsigned status = whatsapp_handshake(&challenge, c->arena, c->request->query, &c->api->setup.verify_tokens);
    if (status == 200)
        answer_text(c, 200, "text/plain", challenge);
    else
        answer_problem(c, status, "this is no handshake of ours");
}

void handle_whatsapp(struct call *c)
{
    struct slice signature = http_field_of(c->request, SLICE("x-hub-signature-256"));
    if (proven(c, whatsapp_signature_holds(&c->api->setup.app_secrets, signature, c->request->body)))
        read_delivery(c, NULL);
}

void handle_360dialog(struct call *c)
{
    const struct api_relay *relay = NULL;
    for (size_t i = 0; i < c->api->setup.relay_count; i++)
        if (slice_eq(c->api->setup.relays[i].name, c->parts[0]))
            relay = &c->api->setup.relays[i];
    struct whatsapp_hook hook = {.path_secret = c->parts[1],
                                 .header_secret = http_field_of(c->request, SLICE("x-parley-hook")),
                                 .signature = http_field_of(c->request, SLICE("x-360dialog-signature")),
                                 .body = c->request->body};
    if (proven(c, relay != NULL && whatsapp_hook_holds(&relay->secrets, &hook)))
        read_delivery(c, relay);
}
