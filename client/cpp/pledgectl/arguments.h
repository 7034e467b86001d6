// The command line of pledgectl: what may be asked for, and how it is read.
// Value types and pure functions.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_ARGUMENTS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/exit_code.h"
#include "client/cpp/pledgectl/job_flags.h"
#include "client/cpp/pledgectl/query_flags.h"
#include "client/cpp/pledgectl/source_flags.h"
#include "client/cpp/pledgectl/upkeep_flags.h"
#include "pledge/v1/watch_service.pb.h"

namespace pledge::cli {

enum class Command {
  kAnalyze,
  kExplain,
  kIngest,
  kGet,
  kSections,
  kCommitments,
  kAchievements,
  kCount,
  kDiff,
  kWatch,
  kCollections,
  kList,
  kRevisions,
  kSource,
  kText,
  kRepairs,
  kUpdate,
  kDelete,
  kUndelete,
  kRollback,
  kPurge,
  kSessions,
  kResults,
  kFinish,
  kReanalyze,
  kJobs,
  kJob,
  kCancelJob,
  kInfo,
  kStatus,
  kTop,
  kBackup,
  kVerify,
  kRestore,
  kTrim,
  kCheck,
  kExport,
  kImport,
  kCopy,
  kDrain,
  kCompletion,
  kVersion
};
enum class Format { kText, kJson, kJsonLines };
enum class Language { kUnset, kChinese, kEnglish };
enum class ColorChoice { kAuto, kAlways, kNever };
enum class Shell { kBash, kZsh, kFish };
enum class ProgressChoice { kAuto, kPlain, kNone };

// Flags of every command.
struct CommonFlags {
  std::string server;
  client::TlsSettings tls;
  Format format = Format::kText;
  ColorChoice color = ColorChoice::kAuto;
  bool ascii = false;
  int width = 0;  // 0: the terminal's
  bool quiet = false;
  bool verbose = false;
  std::optional<absl::Duration> timeout;
};

// Flags of the commands that read from the store.
struct ReadFlags {
  std::string at;  // consistency token; empty: the newest state
  bool all_types = false;
  bool wide = false;
  int64_t limit = 0;  // 0: none
  QueryFlags query;
};

// Flags of the commands about documents as a whole.
struct DocumentFlags {
  bool deleted = false;  // also deleted ones
  std::string filter;    // list: as in proto/FILTER.md
  std::string etag;      // empty: any
  std::string comment;
  std::string request_id;  // empty: a new one
  bool allow_missing = false;
  bool dry_run = false;
  bool yes = false;
  std::optional<absl::Duration> purge_after;
  std::optional<std::string> source_uri;
  std::optional<std::string> media_type;
  std::vector<std::pair<std::string, std::string>> labels;  // to set
  std::vector<std::string> no_labels;                       // to take away
  std::string file;                                         // empty: no new bytes
  std::string charset;                                      // of the file; empty: to be detected
};

struct DiffFlags {
  bool exit_code = false;  // say by the exit code whether something differs
};

struct WatchFlags {
  v1::WatchTarget target = v1::WATCH_TARGET_COMMITMENTS;
  std::string from;    // token; empty: from now on
  std::string filter;  // empty: none
  bool follow = false;
  bool initial = false;
  bool with_deleted = false;
};

struct ExplainFlags {
  bool page = false;                     // -o html; the format is then text
  Language language = Language::kUnset;  // of labels and rules; letters stay as they are
};

struct IngestFlags {
  std::string collection = "default";
  std::string session;     // empty: made from the collection and the files
  std::string files_from;  // empty: none, "-": standard input
  ProgressChoice progress = ProgressChoice::kAuto;
  absl::Duration give_up_after = absl::Minutes(2);
};

// Flags of the commands about ingest sessions.
struct SessionFlags {
  bool refused = false;                   // only these results
  std::optional<int64_t> expected_count;  // that finishing checks
};

struct TopFlags {
  bool once = false;                           // one look, then the end
  absl::Duration interval = absl::Seconds(1);  // between two looks
};

// Flags of copy.
struct TransferFlags {
  std::string from;  // addresses of the two servers
  std::string to;
};

struct Arguments {
  Command command = Command::kVersion;
  CommonFlags common;
  ReadFlags read;
  DocumentFlags documents;
  DiffFlags diff;
  WatchFlags watch;
  ExplainFlags explain;
  IngestFlags ingest;
  SessionFlags session;
  JobFlags jobs;
  SourceFlags source;
  UpkeepFlags upkeep;
  TransferFlags transfer;
  TopFlags top;
  Shell shell = Shell::kBash;                 // of completion
  std::optional<absl::Duration> drain_grace;  // none: the server's own
  std::string restore_to;                     // folder that restoring makes
  std::vector<std::string> operands;          // files or names
};

// Where a server is asked, and the files that protect the connection; empty: none.
struct ConnectionFlags {
  std::string server;
  bool tls = false;  // also when one of the files is named
  std::string ca;
  std::string certificate;
  std::string private_key;
  std::string server_name;
};

// Either arguments to act on, or a text to print (help, the script of completion, a
// complaint).
struct ParsedArguments {
  std::optional<Arguments> arguments;
  std::string text;
  bool is_help = false;  // the text is for reading, not a complaint
  ExitCode exit_code = kExitDone;
  Format format = Format::kText;  // in which a complaint is wanted
};

// `words` are the words after the program's name; `connection` is used as far as
// they do not say otherwise. Reads the files of TLS.
ParsedArguments ParseArguments(const std::vector<std::string>& words,
                               const ConnectionFlags& connection);

// "pledgectl 0.1.0".
std::string VersionText();

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_ARGUMENTS_H_
