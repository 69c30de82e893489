/* What staff see and do: one conversation, who holds it, what a contact allows, and the end of everything that is known of one.
 */
#include "parts.h"

#include <parley/conversation.h>

enum { TENANT_SHIFT = 40 };

/* An id of another tenant does not exist for a key that is for one. */
static bool conversation_asked(struct conversation_id *out, struct call *c)
{
    bool good = slice_to_u64(&out->n, c->parts[0]);
    uint64_t tenant = good ? out->n >> TENANT_SHIFT : 0;
    if (good && (c->key->tenant.n == 0 || c->key->tenant.n == tenant) &&
        api_tenant_of(c->api, (struct tenant_id){tenant}) != NULL)
        return true;
    answer_problem(c, 404, "there is no such conversation");
    return false;
}

struct listing {
    struct call *call;
    struct json_write *w;
    size_t count;
};

static bool list_message(void *context, struct conversation_id id, const struct message *m)
{
    struct listing *l = context;
    (void)id;
    l->count++;
    json_object_begin(l->w);
    json_put_u64(l->w, "id", m->id.n);
    json_put_cstr(l->w, "author", author_name(m->author));
    json_put_cstr(l->w, "channel", channel_kind_name(m->channel));
    json_put_string(l->w, "text", private_reveal(m->text, REVEAL_STAFF));
    if (m->unreadable.len > 0)
        json_put_string(l->w, "unreadable", m->unreadable);
    if (m->said.len > 0)
        json_put_string(l->w, "rests_on", m->said);
    json_put_i64(l->w, "at", m->at.ms);
    json_object_end(l->w);
    return true;
}

void handle_conversation(struct call *c)
{
    struct conversation_id id;
    struct buffer b;
    struct json_write w;
    struct error e;
    struct store *s = c->api->setup.store;
    if (!conversation_asked(&id, c))
        return;
    buffer_init(&b, c->arena, 8 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_u64(&w, "id", id.n);
    json_put_string(&w, "tenant", api_tenant_of(c->api, (struct tenant_id){id.n >> TENANT_SHIFT})->tenant->id);
    json_key(&w, "messages");
    json_array_begin(&w);
    struct listing l = {.call = c, .w = &w};
    enum code code = s->ops->messages_each(s, id, list_message, &l, &c->api->scratch, &e);
    json_array_end(&w);
    json_object_end(&w);
    if (code == OK && l.count > 0)
        answer_json(c, 200, buffer_slice(&b));
    else if (code == OK || code == NOT_FOUND)
        answer_problem(c, 404, "there is no such conversation");
    else
        answer_later(c, 503, 5, "the store cannot be read now");
}

static void hold(struct call *c, bool taken)
{
    struct conversation_id id;
    struct error e;
    struct store *s = c->api->setup.store;
    if (!conversation_asked(&id, c))
        return;
    enum code code = s->ops->hold(s, id, taken, c->key->name, api_wall(c->api), &e);
    if (code == NOT_FOUND)
        answer_problem(c, 404, "there is no such conversation");
    else if (code != OK)
        answer_later(c, 503, 1, "it could not be written down; ask again");
    else {
        api_note(c->api, "conversation.%s conversation=%llu", taken ? "taken" : "given_back", (unsigned long long)id.n);
        c->api->setup.accepted(c->api->setup.context);
        answer_empty(c, 204);
    }
}

void handle_takeover(struct call *c)
{
    hold(c, true);
}

void handle_give_back(struct call *c)
{
    hold(c, false);
}

/* -- contacts
 * ------------------------------------------------------------------------------------------------------------------------ */

struct contact_asked {
    const struct api_tenant *tenant;
    enum channel_kind channel;
    struct slice address;
    struct contact contact;
};

/* {"tenant", "channel", "address"} of the body; answered when it is not one. */
static bool contact_asked(struct contact_asked *out, struct json **body, struct call *c)
{
    static const struct json_member members[] = {
        {"tenant", JSON_KIND_STRING, true}, {"channel", JSON_KIND_STRING, true}, {"address", JSON_KIND_STRING, true}};
    struct place at = {SLICE("body"), 1, 1};
    struct error e;
    struct store *s = c->api->setup.store;
    *out = (struct contact_asked){.tenant = NULL};
    if (json_read(body, c->arena, c->request->body, at, &e) != OK ||
        json_expect(*body, "the body", members, COUNT_OF(members), at, &e) != OK) {
        answer_problem(c, 400, "%s", e.text);
        return false;
    }
    struct slice name = json_text(json_get(*body, "tenant"));
    for (size_t i = 0; i < c->api->setup.tenant_count; i++)
        if (slice_eq(c->api->setup.tenants[i].tenant->id, name) &&
            (c->key->tenant.n == 0 || c->key->tenant.n == c->api->setup.tenants[i].id.n))
            out->tenant = &c->api->setup.tenants[i];
    out->address = json_text(json_get(*body, "address"));
    if (out->tenant == NULL)
        answer_problem(c, 404, "tenant: \"" SLICE_FMT "\" is not served here, or not for this key", SLICE_ARG(name));
    else if (!channel_kind_parse(&out->channel, json_text(json_get(*body, "channel"))))
        answer_problem(c, 400, "channel: is none; write whatsapp, webchat, email, voice or chat");
    else {
        enum code code = s->ops->contact_find(s, &out->contact, c->arena, out->tenant->id, out->channel, out->address, &e);
        if (code == NOT_FOUND)
            answer_problem(c, 404, "nobody is known under this address");
        else if (code != OK)
            answer_later(c, 503, 5, "the store cannot be read now");
        return code == OK;
    }
    return false;
}

static const char *const states[CONSENT_STATE_COUNT] = {"none", "given", "soft_opt_in", "withdrawn"};

void handle_consent(struct call *c)
{
    struct contact_asked asked;
    struct json *body;
    struct error e;
    struct store *s = c->api->setup.store;
    if (!contact_asked(&asked, &body, c))
        return;
    struct slice wanted = json_text(json_get(body, "state"));
    size_t state = 0;
    while (state < CONSENT_STATE_COUNT && !slice_eq(wanted, slice_from(states[state])))
        state++;
    struct consent_change change = {asked.channel, (enum consent_state)state, json_text(json_get(body, "evidence"))};
    if (state == CONSENT_STATE_COUNT || state == CONSENT_NONE)
        answer_problem(c, 400, "state: is none; write given, soft_opt_in or withdrawn");
    else if (state != CONSENT_WITHDRAWN && change.evidence.len == 0)
        answer_problem(c, 422, "evidence: is missing; consent without evidence counts as none (RULE-CONSENT-1)");
    else if (s->ops->consent(s, asked.contact.id, &change, api_wall(c->api), &e) != OK)
        answer_later(c, 503, 1, "it could not be written down; ask again");
    else
        answer_empty(c, 204);
}

void handle_erase(struct call *c)
{
    struct contact_asked asked;
    struct json *body;
    struct error e;
    struct digest receipt;
    struct store *s = c->api->setup.store;
    if (!contact_asked(&asked, &body, c))
        return;
    if (s->ops->erase(s, asked.contact.id, c->key->name, api_wall(c->api), &receipt, &e) != OK)
        answer_later(c, 503, 1, "it could not be erased now; ask again");
    else
        answer_json(c, 200, arena_printf(c->arena, "{\"receipt\":\"" SLICE_FMT "\"}", SLICE_ARG(digest_hex(c->arena, receipt))));
}
