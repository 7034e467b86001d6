// What a request selects, checked and compiled: shared by streams, lists, counts
// and watches, so that they cannot differ. Plain values.
#ifndef PLEDGE_SERVICE_QUERY_SELECTION_H_
#define PLEDGE_SERVICE_QUERY_SELECTION_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "pledge/v1/query_service.pb.h"
#include "service/query/record_filter.h"
#include "service/query/text_needle.h"
#include "storage/record_store.h"

namespace pledge::query {

struct Selection {
  storage::ScanSelector scan;  // without filter and commit
  std::optional<RecordFilter> filter;
  std::optional<TextNeedle> text;
};

// Names of the request fields that a selection comes from, for errors.
struct SelectionFields {
  std::string_view parents = "selector.parents";
  std::string_view filter = "selector.filter";
  std::string_view text_contains = "selector.text_contains";
};

// FIELD_INVALID, FILTER_SYNTAX.
absl::StatusOr<Selection> MakeSelection(storage::RecordKind kind,
                                        const v1::RecordSelector& selector,
                                        const SelectionFields& fields = {});

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_SELECTION_H_
