#include "script.h"

#include <parley/size.h>

#include <sqlite3.h>

#define ON(s) (s)->ops

static const struct duration lease = {UINT64_C(10000000000)};

static struct wall at(int64_t ms)
{
    return (struct wall){INT64_C(1790000000000) + ms};
}

void run_init(struct run *r, struct disk_place *place, uint32_t node)
{
    *r = (struct run){.place = place, .node = node};
    arena_init(&r->arena, ARENA_TURN_MAX);
}

void run_finish(struct run *r)
{
    if (r->store != NULL)
        ON(r->store)->close(r->store);
    if (r->other != NULL)
        ON(r->other)->close(r->other);
    r->store = r->other = NULL;
    arena_finish(&r->arena);
}

static enum code opens(struct run *r, struct error *e)
{
    if (r->store == NULL)
        r->store = disk_place_open(r->place, r->node, e);
    return r->store ? OK : e->code;
}

/* Closing cannot fail; what it leaves undone the next one to open does. */
static enum code restarts(struct run *r, struct error *e)
{
    if (r->store != NULL)
        ON(r->store)->close(r->store);
    r->store = NULL;
    return opens(r, e);
}

static enum code puts_acme(struct run *r, struct error *e)
{
    return ON(r->store)->tenant_put(r->store, &r->acme, SLICE("acme"), NULL, e);
}

static enum code puts_globex(struct run *r, struct error *e)
{
    return ON(r->store)->tenant_put(r->store, &r->globex, SLICE("globex"), NULL, e);
}

static enum code another_looks_in(struct run *r, struct error *e)
{
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT];
    if (!r->watched)
        return OK;
    r->other = disk_place_open(r->place, r->node + 1, e);
    return r->other ? ON(r->other)->count(r->other, outcomes, sends, e) : e->code;
}

/* -- in -------------------------------------------------------------------------------------------------------------------------
 */

static struct inbound said(struct tenant_id tenant, const char *id, const char *who, const char *text, int64_t ms)
{
    return (struct inbound){.tenant = tenant,
                            .channel = CHANNEL_WHATSAPP,
                            .provider_id = slice_from(id),
                            .address = private_hide(slice_from(who)),
                            .text = private_hide(slice_from(text)),
                            .sent_at = at(ms),
                            .received_at = at(ms)};
}

static enum code accepts_a_batch(struct run *r, struct error *e)
{
    enum accept_result results[4];
    struct inbound batch[] = {said(r->acme, "1", "anna", "hello, it is anna", 0), said(r->acme, "2", "anna", "are you there", 1),
                              said(r->acme, "3", "bert", "good morning", 2), said(r->globex, "4", "cleo", "I want a person", 3)};
    return ON(r->store)->accept(r->store, batch, COUNT_OF(batch), results, e);
}

/* Longer than a page: its row needs several. */
static enum code accepts_a_long_one(struct run *r, struct error *e)
{
    enum accept_result result;
    char *text = arena_alloc(&r->arena, 9001);
    memset(text, 'x', 9000);
    struct inbound in = said(r->acme, "5", "bert", text, 20);
    return ON(r->store)->accept(r->store, &in, 1, &result, e);
}

static enum code accepts_again(struct run *r, struct error *e)
{
    enum accept_result results[2];
    struct inbound batch[] = {said(r->acme, "1", "anna", "hello, it is anna", 0), said(r->acme, "6", "anna", "me again", 90)};
    return ON(r->store)->accept(r->store, batch, COUNT_OF(batch), results, e);
}

/* -- work -----------------------------------------------------------------------------------------------------------------------
 */

static struct allowance two_turns(void *context, struct tenant_id tenant)
{
    (void)context, (void)tenant;
    return (struct allowance){{.micros = 200}, {.micros = 500}};
}

static enum code claims(struct run *r, int64_t ms, struct error *e)
{
    struct wall next;
    struct work w = {0};
    const struct claim_terms terms = {.lease = lease, .allowance = two_turns};
    enum code code = ON(r->store)->claim(r->store, &w, &next, &r->arena, at(ms), &terms, e);
    if (code == OK)
        r->work = w;
    return code;
}

static enum code claims_first(struct run *r, struct error *e)
{
    return claims(r, 10, e);
}

static enum code claims_second(struct run *r, struct error *e)
{
    return claims(r, 30, e);
}

static enum code claims_third(struct run *r, struct error *e)
{
    return claims(r, 40, e);
}

static enum code claims_fourth(struct run *r, struct error *e)
{
    return claims(r, 70, e);
}

static enum code gives_back(struct run *r, struct error *e)
{
    return ON(r->store)->release(r->store, &r->work, at(60), (struct money){.micros = 70}, e);
}

