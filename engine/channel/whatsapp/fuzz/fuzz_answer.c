/* Any bytes as an answer to a send: how it ended, the status, the provider, the attempt, then the body. */
#include <parley/whatsapp_answer.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    if (size < 4)
        return 0;
    arena_init(&a, (size_t)1 << 28);
    struct slice body = {(const char *)data + 4, size - 4};
    struct outgoing_field field = {SLICE("x-business-use-case-usage"), body};
    struct outgoing_answer answer = {.end = (enum outgoing_end)(data[0] % OUTGOING_END_COUNT),
                                     .status = data[1] * 4u,
                                     .body = body,
                                     .fields = &field,
                                     .field_count = data[2] & 1};
    struct whatsapp_verdict v =
        whatsapp_judge(&a, &answer, (enum whatsapp_provider)(data[2] / 2 % WHATSAPP_PROVIDER_COUNT), data[3] + 1u);
    must(v.state == SEND_ACCEPTED || v.state == SEND_REFUSED || v.state == SEND_INTENT || v.state == SEND_UNKNOWN);
    must((v.state == SEND_ACCEPTED) == (v.id.len > 0));
    must(v.state != SEND_ACCEPTED || (answer.end == OUTGOING_ANSWERED && answer.status / 100 == 2));
    must(v.state == SEND_ACCEPTED || v.reason.len > 0);
    if (answer.end != OUTGOING_ANSWERED)
        must(v.state == (answer.end == OUTGOING_NOT_SENT ? SEND_INTENT : SEND_UNKNOWN));
    must(v.again.ns <= DURATION_S(600).ns);
    arena_finish(&a);
    return 0;
}
