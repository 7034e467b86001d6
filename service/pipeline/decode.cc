#include "service/pipeline/decode.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/pipeline/decode_utf8.h"

namespace pledge::pipeline {

absl::StatusOr<DecodedText> Decode(const SourceDocument& source) {
  if (source.bytes.size() > kMaxDocumentBytes) {
    return MakeError(ErrorReason::kDocumentTooLarge,
                     absl::StrCat("the document has ", source.bytes.size(), " bytes; the limit is ",
                                  kMaxDocumentBytes),
                     {{"size_bytes", absl::StrCat(source.bytes.size())},
                      {"limit_bytes", absl::StrCat(kMaxDocumentBytes)}});
  }
  MappedText mapped{std::string(source.bytes),
                    SourceMap::Identity(static_cast<uint32_t>(source.bytes.size()))};
  NormalizeUtf8(&mapped);
  DecodedText decoded;
  decoded.text = std::move(mapped.text);
  decoded.map = std::move(mapped.map);
  decoded.charset = "UTF-8";
  decoded.media_type = "text/plain";
  return decoded;
}

}  // namespace pledge::pipeline
