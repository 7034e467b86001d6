#include "service/pipeline/facts/extract_facts.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "service/pipeline/facts/date.h"
#include "service/pipeline/facts/doc_number.h"
#include "service/pipeline/facts/fields.h"
#include "service/pipeline/facts/joined_text.h"
#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/facts/regions.h"
#include "service/pipeline/facts/title.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

// Bytes at the head of a text in which it says what it is.
constexpr size_t kHeadSize = 2400;

class FactsReader {
 public:
  FactsReader(std::string_view text, const SectionTree& tree) : text_(text), tree_(tree) {}

  LetterFacts Read() {
    title_ = JoinSections(text_, tree_, SectionKind::kTitle);
    for (const Section& section : tree_.sections) {
      if (IsAppendedTitle(section)) break;
      ReadSection(section);
    }
    ReadTitle();
    ReadIssuer();
    facts_.kind = Kind();
    const bool may_invite =
        facts_.kind == DocumentKind::kBoardReply || facts_.kind == DocumentKind::kReplyLetter;
    if (may_invite && !facts_.contact_phone) {
      if (const auto phone = InvitedPhone(text_)) facts_.contact_phone = Plain(*phone);
    }
    // What a reader of a message board writes is no proposal.
    if (facts_.kind == DocumentKind::kBoardReply) facts_.proposal_title.reset();
    return std::move(facts_);
  }

 private:
  std::string_view Words(ByteRange range) const { return text_.substr(range.start, range.size()); }

  static ByteRange Shift(ByteRange range, uint32_t start) {
    return {range.start + start, range.end + start};
  }

  // A fact whose value is the words themselves.
  Argument Plain(ByteRange range) const { return {range, {}, false}; }

  // A title behind the body is that of another document in the same file.
  bool IsAppendedTitle(const Section& section) {
    const bool head_over = seen_body_;
    seen_body_ |= section.kind != SectionKind::kTitle && section.kind != SectionKind::kDocNumber &&
                  section.kind != SectionKind::kCategoryMark &&
                  section.kind != SectionKind::kNote && section.kind != SectionKind::kDate &&
                  section.kind != SectionKind::kAddressee;
    return head_over && section.kind == SectionKind::kTitle && section.parent < 0;
  }

  void ReadSection(const Section& section) {
    switch (section.kind) {
      case SectionKind::kDocNumber:
        return ReadNumber(section.text);
      case SectionKind::kAddressee:
        return ReadAddressee(section.text);
      case SectionKind::kOpening:
        return ReadOpening(section.text);
      case SectionKind::kDate:
        return ReadDate(section.text);
      case SectionKind::kContact:
        // An invitation to ask names an office, not the letter's contact.
        if (ClassifyLine(Words(section.text)) == LineKind::kContact) ReadMarks(section.text);
        return;
      case SectionKind::kCategoryMark:
      case SectionKind::kNote:
        return ReadMarks(section.text);
      case SectionKind::kCc:
        for (ByteRange range : ReadCopies(Words(section.text))) {
          facts_.cc.push_back(Plain(Shift(range, section.text.start)));
        }
        return;
      case SectionKind::kAttachment:
        return ReadAttachment(section.text);
      case SectionKind::kSignature:
        if (!signature_) signature_ = section.text;
        return;
      default:
        return;
    }
  }

  void ReadNumber(ByteRange range) {
    if (facts_.document_number) return;
    std::optional<DocumentNumber> number = ParseDocumentNumber(Words(range));
    if (!number) number = FindDocumentNumber(Words(range));
    if (!number) return;
    facts_.document_number =
        Argument{Shift(number->range, range.start), number->StandardForm(), false};
    // 示教提〔2031〕9号　A类　主动公开: the marks behind the number.
    uint32_t at = range.start + number->range.end;
    while (at < range.end) {
      at += BlankPrefix(text_.substr(at, range.end - at));
      const std::string_view rest = text_.substr(at, range.end - at);
      const size_t blank = std::min({rest.find(' '), FindWord(rest, "\u3000"), rest.find(')'),
                                     FindWord(rest, "）"), rest.size()});
      const auto size = static_cast<uint32_t>(blank);
      if (size == 0) break;
      ReadMarks({at, at + size});
      at += size;
    }
  }

