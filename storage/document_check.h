// Checks one document with all its rows in one view: the chain of its revisions,
// what they point to, and that nothing else stands there. One thread; blocks on
// disk.
#ifndef PLEDGE_STORAGE_DOCUMENT_CHECK_H_
#define PLEDGE_STORAGE_DOCUMENT_CHECK_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/document_reader.h"
#include "storage/fault_list.h"
#include "storage/store_check.h"

namespace pledge::storage {

class DocumentCheck {
 public:
  // All must outlive the check. `collection_id` is empty when the collection is not
  // known, which is a fault.
  DocumentCheck(View& view, std::string_view collection_id, const ContentCheck& content,
                StoreCheckCounts& counts, FaultList& faults)
      : view_(view),
        collection_id_(collection_id),
        content_(content),
        counts_(counts),
        faults_(faults) {}

  // Errors only when the engine cannot read.
  absl::Status Run(uint32_t collection, uint32_t document);

  // After Run: the document is neither deleted nor purged.
  bool is_live() const { return is_live_; }

 private:
  // A revision whose row parses, newest first.
  using Revisions = std::vector<RevisionAt>;
  // The rows of one tag by commit: whether a revision points to it.
  using Rows = std::map<uint64_t, bool>;

  void Find(std::string message);
  void FindAt(const RevisionAt& at, std::string message);
  // The value at `key`, counted; nullopt after naming `what` as missing.
  absl::StatusOr<std::optional<std::string>> Read(const RevisionAt& at, const std::string& key,
                                                  std::string_view what);

  absl::Status ReadRevisions();
  absl::Status CheckChain();
  absl::Status CheckBegin(const RevisionAt& oldest);
  absl::Status CheckLogged(const RevisionAt& at);
  absl::Status CheckName();
  absl::Status CheckHead();
  absl::Status CheckContent(const RevisionAt& at);
  absl::Status CheckColumnsOnly(const RevisionAt& at);
  // `content`: where its derived rows stand.
  absl::Status CheckText(const RevisionAt& at, const DocumentKey& content);
  absl::StatusOr<std::string> ReadSource(const RevisionAt& at, bool* is_whole);
  absl::Status FindOrphans();

  View& view_;
  const std::string collection_id_;
  const ContentCheck& content_;
  StoreCheckCounts& counts_;
  FaultList& faults_;
  uint32_t collection_ = 0;
  uint32_t document_ = 0;
  Revisions revisions_;
  bool is_live_ = false;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_CHECK_H_
