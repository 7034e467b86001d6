// Durable ingest of the same generated letters into pledged, which analyses them,
// and into PostgreSQL and etcd, which do not: they get each letter with one index
// row a commitment, found beforehand. All on loopback, on the same disk, with sync
// on each commit.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "service/pipeline/analyze.h"
#include "tests/bench/bench_options.h"
#include "tests/bench/letter_maker.h"
#include "tests/bench/peer.h"
#include "tests/bench/pledged_server.h"

namespace pledge::bench {
namespace {

// More clients make PostgreSQL slower on few cores, and fewer leave it idle at each sync.
constexpr int kPostgresConnections = 8;
constexpr int kEtcdCallsAtATime = 32;

// The letters of all runs; each run stores a part of its own, for ids must be new.
class Letters {
 public:
  explicit Letters(int count_a_run) : maker_(PLEDGE_SAMPLES), count_(count_a_run) {}

  std::vector<PeerLetter> NextRun() {
    std::vector<PeerLetter> letters;
    for (int i = 0; i < count_; ++i) letters.push_back(Make(next_++));
    return letters;
  }

 private:
  PeerLetter Make(uint64_t number) const {
    PeerLetter letter{absl::StrCat("d", number), maker_.Make(number), {}};
    const auto analyzed = pipeline::Analyze({letter.source, "", ""});
    if (!analyzed.ok()) Die(analyzed.status().ToString());
    int ordinal = 0;
    for (const auto& commitment : analyzed->extraction.commitments) {
      letter.rows.push_back({absl::StrFormat("s%d-t%d", static_cast<int>(commitment.strength),
                                             static_cast<int>(commitment.type)),
                             ++ordinal});
    }
    return letter;
  }

  const LetterMaker maker_;
  const int count_;
  uint64_t next_ = 1;
};

int64_t BytesOf(const std::vector<PeerLetter>& letters) {
  int64_t bytes = 0;
  for (const PeerLetter& letter : letters) bytes += static_cast<int64_t>(letter.source.size());
  return bytes;
}

// `store` takes the letters of one run.
std::function<Sample()> Storing(Letters& letters, const ChildProcess& server,
                                std::function<void(const std::vector<PeerLetter>&)> store) {
  return [&letters, &server, store = std::move(store)] {
    const std::vector<PeerLetter> run = letters.NextRun();
    return Measure(server, [&]() -> LoadResult {
      const absl::Time start = absl::Now();
      store(run);
      return {static_cast<int64_t>(run.size()),
              BytesOf(run),
              0,
              absl::ToDoubleSeconds(absl::Now() - start),
              {}};
    });
  };
}

std::function<Sample()> Storing(Letters& letters, Peer& peer, int at_a_time) {
  return Storing(letters, peer.process(), [&peer, at_a_time](const std::vector<PeerLetter>& run) {
    peer.Store(run, at_a_time);
  });
}

std::function<Sample()> Storing(Letters& letters, const PledgedServer& server) {
  return Storing(letters, server.process(), [&server](const std::vector<PeerLetter>& run) {
    Ingest(server.address(), run.front().id, "load", static_cast<int64_t>(run.size()),
           [&](int64_t sequence) { return run[static_cast<size_t>(sequence - 1)].source; });
  });
}

int Main(int argc, char** argv) {
  BenchOptions options;
  int count = 2000;
  CLI::App app("Durable ingest beside PostgreSQL and etcd, which analyse nothing.", "peers_bench");
  AddOptions(&app, &options);
  app.add_option("--letters", count, "of one run")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  CLI11_PARSE(app, argc, argv);
  const WorkFolder folder(options.folder);
  Letters letters(count);
  const PledgedServer pledge(folder.path());
  const std::unique_ptr<Peer> postgres = StartPostgres(folder.path());
  const std::unique_ptr<Peer> etcd = StartEtcd(folder.path());
  const Comparison comparison{
      "ingest beside peers",
      "letter",
      Rate::kOperations,
      {{"pledged, with analysis", Storing(letters, pledge)},
       {"PostgreSQL 15, without", Storing(letters, *postgres, kPostgresConnections), 1.0},
       {"etcd 3.4, without", Storing(letters, *etcd, kEtcdCallsAtATime), 2.5}}};
  Report report{.benchmark = "peers",
                .rounds = options.rounds,
                .comparisons = {},
                .figures = {},
                .curves = {}};
  report.comparisons.push_back(Compare(comparison, options.rounds));
  Print(report.comparisons.back());
  WriteReport(options.json_file, report);
  return 0;
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) { return pledge::bench::Main(argc, argv); }
