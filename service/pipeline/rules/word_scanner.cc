#include "service/pipeline/rules/word_scanner.h"

#include <algorithm>
#include <map>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kRootTableSize = 0x10000;

// The trie while it is built; nodes by index.
struct DraftNode {
  std::map<uint32_t, uint32_t> children;
  WordMask classes = 0;
  bool is_word = false;
};

void AddWord(std::string_view word, WordMask classes, std::vector<DraftNode>& nodes) {
  uint32_t node = 0;
  for (uint32_t at = 0; at < word.size(); at += CharSize(word[at])) {
    const uint32_t key = CodePointAt(word, at);
    const auto [child, is_new] =
        nodes[node].children.try_emplace(key, static_cast<uint32_t>(nodes.size()));
    node = child->second;
    if (is_new) nodes.emplace_back();
  }
  nodes[node].classes |= classes;
  nodes[node].is_word = true;
}

std::vector<DraftNode> BuildDraft(const std::vector<WordList>& lists) {
  std::vector<DraftNode> nodes(1);
  for (const WordList& list : lists) {
    std::string_view rest = list.words;
    while (!rest.empty()) {
      const size_t space = std::min(rest.find(' '), rest.size());
      if (space > 0) AddWord(rest.substr(0, space), list.classes, nodes);
      rest.remove_prefix(std::min(space + 1, rest.size()));
    }
  }
  return nodes;
}

std::vector<WordList> AllLists() {
  std::vector<WordList> lists = VerbLists();
  for (const auto& more : {CueLists(), NameLists()}) {
    lists.insert(lists.end(), more.begin(), more.end());
  }
  return lists;
}

}  // namespace

const WordScanner& WordScanner::Default() {
  static const WordScanner* const scanner = new WordScanner(AllLists());
  return *scanner;
}

WordScanner::WordScanner(const std::vector<WordList>& lists) : roots_(kRootTableSize, 0) {
  const std::vector<DraftNode> draft = BuildDraft(lists);
  nodes_.reserve(draft.size());
  for (const DraftNode& from : draft) {
    nodes_.push_back({static_cast<uint32_t>(keys_.size()),
                      static_cast<uint32_t>(from.children.size()), from.classes, from.is_word});
    for (const auto& [key, target] : from.children) {
      keys_.push_back(key);
      targets_.push_back(target);
    }
  }
  for (const auto& [key, target] : draft[0].children) {
    if (key < kRootTableSize) roots_[key] = target;
  }
}

uint32_t WordScanner::Child(uint32_t node, uint32_t code_point) const {
  const Node& from = nodes_[node];
  const auto begin = keys_.begin() + from.first_child;
  const auto end = begin + from.child_count;
  const auto found = std::lower_bound(begin, end, code_point);
  if (found == end || *found != code_point) return 0;
  return targets_[static_cast<size_t>(found - keys_.begin())];
}

Word WordScanner::Longest(std::string_view text) const {
  Word best;
  uint32_t node = 0;
  uint32_t at = 0;
  while (at < text.size()) {
    const uint32_t key = CodePointAt(text, at);
    node = node == 0 ? (key < kRootTableSize ? roots_[key] : 0) : Child(node, key);
    if (node == 0) break;
    at += CharSize(text[at]);
    if (nodes_[node].is_word) {
      best.end = at;
      best.classes = nodes_[node].classes;
    }
  }
  return best;
}

std::vector<Word> WordScanner::Scan(std::string_view text) const {
  std::vector<Word> words;
  words.reserve(text.size() / 8);
  uint32_t at = 0;
  while (at < text.size()) {
    Word word = Longest(text.substr(at));
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