static enum code commits(struct run *r, const char *text, bool hands_over, int64_t ms, struct error *e)
{
    const struct work *w = &r->work;
    struct inbound_outcome *outcomes = ARENA_NEW_ARRAY(&r->arena, struct inbound_outcome, w->burst_count + 1);
    for (size_t i = 0; i < w->burst_count; i++)
        outcomes[i] = (struct inbound_outcome){w->burst[i].id, i + 1 == w->burst_count ? OUTCOME_REPLIED : OUTCOME_COALESCED,
                                               w->turn, SLICE("test")};
    struct send_intent send = {.key = arena_printf(&r->arena, "%llu.%llu.1", (unsigned long long)w->snapshot.conversation.id.n,
                                                   (unsigned long long)w->turn.n),
                               .channel = CHANNEL_WHATSAPP,
                               .purpose = PURPOSE_REPLY,
                               .text = slice_from(text),
                               .text_digest = digest_of(slice_from(text)),
                               .said = SLICE("script:test")};
    struct audit_draft audits[2] = {{.kind = AUDIT_SCREEN_OUT, .facts = SLICE("{}"), .sealed = slice_from(text)},
                                    {.kind = AUDIT_SEND_INTENT, .rule = SLICE("RULE-TEST"), .facts = SLICE("{}")}};
    struct consent_change soft = {CHANNEL_EMAIL, CONSENT_SOFT_OPT_IN, SLICE("asked in chat")};
    struct commit c = {.fence = w->fence,
                       .tenant = w->snapshot.conversation.tenant,
                       .conversation_id = w->snapshot.conversation.id,
                       .contact_version = w->snapshot.contact.version,
                       .conversation_version = w->snapshot.conversation.version,
                       .switches_version = w->snapshot.switches.version,
                       .at = at(ms),
                       .turn = w->turn,
                       .contact = w->snapshot.contact,
                       .conversation = w->snapshot.conversation,
                       .outcomes = outcomes,
                       .outcome_count = w->burst_count,
                       .sends = &send,
                       .send_count = 1,
                       .consents = &soft,
                       .consent_count = 1,
                       .audits = audits,
                       .audit_count = 2,
                       .settle = {.micros = 1200},
                       .ends_turn = true};
    for (size_t i = 0; i < 2; i++) {
        audits[i].at = at(ms);
        audits[i].contact = w->snapshot.contact.id;
        audits[i].conversation = w->snapshot.conversation.id;
        audits[i].turn = w->turn;
    }
    if (hands_over) {
        c.conversation.holder = HOLDER_HANDED_OVER;
        c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(ms), at(ms), 1};
    }
    enum code code = ON(r->store)->commit(r->store, &c, e);
    if (code == OK)
        r->keys[r->key_count++] = send.key;
    return code;
}

static enum code commits_first(struct run *r, struct error *e)
{
    return commits(r, "hello anna, how can I help you today", false, 11, e);
}

static enum code commits_third(struct run *r, struct error *e)
{
    return commits(r, "somebody will call you", true, 41, e);
}

static enum code commits_fourth(struct run *r, struct error *e)
{
    return commits(r, "you will hear no more from us", false, 71, e);
}

/* -- out ------------------------------------------------------------------------------------------------------------------------
 */

static enum code begins(struct run *r, int64_t ms, struct error *e)
{
    struct wall next;
    struct send s = {0};
    enum code code = ON(r->store)->send_began(r->store, &s, &next, &r->arena, at(ms), e);
    if (code == OK)
        r->send = s;
    return code;
}

static enum code begins_first(struct run *r, struct error *e)
{
    return begins(r, 12, e);
}

static enum code begins_second(struct run *r, struct error *e)
{
    return begins(r, 72, e);
}

static enum code is_accepted(struct run *r, struct error *e)
{
    struct send_result accepted = {.state = SEND_ACCEPTED, .provider_id = SLICE("provider-1"), .reason = SLICE("ok")};
    return ON(r->store)->send_ended(r->store, r->send.key, &accepted, at(13), e);
}

static enum code doubts(struct run *r, struct error *e)
{
    uint64_t changed;
    return ON(r->store)->sends_recover(r->store, at(900000 + 73), DURATION_S(900), false, &changed, e);
}

static enum code calls_a_person(struct run *r, struct error *e)
{
    uint64_t changed;
    return ON(r->store)->sends_recover(r->store, at(1800000 + 74), DURATION_S(900), false, &changed, e);
}

/* -- people ---------------------------------------------------------------------------------------------------------------------
 */

/* Not through the port, which never shows it. */
static void read_secret(struct run *r)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    if (sqlite3_open_v2("store/tenant-1.db", &db, SQLITE_OPEN_READWRITE, disk_vfs_name(r->place->disk, r->node)) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT key FROM contact WHERE id = 1", -1, &q, NULL) == SQLITE_OK &&
        sqlite3_step(q) == SQLITE_ROW) {
        int size = sqlite3_column_bytes(q, 0);
        must(size > 0 && (size_t)size <= sizeof r->secret);
        r->secret_size = (size_t)size;
        memcpy(r->secret, sqlite3_column_blob(q, 0), r->secret_size);
    }
    sqlite3_finalize(q);
    sqlite3_close(db);
}

