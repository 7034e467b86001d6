#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

constexpr int kGap = 2;
constexpr char kNothing[] = "-";  // the value is not known

// A table: one column for each field, then commitments and letters.
std::string RenderGroups(const std::vector<std::string>& by,
                         const v1::AggregateCommitmentsResponse& response, const Layout& layout) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> titles = by;
  titles.insert(titles.end(), {"commitments", "letters"});
  rows.push_back(std::move(titles));
  for (const v1::AggregateGroup& group : response.groups()) {
    std::vector<std::string>& row = rows.emplace_back();
    for (const std::string& value : group.values()) {
      row.push_back(value.empty() ? kNothing : Escape(value));
    }
    row.insert(row.end(), {absl::StrCat(group.count()), absl::StrCat(group.document_count())});
  }
  std::vector<int> widths(rows[0].size(), 0);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], CellWidth(row[i]));
  }
  std::string out;
  for (size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (size_t i = 0; i < rows[r].size(); ++i) {
      const bool is_number = i >= by.size();
      absl::StrAppend(&line,
                      is_number ? PadLeft(rows[r][i], widths[i]) : PadRight(rows[r][i], widths[i]),
                      i + 1 < rows[r].size() ? std::string(kGap, ' ') : "");
    }
    absl::StripTrailingAsciiWhitespace(&line);
    absl::StrAppend(&out, r == 0 ? Paint(line, Ink::kDim, layout.color) : line, "\n");
  }
  return out;
}

std::string GroupLine(const v1::AggregateGroup& group) {
  std::vector<std::string> fields;
  for (const std::string& value : group.values()) fields.push_back(EscapeField(value));
  fields.push_back(absl::StrCat(group.count()));
  fields.push_back(absl::StrCat(group.document_count()));
  return absl::StrJoin(fields, "\t") + "\n";
}

void PrintText(const std::vector<std::string>& by, const v1::AggregateCommitmentsResponse& response,
               Console& console) {
  if (console.laid_out()) {
    console.Print(RenderGroups(by, response, console.layout()));
  } else {
    for (const v1::AggregateGroup& group : response.groups()) console.Print(GroupLine(group));
  }
  if (response.other_count() > 0) {
    console.Note(absl::StrCat(response.other_count(),
                              " more commitments in groups that are not shown; --max-groups shows "
                              "more\n"));
  }
}

void PrintLines(v1::AggregateCommitmentsResponse response, Console& console) {
  for (const v1::AggregateGroup& group : response.groups()) {
    console.Print(Tagged("group", ToJson(group)) + "\n");
  }
  response.clear_groups();
  std::string rest = ToJson(response);
  rest.replace(rest.size() - 1, 1, ",\"complete\":true}\n");
  console.Print(rest);
}

}  // namespace

ExitCode RunCount(const Arguments& arguments, Console& console) {
  const auto names = ParseNames(arguments.operands);
  if (!names.ok()) return console.Fail(names.status());
  const Queries queries(client::Connect(arguments.common.server, arguments.common.tls), arguments);
  const auto response = queries.Count(
      {.parents = *names, .stances = arguments.read.all_types, .flags = &arguments.read.query});
  if (!response.ok()) return console.Fail(WithName(response.status(), *names));
  switch (console.format()) {
    case Format::kText:
      PrintText(arguments.read.query.by, *response, console);
      break;
    case Format::kJson:
      console.Print(ToJson(*response) + "\n");
      break;
    case Format::kJsonLines:
      PrintLines(*response, console);
      break;
  }
  NoteReadInfo(response->read_info(), console);
  return kExitDone;
}

}  // namespace pledge::cli
