// Shell completion for pledgectl, made of its one table of commands and flags.
// Pure functions.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_COMPLETION_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_COMPLETION_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {

// A flag, or an operand (without names), as a shell needs to know it.
struct CompletedFlag {
  std::vector<std::string> names;  // "-o", "--output"
  std::string help;
  bool takes_value = false;
  std::vector<std::string> choices;  // of the value; empty: any
  WordKind kind = WordKind::kNothing;
};

struct CompletedCommand {
  std::string name;
  std::string help;
  std::vector<CompletedFlag> flags;
  CompletedFlag operand;  // what else may follow
};

// The table; `app` holds all commands.
std::vector<CompletedCommand> CompletedCommands(const CLI::App& app, const Draft& draft);

// The script that the shell reads.
std::string CompletionScript(const std::vector<CompletedCommand>& commands, Shell shell);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_COMPLETION_H_
