#include "contract_steps.h"

/* What a contact is shown of a conversation, and in which order. */

struct heard {
    struct fixture *f;
    struct contact_view of;
    struct view_line lines[16];
    size_t count, most;
};

static bool hear(void *context, const struct view_line *line)
{
    struct heard *h = context;
    cr_assert_lt(h->count, COUNT_OF(h->lines));
    h->lines[h->count] = *line;
    h->lines[h->count++].text = private_hide(arena_copy(&h->f->arena, private_reveal(line->text, REVEAL_REPORT)));
    return h->count < h->most;
}

static struct heard heard_after(struct fixture *f, const char *who, uint64_t after)
{
    struct heard h = {.f = f, .most = COUNT_OF(h.lines)};
    struct inbound like = said(f, "0", who, "", 0);
    GOOD(ON(f->other)->contact_view(f->other, &h.of, f->tenant, like.channel, slice_from(who), after, hear, &h, &f->arena, e));
    return h;
}

static void is_line(const struct heard *h, size_t i, enum author author, const char *text)
{
    cr_assert_lt(i, h->count, "line %zu of %zu", i, h->count);
    struct slice t = private_reveal(h->lines[i].text, REVEAL_REPORT);
    cr_assert(h->lines[i].author == author && slice_eq(t, slice_from(text)), "line %zu: %s: " SLICE_FMT, i,
              author_name(h->lines[i].author), SLICE_ARG(t));
    cr_assert(i == 0 || h->lines[i].place > h->lines[i - 1].place, "places grow");
}

static void shows_what_was_read_and_what_has_left(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    cr_assert_eq(heard_after(f, "anna", 0).count, 0, "nobody has read it");
    reply_to_all(f, "good day", 1);
    struct heard h = heard_after(f, "anna", 0);
    is_line(&h, 0, AUTHOR_CONTACT, "hello");
    cr_assert(h.count == 1 && !h.of.is_whole, "decided on, and not gone");
    struct send s = begin(f, 2);
    cr_assert_eq(heard_after(f, "anna", 0).count, 1, "on its way");
    send_ends(f, s.key, SEND_ACCEPTED, OK);
    h = heard_after(f, "anna", 0);
    is_line(&h, 1, AUTHOR_BOT, "good day");
    cr_assert(h.count == 2 && h.of.is_whole && h.of.holder == HOLDER_BOT && !h.of.opted_out);
    cr_assert_eq(h.lines[1].at.ms, at(1).ms);
    cr_assert_eq(h.of.contact.n, who(f, "anna").id.n);
}

/* Who has seen place 3 never asks for place 2 again. */
static void ends_before_what_may_still_leave(struct fixture *f)
{
    says(f, "1", "anna", "one", 0);
    reply_to_all(f, "first", 1);
    says(f, "2", "anna", "two", 2);
    reply_to_all(f, "second", 3);
    struct heard h = heard_after(f, "anna", 0);
    is_line(&h, 0, AUTHOR_CONTACT, "one");
    cr_assert_eq(h.count, 1);
    struct send s = begin(f, 4);
    send_ends(f, s.key, SEND_ACCEPTED, OK);
    h = heard_after(f, "anna", h.lines[0].place);
    is_line(&h, 0, AUTHOR_BOT, "first");
    is_line(&h, 1, AUTHOR_CONTACT, "two");
    cr_assert(h.count == 2 && !h.of.is_whole);
    s = begin(f, 5);
    send_ends(f, s.key, SEND_REFUSED, OK);
    cr_assert_eq(heard_after(f, "anna", h.lines[1].place).count, 0, "what was refused is not shown");
    cr_assert(heard_after(f, "anna", h.lines[1].place).of.is_whole);
}

static void shows_nobody_what_another_said(struct fixture *f)
{
    struct heard h = {.f = f, .most = 1};
    struct inbound like = said(f, "0", "anna", "", 0);
    says(f, "1", "anna", "mine", 0);
    reply_to_all(f, "yours", 1);
    GIVES(NOT_FOUND,
          ON(f->store)->contact_view(f->store, &h.of, f->tenant, like.channel, SLICE("bert"), 0, hear, &h, &f->arena, e));
    enum channel_kind elsewhere = like.channel == CHANNEL_VOICE ? CHANNEL_EMAIL : CHANNEL_VOICE;
    GIVES(NOT_FOUND, ON(f->store)->contact_view(f->store, &h.of, f->tenant, elsewhere, SLICE("anna"), 0, hear, &h, &f->arena, e));
    says(f, "2", "bert", "other", 2);
    reply_to_all(f, "again", 3);
    h = heard_after(f, "anna", 0);
    cr_assert_eq(h.count, 1);
    is_line(&h, 0, AUTHOR_CONTACT, "mine");
}

static void shows_nothing_of_the_erased(struct fixture *f)
{
    struct heard h = {.f = f, .most = 1};
    struct inbound like = said(f, "0", "anna", "", 0);
    struct digest receipt;
    says(f, "1", "anna", "mine", 0);
    reply_to_all(f, "yours", 1);
    GOOD(ON(f->store)->erase(f->store, who(f, "anna").id, SLICE("anna"), at(2), &receipt, e));
    GIVES(NOT_FOUND,
          ON(f->store)->contact_view(f->store, &h.of, f->tenant, like.channel, SLICE("anna"), 0, hear, &h, &f->arena, e));
    cr_assert_eq(h.count, 0);
}

const struct contract_case contract_view[] = {
    CONTRACT_CASE(shows_what_was_read_and_what_has_left),
    CONTRACT_CASE(ends_before_what_may_still_leave),
    CONTRACT_CASE(shows_nobody_what_another_said),
    CONTRACT_CASE(shows_nothing_of_the_erased),
    {NULL, NULL},
};
