#include <string>

#include "service/mapping/to_api.h"

namespace pledge::mapping {
namespace {

using pipeline::ByteRange;
using pipeline::ExplainedClause;

std::string Text(const pipeline::CleanText& clean, ByteRange range) {
  return clean.text.substr(range.start, range.size());
}

std::string RecordName(const ExplainedClause& clause, const ApiRecords& records) {
  if (clause.record < 0) return "";
  const auto index = static_cast<size_t>(clause.record);
  return clause.is_commitment ? records.commitments[index].name()
                              : records.achievements[index].name();
}

v1::ClauseReading ToReading(const pipeline::CleanText& clean, const ExplainedClause& clause,
                            const ApiRecords& records) {
  v1::ClauseReading out;
  out.set_text(Text(clean, clause.range));
  SetProvenance(clean, clause.range, out.mutable_provenance());
  if (!clause.predicate.empty()) {
    out.mutable_predicate()->set_text(Text(clean, clause.predicate));
    SetProvenance(clean, clause.predicate, out.mutable_predicate()->mutable_provenance());
  }
  out.set_verdict(static_cast<v1::ClauseVerdict>(clause.verdict));
  out.set_record(RecordName(clause, records));
  for (const char* id : clause.rule_ids) out.add_rule_ids(id);
  return out;
}

}  // namespace

std::vector<v1::SentenceReading> ToReadings(const pipeline::AnalyzedDocument& analyzed,
                                            const ApiRecords& records) {
  std::vector<v1::SentenceReading> out;
  for (const pipeline::ExplainedSentence& sentence : analyzed.sentences) {
    v1::SentenceReading& reading = out.emplace_back();
    reading.set_text(Text(analyzed.clean, sentence.range));
    SetProvenance(analyzed.clean, sentence.range, reading.mutable_provenance());
    if (sentence.section >= 0) {
      reading.set_section(records.sections[static_cast<size_t>(sentence.section)].name());
    }
    for (const ExplainedClause& clause : sentence.clauses) {
      *reading.add_clauses() = ToReading(analyzed.clean, clause, records);
    }
  }
  return out;
}

}  // namespace pledge::mapping
