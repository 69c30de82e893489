/* A schema is a table: name, type, bounds, default, one line of help. The reader, `--help` and the man page read the
 * same rows. Values land in a plain struct by offset. */
#ifndef PARLEY_SCHEMA_H
#define PARLEY_SCHEMA_H

#include <stddef.h>

#include <parley/document.h>

enum field_type {
    FIELD_TEXT,     /* struct slice */
    FIELD_TEXTS,    /* struct slice_list: a list of texts, or one text */
    FIELD_U64,      /* uint64_t, min to max */
    FIELD_BOOL,     /* bool */
    FIELD_MINUTES,  /* uint32_t minutes of the day */
    FIELD_DURATION, /* struct duration, min to max in ns */
    FIELD_MONEY,    /* struct money */
    FIELD_DATE,     /* struct wall */
    FIELD_CHOICE    /* unsigned, index into names */
};

struct slice_list {
    struct slice *at;
    size_t count;
};

struct field {
    const char *name; /* dotted path from the map given: "quiet_hours.start" */
    enum field_type type;
    size_t offset;
    bool required;
    uint64_t min, max;
    const char *default_text; /* as a person would write it; NULL: zero */
    const char *const *names; /* for FIELD_CHOICE, NULL-terminated */
    const char *help;
};

/* Fills `into` from the map; every mistake is a problem. Does not report unknown keys: node_report_unknown does,
 * after everybody has read. `within` is put in front of field names in messages ("tenant"); may be empty. */
void schema_read(void *into, struct arena *arena, const struct field *fields, size_t count, const struct node *map,
                 const char *within, struct problems *problems);
void schema_help(const struct field *fields, size_t count, struct buffer *out);

#endif
