#include "service/pipeline/facts/title.h"

#include <algorithm>
#include <initializer_list>

#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr uint32_t kHan = 3;
constexpr size_t kSessionReach = 120;  // bytes from the body's name to 次会议

using Words = std::initializer_list<std::string_view>;

// The first place of any of `words`, and which one it is.
struct Found {
  size_t at = kNone;
  std::string_view word;
  size_t end() const { return at + word.size(); }
};

Found FindFirst(std::string_view text, const Words& words, size_t from = 0) {
  Found first;
  for (const std::string_view word : words) {
    const size_t at = FindWord(text, word, from);
    if (at < first.at) first = {at, word};
  }
  return first;
}

Found FindLast(std::string_view text, const Words& words) {
  Found last;
  for (const std::string_view word : words) {
    const size_t at = text.rfind(word);
    if (at != kNone && (last.at == kNone || at + word.size() > last.end())) last = {at, word};
  }
  return last;
}

ByteRange Range(size_t start, size_t end) {
  return {static_cast<uint32_t>(start), static_cast<uint32_t>(end)};
}

// 第12号, 第 0617 号, 第BH035号 from `from` on.
std::optional<ByteRange> FindCount(std::string_view words, size_t from) {
  for (size_t at = FindWord(words, "第", from); at != kNone;
       at = FindWord(words, "第", at + kHan)) {
    size_t digits = at + kHan;
    digits += BlankPrefix(words.substr(digits));
    size_t end = digits;
    uint32_t numerals = 0;
    while (end < words.size()) {
      const Numeral numeral = ReadDigits(words.substr(end));
      if (numeral.size > 0) {
        end += numeral.size;
        numerals += numeral.digits;
      } else if (words[end] >= 'A' && words[end] <= 'Z' && numerals == 0) {
        ++end;
      } else {
        break;
      }
    }
    if (numerals == 0 || numerals > 12) continue;
    const size_t sign = end + BlankPrefix(words.substr(end));
    if (words.substr(sign).starts_with("号")) return Range(at, sign + kHan);
  }
  return std::nullopt;
}

// Back from 次会议 to where the name of the meeting begins.
size_t SessionStart(std::string_view words, size_t end) {
  const size_t reach = end > kSessionReach ? end - kSessionReach : 0;
  const std::string_view before = words.substr(reach, end - reach);
  const Found bound =
      FindLast(before, {"关于", "对于", "在", "对", "（", "，", "《", "“", "复", "您", "于", "："});
  size_t start = bound.at == kNone ? reach : reach + bound.end();
  while (start < end && (words[start] & 0xC0) == 0x80) ++start;
  return start;
}

bool Has(std::string_view text, std::string_view word) { return FindWord(text, word) != kNone; }

// Without blanks at the ends and without one pair of 《》 or “”.
ByteRange Bare(std::string_view words, size_t start, size_t end) {
  start += BlankPrefix(words.substr(start, end - start));
  end -= BlankSuffix(words.substr(start, end - start));
  const std::string_view inner = words.substr(start, end - start);
  const bool titled = inner.starts_with("《") && inner.ends_with("》");
  const bool quoted = inner.starts_with("“") && inner.ends_with("”");
  if (titled || quoted) return Range(start + kHan, end - kHan);
  return Range(start, end);
}

bool NamesProposal(std::string_view text) {
  return Has(text, "提案") || Has(text, "建议") || Has(text, "议案");
}

struct Enclosed {
  size_t open = kNone;  // of the opening mark
  size_t close = kNone;
};

// The next 《…》 or “…” from `from` on.
Enclosed NextEnclosed(std::string_view text, size_t from) {
  const Found open = FindFirst(text, {"《", "“"}, from);
  if (open.at == kNone) return {};
  const size_t close = text.find(open.word == "《" ? "》" : "”", open.at);
  return close == kNone ? Enclosed{} : Enclosed{open.at, close};
}

// 《X》 or “X” that is a proposal: somebody put it, or its kind follows.
std::optional<ByteRange> MarkedTitle(std::string_view opening) {
  for (Enclosed next = NextEnclosed(opening, 0); next.open != kNone;
       next = NextEnclosed(opening, next.close)) {
    const std::string_view before = opening.substr(0, next.open);
    const std::string_view after = opening.substr(next.close + kHan);
    bool put = false;
    for (const std::string_view word : {"提出的", "所提", "提交的", "提出"}) {
      put |= EndsWith(before, word);
    }
    put |= (before.ends_with("您") || before.ends_with("您的")) && NamesProposal(opening);
    const size_t sentence = FindFirst(after, {"，", "。", "收悉"}).at;
    const bool named = NamesProposal(after.substr(0, std::min(sentence, after.size())));
    const bool request = Has(opening.substr(next.open, next.close - next.open), "请示");
    if ((put || named) && !request) return Bare(opening, next.open, next.close + kHan);
  }
  return std::nullopt;
}

}  // namespace

ProposalWords FindSessionAndNumber(std::string_view words) {
  ProposalWords found;
  size_t from = 0;
  if (const size_t meeting = FindWord(words, "次会议"); meeting != kNone) {
    const size_t end = meeting + 3 * kHan;
    const size_t start = SessionStart(words, meeting);
    const std::string_view name = words.substr(start, end - start);
    if (Has(name, "届") || Has(name, "政协") || Has(name, "人大")) {
      found.session = Range(start, end);
      from = end;
    }
  }
  const bool proposal = found.session || NamesProposal(words);
  if (proposal) found.proposal_number = FindCount(words, from);
  return found;
}

std::optional<ByteRange> IssuerInTitle(std::string_view title) {
  size_t end = FindWord(title, "关于");
  const Found answers = FindFirst(
      title, {"对政协", "对十", "对全国", "对省", "对市", "对县", "对区", "对第", "对您", "答复"});
  end = std::min(end, answers.at);
  if (end == kNone || end == 0) return std::nullopt;
  const ByteRange body = Bare(title, 0, end);
  if (!IsBodyName(title.substr(body.start, body.size()))) return std::nullopt;
  return body;
}

std::optional<ByteRange> ProposalTitleInTitle(std::string_view title) {
  const size_t about = FindWord(title, "关于");
  if (about == kNone || FindCount(title, 0) || Has(title, "次会议")) return std::nullopt;
  const size_t start = about + 2 * kHan;
  const Found end = FindFirst(title,
                              {"建议的复函", "建议的答复", "提案的复函", "提案的答复", "议案的复函",
                               "议案的答复", "建议答复", "提案答复"},
                              start);
  if (end.at == kNone || end.at == start) return std::nullopt;
  size_t last = end.at;
  if (title.substr(0, last).ends_with("的")) last -= kHan;
  return last > start ? std::optional(Bare(title, start, last)) : std::nullopt;
}

std::optional<ByteRange> ProposalTitleInOpening(std::string_view opening) {
  const Found put =
      FindFirst(opening, {"提出的关于", "提出关于", "所提关于", "提交的关于", "所提出的关于",
                          "您关于", "您对关于", "代表关于", "委员关于"});
  if (put.at != kNone) {
    const size_t start = put.end();
    const Found end = FindFirst(
        opening,
        {"的提案", "的建议", "的议案", "提案", "建议收悉", "建议（", "议案", "的意见", "，", "。"},
        start);
    const bool proposal = end.at != kNone && end.word != "，" && end.word != "。";
    if (proposal && end.at > start) return Bare(opening, start, end.at);
  }
  return MarkedTitle(opening);
}

}  // namespace pledge::pipeline
