// Commitments as people read them on a terminal, and as lines for programs.
// Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_COMMITMENTS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_COMMITMENTS_H_

#include <string>
#include <vector>

#include "client/cpp/pledgectl/layout.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "pledge/v1/commitment.pb.h"

namespace pledge::cli {

// The commitments of one letter: its head, a row of column names when
// `with_columns`, and each commitment with its strength, due date, words,
// targets, condition, cooperators, place and actor. Stances are counted but not
// shown unless `with_stances`. Words are wrapped, never cut.
std::string RenderCommitments(const LetterHead& head, const std::vector<v1::Commitment>& all,
                              bool with_stances, bool with_columns, const Layout& layout);

// One TAB-separated line, nothing cut: name, strength, type, polarity,
// verifiability, first and last due day, number of cooperators, actor, text,
// section id, source bytes ("8006-8094", several joined by commas), recurrence.
// More columns may be added at the end.
std::string CommitmentLine(const v1::Commitment& commitment);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_COMMITMENTS_H_
