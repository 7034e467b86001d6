// Any bytes as a block of an export, or as the position of one: they are refused
// or read, and what is read is written again as it was. The first byte chooses.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/transfer.h"
#include "storage/transfer_block.h"
#include "storage/transfer_rows.h"
#include "tests/fuzz/expect.h"

namespace pledge::storage {
namespace {

void ReadAnyBlock(std::string_view bytes) {
  const auto block = ReadBlock(bytes, 0);
  if (!block.ok()) return;
  for (const BlockRecord& record : block->records) {
    const auto key = ParseTransferKey(record.kind, record.key);
    if (!key) continue;
    const std::string place = PlaceOf(record.kind, record.key, key->document);
    const auto parsed = ParsePlace(place);
    FUZZ_EXPECT(parsed && parsed->key == record.key);
    (void)CheckValue(record.kind, record.value);  // only that it comes back
  }
}

// The same bytes as records of a block with a good checksum, which no fuzzer
// guesses.
void ReadAnyRecords(std::string_view bytes) {
  BlockWriter writer({1, 2, 3, false});
  const size_t before = writer.size();
  const size_t middle = bytes.size() / 2;
  if (!writer.Add(TransferKind::kName, bytes.substr(0, middle), bytes.substr(middle))) return;
  FUZZ_EXPECT(writer.size() > before);
  const std::string block = writer.Finish(true);
  const auto read = ReadBlock(block, 0);
  FUZZ_EXPECT(read.ok() && read->header == (BlockHeader{1, 2, 3, true}));
  FUZZ_EXPECT(read->records.size() == 1 && read->records[0].key == bytes.substr(0, middle));
  FUZZ_EXPECT(read->records[0].value == bytes.substr(middle) && !read->records[0].goes_on);
}

void ReadAnyPosition(std::string_view bytes) {
  const auto position = DecodePosition(bytes);
  if (!position.ok()) return;
  const auto again = DecodePosition(EncodePosition(*position));
  FUZZ_EXPECT(again.ok() && *again == *position);
}

}  // namespace
}  // namespace pledge::storage

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      pledge::storage::ReadAnyBlock(rest);
      break;
    case 1:
      pledge::storage::ReadAnyRecords(rest);
      break;
    default:
      pledge::storage::ReadAnyPosition(rest);
  }
  return 0;
}
