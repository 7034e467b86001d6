#include "tests/unit/query/query_store.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "service/mapping/columns.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/stored_record.h"
#include "service/mapping/text_terms.h"
#include "storage/memory_engine.h"

namespace pledge::testing {
namespace {

constexpr const char* kIssuers[] = {"临澜市水务局", "临澜市教育局", "云溪县财政局"};
// Few, so that pairs of them come back by chance.
constexpr const char* kCharacters[] = {"水", "管", "网", "学", "校", "，", "a", "𠮷"};

template <typename Messages>
std::string PackAll(const Messages& messages) {
  std::vector<storage::TaggedRecord> records;
  for (const auto& message : messages) records.push_back(mapping::ToStored(message));
  return storage::PackRecords(records, mapping::OffsetTable("", {}).Encode());
}

}  // namespace

QueryStore::QueryStore(unsigned seed) : random_(seed) {
  storage::RecordStoreOptions options;
  options.text_index.terms = mapping::AppendRecordTerms;
  options.text_index.letter_terms = mapping::AppendLetterTerms;
  options.text_index.segment_bits = 3;
  options.text_index.max_dirty_marks = 3;
  options.text_index.interval = absl::ZeroDuration();
  auto store = storage::RecordStore::Open(storage::NewMemoryEngine(), options);
  EXPECT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

std::string QueryStore::NewText() {
  std::string text;
  for (int i = 1 + Pick(12); i > 0; --i) text += kCharacters[Pick(std::size(kCharacters))];
  return text;
}

v1::Commitment QueryStore::NewCommitment(const std::string& issuer) {
  v1::Commitment out;
  out.set_text(NewText());
  out.set_type(static_cast<v1::CommitmentType>(1 + Pick(5)));
  out.set_strength(static_cast<v1::Strength>(1 + Pick(4)));
  out.set_polarity(static_cast<v1::Polarity>(1 + Pick(2)));
  out.set_verifiability(static_cast<v1::Verifiability>(1 + Pick(3)));
  out.mutable_actor()->set_value(Pick(3) == 0 ? "另一部门" : issuer);
  if (Pick(3) == 0) out.add_cooperators()->mutable_body()->set_value(kIssuers[Pick(3)]);
  if (Pick(2) == 0) {
    auto* const end = out.mutable_deadline()->mutable_end_date();
    end->set_year(2025 + Pick(3));
    if (Pick(2) == 0) end->set_month(1 + Pick(12));
    if (end->month() != 0 && Pick(2) == 0) end->set_day(1 + Pick(28));
  }
  if (Pick(4) == 0) out.add_targets()->set_text("3所");
  return out;
}

PlainLetter QueryStore::NewLetter() {
  PlainLetter letter;
  letter.collection = Pick(3) == 0 ? "schools" : "water";
  const std::string issuer = kIssuers[Pick(3)];
  letter.records.facts.mutable_issuer()->set_value(issuer);
  letter.records.facts.mutable_issue_date()->set_value(absl::StrCat(2023 + Pick(3), "-06"));
  if (Pick(2) == 0) (*letter.document.mutable_labels())["batch"] = absl::StrCat("b", Pick(3));
  for (int i = Pick(6); i > 0; --i) {
    letter.records.commitments.push_back(NewCommitment(issuer));
  }
  for (int i = 0; i < 3; ++i) {
    v1::Section& section = letter.records.sections.emplace_back();
    section.set_name(absl::StrCat("sections/", i + 1));
    section.set_kind(static_cast<v1::SectionKind>(1 + Pick(20)));
    section.set_level(1 + Pick(3));
    section.set_text(NewText());
  }
  return letter;
}

void QueryStore::Put(const PlainLetter& letter) {
  auto draft = std::make_shared<storage::RevisionDraft>();
  draft->source = absl::StrCat("source ", random_());
  draft->source_sha256 = Sha256(draft->source);
  v1::Document document = letter.document;
  *document.mutable_facts() = letter.records.facts;
  draft->document = mapping::EncodeDocument(document, "");
  draft->caller_digest = Sha256("");
  draft->result_digest = Sha256(draft->source);
  draft->sections = PackAll(letter.records.sections);
  draft->commitments = PackAll(letter.records.commitments);
  draft->achievements = PackAll(letter.records.achievements);
  draft->columns = mapping::MakeColumns(letter.document, letter.records);
  storage::PutDocumentRequest request;
  request.collection_id = letter.collection;
  request.document_id = letter.id;
  request.if_exists = storage::IfExists::kNewRevision;
  request.draft = std::move(draft);
  absl::Notification done;
  store_->PutDocument(std::move(request), [&](const auto& result) {
    EXPECT_TRUE(result.ok()) << result.status();
    done.Notify();
  });
  done.WaitForNotification();
}

void QueryStore::AddLetters(int count) {
  // The first two make the collections, so that their order is known.
  for (int i = 0; i < count; ++i) {
    PlainLetter letter = NewLetter();
    if (letters_.empty()) letter.collection = "water";
    letter.id = absl::StrFormat("d%04d", letters_.size());
    Put(letter);
    letters_.push_back(std::move(letter));
  }
  // What is replaced later stands in dirty marks, the last letters in no segment.
  EXPECT_TRUE(store_->UpdateTextIndex().ok());
  std::stable_sort(letters_.begin(), letters_.end(), [](const auto& a, const auto& b) {
    return a.collection == "water" && b.collection != "water";
  });
}

void QueryStore::Replace(size_t index) {
  PlainLetter letter = NewLetter();
  letter.collection = letters_[index].collection;
  letter.id = letters_[index].id;
  letter.ordinal = letters_[index].ordinal + 1;
  Put(letter);
  letters_[index] = std::move(letter);
}

void QueryStore::Delete(size_t index) {
  storage::ChangeDocumentRequest request;
  request.change = storage::DocumentChange::kDelete;
  request.collection_id = letters_[index].collection;
  request.document_id = letters_[index].id;
  absl::Notification done;
  store_->ChangeDocument(std::move(request), [&](const auto& result) {
    EXPECT_TRUE(result.ok()) << result.status();
    done.Notify();
  });
  done.WaitForNotification();
}

StreamResult ReadStream(storage::RecordStore& store, const query::RecordQuery& query,
                        query::CursorTiming timing) {
  StreamResult result;
  auto cursor = query::RecordCursor::Create(store, query, std::move(timing));
  result.status = cursor.status();
  while (result.status.ok()) {
    std::string bytes;
    const auto more = (*cursor)->Next(&bytes);
    result.status = more.status();
    if (!more.ok() || !*more) break;
    if (bytes.empty()) continue;
    v1::StreamCommitmentsResponse message;
    EXPECT_TRUE(message.ParseFromString(bytes));
    for (const auto& one : message.commitments()) result.names.push_back(one.name());
    result.counts.push_back(message.commitments_size());
    result.tokens.push_back(message.position().resume_token());
    result.scanned = message.position().scanned();
    result.complete = message.position().complete();
  }
  return result;
}

query::RecordQuery CommitmentQuery(std::vector<std::string> parents, std::string filter,
                                   std::string text) {
  query::RecordQuery query;
  query.kind = storage::RecordKind::kCommitments;
  for (std::string& parent : parents) query.selector.add_parents(std::move(parent));
  query.selector.set_filter(std::move(filter));
  query.selector.set_text_contains(std::move(text));
  return query;
}

}  // namespace pledge::testing
