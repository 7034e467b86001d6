#include "tests/unit/pledgectl/fake_read_services.h"

#include "client/cpp/names.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"
#include "tests/unit/pledgectl/sample_records.h"

namespace pledge::testing {
namespace {

constexpr char kEmptyRevision[] = "collections/city/documents/empty/revisions/1";

v1::DocumentRevision MakeRevision(const std::string& name) {
  v1::DocumentRevision revision;
  revision.set_name(name);
  revision.mutable_snapshot()->mutable_facts()->mutable_issuer()->set_value(kIssuer);
  return revision;
}

// Whether a record stands under one of the parents.
bool Wanted(const std::string& name, const v1::RecordSelector& selector) {
  for (const std::string& parent : selector.parents()) {
    std::string prefix = parent.substr(0, parent.rfind("/revisions/latest"));
    prefix.push_back('/');
    if (parent == "collections/-" || name.rfind(prefix, 0) == 0) return true;
  }
  return false;
}

// The name of the revision that a request means; empty when there is none.
std::string Find(const FakeLetters& letters, const std::string& name) {
  for (const auto& [revision, unused] : letters.revisions) {
    const std::string document = revision.substr(0, revision.rfind("/revisions/"));
    if (name == revision || name == document || name == document + "/revisions/latest") {
      return revision;
    }
  }
  return "";
}

grpc::Status NotFound(const std::string& name) {
  return ErrorWithReason(grpc::StatusCode::NOT_FOUND, "DOCUMENT_NOT_FOUND",
                         "document not found: " + client::ShortName(name));
}

void SetPosition(size_t next, size_t count, v1::StreamPosition* position) {
  position->set_resume_token(std::to_string(next));
  position->mutable_read_info()->set_commit_number(7);
  position->mutable_read_info()->set_consistency_token("token-7");
  position->set_complete(next >= count);
}

size_t StartOf(const v1::StreamOptions& options) {
  return options.resume_token().empty() ? 0 : std::stoul(options.resume_token());
}

}  // namespace

FakeLetters::FakeLetters() {
  revisions[kRevision] = MakeRevision(kRevision);
  revisions[kEmptyRevision] = MakeRevision(kEmptyRevision);
  sections.push_back(MakeSection("1", v1::SECTION_KIND_TITLE, 1, "", "", "关于照明提案的复函"));
  sections.push_back(MakeSection("2", v1::SECTION_KIND_TOPIC, 1, "一、", "照明设施", ""));
  sections.push_back(MakeSection("2.1", v1::SECTION_KIND_PLAN, 2, "", "", "下一步更换灯具。"));
  sections.push_back(MakeSection("1", v1::SECTION_KIND_TITLE, 1, "", "", "关于绿化提案的复函"));
  sections.back().set_name(std::string(kEmptyRevision) + "/sections/1");
  commitments.push_back(MakeCommitment("c01", v1::STRENGTH_FIRM, "更换灯具"));
  commitments.push_back(MakeCommitment("c02", v1::STRENGTH_EXPLORE, "研究调光办法"));
  commitments.push_back(MakeCommitment("c03", v1::STRENGTH_INTENT, "重视照明工作"));
  commitments.back().set_type(v1::COMMITMENT_TYPE_STANCE);
}

grpc::Status FakeDocumentService::GetDocument(grpc::ServerContext*,
                                              const v1::GetDocumentRequest* request,
                                              v1::GetDocumentResponse* response) {
  const std::string revision = Find(letters_, request->name());
  if (revision.empty()) return NotFound(request->name());
  *response->mutable_document() = letters_.revisions.at(revision).snapshot();
  response->mutable_document()->set_name(request->name());
  response->mutable_document()->set_latest_revision(revision);
  response->mutable_read_info()->set_commit_number(7);
  response->mutable_read_info()->set_consistency_token("token-7");
  return grpc::Status::OK;
}

grpc::Status FakeDocumentService::GetDocumentRevision(grpc::ServerContext*,
                                                      const v1::GetDocumentRevisionRequest* request,
                                                      v1::GetDocumentRevisionResponse* response) {
  const std::string revision = Find(letters_, request->name());
  if (revision.empty()) return NotFound(request->name());
  *response->mutable_revision() = letters_.revisions.at(revision);
  return grpc::Status::OK;
}

grpc::Status FakeDocumentService::AnalyzeDocument(grpc::ServerContext*,
                                                  const v1::AnalyzeDocumentRequest* request,
                                                  v1::AnalyzeDocumentResponse* response) {
  const std::string& data = request->content().data();
  if (data.rfind("bad", 0) == 0) {
    return ErrorWithReason(grpc::StatusCode::INVALID_ARGUMENT, "CHARSET_UNDECODABLE",
                           "not text in any charset");
  }
  response->set_clean_text(data);
  response->mutable_facts()->mutable_issuer()->set_value(kIssuer);
  for (v1::Section section : letters_.sections) {
    if (section.name().rfind(kRevision, 0) != 0) continue;
    section.set_name("sections/" + client::LastId(section.name()));
    *response->add_sections() = section;
  }
  for (v1::Commitment commitment : letters_.commitments) {
    commitment.set_name("commitments/" + client::LastId(commitment.name()));
    commitment.set_section("sections/" + client::LastId(commitment.section()));
    *response->add_commitments() = commitment;
  }
  if (request->explain()) {
    for (const v1::SentenceReading& sentence : MakeReadings())
      *response->add_sentences() = sentence;
  }
  response->mutable_analysis()->set_state(
      data.rfind("partial", 0) == 0 ? v1::ANALYSIS_STATE_PARTIAL : v1::ANALYSIS_STATE_SUCCEEDED);
  return grpc::Status::OK;
}

grpc::Status FakeQueryService::DescribeRules(grpc::ServerContext*, const v1::DescribeRulesRequest*,
                                             v1::DescribeRulesResponse* response) {
  for (const v1::RuleDescription& rule : MakeRules()) *response->add_rules() = rule;
  return grpc::Status::OK;
}

grpc::Status FakeQueryService::StreamSections(
    grpc::ServerContext*, const v1::StreamSectionsRequest* request,
    grpc::ServerWriter<v1::StreamSectionsResponse>* writer) {
  v1::StreamSectionsResponse response;
  for (const v1::Section& section : letters_.sections) {
    if (Wanted(section.name(), request->selector())) *response.add_sections() = section;
  }
  SetPosition(1, 1, response.mutable_position());
  writer->Write(response);
  return grpc::Status::OK;
}

// One commitment a message, so that there is something between two of them.
grpc::Status FakeQueryService::StreamCommitments(
    grpc::ServerContext*, const v1::StreamCommitmentsRequest* request,
    grpc::ServerWriter<v1::StreamCommitmentsResponse>* writer) {
  last_selector = request->selector();
  for (const std::string& parent : request->selector().parents()) {
    const bool is_collection = client::ParseName(parent)->is_collection();
    const FakeLetters letters;
    if (!is_collection && Find(letters, parent).empty()) return NotFound(parent);
  }
  std::vector<v1::Commitment> wanted;
  for (const v1::Commitment& commitment : letters_.commitments) {
    const bool stance = commitment.type() == v1::COMMITMENT_TYPE_STANCE;
    if (stance && !request->selector().include_stances()) continue;
    if (Wanted(commitment.name(), request->selector())) wanted.push_back(commitment);
  }
  for (size_t i = StartOf(request->options()); i < std::max<size_t>(wanted.size(), 1); ++i) {
    v1::StreamCommitmentsResponse response;
    if (i < wanted.size()) *response.add_commitments() = wanted[i];
    SetPosition(i + 1, wanted.size(), response.mutable_position());
    if (never_complete) response.mutable_position()->set_complete(false);
    writer->Write(response);
    if (cuts > 0) {
      --cuts;
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut by the fake");
    }
  }
  return grpc::Status::OK;
}

}  // namespace pledge::testing
