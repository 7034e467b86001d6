// Runs client/conformance/cases.json against the server in PLEDGE_SERVER,
// with TLS when there is a PLEDGE_CA.
//
// usage: conformance CASES.json [NAME_PART]      exit 0: all hold, 1: some do not, each said
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/tests/call.h"
#include "client/cpp/tests/tree.h"

namespace pledge::conformance {
namespace {

std::vector<Value> ChecksOf(const Value& step) {
  const Value& code = Field(step, "code");
  std::vector<Value> checks = {List({Text("code"), Text("is"), IsNull(code) ? Text("OK") : code})};
  for (const Value& check : ValuesAt(step, "checks.*")) checks.push_back(check);
  return checks;
}

// What does not hold in a step, one line each.
std::vector<std::string> FaultsOf(const Value& step, const Value& result) {
  std::vector<std::string> faults;
  for (const Value& check : ChecksOf(step)) {
    if (Holds(result, check)) continue;
    const auto found = ValuesAt(result, check.list_value().values(0).string_value());
    faults.push_back(absl::StrCat(Field(step, "method").string_value(), ": ", ToJson(check),
                                  ", but it is ", ToJson(List(found)), " ",
                                  Field(result, "message").string_value()));
  }
  return faults;
}

// The first step that fails ends the case.
std::vector<std::string> RunCase(const std::shared_ptr<grpc::Channel>& channel, const Value& one,
                                 const Value& letters) {
  std::map<std::string, Value> saved;
  for (const Value& raw : ValuesAt(one, "steps.*")) {
    const Value step = Substitute(raw, letters, saved);
    const Value result = RunStep(channel, step);
    std::vector<std::string> faults = FaultsOf(step, result);
    if (!faults.empty()) return faults;
    for (const auto& [name, path] : Field(step, "save").struct_value().fields()) {
      saved[name] = ValuesAt(result, path.string_value()).at(0);
    }
  }
  return {};
}

std::string ReadFile(const std::string& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// What the file of an environment variable holds; empty when there is none.
std::string FileOf(const char* variable) {
  const char* path = std::getenv(variable);
  return path == nullptr ? "" : ReadFile(path);
}

client::TlsSettings TlsOfEnvironment() {
  return {.is_wanted = std::getenv("PLEDGE_CA") != nullptr,
          .ca = FileOf("PLEDGE_CA"),
          .certificate = FileOf("PLEDGE_CERTIFICATE"),
          .private_key = FileOf("PLEDGE_KEY"),
          .server_name = ""};
}

int Main(const std::string& file, const std::string& wanted, const std::string& server) {
  const Value data = FromJson(ReadFile(file));
  const auto channel = client::Connect(server, TlsOfEnvironment());
  int failed = 0;
  for (const Value& one : ValuesAt(data, "cases.*")) {
    const std::string& name = Field(one, "name").string_value();
    if (name.find(wanted) == std::string::npos) continue;
    const auto faults = RunCase(channel, one, Field(data, "letters"));
    std::cout << (faults.empty() ? "ok  " : "FAILED  ") << name << "\n";
    for (const std::string& fault : faults) std::cout << "  " << fault << "\n";
    failed += faults.empty() ? 0 : 1;
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace pledge::conformance

int main(int argc, char** argv) {
  const char* server = std::getenv("PLEDGE_SERVER");
  if (argc < 2 || server == nullptr) {
    std::cerr << "usage: conformance CASES.json [NAME_PART]      environment: PLEDGE_SERVER\n";
    return 2;
  }
  return pledge::conformance::Main(argv[1], argc > 2 ? argv[2] : "", server);
}
