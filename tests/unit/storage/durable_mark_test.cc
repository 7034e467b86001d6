#include "storage/durable_mark.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "service/base/error.h"
#include "tests/contract/temp_dir.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;

class DurableMarkTest : public ::testing::Test {
 protected:
  std::unique_ptr<DurableMark> MustOpen() {
    auto mark = DurableMark::Open(dir_.string());
    if (!mark.ok()) ADD_FAILURE() << mark.status();
    return *std::move(mark);
  }

  static MarkPoint Point(uint64_t head) {
    return {"store", head, std::string(32, static_cast<char>('a' + head))};
  }

  fs::path file() const { return dir_.path() / "mark"; }

  std::string Read() const {
    std::stringstream bytes;
    bytes << std::ifstream(file(), std::ios::binary).rdbuf();
    return bytes.str();
  }

  void Overwrite(size_t offset, const std::string& bytes) {
    std::fstream file(this->file(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(offset));
    file << bytes;
  }

  testing::TempDir dir_;
};

TEST_F(DurableMarkTest, NoFileClaimsNothing) {
  EXPECT_EQ(MustOpen()->point(), std::nullopt);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(DurableMarkTest, NewestPointComesBack) {
  for (uint64_t head = 0; head < 5; ++head) {
    const auto mark = MustOpen();
    ASSERT_TRUE(mark->Write(Point(head)).ok());
    EXPECT_EQ(mark->point(), Point(head));
    EXPECT_EQ(MustOpen()->point(), Point(head));
  }
}

TEST_F(DurableMarkTest, ManyWritesThroughOneHandle) {
  const auto mark = MustOpen();
  for (uint64_t head = 0; head < 7; ++head) {
    ASSERT_TRUE(mark->Write(Point(head)).ok());
    EXPECT_EQ(MustOpen()->point(), Point(head));
  }
  EXPECT_EQ(fs::file_size(file()), 8192u);
}

TEST_F(DurableMarkTest, TornWriteLeavesThePointBefore) {
  const auto mark = MustOpen();
  ASSERT_TRUE(mark->Write(Point(1)).ok());
  for (uint64_t head = 2; head < 6; ++head) {
    const std::string before = Read();
    ASSERT_TRUE(mark->Write(Point(head)).ok());
    const std::string after = Read();
    // The slot that changed is half written.
    const size_t slot = before.substr(0, 4096) == after.substr(0, 4096) ? 4096 : 0;
    Overwrite(slot + 30, std::string(20, '\xee'));

    EXPECT_EQ(MustOpen()->point(), Point(head - 1));
    Overwrite(0, after);
  }
}

TEST_F(DurableMarkTest, GoesOnAfterATornWrite) {
  for (const size_t slot : {0, 4096}) {
    ASSERT_TRUE(MustOpen()->Write(Point(1)).ok());
    ASSERT_TRUE(MustOpen()->Write(Point(2)).ok());
    Overwrite(slot, std::string(100, '\0'));

    const auto mark = MustOpen();
    ASSERT_TRUE(mark->Write(Point(9)).ok());

    EXPECT_EQ(MustOpen()->point(), Point(9));
  }
}

TEST_F(DurableMarkTest, DamagedFileIsDataLoss) {
  ASSERT_TRUE(MustOpen()->Write(Point(1)).ok());
  for (const size_t size : {8192u, 5000u, 60u, 0u}) {
    fs::resize_file(file(), size);
    Overwrite(0, std::string(std::min<size_t>(size, 20), 'x'));
    Overwrite(4096, size > 4096 ? "x" : "");

    EXPECT_EQ(ReasonOf(DurableMark::Open(dir_.string()).status()), ErrorReason::kChecksumFailed)
        << size;
  }
}

TEST_F(DurableMarkTest, MissingFolderIsAnError) {
  const auto mark = DurableMark::Open(dir_.string() + "/none");

  ASSERT_TRUE(mark.ok());
  EXPECT_TRUE(absl::IsUnavailable((*mark)->Write(Point(1))));
}

}  // namespace
}  // namespace pledge::storage
