// Achievements as people read them on a terminal, and as lines for programs.
// Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_ACHIEVEMENTS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_ACHIEVEMENTS_H_

#include <string>
#include <vector>

#include "client/cpp/pledgectl/layout.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "pledge/v1/commitment.pb.h"

namespace pledge::cli {

// The achievements of one letter: its head, a row of column names when
// `with_columns`, and each with its status, words, figures and named documents.
// Words are wrapped, never cut.
std::string RenderAchievements(const LetterHead& head, const std::vector<v1::Achievement>& all,
                               bool with_columns, const Layout& layout);

// One TAB-separated line, nothing cut: name, status, day or period as printed,
// text, section id, source bytes. More columns may be added at the end.
std::string AchievementLine(const v1::Achievement& achievement);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_ACHIEVEMENTS_H_