  void ReadAddressee(ByteRange range) {
    if (!facts_.addressees.empty()) return;
    for (ByteRange name : ReadAddressees(Words(range))) {
      facts_.addressees.push_back(Plain(Shift(name, range.start)));
    }
    addressee_ = range;
  }

  void ReadOpening(ByteRange range) {
    if (opening_) return;
    opening_ = range;
    const std::string_view words = Words(range);
    const ProposalWords found = FindSessionAndNumber(words);
    if (found.session) facts_.session = Plain(Shift(*found.session, range.start));
    if (found.proposal_number) SetProposalNumber(Shift(*found.proposal_number, range.start));
    if (const auto title = ProposalTitleInOpening(words)) {
      facts_.proposal_title = Plain(Shift(*title, range.start));
    }
    if (const auto role = HandlingRoleInText(words)) {
      facts_.handling_role = Plain(Shift(*role, range.start));
    }
    ReadSalutation(range);
  }

  // 某某委员：您提出…: a salutation without a line of its own.
  void ReadSalutation(ByteRange opening) {
    if (!facts_.addressees.empty() || addressee_) return;
    const std::string_view words = Words(opening);
    const size_t colon = FindWord(words, "：");
    const size_t mark =
        std::min({FindWord(words, "，"), FindWord(words, "。"), FindWord(words, "！")});
    if (colon == std::string_view::npos || colon > mark || colon > 150) return;
    const std::string_view head = words.substr(0, colon);
    if (Contains(head, "如下") || IsGreeting(head)) return;
    for (ByteRange name : ReadAddressees(head)) {
      facts_.addressees.push_back(Plain(Shift(name, opening.start)));
    }
  }

  // The date of signature wins over one in the head.
  void ReadDate(ByteRange range) {
    if (facts_.issue_date && (seen_signed_date_ || !seen_body_)) return;
    std::string_view words = Words(range);
    uint32_t open = 0;
    for (const std::string_view bracket : {"（", "(", "【"}) {
      if (StartsWith(words, bracket)) open = static_cast<uint32_t>(bracket.size());
    }
    const std::optional<DateMatch> date = MatchDate(words.substr(open));
    if (!date) return;
    seen_signed_date_ = seen_body_;
    const uint32_t start = range.start + open;
    facts_.issue_date = Argument{{start, start + date->size}, FormatDate(date->date), false};
  }

  void ReadMarks(ByteRange range) {
    const LineFields fields = ReadFields(Words(range));
    const auto set = [&](std::optional<Argument>& fact, const std::optional<ByteRange>& value) {
      if (!fact && value) fact = Plain(Shift(*value, range.start));
    };
    set(facts_.result_category, fields.result_category);
    set(facts_.disclosure, fields.disclosure);
    set(facts_.handling_role, fields.handling_role);
    set(facts_.signatory, fields.signatory);
    set(facts_.contact_person, fields.contact_person);
    set(facts_.contact_phone, fields.contact_phone);
  }

  // The list that names the attachments; an attachment itself has no new name.
  void ReadAttachment(ByteRange range) {
    if (!facts_.attachments.empty() || range.size() > 2000) return;
    for (ByteRange title : ReadAttachments(Words(range))) {
      facts_.attachments.push_back(Plain(Shift(title, range.start)));
    }
  }

  // 第 0617 号 → 0617.
  void SetProposalNumber(ByteRange range) {
    std::string value;
    const std::string_view words = Words(range);
    for (uint32_t at = 0; at < words.size();) {
      const Numeral digits = ReadDigits(words.substr(at));
      if (digits.size > 0) {
        std::string number = std::to_string(digits.value);
        value.append(digits.digits - std::min<size_t>(digits.digits, number.size()), '0')
            .append(number);
        at += digits.size;
        continue;
      }
      if (words[at] >= 'A' && words[at] <= 'Z') value.push_back(words[at]);
      at += CharSize(words[at]);
    }
    facts_.proposal_number = Argument{range, value, false};
  }

  void ReadTitle() {
    if (title_.words.empty()) return;
    const ByteRange whole{0, static_cast<uint32_t>(title_.words.size())};
    facts_.title = Joined(whole);
    const ProposalWords found = FindSessionAndNumber(title_.words);
    if (found.session) facts_.session = Joined(*found.session);
    if (found.proposal_number) SetProposalNumber(title_.Source(*found.proposal_number));
    if (!facts_.proposal_title) {
      if (const auto subject = ProposalTitleInTitle(title_.words))
        facts_.proposal_title = Joined(*subject);
    }
  }

