#include "service/pipeline/segment/outline.h"

#include <array>
#include <optional>

namespace pledge::pipeline {
namespace {

constexpr size_t kClasses = static_cast<size_t>(LabelClass::kFirstly) + 1;
constexpr uint32_t kLabelBytes = 40;
constexpr int32_t kLargestGap = 3;  // labels that may be missing in a series of lines

struct Candidate {
  uint32_t clause = 0;
  Label label;
  bool at_line = false;                      // opens a block, or the body
  uint32_t block = 0;                        // counted from the start of the body
  ScanMark before = ScanMark::kNone;         // what ends the clause before
  const Candidate* next_of_class = nullptr;  // in the text behind it
};

struct Series {
  LabelClass label_class;
  int32_t ordinal;
  bool is_topic;
  uint32_t block;  // of its last label
};

class LabelFinder {
 public:
  LabelFinder(std::string_view text, const Scan& scan, uint32_t first, uint32_t end)
      : text_(text), scan_(scan), first_(first), end_(end) {}

  std::vector<LabelMark> Run() {
    Collect();
    LinkClasses();
    for (const Candidate& candidate : candidates_) Decide(candidate);
    return std::move(marks_);
  }

 private:
  void Collect() {
    uint32_t block = 0;
    for (uint32_t i = first_; i < end_; ++i) {
      if (i > first_ && scan_.clauses[i - 1].ends_block) ++block;
      const std::optional<Label> label =
          MatchLabel(text_.substr(scan_.clauses[i].start, kLabelBytes));
      if (!label) continue;
      const bool at_line = i == first_ || scan_.clauses[i - 1].ends_block;
      Candidate candidate{i, *label, at_line, block};
      if (!candidate.at_line) candidate.before = scan_.clauses[i - 1].mark;
      candidates_.push_back(candidate);
    }
  }

  void LinkClasses() {
    std::array<const Candidate*, kClasses> next{};
    for (size_t i = candidates_.size(); i-- > 0;) {
      const size_t c = static_cast<size_t>(candidates_[i].label.label_class);
      candidates_[i].next_of_class = next[c];
      next[c] = &candidates_[i];
    }
  }

  void Decide(const Candidate& candidate) {
    if (candidate.block != block_) DropLineItems();
    block_ = candidate.block;
    if (Continues(candidate)) return;
    if (StartsSeries(candidate)) Start(candidate);
  }

  // Items under labels of topics (（1） inside a paragraph) end with their line.
  void DropLineItems() {
    while (!open_.empty() && !open_.back().is_topic && !IsInlineClass(open_.back().label_class)) {
      open_.pop_back();
    }
  }

  // Goes on with the innermost open series of the class, if the count allows.
  bool Continues(const Candidate& candidate) {
    for (size_t depth = open_.size(); depth-- > 0;) {
      Series& series = open_[depth];
      if (series.label_class != candidate.label.label_class) continue;
      if (!Follows(series, candidate)) return false;
      series.ordinal = candidate.label.ordinal;
      open_.resize(depth + 1);
      Mark(candidate, open_[depth].is_topic, false);
      return true;
    }
    return false;
  }

  static bool Follows(const Series& series, const Candidate& candidate) {
    const int32_t step = candidate.label.ordinal - series.ordinal;
    if (step == 1)
      return !series.is_topic || candidate.at_line || candidate.before != ScanMark::kComma;
    if (series.label_class == LabelClass::kFirstly) return step > 0;
    return candidate.at_line && step > 1 && step <= kLargestGap;
  }

  bool StartsSeries(const Candidate& candidate) const {
    const Candidate* next = candidate.next_of_class;
    if (candidate.label.ordinal == 1) {
      const bool has_second = next != nullptr && next->label.ordinal == 2;
      const bool inline_class = IsInlineClass(candidate.label.label_class);
      if (candidate.label.label_class == LabelClass::kFirstly) {
        return next != nullptr && next->label.ordinal > 1;
      }
      return has_second || (candidate.at_line && !inline_class);
    }
    // Policies count through: 4. under 二、 where 一、 ended with 3.
    const size_t c = static_cast<size_t>(candidate.label.label_class);
    if (candidate.at_line && last_of_class_[c] > 0 &&
        candidate.label.ordinal == last_of_class_[c] + 1) {
      return true;
    }
    // An excerpt may begin in the middle of a series of lines.
    return candidate.at_line && open_.empty() && next != nullptr &&
           next->label.ordinal == candidate.label.ordinal + 1 &&
           !IsInlineClass(candidate.label.label_class);
  }

  void Start(const Candidate& candidate) {
    const LabelClass label_class = candidate.label.label_class;
    const bool is_topic = OpensTopics(candidate);
    if (is_topic) {
      CloseFrom([&](const Series& series) {
        return !series.is_topic || series.label_class >= label_class;
      });
    } else {
      CloseFrom([&](const Series& series) { return series.label_class == label_class; });
    }
    open_.push_back({label_class, candidate.label.ordinal, is_topic, candidate.block});
    Mark(candidate, is_topic, true);
  }

  // Closes the outermost series that `is_over` holds for, and all inside it.
  template <typename Predicate>
  void CloseFrom(Predicate is_over) {
    size_t depth = 0;
    while (depth < open_.size() && !is_over(open_[depth])) ++depth;
    open_.resize(depth);
  }

  bool OpensTopics(const Candidate& candidate) const {
    if (IsInlineClass(candidate.label.label_class)) return false;
    if (InsideItem(candidate)) return false;
    const Candidate* second = candidate.next_of_class;
    const bool listed =
        second != nullptr && second->label.ordinal == candidate.label.ordinal + 1 &&
        !second->at_line &&
        (second->before == ScanMark::kSemicolon || second->before == ScanMark::kComma);
    if (listed) return false;
    if (candidate.at_line || candidate.label.label_class <= LabelClass::kHan) return true;
    return UnderInlineTopic(candidate);
  }

  // A line that begins with 一、 is no part of the items of the line before.
  bool InsideItem(const Candidate& candidate) const {
    return !open_.empty() && !open_.back().is_topic && open_.back().block == candidate.block;
  }

  // （一） below 一、 in the same unbroken line is a topic like it; behind a colon
  // it is a list of its paragraph.
  bool UnderInlineTopic(const Candidate& candidate) const {
    if (candidate.before == ScanMark::kColon || candidate.before == ScanMark::kComma ||
        candidate.before == ScanMark::kSemicolon) {
      return false;
    }
    return !open_.empty() && open_.back().is_topic &&
           open_.back().label_class < candidate.label.label_class &&
           open_.back().block == candidate.block;
  }

  void Mark(const Candidate& candidate, bool is_topic, bool starts_series) {
    open_.back().block = candidate.block;
    if (is_topic)
      last_of_class_[static_cast<size_t>(candidate.label.label_class)] = candidate.label.ordinal;
    marks_.push_back({candidate.clause, candidate.label, is_topic, starts_series,
                      static_cast<uint32_t>(open_.size()) - 1});
  }

  std::string_view text_;
  const Scan& scan_;
  uint32_t first_;
  uint32_t end_;
  uint32_t block_ = 0;  // of the last candidate
  std::vector<Candidate> candidates_;
  std::vector<Series> open_;                       // innermost last
  std::array<int32_t, kClasses> last_of_class_{};  // of the topics so far; 0 is none
  std::vector<LabelMark> marks_;
};

}  // namespace

std::vector<LabelMark> FindLabels(std::string_view text, const Scan& scan, uint32_t first,
                                  uint32_t end) {
  return LabelFinder(text, scan, first, end).Run();
}

}  // namespace pledge::pipeline
