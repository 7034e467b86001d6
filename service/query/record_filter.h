// Filters over records and documents: what a parsed filter says of each, from
// columns alone as far as they go. Immutable; thread-safe.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_FILTER_H_
#define PLEDGE_SERVICE_QUERY_RECORD_FILTER_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "service/query/filter_ast.h"
#include "storage/column_row.h"
#include "storage/record_store.h"

namespace pledge::query {

class RecordFilter {
 public:
  // `field` is the request field that holds the filter. FILTER_SYNTAX.
  static absl::StatusOr<RecordFilter> Create(std::string_view field, std::string_view filter,
                                             storage::RecordKind kind);

  // True when no columns can decide the filter for every record.
  bool ReadsRecords() const;

  // Index terms of every letter that has a matching record, as far as the filter
  // names an issuer or a label that must be equal.
  std::vector<storage::TermRange> RequiredTerms() const;

  // Of all records of the revision: kFalse or kTrue when the letter decides.
  Truth OnLetter(const storage::ColumnRow& letter) const;
  // Of one commitment by its columns; kUnknown when the record must be read.
  Truth OnCommitment(const storage::ColumnRow& letter,
                     const storage::CommitmentColumns& columns) const;
  // Of one record of which only the tag is known.
  Truth OnTag(const storage::ColumnRow& letter, uint8_t tag) const;
  // Of a record that was read. Never kUnknown.
  Truth OnRecord(const storage::ColumnRow& letter, const storage::CommitmentColumns& columns,
                 const v1::Commitment& commitment) const;
  Truth OnRecord(const storage::ColumnRow& letter, const v1::Section& section) const;
  Truth OnRecord(const storage::ColumnRow& letter, const v1::Achievement& achievement) const;

 private:
  explicit RecordFilter(FilterNode root) : root_(std::move(root)) {}

  FilterNode root_;
};

class DocumentFilter {
 public:
  static absl::StatusOr<DocumentFilter> Create(std::string_view field, std::string_view filter);

  // `document` with all but personal fields.
  bool Matches(const v1::Document& document) const;

 private:
  explicit DocumentFilter(FilterNode root) : root_(std::move(root)) {}

  FilterNode root_;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_FILTER_H_
