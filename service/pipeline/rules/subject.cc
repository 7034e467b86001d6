#include "service/pipeline/rules/subject.h"

#include "service/pipeline/rules/word_match.h"
#include "service/pipeline/rules/word_scanner.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kLongestGap = 24;  // bytes of unknown text inside a name
constexpr uint32_t kLongestName = 96;

constexpr WordMask kName = kSelf | kBodyEnd | kAreaEnd | kThird | kSuperior | kYou;
constexpr WordMask kNeverInName = kFuture | kPlan | kStrive | kEnsure | kPerfect | kPresent |
                                  kRefusal | kNegation | kModal | kExhort | kFormula | kIf | kWhen |
                                  kReason | kPurpose | kCopula | kOf | kToward | kDone;

// A word inside a name that belongs to an agency: 管理 in 城市管理局.
bool IsAgencyRoot(const WordCursor& cursor, uint32_t i) {
  const Word& word = cursor.word(i);
  if (!word.Is(kAgencyRoot)) return false;
  // 监督管理局: roots in a row, and a suffix at the end.
  uint32_t end = word.end;
  for (++i; i < cursor.last() && cursor.word(i).start == end; ++i) {
    if (cursor.word(i).Is(kSuffix)) return true;
    if (!cursor.word(i).Is(kAgencyRoot | kAnd)) return false;
    end = cursor.word(i).end;
  }
  return false;
}

// 改造 in 棚户区改造有限公司: a verb that is part of a company's name.
bool IsInCompanyName(const WordCursor& cursor, uint32_t i) {
  const Word& word = cursor.word(i);
  if (!word.Is(kNominal) || i + 1 >= cursor.last()) return false;
  const Word& next = cursor.word(i + 1);
  return next.start == word.end && next.Is(kThird | kSuffix);
}

// Behind a whole name only an agency's goes on (机构编制部门); 建设单位组织施工方 are two.
bool IsInLongerName(const WordCursor& cursor, uint32_t i, uint32_t name_end) {
  if (!IsInCompanyName(cursor, i)) return false;
  return name_end != cursor.word(i).start || cursor.word(i + 1).Is(kSuffix);
}

enum class Step { kStop, kPass, kName };

Step StepOver(const WordCursor& cursor, uint32_t i, bool has_name, uint32_t name_end) {
  const Word& word = cursor.word(i);
  // 会 in 规划分局会将 is the modal: the name before it is whole.
  const bool is_will = word.Is(kFuture) && has_name && name_end == word.start;
  if (is_will) return Step::kStop;
  if (word.Is(kName)) return Step::kName;
  if (word.Is(kAnd)) {
    const bool joins = (has_name && name_end == word.start) ||
                       (i > cursor.index() && cursor.word(i - 1).Is(kAgencyRoot));
    return joins ? Step::kPass : Step::kStop;
  }
  if (word.Is(kNeverInName)) return Step::kStop;
  if (IsAgencyRoot(cursor, i) || IsInCompanyName(cursor, i)) return Step::kPass;
  if (word.Is(kVerb | kAdverb | kPreposition | kConnective)) return Step::kStop;
  return Step::kPass;
}

// 物业服务覆盖率提高到…: the noun-like verb behind the name belongs to a longer noun
// when a predicate with a figure follows.
bool IsPartOfName(const WordCursor& cursor, const Word& word) {
  // 住户安置问题将…: the verb only tells which matter it is.
  const Word matter = cursor.WordAt(word.end);
  if (matter.Is(kThing | kFixture) && cursor.WordAt(matter.end).Is(kFuture | kPlan | kPerfect))
    return true;
  for (uint32_t i = cursor.IndexAt(word.end); i < cursor.last(); ++i) {
    const Word& later = cursor.word(i);
    if (later.Is(kAnd | kOf | kPreposition) && !later.Is(kVerb)) return false;
    if (later.Is(kOutcome) && later.end < cursor.end() && !later.Is(kNominal)) return true;
  }
  return false;
}

