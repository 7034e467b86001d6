// Prepared drafts into the record store, and the rows that it makes of them into
// plain RocksDB: the same keys and values in the same groups, with the same
// options and a sync for each group. One user at a time; all of it dies when
// something fails.
#ifndef PLEDGE_TESTS_BENCH_STORE_INGEST_H_
#define PLEDGE_TESTS_BENCH_STORE_INGEST_H_

#include <memory>
#include <string>
#include <vector>

#include "storage/record_store.h"
#include "storage/rocksdb_engine.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
}  // namespace rocksdb

namespace pledge::storage {

using Drafts = std::vector<std::shared_ptr<const RevisionDraft>>;

std::unique_ptr<RecordStore> OpenStore(std::unique_ptr<Engine> engine, const std::string& dir);
std::unique_ptr<RecordStore> OpenStore(const std::string& dir);

// All drafts as items of one new session, some hundred at a time; ids are the hex
// digests of the sources, which must differ.
void Ingest(RecordStore& store, const Drafts& drafts);

struct Row {
  std::string key;
  std::string value;
};
using Groups = std::vector<std::vector<Row>>;

// What an ingest into a new store in `dir` commits.
Groups RecordGroups(const std::string& dir, const Drafts& drafts);

// RocksDB by itself, with the options and families that the engine uses.
class PlainRocksDb {
 public:
  explicit PlainRocksDb(const std::string& dir);
  ~PlainRocksDb();
  PlainRocksDb(const PlainRocksDb&) = delete;
  PlainRocksDb& operator=(const PlainRocksDb&) = delete;

  // One batch with sync.
  void Write(const std::vector<Row>& rows);

 private:
  rocksdb::ColumnFamilyHandle* FamilyOf(const std::string& key) const;

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_TESTS_BENCH_STORE_INGEST_H_
