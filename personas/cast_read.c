#include <parley/persona.h>

#include <parley/attack_file.h>
#include <parley/size.h>
#include <string.h>

static const char *const classes[] = {
    "handover",   "care",     "opt_out_ack", "human_answer", "link",     "closing", "asked_path", "claim",
    "deflection", "fallback", "disclosure",  "holding",      "question", "any",     "silence",    NULL};

struct reader {
    struct arena *arena;
    struct problems *problems;
};

static void text(struct reader *r, struct slice *out, const struct node *map, const char *key, bool required)
{
    const struct node *n = node_get(map, key);
    if (n != NULL)
        (void)node_text(out, n, key, r->problems);
    else if (required)
        problem_add(r->problems, map->at, "%s: is missing; add %s:", key, key);
}

static struct slice_list texts(struct reader *r, const struct node *n, const char *what)
{
    struct slice_list list = {NULL, 0};
    if (n == NULL)
        return list;
    list.at = ARENA_NEW_ARRAY(r->arena, struct slice, n->count + 1);
    for (const struct node *item = n->kind == NODE_LIST ? n->child : n; item != NULL;
         item = n->kind == NODE_LIST ? item->next : NULL)
        if (node_text(&list.at[list.count], item, what, r->problems))
            list.count++;
    return list;
}

static uint64_t number(struct reader *r, const struct node *map, const char *key, uint64_t standard, uint64_t most)
{
    const struct node *n = node_get(map, key);
    uint64_t v = standard;
    if (n != NULL)
        (void)node_u64(&v, n, key, 0, most, r->problems);
    return v;
}

/* 0.25 to millionths: at most six places. */
static uint32_t ratio(struct reader *r, const struct node *map, const char *key)
{
    const struct node *n = node_get(map, key);
    uint64_t whole = 0, part = 0;
    if (n == NULL)
        return 0;
    struct slice rest = node_scalar(n), head;
    bool good = n->kind == NODE_SCALAR && slice_next(&head, &rest, '.') && slice_to_u64(&whole, head) && whole <= 1 &&
                (rest.at == NULL || (rest.len <= 6 && slice_to_u64(&part, rest)));
    for (size_t i = rest.len; good && i < 6; i++)
        part *= 10;
    if (!good || whole * 1000000 + part > 1000000) {
        problem_add(r->problems, n->at, "%s: \"" SLICE_FMT "\" is not a share; write 0 to 1, such as 0.25", key,
                    SLICE_ARG(n->text));
        return 0;
    }
    return (uint32_t)(whole * 1000000 + part);
}

static void read_facts(struct reader *r, struct persona *p, const struct node *map)
{
    if (map == NULL || map->kind != NODE_MAP)
        return;
    p->facts = ARENA_NEW_ARRAY(r->arena, struct persona_fact, map->count + 1);
    for (const struct node *n = map->child; n != NULL; n = n->next) {
        struct persona_fact *f = &p->facts[p->fact_count++];
        (void)node_get(map, arena_cstr(r->arena, n->key));
        f->name = n->key;
        f->any = texts(r, node_get(n, "any"), "facts.any");
        f->from = number(r, n, "from", 0, 1000000000);
        f->to = number(r, n, "to", 0, 1000000000);
        if (f->any.count == 0 && f->to < f->from + (f->to == 0))
            problem_add(r->problems, n->at,
                        "facts." SLICE_FMT ": has neither any nor a range; write {any: [...]} or {from: 1, to: 9}",
                        SLICE_ARG(n->key));
    }
}

static void read_habits(struct reader *r, struct persona *p, const struct node *h)
{
    p->think_least = DURATION_S(2);
    p->think_most = DURATION_S(30);
    if (h == NULL)
        return;
    p->burst_ppm = ratio(r, h, "burst");
    p->typo_ppm = ratio(r, h, "typo");
    p->slip_ppm = ratio(r, h, "voice_slip");
    p->silence_ppm = ratio(r, h, "silence");
    const struct node *think = node_get(h, "think");
    if (think == NULL)
        return;
    if (think->kind != NODE_LIST || think->count != 2) {
        problem_add(r->problems, think->at, "habits.think: is not a pair; write [2s, 40s]");
        return;
    }
    (void)node_duration(&p->think_least, think->child, "habits.think", DURATION_MS(0), DURATION_S(86400), r->problems);
    (void)node_duration(&p->think_most, think->child->next, "habits.think", p->think_least, DURATION_S(86400), r->problems);
}

