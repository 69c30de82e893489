#include "numbers.h"

#include "answer.h"

#include <parley/digest.h>
#include <parley/random.h>

#include <stdlib.h>

enum { CONTACTS_DEFAULT = 65536, CONTACTS_MIN = 64, NEIGHBOURS = 8, CONFIG_MAX = 16 << 20 };

/* -- made ------------------------------------------------------------------------------------------------------------------- */

static bool has_bad_byte(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] <= ' ' || s.at[i] >= 0x7f)
            return true;
    return false;
}

static enum code check(const struct whatsapp_numbers_setup *setup, size_t i, struct error *e)
{
    const struct whatsapp_number *x = &setup->numbers[i];
    if (x->id.len == 0 || has_bad_byte(x->id))
        return fail(e, BAD_INPUT, "WhatsApp number %zu: has no phone_number_id", i + 1);
    if (x->tenant.n == 0)
        return fail(e, BAD_INPUT, "WhatsApp number " SLICE_FMT ": belongs to no tenant", SLICE_ARG(x->id));
    if (x->token.len == 0 || has_bad_byte(x->token))
        return fail(e, BAD_INPUT, "WhatsApp number " SLICE_FMT ": has no token, or one with spaces in it", SLICE_ARG(x->id));
    bool web = slice_starts(x->base_url, SLICE("https://")) || slice_starts(x->base_url, SLICE("http://"));
    if (!web || has_bad_byte(x->base_url) || slice_ends(x->base_url, SLICE("/")))
        return fail(e, BAD_INPUT, "WhatsApp number " SLICE_FMT ": the base address is no https://... without a slash at its end",
                    SLICE_ARG(x->id));
    if (x->provider == WHATSAPP_CLOUD && (x->version.len == 0 || has_bad_byte(x->version)))
        return fail(e, BAD_INPUT, "WhatsApp number " SLICE_FMT ": has no version such as v25.0", SLICE_ARG(x->id));
    for (size_t k = 0; k < i; k++)
        if (slice_eq(setup->numbers[k].id, x->id))
            return fail(e, BAD_INPUT, "WhatsApp number " SLICE_FMT ": stands twice; a number belongs to one tenant",
                        SLICE_ARG(x->id));
    return OK;
}

static struct pace pace_for(unsigned per_second)
{
    uint32_t burst = per_second / 10 > 0 ? per_second / 10 : 1; /* with it, no second sees more than per_second */
    uint32_t steady = per_second > burst ? per_second - burst : 1;
    return (struct pace){{UINT64_C(1000000000) / steady}, burst};
}

static size_t breaker_of(const struct whatsapp_numbers *n, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (slice_eq(n->at[k].is.base_url, n->at[i].is.base_url))
            return n->at[k].breaker;
    return i;
}

static void add(struct whatsapp_numbers *n, const struct whatsapp_number *from, size_t i)
{
    struct number *x = &n->at[i];
    struct arena *a = &n->arena;
    x->is = *from;
    x->is.token = SLICE_NONE;
    x->is.brand = arena_copy(a, from->brand);
    x->is.id = arena_copy(a, from->id);
    x->is.display = arena_copy(a, from->display);
    x->is.account = arena_copy(a, from->account);
    x->is.base_url = arena_copy(a, from->base_url);
    x->is.version = arena_copy(a, from->version);
    x->url = from->provider == WHATSAPP_CLOUD
                 ? arena_printf(a, SLICE_FMT "/" SLICE_FMT "/" SLICE_FMT "/messages", SLICE_ARG(from->base_url),
                                SLICE_ARG(from->version), SLICE_ARG(from->id))
                 : arena_printf(a, SLICE_FMT "/messages", SLICE_ARG(from->base_url));
    x->pace = pace_for(from->per_second > 0 ? from->per_second : WHATSAPP_PER_SECOND);
    x->breaker = breaker_of(n, i);
    for (size_t k = 0; k < i; k++)
        x->rank += n->at[k].is.tenant.n == from->tenant.n;
}

