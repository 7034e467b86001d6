// Any bytes as a packed row, and any bytes as the inside of one with a checksum that
// holds: whatever unpacks has its records inside its bytes. The first byte chooses.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/packed_row.h"
#include "tests/fuzz/expect.h"

namespace pledge::storage {
namespace {

void Unpack(std::string_view value) {
  const auto row = UnpackedRow::Unpack(value);
  if (!row.ok()) return;
  size_t size = row->preamble().size();
  std::vector<TaggedRecord> records;
  for (size_t i = 0; i < row->count(); ++i) {
    records.push_back({std::string(row->record(i)), row->tag(i)});
    size += row->record(i).size();
  }
  const auto body = UnpackBytes(value);
  FUZZ_EXPECT(body.ok() && size <= body->size());
  const auto again = UnpackedRow::Unpack(PackRecords(records, row->preamble()));
  FUZZ_EXPECT(again.ok() && again->count() == row->count());
  FUZZ_EXPECT(again->preamble() == row->preamble());
  for (size_t i = 0; i < row->count(); ++i) {
    FUZZ_EXPECT(again->record(i) == row->record(i) && again->tag(i) == row->tag(i));
  }
}

}  // namespace
}  // namespace pledge::storage

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0) {
    pledge::storage::Unpack(rest);
    return 0;
  }
  const std::string packed = pledge::storage::PackBytes(rest);
  const auto same = pledge::storage::UnpackBytes(packed);
  FUZZ_EXPECT(same.ok() && *same == rest);
  pledge::storage::Unpack(packed);
  return 0;
}
