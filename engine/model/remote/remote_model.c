#include "reading.h"

#include <parley/digest.h>
#include <parley/sse.h>

#include <stdio.h>
#include <stdlib.h>

enum {
    ASK_BYTES_MAX = 32 << 20,
    ANSWER_BYTES_MAX = 4 << 20,
    KEY_BYTES_MAX = 2000,
    CONNECT_WITHIN_MS = 3000,
    MONEY_PAUSE_S = 600,
    SETUP_PAUSE_S = 60,
    BUSY_PAUSE_S = 2,
    OUTPUT_TOKENS_DEFAULT = 1024
};

struct key {
    struct slice tenant;
    char *secret;
    size_t size;
    enum trouble held_by; /* until then */
    struct instant until;
    unsigned alerted; /* a bit a trouble; cleared when it works */
};

struct remote_model {
    struct model base;
    const struct remote_vendor *vendor;
    struct remote_setup setup; /* slices in `arena`; its keys are not used */
    struct arena arena;
    struct slice url;
    struct key *keys;
    size_t key_count;
    struct breaker breaker;
    bool request_alerted;
    struct asked *asked; /* on their way */
};

/* An ask on its way; stays after its answer was told until its connection is done. */
struct asked {
    struct asked *next;
    struct remote_model *m;
    model_done *done; /* NULL: told, or cancelled */
    void *context;
    uint64_t id;
    struct slice tenant;
    const struct brain *brain;
    bool is_draft;
    struct instant deadline;
    struct money at_stake;
    struct arena arena;
    struct slice body;
    struct key *key;
    uint64_t tried; /* a bit a key */
    struct reading reading;
    struct sse sse;
    struct buffer whole; /* a server that was asked for a stream may answer in one piece */
    bool began, in_one_piece;
    bool on_trial; /* the breaker lets it through to find out */
};

static struct instant now_of(const struct remote_model *m)
{
    return m->setup.clock->ops->now(m->setup.clock);
}

/* -- telling -------------------------------------------------------------------------------------------------------------------
 */

static void unlink_asked(struct asked *x)
{
    struct asked **p = &x->m->asked;
    while (*p != x)
        p = &(*p)->next;
    *p = x->next;
    arena_finish(&x->arena);
    free(x);
}

static void tell(struct asked *x, enum model_status status, struct slice text, struct money cost)
{
    const struct usage *u = &x->reading.usage;
    model_done *done = x->done;
    struct model_answer a = {.ask = x->id,
                             .status = status,
                             .text = text,
                             .cost = cost,
                             .tokens_in = (uint32_t)(u->input + u->cached + u->cache_write),
                             .tokens_out = (uint32_t)u->output};
    if (x->is_draft && status == MODEL_OK)
        a.next_step = prompt_step_asked(x->brain, text);
    x->done = NULL;
    done(x->context, &a);
}

static void note(const struct asked *x, const struct outgoing_answer *a)
{
    char line[400];
    const struct reading *r = &x->reading;
    struct notebook *n = x->m->setup.notebook;
    if (n == NULL)
        return;
    int size = snprintf(line, sizeof line,
                        "model.answered model=" SLICE_FMT " status=%u trouble=%s why=" SLICE_FMT
                        " ms=%llu in=%llu cached=%llu out=%llu breaker=%s",
                        SLICE_ARG(x->m->setup.name), r->status, trouble_name(r->trouble), SLICE_ARG(r->why),
                        (unsigned long long)(a->took.ns / 1000000), (unsigned long long)(r->usage.input + r->usage.cache_write),
                        (unsigned long long)r->usage.cached, (unsigned long long)r->usage.output,
                        breaker_state_name(x->m->breaker.state));
    n->ops->note(n, (struct slice){line, size < (int)sizeof line ? (size_t)size : sizeof line - 1});
}

