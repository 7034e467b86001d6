#include "service/pipeline/segment/body.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/openers.h"
#include "service/pipeline/segment/heading.h"
#include "service/pipeline/segment/items.h"
#include "service/pipeline/segment/kinds.h"
#include "service/pipeline/segment/outline.h"
#include "service/pipeline/segment/plain_headings.h"
#include "service/pipeline/segment/runs.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kBlankBytes = 24;  // that may stand behind a label

// A topic that is open while its text is read.
struct OpenTopic {
  int32_t section;
  LabelClass label_class;
  HeadingForm form;
  bool decides;       // its series begins with 同意…: paragraphs of a decision
  uint32_t clause;    // that begins with its label
  uint32_t line_end;  // first clause behind the line of its label
  bool plan;          // its heading, or one above it, announces a plan
};

class BodyAdder {
 public:
  BodyAdder(std::string_view text, const Scan& scan, uint32_t first, uint32_t end, bool is_policy,
            TreeGrower& tree)
      : text_(text), scan_(scan), first_(first), end_(end), is_policy_(is_policy), tree_(tree) {}

  void Add() {
    for (const LabelMark& mark : FindLabels(text_, scan_, first_, end_)) {
      (mark.is_topic ? topics_ : items_).push_back(mark);
    }
    if (topics_.empty()) {
      topics_ = FindPlainHeadings(text_, scan_, first_, end_);
    } else {
      AddHeadingsOverLabels();
    }
    announced_ = !topics_.empty() && PlanAnnounces(topics_[0].clause);
    ReadParagraphs(first_, topics_.empty() ? end_ : topics_[0].clause);
    for (size_t i = 0; i < topics_.size(); ++i) {
      ReadTopic(topics_[i], i + 1 < topics_.size() ? &topics_[i + 1] : nullptr);
    }
    if (closing_plan_ && last_run_.end == end_) LiftClosingPlan();
  }

 private:
  // 办理情况 and 下一步打算 over series of （一）.
  void AddHeadingsOverLabels() {
    for (const LabelMark& mark : topics_) {
      if (mark.label.label_class < LabelClass::kHanBracket) return;
    }
    const auto over = FindHeadingsOverLabels(text_, scan_, first_, end_, topics_);
    const size_t labelled = topics_.size();
    topics_.insert(topics_.end(), over.begin(), over.end());
    std::inplace_merge(topics_.begin(), topics_.begin() + static_cast<std::ptrdiff_t>(labelled),
                       topics_.end(),
                       [](const LabelMark& a, const LabelMark& b) { return a.clause < b.clause; });
  }

  // Clauses from a label up to the next label of a topic.
  void ReadTopic(const LabelMark& mark, const LabelMark* next) {
    const uint32_t end = next != nullptr ? next->clause : end_;
    bool decides = mark.starts_series && BeginsWithConsent(mark);
    bool follows_paragraph = false;
    while (!open_.empty() && open_.back().label_class >= mark.label.label_class) {
      const bool is_sibling = open_.back().label_class == mark.label.label_class;
      if (is_sibling && !mark.starts_series) {
        decides |= open_.back().decides;
        follows_paragraph = open_.back().form == HeadingForm::kNone;
      }
      open_.pop_back();
    }
    const int32_t parent = open_.empty() ? -1 : open_.back().section;
    if (parent < 0) BeginTopLevel();
    const uint32_t line_end = LineEnd(mark.clause, end);
    const bool text_follows =
        line_end < end || (next != nullptr && next->label.label_class > mark.label.label_class);
    Heading heading =
        FindHeading(text_, scan_, mark.clause, line_end, mark.label.size, text_follows);
    if (IsPlainLine(mark, line_end)) {
      const uint32_t start = scan_.clauses[mark.clause].start;
      const uint32_t stop = scan_.clauses[line_end - 1].end;
      heading = {HeadingForm::kLine, {start, stop}, line_end, stop};
    }
    if (decides || (follows_paragraph && IsLongRunIn(heading, mark.clause))) heading = {};
    const int32_t index = tree_.Add(SectionKind::kTopic, parent, TextOf(scan_, mark.clause, end));
    Section& section = tree_[index];
    if (mark.label.label_class != LabelClass::kPlain) {
      section.label = {section.text.start, section.text.start + mark.label.size};
    }
    section.heading = heading.words;
    const bool introduced = IsIntroduced(mark, parent);
    section.is_announced = introduced;
    const bool plan = introduced || (!open_.empty() && open_.back().plan) ||
                      HeadingAnnouncesPlan(Slice(text_, heading.words));
    open_.push_back(
        {index, mark.label.label_class, heading.form, decides, mark.clause, line_end, plan});
    ExtendOpen(end);
    const bool whole = heading.form == HeadingForm::kNone;
    const uint32_t body = whole ? mark.clause : heading.body_clause;
    ReadParagraphs(body, end, whole ? 0 : heading.body_start);
  }

