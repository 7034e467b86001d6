#include "service/pipeline/rules/passages.h"

#include <algorithm>

#include "service/pipeline/rules/openers.h"
#include "service/pipeline/text/named_words.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

// A heading that says plan: 下一步工作打算, 有关部门下一步拟采取的措施.
bool IsPlanHeading(std::string_view heading) {
  if (MatchOpener(heading).change == ScopeChange::kPlan) return true;
  return ContainsAny<"下一步", "下步", "下阶段", "今后工作", "工作打算", "拟采取", "后续工作",
                     "工作计划", "工作思路">(heading);
}

// Bytes; a longer heading is a sentence that happens to hold the words.
constexpr uint32_t kLongestHeading = 90;

// What a heading speaks of, as bits.
constexpr uint8_t kNoTopic = 0;
constexpr uint8_t kGoal = 1;
constexpr uint8_t kCreed = 2;
constexpr uint8_t kAccount = 4;

uint8_t TopicsOf(std::string_view heading) {
  if (heading.empty() || heading.size() > kLongestHeading) return kNoTopic;
  const CharacterFilter filter(heading);
  uint8_t topics = kNoTopic;
  if (ContainsAny<"目标">(heading, filter)) topics |= kGoal;
  if (ContainsAny<"指导思想", "基本原则", "重要意义", "重大意义">(heading, filter))
    topics |= kCreed;
  if (ContainsAny<"现状", "形势", "发展基础", "存在问题", "存在的问题", "主要问题", "工作回顾",
                  "发展背景", "发展环境">(heading, filter))
    topics |= kAccount;
  return topics;
}

struct OpenSection {
  int32_t index;
  uint32_t next;  // first byte of its own text not yet given out
  bool is_plan;
};

class Cutter {
 public:
  Cutter(std::string_view text, const SectionTree& tree) : text_(text), tree_(tree) {}

  std::vector<Passage> Run() {
    for (int32_t i = 0; i < static_cast<int32_t>(tree_.sections.size()); ++i) {
      const Section& section = tree_.sections[static_cast<size_t>(i)];
      topics_.push_back(TopicsOf(text_.substr(section.heading.start, section.heading.size())));
      while (!open_.empty() && open_.back().index != section.parent) Close();
      if (section.kind == SectionKind::kInlineItem && !open_.empty()) {
        // Its text goes with the parent's; deeper sections hang on the parent.
        open_.push_back({i, section.text.end, open_.back().is_plan});
        continue;
      }
      if (!open_.empty()) Emit(open_.back(), section.text.start, section.text.end);
      open_.push_back({i, BodyStart(section), IsPlan(section)});
    }
    while (!open_.empty()) Close();
    if (tree_.sections.empty())
      EmitLines({0, static_cast<uint32_t>(text_.size())}, -1, SectionKind::kOverview, false);
    return std::move(passages_);
  }

 private:
  const Section& At(int32_t index) const { return tree_.sections[static_cast<size_t>(index)]; }

  // Behind label and heading and the mark that closes the heading.
  uint32_t BodyStart(const Section& section) const {
    uint32_t start = section.text.start;
    if (section.kind == SectionKind::kInlineItem) return start;
    start = std::max({start, section.label.end, section.heading.end});
    if (start == section.text.start) return start;
    for (const std::string_view mark : {"。", "：", "；", "，"}) {
      if (StartsWith(text_.substr(start), mark)) return start + static_cast<uint32_t>(mark.size());
    }
    return start;
  }

  bool IsPlan(const Section& section) const {
    const bool above = !open_.empty() && open_.back().is_plan;
    if (section.kind == SectionKind::kPlan) return true;
    if (section.kind == SectionKind::kTopic || section.kind == SectionKind::kOverview) {
      const std::string_view heading = text_.substr(section.heading.start, section.heading.size());
      return above || section.is_announced || IsPlanHeading(heading);
    }
    return above && section.kind == SectionKind::kInlineItem;
  }

  // Of the section's heading and of the one above it.
  uint8_t TopicsAbove(int32_t index) const {
    if (index < 0) return kNoTopic;
    const int32_t parent = At(index).parent;
    return topics_[static_cast<size_t>(index)] |
           (parent < 0 ? kNoTopic : topics_[static_cast<size_t>(parent)]);
  }

  void Close() {
    OpenSection section = open_.back();
    open_.pop_back();
    const uint32_t end = At(section.index).text.end;
    Emit(section, end, end);
  }

  void Emit(OpenSection& section, uint32_t end, uint32_t next) {
    if (section.next < end) {
      EmitLines({section.next, end}, section.index, At(section.index).kind, section.is_plan);
    }
    section.next = std::max(section.next, next);
  }

  void EmitLines(ByteRange range, int32_t section, SectionKind kind, bool is_plan) {
    if (!HoldsProse(kind)) return;
    const uint8_t topics = TopicsAbove(section);
    Passage passage{.range = {},
                    .section = section,
                    .kind = kind,
                    .is_plan = is_plan,
                    .is_goal = (topics & kGoal) != 0,
                    .is_creed = (topics & kCreed) != 0,
                    .is_account = (topics & kAccount) != 0};
    uint32_t start = range.start;
    while (start < range.end) {
      const size_t line = text_.find('\n', start);
      const uint32_t end = static_cast<uint32_t>(std::min<size_t>(line, range.end));
      passage.range = {start, end};
      if (end > start) passages_.push_back(passage);
      start = end + 1;
    }
  }

  const std::string_view text_;
  const SectionTree& tree_;
  std::vector<uint8_t> topics_;  // of the heading of each section so far
  std::vector<OpenSection> open_;
  std::vector<Passage> passages_;
};

}  // namespace

bool HoldsProse(SectionKind kind) {
  switch (kind) {
    case SectionKind::kOpening:
    case SectionKind::kOverview:
    case SectionKind::kTopic:
    case SectionKind::kBackground:
    case SectionKind::kProgress:
    case SectionKind::kPlan:
    case SectionKind::kExplanation:
    case SectionKind::kInlineItem:
    case SectionKind::kClosing:
    case SectionKind::kAttachment:
      return true;
    default:
      return false;
  }
}

std::vector<Passage> CutPassages(std::string_view text, const SectionTree& tree) {
  std::vector<Passage> passages = Cutter(text, tree).Run();
  std::sort(passages.begin(), passages.end(),
            [](const Passage& a, const Passage& b) { return a.range.start < b.range.start; });
  return passages;
}

int32_t SectionFinder::Deepest(ByteRange range) {
  const auto& sections = tree_.sections;
  while (next_ < static_cast<int32_t>(sections.size()) &&
         sections[static_cast<size_t>(next_)].text.start <= range.start) {
    ++next_;
  }
  int32_t index = next_ - 1;
  while (index >= 0 && sections[static_cast<size_t>(index)].text.end < range.end) {
    index = sections[static_cast<size_t>(index)].parent;
  }
  return index;
}

}  // namespace pledge::pipeline
