// Counts the faults that a check finds and keeps the first of them. One thread.
#ifndef PLEDGE_STORAGE_FAULT_LIST_H_
#define PLEDGE_STORAGE_FAULT_LIST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "storage/store_check.h"

namespace pledge::storage {

class FaultList {
 public:
  static constexpr size_t kMaxKept = 100;

  void Add(std::string name, std::string message) {
    ++count_;
    if (kept_.size() < kMaxKept) kept_.push_back({std::move(name), std::move(message)});
  }
  int64_t count() const { return count_; }
  const std::vector<StoreFault>& kept() const { return kept_; }

 private:
  int64_t count_ = 0;
  std::vector<StoreFault> kept_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_FAULT_LIST_H_
