// Takes the blocks of an export into an empty store. Rows go to their places at
// once, some MiB a commit; nothing is seen of them before the last commit. The
// progress stands in the same commits, so that an import that was cut goes on at
// the block behind what is durable.
#ifndef PLEDGE_STORAGE_IMPORT_WRITER_H_
#define PLEDGE_STORAGE_IMPORT_WRITER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/committer.h"
#include "storage/engine.h"
#include "storage/import_operation.h"
#include "storage/store_state.h"
#include "storage/transfer.h"
#include "storage/transfer_block.h"
#include "storage/transfer_rows.h"

namespace pledge::storage {

class ImportWriter final : public Importer {
 public:
  // Reads how far an import has come. All must outlive the importer, which sets
  // `is_running` to false at its end. STORE_NOT_EMPTY.
  static absl::StatusOr<std::unique_ptr<Importer>> Create(Engine& engine, const StoreState& state,
                                                          Committer& committer,
                                                          std::atomic<bool>& is_running);
  ~ImportWriter() override;

  absl::Status Take(std::string_view block) override;
  absl::StatusOr<ImportResult> Finish(std::string_view digest) override;

 private:
  ImportWriter(Committer& committer, std::atomic<bool>& is_running)
      : committer_(committer), is_running_(is_running) {}

  absl::Status LoadCollections(View& view);
  absl::Status TakeBlock(std::string_view bytes);
  absl::Status CheckHeader(const BlockHeader& header) const;
  // Gathers the pieces of a value; then takes the record.
  absl::Status TakePiece(const BlockRecord& record);
  absl::Status TakeRecord(TransferKind kind, std::string_view key, std::string_view value);
  absl::Status TakeCollection(const TransferKey& key, std::string_view value);
  absl::Status TakeRevision(const TransferKey& key, std::string_view value);
  absl::Status CheckDocument(TransferKind kind, const TransferKey& key,
                             std::string_view value) const;
  absl::Status CheckEnd(std::string_view value) const;
  absl::Status Content(std::string_view message) const;
  // Makes what was taken durable.
  absl::Status Flush(bool is_complete);

  Committer& committer_;
  std::atomic<bool>& is_running_;
  absl::Status failure_;  // after which nothing is taken

  // Where the stream stands, and what of it is durable.
  uint64_t index_ = 0;  // of the next block
  std::string digest_;  // over the blocks before
  bool has_end_ = false;
  uint64_t durable_blocks_ = 0;
  std::string durable_digest_;
  v1::ImportProgress progress_;

  // The document that the last record belongs to.
  uint32_t collection_ = 0;
  uint32_t document_ = 0;

  // A value of which the last piece is missing.
  bool is_open_ = false;
  TransferKind open_kind_ = TransferKind::kEnd;
  std::string open_key_;
  std::string open_value_;

  std::map<uint32_t, CollectionEntry> collections_;  // by number
  std::map<uint32_t, CollectionEntry> changed_;      // since the last commit
  ImportRows rows_;
  size_t row_bytes_ = 0;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_IMPORT_WRITER_H_
