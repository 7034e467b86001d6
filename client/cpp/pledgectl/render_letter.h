// The line above the records of a letter, and the facts about it, for people
// and for programs. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_LETTER_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_LETTER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/cpp/pledgectl/layout.h"
#include "pledge/v1/document.pb.h"

namespace pledge::cli {

// What names a letter above its records.
struct LetterHead {
  std::string name;  // sichuan/reply-1488@1, or a path
  std::string issuer;
  std::string document_number;
};

LetterHead HeadOf(std::string name, const v1::LetterFacts& facts);

// "sichuan/reply-1488@1  <issuer>  <note>" and a line end; empty parts are left
// out. Names and issuers come escaped.
std::string RenderHead(const LetterHead& head, std::string_view note, const Layout& layout);

// Facts as label and value, in the order in which they are shown; what the
// letter does not say is left out. Values are as sent, not escaped.
using FactList = std::vector<std::pair<std::string, std::string>>;
FactList FactsOf(const v1::Document& document);
FactList FactsOf(const v1::DocumentRevision& revision);

// A label column and wrapped values.
std::string RenderFacts(const FactList& facts, const Layout& layout);

// One "label TAB value" line for each fact.
std::string FactLines(const FactList& facts);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_LETTER_H_
