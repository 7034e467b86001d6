// A long ingest into the real pledged: so many MiB through one session, and again
// through eight, of which one client pauses, and one is killed and goes on. Every
// letter must be there once. Memory of the server over time; then 500 readers that
// do not read, and what they do to one that does.
#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "pledge/v1/document_service.pb.h"
#include "pledge/v1/ingest_service.grpc.pb.h"
#include "pledge/v1/query_service.grpc.pb.h"
#include "tests/bench/bench_options.h"
#include "tests/bench/letter_maker.h"
#include "tests/bench/memory_watch.h"
#include "tests/bench/pledged_server.h"
#include "tests/bench/raw_calls.h"

namespace pledge::bench {
namespace {

constexpr int kSessions = 8;
constexpr int kStalledReaders = 500;
constexpr int kReadersAConnection = 200;  // the server takes 256 streams of one
constexpr double kMostMib = 512;
constexpr double kMostSlower = 1.2;
constexpr absl::Duration kPause = absl::Seconds(10);
constexpr char kSession[] = "bulk";

struct BulkOptions {
  BenchOptions common;
  int mib = 1024;
  // This process is a client of the benchmark's own.
  std::string client_of;
  std::string collection;
  int64_t count = 0;
  int64_t pause_at = 0;
};

std::string LetterOf(const LetterMaker& maker, const std::string& collection, int64_t sequence) {
  // Other collections get other letters.
  const auto offset = static_cast<uint64_t>(collection.back()) << 32;
  return maker.Make(offset + static_cast<uint64_t>(sequence));
}

// --- A client, in a process of its own so that it can be killed. ---

int RunClient(const BulkOptions& options) {
  const LetterMaker maker(PLEDGE_SAMPLES);
  Ingest(options.client_of, options.collection, kSession, options.count, [&](int64_t sequence) {
    if (sequence == options.pause_at) absl::SleepFor(kPause);
    return LetterOf(maker, options.collection, sequence);
  });
  return 0;
}

class Client {
 public:
  Client(const PledgedServer& server, const std::string& folder, std::string collection,
         int64_t count, int64_t pause_at)
      : server_(server),
        folder_(folder),
        collection_(std::move(collection)),
        count_(count),
        pause_at_(pause_at),
        stub_(v1::IngestService::NewStub(server.NewChannel())) {
    Start();
  }

  void Start() {
    process_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{"/proc/self/exe", "--client-of", server_.address(), "--collection",
                                 collection_, "--count", absl::StrCat(count_), "--pause-at",
                                 absl::StrCat(pause_at_)},
        log());
  }
  void Kill() { process_->Stop(SIGKILL); }
  bool running() { return process_->running(); }

  // How many letters are on disk.
  int64_t durable() {
    grpc::ClientContext context;
    v1::GetIngestSessionRequest request;
    request.set_name(absl::StrCat("collections/", collection_, "/ingestSessions/", kSession));
    v1::GetIngestSessionResponse response;
    const grpc::Status status = stub_->GetIngestSession(&context, request, &response);
    return status.ok() ? response.session().durable_sequence() : 0;
  }

  // Dies unless the session holds each letter, once.
  void Finish() {
    grpc::ClientContext context;
    v1::FinishIngestSessionRequest request;
    request.set_name(absl::StrCat("collections/", collection_, "/ingestSessions/", kSession));
    request.set_expected_count(count_);
    v1::FinishIngestSessionResponse response;
    const grpc::Status status = stub_->FinishIngestSession(&context, request, &response);
    if (!status.ok()) Die(absl::StrCat(collection_, ": ", status.error_message(), "\n", Log()));
    if (response.session().counts().created() != count_) {
      Die(absl::StrCat(collection_, ": ", response.session().counts().created(), " of ", count_,
                       " letters are new"));
    }
  }

 private:
  std::string log() const { return absl::StrCat(folder_, "/", collection_, ".log"); }
  // What the client has said.
  std::string Log() const {
    std::stringstream text;
    text << std::ifstream(log()).rdbuf();
    return text.str();
  }

