#include "client/cpp/pledgectl/argument_parts.h"

#include "absl/strings/str_join.h"

namespace pledge::cli {

void AddConnectionFlags(CLI::App* app, Draft* draft) {
  ConnectionFlags& flags = draft->connection;
  const std::string group = "Connection";
  app->add_option("--server", flags.server, "HOST:PORT or unix:PATH of the server (PLEDGE_SERVER)")
      ->group(group)
      ->type_name("ADDR")
      ->capture_default_str();
  app->add_flag("--tls", flags.tls, "Speak TLS; the flags below say so too (PLEDGE_TLS=1)")
      ->group(group);
  const auto add_file = [&](const char* name, std::string* value, const char* help) {
    CLI::Option* const option =
        app->add_option(name, *value, help)->group(group)->type_name("FILE");
    draft->words[option] = WordKind::kFile;
  };
  add_file("--ca", &flags.ca, "Authorities to believe, PEM; default: the system's (PLEDGE_CA)");
  add_file("--cert", &flags.certificate, "Certificate to show, PEM (PLEDGE_CLIENT_CERT)");
  add_file("--key", &flags.private_key, "Its private key, PEM (PLEDGE_CLIENT_KEY)");
  app->add_option("--server-name", flags.server_name,
                  "Name that the server's certificate must hold (PLEDGE_SERVER_NAME)")
      ->group(group)
      ->type_name("NAME");
}

void AddCommonFlags(CLI::App* app, Draft* draft) {
  CommonFlags& flags = draft->arguments.common;
  const std::string group = "Everywhere";
  AddConnectionFlags(app, draft);
  TakeOneOf<Format>(
      app->add_option("-o,--output", flags.format, "Form of the output: text, json or jsonl")
          ->group(group)
          ->type_name("FORM"),
      {{"text", Format::kText}, {"json", Format::kJson}, {"jsonl", Format::kJsonLines}}, draft);
  TakeOneOf<ColorChoice>(app->add_option("--color", flags.color, "Colours: auto, always or never")
                             ->group(group)
                             ->type_name("WHEN"),
                         {{"auto", ColorChoice::kAuto},
                          {"always", ColorChoice::kAlways},
                          {"never", ColorChoice::kNever}},
                         draft);
  app->add_flag("--ascii", flags.ascii, "No sign of our own outside ASCII")->group(group);
  app->add_option("--width", flags.width, "Lay text out for so many columns")
      ->group(group)
      ->type_name("N")
      ->check(CLI::Range(40, 1000).description(""));
  app->add_option("--timeout", draft->timeout,
                  "Longest wait: 30s for a single answer, none for a stream, unless given")
      ->group(group)
      ->type_name("TIME")
      ->check(CheckDuration);
  app->add_flag("-q,--quiet", flags.quiet, "No progress and no hints")->group(group);
  app->add_flag("-v,--verbose", flags.verbose, "Say more: tokens, error metadata")->group(group);
}

CLI::App* AddCommand(CLI::App* app, const std::string& name, const std::string& summary,
                     const std::string& footer, Command command, Draft* draft) {
  CLI::App* sub = app->add_subcommand(name, summary);
  sub->footer(footer);
  sub->callback([draft, command] { draft->arguments.command = command; });
  AddCommonFlags(sub, draft);
  return sub;
}

CLI::App* AddOneName(CLI::App* app, const std::string& name, const std::string& summary,
                     const std::string& operand, const std::string& footer, Command command,
                     Draft* draft) {
  CLI::App* sub = AddCommand(app, name, summary, footer, command, draft);
  AddOperands(sub, "NAME", operand, true, draft);
  sub->get_option("NAME")->expected(1);
  return sub;
}

CLI::Option* AddOperands(CLI::App* sub, const std::string& word, const std::string& help,
                         bool required, Draft* draft) {
  CLI::Option* option = sub->add_option(word, draft->arguments.operands, help)->type_name("");
  if (required) option->required();
  return option;
}

void AddAt(CLI::App* sub, ReadFlags* flags) {
  sub->add_option("--at", flags->at, "Read the state of this token (-v prints one)")
      ->type_name("TOKEN");
}

void AddProgressFlag(CLI::App* sub, Draft* draft) {
  CLI::Option* const option = sub->add_option("--progress", draft->arguments.ingest.progress,
                                              "auto, plain (a line every ten seconds) or none")
                                  ->type_name("HOW");
  TakeOneOf<ProgressChoice>(option,
                            {{"auto", ProgressChoice::kAuto},
                             {"plain", ProgressChoice::kPlain},
                             {"none", ProgressChoice::kNone}},
                            draft);
}

void AddGiveUpFlag(CLI::App* sub, Draft* draft) {
  sub->add_option("--give-up-after", draft->give_up_after,
                  "Stop trying when nothing went on for so long (2m)")
      ->type_name("TIME")
      ->check(CheckDuration);
}

std::string CheckDuration(const std::string& text) {
  absl::Duration duration;
  const bool valid = absl::ParseDuration(text, &duration) && duration > absl::ZeroDuration();
  return valid ? "" : "\"" + text + "\" is no duration; write 30s, 5m or 1h30m";
}

void TakeOneOf(CLI::Option* option, const std::map<std::string, int>& values, Draft* draft) {
  for (const auto& [word, value] : values) draft->choices[option].push_back(word);
  option->transform(CLI::Validator(
      [values](std::string& word) {
        const auto found = values.find(word);
        if (found != values.end()) {
          word = absl::StrCat(found->second);
          return std::string();
        }
        const std::string known = absl::StrJoin(
            values, ", ", [](std::string* out, const auto& entry) { out->append(entry.first); });
        return absl::StrCat("\"", word, "\" is none of ", known);
      },
      ""));
}

}  // namespace pledge::cli