static enum code looks_up(struct run *r, struct error *e)
{
    struct ticket_row rows[4];
    size_t count = 0;
    enum code code = ON(r->store)->contact_find(r->store, &r->anna, &r->arena, r->acme, CHANNEL_WHATSAPP, SLICE("anna"), e);
    if (code == OK)
        code = ON(r->store)->contact_find(r->store, &r->bert, &r->arena, r->acme, CHANNEL_WHATSAPP, SLICE("bert"), e);
    if (code == OK)
        code =
            ON(r->store)->tickets_due(r->store, r->globex, rows, COUNT_OF(rows), &count, at(1000), DURATION_S(0), UINT64_MAX, e);
    if (code == OK && count == 1)
        r->ticket = rows[0].ticket.id;
    if (code == OK)
        read_secret(r);
    return code;
}

static enum code takes_the_ticket(struct run *r, struct error *e)
{
    return ON(r->store)->ticket_move(r->store, r->ticket, TICKET_TAKEN, true, at(50), e);
}

static enum code kills_one(struct run *r, struct error *e)
{
    return ON(r->store)->kill(r->store, r->acme, true, SLICE("op"), at(51), e);
}

static enum code kills_all(struct run *r, struct error *e)
{
    return ON(r->store)->kill(r->store, (struct tenant_id){0}, true, SLICE("op"), at(52), e);
}

static enum code lets_all(struct run *r, struct error *e)
{
    return ON(r->store)->kill(r->store, (struct tenant_id){0}, false, SLICE("op"), at(53), e);
}

static enum code lets_one(struct run *r, struct error *e)
{
    return ON(r->store)->kill(r->store, r->acme, false, SLICE("op"), at(54), e);
}

static enum code gives_the_ticket_back(struct run *r, struct error *e)
{
    return ON(r->store)->ticket_move(r->store, r->ticket, TICKET_CLOSED, true, at(51), e);
}

static enum code withdraws(struct run *r, struct error *e)
{
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")};
    return ON(r->store)->consent(r->store, r->bert.id, &stop, at(55), e);
}

static enum code opens_a_campaign(struct run *r, struct error *e)
{
    bool is_new;
    struct opening o = {.tenant = r->acme,
                        .channel = CHANNEL_WHATSAPP,
                        .address = private_hide(SLICE("dora")),
                        .reference = SLICE("spring/7"),
                        .consent = {CONSENT_GIVEN, at(0), SLICE("form 12"), SLICE("site")},
                        .time_zone = SLICE("Europe/London"),
                        .language = SLICE("en"),
                        .at = at(56)};
    return ON(r->store)->open(r->store, &o, &is_new, e);
}

static enum code erases(struct run *r, struct error *e)
{
    struct digest receipt;
    enum code code = ON(r->store)->erase(r->store, r->anna.id, SLICE("officer"), at(80), &receipt, e);
    if (code == OK)
        r->leaked = r->secret_size == 0 || disk_holds(r->place->disk, (struct slice){r->secret, r->secret_size});
    return code;
}

const struct step script[] = {
    {"open", opens, 0},
    {"put a tenant", puts_acme, STEP_GIVES | STEP_TIDIES},
    {"put another", puts_globex, STEP_GIVES | STEP_TIDIES},
    {"another process looks in", another_looks_in, 0},
    {"accept a batch", accepts_a_batch, 0},
    {"claim", claims_first, STEP_GIVES},
    {"commit", commits_first, 0},
    {"begin to send", begins_first, STEP_GIVES},
    {"end a send", is_accepted, 0},
    {"accept a long message", accepts_a_long_one, 0},
    {"claim the second", claims_second, STEP_GIVES},
    {"release", gives_back, 0},
    {"restart", restarts, 0},
    {"claim the third", claims_third, STEP_GIVES},
    {"commit with a ticket", commits_third, 0},
    {"look people up", looks_up, STEP_GIVES},
    {"take the ticket", takes_the_ticket, 0},
    {"give it back", gives_the_ticket_back, 0},
    {"stop a tenant", kills_one, 0},
    {"stop everybody", kills_all, STEP_TIDIES},
    {"let everybody go on", lets_all, STEP_TIDIES},
    {"let the tenant go on", lets_one, 0},
    {"open a campaign row", opens_a_campaign, 0},
    {"claim the fourth", claims_fourth, STEP_GIVES},
    {"commit the last", commits_fourth, 0},
    {"begin to send again", begins_second, STEP_GIVES},
    {"withdraw consent", withdraws, 0},
    {"come to doubt a send", doubts, 0},
    {"call a person", calls_a_person, 0},
    {"erase", erases, STEP_TIDIES},
    {"accept again", accepts_again, 0},
    {"restart at the end", restarts, 0},
};
const size_t script_count = COUNT_OF(script);
