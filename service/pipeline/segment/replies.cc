#include "service/pipeline/segment/replies.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/pipeline/facts/date.h"
#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kLongestClause = 200;  // bytes of body, date and salutation
constexpr size_t kMostReplies = 8;        // later ones stay with the last; keeps time linear
constexpr uint32_t kLongestName = 36;     // bytes of a salutation without a known word

class ReplySplitter {
 public:
  ReplySplitter(std::string_view text, const Scan& scan) : text_(text), scan_(scan) {}

  Scan Run() {
    out_.clauses.reserve(scan_.clauses.size());
    out_.blocks.reserve(scan_.blocks.size());
    bool begins_sentence = true;
    bool begins_block = true;
    for (const ScanClause& clause : scan_.clauses) {
      const std::optional<ScanClause> salutation =
          begins_sentence ? SalutationIn(clause) : std::nullopt;
      if (salutation) {
        ScanClause date = clause;
        date.end = date.next = EndOfDate(clause, *salutation);
        date.mark = ScanMark::kNone;
        date.ends_block = true;
        Add(date);
        BeginReply();
        Add(*salutation);
      } else {
        if (begins_block && GreetsBehindDate(clause)) BeginReply();
        Add(clause);
      }
      begins_sentence = clause.EndsSentence();
      begins_block = clause.ends_block;
    }
    return std::move(out_);
  }

 private:
  std::string_view Words(const ScanClause& clause) const {
    return Slice(text_, {clause.start, clause.end});
  }

  // The part of 2024年6月12日网友 that is the salutation.
  std::optional<ScanClause> SalutationIn(const ScanClause& clause) const {
    const std::string_view words = Words(clause);
    if (words.size() > kLongestClause) return std::nullopt;
    for (size_t at = FindWord(words, "日"); at != std::string_view::npos;
         at = FindWord(words, "日", at + 3)) {
      const std::string_view date = words.substr(0, at + 3);
      std::string_view rest = words.substr(at + 3);
      const uint32_t blanks = BlankPrefix(rest);
      rest.remove_prefix(blanks);
      if (!IsSalutation(rest, clause) || !FindDateAtEnd(date)) continue;
      ScanClause salutation = clause;
      salutation.start += static_cast<uint32_t>(at) + 3 + blanks;
      return salutation;
    }
    return std::nullopt;
  }

  static bool IsSalutation(std::string_view words, const ScanClause& clause) {
    for (const std::string_view head : {"网友", "网民", "您好", "你好", "尊敬的"}) {
      if (StartsWith(words, head)) return true;
    }
    return !words.empty() && words.size() <= kLongestName && clause.ends_block &&
           clause.mark == ScanMark::kColon;
  }

  uint32_t EndOfDate(const ScanClause& clause, const ScanClause& salutation) const {
    return salutation.start - BlankSuffix(Slice(text_, {clause.start, salutation.start}));
  }

  // 您好！ or 网友： on a line of its own, right behind the date of a sign-off.
  bool GreetsBehindDate(const ScanClause& clause) const {
    if (out_.clauses.empty()) return false;
    const std::string_view words = Words(clause);
    if (!IsGreeting(words) && !words.starts_with("网友")) return false;
    const ScanClause& before = out_.clauses.back();
    return before.mark == ScanMark::kNone && before.end - before.start <= kLongestClause &&
           FindDateAtEnd(Words(before)).has_value();
  }

  void BeginReply() {
    if (out_.replies.size() >= kMostReplies) return;
    out_.replies.push_back(static_cast<uint32_t>(out_.blocks.size()));
  }

  void Add(const ScanClause& clause) {
    out_.clauses.push_back(clause);
    if (!clause.ends_block) return;
    const auto end = static_cast<uint32_t>(out_.clauses.size());
    const ByteRange range{out_.clauses[first_clause_].start, clause.next};
    out_.blocks.push_back({range, first_clause_, end});
    first_clause_ = end;
  }

  const std::string_view text_;
  const Scan& scan_;
  Scan out_;
  uint32_t first_clause_ = 0;  // of the block that is being read
};

}  // namespace

void SplitReplies(std::string_view text, Scan* scan) {
  Scan split = ReplySplitter(text, *scan).Run();
  if (!split.replies.empty()) *scan = std::move(split);
}

}  // namespace pledge::pipeline
