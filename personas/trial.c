#include <parley/trial.h>

#include <parley/hostile_model.h>
#include <parley/random.h>
#include <parley/script_model.h>
#include <parley/size.h>
#include <string.h>

static const struct wall a_monday = {INT64_C(1784541600000)}; /* 2026-07-20T10:00:00Z */
static const struct slice address = SLICE_INIT("+447700900002");
enum { MESSAGES_MAX = 60 };

struct actor {
    struct wall last_said;
    const struct persona *persona;
    const struct rules *rules;
    struct arena *arena;
    struct world *world;
    struct trial *trial;
    struct dice dice;
    struct slice *drawn; /* a value per fact */
    int32_t mood, patience;
    size_t read; /* entries of the transcript the persona has seen */
    unsigned said;
    ARRAY_OF(struct slice) meant; /* each message as it was before slips, in order */
};

const char *trial_verdict_name(enum trial_verdict v)
{
    static const char *const names[] = {"pass", "fail", "void"};
    return names[v];
}

/* -- speaking ------------------------------------------------------------------------------------------------------------------
 */

static void draw_facts(struct actor *a)
{
    a->drawn = ARENA_NEW_ARRAY(a->arena, struct slice, a->persona->fact_count + 1);
    for (size_t i = 0; i < a->persona->fact_count; i++) {
        const struct persona_fact *f = &a->persona->facts[i];
        a->drawn[i] = f->any.count ? f->any.at[dice_below(&a->dice, f->any.count)]
                                   : arena_printf(a->arena, "%llu",
                                                  (unsigned long long)(f->from + dice_below(&a->dice, f->to - f->from + 1)));
    }
}

static struct slice fill_in(struct actor *a, struct slice line)
{
    struct buffer b;
    buffer_init(&b, a->arena, 4096);
    for (size_t i = 0; i < line.len;) {
        bool found = false;
        for (size_t f = 0; !found && line.at[i] == '{' && f < a->persona->fact_count; f++) {
            struct slice name = arena_printf(a->arena, "{" SLICE_FMT "}", SLICE_ARG(a->persona->facts[f].name));
            if (slice_starts(slice_after(line, i), name)) {
                buffer_add(&b, a->drawn[f]);
                i += name.len;
                found = true;
            }
        }
        if (!found)
            buffer_byte(&b, line.at[i++]);
    }
    return buffer_slice(&b);
}

static bool small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* One slip of the fingers inside a word of five letters or more: swapped, doubled or dropped. */
static struct slice with_typo(struct actor *a, struct slice s)
{
    for (unsigned tries = 0; tries < 12 && s.len > 6; tries++) {
        size_t at = 1 + dice_below(&a->dice, s.len - 4);
        bool inside = small(s.at[at - 1]) && small(s.at[at]) && small(s.at[at + 1]) && small(s.at[at + 2]);
        if (!inside)
            continue;
        struct buffer b;
        buffer_init(&b, a->arena, s.len + 2);
        buffer_add(&b, slice_sub(s, 0, at));
        switch (dice_below(&a->dice, 3)) {
        case 0:
            buffer_byte(&b, s.at[at + 1]);
            buffer_byte(&b, s.at[at]);
            buffer_add(&b, slice_after(s, at + 2));
            break;
        case 1:
            buffer_byte(&b, s.at[at]);
            buffer_add(&b, slice_after(s, at));
            break;
        default: buffer_add(&b, slice_after(s, at + 1)); break;
        }
        return buffer_slice(&b);
    }
    return s;
}

/* Speech to text: no capitals, no marks. */
static struct slice with_voice(struct actor *a, struct slice s)
{
    struct buffer b;
    buffer_init(&b, a->arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (c != '.' && c != ',' && c != '!' && c != '?')
            buffer_byte(&b, c);
    }
    return buffer_slice(&b);
}

static bool chance(struct actor *a, uint32_t ppm)
{
    return dice_chance(&a->dice, (struct ratio_ppm){ppm});
}

/* Messages arrive in the order in which they were written: `meant` and the transcript go side by side. */
static void send(struct actor *a, struct duration after, struct slice text, struct slice meant)
{
    int64_t at = world_now(a->world).ms + (int64_t)(after.ns / 1000000);
    if (at <= a->last_said.ms) {
        at = a->last_said.ms + 1;
        after = DURATION_MS(at - world_now(a->world).ms);
    }
    a->last_said.ms = at;
    *ARRAY_ADD(a->arena, &a->meant) = meant;
    world_customer_says(a->world, after, a->trial->channel, address, text);
    a->said++;
}