static void read_state(struct reader *r, struct persona_state *s, const struct node *n)
{
    s->at = n->at;
    text(r, &s->id, n, "id", true);
    const struct node *say = node_get(n, "say"), *on = node_get(n, "on");
    s->say = ARENA_NEW_ARRAY(r->arena, struct slice_list, (say ? say->count : 0) + 1);
    for (const struct node *i = say && say->kind == NODE_LIST ? say->child : NULL; i != NULL; i = i->next)
        s->say[s->say_count++] = texts(r, i->kind == NODE_MAP ? node_get(i, "any") : i, "states.say");
    s->rules = ARENA_NEW_ARRAY(r->arena, struct persona_rule, (on ? on->count : 0) + 1);
    for (const struct node *i = on && on->kind == NODE_LIST ? on->child : NULL; i != NULL; i = i->next) {
        struct persona_rule *rule = &s->rules[s->rule_count++];
        unsigned choice = REPLY_ANY;
        rule->at = i->at;
        const struct node *reply = node_get(i, "reply"), *mood = node_get(i, "mood");
        int64_t change = 0;
        if (reply != NULL)
            (void)node_choice(&choice, reply, "states.on.reply", classes, r->problems);
        rule->reply = (enum reply_class)choice;
        text(r, &rule->to, i, "to", true);
        if (mood != NULL &&
            (mood->kind != NODE_SCALAR || !slice_to_i64(&change, node_scalar(mood)) || change < -100 || change > 100))
            problem_add(r->problems, mood->at, "states.on.mood: is not a whole number from -100 to 100");
        rule->mood = (int32_t)change;
    }
}

static void read_expect(struct reader *r, struct persona *p, const struct node *e, const struct node *f)
{
    p->handover_within = number(r, e, "handover_within", 0, 50);
    p->max_turns = number(r, e, "max_turns", 12, 200);
    if (e != NULL) {
        p->must = oracle_must(node_get(e, "must"), r->problems);
        p->never = oracle_never(node_get(e, "never"), r->problems);
    }
    if (f != NULL) {
        p->must_show = texts(r, node_get(f, "must_show"), "fidelity.must_show");
        p->never_says = texts(r, node_get(f, "never_says"), "fidelity.never_says");
    }
}

static void check_states(struct reader *r, const struct persona *p)
{
    if (p->state_count == 0)
        problem_add(r->problems, p->at, "states: is missing; a persona needs at least one");
    for (size_t i = 0; i < p->state_count; i++) {
        const struct persona_state *state = &p->states[i], *first = persona_state(p, state->id);
        if (state->id.len > 0 && first != state)
            problem_add(r->problems, state->at, "states.id: \"" SLICE_FMT "\" is taken, first at line %u; ids are unique",
                        SLICE_ARG(state->id), first->at.line);
        for (size_t k = 0; k < state->rule_count; k++)
            if (state->rules[k].to.len > 0 && persona_state(p, state->rules[k].to) == NULL)
                problem_add(r->problems, state->rules[k].at,
                            "states." SLICE_FMT ".on.to: \"" SLICE_FMT "\" is not a state; write the id of one",
                            SLICE_ARG(state->id), SLICE_ARG(state->rules[k].to));
    }
    for (size_t i = 0; i < p->done_when.count; i++)
        if (persona_state(p, p->done_when.at[i]) == NULL)
            problem_add(r->problems, p->at, "done_when: \"" SLICE_FMT "\" is not a state; write the id of one",
                        SLICE_ARG(p->done_when.at[i]));
}

static void read_persona(struct reader *r, struct persona *p, const struct node *root)
{
    p->at = root->at;
    text(r, &p->id, root, "persona", true);
    text(r, &p->title, root, "title", true);
    text(r, &p->summary, root, "summary", false);
    text(r, &p->goal, root, "goal", false);
    const struct node *on = node_get(root, "channels");
    struct slice_list channels = texts(r, on, "channels");
    for (size_t i = 0; i < channels.count && p->channel_count < CHANNEL_KIND_COUNT; i++)
        if (channel_kind_parse(&p->channels[p->channel_count], channels.at[i]))
            p->channel_count++;
        else
            problem_add(r->problems, on->at,
                        "channels: \"" SLICE_FMT "\" is not a channel; write whatsapp, webchat, email or voice",
                        SLICE_ARG(channels.at[i]));
    if (p->channel_count == 0)
        p->channels[p->channel_count++] = CHANNEL_WEBCHAT;
    read_facts(r, p, node_get(root, "facts"));
    const struct node *mood = node_get(root, "mood"), *states = node_get(root, "states");
    p->mood = (int32_t)number(r, mood, "start", 50, 100);
    p->patience = (int32_t)number(r, mood, "patience", 8, 100);
    read_habits(r, p, node_get(root, "habits"));
    p->done_when = texts(r, node_get(root, "done_when"), "done_when");
    p->states = ARENA_NEW_ARRAY(r->arena, struct persona_state, (states ? states->count : 0) + 1);
    for (const struct node *n = states && states->kind == NODE_LIST ? states->child : NULL; n != NULL; n = n->next)
        read_state(r, &p->states[p->state_count++], n);
    read_expect(r, p, node_get(root, "expect"), node_get(root, "fidelity"));
    check_states(r, p);
    node_report_unread(root, r->problems);
}

const struct persona_state *persona_state(const struct persona *p, struct slice id)
{
    for (size_t i = 0; i < p->state_count; i++)
        if (slice_eq(p->states[i].id, id))
            return &p->states[i];
    return NULL;
}

void cast_read(struct cast *out, struct arena *arena, const struct source_file *files, size_t count, struct problems *problems)
{
    struct reader r = {arena, problems};
    *out = (struct cast){ARENA_NEW_ARRAY(arena, struct persona, count + 1), 0};
    for (size_t i = 0; i < count; i++) {
        struct node *root = document_read(arena, &files[i], problems);
        if (root != NULL)
            read_persona(&r, &out->at[out->count++], root);
    }
}