static void alert(const struct asked *x, const char *what, const char *text)
{
    char line[400];
    struct alert *to = x->m->setup.alert;
    const struct key *k = x->key;
    if (to == NULL)
        return;
    int size = snprintf(line, sizeof line, "model " SLICE_FMT " (" SLICE_FMT "), %s" SLICE_FMT ": %s (status %u " SLICE_FMT ")",
                        SLICE_ARG(x->m->setup.name), SLICE_ARG(x->m->setup.model),
                        k->tenant.len ? "key of "
                        : k->size     ? "the platform's key"
                                      : "without a key",
                        SLICE_ARG(k->tenant), text, x->reading.status, SLICE_ARG(x->reading.why));
    to->ops->raise(to, ALERT_WARN, slice_from(what),
                   (struct slice){line, size < (int)sizeof line ? (size_t)size : sizeof line - 1});
}

/* -- what a failure means for the asks that follow ------------------------------------------------------------------------------
 */

static void hold(struct asked *x, enum trouble why, struct duration d)
{
    x->key->held_by = why;
    x->key->until = instant_plus(now_of(x->m), d);
}

static void alert_once(struct asked *x, const char *what, const char *text)
{
    unsigned bit = 1u << x->reading.trouble;
    if (!(x->key->alerted & bit))
        alert(x, what, text);
    x->key->alerted |= bit;
}

/* While the breaker tries, only the ask that it let through counts: others were begun before. */
static void breaker_hears(struct asked *x, bool good)
{
    if (x->m->breaker.state != BREAKER_TRYING || x->on_trial)
        breaker_tell(&x->m->breaker, now_of(x->m), good);
}

static void breaker_learns_nothing(struct asked *x)
{
    if (x->on_trial)
        breaker_give_back(&x->m->breaker);
}

/* Keys are held, the breaker learns, people are told. Of a key's trouble the breaker learns nothing: another key may do. */
static void learn(struct asked *x, const struct outgoing_answer *a)
{
    switch (x->reading.trouble) {
    case TROUBLE_NONE:
        x->key->alerted = 0;
        x->m->request_alerted = false;
        breaker_hears(x, true);
        return;
    case TROUBLE_BUSY:
        hold(x, TROUBLE_BUSY, retry_after(a, DURATION_S(BUSY_PAUSE_S)));
        breaker_learns_nothing(x);
        return;
    case TROUBLE_MONEY:
        hold(x, TROUBLE_MONEY, DURATION_S(MONEY_PAUSE_S));
        alert_once(x, "model.money", "quota, credit or spend limit is used up; it is not asked for ten minutes at a time");
        breaker_learns_nothing(x);
        return;
    case TROUBLE_SETUP:
        hold(x, TROUBLE_SETUP, DURATION_S(SETUP_PAUSE_S));
        alert_once(x, "model.setup",
                   "the key, its permission, the address or the model's name is refused; look at the configuration");
        breaker_learns_nothing(x);
        return;
    case TROUBLE_REQUEST:
        if (!x->m->request_alerted)
            alert(x, "model.request", "it does not take our requests; look at the model's dialect and extra members");
        x->m->request_alerted = true;
        breaker_hears(x, true);
        return;
    case TROUBLE_REFUSED: breaker_hears(x, true); return;
    case TROUBLE_GARBAGE: breaker_hears(x, x->reading.cut); return;
    case TROUBLE_AWAY:
        if (outgoing_field_of(a, SLICE("retry-after")).len > 0 || outgoing_field_of(a, SLICE("retry-after-ms")).len > 0)
            hold(x, TROUBLE_AWAY, retry_after(a, DURATION_S(BUSY_PAUSE_S)));
        breaker_hears(x, false);
        return;
    case TROUBLE_COUNT: break;
    }
    must(false);
}

static enum model_status status_of(enum trouble t)
{
    static const enum model_status of[TROUBLE_COUNT] = {
        [TROUBLE_NONE] = MODEL_OK,         [TROUBLE_BUSY] = MODEL_LIMITED,   [TROUBLE_AWAY] = MODEL_DOWN,
        [TROUBLE_MONEY] = MODEL_DOWN,      [TROUBLE_SETUP] = MODEL_DOWN,     [TROUBLE_REQUEST] = MODEL_GARBAGE,
        [TROUBLE_REFUSED] = MODEL_REFUSED, [TROUBLE_GARBAGE] = MODEL_GARBAGE};
    return of[t];
}

/* -- asking --------------------------------------------------------------------------------------------------------------------
 */

