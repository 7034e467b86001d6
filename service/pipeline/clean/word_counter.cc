#include "service/pipeline/clean/word_counter.h"

#include <unicode/unistr.h>

#include <cstdint>

namespace pledge::pipeline {

size_t WordCounter::Count(std::string_view text) {
  if (!opened_) {
    opened_ = true;
    UErrorCode status = U_ZERO_ERROR;
    breaks_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), status));
    if (U_FAILURE(status)) breaks_.reset();
  }
  if (breaks_ == nullptr) return 0;
  const auto utf16 = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  breaks_->setText(utf16);
  size_t words = 0;
  while (breaks_->next() != icu::BreakIterator::DONE) ++words;
  return words;
}

}  // namespace pledge::pipeline
