// AnalyzeDocument on a file or on the bytes of a stored letter: what analyze and
// explain have in common. Blocks on disk and on the server.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_ANALYZE_CALL_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_ANALYZE_CALL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/arguments.h"
#include "client/cpp/pledgectl/exit_code.h"
#include "client/cpp/pledgectl/layout.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::cli {

// What to ask for besides the records.
struct AnalyzeWish {
  bool explain = false;
  v1::OffsetUnit unit = v1::OFFSET_UNIT_UTF8_BYTE;
};

struct AnalyzedFile {
  std::string data;  // as sent
  v1::AnalyzeDocumentResponse response;
};

// Reads `path` ("-" is standard input) and has it analysed. Errors name the
// file; DOCUMENT_TOO_LARGE without a call.
absl::StatusOr<AnalyzedFile> AnalyzeFile(v1::DocumentService::Stub& stub, const std::string& path,
                                         const CommonFlags& flags, const AnalyzeWish& wish);

// The same for the bytes of a stored document or revision, read with the charset
// that was found in them. Analyses them anew: a newer engine than the one that
// made the stored records is named in `stored_engine`, else empty.
absl::StatusOr<AnalyzedFile> AnalyzeStored(v1::DocumentService::Stub& stub,
                                           const client::ResourceName& name,
                                           const CommonFlags& flags, const AnalyzeWish& wish,
                                           std::string* stored_engine);

// The exit code for several files: the failure itself when nothing went well,
// "incomplete" when some did or an analysis was partial.
class AnalyzeTally {
 public:
  void Add(const absl::StatusOr<AnalyzedFile>& result);
  int succeeded() const { return succeeded_; }
  ExitCode Code() const;

 private:
  int succeeded_ = 0;
  bool partial_ = false;
  ExitCode failure_ = kExitDone;
};

// Lines about how the analysis went: repaired damage and warnings.
std::string AnalysisNotes(const v1::Analysis& analysis, const Layout& layout);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_ANALYZE_CALL_H_