// 景园小区14栋: the number belongs to the place.
bool NumbersPart(std::string_view rest) {
  size_t at = 0;
  while (at < rest.size() && IsDigit(rest[at])) ++at;
  return StartsWithAny<"栋", "号", "幢", "座", "期", "层", "单元", "室", "组">(rest.substr(at));
}

bool BeginsPredicate(const WordCursor& cursor, uint32_t at) {
  if (at >= cursor.end()) return true;
  const Word next = cursor.WordAt(at);
  if (next.Is(kNominal) && IsPartOfName(cursor, next)) return false;
  if (next.classes != 0) return CanFollowSubject(next);
  return IsDigit(cursor.text()[at]) && !NumbersPart(cursor.text().substr(at, cursor.end() - at));
}

// 我局 + noun (我局工作人员将…): the name runs on to the next predicate word.
uint32_t ExtendSelf(const WordCursor& cursor, uint32_t end) {
  for (uint32_t i = cursor.IndexAt(end); i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.start > end + kLongestGap) break;
    if (CanFollowSubject(word)) return word.start;
  }
  return end;
}

bool EndsAsThing(const WordCursor& cursor, uint32_t end) {
  for (uint32_t i = cursor.index(); i < cursor.last() && cursor.word(i).end <= end; ++i) {
    if (cursor.word(i).end == end) return cursor.word(i).Is(kThing) && !cursor.word(i).Is(kName);
  }
  return false;
}

// A name of a body ends before a predicate, not before more of a noun: 企业 in
// 企业开展培训, not in 企业技术水平.
bool EndsName(const WordCursor& cursor, uint32_t at) {
  if (at >= cursor.end()) return true;
  const Word next = cursor.WordAt(at);
  if (next.classes != 0) return CanFollowSubject(next);
  const std::string_view rest = cursor.text().substr(at, cursor.end() - at);
  return IsDigit(rest[0]) || rest.starts_with("“") || rest.starts_with("等") ||
         rest.starts_with("《");
}

// 有关部门和建设单位: the first of several names tells the side.
SubjectKind Joined(const Subject& before, const Word& word) {
  const bool is_list = before.kind == SubjectKind::kSelf || before.kind == SubjectKind::kBody;
  return is_list && before.range.end + 12 >= word.start && word.Is(kThird) ? before.kind
                                                                           : KindOf(word);
}

// 市场监管、公安等部门: each of the listed names, without the summing-up.
std::vector<ByteRange> SplitDepartments(const WordCursor& cursor,
                                        const std::vector<ByteRange>& bodies) {
  std::vector<ByteRange> split;
  for (const ByteRange& body : bodies) {
    const std::string_view name = cursor.Text(body);
    const size_t and_so_on = FindWord(name, "等");
    const bool sums_up = and_so_on != name.npos && and_so_on > 0 &&
                         (name.ends_with("部门") || name.ends_with("单位"));
    if (!sums_up) {
      split.push_back(body);
      continue;
    }
    uint32_t begin = body.start;
    const uint32_t end = body.start + static_cast<uint32_t>(and_so_on);
    while (begin < end) {
      const size_t mark = FindWord(cursor.Text({begin, end}), "、");
      const uint32_t stop =
          mark == std::string_view::npos ? end : begin + static_cast<uint32_t>(mark);
      if (stop > begin) split.push_back({begin, stop});
      begin = stop + 3;
    }
  }
  return split;
}

}  // namespace

SubjectKind KindOf(const Word& word) {
  if (word.Is(kSelf)) return SubjectKind::kSelf;
  if (word.Is(kYou)) return SubjectKind::kYou;
  if (word.Is(kThird)) return SubjectKind::kThird;
  if (word.Is(kSuperior)) return SubjectKind::kSuperior;
  if (word.Is(kBodyEnd)) return SubjectKind::kBody;
  if (word.Is(kAreaEnd)) return SubjectKind::kArea;
  if (word.Is(kThing)) return SubjectKind::kThing;
  return SubjectKind::kNone;
}

