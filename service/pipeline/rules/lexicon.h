// Words of government prose with what they do in a sentence: verbs by how far
// they bind, cues of tense, prepositions, names of bodies. The words stand in
// lexicon_verbs.cc, lexicon_cues.cc and lexicon_names.cc as lists by class; a word
// may stand in several. Those of lexicon_compounds.cc are in no class, known only
// so that a cue inside them is not taken for one (将 in 将军, 要 in 重要).
// Immutable after construction; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_LEXICON_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_LEXICON_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace pledge::pipeline {

using WordMask = uint64_t;

constexpr WordMask Bit(int n) { return WordMask{1} << n; }

// Verbs, by how far they bind (guide section 6).
constexpr WordMask kTelic = Bit(0);    // 制定: a finished act
constexpr WordMask kDegree = Bit(1);   // 加强: a direction
constexpr WordMask kSupport = Bit(2);  // 支持: others act
constexpr WordMask kExplore = Bit(3);  // 研究: may come to nothing
// What else is known of a verb.
constexpr WordMask kOutcome = Bit(4);     // 形成: a state is reached (section 4)
constexpr WordMask kStance = Bit(5);      // 坚持: an attitude
constexpr WordMask kReferral = Bit(6);    // 反映: passed on
constexpr WordMask kDeliver = Bit(7);     // 出台: leaves a thing that can be found
constexpr WordMask kRecord = Bit(8);      // 约谈: an act with a date in a file
constexpr WordMask kLight = Bit(9);       // 予以: the noun behind it is the act
constexpr WordMask kEffect = Bit(10);     // 有利于: tells of an effect
constexpr WordMask kMeans = Bit(11);      // 利用 X + verb: the later verb is the act
constexpr WordMask kGuide = Bit(12);      // 督促 X + verb: X acts
constexpr WordMask kAdverbial = Bit(13);  // 加快 + verb: an adverb there
constexpr WordMask kNominal = Bit(14);    // 建设: as often a noun
constexpr WordMask kReport = Bit(15);     // 提出: what follows is somebody's words
constexpr WordMask kPlacing = Bit(16);    // 将 X 纳入 Y: verbs that 将 = 把 goes with
// Adverbs.
constexpr WordMask kIntentAdverb = Bit(17);   // 进一步
constexpr WordMask kExploreAdverb = Bit(18);  // 适时
constexpr WordMask kFirmAdverb = Bit(19);     // 坚决
constexpr WordMask kPlainAdverb = Bit(20);    // 及时
// Tense and mood.
constexpr WordMask kFuture = Bit(21);    // 将, 会, 要
constexpr WordMask kPlan = Bit(22);      // 拟, 计划: an intent for the whole sentence
constexpr WordMask kStrive = Bit(23);    // 争取, 预计: an intent for the clause
constexpr WordMask kEnsure = Bit(24);    // 确保
constexpr WordMask kPerfect = Bit(25);   // 已
constexpr WordMask kPresent = Bit(26);   // 正在
constexpr WordMask kRefusal = Bit(27);   // 暂不
constexpr WordMask kNegation = Bit(28);  // 未, 没有
constexpr WordMask kModal = Bit(29);     // 可, 应: no undertaking
// Prepositions and connectives.
constexpr WordMask kBy = Bit(30);          // 按照, 以: means and basis
constexpr WordMask kToward = Bit(31);      // 对于: what is acted on
constexpr WordMask kWith = Bit(32);        // 会同
constexpr WordMask kPlace = Bit(33);       // 在, 于, 从, 向: other prepositions
constexpr WordMask kIf = Bit(34);          // 如
constexpr WordMask kWhen = Bit(35);        // 待
constexpr WordMask kReason = Bit(36);      // 由于
constexpr WordMask kPurpose = Bit(37);     // 以便
constexpr WordMask kConnective = Bit(38);  // 同时
constexpr WordMask kCloser = Bit(39);      // 等方式: ends a phrase of means
constexpr WordMask kOf = Bit(40);          // 的
constexpr WordMask kAnd = Bit(41);         // 和
constexpr WordMask kExhort = Bit(42);      // 希望
constexpr WordMask kFormula = Bit(43);     // 收悉
// Names.
constexpr WordMask kSelf = Bit(44);        // 我们
constexpr WordMask kBodyEnd = Bit(45);     // 局, 部门
constexpr WordMask kAreaEnd = Bit(46);     // 市, 街道
constexpr WordMask kThird = Bit(47);       // 企业, 业主: not the speaker's side
constexpr WordMask kGroup = Bit(48);       // 学校, 农户: may be helped to act
constexpr WordMask kSuperior = Bit(49);    // 国家, 总书记
constexpr WordMask kAgencyRoot = Bit(50);  // 管理 in 管理局
constexpr WordMask kThing = Bit(51);       // 项目, 工程: a subject of outcomes
constexpr WordMask kFixture = Bit(52);     // 机制, 方案, 平台: a named deliverable
constexpr WordMask kTimeWord = Bit(53);    // 今年, 年底
constexpr WordMask kCopula = Bit(54);      // 是, 为
constexpr WordMask kTotal = Bit(55);       // 所有
constexpr WordMask kFuzzy = Bit(56);       // 一批
constexpr WordMask kDone = Bit(57);        // 了, 完毕
constexpr WordMask kOpening = Bit(58);     // 下一步
constexpr WordMask kYou = Bit(59);         // 您
constexpr WordMask kSuffix = Bit(61);      // 局: ends the name of an agency, no name alone
constexpr WordMask kAffair = Bit(60);      // 培训: verbal noun after a light verb

constexpr WordMask kVerb = kTelic | kDegree | kSupport | kExplore | kOutcome | kStance | kReferral |
                           kDeliver | kRecord | kLight | kEffect | kPlacing | kReport;
constexpr WordMask kAdverb = kIntentAdverb | kExploreAdverb | kFirmAdverb | kPlainAdverb;
constexpr WordMask kPreposition = kBy | kToward | kWith | kPlace;

// One known word at its place in a text, as a half-open byte range.
struct Word {
  uint32_t start = 0;
  uint32_t end = 0;
  WordMask classes = 0;

  bool Is(WordMask any_of) const { return (classes & any_of) != 0; }
};

// Words separated by single spaces, all of the given classes.
struct WordList {
  WordMask classes;
  std::string_view words;
};

// The four files of lists.
std::vector<WordList> VerbLists();
std::vector<WordList> CueLists();
std::vector<WordList> NameLists();
std::vector<WordList> CompoundLists();

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_LEXICON_H_
