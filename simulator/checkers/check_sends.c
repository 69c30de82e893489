#include "ledger_state.h"

/* Attempts: a dozen while the pauses grow, then one in some minutes; each wrong clock may bring a few forward. And none long
 * after the reply window has closed: as long as an operator may have stopped everything. */
enum {
    ATTEMPTS_FIRST = 12,
    ATTEMPT_MS_LEAST = 5 * 60 * 1000,
    ATTEMPTS_OF_CLOCKS = 24,
    LATE_MS_MOST = 4 * 60 * 60 * 1000,
    STARTED_SLACK_MS = 60 * 1000
};

/* What may follow what (I6). INTENT follows SENDING when the attempt is known to be refused and is tried again. */
static bool is_edge(enum send_state from, enum send_state to)
{
    switch (from) {
    case SEND_INTENT: return to == SEND_SENDING || to == SEND_REFUSED;
    case SEND_SENDING: return to == SEND_ACCEPTED || to == SEND_REFUSED || to == SEND_UNKNOWN || to == SEND_INTENT;
    case SEND_UNKNOWN: return to == SEND_ACCEPTED || to == SEND_REFUSED || to == SEND_HUMAN;
    case SEND_ACCEPTED: return to == SEND_HUMAN; /* it failed after all, hours later */
    case SEND_REFUSED:
    case SEND_HUMAN:
    case SEND_STATE_COUNT: return false;
    }
    return false;
}

static void move(struct ledger *l, struct known_send *k, enum send_state to)
{
    if (!is_edge(k->state, to))
        ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " went from %s to %s", SLICE_ARG(k->key), send_state_name(k->state),
                        send_state_name(to));
    l->sum.edges[k->state][to]++;
    k->state = to;
}

void ledger_send_is(struct ledger *l, struct known_send *k, enum send_state state)
{
    if (state == k->state)
        return;
    if (k->state == SEND_INTENT && state != SEND_REFUSED) /* begun by a node that died in it */
        move(l, k, SEND_SENDING);
    if (k->state == SEND_SENDING && (state == SEND_HUMAN || state == SEND_UNKNOWN))
        move(l, k, SEND_UNKNOWN);
    if (state != k->state)
        move(l, k, state);
}

void ledger_end_doubtful(struct ledger *l, struct slice key, const struct send_result *result)
{
    struct known_send *k = ledger_send(l, key);
    if (k == NULL)
        return;
    k->perhaps_ended = true;
    k->perhaps_refused = result->state == SEND_INTENT;
}

void ledger_began(struct ledger *l, const struct send *send)
{
    struct known_send *k = ledger_send(l, send->key);
    ledger_note(l, "began", random_hash(send->key), 0);
    if (k == NULL) {
        ledger_violated(l, I5_INTENT_BEFORE_SEND, "send " SLICE_FMT " began without a committed intent", SLICE_ARG(send->key));
        return;
    }
    if (k->state == SEND_SENDING && k->perhaps_refused) /* now it is known: that was durable */
        move(l, k, SEND_INTENT);
    k->perhaps_refused = k->perhaps_ended = false;
    move(l, k, SEND_SENDING);
    int64_t late_ms = l->now.ms - k->at.ms;
    if (ledger_is_started(k->purpose) && !l->clock_wrong && late_ms > STORE_STARTED_MS_MAX + STARTED_SLACK_MS)
        ledger_violated(l, I9_POLICY_AT_COMMIT,
                        "send " SLICE_FMT ", which nobody waits for, begins %lld s after it was decided on", SLICE_ARG(send->key),
                        (long long)late_ms / 1000);
    k->began++;
    k->began_at = l->now;
    bool notice = k->purpose == PURPOSE_OPT_OUT_NOTICE, care = k->purpose == PURPOSE_CARE;
    if (ledger_contact(l, k->contact)->opted_out && !notice && !care)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT " leaves after its contact has opted out",
                        SLICE_ARG(send->key));
    if (ledger_conversation(l, k->conversation)->staff && !care)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "send " SLICE_FMT " leaves after a person took over", SLICE_ARG(send->key));
    size_t number = (size_t)(k - l->sends.at);
    if (number < ledger_contact(l, k->contact)->recalled && !notice && !care)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT " leaves, and consent was withdrawn since it was decided on",
                        SLICE_ARG(send->key));
    if (number < ledger_conversation(l, k->conversation)->recalled && !notice && !care)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "send " SLICE_FMT " leaves, and a person took over since it was decided on",
                        SLICE_ARG(send->key));
    if (l->killed || l->tenants[k->tenant.n - 1].killed)
        ledger_violated(l, I13_KILL, "send " SLICE_FMT " began after a kill", SLICE_ARG(send->key));
}

