#include "client/cpp/pledgectl/file_source.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/document_ids.h"
#include "client/cpp/pledgectl/read_file.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

std::vector<std::string> IdsOf(const std::vector<ListedFile>& files) {
  std::vector<FilePath> paths;
  paths.reserve(files.size());
  for (const ListedFile& file : files) paths.push_back({file.id_path, file.path});
  return AssignDocumentIds(paths);
}

absl::Status Changed(const std::string& path) {
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, "DIGEST_MISMATCH",
                            path + ": the file changed after it was listed", {});
}

absl::Status TooLarge(const std::string& path, int64_t size_bytes, int64_t limit_bytes) {
  return client::MakeStatus(
      absl::StatusCode::kResourceExhausted, "DOCUMENT_TOO_LARGE",
      absl::StrCat(path, ": ", SizeText(size_bytes), "; limit ", SizeText(limit_bytes)),
      {{"size_bytes", absl::StrCat(size_bytes)}, {"limit_bytes", absl::StrCat(limit_bytes)}});
}

}  // namespace

FileSource::FileSource(std::vector<ListedFile> files)
    : files_(std::move(files)), ids_(IdsOf(files_)) {}

void FileSource::Load(int64_t sequence, int64_t max_document_bytes, v1::IngestItem* item) {
  const size_t index = static_cast<size_t>(sequence - 1);
  const ListedFile& file = files_[index];
  item->set_document_id(ids_[index]);
  absl::StatusOr<FileContent> content = ReadFile(file.path, max_document_bytes + 1);
  absl::Status problem = content.status();
  if (problem.ok()) {
    if (content->modified_ns != file.modified_ns || content->size_bytes != file.size_bytes) {
      problem = Changed(file.path);
    } else if (file.size_bytes > max_document_bytes) {
      problem = TooLarge(file.path, file.size_bytes, max_document_bytes);
    }
  }
  if (problem.ok()) {
    item->mutable_content()->set_data(std::move(content->data));
    return;
  }
  problems_[sequence] = problem;
  // Too large by one byte is enough for the server to say so too.
  const bool too_large = client::DetailsOf(problem).reason == "DOCUMENT_TOO_LARGE";
  item->mutable_content()->set_data(too_large ? std::move(content->data) : "?");
  // Sequences have no gaps, so an item stands also for a file that cannot be
  // sent; with a digest that nothing has, the server refuses it for good.
  item->mutable_content()->set_expected_sha256(std::string(32, '\0'));
}

absl::Status FileSource::Problem(int64_t sequence) const {
  const auto found = problems_.find(sequence);
  return found == problems_.end() ? absl::OkStatus() : found->second;
}

}  // namespace pledge::cli
