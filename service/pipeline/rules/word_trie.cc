#include "service/pipeline/rules/word_trie.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

// Instead of a character, in cells to which none leads. Not kNoCharacter, which is asked for.
constexpr uint16_t kNobody = (1 << 13) - 1;

// The trie while it is built; nodes by index, the root first.
struct DraftNode {
  std::map<uint32_t, uint32_t> children;  // by code point
  WordMask classes = 0;
  bool is_word = false;
};

void AddWord(std::string_view word, WordMask classes, std::vector<DraftNode>& nodes) {
  uint32_t node = 0;
  for (uint32_t at = 0; at < word.size(); at += CharSize(word[at])) {
    const auto [child, is_new] = nodes[node].children.try_emplace(
        CodePointAt(word, at), static_cast<uint32_t>(nodes.size()));
    node = child->second;
    if (is_new) nodes.emplace_back();
  }
  nodes[node].classes |= classes;
  nodes[node].is_word = true;
}

}  // namespace

// Puts the nodes of a draft into the flat arrays: the children of a node go where
// a base is found at which all their places are free.
class WordTrieBuilder {
 public:
  WordTrieBuilder(const std::vector<DraftNode>& draft, WordTrie& trie)
      : draft_(draft), trie_(trie) {}

  void Build() {
    NumberCharacters();
    GrowTo(1);
    Place(0, WordTrie::kRoot);
    CloseLeaves();
    for (const auto& [first, node] : draft_[0].children) AddPairs(first, draft_[node]);
  }

 private:
  void NumberCharacters() {
    trie_.ids_.resize(WordTrie::kTableSize);
    for (const DraftNode& node : draft_) {
      for (const auto& [code_point, child] : node.children) {
        assert(code_point < WordTrie::kTableSize);
        if (trie_.ids_[code_point] == 0) trie_.ids_[code_point] = ++character_count_;
      }
    }
    assert(character_count_ < kNobody);
    trie_.is_word_alone_.resize(character_count_ + 1u);
    trie_.pairs_.resize(1 << 10);
  }

  void Place(uint32_t drafted, WordTrie::Node node) {
    const DraftNode& draft = draft_[drafted];
    trie_.classes_[node] = draft.classes;
    trie_.cells_[node].is_word = draft.is_word;
    if (draft.children.empty()) return;
    const uint32_t base = FreeBase(draft);
    is_base_[base] = true;
    trie_.cells_[node].base = base;
    for (const auto& [code_point, child] : draft.children) {
      const uint16_t id = trie_.ids_[code_point];
      GrowTo(base + id + 1);
      trie_.cells_[base + id].id = id;
    }
    for (const auto& [code_point, child] : draft.children) {
      Place(child, base + trie_.ids_[code_point]);
    }
  }

  uint32_t FreeBase(const DraftNode& draft) {
    while (!IsFree(first_free_)) ++first_free_;
    const uint16_t first = trie_.ids_[draft.children.begin()->first];
    for (uint32_t place = std::max<uint32_t>(first_free_, first + 1u);; ++place) {
      if (!IsFree(place)) continue;
      const uint32_t base = place - first;
      if (is_base_.size() <= base) is_base_.resize(2 * base);
      const bool fits =
          !is_base_[base] &&
          std::all_of(draft.children.begin(), draft.children.end(),
                      [&](const auto& child) { return IsFree(base + trie_.ids_[child.first]); });
      if (fits) return base;
    }
  }

  // Nodes without children lead behind all others, where nobody stands.
  void CloseLeaves() {
    const auto end = static_cast<uint32_t>(trie_.cells_.size());
    GrowTo(end + character_count_ + 1);
    assert(trie_.cells_.size() < 1 << 18);
    for (WordTrie::Cell& cell : trie_.cells_) {
      if (cell.base == 0) cell.base = end;
    }
  }

  void AddPairs(uint32_t first, const DraftNode& node) {
    const uint16_t id = trie_.ids_[first];
    trie_.is_word_alone_[id] = node.is_word;
    for (const auto& [second, child] : node.children) {
      const uint16_t pair = WordTrie::Pair(id, trie_.ids_[second]);
      trie_.pairs_[pair >> 6] |= uint64_t{1} << (pair & 63);
    }
  }

  bool IsFree(uint32_t place) const {
    return place > 0 && (place >= trie_.cells_.size() || trie_.cells_[place].id == kNobody);
  }

  void GrowTo(size_t size) {
    if (size <= trie_.cells_.size()) return;
    trie_.cells_.resize(size, {.id = kNobody});
    trie_.classes_.resize(size, 0);
  }

  const std::vector<DraftNode>& draft_;
  WordTrie& trie_;
  uint16_t character_count_ = 0;
  uint32_t first_free_ = 1;
  std::vector<bool> is_base_;  // of some node
};

WordTrie::WordTrie(const std::vector<std::pair<std::string_view, WordMask>>& words) {
  std::vector<DraftNode> draft(1);
  for (const auto& [word, classes] : words) AddWord(word, classes, draft);
  WordTrieBuilder(draft, *this).Build();
}

}  // namespace pledge::pipeline
