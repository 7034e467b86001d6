// Weighs ways to read a block of shifted text (see clean/shift_reader.h): the one
// that fits best makes few words with what stands around it and has characters
// and pairs of them that the rest of the text has too.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_SCORER_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_SCORER_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/pipeline/clean/script_table.h"
#include "service/pipeline/clean/word_counter.h"

namespace pledge::pipeline {

// Not thread-safe; one scorer for one text, which must outlive it. Text goes in
// and out in the script of the page; it is weighed simplified.
class ShiftScorer {
 public:
  // What one word more costs.
  static constexpr size_t kWordCost = 6;

  explicit ShiftScorer(std::string_view text) : text_(text) {}

  // Cost of `reading` between the plain text `before` and what stands in the
  // text from `end` on. Lower is better; only costs with the same ends compare.
  size_t Cost(const std::string& before, std::string_view reading, size_t end);

  // False when so much was weighed that going on would not be linear.
  bool MayGoOn() const { return weighed_ < kMaxWeighed; }

  // Simplified characters of [start, end) without what stands in ASCII.
  std::string Plain(size_t start, size_t end) const;
  static std::string Plain(std::string_view text);

  // The characters that follow `character` somewhere in the text.
  const std::set<char32_t>& Successors(char32_t character);

 private:
  static constexpr size_t kMaxWeighed = 40000;

  void Learn();
  size_t Strangeness(const std::string& simplified, size_t start);
  size_t TimesSeen(char32_t first, char32_t second) const;

  const std::string_view text_;
  const ScriptTable& script_ = ScriptTable::Get();
  WordCounter words_;
  size_t weighed_ = 0;
  bool learned_ = false;
  // How often each simplified character (after 0) and pair of them stands there.
  std::unordered_map<uint64_t, size_t> seen_;
  std::unordered_map<char32_t, std::set<char32_t>> successors_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_SCORER_H_