  // 建议一：…, a heading without a number that is all of its line.
  bool IsPlainLine(const LabelMark& mark, uint32_t line_end) const {
    return mark.label.label_class == LabelClass::kPlain &&
           BracketedSize(text_.substr(scan_.clauses[mark.clause].start)) == 0 &&
           SentenceAt(scan_, mark.clause, line_end).end == line_end;
  }

  // A heading of two clauses, among numbered paragraphs more likely a sentence.
  static bool IsLongRunIn(const Heading& heading, uint32_t clause) {
    return heading.form == HeadingForm::kRunIn && heading.body_clause >= clause + 2;
  }

  // 一、同意…, 一、原则同意….
  bool BeginsWithConsent(const LabelMark& mark) const {
    std::string_view words = text_.substr(scan_.clauses[mark.clause].start + mark.label.size);
    words.remove_prefix(BlankPrefix(words.substr(0, kBlankBytes)));
    return words.starts_with("同意") || words.starts_with("原则同意");
  }

  // True when the sentence before the first topic is a plan that announces a
  // list: then the topics are its items and what stands before is no overview.
  bool PlanAnnounces(uint32_t topic) const {
    if (topic == first_ || !AnnouncesList(scan_.clauses[topic - 1])) return false;
    uint32_t first = topic - 1;
    while (first > first_ && !scan_.clauses[first - 1].EndsSentence()) --first;
    const std::string_view words = Slice(text_, TextOf(scan_, first, topic));
    return MatchOpener(words).change == ScopeChange::kPlan || StartsWithOwnWill(words);
  }

  // 下一步，我局将做好以下工作： and then 一、…二、…: the plan goes on in all topics
  // of the series.
  bool IsIntroduced(const LabelMark& mark, int32_t parent) {
    if (mark.starts_series && announces_list_) introduced_ = {parent, mark.label.label_class};
    return introduced_.parent == parent && introduced_.label_class == mark.label.label_class;
  }

  // First clause behind the line that `clause` stands in.
  uint32_t LineEnd(uint32_t clause, uint32_t limit) const {
    while (clause < limit && !scan_.clauses[clause].ends_block) ++clause;
    return std::min(clause + 1, limit);
  }

  void ExtendOpen(uint32_t end) {
    for (const OpenTopic& topic : open_)
      tree_[topic.section].text.end = scan_.clauses[end - 1].next;
  }

  // Paragraphs of the innermost open topic, or of the top level. `start` moves
  // the beginning of the first one into its clause.
  void ReadParagraphs(uint32_t first, uint32_t end, uint32_t start = 0) {
    for (uint32_t at = first; at < end;) {
      const uint32_t paragraph_end = ParagraphEnd(at, end);
      ReadParagraph(at, paragraph_end, start, at == first && paragraph_end < end);
      start = 0;
      at = paragraph_end;
    }
  }

  // One line, and the lines behind it that begin with 一是, 二是.
  uint32_t ParagraphEnd(uint32_t first, uint32_t end) {
    uint32_t at = LineEnd(first, end);
    while (at < end && IsItem(at)) at = LineEnd(at, end);
    return at;
  }

  bool IsItem(uint32_t clause) const {
    const auto found = std::partition_point(
        items_.begin(), items_.end(), [&](const LabelMark& mark) { return mark.clause < clause; });
    return found != items_.end() && found->clause == clause &&
           IsInlineClass(found->label.label_class);
  }

  std::span<const LabelMark> ItemsIn(uint32_t first, uint32_t end) const {
    const auto before = [](const LabelMark& mark, uint32_t clause) { return mark.clause < clause; };
    const auto from = std::lower_bound(items_.begin(), items_.end(), first, before);
    const auto to = std::lower_bound(from, items_.end(), end, before);
    return {from, to};
  }

  // `leads`: the first of several paragraphs.
  void ReadParagraph(uint32_t first, uint32_t end, uint32_t start, bool leads) {
    const bool plan = !open_.empty() && open_.back().plan;
    std::vector<Run> runs = SplitRuns(text_, scan_, ItemsIn(first, end), first, end, plan);
    Run& lead = runs.front();
    const bool enumerates = !ItemsIn(lead.first, lead.end).empty();
    if ((leads || runs.size() > 1) && lead.kind != SectionKind::kPlan && !enumerates &&
        SetsScene(scan_, lead.first, lead.end)) {
      lead.kind = SectionKind::kBackground;
    }
    for (Run& run : runs) {
      if (is_policy_ && !IsAside(run)) run.kind = SectionKind::kPlan;
      AddRun(run, run.first == first ? start : 0);
    }
  }

