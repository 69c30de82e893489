/* One customer message after another through the whole store: accepted, claimed, committed with a reply, sent. On the simulated
 * disk (CPU time, which is all it takes) and, for comparison, on real files in memory or below TMPDIR. */
#define _POSIX_C_SOURCE 200809L

#include "../tests/disk_place.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGES = 4000, CONTACTS = 200 };

static uint64_t now_ns(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

static void one(struct store *s, struct tenant_id tenant, uint64_t number, struct arena *a)
{
    struct error e;
    struct wall next, at = {INT64_C(1790000000000) + (int64_t)number * 1000};
    struct work w = {0};
    struct send out = {0};
    enum accept_result result;
    struct inbound in = {.tenant = tenant,
                         .channel = CHANNEL_WHATSAPP,
                         .provider_id = arena_printf(a, "m%llu", (unsigned long long)number),
                         .address = private_hide(arena_printf(a, "+4477009%llu", (unsigned long long)(number % CONTACTS))),
                         .text =
                             private_hide(SLICE("Hello, could you tell me what the fees are and when I would have to pay them?")),
                         .sent_at = at,
                         .received_at = at};
    must(s->ops->accept(s, &in, 1, &result, &e) == OK);
    must(s->ops->claim(s, &w, &next, a, at, &(struct claim_terms){.lease = DURATION_S(10)}, &e) == OK);
    struct inbound_outcome outcome = {w.burst[0].id, OUTCOME_REPLIED, w.turn, SLICE("bench")};
    struct slice text = SLICE("Thank you for asking. The fee is twenty pounds a month, and the first payment is due in May.");
    struct send_intent send = {
        .key = arena_printf(a, "%llu.%llu.1", (unsigned long long)w.snapshot.conversation.id.n, (unsigned long long)w.turn.n),
        .channel = CHANNEL_WHATSAPP,
        .purpose = PURPOSE_REPLY,
        .text = text,
        .text_digest = digest_of(text),
        .said = SLICE("claim:fee")};
    struct audit_draft audits[2] = {{.kind = AUDIT_SCREEN_OUT, .facts = SLICE("{}"), .sealed = text},
                                    {.kind = AUDIT_SEND_INTENT, .facts = SLICE("{}")}};
    for (size_t i = 0; i < 2; i++) {
        audits[i].at = at;
        audits[i].contact = w.snapshot.contact.id;
        audits[i].conversation = w.snapshot.conversation.id;
        audits[i].turn = w.turn;
    }
    struct commit c = {.fence = w.fence,
                       .tenant = tenant,
                       .conversation_id = w.snapshot.conversation.id,
                       .contact_version = w.snapshot.contact.version,
                       .conversation_version = w.snapshot.conversation.version,
                       .switches_version = w.snapshot.switches.version,
                       .at = at,
                       .turn = w.turn,
                       .contact = w.snapshot.contact,
                       .conversation = w.snapshot.conversation,
                       .outcomes = &outcome,
                       .outcome_count = 1,
                       .sends = &send,
                       .send_count = 1,
                       .audits = audits,
                       .audit_count = 2,
                       .ends_turn = true};
    must(s->ops->commit(s, &c, &e) == OK);
    must(s->ops->send_began(s, &out, &next, a, at, &e) == OK);
    must(s->ops->send_ended(s, out.key, &(struct send_result){.state = SEND_ACCEPTED, .provider_id = SLICE("p")}, at, &e) == OK);
}

static void run(const char *name, struct store *s, uint64_t target_ns)
{
    struct error e;
    struct tenant_id tenant;
    struct arena a;
    must(s != NULL);
    arena_init(&a, ARENA_TURN_MAX);
    must(s->ops->tenant_put(s, &tenant, SLICE("bench"), NULL, &e) == OK);
    uint64_t cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID), clock = now_ns(CLOCK_MONOTONIC);
    for (uint64_t i = 0; i < MESSAGES; i++) {
        one(s, tenant, i, &a);
        arena_reset(&a);
    }
    cpu = (now_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu) / MESSAGES;
    clock = (now_ns(CLOCK_MONOTONIC) - clock) / MESSAGES;
    printf("{\"name\":\"%s\",\"mean_ns\":%llu,\"clock_ns\":%llu,\"per_cpu_second\":%llu", name, (unsigned long long)cpu,
           (unsigned long long)clock, (unsigned long long)(UINT64_C(1000000000) / cpu));
    if (target_ns != 0)
        printf(",\"target_p50_ns\":%llu", (unsigned long long)target_ns);
    printf("}\n");
    arena_finish(&a);
    s->ops->close(s);
}

static void remove_all(const char *directory)
{
    DIR *d = opendir(directory);
    for (struct dirent *at = d ? readdir(d) : NULL; at != NULL; at = readdir(d)) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", directory, at->d_name);
        unlink(path);
    }
    if (d != NULL)
        closedir(d);
    rmdir(directory);
}

int main(void)
{
    struct disk_place p;
    struct error e;
    const char *tmp = getenv("TMPDIR");
    char directory[200];
    disk_place_make(&p, &(struct disk_setup){.seed = 1});
    run("a message through the store, on the simulated disk", disk_place_must_open(&p, 0), 500000);
    struct disk_counts n = disk_count(p.disk);
    printf("{\"name\":\"operations of a message on the simulated "
           "disk\",\"all\":%llu,\"durable\":%llu,\"syncs\":%llu,\"bytes\":%llu}\n",
           (unsigned long long)(n.all / MESSAGES), (unsigned long long)(n.durable / MESSAGES),
           (unsigned long long)(n.operations[DISK_SYNC] / MESSAGES), (unsigned long long)n.bytes);
    disk_destroy(p.disk);
    snprintf(directory, sizeof directory, "%s/parley-bench-XXXXXX",
             tmp                             ? tmp
             : access("/dev/shm", W_OK) == 0 ? "/dev/shm"
                                             : "/tmp");
    must(mkdtemp(directory) != NULL);
    struct sqlite_store_setup setup = {.directory = slice_from(directory), .entropy = &p.entropy, .master = {{7}}};
    run("a message through the store, on real files in memory", sqlite_store_open(&setup, &e), 0);
    remove_all(directory);
    return 0;
}
