// Stores bytes as the next revision of a document, through an ingest session.
#ifndef PLEDGE_TESTS_INTEGRATION_REVISIONS_H_
#define PLEDGE_TESTS_INTEGRATION_REVISIONS_H_

#include <memory>
#include <string>

#include "tests/integration/letters.h"

namespace pledge::testing {

// One session with one stream; not thread-safe.
class RevisionWriter {
 public:
  // `session` is new on this server.
  RevisionWriter(const std::shared_ptr<grpc::Channel>& channel, const std::string& collection,
                 const std::string& session)
      : stub_(v1::IngestService::NewStub(channel)) {
    v1::CreateIngestSessionRequest request;
    request.set_parent("collections/" + collection);
    request.set_ingest_session_id(session);
    v1::CreateIngestSessionResponse response;
    CallUnary(*stub_, &v1::IngestService::Stub::CreateIngestSession, request, &response);
    SetDeadline(&context_, 120);
    stream_ = stub_->StreamIngest(&context_);
    v1::StreamIngestRequest open;
    open.mutable_open()->set_ingest_session(response.session().name());
    stream_->Write(open);
  }
  ~RevisionWriter() {
    context_.TryCancel();
    stream_->Finish();
  }

  // The durable result; outcome UNSPECIFIED when the stream broke.
  v1::IngestResult Put(const std::string& document_id, const std::string& bytes) {
    v1::StreamIngestRequest request;
    request.mutable_item()->set_sequence(++sequence_);
    request.mutable_item()->set_document_id(document_id);
    request.mutable_item()->mutable_content()->set_data(bytes);
    stream_->Write(request);
    v1::StreamIngestResponse response;
    while (stream_->Read(&response)) {
      for (const v1::IngestResult& result : response.ack().results()) {
        if (result.sequence() == sequence_) return result;
      }
    }
    return {};
  }

 private:
  std::unique_ptr<v1::IngestService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamIngestRequest, v1::StreamIngestResponse>>
      stream_;
  int64_t sequence_ = 0;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_REVISIONS_H_