  void AddRun(const Run& run, uint32_t start) {
    NoteForClosingPlan(run);
    int32_t parent = open_.empty() ? -1 : open_.back().section;
    ByteRange text = TextOf(scan_, run.first, run.end);
    if (start > text.start) {
      text.start = std::min(start, text.end);
      text.start += BlankPrefix(Slice(text_, text));
    }
    if (HasOwnSection(run) && !text.empty()) {
      parent = tree_.Add(KindAt(run), parent, text);
      last_run_section_ = parent;
    }
    AddItems(text_, scan_, ItemsIn(run.first, run.end), run.end, parent, tree_);
  }

  // The text of a numbered paragraph and of a bare heading stays in the topic
  // itself; only a plan in it is a section of its own.
  bool HasOwnSection(const Run& run) const {
    if (IsAside(run)) return open_.empty();
    if (open_.empty()) return true;
    const OpenTopic& topic = open_.back();
    if (topic.form == HeadingForm::kLine || topic.form == HeadingForm::kRunIn) return true;
    if (run.first >= topic.line_end) return true;
    const bool is_whole = topic.form == HeadingForm::kNone && run.first == topic.clause;
    return run.kind == SectionKind::kPlan && !is_whole;
  }

  static bool IsAside(const Run& run) {
    return run.kind == SectionKind::kContact || run.kind == SectionKind::kClosing;
  }

  SectionKind KindAt(const Run& run) const {
    const bool before_topics = open_.empty() && !topics_.empty() && !announced_;
    return before_topics && run.kind != SectionKind::kPlan && !IsAside(run) ? SectionKind::kOverview
                                                                            : run.kind;
  }

  // --- A plan for the whole letter behind the last topic ---

  void BeginTopLevel() {
    ++top_topics_;
    earlier_plan_ |= topic_plan_;
    topic_plan_ = false;
    topic_other_ = false;
    closing_plan_ = false;
  }

  // Keeps in mind whether the last run of a topic is a plan that stands apart.
  void NoteForClosingPlan(const Run& run) {
    last_run_ = run;
    announces_list_ = run.kind == SectionKind::kPlan && AnnouncesList(scan_.clauses[run.end - 1]);
    if (open_.empty()) return;
    const bool plan = run.kind == SectionKind::kPlan;
    const bool own_line = run.first == 0 || scan_.clauses[run.first - 1].ends_block;
    const bool apart = topic_other_ && (topic_plan_ || (own_line && !earlier_plan_));
    closing_plan_ = plan && run.has_opener && open_.size() == 1 && top_topics_ > 1 && apart;
    if (plan) topic_plan_ = true;
    if (!plan) topic_other_ = true;
  }

  // …做好以下工作： and …从三个方面加强。
  bool AnnouncesList(const ScanClause& clause) const {
    if (clause.mark == ScanMark::kColon) return true;
    const std::string_view words = Slice(text_, {clause.start, clause.end});
    return Contains(words, "以下") || Contains(words, "个方面");
  }

  void LiftClosingPlan() {
    Section& plan = tree_[last_run_section_];
    Section& topic = tree_[open_.front().section];
    topic.text.end = scan_.clauses[last_run_.first - 1].next;
    const int32_t shift = plan.level - 1;
    plan.parent = -1;
    for (int32_t i = last_run_section_; i < tree_.size(); ++i) tree_[i].level -= shift;
  }

  std::string_view text_;
  const Scan& scan_;
  uint32_t first_;
  uint32_t end_;
  bool is_policy_;
  TreeGrower& tree_;
  std::vector<LabelMark> topics_;
  std::vector<LabelMark> items_;
  std::vector<OpenTopic> open_;  // innermost last
  int top_topics_ = 0;
  bool announced_ = false;     // a plan announces the first series of topics
  bool earlier_plan_ = false;  // in a top-level topic before the current one
  bool topic_plan_ = false;    // in the current one
  bool topic_other_ = false;   // the current one holds more than a plan
  bool closing_plan_ = false;  // the last run is a plan for all topics
  struct {
    int32_t parent = -2;  // none yet
    LabelClass label_class = LabelClass::kHan;
  } introduced_;                 // the series of topics that a plan announces
  bool announces_list_ = false;  // the last run is such a plan
  Run last_run_;
  int32_t last_run_section_ = -1;
};

}  // namespace

void AddBody(std::string_view text, const Scan& scan, uint32_t first, uint32_t end, bool is_policy,
             TreeGrower& tree) {
  if (first < end) BodyAdder(text, scan, first, end, is_policy, tree).Add();
}

}  // namespace pledge::pipeline
