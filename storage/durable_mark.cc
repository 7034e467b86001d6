#include "storage/durable_mark.h"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// A slot, on disk, never renumber: 8 bytes of magic, u32 format, u64 counter,
// prefixed store id, u64 head, prefixed log digest, u64 XXH3 of all before; the
// rest is zero. Slots stand in pages of their own, so that one torn page write
// cannot damage both.
constexpr char kMagic[] = "PLEDGEMK";
constexpr uint32_t kFormat = 1;
constexpr size_t kSlotBytes = 4096;
constexpr int kSlots = 2;

struct Slot {
  uint64_t counter = 0;
  MarkPoint point;
};

std::string EncodeSlot(const Slot& slot) {
  std::string out(kMagic);
  AppendU32(out, kFormat);
  AppendU64(out, slot.counter);
  AppendPrefixed(out, slot.point.store_id);
  AppendU64(out, slot.point.head);
  AppendPrefixed(out, slot.point.log_digest);
  AppendU64(out, XXH3_64bits(out.data(), out.size()));
  out.resize(kSlotBytes, '\0');
  return out;
}

std::optional<Slot> DecodeSlot(std::string_view bytes) {
  ByteReader in(bytes);
  Slot slot;
  const bool is_mark = in.Bytes(std::strlen(kMagic)) == kMagic && in.U32() == kFormat;
  slot.counter = in.U64();
  slot.point.store_id = in.Prefixed();
  slot.point.head = in.U64();
  slot.point.log_digest = in.Prefixed();
  const size_t size = bytes.size() - in.remaining();
  const uint64_t checksum = in.U64();
  if (!is_mark || !in.ok()) return std::nullopt;
  if (checksum != XXH3_64bits(bytes.data(), size)) return std::nullopt;
  return slot;
}

absl::Status SystemError(std::string_view what) {
  return absl::UnavailableError(
      absl::StrCat("durable mark: ", std::string(what), ": ", std::strerror(errno)));
}

absl::Status WriteSlot(int file, const std::string& slot, int index) {
  const off_t offset = static_cast<off_t>(index) * static_cast<off_t>(kSlotBytes);
  if (pwrite(file, slot.data(), slot.size(), offset) != static_cast<ssize_t>(slot.size())) {
    return SystemError("write");
  }
  return fdatasync(file) == 0 ? absl::OkStatus() : SystemError("sync");
}

absl::Status SyncDirectory(const std::string& dir) {
  const int file = open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return SystemError("open folder");
  const bool synced = fsync(file) == 0;
  absl::Status status = synced ? absl::OkStatus() : SystemError("sync folder");
  close(file);
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<DurableMark>> DurableMark::Open(const std::string& dir) {
  std::unique_ptr<DurableMark> mark(new DurableMark(dir));
  if (absl::Status status = mark->Load(); !status.ok()) return status;
  return mark;
}

DurableMark::~DurableMark() {
  if (file_ >= 0) close(file_);
}

absl::Status DurableMark::Load() {
  file_ = open((dir_ + "/mark").c_str(), O_RDWR | O_CLOEXEC);
  if (file_ < 0) return errno == ENOENT ? absl::OkStatus() : SystemError("open");
  for (int index = 0; index < kSlots; ++index) {
    std::string bytes(kSlotBytes, '\0');
    if (pread(file_, bytes.data(), kSlotBytes, index * static_cast<off_t>(kSlotBytes)) < 0) {
      return SystemError("read");
    }
    std::optional<Slot> slot = DecodeSlot(bytes);
    if (!slot || slot->counter < counter_) continue;
    counter_ = slot->counter;
    point_ = std::move(slot->point);
  }
  if (point_) return absl::OkStatus();
  return MakeError(ErrorReason::kChecksumFailed, "the durable mark is damaged");
}

absl::Status DurableMark::CreateFile(const std::string& slot, int index) {
  const std::string path = dir_ + "/mark";
  const std::string fresh = path + ".new";
  file_ = open(fresh.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file_ < 0) return SystemError("create");
  const std::string empty(kSlotBytes, '\0');
  if (absl::Status status = WriteSlot(file_, empty, 1 - index); !status.ok()) return status;
  if (absl::Status status = WriteSlot(file_, slot, index); !status.ok()) return status;
  if (rename(fresh.c_str(), path.c_str()) != 0) return SystemError("rename");
  return SyncDirectory(dir_);
}

absl::Status DurableMark::Write(const MarkPoint& point) {
  const uint64_t counter = counter_ + 1;
  const std::string slot = EncodeSlot({counter, point});
  const int index = static_cast<int>(counter % kSlots);
  absl::Status status = file_ < 0 ? CreateFile(slot, index) : WriteSlot(file_, slot, index);
  if (!status.ok()) return status;
  counter_ = counter;
  point_ = point;
  return absl::OkStatus();
}

}  // namespace pledge::storage
