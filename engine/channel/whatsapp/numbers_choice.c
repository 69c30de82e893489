#include "numbers.h"

#include <parley/random.h>

enum {
    STAND_IN_AFTER_S = 30,   /* a rest that is shorter is waited for: the contact's window is open at home */
    CLOSED_S = 24 * 60 * 60, /* a window that was closed stays closed so long, unless the contact writes */
    WELL_AGAIN_S = 5 * 60,   /* without trouble so long: the next trouble is news again */
    SLOWED_MAX = 4,          /* a sixteenth of the pace */
    FASTER_AFTER_S = 60,
    HOME_AGAIN_MS_MIN = 5000
};

static struct instant now_of(const struct whatsapp_numbers *n)
{
    return n->clock->ops->now(n->clock);
}

static struct duration until(struct instant due, struct instant now)
{
    return (struct duration){due.ns > now.ns ? due.ns - now.ns : 0};
}

static struct duration longer(struct duration x, struct duration y)
{
    return x.ns > y.ns ? x : y;
}

static struct pace pair_pace(void)
{
    return (struct pace){DURATION_S(WHATSAPP_PAIR_S), WHATSAPP_PAIR_BURST};
}

static struct pair *pair_of(struct whatsapp_numbers *n, size_t number, const struct send *send)
{
    struct random_key key = {random_hash(private_reveal(send->address, REVEAL_CHANNEL)), random_hash(SLICE("pair")), number};
    return pairs_find(&n->pairs, random_at(key, 0));
}

/* -- which one -------------------------------------------------------------------------------------------------------------- */

/* The one that the contact belongs to: it wrote there, or it is the first of the tenant. */
static bool home_number(size_t *out, const struct whatsapp_numbers *n, const struct home *h, struct tenant_id tenant)
{
    if (h->known) {
        *out = h->number;
        return true;
    }
    for (size_t i = 0; i < n->count; i++)
        if (n->at[i].is.tenant.n == tenant.n) {
            *out = i;
            return true;
        }
    return false;
}

static bool stands_in(const struct whatsapp_numbers *n, size_t candidate, size_t home)
{
    const struct number *x = &n->at[candidate], *of = &n->at[home];
    return candidate != home && x->is.tenant.n == of->is.tenant.n && slice_eq(x->is.brand, of->is.brand) && !x->is.stays_out;
}

static bool is_closed(const struct whatsapp_numbers *n, const struct home *h, size_t number, struct instant now)
{
    bool holds = instant_plus(h->closed_at, DURATION_S(CLOSED_S)).ns > now.ns;
    return holds && (h->closed >> (n->at[number].rank & 63) & 1);
}

enum ability { CAN, CANNOT_NOW, RESTS_SHORTLY };

/* Whether the number itself may send, the contact aside; `wait` until it may. */
static enum ability can_send(struct whatsapp_numbers *n, size_t number, struct duration *wait, struct slice *why,
                             struct instant now)
{
    struct number *x = &n->at[number];
    struct breaker *b = &n->breakers[x->breaker];
    *wait = (struct duration){0};
    if (x->paused || x->paused_until.ns > now.ns) {
        *wait = x->paused ? DURATION_S(600) : until(x->paused_until, now);
        *why = SLICE("the number is paused");
        return CANNOT_NOW;
    }
    if (!whatsapp_breaker_lets(b, now)) {
        *wait = breaker_wait(b, now);
        *why = SLICE("the provider does not answer");
        return CANNOT_NOW;
    }
    if (x->rests_until.ns > now.ns) {
        *wait = until(x->rests_until, now);
        *why = SLICE("the number is limited");
        return wait->ns > DURATION_S(STAND_IN_AFTER_S).ns ? CANNOT_NOW : RESTS_SHORTLY;
    }
    return CAN;
}

static struct pace pace_now(struct number *x, struct instant now)
{
    struct pace p = x->pace;
    while (x->slowed > 0 && instant_plus(x->slowed_at, DURATION_S(FASTER_AFTER_S)).ns <= now.ns) {
        x->slowed--;
        x->slowed_at = instant_plus(x->slowed_at, DURATION_S(FASTER_AFTER_S));
    }
    p.interval.ns <<= x->slowed;
    return p;
}

