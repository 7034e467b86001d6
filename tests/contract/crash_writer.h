// Writes one endless session whose items can be told from their sequence alone,
// and checks that everything up to a sequence is there: what crash tests have in
// common.
#ifndef PLEDGE_TESTS_CONTRACT_CRASH_WRITER_H_
#define PLEDGE_TESTS_CONTRACT_CRASH_WRITER_H_

#include <cstdint>
#include <functional>

#include "storage/record_store.h"

namespace pledge::testing {

// Attaches to the session, creating it first, and sends items after its durable
// sequence, many in flight, until `acknowledged` returns false or a write fails.
// `acknowledged` is called for each item in order, on the committer's thread.
// Returns whether all writes that were answered succeeded.
bool WriteItems(storage::RecordStore& store, const std::function<bool(int64_t)>& acknowledged);

// Fails the test unless the session has reached `acknowledged` and every item
// from `first` up to its durable sequence is there with its result.
void ExpectItems(storage::RecordStore& store, int64_t first, int64_t acknowledged);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_CRASH_WRITER_H_
