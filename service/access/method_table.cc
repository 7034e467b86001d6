#include "service/access/method_table.h"

#include <map>

namespace pledge::access {
namespace {

using K = MethodKind;
using S = Scope;

constexpr std::string_view kDocuments = "DocumentService";
constexpr std::string_view kIngest = "IngestService";
constexpr std::string_view kQuery = "QueryService";
constexpr std::string_view kWatch = "WatchService";
constexpr std::string_view kJobs = "JobService";
constexpr std::string_view kAdmin = "AdminService";

std::vector<MethodInfo> MakeMethods() {
  return {
      {kDocuments, "CreateDocument", K::kWrite, S::kFields, {"parent"}},
      {kDocuments, "GetDocument", K::kRead, S::kFields, {"name"}},
      // Its parent may be collections/-; what is read are the names.
      {kDocuments, "BatchGetDocuments", K::kRead, S::kFields, {"names"}},
      {kDocuments, "ListDocuments", K::kRead, S::kFields, {"parent"}},
      {kDocuments, "UpdateDocument", K::kWrite, S::kFields, {"document.name"}},
      {kDocuments, "DeleteDocument", K::kWrite, S::kFields, {"name"}},
      {kDocuments, "UndeleteDocument", K::kWrite, S::kFields, {"name"}},
      {kDocuments, "PurgeDocument", K::kOperate, S::kFields, {"name"}},
      {kDocuments, "GetDocumentRevision", K::kRead, S::kFields, {"name"}},
      {kDocuments, "ListDocumentRevisions", K::kRead, S::kFields, {"parent"}},
      {kDocuments, "RollbackDocument", K::kWrite, S::kFields, {"name"}},
      {kDocuments, "DiffDocumentRevisions", K::kRead, S::kFields, {"base", "target"}},
      {kDocuments, "ReadSource", K::kRead, S::kFields, {"name"}},
      {kDocuments, "ReadRepairs", K::kRead, S::kFields, {"name"}},
      {kDocuments, "ReanalyzeDocuments", K::kOperate, S::kFields, {"parents"}},
      {kDocuments, "ListCollections", K::kRead, S::kStore, {}},
      {kDocuments, "AnalyzeDocument", K::kRead, S::kNothing, {}},
      {kIngest, "CreateIngestSession", K::kWrite, S::kFields, {"parent"}},
      {kIngest, "GetIngestSession", K::kRead, S::kFields, {"name"}},
      {kIngest, "ListIngestSessions", K::kRead, S::kFields, {"parent"}},
      {kIngest, "StreamIngest", K::kWrite, S::kFields, {"open.ingest_session"}},
      {kIngest, "UploadDocuments", K::kWrite, S::kFields, {"ingest_session"}},
      {kIngest, "ListIngestResults", K::kRead, S::kFields, {"parent"}},
      {kIngest, "FinishIngestSession", K::kWrite, S::kFields, {"name"}},
      {kQuery, "StreamSections", K::kRead, S::kFields, {"selector.parents"}},
      {kQuery, "StreamCommitments", K::kRead, S::kFields, {"selector.parents"}},
      {kQuery, "StreamAchievements", K::kRead, S::kFields, {"selector.parents"}},
      {kQuery, "ListSections", K::kRead, S::kFields, {"parent"}},
      {kQuery, "ListCommitments", K::kRead, S::kFields, {"parent"}},
      {kQuery, "ListAchievements", K::kRead, S::kFields, {"parent"}},
      {kQuery, "DescribeRules", K::kRead, S::kNothing, {}},
      {kQuery, "AggregateCommitments", K::kRead, S::kFields, {"selector.parents"}},
      {kWatch, "WatchChanges", K::kRead, S::kFields, {"selector.parents"}},
      {kWatch, "GetWatermarks", K::kRead, S::kNothing, {}},
      // A job may concern any collection.
      {kJobs, "GetJob", K::kRead, S::kStore, {}},
      {kJobs, "ListJobs", K::kRead, S::kStore, {}},
      {kJobs, "CancelJob", K::kOperate, S::kStore, {}},
      {kJobs, "WatchJob", K::kRead, S::kStore, {}},
      {kAdmin, "GetServerInfo", K::kRead, S::kNothing, {}},
      {kAdmin, "GetStoreStatus", K::kRead, S::kStore, {}},
      {kAdmin, "GetMetrics", K::kRead, S::kStore, {}},
      {kAdmin, "BackupStore", K::kOperate, S::kStore, {}},
      {kAdmin, "ExportRecords", K::kOperate, S::kStore, {}},
      {kAdmin, "ImportRecords", K::kOperate, S::kStore, {}},
      {kAdmin, "VerifyStore", K::kOperate, S::kStore, {}},
      {kAdmin, "TrimRevisions", K::kOperate, S::kFields, {"parents"}},
      {kAdmin, "DrainServer", K::kOperate, S::kStore, {}},
  };
}

}  // namespace

std::string_view Name(MethodKind kind) {
  switch (kind) {
    case MethodKind::kRead:
      return "read";
    case MethodKind::kWrite:
      return "write";
    case MethodKind::kOperate:
      return "operate";
  }
  return "operate";
}

const std::vector<MethodInfo>& Methods() {
  static const auto& methods = *new std::vector<MethodInfo>(MakeMethods());
  return methods;
}

const MethodInfo* FindMethod(std::string_view method) {
  static const auto& index = *[] {
    auto* out = new std::map<std::string_view, const MethodInfo*>;
    for (const MethodInfo& info : Methods()) out->emplace(info.method, &info);
    return out;
  }();
  const auto found = index.find(method);
  return found == index.end() ? nullptr : found->second;
}

}  // namespace pledge::access
