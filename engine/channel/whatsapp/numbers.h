/* What the channel asks of the numbers: which one takes this send now, and what its answer means for the next ones. */
#ifndef PARLEY_WHATSAPP_NUMBERS_H
#define PARLEY_WHATSAPP_NUMBERS_H

#include <parley/whatsapp_channel.h>

struct numbers_way {
    bool goes;            /* else it is known not sent, and `wait` says when to ask again */
    size_t number;        /* that takes it: its turn is taken, and has to be ended or forgotten */
    struct duration wait; /* before it leaves; WHATSAPP_PATIENCE_MS at most when it goes */
    struct slice why;     /* static text */
};
struct numbers_way numbers_choose(struct whatsapp_numbers *n, const struct send *send);

/* Somebody is to be told, once until it has been well for a while. */
struct numbers_news {
    bool raises;
    enum alert_level level;
    struct slice what; /* static text */
};
/* May turn a closed window into another attempt, when another number may reach the contact. */
struct numbers_news numbers_end(struct whatsapp_numbers *n, size_t number, const struct send *send,
                                struct whatsapp_verdict *verdict);
void numbers_forget(struct whatsapp_numbers *n, size_t number);  /* the attempt is given up without an answer */
bool numbers_is_well(struct whatsapp_numbers *n, size_t number); /* worth asking for what is of no consequence */

/* Never change once they are there: no lock is needed. */
struct numbers_address {
    struct slice url;                 /* of its messages */
    struct outgoing_field credential; /* never shown */
    struct slice id;
    enum whatsapp_provider provider;
};
struct numbers_address numbers_address(const struct whatsapp_numbers *n, size_t number);
bool numbers_find(size_t *number, const struct whatsapp_numbers *n, struct slice phone_number_id);

/* -- inside: numbers.c makes them, numbers_choice.c decides ----------------------------------------------------------------- */

#include "breaker.h"
#include "pace.h"

#include <pthread.h>

enum numbers_trouble { TROUBLE_PAUSE, TROUBLE_OPERATOR, TROUBLE_COUNT };

struct number {
    struct whatsapp_number is; /* as configured; the token is elsewhere */
    struct slice url;
    struct slice credential; /* of the block `secret` */
    size_t breaker;          /* one a provider's address */
    size_t rank;             /* among the tenant's */
    /* under the lock */
    struct pace pace;
    uint32_t slowed; /* the pace is halved so many times */
    struct instant slowed_at, ahead, rests_until, paused_until;
    bool paused, flagged; /* paused: until somebody resumes it */
    struct {
        bool told;
        struct instant at; /* the last time */
    } troubles[TROUBLE_COUNT];
    struct whatsapp_number_facts facts;
};

/* Where a contact is at home, and where it cannot be reached without a template. */
struct home {
    uint64_t hash; /* 0: free */
    uint32_t number;
    bool known;      /* it wrote to this number */
    uint64_t closed; /* by rank */
    struct instant closed_at, at;
};

/* What was accepted under which id. */
enum { SENT_KEY_MAX = 62 };
struct sent {
    uint64_t hash; /* 0: free */
    uint64_t turn; /* the lower, the older */
    uint8_t len;
    char key[SENT_KEY_MAX + 1];
};

struct whatsapp_numbers {
    struct arena arena; /* configuration */
    struct clock *clock;
    struct number *at;
    size_t count;
    char *secret; /* wiped */
    size_t secret_size;
    pthread_mutex_t lock; /* guards what follows and what `struct number` says; nothing else is held with it */
    struct breaker *breakers;
    struct pairs pairs;
    struct home *homes;
    struct sent *sent;
    uint64_t sent_count;
    size_t room; /* of homes and sent; a power of two */
};

/* With the lock held. */
struct home *numbers_home(struct whatsapp_numbers *n, struct tenant_id tenant, struct private_slice address);
void numbers_sent(struct whatsapp_numbers *n, struct slice wamid, struct slice key);
void numbers_trouble(struct whatsapp_numbers *n, size_t number, const struct whatsapp_verdict *verdict, struct instant now);

#endif
