#include "service/pipeline/segment/closing.h"

#include <algorithm>

#include "service/pipeline/segment/labels.h"
#include "service/pipeline/text/named_words.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kCourtesy = kCueThanks | kCueFormula;
constexpr uint32_t kLabelBytes = 40;
constexpr size_t kLongestLeave = 360;     // bytes of a paragraph that only takes leave
constexpr size_t kLongestHandOver = 120;  // bytes of 以上意见，供你厅答复代表时参考。
constexpr uint32_t kLongestRest = 240;    // bytes of a sentence that may follow the thanks

class ClosingCutter {
 public:
  ClosingCutter(std::string_view text, const Scan& scan, Frame& frame)
      : text_(text), scan_(scan), frame_(frame) {}

  // Whole paragraphs of courtesy first, then the end of the paragraph before.
  void Run() {
    while (frame_.body_end > frame_.body_first) {
      const uint32_t block_first = BlockFirst();
      uint32_t start = ClosingStart(block_first, frame_.body_end);
      if (start == frame_.body_end) start = LeaveStart(block_first);
      if (start == frame_.body_end) return;
      if (IsOwnLine(block_first) &&
          (IsPrelude(block_first, start) || SumsUp(block_first) ||
           AppraisesProposal(block_first, start) || TakesOccasion(block_first, start))) {
        start = block_first;
      }
      const uint32_t thanks = EndOfContact(start, frame_.body_end);
      if (thanks > start)
        frame_.tail.push_back({SectionKind::kContact, TextOf(scan_, start, thanks)});
      frame_.tail.push_back({SectionKind::kClosing, TextOf(scan_, thanks, frame_.body_end)});
      frame_.body_end = start;
      if (start > block_first) return;
    }
  }

 private:
  // First clause of the last block of the body.
  uint32_t BlockFirst() const {
    uint32_t clause = frame_.body_end - 1;
    while (clause > frame_.body_first && !scan_.clauses[clause - 1].ends_block) --clause;
    return clause;
  }

  // Where to ask, told before the thanks: a contact of its own. `start` when the
  // courtesy begins otherwise.
  uint32_t EndOfContact(uint32_t start, uint32_t end) const {
    uint32_t at = start;
    bool contact = false;
    while (at < end) {
      const Sentence sentence = SentenceAt(scan_, at, end);
      if (sentence.Has(kCourtesy)) break;
      contact |= sentence.Has(kCueContact);
      at = sentence.end;
    }
    return contact && at < end ? at : start;
  }

  // A line that only ends in courtesy, behind at least one other line of body.
  bool IsOwnLine(uint32_t clause) const {
    return clause > frame_.body_first &&
           !MatchLabel(text_.substr(scan_.clauses[clause].start, kLabelBytes));
  }

  // One or two sentences that promise, tell and explain nothing.
  bool IsPrelude(uint32_t first, uint32_t end) const {
    constexpr uint32_t kContent =
        kCueFuture | kCuePast | kCueReason | kCueRefusal | kCueOwn | kCueLimit | kCueDenial;
    uint32_t sentences = 0;
    for (uint32_t at = first; at < end; ++sentences) {
      const Sentence sentence = SentenceAt(scan_, at, end);
      if (sentence.Has(kContent)) return false;
      at = sentence.end;
    }
    return sentences <= 2;
  }

  // 总的来看，…: the words of the whole letter, not of its last topic.
  bool SumsUp(uint32_t first) const {
    return StartsWithAny<"总的来看", "总体来看", "总之", "综上所述", "最后，">(
        text_.substr(scan_.clauses[first].start));
  }

  // 您的建议对我们很有帮助。我们将加强…。感谢…: a paragraph that takes leave, not a
  // plan. A figure or 下一步 in it is more than that.
  bool AppraisesProposal(uint32_t first, uint32_t end) const {
    if (first == end) return false;
    const Sentence sentence = SentenceAt(scan_, first, end);
    if (sentence.Has(kCuePast | kCueRefusal)) return false;
    const std::string_view words = Slice(text_, TextOf(scan_, first, sentence.end));
    if (!StartsWithAny<"您的建议", "您的提案", "您的意见", "你们的建议", "你们的提案", "贵委的提案",
                       "您提出的建议", "您提出的意见">(words)) {
      return false;
    }
    if (!ContainsAny<"很有帮助", "很有价值", "很有意义", "很有针对性", "借鉴", "启发">(words)) {
      return false;
    }
    const std::string_view all = Slice(text_, TextOf(scan_, first, end));
    return all.size() <= kLongestLeave && !ContainsAny<"下一步", "年", "月", "%">(all);
  }

