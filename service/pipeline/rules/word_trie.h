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

  // The number of a character of the words, 1 and up; 0 for all others.
  uint16_t IdOf(uint32_t code_point) const {
    return code_point < kTableSize ? ids_[code_point] : uint16_t{0};
  }

  // The node that the character `id`, which is not 0, leads to from the root or from another node;
  // kRoot when there is none.
  Node First(uint16_t id) const { return firsts_[id]; }
  Node Next(Node node, uint16_t id) const {
    const Node next = cells_[node].base + id;
    return cells_[next].parent == node ? next : kRoot;
  }

  bool IsWord(Node node) const { return cells_[node].is_word; }
  WordMask ClassesOf(Node node) const { return classes_[node]; }

 private:
  friend class WordTrieBuilder;

  static constexpr uint32_t kTableSize = 0x10000;

  struct Cell {
    uint32_t base : 31 = 0;  // what is added to the id of the next character
    uint32_t is_word : 1 = 0;
    Node parent = 0;
  };

  std::vector<uint16_t> ids_;      // by code point
  std::vector<Node> firsts_;       // by id
  std::vector<Cell> cells_;        // by node
  std::vector<WordMask> classes_;  // by node
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WORD_TRIE_H_
