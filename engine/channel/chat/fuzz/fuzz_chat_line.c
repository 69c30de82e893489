/* Any bytes as a line of the chat. */
#include <parley/chat_channel.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct error e;
    struct chat_line line;
    arena_init(&a, (size_t)1 << 28);
    if (chat_line_read(&line, &a, (struct slice){(const char *)data, size}, (struct place){SLICE("in"), 1, 1}, &e) == OK) {
        if (line.is_receipt) {
            must(line.receipt.key.len > 0);
            must(line.receipt.attempt > 0);
            must(line.receipt.state == SEND_ACCEPTED || line.receipt.state == SEND_REFUSED || line.receipt.state == SEND_INTENT);
        } else {
            must(line.message.provider_id.len > 0);
            must(private_reveal(line.message.address, REVEAL_CHANNEL).len > 0);
        }
    }
    arena_finish(&a);
    return 0;
}
