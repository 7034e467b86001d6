// Which characters a mirror site glosses, and how: a small table of common
// characters in traditional script with their reading. Thread-safe: constants.
#ifndef PLEDGE_TESTS_DAMAGE_READINGS_H_
#define PLEDGE_TESTS_DAMAGE_READINGS_H_

#include <string_view>

namespace pledge::damage {

// The tone-marked syllable of a character (UTF-8, one character), or an empty
// view when the character gets no gloss.
std::string_view ReadingOf(std::string_view character);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_READINGS_H_