bool CanFollowSubject(const Word& word) {
  return word.Is(kVerb | kAdverb | kPreposition | kFuture | kPlan | kStrive | kEnsure | kPerfect |
                 kPresent | kRefusal | kNegation | kModal | kCopula | kTimeWord | kOpening |
                 kEffect | kConnective | kIf | kWhen | kReason | kExhort | kFormula);
}

Subject MatchSubject(const WordCursor& cursor) {
  Subject best;
  bool is_joint = false;
  uint32_t previous = cursor.at();
  for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.start > previous + kLongestGap || word.end > cursor.at() + kLongestName) break;
    const bool has_name = best.kind != SubjectKind::kNone;
    const Step step = StepOver(cursor, i, has_name, best.range.end);
    // 组织专家评估: the first word is what the clause does.
    if (step == Step::kStop || (i == cursor.index() && word.Is(kVerb) && word.start == cursor.at()))
      break;
    // 您 is nobody's first part: 您所反映, 你市 is the reader.
    if (best.kind == SubjectKind::kYou) {
      if (word.Is(kAreaEnd) && word.start == best.range.end) best.range.end = word.end;
      break;
    }
    // 报我厅备案: what stands before is no part of the name.
    if (word.Is(kSelf) && !has_name && word.start > cursor.at() &&
        (word.start == cursor.at() + 3 ||
         StartsWithAny<"该", "此", "上述", "这">(cursor.Rest())))  // 该问题我局
      return {};
    // 我局和市公安局: the writer speaks for both.
    is_joint = is_joint || (word.Is(kAnd) && best.kind == SubjectKind::kSelf);
    if (step == Step::kName) {
      const bool is_we = is_joint && word.Is(kBodyEnd | kAreaEnd);
      best = {is_we ? SubjectKind::kSelf : Joined(best, word), {cursor.at(), word.end}};
    }
    previous = word.end;
  }
  if (best.kind == SubjectKind::kNone) return best;
  // 同意临澜市…: who is allowed to act.
  if (cursor.Text(best.range).starts_with("同意") && best.range.size() > 12) best.range.start += 6;
  if (BeginsPredicate(cursor, best.range.end)) return best;
  if (best.kind != SubjectKind::kSelf) return {};
  const uint32_t end = ExtendSelf(cursor, best.range.end);
  // 我镇沿线安置问题将…: not we but the matter is the subject.
  if (end == best.range.end || EndsAsThing(cursor, end)) return {};
  best.range.end = end;
  return best;
}

namespace {

// 具备 in 具备资质的医院: a verb inside what is said of the bodies named next.
bool IsInAttributeOfGroup(const WordCursor& cursor, uint32_t i) {
  for (++i; i + 1 < cursor.last(); ++i) {
    if (!cursor.word(i).Is(kOf)) continue;
    const Word& next = cursor.word(i + 1);
    return next.start == cursor.word(i).end && next.Is(kBodyEnd | kAreaEnd | kThird | kGroup);
  }
  return false;
}

}  // namespace

