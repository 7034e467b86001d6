#include "service/pipeline/analyze.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/pipeline/stage_clock.h"
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
  StageClock clock;
  auto decoded = Decode(source);
  if (!decoded.ok()) return decoded.status();
  clock.End(Stage::kDecode);
  AnalyzedDocument out;
  out.clean = Clean(*decoded);
  clock.End(Stage::kClean);
  out.tree = Segment(out.clean);
  clock.End(Stage::kSegment);
  std::vector<ReadPassage> passages;
  out.extraction = Extract(out.clean, out.tree, options.explain ? &passages : nullptr, &clock);
  clock.End(Stage::kExtract);
  out.warnings = out.clean.warnings;
  AddMismatch(DropFalseRecords(source.bytes, out.clean, &out.tree, &out.extraction), &out);
  clock.End(Stage::kVerify);
  if (options.explain) {
    out.sentences = Explain(out.clean.text, out.tree, out.extraction, passages);
  }
  return out;
}

}  // namespace pledge::pipeline
