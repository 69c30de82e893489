/* What customers say, read from files: the words of personas, the attacks of the packs, and conversations that were recorded. */
#ifndef PARLEY_TRAFFIC_H
#define PARLEY_TRAFFIC_H

#include <parley/command.h>
#include <parley/document.h>

struct said_line {
    uint64_t at_ms; /* since the conversation's first one, rising */
    struct slice text;
};

/* One customer's part of a conversation. */
struct said_conversation {
    const struct said_line *lines;
    size_t count;
};

struct traffic {
    const struct slice *texts; /* what most customers say, one text at a time */
    size_t text_count;
    const struct said_conversation *attacks; /* what one customer in six says */
    size_t attack_count;
    const struct said_conversation *recorded; /* what all customers say, when there are any */
    size_t recorded_count;
};

/* Each returns an exit status and has told what is wrong. Everything lives in the invocation's arena. */

/* All texts of the personas in a directory. */
int traffic_cast(struct traffic *io, const struct invocation *in, struct slice directory);
/* Every attack of `files`, beside those that are there. */
int traffic_attacks(struct traffic *io, const struct invocation *in, const struct source_file *files, size_t count);
/* Journals of runs (parley-journal(5)): what the customers of each case wrote, with the pauses they made. */
int traffic_recorded(struct traffic *io, const struct invocation *in, const struct slice_list *journals);

#endif
