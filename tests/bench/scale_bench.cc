// How reads grow with the store: stores of several sizes, filled with what the
// analysis of generated letters gives, each served by a pledged of its own. Reads
// take turns between them. Also how long each takes to come up after a stop in
// order and after kill -9, and its bytes on disk a byte of source.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "pledge/v1/document_service.grpc.pb.h"
#include "pledge/v1/query_service.pb.h"
#include "pledge/v1/watch_service.grpc.pb.h"
#include "service/ingest/prepare.h"
#include "service/mapping/text_terms.h"
#include "storage/record_store.h"
#include "storage/rocksdb_engine.h"
#include "tests/bench/bench_options.h"
#include "tests/bench/letter_maker.h"
#include "tests/bench/pledged_server.h"
#include "tests/bench/raw_calls.h"

namespace pledge::bench {
namespace {

constexpr int kTemplates = 400;
constexpr int kInFlight = 256;
constexpr int kRareEvery = 10'000;  // letters; the first of them is number 100
constexpr int kFirstRare = 100;
constexpr int kRequests = 5000;
constexpr int kWatchedWrites = 30;
constexpr double kMostSlower = 1.5;
constexpr char kRareIssuer[] = "云岭省罕见事务局";

using DraftPointer = std::shared_ptr<const storage::RevisionDraft>;

struct Template {
  DraftPointer draft;
  int64_t commitments = 0;
};

Template Prepare(const std::string& letter) {
  v1::DocumentContent content;
  content.set_data(letter);
  auto draft = ingest::Prepare("", {}, std::move(content));
  if (!draft.ok()) Die(draft.status().ToString());
  auto copy = std::make_shared<storage::RevisionDraft>(**draft);
  copy->uid.clear();  // each document gets its own
  const auto commitments = static_cast<int64_t>(copy->columns.commitments.size());
  return {std::move(copy), commitments};
}

// What letters of all sizes give, to be stored again and again.
struct Templates {
  std::vector<Template> usual;
  Template rare;
};

Templates MakeTemplates() {
  const LetterMaker maker(PLEDGE_SAMPLES);
  Templates templates;
  for (uint64_t i = 1; i <= kTemplates; ++i) templates.usual.push_back(Prepare(maker.Make(i)));
  templates.rare = Prepare(absl::StrCat(
      kRareIssuer, "关于第1号提案的复函\n云罕〔2024〕1号\n沈若川委员：\n",
      "您提出的第1号提案收悉。现答复如下：\n下一步，我局将于2025年底前建成12个观测站。\n",
      kRareIssuer, "\n2024年7月18日\n"));
  return templates;
}

// --- Stores. ---

struct Size {
  int64_t letters = 0;
  int64_t commitments = 0;
  int64_t source_bytes = 0;
  int64_t disk_bytes = 0;
};

std::unique_ptr<storage::RecordStore> OpenStore(const std::string& dir) {
  auto engine = storage::RocksDbEngine::Open(dir);
  if (!engine.ok()) Die(engine.status().ToString());
  storage::RecordStoreOptions options;
  options.mark_dir = dir;
  options.text_index.terms = mapping::AppendRecordTerms;
  options.text_index.letter_terms = mapping::AppendLetterTerms;
  options.text_index.interval = absl::ZeroDuration();
  auto store = storage::RecordStore::Open(*std::move(engine), options);
  if (!store.ok()) Die(store.status().ToString());
  return *std::move(store);
}

int64_t DiskBytes(const std::string& dir) {
  int64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file()) bytes += static_cast<int64_t>(entry.file_size());
  }
  return bytes;
}

// Puts letters, some hundred at a time, until there are so many commitments.
Size Fill(storage::RecordStore& store, const Templates& templates, int64_t commitments) {
  Size size;
  absl::Mutex mutex;
  int in_flight = 0;
  const auto has_room = [&] { return in_flight < kInFlight; };
  const auto is_idle = [&] { return in_flight == 0; };
  while (size.commitments < commitments) {
    const bool is_rare = size.letters % kRareEvery == kFirstRare;
    const Template& one =
        is_rare ? templates.rare
                : templates.usual[static_cast<size_t>(size.letters) % templates.usual.size()];
    storage::PutDocumentRequest request;
    request.collection_id = "letters";
    request.document_id = absl::StrCat("d", ++size.letters);
    request.draft = one.draft;
    size.commitments += one.commitments;
    size.source_bytes += static_cast<int64_t>(one.draft->source.size());
    {
      absl::MutexLock lock(&mutex);
      mutex.Await(absl::Condition(&has_room));
      ++in_flight;
    }
    store.PutDocument(std::move(request), [&](const auto& result) {
      if (!result.ok()) Die(result.status().ToString());
      absl::MutexLock lock(&mutex);
      --in_flight;
    });
  }
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&is_idle));
  return size;
}

// A store of one size with its server.
struct Scale {
  std::unique_ptr<WorkFolder> folder;
  Size size;
  std::unique_ptr<PledgedServer> server;
};