static struct slice prefix_of(enum whatsapp_provider provider)
{
    return provider == WHATSAPP_CLOUD ? SLICE("Bearer ") : SLICE_NONE;
}

/* All tokens in one block that is wiped when it goes. */
static void keep_tokens(struct whatsapp_numbers *n, const struct whatsapp_numbers_setup *setup)
{
    size_t used = 0;
    for (size_t i = 0; i < n->count; i++)
        n->secret_size += prefix_of(setup->numbers[i].provider).len + setup->numbers[i].token.len;
    n->secret = malloc(n->secret_size > 0 ? n->secret_size : 1);
    must(n->secret != NULL);
    for (size_t i = 0; i < n->count; i++) {
        struct slice parts[] = {prefix_of(setup->numbers[i].provider), setup->numbers[i].token};
        n->at[i].credential.at = n->secret + used;
        for (size_t k = 0; k < 2; k++) {
            if (parts[k].len > 0)
                memcpy(n->secret + used, parts[k].at, parts[k].len);
            used += parts[k].len;
            n->at[i].credential.len += parts[k].len;
        }
    }
}

enum code whatsapp_numbers_create(struct whatsapp_numbers **out, const struct whatsapp_numbers_setup *setup, struct error *e)
{
    size_t wanted = setup->contacts_max > 0 ? setup->contacts_max : CONTACTS_DEFAULT, room = CONTACTS_MIN;
    *out = NULL;
    for (size_t i = 0; i < setup->count; i++)
        if (check(setup, i, e) != OK)
            return BAD_INPUT;
    while (room < wanted && room < SIZE_MAX / 2 / sizeof(struct home))
        room *= 2;
    struct whatsapp_numbers *n = calloc(1, sizeof *n);
    must(n != NULL);
    arena_init(&n->arena, CONFIG_MAX);
    n->clock = setup->clock;
    n->count = setup->count;
    n->at = ARENA_NEW_ARRAY(&n->arena, struct number, n->count + 1);
    n->breakers = ARENA_NEW_ARRAY(&n->arena, struct breaker, n->count + 1);
    for (size_t i = 0; i < n->count; i++)
        add(n, &setup->numbers[i], i);
    keep_tokens(n, setup);
    pairs_init(&n->pairs, room);
    n->room = room;
    n->homes = calloc(room, sizeof *n->homes);
    must(n->homes != NULL);
    n->sent = calloc(room, sizeof *n->sent);
    must(n->sent != NULL);
    must(pthread_mutex_init(&n->lock, NULL) == 0);
    *out = n;
    return OK;
}

void whatsapp_numbers_destroy(struct whatsapp_numbers *n)
{
    if (n == NULL)
        return;
    bytes_wipe(n->secret, n->secret_size);
    free(n->secret);
    free(n->homes);
    free(n->sent);
    pairs_finish(&n->pairs);
    pthread_mutex_destroy(&n->lock);
    arena_finish(&n->arena);
    free(n);
}

/* -- found ------------------------------------------------------------------------------------------------------------------ */

bool numbers_find(size_t *number, const struct whatsapp_numbers *n, struct slice phone_number_id)
{
    for (size_t i = 0; i < n->count; i++)
        if (slice_eq(n->at[i].is.id, phone_number_id)) {
            *number = i;
            return true;
        }
    return false;
}

struct numbers_address numbers_address(const struct whatsapp_numbers *n, size_t number)
{
    const struct number *x = &n->at[number];
    struct slice name = x->is.provider == WHATSAPP_CLOUD ? SLICE("Authorization") : SLICE("D360-API-KEY");
    return (struct numbers_address){x->url, {name, x->credential}, x->is.id, x->is.provider};
}

bool whatsapp_numbers_tenant(struct whatsapp_numbers *n, struct tenant_id *out, struct slice phone_number_id)
{
    size_t i;
    if (phone_number_id.len == 0 || !numbers_find(&i, n, phone_number_id))
        return false;
    *out = n->at[i].is.tenant;
    return true;
}

