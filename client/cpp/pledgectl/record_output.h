// A stream of records in the forms that programs read. Functions.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RECORD_OUTPUT_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RECORD_OUTPUT_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/console.h"
#include "client/cpp/pledgectl/json.h"
#include "pledge/v1/query_service.pb.h"

namespace pledge::cli {

// With -v: the state that was read, as --at takes it.
inline void NoteReadInfo(const v1::ReadInfo& info, Console& console) {
  if (!console.verbose() || info.consistency_token().empty()) return;
  console.Note(absl::StrCat("read at commit ", info.commit_number(), ", token ",
                            info.consistency_token(), "\n"));
}

// How the messages of one stream become output. `tag` names a record in JSON
// lines; `records` gives those of a message; `line` is one in TAB form.
template <typename Response, typename Record>
struct RecordForms {
  std::string_view tag;
  const google::protobuf::RepeatedPtrField<Record>& (*records)(const Response&);
  std::string (*line)(const Record&);
};

// Prints one message in JSON lines or TAB form, and passes it on at once.
template <typename Response, typename Record>
void PrintMessage(const RecordForms<Response, Record>& forms, const Response& message,
                  Console& console) {
  const bool json = console.format() == Format::kJsonLines;
  for (const Record& record : forms.records(message)) {
    console.Print(json ? Tagged(forms.tag, ToJson(record)) + "\n" : forms.line(record));
  }
  if (json) console.Print(Tagged("position", ToJson(message.position())) + "\n");
  console.Flush();
}

// Runs `stream` with a callback that prints in the form asked for. For JSON all
// messages become one, printed when the stream is complete.
template <typename Response, typename Record>
absl::Status PrintStream(
    const RecordForms<Response, Record>& forms,
    const std::function<absl::Status(const std::function<void(const Response&)>&)>& stream,
    Console& console) {
  Response whole;
  const bool collect = console.format() == Format::kJson;
  absl::Status status = stream([&](const Response& message) {
    if (collect) {
      whole.MergeFrom(message);
    } else {
      PrintMessage(forms, message, console);
      *whole.mutable_position() = message.position();
    }
  });
  if (!status.ok()) return status;
  if (collect) console.Print(ToJson(whole) + "\n");
  NoteReadInfo(whole.position().read_info(), console);
  return status;
}

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RECORD_OUTPUT_H_
