#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/change_stream.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/interrupt.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/render_change.h"

namespace pledge::cli {
namespace {

v1::WatchChangesRequest MakeRequest(const std::vector<client::ResourceName>& names,
                                    const Arguments& arguments) {
  const WatchFlags& flags = arguments.watch;
  v1::WatchChangesRequest request;
  request.set_target(flags.target);
  for (const client::ResourceName& name : names) {
    request.mutable_selector()->add_parents(name.Full());
  }
  request.mutable_selector()->set_filter(flags.filter);
  request.mutable_selector()->set_include_stances(arguments.read.all_types);
  request.mutable_selector()->set_include_deleted(flags.with_deleted);
  request.set_resume_token(flags.from);
  request.set_send_initial(flags.initial);
  request.set_include_previous(true);
  return request;
}

class ChangePrinter {
 public:
  explicit ChangePrinter(Console& console) : console_(console) {}

  void Print(const v1::WatchChangesResponse& message) {
    const bool json = console_.format() != Format::kText;
    const std::string time = absl::FormatTime(
        "%H:%M:%S", absl::FromUnixSeconds(message.through().commit_time().seconds()),
        absl::UTCTimeZone());
    for (const v1::Change& change : message.changes()) {
      if (json) {
        console_.Print(Tagged("change", ToJson(change)) + "\n");
      } else if (console_.laid_out()) {
        console_.Print(
            RenderChange(change, message.has_through() ? time : "        ", console_.layout()));
      } else {
        console_.Print(ChangeLine(change));
      }
    }
    if (json) {
      v1::WatchChangesResponse position = message;
      position.clear_changes();
      console_.Print(Tagged("position", ToJson(position)) + "\n");
    }
    console_.Flush();
    if (message.has_through()) commit_ = message.through().commit_number();
  }

  int64_t commit() const { return commit_; }

 private:
  Console& console_;
  int64_t commit_ = 0;
};

}  // namespace

ExitCode RunWatch(const Arguments& arguments, Console& console) {
  const auto names = ParseNames(arguments.operands);
  if (!names.ok()) return console.Fail(names.status());
  BlockSignals();
  client::ChangeStream stream(client::Connect(arguments.common.server, arguments.common.tls),
                              MakeRequest(*names, arguments));
  ChangePrinter printer(console);
  bool begins = true;
  absl::Status status;
  {
    const Interrupt interrupt([&stream] { stream.Stop(); });
    status = stream.Run([&](const v1::WatchChangesResponse& message) {
      if (std::exchange(begins, false) && arguments.watch.follow && message.has_through()) {
        console.Note(absl::StrCat("from commit ", message.through().commit_number(),
                                  "; Ctrl-C prints the token to go on from\n"));
      }
      printer.Print(message);
      const bool is_current = message.has_through() && message.backlog() == 0;
      return arguments.watch.follow || !is_current;
    });
  }
  // Also after a failure: what was printed was whole.
  if (!stream.token().empty()) {
    console.Note(absl::StrCat("go on after commit ", printer.commit(), " with --from ",
                              stream.token(), "\n"));
  }
  return status.ok() ? kExitDone : console.Fail(WithName(status, *names));
}

}  // namespace pledge::cli
