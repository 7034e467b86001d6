// Any text as a name: what is taken is written back letter by letter.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "service/base/resource_name.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view name(reinterpret_cast<const char*>(data), size);
  if (const auto found = pledge::ParseCollectionName("name", name); found.ok()) {
    FUZZ_EXPECT(pledge::IsValidId(found->collection));
    FUZZ_EXPECT("collections/" + found->collection == name);
  }
  if (const auto found = pledge::ParseDocumentName("name", name); found.ok()) {
    FUZZ_EXPECT(pledge::MakeDocumentName(found->collection, found->document) == name);
  }
  if (const auto found = pledge::ParseSessionName("name", name); found.ok()) {
    FUZZ_EXPECT(pledge::MakeSessionName(found->collection, found->session) == name);
  }
  if (const auto found = pledge::ParseRevisionName("name", name); found.ok()) {
    const std::string again =
        pledge::MakeRevisionName(found->collection, found->document, found->ordinal);
    // The newest has a word as well as no number.
    FUZZ_EXPECT(again == name || (found->ordinal == 0 && name.ends_with("/revisions/latest")));
  }
  return 0;
}
