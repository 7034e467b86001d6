// Document and query services in this process, with a few letters that were
// made up.
#ifndef PLEDGE_TESTS_UNIT_PLEDGECTL_FAKE_READ_SERVICES_H_
#define PLEDGE_TESTS_UNIT_PLEDGECTL_FAKE_READ_SERVICES_H_

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "pledge/v1/document_service.grpc.pb.h"
#include "pledge/v1/query_service.grpc.pb.h"

namespace pledge::testing {

// "city/lamps@1" with sections, two commitments and a stance, and
// "city/empty@1" with one section and no commitment.
struct FakeLetters {
  FakeLetters();
  std::map<std::string, v1::DocumentRevision> revisions;  // by name
  std::vector<v1::Section> sections;                      // in order of the letters
  std::vector<v1::Commitment> commitments;
};

class FakeDocumentService final : public v1::DocumentService::Service {
 public:
  grpc::Status GetDocument(grpc::ServerContext* context, const v1::GetDocumentRequest* request,
                           v1::GetDocumentResponse* response) override;
  grpc::Status GetDocumentRevision(grpc::ServerContext* context,
                                   const v1::GetDocumentRevisionRequest* request,
                                   v1::GetDocumentRevisionResponse* response) override;
  // Refuses documents that begin with "bad"; others hold the records of lamps.
  grpc::Status AnalyzeDocument(grpc::ServerContext* context,
                               const v1::AnalyzeDocumentRequest* request,
                               v1::AnalyzeDocumentResponse* response) override;

 private:
  const FakeLetters letters_;
};

class FakeQueryService final : public v1::QueryService::Service {
 public:
  // How often a stream of commitments breaks after its first message.
  std::atomic<int> cuts{0};
  // Every stream ends without having said that it is complete.
  bool never_complete = false;
  v1::RecordSelector last_selector;

  grpc::Status DescribeRules(grpc::ServerContext* context, const v1::DescribeRulesRequest* request,
                             v1::DescribeRulesResponse* response) override;
  grpc::Status StreamSections(grpc::ServerContext* context,
                              const v1::StreamSectionsRequest* request,
                              grpc::ServerWriter<v1::StreamSectionsResponse>* writer) override;
  grpc::Status StreamCommitments(
      grpc::ServerContext* context, const v1::StreamCommitmentsRequest* request,
      grpc::ServerWriter<v1::StreamCommitmentsResponse>* writer) override;

 private:
  const FakeLetters letters_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_UNIT_PLEDGECTL_FAKE_READ_SERVICES_H_
