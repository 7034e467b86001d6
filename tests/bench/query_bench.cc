// Queries on a store with 1,000,000 commitments (PLEDGE_BENCH_LETTERS letters of
// 30): how soon the first message of a selective filter and of a search for
// words comes, beside a point read of the same store; counts; order by deadline;
// the memory that it takes. Letters are made of invented words with the sizes of
// real ones.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "service/base/sha256.h"
#include "service/mapping/columns.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/stored_record.h"
#include "service/mapping/text_terms.h"
#include "service/query/aggregate.h"
#include "service/query/record_cursor.h"
#include "storage/record_store.h"
#include "storage/rocksdb_engine.h"

namespace pledge {
namespace {

namespace fs = std::filesystem;

constexpr int kDefaultLetters = 33'334;
constexpr int kCommitments = 30;
constexpr int kInFlight = 256;
// Stands in one letter of 10,000.
constexpr char kRareWords[] = "罕见词语";
constexpr char kRareIssuer[] = "罕见市水务局";

[[noreturn]] void Die(const std::string& what) {
  fprintf(stderr, "query_bench: %s\n", what.c_str());
  std::abort();
}

int LetterCount() {
  const char* const text = std::getenv("PLEDGE_BENCH_LETTERS");
  return text == nullptr ? kDefaultLetters : std::atoi(text);
}

// Resident memory of this process that belongs to no file, MiB.
double AnonymousMib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "RssAnon:") continue;
    double kib = 0;
    status >> kib;
    return kib / 1024;
  }
  return 0;
}

class Letters {
 public:
  Letters() {
    for (int i = 0; i < 3000; ++i) words_.push_back(NewWord());
  }

  storage::PutDocumentRequest Next(int number) {
    const bool is_rare = number % 10'000 == 5'000;
    mapping::ApiRecords records;
    records.facts.mutable_issuer()->set_value(is_rare ? kRareIssuer
                                                      : absl::StrCat(words_[Skewed(1000)], "局"));
    records.facts.mutable_issue_date()->set_value(absl::StrCat(2018 + Pick(7), "-06-12"));
    for (int i = 0; i < 20; ++i) records.sections.push_back(NewSection(i, is_rare && i == 7));
    for (int i = 0; i < kCommitments; ++i) records.commitments.push_back(NewCommitment(is_rare));
    auto draft = std::make_shared<storage::RevisionDraft>();
    draft->source = absl::StrCat("letter ", number, Text(600));
    draft->source_sha256 = Sha256(draft->source);
    draft->caller_digest = Sha256("");
    draft->result_digest = Sha256(draft->source);
    v1::Document document;
    *document.mutable_facts() = records.facts;
    draft->document = mapping::EncodeDocument(document, "");
    draft->sections = PackAll(records.sections);
    draft->commitments = PackAll(records.commitments);
    draft->achievements = PackAll(records.achievements);
    draft->columns = mapping::MakeColumns(document, records);
    storage::PutDocumentRequest request;
    request.collection_id = "letters";
    request.document_id = absl::StrCat("d", number);
    request.draft = std::move(draft);
    return request;
  }

 private:
  unsigned Pick(unsigned count) { return static_cast<unsigned>(random_() % count); }
  // Small numbers are frequent.
  size_t Skewed(size_t count) {
    const double u = std::uniform_real_distribution<>(0.0, 1.0)(random_);
    return static_cast<size_t>(u * u * u * static_cast<double>(count - 1));
  }

  std::string NewWord() {
    std::string word;
    for (unsigned i = 2 + Pick(4); i > 0; --i) {
      const unsigned code = 0x4e00 + Pick(3000);
      word += static_cast<char>(0xe0 | code >> 12);
      word += static_cast<char>(0x80 | (code >> 6 & 0x3f));
      word += static_cast<char>(0x80 | (code & 0x3f));
    }
    return word;
  }

