#include "service/pipeline/analyze.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/pipeline/verify_records.h"

namespace pledge::pipeline {
namespace {

void AddMismatch(size_t dropped, AnalyzedDocument* out) {
  if (dropped == 0) return;
  out->warnings.insert(out->warnings.begin(),
                       Warning{"ANCHOR_MISMATCH",
                               absl::StrCat(dropped,
                                            " records whose pointer into the source did "
                                            "not prove true were dropped"),
                               {}});
}

}  // namespace

absl::StatusOr<AnalyzedDocument> Analyze(const SourceDocument& source, AnalyzeOptions options) {
  auto decoded = Decode(source);
  if (!decoded.ok()) return decoded.status();
  AnalyzedDocument out;
  out.clean = Clean(*decoded);
  out.tree = Segment(out.clean);
  std::vector<ReadPassage> passages;
  out.extraction = Extract(out.clean, out.tree, options.explain ? &passages : nullptr);
  out.warnings = out.clean.warnings;
  AddMismatch(DropFalseRecords(source.bytes, out.clean, &out.tree, &out.extraction), &out);
  if (options.explain) {
    out.sentences = Explain(out.clean.text, out.tree, out.extraction, passages);
  }
  return out;
}

}  // namespace pledge::pipeline