/* A burst parts the message at its first stop. */
static void speak(struct actor *a, const struct persona_state *s)
{
    uint64_t range = a->persona->think_most.ns - a->persona->think_least.ns;
    struct duration after = {a->persona->think_least.ns + (range ? dice_below(&a->dice, range) : 0)};
    for (size_t i = 0; i < s->say_count && a->said < MESSAGES_MAX; i++) {
        if (s->say[i].count == 0)
            continue;
        struct slice meant = fill_in(a, s->say[i].at[dice_below(&a->dice, s->say[i].count)]), text = meant;
        if (chance(a, a->persona->typo_ppm))
            text = with_typo(a, text);
        if (chance(a, a->persona->slip_ppm))
            text = with_voice(a, text);
        size_t cut;
        bool parted =
            chance(a, a->persona->burst_ppm) && (slice_find(&cut, text, SLICE(", ")) || slice_find(&cut, text, SLICE(". ")));
        if (parted) {
            send(a, after, slice_trim(slice_sub(text, 0, cut)), meant);
            after.ns += DURATION_MS(700).ns;
            text = slice_trim(slice_after(text, cut + 2));
        }
        if (text.len > 0)
            send(a, after, text, meant);
        after.ns += DURATION_MS(900).ns;
    }
    world_run(a->world, DURATION_S(86400 * 3));
}

/* -- listening
 * ------------------------------------------------------------------------------------------------------------------- */

static void note_line(uint32_t *seen, enum line_purpose purpose)
{
    static const enum reply_class of[LINE_PURPOSE_COUNT] = {[LINE_GREETING] = REPLY_DISCLOSURE,
                                                            [LINE_DISCLOSURE] = REPLY_DISCLOSURE,
                                                            [LINE_DEFLECTION] = REPLY_DEFLECTION,
                                                            [LINE_HANDOVER] = REPLY_HANDOVER,
                                                            [LINE_HOLDING] = REPLY_HOLDING,
                                                            [LINE_FALLBACK] = REPLY_FALLBACK,
                                                            [LINE_PATH] = REPLY_ASKED_PATH,
                                                            [LINE_OPT_OUT] = REPLY_OPT_OUT_ACK,
                                                            [LINE_OPT_IN] = REPLY_ANY,
                                                            [LINE_CARE] = REPLY_CARE,
                                                            [LINE_HUMAN_ANSWER] = REPLY_HUMAN_ANSWER,
                                                            [LINE_SMALL_TALK] = REPLY_ANY,
                                                            [LINE_CLOSING] = REPLY_CLOSING,
                                                            [LINE_FOLLOW_UP] = REPLY_ANY,
                                                            [LINE_LINK] = REPLY_LINK,
                                                            [LINE_STAFF_BUSY] = REPLY_HANDOVER,
                                                            [LINE_UNREADABLE] = REPLY_FALLBACK};
    *seen |= UINT32_C(1) << of[purpose];
}

static uint32_t listen(struct actor *a)
{
    uint32_t seen = 0;
    const struct transcript *t = &a->trial->transcript;
    for (; a->read < t->entries.count; a->read++) {
        const struct entry *e = &t->entries.at[a->read];
        struct slice rest = e->said, id;
        if (e->kind != ENTRY_SHOWN)
            continue;
        seen |= UINT32_C(1) << REPLY_ANY;
        while (slice_next(&id, &rest, ' ')) {
            const struct script_line *l =
                slice_starts(id, SLICE("script:")) ? brain_line(a->rules->brain, slice_after(id, 7)) : NULL;
            if (l != NULL)
                note_line(&seen, l->purpose);
            if (slice_starts(id, SLICE("claim:")))
                seen |= UINT32_C(1) << REPLY_CLAIM;
        }
        if (slice_ends(slice_trim(e->text), SLICE("?")))
            seen |= UINT32_C(1) << REPLY_QUESTION;
    }
    return seen ? seen : UINT32_C(1) << REPLY_SILENCE;
}

