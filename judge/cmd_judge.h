#ifndef PARLEY_CMD_JUDGE_H
#define PARLEY_CMD_JUDGE_H

#include <parley/command.h>

extern const struct command command_judge, command_report;

#endif
