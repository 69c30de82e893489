#include <parley/commit.h>
#include <parley/size.h>

static const char *const channels[CHANNEL_KIND_COUNT] = {"whatsapp", "webchat", "email", "voice", "chat"};
static const char *const authors[AUTHOR_COUNT] = {"contact", "bot", "staff"};
static const char *const outcomes[OUTCOME_COUNT] = {"pending", "replied", "coalesced", "suppressed", "human", "dead_letter"};
static const char *const consents[CONSENT_STATE_COUNT] = {"none", "given", "soft_opt_in", "withdrawn"};
static const char *const holders[HOLDER_COUNT] = {"bot", "handed_over", "staff", "silent"};
static const char *const reasons[TICKET_REASON_COUNT] = {
    "none",     "wants_human", "vulnerable", "crisis",         "angry",        "legal_threat", "complaint",
    "confused", "third_party", "under_18",   "no_safe_answer", "unknown_send", "poison",       "refused_send"};
static const char *const purposes[PURPOSE_COUNT] = {"reply", "opening",        "follow_up", "service",
                                                    "care",  "opt_out_notice", "holding"};
static const char *const audits[AUDIT_KIND_COUNT] = {"turn",   "screen_in",   "draft",       "screen_out", "check",
                                                     "policy", "send_intent", "send_result", "consent",    "ticket",
                                                     "holder", "kill",        "erasure",     "outcome",    "config"};

const char *channel_kind_name(enum channel_kind kind)
{
    must(kind < CHANNEL_KIND_COUNT);
    return channels[kind];
}

bool channel_kind_parse(enum channel_kind *out, struct slice name)
{
    for (unsigned i = 0; i < CHANNEL_KIND_COUNT; i++)
        if (slice_eq(name, slice_from(channels[i]))) {
            *out = (enum channel_kind)i;
            return true;
        }
    return false;
}

const char *author_name(enum author author)
{
    must(author < AUTHOR_COUNT);
    return authors[author];
}

const char *outcome_name(enum outcome outcome)
{
    must(outcome < OUTCOME_COUNT);
    return outcomes[outcome];
}

const char *consent_state_name(enum consent_state state)
{
    must(state < CONSENT_STATE_COUNT);
    return consents[state];
}

const char *holder_name(enum holder holder)
{
    must(holder < HOLDER_COUNT);
    return holders[holder];
}

const char *ticket_reason_name(enum ticket_reason reason)
{
    must(reason < TICKET_REASON_COUNT);
    return reasons[reason];
}

const char *purpose_name(enum purpose purpose)
{
    must(purpose < PURPOSE_COUNT);
    return purposes[purpose];
}

const char *audit_kind_name(enum audit_kind kind)
{
    must(kind < AUDIT_KIND_COUNT);
    return audits[kind];
}