std::vector<ByteRange> NamesAtHead(std::string_view text, ByteRange range) {
  std::vector<Word> words = WordScanner::Default().Scan(text.substr(range.start, range.size()));
  for (Word& word : words) {
    word.start += range.start;
    word.end += range.start;
  }
  Clause clause;
  clause.range = range;
  clause.word_count = static_cast<uint32_t>(words.size());
  const std::vector<ByteRange> none;
  const WordCursor cursor(text, clause, words, none);

  std::vector<ByteRange> names;
  uint32_t begin = range.start;
  uint32_t end = 0;  // of the name so far; 0 when none
  for (uint32_t i = 0; i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.Is(kOf)) {
      // A limiting attribute is dropped: 具备资质的医院.
      names.clear();
      begin = word.end;
      end = 0;
    } else if (word.Is(kSelf | kBodyEnd | kAreaEnd | kThird | kGroup) &&
               !(word.Is(kVerb) && end == word.start)) {  // 组织 behind a name is a verb
      end = word.end + (text.substr(word.end).starts_with("）") ? 3 : 0);
    } else if (word.Is(kAnd) && end == word.start) {
      names.push_back({begin, end});
      begin = word.end;
      end = 0;
    } else if (word.Is(kVerb | kAdverb | kPreposition | kTimeWord | kFuture) && !word.Is(kAnd) &&
               !IsAgencyRoot(cursor, i) && !IsInLongerName(cursor, i, end) &&
               !(end == 0 && IsInAttributeOfGroup(cursor, i))) {
      break;
    }
  }
  if (end > begin && EndsName(cursor, end)) names.push_back({begin, end});
  return names;
}

std::vector<ByteRange> NameAtTail(std::string_view text, ByteRange range) {
  const std::vector<Word> words =
      WordScanner::Default().Scan(text.substr(range.start, range.size()));
  const bool is_name = !words.empty() && words.back().end == range.size() &&
                       words.back().Is(kBodyEnd | kThird | kGroup);
  if (!is_name) return {};
  return {{range.start + words.back().start, range.start + words.back().end}};
}

namespace {

// 教育、住建等部门: the end of a list that names bodies by their fields; 0 when none is here.
uint32_t FieldListEnd(const WordCursor& cursor) {
  constexpr size_t kLongestField = 24;  // bytes
  constexpr size_t kLongestList = 120;
  const std::string_view rest = cursor.Rest().substr(0, kLongestList);
  const size_t and_so_on = FindWord(rest, "等");
  if (and_so_on == rest.npos || and_so_on == 0) return 0;
  size_t end = and_so_on + 3;
  for (const std::string_view which : {"有关", "相关", "多个", "职能", "市直", "省直"}) {
    if (StartsWith(rest.substr(end), which)) end += which.size();
  }
  if (!StartsWithAny<"部门", "单位">(rest.substr(end))) return 0;
  std::string_view list = rest.substr(0, and_so_on);
  while (!list.empty()) {
    const size_t mark = std::min(FindWord(list, "、"), list.size());
    const std::string_view field = list.substr(0, mark);
    if (field.empty() || field.size() > kLongestField || ContainsAny<"的", "将", "对">(field))
      return 0;
    list.remove_prefix(std::min(mark + 3, list.size()));
  }
  return cursor.at() + static_cast<uint32_t>(end) + 6;
}

}  // namespace

std::vector<ByteRange> MatchBodies(const WordCursor& cursor, bool with_groups, uint32_t* end) {
  const WordMask names = with_groups ? kName | kGroup : kName;
  std::vector<ByteRange> found;
  if (cursor.Here().Is(kYou)) return found;
  if (const uint32_t list = FieldListEnd(cursor); list > 0) {
    *end = list;
    return SplitDepartments(cursor, {{cursor.at(), list}});
  }
  uint32_t begin = cursor.at();
  uint32_t previous = begin;
  uint32_t name_end = 0;
  *end = begin;
  const auto close = [&] {
    if (name_end > begin) found.push_back({begin, name_end});
    if (name_end > begin) *end = name_end;
  };
  for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.start > previous + kLongestGap) break;
    if (word.Is(kOf) && with_groups && name_end == 0) {
      // A limiting attribute is dropped: 具备资质的医院.
      begin = previous = word.end;
      continue;
    }
    if (word.Is(names)) {
      name_end = word.end;
    } else if (word.Is(kAnd) && name_end == word.start && name_end > 0) {
      close();
      begin = word.end;
      name_end = 0;
    } else if (StepOver(cursor, i, name_end > 0, name_end) == Step::kStop) {
      break;
    }
    previous = word.end;
  }
  close();
  return SplitDepartments(cursor, found);
}

}  // namespace pledge::pipeline