/* Takes the number's turn and the contact's, when both are near enough. */
static struct numbers_way take(struct whatsapp_numbers *n, size_t number, const struct send *send, struct instant now)
{
    struct number *x = &n->at[number];
    struct pair *pair = pair_of(n, number, send);
    struct pace p = pace_now(x, now);
    struct duration contact = longer(pace_wait(pair_pace(), pair->ahead, now), until(pair->held, now));
    struct duration wait = pace_wait(p, x->ahead, now);
    if (contact.ns > 0)
        return (struct numbers_way){.wait = contact, .why = SLICE("the contact was written to too often")};
    if (wait.ns > DURATION_MS(WHATSAPP_PATIENCE_MS).ns)
        return (struct numbers_way){.wait = wait, .why = SLICE("the number sends as fast as it may")};
    x->ahead = pace_take(p, x->ahead, now);
    pair->ahead = pace_take(pair_pace(), pair->ahead, now);
    breaker_begin(&n->breakers[x->breaker]);
    return (struct numbers_way){.goes = true, .number = number, .wait = wait};
}

/* A contact that is at home nowhere yet goes to a number that is not flagged, and where its window is not known to be closed. */
static size_t better_first(const struct whatsapp_numbers *n, const struct home *h, size_t home, struct instant now)
{
    if (h->known || (!n->at[home].flagged && !is_closed(n, h, home, now)))
        return home;
    for (size_t i = 0; i < n->count; i++)
        if (stands_in(n, i, home) && !n->at[i].flagged && !is_closed(n, h, i, now))
            return i;
    return home;
}

struct numbers_way numbers_choose(struct whatsapp_numbers *n, const struct send *send)
{
    struct instant now = now_of(n);
    struct duration wait, soonest;
    struct slice why, other;
    size_t home;
    pthread_mutex_lock(&n->lock);
    struct home *h = numbers_home(n, send->tenant, send->address);
    struct numbers_way way = {.wait = DURATION_S(600), .why = SLICE("the tenant has no WhatsApp number")};
    h->at = now;
    if (home_number(&home, n, h, send->tenant)) {
        home = better_first(n, h, home, now);
        enum ability able = can_send(n, home, &soonest, &why, now);
        if (able == CAN)
            way = take(n, home, send, now);
        else
            way = (struct numbers_way){.wait = soonest, .why = why};
        for (size_t i = 0; able == CANNOT_NOW && i < n->count; i++) {
            if (!stands_in(n, i, home) || is_closed(n, h, i, now))
                continue;
            if (can_send(n, i, &wait, &other, now) == CAN) {
                way = take(n, i, send, now);
                able = CAN;
            } else if (wait.ns < way.wait.ns)
                way.wait = wait;
        }
    }
    pthread_mutex_unlock(&n->lock);
    return way;
}

/* -- what became of it ------------------------------------------------------------------------------------------------------ */

static void rest(struct number *x, const struct whatsapp_verdict *v, struct instant now)
{
    struct instant *due = v->class == WHATSAPP_RETRY ? &x->rests_until : &x->paused_until;
    struct instant again = instant_plus(now, v->again);
    if (again.ns > due->ns)
        *due = again;
    x->paused |= v->until_resumed;
    if (v->throttled && x->slowed < SLOWED_MAX && x->slowed_at.ns != now.ns) {
        x->slowed++;
        x->slowed_at = now;
    }
}

void numbers_trouble(struct whatsapp_numbers *n, size_t number, const struct whatsapp_verdict *v, struct instant now)
{
    const struct whatsapp_number *of = &n->at[number].is;
    for (size_t i = 0; i < n->count; i++) {
        const struct whatsapp_number *is = &n->at[i].is;
        bool same_account = v->scope == WHATSAPP_SCOPE_ACCOUNT && is->tenant.n == of->tenant.n && is->provider == of->provider &&
                            slice_eq(is->account, of->account);
        if (i == number || same_account)
            rest(&n->at[i], v, now);
    }
}

