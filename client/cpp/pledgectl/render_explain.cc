#include "client/cpp/pledgectl/render_explain.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/analyze_call.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "client/cpp/pledgectl/words.h"

namespace pledge::cli {
namespace {

using Response = v1::AnalyzeDocumentResponse;

// "c01  ", then the strength; the words begin behind both.
constexpr int kIdWidth = 5;
constexpr int kMarkWidth = 14;
constexpr int kIndent = kIdWidth + kMarkWidth;
constexpr int kMinTextWidth = 20;

// Our own labels in Chinese, by the English ones.
std::string Label(const std::string& english, Language language) {
  static const auto& chinese = *new std::map<std::string, std::string>{
      {"firm", "确定"},
      {"intent", "力争"},
      {"support", "支持"},
      {"explore", "探索"},
      {"refusal", "不予"},
      {"stance", "表态"},
      {"action", "行动"},
      {"outcome", "成效"},
      {"referral", "转报"},
      {"hard to check", "难核查"},
      {"checkable", "可核查"},
      {"easy to check", "易核查"},
      {"completed", "已完成"},
      {"ongoing", "在办"},
      {"state", "状态"},
      {"no record", "未计入"},
      {"heading", "标题"},
      {"frame", "格式"},
      {"due", "期限"},
      {"bytes", "字节"},
      {"verb", "谓语"},
      {"actor", "主体"},
      {"strength cue", "力度依据"},
      {"future cue", "将来标志"},
      {"commitments", "条承诺"},
      {"achievements", "项已做"},
      {"sentences without a record", "句未计入"},
      {"title", "标题"},
      {"number", "文号"},
      {"addressee", "收信人"},
      {"opening", "开头"},
      {"overview", "概述"},
      {"topic", "主题"},
      {"background", "背景"},
      {"progress", "进展"},
      {"plan", "计划"},
      {"explanation", "说明"},
      {"item", "分项"},
      {"closing", "结尾"},
      {"signature", "落款"},
      {"date", "日期"},
      {"contact", "联系"},
      {"cc", "抄送"},
      {"attachment", "附件"},
      {"mark", "类别"},
      {"note", "附注"},
  };
  if (language != Language::kChinese) return english;
  const auto found = chinese.find(english);
  return found == chinese.end() ? english : found->second;
}

std::string CheckWord(v1::Verifiability verifiability) {
  switch (verifiability) {
    case v1::VERIFIABILITY_LOW:
      return "hard to check";
    case v1::VERIFIABILITY_MEDIUM:
      return "checkable";
    case v1::VERIFIABILITY_HIGH:
      return "easy to check";
    default:
      return Word(verifiability);
  }
}

bool HasRecord(const v1::SentenceReading& sentence) {
  return std::any_of(sentence.clauses().begin(), sentence.clauses().end(),
                     [](const v1::ClauseReading& clause) { return !clause.record().empty(); });
}

class Renderer {
 public:
  Renderer(const Response& response, const RuleWords& words, Language language,
           const Layout& layout)
      : response_(response), words_(words), language_(language), layout_(layout) {
    for (const v1::Section& one : response.sections()) sections_[one.name()] = &one;
    for (const v1::Commitment& one : response.commitments()) commitments_[one.name()] = &one;
    for (const v1::Achievement& one : response.achievements()) achievements_[one.name()] = &one;
  }

  std::string Run(const std::string& name) {
    out_ = RenderHead(HeadOf(name, response_.facts()), Counts(), layout_);
    out_ += AnalysisNotes(response_.analysis(), layout_);
    std::string_view last;
    for (const v1::SentenceReading& sentence : response_.sentences()) {
      if (sentence.section() != last) AddSection(sentence.section());
      last = sentence.section();
      AddSentence(sentence);
    }
    return std::move(out_);
  }

 private:
  std::string Word(const std::string& english) const { return Label(english, language_); }

  std::string Counts() const {
    const auto without =
        std::count_if(response_.sentences().begin(), response_.sentences().end(),
                      [](const v1::SentenceReading& sentence) { return !HasRecord(sentence); });
    return absl::StrCat(response_.commitments_size(), " ", Word("commitments"), ", ",
                        response_.achievements_size(), " ", Word("achievements"), ", ", without,
                        " ", Word("sentences without a record"));
  }

