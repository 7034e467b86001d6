// The differences of two revisions, for people and for programs. Pure
// functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_DIFF_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_DIFF_H_

#include <string>

#include "client/cpp/pledgectl/layout.h"
#include "pledge/v1/revision_diff.pb.h"

namespace pledge::cli {

// What a change means: "weakened", "deadline later", …
std::string SenseWord(v1::ChangeSense sense);

// "created", "content replaced", …
std::string CauseWord(v1::RevisionCause cause);

// `diff` holds the entries of all pages. Signs: + added, - removed, ~ changed,
// > moved. Changes that soften a promise stand out.
std::string RenderDiff(const v1::DiffDocumentRevisionsResponse& diff, const Layout& layout);

// One TAB-separated line for each entry and field: kind, part, lineage, base
// and target name, senses, path, base and target value, base and target text.
std::string DiffLines(const v1::DiffEntry& entry);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_DIFF_H_
