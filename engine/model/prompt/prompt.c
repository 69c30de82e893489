#include "parts.h"

#include <parley/sanitise.h>

static const char verdict_schema[] =
    "{\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\",\"enum\":[\"ok\",\"refused\"]},\"sentences\":{"
    "\"type\":\"array\","
    "\"items\":{\"type\":\"object\",\"properties\":{\"quote\":{\"type\":\"string\"},\"rests_on\":{\"type\":\"string\"}},"
    "\"required\":[\"quote\","
    "\"rests_on\"],\"additionalProperties\":false}}},\"required\":[\"verdict\",\"sentences\"],\"additionalProperties\":false}";

void write_claim(struct json_write *w, const struct claim *c)
{
    json_object_begin(w);
    json_put_string(w, "id", c->id);
    json_key(w, "wordings");
    json_array_begin(w);
    json_add_string(w, c->says);
    for (size_t i = 0; i < c->paraphrases.count && i + 1 < WORDINGS_MAX; i++)
        json_add_string(w, c->paraphrases.at[i]);
    json_array_end(w);
    json_object_end(w);
}

void write_line(struct json_write *w, const struct script_line *l)
{
    json_object_begin(w);
    json_put_string(w, "id", l->id);
    json_key(w, "wordings");
    json_array_begin(w);
    json_add_string(w, l->text);
    json_array_end(w);
    json_object_end(w);
}

/* -- what was said before ------------------------------------------------------------------------------------------------------
 */

struct writing {
    struct arena *arena;
    const struct model_ask *ask;
    ARRAY_OF(struct prompt_turn) turns;
    struct buffer text; /* of the turn that is being written */
    struct json_write w;
    bool open, by_bot;
};

static void turn_close(struct writing *x)
{
    if (!x->open)
        return;
    if (!x->by_bot) {
        json_array_end(&x->w);
        json_object_end(&x->w);
    }
    *ARRAY_ADD(x->arena, &x->turns) = (struct prompt_turn){x->by_bot, buffer_slice(&x->text)};
    x->open = false;
}

static void turn_open(struct writing *x, bool by_bot)
{
    if (x->open && x->by_bot == by_bot)
        return;
    turn_close(x);
    if (by_bot && x->turns.count == 0) /* vendors want the customer's side first */
        *ARRAY_ADD(x->arena, &x->turns) = (struct prompt_turn){false, SLICE("{\"earlier\":[]}")};
    buffer_init(&x->text, x->arena, PROMPT_BYTES_MAX);
    x->open = true;
    x->by_bot = by_bot;
    if (by_bot)
        return;
    json_begin(&x->w, &x->text);
    json_object_begin(&x->w);
    json_key(&x->w, "earlier");
    json_array_begin(&x->w);
}

static void add_said(struct writing *x, const struct message *m)
{
    struct slice text = sanitise(x->arena, private_reveal(m->text, REVEAL_PROMPT), SAID_BYTES_MAX);
    if (text.len == 0 && m->unreadable.len == 0)
        return;
    if (m->author == AUTHOR_BOT && text.len == 0)
        return;
    turn_open(x, m->author == AUTHOR_BOT);
    if (x->by_bot) {
        buffer_add(&x->text, x->text.len ? SLICE("\n\n") : SLICE_NONE);
        buffer_add(&x->text, text);
        return;
    }
    json_object_begin(&x->w);
    json_put_cstr(&x->w, "from", m->author == AUTHOR_STAFF ? "colleague" : "customer");
    if (text.len)
        json_put_string(&x->w, "text", text);
    else
        json_put_string(&x->w, "sent", m->unreadable);
    json_object_end(&x->w);
}

static void add_history(struct writing *x)
{
    const struct conversation *c = &x->ask->snapshot->conversation;
    for (size_t i = c->history_count > SAID_MAX ? c->history_count - SAID_MAX : 0; i < c->history_count; i++)
        add_said(x, &c->history[i]);
}

/* -- the newest turn ------------------------------------------------------------------------------------------------------------
 */

static void put_line(struct json_write *w, const char *key, const struct brain *b, struct slice id)
{
    const struct script_line *l = id.len ? brain_line(b, id) : NULL;
    if (l != NULL)
        json_put_string(w, key, l->text);
}

