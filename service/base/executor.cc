#include "service/base/executor.h"

#include <cstdint>
#include <utility>

namespace pledge {

Executor::Executor(size_t thread_count, size_t max_queued) : max_queued_(max_queued) {
  for (size_t i = 0; i < thread_count; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

Executor::~Executor() { Stop(); }

bool Executor::TryPost(Task task) { return Enqueue(std::move(task), max_queued_); }

bool Executor::Post(Task task) { return Enqueue(std::move(task), SIZE_MAX); }

bool Executor::Enqueue(Task task, size_t limit) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || queue_.size() >= limit) return false;
  queue_.push_back(std::move(task));
  return true;
}

void Executor::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

size_t Executor::queued() const {
  absl::MutexLock lock(&mutex_);
  return queue_.size();
}

void Executor::Run() {
  const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !queue_.empty();
  };
  for (;;) {
    Task task;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&ready));
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace pledge
