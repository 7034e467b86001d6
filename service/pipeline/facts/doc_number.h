// Document numbers (发文字号) in the shapes that the world prints, and their
// standard form: 示教函〔2024〕12号. Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_DOC_NUMBER_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_DOC_NUMBER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

struct DocumentNumber {
  ByteRange range;          // the number without its label (发文字号：)
  std::string agency_code;  // 示教函; blanks and zero-width characters taken out
  int32_t year = 0;         // 0 for orders that count through (令第12号)
  int32_t serial = 0;
  // 示教函〔2024〕12号; with year 0 示府令第12号.
  std::string StandardForm() const;
};

// The number that `text` is, when it is nothing else: a label before it
// (发文字号：, 文号：, 编号：) and blanks around it are allowed.
//   示教函〔2024〕12号, 示教函[2024]第12 号, 示教函（２０２４）１２号, 示教函〔2024〕号12,
//   示府令第12号, 公告2024年第12号
std::optional<DocumentNumber> ParseDocumentNumber(std::string_view text);

// The first bracketed number in `text`, or nullopt. Its agency code begins
// behind the last mark, blank or digit before the bracket.
std::optional<DocumentNumber> FindDocumentNumber(std::string_view text);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_DOC_NUMBER_H_