struct home *numbers_home(struct whatsapp_numbers *n, struct tenant_id tenant, struct private_slice address)
{
    struct random_key key = {random_hash(private_reveal(address, REVEAL_CHANNEL)), random_hash(SLICE("home")), tenant.n};
    uint64_t hash = random_at(key, 0) | 1;
    struct home *oldest = NULL;
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        struct home *h = &n->homes[((hash >> 1) + i) & (n->room - 1)];
        if (h->hash == hash)
            return h;
        if (oldest == NULL || h->at.ns < oldest->at.ns)
            oldest = h;
    }
    *oldest = (struct home){.hash = hash};
    return oldest;
}

static struct sent *sent_place(struct whatsapp_numbers *n, uint64_t hash, size_t i)
{
    return &n->sent[((hash >> 1) + i) & (n->room - 1)];
}

void numbers_sent(struct whatsapp_numbers *n, struct slice wamid, struct slice key)
{
    uint64_t hash = random_hash(wamid) | 1;
    struct sent *oldest = sent_place(n, hash, 0);
    if (wamid.len == 0 || key.len == 0 || key.len > SENT_KEY_MAX)
        return;
    for (size_t i = 1; i < NEIGHBOURS; i++)
        if (sent_place(n, hash, i)->turn < oldest->turn)
            oldest = sent_place(n, hash, i);
    *oldest = (struct sent){.hash = hash, .turn = ++n->sent_count, .len = (uint8_t)key.len};
    memcpy(oldest->key, key.at, key.len);
}

bool whatsapp_numbers_key(struct whatsapp_numbers *n, struct slice *key, struct arena *a, struct slice wamid)
{
    uint64_t hash = random_hash(wamid) | 1;
    bool found = false;
    pthread_mutex_lock(&n->lock);
    for (size_t i = 0; i < NEIGHBOURS && wamid.len > 0 && !found; i++) {
        const struct sent *s = sent_place(n, hash, i);
        if ((found = s->hash == hash))
            *key = arena_copy(a, (struct slice){s->key, s->len});
    }
    pthread_mutex_unlock(&n->lock);
    return found;
}

/* -- heard ------------------------------------------------------------------------------------------------------------------ */

static bool same_digits(struct slice a, struct slice b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && (a.at[i] < '0' || a.at[i] > '9'))
            i++;
        while (k < b.len && (b.at[k] < '0' || b.at[k] > '9'))
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.at[i++] != b.at[k++])
            return false;
    }
}

static const struct {
    struct slice what;
    enum { FLAG, UNFLAG, PAUSE, RESUME } does;
} notices[] = {
    {SLICE_INIT("FLAGGED"), FLAG},          {SLICE_INIT("UNFLAGGED"), UNFLAG},
    {SLICE_INIT("DISABLED_UPDATE"), PAUSE}, {SLICE_INIT("ACCOUNT_RESTRICTION"), PAUSE},
    {SLICE_INIT("ACCOUNT_DELETED"), PAUSE}, {SLICE_INIT("ACCOUNT_RECONNECTED"), RESUME},
};

/* A notice names the number by its digits, or only the account. */
static bool is_about(const struct number *x, const struct whatsapp_event *ev)
{
    if (ev->number.len > 0)
        return slice_eq(x->is.id, ev->number);
    if (ev->display.len > 0 && x->is.display.len > 0)
        return same_digits(x->is.display, ev->display);
    return ev->is.notice.kind == WHATSAPP_NOTICE_ACCOUNT && x->is.account.len > 0 && slice_eq(x->is.account, ev->account);
}

