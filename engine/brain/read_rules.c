#include "brain_read.h"

#include <parley/size.h>

static const char *const actions[] = {"flag", "deflect", "handover", "block", "silence", NULL};
static const char *const directions[] = {"in", "out", NULL};

/* The first capital letter that a pattern waits for, 0 for none: escapes (\\W), properties (\\p{Lu}) and names of groups may have
 * them. */
static char capital_of(struct slice pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.at[i];
        bool property = c == '\\' && i + 2 < pattern.len && pattern.at[i + 2] == '{';
        bool name = c == '<' && i > 0 && (pattern.at[i - 1] == '?' || pattern.at[i - 1] == 'P');
        bool verb = c == '*' && i > 0 && pattern.at[i - 1] == '(';
        if (property || name || verb)
            while (i < pattern.len && pattern.at[i] != (property ? '}' : name ? '>' : ')'))
                i++;
        else if (c == '\\' || (c == '?' && i + 1 < pattern.len && pattern.at[i + 1] == 'P'))
            i++;
        else if (c >= 'A' && c <= 'Z')
            return c;
    }
    return 0;
}

static void check_capitals(struct brain_reader *r, const struct brain_rule *rule)
{
    for (size_t i = 0; i < rule->patterns.count; i++) {
        char capital = capital_of(rule->patterns.at[i]);
        if (capital != 0)
            problem_add(r->problems, rule->at,
                        "rules." SLICE_FMT ": pattern " SLICE_FMT
                        " waits for the capital %c, which never comes: texts are matched in "
                        "small letters; write it small",
                        SLICE_ARG(rule->id), SLICE_ARG(rule->patterns.at[i]), capital);
    }
}

static void read_rule(struct brain_reader *r, struct brain_rule *rule, const struct node *n)
{
    unsigned choice;
    rule->at = n->at;
    text_of(r, &rule->id, n, "id", "rules.id", true);
    text_of(r, &rule->keeps, n, "keeps", "rules.keeps", true);
    text_of(r, &rule->kind, n, "kind", "rules.kind", true);
    texts_of(r, &rule->patterns, n, "patterns", "rules.patterns");
    texts_of(r, &rule->literals, n, "literals", "rules.literals");
    texts_of(r, &rule->phrases, n, "phrases", "rules.phrases");
    check_capitals(r, rule);
    const struct node *d = need(r, n, "direction", "rules.direction"), *a = need(r, n, "action", "rules.action");
    if (d != NULL && node_choice(&choice, d, "rules.direction", directions, r->problems))
        rule->direction = slice_from(directions[choice]);
    if (a != NULL && node_choice(&choice, a, "rules.action", actions, r->problems))
        rule->action = (enum rule_action)choice;
    if (rule->patterns.count + rule->phrases.count == 0)
        problem_add(r->problems, n->at, "rules." SLICE_FMT ": has neither patterns nor phrases; write one", SLICE_ARG(rule->id));
}

static const struct {
    const char *key;
    enum obligation_shape shape;
} shapes[] = {{"before", OBLIGATION_BEFORE},
              {"within", OBLIGATION_WITHIN},
              {"never_after", OBLIGATION_NEVER_AFTER},
              {"at_most", OBLIGATION_AT_MOST}};

static void read_obligation(struct brain_reader *r, struct obligation_rule *o, const struct node *n)
{
    unsigned found = 0;
    o->at = n->at;
    text_of(r, &o->id, n, "id", "obligations.id", true);
    text_of(r, &o->keeps, n, "keeps", "obligations.keeps", true);
    text_of(r, &o->repair, n, "repair", "obligations.repair", false);
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        const struct node *body = node_get(n, shapes[i].key), *count;
        if (body == NULL)
            continue;
        found++;
        o->shape = shapes[i].shape;
        text_of(r, &o->trigger, body, "trigger", "obligations.trigger", true);
        if (o->shape == OBLIGATION_NEVER_AFTER)
            text_of(r, &o->need, body, "never", "obligations.never_after.never", true);
        else if (o->shape != OBLIGATION_AT_MOST)
            text_of(r, &o->need, body, "need", "obligations.need", true);
        text_of(r, &o->release, body, "release", "obligations.release", false);
        if ((count = node_get(body, "turns")) != NULL || (count = node_get(body, "times")) != NULL)
            (void)node_u64(&o->count, count, node_get(body, "turns") != NULL ? "obligations.turns" : "obligations.times", 0, 100,
                           r->problems);
    }
    const struct node *never = node_get(n, "never");
    if (never != NULL) {
        found++;
        o->shape = OBLIGATION_NEVER;
        (void)node_text(&o->trigger, never, "obligations.never", r->problems);
    }
    if (found != 1)
        problem_add(r->problems, n->at,
                    "obligations." SLICE_FMT ": has %u shapes; write exactly one of before, within, never_after, at_most, never",
                    SLICE_ARG(o->id), found);
}

void read_rules(struct brain_reader *r, const struct node *root)
{
    struct brain *b = r->brain;
    const struct node *rules = node_get(root, "rules"), *obligations = node_get(root, "obligations");
    if (rules != NULL && rules->kind == NODE_LIST) {
        b->rules = ARENA_NEW_ARRAY(r->arena, struct brain_rule, rules->count + 1);
        for (const struct node *n = rules->child; n != NULL; n = n->next)
            read_rule(r, &b->rules[b->rule_count++], n);
    }
    if (obligations != NULL && obligations->kind == NODE_LIST) {
        b->obligations = ARENA_NEW_ARRAY(r->arena, struct obligation_rule, obligations->count + 1);
        for (const struct node *n = obligations->child; n != NULL; n = n->next)
            read_obligation(r, &b->obligations[b->obligation_count++], n);
    }
}
