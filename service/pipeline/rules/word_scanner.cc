#include "service/pipeline/rules/word_scanner.h"

#include <algorithm>
#include <utility>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

std::vector<std::pair<std::string_view, WordMask>> WordsOf(const std::vector<WordList>& lists) {
  std::vector<std::pair<std::string_view, WordMask>> words;
  for (const WordList& list : lists) {
    std::string_view rest = list.words;
    while (!rest.empty()) {
      const size_t space = std::min(rest.find(' '), rest.size());
      if (space > 0) words.emplace_back(rest.substr(0, space), list.classes);
      rest.remove_prefix(std::min(space + 1, rest.size()));
    }
  }
  return words;
}

std::vector<WordList> AllLists() {
  std::vector<WordList> lists = VerbLists();
  for (const auto& more : {CueLists(), NameLists(), CompoundLists()}) {
    lists.insert(lists.end(), more.begin(), more.end());
  }
  return lists;
}

}  // namespace

const WordScanner& WordScanner::Default() {
  static const WordScanner* const scanner = new WordScanner(AllLists());
  return *scanner;
}

WordScanner::WordScanner(const std::vector<WordList>& lists) : trie_(WordsOf(lists)) {}

Word WordScanner::Longest(std::string_view text, Word* shorter) const {
  Word best;
  if (shorter != nullptr) *shorter = {};
  WordTrie::Node node = WordTrie::kRoot;
  uint32_t at = 0;
  while (at < text.size()) {
    node = trie_.Next(node, CodePointAt(text, at));
    if (node == WordTrie::kRoot) break;
    const uint32_t before = at;
    at += CharSize(text[at]);
    if (trie_.IsWord(node)) {
      if (shorter != nullptr) *shorter = best.end == before ? best : Word{};
      best.end = at;
      best.classes = trie_.ClassesOf(node);
    }
  }
  return best;
}

bool WordScanner::CoversMore(std::string_view text, const Word& longest,
                             const Word& shorter) const {
  const uint32_t reach = shorter.end + Longest(text.substr(shorter.end)).end;
  if (reach <= longest.end) return false;
  return longest.end + Longest(text.substr(longest.end)).end < reach;
}

std::vector<Word> WordScanner::Scan(std::string_view text) const {
  std::vector<Word> words;
  words.reserve(text.size() / 8);
  uint32_t at = 0;
  while (at < text.size()) {
    Word shorter;
    Word word = Longest(text.substr(at), &shorter);
    if (shorter.end > 0 && CoversMore(text.substr(at), word, shorter)) word = shorter;
    if (word.end == 0) {
      at += CharSize(text[at]);
      continue;
    }
    word.start += at;
    word.end += at;
    words.push_back(word);
    at = word.end;
  }
  return words;
}

}  // namespace pledge::pipeline
