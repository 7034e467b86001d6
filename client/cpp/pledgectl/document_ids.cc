#include "client/cpp/pledgectl/document_ids.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "client/cpp/pledgectl/digest.h"

namespace pledge::cli {
namespace {

constexpr size_t kMaxIdBytes = 128;
constexpr size_t kDigits = 8;

// ".txt", ".html", ".docx"; not ".2024", which may be part of a number.
size_t ExtensionSize(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return 0;
  const std::string_view extension = name.substr(dot + 1);
  if (extension.empty() || extension.size() > 5 || !absl::ascii_isalpha(extension[0])) return 0;
  const bool plain = std::all_of(extension.begin(), extension.end(),
                                 [](unsigned char c) { return absl::ascii_isalnum(c); });
  return plain ? extension.size() + 1 : 0;
}

// `*lost` is set when a letter of another script has no place in an id.
std::string Sanitize(std::string_view text, bool* lost) {
  std::string out;
  for (const unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c == '.' || c == '_') {
      out.push_back(absl::ascii_tolower(c));
    } else {
      if (c >= 0x80) *lost = true;
      if (out.empty() || out.back() != '-') out.push_back('-');
    }
  }
  return out;
}

std::string Trim(const std::string& id) {
  const size_t first = id.find_first_not_of("-.");
  if (first == std::string::npos) return "";
  return id.substr(first, id.find_last_not_of("-.") - first + 1);
}

std::string WithDigest(const std::string& id, std::string_view path) {
  const std::string digits = HexDigest(path, kDigits);
  if (id.empty()) return "file-" + digits;
  return Trim(id.substr(0, kMaxIdBytes - kDigits - 1)) + "-" + digits;
}

}  // namespace

std::string DocumentIdFor(std::string_view path) {
  bool lost = false;
  const std::string id = Trim(Sanitize(path.substr(0, path.size() - ExtensionSize(path)), &lost));
  return lost || id.empty() || id.size() > kMaxIdBytes ? WithDigest(id, path) : id;
}

std::vector<std::string> AssignDocumentIds(const std::vector<FilePath>& files) {
  std::vector<std::string> ids;
  std::map<std::string, int> uses;
  for (const FilePath& file : files) {
    ids.push_back(DocumentIdFor(file.id_path));
    ++uses[ids.back()];
  }
  for (size_t i = 0; i < ids.size(); ++i) {
    if (uses[ids[i]] > 1) ids[i] = WithDigest(ids[i], files[i].path);
  }
  return ids;
}

}  // namespace pledge::cli
