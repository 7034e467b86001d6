// A verb with one more character behind it is often a noun: 接待费, 处理单, 投诉人.
// Told by the character and by what follows it. Pure; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_NOUN_TAIL_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_NOUN_TAIL_H_

#include <cstdint>
#include <string_view>

namespace pledge::pipeline {

// Bytes of the character at the head of `rest`, the text behind a verb of two
// characters or more, that makes a noun of the verb; 0 when none does.
uint32_t NounTailSize(std::string_view rest);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_NOUN_TAIL_H_