/* The tenant's own keys first, then the platform's; none that was tried for this ask or is held. */
static struct key *key_for(const struct asked *x, enum trouble *held_by)
{
    struct instant now = now_of(x->m);
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < x->m->key_count; i++) {
            struct key *k = &x->m->keys[i];
            if (own ? !slice_eq(k->tenant, x->tenant) || k->tenant.len == 0 : k->tenant.len > 0)
                continue;
            if (x->tried >> i & 1)
                continue;
            if (k->held_by == TROUBLE_NONE || instant_reached(now, k->until))
                return k;
            *held_by = k->held_by;
        }
    return NULL;
}

static bool take_event(void *context, struct slice event, struct slice data)
{
    struct asked *x = context;
    return x->m->vendor->read_event(&x->reading, event, data);
}

static void heard(void *context, const struct outgoing_answer *a);
static bool take_piece(void *context, struct slice piece);

static void send_request(struct asked *x)
{
    struct remote_model *m = x->m;
    const struct key *k = x->key;
    struct outgoing_field fields[REMOTE_FIELDS_MAX + 3];
    char value[KEY_BYTES_MAX + 8];
    size_t count = m->vendor->fields(fields, &m->setup), size = 0;
    bool bearer = m->vendor->key_field.len == 0 || m->setup.dialect & REMOTE_BEARER;
    struct instant now = now_of(m);
    struct duration left = {x->deadline.ns - now.ns};
    fields[count++] = (struct outgoing_field){SLICE("Content-Type"), SLICE("application/json")};
    fields[count++] =
        (struct outgoing_field){SLICE("Accept"), m->setup.streams ? SLICE("text/event-stream") : SLICE("application/json")};
    if (k->size > 0) {
        if (bearer) {
            memcpy(value, "Bearer ", 7);
            size = 7;
        }
        memcpy(value + size, k->secret, k->size);
        size += k->size;
        fields[count++] = (struct outgoing_field){bearer ? SLICE("Authorization") : m->vendor->key_field, {value, size}};
    }
    reading_init(&x->reading, &x->arena, 0);
    sse_init(&x->sse, &x->arena, take_event, x);
    buffer_init(&x->whole, &x->arena, ANSWER_BYTES_MAX);
    x->began = x->in_one_piece = false;
    struct outgoing_request r = {.method = SLICE("POST"),
                                 .url = m->url,
                                 .fields = fields,
                                 .field_count = count,
                                 .body = x->body,
                                 .connect_within =
                                     left.ns < DURATION_MS(CONNECT_WITHIN_MS).ns ? left : DURATION_MS(CONNECT_WITHIN_MS),
                                 .answer_within = left,
                                 .all_within = left,
                                 .answer_bytes_max = ANSWER_BYTES_MAX};
    outgoing_ask(m->setup.outgoing, &r, m->setup.streams ? take_piece : NULL, heard, x);
    bytes_wipe(value, sizeof value);
}

/* False when it was answered at once instead: nothing may be asked now. */
static bool begin(struct asked *x, enum trouble last)
{
    struct remote_model *m = x->m;
    struct instant now = now_of(m);
    enum model_status status = MODEL_DOWN;
    x->key = key_for(x, &last);
    if (instant_reached(now, x->deadline))
        status = MODEL_TIMEOUT;
    else if (x->key == NULL)
        status = status_of(last);
    else if (breaker_lets(&m->breaker, now)) {
        x->tried |= UINT64_C(1) << (x->key - m->keys);
        x->on_trial = m->breaker.state == BREAKER_TRYING;
        send_request(x);
        return true;
    }
    tell(x, status, SLICE_NONE, (struct money){0, m->setup.prices.currency});
    unlink_asked(x);
    return false;
}

/* -- hearing -------------------------------------------------------------------------------------------------------------------
 */

/* Words without a token, or an answer to nothing: such a count is none. */
static bool is_counted(const struct reading *r)
{
    const struct usage *u = &r->usage;
    bool reads = u->input > 0 || u->cached > 0 || u->cache_write > 0, writes = u->output > 0 || r->text.len == 0;
    return u->known && reads && writes;
}