  std::string Text(size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      text += words_[Skewed(words_.size())];
      if (Pick(8) == 0) text += "，";
    }
    return text;
  }

  v1::Section NewSection(int number, bool is_rare) {
    v1::Section section;
    section.set_name(absl::StrCat("sections/", number + 1));
    section.set_kind(v1::SECTION_KIND_TOPIC);
    section.set_text(Text(500) + (is_rare ? kRareWords : ""));
    return section;
  }

  v1::Commitment NewCommitment(bool is_rare) {
    v1::Commitment commitment;
    commitment.set_text(Text(80) + (is_rare && Pick(10) == 0 ? kRareWords : ""));
    commitment.set_type(static_cast<v1::CommitmentType>(1 + Pick(4)));
    commitment.set_strength(static_cast<v1::Strength>(1 + Pick(4)));
    commitment.set_polarity(v1::POLARITY_AFFIRM);
    commitment.set_verifiability(static_cast<v1::Verifiability>(1 + Pick(3)));
    commitment.mutable_object()->set_text(Text(60));
    if (Pick(3) == 0) {
      auto* const end = commitment.mutable_deadline()->mutable_end_date();
      end->set_year(2024 + Pick(4));
      end->set_month(1 + Pick(12));
      end->set_day(1 + Pick(28));
    }
    return commitment;
  }

  template <typename Messages>
  static std::string PackAll(const Messages& messages) {
    std::vector<storage::TaggedRecord> records;
    for (const auto& message : messages) records.push_back(mapping::ToStored(message));
    return storage::PackRecords(records, mapping::OffsetTable("", {}).Encode());
  }

  std::mt19937 random_{1};
  std::vector<std::string> words_;
};

// A store with all letters, made once; its folder goes with the process.
class Filled {
 public:
  Filled() : path_(fs::temp_directory_path() / absl::StrCat("pledge-query-bench-", getpid())) {
    fs::remove_all(path_);
    fs::create_directories(path_);
    auto engine = storage::RocksDbEngine::Open(path_.string());
    if (!engine.ok()) Die(engine.status().ToString());
    storage::RecordStoreOptions options;
    options.mark_dir = path_.string();
    options.text_index.terms = mapping::AppendRecordTerms;
    options.text_index.letter_terms = mapping::AppendLetterTerms;
    options.text_index.interval = absl::ZeroDuration();
    auto store = storage::RecordStore::Open(*std::move(engine), options);
    if (!store.ok()) Die(store.status().ToString());
    store_ = *std::move(store);
    Fill();
  }
  ~Filled() {
    store_.reset();
    fs::remove_all(path_);
  }

  storage::RecordStore& store() { return *store_; }

 private:
  void Fill() {
    Letters letters;
    absl::Mutex mutex;
    int in_flight = 0;
    const auto has_room = [&] { return in_flight < kInFlight; };
    const auto is_idle = [&] { return in_flight == 0; };
    for (int i = 0; i < LetterCount(); ++i) {
      storage::PutDocumentRequest request = letters.Next(i);
      {
        absl::MutexLock lock(&mutex);
        mutex.Await(absl::Condition(&has_room));
        ++in_flight;
      }
      store_->PutDocument(std::move(request), [&](const auto& result) {
        if (!result.ok()) Die(result.status().ToString());
        absl::MutexLock lock(&mutex);
        --in_flight;
      });
    }
    {
      absl::MutexLock lock(&mutex);
      mutex.Await(absl::Condition(&is_idle));
    }
    const absl::Time start = absl::Now();
    const absl::Status built = store_->UpdateTextIndex();
    if (!built.ok()) Die(built.ToString());
    fprintf(stderr, "text index built in %.1f s\n", absl::ToDoubleSeconds(absl::Now() - start));
  }

  const fs::path path_;
  std::unique_ptr<storage::RecordStore> store_;
};

storage::RecordStore& Store() {
  static const auto filled = std::make_unique<Filled>();
  return filled->store();
}

query::RecordQuery Query(const std::string& filter, const std::string& text,
                         const std::string& order) {
  query::RecordQuery query;
  query.kind = storage::RecordKind::kCommitments;
  query.selector.add_parents("collections/-");
  query.selector.set_filter(filter);
  query.selector.set_text_contains(text);
  query.options.set_order_by(order);
  return query;
}

