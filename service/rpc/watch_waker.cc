#include "service/rpc/watch_waker.h"

#include <utility>
#include <vector>

#include "absl/time/clock.h"

namespace pledge::rpc {
namespace {

// How often deadlines are looked at while nothing is written.
constexpr absl::Duration kTick = absl::Milliseconds(50);

}  // namespace

WatchWaker::WatchWaker(WakeSource source)
    : source_(std::move(source)), thread_([this] { Run(); }) {}

WatchWaker::WatchWaker(const storage::RecordStore& store)
    : WatchWaker(WakeSource{
          [&store] { return store.Head().number; },
          [&store](uint64_t past, absl::Duration timeout) { store.AwaitCommit(past, timeout); }}) {}

WatchWaker::~WatchWaker() { Stop(); }

void WatchWaker::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    is_stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

uint64_t WatchWaker::NewId() {
  absl::MutexLock lock(&mutex_);
  return ++last_id_;
}

void WatchWaker::Sleep(uint64_t id, Sleeper* sleeper, uint64_t past, absl::Time deadline) {
  {
    // Whoever wants it to end sets that first and then calls Wake: either it is
    // seen here, or Wake finds the sleeper.
    absl::MutexLock lock(&mutex_);
    if (!sleeper->MustEnd() && source_.current() <= past) {
      places_[id] = {sleeper, past, deadline};
      return;
    }
  }
  sleeper->OnWake();
}

void WatchWaker::Wake(uint64_t id) {
  Sleeper* sleeper = nullptr;
  {
    absl::MutexLock lock(&mutex_);
    const auto place = places_.find(id);
    if (place == places_.end()) return;
    sleeper = place->second.sleeper;
    places_.erase(place);
  }
  sleeper->OnWake();
}

bool WatchWaker::AwaitSleeper() {
  const auto is_needed = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return is_stopping_ || !places_.empty();
  };
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&is_needed));
  return !is_stopping_;
}

void WatchWaker::WakeDue() {
  std::vector<Sleeper*> due;
  {
    absl::MutexLock lock(&mutex_);
    const uint64_t current = source_.current();
    const absl::Time now = absl::Now();
    for (auto place = places_.begin(); place != places_.end();) {
      const bool is_due = place->second.past < current || place->second.deadline <= now;
      if (is_due) due.push_back(place->second.sleeper);
      place = is_due ? places_.erase(place) : std::next(place);
    }
  }
  for (Sleeper* sleeper : due) sleeper->OnWake();
}

void WatchWaker::Run() {
  while (AwaitSleeper()) {
    // Sleepers of this moment are all past this number or wait for a later one.
    const uint64_t current = source_.current();
    WakeDue();
    source_.await(current, kTick);
    WakeDue();
  }
}

}  // namespace pledge::rpc
