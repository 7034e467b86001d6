#include "service/rpc/session_calls.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/ingest/session_lane.h"
#include "service/query/read_point.h"
#include "service/rpc/ingest_session.h"
#include "service/rpc/page_token.h"

namespace pledge::rpc {
namespace {

absl::StatusOr<absl::Duration> TimeToLive(const v1::CreateIngestSessionRequest& request) {
  const int64_t seconds = request.ttl().seconds();
  if (seconds == 0 && request.ttl().nanos() == 0) {
    return absl::Seconds(kDefaultSessionTtlSeconds);
  }
  if (seconds < 1 || seconds > kMaxSessionTtlSeconds) {
    return FieldError("ttl", absl::StrCat("1 to ", kMaxSessionTtlSeconds, " seconds"));
  }
  return absl::Seconds(seconds);
}

// The outcomes as the store's mask; none means all. RETRY is never stored.
absl::StatusOr<uint32_t> OutcomeMask(const v1::ListIngestResultsRequest& request) {
  if (request.outcomes().empty()) return 0xffffffff;
  uint32_t mask = 0;
  for (const int outcome : request.outcomes()) {
    if (!v1::IngestOutcome_IsValid(outcome) || outcome == v1::INGEST_OUTCOME_UNSPECIFIED) {
      return FieldError("outcomes", absl::StrCat("unknown value ", outcome));
    }
    mask |= 1u << outcome;
  }
  return mask;
}

// The sequence inside a page token; 0 for the first page.
absl::StatusOr<int64_t> ReadSequence(const storage::RecordStore& store, std::string_view scope,
                                     const std::string& token) {
  auto position = ReadPageToken(store, "ListIngestResults", scope, token);
  if (!position.ok()) return position.status();
  int64_t sequence = 0;
  if (!position->empty() && !absl::SimpleAtoi(*position, &sequence)) {
    return MakeError(ErrorReason::kTokenMalformed, "page_token: holds no sequence");
  }
  return sequence;
}

}  // namespace

void CreateSession(storage::RecordStore& store, const v1::CreateIngestSessionRequest& request,
                   v1::CreateIngestSessionResponse* response, const UnaryDone& done) {
  auto parent = ParseCollectionName("parent", request.parent());
  if (!parent.ok()) return done(parent.status());
  if (!IsValidId(request.ingest_session_id())) {
    return done(FieldError("ingest_session_id", "1 to 128 of [a-z0-9._-]"));
  }
  auto ttl = TimeToLive(request);
  if (!ttl.ok()) return done(ttl.status());
  store.CreateSession(parent->collection, request.ingest_session_id(), *ttl,
                      [&store, response, done](absl::StatusOr<storage::StoredSession> session) {
                        if (!session.ok()) return done(session.status());
                        *response->mutable_session() = ToApi(*session);
                        *response->mutable_read_info() =
                            query::MakeReadInfo(store, session->commit);
                        done(absl::OkStatus());
                      });
}

absl::Status GetSession(storage::RecordStore& store, const v1::GetIngestSessionRequest& request,
                        v1::GetIngestSessionResponse* response) {
  auto name = ParseSessionName("name", request.name());
  if (!name.ok()) return name.status();
  auto session = store.GetSession(name->collection, name->session);
  if (!session.ok()) return session.status();
  *response->mutable_session() = ToApi(*session);
  return absl::OkStatus();
}

absl::Status ListSessions(storage::RecordStore& store, const v1::ListIngestSessionsRequest& request,
                          v1::ListIngestSessionsResponse* response) {
  auto parent = ParseCollectionName("parent", request.parent());
  if (!parent.ok()) return parent.status();
  auto size = PageSize(request.page_size(), kSessionPageSize, kMaxSessionPageSize);
  if (!size.ok()) return size.status();
  auto after = ReadPageToken(store, "ListIngestSessions", request.parent(), request.page_token());
  if (!after.ok()) return after.status();
  auto sessions = store.ListSessions(parent->collection, *after, *size + 1);
  if (!sessions.ok()) return sessions.status();
  if (sessions->size() > *size) {
    sessions->pop_back();
    response->set_next_page_token(
        MakePageToken(store, "ListIngestSessions", request.parent(), sessions->back().session_id));
  }
  for (const storage::StoredSession& session : *sessions) {
    *response->add_sessions() = ToApi(session);
  }
  return absl::OkStatus();
}

absl::Status ListResults(storage::RecordStore& store, const v1::ListIngestResultsRequest& request,
                         v1::ListIngestResultsResponse* response) {
  auto name = ParseSessionName("parent", request.parent());
  if (!name.ok()) return name.status();
  auto size = PageSize(request.page_size(), kResultPageSize, kMaxResultPageSize);
  if (!size.ok()) return size.status();
  auto mask = OutcomeMask(request);
  if (!mask.ok()) return mask.status();
  const std::string scope = absl::StrCat(request.parent(), " ", *mask);
  auto after = ReadSequence(store, scope, request.page_token());
  if (!after.ok()) return after.status();
  auto page = store.ListItemResults(name->collection, name->session,
                                    {.after_sequence = *after,
                                     .outcome_mask = *mask,
                                     .limit = *size,
                                     .max_scanned = kMaxScannedResults});
  if (!page.ok()) return page.status();
  for (const storage::SessionResult& result : page->results) {
    *response->add_results() = ToApi(ingest::ToLaneResult(result.sequence, result.result));
  }
  if (!page->complete) {
    response->set_next_page_token(
        MakePageToken(store, "ListIngestResults", scope, absl::StrCat(page->last_sequence)));
  }
  return absl::OkStatus();
}

void FinishSession(storage::RecordStore& store, const v1::FinishIngestSessionRequest& request,
                   v1::FinishIngestSessionResponse* response, const UnaryDone& done) {
  auto name = ParseSessionName("name", request.name());
  if (!name.ok()) return done(name.status());
  std::optional<int64_t> expected_count;
  if (request.has_expected_count()) expected_count = request.expected_count();
  if (expected_count && *expected_count < 0) {
    return done(FieldError("expected_count", "must not be negative"));
  }
  store.FinishSession(name->collection, name->session, expected_count,
                      [&store, response, done](absl::StatusOr<storage::StoredSession> session) {
                        if (!session.ok()) return done(session.status());
                        *response->mutable_session() = ToApi(*session);
                        *response->mutable_read_info() =
                            query::MakeReadInfo(store, session->commit);
                        done(absl::OkStatus());
                      });
}

}  // namespace pledge::rpc
