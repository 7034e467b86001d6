// Postings of a segment: blocks there and back, on an engine in memory.
#include "storage/text_postings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "service/base/sha256.h"
#include "storage/memory_engine.h"

namespace pledge::storage {
namespace {

constexpr SegmentKey kSegment{1, 0};
constexpr uint32_t kBits = 6;

std::unique_ptr<Engine> EngineWith(const std::vector<Posting>& postings) {
  auto engine = NewMemoryEngine();
  Batch batch;
  for (const PostingsBlock& block : EncodePostings(postings, kBits)) {
    batch.Put(IndexPostingsKey(kSegment, 1, block.first_term), block.value);
    // Another generation must not be looked at.
    batch.Put(IndexPostingsKey(kSegment, 2, block.first_term), "damaged");
  }
  EXPECT_EQ(engine->Commit(batch).outcome, CommitOutcome::kDone);
  return engine;
}

std::vector<uint32_t> Find(Engine& engine, const std::vector<TermRange>& terms) {
  const auto view = engine.OpenView();
  PostingsReader reader(*view, kSegment, 1, kBits);
  const auto found = reader.DocumentsWithAll(terms);
  EXPECT_TRUE(found.ok()) << found.status();
  std::vector<uint32_t> documents;
  for (size_t i = 0; found.ok() && i < found->size(); ++i) {
    if ((*found)[i]) documents.push_back(static_cast<uint32_t>(i));
  }
  return documents;
}

// On disk: these bytes never change.
TEST(TextPostings, WritesTheDocumentedBytes) {
  std::vector<Posting> postings = {MakePosting(7, 2), MakePosting(7, 5)};
  for (uint32_t document = 0; document < 16; ++document) {
    postings.push_back(MakePosting(9, document));
  }

  const auto blocks = EncodePostings(postings, kBits);

  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].first_term, 7u);
  EXPECT_EQ(Hex(blocks[0].value),
            "01"
            "00040202"
            "0221ffff000000000000");
}

TEST(TextPostings, FindsWhatAPlainSearchFinds) {
  const unsigned seed = 12;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 random(seed);
  std::vector<Posting> postings;
  for (int i = 0; i < 30'000; ++i) {
    // Some terms in nearly all documents, many in one.
    const uint64_t term = random() % 3 == 0 ? random() % 40 : random() % (uint64_t{1} << 47);
    postings.push_back(MakePosting(term, random() % (1u << kBits)));
  }
  std::sort(postings.begin(), postings.end());
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  ASSERT_GT(EncodePostings(postings, kBits).size(), 10u);
  const auto engine = EngineWith(postings);

  for (int i = 0; i < 300; ++i) {
    const uint64_t some = postings[random() % postings.size()] >> kPostingDocumentBits;
    const uint64_t first = i % 3 == 0 ? some : random() % 50;
    const TermRange range{first, i % 5 == 0 ? first + random() % (uint64_t{1} << 40) : first};
    std::vector<bool> holds(1u << kBits);
    for (const Posting posting : postings) {
      const uint64_t term = posting >> kPostingDocumentBits;
      if (term >= range.first && term <= range.last) holds[posting & 0xffff] = true;
    }
    std::vector<uint32_t> expected;
    for (uint32_t d = 0; d < holds.size(); ++d) {
      if (holds[d]) expected.push_back(d);
    }
    EXPECT_EQ(Find(*engine, {range}), expected);
  }
}

TEST(TextPostings, AllTermsMustBeThere) {
  const auto engine = EngineWith({MakePosting(1, 3), MakePosting(1, 4), MakePosting(2, 4)});

  EXPECT_EQ(Find(*engine, {{1, 1}, {2, 2}}), std::vector<uint32_t>{4});
  EXPECT_TRUE(Find(*engine, {{1, 1}, {3, 3}}).empty());
  EXPECT_TRUE(Find(*EngineWith({}), {{1, 1}}).empty());
}

TEST(TextPostings, DamagedBlocksAreAnError) {
  auto engine = NewMemoryEngine();
  Batch batch;
  batch.Put(IndexPostingsKey(kSegment, 1, 5), std::string("\x01\x00\x02\x7f", 4));  // document 127
  ASSERT_EQ(engine->Commit(batch).outcome, CommitOutcome::kDone);
  const auto view = engine->OpenView();

  PostingsReader reader(*view, kSegment, 1, kBits);

  EXPECT_TRUE(absl::IsDataLoss(reader.DocumentsWithAll({{5, 5}}).status()));
}

}  // namespace
}  // namespace pledge::storage
