#include <parley/model.h>
#include <parley/store.h>

const char *model_role_name(enum model_role role)
{
    static const char *const names[MODEL_ROLE_COUNT] = {"conversation", "simple", "checker", "judge", "embed"};
    must(role < MODEL_ROLE_COUNT);
    return names[role];
}

const char *model_status_name(enum model_status status)
{
    static const char *const names[] = {"ok", "timeout", "limited", "down", "refused", "garbage", "too dear"};
    return names[status];
}

const char *send_state_name(enum send_state state)
{
    static const char *const names[SEND_STATE_COUNT] = {"intent", "sending", "accepted", "refused", "unknown", "human"};
    must(state < SEND_STATE_COUNT);
    return names[state];
}
