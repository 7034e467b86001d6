// export, import and copy: all records of one state, into a file, out of it, and
// from one server into another.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/export_file.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/transfer_progress.h"
#include "client/cpp/status.h"
#include "client/cpp/transfer.h"

namespace pledge::cli {
namespace {

using Stub = v1::AdminService::Stub;

// Failures that the same token or file meets again and again.
bool IsStale(const absl::Status& status) {
  const std::string reason = client::DetailsOf(status).reason;
  return reason == "TOKEN_MALFORMED" || reason == "HISTORY_TRIMMED" || reason == "DIGEST_MISMATCH";
}

// Into a file, from where the file stands.
class Export {
 public:
  Export(const Arguments& arguments, Console& console, client::ExportFileWriter& file)
      : arguments_(arguments),
        console_(console),
        file_(file),
        stub_(v1::AdminService::NewStub(
            client::Connect(arguments.common.server, arguments.common.tls))),
        progress_(console, arguments.ingest.progress, "exporting") {}

  absl::Status Run() {
    if (file_.summary().block_count > 0) {
      progress_.Say(absl::StrCat("going on behind block ", file_.summary().block_count, "\n"));
    }
    return TryAgain(arguments_.ingest.give_up_after, progress_, [this] { return RunOnce(); });
  }

  const TransferResult& result() const { return result_; }

 private:
  absl::Status RunOnce() {
    v1::ExportRecordsRequest request;
    request.set_resume_token(file_.token());
    if (file_.token().empty() && !arguments_.read.at.empty()) {
      request.mutable_read_point()->set_exactly(arguments_.read.at);
    }
    return client::RunExport(*stub_, request, [this](const v1::ExportRecordsResponse& message) {
      return Take(message);
    });
  }

  absl::Status Take(const v1::ExportRecordsResponse& message) {
    if (message.has_read_info()) {
      result_.commit_number = message.read_info().commit_number();
      NoteReadInfo(message.read_info(), console_);
    }
    result_.document_count = message.document_count();
    // The last block is kept only with the digest: without it the file goes on
    // before the block.
    if (!message.digest().empty()) return file_.Finish(message.block(), message.digest());
    absl::Status status = file_.Append(message.block(), message.resume_token());
    progress_.Update(file_.summary().block_count, file_.summary().size_bytes,
                     message.document_count());
    return status;
  }

  const Arguments& arguments_;
  Console& console_;
  client::ExportFileWriter& file_;
  const std::unique_ptr<Stub> stub_;
  TransferProgress progress_;
  TransferResult result_;
};

// Out of a file, from the beginning: the server passes over what it has.
absl::Status ImportOnce(Stub& stub, client::ExportFileReader& file, TransferProgress& progress,
                        TransferResult& result) {
  if (absl::Status status = file.Rewind(); !status.ok()) return status;
  result.block_count = 0;
  result.size_bytes = 0;
  client::ImportCall call(stub);
  std::string block;
  for (;;) {
    const auto more = file.Next(&block);
    if (!more.ok()) return more.status();
    if (!*more) break;
    ++result.block_count;
    result.size_bytes += static_cast<int64_t>(block.size());
    if (absl::Status status = call.Send(std::move(block)); !status.ok()) return status;
    progress.Update(result.block_count, result.size_bytes, 0);
  }
  const auto response = call.Finish(file.digest());
  if (!response.ok()) return response.status();
  result.document_count = response->document_count();
  result.revision_count = response->revision_count();
  result.commit_number = response->read_info().commit_number();
  return absl::OkStatus();
}

// From one server into another.
class Copy {
 public:
  Copy(const Arguments& arguments, Console& console)
      : arguments_(arguments),
        from_(v1::AdminService::NewStub(
            client::Connect(arguments.transfer.from, arguments.common.tls))),
        to_(v1::AdminService::NewStub(
            client::Connect(arguments.transfer.to, arguments.common.tls))),
        progress_(console, arguments.ingest.progress, "copying"),
        token_(arguments.read.at) {}

  absl::Status Run() {
    return TryAgain(arguments_.ingest.give_up_after, progress_, [this] {
      const absl::Status status = RunOnce();
      return client::HasImport(status) ? Compare(status) : status;
    });
  }

  const TransferResult& result() const { return result_; }
  // Of the state that is copied.
  const std::string& token() const { return token_; }

