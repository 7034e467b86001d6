// The whole chain: decode → clean → segment → extract, with every pointer
// checked against the source before it is handed out. Pure, thread-safe;
// knows no protobuf, gRPC or storage.
#ifndef PLEDGE_SERVICE_PIPELINE_ANALYZE_H_
#define PLEDGE_SERVICE_PIPELINE_ANALYZE_H_

#include "absl/status/statusor.h"
#include "service/pipeline/clean/clean.h"
#include "service/pipeline/decode/decode.h"
#include "service/pipeline/explain.h"
#include "service/pipeline/extract/extract.h"
#include "service/pipeline/records.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// Build of the rules; part of every stored analysis. Raise it whenever the same
// bytes could give other records.
inline constexpr char kEngineVersion[] = "2";

struct AnalyzedDocument {
  CleanText clean;
  SectionTree tree;
  Extraction extraction;
  std::vector<Warning> warnings;             // all stages, most severe first
  std::vector<ExplainedSentence> sentences;  // empty unless asked for
};

struct AnalyzeOptions {
  bool explain = false;  // also tell what became of each sentence
};

// Fails only as Decode does. A record whose pointer does not prove true is
// dropped, with the warning ANCHOR_MISMATCH.
absl::StatusOr<AnalyzedDocument> Analyze(const SourceDocument& source, AnalyzeOptions options = {});

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_ANALYZE_H_
