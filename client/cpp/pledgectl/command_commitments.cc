#include <string>
#include <vector>

#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/letters.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_commitments.h"

namespace pledge::cli {
namespace {

using client::ResourceName;

const RecordForms<v1::StreamCommitmentsResponse, v1::Commitment> kForms = {
    "commitment",
    [](const v1::StreamCommitmentsResponse& message) -> const auto& {return message.commitments();
}  // namespace
, CommitmentLine
};  // namespace pledge::cli

class CommitmentPrinter {
 public:
  CommitmentPrinter(const Queries& queries, const ReadFlags& flags, Console& console)
      : queries_(queries), flags_(flags), console_(console), layout_(console.layout()) {
    layout_.wide = flags.wide;
  }

  void Print(const std::string& revision, const std::vector<v1::Commitment>& commitments) {
    const v1::LetterReference& letter = commitments.front().letter();
    Show({client::ShortName(revision), letter.issuer(), letter.document_number()}, commitments);
  }

  // A letter that promises nothing is said to do so.
  void PrintEmpty(const std::vector<ResourceName>& names) {
    for (const ResourceName& name : names) {
      if (!status_.ok()) return;
      const auto head = queries_.ReadHead(name);
      status_ = head.status();
      if (head.ok()) Show(*head, {});
    }
  }

  const absl::Status& status() const { return status_; }
  int printed() const { return printed_; }

 private:
  void Show(const LetterHead& head, const std::vector<v1::Commitment>& commitments) {
    console_.Print(RenderCommitments(head, commitments, flags_.all_types, !titled_, layout_));
    titled_ = titled_ || !commitments.empty();
    console_.Flush();
    ++printed_;
  }

  const Queries& queries_;
  const ReadFlags& flags_;
  Console& console_;
  Layout layout_;
  absl::Status status_;
  int printed_ = 0;
  bool titled_ = false;  // the row of column names comes once
};

// Stances are asked for in any case, so that they can be counted.
absl::Status PrintLists(const std::vector<ResourceName>& names, const Queries& queries,
                        const ReadFlags& flags, Console& console) {
  CommitmentPrinter printer(queries, flags, console);
  ParentCursor cursor(names);
  LetterCollector<v1::Commitment> letters(
      [&](const std::string& revision, const std::vector<v1::Commitment>& commitments) {
        if (!flags.query.selects_some()) printer.PrintEmpty(cursor.Advance(revision));
        printer.Print(revision, commitments);
      });
  v1::ReadInfo read_info;
  const Queries::Selection selection{
      .parents = names, .stances = true, .limit = flags.limit, .flags = &flags.query};
  absl::Status status =
      queries.StreamCommitments(selection, [&](const v1::StreamCommitmentsResponse& message) {
        for (const v1::Commitment& commitment : message.commitments()) letters.Add(commitment);
        read_info = message.position().read_info();
      });
  if (!status.ok()) return status;
  letters.Finish();
  if (flags.limit == 0 && !flags.query.selects_some()) printer.PrintEmpty(cursor.Finish());
  if (printer.printed() == 0 && printer.status().ok()) console.Note("no commitments found\n");
  NoteReadInfo(read_info, console);
  return printer.status();
}

}  // namespace

ExitCode RunCommitments(const Arguments& arguments, Console& console) {
  const auto names = ParseNames(arguments.operands);
  if (!names.ok()) return console.Fail(names.status());
  if (const absl::Status checked = CheckFields(arguments); !checked.ok()) {
    return console.Fail(checked);
  }
  const Queries queries(client::Connect(arguments.common.server, arguments.common.tls), arguments);
  absl::Status status;
  if (console.format() == Format::kText && console.laid_out()) {
    status = PrintLists(*names, queries, arguments.read, console);
  } else {
    const Queries::Selection selection{.parents = *names,
                                       .stances = arguments.read.all_types,
                                       .limit = arguments.read.limit,
                                       .flags = &arguments.read.query};
    status = PrintStream<v1::StreamCommitmentsResponse, v1::Commitment>(
        kForms, [&](const auto& print) { return queries.StreamCommitments(selection, print); },
        console);
  }
  return status.ok() ? kExitDone : console.Fail(WithName(status, *names));
}

}  // namespace pledge::cli
