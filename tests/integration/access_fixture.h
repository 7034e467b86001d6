// A server with a policy, and calls of callers that a header names.
#ifndef PLEDGE_TESTS_INTEGRATION_ACCESS_FIXTURE_H_
#define PLEDGE_TESTS_INTEGRATION_ACCESS_FIXTURE_H_

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"
#include "tests/integration/test_authority.h"

namespace pledge::testing {

inline constexpr char kCallerHeader[] = "x-test-caller";
inline constexpr char kPolicy[] = R"({"rules": [
  {"principals": ["reader-of-a"], "methods": ["read"], "collections": ["a"]},
  {"principals": ["writer-of-a"], "methods": ["read", "write"], "collections": ["a"]},
  {"principals": ["reader-of-a-and-more"], "methods": ["read"], "collections": ["a*", "g*"]},
  {"principals": ["reader-of-all"], "methods": ["read"], "collections": ["*"]},
  {"principals": ["lister-*"], "methods": ["QueryService/List*"], "collections": ["a"]},
  {"principals": ["operator", "unix"], "methods": ["*"], "collections": ["*"]}
]})";

class Access : public ::testing::Test {
 protected:
  bool Start(const std::string& policy, std::vector<std::string> flags = {}) {
    ReplaceText(policy_file_, policy);
    flags.insert(flags.end(), {"--policy", policy_file_, "--principal-header", kCallerHeader});
    server_ = std::make_unique<ServerProcess>(dir_.path(), flags);
    return server_->Start();
  }

  std::unique_ptr<grpc::ClientContext> As(const std::string& caller) {
    auto context = std::make_unique<grpc::ClientContext>();
    SetDeadline(context.get());
    context->AddMetadata(kCallerHeader, caller);
    return context;
  }

  grpc::Status Create(const std::string& caller, const std::string& collection,
                      const std::string& id) {
    v1::CreateDocumentResponse created;
    return v1::DocumentService::NewStub(server_->NewChannel())
        ->CreateDocument(As(caller).get(), CreateRequest(collection, id, Letter(1)), &created);
  }

  grpc::Status Get(const std::string& caller, const std::string& collection) {
    v1::GetDocumentRequest request;
    request.set_name("collections/" + collection + "/documents/d");
    v1::GetDocumentResponse got;
    return v1::DocumentService::NewStub(server_->NewChannel())
        ->GetDocument(As(caller).get(), request, &got);
  }

  bool SoonLogs(const std::string& text) {
    for (int i = 0; i < 300; ++i) {
      if (server_->Log().find(text) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

  TempDir dir_;
  const std::string policy_file_ = dir_.path() + "/policy.json";
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_ACCESS_FIXTURE_H_
