// Reads of the record store alone: points and whole scans. What it costs to fill
// one stands in ingest_bench.cc, beside plain RocksDB.
//
// Documents are made of invented words with the sizes of real letters: 12 KB of
// source, 20 sections, 30 commitments, 50 achievements.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "service/base/sha256.h"
#include "storage/record_store.h"
#include "tests/bench/child_process.h"
#include "tests/bench/store_ingest.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;

using bench::Die;

constexpr int kDocuments = 4000;

// --- Documents. ---

class Words {
 public:
  Words() {
    for (int i = 0; i < 3000; ++i) words_.push_back(NewWord());
  }

  // About `bytes` of text; frequent words are frequent.
  std::string Text(size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      const double u = std::uniform_real_distribution<>(0.0, 1.0)(random_);
      text += words_[static_cast<size_t>(u * u * u * static_cast<double>(words_.size() - 1))];
      if (random_() % 8 == 0) text += "，";
    }
    return text;
  }

 private:
  std::string NewWord() {
    std::string word;
    for (unsigned i = 2 + random_() % 4; i > 0; --i) {
      const unsigned code = 0x4e00 + random_() % 3000;
      word += static_cast<char>(0xe0 | code >> 12);
      word += static_cast<char>(0x80 | (code >> 6 & 0x3f));
      word += static_cast<char>(0x80 | (code & 0x3f));
    }
    return word;
  }

  std::mt19937 random_{1};
  std::vector<std::string> words_;
};

std::string Records(Words& words, int count, size_t bytes) {
  std::vector<TaggedRecord> records;
  for (int i = 0; i < count; ++i) records.push_back({words.Text(bytes), 1});
  return PackRecords(records, "");
}

std::shared_ptr<const RevisionDraft> NewDraft(Words& words) {
  auto draft = std::make_shared<RevisionDraft>();
  draft->source = words.Text(11'900);
  draft->source_sha256 = Sha256(draft->source);
  draft->document = words.Text(500);
  draft->caller_digest = Sha256("");
  draft->result_digest = Sha256(draft->source);
  draft->engine_version = "bench";
  draft->sections = Records(words, 20, 650);
  draft->commitments = Records(words, 30, 410);
  draft->achievements = Records(words, 50, 210);
  draft->columns.issuer = words.Text(30);
  draft->columns.commitments.resize(30);
  return draft;
}

const Drafts& InventedDrafts() {
  static const auto& drafts = *[] {
    auto* const made = new Drafts;
    Words words;
    for (int i = 0; i < kDocuments; ++i) made->push_back(NewDraft(words));
    return made;
  }();
  return drafts;
}

// A store with all documents, made once.
struct Filled {
  bench::WorkFolder folder{fs::temp_directory_path().string()};
  std::unique_ptr<RecordStore> store;
};

RecordStore& FilledStore() {
  static Filled& filled = *[] {
    auto* const made = new Filled;
    made->store = OpenStore(made->folder.path());
    Ingest(*made->store, InventedDrafts());
    return made;
  }();
  return *filled.store;
}

void BM_GetDocument(benchmark::State& state) {
  RecordStore& store = FilledStore();
  std::mt19937 random(1);
  for (auto _ : state) {
    const std::string id = Hex(InventedDrafts()[random() % kDocuments]->source_sha256);
    auto revision = store.GetDocument("letters", id, store.Head().number);
    if (!revision.ok()) Die(revision.status().ToString());
    benchmark::DoNotOptimize(revision);
  }
}
BENCHMARK(BM_GetDocument);

// Whole scan in pulls that stop after 32 KiB of records, as streams do.
void BM_ScanCommitments(benchmark::State& state) {
  RecordStore& store = FilledStore();
  ScanSelector selector;
  selector.kind = RecordKind::kCommitments;
  selector.at = store.Head().number;
  int64_t records = 0;
  int64_t bytes = 0;
  for (auto _ : state) {
    ScanPosition position;
    for (bool is_complete = false; !is_complete;) {
      size_t left = size_t{32} << 10;
      const auto visit = [&](const StoredRevision&, const UnpackedRow& row, size_t index) {
        const size_t size = row.record(index).size();
        if (size > left) return false;
        left -= size;
        bytes += static_cast<int64_t>(size);
        ++records;
        return true;
      };
      const auto pulled = store.Pull(selector, position, {size_t{4} << 20}, visit);
      if (!pulled.ok()) Die(pulled.status().ToString());
      position = pulled->position;
      is_complete = pulled->complete;
    }
  }
  state.SetItemsProcessed(records);
  state.SetBytesProcessed(bytes);
}
BENCHMARK(BM_ScanCommitments)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pledge::storage

BENCHMARK_MAIN();