 private:
  absl::Status RunOnce() {
    v1::ExportRecordsRequest request;
    if (!token_.empty()) request.mutable_read_point()->set_exactly(token_);
    result_.block_count = 0;
    result_.size_bytes = 0;
    std::string digest;
    client::ImportCall call(*to_);
    absl::Status status =
        client::RunExport(*from_, request, [&](const v1::ExportRecordsResponse& message) {
          if (message.has_read_info()) token_ = message.read_info().consistency_token();
          ++result_.block_count;
          result_.size_bytes += static_cast<int64_t>(message.block().size());
          digest = client::DigestAfter(digest, message.block());
          if (!message.digest().empty()) result_.digest = message.digest();
          absl::Status sent = call.Send(message.block());
          progress_.Update(result_.block_count, result_.size_bytes, message.document_count());
          return sent;
        });
    if (!status.ok()) return status;
    if (digest != result_.digest) {
      return client::MakeStatus(absl::StatusCode::kDataLoss, "DIGEST_MISMATCH",
                                "the blocks do not have the digest of the export", {});
    }
    const auto response = call.Finish(digest);
    if (!response.ok()) return response.status();
    result_.document_count = response->document_count();
    result_.revision_count = response->revision_count();
    result_.commit_number = response->read_info().commit_number();
    return absl::OkStatus();
  }

  // The target holds an import: the same, perhaps, of which the answer was lost.
  absl::Status Compare(const absl::Status& refusal) {
    v1::ExportRecordsRequest request;
    if (!token_.empty()) request.mutable_read_point()->set_exactly(token_);
    result_.block_count = 0;
    result_.size_bytes = 0;
    absl::Status status =
        client::RunExport(*from_, request, [&](const v1::ExportRecordsResponse& message) {
          result_.digest = message.digest();
          ++result_.block_count;
          result_.size_bytes += static_cast<int64_t>(message.block().size());
          progress_.Update(result_.block_count, result_.size_bytes, message.document_count());
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
    result_.is_repeated = client::IsImported(refusal, result_.digest);
    return result_.is_repeated ? absl::OkStatus() : refusal;
  }

  const Arguments& arguments_;
  const std::unique_ptr<Stub> from_;
  const std::unique_ptr<Stub> to_;
  TransferProgress progress_;
  std::string token_;
  TransferResult result_;
};

}  // namespace

ExitCode RunExport(const Arguments& arguments, Console& console) {
  const std::string& path = arguments.operands.front();
  const auto file = client::ExportFileWriter::Open(path);
  if (!file.ok()) return console.Fail(file.status());
  TransferResult result;
  {
    Export run(arguments, console, **file);
    const absl::Status status = run.Run();
    if (!status.ok()) {
      if (IsStale(status)) {
        console.Note(absl::StrCat("take ", path, ".part away to export anew\n"));
      }
      return console.Fail(status);
    }
    result = run.result();
  }
  const client::ExportSummary& summary = (*file)->summary();
  result.file = path;
  result.digest = summary.digest;
  result.block_count = summary.block_count;
  result.size_bytes = summary.size_bytes;
  return PrintTransfer(result, console);
}

ExitCode RunImport(const Arguments& arguments, Console& console) {
  const auto file = client::ExportFileReader::Open(arguments.operands.front());
  if (!file.ok()) return console.Fail(file.status());
  const auto stub =
      v1::AdminService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  TransferResult result;
  result.digest = (*file)->digest();
  absl::Status status;
  {
    TransferProgress progress(console, arguments.ingest.progress, "importing");
    status = TryAgain(arguments.ingest.give_up_after, progress,
                      [&] { return ImportOnce(*stub, **file, progress, result); });
  }
  result.is_repeated = client::IsImported(status, result.digest);
  if (!status.ok() && !result.is_repeated) return console.Fail(status);
  return PrintTransfer(result, console);
}

ExitCode RunCopy(const Arguments& arguments, Console& console) {
  absl::Status status;
  TransferResult result;
  std::string token;
  {
    Copy copy(arguments, console);
    status = copy.Run();
    result = copy.result();
    token = copy.token();
  }
  if (status.ok()) return PrintTransfer(result, console);
  if (client::IsPassing(status) && !token.empty()) {
    console.Note(absl::StrCat("to go on with the same state: --at ", token, "\n"));
  }
  return console.Fail(status);
}

}  // namespace pledge::cli
