#include "service/pipeline/rules/word_scanner.h"

#include <algorithm>
#include <utility>

#include "service/pipeline/rules/noun_tail.h"
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

// Characters of the text by their numbers in the lexicon; read once, matched by the
// numbers. No word reaches over one that is in no word.
class WordScanner::Run {
 public:
  explicit Run(const WordTrie& trie) : trie_(trie) {}

  // Reads the text from `at` on, up to where a word may end at the latest behind kEnough
  // characters. Returns where it stopped.
  uint32_t Read(std::string_view text, uint32_t at) {
    Reserve(std::min(text.size() - at, kEnough));
    Character* next = characters_.data();
    const Character* limit = &characters_.back();
    const auto size = static_cast<uint32_t>(text.size());
    uint16_t id = 0;
    while (at < size) {
      id = trie_.IdOf(CodePointAt(text, at));
      *next++ = {at, id};
      at += CharSize(text[at]);
      if (next < limit) continue;
      if (id == WordTrie::kNoCharacter) break;
      const size_t count = static_cast<size_t>(next - characters_.data());
      Reserve(2 * count);
      next = characters_.data() + count;
      limit = &characters_.back();
    }
    count_ = static_cast<size_t>(next - characters_.data());
    *next = {at, WordTrie::kNoCharacter};
    return at;
  }

  void AddWords(std::string_view text, std::vector<Word>* words) const {
    for (size_t at = 0; at < count_;) {
      if (!trie_.MayBegin(characters_[at].id, characters_[at + 1].id)) {
        ++at;
        continue;
      }
      Match shorter;
      Match match = Longest(at, &shorter);
      if (shorter.count > 0 && CoversMore(at, match, shorter)) match = shorter;
      if (match.count == 0) {
        ++at;
        continue;
      }
      Word word = {characters_[at].start, characters_[at + match.count].start,
                   trie_.ClassesOf(match.node)};
      at += match.count;
      // 接待 in 接待费 is no verb; 执法局 and 协调会 are known as names.
      const uint32_t tail =
          match.count > 1 && word.Is(kVerb) ? NounTailSize(text.substr(word.end)) : 0;
      if (tail > 0) {
        word = {word.start, word.end + tail, 0};
        ++at;
      }
      words->push_back(word);
    }
  }

 private:
  struct Character {
    uint32_t start;
    uint16_t id;
  };

  // A word, by the count of its characters; 0 when there is none.
  struct Match {
    size_t count = 0;
    WordTrie::Node node = WordTrie::kRoot;
  };

  static constexpr size_t kEnough = 1024;

  // Room for `count` characters and the one behind them.
  void Reserve(size_t count) {
    if (characters_.size() <= count) characters_.resize(count + 1);
  }

  // The longest word that begins at `at`; `shorter`, if given, gets the word that
  // is one character shorter. No node has a step for what is in no word.
  Match Longest(size_t at, Match* shorter) const {
    Match best;
    if (at >= count_) return best;
    const Character* next = &characters_[at];
    WordTrie::Node node = trie_.First(next->id);
    for (size_t count = 1; node != WordTrie::kRoot; ++count) {
      if (trie_.IsWord(node)) {
        if (shorter != nullptr) *shorter = best.count + 1 == count ? best : Match{};
        best = {count, node};
      }
      node = trie_.Next(node, (++next)->id);
    }
    return best;
  }

  // True when `shorter` and the word behind it cover more than `longest` does.
  bool CoversMore(size_t at, const Match& longest, const Match& shorter) const {
    const size_t reach = shorter.count + Longest(at + shorter.count, nullptr).count;
    if (reach <= longest.count) return false;
    return longest.count + Longest(at + longest.count, nullptr).count < reach;
  }

  const WordTrie& trie_;
  std::vector<Character> characters_;  // those that were read, and one that tells where they end
  size_t count_ = 0;
};

WordScanner::WordScanner(const std::vector<WordList>& lists) : trie_(WordsOf(lists)) {}

std::vector<Word> WordScanner::Scan(std::string_view text) const {
  std::vector<Word> words;
  words.reserve(text.size() / 8);
  Run run(trie_);
  for (uint32_t at = 0; at < text.size();) {
    at = run.Read(text, at);
    run.AddWords(text, &words);
  }
  return words;
}

}  // namespace pledge::pipeline
