// Any bytes as a column row: what decodes says the same when it is encoded and
// decoded again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "storage/column_row.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using pledge::storage::DecodeColumnRow;
  const auto row = DecodeColumnRow({reinterpret_cast<const char*>(data), size});
  if (!row.ok()) return 0;
  const auto again = DecodeColumnRow(pledge::storage::EncodeColumnRow(*row));
  FUZZ_EXPECT(again.ok() && *again == *row);
  return 0;
}