/* What it cost; what is not known costs what it may have cost at most. */
static struct money cost_of(const struct asked *x)
{
    const struct reading *r = &x->reading;
    if (is_counted(r))
        return usage_cost(&r->usage, &x->m->setup.prices);
    bool free_of_charge = r->status / 100 != 2 && r->status != 0;
    return free_of_charge ? (struct money){0, x->at_stake.currency} : x->at_stake;
}

/* A whole answer: ended, not cut, with words in it. */
static void finish_reading(struct asked *x)
{
    struct reading *r = &x->reading;
    if (r->text.cut)
        reading_fail(r, TROUBLE_GARBAGE, SLICE("too_long"));
    else if (r->cut)
        reading_fail(r, TROUBLE_GARBAGE, SLICE("cut"));
    else if (!r->ended)
        reading_fail(r, TROUBLE_AWAY, SLICE("no_end"));
    else if (slice_trim(buffer_slice(&r->text)).len == 0)
        reading_fail(r, TROUBLE_GARBAGE, SLICE("empty"));
}

static void tell_reading(struct asked *x)
{
    struct reading *r = &x->reading;
    tell(x, status_of(r->trouble), r->trouble == TROUBLE_NONE ? slice_trim(buffer_slice(&r->text)) : SLICE_NONE, cost_of(x));
}

/* A stream is told as soon as its end was said; the connection may take its time, and is used again. */
static bool take_piece(void *context, struct slice piece)
{
    struct asked *x = context;
    if (x->done == NULL)
        return true;
    if (!x->began && piece.len > 0) {
        x->began = true;
        x->in_one_piece = piece.at[0] == '{';
    }
    if (x->in_one_piece) {
        buffer_add(&x->whole, piece);
        return !x->whole.cut;
    }
    x->reading.status = 200;
    bool more = sse_feed(&x->sse, piece);
    if (x->reading.text.cut || x->reading.trouble != TROUBLE_NONE || x->sse.too_long)
        return false; /* nothing good can come of it: cut off early */
    if (more)
        return true;
    finish_reading(x);
    learn(x, &(struct outgoing_answer){.end = OUTGOING_ANSWERED});
    tell_reading(x);
    return true;
}

static void read_answer(struct asked *x, const struct outgoing_answer *a)
{
    struct reading *r = &x->reading;
    bool streamed = x->m->setup.streams && a->status / 100 == 2;
    r->status = a->status;
    switch (a->end) {
    case OUTGOING_ANSWERED:
        if (!streamed || x->in_one_piece)
            x->m->vendor->read(r, streamed ? buffer_slice(&x->whole) : a->body);
        if (a->status / 100 != 2)
            reading_fail(r, trouble_of_status(a->status), SLICE_NONE);
        finish_reading(x);
        return;
    case OUTGOING_NOT_SENT: reading_fail(r, TROUBLE_AWAY, SLICE("not_sent")); return;
    case OUTGOING_LATE: reading_fail(r, TROUBLE_AWAY, SLICE("late")); return;
    case OUTGOING_TOO_LARGE: reading_fail(r, TROUBLE_GARBAGE, SLICE("too_large")); return;
    case OUTGOING_CUT:
        if (r->text.cut)
            reading_fail(r, TROUBLE_GARBAGE, SLICE("too_long"));
        else
            reading_fail(r, TROUBLE_AWAY, SLICE("broken"));
        return;
    case OUTGOING_END_COUNT: break;
    }
    must(false);
}

static bool may_take_another_key(const struct asked *x)
{
    enum trouble t = x->reading.trouble, held = TROUBLE_NONE;
    bool of_the_key = t == TROUBLE_BUSY || t == TROUBLE_MONEY || t == TROUBLE_SETUP;
    return of_the_key && x->reading.status / 100 != 2 && key_for(x, &held) != NULL;
}

