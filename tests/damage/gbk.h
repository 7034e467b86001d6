// GBK, character by character, as the mirror site's tools see it: what they do
// with bytes and not with characters is the damage. Thread-safe after the first
// call; pure functions.
#ifndef PLEDGE_TESTS_DAMAGE_GBK_H_
#define PLEDGE_TESTS_DAMAGE_GBK_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pledge::damage {

// Splits valid UTF-8 into its characters.
std::vector<std::string_view> Characters(std::string_view utf8);

// The one or two bytes of a character, or nullopt when GBK has none.
std::optional<std::string> ToGbk(std::string_view character);

// One step of a decoder: what stands at the front of `bytes`, which is not empty.
struct GbkStep {
  std::string text;  // UTF-8, one character; "?" for what is no character
  size_t size = 0;   // bytes used, 1 or 2
};

// A lead byte with a wrong second byte gives one "?" for both: this decoder
// swallows the second byte, and with it the opening bracket of a gloss.
GbkStep DecodeGbkStep(std::string_view bytes);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_GBK_H_
