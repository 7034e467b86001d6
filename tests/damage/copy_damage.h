// What other copies of letters suffer, one function for each damage: glosses on
// simplified text, blanks, broken lines, doubled text, charsets and pages. Each
// gives UTF-8 or, where it says so, other bytes; the clean letter is the truth.
// Same input and seed, same output. Thread-safe: pure functions.
#ifndef PLEDGE_TESTS_DAMAGE_COPY_DAMAGE_H_
#define PLEDGE_TESTS_DAMAGE_COPY_DAMAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pledge::damage {

// Letters in the documented normal form, see mirror_gloss.h.

// Readings in ASCII brackets behind about `per_thousand` of a thousand
// characters that have one, with their tone or without. Nothing else changes.
absl::StatusOr<std::string> GlossSimplified(std::string_view clean, bool toned,
                                            uint32_t per_thousand, uint64_t seed);

// An ASCII comma before about two thirds of the marks. Nothing else changes.
std::string InsertCommas(std::string_view clean, uint64_t seed);

// `blanks` blanks between each two characters of a line.
std::string SpaceOut(std::string_view clean, size_t blanks);

// Lines broken at `characters` characters, paragraphs indented by two of them.
std::string WrapLines(std::string_view clean, size_t characters);

// The whole text once more, with `between` before the copy.
std::string Double(std::string_view clean, std::string_view between);

// The bytes of the text in an ICU charset ("GBK", "Big5", "UTF-16LE" …).
// INVALID_ARGUMENT when the charset lacks a character, NOT_FOUND when ICU has no
// such charset.
absl::StatusOr<std::string> Encode(std::string_view utf8, const char* charset);

// Bytes read in the wrong charset: UTF-8 again.
absl::StatusOr<std::string> Misread(std::string_view bytes, const char* charset);

// Traditional script, as a site for readers elsewhere prints it. No damage.
absl::StatusOr<std::string> InTraditional(std::string_view clean);

// A web page with menu, breadcrumb, share bar, related links, rankings and
// footer around the letter, each line of it one paragraph.
std::string WebPage(std::string_view clean, uint64_t seed);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_COPY_DAMAGE_H_