/* Once, until it has been well for a while: what fails again and again is one piece of news. */
static struct numbers_news news_of(struct number *x, const struct whatsapp_verdict *v, struct instant now)
{
    static const struct {
        enum whatsapp_class class;
        struct slice what;
    } tells[TROUBLE_COUNT] = {{WHATSAPP_PAUSE, SLICE_INIT("whatsapp.paused")},
                              {WHATSAPP_OPERATOR, SLICE_INIT("whatsapp.operator")}};
    struct numbers_news news = {0};
    for (size_t i = 0; i < TROUBLE_COUNT; i++) {
        bool is_well = v->class == WHATSAPP_FINE && instant_plus(x->troubles[i].at, DURATION_S(WELL_AGAIN_S)).ns <= now.ns;
        if (is_well)
            x->troubles[i].told = false;
        if (v->class != tells[i].class)
            continue;
        if (!x->troubles[i].told)
            news = (struct numbers_news){true, v->scope >= WHATSAPP_SCOPE_NUMBER ? ALERT_PAGE : ALERT_WARN, tells[i].what};
        x->troubles[i].told = true;
        x->troubles[i].at = now;
    }
    return news;
}

/* Another number may take the next attempt, now or soon. */
static bool another_may(const struct whatsapp_numbers *n, size_t number, const struct home *h, struct instant now)
{
    size_t home = h->known ? h->number : number;
    for (size_t i = 0; i < n->count; i++) {
        const struct number *x = &n->at[i];
        bool may = i == home || stands_in(n, i, home);
        if (i != number && may && !x->paused && x->paused_until.ns <= now.ns && x->rests_until.ns <= now.ns &&
            !is_closed(n, h, i, now))
            return true;
    }
    return false;
}

/* A window is one number's: a stand-in's says nothing about home, and an unknown home may be another number. */
static void close_window(struct whatsapp_numbers *n, size_t number, struct home *h, struct whatsapp_verdict *v,
                         struct instant now)
{
    if (instant_plus(h->closed_at, DURATION_S(CLOSED_S)).ns <= now.ns)
        h->closed = 0;
    h->closed |= UINT64_C(1) << (n->at[number].rank & 63);
    h->closed_at = now;
    bool at_home = h->known && h->number == number;
    if (at_home || (!h->known && !another_may(n, number, h, now)))
        return;
    v->state = SEND_INTENT;
    v->class = WHATSAPP_RETRY;
    v->again =
        h->known ? longer(until(n->at[h->number].paused_until, now), DURATION_MS(HOME_AGAIN_MS_MIN)) : (struct duration){0};
}

static void count(struct whatsapp_number_facts *f, enum send_state state)
{
    f->accepted += state == SEND_ACCEPTED;
    f->refused += state == SEND_REFUSED;
    f->retried += state == SEND_INTENT;
    f->unknown += state == SEND_UNKNOWN;
}

struct numbers_news numbers_end(struct whatsapp_numbers *n, size_t number, const struct send *send, struct whatsapp_verdict *v)
{
    struct instant now = now_of(n);
    pthread_mutex_lock(&n->lock);
    struct number *x = &n->at[number];
    struct home *h = numbers_home(n, send->tenant, send->address);
    struct numbers_news news = news_of(x, v, now);
    if (breaker_end(&n->breakers[x->breaker], v->provider_is_down, now) && !news.raises)
        news = (struct numbers_news){true, ALERT_WARN, SLICE("whatsapp.provider_away")};
    if (v->window_closed)
        close_window(n, number, h, v, now);
    else if (v->scope == WHATSAPP_SCOPE_CONTACT)
        pair_of(n, number, send)->held = instant_plus(now, v->again);
    else if (v->scope >= WHATSAPP_SCOPE_NUMBER) {
        numbers_trouble(n, number, v, now);
        if (v->state == SEND_INTENT && v->again.ns > DURATION_S(STAND_IN_AFTER_S).ns && another_may(n, number, h, now))
            v->again = (struct duration){0};
    }
    if (v->state == SEND_ACCEPTED)
        numbers_sent(n, v->id, send->key);
    count(&x->facts, v->state);
    pthread_mutex_unlock(&n->lock);
    return news;
}

void numbers_forget(struct whatsapp_numbers *n, size_t number)
{
    pthread_mutex_lock(&n->lock);
    breaker_forget(&n->breakers[n->at[number].breaker]);
    pthread_mutex_unlock(&n->lock);
}

bool numbers_is_well(struct whatsapp_numbers *n, size_t number)
{
    struct instant now = now_of(n);
    struct duration wait;
    struct slice why;
    pthread_mutex_lock(&n->lock);
    bool well = n->breakers[n->at[number].breaker].state == BREAKER_CLOSED && can_send(n, number, &wait, &why, now) == CAN;
    pthread_mutex_unlock(&n->lock);
    return well;
}