std::string NameOf(int64_t commitments) {
  return commitments >= 1'000'000 ? absl::StrFormat("%.3g M commitments", commitments / 1e6)
                                  : absl::StrFormat("%.3g k commitments", commitments / 1e3);
}

Scale Make(const Templates& templates, int64_t commitments, const BenchOptions& options) {
  Scale scale;
  scale.folder = std::make_unique<WorkFolder>(options.folder);
  const std::string dir = scale.folder->path() + "/store";
  const absl::Time start = absl::Now();
  {
    const auto store = OpenStore(dir);
    scale.size = Fill(*store, templates, commitments);
    const absl::Status indexed = store->UpdateTextIndex();
    if (!indexed.ok()) Die(indexed.ToString());
  }
  scale.size.disk_bytes = DiskBytes(dir);
  absl::PrintF(
      "%s: %d letters, filled in %.0f s, %.0f MiB on disk, %.2f bytes a byte of source\n",
      NameOf(commitments), scale.size.letters, absl::ToDoubleSeconds(absl::Now() - start),
      static_cast<double>(scale.size.disk_bytes) / (1 << 20),
      static_cast<double>(scale.size.disk_bytes) / static_cast<double>(scale.size.source_bytes));
  std::fflush(stdout);
  return scale;
}

// Milliseconds until it serves after a stop in order, and after kill -9 behind a write.
struct Restart {
  double stopped_ms = 0;
  double killed_ms = 0;
};

void Write(const PledgedServer& server, const std::string& id) {
  const auto stub = v1::DocumentService::NewStub(server.NewChannel());
  grpc::ClientContext context;
  v1::CreateDocumentRequest request;
  request.set_parent("collections/written");
  request.set_document_id(id);
  request.mutable_content()->set_data("关于一件事的复函\n我局将于2025年底前建成一所学校。\n" + id);
  v1::CreateDocumentResponse response;
  const grpc::Status status = stub->CreateDocument(&context, request, &response);
  if (!status.ok()) Die("CreateDocument: " + status.error_message());
}

Restart MeasureRestart(Scale& scale) {
  scale.server = std::make_unique<PledgedServer>(scale.folder->path());
  scale.server->Terminate();
  Restart restart;
  scale.server = std::make_unique<PledgedServer>(scale.folder->path());
  restart.stopped_ms = absl::ToDoubleMilliseconds(scale.server->start_time());
  for (int i = 0; i < 100; ++i) Write(*scale.server, absl::StrCat("before-kill-", i));
  scale.server->Kill();
  scale.server = std::make_unique<PledgedServer>(scale.folder->path());
  restart.killed_ms = absl::ToDoubleMilliseconds(scale.server->start_time());
  return restart;
}

// --- Reads. ---

std::vector<grpc::ByteBuffer> GetRequests(int64_t letters) {
  std::mt19937_64 random(7);
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < kRequests; ++i) {
    v1::GetDocumentRequest request;
    request.set_name(absl::StrCat("collections/letters/documents/d",
                                  1 + random() % static_cast<uint64_t>(letters)));
    requests.push_back(ToBuffer(request));
  }
  return requests;
}

grpc::ByteBuffer FilterRequest() {
  v1::StreamCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/letters");
  request.mutable_selector()->set_filter(absl::StrCat("issuer = ", kRareIssuer));
  request.mutable_options()->set_limit(1);
  return ToBuffer(request);
}

template <typename Calls>
Side SideOf(const Scale& scale, std::shared_ptr<Calls> calls, double seconds) {
  const Start start = [calls](int slot, int64_t number, Done done) {
    calls->Begin(slot, number, std::move(done));
  };
  return {NameOf(scale.size.commitments),
          [&scale, start, seconds] {
            return Measure(scale.server->process(),
                           [&] { return RunClosed(1, absl::Seconds(seconds), start); });
          },
          0};
}

// The largest store first, so that ratios are those of the largest to each.
void CompareReads(const std::string& name, const std::vector<Scale>& scales,
                  const BenchOptions& options, const std::function<Side(const Scale&)>& make_side,
                  Report* report) {
  Comparison comparison{name, "call", Rate::kOperations, {}};
  for (auto scale = scales.rbegin(); scale != scales.rend(); ++scale) {
    comparison.sides.push_back(make_side(*scale));
  }
  const ComparisonResult result = Compare(comparison, options.rounds);
  Print(result);
  const double times = result.sides.front().p99_us / result.sides.back().p99_us;
  absl::PrintF("  p99 of the largest store is %.2f times that of the smallest, %s %.1f\n", times,
               times <= kMostSlower ? "within" : "ABOVE", kMostSlower);
  report->figures.push_back({name + ", p99 of the largest store to the smallest", "times", times});
  Curve curve{name + ", p99", "thousand commitments", "us", {}};
  for (size_t i = 0; i < scales.size(); ++i) {
    curve.points.emplace_back(static_cast<double>(scales[i].size.commitments) / 1e3,
                              result.sides[scales.size() - 1 - i].p99_us);
  }
  report->curves.push_back(std::move(curve));
  report->comparisons.push_back(result);
}

