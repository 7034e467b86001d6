// What filters and counts read of a letter, from its records. A pure function,
// thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_COLUMNS_H_
#define PLEDGE_SERVICE_MAPPING_COLUMNS_H_

#include "pledge/v1/document.pb.h"
#include "service/mapping/to_api.h"
#include "storage/column_row.h"

namespace pledge::mapping {

// `document` gives the labels, `records` the rest; state and content_commit are
// the store's.
storage::ColumnRow MakeColumns(const v1::Document& document, const ApiRecords& records);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_COLUMNS_H_
