#include "rules.h"

static const struct kind_row rows[SIGNAL_KIND_COUNT] = {
    [SIGNAL_INJECTION] = {"injection", false, true, ACTION_DEFLECT, "RULE-LEAK-1"},
    [SIGNAL_AMOUNT_FISHING] = {"amount_fishing", false, true, ACTION_DEFLECT, "RULE-FEE-1"},
    [SIGNAL_ARE_YOU_HUMAN] = {"are_you_human", false, false, ACTION_FLAG, "RULE-HUMAN-1"},
    [SIGNAL_PRESSURE_BAIT] = {"pressure_bait", false, true, ACTION_DEFLECT, "RULE-PRESS-1"},
    [SIGNAL_OPT_OUT] = {"opt_out", false, false, ACTION_SILENCE, "RULE-OPTOUT-1"},
    [SIGNAL_OPT_IN_AGAIN] = {"opt_in_again", false, false, ACTION_FLAG, "RULE-CONSENT-1"},
    [SIGNAL_OFF_TOPIC] = {"off_topic", false, false, ACTION_DEFLECT, ""},
    [SIGNAL_VULNERABLE_HEALTH] = {"vulnerable_health", false, false, ACTION_HANDOVER, "RULE-CARE-2"},
    [SIGNAL_VULNERABLE_LIFE_EVENT] = {"vulnerable_life_event", false, false, ACTION_HANDOVER, "RULE-CARE-2"},
    [SIGNAL_VULNERABLE_RESILIENCE] = {"vulnerable_resilience", false, false, ACTION_HANDOVER, "RULE-CARE-2"},
    [SIGNAL_VULNERABLE_CAPABILITY] = {"vulnerable_capability", false, false, ACTION_HANDOVER, "RULE-CARE-2"},
    [SIGNAL_CRISIS] = {"crisis", false, false, ACTION_HANDOVER, "RULE-CARE-1"},
    [SIGNAL_ANGRY] = {"angry", false, false, ACTION_HANDOVER, ""},
    [SIGNAL_LEGAL_THREAT] = {"legal_threat", false, false, ACTION_HANDOVER, "RULE-COMPLAINT-1"},
    [SIGNAL_COMPLAINT] = {"complaint", false, false, ACTION_HANDOVER, "RULE-COMPLAINT-1"},
    [SIGNAL_CONFUSED] = {"confused", false, false, ACTION_FLAG, "RULE-CARE-2"},
    [SIGNAL_WANTS_HUMAN] = {"wants_human", false, false, ACTION_HANDOVER, "RULE-HANDOVER-1"},
    [SIGNAL_ABUSE] = {"abuse", false, true, ACTION_DEFLECT, ""},
    [SIGNAL_THIRD_PARTY_PII] = {"third_party_pii", false, false, ACTION_DEFLECT, "RULE-THIRD-1"},
    [SIGNAL_UNDER_18] = {"under_18", false, false, ACTION_HANDOVER, "RULE-MINOR-1"},
    [SIGNAL_UNREGISTERED_FACT] = {"unregistered_fact", true, true, ACTION_BLOCK, "RULE-TRUTH-1"},
    [SIGNAL_PROMPT_LEAK] = {"prompt_leak", true, true, ACTION_BLOCK, "RULE-LEAK-1"},
    [SIGNAL_CANARY_LEAK] = {"canary_leak", true, true, ACTION_BLOCK, "RULE-LEAK-1"},
    [SIGNAL_PERSONAL_DATA_LEAK] = {"personal_data_leak", true, true, ACTION_BLOCK, "RULE-LEAK-1"},
    [SIGNAL_PRESSURE] = {"pressure", true, true, ACTION_BLOCK, "RULE-PRESS-1"},
    [SIGNAL_GUARANTEE] = {"guarantee", true, true, ACTION_BLOCK, "RULE-PRESS-1"},
    [SIGNAL_ADVICE] = {"advice", true, true, ACTION_BLOCK, "RULE-ADVICE-1"},
    [SIGNAL_DENIES_BOT] = {"denies_bot", true, true, ACTION_BLOCK, "RULE-HUMAN-1"},
    [SIGNAL_DISPARAGEMENT] = {"disparagement", true, true, ACTION_BLOCK, "RULE-TRUTH-1"},
    [SIGNAL_INSINUATED_OUTCOME] = {"insinuated_outcome", true, true, ACTION_BLOCK, "RULE-PRESS-1"},
    [SIGNAL_UNSAFE_CARE] = {"unsafe_care", true, true, ACTION_BLOCK, "RULE-CARE-1"},
    [SIGNAL_WRONG_LANGUAGE] = {"wrong_language", true, true, ACTION_BLOCK, ""},
    [SIGNAL_TOO_LONG] = {"too_long", true, true, ACTION_BLOCK, ""},
    [SIGNAL_LINK_NOT_ALLOWED] = {"link_not_allowed", true, true, ACTION_BLOCK, "RULE-LEAK-1"},
    [SIGNAL_MISSING_DISCLOSURE] = {"missing_disclosure", true, true, ACTION_BLOCK, "RULE-AI-1"},
    [SIGNAL_IGNORES_OPT_OUT] = {"ignores_opt_out", true, true, ACTION_BLOCK, "RULE-OPTOUT-1"},
    [SIGNAL_DISGUISED_TEXT] = {"disguised_text", true, true, ACTION_BLOCK, "RULE-TRUTH-1"},
    [SIGNAL_TENANT_RULE] = {"tenant_rule", true, true, ACTION_BLOCK, ""},
};

const struct kind_row *kind_row(enum signal_kind kind)
{
    must(kind < SIGNAL_KIND_COUNT);
    return &rows[kind];
}

const char *signal_kind_name(enum signal_kind kind)
{
    return kind_row(kind)->name;
}

bool signal_kind_parse(enum signal_kind *out, struct slice name)
{
    for (unsigned i = 0; i < SIGNAL_KIND_COUNT; i++)
        if (slice_eq(name, slice_from(rows[i].name))) {
            *out = (enum signal_kind)i;
            return true;
        }
    return false;
}
