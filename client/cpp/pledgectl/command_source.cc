// source, text and repairs: what a stored letter was made of.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_repairs.h"
#include "client/cpp/pledgectl/whole_file.h"
#include "client/cpp/source_stream.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

// The revision that an operand means.
absl::StatusOr<client::ResourceName> RevisionNamed(const std::string& operand) {
  auto name = client::ParseName(operand);
  if (!name.ok()) return name;
  if (name->is_collection()) {
    return client::MakeStatus(absl::StatusCode::kInvalidArgument, "NAME_INVALID",
                              "not a document or revision: " + name->Short(), {});
  }
  if (!name->is_revision()) name->revision = "latest";
  return name;
}

// Where pieces go: a file, or the console in the form that was asked for.
class PieceOutput {
 public:
  PieceOutput(const SourceFlags& flags, Console& console) : console_(console) {
    if (!flags.output_file.empty()) file_.emplace(flags.output_file);
  }

  absl::Status Begin() const { return file_ ? file_->status() : absl::OkStatus(); }

  absl::Status Add(const v1::ReadSourceResponse& piece) {
    if (piece.has_read_info()) info_ = piece.read_info();
    if (!piece.sha256().empty()) sha256_ = piece.sha256();
    size_bytes_ += static_cast<int64_t>(piece.data().size());
    if (file_) return file_->Write(piece.data());
    switch (console_.format()) {
      case Format::kText:
        if (console_.laid_out()) {
          PrintLines(piece.data());
        } else {
          console_.Print(piece.data());
        }
        break;
      case Format::kJson:
        if (piece.has_read_info() && whole_.total_size() == 0)
          whole_ = piece;
        else
          whole_.mutable_data()->append(piece.data());
        break;
      case Format::kJsonLines:
        console_.Print(Tagged("piece", ToJson(piece)) + "\n");
        break;
    }
    console_.Flush();
    return absl::OkStatus();
  }

  absl::Status Finish() {
    if (file_) {
      if (absl::Status status = file_->Finish(); !status.ok()) return status;
      console_.Note(
          absl::StrCat(size_bytes_, " bytes, SHA-256 ", absl::BytesToHexString(sha256_), "\n"));
    } else if (console_.format() == Format::kJson) {
      console_.Print(ToJson(whole_) + "\n");
    } else if (console_.format() == Format::kJsonLines) {
      console_.Print("{\"complete\":true}\n");
    }
    if (!line_.empty()) console_.Print(Escape(line_) + "\n");
    NoteReadInfo(info_, console_);
    return absl::OkStatus();
  }

 private:
  // For a terminal: lines as they are, everything else that would move its cursor
  // made visible. A line whose end has not come waits for it.
  void PrintLines(const std::string& bytes) {
    line_ += bytes;
    size_t begin = 0;
    for (size_t end = line_.find('\n'); end != std::string::npos; end = line_.find('\n', begin)) {
      console_.Print(Escape(std::string_view(line_).substr(begin, end - begin)) + "\n");
      begin = end + 1;
    }
    line_.erase(0, begin);
  }

  Console& console_;
  std::optional<WholeFile> file_;
  v1::ReadSourceResponse whole_;  // for JSON
  std::string line_;              // for a terminal
  int64_t size_bytes_ = 0;
  std::string sha256_;
  v1::ReadInfo info_;
};

ExitCode RunRead(const Arguments& arguments, bool cleaned, Console& console) {
  const SourceFlags& flags = arguments.source;
  const auto name = RevisionNamed(arguments.operands.front());
  if (!name.ok()) return console.Fail(name.status());
  v1::ReadSourceRequest request;
  request.set_name(name->Full());
  request.set_cleaned(cleaned);
  request.set_personal_data(flags.personal_data);
  if (const auto range = ParseRange(flags.range)) {
    request.mutable_range()->set_start(range->first);
    request.mutable_range()->set_end(range->second);
  }
  PieceOutput output(flags, console);
  absl::Status status = output.Begin();
  if (!status.ok()) return console.Fail(status);
  const auto stub =
      v1::DocumentService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  status = client::ReadSource(
      *stub, request, arguments.common.timeout,
      [&output](const v1::ReadSourceResponse& piece) { return output.Add(piece); });
  if (!status.ok()) return console.Fail(WithName(status, {*name}));
  status = output.Finish();
  return status.ok() ? kExitDone : console.Fail(status);
}

// All repairs; lines are printed as they come.
absl::Status ReadRepairs(const Arguments& arguments, const v1::ReadRepairsRequest& request,
                         Console& console, v1::ReadRepairsResponse* whole) {
  const auto stub =
      v1::DocumentService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  const auto context = client::MakeContext(arguments.common.timeout);
  const auto stream = stub->ReadRepairs(context.get(), request);
  const bool collects = console.format() == Format::kJson ||
                        (console.format() == Format::kText && console.laid_out());
  v1::ReadRepairsResponse message;
  while (stream->Read(&message)) {
    const bool json = console.format() == Format::kJsonLines;
    if (!collects) {
      for (const v1::Repair& repair : message.repairs()) {
        console.Print(json ? Tagged("repair", ToJson(repair)) + "\n" : RepairLine(repair));
      }
      console.Flush();
      message.clear_repairs();
    }
    whole->MergeFrom(message);
  }
  const absl::Status status = client::FromGrpc(stream->Finish());
  if (!status.ok() || whole->complete()) return status;
  return client::MakeStatus(absl::StatusCode::kUnavailable, "STREAM_CUT",
                            "the stream ended before it was complete", {});
}

}  // namespace

ExitCode RunSource(const Arguments& arguments, Console& console) {
  return RunRead(arguments, /*cleaned=*/false, console);
}

ExitCode RunText(const Arguments& arguments, Console& console) {
  return RunRead(arguments, /*cleaned=*/true, console);
}

ExitCode RunRepairs(const Arguments& arguments, Console& console) {
  const auto name = RevisionNamed(arguments.operands.front());
  if (!name.ok()) return console.Fail(name.status());
  v1::ReadRepairsRequest request;
  request.set_name(name->Full());
  request.set_offset_unit(arguments.source.unit);
  v1::ReadRepairsResponse whole;
  const absl::Status status = ReadRepairs(arguments, request, console, &whole);
  if (!status.ok()) return console.Fail(WithName(status, {*name}));
  switch (console.format()) {
    case Format::kText:
      if (!console.laid_out()) break;
      if (whole.repairs().empty()) console.Note("no repairs: the text is the source\n");
      if (!whole.repairs().empty()) console.Print(RenderRepairs(whole, console.layout()));
      break;
    case Format::kJson:
      console.Print(ToJson(whole) + "\n");
      break;
    case Format::kJsonLines:
      console.Print(
          absl::StrCat("{\"readInfo\":", ToJson(whole.read_info()), ",\"complete\":true}\n"));
      break;
  }
  NoteReadInfo(whole.read_info(), console);
  return kExitDone;
}

}  // namespace pledge::cli