  const PledgedServer& server_;
  const std::string folder_;
  const std::string collection_;
  const int64_t count_;
  const int64_t pause_at_;
  const std::unique_ptr<v1::IngestService::Stub> stub_;
  std::unique_ptr<ChildProcess> process_;
};

void WaitFor(std::vector<std::unique_ptr<Client>>& clients) {
  for (auto& client : clients) {
    while (client->running()) absl::SleepFor(absl::Milliseconds(50));
  }
  for (auto& client : clients) client->Finish();
}

// --- Ingest. ---

void AddMemory(const std::string& name, Curve curve, Report* report) {
  const Growth growth = GrowthOf(curve);
  absl::PrintF("  memory at most %.0f MiB, second quarter %.0f, last quarter %.0f: %s %.0f MiB\n",
               growth.peak, growth.early, growth.late, growth.peak < kMostMib ? "below" : "ABOVE",
               kMostMib);
  report->figures.push_back({name + ", memory at most", "MiB", growth.peak});
  report->figures.push_back({name + ", memory in the second quarter", "MiB", growth.early});
  report->figures.push_back({name + ", memory in the last quarter", "MiB", growth.late});
  report->curves.push_back(std::move(curve));
}

struct Amount {
  int64_t letters = 0;
  int64_t bytes = 0;
};

// Letters of the collections that have so many bytes together.
Amount AmountOf(const LetterMaker& maker, int64_t bytes) {
  constexpr int kLooked = 2000;
  int64_t sum = 0;
  for (int i = 1; i <= kLooked; ++i) {
    sum += static_cast<int64_t>(maker.Make(static_cast<uint64_t>(i)).size());
  }
  return {bytes * kLooked / sum, bytes};
}

// Through so many clients. With more than one, the second pauses, and the third is
// killed when it is half through, and goes on.
void RunIngest(const PledgedServer& server, const std::string& folder, int sessions,
               const Amount& amount, Report* report) {
  const std::string name = absl::StrCat(sessions, sessions == 1 ? " session" : " sessions");
  const int64_t part = amount.letters / sessions;
  const double cpu = server.process().CpuSeconds();
  const absl::Time start = absl::Now();
  MemoryWatch memory(server.process());
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < sessions; ++i) {
    const int64_t pause_at = sessions == 1 || i == 1 ? part / 3 : 0;
    clients.push_back(
        std::make_unique<Client>(server, folder, absl::StrCat("s", sessions, i), part, pause_at));
  }
  Client& victim = *clients[sessions == 1 ? 0 : 2];
  while (victim.running() && victim.durable() < part / 2) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  victim.Kill();
  victim.Start();
  WaitFor(clients);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  const double letters = static_cast<double>(part * sessions);
  absl::PrintF("%s: %.0f letters in %.0f s, %.1f MB/s, server CPU %.0f us a letter\n", name,
               letters, seconds, static_cast<double>(amount.bytes) / 1e6 / seconds,
               (server.process().CpuSeconds() - cpu) / letters * 1e6);
  report->figures.push_back({name, "letters/s", letters / seconds});
  report->figures.push_back({name, "MB/s", static_cast<double>(amount.bytes) / 1e6 / seconds});
  AddMemory(name, memory.Stop(name), report);
}

// --- Readers. ---

// Begins to read everything, takes one message, and then none.
class StalledReader final : public grpc::ClientReadReactor<v1::StreamSectionsResponse> {
 public:
  explicit StalledReader(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(v1::QueryService::NewStub(channel)) {
    request_.mutable_selector()->add_parents("collections/-");
    stub_->async()->StreamSections(&context_, &request_, this);
    AddHold();
    StartRead(&message_);
    StartCall();
  }
  ~StalledReader() override {
    context_.TryCancel();
    RemoveHold();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&is_done_));
  }

  void WaitForFirst() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&has_first_));
  }

  void OnReadDone(bool ok) override {
    if (!ok) Die("a reader was turned away");
    absl::MutexLock lock(&mutex_);
    has_first_ = true;
  }
  void OnDone(const grpc::Status&) override {
    absl::MutexLock lock(&mutex_);
    is_done_ = true;
  }

 private:
  const std::unique_ptr<v1::QueryService::Stub> stub_;
  grpc::ClientContext context_;
  v1::StreamSectionsRequest request_;
  v1::StreamSectionsResponse message_;
  absl::Mutex mutex_;
  bool has_first_ = false;
  bool is_done_ = false;
};

class StalledReaders {
 public:
  explicit StalledReaders(const PledgedServer& server) {
    std::shared_ptr<grpc::Channel> channel;
    for (int i = 0; i < kStalledReaders; ++i) {
      if (i % kReadersAConnection == 0) channel = server.NewChannel();
      readers_.push_back(std::make_unique<StalledReader>(channel));
    }
    for (const auto& reader : readers_) reader->WaitForFirst();
  }

