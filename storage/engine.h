// An ordered key-value store with consistent read views and one atomic, durable
// commit: all that the record store asks of a database. Keys and values are raw
// bytes; keys sort by unsigned byte.
//
// Thread safety: an Engine may be used from any thread, but Commit is called by
// one thread at a time. A View and its cursors belong to one thread. Views must
// be destroyed before the engine, cursors before their view.
#ifndef PLEDGE_STORAGE_ENGINE_H_
#define PLEDGE_STORAGE_ENGINE_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::storage {

// How the rows of a range of tags (first byte of a key) are used. An engine may
// place them accordingly, or ignore it.
enum class KeyProfile : uint8_t {
  kSmall,   // few or random small rows
  kAppend,  // written once, in key order
  kHot,     // read by most calls, under 2 KiB
  kScan,    // read in long ranges, under 1 KiB
  kLarge,   // compressed already, 2 KiB and more
};

// A closed range of tags with one profile. `name` is [a-z]+ and names files of
// the engine: on disk, never change.
struct KeyFamily {
  std::string name;
  uint8_t first_tag = 0;
  uint8_t last_tag = 0;
  KeyProfile profile = KeyProfile::kSmall;
};

// Puts and deletes of single keys that take effect together. Writing a key
// twice is allowed; the later call wins.
class Batch {
 public:
  struct Entry {
    std::string key;
    std::string_view value;
    bool is_delete = false;
  };

  // Keeps `value`.
  void Put(std::string key, std::string value);
  // Keeps a view of `value`, which must outlive the batch. For large values.
  void PutView(std::string key, std::string_view value);
  void Delete(std::string key);

  // In the order of the calls.
  const std::vector<Entry>& entries() const { return entries_; }
  bool empty() const { return entries_.empty(); }
  // Bytes of keys and values.
  size_t size_bytes() const { return size_bytes_; }
  // Sorts by key, keeping the order of calls for one key. Engines write sorted
  // batches faster.
  void Sort();

 private:
  std::vector<Entry> entries_;
  std::deque<std::string> values_;  // a deque does not move its elements
  size_t size_bytes_ = 0;
};

// What became of a commit.
enum class CommitOutcome : uint8_t {
  kDone,     // on disk, visible to views opened from now on
  kRefused,  // nothing was written; the engine is as before; a reason is the answer
  kUnknown,  // may be there after the engine is opened again; stop writing
};

struct CommitResult {
  CommitOutcome outcome = CommitOutcome::kDone;
  absl::Status status;  // why not; OK for kDone
};

enum class ScanDirection : uint8_t { kForward, kBackward };

struct ScanOptions {
  ScanDirection direction = ScanDirection::kForward;
  // Bytes to read ahead from disk; 0 lets the engine choose.
  size_t readahead_bytes = 0;
  // False for long scans that should not push hot rows out of the cache.
  bool fill_cache = true;
};

// A position in one key range. Starts before the first row: call Seek first.
class Cursor {
 public:
  virtual ~Cursor() = default;

  // Moves to the first row with key >= `key` inside the bounds; a backward
  // cursor to the last row with key <= `key`.
  virtual void Seek(std::string_view key) = 0;
  // One row on, in the direction of the cursor. Needs Valid().
  virtual void Next() = 0;
  // False at the end of the range and after an error: look at status().
  virtual bool Valid() const = 0;
  // Good until the next Seek or Next. Need Valid().
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  // DATA_LOSS when stored bytes are damaged, UNAVAILABLE when they cannot be
  // read now.
  virtual absl::Status status() const = 0;
};

// One consistent state, held for milliseconds: an engine keeps old data while a
// view is open. Everything here may block on disk.
class View {
 public:
  virtual ~View() = default;

  // The value, or nullopt when the key is not there. Errors as Cursor::status.
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view key) = 0;
  // The values of `keys`, in their order.
  virtual absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      const std::vector<std::string>& keys) = 0;
  // Rows with lower <= key < upper; all of one family.
  virtual std::unique_ptr<Cursor> Scan(std::string_view lower, std::string_view upper,
                                       const ScanOptions& options) = 0;
};

// Keys with lower <= key < upper; all of one family.
struct EraseRange {
  std::string lower;
  std::string upper;
};

struct EngineStats {
  uint64_t free_disk_bytes = 0;  // for this process; UINT64_MAX: no disk
  // True when opening had to leave out damaged log records: commits that were
  // reported as done may be missing.
  bool log_was_damaged = false;
};

// Memory that an engine keeps rows in.
struct EngineMemory {
  uint64_t cache_bytes = 0;
  uint64_t cache_limit_bytes = 0;  // 0: the engine has no cache of its own
};

class Engine {
 public:
  // Closes the store. No view may be open.
  virtual ~Engine() = default;

  // The state after the newest done commit.
  virtual std::unique_ptr<View> OpenView() = 0;
  // Writes `batch`, all or nothing, and returns when it is on disk. Sorts it.
  // After kUnknown every further commit is kRefused until the engine is opened
  // again; reading goes on.
  virtual CommitResult Commit(Batch& batch) = 0;
  // Makes rows that were deleted in these ranges go from the engine's files as
  // well. May rewrite much of the store; blocks for as long. Views go on.
  // UNAVAILABLE when older views stay open or the disk fails: try again.
  virtual absl::Status Erase(const std::vector<EraseRange>& ranges) = 0;
  // Cheap enough for every commit. STORE_UNREACHABLE or DRAINING while no commit
  // can be made.
  virtual absl::StatusOr<EngineStats> Stats() = 0;
  // Writes a copy of the state into the folder `dir`, which is there and holds
  // nothing of the engine; opened there, the engine has at least the newest done
  // commit. Commits go on meanwhile. NOT_SUPPORTED for an engine without files.
  virtual absl::Status Checkpoint(const std::string& dir) = 0;
  // For whoever watches the process. Does not block on disk.
  virtual EngineMemory Memory() { return {}; }
  // Bytes that the store takes, on disk where it has one. May block.
  virtual absl::StatusOr<uint64_t> StoredBytes() = 0;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_ENGINE_H_
