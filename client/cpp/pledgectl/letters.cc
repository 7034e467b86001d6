#include "client/cpp/pledgectl/letters.h"

namespace pledge::cli {
namespace {

using client::ResourceName;

bool Holds(const ResourceName& parent, const ResourceName& revision) {
  if (parent.collection != "-" && parent.collection != revision.collection) return false;
  if (parent.is_collection()) return true;
  if (parent.document != revision.document) return false;
  return !parent.is_revision() || parent.revision == "latest" ||
         parent.revision == revision.revision;
}

}  // namespace

std::vector<ResourceName> ParentCursor::Advance(const std::string& revision) {
  const auto name = client::ParseName(revision);
  if (!name.ok()) return {};
  // The collection of the letter before may hold this one too.
  if (next_ > 0 && parents_[next_ - 1].is_collection() && Holds(parents_[next_ - 1], *name)) {
    return {};
  }
  for (size_t i = next_; i < parents_.size(); ++i) {
    if (!Holds(parents_[i], *name)) continue;
    std::vector<ResourceName> skipped = Skipped(i);
    next_ = i + 1;
    return skipped;
  }
  return {};
}

std::vector<ResourceName> ParentCursor::Finish() { return Skipped(parents_.size()); }

std::vector<ResourceName> ParentCursor::Skipped(size_t end) {
  std::vector<ResourceName> skipped;
  for (; next_ < end; ++next_) {
    if (!parents_[next_].is_collection()) skipped.push_back(parents_[next_]);
  }
  return skipped;
}

}  // namespace pledge::cli
