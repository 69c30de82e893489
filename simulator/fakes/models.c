#include "fakes_parts.h"

bool models(struct request *r)
{
    (void)r;
    return false;
}
