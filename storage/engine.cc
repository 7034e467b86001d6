#include "storage/engine.h"

#include <algorithm>
#include <utility>

namespace pledge::storage {

void Batch::Put(std::string key, std::string value) {
  values_.push_back(std::move(value));
  PutView(std::move(key), values_.back());
}

void Batch::PutView(std::string key, std::string_view value) {
  size_bytes_ += key.size() + value.size();
  entries_.push_back({std::move(key), value, false});
}

void Batch::Delete(std::string key) {
  size_bytes_ += key.size();
  entries_.push_back({std::move(key), {}, true});
}

void Batch::Sort() {
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.key < b.key; });
}

}  // namespace pledge::storage
