// Durable ingest of generated letters. Without analysis: prepared drafts into the
// record store beside RocksDB alone, which writes the same keys and values in the
// same groups. With analysis: letters into the real pledged, through one session
// of the client library and through eight, beside analysis and preparation alone.
#include <CLI/CLI.hpp>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "service/ingest/prepare.h"
#include "service/pipeline/analyze.h"
#include "tests/bench/bench_options.h"
#include "tests/bench/letter_maker.h"
#include "tests/bench/pledged_server.h"
#include "tests/bench/store_ingest.h"

namespace pledge::bench {
namespace {

constexpr int kSessions = 8;
constexpr char kStoreComparison[] = "ingest without analysis";
constexpr char kPreparation[] = "preparing, 1 thread";
constexpr char kServerComparison[] = "ingest with analysis";

std::vector<std::string> MakeLetters(int count) {
  const LetterMaker maker(PLEDGE_SAMPLES);
  std::vector<std::string> letters;
  for (int i = 1; i <= count; ++i) letters.push_back(maker.Make(static_cast<uint64_t>(i)));
  return letters;
}

size_t BytesOf(const std::vector<std::string>& letters) {
  size_t bytes = 0;
  for (const std::string& letter : letters) bytes += letter.size();
  return bytes;
}

// What `work` costs this process, which is server and client at once.
Sample MeasureHere(const std::vector<std::string>& letters, const std::function<void()>& work) {
  const double cpu = OwnCpuSeconds();
  const absl::Time start = absl::Now();
  work();
  return {static_cast<double>(letters.size()),
          static_cast<double>(BytesOf(letters)),
          absl::ToDoubleSeconds(absl::Now() - start),
          OwnCpuSeconds() - cpu,
          0,
          {}};
}

std::shared_ptr<const storage::RevisionDraft> Prepare(const std::string& letter) {
  v1::DocumentContent content;
  content.set_data(letter);
  auto draft = ingest::Prepare("", {}, std::move(content));
  if (!draft.ok()) Die(draft.status().ToString());
  return *std::move(draft);
}

void CompareStore(const std::vector<std::string>& letters, const BenchOptions& options,
                  Report* report) {
  storage::Drafts drafts;
  for (const std::string& letter : letters) drafts.push_back(Prepare(letter));
  storage::Groups groups;
  {
    const WorkFolder folder(options.folder);
    groups = storage::RecordGroups(folder.path(), drafts);
  }
  absl::PrintF("\n%.1f letters a group", static_cast<double>(drafts.size()) / groups.size());
  const auto into_store = [&] {
    const WorkFolder folder(options.folder);
    const auto store = storage::OpenStore(folder.path());
    return MeasureHere(letters, [&] { storage::Ingest(*store, drafts); });
  };
  const auto into_rocksdb = [&] {
    const WorkFolder folder(options.folder);
    storage::PlainRocksDb db(folder.path());
    return MeasureHere(letters, [&] {
      for (const std::vector<storage::Row>& group : groups) db.Write(group);
    });
  };
  const Comparison comparison{
      kStoreComparison,
      "letter",
      Rate::kOperations,
      {{"record store", into_store}, {"RocksDB alone", into_rocksdb, 0.70}}};
  report->comparisons.push_back(Compare(comparison, options.rounds));
  Print(report->comparisons.back());
}

// All letters through so many sessions at once, each an equal part.
LoadResult IngestThrough(const std::string& address, int sessions,
                         const std::vector<std::string>& letters) {
  const int64_t part = static_cast<int64_t>(letters.size()) / sessions;
  std::atomic<int64_t> bytes{0};
  const absl::Time start = absl::Now();
  std::vector<std::thread> clients;
  for (int i = 0; i < sessions; ++i) {
    clients.emplace_back([&, i] {
      const std::string name = absl::StrCat("c", i);
      bytes += Ingest(address, name, "load", part, [&](int64_t sequence) {
                 return letters[static_cast<size_t>(i * part + sequence - 1)];
               }).bytes;
    });
  }
  for (std::thread& client : clients) client.join();
  return {part * sessions, bytes.load(), 0, absl::ToDoubleSeconds(absl::Now() - start), {}};
}

// Each run fills a new store, for ids must be new.
std::function<Sample()> IntoPledged(const std::vector<std::string>& letters, int sessions,
                                    const BenchOptions& options) {
  return [&letters, sessions, &options] {
    const WorkFolder folder(options.folder);
    const PledgedServer server(folder.path());
    return Measure(server.process(),
                   [&] { return IngestThrough(server.address(), sessions, letters); });
  };
}

// One thread that only analyses, for what of the whole the analysis is.
Sample AnalyzeOnly(const std::vector<std::string>& letters) {
  return MeasureHere(letters, [&] {
    for (const std::string& letter : letters) {
      const auto analyzed = pipeline::Analyze({letter, "", ""});
      if (!analyzed.ok()) Die(analyzed.status().ToString());
    }
  });
}

// As ingest does it on a worker: analysis, mapping, packing.
Sample PrepareOnly(const std::vector<std::string>& letters) {
  return MeasureHere(letters, [&] {
    for (const std::string& letter : letters) Prepare(letter);
  });
}

void CompareServer(const std::vector<std::string>& letters, const BenchOptions& options,
                   Report* report) {
  const Comparison comparison{kServerComparison,
                              "letter",
                              Rate::kOperations,
                              {{"pledged, 1 session", IntoPledged(letters, 1, options)},
                               {"pledged, 8 sessions", IntoPledged(letters, kSessions, options)}}};
  report->comparisons.push_back(Compare(comparison, options.rounds));
  Print(report->comparisons.back());
}

void ComparePreparation(const std::vector<std::string>& letters, const BenchOptions& options,
                        Report* report) {
  const Comparison comparison{kPreparation,
                              "letter",
                              Rate::kOperations,
                              {{"to a draft", [&] { return PrepareOnly(letters); }},
                               {"analysis alone", [&] { return AnalyzeOnly(letters); }}}};
  report->comparisons.push_back(Compare(comparison, options.rounds));
  Print(report->comparisons.back());
}

int Main(int argc, char** argv) {
  BenchOptions options;
  int count = 4000;
  CLI::App app("Durable ingest beside RocksDB, and with analysis through sessions.",
               "ingest_bench");
  AddOptions(&app, &options);
  app.add_option("--letters", count, "of one run")
      ->capture_default_str()
      ->check(CLI::Range(kSessions, 1'000'000));
  CLI11_PARSE(app, argc, argv);
  const std::vector<std::string> letters = MakeLetters(count);
  absl::PrintF("%d letters of %d bytes on average\n", letters.size(),
               BytesOf(letters) / letters.size());
  Report report{.benchmark = "ingest",
                .rounds = options.rounds,
                .comparisons = {},
                .figures = {},
                .curves = {}};
  if (IsWanted(options, kStoreComparison)) CompareStore(letters, options, &report);
  if (IsWanted(options, kServerComparison)) CompareServer(letters, options, &report);
  if (IsWanted(options, kPreparation)) ComparePreparation(letters, options, &report);
  WriteReport(options.json_file, report);
  return 0;
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) { return pledge::bench::Main(argc, argv); }
