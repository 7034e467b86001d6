// Pieces of a letter's source bytes as text that can be shown. Not thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_SOURCE_TEXT_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_SOURCE_TEXT_H_

#include <string>
#include <string_view>

struct UConverter;

namespace pledge::cli {

class SourceText {
 public:
  // `charset` as the analysis names it; one that is not known is read as UTF-8.
  explicit SourceText(const std::string& charset);
  ~SourceText();
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  // `bytes`, whole characters of the charset, in UTF-8. Bytes that are none
  // become "\x1f" and the like.
  std::string Decode(std::string_view bytes);

 private:
  UConverter* converter_ = nullptr;  // owned
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_SOURCE_TEXT_H_
