// Any bytes as a row of the commit log: what decodes says the same when it is
// encoded and decoded again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "storage/commit_log.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pledge::storage;  // NOLINT(google-build-using-namespace): the whole file
  if (size == 0) return 0;
  const uint64_t first_commit = data[0];
  auto row = DecodeLogRow(first_commit, {reinterpret_cast<const char*>(data) + 1, size - 1});
  if (!row.ok()) return 0;
  FUZZ_EXPECT(row->last_commit() >= first_commit);
  const std::string bytes = EncodeLogRow(*row, EmptyLogDigest());
  const auto again = DecodeLogRow(first_commit, bytes);
  FUZZ_EXPECT(again.ok() && again->entries == row->entries);
  return 0;
}
