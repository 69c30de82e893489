#define _POSIX_C_SOURCE 200809L

#include "serving.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { BATCH_MAX = 256, POLL_MS = 500, LINE_MAX_BYTES = 256 << 10 };

/* -- what comes in ------------------------------------------------------------------------------------------------------------
 */

void serving_tell(struct serving *s, const char *kind, struct slice id, const char *key, struct slice value)
{
    struct buffer b;
    struct json_write w;
    struct error e;
    buffer_init(&b, &s->scratch, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "kind", kind);
    json_put_string(&w, "id", id);
    json_put_string(&w, key, value);
    json_object_end(&w);
    buffer_byte(&b, '\n');
    if (chat_channel_line(s->chat, buffer_slice(&b), &e) != OK)
        fprintf(s->in->err, "parley serve: %s\n", e.text);
}

static void refuse(struct serving *s, struct slice id, const struct error *e)
{
    s->bad++;
    fprintf(s->in->err, "%s\n", e->text);
    serving_tell(s, "refused", id, "error", slice_from(e->text));
}

static enum code tenant_named(struct tenant_id *out, const struct serving *s, struct slice name, struct place at, struct error *e)
{
    if (name.len == 0 && s->tenant_count == 1) {
        *out = s->tenants[0].id;
        return OK;
    }
    for (size_t i = 0; i < s->tenant_count; i++)
        if (slice_eq(name, s->names[i])) {
            *out = s->tenants[i].id;
            return OK;
        }
    return name.len == 0
               ? fail_at(e, BAD_INPUT, at, "tenant: is missing; several packs are served, so name one of them")
               : fail_at(e, BAD_INPUT, at, "tenant: \"" SLICE_FMT "\" is not served here; --pack names what is", SLICE_ARG(name));
}

static enum code complete(struct chat_line *io, struct serving *s, struct place at, struct error *e)
{
    struct inbound *m = &io->message;
    struct clock *clock = system_clock();
    enum code code = tenant_named(&m->tenant, s, io->tenant, at, e);
    if (code != OK)
        return code;
    struct slice text = private_reveal(m->text, REVEAL_STORE);
    if (text.len > TEXT_MAX)
        return fail_at(e, BAD_INPUT, at, "text: has %zu bytes; %d at most", text.len, TEXT_MAX);
    m->text = private_hide(text_clean(&s->scratch, text));
    m->sent_at = m->received_at = clock->ops->wall(clock);
    return OK;
}

/* -- accepting ----------------------------------------------------------------------------------------------------------------
 */

struct batch {
    struct inbound at[BATCH_MAX];
    size_t count;
};

/* The disk is full, or somebody holds the lock for too long: nothing was accepted, the other side keeps its messages and brings
 * them again. An unwritten message that is refused is safer than a written acknowledgement. */
static void put_off(struct serving *s, const struct batch *b, const struct error *e)
{
    struct alert *alert = system_alert();
    alert->ops->raise(alert, ALERT_PAGE, SLICE("store.away"), slice_from(e->text));
    for (size_t i = 0; i < b->count; i++)
        serving_tell(s, "later", b->at[i].provider_id, "error", SLICE("the store cannot take it now; bring it again"));
}

/* One group commit; only then the other side hears that it was accepted. */
static enum code accept(struct serving *s, struct batch *b, struct error *e)
{
    enum accept_result results[BATCH_MAX];
    size_t count = b->count;
    enum code code = count > 0 ? s->store->ops->accept(s->store, b->at, count, results, e) : OK;
    if (code == UNAVAILABLE)
        put_off(s, b, e);
    b->count = 0;
    if (code == UNAVAILABLE)
        return OK;
    if (code != OK)
        return error_within(e, code, "could not accept %zu messages", count);
    if (s->lanes != NULL && count > 0)
        lanes_wake(s->lanes);
    for (size_t i = 0; i < count; i++)
        serving_tell(s, "accepted", b->at[i].provider_id, "result", results[i] == ACCEPT_NEW ? SLICE("new") : SLICE("duplicate"));
    return OK;
}

