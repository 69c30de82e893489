#include <parley/story.h>

#include <parley/calendar.h>

/* -- characters ----------------------------------------------------------------------------------------------------------------
 */

/* One character of UTF-8, its length in *len; 0 when what stands there is not one. */
static uint32_t next_char(size_t *len, struct slice s)
{
    const unsigned char *at = (const unsigned char *)s.at;
    size_t n = at[0] < 0x80 ? 1 : at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    uint32_t c = n == 1 ? at[0] : at[0] & (0xffu >> (n + 1));
    *len = 1;
    if (n > s.len || (at[0] >= 0x80 && at[0] < 0xc2))
        return 0;
    for (size_t i = 1; i < n; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3f);
    }
    *len = n;
    return c;
}

/* What may stand in a document as it is: no control characters, no line ends of other alphabets, no byte order mark. */
static bool is_plain(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && c != 0x2028 && c != 0x2029 && !(c >= 0xd800 && c < 0xe000) && c != 0xfeff &&
           c != 0xfffe && c != 0xffff && c < 0x110000;
}

static void put_quoted(struct buffer *out, struct slice text)
{
    size_t len;
    buffer_byte(out, '"');
    for (struct slice s = text; s.len > 0; s = slice_after(s, len)) {
        uint32_t c = next_char(&len, s);
        if (c == '"' || c == '\\')
            buffer_printf(out, "\\%c", (char)c);
        else if (c == '\n')
            buffer_add(out, SLICE("\\n"));
        else if (is_plain(c))
            buffer_add(out, slice_sub(s, 0, len));
        else
            buffer_printf(out, "\\u%04x", (unsigned)c);
    }
    buffer_byte(out, '"');
}

/* A name as it is, anything else in quotes. */
static void put_name(struct buffer *out, struct slice name)
{
    bool plain = name.len > 0;
    for (size_t i = 0; i < name.len && plain; i++) {
        char c = name.at[i];
        plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
                ((c == '/' || c == '-') && i > 0);
    }
    if (plain)
        buffer_add(out, name);
    else
        put_quoted(out, name);
}

/* Text that may stand in a block of lines. */
static void put_line(struct buffer *out, struct slice text)
{
    size_t len;
    for (struct slice s = text; s.len > 0; s = slice_after(s, len)) {
        uint32_t c = next_char(&len, s);
        if (c == '\n')
            buffer_add(out, SLICE("\\n"));
        else if (is_plain(c))
            buffer_add(out, slice_sub(s, 0, len));
        else
            buffer_byte(out, '?');
    }
    while (out->len > 0 && out->at[out->len - 1] == ' ') /* nobody sees them in a file */
        out->len--;
}

struct slice story_line(struct arena *arena, uint64_t at_ms, struct slice text)
{
    struct buffer b;
    buffer_init(&b, arena, (size_t)1 << 16);
    buffer_printf(&b, SLICE_FMT "  ", SLICE_ARG(story_time(arena, at_ms)));
    put_line(&b, text);
    return buffer_slice(&b);
}

struct slice story_time(struct arena *arena, uint64_t ms)
{
    uint64_t s = ms / 1000;
    return arena_printf(arena, "%llud %02llu:%02llu:%02llu.%03llu", (unsigned long long)(s / 86400),
                        (unsigned long long)(s / 3600 % 24), (unsigned long long)(s / 60 % 60), (unsigned long long)(s % 60),
                        (unsigned long long)(ms % 1000));
}

/* -- parts ---------------------------------------------------------------------------------------------------------------------
 */

static void put_duration(struct buffer *out, const char *name, struct duration d)
{
    static const struct {
        uint64_t ns;
        const char *unit;
    } units[] = {{UINT64_C(86400000000000), "d"},
                 {UINT64_C(3600000000000), "h"},
                 {UINT64_C(60000000000), "m"},
                 {UINT64_C(1000000000), "s"},
                 {UINT64_C(1000000), "ms"}};
    size_t i = 0;
    while (i < 4 && (d.ns % units[i].ns != 0 || d.ns == 0))
        i++;
    buffer_printf(out, "%s: %llu%s\n", name, (unsigned long long)(d.ns / units[i].ns), units[i].unit);
}

