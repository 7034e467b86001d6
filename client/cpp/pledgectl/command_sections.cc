#include <map>
#include <string>
#include <vector>

#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/letters.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_sections.h"

namespace pledge::cli {
namespace {

using client::ResourceName;

const RecordForms<v1::StreamSectionsResponse, v1::Section> kForms = {
    "section",
    [](const v1::StreamSectionsResponse& message) -> const auto& {return message.sections();
}  // namespace
, SectionLine
};  // namespace pledge::cli

// Draws trees; the first failure of a read that belongs to one ends the rest.
class SectionPrinter {
 public:
  SectionPrinter(const Queries& queries, Console& console) : queries_(queries), console_(console) {}

  void Print(const ResourceName& name, const std::vector<v1::Section>& sections) {
    if (!status_.ok()) return;
    const auto head = queries_.ReadHead(name);
    status_ = head.status();
    SectionCounts counts;
    if (status_.ok() && !sections.empty()) status_ = Count(name, &counts);
    if (!status_.ok()) return;
    console_.Print(RenderSections(*head, sections, counts, console_.layout()));
    console_.Flush();
    ++printed_;
  }

  const absl::Status& status() const { return status_; }
  int printed() const { return printed_; }

 private:
  absl::Status Count(const ResourceName& name, SectionCounts* counts) const {
    return queries_.StreamCommitments(
        {.parents = {name}}, [&](const v1::StreamCommitmentsResponse& message) {
          for (const v1::Commitment& commitment : message.commitments()) {
            CountCommitment(commitment, counts);
          }
        });
  }

  const Queries& queries_;
  Console& console_;
  absl::Status status_;
  int printed_ = 0;
};

absl::Status PrintTrees(const std::vector<ResourceName>& names, const Queries& queries,
                        const ReadFlags& flags, Console& console) {
  SectionPrinter printer(queries, console);
  ParentCursor cursor(names);
  LetterCollector<v1::Section> letters(
      [&](const std::string& revision, const std::vector<v1::Section>& sections) {
        const std::vector<ResourceName> passed = cursor.Advance(revision);
        if (!flags.query.selects_some()) {
          for (const ResourceName& empty : passed) printer.Print(empty, {});
        }
        const auto name = client::ParseName(revision);
        if (name.ok()) printer.Print(*name, sections);
      });
  v1::ReadInfo read_info;
  absl::Status status = queries.StreamSections(
      {.parents = names, .furniture = true, .limit = flags.limit, .flags = &flags.query},
      [&](const v1::StreamSectionsResponse& message) {
        for (const v1::Section& section : message.sections()) letters.Add(section);
        read_info = message.position().read_info();
      });
  if (!status.ok()) return status;
  letters.Finish();
  if (flags.limit == 0 && !flags.query.selects_some()) {
    for (const ResourceName& empty : cursor.Finish()) printer.Print(empty, {});
  }
  if (printer.printed() == 0 && printer.status().ok()) console.Note("no letters found\n");
  NoteReadInfo(read_info, console);
  return printer.status();
}

}  // namespace

ExitCode RunSections(const Arguments& arguments, Console& console) {
  const auto names = ParseNames(arguments.operands);
  if (!names.ok()) return console.Fail(names.status());
  if (const absl::Status checked = CheckFields(arguments); !checked.ok()) {
    return console.Fail(checked);
  }
  const Queries queries(client::Connect(arguments.common.server, arguments.common.tls), arguments);
  absl::Status status;
  if (console.format() == Format::kText && console.laid_out()) {
    status = PrintTrees(*names, queries, arguments.read, console);
  } else {
    const Queries::Selection selection{.parents = *names,
                                       .furniture = true,
                                       .limit = arguments.read.limit,
                                       .flags = &arguments.read.query};
    status = PrintStream<v1::StreamSectionsResponse, v1::Section>(
        kForms, [&](const auto& print) { return queries.StreamSections(selection, print); },
        console);
  }
  return status.ok() ? kExitDone : console.Fail(WithName(status, *names));
}

}  // namespace pledge::cli
