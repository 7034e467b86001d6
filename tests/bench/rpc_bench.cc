// Reads from the real pledged beside bare gRPC: the same load generator, the same
// connections, and replies of the same sizes from a server that does nothing else.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "pledge/v1/document_service.pb.h"
#include "pledge/v1/query_service.pb.h"
#include "pledge/v1/source_calls.pb.h"
#include "tests/bench/bench_options.h"
#include "tests/bench/ceiling.pb.h"
#include "tests/bench/letter_maker.h"
#include "tests/bench/pledged_server.h"
#include "tests/bench/raw_calls.h"

namespace pledge::bench {
namespace {

constexpr int kCallsAtATime = 64;
constexpr int kStreamsAtATime = 4;
constexpr int kChannels = 2;
constexpr int kReadDocuments = 500;
// Open loop: so many times fewer calls than the closed one gets answered.
constexpr double kOpenShare = 0.3;
constexpr int kMostOpenCalls = 2000;

using Channels = std::vector<std::shared_ptr<grpc::Channel>>;

Channels ChannelsTo(const std::string& address) {
  Channels channels;
  for (int i = 0; i < kChannels; ++i) channels.push_back(NewChannel(address));
  return channels;
}

class CeilingServer {
 public:
  explicit CeilingServer(const std::string& folder)
      : port_(FreePort()),
        address_(absl::StrCat("127.0.0.1:", port_)),
        process_({absl::StrCat(PLEDGE_BENCH_BIN_DIR, "/ceiling_server"), address_},
                 folder + "/ceiling.log") {
    if (!WaitForPort(process_, port_, absl::Seconds(30))) Die("ceiling_server does not come up");
  }
  const std::string& address() const { return address_; }
  const ChildProcess& process() const { return process_; }

