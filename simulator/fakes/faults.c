#include "fakes_parts.h"

static bool fits(const char *only, struct slice s)
{
    return only[0] == '\0' || slice_eq(slice_from(only), s);
}

bool fake_fault_strikes(struct fault *out, struct faults *f, enum fault_on on, struct slice number, struct slice contact)
{
    for (size_t i = 0; i < f->count; i++) {
        struct fault *at = &f->at[i];
        if (at->on != on || !fits(at->number, number) || !fits(at->contact, contact))
            continue;
        at->seen++;
        if (at->every > 0 ? at->seen % at->every != 0 : at->left == 0)
            continue;
        at->left -= at->every == 0;
        *out = *at;
        return true;
    }
    return false;
}
