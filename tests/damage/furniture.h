// What a mirror site hangs under a letter: related links, comments, rankings,
// with invented headlines that sound like undertakings. Pure function.
#ifndef PLEDGE_TESTS_DAMAGE_FURNITURE_H_
#define PLEDGE_TESTS_DAMAGE_FURNITURE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pledge::damage {

// The lines, simplified and undamaged. One of them repeats the beginning of
// `title`, as rankings do. The same `seed` gives the same lines.
std::vector<std::string> FurnitureLines(std::string_view title, uint64_t seed);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_FURNITURE_H_
