// Part of stage 1: in which charset the bytes of a document are. Declarations
// are hints; the bytes decide. Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_DETECT_CHARSET_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_DETECT_CHARSET_H_

#include <optional>

#include "absl/status/statusor.h"
#include "service/pipeline/decode/charset.h"
#include "service/pipeline/decode/decode.h"

namespace pledge::pipeline {

struct CharsetChoice {
  Charset charset = Charset::kUtf8;
  std::optional<Warning> warning;  // CHARSET_OVERRULED
  // The bytes are known to be UTF-8 that NormalizeUtf8 would leave as it is.
  bool is_normal = false;
};

// In this order: byte order mark; UTF-16 by its pattern; UTF-8 when nearly all
// bytes beyond ASCII are; else GB18030 or Big5, whichever gives more characters
// that Chinese text is made of, with the declared one winning where they are
// close. Declared is what the caller says, else what the document says of
// itself (<meta>, XML declaration). INVALID_ARGUMENT with CHARSET_UNDECODABLE
// and the position of the first bad byte when nothing fits.
absl::StatusOr<CharsetChoice> ChooseCharset(const SourceDocument& source);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_DETECT_CHARSET_H_