  void AddSection(const std::string& name) {
    const auto found = sections_.find(name);
    if (found == sections_.end()) return;
    const v1::Section& section = *found->second;
    const std::string head =
        absl::StrCat(client::LastId(name), "  ", Word(cli::Word(section.kind())));
    const std::string heading = Escape(section.heading_number() + section.heading());
    const int room = std::max(kMinTextWidth, layout_.width - CellWidth(head) - 2);
    absl::StrAppend(&out_, "\n", Paint(Escape(head), Ink::kDim, layout_.color));
    if (!heading.empty()) {
      absl::StrAppend(&out_, "  ",
                      Paint(Cut(heading, room, layout_.ellipsis()), Ink::kBold, layout_.color));
    }
    out_ += "\n";
  }

  void AddSentence(const v1::SentenceReading& sentence) {
    if (!HasRecord(sentence)) return AddWithout(sentence);
    for (const v1::ClauseReading& clause : sentence.clauses()) {
      if (clause.verdict() == v1::CLAUSE_VERDICT_COMMITMENT) {
        const auto found = commitments_.find(clause.record());
        if (found != commitments_.end()) AddCommitment(*found->second, clause);
      } else if (clause.verdict() == v1::CLAUSE_VERDICT_ACHIEVEMENT) {
        const auto found = achievements_.find(clause.record());
        if (found != achievements_.end()) AddAchievement(*found->second, clause);
      }
    }
  }

  void AddCommitment(const v1::Commitment& commitment, const v1::ClauseReading& clause) {
    const StrengthMark mark = MarkOf(commitment);
    AddEntry(client::LastId(commitment.name()), mark.meter + " " + Word(mark.word), mark.ink,
             commitment.text(), Ink::kPlain);
    std::vector<std::string> facts = {Word(cli::Word(commitment.type())),
                                      Word(CheckWord(commitment.verifiability()))};
    const std::string due = DueText(commitment.deadline());
    if (due != "-") facts.push_back(Word("due") + " " + due);
    const std::string actor = ValueOf(commitment.actor());
    if (!actor.empty()) facts.push_back(Word("actor") + " " + actor);
    AddDetail(absl::StrJoin(facts, "; "), Ink::kDim);
    AddPlace(commitment.provenance(), clause, commitment.strength_cue().text(),
             commitment.future_cue().text());
    AddRules(clause, "");
  }

  void AddAchievement(const v1::Achievement& achievement, const v1::ClauseReading& clause) {
    const std::string status = absl::AsciiStrToLower(
        absl::StripPrefix(v1::AchievementStatus_Name(achievement.status()), "ACHIEVEMENT_STATUS_"));
    AddEntry(client::LastId(achievement.name()), Word(status), Ink::kDim, achievement.text(),
             Ink::kPlain);
    AddPlace(achievement.provenance(), clause, "", "");
    AddRules(clause, "");
  }

  void AddPlace(const v1::Provenance& provenance, const v1::ClauseReading& clause,
                const std::string& strength_cue, const std::string& future_cue) {
    std::vector<std::string> parts = {absl::StrCat(Word("bytes"), " ", SourceBytes(provenance))};
    if (clause.has_predicate()) parts.push_back(Word("verb") + " " + clause.predicate().text());
    if (!strength_cue.empty()) parts.push_back(Word("strength cue") + " " + strength_cue);
    if (!future_cue.empty()) parts.push_back(Word("future cue") + " " + future_cue);
    AddDetail(absl::StrJoin(parts, "; "), Ink::kDim);
  }