// Until the first message has come; messages to read on in `cursor`.
std::unique_ptr<query::RecordCursor> First(const query::RecordQuery& query, int64_t* records) {
  auto cursor = query::RecordCursor::Create(Store(), query);
  if (!cursor.ok()) Die(cursor.status().ToString());
  std::string message;
  do {
    const auto more = (*cursor)->Next(&message);
    if (!more.ok()) Die(more.status().ToString());
  } while (message.empty());
  v1::StreamCommitmentsResponse response;
  if (!response.ParseFromString(message)) Die("a message does not parse");
  *records = response.commitments_size();
  return *std::move(cursor);
}

int64_t ReadAll(const query::RecordQuery& query) {
  int64_t records = 0;
  const auto cursor = First(query, &records);
  for (std::string message;;) {
    const auto more = cursor->Next(&message);
    if (!more.ok()) Die(more.status().ToString());
    if (!*more) return records;
    v1::StreamCommitmentsResponse response;
    if (!response.ParseFromString(message)) Die("a message does not parse");
    records += response.commitments_size();
  }
}

absl::Duration TimeOf(absl::FunctionRef<void()> work) {
  const absl::Time start = absl::Now();
  work();
  return absl::Now() - start;
}

// Reads any of the documents.
void ReadPoint(std::mt19937& random) {
  const std::string id = absl::StrCat("d", random() % LetterCount());
  auto revision = Store().GetDocument("letters", id, Store().Head().number);
  if (!revision.ok()) Die(revision.status().ToString());
  benchmark::DoNotOptimize(revision);
}

// Filter, words and order of one query.
struct Case {
  const char* name;
  const char* filter;
  const char* text;
  const char* order;
};

constexpr Case kCases[] = {
    {"everything", "", "", ""},
    {"rare issuer (0.01 %)", "issuer = 罕见市水务局", "", ""},
    {"one week of firm deadlines",
     "strength = FIRM AND deadline.end_date >= \"2026-05-11\" AND deadline.end_date < "
     "\"2026-05-18\"",
     "", ""},
    {"nothing matches", "issuer = nobody", "", ""},
    {"rare words", "", kRareWords, ""},
    {"words that nobody wrote", "", "无人写过", ""},
    {"by deadline", "", "", "deadline"},
};

query::RecordQuery QueryOf(const Case& one) { return Query(one.filter, one.text, one.order); }

// Each first message beside a point read; point_reads says how many would take
// as long.
void BM_FirstMessage(benchmark::State& state) {
  const Case& one = kCases[state.range(0)];
  state.SetLabel(one.name);
  int64_t records = 0;
  std::mt19937 random(1);
  Store();
  absl::Duration first, point;
  for (auto _ : state) {
    const absl::Duration took = TimeOf([&] { First(QueryOf(one), &records); });
    point += TimeOf([&] { ReadPoint(random); });
    first += took;
    state.SetIterationTime(absl::ToDoubleSeconds(took));
  }
  state.counters["records"] = static_cast<double>(records);
  state.counters["point_us"] = absl::ToDoubleMicroseconds(point) / state.iterations();
  state.counters["point_reads"] = absl::FDivDuration(first, point);
  state.counters["anon_MiB"] = AnonymousMib();
}
BENCHMARK(BM_FirstMessage)
    ->DenseRange(0, std::size(kCases) - 1)
    ->Repetitions(5)
    ->ReportAggregatesOnly()
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

void BM_WholeStream(benchmark::State& state) {
  const Case& one = kCases[state.range(0)];
  state.SetLabel(one.name);
  int64_t records = 0;
  for (auto _ : state) records = ReadAll(QueryOf(one));
  state.counters["records"] = static_cast<double>(records);
  state.counters["anon_MiB"] = AnonymousMib();
}
BENCHMARK(BM_WholeStream)
    ->DenseRange(0, std::size(kCases) - 1)
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);

void BM_Aggregate(benchmark::State& state) {
  v1::AggregateCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/-");
  for (const char* field : {"strength", "type", "deadline_month"}) request.add_group_by(field);
  for (auto _ : state) {
    auto response = query::Aggregate(Store(), request, [] { return false; });
    if (!response.ok()) Die(response.status().ToString());
    benchmark::DoNotOptimize(response);
  }
  state.counters["anon_MiB"] = AnonymousMib();
}
BENCHMARK(BM_Aggregate)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pledge
