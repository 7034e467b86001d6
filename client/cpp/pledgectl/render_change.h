// Changes of a watch, for people and for programs. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_CHANGE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_CHANGE_H_

#include <string>

#include "client/cpp/pledgectl/layout.h"
#include "pledge/v1/watch_service.pb.h"

namespace pledge::cli {

// "17:02:40  +  #### firm     demo-12@2/c09  <words>", with what was before below
// a change. `time` is printed as it is. Signs: = there, + new, ~ changed, - gone.
std::string RenderChange(const v1::Change& change, const std::string& time, const Layout& layout);

// One TAB-separated line: kind, commit, cause, name, lineage, strength, last due
// day and words of a commitment, or state and latest revision of a document.
std::string ChangeLine(const v1::Change& change);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_CHANGE_H_
