#include "service/pipeline/segment/runs.h"

#include <algorithm>

#include "service/pipeline/rules/openers.h"
#include "service/pipeline/segment/kinds.h"
#include "service/pipeline/text/named_words.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kLongestTime = 45;  // bytes of 2026年至2028年
constexpr uint32_t kMostLeads = 2;   // clauses before 我局将 that only lead to it
constexpr uint32_t kReach = 160;     // bytes of a sentence that an opener can stand in

class RunSplitter {
 public:
  RunSplitter(std::string_view text, const Scan& scan, std::span<const LabelMark> marks,
              uint32_t first, uint32_t end)
      : text_(text), scan_(scan), marks_(marks), first_(first), end_(end) {}

  std::vector<Run> Split(bool plan) {
    const Sentence opening = SentenceAt(scan_, first_, end_);
    plan = plan && !(opening.Has(kCueRefusal | kCueGround) && EndsPlan(opening));
    Begin(first_, plan ? State::kPlan : State::kOpen, false);
    for (uint32_t at = first_; at < end_;) {
      const Sentence sentence = SentenceAt(scan_, at, end_);
      if (!InsideItems(at)) Turn(sentence, plan);
      TurnInside(sentence);
      at = sentence.end;
    }
    Close(end_);
    return std::move(runs_);
  }

 private:
  enum class State : uint8_t {
    kOpen,  // decided by the cues of the whole run
    kPlan,
    kAside,
  };

  // True when `clause` lies behind the first and not behind the last label of a
  // series of items.
  bool InsideItems(uint32_t clause) {
    while (mark_ < marks_.size() && marks_[mark_].clause <= clause) {
      if (marks_[mark_].starts_series) items_end_ = std::max(items_end_, SeriesEnd(mark_));
      ++mark_;
    }
    return clause <= items_end_ && items_end_ > 0 && mark_ > 0 && clause > marks_[0].clause;
  }

  // Clause of the last label of the series that label `index` starts.
  uint32_t SeriesEnd(size_t index) const {
    uint32_t last = marks_[index].clause;
    for (size_t i = index + 1; i < marks_.size(); ++i) {
      if (marks_[i].label.label_class != marks_[index].label.label_class) continue;
      if (marks_[i].starts_series) break;
      last = marks_[i].clause;
    }
    return last;
  }

  void Turn(const Sentence& sentence, bool plan_heading) {
    const uint32_t start = scan_.clauses[sentence.first].start;
    const Opener opener = MatchOpener(text_.substr(start, kReach));
    switch (opener.change) {
      case ScopeChange::kPlan:
        if (state_ != State::kPlan) Begin(sentence.first, State::kPlan, true);
        return;
      case ScopeChange::kPast:
        if (state_ != State::kOpen && !plan_heading) Begin(sentence.first, State::kOpen, false);
        if (sentence.first == start_) tells_past_ = true;
        return;
      case ScopeChange::kAside: {
        // Thanks in the middle of an account do not end it.
        const bool leads = sentence.first == start_ && sentence.Has(kCueInvite);
        if (leads || state_ == State::kPlan) Begin(sentence.first, State::kAside, false);
        return;
      }
      case ScopeChange::kSentencePlan:
      case ScopeChange::kNone:
        if (state_ == State::kPlan && !plan_heading && EndsPlan(sentence)) {
          Begin(sentence.first, State::kOpen, false);
        }
        if (state_ == State::kAside) Begin(sentence.first, State::kOpen, false);
        if (state_ == State::kOpen && !FollowsHeadline(sentence) && TurnsForGood(sentence)) {
          Begin(sentence.first, State::kPlan, false);
        }
        return;
    }
  }

