#include <cerrno>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/file_source.h"
#include "client/cpp/pledgectl/ingest_view.h"
#include "client/cpp/pledgectl/interrupt.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

using client::IngestClient;
using client::IngestReport;

// Sessions made from the same files, one after the other has expired.
constexpr int kMaxGenerations = 20;

absl::Status Usage(const std::string& message) {
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, "USAGE", message, {});
}

absl::StatusOr<std::vector<std::string>> ReadList(const std::string& path) {
  if (path == "-") return ReadPathList(std::cin);
  std::ifstream file(path);
  if (!file) return FileError(path, errno);
  return ReadPathList(file);
}

// The paths that were named, in order: operands, then the list.
absl::StatusOr<std::vector<std::string>> CollectPaths(const Arguments& arguments) {
  std::vector<std::string> sources;
  std::vector<std::string> paths;
  for (const std::string& operand : arguments.operands) {
    (operand == "-" ? sources : paths).push_back(operand);
  }
  if (!arguments.ingest.files_from.empty()) sources.push_back(arguments.ingest.files_from);
  if (paths.empty() && sources.empty()) return Usage("no file, folder or --files-from was given");
  for (const std::string& source : sources) {
    const auto listed = ReadList(source);
    if (!listed.ok()) return listed.status();
    paths.insert(paths.end(), listed->begin(), listed->end());
  }
  return paths;
}

absl::StatusOr<std::vector<ListedFile>> FindFiles(const Arguments& arguments) {
  const IngestFlags& flags = arguments.ingest;
  if (!client::IsValidId(flags.collection)) {
    return Usage("--collection: an id has 1 to 128 of [a-z0-9._-]");
  }
  if (!flags.session.empty() && !client::IsValidId(flags.session)) {
    return Usage("--session: an id has 1 to 128 of [a-z0-9._-]");
  }
  const auto paths = CollectPaths(arguments);
  if (!paths.ok()) return paths.status();
  return ListFiles(*paths);
}

// An ingest with an open session.
struct OpenIngest {
  std::unique_ptr<IngestClient> client;
  v1::IngestSession session;
};

absl::StatusOr<OpenIngest> OpenSession(const Arguments& arguments,
                                       const std::vector<ListedFile>& files) {
  const IngestFlags& flags = arguments.ingest;
  const auto channel = client::Connect(arguments.common.server, arguments.common.tls);
  for (int generation = 1;; ++generation) {
    client::IngestOptions options;
    options.collection = flags.collection;
    options.session_id =
        !flags.session.empty() ? flags.session : SessionIdFor(flags.collection, files, generation);
    options.give_up_after = flags.give_up_after;
    options.call_timeout = arguments.common.timeout.value_or(client::kDefaultTimeout);
    auto client = std::make_unique<IngestClient>(channel, options);
    const auto session = client->OpenSession();
    if (session.ok()) return OpenIngest{std::move(client), *session};
    const bool expired = client::DetailsOf(session.status()).reason == "SESSION_EXPIRED";
    const bool may_follow = expired && flags.session.empty() && generation < kMaxGenerations;
    if (!may_follow) return session.status();
  }
}

IngestSummary SummaryOf(const IngestReport& report, const IngestView& view,
                        absl::Duration elapsed) {
  IngestSummary summary;
  summary.session = report.session.name();
  summary.tally = view.tally();
  summary.tally.durable_sequence = report.session.durable_sequence();
  summary.tally.elapsed = elapsed;
  summary.stored_bytes = report.session.counts().bytes_stored();
  summary.commit_number = report.commit_number;
  summary.refusals = view.refusals();
  return summary;
}

std::string SummaryJson(const IngestReport& report, bool complete) {
  return absl::StrCat("\"session\":", ToJson(report.session), complete ? ",\"complete\":true" : "");
}

// Refused items of this run as one JSON array.
std::string RefusalsJson(const std::vector<Refusal>& refusals) {
  return absl::StrCat("[",
                      absl::StrJoin(refusals, ",",
                                    [](std::string* out, const Refusal& item) {
                                      absl::StrAppend(out, "{\"sequence\":\"", item.sequence,
                                                      "\",\"path\":", JsonString(item.path),
                                                      ",\"error\":", ErrorJson(item.status), "}");
                                    }),
                      "]");
}

void PrintSummary(const IngestReport& report, const IngestSummary& summary, Console& console) {
  const bool complete = report.status.ok() && !report.stopped;
  switch (console.format()) {
    case Format::kJson:
      console.Print(absl::StrCat("{", SummaryJson(report, complete),
                                 ",\"refused\":", RefusalsJson(summary.refusals), "}\n"));
      break;
    case Format::kJsonLines:
      console.Print(absl::StrCat("{", SummaryJson(report, complete), "}\n"));
      break;
    case Format::kText:
      console.Print(console.laid_out() ? RenderSummary(summary, console.layout())
                                       : SummaryLine(summary));
      if (console.laid_out()) break;
      for (const Refusal& refusal : summary.refusals) {
        console.Note("refused  " + RefusalLine(refusal));
      }
  }
}

// Where a run that did not reach its end can be taken up.
std::string HowToGoOn(const IngestReport& report, int64_t items) {
  return absl::StrCat(report.session.durable_sequence(), " of ", items,
                      " items are durable; run the same command again to go on\n");
}

ExitCode Conclude(const IngestReport& report, const IngestSummary& summary, Console& console) {
  PrintSummary(report, summary, console);
  if (!report.status.ok()) {
    const ExitCode code = console.Fail(report.status);
    if (code == kExitPassing) console.Note("  " + HowToGoOn(report, summary.tally.items));
    return code;
  }
  if (report.stopped) {
    console.Note("interrupted: " + HowToGoOn(report, summary.tally.items));
    return kExitInterrupted;
  }
  if (report.sent_items == 0) console.Note("nothing to send: the session holds all items\n");
  const bool incomplete = summary.tally.rejected > 0 || summary.tally.partial > 0;
  return incomplete ? kExitIncomplete : kExitDone;
}

}  // namespace

ExitCode RunIngest(const Arguments& arguments, Console& console) {
  BlockSignals();
  auto files = FindFiles(arguments);
  if (!files.ok()) return console.Fail(files.status());
  if (files->empty()) {
    console.Note("no files found\n");
    return kExitDone;
  }
  auto open = OpenSession(arguments, *files);
  if (!open.ok()) return console.Fail(open.status());

  const absl::Time start = absl::Now();
  FileSource source(*std::move(files));
  const IngestTally tally = TallyOf(open->session, source.count());
  std::optional<Progress> progress;
  progress.emplace(console, KindFor(arguments.ingest.progress, console), tally);
  IngestView view(source, tally, *progress, console);
  IngestReport report;
  {
    const Interrupt interrupt([&] {
      open->client->Stop();
      progress->Say("stopping; waiting for what is on its way\n");
    });
    report = open->client->Run(source, view);
  }
  progress.reset();
  return Conclude(report, SummaryOf(report, view, absl::Now() - start), console);
}

}  // namespace pledge::cli