  void AddWithout(const v1::SentenceReading& sentence) {
    const v1::ClauseReading& first = sentence.clauses(0);
    const std::string gate = first.rule_ids().empty() ? "" : first.rule_ids(0);
    // A heading and the letter's frame are told by their label alone.
    for (const char* plain : {"heading", "frame"}) {
      if (gate != std::string("gate.") + plain) continue;
      if (IsHeadOf(sentence)) return;  // stands above already
      return AddEntry("--", Word(plain), Ink::kDim, sentence.text(), Ink::kDim);
    }
    AddEntry("--", Word("no record"), Ink::kDim, sentence.text(), Ink::kPlain);
    const bool is_single = sentence.clauses_size() == 1;
    for (const v1::ClauseReading& clause : sentence.clauses()) {
      if (!is_single) AddDetail(ClauseLead(clause), Ink::kDim);
      AddRules(clause, is_single ? "" : "  ");
    }
  }

  // The line is the label and heading of its own section.
  bool IsHeadOf(const v1::SentenceReading& sentence) const {
    const auto found = sections_.find(sentence.section());
    return found != sections_.end() &&
           found->second->heading_number() + found->second->heading() == sentence.text();
  }

  std::string ClauseLead(const v1::ClauseReading& clause) const {
    if (!clause.has_predicate()) return clause.text();
    return absl::StrCat(clause.text(), "  (", Word("verb"), " ", clause.predicate().text(), ")");
  }

  void AddRules(const v1::ClauseReading& clause, const std::string& lead) {
    for (const std::string& id : clause.rule_ids()) {
      const std::string words = WordsOf(words_, id, language_);
      AddDetail(absl::StrCat(lead, id, words.empty() ? "" : ": ", words), Ink::kPlain,
                lead.size() + 2);
    }
  }

  // One entry: id, mark and words, wrapped under themselves.
  void AddEntry(const std::string& id, const std::string& mark, Ink ink, const std::string& text,
                Ink text_ink) {
    const std::string padding(static_cast<size_t>(std::max(1, kMarkWidth - CellWidth(mark))), ' ');
    std::string lead = Paint(PadRight(Escape(id), kIdWidth), Ink::kDim, layout_.color) +
                       Paint(mark, ink, layout_.color) + padding;
    const std::string escaped = Escape(text);
    const std::string blank(kIndent, ' ');
    for (std::string_view line : Wrap(escaped, std::max(kMinTextWidth, layout_.width - kIndent))) {
      absl::StrAppend(&out_, std::exchange(lead, blank), Paint(line, text_ink, layout_.color),
                      "\n");
    }
  }

  // A line under the words; what does not fit goes on `hang` cells further in.
  void AddDetail(const std::string& detail, Ink ink, size_t hang = 0) {
    const std::string escaped = Escape(detail);
    const int width = std::max(kMinTextWidth, layout_.width - kIndent - static_cast<int>(hang));
    std::string lead(kIndent, ' ');
    for (std::string_view line : Wrap(escaped, width)) {
      absl::StrAppend(&out_, lead, Paint(line, ink, layout_.color), "\n");
      lead = std::string(kIndent + hang, ' ');
    }
  }

  const Response& response_;
  const RuleWords& words_;
  const Language language_;
  const Layout& layout_;
  std::map<std::string, const v1::Section*> sections_;
  std::map<std::string, const v1::Commitment*> commitments_;
  std::map<std::string, const v1::Achievement*> achievements_;
  std::string out_;
};

}  // namespace

std::string RenderExplanation(const std::string& name, const Response& response,
                              const RuleWords& words, Language language, const Layout& layout) {
  return Renderer(response, words, language, layout).Run(name);
}

std::string ExplanationLines(const std::string& file, const Response& response) {
  std::string out;
  for (const v1::SentenceReading& sentence : response.sentences()) {
    for (const v1::ClauseReading& clause : sentence.clauses()) {
      const std::vector<std::string> fields = {
          EscapeField(file),
          std::string(
              absl::StripPrefix(v1::ClauseVerdict_Name(clause.verdict()), "CLAUSE_VERDICT_")),
          EscapeField(client::LastId(clause.record())),
          EscapeField(client::LastId(sentence.section())),
          SourceBytes(clause.provenance()),
          EscapeField(absl::StrJoin(clause.rule_ids(), ",")),
          EscapeField(clause.predicate().text()),
          EscapeField(clause.text()),
      };
      absl::StrAppend(&out, absl::StrJoin(fields, "\t"), "\n");
    }
  }
  return out;
}

}  // namespace pledge::cli
