// Finds the words of the lexicon in a text, in one pass: from left to right, the
// longest word that begins where the last one ended, unless a word that is one
// character shorter leaves a better neighbour (对|接驳, not 对接|驳). Time is linear in
// the text because no word is longer than a few characters.
// Immutable after construction; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_WORD_SCANNER_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_WORD_SCANNER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/rules/lexicon.h"
#include "service/pipeline/rules/word_trie.h"

namespace pledge::pipeline {

class WordScanner {
 public:
  // Every list of the lexicon; built once at first use and never destroyed.
  static const WordScanner& Default();

  explicit WordScanner(const std::vector<WordList>& lists);

  // All words of `text` in text order, disjoint. `text` is valid UTF-8.
  std::vector<Word> Scan(std::string_view text) const;

 private:
  class Run;

  const WordTrie trie_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WORD_SCANNER_H_
