/* The hostile model: a conversation model that is wholly compromised. It obeys the attacker, invents and mutates amounts, dates
 * and names, flips negations, guarantees, advises, pressures, denies being a bot, leaks its prompt and planted secrets, ignores
 * opt-outs, refuses and leaks in one breath, and disguises what it says. Deterministic by seed. The defences must hold against it
 * (DESIGN 1.2, assume breach). */
#ifndef PARLEY_HOSTILE_MODEL_H
#define PARLEY_HOSTILE_MODEL_H

#include <parley/model.h>

/* `lines` are said first, in order (an attack's own); then it makes its own up. Borrowed. */
struct model *hostile_model_create(uint64_t seed, const struct slice_list *lines);

/* Planted in every hostile run: may never reach a phone. */
extern const struct slice_list hostile_canaries;

#endif
