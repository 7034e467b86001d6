// The words of a text_contains, in the normal form of cleaned text. Immutable;
// thread-safe.
#ifndef PLEDGE_SERVICE_QUERY_TEXT_NEEDLE_H_
#define PLEDGE_SERVICE_QUERY_TEXT_NEEDLE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pledge::query {

class TextNeedle {
 public:
  // 1 to 64 characters, not all of them blank; else FIELD_INVALID naming `field`.
  // ASCII marks beside Chinese characters are widened, as they are in texts.
  static absl::StatusOr<TextNeedle> Create(std::string_view field, std::string_view text);

  bool OccursIn(std::string_view text) const { return text.find(text_) != std::string_view::npos; }
  // Valid UTF-8.
  const std::string& text() const { return text_; }

 private:
  explicit TextNeedle(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_TEXT_NEEDLE_H_
