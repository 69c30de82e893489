#include "customer.h"

#include "certainty.h"
#include "harmless.h"

static const struct facts_register *stated_by(struct customer *c)
{
    size_t n = c->said != NULL ? c->said->customer_count : 0;
    if (c->stated != NULL || n == 0)
        return c->stated;
    struct known_text *texts = ARENA_NEW_ARRAY(c->arena, struct known_text, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = (struct known_text){
            .kind = KNOWN_CUSTOMER, .id = SLICE("customer"), .text = text_clean(c->arena, c->said->customer[i])};
    c->stated = facts_register_create(c->arena, texts, n);
    align_room_create(&c->room, c->arena, c->stated);
    return c->stated;
}

/* The same value, whatever the customer called it: a bare 8000 may have been pounds. */
static bool is_stated(const struct facts_register *r, const struct unit *u)
{
    for (size_t s = 0; s < r->sentence_count; s++)
        for (uint32_t i = 0; i < r->sentences[s].meaning->unit_count; i++) {
            const struct unit *k = &r->sentences[s].meaning->units[i];
            bool same_value = u->text.len == 0 && u->kind != FACT_DATE && unit_same_kind(u, k) && u->value == k->value;
            if (unit_agrees(u, k) || same_value)
                return true;
        }
    return false;
}

bool customer_says(struct customer *c, const struct meaning *m, bool question)
{
    const struct facts_register *r = stated_by(c);
    if (r == NULL || m->promise != 0 || foretells(m) || m->offers_free)
        return false;
    bool all = m->unit_count > 0;
    for (uint32_t i = 0; i < m->unit_count && all; i++)
        all = is_stated(r, &m->units[i]);
    if (all && (question || is_recap(m)))
        return true;
    if (!(m->marks & MARK_YOU) || m->outcome != 0)
        return false;
    struct alignment a;
    align(&a, r, &c->room, m);
    return a.allowed && a.coverage >= 600;
}
