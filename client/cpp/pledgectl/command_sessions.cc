// sessions, results and finish: ingest sessions after their streams.
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"
#include "pledge/v1/ingest_service.grpc.pb.h"

namespace pledge::cli {
namespace {

constexpr int kPageSize = 1000;

// COLLECTION/SESSION or the full name → the full name.
absl::StatusOr<std::string> SessionNameOf(const std::string& text) {
  const std::string shortened = client::ShortName(text);
  const size_t slash = shortened.find('/');
  if (slash != std::string::npos) {
    const std::string collection = shortened.substr(0, slash);
    const std::string session = shortened.substr(slash + 1);
    if (client::IsValidId(collection) && client::IsValidId(session)) {
      return client::SessionName(collection, session);
    }
  }
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, "NAME_INVALID",
                            "not COLLECTION/SESSION: " + text, {});
}

std::unique_ptr<grpc::ClientContext> ContextFor(const Arguments& arguments) {
  return client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
}

std::string StateWord(v1::IngestSessionState state) {
  switch (state) {
    case v1::INGEST_SESSION_STATE_OPEN:
      return "open";
    case v1::INGEST_SESSION_STATE_FINISHED:
      return "finished";
    case v1::INGEST_SESSION_STATE_EXPIRED:
      return "expired";
    default:
      return "unknown";
  }
}

std::string OutcomeWord(v1::IngestOutcome outcome) {
  switch (outcome) {
    case v1::INGEST_OUTCOME_CREATED:
      return "new";
    case v1::INGEST_OUTCOME_UPDATED:
      return "revised";
    case v1::INGEST_OUTCOME_UNCHANGED:
      return "same";
    case v1::INGEST_OUTCOME_REJECTED:
      return "refused";
    default:
      return "unknown";
  }
}

std::string SessionLine(const v1::IngestSession& session) {
  const v1::IngestCounts& counts = session.counts();
  return absl::StrCat(session.name(), "\t", StateWord(session.state()), "\t",
                      session.durable_sequence(), "\t", counts.created(), "\t", counts.updated(),
                      "\t", counts.unchanged(), "\t", counts.failed(), "\t", counts.bytes_stored(),
                      "\n");
}

std::string SessionRow(const v1::IngestSession& session) {
  const v1::IngestCounts& counts = session.counts();
  return absl::StrCat(PadRight(client::ShortName(session.name()), 34), " ",
                      PadRight(StateWord(session.state()), 8),
                      absl::StrFormat(" %8d %8d %8d %8d %8d  %s\n", session.durable_sequence(),
                                      counts.created(), counts.updated(), counts.unchanged(),
                                      counts.failed(), SizeText(counts.bytes_stored())));
}

std::string SessionTitle() {
  return absl::StrCat(PadRight("session", 34), " ", PadRight("state", 8),
                      absl::StrFormat(" %8s %8s %8s %8s %8s  %s\n", "items", "new", "revised",
                                      "same", "refused", "stored"));
}

// What a refusal says, or the revision that holds the item.
std::string Told(const v1::IngestResult& result) {
  if (result.outcome() != v1::INGEST_OUTCOME_REJECTED) return client::ShortName(result.revision());
  const absl::Status status = client::FromProto(result.status());
  const std::string reason = client::DetailsOf(status).reason;
  return absl::StrCat(reason.empty() ? client::CodeName(status.code()) : reason, "  ",
                      std::string(status.message()));
}

std::string ResultLine(const v1::IngestResult& result) {
  return absl::StrCat(result.sequence(), "\t", OutcomeWord(result.outcome()), "\t",
                      result.commit_number(), "\t", EscapeField(Told(result)), "\n");
}

std::string ResultRow(const v1::IngestResult& result) {
  return absl::StrCat(PadRight(absl::StrCat("#", result.sequence()), 9),
                      PadRight(OutcomeWord(result.outcome()), 9), Escape(Told(result)), "\n");
}

// Prints elements page by page: a table or lines at once, JSON at the end.
template <typename Element>
class PageOutput {
 public:
  using Text = std::string (*)(const Element&);