  // A plan may open behind a comma: …已完工，下一步将….
  void TurnInside(const Sentence& sentence) {
    for (uint32_t i = sentence.first + 1; i < sentence.end && state_ == State::kOpen; ++i) {
      if (!scan_.clauses[i].Has(kCueFuture) || InsideItems(i)) continue;
      const std::string_view words = text_.substr(scan_.clauses[i].start, kReach);
      if (words.starts_with("对") || words.starts_with("在") || words.starts_with("关于")) continue;
      if (words.starts_with("今后") && !PromisesLater(scan_.clauses[i])) continue;
      if (MatchOpener(words).change == ScopeChange::kPlan) Begin(i, State::kPlan, true);
    }
  }

  // 今后 alone tells for how long a rule holds: …，今后仍由市级负责.
  bool PromisesLater(const ScanClause& clause) const {
    const std::string_view words = Slice(text_, {clause.start, clause.end});
    for (const std::string_view will : {"将", "拟", "计划", "要", "我"}) {
      if (Contains(words, will)) return true;
    }
    return false;
  }

  bool EndsPlan(const Sentence& sentence) const {
    const bool explains =
        sentence.Has(kCueGround | kCueRefusal) && !sentence.Has(kCueFuture | kCueEffort);
    return explains || TellsWhatIsDone(sentence) ||
           TakesUpSuggestion(text_, scan_.clauses[sentence.first]);
  }

  // The last clause, or most of them, say that something is done, and none that
  // it will be.
  bool TellsWhatIsDone(const Sentence& sentence) const {
    if (sentence.Has(kCueFuture) || !sentence.Has(kCueDone)) return false;
    uint32_t done = 0;
    for (uint32_t i = sentence.first; i < sentence.end; ++i) done += scan_.clauses[i].Has(kCueDone);
    return scan_.clauses[sentence.end - 1].Has(kCueDone) ||
           2 * done >= sentence.end - sentence.first;
  }

  // 我们将 and the like, when all that follows in the paragraph goes on so.
  bool TurnsForGood(const Sentence& sentence) {
    if (!HasOwnWill(sentence)) return false;
    if (turn_known_until_ > sentence.first) return false;
    for (uint32_t at = sentence.end; at < end_;) {
      const Sentence next = SentenceAt(scan_, at, end_);
      if (EndsPlan(next) || next.Has(kCueRefusal)) {
        turn_known_until_ = at;  // no earlier sentence can turn for good
        return false;
      }
      at = next.end;
    }
    return true;
  }

  // The speaker's side and its 将 open the sentence, or follow what they answer:
  // 对于您提出的建议，我们将…. Behind a condition they are part of the explanation.
  bool HasOwnWill(const Sentence& sentence) const {
    if (StartsLater(sentence)) return true;
    if (!sentence.Has(kCueFuture)) return false;
    uint32_t clause = sentence.first;
    const uint32_t last = std::min(sentence.end - 1, sentence.first + kMostLeads);
    while (clause < last && (LeadsToWill(scan_.clauses[clause]) ||
                             TakesUpSuggestion(text_, scan_.clauses[clause]))) {
      ++clause;
    }
    const std::string_view words = text_.substr(scan_.clauses[clause].start, kReach);
    return StartsWithOwnWill(words) || StartsWithBareWill(words) ||
           (!sentence.Has(kCueDone | kCueRefusal) && WillsLater(clause));
  }

  // 今年10月将举办…, 后面还将继续…: a time to come and the will behind it.
  bool WillsLater(uint32_t clause) const {
    std::string_view words = Slice(text_, {scan_.clauses[clause].start, scan_.clauses[clause].end});
    if (!StartsWithAny<"今年", "明年", "后年", "年内", "后面", "后续", "近期", "届时", "下半年",
                       "今秋", "今冬", "明春">(words)) {
      return false;
    }
    words = words.substr(0, kLongestTime);
    size_t at = FindWord(words, "将");
    if (at == std::string_view::npos) return false;
    return StartsWithBareWill(words.substr(at));
  }