 private:
  const int port_;
  const std::string address_;
  ChildProcess process_;
};

// Bytes of `data` in a Payload so that the message has `size` bytes.
int32_t PayloadBytes(size_t size) {
  const size_t header = size < 130 ? 2 : size < 16'387 ? 3 : 4;
  return static_cast<int32_t>(size > header ? size - header : 0);
}

v1::GetDocumentRequest GetRequest(int number) {
  v1::GetDocumentRequest request;
  request.set_name(absl::StrCat("collections/letters/documents/d", number));
  return request;
}

// Unary calls of Pledge and echoes with requests and replies of the same sizes.
struct CallPair {
  std::unique_ptr<UnaryCalls> pledge;
  std::unique_ptr<UnaryCalls> echo;
};

CallPair MakeGetDocument(const std::string& pledge, const std::string& ceiling, int slots) {
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 1; i <= kReadDocuments; ++i) requests.push_back(ToBuffer(GetRequest(i)));
  CallPair pair;
  pair.pledge = std::make_unique<UnaryCalls>("/pledge.v1.DocumentService/GetDocument", requests,
                                             ChannelsTo(pledge), slots);
  std::vector<grpc::ByteBuffer> echoes;
  size_t reply_bytes = 0;
  for (int i = 0; i < kReadDocuments; ++i) {
    const std::string reply = pair.pledge->CallOnce(i);
    v1::GetDocumentResponse parsed;
    if (!parsed.ParseFromString(reply) || !parsed.document().has_facts()) Die("a bad document");
    reply_bytes += reply.size();
    ceiling::EchoRequest echo;
    echo.set_reply_bytes(PayloadBytes(reply.size()));
    echo.set_padding(std::string(requests[i].Length(), 'x'));
    echoes.push_back(ToBuffer(echo));
  }
  absl::PrintF("GetDocument: replies of %d bytes on average\n", reply_bytes / kReadDocuments);
  pair.echo = std::make_unique<UnaryCalls>("/pledge.ceiling.Ceiling/Echo", std::move(echoes),
                                           ChannelsTo(ceiling), slots);
  return pair;
}

struct Servers {
  const PledgedServer& pledge;
  const CeilingServer& ceiling;
};

std::function<Sample()> Closed(const ChildProcess& server, int at_a_time, double seconds,
                               Start start) {
  return [&server, at_a_time, seconds, start = std::move(start)] {
    return Measure(server, [&] { return RunClosed(at_a_time, absl::Seconds(seconds), start); });
  };
}

std::function<Sample()> Open(const ChildProcess& server, const double* rate, double seconds,
                             Start start) {
  return [&server, rate, seconds, start = std::move(start)] {
    return Measure(server,
                   [&] { return RunOpen(*rate, kMostOpenCalls, absl::Seconds(seconds), start); });
  };
}

template <typename Calls>
Start StartOf(Calls& calls) {
  return
      [&calls](int slot, int64_t number, Done done) { calls.Begin(slot, number, std::move(done)); };
}

void Run(const Comparison& comparison, const BenchOptions& options, Report* report) {
  report->comparisons.push_back(Compare(comparison, options.rounds));
  Print(report->comparisons.back());
}

void CompareGetDocument(const Servers& servers, const BenchOptions& options, Report* report) {
  const CallPair pair = MakeGetDocument(servers.pledge.address(), servers.ceiling.address(),
                                        std::max(kCallsAtATime, kMostOpenCalls));
  const ChildProcess& pledge = servers.pledge.process();
  const ChildProcess& ceiling = servers.ceiling.process();
  if (IsWanted(options, "GetDocument, 64")) {
    Run({"GetDocument, 64 at a time",
         "call",
         Rate::kOperations,
         {{"pledged", Closed(pledge, kCallsAtATime, options.seconds, StartOf(*pair.pledge))},
          {"bare echo", Closed(ceiling, kCallsAtATime, options.seconds, StartOf(*pair.echo)),
           0.80}}},
        options, report);
  }
  if (IsWanted(options, "GetDocument, 1")) {
    Run({"GetDocument, 1 at a time",
         "call",
         Rate::kOperations,
         {{"pledged", Closed(pledge, 1, options.seconds, StartOf(*pair.pledge))},
          {"bare echo", Closed(ceiling, 1, options.seconds, StartOf(*pair.echo))}}},
        options, report);
  }
  if (IsWanted(options, "GetDocument, open")) {
    const Sample closed = Closed(pledge, kCallsAtATime, options.seconds, StartOf(*pair.pledge))();
    const double rate = kOpenShare * closed.operations / closed.seconds;
    Run({absl::StrFormat("GetDocument, open, %.0f/s", rate),
         "call",
         Rate::kOperations,
         {{"pledged", Open(pledge, &rate, options.seconds, StartOf(*pair.pledge))},
          {"bare echo", Open(ceiling, &rate, options.seconds, StartOf(*pair.echo))}}},
        options, report);
  }
}

// Streams of Pledge and bare ones with messages of the same sizes.
void CompareStream(const Servers& servers, const std::string& name, const std::string& method,
                   const grpc::ByteBuffer& request, double at_least, const BenchOptions& options,
                   Report* report) {
  if (!IsWanted(options, name)) return;
  StreamReads pledge(method, request, ChannelsTo(servers.pledge.address()));
  ceiling::SendRequest sizes;
  size_t bytes = 0;
  for (const std::string& message : pledge.ReadOnce()) {
    sizes.add_message_bytes(PayloadBytes(message.size()));
    bytes += message.size();
  }
  absl::PrintF("\n%s: %d messages of %d bytes on average", name, sizes.message_bytes_size(),
               bytes / sizes.message_bytes_size());
  StreamReads bare("/pledge.ceiling.Ceiling/Send", ToBuffer(sizes),
                   ChannelsTo(servers.ceiling.address()));
  Run({name,
       "message",
       Rate::kBytes,
       {{"pledged",
         Closed(servers.pledge.process(), kStreamsAtATime, options.seconds, StartOf(pledge))},
        {"bare server stream",
         Closed(servers.ceiling.process(), kStreamsAtATime, options.seconds, StartOf(bare)),
         at_least}}},
      options, report);
}

void CompareStreams(const Servers& servers, const BenchOptions& options, Report* report) {
  v1::StreamCommitmentsRequest commitments;
  commitments.mutable_selector()->add_parents("collections/letters");
  CompareStream(servers, "StreamCommitments", "/pledge.v1.QueryService/StreamCommitments",
                ToBuffer(commitments), 0.80, options, report);
  v1::StreamSectionsRequest sections;
  sections.mutable_selector()->add_parents("collections/letters");
  CompareStream(servers, "StreamSections", "/pledge.v1.QueryService/StreamSections",
                ToBuffer(sections), 0, options, report);
}

int Main(int argc, char** argv) {
  BenchOptions options;
  int letters = 3000;
  CLI::App app("Reads from pledged beside bare gRPC with the same message sizes.", "rpc_bench");
  AddOptions(&app, &options);
  app.add_option("--letters", letters, "in the store")
      ->capture_default_str()
      ->check(CLI::Range(kReadDocuments, 1'000'000));
  CLI11_PARSE(app, argc, argv);
  const WorkFolder folder(options.folder);
  const LetterMaker maker(PLEDGE_SAMPLES);
  PledgedServer pledge(folder.path());
  const CeilingServer ceiling(folder.path());
  Ingest(pledge.address(), "letters", "load", letters,
         [&](int64_t sequence) { return maker.Make(static_cast<uint64_t>(sequence)); });
  Report report{
      .benchmark = "rpc", .rounds = options.rounds, .comparisons = {}, .figures = {}, .curves = {}};
  const Servers servers{pledge, ceiling};
  CompareGetDocument(servers, options, &report);
  CompareStreams(servers, options, &report);
  WriteReport(options.json_file, report);
  return 0;
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) { return pledge::bench::Main(argc, argv); }
