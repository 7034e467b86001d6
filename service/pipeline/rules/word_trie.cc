#include "service/pipeline/rules/word_trie.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr WordTrie::Node kFree = ~uint32_t{0};  // parent of a place that no node has taken

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
    trie_.parents_[WordTrie::kRoot] = kFree - 1;  // taken, and nobody's child
    Place(0, WordTrie::kRoot);
    // A step from any base stays inside the arrays.
    GrowTo(trie_.bases_.size() + character_count_ + 1);
  }

 private:
  void NumberCharacters() {
    trie_.characters_.resize(WordTrie::kTableSize);
    for (const DraftNode& node : draft_) {
      for (const auto& [code_point, child] : node.children) {
        assert(code_point < WordTrie::kTableSize);
        WordTrie::Character& character = trie_.characters_[code_point];
        if (character.id == 0) character.id = ++character_count_;
      }
    }
  }

  void Place(uint32_t drafted, WordTrie::Node node) {
    const DraftNode& draft = draft_[drafted];
    trie_.values_[node] = {draft.classes, draft.is_word};
    if (draft.children.empty()) return;
    const uint32_t base = FreeBase(draft);
    trie_.bases_[node] = base;
    for (const auto& [code_point, child] : draft.children) {
      WordTrie::Character& character = trie_.characters_[code_point];
      const WordTrie::Node place = base + character.id;
      GrowTo(place + 1);
      trie_.parents_[place] = node;
      if (node == WordTrie::kRoot) character.first = static_cast<uint16_t>(place);
    }
    for (const auto& [code_point, child] : draft.children) {
      Place(child, base + trie_.characters_[code_point].id);
    }
  }

  uint32_t FreeBase(const DraftNode& draft) {
    while (first_free_ < trie_.parents_.size() && trie_.parents_[first_free_] != kFree) {
      ++first_free_;
    }
    for (uint32_t base = first_free_ > character_count_ ? first_free_ - character_count_ : 0;;
         ++base) {
      const bool fits =
          std::all_of(draft.children.begin(), draft.children.end(), [&](const auto& child) {
            const uint32_t place = base + trie_.characters_[child.first].id;
            return place >= trie_.parents_.size() || trie_.parents_[place] == kFree;
          });
      if (fits) return base;
    }
  }

  void GrowTo(size_t size) {
    if (size <= trie_.parents_.size()) return;
    trie_.parents_.resize(size, kFree);
    trie_.bases_.resize(size, 0);
    trie_.values_.resize(size);
  }

  const std::vector<DraftNode>& draft_;
  WordTrie& trie_;
  uint16_t character_count_ = 0;
  uint32_t first_free_ = 1;
};

WordTrie::WordTrie(const std::vector<std::pair<std::string_view, WordMask>>& words) {
  std::vector<DraftNode> draft(1);
  for (const auto& [word, classes] : words) AddWord(word, classes, draft);
  WordTrieBuilder(draft, *this).Build();
}

}  // namespace pledge::pipeline
