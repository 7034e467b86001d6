// A store of random letters in memory, and the same letters as plain values, so
// that what queries give can be compared with a plain loop over them. One
// thread.
#ifndef PLEDGE_TESTS_UNIT_QUERY_QUERY_STORE_H_
#define PLEDGE_TESTS_UNIT_QUERY_QUERY_STORE_H_

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "pledge/v1/query_service.pb.h"
#include "service/mapping/to_api.h"
#include "service/query/record_cursor.h"
#include "storage/record_store.h"

namespace pledge::testing {

// A letter as it was stored last.
struct PlainLetter {
  std::string collection;
  std::string id;
  uint64_t ordinal = 1;
  v1::Document document;
  mapping::ApiRecords records;
};

class QueryStore {
 public:
  explicit QueryStore(unsigned seed);

  storage::RecordStore& store() { return *store_; }
  // In the order of first storage, collections too.
  const std::vector<PlainLetter>& letters() const { return letters_; }

  // Stores `count` new letters of random content.
  void AddLetters(int count);
  // Gives a letter of letters() new random content.
  void Replace(size_t index);
  // Deletes it, softly.
  void Delete(size_t index);

 private:
  PlainLetter NewLetter();
  v1::Commitment NewCommitment(const std::string& issuer);
  std::string NewText();
  int Pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  void Put(const PlainLetter& letter);

  std::mt19937 random_;
  std::unique_ptr<storage::RecordStore> store_;
  std::vector<PlainLetter> letters_;
};

// All that a stream gives, message by message.
struct StreamResult {
  std::vector<std::string> names;
  std::vector<std::string> tokens;  // of each message
  std::vector<int> counts;          // records of each message
  int64_t scanned = 0;
  bool complete = false;
  absl::Status status;
};

// Reads commitments to the end; empty messages are asked over.
StreamResult ReadStream(storage::RecordStore& store, const query::RecordQuery& query,
                        query::CursorTiming timing = {});

// A query for commitments below `parents`.
query::RecordQuery CommitmentQuery(std::vector<std::string> parents, std::string filter = "",
                                   std::string text = "");

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_UNIT_QUERY_QUERY_STORE_H_
