#include "service/pipeline/explain.h"

#include <algorithm>
#include <utility>

#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/passages.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

struct RecordPlace {
  ByteRange range;
  bool is_commitment;
  int32_t index;
};

// Records of both kinds in text order.
std::vector<RecordPlace> PlacesOf(const Extraction& extraction) {
  std::vector<RecordPlace> places;
  int32_t index = 0;
  for (const Commitment& one : extraction.commitments) places.push_back({one.range, true, index++});
  index = 0;
  for (const Achievement& one : extraction.achievements)
    places.push_back({one.range, false, index++});
  std::sort(places.begin(), places.end(), [](const RecordPlace& a, const RecordPlace& b) {
    return a.range.start < b.range.start;
  });
  return places;
}

// A letter or a digit of any script; marks and blanks are not read.
bool HoldsWords(std::string_view text) {
  for (uint32_t at = 0; at < text.size(); at += CharSize(text[at])) {
    const uint32_t point = CodePointAt(text, at);
    const bool is_ascii_word =
        point < 0x80 && (IsDigit(text[at]) || ((point | 0x20) >= 'a' && (point | 0x20) <= 'z'));
    const bool is_mark = (point >= 0x2000 && point <= 0x206F) ||
                         (point >= 0x3000 && point <= 0x303F && point != 0x3007) ||
                         (point >= 0xFF00 && point <= 0xFF0F) ||
                         (point >= 0xFF1A && point <= 0xFF20);
    if (is_ascii_word || (point >= 0x80 && !is_mark)) return true;
  }
  return false;
}

ByteRange TrimBlanks(std::string_view text, ByteRange range) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  while (!range.empty() && is_blank(text[range.end - 1])) --range.end;
  while (!range.empty() && is_blank(text[range.start])) ++range.start;
  return range;
}

class Explainer {
 public:
  Explainer(std::string_view text, const SectionTree& tree, const Extraction& extraction)
      : text_(text),
        tree_(tree),
        extraction_(extraction),
        places_(PlacesOf(extraction)),
        sections_(tree) {}

  std::vector<ExplainedSentence> Run(const std::vector<ReadPassage>& passages) {
    for (const ReadPassage& passage : passages) {
      AddFrame(passage.range.start);
      AddPassage(passage);
      at_ = std::max(at_, passage.range.end);
    }
    AddFrame(static_cast<uint32_t>(text_.size()));
    return std::move(sentences_);
  }

 private:
  // What stands between passages was never read: headings and the letter's
  // frame, a line or a section at a time.
  void AddFrame(uint32_t end) {
    while (at_ < end) {
      while (next_section_ < tree_.sections.size() &&
             tree_.sections[next_section_].text.start <= at_)
        ++next_section_;
      uint32_t stop = static_cast<uint32_t>(std::min<size_t>(text_.find('\n', at_), end));
      if (next_section_ < tree_.sections.size())
        stop = std::min(stop, tree_.sections[next_section_].text.start);
      AddUnread(TrimBlanks(text_, {at_, stop}));
      at_ = stop < end && text_[stop] == '\n' ? stop + 1 : std::max(stop, at_);
    }
  }

  void AddUnread(ByteRange range) {
    if (!HoldsWords(Cut(text_, range))) return;
    ExplainedSentence& sentence = Add(range);
    const bool is_heading = sentence.section >= 0 &&
                            HoldsProse(tree_.sections[static_cast<size_t>(sentence.section)].kind);
    ExplainedClause& clause = sentence.clauses.emplace_back();
    clause.range = range;
    clause.rule_ids.push_back(is_heading ? kGateHeading : kGateFrame);
  }

  void AddPassage(const ReadPassage& passage) {
    const std::vector<ClauseOutcome>& clauses = passage.clauses;
    size_t begin = 0;
    while (begin < clauses.size()) {
      size_t end = begin + 1;
      while (end < clauses.size() && !clauses[end].starts_sentence) ++end;
      const uint32_t start = begin == 0 ? passage.range.start : StartOf(clauses[begin]);
      const uint32_t stop = end == clauses.size() ? passage.range.end : StartOf(clauses[end]);
      ExplainedSentence& sentence = Add(TrimBlanks(text_, {start, stop}));
      for (; begin < end; ++begin) sentence.clauses.push_back(Read(clauses[begin]));
    }
  }

  static uint32_t StartOf(const ClauseOutcome& clause) {
    return clause.label.empty() ? clause.range.start : clause.label.start;
  }

  ExplainedSentence& Add(ByteRange range) {
    ExplainedSentence& sentence = sentences_.emplace_back();
    sentence.range = range;
    sentence.section = sections_.Deepest(range);
    return sentence;
  }

  ExplainedClause Read(const ClauseOutcome& outcome) {
    ExplainedClause clause;
    clause.range = outcome.range;
    clause.predicate = outcome.predicate;
    while (next_place_ < places_.size() && places_[next_place_].range.end <= outcome.range.start)
      ++next_place_;
    const bool is_inside =
        next_place_ < places_.size() && places_[next_place_].range.start < outcome.range.end;
    if (is_inside) {
      SetRecord(outcome, places_[next_place_], clause);
    } else {
      SetGates(outcome, clause);
    }
    return clause;
  }

  void SetRecord(const ClauseOutcome& outcome, const RecordPlace& place, ExplainedClause& clause) {
    clause.record = place.index;
    clause.is_commitment = place.is_commitment;
    clause.verdict = ClauseVerdict::kPart;
    if (outcome.verdict == Verdict::kCommitment) {
      clause.verdict = ClauseVerdict::kCommitment;
      clause.rule_ids = extraction_.commitments[static_cast<size_t>(place.index)].rule_ids;
    } else if (outcome.verdict == Verdict::kAchievement) {
      clause.verdict = ClauseVerdict::kAchievement;
      clause.rule_ids = outcome.rule_ids;
    }
  }

  static void SetGates(const ClauseOutcome& outcome, ExplainedClause& clause) {
    if (outcome.verdict != Verdict::kNone) {
      clause.rule_ids.push_back(kGatePointer);
      return;
    }
    if (outcome.promise_gate != nullptr) clause.rule_ids.push_back(outcome.promise_gate);
    if (outcome.report_gate != nullptr && outcome.report_gate != outcome.promise_gate)
      clause.rule_ids.push_back(outcome.report_gate);
  }

  const std::string_view text_;
  const SectionTree& tree_;
  const Extraction& extraction_;
  const std::vector<RecordPlace> places_;
  SectionFinder sections_;
  std::vector<ExplainedSentence> sentences_;
  uint32_t at_ = 0;          // first byte not yet explained
  size_t next_section_ = 0;  // first section that begins behind at_
  size_t next_place_ = 0;    // first record that ends behind the clause at hand
};

}  // namespace

std::vector<ExplainedSentence> Explain(std::string_view text, const SectionTree& tree,
                                       const Extraction& extraction,
                                       const std::vector<ReadPassage>& passages) {
  return Explainer(text, tree, extraction).Run(passages);
}

}  // namespace pledge::pipeline
