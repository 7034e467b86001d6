// The published table of errors says what the code says, and every reason in it
// is provoked by a test.
#include "service/rpc/error_reference.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace pledge::rpc {
namespace {

constexpr char kReference[] = "proto/ERRORS.md";
// Tests of the table itself provoke nothing.
const std::set<std::string> kNotProvoking = {"error_test.cc", "error_reference_test.cc"};

std::string ReadFile(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

TEST(ErrorReference, IsWhatIsPublished) {
  if (std::getenv("PLEDGE_UPDATE_GOLDEN") != nullptr) std::ofstream(kReference) << ErrorReference();
  EXPECT_EQ(ReadFile(kReference), ErrorReference())
      << "if the change is meant: PLEDGE_UPDATE_GOLDEN=1, then read the diff";
}

TEST(ErrorReference, EachReasonIsProvokedByATest) {
  std::string tests;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("tests")) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".cc" && !kNotProvoking.contains(path.filename())) {
      tests += ReadFile(path);
    }
  }
  for (const ErrorReasonInfo& info : ErrorReasons()) {
    const std::string name(info.name);
    std::string constant = "ErrorReason::k";
    bool upper = true;
    for (const char c : name) {
      if (c != '_') constant += upper ? c : static_cast<char>(std::tolower(c));
      upper = c == '_';
    }
    EXPECT_TRUE(absl::StrContains(tests, absl::StrCat("\"", name, "\"")) ||
                absl::StrContains(tests, constant))
        << name;
  }
}

}  // namespace
}  // namespace pledge::rpc
