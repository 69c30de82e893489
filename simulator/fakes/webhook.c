/* Webhooks: updates wait until they are due, go out in groups, in no order, signed over the escaped bytes, until 200 is answered.
 */
#include "fakes_parts.h"

#include <stdlib.h>

enum { DELIVERY_ARENA_MAX = 64 << 20, RETRY_MS_MAX = 60000, ASK_MS_FIRST = 100, ASK_MS_MAX = 5000, GROUP_MAX = 1000 };

/* As Meta writes JSON: ASCII, with \uXXXX and \/. Every byte outside ASCII, and every '/', stands in a string. */
struct slice escaped(struct arena *a, struct slice json)
{
    struct buffer b;
    buffer_init(&b, a, json.len * 6 + 64);
    for (size_t i = 0; i < json.len;) {
        unsigned char c = (unsigned char)json.at[i];
        unsigned length = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        uint32_t point = length == 1 ? c : c & (0x7fu >> length);
        for (unsigned k = 1; k < length && i + k < json.len; k++)
            point = point << 6 | ((unsigned char)json.at[i + k] & 0x3f);
        if (c == '/')
            buffer_add(&b, SLICE("\\/"));
        else if (length == 1)
            buffer_byte(&b, (char)c);
        else if (point < 0x10000)
            buffer_printf(&b, "\\u%04x", (unsigned)point);
        else
            buffer_printf(&b, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((point - 0x10000) >> 10)),
                          (unsigned)(0xdc00 + ((point - 0x10000) & 0x3ff)));
        i += length;
    }
    return buffer_slice(&b);
}

/* -- updates
 * ----------------------------------------------------------------------------------------------------------------------- */

static void add(struct fakes *f, const struct update *u, uint64_t delay_ms)
{
    uint64_t copies = f->weather.copies;
    if (f->weather.repeat_every > 0 && ++f->repeats % f->weather.repeat_every == 0)
        copies++;
    if ((u->by_relay ? f->setup.relay : f->setup.webhook).len == 0)
        return;
    for (uint64_t i = 0; i < copies; i++) {
        struct update *own = malloc(sizeof *own);
        must(own != NULL);
        *own = *u;
        own->json = keep(slice_from(u->json));
        own->contact = keep(slice_from(u->contact));
        own->name = keep(slice_from(u->name));
        own->due_ms =
            now_ms(f) + delay_ms + fake_roll(f, f->weather.scatter_ms + 1) + (i > 0 && f->weather.scatter_ms == 0 ? 50 * i : 0);
        own->next = f->updates;
        f->updates = own;
    }
    stir(f);
}

void webhook_say(struct fakes *f, const struct number *n, bool by_relay, const struct update *u)
{
    struct update own = *u;
    own.number = n;
    own.by_relay = by_relay;
    add(f, &own, 0);
}

static void put_pricing(struct json_write *w)
{
    json_key(w, "pricing");
    json_object_begin(w);
    json_put_bool(w, "billable", true);
    json_put_cstr(w, "pricing_model", "PMP");
    json_put_cstr(w, "type", "regular");
    json_put_cstr(w, "category", "service");
    json_object_end(w);
}

static void put_failure(struct json_write *w, uint64_t code)
{
    unsigned status;
    const char *title = graph_title(code, &status);
    json_key(w, "errors");
    json_array_begin(w);
    json_object_begin(w);
    json_put_u64(w, "code", code);
    json_put_cstr(w, "title", title);
    json_put_cstr(w, "message", title);
    json_key(w, "error_data");
    json_object_begin(w);
    json_put_cstr(w, "details", "as it was asked for");
    json_object_end(w);
    json_object_end(w);
    json_array_end(w);
}

