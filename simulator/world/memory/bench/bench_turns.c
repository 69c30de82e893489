/* What the store in memory costs a message, with few, many and very many conversations: accept, claim, commit, send (began and
 * ended), each the mean CPU time over all rounds; then the same with the records that a turn leaves in the audit, whose hashing
 * and sealing is engine/audit's share. Memory is per message: it, its answer, the send and its record. */
#include <parley/memory_store.h>

#include <parley/random.h>
#include <parley/size.h>
#include <stdio.h>
#include <time.h>

enum { MESSAGES_MIN = 100000, ROUNDS_MIN = 3, AUDITS = 6, TURNS = 50 };

struct bench {
    struct memory_data *data;
    struct store *store;
    struct tenant_id tenant;
    struct arena arena;
    struct work works[TURNS]; /* as many turns are open at a time */
    size_t conversations, rounds, audits;
    uint64_t accept_ns, claim_ns, commit_ns, send_ns;
};

static uint64_t cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

static void fill(struct entropy *r, void *at, size_t size)
{
    (void)r;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)at)[i] = (unsigned char)i;
}

static void accept_all(struct bench *b, size_t round, struct wall now)
{
    char id[32], who[32];
    struct error e;
    enum accept_result result;
    uint64_t from = cpu_ns();
    for (size_t i = 0; i < b->conversations; i++) {
        int id_len = snprintf(id, sizeof id, "wamid.%zu.%zu", round, i),
            who_len = snprintf(who, sizeof who, "44770%07zu", (i * 7919) % b->conversations);
        struct inbound in = {.tenant = b->tenant,
                             .channel = CHANNEL_WHATSAPP,
                             .provider_id = {id, (size_t)id_len},
                             .address = private_hide((struct slice){who, (size_t)who_len}),
                             .text = private_hide(SLICE("Hello, how much is the room for two nights, and may I cancel it?")),
                             .sent_at = now,
                             .received_at = {now.ms + (int64_t)((i * 31) % 1000)}};
        must(b->store->ops->accept(b->store, &in, 1, &result, &e) == OK);
        must(result == ACCEPT_NEW);
    }
    b->accept_ns += cpu_ns() - from;
}

static void claim_some(struct bench *b, struct wall now)
{
    struct error e;
    struct wall next;
    uint64_t from = cpu_ns();
    for (size_t i = 0; i < TURNS; i++)
        must(b->store->ops->claim(b->store, &b->works[i], &next, &b->arena, now, &(struct claim_terms){.lease = DURATION_S(300)},
                                  &e) == OK);
    b->claim_ns += cpu_ns() - from;
}

static void commit_some(struct bench *b, struct wall now)
{
    static const struct slice text = SLICE_INIT("Two nights are 180 pounds, and you may cancel until the day before you come.");
    struct digest digest = digest_of(text);
    struct error e;
    char key[48];
    uint64_t from = cpu_ns();
    for (size_t i = 0; i < TURNS; i++) {
        const struct work *w = &b->works[i];
        int len = snprintf(key, sizeof key, "%llu.%llu.1", (unsigned long long)w->snapshot.conversation.id.n,
                           (unsigned long long)w->turn.n);
        struct inbound_outcome outcome = {w->burst[0].id, OUTCOME_REPLIED, w->turn, SLICE("replied")};
        struct send_intent send = {.key = {key, (size_t)len},
                                   .channel = CHANNEL_WHATSAPP,
                                   .purpose = PURPOSE_REPLY,
                                   .text = text,
                                   .text_digest = digest,
                                   .said = SLICE("claim:price.two_nights")};
        struct audit_draft audits[AUDITS];
        for (size_t k = 0; k < b->audits; k++)
            audits[k] = (struct audit_draft){.kind = AUDIT_CHECK,
                                             .at = now,
                                             .contact = w->snapshot.contact.id,
                                             .conversation = w->snapshot.conversation.id,
                                             .turn = w->turn,
                                             .rule = SLICE("RULE-GATE-1"),
                                             .facts = SLICE("{\"verdict\":\"pass\",\"gate\":\"sha256:0123456789abcdef\"}"),
                                             .sealed = k % 3 == 0 ? text : SLICE_NONE};
        struct commit c = {.fence = w->fence,
                           .tenant = b->tenant,
                           .conversation_id = w->snapshot.conversation.id,
                           .contact_version = w->snapshot.contact.version,
                           .conversation_version = w->snapshot.conversation.version,
                           .switches_version = w->snapshot.switches.version,
                           .at = now,
                           .turn = w->turn,
                           .contact = w->snapshot.contact,
                           .conversation = w->snapshot.conversation,
                           .outcomes = &outcome,
                           .outcome_count = 1,
                           .sends = &send,
                           .send_count = 1,
                           .audits = audits,
                           .audit_count = b->audits,
                           .ends_turn = true};
        must(b->store->ops->commit(b->store, &c, &e) == OK);
    }
    b->commit_ns += cpu_ns() - from;
}

