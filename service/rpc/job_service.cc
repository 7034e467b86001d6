#include "service/rpc/job_service.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/query/read_point.h"
#include "service/rpc/job_message.h"
#include "service/rpc/job_watch_reactor.h"
#include "service/rpc/page_token.h"
#include "service/rpc/unary.h"
#include "storage/job_store.h"

namespace pledge::rpc {
namespace {

using storage::StoredJob;

constexpr char kListMethod[] = "ListJobs";
// Jobs read in one go: one may hold a hundred names.
constexpr size_t kJobsAtOnce = 20;

absl::Status GetJob(storage::RecordStore& store, const v1::GetJobRequest& request,
                    v1::GetJobResponse* response) {
  const auto name = ParseJobName("name", request.name());
  if (!name.ok()) return name.status();
  const storage::CommitPoint head = store.Head();
  const auto job = store.Jobs().GetJob(name->job);
  if (!job.ok()) return job.status();
  auto message = ToApi(*job);
  if (!message.ok()) return message.status();
  *response->mutable_job() = *std::move(message);
  *response->mutable_read_info() = query::MakeReadInfo(store, head);
  return absl::OkStatus();
}

// A page lists jobs that were made before `before`, as of the state of the first
// page.
struct ListPlace {
  storage::CommitPoint point;
  storage::CommitNumber before = 0;
};

absl::StatusOr<ListPlace> ReadPlace(storage::RecordStore& store, const std::string& token) {
  const auto position = ReadPageToken(store, kListMethod, "", token);
  if (!position.ok()) return position.status();
  if (position->empty()) return ListPlace{store.Head(), store.Head().number + 1};
  const std::vector<std::string> parts = absl::StrSplit(*position, ',');
  storage::CommitNumber at = 0;
  ListPlace place;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &at) ||
      !absl::SimpleAtoi(parts[1], &place.before)) {
    return MakeError(ErrorReason::kTokenMalformed, "page_token: holds no place in a list of jobs");
  }
  const auto point = store.PointOf(at);
  if (!point.ok()) return point.status();
  place.point = *point;
  return place;
}

// Adds the next jobs to the page, at most `limit`, and moves the place. True when
// more follow.
absl::StatusOr<bool> AddJobs(storage::RecordStore& store, size_t limit, ListPlace& place,
                             v1::ListJobsResponse* response, size_t& page_bytes) {
  // One more than is shown tells whether more follow.
  const auto jobs = store.Jobs().ListJobs(place.before, limit + 1);
  if (!jobs.ok()) return jobs.status();
  size_t shown = 0;
  for (; shown < std::min(limit, jobs->size()) && page_bytes < kMaxPageBytes; ++shown) {
    auto message = ToApi((*jobs)[shown]);
    if (!message.ok()) return message.status();
    page_bytes += message->ByteSizeLong();
    *response->add_jobs() = *std::move(message);
    place.before = (*jobs)[shown].create_commit;
  }
  return shown < jobs->size();
}

absl::Status ListJobs(storage::RecordStore& store, const v1::ListJobsRequest& request,
                      v1::ListJobsResponse* response) {
  const auto size = PageSize(request.page_size(), kDefaultJobPage, kMaxJobPage);
  if (!size.ok()) return size.status();
  auto place = ReadPlace(store, request.page_token());
  if (!place.ok()) return place.status();
  size_t page_bytes = 0;
  for (bool has_more = true; has_more;) {
    const size_t room = *size - static_cast<size_t>(response->jobs_size());
    if (room == 0 || page_bytes >= kMaxPageBytes) {
      response->set_next_page_token(MakePageToken(
          store, kListMethod, "", absl::StrCat(place->point.number, ",", place->before)));
      break;
    }
    const auto more = AddJobs(store, std::min(room, kJobsAtOnce), *place, response, page_bytes);
    if (!more.ok()) return more.status();
    has_more = *more;
  }
  *response->mutable_read_info() = query::MakeReadInfo(store, place->point);
  return absl::OkStatus();
}

void CancelJob(const Runtime& runtime, const v1::CancelJobRequest& request,
               v1::CancelJobResponse* response, const UnaryDone& done) {
  const auto name = ParseJobName("name", request.name());
  if (!name.ok()) return done(name.status());
  runtime.store.Jobs().CancelJob(
      name->job, [runtime, response, done](absl::StatusOr<StoredJob> job) {
        runtime.jobs.Notify();
        // The committer thread only hands on.
        auto answer = [&store = runtime.store, response, done, job = std::move(job)] {
          if (!job.ok()) return done(job.status());
          auto message = ToApi(*job);
          if (!message.ok()) return done(message.status());
          *response->mutable_job() = *std::move(message);
          *response->mutable_read_info() = query::MakeReadInfo(store, job->commit);
          done(absl::OkStatus());
        };
        if (!runtime.executor.Post(answer)) answer();
      });
}

}  // namespace

JobService::JobService(Runtime runtime)
    : runtime_(runtime),
      waker_(WakeSource{[&jobs = runtime.jobs] { return jobs.change_count(); },
                        [&jobs = runtime.jobs](uint64_t past, absl::Duration timeout) {
                          jobs.AwaitChange(past, timeout);
                        }}) {}

grpc::ServerUnaryReactor* JobService::GetJob(grpc::CallbackServerContext* context,
                                             const v1::GetJobRequest* request,
                                             v1::GetJobResponse* response) {
  return RunUnary(runtime_, context, "GetJob", *request, [this, request, response](const Call&) {
    return rpc::GetJob(runtime_.store, *request, response);
  });
}

grpc::ServerUnaryReactor* JobService::ListJobs(grpc::CallbackServerContext* context,
                                               const v1::ListJobsRequest* request,
                                               v1::ListJobsResponse* response) {
  return RunUnary(runtime_, context, kListMethod, *request, [this, request, response](const Call&) {
    return rpc::ListJobs(runtime_.store, *request, response);
  });
}

grpc::ServerUnaryReactor* JobService::CancelJob(grpc::CallbackServerContext* context,
                                                const v1::CancelJobRequest* request,
                                                v1::CancelJobResponse* response) {
  return RunAsync(runtime_, context, "CancelJob", *request,
                  [this, request, response](const Call&, const UnaryDone& done) {
                    rpc::CancelJob(runtime_, *request, response, done);
                  });
}

grpc::ServerWriteReactor<v1::WatchJobResponse>* JobService::WatchJob(
    grpc::CallbackServerContext* context, const v1::WatchJobRequest* request) {
  return JobWatchReactor::Start(runtime_, waker_, open_watches_, *context, *request);
}

}  // namespace pledge::rpc
