#include "brain_read.h"

static const char *const statuses[] = {"draft", "approved", "retired", NULL};
static const char *const value_kinds[] = {"money", "percent", "duration", "date",  "time", "count", "ordinal",
                                          "name",  "url",     "phone",    "email", "text", NULL};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits of a run, separators left out: "1,200.50" and "1200.50" are the same run. */
static size_t digit_run(char *out, size_t most, struct slice s, size_t *at)
{
    size_t n = 0;
    while (*at < s.len && (is_digit(s.at[*at]) ||
                           (n > 0 && (s.at[*at] == ',' || s.at[*at] == '.') && *at + 1 < s.len && is_digit(s.at[*at + 1])))) {
        if (s.at[*at] != ',' && n < most)
            out[n++] = s.at[*at];
        (*at)++;
    }
    return n;
}

static bool has_run(struct slice s, struct slice run)
{
    char digits[64];
    for (size_t i = 0; i < s.len;) {
        if (!is_digit(s.at[i])) {
            i++;
            continue;
        }
        size_t n = digit_run(digits, sizeof digits, s, &i);
        if (slice_eq((struct slice){digits, n}, run))
            return true;
    }
    return false;
}

/* Every number in the wording must be a registered value, and every value with a number must be in the wording. */
static void check_values(struct brain_reader *r, const struct claim *c)
{
    char digits[64];
    for (size_t i = 0; i < c->says.len;) {
        if (!is_digit(c->says.at[i])) {
            i++;
            continue;
        }
        size_t n = digit_run(digits, sizeof digits, c->says, &i);
        struct slice run = {digits, n};
        bool listed = false;
        for (size_t v = 0; v < c->value_count && !listed; v++)
            listed = has_run(c->values[v].text, run);
        if (!listed)
            problem_add(r->problems, c->at,
                        "claims." SLICE_FMT ".says: holds the number " SLICE_FMT " that values do not list; add it with its kind",
                        SLICE_ARG(c->id), SLICE_ARG(run));
    }
    for (size_t v = 0; v < c->value_count; v++) {
        bool found = true, any = false;
        struct slice t = c->values[v].text;
        bool date = slice_eq(c->values[v].kind, SLICE("date"));
        for (size_t i = 0; i < t.len && found && !date;) {
            if (!is_digit(t.at[i])) {
                i++;
                continue;
            }
            size_t n = digit_run(digits, sizeof digits, t, &i);
            any = true;
            found = has_run(c->says, (struct slice){digits, n});
        }
        if (any && !found)
            problem_add(r->problems, c->values[v].at,
                        "claims." SLICE_FMT ".values: \"" SLICE_FMT "\" does not stand in says; mend one of the two",
                        SLICE_ARG(c->id), SLICE_ARG(t));
    }
}

static void read_values(struct brain_reader *r, struct claim *c, const struct node *list)
{
    if (list == NULL)
        return;
    if (list->kind != NODE_LIST) {
        problem_add(r->problems, list->at, "claims." SLICE_FMT ".values: is not a list; write - {kind: percent, text: 30%%}",
                    SLICE_ARG(c->id));
        return;
    }
    c->values = ARENA_NEW_ARRAY(r->arena, struct claim_value, list->count + 1);
    for (const struct node *n = list->child; n != NULL; n = n->next) {
        struct claim_value *v = &c->values[c->value_count];
        unsigned kind;
        const struct node *k = need(r, n, "kind", "claims.values.kind");
        v->at = n->at;
        text_of(r, &v->text, n, "text", "claims.values.text", true);
        if (k != NULL && node_choice(&kind, k, "claims.values.kind", value_kinds, r->problems)) {
            v->kind = slice_from(value_kinds[kind]);
            c->value_count++;
        }
    }
}

static void read_claim(struct brain_reader *r, struct claim *c, const struct node *n)
{
    unsigned status = CLAIM_DRAFT;
    c->at = n->at;
    if (n->kind != NODE_MAP) {
        problem_add(r->problems, n->at, "claims: an entry is not a map; write - id: ... with says, source, owner");
        return;
    }
    text_of(r, &c->id, n, "id", "claims.id", true);
    text_of(r, &c->says, n, "says", "claims.says", true);
    text_of(r, &c->topic, n, "topic", "claims.topic", true);
    text_of(r, &c->source, n, "source", "claims.source", true);
    text_of(r, &c->owner, n, "owner", "claims.owner", true);
    texts_of(r, &c->approvers, n, "approvers", "claims.approvers");
    texts_of(r, &c->paraphrases, n, "paraphrases", "claims.paraphrases");
    texts_of(r, &c->questions, n, "questions", "claims.questions");
    texts_of(r, &c->never_without, n, "never_without", "claims.never_without");
    const struct node *at = need(r, n, "status", "claims.status"), *day = need(r, n, "review_by", "claims.review_by");
    if (at != NULL && node_choice(&status, at, "claims.status", statuses, r->problems))
        c->status = (enum claim_status)status;
    if (day != NULL)
        (void)node_date(&c->review_by, day, "claims.review_by", r->problems);
    read_values(r, c, node_get(n, "values"));
    if (c->status == CLAIM_APPROVED && c->approvers.count == 0)
        problem_add(r->problems, n->at,
                    "claims." SLICE_FMT ".approvers: is empty but the claim is approved; name who approved it", SLICE_ARG(c->id));
    if (c->says.len > 0)
        check_values(r, c);
}

void read_claims(struct brain_reader *r, const struct node *root)
{
    const struct node *list = node_get(root, "claims");
    if (list == NULL || list->kind != NODE_LIST) {
        problem_add(r->problems, root->at, "claims: is missing or not a list; write claims: with - id: entries");
        return;
    }
    struct brain *b = r->brain;
    b->claims = ARENA_NEW_ARRAY(r->arena, struct claim, list->count + 1);
    for (const struct node *n = list->child; n != NULL; n = n->next) {
        struct claim *c = &b->claims[b->claim_count];
        *c = (struct claim){0};
        read_claim(r, c, n);
        for (const struct node *m = list->child; m != n; m = m->next) {
            const struct node *id = node_get(m, "id");
            if (id != NULL && c->id.len > 0 && slice_eq(id->text, c->id))
                problem_add(r->problems, c->at,
                            "claims.id: " SLICE_FMT " stands here a second time, first at line %u; ids are unique",
                            SLICE_ARG(c->id), id->at.line);
        }
        bool expired = c->review_by.ms != 0 && r->now.ms >= c->review_by.ms + 86400000;
        if (c->status == CLAIM_APPROVED && !expired)
            b->claim_count++;
        else
            problem_add(r->warnings, c->at, "claims." SLICE_FMT ": is left out: %s", SLICE_ARG(c->id),
                        c->status != CLAIM_APPROVED ? "it is not approved" : "its review date has passed");
    }
}
