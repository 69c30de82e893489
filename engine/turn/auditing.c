#include "turn_state.h"

#include <parley/json_write.h>

enum { AUDIT_TEXT_MAX = 256 * 1024 };

void audit_note(struct turn *t, struct wall at, enum audit_kind kind, struct slice rule, struct slice facts, struct slice sealed)
{
    *ARRAY_ADD(t->arena, &t->audits) = (struct audit_draft){.kind = kind,
                                                            .at = at,
                                                            .contact = t->snapshot.contact.id,
                                                            .conversation = t->snapshot.conversation.id,
                                                            .turn = t->id,
                                                            .rule = rule,
                                                            .facts = facts,
                                                            .sealed = sealed};
}

/* The signals in clear, the words sealed. */
void audit_screen(struct turn *t, struct wall at, enum audit_kind kind, const struct screen *s, struct slice text)
{
    struct buffer facts, sealed;
    struct json_write w;
    buffer_init(&facts, t->arena, AUDIT_TEXT_MAX);
    json_begin(&w, &facts);
    json_object_begin(&w);
    json_put_bool(&w, "label", s->label);
    json_put_ratio(&w, "score", s->score);
    json_key(&w, "signals");
    json_array_begin(&w);
    for (size_t i = 0; i < s->signal_count; i++) {
        json_object_begin(&w);
        json_put_cstr(&w, "kind", signal_kind_name(s->signals[i].kind));
        json_put_string(&w, "rule", s->signals[i].rule);
        json_put_string(&w, "keeps", s->signals[i].keeps);
        json_put_ratio(&w, "score", s->signals[i].score);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_put_string(&w, "text_sha256", digest_hex(t->arena, digest_of(text)));
    json_object_end(&w);
    buffer_init(&sealed, t->arena, AUDIT_TEXT_MAX);
    json_begin(&w, &sealed);
    json_object_begin(&w);
    json_put_string(&w, "text", text);
    json_object_end(&w);
    audit_note(t, at, kind, s->signal_count ? s->signals[0].keeps : SLICE_NONE, buffer_slice(&facts), buffer_slice(&sealed));
}
