// For letters of all kinds on the real server (the samples, and generated ones as
// text and as pages, in several charsets, glossed and damaged): the stored bytes
// and the stored repairs give the stored text, and the ranges of sections and
// commitments cut their words out of it, in every unit.
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "service/pipeline/decode/charset.h"
#include "service/pipeline/text/utf8.h"
#include "tests/integration/server_process.h"
#include "tests/integration/source_client.h"
#include "tests/property/random_document.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::ReadBytes;
using testing::SourceRequest;
using testing::TextRequest;

constexpr uint64_t kGenerated = 40;  // seeds from 1 on
constexpr v1::OffsetUnit kUnits[] = {v1::OFFSET_UNIT_UTF8_BYTE, v1::OFFSET_UNIT_CODE_POINT,
                                     v1::OFFSET_UNIT_UTF16};

// A text that can be cut in any unit.
class UnitText {
 public:
  explicit UnitText(const std::string& text)
      : text_(text), utf16_(icu::UnicodeString::fromUTF8(text)) {}

  std::string Cut(const v1::OffsetRange& range, v1::OffsetUnit unit) const {
    auto start = static_cast<int32_t>(range.start());
    auto end = static_cast<int32_t>(range.end());
    if (unit == v1::OFFSET_UNIT_UTF8_BYTE) {
      EXPECT_LE(static_cast<size_t>(end), text_.size());
      return text_.substr(start, end - start);
    }
    if (unit == v1::OFFSET_UNIT_CODE_POINT) {
      start = utf16_.moveIndex32(0, start);
      end = utf16_.moveIndex32(0, end);
    }
    EXPECT_LE(end, utf16_.length());
    std::string part;
    utf16_.tempSubStringBetween(start, end).toUTF8String(part);
    return part;
  }
  int64_t size(v1::OffsetUnit unit) const {
    if (unit == v1::OFFSET_UNIT_UTF8_BYTE) return static_cast<int64_t>(text_.size());
    return unit == v1::OFFSET_UNIT_UTF16 ? utf16_.length() : utf16_.countChar32();
  }

 private:
  const std::string text_;
  const icu::UnicodeString utf16_;
};

std::string DecodeAll(std::string_view bytes, pipeline::Charset charset) {
  std::string text;
  for (size_t at = 0; at < bytes.size();) {
    const auto character = pipeline::DecodeAt(bytes, at, charset);
    pipeline::AppendUtf8(character.value, &text);
    at += character.size;
  }
  return text;
}

v1::OffsetRange Range(int64_t start, int64_t end) {
  v1::OffsetRange range;
  range.set_start(start);
  range.set_end(end);
  return range;
}

class SourcePropertyTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    dir_ = new testing::TempDir;
    server_ = new testing::ServerProcess(dir_->path());
    ASSERT_TRUE(server_->Start()) << server_->Log();
  }
  static void TearDownTestSuite() {
    delete server_;
    delete dir_;
  }
  void SetUp() override {
    documents_ = v1::DocumentService::NewStub(server_->NewChannel());
    queries_ = v1::QueryService::NewStub(server_->NewChannel());
  }

  void Check(const std::string& id, const std::string& bytes);

 private:
  std::string DetectedCharset() const;
  void CheckRepairs(const std::string& source, const UnitText& text, v1::OffsetUnit unit);
  void CheckSections(const UnitText& text, v1::OffsetUnit unit);
  void CheckCommitments(const UnitText& text, v1::OffsetUnit unit);

  static testing::TempDir* dir_;
  static testing::ServerProcess* server_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::QueryService::Stub> queries_;
  std::string document_;
  std::string revision_;
};

testing::TempDir* SourcePropertyTest::dir_ = nullptr;
testing::ServerProcess* SourcePropertyTest::server_ = nullptr;

void SourcePropertyTest::Check(const std::string& id, const std::string& bytes) {
  SCOPED_TRACE(id);
  v1::CreateDocumentResponse created;
  const auto status = CallUnary(*documents_, &v1::DocumentService::Stub::CreateDocument,
                                testing::CreateRequest("samples", id, bytes), &created);
  ASSERT_TRUE(status.ok()) << status.error_message();
  document_ = created.document().name();
  revision_ = document_ + "/revisions/1";

  const ReadBytes source = testing::ReadSource(*documents_, SourceRequest(revision_));
  ASSERT_TRUE(source.status.ok()) << source.status.error_message();
  EXPECT_EQ(source.bytes, bytes);
  v1::ReadSourceRequest request = TextRequest(revision_);
  const ReadBytes masked = testing::ReadSource(*documents_, request);
  request.set_personal_data(true);
  const ReadBytes plain = testing::ReadSource(*documents_, request);
  ASSERT_TRUE(masked.status.ok() && plain.status.ok());
  ASSERT_EQ(masked.bytes.size(), plain.bytes.size());
  EXPECT_EQ(masked.sha256, Sha256(masked.bytes));
  EXPECT_EQ(plain.sha256, Sha256(plain.bytes));

  const UnitText text(plain.bytes);
  const UnitText masked_text(masked.bytes);
  for (const v1::OffsetUnit unit : kUnits) {
    CheckRepairs(bytes, text, unit);
    CheckSections(masked_text, unit);
    CheckCommitments(masked_text, unit);
  }
}

