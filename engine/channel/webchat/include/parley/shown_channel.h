/* The channel of what is shown where it stands: web chat and the endpoint of a twin. The text is in the store, and whoever shows
 * it reads it there (contact_view), so to be written down as accepted is to be delivered; nothing can be in doubt. */
#ifndef PARLEY_SHOWN_CHANNEL_H
#define PARLEY_SHOWN_CHANNEL_H

#include <parley/channel.h>

struct channel *shown_channel_create(const char *name);

#endif