void webhook_status(struct fakes *f, const struct number *n, bool by_relay, const struct shown *s, struct slice contact,
                    const char *status, uint64_t code, uint64_t delay_ms)
{
    struct arena a;
    struct buffer b;
    struct json_write w;
    arena_init(&a, DELIVERY_ARENA_MAX);
    buffer_init(&b, &a, DELIVERY_ARENA_MAX / 4);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "id", s->id);
    json_put_cstr(&w, "status", status);
    json_put_string(&w, "timestamp", arena_printf(&a, "%lld", (long long)((wall_ms(f) + (int64_t)delay_ms) / 1000)));
    json_put_string(&w, "recipient_id", contact);
    if (s->key[0] != '\0')
        json_put_cstr(&w, "biz_opaque_callback_data", s->key);
    if (slice_eq(slice_from(status), SLICE("sent")))
        put_pricing(&w);
    if (code != 0)
        put_failure(&w, code);
    json_object_end(&w);
    buffer_byte(&b, '\0');
    struct update u = {.is_status = true, .by_relay = by_relay, .number = n};
    u.json = b.at;
    char *to = keep(contact);
    u.contact = to;
    add(f, &u, delay_ms);
    free(to);
    f->statuses++;
    tell(f, &(struct fakes_event){.kind = FAKES_STATUS,
                                  .number = slice_from(n->id),
                                  .contact = contact,
                                  .id = slice_from(s->id),
                                  .key = slice_from(s->key),
                                  .text = slice_from(status),
                                  .code = code});
    arena_finish(&a);
}

static void free_update(struct update *u)
{
    free(u->json);
    free(u->contact);
    free(u->name);
    free(u);
}

/* -- deliveries
 * -------------------------------------------------------------------------------------------------------------------- */

static void put_value(struct json_write *w, struct update *const *at, size_t count)
{
    json_key(w, "value");
    json_object_begin(w);
    json_put_cstr(w, "messaging_product", "whatsapp");
    json_key(w, "metadata");
    json_object_begin(w);
    json_put_cstr(w, "display_phone_number", at[0]->number->display);
    json_put_cstr(w, "phone_number_id", at[0]->number->id);
    json_object_end(w);
    if (!at[0]->is_status) {
        json_key(w, "contacts");
        json_array_begin(w);
        for (size_t i = 0; i < count; i++) {
            json_object_begin(w);
            json_key(w, "profile");
            json_object_begin(w);
            json_put_cstr(w, "name", at[i]->name);
            json_object_end(w);
            json_put_cstr(w, "wa_id", at[i]->contact);
            json_object_end(w);
        }
        json_array_end(w);
    }
    json_key(w, at[0]->is_status ? "statuses" : "messages");
    json_array_begin(w);
    for (size_t i = 0; i < count; i++) {
        buffer_add(w->out, i > 0 ? SLICE(",") : SLICE_NONE); /* they are JSON already */
        buffer_add(w->out, slice_from(at[i]->json));
    }
    json_array_end(w);
    json_object_end(w);
}

static bool share_value(const struct update *a, const struct update *b)
{
    return a->number == b->number && a->is_status == b->is_status;
}

static struct slice body_of(struct arena *a, const struct fakes *f, struct update *const *at, size_t count)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, a, DELIVERY_ARENA_MAX / 4);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "object", "whatsapp_business_account");
    json_key(&w, "entry");
    json_array_begin(&w);
    json_object_begin(&w);
    json_put_string(&w, "id", f->setup.account);
    json_key(&w, "changes");
    json_array_begin(&w);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && share_value(at[i], at[end]); end++)
            ;
        json_object_begin(&w);
        json_put_cstr(&w, "field", "messages");
        put_value(&w, at + i, end - i);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_object_end(&w);
    json_array_end(&w);
    json_object_end(&w);
    return escaped(a, buffer_slice(&b));
}

static void post(struct fakes *f, struct update *const *at, size_t count)
{
    struct arena a;
    arena_init(&a, DELIVERY_ARENA_MAX);
    struct slice body = body_of(&a, f, at, count);
    struct delivery *d = calloc(1, sizeof *d);
    must(d != NULL);
    *d = (struct delivery){.f = f,
                           .due_ms = now_ms(f),
                           .updates = count,
                           .by_relay = at[0]->by_relay,
                           .sign = (int)at[0]->sign,
                           .body = {keep(body), body.len},
                           .next = f->deliveries};
    f->deliveries = d;
    arena_finish(&a);
}