void ledger_ended(struct ledger *l, struct slice key, const struct send_result *result)
{
    struct known_send *k = ledger_send(l, key);
    ledger_note(l, "ended", random_hash(key), (uint64_t)result->state);
    if (k == NULL)
        return;
    if (k->state == SEND_SENDING && result->state == SEND_HUMAN) /* recovery had called it unknown */
        move(l, k, SEND_UNKNOWN);
    if (result->state == SEND_ACCEPTED && k->transmitted > 0 && k->open == 0)
        ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " is called accepted, and every attempt was refused",
                        SLICE_ARG(k->key));
    move(l, k, result->state);
    if (result->state == SEND_REFUSED)
        k->refused_at = l->now;
    if (result->state == SEND_HUMAN || (result->state == SEND_REFUSED && !ledger_is_started(k->purpose)))
        ledger_conversation(l, k->conversation)->failed_at = l->now;
}

enum { SETTLED_BY_PEOPLE_MS = 780000 }; /* not sooner does a doubt go to a person */

/* What a provider says settles a doubt: a person is asked only about what nobody knows. And who hears that a send failed after
 * all has to tell somebody. */
void ledger_told(struct ledger *l, struct slice key, bool failed)
{
    const struct known_send *k = ledger_send(l, key);
    ledger_note(l, "told", random_hash(key), failed);
    if (k == NULL)
        return;
    if (failed && k->state == SEND_ACCEPTED && !k->perhaps_ended)
        ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " failed after all, and nobody has to hear of it",
                        SLICE_ARG(k->key));
    bool fresh = l->now.ms - k->began_at.ms < SETTLED_BY_PEOPLE_MS && !l->clock_wrong && !k->perhaps_ended;
    if (!failed && fresh && (k->state == SEND_SENDING || k->state == SEND_UNKNOWN))
        ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " is %s, though the provider has said that it arrived",
                        SLICE_ARG(k->key), send_state_name(k->state));
}

void ledger_bad_draft(struct ledger *l, struct slice text)
{
    if (text.len > 0)
        *ARRAY_ADD(&l->arena, &l->bad) = arena_copy(&l->arena, text);
}

static void check_attempts(struct ledger *l, const struct known_send *k)
{
    int64_t age_ms = l->now.ms - k->at.ms, most = ATTEMPTS_FIRST + age_ms / ATTEMPT_MS_LEAST;
    int64_t window_ms = (int64_t)(l->tenants[k->tenant.n - 1].rules->window.ns / 1000000);
    most += l->clock_wrong ? ATTEMPTS_OF_CLOCKS : 0;
    if (k->transmitted > most)
        ledger_violated(l, I10_BOUNDED, "send " SLICE_FMT " is tried for the %uth time in %lld s", SLICE_ARG(k->key),
                        k->transmitted, (long long)age_ms / 1000);
    if (window_ms > 0 && k->transmitted > 1 && age_ms > window_ms + LATE_MS_MOST)
        ledger_violated(l, I10_BOUNDED, "send " SLICE_FMT " is still tried %lld s after it was decided on", SLICE_ARG(k->key),
                        (long long)age_ms / 1000);
}

