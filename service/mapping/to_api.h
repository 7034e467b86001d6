// What the pipeline found → messages of the public API, with ids and names
// that are relative to no document. The one place where the two meet.
// Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_TO_API_H_
#define PLEDGE_SERVICE_MAPPING_TO_API_H_

#include <string>
#include <vector>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "pledge/v1/reading.pb.h"
#include "service/pipeline/analyze.h"

namespace pledge::mapping {

// All derived records of one document. Text offsets are bytes.
struct ApiRecords {
  v1::LetterFacts facts;
  std::vector<v1::Section> sections;  // furniture last
  std::vector<v1::Commitment> commitments;
  std::vector<v1::Achievement> achievements;
  v1::Analysis analysis;  // with result_digest and counts
};

// `caller_facts` win over extracted ones, field by field. Names are
// "sections/2.1", "commitments/c01", "achievements/a01".
ApiRecords ToApi(const pipeline::AnalyzedDocument& analyzed, const v1::LetterFacts& caller_facts);

// What became of each sentence of a document that was analysed with `explain`;
// `records` are those of the same document, for their names.
std::vector<v1::SentenceReading> ToReadings(const pipeline::AnalyzedDocument& analyzed,
                                            const ApiRecords& records);

// The place of a range of the cleaned text, in the text and in the source.
void SetProvenance(const pipeline::CleanText& clean, pipeline::ByteRange range,
                   v1::Provenance* out);

// Where the words stand that Section.text of section `index` of the tree joins by
// line breaks: those of its children left out, blank edges trimmed.
std::vector<pipeline::ByteRange> OwnRanges(const pipeline::CleanText& clean,
                                           const pipeline::SectionTree& tree, size_t index);

// The map between source and cleaned text, in the order of the source.
std::vector<v1::Repair> ToRepairs(const pipeline::CleanText& clean);

// Id inside a name: what follows the last '/'.
std::string IdOf(const std::string& name);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_TO_API_H_
