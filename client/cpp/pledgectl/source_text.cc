#include "client/cpp/pledgectl/source_text.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

namespace pledge::cli {

SourceText::SourceText(const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  converter_ = ucnv_open(charset.c_str(), &status);
  if (U_FAILURE(status)) {
    status = U_ZERO_ERROR;
    converter_ = ucnv_open("UTF-8", &status);
  }
  ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_ESCAPE, UCNV_ESCAPE_C, nullptr, nullptr,
                      &status);
}

SourceText::~SourceText() { ucnv_close(converter_); }

std::string SourceText::Decode(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter_,
                                status);
  std::string out;
  if (U_SUCCESS(status)) text.toUTF8String(out);
  return out;
}

}  // namespace pledge::cli