static void put_block(struct buffer *out, const char *name, const struct slice_list *lines)
{
    buffer_printf(out, "%s: |\n", name);
    for (size_t i = 0; i < lines->count; i++) {
        buffer_add(out, SLICE("  "));
        put_line(out, slice_trim(lines->at[i]));
        buffer_byte(out, '\n');
    }
}

static void put_about(struct buffer *out, struct slice about)
{
    ARRAY_OF(struct slice) lines = {0};
    struct slice line;
    for (struct slice rest = about; slice_next(&line, &rest, '\n');)
        if (slice_trim(line).len > 0)
            *ARRAY_ADD(out->arena, &lines) = line;
    if (lines.count > 0)
        put_block(out, "about", &(struct slice_list){lines.at, lines.count});
}

static void put_messages(struct buffer *out, const struct story *s, size_t customer)
{
    for (size_t i = 0; i < s->play.message_count; i++) {
        const struct play_message *m = &s->play.messages[i];
        if (m->customer != customer)
            continue;
        buffer_printf(out, "      - {at: \"" SLICE_FMT "\", number: %llu, text: ", SLICE_ARG(story_time(out->arena, m->at_ms)),
                      (unsigned long long)m->number);
        put_quoted(out, m->text);
        buffer_add(out, m->elsewhere ? SLICE(", elsewhere: true}\n") : SLICE("}\n"));
    }
}

static bool writes(const struct story *s, size_t customer)
{
    for (size_t i = 0; i < s->play.message_count; i++)
        if (s->play.messages[i].customer == customer)
            return true;
    return false;
}

static bool is_there(const struct story *s, size_t customer)
{
    for (size_t i = 0; i < s->play.act_count; i++) {
        const struct play_act *a = &s->play.acts[i];
        if ((a->act == DEED_TAKE_OVER || a->act == DEED_GIVE_BACK || a->act == DEED_OPENS) && a->who == customer)
            return true;
    }
    return writes(s, customer);
}

static void put_customers(struct buffer *out, const struct story *s)
{
    bool any = false;
    for (size_t c = 0; c < s->customers; c++)
        any |= is_there(s, c);
    buffer_printf(out, "customers:%s\n", any ? "" : " []");
    for (size_t c = 0; c < s->customers; c++) {
        if (!is_there(s, c))
            continue;
        size_t tenant = s->play.tenant_of != NULL ? s->play.tenant_of[c] : c % s->tenants.count;
        buffer_printf(out, "  - customer: %zu\n    tenant: ", c + 1);
        put_name(out, s->tenants.at[tenant]);
        buffer_add(out, writes(s, c) ? SLICE("\n    writes:\n") : SLICE("\n    writes: []\n"));
        put_messages(out, s, c);
    }
}

static void put_acts(struct buffer *out, const struct story *s)
{
    static const char *const names[] = {"stop", "free", "take-over", "give-back", "open", "node-dies", "node-pauses"};
    if (s->play.act_count > 0)
        buffer_add(out, SLICE("happens:\n"));
    for (size_t i = 0; i < s->play.act_count; i++) {
        const struct play_act *a = &s->play.acts[i];
        bool of_tenant = a->act == DEED_STOP || a->act == DEED_FREE,
             of_node = a->act == DEED_NODE_DIES || a->act == DEED_NODE_PAUSES;
        buffer_printf(out, "  - {at: \"" SLICE_FMT "\", %s: ", SLICE_ARG(story_time(out->arena, a->at_ms)), names[a->act]);
        if (of_tenant)
            put_name(out, a->who == 0 ? SLICE("everything") : s->tenants.at[a->who - 1]);
        else
            buffer_u64(out, of_node ? a->who : a->who + 1);
        if (a->lasts.ns > 0)
            buffer_printf(out, ", for: %llums", (unsigned long long)(a->lasts.ns / 1000000));
        buffer_add(out, SLICE("}\n"));
    }
    if (!s->play.staff_idle)
        buffer_add(out, SLICE("staff_works: true\n"));
}

