// pledgectl: the command line of Pledge.
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/arguments.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/console.h"
#include "client/cpp/status.h"

namespace {

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

pledge::cli::ConnectionFlags DefaultConnection() {
  pledge::cli::ConnectionFlags flags;
  flags.server = FromEnvironment("PLEDGE_SERVER");
  if (flags.server.empty()) flags.server = pledge::client::kDefaultServer;
  flags.tls = FromEnvironment("PLEDGE_TLS") == "1";
  flags.ca = FromEnvironment("PLEDGE_CA");
  flags.certificate = FromEnvironment("PLEDGE_CLIENT_CERT");
  flags.private_key = FromEnvironment("PLEDGE_CLIENT_KEY");
  flags.server_name = FromEnvironment("PLEDGE_SERVER_NAME");
  return flags;
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that has seen enough ends us quietly, also under a parent that
  // ignores the signal.
  std::signal(SIGPIPE, SIG_DFL);
  // Failures are reported in our own words; gRPC's log is for who asks for it.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);

  const std::vector<std::string> words(argv + 1, argv + argc);
  const pledge::cli::ParsedArguments parsed =
      pledge::cli::ParseArguments(words, DefaultConnection());
  if (parsed.arguments.has_value()) {
    pledge::cli::Console console(parsed.arguments->common, pledge::cli::FindSurroundings());
    return console.Close(pledge::cli::RunCommand(*parsed.arguments, console));
  }
  pledge::cli::CommonFlags flags;
  flags.format = parsed.format;
  pledge::cli::Console console(flags, pledge::cli::FindSurroundings());
  if (!parsed.is_help) {
    return console.Fail(
        pledge::client::MakeStatus(absl::StatusCode::kInvalidArgument, "USAGE", parsed.text, {}));
  }
  if (parsed.exit_code == pledge::cli::kExitDone) {
    console.Print(parsed.text);
  } else {
    console.WriteError(parsed.text);
  }
  return console.Close(parsed.exit_code);
}