static void heard(void *context, const struct outgoing_answer *a)
{
    struct asked *x = context;
    if (x->done == NULL) { /* told before */
        note(x, a);
        unlink_asked(x);
        return;
    }
    read_answer(x, a);
    learn(x, a);
    note(x, a);
    if (may_take_another_key(x)) {
        (void)begin(x, x->reading.trouble);
        return;
    }
    if (a->end == OUTGOING_LATE)
        tell(x, MODEL_TIMEOUT, SLICE_NONE, x->at_stake);
    else if (a->end == OUTGOING_NOT_SENT)
        tell(x, MODEL_DOWN, SLICE_NONE, (struct money){0, x->at_stake.currency});
    else
        tell_reading(x);
    unlink_asked(x);
}

/* -- the port ------------------------------------------------------------------------------------------------------------------
 */

static struct remote_model *of(struct model *m)
{
    return (struct remote_model *)m;
}

static struct money most_of(const struct remote_model *m, struct slice body)
{
    return cost_most(prompt_tokens_most(body), m->setup.max_output_tokens, &m->setup.prices);
}

/* "{...}" and the extra members. */
static struct slice body_of(struct remote_model *m, struct arena *arena, const struct prompt *p)
{
    struct slice body = m->vendor->write(arena, &m->setup, p), extra = m->setup.extra;
    if (extra.len == 0)
        return body;
    return arena_printf(arena, SLICE_FMT "," SLICE_FMT "}", SLICE_ARG(slice_sub(body, 0, body.len - 1)),
                        SLICE_ARG(slice_sub(extra, 1, extra.len - 1)));
}

static struct money price(struct model *base, const struct model_ask *ask)
{
    struct remote_model *m = of(base);
    struct arena scratch;
    struct prompt p;
    struct money most = {0, m->setup.prices.currency};
    arena_init(&scratch, ASK_BYTES_MAX);
    if (prompt_write(&p, &scratch, ask, NULL) == OK)
        most = most_of(m, body_of(m, &scratch, &p));
    arena_finish(&scratch);
    return most;
}

static void start(struct model *base, const struct model_ask *ask, model_done *done, void *context)
{
    struct remote_model *m = of(base);
    struct asked *x = calloc(1, sizeof *x);
    struct prompt p;
    must(x != NULL);
    *x = (struct asked){.next = m->asked,
                        .m = m,
                        .done = done,
                        .context = context,
                        .id = ask->id,
                        .brain = ask->brain,
                        .is_draft = ask->role != ROLE_CHECKER,
                        .deadline = ask->deadline,
                        .at_stake = {0, m->setup.prices.currency}};
    m->asked = x;
    arena_init(&x->arena, ASK_BYTES_MAX);
    x->tenant = arena_copy(&x->arena, ask->tenant->id);
    if (prompt_write(&p, &x->arena, ask, NULL) != OK) {
        tell(x, MODEL_REFUSED, SLICE_NONE, x->at_stake);
        unlink_asked(x);
        return;
    }
    x->body = body_of(m, &x->arena, &p);
    x->at_stake = most_of(m, x->body);
    (void)begin(x, TROUBLE_SETUP);
}

/* Whoever gives up at the deadline has seen a provider that is too slow. */
static void cancel(struct model *base, void *context)
{
    struct remote_model *m = of(base);
    struct instant now = now_of(m);
    for (struct asked *x = m->asked, *next; x != NULL; x = next) {
        next = x->next;
        if (x->done == NULL || x->context != context)
            continue;
        outgoing_forget(m->setup.outgoing, x);
        if (instant_reached(now, x->deadline))
            breaker_hears(x, false);
        else
            breaker_learns_nothing(x);
        unlink_asked(x);
    }
}

static void close_model(struct model *base)
{
    struct remote_model *m = of(base);
    while (m->asked != NULL) {
        outgoing_forget(m->setup.outgoing, m->asked);
        unlink_asked(m->asked);
    }
    for (size_t i = 0; i < m->key_count; i++) {
        bytes_wipe(m->keys[i].secret, m->keys[i].size);
        free(m->keys[i].secret);
    }
    free(m->keys);
    arena_finish(&m->arena);
    free(m);
}

enum breaker_state remote_model_state(const struct model *m)
{
    return ((const struct remote_model *)m)->breaker.state;
}

/* -- making one -----------------------------------------------------------------------------------------------------------------
 */

