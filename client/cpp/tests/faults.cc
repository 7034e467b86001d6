// Drives IngestClient and ChangeStream through a proxy that cuts connections,
// until all its cuts are made, and compares what came out with what the server
// holds. The cuts fall at random moments (client/conformance/fault_proxy.py);
// what must hold does not depend on them.
//
// usage: faults ingest|watch      environment: PLEDGE_SERVER, PLEDGE_PROXY, PLEDGE_CUTS
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "client/cpp/change_stream.h"
#include "client/cpp/channel.h"
#include "client/cpp/ingest.h"
#include "client/cpp/names.h"
#include "client/cpp/status.h"
#include "client/cpp/tests/cuts.h"
#include "client/cpp/tests/require.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::faults {
namespace {

constexpr int kItemsPerSession = 400;
constexpr char kCollection[] = "faults";
constexpr char kLast[] = "last";
// Between changes, so that the machine has time for the watch.
constexpr absl::Duration kPause = absl::Milliseconds(5);
constexpr absl::Duration kTimeout = absl::Seconds(30);

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  Require(value != nullptr, name);
  return value;
}

void FillItem(const std::string& id, int64_t number, v1::IngestItem* item) {
  item->set_document_id(id);
  item->mutable_content()->set_data(
      absl::StrCat("临澜市水务局关于市政协第", number, "号提案的答复函\n林清和委员：\n",
                   "下一步，我局将于2025年底前完成", number, "公里管网改造。\n"));
}

bool IsSecond(int64_t sequence) { return sequence % 5 == 0; }

// Every fifth item is the same document as the one before with other bytes, so
// that order shows in its revisions.
class SessionItems final : public client::ItemSource {
 public:
  explicit SessionItems(int session) : session_(session) {}

  std::string IdOf(int64_t sequence) const {
    return absl::StrCat("s", session_, "-", sequence - (IsSecond(sequence) ? 1 : 0));
  }
  int64_t count() const override { return kItemsPerSession; }
  void Load(int64_t sequence, int64_t, v1::IngestItem* item) override {
    FillItem(IdOf(sequence), sequence, item);
  }

 private:
  const int session_;
};

// Every item has one result, and they come in the order of the items.
class CheckedResults final : public client::IngestObserver {
 public:
  explicit CheckedResults(const SessionItems& items) : items_(items) {}

  int cuts() const { return cuts_; }
  int64_t results() const { return results_; }

  void OnAttached(const v1::IngestSession&) override {}
  void OnResult(const v1::IngestResult& result) override {
    const int64_t sequence = ++results_;
    Require(result.sequence() == sequence,
            absl::StrCat("result of ", result.sequence(), ", not of ", sequence));
    const bool is_second = IsSecond(sequence);
    Require(
        result.outcome() == (is_second ? v1::INGEST_OUTCOME_UPDATED : v1::INGEST_OUTCOME_CREATED),
        result.ShortDebugString());
    const std::string name =
        absl::StrCat("/", items_.IdOf(sequence), "/revisions/", is_second ? 2 : 1);
    Require(absl::EndsWith(result.revision(), name), result.revision());
  }
  void OnRetry(const v1::IngestResult&) override {}
  void OnAck(int64_t, int64_t) override {}
  void OnCut(const absl::Status&, int64_t, absl::Duration) override { ++cuts_; }

 private:
  const SessionItems& items_;
  int cuts_ = 0;
  int64_t results_ = 0;
};

// Opening the session is a call of its own, which the caller repeats.
void OpenSession(client::IngestClient& ingest) {
  for (;;) {
    const auto session = ingest.OpenSession();
    if (session.ok()) return;
    Require(client::CanResume(session.status()), session.status().ToString());
    absl::SleepFor(kPause);
  }
}