static enum code settle(struct serving *s, const struct chat_receipt *r, struct place at, struct error *e)
{
    struct clock *clock = system_clock();
    if (s->options->receipts == false)
        return fail_at(e, BAD_INPUT, at, "kind: receipts are not asked for; start with --receipts");
    if (chat_channel_receipt(s->chat, r)) {
        s->news = true;
        return OK;
    }
    enum code code = chat_receipt_settle(s->store, r, clock->ops->wall(clock), e);
    return code == NOT_FOUND ? fail_at(e, BAD_INPUT, at, "key: there is no message " SLICE_FMT, SLICE_ARG(r->key)) : code;
}

/* A line that is wrong is told and skipped; only a store that cannot go on ends the reading. */
static enum code take(struct serving *s, struct batch *b, struct slice bytes, struct error *e)
{
    struct chat_line line;
    struct error bad = {0};
    struct place at = {SLICE("stdin"), s->line, 1};
    enum code code = chat_line_read(&line, &s->scratch, bytes, at, &bad);
    if (code == OK)
        code = line.is_receipt ? settle(s, &line.receipt, at, &bad) : complete(&line, s, at, &bad);
    if (code == BAD_INPUT)
        refuse(s, line.is_receipt ? line.receipt.key : line.message.provider_id, &bad);
    else if (code == UNAVAILABLE) /* the doubt stays; a further receipt or a person settles it */
        fprintf(s->in->err, "parley serve: %s\n", bad.text);
    else if (code != OK)
        return fail(e, code, "%s", bad.text);
    if (code != OK || line.is_receipt)
        return OK;
    b->at[b->count++] = line.message;
    return b->count == BATCH_MAX ? accept(s, b, e) : OK;
}

/* -- lines --------------------------------------------------------------------------------------------------------------------
 */

static bool take_line(struct slice *line, struct serving *s, size_t *used, bool ended)
{
    struct slice rest = {s->text + *used, s->len - *used};
    const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
    if (end == NULL && (!ended || rest.len == 0))
        return false;
    *line = (struct slice){rest.at, end != NULL ? (size_t)(end - rest.at) : rest.len};
    *used += line->len + (end != NULL);
    s->line++;
    return true;
}

static enum code take_lines(struct serving *s, bool ended, struct error *e)
{
    struct batch b = {.count = 0};
    struct slice line;
    size_t used = 0;
    enum code code = OK;
    while (code == OK && take_line(&line, s, &used, ended)) {
        bool skip = s->too_long;
        s->too_long = false;
        line = slice_trim(line);
        if (!skip && line.len > 0)
            code = take(s, &b, line, e);
    }
    if (code == OK)
        code = accept(s, &b, e);
    if (s->news && s->lanes != NULL)
        lanes_wake(s->lanes);
    s->news = false;
    s->len -= used;
    memmove(s->text, s->text + used, s->len);
    arena_reset(&s->scratch);
    return code;
}

static void drop_long_line(struct serving *s)
{
    struct error e;
    fail_at(&e, BAD_INPUT, (struct place){SLICE("stdin"), s->line + 1, 1}, "a line has %d bytes at most", LINE_MAX_BYTES);
    if (!s->too_long)
        refuse(s, SLICE_NONE, &e);
    s->too_long = true;
    s->len = 0;
}

/* Until the input ends or somebody asks to stop. */
enum code serving_listen(struct serving *s, bool *ended, struct error *e)
{
    enum code code = OK;
    *ended = false;
    while (code == OK && !*ended && !interrupted()) {
        struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
        if (lanes_failed(s->lanes)) /* what is in the memory of this process may not be what is on the disk: begin afresh */
            return fail(e, IO_FAILED, "a lane could not write to the store; what was accepted is there: start again");
        if (poll(&p, 1, POLL_MS) <= 0)
            continue;
        ssize_t n = read(STDIN_FILENO, s->text + s->len, READ_MAX - s->len);
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            return fail(e, IO_FAILED, "could not read standard input: %s", strerror(errno));
        *ended = n == 0;
        s->len += n > 0 ? (size_t)n : 0;
        code = take_lines(s, *ended, e);
        if (s->len > LINE_MAX_BYTES)
            drop_long_line(s);
    }
    return code;
}
