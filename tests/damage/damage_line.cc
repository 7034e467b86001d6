#include "tests/damage/damage_line.h"

#include <algorithm>
#include <set>

#include "tests/damage/gbk.h"
#include "tests/damage/readings.h"

namespace pledge::damage {
namespace {

// A gloss to insert behind cell `last`, the second byte of what reads as a glossed character.
struct Gloss {
  size_t last = 0;
  bool straddles = false;  // the two bytes belong to two characters
  std::string bytes;       // GBK, brackets included
};

std::string GlossBytes(std::string_view reading) {
  std::string bytes = "(";
  for (std::string_view letter : Characters(reading)) bytes += ToGbk(letter).value_or("?");
  return bytes + ")";
}

// Finds what a byte-wise search and replace would find, left to right. `banned` holds straddling
// places to pass over.
std::vector<Gloss> FindGlosses(const std::vector<Cell>& cells, bool shifted_blocks,
                               const std::set<size_t>& banned) {
  std::vector<Gloss> glosses;
  for (size_t i = 0; i + 1 < cells.size(); ++i) {
    const bool straddles = cells[i].owner != cells[i + 1].owner;
    if (straddles && (!shifted_blocks || banned.contains(i + 1))) continue;
    const char pair[] = {cells[i].byte, cells[i + 1].byte};
    const GbkStep step = DecodeGbkStep(std::string_view(pair, 2));
    if (step.size != 2) continue;
    const std::string_view reading = ReadingOf(step.text);
    if (reading.empty()) continue;
    glosses.push_back({i + 1, straddles, GlossBytes(reading)});
    ++i;
  }
  return glosses;
}

std::vector<Cell> Insert(const std::vector<Cell>& cells, const std::vector<Gloss>& glosses) {
  std::vector<Cell> out;
  size_t next = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out.push_back(cells[i]);
    if (next == glosses.size() || glosses[next].last != i) continue;
    for (char byte : glosses[next].bytes) out.push_back({byte, cells[i].owner, false});
    ++next;
  }
  return out;
}

// Decodes the bytes of a line and writes down what became of each clean character.
class Decoder {
 public:
  Decoder(const LineToDamage& line, const std::vector<Cell>& cells) : input_(line), cells_(cells) {
    uint32_t at = 0;
    for (std::string_view character : line.clean) {
      clean_start_.push_back(at);
      at += static_cast<uint32_t>(character.size());
    }
    clean_start_.push_back(at);
    for (const Cell& cell : cells) bytes_ += cell.byte;
  }

  // False when a byte was lost that nothing in the text gives back.
  bool Run() {
    while (at_ < cells_.size()) {
      if (IsInsertedComma(at_))
        line_.text += Step();
      else if (ReadsWell(at_))
        Character();
      else
        Block();
    }
    return !lost_;
  }

  DamagedLine Take() { return std::move(line_); }

 private:
  bool IsInsertedComma(size_t i) const { return cells_[i].owner < 0; }
  // True at the first byte of a clean character.
  bool StartsCharacter(size_t i) const {
    if (!cells_[i].original) return false;
    for (size_t k = i; k-- > 0;)
      if (cells_[k].original) return cells_[k].owner != cells_[i].owner;
    return true;
  }
  // The whole character stands here in one piece.
  bool ReadsWell(size_t i) const {
    if (!StartsCharacter(i)) return false;
    const size_t size = DecodeGbkStep(std::string_view(bytes_).substr(i)).size;
    return size == 1 || (cells_[i + 1].original && cells_[i + 1].owner == cells_[i].owner);
  }

  std::string Step() {
    const GbkStep step = DecodeGbkStep(std::string_view(bytes_).substr(at_));
    at_ += step.size;
    if (step.text == "?" && bytes_[at_ - 1] != '?' && bytes_[at_ - 1] != '(') lost_ = true;
    return step.text;
  }

  void Character() {
    const int owner = cells_[at_].owner;
    const auto start = static_cast<uint32_t>(line_.text.size());
    Step();
    line_.text += input_.written[owner];
    const size_t own_end = at_;
    while (at_ < cells_.size() && !cells_[at_].original && cells_[at_].owner == owner)
      line_.text += Step();
    if (at_ > own_end) ++line_.gloss_count;
    Add(at_ > own_end ? RunKind::kGlossed : RunKind::kCharacter, owner, owner, start);
  }

  void Block() {
    const auto start = static_cast<uint32_t>(line_.text.size());
    const int first = cells_[at_].owner;
    int last = first;
    do {
      const size_t before = at_;
      line_.text += Step();
      for (size_t i = before; i < at_; ++i) last = std::max(last, cells_[i].owner);
    } while (at_ < cells_.size() && !IsInsertedComma(at_) && !StartsCharacter(at_));
    ++line_.shifted_block_count;
    Add(RunKind::kShiftedBlock, first, last, start);
  }

  void Add(RunKind kind, int first, int last, uint32_t start) {
    line_.runs.push_back({kind, clean_start_[first], clean_start_[last + 1], start,
                          static_cast<uint32_t>(line_.text.size())});
  }

  const LineToDamage& input_;
  const std::vector<Cell>& cells_;
  std::vector<uint32_t> clean_start_;
  std::string bytes_;
  size_t at_ = 0;
  bool lost_ = false;
  DamagedLine line_;
};

}  // namespace

DamagedLine DamageLine(const LineToDamage& line, bool shifted_blocks) {
  std::set<size_t> banned;
  while (true) {
    const std::vector<Gloss> glosses = FindGlosses(line.cells, shifted_blocks, banned);
    const std::vector<Cell> glossed = Insert(line.cells, glosses);
    Decoder decoder(line, glossed);
    if (decoder.Run()) return decoder.Take();
    // Leave the last shift out and try again; the line without any loses nothing.
    for (size_t i = glosses.size(); i-- > 0;) {
      if (!glosses[i].straddles) continue;
      banned.insert(glosses[i].last);
      break;
    }
  }
}

}  // namespace pledge::damage
