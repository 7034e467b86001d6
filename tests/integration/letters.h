// Letters for integration tests, made by rule, all different; and the calls
// that most tests make. Free functions over a channel.
#ifndef PLEDGE_TESTS_INTEGRATION_LETTERS_H_
#define PLEDGE_TESTS_INTEGRATION_LETTERS_H_

#include <memory>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "grpcpp/grpcpp.h"
#include "pledge/v1/document_service.grpc.pb.h"
#include "pledge/v1/ingest_service.grpc.pb.h"
#include "pledge/v1/query_service.grpc.pb.h"

namespace pledge::testing {

// A short letter of our own that holds two commitments; `number` makes its
// bytes unique.
inline std::string Letter(int number) {
  const std::string n = std::to_string(number);
  return "临澜市水务局关于市政协第" + n + "号提案的答复函\n临水函〔2024〕" + n +
         "号\n林清和委员：\n您提出的关于改造老旧管网的提案（第" + n +
         "号）收悉，现答复如下：\n一、工作进展\n2023年，我局更换旧管" + n +
         "公里。\n二、下一步打算\n下一步，我局将于2025年底前完成" + n +
         "公里管网改造，制定管网巡检办法。\n感谢您对水务工作的关心。\n"
         "临澜市水务局\n2024年6月12日\n";
}

// The ErrorInfo of a status; empty reason when there is none.
inline google::rpc::ErrorInfo InfoOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  details.ParseFromString(status.error_details());
  for (const auto& any : details.details()) {
    if (any.UnpackTo(&info)) return info;
  }
  return {};
}

inline void SetDeadline(grpc::ClientContext* context, int seconds = 30) {
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(seconds));
}

// One unary call with a deadline.
template <typename Stub, typename Request, typename Response>
grpc::Status CallUnary(Stub& stub,
                       grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                    Response*),
                       const Request& request, Response* response) {
  grpc::ClientContext context;
  SetDeadline(&context);
  return (stub.*method)(&context, request, response);
}

inline v1::CreateDocumentRequest CreateRequest(const std::string& collection, const std::string& id,
                                               const std::string& bytes) {
  v1::CreateDocumentRequest request;
  request.set_parent("collections/" + collection);
  request.set_document_id(id);
  request.mutable_content()->set_data(bytes);
  return request;
}

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_LETTERS_H_
