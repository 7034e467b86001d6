#include "service/pipeline/rules/word_scanner.h"

#include <algorithm>
#include <bit>
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

WordScanner::WordScanner(const std::vector<WordList>& lists) : roots_(kRootTableSize, 0) {
  const std::vector<DraftNode> draft = BuildDraft(lists);
  edges_.resize(std::bit_ceil(draft.size() * 2));
  for (uint32_t i = 0; i < draft.size(); ++i) {
    nodes_.push_back({draft[i].classes, draft[i].is_word});
    for (const auto& [key, target] : draft[i].children) {
      if (i > 0) AddEdge({i, key, target});
      if (i == 0 && key < kRootTableSize) roots_[key] = static_cast<uint16_t>(target);
    }
  }
}

void WordScanner::AddEdge(Edge edge) {
  const size_t mask = edges_.size() - 1;
  size_t slot = Hash(edge.node, edge.code_point) & mask;
  while (edges_[slot].target != 0) slot = (slot + 1) & mask;
  edges_[slot] = edge;
}

uint32_t WordScanner::Child(uint32_t node, uint32_t code_point) const {
  const size_t mask = edges_.size() - 1;
  for (size_t slot = Hash(node, code_point) & mask;; slot = (slot + 1) & mask) {
    const Edge& edge = edges_[slot];
    if (edge.target == 0) return 0;
    if (edge.node == node && edge.code_point == code_point) return edge.target;
  }
}

Word WordScanner::Longest(std::string_view text, Word* shorter) const {
  Word best;
  if (shorter != nullptr) *shorter = {};
  uint32_t node = 0;
  uint32_t at = 0;
  while (at < text.size()) {
    const uint32_t key = CodePointAt(text, at);
    node = node == 0 ? (key < kRootTableSize ? roots_[key] : 0) : Child(node, key);
    if (node == 0) break;
    const uint32_t before = at;
    at += CharSize(text[at]);
    if (nodes_[node].is_word) {
      if (shorter != nullptr) *shorter = best.end == before ? best : Word{};
      best.end = at;
      best.classes = nodes_[node].classes;
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
