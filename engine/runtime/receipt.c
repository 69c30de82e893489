#include <parley/receipt.h>

static const char *const names[] = {"sent", "delivered", "read", "failed"};

const char *receipt_name(enum receipt r)
{
    return names[r];
}

bool receipt_parse(enum receipt *out, struct slice name)
{
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_eq(name, slice_from(names[i]))) {
            *out = (enum receipt)i;
            return true;
        }
    return false;
}

enum code receipt_take(struct store *s, struct slice key, enum receipt r, struct wall now, struct error *e)
{
    bool failed = r == RECEIPT_FAILED;
    struct send_result result = {.state = failed ? SEND_REFUSED : SEND_ACCEPTED};
    if (failed)
        result.reason = SLICE("the provider reported a failure");
    enum code code = s->ops->send_ended(s, key, &result, now, e);
    if (code != CONFLICT)
        return code;
    if (!failed)
        return OK;             /* nothing new */
    result.state = SEND_HUMAN; /* accepted before, and failed after all */
    code = s->ops->send_ended(s, key, &result, now, e);
    return code == CONFLICT ? OK : code;
}