  // Where the paragraph takes leave without a word of thanks; the end of the
  // body when it does not.
  uint32_t LeaveStart(uint32_t first) const {
    if (EndsLetter(first) || HandsOver(first)) return first;
    uint32_t last = first;
    for (uint32_t at = first; at < frame_.body_end;) {
      last = at;
      at = SentenceAt(scan_, at, frame_.body_end).end;
    }
    return last > first && AsksForMore(last) ? last : frame_.body_end;
  }

  // 恳请贵会一如既往地给予关注和指导！
  bool AsksForMore(uint32_t first) const {
    const Sentence sentence = SentenceAt(scan_, first, frame_.body_end);
    if (sentence.Has(kCuePast | kCueRefusal | kCueFuture)) return false;
    const std::string_view words = Slice(text_, TextOf(scan_, first, sentence.end));
    return StartsWithAny<"恳请", "恳切希望", "希望您", "希望你", "希望贵", "也希望", "诚请",
                         "诚恳希望", "敬请", "欢迎您", "欢迎继续", "请您继续", "今后您">(words) &&
           ContainsAny<"关注", "支持", "监督", "指导", "意见", "建议">(words) &&
           ContainsAny<"继续", "一如既往", "多提", "今后", "宝贵">(words);
  }

  // 以上意见，供你厅答复代表时参考。
  bool HandsOver(uint32_t first) const {
    if (first == frame_.body_first) return false;
    const Sentence sentence = SentenceAt(scan_, first, frame_.body_end);
    const std::string_view words = Slice(text_, TextOf(scan_, first, sentence.end));
    return sentence.end == frame_.body_end && words.size() <= kLongestHandOver &&
           StartsWith(words, "以上") && Contains(words, "供") && Contains(words, "参考");
  }

  // 最后，希望你们继续支持我局工作，…: a wish, without a word of thanks.
  bool EndsLetter(uint32_t first) const {
    if (first == frame_.body_first) return false;
    const Sentence sentence = SentenceAt(scan_, first, frame_.body_end);
    const std::string_view words = Slice(text_, TextOf(scan_, first, sentence.end));
    const bool wishes =
        StartsWithAny<"最后，希望您", "最后，希望你", "最后，希望贵", "最后，恳请", "最后，欢迎">(
            words);
    return wishes && sentence.end == frame_.body_end && !sentence.Has(kCuePast | kCueRefusal);
  }

  // …重要保障。我们将以办理您的建议为契机，…。感谢…: good will at large.
  bool TakesOccasion(uint32_t first, uint32_t end) const {
    uint32_t sentences = 0;
    uint32_t last = first;
    for (uint32_t at = first; at < end; ++sentences) {
      const Sentence sentence = SentenceAt(scan_, at, end);
      if (sentence.Has(kCuePast | kCueRefusal)) return false;
      last = at;
      at = sentence.end;
    }
    if (sentences == 0 || sentences > 2) return false;
    const std::string_view words = Slice(text_, TextOf(scan_, last, end));
    return Contains(words, "为契机") && ContainsAny<"建议", "提案">(words) &&
           !ContainsAny<"年", "月", "%">(words);
  }

  // Where the courtesy begins that goes on to `end`; `end` when there is none.
  uint32_t ClosingStart(uint32_t first, uint32_t end) const {
    uint32_t start = end;
    bool thanked = false;
    for (uint32_t at = first; at < end;) {
      const Sentence sentence = SentenceAt(scan_, at, end);
      if (sentence.Has(kCourtesy)) {
        if (start == end) start = at;
        thanked = true;
      } else if (Invites(sentence)) {
        if (start == end) start = at;
      } else if (!thanked || !MayFollowThanks(sentence)) {
        start = end;
        thanked = false;
      }
      at = sentence.end;
    }
    return thanked ? start : end;
  }

  // 如您还有疑问，请…: the invitation opens the sentence.
  bool Invites(const Sentence& sentence) const {
    const uint32_t end = std::min(sentence.end, sentence.first + 2);
    for (uint32_t i = sentence.first; i < end; ++i) {
      if (scan_.clauses[i].Has(kCueInvite)) return true;
    }
    return false;
  }

  bool MayFollowThanks(const Sentence& sentence) const {
    return !sentence.Has(kCuePast) &&
           TextOf(scan_, sentence.first, sentence.end).size() <= kLongestRest;
  }

  std::string_view text_;
  const Scan& scan_;
  Frame& frame_;
};

}  // namespace

void CutClosing(std::string_view text, const Scan& scan, Frame& frame) {
  ClosingCutter(text, scan, frame).Run();
}

}  // namespace pledge::pipeline
