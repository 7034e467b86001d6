// What a watch wants to see, checked, and asked of a document as it was at one
// commit. Immutable; thread-safe.
#ifndef PLEDGE_SERVICE_QUERY_CHANGE_SELECTOR_H_
#define PLEDGE_SERVICE_QUERY_CHANGE_SELECTOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/watch_service.pb.h"
#include "service/query/read_mask.h"
#include "storage/record_store.h"

namespace pledge::query {

class ChangeSelector {
 public:
  // FIELD_INVALID, MASK_UNKNOWN_PATH.
  static absl::StatusOr<ChangeSelector> Create(const v1::WatchChangesRequest& request);

  v1::WatchTarget target() const { return target_; }
  bool include_previous() const { return include_previous_; }
  bool names_only() const { return names_only_; }
  const ReadMask& mask() const { return mask_; }
  // None: everything.
  const std::vector<storage::ScanParent>& parents() const { return parents_; }
  bool include_deleted() const { return include_deleted_; }
  // The mask names personal data.
  bool with_personal_data() const { return with_personal_data_; }

  // False when no document of the collection can be wanted.
  bool MayWantCollection(const std::string& collection_id) const;
  // The document lies below a parent.
  bool HasParentOf(const storage::StoredRevision& revision) const;
  // It does, and its state is wanted.
  bool Shows(const storage::StoredRevision& revision) const;
  // `tag` is that of a stored commitment.
  bool Matches(uint8_t tag) const { return (tag_mask_ & (1u << tag)) != 0; }

 private:
  ChangeSelector() = default;

  v1::WatchTarget target_ = v1::WATCH_TARGET_DOCUMENTS;
  bool include_previous_ = false;
  bool names_only_ = false;
  bool include_deleted_ = false;
  bool with_personal_data_ = false;
  ReadMask mask_;
  std::vector<storage::ScanParent> parents_;
  uint32_t tag_mask_ = 0xffffffff;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_CHANGE_SELECTOR_H_
