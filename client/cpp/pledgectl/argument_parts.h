// What the commands of pledgectl are built of: each file of them (arguments_*.cc)
// adds some to the one table, from which help, parsing and shell completion follow.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_ARGUMENT_PARTS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_ARGUMENT_PARTS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/arguments.h"

namespace pledge::cli {

// What completes a word.
enum class WordKind { kNothing, kFile, kFolder };

// What CLI11 writes into; durations stay texts until all is read.
struct Draft {
  Arguments arguments;
  ConnectionFlags connection;
  std::string timeout;
  std::string give_up_after;
  std::string purge_after;
  std::vector<std::string> labels;
  std::string drain_grace;
  std::string interval;
  // For completion: the words that an option takes, or what they are.
  std::map<const CLI::Option*, std::vector<std::string>> choices;
  std::map<const CLI::Option*, WordKind> words;
};

// --- All commands, by what they are for. ---

void AddCommonFlags(CLI::App* app, Draft* draft);
void AddConnectionFlags(CLI::App* app, Draft* draft);
void AddLetterCommands(CLI::App* app, Draft* draft);   // analyze, explain, ingest
void AddReadCommands(CLI::App* app, Draft* draft);     // get to count
void AddHistoryCommands(CLI::App* app, Draft* draft);  // diff, watch, lists
void AddSourceCommands(CLI::App* app, Draft* draft);   // source, text, repairs
void AddChangeCommands(CLI::App* app, Draft* draft);   // update to purge
void AddSessionCommands(CLI::App* app, Draft* draft);
void AddJobCommands(CLI::App* app, Draft* draft);
void AddAdminCommands(CLI::App* app, Draft* draft);
void AddTransferCommands(CLI::App* app, Draft* draft);  // export, import, copy

// --- Parts of them. ---

// A command with the flags that all have.
CLI::App* AddCommand(CLI::App* app, const std::string& name, const std::string& summary,
                     const std::string& footer, Command command, Draft* draft);
// With one operand, the name of something on the server.
CLI::App* AddOneName(CLI::App* app, const std::string& name, const std::string& summary,
                     const std::string& operand, const std::string& footer, Command command,
                     Draft* draft);
CLI::Option* AddOperands(CLI::App* sub, const std::string& word, const std::string& help,
                         bool required, Draft* draft);
void AddAt(CLI::App* sub, ReadFlags* flags);
void AddProgressFlag(CLI::App* sub, Draft* draft);
void AddGiveUpFlag(CLI::App* sub, Draft* draft);

// Empty for a duration above zero, else a complaint.
std::string CheckDuration(const std::string& text);

// A word out of a table becomes the number of its value, which is what CLI11
// reads into an enum.
void TakeOneOf(CLI::Option* option, const std::map<std::string, int>& values, Draft* draft);
template <typename Value>
void TakeOneOf(CLI::Option* option, const std::map<std::string, Value>& values, Draft* draft) {
  std::map<std::string, int> numbers;
  for (const auto& [word, value] : values) numbers[word] = static_cast<int>(value);
  TakeOneOf(option, numbers, draft);
}

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_ARGUMENT_PARTS_H_
