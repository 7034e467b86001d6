#include "client/cpp/pledgectl/render_error.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

// By reason, because it says more than the code.
const std::vector<std::pair<std::string, std::string>>& Hints() {
  static const auto& hints = *new std::vector<std::pair<std::string, std::string>>{
      {"USAGE", "pledgectl --help lists the commands, pledgectl COMMAND --help its flags"},
      {"NAME_INVALID", "write COLLECTION/DOCUMENT or COLLECTION/DOCUMENT@REVISION"},
      {"DISK_RESERVE", "nothing was lost; free space, then run the same command again"},
      {"SERVER_BUSY", "the server has as much work as it takes; run the same command again"},
      {"TOO_MANY_STREAMS", "the server serves as many streams as it can; run it again later"},
      {"QUOTA_EXCEEDED", "the server gives you no more at a time; run it again later"},
      {"NOT_ALLOWED", "ask who runs the server for a rule in its policy"},
      {"DRAINING", "the server is stopping; run the same command again when it is back"},
      {"STORE_READ_ONLY", "the server must be restarted before it can write; reads still work"},
      {"STORE_UNREACHABLE", "the server waits for its database; run the same command again"},
      {"SESSION_FENCED", "another process took this session over; only one may feed it"},
      {"SESSION_EXPIRED", "give another --session, or leave it out for a new one"},
      {"SESSION_MISMATCH", "this session was fed from another list; give another --session"},
      {"SESSION_WENT_BACK", "the store has lost acknowledged items; tell its operator"},
      {"SEQUENCE_REUSED", "a file has changed since the session saw it; give another --session"},
      {"RECOVERED_BEHIND_MARK", "the store has lost acknowledged writes; tell its operator"},
      {"CHECKSUM_FAILED", "stored bytes are damaged; tell the operator of the server"},
      {"STREAM_CUT", "the output is not complete; run the same command again"},
      {"BUG", "this is a defect of Pledge; please report it with the request id"},
  };
  return hints;
}

std::string FactsLine(const absl::Status& status, const client::StatusDetails& details) {
  std::string out;
  if (!details.reason.empty()) absl::StrAppend(&out, "reason ", Escape(details.reason), "  ");
  absl::StrAppend(&out, "code ", client::CodeName(status.code()));
  if (!details.request_id.empty()) {
    absl::StrAppend(&out, "  request ", Escape(details.request_id));
  }
  return out;
}

// gRPC's words for a server that cannot be reached name its own insides.
bool IsUnreachable(const absl::Status& status, const client::StatusDetails& details) {
  return status.code() == absl::StatusCode::kUnavailable && details.reason.empty();
}

std::string MessageOf(const absl::Status& status, const client::StatusDetails& details,
                      const std::string& server, bool verbose) {
  if (IsUnreachable(status, details) && !verbose) return "no connection to " + server;
  if (status.message().empty()) return client::CodeName(status.code());
  return std::string(status.message());
}

}  // namespace

std::string HintFor(const absl::Status& status) {
  const std::string reason = client::DetailsOf(status).reason;
  for (const auto& [key, hint] : Hints()) {
    if (key == reason) return hint;
  }
  if (!reason.empty()) return "";
  if (status.code() == absl::StatusCode::kUnavailable) {
    return "is pledged running there? --server or PLEDGE_SERVER name another address";
  }
  if (status.code() == absl::StatusCode::kDeadlineExceeded) {
    return "the server did not answer in time; --timeout allows more";
  }
  if (status.code() == absl::StatusCode::kUnimplemented) {
    return "the server does not know this call; it may be older than this pledgectl";
  }
  return "";
}

std::string RenderError(const absl::Status& status, const std::string& server, bool verbose,
                        const Layout& layout) {
  const client::StatusDetails details = client::DetailsOf(status);
  const std::string message = Escape(MessageOf(status, details, server, verbose));
  std::string out = absl::StrCat(Paint("error:", Ink::kError, layout.color), " ", message, "\n  ",
                                 Paint(FactsLine(status, details), Ink::kDim, layout.color), "\n");
  for (const auto& [key, value] : details.metadata) {
    if (verbose) absl::StrAppend(&out, "  ", Escape(key), " ", Escape(value), "\n");
  }
  const std::string hint = HintFor(status);
  if (!hint.empty()) absl::StrAppend(&out, "  ", Escape(hint), "\n");
  return out;
}

}  // namespace pledge::cli
