// The bookkeeping of a bulk ingest: which item to send next, which wait for
// their result, which must be sent again, and how much may be in flight. Pure:
// no clock, no stream. Not thread-safe; a value type.
#ifndef PLEDGE_CLIENT_CPP_INGEST_WINDOW_H_
#define PLEDGE_CLIENT_CPP_INGEST_WINDOW_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "pledge/v1/ingest_service.pb.h"

namespace pledge::client {

class IngestWindow {
 public:
  // Items have the sequences 1 … `item_count`.
  explicit IngestWindow(int64_t item_count) : item_count_(item_count) {}

  // A stream has attached. The first time, items up to `durable_sequence` are
  // left out: an earlier run has sent them. Later, everything without result is
  // to be sent again, durable or not, so that each item gets its result.
  // FAILED_PRECONDITION with SESSION_MISMATCH when the session holds more items
  // than there are; DATA_LOSS with SESSION_WENT_BACK when it holds less than
  // was acknowledged.
  absl::Status Attach(int64_t durable_sequence, const v1::StreamIngestResponse::Credit& credit);

  // How much may be in flight from now on.
  void SetCredit(const v1::StreamIngestResponse::Credit& credit);

  // The sequence to send at `now`; nullopt when the credit is used up, a delay
  // has not passed, or nothing is left.
  std::optional<int64_t> Next(absl::Time now) const;

  // Next()'s item goes out.
  void MarkSent(int64_t sequence, int64_t size_bytes);

  // Takes a result. True when it is final and the first of its item; false for
  // one that was not awaited.
  bool TakeFinal(int64_t sequence);

  // The item is to be sent again, it and all others not before `at`. False for
  // an item that was not awaited.
  bool TakeRetry(int64_t sequence, absl::Time at);

  // Every sequence up to `sequence` is durable.
  void SetDurable(int64_t sequence);

  int64_t item_count() const { return item_count_; }
  int64_t durable_sequence() const { return durable_; }
  int64_t in_flight() const { return static_cast<int64_t>(sent_.size()); }
  // Nothing before this is sent; InfinitePast when there is no delay.
  absl::Time not_before() const { return resend_.empty() ? absl::InfinitePast() : not_before_; }
  // All items have their result.
  bool finished() const { return next_ > item_count_ && sent_.empty() && resend_.empty(); }
  // Nothing is left to send, though results may be missing.
  bool all_sent() const { return next_ > item_count_ && resend_.empty(); }

 private:
  const int64_t item_count_;
  int64_t next_ = 1;                 // lowest sequence that was never sent
  std::map<int64_t, int64_t> sent_;  // sequence → bytes, without result
  std::set<int64_t> resend_;         // to be sent before next_
  absl::Time not_before_ = absl::InfinitePast();
  int64_t sent_bytes_ = 0;
  int64_t durable_ = 0;
  bool attached_ = false;
  int64_t max_items_ = 1;
  int64_t max_bytes_ = 1;
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_INGEST_WINDOW_H_