static enum code check_extra(const struct remote_vendor *v, const struct remote_setup *s, struct error *e)
{
    struct arena scratch;
    struct json *j = NULL;
    arena_init(&scratch, ASK_BYTES_MAX);
    enum code code = s->extra.len == 0 ? OK : json_read(&j, &scratch, s->extra, (struct place){s->name, 1, 1}, e);
    if (code == OK && j != NULL && j->kind != JSON_KIND_OBJECT)
        code = fail(e, BAD_INPUT, "extra: is no JSON object");
    for (size_t i = 0; code == OK && v->own_members[i] != NULL; i++)
        if (json_get(j, v->own_members[i]) != NULL)
            code = fail(e, BAD_INPUT, "extra: \"%s\" is not to be set here", v->own_members[i]);
    arena_finish(&scratch);
    return code;
}

static enum code check(const struct remote_vendor *v, const struct remote_setup *s, struct error *e)
{
    if (s->model.len == 0)
        return fail(e, BAD_INPUT, "model " SLICE_FMT ": the vendor's name of the model is missing", SLICE_ARG(s->name));
    if (s->key_count > 64)
        return fail(e, LIMIT, "model " SLICE_FMT ": more than 64 keys", SLICE_ARG(s->name));
    for (size_t i = 0; i < s->key_count; i++)
        if (s->keys[i].secret.len == 0 || s->keys[i].secret.len > KEY_BYTES_MAX)
            return fail(e, BAD_INPUT, "model " SLICE_FMT ": key %zu is empty or too long", SLICE_ARG(s->name), i + 1);
    if (s->prices.input < 0 || s->prices.cached < 0 || s->prices.cache_write < 0 || s->prices.output < 0)
        return fail(e, BAD_INPUT, "model " SLICE_FMT ": a price is below 0", SLICE_ARG(s->name));
    enum code code = check_extra(v, s, e);
    return code == OK ? OK : error_within(e, code, "model " SLICE_FMT, SLICE_ARG(s->name));
}

static void copy_keys(struct remote_model *m, const struct remote_setup *s)
{
    m->key_count = s->key_count ? s->key_count : 1; /* one without a secret: a server that wants none */
    m->keys = calloc(m->key_count, sizeof *m->keys);
    must(m->keys != NULL);
    for (size_t i = 0; i < s->key_count; i++) {
        struct slice secret = slice_trim(s->keys[i].secret);
        m->keys[i] = (struct key){
            .tenant = arena_copy(&m->arena, s->keys[i].tenant), .secret = malloc(secret.len + 1), .size = secret.len};
        must(m->keys[i].secret != NULL);
        memcpy(m->keys[i].secret, secret.at, secret.len);
    }
}

struct model *remote_model_create(const struct remote_vendor *vendor, const struct remote_setup *setup, struct error *e)
{
    if (check(vendor, setup, e) != OK)
        return NULL;
    struct remote_model *m = calloc(1, sizeof *m);
    must(m != NULL);
    static const struct model_ops ops = {"remote", price, start, cancel, close_model};
    arena_init(&m->arena, 1 << 20);
    m->base.ops = &ops;
    m->vendor = vendor;
    m->setup = *setup;
    m->setup.keys = NULL;
    m->setup.key_count = 0;
    m->setup.max_output_tokens = setup->max_output_tokens ? setup->max_output_tokens : OUTPUT_TOKENS_DEFAULT;
    struct slice *texts[] = {&m->setup.name,         &m->setup.base_url, &m->setup.model, &m->setup.version,
                             &m->setup.organisation, &m->setup.project,  &m->setup.extra};
    if (m->setup.base_url.len == 0)
        m->setup.base_url = vendor->base_url;
    m->setup.extra = slice_trim(m->setup.extra);
    if (m->setup.extra.len > 0 && slice_trim(slice_sub(m->setup.extra, 1, m->setup.extra.len - 1)).len == 0)
        m->setup.extra = SLICE_NONE;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = arena_copy(&m->arena, *texts[i]);
    while (slice_ends(m->setup.base_url, SLICE("/")))
        m->setup.base_url.len--;
    m->url = arena_join(&m->arena, m->setup.base_url, vendor->path);
    copy_keys(m, setup);
    breaker_init(&m->breaker);
    return &m->base;
}
