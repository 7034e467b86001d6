// Words at the head of a sentence that open or close a prospective scope:
// 下一步 makes what follows a plan, 近年来 ends it (guide section 2.1, rule 2).
// Segment splits paragraphs by them, the commitment rules decide tense by them.
// Pure functions over constant tables; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_OPENERS_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_OPENERS_H_

#include <cstdint>
#include <string_view>

namespace pledge::pipeline {

// What the first words of a sentence do to the scope that it stands in.
enum class ScopeChange : uint8_t {
  kNone,          // nothing: the scope goes on
  kPlan,          // 下一步, 今后: prospective to the end of the paragraph
  kSentencePlan,  // 我局将: prospective to the end of this sentence
  kPast,          // 近年来, 目前: not prospective from here on
  kAside,         // 感谢, 如您还有疑问: formula or invitation, ends any scope
};

struct Opener {
  ScopeChange change = ScopeChange::kNone;
  // Bytes from the start of the sentence to the end of the deciding words,
  // blanks, connectives and the comma behind included; 0 with kNone.
  uint32_t size = 0;
};

// The opener of `sentence` (UTF-8, begins at a sentence or clause start; may run
// on beyond its end). Blanks, an opening connective (同时， 此外，) and a short
// subject before the words are stepped over: 同时，我局下一步将…. Reads at most
// the first 120 bytes.
Opener MatchOpener(std::string_view sentence);

// True when the words are a body of the speaker's side and a future 将 (or 拟,
// 计划): 我局将加强…, 县住建局拟于…. False for 将 in the sense of 把 before a
// determiner (我局将该问题转交…). Reads at most the first 120 bytes.
bool StartsWithOwnWill(std::string_view sentence);

// True when the sentence begins with the future 将, 拟 or 计划 itself, its subject
// left out: 将由县水务局牵头…. Reads at most the first 120 bytes.
bool StartsWithBareWill(std::string_view sentence);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_OPENERS_H_
