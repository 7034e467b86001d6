#include "client/cpp/pledgectl/analyze_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/read_file.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/source_stream.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

// What the API takes at most.
constexpr int64_t kMaxDocumentBytes = int64_t{4} << 20;

absl::Status TooLarge(const std::string& path) {
  return client::MakeStatus(absl::StatusCode::kResourceExhausted, "DOCUMENT_TOO_LARGE",
                            absl::StrCat(path, ": over ", SizeText(kMaxDocumentBytes)), {});
}

// One call; takes the bytes out of `request`. `path` is for errors.
absl::StatusOr<AnalyzedFile> Analyze(v1::DocumentService::Stub& stub, const std::string& path,
                                     const CommonFlags& flags, const AnalyzeWish& wish,
                                     v1::AnalyzeDocumentRequest request) {
  request.set_offset_unit(wish.unit);
  request.set_explain(wish.explain);
  AnalyzedFile file;
  const auto context = client::MakeContext(flags.timeout.value_or(client::kDefaultTimeout));
  const absl::Status status =
      client::FromGrpc(stub.AnalyzeDocument(context.get(), request, &file.response));
  if (!status.ok()) return client::WithMessage(status, absl::StrCat(path, ": ", status.message()));
  file.data = std::move(*request.mutable_content()->mutable_data());
  return file;
}

absl::StatusOr<v1::DocumentRevision> ReadRevision(v1::DocumentService::Stub& stub,
                                                  client::ResourceName name,
                                                  const CommonFlags& flags) {
  if (!name.is_revision()) name.revision = "latest";
  v1::GetDocumentRevisionRequest request;
  request.set_name(name.Full());
  v1::GetDocumentRevisionResponse response;
  const auto context = client::MakeContext(flags.timeout.value_or(client::kDefaultTimeout));
  const absl::Status status =
      client::FromGrpc(stub.GetDocumentRevision(context.get(), request, &response));
  if (!status.ok()) return status;
  return std::move(*response.mutable_revision());
}

}  // namespace

absl::StatusOr<AnalyzedFile> AnalyzeStored(v1::DocumentService::Stub& stub,
                                           const client::ResourceName& name,
                                           const CommonFlags& flags, const AnalyzeWish& wish,
                                           std::string* stored_engine) {
  const absl::StatusOr<v1::DocumentRevision> revision = ReadRevision(stub, name, flags);
  if (!revision.ok()) return revision.status();
  if (revision->source_size() > kMaxDocumentBytes) return TooLarge(name.Short());
  const v1::Document& document = revision->snapshot();
  v1::AnalyzeDocumentRequest request;
  request.set_media_type(document.media_type());
  request.mutable_content()->set_charset(document.analysis().detected_charset());
  v1::ReadSourceRequest read;
  read.set_name(revision->name());
  const absl::Status status = client::ReadSource(
      stub, read, flags.timeout, [&request](const v1::ReadSourceResponse& piece) {
        request.mutable_content()->mutable_data()->append(piece.data());
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  auto file = Analyze(stub, name.Short(), flags, wish, std::move(request));
  if (!file.ok()) return file;
  const std::string& engine = document.analysis().engine_version();
  if (engine != file->response.analysis().engine_version()) *stored_engine = engine;
  return file;
}

absl::StatusOr<AnalyzedFile> AnalyzeFile(v1::DocumentService::Stub& stub, const std::string& path,
                                         const CommonFlags& flags, const AnalyzeWish& wish) {
  absl::StatusOr<FileContent> content = ReadFile(path, kMaxDocumentBytes + 1);
  if (!content.ok()) return content.status();
  if (static_cast<int64_t>(content->data.size()) > kMaxDocumentBytes) {
    return TooLarge(path);
  }
  v1::AnalyzeDocumentRequest request;
  request.mutable_content()->set_data(std::move(content->data));
  return Analyze(stub, path, flags, wish, std::move(request));
}

void AnalyzeTally::Add(const absl::StatusOr<AnalyzedFile>& result) {
  if (!result.ok()) {
    if (failure_ == kExitDone || ExitCodeFor(result.status()) == kExitPassing) {
      failure_ = ExitCodeFor(result.status());
    }
    return;
  }
  ++succeeded_;
  if (result->response.analysis().state() != v1::ANALYSIS_STATE_SUCCEEDED) partial_ = true;
}

ExitCode AnalyzeTally::Code() const {
  const bool mixed = succeeded_ > 0 && failure_ != kExitDone && failure_ != kExitPassing;
  return mixed || (failure_ == kExitDone && partial_) ? kExitIncomplete : failure_;
}

std::string AnalysisNotes(const v1::Analysis& analysis, const Layout& layout) {
  std::string out;
  if (analysis.repair_profiles_size() > 0) {
    const std::string profiles = absl::StrJoin(analysis.repair_profiles(), ", ");
    absl::StrAppend(&out, Paint("repaired: " + Escape(profiles), Ink::kDim, layout.color), "\n");
  }
  for (const v1::AnalysisWarning& warning : analysis.warnings()) {
    absl::StrAppend(&out, Paint("warning:", Ink::kWarning, layout.color), " ",
                    Escape(warning.reason()), "  ", Escape(warning.message()), "\n");
  }
  return out;
}

}  // namespace pledge::cli
