#include "disk_place.h"

#include <criterion/criterion.h>

Test(disk_sweep, starts)
{
    struct disk_place place;
    disk_place_make(&place, &(struct disk_setup){.seed = 1});
    struct store *s = disk_place_must_open(&place, 0);
    s->ops->close(s);
    disk_destroy(place.disk);
}