static void put_faults(struct buffer *out, const struct story *s)
{
    buffer_printf(out, "faults:%s\n", s->fault_count > 0 ? "" : " []");
    for (size_t i = 0; i < s->fault_count; i++) {
        const struct story_fault *f = &s->faults[i];
        buffer_printf(out, "  - {fault: %s, ", fault_rows[f->fault].name);
        if (f->exact)
            buffer_printf(out, "at: %llu/%llu", (unsigned long long)f->entity, (unsigned long long)f->occurrence);
        else
            buffer_printf(out, "after: \"" SLICE_FMT "\"", SLICE_ARG(story_time(out->arena, f->after_ms)));
        if (!f->exact && !f->any_entity)
            buffer_printf(out, ", entity: %llu", (unsigned long long)f->entity);
        if (!f->exact && f->nth > 1)
            buffer_printf(out, ", nth: %llu", (unsigned long long)f->nth);
        if (f->sized)
            buffer_printf(out, ", size: %llu", (unsigned long long)f->size);
        buffer_add(out, SLICE("}\n"));
    }
}

/* -- the whole -----------------------------------------------------------------------------------------------------------------
 */

void story_write(struct buffer *out, const struct story *s)
{
    must(s->tenants.count > 0);
    buffer_add(out, SLICE("id: "));
    put_name(out, s->id);
    buffer_add(out, SLICE("\ntitle: "));
    put_quoted(out, s->title);
    buffer_byte(out, '\n');
    put_about(out, s->about);
    buffer_add(out, SLICE("build: "));
    put_name(out, s->build);
    buffer_printf(out, "\nseed: %llu\nnodes: %llu\ntenants: [", (unsigned long long)s->seed, (unsigned long long)s->nodes);
    for (size_t i = 0; i < s->tenants.count; i++) {
        buffer_add(out, i > 0 ? SLICE(", ") : SLICE_NONE);
        put_name(out, s->tenants.at[i]);
    }
    buffer_printf(out, "]\nstore: %s\nbegin: ", s->store == 1 ? "disk" : "memory");
    put_quoted(out, wall_format(out->arena, s->begin));
    buffer_byte(out, '\n');
    put_duration(out, "horizon", s->horizon);
    put_duration(out, "settling", s->settling);
    put_customers(out, s);
    put_acts(out, s);
    put_faults(out, s);
    if (s->violates == I0_NONE)
        buffer_add(out, SLICE("expect: holds\n"));
    else
        buffer_printf(out, "expect: {violates: %s}\n", invariant_name(s->violates));
    put_block(out, "trace", &s->trace);
}

enum code story_with_trace(struct buffer *out, struct slice bytes, const struct story *s, struct slice build,
                           const struct slice_list *trace, struct error *e)
{
    struct slice line;
    unsigned number = 0;
    for (struct slice rest = bytes; slice_next(&line, &rest, '\n');) {
        number++;
        if (s->trace_at.line > 0 && number >= s->trace_at.line) {
            if (number > s->trace_at.line && line.len > 0 && line.at[0] != ' ')
                return fail_at(e, BAD_INPUT, (struct place){s->trace_at.file, number, 1},
                               "trace: is not the last thing of the file; move it to the end so that it can be rewritten");
            continue;
        }
        if (number == s->build_at.line && slice_starts(line, SLICE("build:")))
            buffer_printf(out, "build: " SLICE_FMT "\n", SLICE_ARG(build));
        else if (line.len > 0 || rest.len > 0)
            buffer_printf(out, SLICE_FMT "\n", SLICE_ARG(line));
    }
    put_block(out, "trace", trace);
    return OK;
}
