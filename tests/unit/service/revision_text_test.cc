// The streams of bytes and cleaned text over a store in memory: whatever is read
// is what the analysis made, row by row.
#include "service/query/revision_text.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "service/base/sha256.h"
#include "service/ingest/prepare.h"
#include "service/pipeline/analyze.h"
#include "storage/memory_engine.h"

namespace pledge::query {
namespace {

constexpr char kName[] = "collections/c/documents/a/revisions/latest";
constexpr char kContact[] = "联系人：唐予安；联系电话：0000-8612046";

// A letter with `count` paragraphs, as text or as a page.
std::string Letter(int count, bool is_page) {
  const auto paragraph = [&](const std::string& words) {
    return is_page ? "<p class=\"text\">" + words + "</p>\n" : words + "\n";
  };
  std::string letter = paragraph("临澜市水务局关于市政协第12号提案的答复函");
  letter += paragraph("林清和委员：");
  letter += paragraph("您提出的提案收悉，现答复如下：");
  for (int i = 0; i < count; ++i) {
    letter += paragraph(absl::StrCat("下一步，我局将完成", i, "号管网改造，编号",
                                     Hex(Sha256(absl::StrCat(i))), "。"));
  }
  letter += paragraph(kContact) + paragraph("临澜市水务局") + paragraph("2024年6月12日");
  return is_page ? "<html><body>" + letter + "</body></html>" : letter;
}

class RevisionTextTest : public ::testing::Test {
 protected:
  RevisionTextTest() { store_ = *storage::RecordStore::Open(storage::NewMemoryEngine(), {}); }

  void Put(const std::string& bytes) {
    v1::DocumentContent content;
    content.set_data(bytes);
    auto draft = ingest::Prepare("", {}, content);
    ASSERT_TRUE(draft.ok()) << draft.status();
    storage::PutDocumentRequest request;
    request.collection_id = "c";
    request.document_id = "a";
    request.draft = *std::move(draft);
    absl::Notification done;
    store_->PutDocument(std::move(request), [&](const auto& result) {
      EXPECT_TRUE(result.ok()) << result.status();
      done.Notify();
    });
    done.WaitForNotification();
  }

  std::string Read(const v1::ReadSourceRequest& request) {
    auto cursor = SourceCursor::Create(*store_, request);
    EXPECT_TRUE(cursor.ok()) << cursor.status();
    std::string bytes;
    std::string message;
    v1::ReadSourceResponse response;
    for (bool more = cursor.ok(); more;) {
      const auto next = (*cursor)->Next(&message);
      EXPECT_TRUE(next.ok()) << next.status();
      more = next.ok() && *next;
      if (!more) break;
      EXPECT_TRUE(response.ParseFromString(message));
      bytes += response.data();
    }
    return bytes;
  }
  static v1::ReadSourceRequest Request(bool cleaned, bool personal_data) {
    v1::ReadSourceRequest request;
    request.set_name(kName);
    request.set_cleaned(cleaned);
    request.set_personal_data(personal_data);
    return request;
  }

  std::unique_ptr<storage::RecordStore> store_;
};

class RevisionTextOf : public RevisionTextTest,
                       public ::testing::WithParamInterface<std::pair<int, bool>> {};

TEST_P(RevisionTextOf, IsThatOfTheAnalysis) {
  const auto [count, is_page] = GetParam();
  const std::string bytes = Letter(count, is_page);
  const auto analyzed = pipeline::Analyze({bytes, "", ""});
  ASSERT_TRUE(analyzed.ok());
  const std::string& text = analyzed->clean.text;
  ASSERT_NO_FATAL_FAILURE(Put(bytes));

  const std::string masked = Read(Request(true, false));

  EXPECT_EQ(Read(Request(false, false)), bytes);
  EXPECT_EQ(Read(Request(true, true)), text);
  EXPECT_EQ(masked.size(), text.size());
  EXPECT_EQ(masked.find("唐予安"), std::string::npos);
  EXPECT_NE(text.find("唐予安"), std::string::npos);
  // Ranges that begin and end anywhere between characters.
  for (size_t start = 0; start < text.size(); start = start * 2 + 77) {
    while ((static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) ++start;
    v1::ReadSourceRequest request = Request(true, true);
    request.mutable_range()->set_start(static_cast<int64_t>(start));
    request.mutable_range()->set_end(static_cast<int64_t>(text.size()));
    ASSERT_EQ(Read(request), text.substr(start));
  }
}

// One row; several rows; sources beyond one piece of the store.
INSTANTIATE_TEST_SUITE_P(Letters, RevisionTextOf,
                         ::testing::Values(std::pair(3, false), std::pair(3, true),
                                           std::pair(1000, false), std::pair(1000, true),
                                           std::pair(5000, false), std::pair(5000, true)));

}  // namespace
}  // namespace pledge::query
