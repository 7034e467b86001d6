// Reads one block of GBK text whose bytes were cut apart (see clean/shift.h)
// the way it was written.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_READER_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/clean/pinyin.h"
#include "service/pipeline/clean/script_table.h"
#include "service/pipeline/clean/shift_scorer.h"
#include "service/pipeline/decode/charset_table.h"

namespace pledge::pipeline {

// One way to read a block.
struct ShiftReading {
  std::string text;  // in the script of the page
  size_t end = 0;    // position behind the block
};

// Not thread-safe; one reader for one text, which must outlive it.
class ShiftReader {
 public:
  explicit ShiftReader(std::string_view text) : text_(text), scorer_(text) {}

  // The block that begins with the question mark (or U+FFFD) at `marker`;
  // nullopt when it is none. `before` is the character that really stands
  // before it, 0 when there is none.
  std::optional<ShiftReading> Read(size_t marker, char32_t before);

 private:
  using Readings = std::vector<ShiftReading>;

  Readings ReadBehindGloss(size_t after, Syllable syllable, char32_t before);
  Readings ReadBehindMark(size_t after);
  // Reads on from `at` with the byte `lead` left over, up to the character
  // where both ways of reading meet again.
  Readings Follow(size_t at, uint8_t lead, size_t depth);
  Readings FollowGap(size_t marker, uint8_t lead, const std::string& restored, size_t depth);
  Readings FollowLostPair(size_t after, uint8_t lead, const std::string& restored, size_t depth);
  Readings FollowLostGloss(size_t end, Syllable syllable, uint8_t lead,
                           const std::string& restored);

  std::vector<std::u32string> LostFirsts(uint8_t lead, const std::string& before);
  std::vector<std::u32string> SeenPairs(uint8_t lead);
  bool IsEaten(char32_t first, char32_t second) const;

  std::optional<size_t> SkipOwnGloss(size_t at, char32_t owner) const;
  bool IsPlausible(char32_t c) const;
  std::vector<char32_t> PlausibleWithLead(uint8_t lead) const;
  std::vector<char32_t> PlausibleWithTrail(uint8_t trail) const;
  std::vector<char32_t> CharactersReadWithLead(Syllable syllable, uint8_t lead) const;

  const ShiftReading& Choose(const Readings& readings, const std::string& before);
  // The characters that fit nearly as well as the best one does.
  std::vector<char32_t> Shortlist(const std::vector<char32_t>& characters,
                                  const std::string& before, const ShiftReading& behind);

  const std::string_view text_;
  const CharsetTable& gbk_ = CharsetTable::Gb18030();
  const ScriptTable& script_ = ScriptTable::Get();
  ShiftScorer scorer_;
  std::string context_;  // plain text before the block that is read
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_READER_H_
