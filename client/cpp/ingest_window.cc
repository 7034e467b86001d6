#include "client/cpp/ingest_window.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/cpp/status.h"

namespace pledge::client {

absl::Status IngestWindow::Attach(int64_t durable_sequence,
                                  const v1::StreamIngestResponse::Credit& credit) {
  if (durable_sequence > item_count_) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, "SESSION_MISMATCH",
                      absl::StrCat("the session holds ", durable_sequence,
                                   " items already, but only ", item_count_, " were given"),
                      {{"durable_sequence", absl::StrCat(durable_sequence)}});
  }
  if (durable_sequence < durable_) {
    return MakeStatus(
        absl::StatusCode::kDataLoss, "SESSION_WENT_BACK",
        absl::StrCat("items up to ", durable_, " were acknowledged, but the session ends at ",
                     durable_sequence),
        {{"durable_sequence", absl::StrCat(durable_sequence)}});
  }
  if (!attached_) next_ = durable_sequence + 1;
  attached_ = true;
  durable_ = durable_sequence;
  for (const auto& [sequence, size_bytes] : sent_) resend_.insert(sequence);
  sent_.clear();
  sent_bytes_ = 0;
  not_before_ = absl::InfinitePast();
  SetCredit(credit);
  return absl::OkStatus();
}

void IngestWindow::SetCredit(const v1::StreamIngestResponse::Credit& credit) {
  // A server that names no credit leaves it to its own flow control.
  max_items_ = credit.max_items() > 0 ? credit.max_items() : 1000;
  max_bytes_ = credit.max_bytes() > 0 ? credit.max_bytes() : int64_t{16} << 20;
}

std::optional<int64_t> IngestWindow::Next(absl::Time now) const {
  if (in_flight() >= max_items_ || sent_bytes_ >= max_bytes_) return std::nullopt;
  if (!resend_.empty()) {
    return now < not_before_ ? std::nullopt : std::optional(*resend_.begin());
  }
  return next_ <= item_count_ ? std::optional(next_) : std::nullopt;
}

void IngestWindow::MarkSent(int64_t sequence, int64_t size_bytes) {
  resend_.erase(sequence);
  next_ = std::max(next_, sequence + 1);
  sent_[sequence] = size_bytes;
  sent_bytes_ += size_bytes;
}

bool IngestWindow::TakeFinal(int64_t sequence) {
  const auto found = sent_.find(sequence);
  if (found == sent_.end()) return false;
  sent_bytes_ -= found->second;
  sent_.erase(found);
  return true;
}

bool IngestWindow::TakeRetry(int64_t sequence, absl::Time at) {
  if (!TakeFinal(sequence)) return false;
  not_before_ = resend_.empty() ? at : std::max(not_before_, at);
  resend_.insert(sequence);
  return true;
}

void IngestWindow::SetDurable(int64_t sequence) { durable_ = std::max(durable_, sequence); }

}  // namespace pledge::client
