#include "client/cpp/ingest.h"

#include <utility>

#include "absl/time/clock.h"
#include "client/cpp/channel.h"
#include "client/cpp/ingest_attachment.h"
#include "client/cpp/names.h"
#include "client/cpp/status.h"

namespace pledge::client {
namespace {

// The last read of the session must not make a finished run wait.
constexpr absl::Duration kRefreshTimeout = absl::Seconds(5);

}  // namespace

IngestClient::IngestClient(std::shared_ptr<grpc::Channel> channel, IngestOptions options)
    : options_(std::move(options)),
      channel_(std::move(channel)),
      stub_(v1::IngestService::NewStub(channel_)),
      waker_(std::make_shared<Waker>()) {}

IngestClient::~IngestClient() = default;

absl::StatusOr<v1::IngestSession> IngestClient::OpenSession() {
  v1::CreateIngestSessionRequest request;
  request.set_parent(CollectionName(options_.collection));
  request.set_ingest_session_id(options_.session_id);
  v1::CreateIngestSessionResponse response;
  const absl::Status status = FromGrpc(
      stub_->CreateIngestSession(MakeContext(options_.call_timeout).get(), request, &response));
  if (!status.ok()) return status;
  if (response.session().state() == v1::INGEST_SESSION_STATE_EXPIRED) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, "SESSION_EXPIRED",
                      "the session has expired: " + ShortName(response.session().name()), {});
  }
  session_ = response.session();
  opened_commit_ = response.read_info().commit_number();
  return session_;
}

IngestReport IngestClient::Run(ItemSource& source, IngestObserver& observer) {
  IngestState state(source.count());
  state.session = session_;
  state.commit_number = opened_commit_;
  IngestReport report;
  report.status = RunUntilDone(source, observer, &state);
  report.stopped = stopping_.load() && !state.window.finished();
  report.session = state.session;
  report.commit_number = state.commit_number;
  report.sent_items = state.final_results;
  if (report.status.ok()) RefreshSession(&report.session);
  return report;
}

void IngestClient::Stop() {
  stopping_.store(true);
  waker_->Wake();
}

absl::Status IngestClient::RunUntilDone(ItemSource& source, IngestObserver& observer,
                                        IngestState* state) {
  const IngestParts parts{stub_.get(), waker_, &stopping_, &options_, &source, &observer};
  Backoff backoff(options_.first_delay, options_.longest_delay);
  for (;;) {
    const int64_t results_before = state->final_results;
    absl::Status status = IngestAttachment(parts, state).Run();
    if (status.ok()) return status;
    if (stopping_.load() && CanResume(status)) return absl::OkStatus();
    if (state->final_results > results_before) backoff.Reset();
    const absl::Duration delay = backoff.Next(DetailsOf(status).retry_delay);
    const absl::Time give_up = state->last_progress + options_.give_up_after;
    if (!CanResume(status) || absl::Now() + delay >= give_up) return status;
    observer.OnCut(status, state->window.durable_sequence(), delay);
    Sleep(delay);
    if (stopping_.load()) return absl::OkStatus();
  }
}

void IngestClient::Sleep(absl::Duration delay) {
  const absl::Time until = absl::Now() + delay;
  while (absl::Now() < until && !stopping_.load()) waker_->WaitUntil(until);
}

void IngestClient::RefreshSession(v1::IngestSession* session) {
  v1::GetIngestSessionRequest request;
  request.set_name(SessionName(options_.collection, options_.session_id));
  v1::GetIngestSessionResponse response;
  const grpc::Status status =
      stub_->GetIngestSession(MakeContext(kRefreshTimeout).get(), request, &response);
  if (status.ok()) *session = response.session();
}

}  // namespace pledge::client
