#include "storage/postgres_cursor.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/postgres_schema.h"

namespace pledge::storage {
namespace {

// Rows of a page: the first is small, for many a seek wants one row only; each
// page that is read to its end makes the next one larger.
struct PageSizes {
  int first = 0;
  int largest = 0;
};

PageSizes SizesFor(KeyProfile profile) {
  switch (profile) {
    case KeyProfile::kLarge:
      return {.first = 1, .largest = 16};  // up to 256 KiB each
    case KeyProfile::kScan:
      return {.first = 2, .largest = 512};
    default:
      return {.first = 2, .largest = 256};
  }
}

constexpr int kGrowth = 4;

// The smallest key after `key`.
std::string Successor(std::string_view key) { return std::string(key) + '\0'; }

class PostgresCursor : public Cursor {
 public:
  explicit PostgresCursor(PostgresScan scan)
      : scan_(std::move(scan)),
        is_forward_(scan_.direction == ScanDirection::kForward),
        family_(FamilyOfKey(scan_.lower)),
        sizes_(SizesFor(family_.profile)),
        page_size_(sizes_.first) {}

  void Seek(std::string_view key) override {
    if (SeekInPage(key)) return;
    // A seek that leaves the page goes on where a walk with gaps would.
    if (!HasJustEnded(key)) page_size_ = sizes_.first;
    if (is_forward_) {
      Fetch(std::max<std::string>(std::string(key), scan_.lower), scan_.upper);
    } else {
      Fetch(scan_.lower, std::min(Successor(key), scan_.upper));
    }
  }

  void Next() override {
    if (++row_ < page_->rows()) return;
    if (page_->rows() < fetched_) {
      return;  // the page was not full: nothing follows
    }
    const std::string last(page_->Bytes(page_->rows() - 1, 0));
    page_size_ = std::min(page_size_ * kGrowth, sizes_.largest);
    if (is_forward_) {
      Fetch(Successor(last), scan_.upper);
    } else {
      Fetch(scan_.lower, last);
    }
  }

  bool Valid() const override { return scan_.status->ok() && page_ && row_ < page_->rows(); }
  std::string_view key() const override { return page_->Bytes(row_, 0); }
  std::string_view value() const override { return page_->Bytes(row_, 1); }
  absl::Status status() const override { return *scan_.status; }

 private:
  // True when the key lies before `other` in the direction of the cursor.
  bool IsBefore(std::string_view key, std::string_view other) const {
    return is_forward_ ? key < other : key > other;
  }

  // Stands on the row that a seek finds, when the page holds it for sure.
  bool SeekInPage(std::string_view key) {
    if (!scan_.status->ok() || !page_ || page_->rows() == 0) return false;
    if (IsBefore(key, page_->Bytes(0, 0))) return false;
    if (IsBefore(page_->Bytes(page_->rows() - 1, 0), key)) return false;
    int low = 0;
    int high = page_->rows() - 1;  // the first row not before `key` is in [low, high]
    while (low < high) {
      const int middle = low + (high - low) / 2;
      if (IsBefore(page_->Bytes(middle, 0), key)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    row_ = low;
    return true;
  }

  // True when the cursor stood at the end of the page, so that a seek onwards is
  // part of a walk over many rows. The next page is larger then.
  bool HasJustEnded(std::string_view key) {
    if (!page_ || page_->rows() == 0 || page_->rows() < fetched_) return false;
    if (row_ + 1 < page_->rows() || !IsBefore(page_->Bytes(page_->rows() - 1, 0), key))
      return false;
    page_size_ = std::min(page_size_ * kGrowth, sizes_.largest);
    return true;
  }

  // The page of rows with lower <= key < upper, in the direction of the cursor.
  void Fetch(std::string_view lower, std::string_view upper) {
    row_ = 0;
    fetched_ = page_size_;
    page_.reset();
    if (!scan_.status->ok() || lower >= upper) return;
    auto page = scan_.connection->Run(Statement(lower, upper));
    if (page.ok()) {
      page_.emplace(*std::move(page));
    } else {
      *scan_.status = page.status();
    }
  }

  SqlStatement Statement(std::string_view lower, std::string_view upper) const {
    const char* name = is_forward_ ? "forward_" : "backward_";
    return {
        absl::StrCat(name, family_.name),
        absl::StrCat("SELECT key, value FROM ", PostgresTable(family_),
                     " WHERE key >= $1 AND key < $2 ORDER BY key ", is_forward_ ? "ASC" : "DESC",
                     " LIMIT $3"),
        {SqlParameter::Bytes(lower), SqlParameter::Bytes(upper), SqlParameter::Int(page_size_)}};
  }

  const PostgresScan scan_;
  const bool is_forward_;
  const KeyFamily& family_;
  const PageSizes sizes_;
  int page_size_;
  int fetched_ = 0;  // rows that the page was asked for
  std::optional<SqlResult> page_;
  int row_ = 0;
};

}  // namespace

std::unique_ptr<Cursor> NewPostgresCursor(PostgresScan scan) {
  return std::make_unique<PostgresCursor>(std::move(scan));
}

}  // namespace pledge::storage