static void put_path(struct json_write *w, const struct model_ask *ask)
{
    const struct brain *b = ask->brain;
    const struct path_step *at = brain_step(b, ask->snapshot->conversation.path_step);
    if (at == NULL)
        return;
    json_key(w, "path");
    json_object_begin(w);
    put_line(w, "open_question", b, at->line);
    json_key(w, "branches");
    json_array_begin(w);
    for (size_t i = 0; i < at->branch_count; i++) {
        const struct path_branch *to = &at->branches[i];
        const struct path_step *next = brain_step(b, to->to);
        json_object_begin(w);
        json_key(w, "when");
        json_array_begin(w);
        for (size_t k = 0; k < to->when.count; k++)
            json_add_string(w, to->when.at[k]);
        json_array_end(w);
        put_line(w, "reply", b, to->reply);
        if (next != NULL)
            put_line(w, "then_ask", b, next->line);
        json_object_end(w);
    }
    json_array_end(w);
    json_object_end(w);
}

static void put_hits(struct json_write *w, const struct model_ask *ask)
{
    json_key(w, "claims");
    json_array_begin(w);
    for (size_t i = 0; i < ask->hit_count; i++)
        if (ask->hits[i].claim != NULL)
            write_claim(w, ask->hits[i].claim);
    json_array_end(w);
    json_key(w, "background");
    json_array_begin(w);
    for (size_t i = 0; i < ask->hit_count; i++) {
        const struct passage *p = ask->hits[i].passage;
        if (p == NULL)
            continue;
        json_object_begin(w);
        json_put_string(w, "title", p->title);
        json_put_string(w, "text", slice_sub(p->text, 0, PASSAGE_BYTES_MAX));
        json_object_end(w);
    }
    json_array_end(w);
}

static struct slice language_of(const struct model_ask *ask)
{
    struct slice own = ask->snapshot->contact.language;
    return own.len ? own : ask->tenant->languages_first.len ? ask->tenant->languages_first : SLICE("en");
}

static void add_newest(struct writing *x)
{
    const struct model_ask *ask = x->ask;
    turn_open(x, false);
    json_array_end(&x->w);
    if (ask->role == ROLE_CHECKER)
        write_candidates(&x->w, x->arena, ask);
    else {
        put_hits(&x->w, ask);
        put_path(&x->w, ask);
        json_put_string(&x->w, "language", language_of(ask));
        if (ask->snapshot->contact.flags & CONTACT_FLAG_ANY_VULNERABLE)
            json_put_cstr(&x->w, "care", "this customer may be vulnerable: plain words, no hurry");
        if (ask->feedback.len)
            json_put_string(&x->w, "last_draft_refused_by", ask->feedback);
    }
    json_put_string(&x->w, "customer", sanitise(x->arena, ask->burst, BURST_BYTES_MAX));
    if (ask->role == ROLE_CHECKER)
        json_put_string(&x->w, "draft", ask->draft);
    json_object_end(&x->w);
    *ARRAY_ADD(x->arena, &x->turns) = (struct prompt_turn){false, buffer_slice(&x->text)};
}

enum code prompt_write(struct prompt *out, struct arena *arena, const struct model_ask *ask, struct error *e)
{
    struct writing x = {.arena = arena, .ask = ask};
    *out = (struct prompt){0};
    switch (ask->role) {
    case ROLE_CONVERSATION:
    case ROLE_SIMPLE:
        out->system = system_for_draft(arena, ask);
        add_history(&x);
        break;
    case ROLE_CHECKER:
        out->system = system_for_checker(arena, ask);
        out->schema_name = SLICE("verdict");
        out->schema = slice_from(verdict_schema);
        break;
    case ROLE_JUDGE:
    case ROLE_EMBED:
    case MODEL_ROLE_COUNT:
        return fail(e, UNAVAILABLE, "a model of this kind is not asked in the role %s", model_role_name(ask->role));
    }
    add_newest(&x);
    out->turns = x.turns.at;
    out->turn_count = x.turns.count;
    return OK;
}

uint64_t prompt_tokens_most(struct slice text)
{
    uint64_t halves = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        halves += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' ? 1 : 2;
    }
    return (halves + 1) / 2;
}

struct slice prompt_step_asked(const struct brain *b, struct slice text)
{
    struct slice asked = SLICE_NONE;
    size_t latest = 0;
    for (size_t i = 0; i < b->path_count; i++) {
        const struct script_line *l = brain_line(b, b->path[i].line);
        size_t at;
        if (l == NULL || l->text.len == 0 || !slice_find(&at, text, l->text))
            continue;
        if (asked.len == 0 || at >= latest) {
            asked = b->path[i].id;
            latest = at;
        }
    }
    return asked;
}
