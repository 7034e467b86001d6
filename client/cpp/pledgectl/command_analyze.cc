#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/analyze_call.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/render_commitments.h"
#include "client/cpp/pledgectl/render_sections.h"

namespace pledge::cli {
namespace {

using Response = v1::AnalyzeDocumentResponse;

std::string JsonFor(const std::string& path, const absl::StatusOr<AnalyzedFile>& result) {
  const std::string rest = result.ok() ? "\"response\":" + ToJson(result->response)
                                       : "\"error\":" + ErrorJson(result.status());
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

  void Add(const std::string& path, const absl::StatusOr<AnalyzedFile>& result) {
    if (console_.format() == Format::kText) {
      AddText(path, result);
    } else if (console_.format() == Format::kJson) {
      objects_.push_back(JsonFor(path, result));
    } else {
      console_.Print(JsonFor(path, result) + "\n");
      console_.Flush();
    }
    tally_.Add(result);
  }

  ExitCode Finish() {
    if (console_.format() == Format::kJson) {
      console_.Print(absl::StrCat("{\"results\":[", absl::StrJoin(objects_, ","), "]}\n"));
    }
    return tally_.Code();
  }

 private:
  void AddText(const std::string& path, const absl::StatusOr<AnalyzedFile>& result) {
    if (!result.ok()) {
      console_.Fail(result.status());
    } else if (console_.laid_out()) {
      if (tally_.succeeded() > 0) console_.Print("\n");
      console_.Print(LayOut(path, result->response, flags_, console_.layout()));
    } else {
      console_.Print(LinesFor(path, result->response, flags_.all_types));
    }
    console_.Flush();
  }

  const ReadFlags& flags_;
  Console& console_;
  std::vector<std::string> objects_;
  AnalyzeTally tally_;
};

}  // namespace

ExitCode RunAnalyze(const Arguments& arguments, Console& console) {
  const auto stub =
      v1::DocumentService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  AnalyzeOutput output(arguments, console);
  for (const std::string& path : arguments.operands) {
    const absl::StatusOr<AnalyzedFile> result = AnalyzeFile(*stub, path, arguments.common, {});
    output.Add(path, result);
    // Without a server the other files would only fail as well.
    if (result.status().code() == absl::StatusCode::kUnavailable) break;
  }
  return output.Finish();
}

}  // namespace pledge::cli
