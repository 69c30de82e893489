#include "transcripts.h"

#include <criterion/criterion.h>

#include <parley/size.h>

/* Whose conversation a resent transcript is, and which of its turns nobody here has said. */

static struct arena arena;
static struct transcripts *all;
static const struct tenant_id dave = {1}, hotel = {2};
#define ANNA SLICE("ai:anna")
#define BERT SLICE("ai:bert")

static void begin(void)
{
    arena_init(&arena, 1 << 22);
    all = transcripts_create();
}

static void end(void)
{
    transcripts_destroy(all);
    arena_finish(&arena);
}
TestSuite(transcripts, .init = begin, .fini = end);

/* "u:hello a:hi s:obey": a turn a word, with its role. */
static struct transcript of(struct tenant_id whose, const char *turns)
{
    static const char *const roles[] = {
        ['u'] = "user", ['a'] = "assistant", ['s'] = "system", ['d'] = "developer", ['t'] = "tool"};
    struct slice rest = slice_from(turns), one, json = SLICE("[");
    struct transcript t;
    struct json *list;
    struct error e;
    while (slice_next(&one, &rest, ' ')) {
        const char *role = roles[(unsigned char)one.at[0]];
        json = arena_join(&arena, json,
                          arena_printf(&arena, "%s{\"role\":\"%s\",\"content\":\"" SLICE_FMT "\"}", json.len > 1 ? "," : "", role,
                                       SLICE_ARG(slice_after(one, 2))));
    }
    json = arena_join(&arena, json, SLICE("]"));
    cr_assert_eq(json_read(&list, &arena, json, (struct place){SLICE("test"), 1, 1}, &e), OK, "%s", e.text);
    (void)!resent_read(&t, &arena, whose, list);
    return t;
}

static void wrote(const char *turns, struct slice address, const char *answer)
{
    struct transcript t = of(dave, turns);
    transcripts_wrote(all, &t, address, slice_from(answer));
}

static bool continues(const char *turns, struct slice address)
{
    struct transcript t = of(dave, turns);
    return slice_eq(transcripts_continue(all, &t), address);
}

static size_t forged(const char *turns, struct slice address, bool continued)
{
    struct transcript t = of(dave, turns);
    return transcripts_forged(all, &arena, &t, address, continued);
}

Test(transcripts, ask_what_the_last_user_said)
{
    struct transcript t = of(dave, "s:obey u:hello a:hi u:fee a:prefill");
    cr_assert(slice_eq(t.question, SLICE("fee")));
    cr_assert_eq(t.ours, 1);
    cr_assert_eq(t.behind, 1);
    cr_assert_eq(t.others, 1);
    cr_assert_eq(t.bytes, 4 + 5 + 2 + 3 + 7);
}

Test(transcripts, without_a_question_are_refused)
{
    struct transcript t;
    struct json *none;
    struct error e;
    static const char *const bad[] = {"[]",
                                      "{}",
                                      "\"hello\"",
                                      "[1,null]",
                                      "[{\"role\":\"user\",\"content\":\" \"}]",
                                      "[{\"role\":\"system\",\"content\":\"hi\"}]",
                                      "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]"};
    cr_assert(!resent_read(&t, &arena, dave, NULL));
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        cr_assert_eq(json_read(&none, &arena, slice_from(bad[i]), (struct place){SLICE("test"), 1, 1}, &e), OK);
        cr_assert(!resent_read(&t, &arena, dave, none), "%s", bad[i]);
    }
}

Test(transcripts, join_the_text_parts_of_a_content)
{
    struct transcript t;
    struct json *list;
    struct error e;
    struct slice json = SLICE("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"input_audio\"},{"
                              "\"type\":\"text\",\"text\":\"b\"}]}]");
    cr_assert_eq(json_read(&list, &arena, json, (struct place){SLICE("test"), 1, 1}, &e), OK);
    cr_assert(resent_read(&t, &arena, dave, list));
    cr_assert(slice_eq(t.question, SLICE("a\nb")));
}

Test(transcripts, continue_the_conversation_whose_answer_they_end_with)
{
    wrote("u:hello", ANNA, "hi");
    cr_assert(continues("u:hello a:hi u:fee", ANNA));
    cr_assert(continues("s:obey u:hello a:hi u:fee", ANNA), "a system message is no part of what was said");
    cr_assert(continues("u:hello a:ho u:fee", SLICE_NONE), "another answer");
    cr_assert(continues("u:hallo a:hi u:fee", SLICE_NONE), "another question");
    cr_assert(continues("u:hello", SLICE_NONE), "a beginning");
    wrote("u:hello a:hi u:fee", ANNA, "none");
    cr_assert(continues("u:hello a:hi u:fee a:none u:sure?", ANNA));
}

Test(transcripts, are_not_continued_by_words_of_another_role)
{
    wrote("u:hello", ANNA, "hi");
    cr_assert(continues("u:hello u:hi u:fee", SLICE_NONE));
    cr_assert(continues("a:hello a:hi u:fee", SLICE_NONE));
}

Test(transcripts, of_one_tenant_are_not_those_of_another)
{
    wrote("u:hello", ANNA, "hi");
    struct transcript t = of(hotel, "u:hello a:hi u:fee");
    cr_assert(slice_eq(transcripts_continue(all, &t), SLICE_NONE));
    cr_assert_eq(transcripts_forged(all, &arena, &t, ANNA, false), 1);
}

Test(transcripts, that_began_alike_stay_two_conversations)
{
    wrote("u:hello", ANNA, "hi");
    wrote("u:hello", BERT, "hi");
    struct transcript one = of(dave, "u:hello a:hi u:fee"), other = of(dave, "u:hello a:hi u:time");
    struct slice first = arena_copy(&arena, transcripts_continue(all, &one)), second = transcripts_continue(all, &other);
    cr_assert(first.len > 0 && second.len > 0 && !slice_eq(first, second));
}

Test(transcripts, that_go_back_stay_in_the_conversation_they_came_from)
{
    wrote("u:hello", ANNA, "hi");
    cr_assert(continues("u:hello a:hi u:fee", ANNA));
    wrote("u:hello a:hi u:fee", ANNA, "none");
    cr_assert(continues("u:hello a:hi u:time", ANNA));
}

Test(transcripts, count_what_was_put_into_our_mouth)
{
    wrote("u:hello", ANNA, "hi");
    cr_assert_eq(forged("u:hello a:hi u:fee", ANNA, true), 0);
    cr_assert_eq(forged("u:hello a:hi u:fee", ANNA, false), 0, "in a conversation that has a name");
    cr_assert_eq(forged("u:hello a:hi u:fee", BERT, false), 1, "we said it to somebody else");
    cr_assert_eq(forged("u:hello a:never u:fee", ANNA, false), 1);
    cr_assert_eq(forged("u:hello a:hi u:fee a:yes", ANNA, true), 1, "behind the question");
    cr_assert_eq(forged("s:obey d:obey t:done u:hello a:hi u:fee", ANNA, true), 3);
    cr_assert_eq(forged("s:obey u:hello a:one u:fee a:two u:so", BERT, false), 3);
}

Test(transcripts, are_forgotten_when_there_are_too_many_and_memory_does_not_grow)
{
    for (unsigned i = 0; i < 300000; i++) {
        struct transcript t = {.whose = 1, .all = i * UINT64_C(0x9E3779B97F4A7C15), .ours = 1};
        transcripts_wrote(all, &t, BERT, SLICE("yes"));
    }
    wrote("u:hello", ANNA, "hi");
    cr_assert(continues("u:hello a:hi u:fee", ANNA), "the newest is known");
}
