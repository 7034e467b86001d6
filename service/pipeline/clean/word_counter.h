// Counts the dictionary words of a short Chinese text: of several ways to
// restore it, the one that makes the fewest words is the one that somebody
// wrote. Not thread-safe; made where it is needed and dropped.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_WORD_COUNTER_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_WORD_COUNTER_H_

#include <unicode/brkiter.h>

#include <cstddef>
#include <memory>
#include <string_view>

namespace pledge::pipeline {

class WordCounter {
 public:
  // Words and marks in simplified text (valid UTF-8). Without ICU's dictionary
  // every text has 0.
  size_t Count(std::string_view text);

 private:
  bool opened_ = false;  // ICU's dictionary is loaded at the first count
  std::unique_ptr<icu::BreakIterator> breaks_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_WORD_COUNTER_H_