/* A customer reads answers in the order of the questions; only what is urgent overtakes. */
static void check_leaves_in_order(struct ledger *l, const struct known_send *k)
{
    struct known_conversation *c = ledger_conversation(l, k->conversation);
    if (k->turn < c->left_turn || (k->turn == c->left_turn && k->place < c->left_place)) {
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "send " SLICE_FMT " leaves after one of turn %llu, which was decided on later",
                        SLICE_ARG(k->key), (unsigned long long)c->left_turn);
        return;
    }
    if (k->purpose == PURPOSE_CARE || k->purpose == PURPOSE_OPT_OUT_NOTICE)
        return;
    c->left_turn = k->turn;
    c->left_place = k->place;
}

void ledger_transmitted(struct ledger *l, const struct send *send, unsigned node)
{
    struct known_send *k = ledger_send(l, send->key);
    struct slice text = private_reveal(send->text, REVEAL_CHANNEL), address = private_reveal(send->address, REVEAL_CHANNEL);
    ledger_note(l, "transmitted", random_hash(send->key), node);
    l->sum.transmitted++;
    if (k == NULL || k->began <= k->transmitted) {
        ledger_violated(l, I5_INTENT_BEFORE_SEND, "send " SLICE_FMT " left without a durable intent", SLICE_ARG(send->key));
        return;
    }
    if (k->unwanted)
        ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " is tried again after it was refused for good", SLICE_ARG(k->key));
    k->transmitted++;
    check_attempts(l, k);
    check_leaves_in_order(l, k);
    if (k->open++ > 0)
        ledger_violated(l, I2_ONE_ATTEMPT,
                        "send " SLICE_FMT " was tried again while an earlier attempt was not known to be refused",
                        SLICE_ARG(send->key));
    if (!slice_eq(text, k->text))
        ledger_violated(l, I7_APPROVED_TEXT, "send " SLICE_FMT " left with another text than was approved", SLICE_ARG(send->key));
    const struct known_contact *c = ledger_contact(l, k->contact);
    if (c->address.len > 0 && !slice_eq(address, c->address))
        ledger_violated(l, I15_TENANTS_APART, "send " SLICE_FMT " left for another address than its contact's",
                        SLICE_ARG(send->key));
}

void ledger_refused(struct ledger *l, struct slice key)
{
    struct known_send *k = ledger_send(l, key);
    ledger_note(l, "refused", random_hash(key), 0);
    if (k != NULL && k->open > 0)
        k->open--;
}

void ledger_refused_for_good(struct ledger *l, struct slice key)
{
    struct known_send *k = ledger_send(l, key);
    if (k != NULL)
        k->unwanted = true;
    ledger_refused(l, key);
}

void ledger_shown(struct ledger *l, struct slice key, struct slice address, struct slice text)
{
    struct known_send *k = ledger_send(l, key);
    ledger_note(l, "shown", random_hash(key), random_hash(text));
    l->sum.shown++;
    if (k == NULL) {
        ledger_violated(l, I5_INTENT_BEFORE_SEND, "a phone shows " SLICE_FMT ", which was never intended", SLICE_ARG(key));
        return;
    }
    if (k->shown++ > 0)
        ledger_violated(l, I2_ONE_ATTEMPT, "a customer got send " SLICE_FMT " twice", SLICE_ARG(key));
    if (!slice_eq(text, k->text))
        ledger_violated(l, I7_APPROVED_TEXT, "a phone shows send " SLICE_FMT " with another text", SLICE_ARG(key));
    const struct known_contact *c = ledger_contact(l, k->contact);
    if (c->address.len > 0 && !slice_eq(address, c->address))
        ledger_violated(l, I15_TENANTS_APART, "send " SLICE_FMT " is shown to another customer", SLICE_ARG(key));
}
