#include "storage/store_opener.h"

#include <openssl/rand.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/log.h"
#include "storage/stored_values.h"
#include "storage/trim_floor.h"

namespace pledge::storage {
namespace {

constexpr uint32_t kFormat = 1;  // of the layout; on disk, never renumber
constexpr size_t kTokenKeyBytes = 32;

using Header = std::optional<v1::StoreHeader>;
using Mark = std::unique_ptr<DurableMark>;

std::string NewTokenKey() {
  std::string key(kTokenKeyBytes, '\0');
  // Without random bytes no secret is one: there is nothing to go on with.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), kTokenKeyBytes) != 1) std::abort();
  return key;
}

v1::StoreHeader NewHeader(std::string store_id, absl::Time now) {
  v1::StoreHeader header;
  header.set_format(kFormat);
  header.set_store_id(std::move(store_id));
  header.set_token_key(NewTokenKey());
  header.set_create_time_us(ToMicros(now));
  return header;
}

absl::StatusOr<Header> ReadHeader(View& view) {
  const auto value = view.Get(HeaderKey());
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  auto header = ParseRow<v1::StoreHeader>(**value);
  if (!header.ok()) return header.status();
  if (header->format() > kFormat) {
    return absl::FailedPreconditionError(absl::StrCat("the store has format ", header->format(),
                                                      "; this version reads up to ", kFormat));
  }
  return *std::move(header);
}

absl::StatusOr<v1::StoreHeader> CreateHeader(Engine& engine, absl::Time now) {
  v1::StoreHeader header = NewHeader(UuidText(NewUuid()), now);
  Batch batch;
  batch.Put(HeaderKey(), header.SerializeAsString());
  const CommitResult result = engine.Commit(batch);
  if (result.outcome != CommitOutcome::kDone) return result.status;
  return header;
}

absl::Status LoadCollections(View& view, CollectionTable& collections) {
  const KeyRange range = RangeOf(Tag::kCollection);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto id = ParseCollectionKey(cursor->key());
    const auto row = ParseRow<v1::CollectionRow>(cursor->value());
    if (!row.ok()) return row.status();
    if (!id) return DamagedRow("collection key");
    collections.Set({std::string(*id), row->number(), row->commit(), row->document_count(),
                     row->update_time_us()});
  }
  return cursor->status();
}

// True when an import was begun and is not complete.
absl::StatusOr<bool> IsImporting(View& view) {
  const auto value = view.Get(ImportKey());
  if (!value.ok()) return value.status();
  if (!value->has_value()) return false;
  const auto progress = ParseRow<v1::ImportProgress>(**value);
  if (!progress.ok()) return progress.status();
  return !progress->is_complete();
}

absl::Status LoadVerified(View& view, StoreState& state) {
  const auto value = view.Get(VerifiedKey());
  if (!value.ok() || !value->has_value()) return value.status();
  const auto row = ParseRow<v1::VerifiedTime>(**value);
  if (!row.ok()) return row.status();
  state.SetVerified(FromMicros(row->time_us()));
  return absl::OkStatus();
}

LogEnd EndOf(const std::optional<LogRow>& last) {
  LogEnd end{.last = {}, .digest = EmptyLogDigest()};
  if (!last) return end;
  end.last = {last->last_commit(), FromMicros(last->entries.back().time_us)};
  end.digest = last->running_digest;
  return end;
}

// True when the log does not hold what the mark claims.
absl::StatusOr<bool> IsBehind(View& view, const MarkPoint& mark) {
  if (mark.head == 0) return false;
  const auto row = FindLogRow(view, mark.head);
  if (!row.ok()) return row.status();
  return !row->has_value() || (*row)->last_commit() != mark.head ||
         (*row)->running_digest != mark.log_digest;
}

// What the store holds against what the mark, if any, says it should hold.
absl::StatusOr<bool> HasLost(Engine& engine, View& view, const Header& header, const LogEnd& end,
                             const std::optional<MarkPoint>& mark) {
  const absl::StatusOr<EngineStats> stats = engine.Stats();
  if (!stats.ok()) return stats.status();
  // Damaged log records may have been a write that nobody was told of; only the
  // mark can say so.
  if (!mark) return stats->log_was_damaged;
  if (!header || header->store_id() != mark->store_id) return true;
  const absl::StatusOr<bool> is_behind = IsBehind(view, *mark);
  if (is_behind.ok() && !*is_behind && stats->log_was_damaged) {
    Log(LogLevel::kWarning, "log_tail_was_damaged", {{"head", end.last.number}});
  }
  return is_behind;
}

// The mark in `dir`. Null without a folder; nullopt when it is damaged.
absl::StatusOr<std::optional<Mark>> OpenMark(const std::string& dir) {
  if (dir.empty()) return Mark();
  absl::StatusOr<Mark> mark = DurableMark::Open(dir);
  if (mark.ok()) return *std::move(mark);
  if (absl::IsDataLoss(mark.status())) return std::nullopt;
  return mark.status();
}

// A header to go on with: the stored one, or a new one for an empty store.
absl::StatusOr<v1::StoreHeader> SettleHeader(Engine& engine, Header header, bool has_lost,
                                             const Mark& mark, uint64_t head, absl::Time now) {
  if (header) return *std::move(header);
  if (has_lost) {
    // Nothing is written to a store that lost data; tokens end with the process.
    return NewHeader(mark && mark->point() ? mark->point()->store_id : UuidText(NewUuid()), now);
  }
  if (head > 0) return DamagedRow("store without its header");
  return CreateHeader(engine, now);
}

}  // namespace

absl::StatusOr<OpenedStore> OpenStore(Engine& engine, const std::string& mark_dir, absl::Time now,
                                      StoreState& state) {
  const std::unique_ptr<View> view = engine.OpenView();
  absl::StatusOr<Header> header = ReadHeader(*view);
  if (!header.ok()) return header.status();
  const auto last = LastLogRow(*view);
  if (!last.ok()) return last.status();
  absl::StatusOr<std::optional<Mark>> mark = OpenMark(mark_dir);
  if (!mark.ok()) return mark.status();
  const absl::StatusOr<bool> is_importing = IsImporting(*view);
  if (!is_importing.ok()) return is_importing.status();
  state.SetImporting(*is_importing);
  if (!*is_importing) {
    if (absl::Status s = LoadCollections(*view, state.collections()); !s.ok()) return s;
  }

  const absl::StatusOr<CommitPoint> floor = ReadFloor(*view);
  if (!floor.ok()) return floor.status();
  state.RaiseOldest(*floor);
  if (absl::Status status = LoadVerified(*view, state); !status.ok()) return status;

  OpenedStore store;
  store.log_end = EndOf(*last);
  absl::StatusOr<bool> has_lost = true;  // also when the mark is damaged
  if (mark->has_value()) {
    store.mark = **std::move(mark);
    const auto point = store.mark ? store.mark->point() : std::nullopt;
    has_lost = HasLost(engine, *view, *header, store.log_end, point);
  }
  if (!has_lost.ok()) return has_lost.status();
  const auto settled = SettleHeader(engine, *std::move(header), *has_lost, store.mark,
                                    store.log_end.last.number, now);
  if (!settled.ok()) return settled.status();
  store.store_id = settled->store_id();
  store.token_key = settled->token_key();
  state.Publish(store.log_end.last);
  if (*has_lost) {
    Log(LogLevel::kError, "recovered_behind_mark", {{"head", store.log_end.last.number}});
    state.SetCondition(StoreCondition::kDataLoss);
    store.mark = nullptr;
  }
  return store;
}

}  // namespace pledge::storage
