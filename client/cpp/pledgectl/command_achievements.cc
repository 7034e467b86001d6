#include <string>
#include <vector>

#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/letters.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_achievements.h"

namespace pledge::cli {
namespace {

using client::ResourceName;

const google::protobuf::RepeatedPtrField<v1::Achievement>& RecordsOf(
    const v1::StreamAchievementsResponse& message) {
  return message.achievements();
}

const RecordForms<v1::StreamAchievementsResponse, v1::Achievement> kForms = {
    "achievement", RecordsOf, AchievementLine};

// Letter by letter, each under its head.
absl::Status PrintLists(const Queries::Selection& selection, const Queries& queries,
                        Console& console) {
  absl::Status status;
  int printed = 0;
  const auto print = [&](const std::string& revision,
                         const std::vector<v1::Achievement>& achievements) {
    if (!status.ok()) return;
    const auto name = client::ParseName(revision);
    status = name.status();
    if (!name.ok()) return;
    const auto head = queries.ReadHead(*name);
    status = head.status();
    if (!head.ok()) return;
    console.Print(RenderAchievements(*head, achievements, printed++ == 0, console.layout()));
    console.Flush();
  };
  LetterCollector<v1::Achievement> letters(print);
  v1::ReadInfo read_info;
  const absl::Status streamed =
      queries.StreamAchievements(selection, [&](const v1::StreamAchievementsResponse& message) {
        for (const v1::Achievement& one : message.achievements()) letters.Add(one);
        read_info = message.position().read_info();
      });
  if (!streamed.ok()) return streamed;
  letters.Finish();
  if (printed == 0 && status.ok()) console.Note("no achievements found\n");
  NoteReadInfo(read_info, console);
  return status;
}

}  // namespace

ExitCode RunAchievements(const Arguments& arguments, Console& console) {
  const auto names = ParseNames(arguments.operands);
  if (!names.ok()) return console.Fail(names.status());
  if (const absl::Status checked = CheckFields(arguments); !checked.ok()) {
    return console.Fail(checked);
  }
  const Queries queries(client::Connect(arguments.common.server, arguments.common.tls), arguments);
  const Queries::Selection selection{
      .parents = *names, .limit = arguments.read.limit, .flags = &arguments.read.query};
  absl::Status status;
  if (console.format() == Format::kText && console.laid_out()) {
    status = PrintLists(selection, queries, console);
  } else {
    status = PrintStream<v1::StreamAchievementsResponse, v1::Achievement>(
        kForms, [&](const auto& print) { return queries.StreamAchievements(selection, print); },
        console);
  }
  return status.ok() ? kExitDone : console.Fail(WithName(status, *names));
}

}  // namespace pledge::cli