// Documents by their newest revision, asked without the proxy.
std::map<std::string, int> StoredRevisions() {
  const auto stub = v1::DocumentService::NewStub(client::Connect(Environment("PLEDGE_SERVER")));
  v1::ListDocumentsRequest request;
  request.set_parent(client::CollectionName(kCollection));
  request.set_page_size(1000);
  request.mutable_read_mask()->add_paths("latest_revision");
  std::map<std::string, int> revisions;
  do {
    v1::ListDocumentsResponse page;
    const auto status =
        client::FromGrpc(stub->ListDocuments(client::MakeContext(kTimeout).get(), request, &page));
    Require(status.ok(), status.ToString());
    for (const v1::Document& document : page.documents()) {
      const auto name = client::ParseName(document.latest_revision());
      Require(name.ok() && absl::SimpleAtoi(name->revision, &revisions[name->document]),
              document.latest_revision());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return revisions;
}

void IngestThroughCuts() {
  const auto channel = client::Connect(Environment("PLEDGE_PROXY"));
  std::map<std::string, int> wanted;
  int session = 0;
  int resumed = 0;
  for (; CutsAreLeft(); ++session) {
    SessionItems items(session);
    CheckedResults results(items);
    client::IngestClient ingest(channel, {.collection = kCollection,
                                          .session_id = absl::StrCat("s", session),
                                          .stall_timeout = absl::Seconds(5),
                                          .first_delay = absl::Milliseconds(100),
                                          .longest_delay = absl::Seconds(1)});
    OpenSession(ingest);
    const client::IngestReport report = ingest.Run(items, results);
    Require(report.status.ok(), report.status.ToString());
    Require(results.results() == kItemsPerSession, absl::StrCat(results.results(), " results"));
    for (int64_t sequence = 1; sequence <= items.count(); ++sequence) {
      ++wanted[items.IdOf(sequence)];
    }
    resumed += results.cuts();
  }
  Require(StoredRevisions() == wanted, "the store holds other documents, or other revisions");
  std::cout << session << " sessions of " << kItemsPerSession << " items, " << resumed
            << " times resumed\n";
}

// Changes documents straight at the server until the cuts are made, then one
// more that says so. The names of all revisions, in order.
std::vector<std::string> WriteUntilCut() {
  const auto stub = v1::DocumentService::NewStub(client::Connect(Environment("PLEDGE_SERVER")));
  std::vector<std::string> written;
  const auto write = [&stub, &written](const std::string& id, int number) {
    v1::IngestItem item;
    FillItem(id, number, &item);
    v1::UpdateDocumentRequest request;
    request.set_allow_missing(true);
    request.mutable_document()->set_name(
        absl::StrCat(client::CollectionName(kCollection), "/documents/", id));
    *request.mutable_content() = item.content();
    v1::UpdateDocumentResponse response;
    const auto status = client::FromGrpc(
        stub->UpdateDocument(client::MakeContext(kTimeout).get(), request, &response));
    Require(status.ok(), status.ToString());
    written.push_back(response.document().latest_revision());
  };
  for (int number = 1; CutsAreLeft(); ++number) {
    write(absl::StrCat("d", number % 50), number);
    absl::SleepFor(kPause);
  }
  write(kLast, 1);
  return written;
}

v1::WatchChangesRequest WatchRequest() {
  v1::WatchChangesRequest request;
  request.set_target(v1::WATCH_TARGET_DOCUMENTS);
  request.mutable_selector()->add_parents(client::CollectionName(kCollection));
  request.mutable_checkpoint_interval()->set_nanos(200'000'000);
  // From the start of the store on, however late the first stream is opened.
  request.set_send_initial(true);
  // What the watch has to catch up with after a long delay still goes through
  // before the next cut.
  request.mutable_read_mask()->add_paths("latest_revision");
  return request;
}

void WatchThroughCuts() {
  client::ChangeStream stream(client::Connect(Environment("PLEDGE_PROXY")), WatchRequest(),
                              {.heartbeat_timeout = absl::Seconds(2)});
  std::vector<std::string> seen;
  std::vector<std::string> written;
  std::vector<int64_t> commits;
  std::thread writer;
  int messages = 0;
  const absl::Status status = stream.Run([&](const v1::WatchChangesResponse& message) {
    // The first message is the empty store.
    if (messages++ == 0) writer = std::thread([&written] { written = WriteUntilCut(); });
    for (const v1::Change& change : message.changes()) {
      seen.push_back(change.document().latest_revision());
      commits.push_back(change.commit_number());
    }
    return seen.empty() || !absl::StrContains(seen.back(), absl::StrCat("/", kLast, "/"));
  });
  writer.join();
  Require(status.ok(), status.ToString());
  Require(std::is_sorted(commits.begin(), commits.end()), "changes came out of order");
  Require(seen == written,
          absl::StrCat(seen.size(), " changes seen, ", written.size(), " made, or others"));
  std::cout << seen.size() << " changes in " << messages << " messages\n";
}

}  // namespace
}  // namespace pledge::faults

int main(int argc, char** argv) {
  const std::string helper = argc == 2 ? argv[1] : "";
  pledge::Require(helper == "ingest" || helper == "watch", "usage: faults ingest|watch");
  if (helper == "ingest") {
    pledge::faults::IngestThroughCuts();
  } else {
    pledge::faults::WatchThroughCuts();
  }
  pledge::Require(!pledge::faults::CutsAreLeft(), "not all cuts were made");
  return 0;
}
