// The policy before the real server: every method that the API has, for every kind
// of caller and every collection.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "grpcpp/generic/generic_stub.h"
#include "pledge/v1/admin_service.pb.h"
#include "pledge/v1/job_service.pb.h"
#include "pledge/v1/watch_service.pb.h"
#include "service/access/method_table.h"
#include "tests/integration/access_fixture.h"

namespace pledge {
namespace {

using access::FindMethod;
using access::MethodInfo;
using access::MethodKind;
using access::Scope;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using testing::Access;
using ::testing::HasSubstr;
using testing::kCallerHeader;
using testing::kPolicy;
using ::testing::Not;

// What kPolicy says, in other words.
struct Caller {
  std::string name;
  std::set<MethodKind> kinds;
  std::string only_methods;           // beginning of "Service/Method"; empty: any of those kinds
  std::set<std::string> collections;  // out of those that the test names
  bool all = false;
};
const std::vector<Caller>& Callers() {
  constexpr auto kRead = MethodKind::kRead;
  constexpr auto kWrite = MethodKind::kWrite;
  constexpr auto kOperate = MethodKind::kOperate;
  static const auto& callers = *new std::vector<Caller>{
      {"reader-of-a", {kRead}, "", {"a"}, false},
      {"writer-of-a", {kRead, kWrite}, "", {"a"}, false},
      {"reader-of-a-and-more", {kRead}, "", {"a", "ghost"}, false},
      {"reader-of-all", {kRead}, "", {"a", "b", "ghost"}, true},
      {"lister-1", {kRead}, "QueryService/List", {"a"}, false},
      {"operator", {kRead, kWrite, kOperate}, "", {"a", "b", "ghost"}, true},
      {"nobody", {}, "", {}, false},
  };
  return callers;
}

bool IsAllowed(const Caller& caller, const MethodInfo& method, const std::string& collection) {
  const std::string full = std::string(method.service) + "/" + std::string(method.method);
  if (caller.kinds.count(method.kind) == 0 || full.rfind(caller.only_methods, 0) != 0) return false;
  if (method.scope == Scope::kNothing) return true;
  if (method.scope == Scope::kStore || collection == "-") return caller.all;
  return caller.collections.count(collection) > 0;
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> out;
  for (const Descriptor* request :
       {v1::GetDocumentRequest::descriptor(), v1::StreamIngestRequest::descriptor(),
        v1::ListSectionsRequest::descriptor(), v1::WatchChangesRequest::descriptor(),
        v1::GetJobRequest::descriptor(), v1::GetServerInfoRequest::descriptor()}) {
    const auto* service = request->file()->service(0);
    for (int i = 0; i < service->method_count(); ++i) out.push_back(service->method(i));
  }
  return out;
}

// A name in `collection` of the kind that such a field takes.
std::string NameFor(const std::string& method, const std::string& field,
                    const std::string& collection) {
  const std::string parent = "collections/" + collection;
  if (method.find("Job") != std::string::npos) return "jobs/j";
  if (field == "ingest_session" || method.find("IngestSession") != std::string::npos ||
      method == "ListIngestResults") {
    return field == "parent" && method != "ListIngestResults" ? parent
                                                              : parent + "/ingestSessions/s";
  }
  if (method.find("Diff") != std::string::npos || method == "RollbackDocument" ||
      method == "GetDocumentRevision") {
    return parent + "/documents/d/revisions/1";
  }
  if (field == "parent" && method == "ListDocumentRevisions") return parent + "/documents/d";
  return field == "parent" || field == "parents" ? parent : parent + "/documents/d";
}

void SetPath(const std::string& method, const std::string& path, const std::string& collection,
             Message* message) {
  Message* at = message;
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (const std::string& step : steps) {
    const FieldDescriptor* field = at->GetDescriptor()->FindFieldByName(step);
    ASSERT_NE(field, nullptr) << method << " has no " << path;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      at = at->GetReflection()->MutableMessage(at, field);
    } else if (field->is_repeated()) {
      at->GetReflection()->AddString(at, field, NameFor(method, step, collection));
    } else {
      at->GetReflection()->SetString(at, field, NameFor(method, step, collection));
    }
  }
}

// Paths of the fields that, by their names, hold names of resources.
void FindNamingFields(const Descriptor* message, const std::string& before, int depth,
                      std::set<std::string>* out) {
  static const auto& naming = *new std::set<std::string>{
      "name", "names", "parent", "parents", "base", "target", "ingest_session"};
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && naming.count(field->name()) > 0) {
      out->insert(before + field->name());
    }
    const bool is_ours = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                         field->message_type()->file()->package() == "pledge.v1";
    if (is_ours && !field->is_repeated() && depth < 2) {
      FindNamingFields(field->message_type(), before + field->name() + ".", depth + 1, out);
    }
  }
}

