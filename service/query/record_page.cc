#include "service/query/record_page.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/query/record_reader.h"

namespace pledge::query {
namespace {

constexpr char kPurpose[] = "page";

// Reads until the page is full, nothing is left or the time is over.
absl::Status Fill(RecordReader& reader, int page_size, RecordPage* page) {
  const absl::Time deadline = absl::Now() + absl::Milliseconds(kPageMilliseconds);
  int64_t left = page_size;
  while (!reader.complete() && left > 0 && page->records.size() < kMaxPageBytes) {
    const absl::Duration time = deadline - absl::Now();
    if (time <= absl::ZeroDuration()) break;
    auto piece = reader.Pull({kMaxPageBytes - page->records.size(), left, time}, &page->records);
    if (!piece.ok()) return piece.status();
    left -= piece->records;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int> CheckPageSize(int32_t page_size) {
  if (page_size < 0) return FieldError("page_size", "must not be negative");
  return page_size == 0 ? kDefaultPageSize : std::min<int>(page_size, kMaxPageSize);
}

absl::StatusOr<RecordPage> ReadPage(storage::RecordStore& store, const PageQuery& query) {
  auto page_size = CheckPageSize(query.page_size);
  if (!page_size.ok()) return page_size.status();
  const bool is_letter = absl::StrContains(query.parent, "/documents/");
  if (query.kind == storage::RecordKind::kSections && !is_letter) {
    return FieldError("parent", "must be a document or a revision");
  }
  ReaderQuery read{.kind = query.kind,
                   .selector = {},
                   .fields = {.parents = "parent", .filter = "filter"},
                   .order_by = "",
                   .read_point = query.read_point,
                   .read_mask = query.read_mask,
                   .offset_unit = query.offset_unit,
                   .token = query.page_token,
                   .token_field = "page_token",
                   .purpose = kPurpose};
  read.selector.add_parents(query.parent);
  read.selector.set_filter(query.filter);
  auto reader = RecordReader::Create(store, read);
  if (!reader.ok()) return reader.status();
  RecordPage page;
  if (absl::Status filled = Fill(**reader, *page_size, &page); !filled.ok()) return filled;
  if (!(*reader)->complete()) page.next_page_token = (*reader)->MakeToken();
  page.read_info = (*reader)->MakeInfo();
  return page;
}

}  // namespace pledge::query
