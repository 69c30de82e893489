/* One item of a delivery at a time; what cannot be used is counted and harms nobody else. */
#ifndef PARLEY_WHATSAPP_WEBHOOK_ITEMS_H
#define PARLEY_WHATSAPP_WEBHOOK_ITEMS_H

#include "json_view.h"

#include <parley/whatsapp.h>

struct reading {
    struct arena *arena;
    ARRAY_OF(struct whatsapp_event) events;
    struct whatsapp_counts counts;
    size_t items; /* seen so far, used or not: the arrival number */
    size_t looks; /* at profiles */
    bool too_many;
    /* of the value that is being read */
    struct slice account, field, number, display;
    const json_t *contacts;
};

/* NULL when there are too many. */
struct whatsapp_event *reading_event(struct reading *r, enum whatsapp_event_kind kind, uint64_t at_s);
struct private_slice reading_phone(struct reading *r, struct slice digits); /* "+..."; empty when it is no number */

void read_message(struct reading *r, const json_t *message);
void read_status(struct reading *r, const json_t *status);
void read_preference(struct reading *r, const json_t *preference);
void read_error(struct reading *r, const json_t *error);
void read_notice(struct reading *r, const json_t *value, enum whatsapp_notice_kind kind);

#endif
