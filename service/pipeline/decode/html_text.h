// The text of a parsed page, with the map to the page. Not thread-safe; one
// builder for one page.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_TEXT_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/decode/html_content.h"
#include "service/pipeline/decode/html_roles.h"
#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// What separates two texts of a page.
enum class HtmlBreak : uint8_t { kNone, kCell, kLine };

// Takes the texts of a page in source order and puts them together as a browser
// shows them: runs of blanks become one, a line break between two wide
// characters becomes nothing, cells of a row are separated by a tab, and blocks
// stand on lines of their own.
class HtmlTextBuilder {
 public:
  explicit HtmlTextBuilder(std::string_view source) : editor_(source), source_(source) {}

  // The next text is separated from what was before.
  void Separate(HtmlBreak separation) {
    if (separation > break_) break_ = separation;
  }
  // Adds a text. `range` of the source, behind all that was added before.
  void Add(ByteRange range, std::string_view text, bool preformatted, const NodeRole& role);

  // Applies it all to `mapped`, whose text is the source.
  std::vector<HtmlLine> Finish(MappedText* mapped);

 private:
  struct Blanks {
    ByteRange first;     // the first of the run
    bool plain = false;  // it is a plain blank
    bool line_break = false;
  };

  void AddPlain(ByteRange range, const NodeRole& role);
  void AddBlank(ByteRange source, char32_t c);
  // `same`: the source has the characters themselves, not references to them.
  void AddVisible(ByteRange source, std::string_view characters, bool same, char32_t first);
  void SettleBreak();
  void SettleBlanks(char32_t next);
  void Count(uint32_t size, uint32_t visible, const NodeRole& role);

  TextEditor editor_;
  const std::string_view source_;
  HtmlBreak break_ = HtmlBreak::kNone;
  std::optional<Blanks> blanks_;
  char32_t last_ = 0;  // last character of the line, 0 at its start
  std::vector<HtmlLine> lines_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_TEXT_H_