static bool hear_notice(struct whatsapp_numbers *n, const struct whatsapp_event *ev, struct tenant_id of)
{
    bool worse = false;
    for (size_t i = 0; i < sizeof notices / sizeof notices[0]; i++) {
        if (!slice_eq(notices[i].what, ev->is.notice.what))
            continue;
        for (size_t k = 0; k < n->count; k++) {
            struct number *x = &n->at[k];
            if (!is_about(x, ev) || (of.n != 0 && of.n != x->is.tenant.n))
                continue;
            worse |= (notices[i].does == FLAG && !x->flagged) || (notices[i].does == PAUSE && !x->paused);
            x->flagged = notices[i].does == FLAG || (x->flagged && notices[i].does != UNFLAG);
            x->paused = notices[i].does == PAUSE || (x->paused && notices[i].does != RESUME);
        }
    }
    return worse;
}

static void hear_message(struct whatsapp_numbers *n, size_t number, const struct whatsapp_message *m, struct instant now)
{
    struct home *h = numbers_home(n, n->at[number].is.tenant, m->address);
    h->number = (uint32_t)number;
    h->known = true;
    h->at = now;
    h->closed &= ~(UINT64_C(1) << (n->at[number].rank & 63));
}

static bool is_resting(const struct number *x, struct instant now)
{
    return x->paused || x->paused_until.ns > now.ns;
}

/* What a failed status says about more than its message. */
static bool hear_status(struct whatsapp_numbers *n, size_t number, const struct whatsapp_status *s, struct instant now)
{
    struct whatsapp_verdict v = answer_of_code(s->code);
    bool rested = is_resting(&n->at[number], now);
    if (!slice_eq(s->receipt, SLICE("failed")) || s->code == 0 || v.scope < WHATSAPP_SCOPE_NUMBER)
        return false;
    numbers_trouble(n, number, &v, now);
    return !rested && is_resting(&n->at[number], now);
}

bool whatsapp_numbers_hear(struct whatsapp_numbers *n, const struct whatsapp_event *event, struct tenant_id of)
{
    struct instant now = n->clock->ops->now(n->clock);
    size_t number = 0;
    bool worse = false, ours = event->number.len > 0 && numbers_find(&number, n, event->number);
    ours = ours && (of.n == 0 || of.n == n->at[number].is.tenant.n);
    pthread_mutex_lock(&n->lock);
    switch (event->kind) {
    case WHATSAPP_MESSAGE:
        if (ours)
            hear_message(n, number, &event->is.message, now);
        break;
    case WHATSAPP_STATUS: worse = ours && hear_status(n, number, &event->is.status, now); break;
    case WHATSAPP_PREFERENCE: break;
    case WHATSAPP_NOTICE: worse = hear_notice(n, event, of); break;
    }
    pthread_mutex_unlock(&n->lock);
    return worse;
}

bool whatsapp_numbers_resume(struct whatsapp_numbers *n, struct slice phone_number_id)
{
    size_t i;
    if (!numbers_find(&i, n, phone_number_id))
        return false;
    pthread_mutex_lock(&n->lock);
    struct number *x = &n->at[i];
    x->paused = x->flagged = false;
    x->paused_until = x->rests_until = (struct instant){0};
    pthread_mutex_unlock(&n->lock);
    return true;
}

bool whatsapp_numbers_facts(struct whatsapp_numbers *n, struct whatsapp_number_facts *out, size_t index)
{
    struct instant now = n->clock->ops->now(n->clock);
    if (index >= n->count)
        return false;
    pthread_mutex_lock(&n->lock);
    const struct number *x = &n->at[index];
    const struct breaker *b = &n->breakers[x->breaker];
    *out = x->facts;
    out->health = is_resting(x, now)                                            ? WHATSAPP_PAUSED
                  : x->rests_until.ns > now.ns                                  ? WHATSAPP_RESTS
                  : b->state == BREAKER_OPEN && !instant_reached(now, b->until) ? WHATSAPP_AWAY
                  : x->flagged                                                  ? WHATSAPP_FLAGGED
                                                                                : WHATSAPP_WELL;
    pthread_mutex_unlock(&n->lock);
    return true;
}
