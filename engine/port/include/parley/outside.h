/* The small ports: clock, entropy, alert, and the log of notes. Only runtime reads the clock. */
#ifndef PARLEY_OUTSIDE_H
#define PARLEY_OUTSIDE_H

#include <parley/slice.h>
#include <parley/units.h>

struct clock;
struct clock_ops {
    struct instant (*now)(struct clock *c);
    struct wall (*wall)(struct clock *c);
};
struct clock {
    const struct clock_ops *ops;
};

struct entropy;
struct entropy_ops {
    void (*fill)(struct entropy *r, void *at, size_t size);
};
struct entropy {
    const struct entropy_ops *ops;
};

enum alert_level { ALERT_INFO, ALERT_WARN, ALERT_PAGE };
struct alert;
struct alert_ops {
    void (*raise)(struct alert *a, enum alert_level level, struct slice what, struct slice text);
};
struct alert {
    const struct alert_ops *ops;
};

/* One event with named fields, without personal data: "model.timeout tenant=7 wait_ms=5000". */
struct notebook;
struct notebook_ops {
    void (*note)(struct notebook *n, struct slice line);
};
struct notebook {
    const struct notebook_ops *ops;
};

#endif
