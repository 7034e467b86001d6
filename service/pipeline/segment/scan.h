// First half of segmenting: cuts a cleaned text into blocks (lines, or pieces of
// a line between wide blanks) and clauses, with the cue words that each clause
// holds. One pass; quoted text, titles in 《》 and brackets count as one word.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_SCAN_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_SCAN_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// What ends a clause.
enum class ScanMark : uint8_t {
  kComma,      // ，
  kSemicolon,  // ；
  kColon,      // ：
  kStop,       // 。！？, also before a closing quotation mark
  kNone,       // nothing: the block ends, or a label （一） begins
};

// Cue words of a clause, as bits.
enum ClauseCue : uint32_t {
  kCueFuture = 1u << 0,     // 将 拟 计划 力争
  kCuePast = 1u << 1,       // 已 截至 建成
  kCueReason = 1u << 2,     // 由于 按照…规定 暂不 无法
  kCueRefusal = 1u << 3,    // 不予 暂不 不宜
  kCueHistory = 1u << 4,    // 国家 总书记 历史上
  kCueState = 1u << 5,      // 位于 属于 总面积
  kCueEffort = 1u << 6,     // 推进 开展 加强: tense by context
  kCueOwn = 1u << 7,        // 我们 我局 我市
  kCueReceipt = 1u << 8,    // 收悉 获悉
  kCueAsFollows = 1u << 9,  // 如下
  kCueThanks = 1u << 10,    // 感谢 谢谢
  kCueFormula = 1u << 11,   // 特此函复 此复
  kCueContact = 1u << 12,   // 联系电话 联系人
  kCueInvite = 1u << 13,    // 如您还有 欢迎您
  kCueAdvice = 1u << 14,    // 请您 建议您
  kCueDone = 1u << 15,      // 已 曾 正在: tells what is done, with kCuePast
  kCueLimit = 1u << 16,     // 缺乏 滞后 困难
  kCueThird = 1u << 17,     // 企业 协会: not the speaker's side
  kCueGround = 1u << 18,    // 由于 规定: with kCueReason, and more than 按照
  kCueFinding = 1u << 19,   // 经核实 目前: with kCuePast, frames an account but is no act
  kCueDenial = 1u << 20,    // 并非 无权 从未: says what is not so, or binds nobody
};

struct ScanClause {
  uint32_t start = 0;  // first character, blanks before it left out
  uint32_t end = 0;    // behind the last word, before the mark
  uint32_t next = 0;   // behind the mark and the closing quotation marks after it
  ScanMark mark = ScanMark::kNone;
  bool ends_block = false;
  uint32_t cues = 0;

  bool Has(uint32_t any_of) const { return (cues & any_of) != 0; }
  bool EndsSentence() const { return mark == ScanMark::kStop || ends_block; }
};

// Clauses up to a full stop or the end of the block, half-open.
struct Sentence {
  uint32_t first = 0;
  uint32_t end = 0;
  uint32_t cues = 0;  // of all its clauses

  bool Has(uint32_t any_of) const { return (cues & any_of) != 0; }
};

struct Block {
  ByteRange text;  // without blanks at the ends
  uint32_t first_clause = 0;
  uint32_t end_clause = 0;  // half-open
};

struct Scan {
  std::vector<ScanClause> clauses;
  std::vector<Block> blocks;  // none is empty
  // Blocks that begin one more reply, ascending; set by SplitReplies.
  std::vector<uint32_t> replies;
};

Scan ScanText(std::string_view text);

// The sentence that begins with clause `first`; it ends at `limit` at the latest.
Sentence SentenceAt(const Scan& scan, uint32_t first, uint32_t limit);

// From the first character of the first clause to behind the mark of the last.
inline ByteRange TextOf(const Scan& scan, uint32_t first, uint32_t end) {
  return {scan.clauses[first].start, scan.clauses[end - 1].next};
}

inline std::string_view Slice(std::string_view text, ByteRange range) {
  return text.substr(range.start, range.size());
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_SCAN_H_
