// The durable mark: a small file beside the store that says how far the store
// had come. No recovery mode of the engine notices a log that was cut at a
// record border or deleted; comparing with the mark does. Used by one thread.
//
// The file DIR/mark is made whole by a rename and has two slots, one written
// after the other, so that a torn write leaves the one before. A missing file
// means that nothing is claimed: removing it is how an operator accepts a loss.
#ifndef PLEDGE_STORAGE_DURABLE_MARK_H_
#define PLEDGE_STORAGE_DURABLE_MARK_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::storage {

// What a mark claims: the store with this id reached this commit, and its log
// up to there has this running digest.
struct MarkPoint {
  std::string store_id;
  uint64_t head = 0;
  std::string log_digest;  // 32 raw bytes
  bool operator==(const MarkPoint&) const = default;
};

class DurableMark {
 public:
  // Reads the mark in `dir`. DATA_LOSS with CHECKSUM_FAILED when the file is
  // there and neither slot is whole; UNAVAILABLE when it cannot be read.
  static absl::StatusOr<std::unique_ptr<DurableMark>> Open(const std::string& dir);

  DurableMark(const DurableMark&) = delete;
  DurableMark& operator=(const DurableMark&) = delete;
  ~DurableMark();

  // What was found at opening or written last; nullopt when there is no file.
  const std::optional<MarkPoint>& point() const { return point_; }

  // Writes `point` and returns when it is on disk. Blocks. On an error the mark
  // on disk is this one or the one before.
  absl::Status Write(const MarkPoint& point);

 private:
  explicit DurableMark(std::string dir) : dir_(std::move(dir)) {}

  absl::Status Load();
  // Makes the file with `slot` at `index` and the other slot empty.
  absl::Status CreateFile(const std::string& slot, int index);

  const std::string dir_;
  int file_ = -1;
  uint64_t counter_ = 0;  // of the newest slot; its parity is the slot's index
  std::optional<MarkPoint> point_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DURABLE_MARK_H_