/* Those that are due, of one callback and one kind of signature, in an order of their own, in groups of 1 to group_max. */
static bool take_group(struct fakes *f, struct update **at, size_t *count, bool whole)
{
    uint64_t now = now_ms(f);
    size_t most = GROUP_MAX;
    *count = 0;
    for (struct update **u = &f->updates; *u != NULL && *count < most;) {
        bool fits = (*u)->due_ms <= now && (*count == 0 || ((*u)->by_relay == at[0]->by_relay && (*u)->sign == at[0]->sign));
        bool may = (*u)->by_relay || f->is_active || whole;
        if (!fits || !may) {
            u = &(*u)->next;
            continue;
        }
        at[(*count)++] = *u;
        *u = (*u)->next;
    }
    for (size_t i = *count; i > 1; i--) {
        size_t k = fake_roll(f, i);
        struct update *swap = at[i - 1];
        at[i - 1] = at[k];
        at[k] = swap;
    }
    return *count > 0;
}

static void group(struct fakes *f)
{
    struct update *at[GROUP_MAX];
    size_t count;
    while (take_group(f, at, &count, false)) {
        for (size_t i = 0, size; i < count; i += size) {
            size = 1 + fake_roll(f, f->weather.group_max > 0 ? f->weather.group_max : 1);
            size = size < count - i ? size : count - i;
            post(f, at + i, size);
        }
        for (size_t i = 0; i < count; i++)
            free_update(at[i]);
    }
}

static void end_delivery(struct delivery *d)
{
    for (struct delivery **at = &d->f->deliveries; *at != NULL; at = &(*at)->next)
        if (*at == d) {
            *at = d->next;
            break;
        }
    free((void *)(uintptr_t)d->body.at);
    free(d);
}

static void on_answer(void *context, const struct outgoing_answer *answer)
{
    struct delivery *d = context;
    struct fakes *f = d->f;
    bool answered = answer->end == OUTGOING_ANSWERED;
    d->is_open = false;
    f->answers[answered ? answer->status / 100 % 6 : 0]++;
    tell(f, &(struct fakes_event){
                .kind = FAKES_DELIVERY, .status = answered ? answer->status : 0, .count = d->updates, .text = answer->reason});
    f->delivered += answered && answer->status == 200;
    if ((answered && answer->status == 200) || d->sign != SIGN_RIGHT) {
        end_delivery(d);
        return;
    }
    uint64_t gap = f->weather.retry_ms << (d->attempts < 16 ? d->attempts - 1 : 15);
    d->due_ms = now_ms(f) + (gap < RETRY_MS_MAX ? gap : RETRY_MS_MAX);
}

/* Another secret, a byte that is another one, or none at all: what must be refused. */
static struct slice signature_of(struct arena *a, const struct delivery *d, struct slice secret)
{
    struct slice other = arena_join(a, secret, SLICE("-another"));
    struct digest sum = digest_hmac(d->sign == SIGN_WRONG ? other : secret, d->body);
    if (d->sign == SIGN_FLIPPED)
        sum.bytes[7] ^= 1;
    return digest_hex(a, sum);
}

