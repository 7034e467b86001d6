#include "service/pipeline/decode/decode.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/pipeline/decode/charset.h"
#include "service/pipeline/decode/detect_charset.h"
#include "service/pipeline/decode/escaped.h"
#include "service/pipeline/decode/html_page.h"
#include "service/pipeline/decode/mojibake.h"
#include "service/pipeline/decode/repair_utf8.h"

namespace pledge::pipeline {
namespace {

// Places of broken bytes that one warning lists.
constexpr size_t kMaxListedPlaces = 20;

absl::Status CheckSize(const SourceDocument& source) {
  if (source.bytes.size() <= kMaxDocumentBytes) return absl::OkStatus();
  return MakeError(ErrorReason::kDocumentTooLarge,
                   absl::StrCat("the document has ", source.bytes.size(), " bytes; the limit is ",
                                kMaxDocumentBytes),
                   {{"size_bytes", absl::StrCat(source.bytes.size())},
                    {"limit_bytes", absl::StrCat(kMaxDocumentBytes)}});
}

// Says how many broken sequences were replaced and where the first ones stand.
void WarnOfInvalidBytes(const SourceMap& map, std::vector<Warning>* warnings) {
  Warning warning;
  size_t count = 0;
  for (const MapRun& run : map.runs()) {
    if (run.kind != RepairKind::kInvalidBytes) continue;
    if (++count <= kMaxListedPlaces) warning.source_ranges.push_back(run.source);
  }
  if (count == 0) return;
  warning.reason = "INVALID_BYTES_REPLACED";
  warning.message = absl::StrCat(count, " broken byte sequences were replaced by U+FFFD");
  warnings->push_back(std::move(warning));
}

}  // namespace

absl::StatusOr<DecodedText> Decode(const SourceDocument& source) {
  if (const absl::Status status = CheckSize(source); !status.ok()) return status;
  absl::StatusOr<CharsetChoice> choice = ChooseCharset(source);
  if (!choice.ok()) return choice.status();
  DecodedText decoded;
  if (choice->warning.has_value()) decoded.warnings.push_back(*std::move(choice->warning));
  MappedText mapped = ConvertToUtf8(source.bytes, choice->charset);
  decoded.profile = UndoMojibake(&mapped);
  if (!choice->is_normal || !decoded.profile.empty()) NormalizeUtf8(&mapped);
  // What goes back without loss holds no broken bytes.
  if (decoded.profile.empty()) WarnOfInvalidBytes(mapped.map, &decoded.warnings);
  decoded.media_type = "text/plain";
  const bool escaped = IsEscapedHtml(mapped.text);
  if (escaped) UnescapeHtml(&mapped);
  if (escaped || IsHtml(mapped.text, source.declared_media_type)) {
    decoded.media_type = "text/html";
    decoded.furniture_hints = HtmlToText(&mapped);
  }
  decoded.text = std::move(mapped.text);
  decoded.map = std::move(mapped.map);
  decoded.charset = CharsetName(choice->charset);
  return decoded;
}

}  // namespace pledge::pipeline