static const struct persona_state *next_state(struct actor *a, const struct persona_state *s, uint32_t seen)
{
    for (size_t i = 0; i < s->rule_count; i++)
        if (seen >> s->rules[i].reply & 1) {
            a->mood += s->rules[i].mood;
            a->patience -= s->rules[i].mood < 0;
            return persona_state(a->persona, s->rules[i].to);
        }
    return NULL;
}

/* -- the oracle and fidelity
 * -------------------------------------------------------------------------------------------------------- */

static void find(struct trial *t, struct arena *arena, struct slice text)
{
    struct slice *grown = ARENA_NEW_ARRAY(arena, struct slice, t->finding_count + 1);
    if (t->finding_count > 0)
        memcpy(grown, t->findings, t->finding_count * sizeof *grown);
    grown[t->finding_count++] = text;
    t->findings = grown;
}

static bool shows(struct arena *arena, struct slice text, struct slice group)
{
    struct slice folded = text_fold(arena, text), one;
    while (slice_next(&one, &group, '|'))
        if (one.len > 0 && slice_has(folded, text_fold(arena, one)))
            return true;
    return false;
}

/* The bot itself is checked first: a bot out of character voids the trial instead of scoring it. */
static bool in_character(struct trial *t, struct arena *arena, const struct persona *p, const struct actor *a)
{
    bool good = true;
    for (size_t g = 0; g < p->must_show.count; g++) {
        bool shown = false;
        for (size_t i = 0; i < a->meant.count; i++)
            shown |= shows(arena, a->meant.at[i], p->must_show.at[g]);
        if (!shown)
            find(t, arena, arena_printf(arena, "void: the bot never showed what makes it " SLICE_FMT, SLICE_ARG(p->title)));
        good &= shown;
    }
    for (size_t i = 0; i < t->transcript.entries.count; i++) {
        const struct entry *e = &t->transcript.entries.at[i];
        for (size_t n = 0; e->kind == ENTRY_CUSTOMER && n < p->never_says.count; n++)
            if (slice_has(e->text, p->never_says.at[n])) {
                find(t, arena,
                     arena_printf(arena, "void: the bot said \"" SLICE_FMT "\", which it never says",
                                  SLICE_ARG(p->never_says.at[n])));
                good = false;
            }
        if (e->kind == ENTRY_CUSTOMER && slice_has(e->text, SLICE("{"))) {
            find(t, arena, SLICE("void: the bot used a fact that it does not have"));
            good = false;
        }
    }
    return good;
}

/* Turns from the first message that shows the persona's trouble to the ticket. */
static void check_handover(struct trial *t, struct arena *arena, const struct persona *p, const struct actor *a)
{
    bool shown = p->must_show.count == 0;
    uint64_t since = 0;
    size_t message = 0;
    if (p->handover_within == 0)
        return;
    for (size_t i = 0; i < t->transcript.entries.count; i++) {
        const struct entry *e = &t->transcript.entries.at[i];
        for (size_t g = 0; e->kind == ENTRY_CUSTOMER && !shown && g < p->must_show.count; g++)
            shown = shows(arena, a->meant.at[message], p->must_show.at[g]);
        message += e->kind == ENTRY_CUSTOMER;
        if (e->kind != ENTRY_TURN)
            continue;
        if (e->ticket != TICKET_NONE)
            return;
        if (shown && ++since >= p->handover_within) {
            find(t, arena,
                 arena_printf(arena, "turn %llu: no person was called within %llu turn%s of the first sign",
                              (unsigned long long)e->turn, (unsigned long long)p->handover_within,
                              p->handover_within == 1 ? "" : "s"));
            return;
        }
    }
}

static void judge(struct trial *t, struct arena *arena, const struct persona *p, const struct actor *a, const struct rules *rules)
{
    if (!in_character(t, arena, p, a)) {
        t->verdict = TRIAL_VOID;
        return;
    }
    struct attack oracle = {.id = p->id, .kind = SLICE("other"), .must = p->must, .never = p->never, .turn_count = 99};
    struct attack_result r = {.transcript = t->transcript};
    if (!t->reached_goal) /* who left early did not see everything */
        oracle.must &= UINT32_C(1) << DEMAND_REPLY | UINT32_C(1) << DEMAND_HANDOVER;
    attack_judge(&r, arena, &oracle, &(struct attack_setting){.rules = rules});
    for (size_t i = 0; i < r.failure_count; i++)
        find(t, arena, r.failures[i]);
    check_handover(t, arena, p, a);
    t->verdict = t->finding_count ? TRIAL_FAIL : TRIAL_PASS;
}

