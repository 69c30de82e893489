/* Any bytes as a line of the chat. */
#include <parley/chat_channel.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct error e;
    struct inbound in;
    struct slice tenant = SLICE_NONE;
    arena_init(&a, (size_t)1 << 28);
    if (chat_line_read(&in, &tenant, &a, (struct slice){(const char *)data, size}, (struct place){SLICE("in"), 1, 1}, &e) == OK) {
        must(in.provider_id.len > 0);
        must(private_reveal(in.address, REVEAL_CHANNEL).len > 0);
    }
    arena_finish(&a);
    return 0;
}
