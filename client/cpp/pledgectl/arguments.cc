#include "client/cpp/pledgectl/arguments.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/argument_parts.h"
#include "client/cpp/pledgectl/completion.h"
#include "client/cpp/pledgectl/read_file.h"

namespace pledge::cli {
namespace {

constexpr char kSummary[] =
    "pledgectl asks a Pledge server what government reply letters promise.\n"
    "Names are short or full: COLLECTION, COLLECTION/DOCUMENT, COLLECTION/DOCUMENT@REVISION.";

constexpr char kExitCodes[] =
    "Exit codes: 0 done; 1 failed; 2 wrong use; 3 done, but items were refused or an analysis is\n"
    "partial; 4 not allowed; 5 not found; 6 conflict; 7 passing, the same command may be "
    "repeated;\n"
    "8 data loss; 100 diff --exit-code found differences; 130 interrupted.\n"
    "Text is laid out on a terminal, or for --width; elsewhere it is TAB-separated lines.\n";

constexpr char kCompletionExamples[] =
    "Examples:\n"
    "  source <(pledgectl completion bash)                              in ~/.bashrc\n"
    "  pledgectl completion zsh > ~/.zfunc/_pledgectl                   with ~/.zfunc in fpath\n"
    "  pledgectl completion fish > ~/.config/fish/completions/pledgectl.fish\n";

// The form in which a complaint is wanted, though the rest could not be read.
Format GuessFormat(const std::vector<std::string>& words) {
  Format format = Format::kText;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool alone = (words[i] == "-o" || words[i] == "--output") && i + 1 < words.size();
    const std::string& word = alone ? words[i + 1] : words[i];
    if (!alone && word.rfind("-o", 0) != 0 && word.rfind("--output=", 0) != 0) continue;
    if (word.find("jsonl") != std::string::npos)
      format = Format::kJsonLines;
    else if (word.find("json") != std::string::npos)
      format = Format::kJson;
  }
  return format;
}

// CLI11 says of a command that it does not know only that one is missing.
std::string Complaint(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> rest = app.remaining();
  const bool unknown = app.get_subcommands().empty() && !rest.empty();
  return unknown ? "no such command: " + rest.front() : std::string(error.what());
}

void AddCompletion(CLI::App* app, Draft* draft) {
  CLI::App* sub = AddCommand(app, "completion", "Print a script that completes words in a shell",
                             kCompletionExamples, Command::kCompletion, draft);
  CLI::Option* const shell =
      sub->add_option("SHELL", draft->arguments.shell, "bash, zsh or fish")->type_name("");
  shell->required();
  TakeOneOf<Shell>(shell, {{"bash", Shell::kBash}, {"zsh", Shell::kZsh}, {"fish", Shell::kFish}},
                   draft);
}

constexpr int64_t kMaxPemBytes = 1 << 20;

std::string ReadPem(const std::string& path) {
  if (path.empty()) return "";
  auto content = ReadFile(path, kMaxPemBytes);
  if (!content.ok()) throw CLI::ValidationError(std::string(content.status().message()));
  return std::move(content->data);
}

client::TlsSettings ReadTls(const ConnectionFlags& flags) {
  if (flags.certificate.empty() != flags.private_key.empty()) {
    throw CLI::ValidationError("--cert and --key go together");
  }
  client::TlsSettings tls;
  tls.is_wanted =
      flags.tls || !flags.ca.empty() || !flags.certificate.empty() || !flags.server_name.empty();
  if (!tls.is_wanted) return tls;
  tls.ca = ReadPem(flags.ca);
  tls.certificate = ReadPem(flags.certificate);
  tls.private_key = ReadPem(flags.private_key);
  tls.server_name = flags.server_name;
  return tls;
}

ParsedArguments Finish(const CLI::App& app, Draft* draft) {
  draft->arguments.common.server = draft->connection.server;
  draft->arguments.common.tls = ReadTls(draft->connection);
  // All were checked while they were read.
  absl::Duration duration;
  if (absl::ParseDuration(draft->timeout, &duration)) draft->arguments.common.timeout = duration;
  if (absl::ParseDuration(draft->give_up_after, &duration)) {
    draft->arguments.ingest.give_up_after = duration;
  }
  if (absl::ParseDuration(draft->purge_after, &duration)) {
    draft->arguments.documents.purge_after = duration;
  }
  for (const std::string& label : draft->labels) {
    const size_t equals = label.find('=');
    draft->arguments.documents.labels.emplace_back(label.substr(0, equals),
                                                   label.substr(equals + 1));
  }
  if (absl::ParseDuration(draft->interval, &duration)) draft->arguments.top.interval = duration;
  if (absl::ParseDuration(draft->drain_grace, &duration)) draft->arguments.drain_grace = duration;
  ParsedArguments out;
  if (draft->arguments.command == Command::kCompletion) {
    out.text = CompletionScript(CompletedCommands(app, *draft), draft->arguments.shell);
    out.is_help = true;
    return out;
  }
  out.format = draft->arguments.common.format;
  out.arguments = std::move(draft->arguments);
  return out;
}

}  // namespace

ParsedArguments ParseArguments(const std::vector<std::string>& words,
                               const ConnectionFlags& connection) {
  Draft draft;
  draft.connection = connection;
  CLI::App app(kSummary, "pledgectl");
  app.footer(kExitCodes);
  app.set_version_flag("--version", VersionText());
  app.require_subcommand(1);
  AddCommonFlags(&app, &draft);
  AddLetterCommands(&app, &draft);
  AddReadCommands(&app, &draft);
  AddHistoryCommands(&app, &draft);
  AddSourceCommands(&app, &draft);
  AddChangeCommands(&app, &draft);
  AddSessionCommands(&app, &draft);
  AddJobCommands(&app, &draft);
  AddTransferCommands(&app, &draft);
  AddAdminCommands(&app, &draft);
  AddCompletion(&app, &draft);
  AddCommand(&app, "version", "Show the version", "", Command::kVersion, &draft);

  std::vector<std::string> reversed(words.rbegin(), words.rend());
  ParsedArguments out;
  out.format = GuessFormat(words);
  if (words.empty()) {
    out.text = app.help();
    out.is_help = true;
    out.exit_code = kExitUsage;
    return out;
  }
  try {
    app.parse(reversed);
    return Finish(app, &draft);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    out.text = chosen.empty() ? app.help() : chosen[0]->help("pledgectl");
    out.is_help = true;
  } catch (const CLI::CallForVersion&) {
    out.text = VersionText() + "\n";
    out.is_help = true;
  } catch (const CLI::ParseError& error) {
    out.text = Complaint(app, error);
    out.exit_code = kExitUsage;
  }
  return out;
}

std::string VersionText() { return absl::StrCat("pledgectl ", PLEDGE_VERSION); }

}  // namespace pledge::cli
