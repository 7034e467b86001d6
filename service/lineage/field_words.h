// Values of fields as words that a person can read. Pure functions.
#ifndef PLEDGE_SERVICE_LINEAGE_FIELD_WORDS_H_
#define PLEDGE_SERVICE_LINEAGE_FIELD_WORDS_H_

#include <string>

#include "google/type/date.pb.h"
#include "pledge/v1/commitment.pb.h"

namespace pledge::lineage {

// The name of an enum value without the prefix of its type, in lower case, such
// as "firm"; empty for UNSPECIFIED.
std::string WordOf(v1::CommitmentType type);
std::string WordOf(v1::Strength strength);
std::string WordOf(v1::Polarity polarity);
std::string WordOf(v1::Verifiability verifiability);

// ISO 8601 as far as known: 2027, 2027-06, 2027-06-30; empty when absent.
std::string IsoDate(const google::type::Date& date);

// The normalized value, or the words when there is none.
std::string ValueOf(const v1::Argument& argument);

// The beginning of UTF-8 text, cut between characters at `max_bytes`.
std::string Beginning(const std::string& text, size_t max_bytes);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_FIELD_WORDS_H_