  PageOutput(std::string tag, Text line, Text row, Console& console)
      : tag_(std::move(tag)), line_(line), row_(row), console_(console) {}

  void Add(const Element& element) {
    ++count_;
    switch (console_.format()) {
      case Format::kJson:
        absl::StrAppend(&array_, count_ > 1 ? "," : "", ToJson(element));
        break;
      case Format::kJsonLines:
        console_.Print(Tagged(tag_, ToJson(element)) + "\n");
        break;
      default:
        console_.Print(console_.laid_out() ? row_(element) : line_(element));
    }
  }

  void Finish() {
    if (console_.format() == Format::kJson) {
      console_.Print(absl::StrCat("{\"", tag_, "s\":[", array_, "]}\n"));
    } else if (console_.format() == Format::kJsonLines) {
      console_.Print("{\"complete\":true}\n");
    } else if (count_ == 0) {
      console_.Note("no " + tag_ + "s found\n");
    }
  }

 private:
  const std::string tag_;
  const Text line_;
  const Text row_;
  Console& console_;
  int64_t count_ = 0;
  std::string array_;
};

}  // namespace

ExitCode RunSessions(const Arguments& arguments, Console& console) {
  const std::string& collection = arguments.operands.front();
  if (!client::IsValidId(collection)) {
    return console.Fail(client::MakeStatus(absl::StatusCode::kInvalidArgument, "NAME_INVALID",
                                           "not a collection: " + collection, {}));
  }
  const auto stub =
      v1::IngestService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  v1::ListIngestSessionsRequest request;
  request.set_parent(client::CollectionName(collection));
  request.set_page_size(kPageSize);
  PageOutput<v1::IngestSession> output("session", SessionLine, SessionRow, console);
  if (console.format() == Format::kText && console.laid_out()) console.Print(SessionTitle());
  do {
    v1::ListIngestSessionsResponse response;
    const absl::Status status =
        client::FromGrpc(stub->ListIngestSessions(ContextFor(arguments).get(), request, &response));
    if (!status.ok()) return console.Fail(status);
    for (const v1::IngestSession& session : response.sessions()) output.Add(session);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  output.Finish();
  return kExitDone;
}

ExitCode RunResults(const Arguments& arguments, Console& console) {
  const auto name = SessionNameOf(arguments.operands.front());
  if (!name.ok()) return console.Fail(name.status());
  const auto stub =
      v1::IngestService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  v1::ListIngestResultsRequest request;
  request.set_parent(*name);
  request.set_page_size(kPageSize);
  if (arguments.session.refused) request.add_outcomes(v1::INGEST_OUTCOME_REJECTED);
  PageOutput<v1::IngestResult> output("result", ResultLine, ResultRow, console);
  do {
    v1::ListIngestResultsResponse response;
    const absl::Status status =
        client::FromGrpc(stub->ListIngestResults(ContextFor(arguments).get(), request, &response));
    if (!status.ok()) return console.Fail(status);
    for (const v1::IngestResult& result : response.results()) output.Add(result);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  output.Finish();
  return kExitDone;
}

ExitCode RunFinish(const Arguments& arguments, Console& console) {
  const auto name = SessionNameOf(arguments.operands.front());
  if (!name.ok()) return console.Fail(name.status());
  const auto stub =
      v1::IngestService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  v1::FinishIngestSessionRequest request;
  request.set_name(*name);
  if (arguments.session.expected_count) {
    request.set_expected_count(*arguments.session.expected_count);
  }
  v1::FinishIngestSessionResponse response;
  const absl::Status status =
      client::FromGrpc(stub->FinishIngestSession(ContextFor(arguments).get(), request, &response));
  if (!status.ok()) return console.Fail(status);
  PageOutput<v1::IngestSession> output("session", SessionLine, SessionRow, console);
  output.Add(response.session());
  output.Finish();
  NoteReadInfo(response.read_info(), console);
  return kExitDone;
}

}  // namespace pledge::cli
