#include "service/access/gate.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace pledge::access {
namespace {

// Accounts beyond which those without open streams are looked through.
constexpr size_t kManyAccounts = 1000;
// After so long nothing is owed that a second's worth could not have paid, unless
// a document was much larger than that.
constexpr absl::Duration kAccountAge = absl::Minutes(10);

}  // namespace

void Gate::Replace(std::shared_ptr<const Policy> policy) {
  absl::MutexLock lock(&mutex_);
  policy_ = std::move(policy);
}

std::shared_ptr<const Policy> Gate::policy() const {
  absl::MutexLock lock(&mutex_);
  return policy_;
}

absl::Status Gate::Check(std::string_view principal, const MethodInfo& method,
                         const RequestScope& scope) const {
  const auto policy = this->policy();
  if (policy == nullptr || policy->Allows(principal, method, scope)) return absl::OkStatus();
  return MakeError(ErrorReason::kNotAllowed, "the policy of the server does not allow this call");
}

absl::Status Gate::EnterStream(const std::string& principal) {
  absl::MutexLock lock(&mutex_);
  Account& account = accounts_[principal];
  const int most = policy_ == nullptr ? 0 : policy_->AllowanceOf(principal).max_streams;
  if (most > 0 && account.streams >= most) {
    return MakeError(ErrorReason::kQuotaExceeded,
                     absl::StrCat("this caller may have ", most, " streams open at a time"),
                     {{"quota", "max_streams"}, {"limit", absl::StrCat(most)}});
  }
  ++account.streams;
  return absl::OkStatus();
}

void Gate::LeaveStream(const std::string& principal) {
  absl::MutexLock lock(&mutex_);
  const auto found = accounts_.find(principal);
  if (found == accounts_.end()) return;
  --found->second.streams;
  if (found->second.streams == 0 && found->second.filled == absl::InfinitePast()) {
    accounts_.erase(found);
  }
}

absl::Status Gate::TakeBytes(const std::string& principal, size_t size_bytes, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (policy_ == nullptr) return absl::OkStatus();
  const int64_t rate = policy_->AllowanceOf(principal).ingest_bytes_per_second;
  if (rate == 0) return absl::OkStatus();
  ForgetFull(now);
  Account& account = accounts_[principal];
  const auto most = static_cast<double>(rate);
  if (account.filled == absl::InfinitePast()) {
    account.bytes_left = most;
  } else {
    const double earned =
        most * absl::ToDoubleSeconds(std::max(now - account.filled, absl::ZeroDuration()));
    account.bytes_left = std::min(most, account.bytes_left + earned);
  }
  account.filled = now;
  if (account.bytes_left <= 0) {
    return MakeError(ErrorReason::kQuotaExceeded,
                     absl::StrCat("this caller may send ", rate, " bytes of documents a second"),
                     {{"quota", "ingest_bytes_per_second"}, {"limit", absl::StrCat(rate)}});
  }
  account.bytes_left -= static_cast<double>(size_bytes);
  return absl::OkStatus();
}

void Gate::ForgetFull(absl::Time now) {
  if (accounts_.size() < kManyAccounts) return;
  std::erase_if(accounts_, [now](const auto& entry) {
    return entry.second.streams == 0 && now - entry.second.filled > kAccountAge;
  });
}

}  // namespace pledge::access
