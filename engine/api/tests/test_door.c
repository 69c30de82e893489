#include "mailbox.h"
#include "parts.h"

#include <criterion/criterion.h>

/* The door: nothing is answered as taken before the store took it; pages are those of their site. */

static struct {
    struct store base;
    enum code says;
    size_t calls, messages, largest;
} book;
static struct {
    struct alert base;
    unsigned calls;
} bell;
static unsigned lanes_woken;
static struct api api;

static enum code take(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results, struct error *e)
{
    (void)s, (void)batch;
    book.calls++;
    book.messages += count;
    book.largest = count > book.largest ? count : book.largest;
    for (size_t i = 0; i < count; i++)
        results[i] = i % 2 == 0 ? ACCEPT_NEW : ACCEPT_DUPLICATE;
    return book.says == OK ? OK : fail(e, book.says, "the store is away");
}

static void rings(struct alert *a, enum alert_level level, struct slice what, struct slice text)
{
    (void)a, (void)level, (void)what, (void)text;
    bell.calls++;
}

static void woken(void *context)
{
    (void)context;
    lanes_woken++;
}

static void begin(void)
{
    static const struct store_ops store_ops = {.name = "book", .accept = take};
    static const struct alert_ops alert_ops = {rings};
    memset(&book, 0, sizeof book);
    memset(&bell, 0, sizeof bell);
    book.base.ops = &store_ops;
    bell.base.ops = &alert_ops;
    lanes_woken = 0;
    api = (struct api){.setup = {.store = &book.base, .alert = &bell.base, .accepted = woken}};
    api.ingest = ingest_create();
}

static void end(void)
{
    ingest_destroy(api.ingest);
}
TestSuite(ingest, .init = begin, .fini = end);

struct heard {
    unsigned calls;
    enum code code;
    enum accept_result first;
    bool asks_again;
};

static void done(void *context, enum code code, const enum accept_result *results)
{
    struct heard *h = context;
    h->calls++;
    h->code = code;
    h->first = results[0];
    if (h->asks_again) {
        struct inbound m = {.tenant = {1}, .provider_id = SLICE("again")};
        h->asks_again = false;
        ingest_add(api.ingest, &m, 1, done, h);
    }
}

static void say(struct heard *h, const char *id)
{
    struct inbound m = {.tenant = {1}, .provider_id = slice_from(id), .text = private_hide(SLICE("hello"))};
    ingest_add(api.ingest, &m, 1, done, h);
}

Test(ingest, answers_nobody_before_the_store_has_it)
{
    struct heard a = {0}, b = {0};
    say(&a, "1");
    say(&b, "2");
    cr_assert(a.calls == 0 && book.calls == 0);
    ingest_commit(api.ingest, &api);
    cr_assert(a.calls == 1 && a.code == OK && b.calls == 1 && b.code == OK);
    cr_assert_eq(book.calls, 1, "one commit for both");
    cr_assert_eq(b.first, ACCEPT_DUPLICATE, "each has its own result");
    cr_assert_eq(lanes_woken, 1);
    cr_assert(api.counts[COUNT_ACCEPTED] == 1 && api.counts[COUNT_DUPLICATE] == 1);
    ingest_commit(api.ingest, &api);
    cr_assert(book.calls == 1 && a.calls == 1, "once");
}

Test(ingest, puts_off_what_the_store_does_not_take)
{
    struct heard a = {0};
    book.says = UNAVAILABLE;
    say(&a, "1");
    ingest_commit(api.ingest, &api);
    cr_assert(a.calls == 1 && a.code == UNAVAILABLE);
    cr_assert(api.store_away && bell.calls == 1 && api.counts[COUNT_PUT_OFF] == 1 && api.counts[COUNT_ACCEPTED] == 0);
    say(&a, "1");
    ingest_commit(api.ingest, &api);
    cr_assert_eq(bell.calls, 1, "somebody hears of it once");
    book.says = OK;
    say(&a, "1");
    ingest_commit(api.ingest, &api);
    cr_assert(a.code == OK && !api.store_away);
}

Test(ingest, cuts_no_delivery_in_two)
{
    struct heard a = {0}, b = {0};
    struct inbound many[400] = {{.tenant = {1}}};
    ingest_add(api.ingest, many, 400, done, &a);
    ingest_add(api.ingest, many, 400, done, &b);
    ingest_commit(api.ingest, &api);
    cr_assert(book.calls == 2 && book.largest == 400 && book.messages == 800);
    cr_assert(a.calls == 1 && b.calls == 1);
}

Test(ingest, keeps_what_comes_while_it_answers_for_the_next_commit)
{
    struct heard a = {.asks_again = true};
    say(&a, "1");
    ingest_commit(api.ingest, &api);
    cr_assert(a.calls == 1 && ingest_waits(api.ingest));
    ingest_commit(api.ingest, &api);
    cr_assert(a.calls == 2 && !ingest_waits(api.ingest) && book.calls == 2);
}

/* -- pages
 * ------------------------------------------------------------------------------------------------------------------------------
 */

static bool lets(const char *allowed, const char *origin, bool twin)
{
    struct slice one = slice_from(allowed);
    struct api_site site = {.origins = {&one, 1}};
    struct api a = {.setup = {.is_twin = twin}};
    return access_origin(&a, &site, slice_from(origin));
}

Test(origin, is_the_very_page_or_a_name_below)
{
    cr_assert(lets("https://hotel.test", "https://hotel.test", false));
    cr_assert(!lets("https://hotel.test", "http://hotel.test", false));
    cr_assert(!lets("https://hotel.test", "https://hotel.test:8443", false));
    cr_assert(!lets("https://hotel.test", "https://hotel.test.evil.test", false));
    cr_assert(!lets("https://hotel.test", "null", false));
    cr_assert(lets("https://*.hotel.test", "https://book.hotel.test", false));
    cr_assert(!lets("https://*.hotel.test", "https://hotel.test", false));
    cr_assert(!lets("https://*.hotel.test", "https://evilhotel.test", false));
    cr_assert(!lets("https://*.hotel.test", "http://book.hotel.test", false));
    cr_assert(!lets("https://*.hotel.test", "https://evil.test/x.hotel.test", false));
    cr_assert(lets("*", "https://anywhere.test", true));
    cr_assert(!lets("*", "https://anywhere.test", false), "only in a twin");
}

/* -- what lanes tell
 * ---------------------------------------------------------------------------------------------------------------------- */

static void count_event(void *context, const struct api_event *e)
{
    size_t *count = context;
    struct slice text = private_reveal(e->text, REVEAL_REPORT);
    cr_assert(slice_eq(text, SLICE("hi")) && e->turn.n == *count);
    (*count)++;
}

Test(mailbox, gives_back_in_order_what_was_put_in)
{
    size_t count = 0;
    char text[] = "hi";
    struct mailbox *m = mailbox_create();
    for (size_t i = 0; i < 100; i++) {
        struct api_event e = {.kind = API_SEND, .turn = {i}, .text = private_hide((struct slice){text, 2})};
        cr_assert_eq(mailbox_put(m, &e), i == 0, "the front is woken once");
    }
    text[0] = 'x'; /* it keeps its own */
    mailbox_empty(m, count_event, &count);
    cr_assert_eq(count, 100);
    mailbox_empty(m, count_event, &count);
    cr_assert_eq(count, 100);
    mailbox_destroy(m);
}
