// Words for the enums of the pipeline, as the annotation guide writes them.
// Index 0 is no value. Constants and a pure function.
#ifndef PLEDGE_TESTS_GOLDEN_NAMES_H_
#define PLEDGE_TESTS_GOLDEN_NAMES_H_

#include <array>
#include <cstddef>
#include <string>

namespace pledge::golden {

inline constexpr std::array kSectionKinds = {
    "?",           "title",       "doc_number", "addressee",     "opening",
    "overview",    "topic",       "background", "progress",      "plan",
    "explanation", "inline_item", "closing",    "signature",     "date",
    "contact",     "cc",          "attachment", "category_mark", "note",
    "furniture"};
inline constexpr std::array kTypes = {"?", "action", "outcome", "refusal", "referral", "stance"};
inline constexpr std::array kStrengths = {"?", "explore", "support", "intent", "firm"};
inline constexpr std::array kPolarities = {"?", "affirm", "refuse"};
inline constexpr std::array kVerifiabilities = {"?", "low", "medium", "high"};
inline constexpr std::array kRoles = {"?", "with", "support", "guide", "coordinate"};
inline constexpr std::array kComparators = {"?",      "eq",    "ge",    "gt",       "le", "lt",
                                            "approx", "delta", "ratio", "multiple", "all"};
inline constexpr std::array kConditions = {"?", "if", "when", "subject_to", "reason"};
inline constexpr std::array kStatuses = {"?", "completed", "ongoing", "status"};
inline constexpr std::array kDocumentKinds = {"?", "reply_letter", "policy", "board_reply",
                                              "other"};
inline constexpr std::array kRepairs = {
    "none",    "gloss",     "inserted_mark", "shifted_block", "script", "mark_form",
    "spacing", "duplicate", "furniture",     "invalid_bytes", "markup"};

template <size_t kSize, typename Enum>
std::string Name(const std::array<const char*, kSize>& names, Enum value) {
  const auto index = static_cast<size_t>(value);
  return index < kSize ? names[index] : "?";
}

}  // namespace pledge::golden

#endif  // PLEDGE_TESTS_GOLDEN_NAMES_H_