// --- Watch. ---

// Tells when the next change comes.
class Watcher final : public grpc::ClientReadReactor<v1::WatchChangesResponse> {
 public:
  explicit Watcher(const PledgedServer& server)
      : stub_(v1::WatchService::NewStub(server.NewChannel())) {
    request_.set_target(v1::WATCH_TARGET_DOCUMENTS);
    request_.mutable_selector()->add_parents("collections/written");
    request_.set_names_only(true);
    request_.mutable_checkpoint_interval()->set_nanos(100'000'000);
    stub_->async()->WatchChanges(&context_, &request_, this);
    StartRead(&message_);
    StartCall();
  }
  ~Watcher() override {
    context_.TryCancel();
    done_.WaitForNotification();
  }

  // The number of messages so far, and of changes.
  int64_t messages() {
    absl::MutexLock lock(&mutex_);
    return messages_;
  }
  void AwaitChanges(int64_t count) {
    absl::MutexLock lock(&mutex_);
    const auto has = [&] { return changes_ >= count; };
    mutex_.Await(absl::Condition(&has));
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    {
      absl::MutexLock lock(&mutex_);
      ++messages_;
      changes_ += message_.changes_size();
    }
    message_.Clear();
    StartRead(&message_);
  }
  void OnDone(const grpc::Status&) override { done_.Notify(); }

 private:
  const std::unique_ptr<v1::WatchService::Stub> stub_;
  grpc::ClientContext context_;
  v1::WatchChangesRequest request_;
  v1::WatchChangesResponse message_;
  absl::Mutex mutex_;
  int64_t messages_ = 0;
  int64_t changes_ = 0;
  absl::Notification done_;
};

// From before the write until the watch has heard of it.
Histogram MeasureWatch(const Scale& scale) {
  Watcher watcher(*scale.server);
  while (watcher.messages() == 0) absl::SleepFor(absl::Milliseconds(10));
  Histogram latency;
  for (int i = 1; i <= kWatchedWrites; ++i) {
    const absl::Time start = absl::Now();
    Write(*scale.server, absl::StrCat("watched-", i));
    watcher.AwaitChanges(i);
    latency.Record(absl::Now() - start);
  }
  return latency;
}

void AddFigures(const Scale& scale, const Restart& restart, Report* report) {
  const std::string name = NameOf(scale.size.commitments);
  const double watch_ms = absl::ToDoubleMilliseconds(MeasureWatch(scale).Percentile(50));
  absl::PrintF(
      "%s: up in %.0f ms after a stop, %.0f ms after kill -9; a write is watched in %.1f ms\n",
      name, restart.stopped_ms, restart.killed_ms, watch_ms);
  report->figures.push_back({name + ", up after a stop", "ms", restart.stopped_ms});
  report->figures.push_back({name + ", up after kill -9", "ms", restart.killed_ms});
  report->figures.push_back({name + ", write until it is watched, p50", "ms", watch_ms});
  report->figures.push_back(
      {name + ", on disk a byte of source", "bytes",
       static_cast<double>(scale.size.disk_bytes) / static_cast<double>(scale.size.source_bytes)});
}

int Main(int argc, char** argv) {
  BenchOptions options;
  std::vector<int64_t> sizes = {10'000, 300'000, 10'000'000};
  CLI::App app("How reads grow with the store.", "scale_bench");
  AddOptions(&app, &options);
  app.add_option("--commitments", sizes, "of each store, ascending")
      ->delimiter(',')
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const Templates templates = MakeTemplates();
  Report report{.benchmark = "scale",
                .rounds = options.rounds,
                .comparisons = {},
                .figures = {},
                .curves = {}};
  std::vector<Scale> scales;
  for (const int64_t size : sizes) scales.push_back(Make(templates, size, options));
  for (Scale& scale : scales) AddFigures(scale, MeasureRestart(scale), &report);
  CompareReads(
      "GetDocument", scales, options,
      [&](const Scale& scale) {
        return SideOf(scale,
                      std::make_shared<UnaryCalls>("/pledge.v1.DocumentService/GetDocument",
                                                   GetRequests(scale.size.letters),
                                                   std::vector{scale.server->NewChannel()}, 1),
                      options.seconds);
      },
      &report);
  CompareReads(
      "first of a rare filter", scales, options,
      [&](const Scale& scale) {
        return SideOf(
            scale,
            std::make_shared<StreamReads>("/pledge.v1.QueryService/StreamCommitments",
                                          FilterRequest(), std::vector{scale.server->NewChannel()}),
            options.seconds);
      },
      &report);
  WriteReport(options.json_file, report);
  return 0;
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) { return pledge::bench::Main(argc, argv); }
