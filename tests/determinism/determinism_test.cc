// Runs analysis_digests, the whole chain in a process of its own, under every
// circumstance that must not matter, and compares all that it prints.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::determinism {
namespace {

namespace fs = std::filesystem;

struct Output {
  int exit_status = -1;
  std::string text;
};

Output RunShell(const std::string& command) {
  Output output;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  char buffer[4096];
  while (const size_t size = std::fread(buffer, 1, sizeof(buffer), pipe)) {
    output.text.append(buffer, size);
  }
  output.exit_status = pclose(pipe);
  return output;
}

// One line for each of our letters and pages. `before` are words in front of the command:
// variables of its environment, or a program that starts it.
Output Digests(const std::string& before, int threads) {
  return RunShell(absl::StrCat(before, " ", PLEDGE_TEST_DIR, "/analysis_digests ", threads,
                               " tests/samples/*.txt tests/samples/*.html"));
}

class Determinism : public ::testing::Test {
 protected:
  Determinism() : plain_(Digests("env LC_ALL=C TZ=UTC", 1)) {}

  void ExpectTheSame(const std::string& before, int threads) const {
    ASSERT_EQ(plain_.exit_status, 0);
    ASSERT_THAT(plain_.text, ::testing::HasSubstr("damaged-reply.txt"));
    ASSERT_THAT(plain_.text, ::testing::HasSubstr("web-page.html"));

    const Output other = Digests(before, threads);

    EXPECT_EQ(other.exit_status, 0) << before;
    EXPECT_EQ(other.text, plain_.text) << before;
  }

 private:
  const Output plain_;
};

TEST_F(Determinism, TwoThreadsFindTheSame) { ExpectTheSame("env LC_ALL=C TZ=UTC", 2); }

TEST_F(Determinism, HoldsInAnotherTimeZone) {
  ExpectTheSame("env LC_ALL=C TZ=Asia/Shanghai", 1);
  ExpectTheSame("env LC_ALL=C TZ=Pacific/Kiritimati", 1);
}

TEST_F(Determinism, HoldsInAUtf8Locale) { ExpectTheSame("env LC_ALL=C.UTF-8 TZ=UTC", 1); }

// Where bytes above 0x7F are letters and the decimal mark is a comma.
TEST_F(Determinism, HoldsInALocaleOfOneByteCharacters) {
  const fs::path folder = fs::temp_directory_path() / absl::StrCat("pledge-locale-", getpid());
  fs::create_directory(folder);
  const std::string locale = (folder / "de_DE").string();
  const int made = RunShell("localedef -i de_DE -f ISO-8859-1 " + locale + " 2>&1").exit_status;

  if (made == 0) {
    ExpectTheSame(absl::StrCat("env LOCPATH=", folder.string(), " LC_ALL=de_DE TZ=UTC"), 2);
  }

  fs::remove_all(folder);
  if (made != 0) GTEST_SKIP() << "no locale can be made here (package locales)";
}

// Other addresses each time, and fixed ones where the system lets a process ask for them.
TEST_F(Determinism, HoldsForAnyAddresses) {
  for (int run = 0; run < 3; ++run) ExpectTheSame("env LC_ALL=C TZ=UTC", 2);
  if (RunShell("setarch --addr-no-randomize true 2>&1").exit_status != 0) {
    GTEST_SKIP() << "addresses cannot be fixed here";
  }
  ExpectTheSame("env LC_ALL=C TZ=UTC setarch --addr-no-randomize", 1);
}

// Other sizes of the environment and of the heap move everything about.
TEST_F(Determinism, HoldsForAnotherHeap) {
  ExpectTheSame("env -i LC_ALL=C MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1", 2);
  ExpectTheSame("env -i LC_ALL=C MALLOC_PERTURB_=90 MALLOC_TOP_PAD_=1048576", 1);
}

}  // namespace
}  // namespace pledge::determinism
