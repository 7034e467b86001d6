// backup, verify and restore.
#include <string>

#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/backup_files.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"
#include "pledge/v1/admin_service.grpc.pb.h"

namespace pledge::cli {
namespace {

ExitCode PrintManifest(const std::string& folder, const BackupManifest& manifest,
                       Console& console) {
  uint64_t size_bytes = 0;
  for (const BackupFile& file : manifest.files) size_bytes += file.size_bytes;
  if (console.format() == Format::kJson || console.format() == Format::kJsonLines) {
    console.Print(absl::StrCat("{\"folder\":", JsonString(folder),
                               ",\"storeId\":", JsonString(manifest.store_id),
                               ",\"commitNumber\":\"", manifest.commit, "\",\"fileCount\":\"",
                               manifest.files.size(), "\",\"sizeBytes\":\"", size_bytes, "\"}\n"));
    return kExitDone;
  }
  const FactList facts = {{"folder", folder},
                          {"store", manifest.store_id},
                          {"commit", absl::StrCat(manifest.commit)},
                          {"files", absl::StrCat(manifest.files.size())},
                          {"size", SizeText(static_cast<int64_t>(size_bytes))}};
  console.Print(console.laid_out() ? RenderFacts(facts, console.layout()) : FactLines(facts));
  return kExitDone;
}

}  // namespace

ExitCode RunBackup(const Arguments& arguments, Console& console) {
  const auto stub =
      v1::AdminService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  v1::BackupStoreRequest request;
  request.set_backup_id(arguments.operands.front());
  v1::BackupStoreResponse response;
  // As long as it takes: the whole store is read.
  const absl::Status status = client::FromGrpc(
      stub->BackupStore(client::MakeContext(arguments.common.timeout).get(), request, &response));
  if (!status.ok()) return console.Fail(status);
  NoteReadInfo(response.read_info(), console);
  if (console.format() == Format::kJson || console.format() == Format::kJsonLines) {
    console.Print(ToJson(response) + "\n");
    return kExitDone;
  }
  const FactList facts = {{"folder", response.folder()},
                          {"commit", absl::StrCat(response.read_info().commit_number())},
                          {"files", absl::StrCat(response.file_count())},
                          {"size", SizeText(response.size_bytes())}};
  console.Print(console.laid_out() ? RenderFacts(facts, console.layout()) : FactLines(facts));
  return kExitDone;
}

ExitCode RunVerify(const Arguments& arguments, Console& console) {
  const std::string& folder = arguments.operands.front();
  const auto manifest = CheckBackup(folder);
  if (!manifest.ok()) return console.Fail(manifest.status());
  return PrintManifest(folder, *manifest, console);
}

ExitCode RunRestore(const Arguments& arguments, Console& console) {
  const auto manifest = RestoreBackup(arguments.operands.front(), arguments.restore_to);
  if (!manifest.ok()) return console.Fail(manifest.status());
  return PrintManifest(arguments.restore_to, *manifest, console);
}

}  // namespace pledge::cli