  // A fact out of the title; its value leaves line breaks out.
  Argument Joined(ByteRange range) const {
    const ByteRange source = title_.Source(range);
    Argument argument = Plain(source);
    if (source.size() != range.size())
      argument.value = title_.words.substr(range.start, range.size());
    return argument;
  }

  // 恒山州林业局 in the title, signed by the whole name of the same body.
  bool SignsInFull(std::string_view name) const {
    if (!signature_ || !IsBodyName(Words(*signature_))) return false;
    const std::string_view whole = Words(*signature_);
    if (ContainsAny(whole, {" ", "\u3000"})) return false;  // 国　务　院
    if (whole.size() <= name.size() || whole.substr(0, 3) != name.substr(0, 3)) return false;
    size_t found = 0;
    for (size_t at = 0; at < whole.size() && found < name.size(); at += CharSize(whole[at])) {
      if (StartsWith(whole.substr(at), name.substr(found, CharSize(name[found]))))
        found += CharSize(name[found]);
    }
    return found >= name.size() && name.size() >= 6 &&
           EndsWith(whole, name.substr(name.size() - 3));
  }

  void ReadIssuer() {
    const auto body = IssuerInTitle(title_.words);
    if (body && !SignsInFull(title_.words.substr(body->start, body->size()))) {
      facts_.issuer = Joined(*body);
    } else if (signature_ && IsBodyName(Words(*signature_))) {
      facts_.issuer = Plain(*signature_);
    }
    if (!facts_.issuer) return;
    const std::string& value = facts_.issuer->value;
    const std::string_view name =
        value.empty() ? Words(facts_.issuer->range) : std::string_view(value);
    if (const auto region = RegionOf(name)) {
      const uint32_t start = facts_.issuer->range.start;
      const uint32_t size = std::min(region->size, facts_.issuer->range.size());
      facts_.region = Argument{{start, start + size}, region->code, false};
    }
  }

  bool Mentions(const std::optional<ByteRange>& range, std::string_view word) const {
    return range && Contains(Words(*range), word);
  }

  // 现将有关事项通知如下, 制定本方案: a policy says so at its head, with or without a title.
  bool IssuesRules() const {
    const std::string_view head = text_.substr(0, kHeadSize);
    for (const std::string_view words :
         {"通知如下", "制定本", "制订本", "特制定", "提出以下意见", "提出如下意见",
          "提出以下实施意见", "提出如下实施意见", "制定如下"}) {
      if (Contains(head, words)) return true;
    }
    return false;
  }

  // A board reply answers a reader of a page; a reply letter has a title, a number
  // or somebody with an office to answer.
  DocumentKind Kind() const {
    const std::string_view title = title_.words;
    if (!title.empty() && IsPolicyTitle(title)) return DocumentKind::kPolicy;
    for (const std::string_view word : {"答复", "复函", "批复", "回复", "的函"}) {
      if (Contains(title, word)) return DocumentKind::kReplyLetter;
    }
    for (const std::string_view word :
         {"网友", "留言", "来信", "信箱", "网民", "市民", "投诉", "来电", "您反映"}) {
      if (Mentions(opening_, word) || Mentions(addressee_, word)) return DocumentKind::kBoardReply;
    }
    for (const std::string_view word : {"收悉", "函复", "答复"}) {
      if (Mentions(opening_, word)) return DocumentKind::kReplyLetter;
    }
    if (title.empty() && IssuesRules()) return DocumentKind::kPolicy;
    for (const std::string_view word : {"提案", "建议"}) {
      if (Mentions(opening_, word)) return DocumentKind::kReplyLetter;
    }
    return DocumentKind::kOther;
  }

  std::string_view text_;
  const SectionTree& tree_;
  JoinedText title_;
  LetterFacts facts_;
  std::optional<ByteRange> signature_;
  std::optional<ByteRange> opening_;
  std::optional<ByteRange> addressee_;
  bool seen_body_ = false;
  bool seen_signed_date_ = false;
};

}  // namespace

LetterFacts ExtractFacts(const CleanText& clean, const SectionTree& tree) {
  return FactsReader(clean.text, tree).Read();
}

}  // namespace pledge::pipeline
