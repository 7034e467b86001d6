// Repairs, for people and for programs. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_REPAIRS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_REPAIRS_H_

#include <string>

#include "client/cpp/pledgectl/layout.h"
#include "pledge/v1/source_calls.pb.h"

namespace pledge::cli {

// A table of all repairs, and a line that counts them by kind.
std::string RenderRepairs(const v1::ReadRepairsResponse& repairs, const Layout& layout);

// One TAB-separated line: kind, source range, text range, detail.
std::string RepairLine(const v1::Repair& repair);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_REPAIRS_H_
