#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/json.h"

namespace pledge::cli {

ExitCode RunVersion(const Arguments&, Console& console) {
  const bool json = console.format() != Format::kText;
  console.Print(json ? Tagged("version", JsonString(PLEDGE_VERSION)) + "\n"
                     : absl::StrCat(VersionText(), " (gRPC ", grpc::Version(), ")\n"));
  return kExitDone;
}

}  // namespace pledge::cli