// One call of any method with one message: its end, or OK once it has answered.
grpc::Status CallAny(grpc::GenericStub& stub, const MethodDescriptor& method,
                     const std::string& caller, const Message& request) {
  grpc::ClientContext context;
  testing::SetDeadline(&context);
  context.AddMetadata(kCallerHeader, caller);
  grpc::CompletionQueue queue;
  const std::string path = "/" + method.service()->full_name() + "/" + method.name();
  auto stream = stub.PrepareCall(&context, path, &queue);
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  stream->StartCall(nullptr);
  wait();
  stream->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  wait();
  grpc::ByteBuffer answer;
  stream->Read(&answer, nullptr);
  const bool has_answered = wait();
  if (has_answered) context.TryCancel();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  wait();
  queue.Shutdown();
  while (wait()) {
  }
  return has_answered ? grpc::Status::OK : status;
}

TEST(AccessTable, HasARowForEachMethodAndEachFieldThatNamesSomething) {
  for (const MethodDescriptor* method : AllMethods()) {
    const MethodInfo* info = FindMethod(method->name());
    ASSERT_NE(info, nullptr) << method->full_name() << " has no row in method_table.cc";
    EXPECT_EQ(info->service, method->service()->name());
    std::set<std::string> named;
    FindNamingFields(method->input_type(), "", 0, &named);
    // What a document says of itself is no name that is looked up, but for updates.
    if (method->name() != "UpdateDocument") {
      named.erase("document.name");
      named.erase("item.document.name");
    }
    if (method->name() == "BatchGetDocuments") named.erase("parent");
    if (info->scope == Scope::kStore) continue;  // covers more than any field
    const std::set<std::string> covered(info->fields.begin(), info->fields.end());
    for (const std::string& path : named) {
      EXPECT_EQ(covered.count(path), 1u) << method->full_name() << " does not cover " << path;
    }
  }
  EXPECT_EQ(access::Methods().size(), AllMethods().size());
}

TEST_F(Access, LetsEachCallerDoWhatTheRulesSayAndNothingElse) {
  ASSERT_TRUE(Start(kPolicy)) << server_->Log();
  for (const char* collection : {"a", "b"}) {
    ASSERT_TRUE(Create("operator", collection, "d").ok()) << server_->Log();
  }
  grpc::GenericStub stub(server_->NewChannel());
  google::protobuf::DynamicMessageFactory factory;
  int denied = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const MethodInfo& info = *FindMethod(method->name());
    for (const Caller& caller : Callers()) {
      std::map<std::string, std::string> details;  // of denials, by collection
      for (const std::string collection : {"a", "b", "ghost", "-"}) {
        std::unique_ptr<Message> request(factory.GetPrototype(method->input_type())->New());
        for (const std::string_view path : info.fields) {
          SetPath(method->name(), std::string(path), collection, request.get());
        }
        const bool is_allowed = IsAllowed(caller, info, collection);
        // It would end the server.
        if (is_allowed && method->name() == "DrainServer") continue;

        const grpc::Status status = CallAny(stub, *method, caller.name, *request);

        EXPECT_EQ(status.error_code() == grpc::StatusCode::PERMISSION_DENIED, !is_allowed)
            << caller.name << " " << method->full_name() << " " << collection << ": "
            << status.error_code() << " " << status.error_message();
        if (is_allowed) continue;
        ++denied;
        EXPECT_EQ(testing::InfoOf(status).reason(), "NOT_ALLOWED");
        EXPECT_EQ(testing::InfoOf(status).metadata_size(), 0);
        EXPECT_THAT(status.error_message(),
                    Not(HasSubstr(collection == "-" ? "\"" : collection + "/")));
        details[collection] = status.error_message();
      }
      if (details.count("b") > 0 && details.count("ghost") > 0) {
        EXPECT_EQ(details["b"], details["ghost"]) << caller.name << " " << method->full_name();
      }
    }
  }
  EXPECT_GT(denied, 500);
}

}  // namespace
}  // namespace pledge
