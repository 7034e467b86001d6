// What a watch wants to see, checked and compiled, and asked of a document as it
// was at one commit. Immutable; thread-safe.
#ifndef PLEDGE_SERVICE_QUERY_CHANGE_SELECTOR_H_
#define PLEDGE_SERVICE_QUERY_CHANGE_SELECTOR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/watch_service.pb.h"
#include "service/query/read_mask.h"
#include "service/query/record_filter.h"
#include "service/query/selection.h"
#include "storage/record_store.h"

namespace pledge::query {

class ChangeSelector {
 public:
  // FIELD_INVALID, FILTER_SYNTAX, MASK_UNKNOWN_PATH.
  static absl::StatusOr<ChangeSelector> Create(const v1::WatchChangesRequest& request);

  v1::WatchTarget target() const { return target_; }
  bool include_previous() const { return include_previous_; }
  bool names_only() const { return names_only_; }
  const ReadMask& mask() const { return mask_; }
  // None: everything.
  const std::vector<storage::ScanParent>& parents() const { return selection_.scan.parents; }
  bool include_deleted() const { return selection_.scan.include_deleted; }
  // The mask names personal data.
  bool with_personal_data() const { return with_personal_data_; }
  // What is asked of a letter's own fields may change without its content.
  bool has_filter() const { return selection_.filter.has_value(); }

  // False when no document of the collection can be wanted.
  bool MayWantCollection(const std::string& collection_id) const;
  // The document lies below a parent.
  bool HasParentOf(const storage::StoredRevision& revision) const;
  // It does, and its state is wanted.
  bool Shows(const storage::StoredRevision& revision) const;
  bool Matches(const v1::Document& document) const;
  // `tag` is that of the stored record.
  bool Matches(const storage::ColumnRow& letter, const storage::CommitmentColumns& columns,
               uint8_t tag, const v1::Commitment& commitment) const;

 private:
  explicit ChangeSelector(Selection selection) : selection_(std::move(selection)) {}

  v1::WatchTarget target_ = v1::WATCH_TARGET_DOCUMENTS;
  bool include_previous_ = false;
  bool names_only_ = false;
  bool with_personal_data_ = false;
  ReadMask mask_;
  Selection selection_;
  std::optional<DocumentFilter> document_filter_;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_CHANGE_SELECTOR_H_
