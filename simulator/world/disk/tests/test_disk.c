#include <parley/disk.h>

#include <criterion/criterion.h>

Test(disk, is_made_and_destroyed)
{
    struct disk *d = disk_create(&(struct disk_setup){.seed = 1});
    disk_vfs_name(d, 0);
    disk_destroy(d);
}
