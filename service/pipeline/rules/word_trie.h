// A trie over characters in flat arrays (a double array): one step is one table
// read, whatever the number of words. Immutable after construction; thread-safe.
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
  static constexpr Node kRoot = 0;             // no step leads to it, so it also stands for "none"
  static constexpr uint16_t kNoCharacter = 0;  // the number of all that are in no word

  // Words of characters below 0x10000 with their classes; a word that comes several times has the
  // classes of all.
  explicit WordTrie(const std::vector<std::pair<std::string_view, WordMask>>& words);

  // The number of a character of the words, 1 and up; kNoCharacter for all others.
  uint16_t IdOf(uint32_t code_point) const {
    return code_point < kTableSize ? ids_[code_point] : kNoCharacter;
  }

  // False when no word begins with the character `first` that has `second` behind it in the text;
  // nearly always true when one does. Much cheaper than the steps, and most places fail it.
  bool MayBegin(uint16_t first, uint16_t second) const {
    const uint16_t pair = Pair(first, second);
    return (pairs_[pair >> 6] >> (pair & 63) & 1) != 0 || is_word_alone_[first] != 0;
  }

  // The node that the character `id` leads to from the root or from another node; kRoot when there
  // is none.
  Node First(uint16_t id) const { return Next(kRoot, id); }
  Node Next(Node node, uint16_t id) const {
    const Node next = cells_[node].base + id;
    return cells_[next].id == id ? next : kRoot;
  }

  bool IsWord(Node node) const { return cells_[node].is_word; }
  WordMask ClassesOf(Node node) const { return classes_[node]; }

 private:
  friend class WordTrieBuilder;

  static constexpr uint32_t kTableSize = 0x10000;

  // Bases are all different, so the character tells which node a cell is a child of.
  struct Cell {
    uint32_t base : 18 = 0;  // what is added to the id of the next character
    uint32_t is_word : 1 = 0;
    uint32_t id : 13 = 0;  // of the character that leads here
  };

  static uint16_t Pair(uint16_t first, uint16_t second) {
    return static_cast<uint16_t>(first * 40503u + second);
  }

  std::vector<uint16_t> ids_;           // by code point
  std::vector<Cell> cells_;             // by node
  std::vector<WordMask> classes_;       // by node
  std::vector<uint64_t> pairs_;         // a bit for each pair that a word begins with, hashed
  std::vector<uint8_t> is_word_alone_;  // by id
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WORD_TRIE_H_
