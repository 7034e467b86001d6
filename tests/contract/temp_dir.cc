#include "tests/contract/temp_dir.h"

#include <cstdlib>
#include <system_error>

namespace pledge::testing {

namespace fs = std::filesystem;

TempDir::TempDir() {
  std::string name = (fs::temp_directory_path() / "pledge-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TempDir::~TempDir() {
  std::error_code ignored;  // a leftover folder fails no test
  fs::remove_all(path_, ignored);
}

void CopyFolder(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const fs::directory_entry& file : fs::directory_iterator(from)) {
    const fs::path target = to / file.path().filename();
    std::error_code gone;  // a file that was removed meanwhile is no part of the image
    if (file.is_directory(gone)) {
      CopyFolder(file.path(), target);
    } else {
      fs::copy_file(file.path(), target, fs::copy_options::overwrite_existing, gone);
    }
  }
}

}  // namespace pledge::testing