  // 机具方面，我部将… 为了方便群众，我局将… 近期，我局将…: the field, the purpose or the
  // time of what is promised, or who says so: 省财政厅表示，将….
  bool LeadsToWill(const ScanClause& clause) const {
    if (clause.mark != ScanMark::kComma && clause.mark != ScanMark::kColon) return false;
    if (clause.Has(kCuePast | kCueRefusal)) return false;
    const std::string_view words = Slice(text_, {clause.start, clause.end});
    for (const std::string_view head : {"为", "但", "结合", "围绕", "针对", "考虑到"}) {
      if (StartsWith(words, head)) return true;
    }
    for (const std::string_view end : {"方面", "表示", "反馈", "基础上", "同时"}) {
      if (EndsWith(words, end)) return true;
    }
    if (words.size() > kLongestTime) return false;
    if (words == "近期" || words == "同时" || words == "此外" || words == "另外") return true;
    for (const std::string_view end : {"年", "月", "起", "开始", "期间", "前", "底", "内"}) {
      if (EndsWith(words, end)) return true;
    }
    return false;
  }

  // 从明年起，… 从今年下半年开始，…: a time to come needs no 将.
  bool StartsLater(const Sentence& sentence) const {
    const ScanClause& clause = scan_.clauses[sentence.first];
    if (sentence.Has(kCuePast | kCueRefusal) || sentence.end - sentence.first < 2) return false;
    const std::string_view words = Slice(text_, {clause.start, clause.end});
    if (!EndsWith(words, "起") && !EndsWith(words, "开始")) return false;
    for (const std::string_view time :
         {"从明年", "从后年", "从今年下半年", "从下半年", "从下月", "从下个月", "从下学期",
          "从本月", "从本学期", "自明年", "自下月", "明年", "今秋", "今冬", "明春"}) {
      if (StartsWith(words, time)) return true;
    }
    return false;
  }

  // 三是加强监测。市水务局将…: what follows the headline of an item is its text.
  bool FollowsHeadline(const Sentence& sentence) const {
    return mark_ > 0 && marks_[mark_ - 1].clause + 1 == sentence.first;
  }

  void Begin(uint32_t clause, State state, bool has_opener) {
    Close(clause);
    start_ = clause;
    state_ = state;
    has_opener_ = has_opener;
    tells_past_ = false;
  }

  void Close(uint32_t end) {
    if (end == start_ || end <= first_) return;
    SectionKind kind = SectionKind::kPlan;
    if (state_ == State::kOpen) kind = KindOf(text_, scan_, start_, end);
    // 经查 or 目前 at the head: an account, whatever it forecasts.
    if (tells_past_ && state_ == State::kOpen && kind == SectionKind::kPlan) {
      kind = SectionKind::kProgress;
    }
    if (state_ == State::kAside) kind = AsideKind(end);
    runs_.push_back({start_, end, kind, has_opener_});
  }

  // Where to ask, or mere courtesy.
  SectionKind AsideKind(uint32_t end) const {
    for (uint32_t i = start_; i < end; ++i) {
      if (scan_.clauses[i].Has(kCueContact)) return SectionKind::kContact;
    }
    return SectionKind::kClosing;
  }

  std::string_view text_;
  const Scan& scan_;
  std::span<const LabelMark> marks_;
  uint32_t first_;
  uint32_t end_;
  size_t mark_ = 0;         // labels read so far
  uint32_t items_end_ = 0;  // last label of the series that were begun
  uint32_t turn_known_until_ = 0;
  uint32_t start_ = 0;  // of the current run
  State state_ = State::kOpen;
  bool has_opener_ = false;
  bool tells_past_ = false;  // the run begins with 经查, 近年来
  std::vector<Run> runs_;
};

}  // namespace

std::vector<Run> SplitRuns(std::string_view text, const Scan& scan,
                           std::span<const LabelMark> marks, uint32_t first, uint32_t end,
                           bool plan) {
  return RunSplitter(text, scan, marks, first, end).Split(plan);
}

}  // namespace pledge::pipeline
