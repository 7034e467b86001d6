#include "service/base/executor.h"

#include <utility>

namespace pledge {

Executor::Executor(size_t thread_count, size_t max_queued) : max_queued_(max_queued) {
  for (size_t i = 0; i < thread_count; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

Executor::~Executor() { Stop(); }

bool Executor::TryPost(Task task) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || new_work_.size() >= max_queued_) return false;
  new_work_.push_back(std::move(task));
  return true;
}

bool Executor::Post(Task task) {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return false;
  next_steps_.push_back(std::move(task));
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
  return new_work_.size() + next_steps_.size();
}

Executor::Task Executor::Take() {
  const bool takes_new = next_steps_.empty() || (is_turn_of_new_ && !new_work_.empty());
  is_turn_of_new_ = !takes_new;
  std::deque<Task>& queue = takes_new ? new_work_ : next_steps_;
  Task task = std::move(queue.front());
  queue.pop_front();
  return task;
}

void Executor::Run() {
  const auto ready = [this]()
                         ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !is_idle(); };
  for (;;) {
    Task task;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&ready));
      if (is_idle()) return;
      task = Take();
    }
    task();
  }
}

}  // namespace pledge