std::string SourcePropertyTest::DetectedCharset() const {
  v1::GetDocumentRequest request;
  request.set_name(document_);
  v1::GetDocumentResponse response;
  EXPECT_TRUE(
      CallUnary(*documents_, &v1::DocumentService::Stub::GetDocument, request, &response).ok());
  return response.document().analysis().detected_charset();
}

// Between two repairs the decoded bytes are the text.
void SourcePropertyTest::CheckRepairs(const std::string& source, const UnitText& text,
                                      v1::OffsetUnit unit) {
  const auto read = testing::ReadRepairs(*documents_, revision_, unit);
  ASSERT_TRUE(read.status.ok()) << read.status.error_message();
  ASSERT_TRUE(read.complete);
  const auto charset = pipeline::CharsetOfLabel(DetectedCharset());
  ASSERT_TRUE(charset.has_value());
  int64_t source_at = 0;
  int64_t text_at = 0;
  const auto check_gap = [&](int64_t source_end, int64_t text_end) {
    ASSERT_GE(source_end, source_at);
    ASSERT_GE(text_end, text_at);
    const std::string_view gap = std::string_view(source).substr(source_at, source_end - source_at);
    EXPECT_EQ(text.Cut(Range(text_at, text_end), unit), DecodeAll(gap, *charset));
  };
  for (const v1::Repair& repair : read.repairs) {
    ASSERT_NO_FATAL_FAILURE(check_gap(repair.source_range().start(), repair.text_range().start()));
    EXPECT_NE(repair.kind(), v1::REPAIR_KIND_UNSPECIFIED);
    source_at = repair.source_range().end();
    text_at = repair.text_range().end();
  }
  ASSERT_NO_FATAL_FAILURE(check_gap(static_cast<int64_t>(source.size()), text.size(unit)));
}

// A section's words are its range without those of its children, a line each
// piece.
void SourcePropertyTest::CheckSections(const UnitText& text, v1::OffsetUnit unit) {
  v1::ListSectionsRequest request;
  request.set_parent(revision_);
  request.set_page_size(1000);
  request.set_offset_unit(unit);
  v1::ListSectionsResponse response;
  const auto status =
      CallUnary(*queries_, &v1::QueryService::Stub::ListSections, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.next_page_token(), "");
  std::map<std::string, std::vector<v1::OffsetRange>> children;
  for (const v1::Section& section : response.sections()) {
    children[section.parent()].push_back(section.provenance().text_range());
  }
  for (const v1::Section& section : response.sections()) {
    if (section.kind() == v1::SECTION_KIND_FURNITURE) continue;
    std::string own;
    int64_t at = section.provenance().text_range().start();
    const auto add = [&](int64_t end) {
      const std::string piece = text.Cut(Range(at, std::max(at, end)), unit);
      const auto words = absl::StripAsciiWhitespace(piece);
      if (!words.empty()) absl::StrAppend(&own, own.empty() ? "" : "\n", words);
    };
    for (const v1::OffsetRange& child : children[section.name()]) {
      add(child.start());
      at = child.end();
    }
    add(section.provenance().text_range().end());
    EXPECT_EQ(section.text(), own) << section.name();
  }
}

void SourcePropertyTest::CheckCommitments(const UnitText& text, v1::OffsetUnit unit) {
  v1::ListCommitmentsRequest request;
  request.set_parent(revision_);
  request.set_page_size(1000);
  request.set_offset_unit(unit);
  v1::ListCommitmentsResponse response;
  const auto status =
      CallUnary(*queries_, &v1::QueryService::Stub::ListCommitments, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  for (const v1::Commitment& commitment : response.commitments()) {
    EXPECT_EQ(text.Cut(commitment.provenance().text_range(), unit), commitment.text());
    if (commitment.deadline().has_provenance()) {
      EXPECT_EQ(text.Cut(commitment.deadline().provenance().text_range(), unit),
                commitment.deadline().text());
    }
  }
}

TEST_F(SourcePropertyTest, SamplesComeBack) {
  int checked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PLEDGE_SAMPLES)) {
    const std::string extension = entry.path().extension();
    if (extension != ".txt" && extension != ".html") continue;
    std::ostringstream bytes;
    bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    Check(entry.path().stem(), bytes.str());
    ++checked;
  }
  EXPECT_GE(checked, 10);
}

TEST_F(SourcePropertyTest, GeneratedLettersComeBack) {
  std::map<std::string, int> charsets;
  int pages = 0;
  for (uint64_t seed = 1; seed <= kGenerated; ++seed) {
    const property::RandomDocument document = property::MakeDocument(seed);
    Check(absl::StrCat("seed-", seed), document.bytes);
    ++charsets[document.charset];
    if (document.html) ++pages;
  }
  EXPECT_GE(charsets.size(), 3u);
  EXPECT_GT(pages, 0);
}

}  // namespace
}  // namespace pledge
