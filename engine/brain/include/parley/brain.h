/* A brain: a versioned pack of voice, claims register, signed script, rules and corpus (docs/man/parley-pack.5).
 * Read from files given as bytes; refused whole when anything is wrong; immutable and shared afterwards. */
#ifndef PARLEY_BRAIN_H
#define PARLEY_BRAIN_H

#include <parley/document.h>
#include <parley/digest.h>
#include <parley/schema.h>

enum claim_status { CLAIM_DRAFT, CLAIM_APPROVED, CLAIM_RETIRED };

struct claim_value {
    struct slice kind; /* money percent duration date time count ordinal name url phone email text */
    struct slice text; /* as approved: "GBP 420", "30%", "14 days", "2026-08-31" */
    struct place at;
};

struct claim {
    struct slice id, topic, says, source, owner;
    struct slice_list paraphrases, questions, approvers, never_without; /* never_without: script line ids */
    struct claim_value *values;
    size_t value_count;
    struct wall review_by;
    enum claim_status status;
    struct place at;
};

/* What a signed line is for. The engine finds lines by purpose; several of one purpose are variants, taken in order. */
enum line_purpose {
    LINE_GREETING,
    LINE_DISCLOSURE,
    LINE_DEFLECTION,
    LINE_HANDOVER,
    LINE_HOLDING,
    LINE_FALLBACK,
    LINE_PATH,
    LINE_OPT_OUT,
    LINE_OPT_IN,
    LINE_CARE,
    LINE_HUMAN_ANSWER,
    LINE_SMALL_TALK,
    LINE_CLOSING,
    LINE_FOLLOW_UP,
    LINE_LINK,
    LINE_STAFF_BUSY,
    LINE_UNREADABLE,
    LINE_PURPOSE_COUNT
};
const char *line_purpose_name(enum line_purpose purpose); /* greeting disclosure ... human_answer small_talk ... */

struct script_line {
    struct slice id;
    enum line_purpose purpose;
    struct slice
        for_signal; /* a deflection, care or hand-over line for one signal kind (amount_fishing, crisis ...); may be empty */
    struct slice language;
    struct slice text;          /* {ref} {staff_hours} {name} are the only variables */
    struct slice_list triggers; /* small talk: what a customer says */
    struct place at;
};

/* The signed conversion path: questions in order, each with where an answer leads. */
struct path_branch {
    struct slice_list when; /* phrases, or yes no number date any unsure */
    struct slice to;        /* a step id, or: done handover stop */
    struct slice reply;     /* a script line to say first; may be empty */
};
struct path_step {
    struct slice id, line;
    struct path_branch *branches;
    size_t branch_count;
    struct place at;
};

enum rule_action { ACTION_FLAG, ACTION_DEFLECT, ACTION_HANDOVER, ACTION_BLOCK, ACTION_SILENCE, ACTION_COUNT };
struct brain_rule {                          /* a tenant's own rule on top of the built-in ones */
    struct slice id, keeps, direction, kind; /* keeps: RULE-... of docs/rules.md; direction: in out; kind: a signal kind */
    struct slice_list patterns, literals, phrases;
    enum rule_action action;
    struct place at;
};

/* Obligations over a whole conversation, see engine/guardrail obligation.h for the event names. */
enum obligation_shape { OBLIGATION_BEFORE, OBLIGATION_WITHIN, OBLIGATION_NEVER_AFTER, OBLIGATION_AT_MOST, OBLIGATION_NEVER };
struct obligation_rule {
    struct slice id, keeps;
    enum obligation_shape shape;
    struct slice trigger; /* BEFORE: the later event; WITHIN, NEVER_AFTER: the first event; AT_MOST, NEVER: the event */
    struct slice need;    /* BEFORE: what must have come; WITHIN: what must come; NEVER_AFTER: what may not come */
    struct slice release; /* NEVER_AFTER: what ends the ban; may be empty */
    uint64_t count;       /* WITHIN: turns (0 = same turn); AT_MOST: times */
    struct slice repair;  /* script line that the engine puts in front to keep it; may be empty */
    struct place at;
};

struct passage { /* corpus: background for retrieval, never a licence to state a fact */
    struct slice id, title, text;
};

struct model_roles {
    struct slice_list conversation; /* the ladder, best first: names of configured models; script is always the last rung */
    struct slice simple, checker, judge, embed;
};

struct retrieval_index;

struct brain {
    struct slice id, voice_name, voice_style;
    struct slice_list languages;
    struct model_roles models;
    bool strict; /* whole reply at once; every sentence word for word a claim, an approved paraphrase or a signed line */
    bool checker_required;
    uint64_t redrafts; /* how often a blocked draft may be asked again before the ladder goes down */
    struct claim *claims;
    size_t claim_count; /* approved and unexpired only, in file order */
    struct script_line *lines;
    size_t line_count;
    struct path_step *path;
    size_t path_count;
    struct brain_rule *rules;
    size_t rule_count;
    struct obligation_rule *obligations;
    size_t obligation_count;
    struct passage *passages;
    size_t passage_count;
    struct slice_list synonyms; /* "car vehicle motor": words of one line mean the same in retrieval */
    struct slice signed_by;
    struct wall signed_at;
    struct slice signed_digest;
    struct slice version; /* hex of the content's hash */
    struct retrieval_index *index;
};

/* `files` are the files below brain/ with paths relative to the pack. `now` decides which claims have expired: they are
 * left out and reported in `warnings`. NULL when there are problems. */
const struct brain *brain_read(struct arena *arena, const struct source_file *files, size_t count, struct wall now,
                               struct problems *problems, struct problems *warnings);

const struct claim *brain_claim(const struct brain *b, struct slice id);
const struct script_line *brain_line(const struct brain *b, struct slice id);
/* The line of a purpose, for a signal if one is given and exists, in a language if it exists; `nth` takes variants in turn. */
const struct script_line *brain_line_for(const struct brain *b, enum line_purpose purpose, struct slice for_signal,
                                         struct slice language, uint64_t nth);
const struct path_step *brain_step(const struct brain *b, struct slice id);

/* What the register and the corpus know about a question, best first. claim or passage is set, never both. */
struct brain_hit {
    const struct claim *claim;
    const struct passage *passage;
    uint64_t score;
};
size_t brain_search(struct brain_hit *hits, size_t most, struct arena *scratch, const struct brain *b, struct slice query);

#endif
