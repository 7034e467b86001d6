#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/read_file.h"
#include "client/cpp/pledgectl/render_commitments.h"
#include "client/cpp/pledgectl/render_sections.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::cli {
namespace {

// What the API takes at most.
constexpr int64_t kMaxDocumentBytes = int64_t{4} << 20;

using Response = v1::AnalyzeDocumentResponse;

absl::StatusOr<Response> Analyze(v1::DocumentService::Stub& stub, const std::string& path,
                                 const CommonFlags& flags) {
  absl::StatusOr<FileContent> content = ReadFile(path, kMaxDocumentBytes + 1);
  if (!content.ok()) return content.status();
  if (static_cast<int64_t>(content->data.size()) > kMaxDocumentBytes) {
    return client::MakeStatus(absl::StatusCode::kResourceExhausted, "DOCUMENT_TOO_LARGE",
                              absl::StrCat(path, ": over ", SizeText(kMaxDocumentBytes)), {});
  }
  v1::AnalyzeDocumentRequest request;
  request.mutable_content()->set_data(std::move(content->data));
  request.set_offset_unit(v1::OFFSET_UNIT_UTF8_BYTE);
  Response response;
  const auto context = client::MakeContext(flags.timeout.value_or(client::kDefaultTimeout));
  const absl::Status status =
      client::FromGrpc(stub.AnalyzeDocument(context.get(), request, &response));
  if (!status.ok()) return client::WithMessage(status, absl::StrCat(path, ": ", status.message()));
  return response;
}

std::string JsonFor(const std::string& path, const absl::StatusOr<Response>& result) {
  const std::string rest =
      result.ok() ? "\"response\":" + ToJson(*result) : "\"error\":" + ErrorJson(result.status());
  return absl::StrCat("{\"file\":", JsonString(path), ",", rest, "}");
}

// "FILE TAB section TAB …" and "FILE TAB commitment TAB …", as the commands of
// these names print them.
std::string LinesFor(const std::string& path, const Response& response, bool all_types) {
  const std::string lead = EscapeField(path);
  std::string out;
  for (const v1::Section& section : response.sections()) {
    absl::StrAppend(&out, lead, "\tsection\t", SectionLine(section));
  }
  for (const v1::Commitment& commitment : response.commitments()) {
    if (!all_types && commitment.type() == v1::COMMITMENT_TYPE_STANCE) continue;
    absl::StrAppend(&out, lead, "\tcommitment\t", CommitmentLine(commitment));
  }
  return out;
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

std::string LayOut(const std::string& path, const Response& response, const ReadFlags& flags,
                   const Layout& layout) {
  const LetterHead head = HeadOf(path, response.facts());
  SectionCounts counts;
  for (const v1::Commitment& commitment : response.commitments()) {
    CountCommitment(commitment, &counts);
  }
  const std::vector<v1::Section> sections(response.sections().begin(), response.sections().end());
  const std::vector<v1::Commitment> commitments(response.commitments().begin(),
                                                response.commitments().end());
  Layout list_layout = layout;
  list_layout.wide = flags.wide;
  return absl::StrCat(RenderSections(head, sections, counts, layout),
                      AnalysisNotes(response.analysis(), layout), "\n",
                      RenderCommitments(head, commitments, flags.all_types, true, list_layout));
}

class AnalyzeOutput {
 public:
  AnalyzeOutput(const Arguments& arguments, Console& console)
      : flags_(arguments.read), console_(console) {}

  void Add(const std::string& path, const absl::StatusOr<Response>& result) {
    if (console_.format() == Format::kText) {
      AddText(path, result);
    } else if (console_.format() == Format::kJson) {
      objects_.push_back(JsonFor(path, result));
    } else {
      console_.Print(JsonFor(path, result) + "\n");
      console_.Flush();
    }
    Judge(result);
  }

  // The exit code for all: the failure itself when nothing went well.
  ExitCode Finish() {
    if (console_.format() == Format::kJson) {
      console_.Print(absl::StrCat("{\"results\":[", absl::StrJoin(objects_, ","), "]}\n"));
    }
    const bool mixed = succeeded_ > 0 && failure_ != kExitDone && failure_ != kExitPassing;
    return mixed || (failure_ == kExitDone && partial_) ? kExitIncomplete : failure_;
  }

 private:
  void AddText(const std::string& path, const absl::StatusOr<Response>& result) {
    if (!result.ok()) {
      console_.Fail(result.status());
    } else if (console_.laid_out()) {
      if (succeeded_ > 0) console_.Print("\n");
      console_.Print(LayOut(path, *result, flags_, console_.layout()));
    } else {
      console_.Print(LinesFor(path, *result, flags_.all_types));
    }
    console_.Flush();
  }

  void Judge(const absl::StatusOr<Response>& result) {
    if (!result.ok()) {
      if (failure_ == kExitDone || ExitCodeFor(result.status()) == kExitPassing) {
        failure_ = ExitCodeFor(result.status());
      }
      return;
    }
    ++succeeded_;
    if (result->analysis().state() != v1::ANALYSIS_STATE_SUCCEEDED) partial_ = true;
  }

  const ReadFlags& flags_;
  Console& console_;
  std::vector<std::string> objects_;
  int succeeded_ = 0;
  bool partial_ = false;
  ExitCode failure_ = kExitDone;
};

}  // namespace

ExitCode RunAnalyze(const Arguments& arguments, Console& console) {
  const auto stub = v1::DocumentService::NewStub(client::Connect(arguments.common.server));
  AnalyzeOutput output(arguments, console);
  for (const std::string& path : arguments.operands) {
    const absl::StatusOr<Response> result = Analyze(*stub, path, arguments.common);
    output.Add(path, result);
    // Without a server the other files would only fail as well.
    if (result.status().code() == absl::StatusCode::kUnavailable) break;
  }
  return output.Finish();
}

}  // namespace pledge::cli
