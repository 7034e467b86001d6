// A folder of its own for a test, removed with all its files at the end.
#ifndef PLEDGE_TESTS_CONTRACT_TEMP_DIR_H_
#define PLEDGE_TESTS_CONTRACT_TEMP_DIR_H_

#include <filesystem>
#include <string>

namespace pledge::testing {

class TempDir {
 public:
  TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  const std::filesystem::path& path() const { return path_; }
  std::string string() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// Copies a folder as it is, while a process may be writing to it: what a crash
// at this moment would leave.
void CopyFolder(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_TEMP_DIR_H_
