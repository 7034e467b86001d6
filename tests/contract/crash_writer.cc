#include "tests/contract/crash_writer.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "service/base/sha256.h"
#include "tests/contract/store_fixture.h"

namespace pledge::testing {
namespace {

using storage::PutDocumentResult;

constexpr int kInFlight = 40;

std::string DocumentOf(int64_t sequence) { return absl::StrCat("d", sequence % 50); }

// Up to 14 KB that do not compress, so that some crashes meet a flush.
std::string SourceOf(int64_t sequence) {
  std::string source = absl::StrCat("text ", sequence);
  for (int64_t i = 0; i < sequence % 8 * 64; ++i) source += Sha256(absl::StrCat(sequence, ".", i));
  return source;
}

}  // namespace

bool WriteItems(storage::RecordStore& store, const std::function<bool(int64_t)>& acknowledged) {
  if (!CreateSession(store, "letters", "s").ok()) return false;
  const auto session = AttachSession(store, "letters", "s");
  if (!session.ok()) return false;
  absl::Mutex mutex;
  int in_flight = 0;
  bool has_failed = false;
  bool is_stopping = false;
  const auto may_go_on = [&] { return in_flight < kInFlight || is_stopping; };
  const auto is_idle = [&] { return in_flight == 0; };
  mutex.Lock();
  for (int64_t sequence = session->durable_sequence + 1; !is_stopping; ++sequence) {
    ++in_flight;
    mutex.Unlock();
    store.PutDocument(MakeItem("letters", "s", session->epoch, sequence, DocumentOf(sequence),
                               SourceOf(sequence)),
                      [&, sequence](absl::StatusOr<PutDocumentResult> result) {
                        const bool goes_on = result.ok() && acknowledged(sequence);
                        absl::MutexLock lock(&mutex);
                        has_failed = has_failed || !result.ok();
                        is_stopping = is_stopping || !goes_on;
                        --in_flight;
                      });
    mutex.Lock();
    mutex.Await(absl::Condition(&may_go_on));
  }
  mutex.Await(absl::Condition(&is_idle));
  mutex.Unlock();
  return !has_failed;
}

void ExpectItems(storage::RecordStore& store, int64_t first, int64_t acknowledged) {
  const auto session = store.GetSession("letters", "s");
  ASSERT_TRUE(session.ok()) << session.status();
  ASSERT_GE(session->durable_sequence, acknowledged);
  for (int64_t i = first; i <= session->durable_sequence; ++i) {
    const auto result =
        store.FindItemResult("letters", "s", i, ItemDigest(DocumentOf(i), SourceOf(i)));
    ASSERT_TRUE(result.ok() && result->has_value()) << result.status();
    const auto revision = store.GetRevision("letters", DocumentOf(i), (*result)->revision.ordinal,
                                            store.Head().number);
    ASSERT_TRUE(revision.ok()) << revision.status();
    EXPECT_EQ(*store.ReadSource(*revision), SourceOf(i));
  }
}

}  // namespace pledge::testing
