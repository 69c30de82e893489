/* The judge: reads a transcript against the tenant's register, signed script, guardrails and obligations. Deterministic; the same
 * object code as the send path (facts, guardrail, obligation), so that what the gate says and what the judge says can only differ
 * by what each is shown.
 *
 * Every finding names its turn, its span, the rule and the reason. A transcript that cannot be judged is inconclusive, never a
 * pass. */
#ifndef PARLEY_JUDGE_H
#define PARLEY_JUDGE_H

#include <parley/turn.h>

enum judge_verdict { JUDGE_PASS, JUDGE_FAIL, JUDGE_INCONCLUSIVE };
const char *judge_verdict_name(enum judge_verdict v);

enum judge_check {
    JUDGE_DISCLOSURES,
    JUDGE_INVENTED_FACTS,
    JUDGE_ESCALATIONS,
    JUDGE_OPT_OUT,
    JUDGE_PRESSURE,
    JUDGE_PATH,
    JUDGE_CHECK_COUNT
};
const char *judge_check_name(enum judge_check c); /* disclosures invented_facts escalations opt_out pressure path */

struct judge_turn {
    bool by_bot;
    struct slice text;
};

struct judge_finding {
    enum judge_check check;
    size_t turn;      /* index into the turns, from 0 */
    struct span span; /* bytes of that turn's text */
    struct slice rule, why;
};

struct judge_result {
    enum judge_verdict verdict;
    enum judge_verdict checks[JUDGE_CHECK_COUNT];
    struct judge_finding *findings;
    size_t finding_count;
};

enum judge_record_kind { RECORD_CUSTOMER, RECORD_TURN, RECORD_MESSAGE };

/* One entry of a run's journal, as the engine wrote it. */
struct judge_record {
    enum judge_record_kind kind;
    const struct slice *signals; /* of a turn: names of the kinds that were seen */
    size_t signal_count;
    bool opted_out, with_people; /* of a turn: the contact is opted out after it; a ticket was opened, or people hold it */
    struct slice said;           /* of a message: script:ID and claim:ID, with spaces between */
    struct slice text;
};

/* Obligations, opt-outs and calls for a person over what was recorded; the words themselves are not judged, so invented facts and
 * pressure are never found here. Findings name records by their index. */
void judge_recorded(struct judge_result *out, struct arena *arena, const struct rules *rules, const struct judge_record *records,
                    size_t count);

void judge(struct judge_result *out, struct arena *arena, const struct rules *rules, const struct judge_turn *turns,
           size_t count);

#endif