static void deliver(struct delivery *d)
{
    struct fakes *f = d->f;
    const struct fakes_setup *s = &f->setup;
    struct arena a;
    arena_init(&a, DELIVERY_ARENA_MAX);
    struct outgoing_field fields[4] = {{SLICE("Content-Type"), SLICE("application/json")},
                                       {SLICE("User-Agent"), SLICE("facebookexternalua")}};
    size_t count = 2;
    struct slice secret = d->by_relay ? s->relay_secret : s->secret;
    if (secret.len > 0 && d->sign != SIGN_NONE) {
        struct slice hex = signature_of(&a, d, secret);
        fields[count++] = d->by_relay
                              ? (struct outgoing_field){SLICE("x-360dialog-signature"), hex}
                              : (struct outgoing_field){SLICE("X-Hub-Signature-256"), arena_join(&a, SLICE("sha256="), hex)};
    }
    if (d->by_relay && s->relay_header.len > 0)
        fields[count++] = (struct outgoing_field){SLICE("X-Parley-Hook"), s->relay_header};
    struct outgoing_request q = {.method = SLICE("POST"),
                                 .url = d->by_relay ? s->relay : s->webhook,
                                 .fields = fields,
                                 .field_count = count,
                                 .body = d->body,
                                 .connect_within = DURATION_S(2),
                                 .answer_within = DURATION_S(10)};
    d->attempts++;
    d->is_open = true;
    outgoing_ask(f->outgoing, &q, NULL, on_answer, d);
    arena_finish(&a);
}

/* -- the handshake
 * ----------------------------------------------------------------------------------------------------------------- */

static void on_challenge(void *context, const struct outgoing_answer *answer)
{
    struct fakes *f = context;
    f->is_asking = false;
    f->is_active = answer->end == OUTGOING_ANSWERED && answer->status == 200 && slice_eq(answer->body, slice_from(f->challenge));
    f->wrong_challenge += !f->is_active;
    f->ask_gap_ms = f->ask_gap_ms == 0 ? ASK_MS_FIRST : f->ask_gap_ms * 2 < ASK_MS_MAX ? f->ask_gap_ms * 2 : ASK_MS_MAX;
    f->ask_at_ms = now_ms(f) + f->ask_gap_ms;
}

static void ask_challenge(struct fakes *f)
{
    struct arena a;
    arena_init(&a, DELIVERY_ARENA_MAX);
    struct random_key key = {f->setup.seed, 2, uv_hrtime()};
    (void)snprintf(f->challenge, sizeof f->challenge, "%llu", (unsigned long long)random_below(key, 0, UINT64_C(9000000000)));
    struct outgoing_request q = {.method = SLICE("GET"),
                                 .url = arena_printf(&a,
                                                     SLICE_FMT "?hub.mode=subscribe&hub.challenge=%s&hub.verify_token=" SLICE_FMT,
                                                     SLICE_ARG(f->setup.webhook), f->challenge, SLICE_ARG(f->setup.verify)),
                                 .connect_within = DURATION_S(2),
                                 .answer_within = DURATION_S(5)};
    f->is_asking = true;
    outgoing_ask(f->outgoing, &q, NULL, on_challenge, f);
    arena_finish(&a);
}

static bool asks(const struct fakes *f)
{
    return !f->is_active && !f->is_asking && f->setup.webhook.len > 0;
}

void webhook_due(struct fakes *f)
{
    uint64_t now = now_ms(f);
    if (asks(f) && f->ask_at_ms <= now)
        ask_challenge(f);
    group(f);
    for (struct delivery *d = f->deliveries, *next; d != NULL; d = next) {
        next = d->next;
        if (!d->is_open && d->due_ms <= now)
            deliver(d);
    }
}

uint64_t webhook_next(const struct fakes *f)
{
    uint64_t next = asks(f) ? f->ask_at_ms : UINT64_MAX;
    for (const struct update *u = f->updates; u != NULL; u = u->next)
        if ((u->by_relay || f->is_active) && u->due_ms < next)
            next = u->due_ms;
    for (const struct delivery *d = f->deliveries; d != NULL; d = d->next)
        if (!d->is_open && d->due_ms < next)
            next = d->due_ms;
    return next;
}

void webhook_free(struct fakes *f)
{
    while (f->updates != NULL) {
        struct update *u = f->updates;
        f->updates = u->next;
        free_update(u);
    }
    while (f->deliveries != NULL)
        end_delivery(f->deliveries);
}
