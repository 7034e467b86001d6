// How the text index is built; text_index.h tells what it is. Plain values.
#ifndef PLEDGE_STORAGE_TEXT_INDEX_OPTIONS_H_
#define PLEDGE_STORAGE_TEXT_INDEX_OPTIONS_H_

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "storage/scan.h"

namespace pledge::storage {

// Appends the terms of a stored record, numbers below 2^48, with repeats.
using TermFunction =
    std::function<void(RecordKind kind, std::string_view record, std::vector<uint64_t>* terms)>;

// Appends the terms of a letter as a whole, from its column row.
using LetterTermFunction = std::function<void(const ColumnRow& columns, std::vector<uint64_t>*)>;

struct TextIndexOptions {
  TermFunction terms;               // null: nothing is built
  LetterTermFunction letter_terms;  // may be null
  // A segment is 2^segment_bits document numbers; at most 16. On disk: segments of
  // another size are built anew.
  uint32_t segment_bits = 10;
  // A segment with more dirty marks is built again.
  uint32_t max_dirty_marks = 64;
  // How often the background looks for work; zero: it does not run.
  absl::Duration interval = absl::Seconds(1);
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TEXT_INDEX_OPTIONS_H_
