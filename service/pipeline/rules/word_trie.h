// A trie over characters in flat arrays (a double array): one step is two table
// reads, whatever the number of words. Immutable after construction; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_WORD_TRIE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_WORD_TRIE_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "service/pipeline/rules/lexicon.h"

namespace pledge::pipeline {

class WordTrie {
 public:
  using Node = uint32_t;
  static constexpr Node kRoot = 0;  // no step leads to it, so it also stands for "none"

  // Words of characters below 0x10000 with their classes; a word that comes several times has the
  // classes of all.
  explicit WordTrie(const std::vector<std::pair<std::string_view, WordMask>>& words);

  // The node that `code_point` leads to from `node`; kRoot when there is none.
  Node Next(Node node, uint32_t code_point) const {
    if (code_point >= kTableSize) return kRoot;
    const Character& character = characters_[code_point];
    if (node == kRoot) return character.first;
    const Node next = bases_[node] + character.id;
    return parents_[next] == node ? next : kRoot;
  }

  bool IsWord(Node node) const { return values_[node].is_word; }
  WordMask ClassesOf(Node node) const { return values_[node].classes; }

 private:
  friend class WordTrieBuilder;

  static constexpr uint32_t kTableSize = 0x10000;

  struct Character {
    uint16_t first = 0;  // node behind the root; 0 when no word begins so
    uint16_t id = 0;     // 1 and up for the characters of the words; 0 for others
  };
  struct Value {
    WordMask classes = 0;
    bool is_word = false;
  };

  std::vector<Character> characters_;  // by code point
  std::vector<uint32_t> bases_;        // by node: what is added to the id of the next character
  std::vector<Node> parents_;          // by node
  std::vector<Value> values_;          // by node
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WORD_TRIE_H_
