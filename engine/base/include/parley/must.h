/* must(cond): what is true if our own code is right.
 *
 * It stays on in release. A worker that stops in the middle of a turn loses nothing, because the message is
 * still in the inbox; a worker that guesses may send what it must not. Input from people, models, files or
 * the network is never a `must`: it is an error. One condition per line. */
#ifndef PARLEY_MUST_H
#define PARLEY_MUST_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

_Noreturn void must_fail(const char *condition, const char *file, int line);

#define must(condition) ((condition) ? (void)0 : must_fail(#condition, __FILE__, __LINE__))

#endif
