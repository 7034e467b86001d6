// Puts a stream of records together letter by letter, and finds the letters
// that were asked for but have no record. Not thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_LETTERS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_LETTERS_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "client/cpp/names.h"

namespace pledge::cli {

// Follows a stream through the parents that it was asked for, in their order.
class ParentCursor {
 public:
  explicit ParentCursor(std::vector<client::ResourceName> parents) : parents_(std::move(parents)) {}

  // A record of this revision has come. The documents and revisions that the
  // stream has passed over since the last call, because they have no record.
  std::vector<client::ResourceName> Advance(const std::string& revision);

  // The stream is over: those that follow the last record.
  std::vector<client::ResourceName> Finish();

 private:
  std::vector<client::ResourceName> Skipped(size_t end);

  const std::vector<client::ResourceName> parents_;
  size_t next_ = 0;  // the first parent that no record came of yet
};

// Collects records until the next letter begins. `Record` has a name().
template <typename Record>
class LetterCollector {
 public:
  // Called with the full name of the revision and all its records.
  using OnLetter = std::function<void(const std::string& revision, const std::vector<Record>&)>;
  explicit LetterCollector(OnLetter on_letter) : on_letter_(std::move(on_letter)) {}

  void Add(const Record& record) {
    const std::string revision = client::RevisionOf(record.name());
    if (revision != revision_) Finish();
    revision_ = revision;
    records_.push_back(record);
  }

  // The last letter is whole.
  void Finish() {
    if (!records_.empty()) on_letter_(revision_, records_);
    records_.clear();
  }

 private:
  const OnLetter on_letter_;
  std::string revision_;
  std::vector<Record> records_;
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_LETTERS_H_
