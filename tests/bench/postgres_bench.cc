// The same letters into a store on RocksDB and into one on a PostgreSQL of its own
// on this machine: durable ingest without analysis, reads of single letters, a
// stream over all commitments. Without calls over the network.
#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "service/base/sha256.h"
#include "service/ingest/prepare.h"
#include "storage/postgres_engine.h"
#include "storage/scan.h"
#include "tests/bench/child_process.h"
#include "tests/bench/letter_maker.h"
#include "tests/bench/store_ingest.h"
#include "tests/postgres/private_postgres.h"

namespace pledge::bench {
namespace {

using storage::RecordStore;

storage::Drafts MakeDrafts(int count) {
  const LetterMaker maker(PLEDGE_SAMPLES);
  storage::Drafts drafts;
  for (int i = 1; i <= count; ++i) {
    v1::DocumentContent content;
    content.set_data(maker.Make(static_cast<uint64_t>(i)));
    auto draft = ingest::Prepare("", {}, std::move(content));
    if (!draft.ok()) Die(draft.status().ToString());
    drafts.push_back(*std::move(draft));
  }
  return drafts;
}

void Report(const std::string& engine, const std::string& what, double count, absl::Time start) {
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  absl::PrintF("%-9s %-28s %9.0f a second\n", engine, what, count / seconds);
}

// Each letter's head, columns and commitments, by `threads` at once.
void ReadAll(RecordStore& store, const storage::Drafts& drafts, int threads) {
  const storage::CommitNumber at = store.Head().number;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < threads; ++reader) {
    readers.emplace_back([&, reader] {
      for (size_t i = reader; i < drafts.size(); i += threads) {
        const auto revision = store.GetDocument("letters", Hex(drafts[i]->source_sha256), at);
        if (!revision.ok()) Die(revision.status().ToString());
        const auto row = store.ReadRecords(*revision, storage::RecordKind::kCommitments);
        if (!row.ok()) Die(row.status().ToString());
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
}

int64_t StreamAll(RecordStore& store) {
  storage::ScanSelector selector;
  selector.kind = storage::RecordKind::kCommitments;
  selector.at = store.Head().number;
  int64_t records = 0;
  storage::ScanPosition position;
  for (;;) {
    const auto pulled =
        store.Pull(selector, position, {.bytes = size_t{1} << 20},
                   [&](const storage::StoredRevision&, const storage::UnpackedRow&, size_t) {
                     ++records;
                     return true;
                   });
    if (!pulled.ok()) Die(pulled.status().ToString());
    if (pulled->complete) return records;
    position = pulled->position;
  }
}

void Measure(const std::string& engine, RecordStore& store, const storage::Drafts& drafts,
             int threads) {
  absl::Time start = absl::Now();
  storage::Ingest(store, drafts);
  Report(engine, "letters ingested", static_cast<double>(drafts.size()), start);
  for (const int readers : {1, threads}) {
    start = absl::Now();
    ReadAll(store, drafts, readers);
    Report(engine, absl::StrCat("letters read by ", readers), static_cast<double>(drafts.size()),
           start);
  }
  start = absl::Now();
  const int64_t records = StreamAll(store);
  Report(engine, "commitments streamed", static_cast<double>(records), start);
  const auto bytes = store.Status();
  if (!bytes.ok()) Die(bytes.status().ToString());
  absl::PrintF("%-9s %-28s %9.0f MiB\n", engine, "stored",
               static_cast<double>(bytes->stored_bytes) / (1 << 20));
}

int Run(int letters, int threads) {
  if (!testing::PrivatePostgres::IsInstalled()) Die("postgresql-15 is not installed");
  const storage::Drafts drafts = MakeDrafts(letters);
  {
    const WorkFolder folder("/var/tmp");
    Measure("rocksdb", *storage::OpenStore(folder.path()), drafts, threads);
  }
  testing::PrivatePostgres database;
  storage::PostgresOptions options;
  options.lease.target.conninfo = database.NewStore();
  options.lease.owner = "bench";
  auto engine = storage::OpenPostgresEngine(options);
  if (!engine.ok()) Die(engine.status().ToString());
  Measure("postgres", *storage::OpenStore(*std::move(engine), ""), drafts, threads);
  return 0;
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) {
  int letters = 5000;
  int threads = 4;
  CLI::App app("Compares a store on PostgreSQL with one on RocksDB, both on this machine.",
               "postgres_bench");
  app.add_option("--letters", letters, "Letters to store")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000'000));
  app.add_option("--readers", threads, "Threads that read at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 64));
  CLI11_PARSE(app, argc, argv);
  return pledge::bench::Run(letters, threads);
}
