// The section tree of a letter as people read it on a terminal, and as lines
// for programs. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_SECTIONS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_SECTIONS_H_

#include <map>
#include <string>
#include <vector>

#include "client/cpp/pledgectl/layout.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"

namespace pledge::cli {

// Commitments by the id of the deepest section that holds them.
using SectionCounts = std::map<std::string, int>;

// Adds one commitment; stances do not count.
void CountCommitment(const v1::Commitment& commitment, SectionCounts* counts);

// The head and the tree: id, kind indented by depth, number of commitments in
// the section with its subsections, and the heading or the first words, cut to
// the width. Page furniture is summed up in one line.
std::string RenderSections(const LetterHead& head, const std::vector<v1::Section>& sections,
                           const SectionCounts& counts, const Layout& layout);

// One TAB-separated line, nothing cut: name, kind, level, heading number,
// heading, source bytes, own text. More columns may be added at the end.
std::string SectionLine(const v1::Section& section);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_SECTIONS_H_
