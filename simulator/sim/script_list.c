#include "script.h"

#include <parley/size.h>

/* Tenant 1 asks the checker about every draft, tenant 2 does not. */

static const struct script_step question[] = {{0, ACT_SAYS, 0, "Where is the hotel?"}};

static const struct script_step thanks[] = {{0, ACT_SAYS, 0, "What time is reception open?"},
                                            {60000, ACT_SAYS, 0, "Thanks, that helps."}};

static const struct script_step burst[] = {{0, ACT_SAYS, 0, "Hi"},
                                           {400, ACT_SAYS, 0, "one question"},
                                           {900, ACT_SAYS, 0, "where is the hotel?"},
                                           {4200, ACT_SAYS, 0, "and when is reception open?"},
                                           {60000, ACT_SAYS, 0, "thanks"}};

static const struct script_step opt_out[] = {{0, ACT_SAYS, 0, "Are you regulated by the FCA?"},
                                             {60000, ACT_SAYS, 0, "Why should I trust you?"},
                                             {61500, ACT_SAYS, 0, "STOP"},
                                             {120000, ACT_SAYS, 0, "ok"},
                                             {180000, ACT_SAYS, 0, "START"},
                                             {240000, ACT_SAYS, 0, "What company is this?"}};

static const struct script_step handover[] = {{0, ACT_SAYS, 0, "I want to speak to a human please"},
                                              {30000, ACT_SAYS, 0, "hello?"},
                                              {60000, ACT_TAKES_OVER, 0, NULL},
                                              {90000, ACT_SAYS, 0, "Is somebody there?"},
                                              {150000, ACT_GIVES_BACK, 0, NULL},
                                              {180000, ACT_SAYS, 0, "Where is the hotel?"}};

/* The second opening has no answer in between: a strike. */
static const struct script_step opening[] = {{0, ACT_OPENS, 0, "spring.1"},
                                             {120000, ACT_SAYS, 0, "who is Dynamo Claims?"},
                                             {180000, ACT_OPENS, 1, "spring.2"},
                                             {240000, ACT_OPENS, 1, "spring.3"},
                                             {300000, ACT_OPENS, 1, "spring.3"}};

static const struct script_step kill[] = {{0, ACT_SAYS, 0, "Where is the hotel?"},
                                          {60000, ACT_SAYS, 0, "When is reception open?"},
                                          {62500, ACT_STOPS, 2, NULL},
                                          {90000, ACT_SAYS, 0, "hello?"},
                                          {150000, ACT_FREES, 2, NULL},
                                          {200000, ACT_SAYS, 0, "Who owns the hotel?"}};

static const struct script_step ambiguous[] = {{0, ACT_SAYS, 0, "Where is the hotel?"},
                                               {90000, ACT_SAYS, 0, "Who owns the hotel?"}};

static const struct script_step checked[] = {{0, ACT_SAYS, 0, "Are you regulated by the FCA?"},
                                             {60000, ACT_SAYS, 0, "Is this automatic?"}};

static const struct script_step two_tenants[] = {{0, ACT_SAYS, 0, "Where is the hotel?"},
                                                 {100, ACT_SAYS, 1, "What company is this?"},
                                                 {60000, ACT_SAYS, 1, "Are you legit?"},
                                                 {60100, ACT_SAYS, 0, "Who owns the hotel?"}};

#define STEPS(list) (list), COUNT_OF(list)
const struct script scripts[] = {
    {"question", "a plain question and its answer", {2}, STEPS(question), false, false},
    {"thanks", "a question, and a word after the answer", {2}, STEPS(thanks), false, false},
    {"burst", "several messages in one breath, one of them while a draft is made", {2}, STEPS(burst), false, false},
    {"opt-out", "stop in the middle of a question, silence, and back again", {1}, STEPS(opt_out), false, false},
    {"hand-over", "a person is wanted, takes over, and gives back", {2}, STEPS(handover), false, false},
    {"opening", "the tenant begins; the second contact does not answer", {1, 1}, STEPS(opening), false, false},
    {"kill", "an operator stops a tenant during a model call, and frees it", {2}, STEPS(kill), false, false},
    {"ambiguous", "no response of a send arrives", {2}, STEPS(ambiguous), true, false},
    {"checked", "a checker is asked about every draft", {1}, STEPS(checked), false, false},
    {"two-tenants", "one person's address writes to two tenants at a time", {2, 1}, STEPS(two_tenants), false, true},
};
const size_t script_count = COUNT_OF(scripts);

const struct script *script_named(struct slice name)
{
    for (size_t i = 0; i < script_count; i++)
        if (slice_eq(name, slice_from(scripts[i].name)))
            return &scripts[i];
    return NULL;
}