 private:
  std::vector<std::unique_ptr<StalledReader>> readers_;
};

// Until what the stalled readers were sent is underway: the server rests then.
void WaitForRest(const PledgedServer& server) {
  constexpr absl::Duration kLook = absl::Milliseconds(300);
  constexpr double kRest = 0.02;  // seconds of processor time in one look
  for (const absl::Time end = absl::Now() + absl::Minutes(1); absl::Now() < end;) {
    const double before = server.process().CpuSeconds();
    absl::SleepFor(kLook);
    if (server.process().CpuSeconds() - before <= kRest) return;
  }
  Die("the server does not come to rest beside stalled readers");
}

Histogram ReadHealthily(UnaryCalls& calls, double seconds) {
  return RunClosed(1, absl::Seconds(seconds),
                   [&](int slot, int64_t number, Done done) {
                     calls.Begin(slot, number, std::move(done));
                   })
      .latency;
}

void RunReaders(const PledgedServer& server, const BenchOptions& options, Report* report) {
  v1::GetDocumentRequest request;
  request.set_name("collections/s10/documents/d1");
  UnaryCalls calls("/pledge.v1.DocumentService/GetDocument", {ToBuffer(request)},
                   {server.NewChannel()}, 1);
  Histogram alone;
  Histogram beside;
  MemoryWatch memory(server.process());
  ReadHealthily(calls, options.seconds);
  for (int round = 0; round < options.rounds; ++round) {
    alone.Add(ReadHealthily(calls, options.seconds));
    const StalledReaders stalled(server);
    WaitForRest(server);
    beside.Add(ReadHealthily(calls, options.seconds));
  }
  const double p99_alone = absl::ToDoubleMicroseconds(alone.Percentile(99));
  const double p99_beside = absl::ToDoubleMicroseconds(beside.Percentile(99));
  absl::PrintF(
      "%d stalled readers: a healthy one's p99 is %.0f us beside them, %.0f us alone: %.2f times, "
      "%s %.1f\n",
      kStalledReaders, p99_beside, p99_alone, p99_beside / p99_alone,
      p99_beside <= kMostSlower * p99_alone ? "within" : "ABOVE", kMostSlower);
  report->figures.push_back(
      {"healthy reader alone, p50", "us", absl::ToDoubleMicroseconds(alone.Percentile(50))});
  report->figures.push_back({"healthy reader beside 500 stalled, p50", "us",
                             absl::ToDoubleMicroseconds(beside.Percentile(50))});
  report->figures.push_back({"healthy reader alone, p99", "us", p99_alone});
  report->figures.push_back({"healthy reader beside 500 stalled, p99", "us", p99_beside});
  AddMemory("500 stalled readers", memory.Stop("500 stalled readers"), report);
}

int RunBench(const BulkOptions& options) {
  const WorkFolder folder(options.common.folder);
  const LetterMaker maker(PLEDGE_SAMPLES);
  const Amount amount = AmountOf(maker, static_cast<int64_t>(options.mib) << 20);
  const PledgedServer server(folder.path());
  Report report{.benchmark = "bulk",
                .rounds = options.common.rounds,
                .comparisons = {},
                .figures = {},
                .curves = {}};
  RunIngest(server, folder.path(), 1, amount, &report);
  RunIngest(server, folder.path(), kSessions, amount, &report);
  RunReaders(server, options.common, &report);
  WriteReport(options.common.json_file, report);
  return 0;
}

int Main(int argc, char** argv) {
  BulkOptions options;
  CLI::App app("A long ingest with clients that pause and die, and its memory.", "bulk_bench");
  AddOptions(&app, &options.common);
  app.add_option("--mib", options.mib, "through one session, and again through eight")
      ->capture_default_str()
      ->check(CLI::Range(1, 1 << 20));
  app.add_option("--client-of", options.client_of)->group("");
  app.add_option("--collection", options.collection)->group("");
  app.add_option("--count", options.count)->group("");
  app.add_option("--pause-at", options.pause_at)->group("");
  CLI11_PARSE(app, argc, argv);
  return options.client_of.empty() ? RunBench(options) : RunClient(options);
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) { return pledge::bench::Main(argc, argv); }
