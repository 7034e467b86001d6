// Records of a letter that was made up for these tests.
#ifndef PLEDGE_TESTS_UNIT_PLEDGECTL_SAMPLE_RECORDS_H_
#define PLEDGE_TESTS_UNIT_PLEDGECTL_SAMPLE_RECORDS_H_

#include <string>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"

namespace pledge::testing {

inline constexpr char kRevision[] = "collections/city/documents/lamps/revisions/1";
inline constexpr char kIssuer[] = "示例市城市管理局";

inline v1::Commitment MakeCommitment(const std::string& id, v1::Strength strength,
                                     const std::string& text) {
  v1::Commitment out;
  out.set_name(std::string(kRevision) + "/commitments/" + id);
  out.set_text(text);
  out.set_type(v1::COMMITMENT_TYPE_ACTION);
  out.set_strength(strength);
  out.set_polarity(v1::POLARITY_AFFIRM);
  out.set_verifiability(v1::VERIFIABILITY_MEDIUM);
  out.set_section(std::string(kRevision) + "/sections/2.1");
  out.mutable_letter()->set_issuer(kIssuer);
  auto* range = out.mutable_provenance()->add_source_ranges();
  range->set_start(120);
  range->set_end(120 + static_cast<int64_t>(text.size()));
  return out;
}

inline v1::Section MakeSection(const std::string& id, v1::SectionKind kind, int level,
                               const std::string& number, const std::string& heading,
                               const std::string& text) {
  v1::Section out;
  out.set_name(std::string(kRevision) + "/sections/" + id);
  out.set_kind(kind);
  out.set_level(level);
  out.set_heading_number(number);
  out.set_heading(heading);
  out.set_text(text);
  auto* range = out.mutable_provenance()->add_source_ranges();
  range->set_start(0);
  range->set_end(9);
  return out;
}

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_UNIT_PLEDGECTL_SAMPLE_RECORDS_H_