/* -- running
 * -------------------------------------------------------------------------------------------------------------------------- */

static void said(void *context, const struct inbound *in)
{
    struct actor *a = context;
    transcript_customer(&a->trial->transcript, in->received_at, private_reveal(in->text, REVEAL_REPORT));
}

static void shown(void *context, const struct shown *s)
{
    struct actor *a = context;
    transcript_shown(&a->trial->transcript, s);
}

static void turn_done(void *context, const struct turn *t, const struct work *w, const struct commit *c, struct wall at)
{
    struct actor *a = context;
    (void)w;
    transcript_turn(&a->trial->transcript, t, c, at);
    a->trial->blocked += a->trial->transcript.entries.at[a->trial->transcript.entries.count - 1].blocked;
}

static bool is_done(const struct persona *p, struct slice state)
{
    for (size_t i = 0; i < p->done_when.count; i++)
        if (slice_eq(p->done_when.at[i], state))
            return true;
    return false;
}

/* Half of the conversations are begun by the tenant, with consent on record. */
static void open(struct actor *a)
{
    struct opening o = {.channel = a->trial->channel,
                        .address = private_hide(address),
                        .reference = SLICE("rehearsal"),
                        .consent = {CONSENT_GIVEN, a_monday, SLICE("rehearsal consent record"), SLICE("rehearsal list")},
                        .time_zone = a->rules->tenant->time_zone};
    world_open(a->world, DURATION_S(1), &o);
    world_run(a->world, DURATION_S(86400));
    (void)listen(a);
}

static void act(struct actor *a)
{
    const struct persona *p = a->persona;
    const struct persona_state *s = &p->states[0];
    if (a->rules->tenant->may_start && a->trial->channel != CHANNEL_WHATSAPP && dice_below(&a->dice, 2) == 0)
        open(a);
    for (uint64_t turn = 0; s != NULL && turn < p->max_turns && a->said < MESSAGES_MAX; turn++) {
        a->trial->reached_goal |= is_done(p, s->id);
        if (chance(a, p->silence_ppm))
            world_run(a->world, DURATION_S(3600));
        size_t lines = 0;
        for (size_t i = 0; i < s->say_count; i++)
            lines += s->say[i].count;
        if (lines == 0)
            break;
        speak(a, s);
        s = next_state(a, s, listen(a));
        if (a->patience <= 0 || a->mood <= 0)
            break;
    }
    a->trial->reached_goal |= s != NULL && is_done(p, s->id);
}

void trial_run(struct trial *out, struct arena *arena, const struct persona *p, const struct rules *rules, bool hostile,
               uint64_t seed)
{
    static struct slice ladder[] = {SLICE_INIT("hostile")};
    static const char *const reachable[] = {"script", "hostile", NULL};
    static const struct slice_list no_lines = {NULL, 0};
    *out = (struct trial){0};
    struct brain brain = *rules->brain;
    struct rules mine = *rules;
    if (hostile)
        brain.models.conversation = (struct slice_list){ladder, 1};
    mine.brain = &brain;
    mine.models_configured = reachable;
    struct actor a = {.persona = p,
                      .rules = rules,
                      .arena = arena,
                      .trial = out,
                      .dice = {{seed, random_hash(p->id), 0}, 0},
                      .mood = p->mood,
                      .patience = p->patience};
    struct model *script = script_model_create(), *enemy = hostile_model_create(seed, &no_lines);
    struct named_model models[] = {{"script", script}, {"hostile", enemy}};
    struct world_setup setup = {.seed = seed,
                                .begin = a_monday,
                                .rules = &mine,
                                .models = models,
                                .model_count = 2,
                                .delivery = DURATION_MS(300),
                                .context = &a,
                                .said = said,
                                .shown = shown,
                                .turn_done = turn_done};
    out->channel = p->channels[dice_below(&a.dice, p->channel_count)];
    a.world = world_create(&setup);
    transcript_begin(&out->transcript, arena, a_monday, out->channel);
    draw_facts(&a);
    act(&a);
    world_destroy(a.world);
    script->ops->close(script);
    enemy->ops->close(enemy);
    judge(out, arena, p, &a, rules);
}
