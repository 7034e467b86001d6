#include "service/query/record_reader.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/mutant.h"
#include "service/base/sha256.h"
#include "service/mapping/result_digest.h"
#include "service/query/read_point.h"

namespace pledge::query {
namespace {

constexpr char kByDeadline[] = "deadline";
constexpr size_t kDigestDigits = 16;

std::string DigestOf(const ReaderQuery& query) {
  const std::string input = absl::StrCat(static_cast<int>(query.kind), query.order_by, ";",
                                         mapping::SerializeDeterministic(query.selector));
  return Hex(Sha256(input)).substr(0, kDigestDigits);
}

absl::Status CheckOrder(const ReaderQuery& query) {
  if (query.order_by.empty()) return absl::OkStatus();
  if (query.order_by == kByDeadline && query.kind == storage::RecordKind::kCommitments) {
    return absl::OkStatus();
  }
  return FieldError("options.order_by", "must be empty, or \"deadline\" for commitments");
}

}  // namespace

RecordReader::RecordReader(storage::RecordStore& store, const ReaderQuery& query,
                           Selection selection, RecordWriter writer)
    : store_(store),
      purpose_(query.purpose),
      digest_(DigestOf(query)),
      selection_(std::move(selection)),
      writer_(std::move(writer)) {}

absl::StatusOr<std::unique_ptr<RecordReader>> RecordReader::Create(storage::RecordStore& store,
                                                                   const ReaderQuery& query) {
  if (!query.token.empty() && query.read_point.has_value()) {
    return FieldError("read_point",
                      absl::StrCat("must be empty with ", std::string(query.token_field)));
  }
  if (absl::Status order = CheckOrder(query); !order.ok()) return order;
  auto writer = RecordWriter::Create(query.kind, query.read_mask, query.offset_unit);
  if (!writer.ok()) return writer.status();
  auto selection = MakeSelection(query.kind, query.selector, query.fields);
  if (!selection.ok()) return selection.status();
  std::unique_ptr<RecordReader> reader(
      new RecordReader(store, query, *std::move(selection), *std::move(writer)));
  absl::Status is_set = query.token.empty() ? reader->SetPoint(query) : reader->Restore(query);
  if (!is_set.ok()) return is_set;
  return reader;
}

absl::Status RecordReader::SetPoint(const ReaderQuery& query) {
  auto point = ResolveReadPoint(store_, query.read_point.value_or(v1::ReadPoint()));
  if (!point.ok()) return point.status();
  point_ = *point;
  selection_.scan.at = point_.number;
  source_ = query.order_by.empty() ? NewStorageOrder(store_, selection_, writer_)
                                   : NewDeadlineOrder(store_, selection_, writer_);
  return absl::OkStatus();
}

// A token holds: digest; commit; complete; position of the source.
absl::Status RecordReader::Restore(const ReaderQuery& query) {
  auto payload = store_.Unseal(purpose_, query.token);
  if (!payload.ok()) return payload.status();
  const std::vector<std::string> parts = absl::StrSplit(*payload, ';');
  uint64_t at = 0;
  const bool is_ours = parts.size() == 4 && parts[0] == digest_ && absl::SimpleAtoi(parts[1], &at);
  if (is_ours) {
    auto point = store_.PointOf(at);
    if (!point.ok()) return point.status();
    point_ = *point;
    complete_ = parts[2] == "1";
    selection_.scan.at = IsMutant("p5-resume-at-head") ? store_.Head().number : at;
    source_ = query.order_by.empty() ? NewStorageOrder(store_, selection_, writer_)
                                     : NewDeadlineOrder(store_, selection_, writer_);
    if (source_->Restore(parts[3])) return absl::OkStatus();
  }
  const std::string field(query.token_field);
  return MakeError(ErrorReason::kTokenMalformed, absl::StrCat(field, " was made for another query"),
                   {{"field", field}});
}

absl::StatusOr<Piece> RecordReader::Pull(const PieceLimits& limits, std::string* records) {
  if (complete_) return Piece{.complete = true};
  auto piece = source_->Pull(limits, records);
  if (!piece.ok()) return piece.status();
  complete_ = piece->complete;
  return *piece;
}

std::string RecordReader::MakeToken() const {
  return store_.Seal(purpose_, absl::StrCat(digest_, ";", point_.number, ";", complete_ ? 1 : 0,
                                            ";", source_->Position()));
}

v1::ReadInfo RecordReader::MakeInfo() const { return MakeReadInfo(store_, point_); }

}  // namespace pledge::query
