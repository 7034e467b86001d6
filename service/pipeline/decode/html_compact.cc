#include "service/pipeline/decode/html_compact.h"

#include <algorithm>
#include <cstddef>

#include "service/pipeline/decode/html_guard.h"

namespace pledge::pipeline {
namespace {

constexpr std::string_view kCommentStart = "<!--";
constexpr std::string_view kCommentEnd = "-->";

bool Holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Behind these the tokenizer has other rules.
bool ChangesRules(const HtmlTag& tag) {
  return IsHtmlName(tag.name, "svg") || IsHtmlName(tag.name, "math") ||
         IsHtmlName(tag.name, "plaintext");
}

// <!--> and <!---> are whole, --!> ends a comment as well.
bool IsPlainComment(std::string_view tag) {
  if (!tag.starts_with(kCommentStart) || !tag.ends_with(kCommentEnd)) return false;
  if (tag.size() < kCommentStart.size() + kCommentEnd.size()) return false;
  const std::string_view content = tag.substr(kCommentStart.size());
  return !content.starts_with(">") && !content.starts_with("->") && !Holds(content, "--!>");
}

// The first end tag ends a script, unless it stands in a comment with a script
// tag of its own.
bool IsPlainScript(std::string_view content, std::string_view behind) {
  if (behind.empty() || std::string_view(" \n\t/>").find(behind[0]) == std::string_view::npos) {
    return false;
  }
  return !Holds(content, kCommentStart);
}

}  // namespace

CompactHtml::CompactHtml(std::string_view html) : pieces_(1) {
  text_.reserve(html.size());
  for (HtmlTag tag = NextHtmlTag(html, 0); tag.start < html.size() && !ChangesRules(tag);) {
    size_t next = tag.end;
    if (tag.name.empty()) {
      if (IsPlainComment(html.substr(tag.start, tag.end - tag.start))) {
        Cut(html, tag.start + kCommentStart.size(), tag.end - kCommentEnd.size());
      }
    } else if (!tag.closing && HoldsRawText(tag.name)) {
      next = EndOfRawText(html, tag);
      const bool is_unseen = IsHtmlName(tag.name, "script") || IsHtmlName(tag.name, "style");
      const std::string_view behind =
          html.substr(std::min(next + 2 + tag.name.size(), html.size()));
      if (is_unseen && IsPlainScript(html.substr(tag.end, next - tag.end), behind)) {
        Cut(html, tag.end, next);
      }
    }
    tag = NextHtmlTag(html, next);
  }
  text_.append(html.substr(copied_));
}

void CompactHtml::Cut(std::string_view html, size_t start, size_t end) {
  if (start == end) return;
  text_.append(html.substr(copied_, start - copied_));
  copied_ = end;
  const auto position = static_cast<uint32_t>(text_.size());
  pieces_.push_back({position, static_cast<uint32_t>(end) - position});
}

const CompactHtml::Piece& CompactHtml::PieceOf(uint32_t position) const {
  const auto behind =
      std::upper_bound(pieces_.begin(), pieces_.end(), position,
                       [](uint32_t at, const Piece& piece) { return at < piece.start; });
  return *(behind - 1);
}

std::optional<ByteRange> CompactHtml::InFull(ByteRange range) const {
  const Piece& first = PieceOf(range.start);
  if (&first != &PieceOf(range.end - 1)) return std::nullopt;
  return ByteRange{range.start + first.removed, range.end + first.removed};
}

}  // namespace pledge::pipeline