static void send_some(struct bench *b, struct wall now)
{
    struct error e;
    struct send s;
    struct wall next;
    struct send_result accepted = {.state = SEND_ACCEPTED, .provider_id = SLICE("gBEGkYiEB1VXAglK1ZEqA1YKPrU")};
    uint64_t from = cpu_ns();
    for (size_t i = 0; i < TURNS; i++)
        must(b->store->ops->send_began(b->store, &s, &next, &b->arena, now, &e) == OK);
    for (size_t i = 0; i < TURNS; i++)
        must(b->store->ops->send_ended(b->store,
                                       arena_printf(&b->arena, "%llu.%llu.1",
                                                    (unsigned long long)b->works[i].snapshot.conversation.id.n,
                                                    (unsigned long long)b->works[i].turn.n),
                                       &accepted, now, &e) == OK);
    b->send_ns += cpu_ns() - from;
}

static void row(const struct bench *b, const char *what, uint64_t ns)
{
    size_t messages = b->conversations * b->rounds;
    must(messages > 0);
    printf("{\"name\":\"store in memory, %zu conversations, %zu messages%s: %s\",\"mean_ns\":%llu", b->conversations, messages,
           b->audits ? ", audited" : "", what, (unsigned long long)(ns / messages));
}

static void sum(const struct bench *b)
{
    size_t messages = b->conversations * b->rounds;
    must(messages > 0);
    row(b, "all of it", b->accept_ns + b->claim_ns + b->commit_ns + b->send_ns);
    printf("%s,\"bytes_per_message\":%zu}\n", b->audits ? "" : ",\"target_p50_ns\":5000", memory_data_size(b->data) / messages);
}

static void run(size_t conversations, size_t audits)
{
    must(conversations > 0);
    must(conversations % TURNS == 0);
    static const struct entropy_ops ops = {fill};
    struct entropy entropy = {&ops};
    struct error e;
    size_t rounds = MESSAGES_MIN / conversations;
    struct bench b = {.data = memory_data_create(&entropy),
                      .conversations = conversations,
                      .rounds = rounds < ROUNDS_MIN ? ROUNDS_MIN : rounds,
                      .audits = audits};
    b.store = memory_store_open(b.data);
    arena_init(&b.arena, ARENA_TURN_MAX);
    must(b.store->ops->tenant_put(b.store, &b.tenant, SLICE("bench"), NULL, &e) == OK);
    for (size_t round = 0; round < b.rounds; round++) {
        struct wall now = {INT64_C(1790000000000) + (int64_t)round * 3600000};
        accept_all(&b, round, now);
        now.ms += 1000;
        for (size_t done = 0; done < conversations; done += TURNS) {
            arena_reset(&b.arena);
            claim_some(&b, now);
            commit_some(&b, now);
            send_some(&b, now);
        }
    }
    const struct {
        const char *what;
        uint64_t ns;
    } rows[] = {{"accept", b.accept_ns}, {"claim", b.claim_ns}, {"commit", b.commit_ns}, {"send", b.send_ns}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        row(&b, rows[i].what, rows[i].ns);
        printf("}\n");
    }
    sum(&b);
    b.store->ops->close(b.store);
    memory_data_destroy(b.data);
    arena_finish(&b.arena);
}

int main(void)
{
    static const size_t conversations[] = {100, 10000, 100000};
    for (size_t i = 0; i < COUNT_OF(conversations); i++)
        run(conversations[i], 0);
    run(10000, AUDITS);
    return 0;
}
