// Rows of cells, for people and for programs. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_TABLE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_TABLE_H_

#include <string>
#include <vector>

#include "client/cpp/pledgectl/layout.h"
#include "google/protobuf/timestamp.pb.h"

namespace pledge::cli {

using Row = std::vector<std::string>;

// A line of headings, then the rows, in columns as wide as their widest cell;
// the last one is cut at the width of the layout. Cells come escaped.
std::string RenderTable(const Row& headings, const std::vector<Row>& rows, const Layout& layout);

// The cells of one row, escaped, with TABs between, and a line end.
std::string TabLine(const Row& row);

// "2026-11-23 17:02:11", UTC; empty for the beginning of 1970.
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_TABLE_H_
