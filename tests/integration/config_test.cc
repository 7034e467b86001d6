// What the real process is told, and from where: flag before environment before
// file before default; and what --check-config says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CommandResult;
using ::testing::HasSubstr;
using ::testing::Not;

class Config : public ::testing::Test {
 protected:
  // --check-config with these variables and flags and a file of these lines.
  CommandResult Check(const std::string& environment, const std::string& lines,
                      const std::string& flags) {
    const std::string file = dir_.path() + "/pledged.conf";
    std::ofstream(file) << lines;
    return testing::RunCommand("env " + environment + " " + testing::ProgramPath("pledged") +
                               " --check-config --config " + file + " " + flags);
  }

  testing::TempDir dir_;
};

TEST_F(Config, FileAloneIsEnough) {
  const CommandResult result =
      Check("",
            "# as it is deployed\nstore = \"rocksdb:" + dir_.path() +
                "/store\"\nlisten = [\"127.0.0.1:7420\", \"plain:127.0.0.1:7421\"]\n"
                "disk-reserve-mib = 0\n",
            "");

  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("nothing is wrong"));
}

TEST_F(Config, FlagGoesBeforeEnvironmentBeforeFile) {
  const std::string file = "store = \"memory:\"\ngrace = 0.5\n";

  EXPECT_THAT(Check("PLEDGE_GRACE=7", file, "--grace 0.25").output, HasSubstr("0.25"));
  EXPECT_THAT(Check("PLEDGE_GRACE=0.125", file, "").output, HasSubstr("0.125"));
  EXPECT_THAT(Check("", file, "").output, HasSubstr("0.5"));
  EXPECT_THAT(Check("PLEDGE_GRACE=", file, "").output, HasSubstr("0.5"));
  EXPECT_EQ(Check("PLEDGE_GRACE=7", file, "").exit_code, 0);
  EXPECT_EQ(Check("PLEDGE_GRACE=0.125", file, "--grace 7").exit_code, 0);
}

TEST_F(Config, FileOfTheEnvironmentMustBeThere) {
  const std::string pledged = testing::ProgramPath("pledged") + " --check-config";
  const std::string file = dir_.path() + "/pledged.conf";
  std::ofstream(file) << "store = \"memory:\"\n";

  EXPECT_EQ(testing::RunCommand("env PLEDGE_CONFIG=" + file + " " + pledged).exit_code, 0);
  EXPECT_EQ(testing::RunCommand("env PLEDGE_CONFIG=" + file + ".no " + pledged).exit_code, 2);
}

TEST_F(Config, UnknownNameInTheFileIsRefused) {
  const CommandResult result = Check("", "store = \"memory:\"\ngraec = 5\n", "");

  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.output, HasSubstr("graec"));
  EXPECT_THAT(result.output, HasSubstr("pledged.conf"));
}

TEST_F(Config, EachFaultHasALineOfItsOwn) {
  const CommandResult result =
      Check("", "disk-reserve-mib = 1000000000\n",
            "--store rocksdb:" + dir_.path() + "/store --backup-dir " + dir_.path() +
                "/pledged.conf/x --tls-cert no.pem --tls-key no.key");

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("pledged.conf is no folder"));
  EXPECT_THAT(result.output, HasSubstr("below the 1000000000 MiB"));
  EXPECT_THAT(result.output, HasSubstr("no.pem: cannot be read"));
}

TEST_F(Config, CheckNeitherOpensTheStoreNorDisturbsAServer) {
  testing::ServerProcess server(dir_.path());
  ASSERT_TRUE(server.Start()) << server.Log();

  const CommandResult beside =
      Check("", "disk-reserve-mib = 0\n",
            "--listen " + server.address() + " --store rocksdb:" + server.store_dir());
  const CommandResult fresh =
      Check("", "disk-reserve-mib = 0\n", "--store rocksdb:" + dir_.path() + "/another");

  EXPECT_EQ(beside.exit_code, 0) << beside.output;
  EXPECT_EQ(fresh.exit_code, 0) << fresh.output;
  EXPECT_NE(testing::RunCommand("test -e " + dir_.path() + "/another").exit_code, 0);
  EXPECT_EQ(server.Terminate(), 0);
}

TEST_F(Config, WhatDoesNotFitTogetherIsWrongUse) {
  for (const char* flags : {"--listen tls:127.0.0.1:1", "--listen here", "--listen 127.0.0.1:x",
                            "--tls-cert a", "--tls-client-ca a", "--drain-notice 15 --grace 20",
                            "--health-listen tls:127.0.0.1:1", "--operator-listen unix:"}) {
    const CommandResult result = Check("", "store = \"memory:\"\n", flags);
    EXPECT_EQ(result.exit_code, 2) << flags << "\n" << result.output;
    EXPECT_THAT(result.output, Not(HasSubstr("nothing is wrong"))) << flags;
  }
}

TEST_F(Config, AddressInUseIsNamed) {
  testing::ServerProcess first(dir_.path(), {"--listen", "127.0.0.1:0", "--store", "memory:"});
  ASSERT_TRUE(first.Start()) << first.Log();
  const std::string address = "127.0.0.1:" + first.ListeningPort("127.0.0.1:0");

  const CommandResult second =
      testing::RunCommand(testing::ProgramPath("pledged") + " --store memory: --listen " + address);

  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.output, HasSubstr("cannot listen on " + address));
}

}  // namespace
}  // namespace pledge
